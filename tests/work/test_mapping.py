"""Mappings: the file is read strictly, headings are found, cells become values, rows become entries."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.disk.carriers.yaml import read_yaml
from kg.disk.resources import resource
from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.errors import InputError, ParseError
from kg.work.form import the_form
from kg.work.mappings import cells, reading
from kg.work.mappings.entries import Made, Maker, Row, respelled, without
from kg.work.mappings.headings import Headings
from kg.work.mappings.lists import BadRow, open_list
from kg.work.mappings.model import Column, Format, ListMapping, NumberForm, Rule
from kg.work.mappings.reading import mapping_files, read_mapping

HERE = Place(Path("list.csv"), 1)
LEAST = """
name: test
title: A test
entry:
  identifier: Number
  title: {sv: Name}
"""


def mapping_of(tmp_path: Path, text: str) -> ListMapping:
    path = tmp_path / "test.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(read_yaml(path)[0], the_form())


def made(tmp_path: Path, more: str, headings: str, *rows: str) -> Made:
    """Return the entry that rows of a list, values with `;` between, give by a mapping."""
    mapping = mapping_of(tmp_path, LEAST + more)
    maker = Maker(mapping, the_form(), Headings(headings.split(";"), "list.csv"), Path("list.csv"))
    return maker.make([Row(number, number + 1, tuple(row.split(";"))) for number, row in enumerate(rows, start=1)])


def plain(written: Written) -> object:
    """Return a value without places."""
    if isinstance(written, Text):
        return written.value
    if isinstance(written, Items):
        return [plain(item) for item in written]
    return {key.value: plain(value) for key, value in written}


def entry(made: Made, *but_for: str) -> dict[str, object]:
    found = plain(made.written)
    assert isinstance(found, dict)
    return {key: value for key, value in found.items() if key not in but_for}


def checks(made: Made) -> list[str]:
    return [problem.check for problem in made.problems]


# The mapping file


@pytest.mark.parametrize("path", mapping_files(resource("mappings")), ids=lambda path: path.stem)
def test_shipped_mappings_are_sound(path: Path) -> None:
    mapping = read_mapping(read_yaml(path)[0], the_form())
    assert mapping.name == path.stem
    assert set(mapping.title) == set(mapping.description) == {"sv", "en"}
    read = {name for column in mapping.columns() for name in column.names}
    assert not read & {name for column in mapping.ignored for name in column.names}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LEAST.replace("name: test", "nmae: test"), ["test.yaml:2", "unknown option 'nmae'; did you mean name?"]),
        (LEAST.replace("name: test\n", ""), ["the mapping lacks 'name'"]),
        (LEAST.replace("name: test", "name: A Test"), ["test.yaml:2", "use a–z, 0–9 and hyphens"]),
        (LEAST + "  staart: Start\n", ["test.yaml:7", "unknown key 'staart'; did you mean start"]),
        (LEAST + "  start: {colum: Start}\n", ["test.yaml:7", "unknown option 'colum'; did you mean column?"]),
        (LEAST + "  start: {column: A, constant: B}\n", ["give one of column, constant and template"]),
        (LEAST + "  start: [A, B]\n", ["'start' takes one value, no list"]),
        (LEAST + "  start: {column: A, date: mm.dd}\n", ["write it with yyyy, mm and dd"]),
        (LEAST + "  start: {column: A, date: yyyy-qq}\n", ["write it with yyyy, mm and dd"]),
        (LEAST + "  start: {column: A, needed: maybe}\n", ["'maybe': yes or no"]),
        (LEAST + "  cci: {template: '{A'}\n", ["write each column in braces"]),
        (LEAST + "  contributions:\n    - {amount: {column: A, number: {decimal: ';'}}}\n", ["a point or a comma"]),
        (LEAST + "  contributions:\n    - {amount: {column: A, number: {decimal: ',', thousands: ','}}}\n", ["both"]),
        (LEAST + "  contributions:\n    - {amuont: A}\n", ["test.yaml:8", "did you mean amount?"]),
        (LEAST + "  contacts:\n    - {name: A}\n", ["contact persons are not imported"]),
        (LEAST + "  places:\n    - {village: A}\n", ["unknown key 'village'"]),
        (LEAST + "  status: {column: A, when: {column: B}}\n", ["a condition has a column and one of"]),
        (LEAST + "  status: {column: A, values: [B]}\n", ["values is a table"]),
        (LEAST + "  status: {column: A, values: {B: c, 'b ': d}}\n", ["stands twice"]),
        (LEAST + "  titel: {sv: B}\n", ["'titel' stands twice"]),
        (LEAST + "each_row: participants\n", ["'participants' is no list of the entry"]),
        (LEAST + "slug: always-the-same\n", ["slug needs a column"]),
        (LEAST.replace("  identifier: Number\n", ""), ["say what makes the project's short name"]),
        (LEAST.replace("  title: {sv: Name}\n", ""), ["the entry lacks 'title'"]),
        (LEAST + "format: {kind: docx}\n", ["choose csv, json or xlsx"]),
        (LEAST + "format: {delimiter: ab}\n", ["one character"]),
        ("- a\n- b\n", ["expected some of: name"]),
    ],
)  # fmt: skip
def test_mistakes_in_a_mapping_are_told_with_line_and_advice(tmp_path: Path, text: str, told: Sequence[str]) -> None:
    with pytest.raises(ParseError) as error:
        mapping_of(tmp_path, text)
    for part in told:
        assert part in error.value.en
    assert error.value.sv != error.value.en


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(ParseError) as error:
        mapping_of(tmp_path, LEAST + "".join(f"  xq{number}: A\n" for number in range(7)))
    assert error.value.en.count("unknown key") == 5
    assert error.value.en.endswith("and 2 more")
    assert error.value.sv.endswith("och 2 till")


def test_keys_may_be_swedish(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path, LEAST.replace("identifier:", "diarienummer:").replace("title: {sv", "titel: {sv"))
    assert {key for key, _ in mapping.entry.pairs} == {"identifier", "title"}


def test_every_option_is_documented_and_the_example_is_sound(tmp_path: Path) -> None:
    text = (resource("mappings").parent / "docs" / "mappings.md").read_text(encoding="utf-8")
    named = {
        name for row in re.findall(r"^\| (`[^|]*`) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert {*reading.TOP, *reading.RULE} <= named
    for option in (*reading.FORMAT, *reading.NUMBER, *reading.WAYS, *reading.PLACE_KINDS):
        assert re.search(rf"\b{option}\b", text), option
    example = re.findall(r"```yaml\n(name: .*?)```", text, re.DOTALL)
    assert len(example) == 1
    assert mapping_of(tmp_path, example[0]).name == "county-list"
    rows = re.findall(r"^\| [^|]*\| `(\w+: [^`]*)` \|$", text.partition("# På svenska")[2], re.MULTILINE)
    whole = [row for row in rows if row.split(":")[0] in ("start", "fund", "end", "status", "intervention_type")]
    assert len(whole) >= 4
    for row in whole:
        assert mapping_of(tmp_path, f"{LEAST}  {row}\n")


# Headings


def position(name: str | tuple[str, ...], *headings: str) -> int | None:
    names = (name,) if isinstance(name, str) else name
    return Headings(headings, "list.csv").position(Column(names, HERE))


@pytest.mark.parametrize(
    "heading",
    ["Cofinancing_Rate", "CoFinancing_Rate", " cofinancing rate ", "\ufeffCofinancing-Rate", "COFINANCING\u00a0RATE"],
)
def test_headings_are_found_past_case_space_and_byte_order_mark(heading: str) -> None:
    assert position("Cofinancing_Rate", "Other", heading) == 1


@pytest.mark.parametrize("name", ["Stödmottagare", "Beneficiary", "stödmottagare / beneficiary"])
@pytest.mark.parametrize("heading", ["Stödmottagare / Beneficiary", "Stödmottagare\nBeneficiary"])
def test_headings_of_two_languages_are_found_by_either(name: str, heading: str) -> None:
    if "\n" in heading and "/" in name:
        return
    assert position(name, "Titel", heading) == 1


def test_alternatives_are_tried_in_order_and_exact_spelling_first() -> None:
    assert position(("A", "B"), "b", "B", "a") == 1
    assert position(("A", "B"), "b", "x") == 0
    assert position(("A", "B"), "x") is None


def test_two_columns_that_fit_alike_are_refused() -> None:
    with pytest.raises(InputError) as error:
        position("Namn", "namn", "NAMN")
    assert "columns 1, 2" in error.value.en


def test_missing_columns_say_what_is_near() -> None:
    headings = Headings(("Projektnam", "Slut"), "list.csv")
    (missing,) = headings.missing([Column(("Projektnamn",), HERE), Column(("Slut",), HERE)])
    assert missing.near == ("Projektnam",)
    assert headings.unread([Column(("Slut",), HERE)]) == ["Projektnam"]


# Cells


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("25.05.2020 00:00", "dd.mm.yyyy hh:mm", "2020-05-25"),
        ("1/2/2015", "dd/mm/yyyy", "2015-02-01"),
        ("20150201", "yyyymmdd", "2015-02-01"),
        ("05/2015", "mm/yyyy", "2015-05"),
        ("2015", "yyyy", "2015"),
        ("2015-02-01", "dd/mm/yyyy", "2015-02-01"),
        ("2015-02-01T12:30:00", "dd/mm/yyyy", "2015-02-01"),
        ("2015-02", "dd/mm/yyyy", "2015-02"),
    ],
)
def test_dates(text: str, form: str, expected: str) -> None:
    assert cells.date(text, [form]) == expected


@pytest.mark.parametrize(
    ("text", "form", "check"),
    [
        ("31.06.2014", "dd.mm.yyyy", "date-missing"),
        ("2015/02/01", "dd.mm.yyyy", "date-form"),
        ("01.02.15", "dd.mm.yyyy", "date-form"),
        ("soon", "dd.mm.yyyy", "date-form"),
    ],
)
def test_dates_that_cannot_be_read(text: str, form: str, check: str) -> None:
    with pytest.raises(cells.UnreadableError) as error:
        cells.date(text, [form])
    assert error.value.check == check
    assert f'"{text}"' in error.value.sv


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("3518202.75", NumberForm(rounded=True), "3518203"),
        ("626199.99999984", NumberForm(rounded=True), "626200"),
        ("0.5", NumberForm(rounded=True), "1"),
        ("1 234 567,50", NumberForm(",", (" ",), True), "1234568"),
        ("1\u202f234\u00a0567", NumberForm(",", (" ",)), "1234567"),
        ("1.234.567,5", NumberForm(",", (".",)), "1234567.5"),
        ("1234567", NumberForm(",", (" ", ".")), "1234567"),
        ("-250000", NumberForm(), "-250000"),
        ("\u2212250000", NumberForm(), "-250000"),
    ],
)
def test_numbers(text: str, form: NumberForm, expected: str) -> None:
    assert cells.number(text, form) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("3518202.75", NumberForm(",", (" ", "."))),
        ("1.23.456", NumberForm(",", (".",))),
        ("1,5", NumberForm()),
        ("1,5E+07", NumberForm(",")),
        ("ca 3", NumberForm()),
        ("", NumberForm()),
    ],
)
def test_numbers_that_cannot_be_read(text: str, form: NumberForm) -> None:
    with pytest.raises(cells.UnreadableError) as error:
        cells.number(text, form)
    assert error.value.check == "number-form"


def test_a_cell_is_split_cut_blanked_translated() -> None:
    rule = Rule(HERE, split=(",", "\n"), remove=("kr",), blank=frozenset({"-"}), table={"lillaedet": "Lilla Edet"})
    assert cells.values(" LillaEdet ,-, Ale\tkr\nOKÄND", rule, frozenset({"okänd"})) == ["Lilla Edet", "Ale"]
    assert cells.values("40", Rule(HERE, percent=True), frozenset()) == ["40 %"]
    assert cells.values("40 %", Rule(HERE, percent=True), frozenset()) == ["40 %"]


# Entries


def test_values_stand_with_their_row_and_column(tmp_path: Path) -> None:
    result = made(tmp_path, "  start: First day\n", "Number;Name;First day", "7;Alfa;2020")
    assert entry(result) == {
        "slug": "test-7", "identifier": "7", "title": {"sv": "Alfa"}, "start": "2020",
        "sources": [{"document": "list.csv", "lines": "2"}],
    }  # fmt: skip
    start = next(value for key, value in result.written if key.value == "start")
    assert start.place == Place(Path("list.csv"), 2, column="First day")


def test_constants_templates_tables_and_conditions(tmp_path: Path) -> None:
    more = """
  fund: {constant: erdf}
  cci: {template: "{Year}SE{Code|Kod}"}
  status: {column: State, values: {CLOSED: completed}}
  programme: {column: State, when: {column: Year, is: [2014, 2015]}}
  owner: {constant: unknown, when: {column: State, is_not: CLOSED}}
