"""Lists in text files: comma, semicolon or tab between the values, read row by row in bounded memory."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from kg.disk.carriers.source import (
    FORBIDDEN,
    CarrierError,
    check_file,
    chunks,
    clean,
    encoding_of,
    forbidden,
    is_clean,
    note,
    thousands,
    without_forbidden,
)
from kg.disk.written import Place, Table, Text
from kg.errors import ParameterError

MAX_BYTES = 500_000_000
MAX_COLUMNS = 500
MAX_CELLS = 1_000_000  # of a list that is read whole
MAX_ROW = 1_000_000  # characters
MAX_LINES = 1_000  # of one row: more is a quotation mark that was never closed
MAX_EMPTY = 1_048_576  # rows: as many as a sheet has
MAX_UNCLOSED = 100  # rows; every one is read twice

_DELIMITERS = ";,\t|"
_SAMPLE = 21  # rows
_SAMPLE_LENGTH = 1 << 16  # characters


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: as many values as there are headings.

    Attributes:
        line: the line of the file on which the row begins.
        values: the values as text, without white space around them; what the row lacks is empty.
        missing: how many values the row has too few.
        extra: the values that it has too many; empty ones at its end do not count.
        problem: why the row cannot be trusted (too many values, a quotation mark never closed); its values are then
            for showing only.
        damage: that a value holds a control character, or one that turns the direction of text. In the value stands
            U+FFFD in its place, and the cell has the note `damaged`, as has one where the file itself says U+FFFD.
    """

    line: int
    values: tuple[str, ...]
    missing: int
    extra: tuple[str, ...]
    problem: CarrierError | None
    damage: CarrierError | None
    _file: "CsvFile" = field(repr=False)

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return Place(self._file.path, self.line)

    @property
    def cells(self) -> tuple[Text, ...]:
        """The values, each with its place."""
        path, line = self._file.path, self.line
        return tuple(
            Text(value, Place(path, line, column=heading.value), note(value))
            for value, heading in zip(self.values, self._file.headings, strict=True)
        )


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A list whose headings are read; going through it reads its rows, from the first one each time.

    Attributes:
        path: the file.
        encoding: what it is written in: `utf-8`, `utf-8-sig`, `utf-16`, `utf-32` or `cp1252`.
        delimiter: what stands between values.
        headings: the first row that holds anything, without empty headings at its end.
    """

    path: Path
    encoding: str
    delimiter: str
    headings: tuple[Text, ...]

    def __iter__(self) -> Iterator[CsvRow]:
        """Yield the rows that hold anything, below the headings.

        Raises:
            CarrierError: if the rest of the file cannot be read; what is wrong with one row is told in the row.
        """
        rows = _rows(self.path, self.encoding, self.delimiter)
        next(rows, None)
        for raw in rows:
            yield self._row(raw)

    def _row(self, raw: "_Raw") -> CsvRow:
        width = len(self.headings)
        extra = raw.values[width:]
        while extra and not extra[-1]:
            extra.pop()
        problem = raw.problem
        if extra and not problem:
            found = width + len(extra)
            problem = CarrierError(
                Place(self.path, raw.line),
                f"the row has {found} values, the heading row {width}; a value that holds the separator "
                f"({_shown(self.delimiter)[0]}) must stand in quotation marks",
                f"raden har {found} värden, rubrikraden {width}; ett värde som innehåller skiljetecknet "
                f"({_shown(self.delimiter)[1]}) ska stå inom citattecken",
            )
        missing = max(0, width - len(raw.values))
        values = (*raw.values[:width], *[""] * missing)
        return CsvRow(raw.line, values, missing, tuple(extra), problem, raw.damage, self)


def open_csv(path: Path, delimiter: str = "") -> CsvFile:
    """Return a list, its headings read, its rows to be gone through.

    Args:
        path: the file, in UTF-8, in UTF-16 with a byte order mark, or in Windows-1252 if nothing speaks against it.
        delimiter: what stands between values; found out from the headings and the first rows if left out.

    Raises:
        CarrierError: if it cannot be read, is empty or too large, or its heading row is broken.
        ParameterError: if the delimiter cannot be one.
    """
    if delimiter and (len(delimiter) != 1 or delimiter in '" \r\n\ufeff'):
        raise ParameterError(
            f"{path}: the delimiter is one character, for instance ; or a tab, not {delimiter!r}",
            f"{path}: skiljetecknet är ett enda tecken, till exempel ; eller tabb, inte {delimiter!r}",
        )
    check_file(path, MAX_BYTES)
    encoding = encoding_of(lambda: chunks(path), path)
    delimiter = delimiter or _stated(path, encoding) or _likely(path, encoding)
    raw = next(_rows(path, encoding, delimiter), None)
    if raw is None:
        raise CarrierError(Place(path), "nothing is written in the file", "ingenting står i filen")
    if problem := raw.problem or raw.damage:
        raise problem
    while not raw.values[-1]:
        raw.values.pop()
    headings = tuple(Text(value, Place(path, raw.line, column=value)) for value in raw.values)
    return CsvFile(path, encoding, delimiter, headings)


def read_csv(path: Path, delimiter: str = "") -> list[Table]:
    """Return a small list as one table.

    Args:
        path: the file, as `open_csv` takes it.
        delimiter: as `open_csv` takes it.

    Raises:
        CarrierError: as `open_csv`; at the first row with a problem or damage; if there are over a million cells.
    """
    file = open_csv(path, delimiter)
    rows: list[tuple[Text, ...]] = []
    for row in file:
        if problem := row.problem or row.damage:
            raise problem
        if (len(rows) + 1) * len(file.headings) > MAX_CELLS:
            en, sv = thousands(MAX_CELLS)
            raise CarrierError(row.place, f"more than {en} cells", f"fler än {sv} celler")
        rows.append(row.cells)
    return [Table("", Place(path), file.headings, tuple(rows))]


@dataclass(slots=True)
class _Raw:
    """A row before it is held against the headings."""

    line: int
    values: list[str]
    problem: CarrierError | None
    damage: CarrierError | None = None


class _TooLongError(Exception):
    """A row that does not end."""


class _Lines:
    """The lines of a file, for a CSV reader; remembers those of the row it is at, and takes them back."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.line = 0  # of the last line given
        self.row: list[str] = []
        self._path = path
        self._file = file
        self._back: deque[str] = deque()
        self._length = 0
        first = self._read()
        if _separator(first):
            self.line = 1
        elif first:
            self._back.append(first)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        if not line:
            raise StopIteration
        self.line += 1
        self.row.append(line)
        self._length += len(line)
        if self._length > MAX_ROW or len(self.row) > MAX_LINES:
            raise _TooLongError
        return line

    def begin(self) -> int:
        """Begin a new row; return the line on which it stands."""
        self.row = []
        self._length = 0
        return self.line + 1

    def take_back(self) -> None:
        """Give all lines of this row but its first anew."""
        self.line -= len(self.row) - 1
        self._back.extendleft(reversed(self.row[1:]))

    def _read(self) -> str:
        place = Place(self._path, self.line + 1)
        try:
            line = self._file.readline(MAX_ROW + 1)
        except OSError as error:
            raise CarrierError(
                Place(self._path), str(error.strerror), f"går inte att läsa ({error.strerror})"
            ) from None
        except UnicodeError:
            raise CarrierError(
                place, "broken text; save the file as UTF-8", "trasig text; spara filen som UTF-8"
            ) from None
        if len(line) > MAX_ROW:
            en, sv = thousands(MAX_ROW)
            raise CarrierError(place, f"a line of more than {en} characters", f"en rad med fler än {sv} tecken")
        return line


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[_Raw]:
    """Yield the rows of a file that hold anything; what is wrong with a row is told in it."""
    with path.open(encoding=encoding) as file:
        lines = _Lines(path, file)
        reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        unclosed = empty = 0
        while True:
            begun = lines.begin()
            try:
                raw = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLongError) as error:
                if len(lines.row) > 1:
                    unclosed += 1
                    lines.take_back()
                if unclosed > MAX_UNCLOSED:
                    raise _unclosed_often(Place(path, begun)) from None
                yield _Raw(begun, _split(lines.row[0], delimiter), _broken(Place(path, begun), error))
                continue
            if not any(raw):
                empty += 1
                if empty > MAX_EMPTY:
                    en, sv = thousands(MAX_EMPTY)
                    raise CarrierError(Place(path, begun), f"more than {en} empty rows", f"fler än {sv} tomma rader")
                continue
            if len(raw) > MAX_COLUMNS and any(raw[MAX_COLUMNS:]):
                raise CarrierError(
                    Place(path, begun), f"more than {MAX_COLUMNS} columns", f"fler än {MAX_COLUMNS} kolumner"
                )
            row = _checked(raw, begun, lines.row, path)
            if any(row.values):
                yield row


