"""Workbooks: each sheet a table of texts, every cell with its place and, where it matters, how it was meant."""

import datetime
import io
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook

from kg.disk.carriers.package import open_package
from kg.disk.carriers.scan import MAX_CELLS, Box, Marks, column_name
from kg.disk.carriers.source import (
    FORBIDDEN,
    CarrierError,
    clean,
    forbidden,
    note,
    shorten,
    thousands,
    without_forbidden,
)
from kg.disk.written import Place, Table, Text

MAX_TEXT = 32_767  # characters, as in Excel

Cell = tuple[str, str]  # value and note

_T = TypeVar("_T")

_EMPTY: Cell = ("", "")


def read_workbook(path: Path, *, lenient: bool = False) -> list[Table]:
    """Return the sheets of an Excel workbook (.xlsx), in their order, hidden ones too.

    A sheet's headings are its first row that holds anything. Empty rows are left out, and empty columns around the
    rest. A sheet in which nothing stands has no headings.

    Args:
        path: the file.
        lenient: for lists from elsewhere: whether a control character makes its cell `damaged`, not the file refused.

    Raises:
        CarrierError: as `open_package`, and with sheet and cell for a text that is too long or holds a control
            character or one that turns the direction of text.
    """
    package = open_package(path)
    book = _native(path, CalamineWorkbook.from_filelike, io.BytesIO(package.data))
    if book.sheet_names != [name for name, _ in package.sheets]:
        raise _broken(path, "the names of its sheets")
    tables = []
    for index, (name, marks) in enumerate(package.sheets):
        if marks is None:
            continue
        sheet = _Sheet(path, name, marks, lenient)
        if marks.box is not None:
            sheet.fill(*_native(path, _grid, book, index))
        tables.append(sheet.table())
    return tables


def _grid(book: CalamineWorkbook, index: int) -> tuple[tuple[int, int], list[list[Any]]]:
    """Return the row and column, from 0, where the values of a sheet begin, and the values."""
    sheet = book.get_sheet_by_index(index)
    return sheet.start or (0, 0), sheet.to_python()


def _native(path: Path, call: Callable[..., _T], *given: object) -> _T:
    """Return what the native library gives; a panic in it comes as a BaseException."""
    try:
        return call(*given)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise _broken(path, str(error)) from None


