import re

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from kg_help import FIXTURES, HEAD, lines_of

from kg.terms import BASE, CODES, PREFIXES, SCHEMES, code, compact, entry_graph, is_private, slug

NAMES = FIXTURES / "names"


@pytest.mark.parametrize("line", lines_of(NAMES / "slugs.txt"))
def test_a_name_becomes_its_slug(line: str) -> None:
    name, expected = line.split("\t")
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", *lines_of(NAMES / "not-slugs.txt")])
def test_a_name_without_letters_has_no_slug(name: str) -> None:
    with pytest.raises(ValueError, match="no letter or digit"):
        slug(name)


@given(st.text())
def test_a_slug_is_of_small_letters_digits_and_single_hyphens(name: str) -> None:
    try:
        result = slug(name)
    except ValueError:
        assert not re.search(r"[A-Za-z0-9åäöÅÄÖ]", name)
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", result)
    assert slug(result) == result


@given(st.text(alphabet="abcåäöÅÄÖéü 09-,/.", min_size=1))
def test_case_does_not_change_a_slug(name: str) -> None:
    assume(re.search(r"\w", name))
    assert slug(name.upper()) == slug(name.lower())


@pytest.mark.parametrize("line", lines_of(NAMES / "compact.txt"))
def test_an_iri_is_written_short_where_a_prefix_fits_a_plain_name(line: str) -> None:
    iri, expected = line.split("\t")
    assert compact(iri) == expected


@given(st.sampled_from(sorted(PREFIXES.values())), st.text(alphabet="abz09-_.#/å", max_size=8))
def test_what_is_written_short_is_the_same_iri_to_a_parser(namespace: str, local: str) -> None:
    iri = namespace + local
    assume(iri.count("#") < 2)
    (quad,) = ox.parse(f"{HEAD} {compact(iri)} a sam:Project .".encode(), format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(iri)


def test_codes_and_graphs_have_their_names() -> None:
    assert code("role", "co-financier") == BASE + "codes/role/co-financier"
    assert entry_graph("tre-m") == BASE + "graph/entry/tre-m"


@pytest.mark.parametrize(
    ("graph", "private"),
    [("private/contacts", True), ("private/tre-m", True), ("entry/private", False), ("privat", False)],
)
def test_only_the_private_graphs_are_private(graph: str, private: bool) -> None:
    assert is_private(f"{BASE}graph/{graph}") is private


def test_each_scheme_has_a_prefix_named_as_the_scheme() -> None:
    assert {scheme: PREFIXES[scheme] for scheme in SCHEMES} == {scheme: f"{CODES}{scheme}/" for scheme in SCHEMES}


def test_no_two_prefixes_stand_for_one_namespace() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
