"""VoID: its counts are those of the data, as another program counts them."""

from collections import defaultdict

import pyoxigraph as ox
import pytest
import rdflib
from catalogue_help import BASE_URL, WRITTEN, content, site_of
from kg_help import add, store_of
from rdflib.namespace import RDF

from kg.jobs.export import quads_of
from kg.terms import CODES_GRAPH, DERIVED_GRAPHS, ID, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE
from kg.work.portal.catalogue import dcat as catalogue
from kg.work.portal.catalogue import void
from kg.work.portal.catalogue.census import census
from kg.work.portal.site import Site

VOID = rdflib.Namespace(PREFIXES["void"])
DATASET = rdflib.URIRef(BASE_URL + "catalog.rdf#dataset")


@pytest.fixture(scope="module")
def site(graph: ox.Store) -> Site:
    return site_of(graph)


@pytest.fixture(scope="module")
def said(site: Site) -> rdflib.Graph:
    (file,) = void.files(site, WRITTEN)
    assert file.path == ".well-known/void"
    return rdflib.Graph().parse(data=content(file), format="turtle")


@pytest.fixture(scope="module")
def triples(graph: ox.Store) -> set[ox.Triple]:
    """What the dump of the dataset holds."""
    return {quad.triple for quad in quads_of(graph, "data")}


def number(graph: rdflib.Graph, thing: rdflib.term.Node, name: str) -> int:
    (value,) = graph.objects(thing, VOID[name])
    return int(str(value))


def test_the_counts_are_those_of_the_dump(said: rdflib.Graph, triples: set[ox.Triple]) -> None:
    assert number(said, DATASET, "triples") == len(triples)
    assert number(said, DATASET, "distinctSubjects") == len({triple.subject for triple in triples})
    assert number(said, DATASET, "distinctObjects") == len({triple.object for triple in triples})
    assert number(said, DATASET, "properties") == len({triple.predicate for triple in triples})
    kinds = {triple.object for triple in triples if triple.predicate.value == RDF_TYPE}
    assert number(said, DATASET, "classes") == len(kinds)
    ours = {triple.subject for triple in triples if str(triple.subject).startswith(f"<{ID}")}
    assert number(said, DATASET, "entities") == len(ours)


def test_each_property_has_its_counts(said: rdflib.Graph, triples: set[ox.Triple]) -> None:
    by_property: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        by_property[triple.predicate.value].append(triple)
    parts = {str(said.value(part, VOID.property)): part for part in said.objects(DATASET, VOID.propertyPartition)}
    assert set(parts) == set(by_property)
    for name, used in by_property.items():
        assert number(said, parts[name], "triples") == len(used)
        assert number(said, parts[name], "distinctSubjects") == len({triple.subject for triple in used})
        assert number(said, parts[name], "distinctObjects") == len({triple.object for triple in used})


