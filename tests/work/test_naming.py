import pyoxigraph as ox
import pytest
from kg_help import add, iri, store_of

from kg.disk.nameindex import Name, NameSet, Thing
from kg.terms import ENTRY_GRAPHS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.naming import families_of, names_in

ONTOLOGY = """sam:Organisation rdfs:subClassOf sam:Actor . sam:ActorGroup rdfs:subClassOf sam:Actor .
  sam:Municipality rdfs:subClassOf sam:Place . sam:Goal rdfs:subClassOf sam:Thing ."""
X, REGISTER = ENTRY_GRAPHS + "x", REGISTER_GRAPHS + "r"


def store(entry: str, register: str = "") -> ox.Store:
    made = store_of(entry, X)
    add(made, register, REGISTER)
    add(made, ONTOLOGY, ONTOLOGY_GRAPH)
    return made


def texts(named: NameSet, what: str = "") -> set[tuple[str, str]]:
    return {(name.iri.rpartition("/")[2], name.text) for name in named.names if what in ("", name.what)}


def test_each_kind_of_name_is_told() -> None:
    named = names_in(
        store("""actor:a a sam:Organisation ; skos:prefLabel "Ett"@sv, "One"@en ; skos:altLabel "E"@sv ;
      sam:formerName "Noll"@sv ; dcterms:identifier "232100-0230" ; dcterms:description "no name"@en .""")
    )
    actor = ("https://w3id.org/samverkan/id/actor/a", "sam:Actor", "sam:Organisation")
    assert named.things == (Thing(*actor, X),)
    assert set(named.names) == {
        Name(*actor, "label", "sv", "Ett", X),
        Name(*actor, "label", "en", "One", X),
        Name(*actor, "other", "sv", "E", X),
        Name(*actor, "former", "sv", "Noll", X),
        Name(*actor, "identifier", "", "232100-0230", X),
    }
    assert named.doubts == ()


def test_a_thing_is_of_its_narrowest_class_even_if_the_wider_is_stated_too() -> None:
    found = names_in(store("place:a a sam:Place, sam:Municipality . place:b a sam:Place . :goal a sam:Goal ."))
    assert {(thing.iri.rpartition("/")[2], thing.kind, thing.family) for thing in found.things} == {
        ("a", "sam:Municipality", "sam:Place"), ("b", "sam:Place", "sam:Place"),
    }  # fmt: skip


def test_the_classes_come_from_the_ontology_the_main_ones_last() -> None:
    found = list(families_of(store("")).items())
    assert (iri("sam:Organisation").value, "sam:Actor") in found[:3]
    assert {name for name, _ in found[-5:]} == {
        iri(f"sam:{name}").value for name in ("Project", "Actor", "Place", "Initiative", "SourceDocument")
    }


FINDING = """:f a sam:Finding ; sam:findingKind finding-kind:{kind} ; sam:about :p .
  :p a sam:Participation ; sam:actor actor:a ; sam:statedAs "Centrumet" ."""


@pytest.mark.parametrize(
    ("kind", "classified", "doubted"),
    [
        ("actor-unresolved", True, True),
        ("generic-actor", True, True),
        ("name-ambiguous", False, True),
        ("name-ambiguous", True, False),
        ("name-misspelt", False, False),
    ],
)
def test_an_actor_that_a_finding_says_nobody_knows_is_in_doubt(kind: str, classified: bool, doubted: bool) -> None:
    kind_of_actor = "; org:classification actor-kind:company" if classified else ""
    register = f'actor:a a sam:Organisation ; skos:prefLabel "A"@sv {kind_of_actor} .'
    named = names_in(store(FINDING.format(kind=kind), register))
    assert named.doubts == (((iri("actor:a").value, X),) if doubted else ())
    assert texts(named, "stated") == ({("a", "Centrumet")} if doubted else set())


def test_an_actor_in_an_entry_under_the_name_of_its_project_is_in_doubt() -> None:
    named = names_in(store("actor:x-centrum a sam:Organisation . actor:xcentrum a sam:Organisation ."))
    assert named.doubts == ((iri("actor:x-centrum").value, X),)


def test_an_actor_under_a_projects_name_in_a_register_is_not_in_doubt() -> None:
    assert names_in(store("", "actor:x-centrum a sam:Organisation .")).doubts == ()


def test_a_group_is_found_by_the_name_a_document_uses() -> None:
    named = names_in(store('actor:g a sam:ActorGroup . :p sam:actor actor:g ; sam:statedAs "alla", "samtliga" .'))
    assert texts(named, "stated") == {("g", "alla"), ("g", "samtliga")}
    assert named.doubts == ()


@pytest.mark.parametrize(("kind", "seated"), [("municipality", True), ("region", True), ("company", False)])
def test_the_authority_of_a_place_is_found_by_the_names_of_the_place(kind: str, seated: bool) -> None:
    named = names_in(store(
        f"actor:a a sam:Organisation ; org:classification actor-kind:{kind} ; sam:place place:p .",
        'place:p a sam:Municipality ; skos:prefLabel "Luleå"@sv ; skos:altLabel "Luleå kommun"@sv .',
    ))  # fmt: skip
    assert texts(named, "seat") == ({("a", "Luleå"), ("a", "Luleå kommun")} if seated else set())


def test_one_graph_alone_can_be_asked_and_the_rest_looked_up() -> None:
    made = store(FINDING.format(kind="actor-unresolved"), 'actor:a a sam:Organisation ; skos:prefLabel "A"@sv .')
    named = names_in(made, ox.NamedNode(X))
    assert [(thing.iri.rpartition("/")[2], thing.graph) for thing in named.things] == [("a", REGISTER)]
    assert texts(named) == {("a", "Centrumet")}


def test_every_thing_of_the_real_graph_that_is_called_something_is_told(graph: ox.Store) -> None:
    named = names_in(graph)
    known = {thing.iri for thing in named.things}
    assert {name.iri for name in named.names} <= known
    assert len(known) > 1000
    assert iri("actor:tre-m-larcentrum").value in {doubted for doubted, _ in named.doubts}
    assert not {iri(f"actor:{name}").value for name in ("hedemora-larcentrum", "arbetsformedlingen", "falu-kommun")} & {
        doubted for doubted, _ in named.doubts
    }
