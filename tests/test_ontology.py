"""The ontology, its codes and its alignments: complete in both languages, used, and in step with the package."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import __version__
from kg.disk.io import read_turtle
from kg.disk.resources import resource
from kg.disk.workspace import Workspace, ontology_sources
from kg.terms import ALIGNMENTS_GRAPH, CODES, CODES_GRAPH, NS, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE, SCHEMES

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
LANGUAGES = {"sv", "en"}


def named(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)


def triples_of(graph: str) -> list[ox.Triple]:
    return [triple for source in ontology_sources() if source.graph == graph for triple in read_turtle(source.path)]


ONTOLOGY = triples_of(ONTOLOGY_GRAPH)
CODE_TRIPLES = triples_of(CODES_GRAPH)
ALIGNMENTS = triples_of(ALIGNMENTS_GRAPH)


def of_type(triples: list[ox.Triple], kind: ox.NamedNode) -> list[str]:
    return sorted(
        triple.subject.value
        for triple in triples
        if triple.predicate.value == RDF_TYPE and triple.object == kind and isinstance(triple.subject, ox.NamedNode)
    )


def languages(triples: list[ox.Triple], subject: str, predicate: ox.NamedNode) -> list[str]:
    return [
        str(triple.object.language)
        for triple in triples
        if triple.subject == ox.NamedNode(subject)
        and triple.predicate == predicate
        and isinstance(triple.object, ox.Literal)
    ]


TERMS = [term for kind in KINDS for term in of_type(ONTOLOGY, named("owl", kind)) if term.startswith(NS)]
CONCEPTS = of_type(CODE_TRIPLES, named("skos", "Concept"))
IN_FILES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("data", "shapes", "queries", "ontology/rules", "ontology/axioms", "ontology/codes", "ontology")
    for path in sorted((ROOT / folder).rglob("*") if folder != "ontology" else (ROOT / folder).glob("*.ttl"))
    if path.suffix in (".ttl", ".rq")
}


@pytest.mark.parametrize("term", TERMS)
def test_term_has_one_label_and_one_definition_in_each_language(term: str) -> None:
    assert sorted(languages(ONTOLOGY, term, named("rdfs", "label"))) == ["en", "sv"]
    assert sorted(languages(ONTOLOGY, term, named("skos", "definition"))) == ["en", "sv"]


def test_no_term_is_declared_twice() -> None:
    assert len(TERMS) == len(set(TERMS)) > 90


@pytest.mark.parametrize("concept", CONCEPTS)
def test_code_has_notation_labels_and_definition(concept: str) -> None:
    scheme, _, code = concept.removeprefix(CODES).partition("/")
    said = {(triple.predicate, triple.object) for triple in CODE_TRIPLES if triple.subject == ox.NamedNode(concept)}
    assert (named("skos", "notation"), ox.Literal(code)) in said
    assert (named("skos", "inScheme"), ox.NamedNode(CODES + scheme)) in said
    assert sorted(languages(CODE_TRIPLES, concept, named("skos", "prefLabel"))) == ["en", "sv"]
    assert set(languages(CODE_TRIPLES, concept, named("skos", "definition"))) == LANGUAGES


def test_every_scheme_has_a_prefix() -> None:
    schemes = {scheme.removeprefix(CODES) for scheme in of_type(CODE_TRIPLES, named("skos", "ConceptScheme"))}
    assert set(SCHEMES) <= schemes
    assert schemes - set(SCHEMES) == {"iati-role", "interreg-role"}, "schemes that only alignments point at"


def test_levels_are_ranked() -> None:
    ranks = {
        triple.subject: triple.object.value
        for triple in CODE_TRIPLES
        if triple.predicate == ox.NamedNode(NS + "rank") and isinstance(triple.object, ox.Literal)
    }
    order = ("local", "regional", "national", "transnational")
    assert ranks == {ox.NamedNode(f"{CODES}level/{level}"): str(rank) for rank, level in enumerate(order, start=1)}


def test_every_term_that_is_used_is_in_the_ontology() -> None:
    for path, text in IN_FILES.items():
        used = set(re.findall(r"(?<![\w:])sam:([A-Za-z]\w*)", text))
        unknown = sorted(name for name in used if NS + name not in TERMS)
        assert unknown == [], path


def test_every_term_of_the_ontology_is_used() -> None:
    outside = [text for path, text in IN_FILES.items() if path.parent != ROOT / "ontology"]
    used = {name for text in outside for name in re.findall(r"(?<![\w:])sam:([A-Za-z]\w*)", text)}
    annotations = {term.removeprefix(NS) for term in of_type(ONTOLOGY, named("owl", "AnnotationProperty"))}
    idle = sorted(term.removeprefix(NS) for term in TERMS if term.removeprefix(NS) not in used | annotations)
    assert idle == []


def test_one_version_of_ontology_and_package() -> None:
    versions = [triple.object for triple in ONTOLOGY if triple.predicate == named("owl", "versionInfo")]
    assert versions == [ox.Literal(__version__)]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__} " in changelog


def test_nothing_of_ours_is_made_equivalent_to_somebody_elses() -> None:
    too_strong = {named("owl", "equivalentClass"), named("owl", "equivalentProperty"), named("owl", "sameAs")}
    assert [triple for triple in ALIGNMENTS + ONTOLOGY if triple.predicate in too_strong] == []


def test_alignments_only_point_outwards() -> None:
    """A statement about somebody else's class or property would change their vocabulary for everybody."""
    structural = {
        named("rdfs", "subClassOf"),
        named("rdfs", "subPropertyOf"),
        named("rdfs", "domain"),
        named("rdfs", "range"),
    }
    about = [triple for triple in ALIGNMENTS if triple.predicate in structural]
    assert about
    assert [triple for triple in about if not str(triple.subject).startswith(f"<{NS}")] == []


def test_schema_project_is_only_close() -> None:
    project = ox.NamedNode(NS + "Project")
    schema = ox.NamedNode(PREFIXES["schema"] + "Project")
    said = {triple.predicate for triple in ALIGNMENTS if triple.subject == project and triple.object == schema}
    assert said == {named("skos", "closeMatch")}


def test_derived_properties_are_marked_and_no_file_states_them() -> None:
    derived = {
        triple.subject.value.removeprefix(NS)
        for triple in ONTOLOGY
        if triple.predicate == ox.NamedNode(NS + "derived") and isinstance(triple.subject, ox.NamedNode)
    } - {"derived"}
    assert {"hasOwner", "hasParticipant", "participatesIn", "cooperatesWith", "within"} <= derived
    stated = {triple.predicate.value.removeprefix(NS) for source in Workspace(ROOT, ROOT / ".kg").public_sources()
              for triple in read_turtle(source.path)}  # fmt: skip
    assert stated & derived == set()


def test_axioms_can_be_read_with_their_lists() -> None:
    files = sorted((resource("ontology") / "axioms").glob("*.ttl"))
    assert files
    for path in files:
        assert read_turtle(path, schema=True)
