from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from kg_help import add, iri, store_of, triples

from kg.disk.nameindex import NameIndex
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.knowledge import Knowledge
from kg.work.naming import names_in
from kg.work.neighbourhood import neighbourhood

X, Y, PLACES = ENTRY_GRAPHS + "x", ENTRY_GRAPHS + "y", REGISTER_GRAPHS + "places"
TITLE = iri("dcterms:title")
ENTRY = """project:x a sam:Project ; dcterms:title "Ett"@sv . :p sam:project project:x ; sam:actor actor:new ;
  sam:role role:owner . actor:new a sam:Organisation ; skos:prefLabel "Nya"@sv ."""


@pytest.fixture
def base() -> ox.Store:
    store = store_of(ENTRY, X)
    add(store, 'project:y a sam:Project ; dcterms:title "Två"@sv .', Y)
    add(
        store,
        """place:a a sam:Municipality ; dcterms:isPartOf place:b . place:b a sam:County ; dcterms:isPartOf place:c .
      place:c a sam:Country ; skos:notation "SE" .""",
        PLACES,
    )
    add(
        store,
        """sam:Organisation rdfs:subClassOf sam:Actor . sam:Municipality rdfs:subClassOf sam:Place .
      sam:County rdfs:subClassOf sam:Place . sam:Country rdfs:subClassOf sam:Place .""",
        ONTOLOGY_GRAPH,
    )
    add(store, "place:a a sam:Place . actor:new a sam:Actor .", DERIVED_GRAPHS + "super-class")
    add(store, "place:a sam:within place:b, place:c .", DERIVED_GRAPHS + "within")
    add(store, "project:x sam:hasOwner actor:new .", DERIVED_GRAPHS + "has-owner")
    add(store, "actor:new sam:participatesIn project:x .", DERIVED_GRAPHS + "participates-in")
    return store


@pytest.fixture
def known(base: ox.Store) -> Knowledge:
    return Knowledge(base, NameIndex.in_memory(names_in(base)))


def subjects(quads: Iterable[ox.Quad]) -> set[str]:
    return {str(quad.subject) for quad in quads}


def named(known: Knowledge, text: str, family: str = "sam:Project") -> list[str]:
    return [name.iri.rpartition("/")[2] for name in known.names.spelled(text, (family,))]


def test_nothing_added_it_is_the_store(known: Knowledge, base: ox.Store) -> None:
    for pattern in ((None, None, None), (iri("project:x"), None, None), (None, TITLE, None)):
        assert set(known.quads_for_pattern(*pattern)) == set(base.quads_for_pattern(*pattern))
    graph = ox.NamedNode(X)
    assert set(known.quads_for_pattern(None, None, None, graph)) == set(base.quads_for_pattern(None, None, None, graph))


def test_a_new_graph_is_seen_beside_the_store(known: Knowledge) -> None:
    known.add(ENTRY_GRAPHS + "z", triples('project:z a sam:Project ; dcterms:title "Tre"@sv .'))
    assert {quad.object.value for quad in known.quads_for_pattern(None, TITLE, None)} == {"Ett", "Två", "Tre"}  # type: ignore[union-attr]
    assert named(known, "tre") == ["z"]
    assert [name.text for name in known.names.near("Trre", ("sam:Project",))] == ["Tre"]
    assert known.holds(ENTRY_GRAPHS + "z")


def test_a_graph_added_again_is_replaced_in_the_store_and_over_it(known: Knowledge) -> None:
    for title in ("Fyra", "Fem"):
        known.add(X, triples(f'project:x a sam:Project ; dcterms:title "{title}"@sv .'))
    found = [quad.object for quad in known.quads_for_pattern(iri("project:x"), TITLE, None)]
    assert found == [ox.Literal("Fem", language="sv")]
    assert (named(known, "Ett"), named(known, "Fyra"), named(known, "Fem")) == ([], [], ["x"])
    assert named(known, "Nya", "sam:Actor") == []
    assert known.names.thing(iri("actor:new").value) is None


def test_a_graph_that_is_gone_is_not_seen(known: Knowledge) -> None:
    known.add(X, [])
    assert not known.holds(X)
    assert set(known.quads_for_pattern(iri("project:x"), None, None)) == set()
    assert named(known, "Ett") == []


def test_what_was_derived_of_a_replaced_entry_is_not_seen(known: Knowledge) -> None:
    known.add(X, triples('project:x a sam:Project ; dcterms:title "Ett"@sv .'))
    assert not set(known.quads_for_pattern(None, iri("sam:hasOwner"), None))
    assert not set(known.quads_for_pattern(None, iri("sam:participatesIn"), None))


def test_what_was_derived_of_a_register_stays_where_the_thing_does(known: Knowledge) -> None:
    known.add(PLACES, triples("place:a a sam:Municipality ; dcterms:isPartOf place:b . place:b a sam:County ."))
    within = {str(quad.object) for quad in known.quads_for_pattern(iri("place:a"), iri("sam:within"), None)}
    assert str(iri("place:b")) in within


def test_classes_and_areas_are_derived_of_what_is_added_each_once(known: Knowledge) -> None:
    for _ in range(2):
        known.add(
            REGISTER_GRAPHS + "more",
            triples("place:n a sam:Municipality ; dcterms:isPartOf place:b . actor:n a sam:Organisation, sam:Actor ."),
        )
    types = [quad.object for quad in known.quads_for_pattern(iri("actor:n"), iri("rdf:type"), None)]
    assert sorted(map(str, types)) == sorted(map(str, (iri("sam:Organisation"), iri("sam:Actor"))))
    within = [quad.object for quad in known.quads_for_pattern(iri("place:n"), iri("sam:within"), None)]
    assert sorted(map(str, within)) == sorted(map(str, (iri("place:b"), iri("place:c"))))
    assert iri("sam:Place") in {quad.object for quad in known.quads_for_pattern(iri("place:n"), iri("rdf:type"), None)}


def test_it_can_be_asked_for_a_neighbourhood(known: Knowledge) -> None:
    known.add(REGISTER_GRAPHS + "more", triples('actor:fresh a sam:Organisation ; skos:prefLabel "Färsk"@sv .'))
    entry = triples("project:q a sam:Project ; sam:place place:a . :p sam:actor actor:fresh .")
    found = set(neighbourhood(known, entry))
    assert set(triples('actor:fresh a sam:Organisation, sam:Actor ; skos:prefLabel "Färsk"@sv .')) <= found
    assert set(triples("place:a a sam:Municipality ; sam:within place:b .")) <= found


def test_an_actor_that_a_new_entry_doubts_is_in_doubt_until_the_entry_is_replaced(known: Knowledge) -> None:
    doubt = """project:y a sam:Project . :f sam:findingKind finding-kind:actor-unresolved ; sam:about :q .
      :q sam:actor actor:new ; sam:statedAs "Dom nya" ."""
    known.add(Y, triples(doubt, "y"))
    assert known.names.doubts(iri("actor:new").value) == [Y]
    assert named(known, "dom nya", "sam:Actor") == ["new"]
    known.add(Y, triples("project:y a sam:Project ."))
    assert known.names.doubts(iri("actor:new").value) == []


def test_words_are_counted_in_the_store_and_over_it(known: Knowledge) -> None:
    known.add(Y, triples('project:y a sam:Project ; dcterms:title "Ett till"@sv .'))
    assert known.names.frequencies("sam:Project", ["ett", "till"]) == {"ett": 2, "till": 1}
    assert [name.text for name in known.names.with_word("ett", ("sam:Project",), 5)] == ["Ett till", "Ett"]
