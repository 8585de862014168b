import pyoxigraph as ox
import pytest
from kg_help import add, iri, triples

from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.neighbourhood import Surroundings, neighbourhood, superclasses

ENTRY = """project:x a sam:Project ; sam:place place:lulea . :p a sam:Participation ; sam:project project:x ;
  sam:actor actor:a ; sam:role role:owner ."""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    add(
        store,
        "sam:Municipality rdfs:subClassOf sam:Place . sam:Project rdfs:subClassOf prov:Activity .",
        ONTOLOGY_GRAPH,
    )
    add(store, "sam:Project rdfs:subClassOf sam:Thing .", DERIVED_GRAPHS + "ontology")
    add(
        store,
        """actor:a a sam:Organisation ; skos:prefLabel "A"@sv ; sam:place place:falun ; foaf:homepage <http://a/> ;
             skos:altLabel "other"@sv .
           actor:far a sam:Organisation ; skos:prefLabel "Far"@sv .
           place:falun a sam:Municipality ; dcterms:isPartOf place:dalarnas-lan .
           place:dalarnas-lan a sam:County ; dcterms:isPartOf place:se312 . place:se312 a sam:NutsRegion .
           place:lulea a sam:Municipality ; skos:notation "2580" .
           role:owner skos:inScheme <https://w3id.org/samverkan/codes/role> ; skos:notation "owner" ;
             skos:definition "long"@sv .""",
        REGISTER_GRAPHS + "own",
    )
    add(
        store,
        "project:y a sam:Project ; sam:refersTo project:x . actor:a sam:participatesIn project:y .",
        ENTRY_GRAPHS + "y",
    )
    return store


def test_the_entry_itself_is_whole_even_if_it_is_not_in_the_store(store: ox.Store) -> None:
    assert set(triples(ENTRY)) <= set(neighbourhood(store, triples(ENTRY)))


def test_what_it_points_to_is_told_by_type_name_code_and_place(store: ox.Store) -> None:
    found = set(neighbourhood(store, triples(ENTRY)))
    assert set(triples("""actor:a a sam:Organisation ; skos:prefLabel "A"@sv ; sam:place place:falun .
      role:owner skos:inScheme <https://w3id.org/samverkan/codes/role> ; skos:notation "owner" .
      place:lulea a sam:Municipality ; skos:notation "2580" .""")) <= found  # fmt: skip


def test_one_step_more_is_taken_and_no_further(store: ox.Store) -> None:
    subjects = {triple.subject for triple in neighbourhood(store, triples(ENTRY))}
    assert iri("place:falun") in subjects
    assert iri("place:dalarnas-lan") not in subjects


def test_the_rest_of_the_graph_is_left_out(store: ox.Store) -> None:
    found = neighbourhood(store, triples(ENTRY))
    assert not {iri("actor:far"), iri("project:y")} & {
        node for triple in found for node in (triple.subject, triple.object)
    }
    assert not {iri("foaf:homepage"), iri("skos:definition"), iri("skos:altLabel")} & {
        triple.predicate for triple in found
    }


def test_superclasses_of_ours_are_added_to_what_the_entry_types(store: ox.Store) -> None:
    found = set(neighbourhood(store, triples(ENTRY)))
    assert set(triples("project:x a sam:Thing .")) <= found
    assert superclasses(store) == {iri("sam:Municipality"): [iri("sam:Place")], iri("sam:Project"): [iri("sam:Thing")]}


def test_nothing_is_told_twice(store: ox.Store) -> None:
    found = neighbourhood(store, triples(ENTRY) * 2)
    assert len(found) == len(set(found))


def test_a_real_entrys_neighbourhood_is_small(graph: ox.Store) -> None:
    entry = [quad.triple for quad in graph.quads_for_pattern(None, None, None, iri("entry:tv-blekinge"))]
    assert len(entry) < len(neighbourhood(graph, entry)) < len(entry) + 300


def test_a_thing_with_very_much_is_told_of_in_the_same_way(store: ox.Store) -> None:
    busy = ox.Store()
    busy.extend(store)
    add(busy, "".join(f"actor:a sam:participatesIn project:p{n} . " for n in range(500)), DERIVED_GRAPHS + "actors")
    assert set(neighbourhood(busy, triples(ENTRY))) == set(neighbourhood(store, triples(ENTRY)))


def test_what_entries_point_to_is_looked_up_once_but_for_projects(store: ox.Store) -> None:
    graph = ox.Store()
    graph.extend(store)
    surroundings = Surroundings(graph)
    entry = triples(ENTRY + "project:x sam:refersTo project:y .")
    before = set(surroundings.of(entry))
    assert before == set(neighbourhood(graph, entry))
    add(graph, 'actor:a skos:prefLabel "New"@sv . project:y dcterms:title "Y"@sv .', ENTRY_GRAPHS + "z")
    assert set(surroundings.of(entry)) - before == set(triples('project:y dcterms:title "Y"@sv .'))
    surroundings.forget()
    assert set(surroundings.of(entry)) == set(neighbourhood(graph, entry))


def test_what_many_entries_point_to_stays_known_while_others_are_forgotten(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.work.neighbourhood._REMEMBERED", 4)
    graph = ox.Store()
    graph.extend(store)
    add(graph, " ".join(f"actor:b{number} a sam:Organisation ." for number in range(12)), REGISTER_GRAPHS + "own")
    surroundings = Surroundings(graph)
    first, seen = triples(ENTRY), set()
    for number in range(12):
        other = triples(f":q{number} sam:actor actor:b{number} .")
        assert set(surroundings.of(other)) == set(neighbourhood(graph, other))
        seen = set(surroundings.of(first))
    assert seen == set(neighbourhood(graph, first))
    add(graph, 'actor:a skos:prefLabel "New"@sv . actor:b0 skos:prefLabel "New"@sv .', ENTRY_GRAPHS + "z")
    assert set(surroundings.of(first)) == seen, "it was never looked up again"
    assert iri("actor:b0") in {triple.subject for triple in surroundings.of(triples(":q sam:actor actor:b0 ."))}
    surroundings.drop([iri("actor:a")])
    assert set(surroundings.of(first)) == set(neighbourhood(graph, first)) != seen


def test_what_nothing_was_told_of_is_looked_up_again_when_something_is(store: ox.Store) -> None:
    graph = ox.Store()
    graph.extend(store)
    surroundings, entry = Surroundings(graph), triples(":q sam:actor actor:later ; sam:place place:later .")
    before = set(surroundings.of(entry))
    add(graph, "actor:later a sam:Organisation . place:later a sam:Municipality .", REGISTER_GRAPHS + "own")
    assert set(surroundings.of(entry)) == before, "it was not looked up again"
    surroundings.drop([iri("actor:later")])
    assert set(surroundings.of(entry)) - before == set(triples("actor:later a sam:Organisation ."))
    surroundings.forget()
    assert set(surroundings.of(entry)) == set(neighbourhood(graph, entry))