"""
    found = entry(made(tmp_path, more, "Number;Name;Year;Kod;State", "7;A;2014;05;closed"), "sources", "slug")
    assert found == {"identifier": "7", "title": {"sv": "A"}, "fund": "erdf", "cci": "2014SE05",
                     "status": "completed", "programme": "closed"}  # fmt: skip
    found = entry(made(tmp_path, more, "Number;Name;Year;Kod;State", "7;A;2016;;open"), "sources", "slug")
    assert found == {"identifier": "7", "title": {"sv": "A"}, "fund": "erdf", "status": "open", "owner": "unknown"}


def test_an_item_without_anything_of_the_lists_own_is_left_out(tmp_path: Path) -> None:
    more = """
  contributions:
    - {kind: {constant: total-budget}, amount: Sum, currency: {constant: SEK}}
    - {kind: {constant: eu-share}, amount: {column: Share, needed: yes}, currency: Currency}
"""
    heads = "Number;Name;Sum;Share;Currency"
    assert "contributions" not in entry(made(tmp_path, more, heads, "7;A;;;EUR"))
    found = entry(made(tmp_path, more, heads, "7;A;10;5;EUR"))["contributions"]
    assert found == [
        {"kind": "total-budget", "amount": "10", "currency": "SEK"},
        {"kind": "eu-share", "amount": "5", "currency": "EUR"},
    ]


def test_split_cells_give_an_item_each_and_go_together_in_pairs(tmp_path: Path) -> None:
    more = """
  places:
    - {county: {column: Län, split: ","}}
  participants:
    - actor: {column: Names, split: "|"}
      organisation_number: {column: Numbers, split: "|"}
      role: {constant: cooperation-partner}
