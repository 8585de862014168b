"""Small graphs that describe a publication, and their JSON-LD."""

import json

import pyoxigraph as ox
import pytest
from kg_help import iri, typed

from kg.terms import PREFIXES
from kg.work.portal.catalogue.authorities import PUBLISHER_KINDS, eu
from kg.work.portal.catalogue.statements import Statements, day, jsonld, name, nodes, plain, texts
from kg.work.portal.catalogue.statements import typed as typed_literal

THING = "https://example.org/a"


def said() -> Statements:
    statements = Statements()
    statements.say(
        THING,
        rdf_type=[name("void:Dataset"), name("dcat:Dataset")],
        dcterms_title=texts({"sv": "Å", "en": "A"}),
        dcterms_issued=day("2026-11-22"),
        dcat_byteSize=typed_literal(7, "nonNegativeInteger"),
        dcat_landingPage=nodes(["https://example.org/", ""]),
        owl_versionInfo=plain("1"),
    )
    return statements


def test_properties_are_named_by_prefix() -> None:
    triples = {quad.triple for quad in said()}
    node = ox.NamedNode(THING)
    assert ox.Triple(node, iri("rdf:type"), iri("void:Dataset")) in triples
    assert ox.Triple(node, iri("dcterms:title"), ox.Literal("Å", language="sv")) in triples
    assert ox.Triple(node, iri("dcterms:issued"), typed("2026-11-22", "date")) in triples
    assert len(triples) == 8


def test_a_property_of_an_unknown_prefix_is_a_mistake_in_calling() -> None:
    with pytest.raises(KeyError):
        Statements().say(THING, nothing_like=plain("x"))


def test_what_is_said_twice_is_said_once() -> None:
    statements = said()
    statements.say(THING, owl_versionInfo=plain("1"))
    assert len(list(statements)) == 8


def test_json_has_the_prefixes_it_uses_and_no_others() -> None:
    document = json.loads(jsonld(said()))
    assert document["@context"] == {name: PREFIXES[name] for name in ("dcat", "dcterms", "owl", "void", "xsd")}
    (thing,) = document["@graph"]
    assert thing["@id"] == THING
    assert thing["@type"] == ["dcat:Dataset", "void:Dataset"]
    assert thing["dcat:byteSize"] == {"@value": "7", "@type": "xsd:nonNegativeInteger"}
    assert thing["owl:versionInfo"] == "1"
    assert list(thing)[:2] == ["@id", "@type"]


def test_json_reads_back_as_it_was_said() -> None:
    assert {quad.triple for quad in ox.parse(jsonld(said()).encode(), format=ox.RdfFormat.JSON_LD)} == {
        quad.triple for quad in said()
    }


def test_nothing_is_a_document_too() -> None:
    assert json.loads(jsonld([])) == {"@context": {}, "@graph": []}


@pytest.mark.parametrize(
    "triple",
    [
        ox.Triple(ox.BlankNode("a"), iri("dcterms:title"), ox.Literal("x")),
        ox.Triple(ox.NamedNode(THING), iri("dcterms:title"), ox.BlankNode("a")),
    ],
)
def test_nodes_without_a_name_are_refused(triple: ox.Triple) -> None:
    with pytest.raises(TypeError):
        jsonld([ox.Quad(triple.subject, triple.predicate, triple.object)])


def test_codes_of_the_eu_are_iris() -> None:
    assert eu("language", "SWE") == "http://publications.europa.eu/resource/authority/language/SWE"


def test_each_kind_of_publisher_is_told_in_both_languages() -> None:
    assert all(sv and en for sv, en in PUBLISHER_KINDS.values())
