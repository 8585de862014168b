"""The workbook: what a program fills in comes back as it was meant, and every drop-down offers its list."""

import io
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kg.disk.carriers.workbook import read_workbook
from kg.disk.written import Items, Pairs, Text, Written
from kg.jobs.template import template
from kg.work.entries.sheets import Sheets, read_tables
from kg.work.form import the_form
from kg.work.templates.codes import read_codes
from kg.work.templates.model import LANGUAGES, Template


@cache
def data(lang: str) -> bytes:
    return template("xlsx", lang)


def book(lang: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data(lang)))


def made(lang: str) -> Template:
    return Template(the_form(), read_codes(), lang)


def pages(opened: Workbook) -> list[Worksheet]:
    """Return the sheets to fill in."""
    return [page for page in opened.worksheets if not page.title.startswith("_")]


def headings(page: Worksheet) -> dict[str, int]:
    """Return the column of each heading, without its star."""
    return {str(cell.value).strip(" *"): number for number, cell in enumerate(page[1], 1)}


def read(opened: Workbook, folder: Path) -> Sheets:
    path = folder / "projekt.xlsx"
    opened.save(path)
    return read_tables(read_workbook(path), the_form())


def plain(written: Written) -> object:
    """Return what is written, without places; what is blank is left out."""
    if isinstance(written, Text):
        return written.value
    if isinstance(written, Items):
        return [plain(item) for item in written]
    return {key.value: value for key, item in written if (value := plain(item))}


