import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.work.near import MOST, nearest

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