def _checked(raw: list[str], begun: int, lines: list[str], path: Path) -> _Raw:
    """Return a row with its values tidied, and what was wrong with their characters."""
    damage = None
    for number, line in enumerate(lines):
        if not line.rstrip("\n").isprintable() and (found := FORBIDDEN.search(line)):
            damage = damage or forbidden(Place(path, begun + number), found.group())
            raw = [without_forbidden(value) for value in raw]
    tidy = all(is_clean(line) for line in lines)
    return _Raw(begun, [value.strip() if tidy else clean(value) for value in raw], None, damage)


def _split(line: str, delimiter: str) -> list[str]:
    """Return the values of a line whose quotation marks cannot be trusted."""
    return [clean(without_forbidden(value)) for value in line.split(delimiter)[:MAX_COLUMNS]]


def _broken(place: Place, error: Exception) -> CarrierError:
    if "field larger" in str(error):
        en, sv = thousands(csv.field_size_limit())
        return CarrierError(place, f"a value of more than {en} characters", f"ett värde med fler än {sv} tecken")
    return CarrierError(
        place,
        'a quotation mark (") that is never closed, or stands inside a quoted value; write two ("") for one inside',
        'ett citattecken (") som aldrig avslutas, eller står inne i ett citerat värde; skriv två ("") för ett inuti',
    )


