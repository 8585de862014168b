import time

import pyoxigraph as ox
import pytest
from kg_help import add, iri, store_of

from kg.disk.nameindex import NameIndex
from kg.terms import ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.naming import names_in
from kg.work.similar import similar


def pairs(*actors: str) -> list[tuple[str, str, str]]:
    """Return the doubles among actors a, b …, each told by its properties."""
    body = " ".join(f"actor:{chr(97 + place)} a sam:Organisation ; {told} ." for place, told in enumerate(actors))
    store = store_of(body, REGISTER_GRAPHS + "own")
    add(
        store, "sam:Organisation rdfs:subClassOf sam:Actor . sam:ActorGroup rdfs:subClassOf sam:Actor .", ONTOLOGY_GRAPH
    )
    found = similar(NameIndex.in_memory(names_in(store)), store)
    return [(double.iri.rpartition("/")[2], double.other.rpartition("/")[2], double.reason) for double in found]


def named(name: str, more: str = "") -> str:
    return f'skos:prefLabel "{name}"@sv{" ; " + more if more else ""}'


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            named("Ett", 'dcterms:identifier "556016-0680"'),
            named("Annat", 'dcterms:identifier "5560160680"'),
            "same-number",
        ),
        (named("Alfa Skola"), named("ALFA  skola"), "same-name"),
        (named("Café Elit"), named("Cafe-Elit"), "same-name"),
        (named("Alfa Konsult"), named("Alfa Konsult AB"), "form"),
        (named("Lärcentrum Malung"), named("Malung lärcentrum"), "form"),
        (named("Arbetsförmedlingen Falun"), named("Arbetsförmedlingen i Falun"), "form"),
        (named("Arbetsförmedlingen Falun"), named("Arbetsförmedligen Falun"), "spelling"),
        (named("Hedemora"), named("Hedemorra"), "spelling"),
        (named("Beta", 'skos:altLabel "Alfa skola"@sv'), named("Alfa Skola"), "other-name"),
        (named("Beta", 'sam:formerName "Alfa skola"@sv'), named("Alfa Skola"), "former-name"),
        (named("Alfa", "sam:place place:x"), named("Alfa AB", "sam:place place:x"), "form"),
    ],
)
def test_two_that_may_be_one_are_told_with_the_reason(one: str, other: str, reason: str) -> None:
    assert pairs(one, other) == [("a", "b", reason)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (named("Region Skåne"), named("Region Halland")),
        (named("Alfa AB"), named("Beta AB")),
        (named("Ett", 'skos:altLabel "GR"@sv'), named("Två", 'skos:altLabel "GR"@sv')),
        (named("Skola 1 Falun"), named("Skola 2 Falun")),
        (named("Mora"), named("Nora")),
        # What is known keeps them apart.
        (named("Alfa", 'dcterms:identifier "556016-0680"'), named("Alfa", 'dcterms:identifier "212000-0142"')),
        (named("Habo kommun", "sam:place place:habo-0643"), named("Håbo kommun", "sam:place place:habo-0305")),
        (named("Gotland", "sam:place place:g ; org:classification actor-kind:region"),
         named("Gotlands", "sam:place place:g ; org:classification actor-kind:county-administrative-board")),
        (named("Vuxenutbildningen", "org:unitOf actor:x"), named("Vuxenutbildningen", "org:unitOf actor:y")),
        (named("Verket"), named("Verkett", "org:unitOf actor:a")),
        (named("Gamla verket"), named("Gamla verkett", "dcterms:replaces actor:a")),
        # Nobody knows who they are.
        (named("Alfa", "a sam:ActorGroup"), named("Alfa")),
    ],
)  # fmt: skip
def test_two_that_are_not_one_are_not_told(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_an_actor_in_doubt_is_left_out() -> None:
    doubt = ":f sam:findingKind finding-kind:actor-unresolved ; sam:about :p . :p sam:actor actor:a"
    assert pairs(named("Lärcentrum"), f"{named('Lärcentrum')} . {doubt}") == []


def test_the_strongest_reason_comes_first_and_a_pair_once() -> None:
    number = 'dcterms:identifier "556016-0680"'
    found = pairs(
        named("Alfa", number), named("Alfa", number), named("Alfa AB"), named("Omegaskolan"), named("Ommegaskolan")
    )
    assert found == [
        ("a", "b", "same-number"), ("a", "c", "form"), ("b", "c", "form"), ("d", "e", "spelling"),
    ]  # fmt: skip


def test_the_repositorys_own_actors_are_no_doubles(graph: ox.Store) -> None:
    assert similar(NameIndex.in_memory(names_in(graph)), graph) == []


def test_no_pair_is_told_of_very_many_of_one_word(graph: ox.Store) -> None:
    store = ox.Store()
    store.bulk_extend(graph)
    add(
        store,
        " ".join(
            f'actor:n{number} a sam:Organisation ; skos:prefLabel "Nummer {number} AB"@sv .' for number in range(3000)
        ),
        REGISTER_GRAPHS + "many",
    )
    began = time.perf_counter()
    assert similar(NameIndex.in_memory(names_in(store)), store) == []
    assert time.perf_counter() - began < 20
    assert next(store.quads_for_pattern(iri("actor:n1"), None, None))