def test_each_class_has_its_counts(said: rdflib.Graph, triples: set[ox.Triple]) -> None:
    by_class: dict[str, set[object]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
            by_class[triple.object.value].add(triple.subject)
    parts = {
        str(said.value(part, VOID["class"])): number(said, part, "entities")
        for part in said.objects(DATASET, VOID.classPartition)
    }
    assert parts == {name: len(things) for name, things in by_class.items()}


def test_links_are_counted_by_target_and_property(said: rdflib.Graph, triples: set[ox.Triple]) -> None:
    spaces = {
        "wikidata": "http://www.wikidata.org/entity/",
        "eu-country": "http://publications.europa.eu/resource/authority/country/",
        "eu-currency": "http://publications.europa.eu/resource/authority/currency/",
        "eli": "http://data.europa.eu/eli/",
        "dataportal": "http://dataportal.se/organisation/",
    }
    linksets = list(said.subjects(RDF.type, VOID.Linkset))
    assert set(linksets) == set(said.objects(DATASET, VOID.subset))
    found = {}
    for linkset in linksets:
        (target,) = said.objects(linkset, VOID.objectsTarget)
        (link,) = said.objects(linkset, VOID.linkPredicate)
        assert list(said.objects(linkset, VOID.subjectsTarget)) == [DATASET]
        assert said.value(target, VOID.uriSpace)
        found[str(said.value(target, VOID.uriSpace)), str(link)] = number(said, linkset, "triples")
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for triple in triples:
        for space in spaces.values():
            if isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(space):
                wanted[space, triple.predicate.value] += 1
    assert found == wanted
    assert {name for name in spaces if any(str(node).endswith(f"#target-{name}") for node in said.subjects())} == set(
        spaces
    )


@pytest.mark.parametrize(
    ("iri", "label"),
    [
        ("http://www.wikidata.org/entity/Q1", "wikidata"),
        ("http://dataportal.se/organisation/SE2021006883", "dataportal"),
        ("http://data.europa.eu/nuts/code/SE33", "nuts"),
        ("http://publications.europa.eu/resource/authority/data-theme/SOCI", "eu-data-theme"),
        ("https://www.example.org/", ""),
    ],
)
def test_whose_an_iri_is(iri: str, label: str) -> None:
    target = void.target_of(iri)
    assert (target[1] if target else "") == label


def test_it_says_where_to_begin(said: rdflib.Graph, graph: ox.Store) -> None:
    examples = {str(node) for node in said.objects(DATASET, VOID.exampleResource)}
    assert {example.removeprefix(ID).partition("/")[0] for example in examples} == {"project", "actor", "place"}
    for example in examples:
        assert list(graph.quads_for_pattern(ox.NamedNode(example), None, None))
    assert str(said.value(DATASET, VOID.uriSpace)) == ID
    spaces = {str(node) for node in said.objects(DATASET, VOID.vocabulary)}
    assert {PREFIXES["sam"], PREFIXES["skos"], PREFIXES["prov"]} <= spaces
    assert all(space.endswith(("#", "/")) for space in spaces)


def test_it_names_the_dumps_and_is_named_by_the_catalogue(said: rdflib.Graph, site: Site) -> None:
    dumps = {str(node) for node in said.objects(DATASET, VOID.dataDump)}
    assert dumps == {f"{BASE_URL}data/samverkan.{ending}" for ending in ("ttl", "trig", "nt", "rdf", "jsonld")}
    assert len(list(said.objects(DATASET, VOID.feature))) == 5
    page = ox.NamedNode(PREFIXES["foaf"] + "page")
    named = {quad.object.value for quad in catalogue.catalogue(site, WRITTEN) if quad.predicate == page
             and isinstance(quad.object, ox.NamedNode)}  # fmt: skip
    assert BASE_URL + ".well-known/void" in named


def test_nothing_is_without_a_name_and_bytes_repeat(said: rdflib.Graph, site: Site) -> None:
    assert not [term for triple in said for term in triple if isinstance(term, rdflib.BNode)]
    first, second = (content(next(iter(void.files(site, WRITTEN)))) for _ in range(2))
    assert first == second


def test_a_statement_of_two_graphs_counts_once_and_the_ontology_not() -> None:
    store = store_of('project:a a sam:Project ; dcterms:title "A"@sv .')
    add(store, "project:a a sam:Project .", CODES_GRAPH)
    add(store, "sam:Project a owl:Class .", ONTOLOGY_GRAPH)
    add(store, "sam:x a owl:ObjectProperty .", DERIVED_GRAPHS + "ontology")
    counts = census(store)
    assert (counts.triples, counts.subjects, counts.objects, counts.entities) == (2, 1, 2, 1)
    assert counts.classes == ((PREFIXES["sam"] + "Project", 1),)


def test_an_empty_graph_counts_nothing() -> None:
    said = rdflib.Graph().parse(data=content(next(iter(void.files(site_of(ox.Store()), ())))), format="turtle")
    assert number(said, DATASET, "triples") == number(said, DATASET, "entities") == 0
    assert not list(said.objects(DATASET, VOID.exampleResource))