"""
    heads = "Number;Name;Län;Names;Numbers"
    found = entry(made(tmp_path, more, heads, "7;A;Skåne, Blekinge,;One, two|Three;1|3"))
    assert found["places"] == [{"county": "Skåne"}, {"county": "Blekinge"}]
    assert found["participants"] == [
        {"actor": "One, two", "organisation_number": "1", "role": "cooperation-partner"},
        {"actor": "Three", "organisation_number": "3", "role": "cooperation-partner"},
    ]
    uneven = made(tmp_path, more, heads, "7;A;;One|Three;1")
    assert checks(uneven) == ["lists-uneven"]
    assert all("organisation_number" not in item for item in entry(uneven)["participants"])  # type: ignore[attr-defined]


GROUPED = """
  start: Start
  places: Place
  owner: {constant: unknown, when: {column: Role, no_row_is: LEADER}}
  participants:
    - {actor: Who, role: {column: Role, values: {LEADER: owner, MEMBER: cooperation-partner}}}
group_by: Number
each_row: participants
"""
HEADS = "Number;Name;Start;Place;Who;Role"


def test_rows_of_a_project_become_one_entry(tmp_path: Path) -> None:
    rows = ("7;A;2020;Ale;One;MEMBER", "7;A;2020;Ale;Two;LEADER", "7;A;2020;Mora;One;MEMBER")
    found = entry(made(tmp_path, GROUPED, HEADS, *rows), "slug")
    source = [[{"document": "list.csv", "lines": str(line)}] for line in (2, 3, 4)]
    assert found == {
        "identifier": "7", "title": {"sv": "A"}, "start": "2020", "places": ["Ale", "Mora"],
        "participants": [
            {"actor": "One", "role": "cooperation-partner", "sources": source[0]},
            {"actor": "Two", "role": "owner", "sources": source[1]},
            {"actor": "One", "role": "cooperation-partner", "sources": source[2]},
        ],
        "sources": [*source[0], *source[2]],
    }  # fmt: skip
    assert entry(made(tmp_path, GROUPED, HEADS, rows[0]))["owner"] == "unknown"


def test_rows_that_disagree_are_told_with_both_values(tmp_path: Path) -> None:
    result = made(tmp_path, GROUPED, HEADS, "7;A;;;One;MEMBER", "7;A;2020;;Two;LEADER", "7;a;2021;;Three;MEMBER")
    assert checks(result) == ["rows-disagree"]
    (problem,) = result.problems
    assert (problem.severity, problem.place.line, problem.place.column) == ("warning", 4, "Start")
    assert 'Row 4 says "2021" where row 3 of the same project says "2020"' in problem.en
    assert 'Rad 4 säger "2021" där rad 3 i samma projekt säger "2020"' in problem.sv
    assert entry(result)["start"] == "2020"


def test_what_cannot_be_read_refuses_unless_optional(tmp_path: Path) -> None:
    strict = made(tmp_path, "  start: {column: S, date: dd.mm.yyyy}\n", "Number;Name;S", "7;A;soon")
    assert strict.refused
    assert (strict.problems[0].place.column, strict.problems[0].key) == ("S", "start")
    lenient = made(tmp_path, "  start: {column: S, date: dd.mm.yyyy, optional: yes}\n", "Number;Name;S", "7;A;soon")
    assert not lenient.refused
    assert lenient.problems[0].sv.endswith("Värdet utelämnas.")


def test_defaults_stand_in_and_nothing_to_name_by_refuses(tmp_path: Path) -> None:
    more = "  status: {column: S, default: granted}\n  fund: {column: F, default: esf}\n"
    found = entry(made(tmp_path, more, "Number;Name;S;F", "7;A;;"))
    assert (found["status"], found["fund"]) == ("granted", "esf")
    assert checks(made(tmp_path, "", "Number;Name", ";A")) == ["slug-missing"]
    assert checks(made(tmp_path, "", "Number;Name", "...;A")) == ["slug-missing"]
    assert checks(made(tmp_path, 'slug: "{Name}"\n', "Number;Name", "7;...")) == ["slug-missing"]


def test_own_sources_stand_beside_the_row(tmp_path: Path) -> None:
    result = made(tmp_path, "  sources: Link\n", "Number;Name;Link", "7;A;https://example.org/7")
    assert entry(result)["sources"] == [{"document": "list.csv", "lines": "2"}, "https://example.org/7"]


def test_optional_values_are_taken_out_by_place_and_value(tmp_path: Path) -> None:
    more = """
  fund: {column: F, optional: yes}
  cci: F
  places: [{county: {column: L, split: ",", optional: yes}}]
