import pyoxigraph as ox
import pytest
import rdflib
from kg_help import iri, triples

from kg.work.closure import close_ontology


@pytest.fixture(scope="module")
def closed(graph: ox.Store) -> set[ox.Triple]:
    """Return what follows from the ontology, its alignments and its axioms."""
    from kg.disk.io import read_turtle
    from kg.disk.resources import resource, turtle_files
    from kg.terms import ALIGNMENTS_GRAPH, ONTOLOGY_GRAPH

    given = [quad.triple for name in (ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH)
             for quad in graph.quads_for_pattern(None, None, None, ox.NamedNode(name))]  # fmt: skip
    for path in turtle_files(resource("ontology") / "axioms"):
        given += read_turtle(path, schema=True)
    return set(close_ontology(given))


def closure(body: str) -> set[ox.Triple]:
    return set(close_ontology(triples(body)))


def test_superclasses_go_on_upwards_and_what_is_stated_is_not_repeated() -> None:
    found = closure(
        "sam:A rdfs:subClassOf sam:B . sam:B rdfs:subClassOf foaf:Agent . foaf:Agent rdfs:subClassOf sam:D ."
    )
    assert found == set(triples("sam:A rdfs:subClassOf foaf:Agent, sam:D . sam:B rdfs:subClassOf sam:D ."))


def test_rdflib_reads_values_afterwards_as_it_did_before() -> None:
    readers = rdflib.term._toPythonMapping
    before = dict(readers)
    closure("sam:A rdfs:subClassOf sam:B .")
    assert readers == before


def test_properties_follow_their_superproperties_domains_and_inverses() -> None:
    found = closure("""sam:p rdfs:subPropertyOf sam:q . sam:q rdfs:subPropertyOf sam:r ; rdfs:domain sam:A .
                       sam:A rdfs:subClassOf sam:B .""")
    assert found >= set(
        triples("sam:p rdfs:subPropertyOf sam:r ; rdfs:domain sam:A, sam:B . sam:q rdfs:domain sam:B .")
    )


def test_nothing_is_said_of_others_terms_nor_anything_trivial() -> None:
    found = closure("""foaf:A rdfs:subClassOf foaf:B . foaf:B rdfs:subClassOf foaf:C .
                       sam:A a owl:Class ; rdfs:subClassOf foaf:B ; rdfs:label "a"@sv .""")
    assert found == set(triples("sam:A rdfs:subClassOf foaf:C ."))


def test_the_same_ontology_gives_the_same_list() -> None:
    body = "sam:A rdfs:subClassOf sam:B . sam:B rdfs:subClassOf sam:C . sam:C rdfs:subClassOf sam:D ."
    assert close_ontology(triples(body)) == close_ontology(reversed(triples(body)))


def test_nothing_follows_from_nothing() -> None:
    assert close_ontology([]) == []


@pytest.mark.parametrize(
    "statement",
    [
        "sam:Organisation rdfs:subClassOf foaf:Agent .",
        "sam:Municipality rdfs:subClassOf dcterms:Location .",
    ],
)
def test_the_closure_of_the_ontology_holds(closed: set[ox.Triple], statement: str) -> None:
    assert set(triples(statement)) <= closed


def test_the_closure_of_the_ontology_is_about_its_own_terms_and_links_names(closed: set[ox.Triple]) -> None:
    assert closed
    for triple in closed:
        assert isinstance(triple.subject, ox.NamedNode)
        assert triple.subject.value.startswith(iri("sam:").value)
        assert isinstance(triple.object, ox.NamedNode)
        assert triple.subject != triple.object
