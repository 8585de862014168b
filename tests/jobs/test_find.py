import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import Run, iri, store_of

from kg.disk.store import read_version
from kg.disk.texts import FILE
from kg.disk.workspace import Workspace
from kg.errors import ParameterError
from kg.jobs.find import Hit, find
from kg.work.near import folded

pytest_plugins = ["kg_conftest"]

DATA = """
place:alvdalen a sam:Municipality, sam:Place ; skos:prefLabel "Älvdalen"@sv ; skos:notation "2039" .
actor:alvdalens-kommun a sam:Organisation, sam:Actor ; skos:prefLabel "Älvdalens kommun"@sv .
actor:vux a sam:OrganisationalUnit, sam:Actor ; skos:prefLabel "Vuxenutbildningen i Älvdalen"@sv ;
  skos:altLabel "Vux"@sv .
actor:malung a sam:Organisation, sam:Actor ; skos:prefLabel "Malung-Sälens kommun"@sv ;
  sam:formerName "Malungs kommun"@sv .
project:x a sam:Project ; dcterms:title "Alfa"@sv, "Alpha"@en ; dcterms:description "Ett projekt i Älvdalen."@sv .
:p sam:actor actor:malung ; sam:statedAs "Malung/Älvdalens lärcentrum" .
role:owner a skos:Concept ; skos:prefLabel "projektägare"@sv .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(DATA)


def hits(store: ox.Store, text: str, limit: int = 20) -> list[str]:
    return [hit.iri for hit in find(store, text, limit)]


def test_the_best_is_first_whole_names_then_beginnings_then_parts_then_other_texts(store: ox.Store) -> None:
    assert hits(store, "älvdalen") == [
        iri(name).value
        for name in ("place:alvdalen", "actor:alvdalens-kommun", "actor:vux", "actor:malung", "project:x")
    ]


@pytest.mark.parametrize("text", ["ALVDALEN", "älvdalen", "Älvdalen", "  alvdalen ", "a\u0308lvdalen"])
def test_case_accents_and_blanks_do_not_matter(store: ox.Store, text: str) -> None:
    assert hits(store, text)[0] == iri("place:alvdalen").value
    assert len(hits(store, text)) == 5


def test_a_hit_tells_kind_name_and_the_text_that_matched(store: ox.Store) -> None:
    assert find(store, "malungs") == [
        Hit(iri("actor:malung").value, "Organisation", "Malung-Sälens kommun", "Malungs kommun")
    ]
    assert find(store, "vux", 1) == [
        Hit(iri("actor:vux").value, "OrganisationalUnit", "Vuxenutbildningen i Älvdalen", "Vux")
    ]
    assert find(store, "2039")[0].iri == iri("place:alvdalen").value
    assert find(store, "lärcentrum")[0].text == "Malung/Älvdalens lärcentrum"


def test_if_nothing_holds_the_text_names_near_it_are_told(store: ox.Store) -> None:
    assert hits(store, "Älvdahlen")[0] == iri("place:alvdalen").value


def test_what_is_like_nothing_is_not_found(store: ox.Store) -> None:
    assert find(store, "qqqqqqq") == []


def test_no_more_are_told_than_asked_for(store: ox.Store) -> None:
    assert hits(store, "älvdalen", 2) == hits(store, "älvdalen")[:2]


def test_a_thing_is_told_once(store: ox.Store) -> None:
    assert hits(store, "alfa") == [iri("project:x").value]


@given(st.text(max_size=12).filter(folded))
def test_any_text_is_found_or_not(text: str) -> None:
    store = store_of(DATA)
    found = find(store, text, 3)
    assert len(found) <= 3
    if len(folded(text)) > 1 and folded(text) in "alvdalens kommun":
        assert iri("actor:alvdalens-kommun").value in hits(store, text)


def test_folding() -> None:
    assert folded("  ÅÄÖ\n é ß ") == "aao e ss"
    assert folded("A\u030a") == folded("Å")


def test_real_names_are_found(graph: ox.Store) -> None:
    assert hits(graph, "hedemora larcentrum")[0] == iri("actor:hedemora-larcentrum").value
    assert hits(graph, "tre-m")[0] == iri("project:tre-m").value


@pytest.mark.parametrize("text", ["", "  ", "\u0301"])
def test_nothing_to_look_for_is_told(text: str) -> None:
    with pytest.raises(ParameterError, match="nothing to look for"):
        find(store_of(DATA), text)


def test_a_large_store_keeps_its_texts(built: Workspace, kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = read_version(built.store).place / FILE
    before = kg("find", "västerbotten", "--json")
    assert not path.exists() and "gathered" not in before.stderr
    monkeypatch.setattr("kg.jobs.find.WORTH", 100)
    try:
        first, second = kg("find", "västerbotten", "--json"), kg("find", "västerbotten", "--json")
        assert path.exists()
        assert "gathered" in first.stderr and "gathered" not in second.stderr
        assert before.stdout == first.stdout == second.stdout != ""
        assert kg("find", "vesterboten").stdout == kg("find", "vesterboten", store=built.store).stdout
    finally:
        path.unlink(missing_ok=True)
