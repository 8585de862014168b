"""The published context: it reads what exports say, lets documents be plain, and knows every property."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
from kg_help import said
from pages_help import site_of, text_of
from pyld import jsonld

from kg.disk.io import read_turtle
from kg.disk.workspace import ontology_sources
from kg.terms import CODES_GRAPH, NS, ONTOLOGY_GRAPH, PREFIXES
from kg.work.context import ALONE, NESTED, SEVERAL, make_context, publish_context
from kg.work.exporters.jsonld import jsonld as exported
from kg.work.portal.data.nested import Keys, full
from kg.work.portal.vocabulary import context as part
from kg.work.portal.vocabulary.facts import expand, shape_facts

ONTOLOGY = [triple for source in ontology_sources() if source.graph == ONTOLOGY_GRAPH
            for triple in read_turtle(source.path)]  # fmt: skip
PUBLISHED = publish_context(ONTOLOGY)["@context"]


def quads_of(document: dict[str, Any]) -> set[ox.Triple]:
    """Return what PyLD reads in a document that needs nothing from the network."""

    def refuse(url: str, _options: object = None) -> None:
        raise AssertionError(url)

    text = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": refuse})
    return said(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))


def test_it_is_published_under_its_name_and_its_version(graph: ox.Store) -> None:
    written = {file.path: text_of(file) for file in part.files(site_of(graph))}
    assert list(written) == ["context.jsonld", "context/0.1.0.jsonld"]
    assert json.loads(written["context.jsonld"])["@context"] == PUBLISHED
    assert written["context.jsonld"] == written["context/0.1.0.jsonld"]
    lines = written["context.jsonld"].splitlines()
    assert sum('"role"' in line for line in lines) == 1, "a term a line"


def test_an_export_says_the_same_with_the_published_context(graph: ox.Store) -> None:
    entry = list(
        graph.quads_for_pattern(None, None, None, ox.NamedNode("https://w3id.org/samverkan/graph/entry/yrk-in"))
    )
    document = json.loads(exported(entry))
    assert quads_of({"@context": PUBLISHED, "@graph": document["@graph"]}) == said(entry)


def test_it_has_every_key_that_exports_have() -> None:
    assert set(make_context(ONTOLOGY)["@context"]) <= set(PUBLISHED)


def test_no_code_is_spelled_as_a_key() -> None:
    notation = ox.NamedNode(expand("skos:notation"))
    codes = {triple.object.value for source in ontology_sources() if source.graph == CODES_GRAPH
             for triple in read_turtle(source.path)
             if triple.predicate == notation and isinstance(triple.object, ox.Literal)}  # fmt: skip
    assert codes
    assert not codes & set(PUBLISHED)


def test_what_a_shape_lets_stand_several_times_is_a_list() -> None:
    shapes, keys = shape_facts(), Keys(PUBLISHED)
    single = {iri for shape in shapes.of_type("sh:PropertyShape") if shapes.one(shape, "sh:maxCount") == "1"
              for iri in shapes.iris(shape, "sh:path")}  # fmt: skip
    assert not {key for key in SEVERAL for iri in single if key in keys.of.get(iri, ())}


@pytest.mark.parametrize("key", sorted(NESTED))
def test_what_is_nested_points_at_what_it_is_nested_in(key: str) -> None:
    definition = PUBLISHED[key]
    assert definition["@reverse"] == NESTED[key]
    assert ("@container" in definition) == (key not in ALONE)
    assert full(NESTED[key]) != NESTED[key]


def test_codes_are_words() -> None:
    document = {"@context": PUBLISHED, "id": "urn:x:y", "role": "owner", "fund": ["esf", "https://example.org/f"],
                "currency": "SEK", "subject": ["samcode:theme/validation"], "evidenceFor": ["title", "startYear"],
                "startYear": "2012"}  # fmt: skip
    read = {(triple.predicate.value, str(triple.object)) for triple in quads_of(document)}
    codes, eu = "https://w3id.org/samverkan/codes", PREFIXES["currency"]
    assert read == {
        (NS + "role", f"<{codes}/role/owner>"),
        (NS + "fund", f"<{codes}/fund/esf>"),
        (NS + "fund", "<https://example.org/f>"),
        (NS + "currency", f"<{eu}SEK>"),
        (PREFIXES["dcterms"] + "subject", f"<{codes}/theme/validation>"),
        (NS + "evidenceFor", f"<{PREFIXES['dcterms']}title>"),
        (NS + "evidenceFor", f"<{NS}start>"),
        (NS + "start", f'"2012"^^<{PREFIXES["xsd"]}gYear>'),
    }


def test_an_ontology_of_nothing_has_a_context_too() -> None:
    assert publish_context([])["@context"]["participations"]["@reverse"] == "sam:project"
