import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.nameindex import Name, NameIndex, NameSet, Thing
from kg.disk.spelling import words
from kg.work.near import LIKE, MOST, likeness, near_names, nearest, says_little

NAMES = ["Hedemora", "Härnösand", "Arbetsförmedlingen Falun", "Arbetsförmedlingen Hedemora", "Region Dalarna"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("Hedemorra", "Hedemora"),
        ("hedemora", "Hedemora"),
        ("Arbetsförmedligen Falun", "Arbetsförmedlingen Falun"),
        ("Falun Arbetsförmedlingen", "Arbetsförmedlingen Falun"),
        ("region dalarne", "Region Dalarna"),
    ],
)
def test_the_name_that_was_meant_is_first(wrong: str, meant: str) -> None:
    assert nearest(wrong, NAMES)[0] == meant


@pytest.mark.parametrize("name", ["", "xyz", "!!!", "会社"])
def test_nothing_is_near_what_is_like_nothing(name: str) -> None:
    assert nearest(name, NAMES) == []


def test_no_more_than_three_are_told_each_once() -> None:
    assert nearest("name", ["name 1", "name 2", "name 3", "name 4", "name 1"]) == ["name 1", "name 2", "name 3"]


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert nearest("Hedemora", []) == []


@given(st.text(), st.lists(st.text(max_size=20), max_size=8))
def test_only_known_names_are_told_and_the_order_of_the_known_does_not_matter(name: str, known: list[str]) -> None:
    found = nearest(name, known)
    assert len(found) <= MOST
    assert set(found) <= set(known)
    assert nearest(name, reversed(known)) == found


@pytest.mark.parametrize("name", ["!!!", "?", "\udcff"])
def test_a_name_without_letters_is_not_near_another(name: str) -> None:
    assert nearest(name, ["%", "–"]) == []


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Hedemorra", "Hedemora"),
        ("Lärcentrum Hedemora", "Hedemora Lärcentrum"),
        ("Hedemora Lär Centrum AB", "Hedemora lärcentrum"),
        ("Göteborg stad", "Göteborgs stad"),
        ("Göteborgsregionens kommunalförb", "Göteborgsregionens kommunalförbund"),
    ],
)
def test_names_are_alike_that_differ_in_a_slip_word_order_or_form(asked: str, known: str) -> None:
    assert LIKE < likeness(words(asked), words(known), {}) <= 1


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("Region Skåne", "Region Halland"),
        ("Alfa Konsult AB", "Beta Konsult AB"),
        ("Skola 1", "Skola 2"),
        ("AF", "FK"),
        ("", "Region"),
        ("Region", ""),
        ("Ett två tre", "Fyra fem sex"),
    ],
)
def test_names_are_not_alike_that_each_have_a_word_of_their_own(asked: str, known: str) -> None:
    assert likeness(words(asked), words(known), {"region": 0.5, "konsult": 0.5, "skola": 0.5}) < LIKE


@given(st.text(), st.text())
def test_likeness_is_the_same_either_way_and_whole_for_the_same(one: str, other: str) -> None:
    first, second = words(one), words(other)
    assert likeness(first, second, {}) == pytest.approx(likeness(second, first, {}))
    assert likeness(first, second, {}) <= 1
    assert likeness(first, first, {}) == pytest.approx(1 if first else 0)


def test_the_likeliest_thing_comes_first_and_each_once() -> None:
    names = NameIndex.in_memory(index_of("Arbetsförmedlingen", "Arbetsförmedlingen Falun", "Arbetsförmedlingen Mora"))
    found = near_names(names, "Arbetsförmedligen Falun", ("sam:Actor",))
    assert [like.name.text for like in found] == ["Arbetsförmedlingen Falun"]
    assert near_names(names, "!!!", ("sam:Actor",)) == []
    assert near_names(names, "Arbetsförmedligen Falun", ("sam:Place",)) == []


@pytest.mark.parametrize(("word", "little"), [("AB", True), ("och", True), ("Sveriges", True), ("Falun", False)])
def test_forms_and_small_words_say_little(word: str, little: bool) -> None:
    assert says_little(word) is little


def index_of(*names: str) -> NameSet:
    """Return actors of these names."""
    things = [Thing(name, "sam:Actor", "sam:Organisation", "g") for name in names]
    return NameSet(things, [Name(name, "sam:Actor", "sam:Organisation", "label", "sv", name, "g") for name in names])
