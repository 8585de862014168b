"""The template as a list: headings that mean what they say, an example that is left out, no formulas."""

import csv
import io
from pathlib import Path

import pytest

from kg.disk.carriers.csv import read_csv
from kg.disk.written import Items, Pairs, Text, Written
from kg.jobs.template import template
from kg.work.entries.sheets import Sheets, read_tables
from kg.work.form import the_form
from kg.work.templates.codes import read_codes
from kg.work.templates.csv import DELIMITER
from kg.work.templates.model import LANGUAGES, Template


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=DELIMITER))


def read(data: bytes, folder: Path) -> Sheets:
    path = folder / "projekt.csv"
    path.write_bytes(data)
    return read_tables(read_csv(path), the_form())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_it_is_it_holds_an_example_an_empty_row_and_no_project(lang: str, tmp_path: Path) -> None:
    data = template("csv", lang)
    headings, example, empty = rows(data)
    assert len(headings) == len(example) == len(empty)
    assert not any(empty)
    assert len(set(headings)) == len(headings)
    found = read(data, tmp_path)
    assert found.entries == []
    assert [problem.check for problem in found.problems] == ["no-projects"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_heading_is_read_as_the_field_it_stands_for(lang: str, tmp_path: Path) -> None:
    """Fill in the empty row with a value of its own in each column, and look each up where its field should be."""
    columns = Template(the_form(), read_codes(), lang).wide_columns()
    data = template("csv", lang).decode("utf-8-sig").rstrip("\r\n;")
    values = [f"värde {number}" for number in range(len(columns))]
    found = read((data + "\r\n" + DELIMITER.join(values) + "\r\n").encode(), tmp_path)
    assert found.problems == []
    (entry,) = found.entries
    for column, value in zip(columns, values, strict=True):
        place: Written = entry
        for key in [*(part.key for part in column.parts), column.field.key, *filter(None, [column.language])]:
            pairs = next(iter(place)) if isinstance(place, Items) else place
            assert isinstance(pairs, Pairs), column.heading
            place = {name.value: item for name, item in pairs}[key]
        assert isinstance(place, Text), column.heading
        assert place.value == value, column.heading


def test_the_example_without_its_name_is_a_project(tmp_path: Path) -> None:
    data = template("csv", "en").replace(b"\r\nexample;", b"\r\nmade-up-project;")
    found = read(data, tmp_path)
    assert found.problems == []
    (entry,) = found.entries
    keys = [key.value for key, _ in entry]
    assert {"slug", "title", "owner", "participants", "goals", "contributions"} <= set(keys)


def test_no_cell_is_taken_for_a_formula() -> None:
    headings, example, _ = rows(template("csv", "sv"))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in [*headings, *example])