"""
    result = made(tmp_path, more, "Number;Name;F;L", "7;A;x;Skåne,Månen")
    assert {(value, key) for _, value, key in result.optional} == {
        ("x", "fund"),
        ("Skåne", "county"),
        ("Månen", "county"),
    }
    spots = {spot for spot in result.optional if spot[1] in ("x", "Månen")}
    kept = plain(without(result.written, spots))
    assert isinstance(kept, dict)
    assert "fund" not in kept
    assert kept["cci"] == "x"
    assert kept["places"] == [{"county": "Skåne"}]
    (spot,) = (spot for spot in result.optional if spot[1] == "x")
    again = plain(respelled(result.written, {spot[:2]: "y"}))
    assert isinstance(again, dict)
    assert again["fund"] == "y"


# Files


def test_rows_of_json_are_flat_and_know_their_line(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('{"data": {"items": [\n{"a": 1, "b": {"c": "x"}},\n{"a": [2, 3], "d": null},\n4]}}')
    file = open_list(path, Format(path=("data", "items")))
    assert file.headings == ("a", "b.c", "d")
    first, second, third = file.rows()
    assert first == Row(1, 2, ("1", "x", ""))
    assert second == Row(2, 3, ("2\n3", "", ""))
    assert isinstance(third, BadRow)
    assert third.problem.place.line == 4
    with pytest.raises(InputError, match=r"no key 'item' on the way to the array; did you mean items\?"):
        open_list(path, Format(path=("data", "item")))
    with pytest.raises(InputError, match="format: path"):
        open_list(path, Format())


def test_rows_of_a_workbook_know_their_cell(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Tom"
    sheet = book.create_sheet("Projekt")
    for row in ([None, None], [None, "Number", "Name", "Rate"], [None, 7, "A", 0.4]):
        sheet.append(row)
    sheet["D3"].number_format = "0%"
    book.save(tmp_path / "list.xlsx")
    file = open_list(tmp_path / "list.xlsx", Format())
    mapping = mapping_of(tmp_path, LEAST + "  contributions:\n    - {rate: Rate}\n")
    maker = Maker(mapping, the_form(), Headings(file.headings, "list.xlsx"), file.path, file.letters)
    result = maker.make([row for row in file.rows() if isinstance(row, Row)])
    assert entry(result)["contributions"] == [{"rate": "40.0 %"}]
    title = next(value for key, value in result.written if key.value == "title")
    assert isinstance(title, Pairs)
    assert title.pairs[0][1].place.text("sv", "list.xlsx") == "list.xlsx: blad Projekt, cell C3"
    with pytest.raises(InputError, match="no sheet 'Aktörer'"):
        open_list(tmp_path / "list.xlsx", Format(sheet="Aktörer"))


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"csv, \.json or \.xlsx"):
        open_list(tmp_path / "list.pdf", Format())