class _Sheet:
    """Makes the table of one sheet."""

    def __init__(self, path: Path, name: str, marks: Marks, lenient: bool) -> None:
        self._path = path
        self._name = name
        self._marks = marks
        self._lenient = lenient
        self._rows: list[tuple[int, list[Cell]]] = []  # those that hold anything, with their numbers
        self._first_column = 1
        if found := FORBIDDEN.search(name):
            raise forbidden(Place(path), found.group())

    def fill(self, start: tuple[int, int], grid: list[list[Any]]) -> None:
        """Take the values, from the cell that is `start` (row and column, from 0) on."""
        box = self._marks.box
        if box is None:
            return
        top, left, bottom, right = box
        self._first_column = left
        special = self._special(box)
        before, width = start[1] + 1 - left, right - left + 1
        for row in range(top, bottom + 1):
            index = row - start[0] - 1
            values = grid[index] if 0 <= index < len(grid) else []
            cells = [_EMPTY] * before if values else []
            cells += [self._cell(value, row, left + before + at) for at, value in enumerate(values)]
            cells += [_EMPTY] * (width - len(cells))
            for column, cell in special.get(row, {}).items():
                cells[column - left] = cell
            if any(value for value, _ in cells):
                self._rows.append((row, cells))

    def table(self) -> Table:
        """Return the table of what was taken."""
        place = Place(self._path, sheet=self._name)
        if not self._rows:
            return Table(self._name, place, (), ())
        used = [column for column in range(len(self._rows[0][1])) if any(cells[column][0] for _, cells in self._rows)]
        span = range(used[0], used[-1] + 1)
        letters = [column_name(self._first_column + column) for column in span]
        texts = [
            tuple(
                Text(cell[0], Place(self._path, 0, self._name, f"{letter}{row}"), cell[1])
                for letter, cell in zip(letters, cells[span.start : span.stop], strict=True)
            )
            for row, cells in self._rows
        ]
        return Table(self._name, place, texts[0], tuple(texts[1:]))

    def _special(self, box: Box) -> dict[int, dict[int, Cell]]:
        """Return, by row and column, the cells that are not what their value looks like."""
        special: dict[int, dict[int, Cell]] = defaultdict(dict)
        covered = 0
        for top, left, bottom, right in self._marks.merged:
            rows = range(max(top, box[0]), min(bottom, box[2]) + 1)
            columns = range(max(left, box[1]), min(right, box[3]) + 1)
            covered += len(rows) * len(columns)
            if covered > MAX_CELLS:
                raise _broken(self._path, "merged cells that overlap")
            for row in rows:
                for column in columns:
                    if (row, column) != (top, left):
                        special[row][column] = ("", "merged")
        for kind, marked in (("error", self._marks.errors), ("formula", self._marks.formulas)):
            for (row, column), value in marked.items():
                special[row][column] = (value, kind)
        return special

    def _cell(self, value: object, row: int, column: int) -> Cell:
        if value == "":
            return _EMPTY
        if isinstance(value, str):
            return self._text(value, row, column)
        if isinstance(value, bool):
            return ("true" if value else "false", "boolean")
        if isinstance(value, int | float):
            return (_number(value), "percent" if (row, column) in self._marks.percents else "number")
        if isinstance(value, datetime.datetime | datetime.date):
            return (_day(value), "date")
        if isinstance(value, datetime.time):
            return (value.isoformat("seconds"), "time")
        if isinstance(value, datetime.timedelta):
            return (_duration(value), "time")
        return self._text(str(value), row, column)

    def _text(self, value: str, row: int, column: int) -> Cell:
        if len(value) > MAX_TEXT:
            en, sv = thousands(MAX_TEXT)
            place = self._place(row, column)
            raise CarrierError(place, f"a text of more than {en} characters", f"en text med fler än {sv} tecken")
        if not value.isprintable():
            value = value.replace("\r\n", "\n").replace("\r", "\n")
            if found := FORBIDDEN.search(value):
                if not self._lenient:
                    raise forbidden(self._place(row, column), found.group())
                value = without_forbidden(value)
        tidy = clean(value)
        return (tidy, note(tidy))

    def _place(self, row: int, column: int) -> Place:
        return Place(self._path, 0, self._name, f"{column_name(column)}{row}")


def _number(value: float) -> str:
    """Return a number in digits, without an exponent, with the 15 that a spreadsheet keeps."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    digits = f"{value:.15g}"
    return f"{Decimal(digits):f}" if "e" in digits else digits


def _day(value: datetime.date) -> str:
    """Return a day, with the time if it is not midnight; a spreadsheet keeps no more than seconds."""
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        value = (value + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        value = value.replace(microsecond=0)
    midnight = value.time() == datetime.time()
    return value.date().isoformat() if midnight else value.isoformat()


def _duration(value: datetime.timedelta) -> str:
    """Return a length of time as ISO 8601 writes it: PT36H, PT1H30M."""
    seconds = round(abs(value.total_seconds()))
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    said = "".join(f"{number}{unit}" for number, unit in parts if number) or "0S"
    return f"{'-' if value < datetime.timedelta() else ''}PT{said}"


def _broken(path: Path, detail: str) -> CarrierError:
    detail = shorten(detail)
    return CarrierError(
        Place(path),
        f"a broken workbook ({detail}); open it in a spreadsheet program and save it anew as .xlsx",
        f"en trasig arbetsbok ({detail}); öppna den i ett kalkylprogram och spara den på nytt som .xlsx",
    )
