import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import FIXTURES, lines_of, solutions, store_of

from kg.work.tables import Table, as_csv, as_json, as_text, columns_of, safe_cell, short_iri, shown

CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
TABLE = st.lists(st.tuples(CELL, CELL), max_size=5).map(lambda rows: Table(("one", "two"), tuple(rows)))
LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("line", lines_of(FIXTURES / "values" / "formulas.txt"))
def test_a_cell_that_begins_like_a_formula_is_shown_as_text(line: str) -> None:
    assert safe_cell(line) == "'" + line


@pytest.mark.parametrize("cell", ["\t=1+1", "\r=1+1", "=1\n+1"])
def test_white_space_does_not_hide_a_formula(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell", ["", "a", "250", "-250", "-0.5", "0.4", "2012-01-01", "a=b", "Ulla @ work", "'", "1+1"]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


@given(st.text())
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(cell: str) -> None:
    safe = safe_cell(cell)
    assert safe in (cell, "'" + cell)
    if safe.startswith(LIKE_FORMULAS):
        float(safe)


@given(TABLE, st.sampled_from([",", "\t", ";"]))
def test_csv_is_read_back_cell_by_cell(table: Table, delimiter: str) -> None:
    text = as_csv(table, delimiter)
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [
        list(table.columns), *([safe_cell(cell) for cell in row] for row in table.rows),
    ]  # fmt: skip


def test_csv_lines_end_in_a_line_feed_and_cells_are_quoted_where_they_must() -> None:
    table = columns_of([["Orsa lärcentrum, AME", 'say "hej"'], ["two\nlines", ""]], "name", "note")
    assert as_csv(table) == 'name,note\n"Orsa lärcentrum, AME","say ""hej"""\n"two\nlines",\n'


@given(TABLE)
def test_json_is_an_object_a_row(table: Table) -> None:
    assert json.loads(as_json(table)) == [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_json_keeps_the_letters() -> None:
    assert "Älvdalen" in as_json(columns_of([["Älvdalen"]], "name"))


def test_a_table_is_drawn_with_numbers_to_the_right() -> None:
    text = as_text(columns_of([["Falun", "1"], ["Ö", "-250"], ["Å", ""]], "name", "count"))
    assert text == (
        "┌───────┬───────┐\n"
        "│ name  │ count │\n"
        "├───────┼───────┤\n"
        "│ Falun │     1 │\n"
        "│ Ö     │  -250 │\n"
        "│ Å     │       │\n"
        "└───────┴───────┘"
    )


def test_letters_with_loose_accents_take_no_more_room() -> None:
    loose = as_text(columns_of([["A\u030angermanland"]], "name"))
    assert loose == as_text(columns_of([["Ångermanland"]], "name"))


@pytest.mark.parametrize("width", [40, 60, 79, 120])
def test_a_table_is_no_wider_than_the_terminal(width: int) -> None:
    rows = [["Arbetsförmedlingen " * 5, "x", "250", "Sverige " * 20], ["a", "b", "1", "ett-mycket-långt-ord" * 5]]
    lines = as_text(columns_of(rows, "name", "kind", "count", "text"), width).splitlines()
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines[0]) <= width
    drawn = "".join(lines).replace(" ", "").replace("│", "")
    for cell in rows[0]:
        for word in cell.split():
            assert word[0] in drawn


def test_a_narrow_terminal_breaks_no_word_of_a_short_column() -> None:
    text = as_text(columns_of([["Falun", "text " * 50]], "name", "text"), 40)
    assert "│ Falun │" in text


def test_a_table_without_rows_has_its_head() -> None:
    assert "│ name │" in as_text(Table(("name",), ()), 40)
    assert as_csv(Table(("name",), ())) == "name\n"
    assert as_json(Table(("name",), ())) == "[]"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://w3id.org/samverkan/id/project/tre-m#goal-1", "project:tre-m#goal-1"),
        ("https://w3id.org/samverkan/codes/role/owner", "owner"),
        ("https://w3id.org/samverkan/codes/role", "https://w3id.org/samverkan/codes/role"),
        ("https://w3id.org/samverkan/graph/entry/tre-m", "entry:tre-m"),
        ("http://purl.org/dc/terms/title", "dcterms:title"),
        ("https://example.org/x", "https://example.org/x"),
        ("https://w3id.org/samverkan/ns#", "https://w3id.org/samverkan/ns#"),
    ],
)
def test_an_iri_is_shown_short(iri: str, expected: str) -> None:
    assert short_iri(iri) == expected


def test_terms_are_shown_as_a_person_reads_them() -> None:
    assert shown(None) == ""
    assert shown(ox.Literal("å", language="sv")) == "å"
    assert shown(ox.Literal(5)) == "5"
    assert shown(ox.BlankNode("b")) == "_:b"


def test_an_answer_becomes_a_table_with_short_or_whole_names() -> None:
    store = store_of('project:a dcterms:title "Alfa"@sv ; sam:status status:granted .')
    query = "SELECT ?p ?title ?status ?none { ?p dcterms:title ?title ; sam:status ?status }"
    assert Table.of(solutions(store, query)) == Table(
        ("p", "title", "status", "none"), (("project:a", "Alfa", "granted", ""),)
    )
    whole = ("https://w3id.org/samverkan/id/project/a", "Alfa", "https://w3id.org/samverkan/codes/status/granted", "")
    assert Table.of(solutions(store, query), short=False).rows == (whole,)
