import csv
import io
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES

from kg.disk.carriers.csv import MAX_ROW, MAX_UNCLOSED, CsvFile, open_csv, read_csv
from kg.disk.carriers.source import CarrierError
from kg.disk.written import Place, Text
from kg.errors import KgError, ParameterError

REFUSED = [
    path for path in sorted((FIXTURES / "carriers" / "refused").glob("csv-*")) if path.suffix in (".csv", ".tsv")
]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a list."""

    def text(content: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "lista.csv"
        path.write_bytes(content.encode(encoding))
        return path

    return text


def rows(file: CsvFile) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.values) for row in file]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_list_is_refused_with_its_line_in_both_languages(path: Path) -> None:
    en, sv = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    with pytest.raises(CarrierError) as caught:
        read_csv(path)
    assert (caught.value.en, caught.value.sv) == (f"{path}{en}", f"{path}{sv}")


def test_a_list_is_a_table_with_the_place_of_every_cell(write: Write) -> None:
    path = write("titel;start\r\nEtt;2024\r\n\r\n;\r\nTvå; 2025-01-02 \r\n")
    (table,) = read_csv(path)
    assert (table.name, table.place) == ("", Place(path))
    assert table.headings == (
        Text("titel", Place(path, 1, column="titel")),
        Text("start", Place(path, 1, column="start")),
    )
    assert table.rows == (
        (Text("Ett", Place(path, 2, column="titel")), Text("2024", Place(path, 2, column="start"))),
        (Text("Två", Place(path, 5, column="titel")), Text("2025-01-02", Place(path, 5, column="start"))),
    )
    assert table.rows[1][1].place.text("sv") == f"{path}: rad 5, kolumn start"


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"a,b";c\n"1,2";3\n', ";"),
        ("namn, kort;start, slut;x\nEtt;2024;1\nTvå;2025;2\n", ";"),
        ('a,b\n"x;y;z",2\n"x;y;z",3\n', ","),
        ("titel\nEtt; två\n", ";"),
        ("titel\n", ";"),
        ('a;b\n"rad\nsom, fortsätter, här";2\n', ";"),
        ("sep=|\na;b|c\n", "|"),
    ],
)
def test_the_delimiter_is_found_out(write: Write, content: str, delimiter: str) -> None:
    assert open_csv(write(content)).delimiter == delimiter


def test_the_delimiter_may_be_told(write: Write) -> None:
    file = open_csv(write("a;b,c\n1;2,3\n"), ",")
    assert rows(file) == [(2, ("1;2", "3"))]


@pytest.mark.parametrize("delimiter", [";;", '"', "\n", " ", "\ufeff"])
def test_a_delimiter_that_cannot_be_one_is_refused(write: Write, delimiter: str) -> None:
    with pytest.raises(ParameterError, match="the delimiter is one character"):
        open_csv(write("a;b\n"), delimiter)


def test_a_first_line_that_states_the_delimiter_is_no_heading(write: Write) -> None:
    file = open_csv(write("\ufeffsep=|\r\na|b\r\n1|2\r\n"))
    assert [heading.value for heading in file.headings] == ["a", "b"]
    assert (file.headings[0].place.line, rows(file)) == (2, [(3, ("1", "2"))])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_list_is_read_in_the_encodings_that_can_be_told(write: Write, encoding: str, ending: str) -> None:
    file = open_csv(write(f"titel;ägare{ending}Ett – två;“Åre”{ending}Tre;Öland{ending}", encoding))
    assert file.encoding == encoding
    assert [heading.value for heading in file.headings] == ["titel", "ägare"]
    assert rows(file) == [(2, ("Ett – två", "“Åre”")), (3, ("Tre", "Öland"))]


def test_a_list_can_be_gone_through_again(write: Write) -> None:
    file = open_csv(write("a;b\n1;2\n"))
    assert rows(file) == rows(file) == [(2, ("1", "2"))]


def test_line_breaks_and_delimiters_may_stand_in_quoted_values(write: Write) -> None:
    file = open_csv(write('a;b\n"ett\nmed; ""citat""\n";2\n3;4\n"";"5"\n'))
    assert rows(file) == [(2, ('ett\nmed; "citat"', "2")), (5, ("3", "4")), (6, ("", "5"))]


def test_a_space_may_stand_before_a_quoted_value(write: Write) -> None:
    assert rows(open_csv(write('a, b\n1, "x, y"\n'))) == [(2, ("1", "x, y"))]


def test_quotation_marks_within_a_value_are_text(write: Write) -> None:
    assert rows(open_csv(write('a;b\nProjektet "Ett";5" rör\n'))) == [(2, ('Projektet "Ett"', '5" rör'))]


@pytest.mark.parametrize("value", ["=1+1", "+46 70", "-1", "@SUM(1)"])
def test_what_looks_like_a_formula_is_text(write: Write, value: str) -> None:
    assert rows(open_csv(write(f"a;b\n{value};x\n"))) == [(2, (value, "x"))]


def test_a_short_row_says_how_much_it_lacks(write: Write) -> None:
    (row,) = open_csv(write("a;b;c\n1\n"))
    assert (row.values, row.missing, row.extra, row.problem) == (("1", "", ""), 2, (), None)
    assert [cell.value for cell in row.cells] == ["1", "", ""]


def test_a_long_row_says_so_and_shows_what_is_too_much(write: Write) -> None:
    first, second = open_csv(write("a;b\n1;2;3;;4;\n5;6\n"))
    assert (first.values, first.missing, first.extra) == (("1", "2"), 0, ("3", "", "4"))
    assert first.problem
    assert first.problem.reason_sv.startswith("raden har 5 värden, rubrikraden 2;")
    assert (second.values, second.problem) == (("5", "6"), None)


def test_empty_values_at_the_end_of_rows_are_not_too_much(write: Write) -> None:
    file = open_csv(write("a;b;;\n1;2;;;;\n"))
    assert len(file.headings) == 2
    assert [(row.values, row.problem) for row in file] == [(("1", "2"), None)]


def test_a_quotation_mark_that_is_not_closed_costs_one_row_only(write: Write) -> None:
    found = list(open_csv(write('a;b\n1;2\n"3;4\n5;6\n7;"8"\n9;10\n')))
    assert [row.line for row in found] == [2, 3, 4, 5, 6]
    assert [bool(row.problem) for row in found] == [False, True, False, False, False]
    assert found[1].problem
    assert found[1].problem.place.line == 3
    assert found[3].values == ("7", "8")


def test_too_many_of_them_are_given_up(write: Write) -> None:
    file = open_csv(write("a;b\n" + '"1;2\n' * 2 * (MAX_UNCLOSED + 1) + "x;y\n"))
    with pytest.raises(CarrierError, match="more than 100 rows with a quotation mark that is never closed"):
        list(file)


def test_a_quotation_mark_that_is_not_closed_is_looked_for_in_a_part_of_the_file_only(write: Write) -> None:
    file = open_csv(write("a;b\n" + '1;"2\n' + "3;4\n" * 5000))
    assert sum(bool(row.problem) for row in file) == 1
    assert sum(1 for _ in file) == 5001


@pytest.mark.parametrize("character", ["\0", "\x1a", "\x85", "\u202e", "\u200f"])
def test_a_control_character_is_told_and_kept_out(write: Write, character: str) -> None:
    path = write(f'a;b\n1;2\n"x\nSk{character}odowska";ok\n')
    row = list(open_csv(path))[1]
    assert row.damage
    assert row.damage.place == Place(path, 4)
    assert row.problem is None
    assert [(cell.value, cell.note) for cell in row.cells] == [("x\nSk\ufffdodowska", "damaged"), ("ok", "")]
    with pytest.raises(CarrierError, match=f"lista.csv:4: .*U\\+{ord(character):04X}"):
        read_csv(path)


def test_unseen_characters_are_taken_away(write: Write) -> None:
    assert rows(open_csv(write("a;b\n\u00a0Lule\u200bå\u00a0;A\u030are\n"))) == [(2, ("Luleå", "Åre"))]


def test_a_value_that_is_too_long_is_a_problem_of_its_row(write: Write) -> None:
    found = list(open_csv(write("a;b\n" + "x" * 200_000 + ";1\n2;3\n")))
    assert found[0].problem
    assert "a value of more than 131,072 characters" in found[0].problem.en
    assert found[1].values == ("2", "3")


def test_a_line_that_does_not_end_is_refused(write: Write) -> None:
    path = write("a;b\n" + "x;" * MAX_ROW)
    with pytest.raises(CarrierError, match=r"lista.csv:2: a line of more than 1,000,000 characters"):
        list(open_csv(path))


def test_too_many_columns_are_refused(write: Write) -> None:
    assert len(open_csv(write(";".join(["x"] * 500) + "\n")).headings) == 500
    with pytest.raises(CarrierError, match=r"lista.csv:1: more than 500 columns"):
        open_csv(write(";".join(["x"] * 501) + "\n"))


def test_a_list_that_is_read_whole_may_not_be_large(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a;b\n" + "1;2\n" * 50)
    monkeypatch.setattr("kg.disk.carriers.csv.MAX_CELLS", 100)
    assert len(read_csv(path)[0].rows) == 50
    monkeypatch.setattr("kg.disk.carriers.csv.MAX_CELLS", 98)
    with pytest.raises(
        CarrierError, match=r"lista.csv: row 51, column a: more than 98 cells|lista.csv:51: more than 98"
    ):
        read_csv(path)


def test_a_long_list_is_read_in_little_memory(write: Write) -> None:
    path = write("titel;start;slut\n" + "Ett projekt;2024;2025\n" * 8_000)
    tracemalloc.start()
    try:
        assert sum(len(row.cells) for row in open_csv(path)) == 24_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_broken_text_far_into_the_file_is_told(write: Write) -> None:
    path = write("a;b\n" + "1;2\n" * 100, "utf-16")
    path.write_bytes(path.read_bytes()[:-1])
    file = open_csv(path)
    with pytest.raises(CarrierError, match="broken text; save the file as UTF-8"):
        list(file)


@pytest.mark.parametrize("name", ["nowhere.csv", "folder.csv", "pipe.csv"])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(CarrierError):
        open_csv(tmp_path / name)


PIECES = st.sampled_from(
    [*'ab;,\t|" \n\rå', '"";', ";;", '"\n', "\r\n", "\0", "\x1a", "\u202e", "\ufeff", "sep=;", "\u2028"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PIECES).map("".join) | st.text(), st.sampled_from(["utf-8", "utf-16"]))
def test_whatever_the_text_every_row_is_as_wide_as_the_headings(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding, "replace"))
    try:
        file = open_csv(path)
        assert all(len(row.values) == len(row.cells) == len(file.headings) for row in file)
        read_csv(path)
    except KgError as error:
        assert error.en.startswith(str(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    try:
        assert len(read_csv(path)) == 1
    except KgError as error:
        assert error.sv.startswith(str(path))


VALUES = st.text('abå;,"\n =-', max_size=6).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1), st.sampled_from(",;\t|"))
def test_what_is_written_is_read_on_the_line_where_it_begins(
    tmp_path: Path, values: list[tuple[str, str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["ett", "två", "tre"])
    expected = []
    for row in values:
        line = out.getvalue().count("\n") + 1
        writer.writerow(row)
        expected += [(line, row)] if any(row) else []
    path = tmp_path / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    assert rows(open_csv(path, delimiter)) == expected