def test_there_is_a_sheet_for_the_projects_and_one_for_each_kind_of_part() -> None:
    assert book("sv").sheetnames == [
        "_Läs mig", "Projekt", "Deltagare", "Satsningar", "Mål", "Aktiviteter", "Finansiering", "Hänvisar till",
        "Kontakter", "Händelser", "Delprojekt", "Anmärkningar", "_koder",
    ]  # fmt: skip
    assert book("en").sheetnames[:6] == ["_Read me", "Projects", "Participants", "Initiatives", "Goals", "Activities"]
    assert [page.title for page in book("sv") if page.sheet_state != "visible"] == ["_koder"]
    listed = [field for field in the_form().fields("Project") if field.kind == "parts" and field.part != "Evidence"]
    assert len(pages(book("sv"))) == 1 + len(listed)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_it_is_it_holds_no_project(lang: str, tmp_path: Path) -> None:
    found = read(book(lang), tmp_path)
    assert found.entries == []
    assert [problem.check for problem in found.problems] == ["no-projects"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_program_fills_in_is_read_back(lang: str, tmp_path: Path) -> None:
    """Fill in every column of every sheet with a value of its own; each comes back under the key of its field."""
    opened, form, template_ = book(lang), the_form(), made(lang)
    expected: dict[str, object] = {}
    for page in pages(opened):
        whole = form.field("Project", page.title)
        part = None if page.title in ("Projekt", "Projects") else whole
        told: dict[str, object] = {}
        for column in template_.columns(part):
            value = "ett" if column.field.kind == "slug" and part is None else f"{page.title} {column.heading}"
            page.cell(3, headings(page)[column.heading], value)
            place = told
            if column.parts:
                place = told.setdefault(column.parts[0].key, {})  # type: ignore[assignment]
            if column.language:
                place = place.setdefault(column.field.key, {})  # type: ignore[assignment]
            place[column.language or column.field.key] = value
        if part is None:
            told["sources"] = [told["sources"]]
            expected |= told
        else:
            page.cell(3, 1, "ett")
            expected[part.key] = [told]
    found = read(opened, tmp_path)
    assert found.problems == []
    (entry,) = found.entries
    assert plain(entry) == expected


def test_several_projects_each_get_their_own_parts(tmp_path: Path) -> None:
    opened = book("sv")
    projects, goals = opened["Projekt"], opened["Mål"]
    for row, (name, title) in enumerate([("ett", "Första"), ("", "Andra")], 3):
        projects.cell(row, headings(projects)["kortnamn"], name or None)
        projects.cell(row, headings(projects)["titel (sv)"], title)
    for row, (project, text) in enumerate([("Andra", "Mål för andra"), ("ett", "Mål för första")], 3):
        goals.cell(row, 1, project)
        goals.cell(row, headings(goals)["text (sv)"], text)
    found = read(opened, tmp_path)
    assert found.problems == []
    texts = [plain(entry)["goals"] for entry in found.entries]  # type: ignore[index]
    assert texts == [[{"text": {"sv": "Mål för första"}}], [{"text": {"sv": "Mål för andra"}}]]


def test_numbers_come_back_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    opened = book("sv")
    opened["Projekt"]["A3"], opened["Projekt"]["B3"] = "ett", "Ett"
    page = opened["Finansiering"]
    for heading, value in (("slag", "total budget"), ("belopp", 4000000), ("andel", 0.4), ("rader", "12-14")):
        column = headings(page)[heading]
        cell = page.cell(3, column, value)
        cell.number_format = page.column_dimensions[get_column_letter(column)].number_format
    (entry,) = read(opened, tmp_path).entries
    ((_, contributions),) = [pair for pair in entry if pair[0].value == "contributions"]
    assert isinstance(contributions, Items)
    (contribution,) = contributions
    assert isinstance(contribution, Pairs)
    values = {key.value: value for key, value in contribution if isinstance(value, Text)}
    assert [(values[key].value, values[key].note) for key in ("amount", "rate")] == [
        ("4000000", "number"), ("40 %", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drop_downs_offer_the_code_lists(lang: str) -> None:
    opened, template_ = book(lang), made(lang)
    for page in pages(opened):
        part = the_form().field("Project", page.title)
        rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in page.data_validations.dataValidation}
        columns = template_.columns(None if page.title in ("Projekt", "Projects") else part)
        for column in columns:
            rule = rules[headings(page)[column.heading]]
            choices = template_.choices(column.field)
            assert (rule.type == "list") == bool(choices)
            if choices:
                assert (rule.errorStyle, rule.showErrorMessage) == ("warning", not column.field.many)
                assert range_of(opened, str(rule.formula1)) == list(choices)
            assert rule.prompt.startswith(template_.help(column.field))
            assert len(rule.prompt) <= 255
            assert 0 < len(rule.promptTitle) <= 32
        if part:
            assert rules[1].formula1 == ("projekt" if lang == "sv" else "project")


def range_of(opened: Workbook, name: str) -> list[object]:
    ((title, cells),) = opened.defined_names[name].destinations
    return [row[0].value for row in opened[title][cells]]


def test_text_stays_text_and_years_and_leading_zeros_can_be_written() -> None:
    opened = book("sv")
    formats = {
        (page.title, heading): page.column_dimensions[get_column_letter(column)].number_format
        for page in pages(opened)
        for heading, column in headings(page).items()
    }
    assert formats["Projekt", "start"] == formats["Projekt", "diarienummer"] == "@"
    assert formats["Deltagare", "organisationsnummer"] == formats["Deltagare", "postnummer"] == "@"
    assert formats["Deltagare", "rader"] == "@"
    assert formats["Finansiering", "belopp"] == "#,##0"
    assert formats["Finansiering", "andel"] == "0.0%"


def test_the_heading_row_stays_and_tells_what_must_be_filled_in() -> None:
    page = book("sv")["Projekt"]
    assert page.freeze_panes == "B2"
    assert [cell.value for cell in page[1] if str(cell.value).endswith("*")] == ["titel (sv) *", "projektägare *"]
    grounds = {str(cell.value): cell.fill.start_color.rgb for cell in page[1]}
    assert grounds["titel (sv) *"] != grounds["dokument"] != grounds["start"] != grounds["andra titlar"]
    assert all(cell.font.bold for cell in page[1] if cell.value in ("titel (sv) *", "dokument", "start"))


def test_the_example_row_is_in_grey_italics_and_its_project_is_an_example() -> None:
    for page in pages(book("en")):
        row = [cell for cell in page[2] if cell.value is not None]
        assert row[0].value == "example"
        assert all(cell.font.italic for cell in row)
        assert all(cell.data_type in "sn" for cell in row)


def test_nobody_is_named_and_no_time_is_told() -> None:
    with zipfile.ZipFile(io.BytesIO(data("sv"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert ">Nya projekt</dc:title>" in core
    assert "Samverkan" in core
    assert "created" not in core
    assert "modified" not in core


def test_the_guide_fits_and_says_what_to_do() -> None:
    page = book("sv")["_Läs mig"]
    words = " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)
    assert "kg validate projekt.xlsx --lang sv" in words
    assert "kg add projekt.xlsx" in words
    assert "kortnamn exempel" in words
