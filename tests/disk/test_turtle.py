import random
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import triples, typed
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.disk.turtle import sort_key, write_trig, write_turtle
from kg.errors import InputError
from kg.terms import ID, PREFIXES, XSD

TEXT = st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet="\"'\\\n\r\t a\x00\u2028å", max_size=12)
LOCAL = st.text(alphabet="abz09-_./#:%2Cåé~!$&'()*+,;=@?", max_size=10)
IRIS = st.builds(lambda space, local: space + local, st.sampled_from(sorted(PREFIXES.values())), LOCAL)
NODES = IRIS.filter(lambda text: text.count("#") < 2 and "%" not in text.replace("%2C", "")).map(ox.NamedNode)
PLAIN = st.builds(ox.Literal, TEXT)
LANGUAGE = st.builds(
    lambda text, tag: ox.Literal(text, language=tag), TEXT, st.sampled_from(["sv", "en", "de-at", "fi"])
)
TYPED = st.one_of(
    st.integers().map(lambda number: typed(str(number), "integer")),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(lambda number: typed(f"{number:f}", "decimal")),
    st.booleans().map(lambda truth: typed(str(truth).lower(), "boolean")),
    st.dates().map(lambda day: typed(day.isoformat(), "date")),
    st.dates().map(lambda day: typed(day.isoformat()[:4], "gYear")),
    st.dates().map(lambda day: typed(day.isoformat()[:7], "gYearMonth")),
    TEXT.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://example.org/own#type"))),
)
TRIPLES = st.lists(st.builds(ox.Triple, NODES, NODES, NODES | PLAIN | LANGUAGE | TYPED), max_size=12)


def parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def body(text: str) -> str:
    """Return what is written after the prefixes."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("@prefix")).lstrip("\n")


@given(TRIPLES)
def test_what_is_written_is_what_was_given(given_triples: list[ox.Triple]) -> None:
    assert set(parsed(write_turtle(given_triples))) == set(given_triples)


@given(TRIPLES)
def test_what_is_read_is_written_as_it_stands(given_triples: list[ox.Triple]) -> None:
    text = write_turtle(given_triples)
    assert write_turtle(parsed(text)) == text


@given(TRIPLES, st.randoms(use_true_random=False))
def test_order_and_doubles_do_not_matter(given_triples: list[ox.Triple], chance: random.Random) -> None:
    shuffled = given_triples * 2
    chance.shuffle(shuffled)
    assert write_turtle(shuffled) == write_turtle(given_triples)


@given(TRIPLES)
def test_the_own_prefix_changes_the_names_only(given_triples: list[ox.Triple]) -> None:
    text = write_turtle(given_triples, own=f"{ID}project/")
    assert set(parsed(text)) == set(given_triples)


@given(st.lists(st.builds(ox.Quad, NODES, NODES, NODES | LANGUAGE | TYPED, NODES), max_size=12))
def test_trig_keeps_each_statement_in_its_graph(quads: list[ox.Quad]) -> None:
    text = write_trig(quads)
    assert set(ox.parse(text.encode(), format=ox.RdfFormat.TRIG)) == set(quads)
    assert write_trig(reversed(quads)) == text


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("abc", "integer"),
        ("1 . <http://a/s> <http://a/p> 2", "integer"),
        (" 5", "integer"),
        ("5.", "decimal"),
        ("1.5e3", "decimal"),
        ("TRUE", "boolean"),
    ],
)
def test_text_that_is_no_number_is_quoted(value: str, datatype: str) -> None:
    given_triples = [ox.Triple(ox.NamedNode("http://a/s"), ox.NamedNode("http://a/p"), typed(value, datatype))]
    try:
        found = parsed(write_turtle(given_triples))
    except SyntaxError:
        found = []
    assert found == given_triples


def test_a_boolean_of_digits_stays_a_boolean() -> None:
    given_triples = [ox.Triple(ox.NamedNode("http://a/s"), ox.NamedNode("http://a/p"), typed("1", "boolean"))]
    assert parsed(write_turtle(given_triples)) == given_triples


def test_a_file_opens_with_the_prefixes_that_it_uses_and_no_others() -> None:
    text = write_turtle(triples("project:x a sam:Project ; sam:role role:owner ; sam:start '2018'^^xsd:gYear ."))
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == [
        "project:", "role:", "sam:", "xsd:",
    ]  # fmt: skip


def test_the_header_comes_first() -> None:
    assert write_turtle(triples("project:x a sam:Project ."), header="# One.\n# Two.\n").startswith(
        "# One.\n# Two.\n\n@prefix project: "
    )


def test_nothing_is_written_as_nothing() -> None:
    assert write_turtle([]) == ""
    assert write_turtle([], header="# A register to come.\n") == "# A register to come.\n"


def test_numbers_in_names_are_in_counting_order() -> None:
    goals = " ".join(f":goal-{number} a sam:Goal ." for number in (10, 9, 1, 100, 2))
    text = write_turtle(triples(goals), own=f"{ID}project/x#")
    assert [line.split()[0] for line in text.splitlines() if " a " in line] == [
        ":goal-1", ":goal-2", ":goal-9", ":goal-10", ":goal-100",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2))
def test_sort_key_orders_numbers_as_numbers(pairs: list[tuple[int, int]]) -> None:
    names = [f"a-{one}-{two}" for one, two in pairs]
    assert sorted(names, key=sort_key) == [f"a-{one}-{two}" for one, two in sorted(pairs)]


@given(st.text(), st.text())
def test_sort_key_tells_any_two_texts_apart(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) is (one == other)
    assert (sort_key(one) < sort_key(other)) is not (sort_key(other) <= sort_key(one))


def by_parts(text: str) -> list[tuple[int, int, str, str]]:
    """Return what a key stands for: letters as they are, numbers before them by value, more zeros first."""
    return [
        (0, len(part.lstrip("0")), part.lstrip("0"), part) if part.isdecimal() else (1, 0, "", part)
        for part in re.split(r"([0-9]+)", text)
        if part
    ]


@given(st.text("019a-.å", max_size=8), st.text("019a-.å", max_size=8))
def test_sort_key_orders_as_the_parts_of_the_names_do(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) is (by_parts(one) < by_parts(other))


@given(st.text())
def test_a_key_can_be_laid_down_on_disk(text: str) -> None:
    key = sort_key(text.encode("utf-8", "replace").decode())
    assert key.encode("utf-8").decode("utf-8") == key


def test_a_name_of_many_digits_can_be_sorted() -> None:
    assert sort_key("1" * 5000) < sort_key("2" * 5000)


def test_the_entry_and_the_project_come_first_and_evidence_last() -> None:
    text = write_turtle(
        triples(""":lines-3 a sam:Evidence . :finding-a a sam:Finding . :goal-1 a sam:Goal .
                   actor:x a sam:Organisation .
                   :participation-a a sam:Participation . project:x a sam:Project . entry:x a sam:Entry ."""),
        own=f"{ID}project/x#",
    )
    assert [line.split()[0] for line in body(text).splitlines() if line] == [
        "entry:x", "project:x", ":participation-a", ":goal-1", ":finding-a", ":lines-3", "actor:x",
    ]  # fmt: skip


def test_within_a_thing_the_type_is_first_then_names_and_the_evidence_last() -> None:
    text = write_turtle(
        triples("""project:x sam:evidence :lines-3 ; dcterms:description "b"@sv ; sam:start "2018"^^xsd:gYear ;
                   dcterms:title "a"@sv ; a sam:Project ."""),
        own=f"{ID}project/x#",
    )
    assert body(text) == (
        "project:x a sam:Project ;\n"
        '  dcterms:title "a"@sv ;\n'
        '  sam:start "2018"^^xsd:gYear ;\n'
        '  dcterms:description "b"@sv ;\n'
        "  sam:evidence :lines-3 .\n"
    )


def test_swedish_comes_before_english_and_english_before_the_rest() -> None:
    text = write_turtle(triples('place:x skos:prefLabel "z"@sv, "b"@en, "a"@fi .'))
    assert body(text) == 'place:x skos:prefLabel "z"@sv, "b"@en, "a"@fi .\n'


def test_long_lists_of_values_are_broken_one_a_line() -> None:
    places = [f"place:{letter * 30}" for letter in "abcd"]
    text = write_turtle(triples(f"project:x sam:place {', '.join(places)} ."))
    assert body(text) == "project:x sam:place\n    " + " ,\n    ".join(places) + " .\n"


NESTED = st.recursive(
    st.sampled_from(["1", '"a"@sv', "sam:x", "[]", "rdf:nil"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"( {' '.join(items)} )")
        | st.lists(inner, min_size=1, max_size=3, unique=True).map(
            lambda items: f"[ sam:a {', '.join(items)} ; a sam:B ]"
        )
    ),
    max_leaves=8,
)


@given(st.lists(NESTED, min_size=1, max_size=3))
def test_lists_and_nodes_without_a_name_are_written_where_they_are_used(objects: list[str]) -> None:
    given_triples = triples("".join(f"samsh:s{number} sam:p {text} . " for number, text in enumerate(objects)))
    text = write_turtle(given_triples)
    before, after = Graph(), Graph()
    before.parse(data=ox.serialize(given_triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    after.parse(data=text, format="turtle")
    assert isomorphic(before, after)
    assert "_:" not in text
    assert write_turtle(parsed(text)) == text


@pytest.mark.parametrize(
    "text",
    ["_:a a sam:Project .", "project:x sam:p _:a . project:y sam:p _:a .", "_:a sam:p _:b . _:b sam:p _:a ."],
    ids=["alone", "used twice", "in a ring"],
)
def test_a_node_that_needs_a_name_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="without a name") as caught:
        write_turtle(triples(text))
    assert "utan namn" in caught.value.sv


def test_a_triple_about_a_triple_is_refused() -> None:
    with pytest.raises(InputError, match="a triple about a triple"):
        write_turtle(triples("project:x sam:p <<( project:x a sam:Project )>> ."))


ODD_LISTS = {
    "another property": "_:a rdf:first 1 ; rdf:rest rdf:nil ; rdfs:label 'lost' .",
    "two firsts": "_:a rdf:first 1, 2 ; rdf:rest rdf:nil .",
    "a named rest": "_:a rdf:first 1 ; rdf:rest sam:rest .",
    "no rest": "_:a rdf:first 1 .",
    "a shared rest": "_:a rdf:first 1 ; rdf:rest _:c . sam:t sam:p _:b . _:b rdf:first 2 ; rdf:rest _:c . "
    "_:c rdf:first 3 ; rdf:rest rdf:nil .",
}


@pytest.mark.parametrize("text", ODD_LISTS.values(), ids=ODD_LISTS.keys())
def test_an_odd_list_is_refused_or_written_whole(text: str) -> None:
    given_triples = triples(f"sam:s sam:p _:a . {text}")
    try:
        written = write_turtle(given_triples)
    except InputError:
        return
    before, after = Graph(), Graph()
    before.parse(data=ox.serialize(given_triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    after.parse(data=written, format="turtle")
    assert isomorphic(before, after)


def test_a_list_that_is_a_ring_is_refused() -> None:
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
import pyoxigraph as ox
from kg.disk.turtle import write_turtle
from kg.errors import InputError
text = b'''<{XSD}s> <{XSD}p> _:a . _:a <{PREFIXES["rdf"]}first> 1 ; <{PREFIXES["rdf"]}rest> _:b .
_:b <{PREFIXES["rdf"]}first> 2 ; <{PREFIXES["rdf"]}rest> _:b .'''
try:
    write_turtle(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
except InputError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "refused\n"
