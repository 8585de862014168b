"""The file that holds a list: its headings, and its rows one by one, whatever kind of file it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from string import ascii_uppercase, digits

from kg.disk.carriers.csv import open_csv
from kg.disk.carriers.json import parse_json
from kg.disk.carriers.source import LIST, CarrierError, read_source
from kg.disk.carriers.workbook import read_workbook
from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.errors import InputError
from kg.work.mappings.entries import Row
from kg.work.mappings.model import Format, Kind
from kg.work.near import nearest
from kg.work.problem import Problem
from kg.work.tables import bare_cell

_KINDS: dict[str, Kind] = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".json": "json", ".xlsx": "xlsx"}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why; `number` counts it among the others from 1."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list: its headings, and what goes through its rows from the first one.

    `letters` are those of the columns of a workbook.
    """

    path: Path
    headings: tuple[str, ...]
    rows: Callable[[], Iterator[Row | BadRow]]
    letters: tuple[str, ...] = ()


def open_list(path: Path, form: Format) -> ListFile:
    """Return a list, ready to be gone through.

    Args:
        path: the file.
        form: what the mapping says of it; what it leaves out is found out from the file and its name.

    Raises:
        InputError: if it cannot be read, or is of no kind that is known.
    """
    kind = form.kind or _KINDS.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            f"{path}: a list is a file that ends in .csv, .json or .xlsx; or say which in the mapping: format: kind",
            f"{path}: en lista är en fil som slutar på .csv, .json eller .xlsx; eller ange i mappningen: format: kind",
        )
    return {"csv": _csv, "json": _json, "xlsx": _workbook}[kind](path, form)


def _csv(path: Path, form: Format) -> ListFile:
    file = open_csv(path, form.delimiter)

    def rows() -> Iterator[Row | BadRow]:
        for number, row in enumerate(file, start=1):
            if row.problem:
                yield BadRow(number, _unreadable(row.problem, " ".join(row.values)[:80]))
            else:
                yield Row(number, row.line, tuple(map(bare_cell, row.values)))

    return ListFile(path, tuple(heading.value for heading in file.headings), rows)


def _unreadable(error: CarrierError, value: str) -> Problem:
    return Problem(error.place, "violation", "row-unreadable", "", value, error.reason_sv, error.reason_en)


def _json(path: Path, form: Format) -> ListFile:
    items = _array(parse_json(read_source(path, LIST.size), LIST, exact=True).roots, form, path)
    headings = {key: None for item in items if isinstance(item, Pairs) for key, _ in _flat(item)}
    if not headings:
        raise InputError(f"{path}: no objects with keys in the array", f"{path}: inga objekt med nycklar i listan")

    def rows() -> Iterator[Row | BadRow]:
        for number, item in enumerate(items, start=1):
            if isinstance(item, Pairs):
                found = dict(_flat(item))
                yield Row(number, item.place.line, tuple(found.get(heading, "") for heading in headings))
            else:
                yield BadRow(number, Problem(
                    item.place, "violation", "row-unreadable", "", item.value[:80] if isinstance(item, Text) else "",
                    "Detta är inget objekt med nycklar.", "This is not an object with keys.",
                ))  # fmt: skip

    return ListFile(path, tuple(headings), rows)


def _array(roots: list[Written], form: Format, path: Path) -> tuple[Written, ...]:
    """Return the items of the array that a list in JSON is, at the end of the keys that lead there."""
    found: Written = roots[0]
    for key in form.path:
        pairs = {name.value: value for name, value in found} if isinstance(found, Pairs) else {}
        if key not in pairs:
            near = nearest(key, list(pairs))
            raise InputError(
                f"{path}: no key {key!r} on the way to the array{f'; did you mean {near[0]}?' if near else ''}",
                f"{path}: ingen nyckel {key!r} på vägen till listan{f'; menade du {near[0]}?' if near else ''}",
            )
        found = pairs[key]
    if isinstance(found, Items):
        return found.items
    raise InputError(
        f"{path}: not an array of objects; say where the array is in the mapping: format: path",
        f"{path}: ingen lista av objekt; ange i mappningen var listan finns: format: path",
    )


def _flat(item: Pairs, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values of an object; those of objects in it under `outer.inner`, those of a list a line each."""
    for key, value in item:
        name = before + key.value
        if isinstance(value, Pairs):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, Items):
            yield name, "\n".join(text.value for text in value if isinstance(text, Text))
        else:
            yield name, value.value


def _workbook(path: Path, form: Format) -> ListFile:
    tables = [table for table in read_workbook(path, lenient=True) if table.headings]
    chosen = [table for table in tables if not form.sheet or table.name.casefold() == form.sheet.casefold()]
    if not chosen:
        names = ", ".join(table.name for table in tables)
        raise InputError(
            f"{path}: no sheet {form.sheet!r} with headings; there is: {names}",
            f"{path}: inget blad {form.sheet!r} med rubriker; det finns: {names}",
        )
    table = chosen[0]

    def rows() -> Iterator[Row | BadRow]:
        for number, cells in enumerate(table.rows, start=1):
            yield Row(number, _numbered(cells[0].place), tuple(map(_as_text, cells)), table.name)

    headings = tuple(heading.value for heading in table.headings)
    return ListFile(path, headings, rows, tuple(heading.place.cell.rstrip(digits) for heading in table.headings))


def _numbered(place: Place) -> int:
    """Return the number of a cell's row in its sheet."""
    return int(place.cell.lstrip(ascii_uppercase) or "0")


def _as_text(cell: Text) -> str:
    """Return a cell as it would stand in a text file: a share with its sign."""
    return f"{Decimal(cell.value) * 100:f} %" if cell.note == "percent" else cell.value