def _unclosed_often(place: Place) -> CarrierError:
    return CarrierError(
        place,
        f"more than {MAX_UNCLOSED} rows with a quotation mark that is never closed",
        f"fler än {MAX_UNCLOSED} rader med ett citattecken som aldrig avslutas",
    )


def _shown(delimiter: str) -> tuple[str, str]:
    return {"\t": ("tab", "tabb")}.get(delimiter, (delimiter, delimiter))


def _separator(line: str) -> str:
    """Return the separator that the first line of a file states, as Excel writes and reads it (`sep=;`), or nothing."""
    stated = line.lstrip("\ufeff").rstrip("\n")
    return stated[4] if len(stated) == 5 and stated[:4].lower() == "sep=" else ""


def _stated(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace") as file:
        return _separator(file.readline(10))


def _likely(path: Path, encoding: str) -> str:
    """Return the delimiter that cuts the headings, and the most rows likewise, into the most values."""
    with path.open(encoding=encoding, errors="replace") as file:
        sample = file.read(_SAMPLE_LENGTH)
    return max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[bool, float, int]:
    reader = csv.reader(io.StringIO(sample), delimiter=delimiter, skipinitialspace=True)
    widths: list[int] = []
    with suppress(csv.Error):
        rows = (row for row in reader if any(value.strip() for value in row))
        widths.extend(len(row) for row in islice(rows, _SAMPLE))
    if 1 < len(widths) < _SAMPLE and len(sample) == _SAMPLE_LENGTH:
        widths.pop()  # cut off in the middle
    if not widths or widths[0] < 2:
        return False, 0.0, 0
    return True, sum(width == widths[0] for width in widths) / len(widths), widths[0]
