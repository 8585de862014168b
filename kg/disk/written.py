"""What somebody wrote, and where: the one form in which every carrier (YAML, JSON, workbook, CSV) hands over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, as its writer sees it.

    A text file has a `line` (from 1), a workbook a `sheet` and a `cell` ("C7"), a list a `line` and a `column`,
    the heading over the value. What is not known is empty or 0.
    """

    path: Path
    line: int = 0
    sheet: str = ""
    cell: str = ""
    column: str = ""

    def text(self, lang: str, path: str | None = None) -> str:
        """Return the place in words: `a.yaml:14`, `a.xlsx: blad Deltagare, cell C7`, `a.csv: rad 12, kolumn slut`.

        Args:
            lang: `sv` or `en`.
            path: what to call the file; as it was named if left out.
        """
        shown = path or str(self.path)
        row, column, sheet = ("rad", "kolumn", "blad") if lang == "sv" else ("row", "column", "sheet")
        if self.sheet:
            return f"{shown}: {sheet} {self.sheet}" + (f", cell {self.cell}" if self.cell else "")
        if self.column:
            return f"{shown}: {row} {self.line}, {column} {self.column}"
        return f"{shown}:{self.line}" if self.line else shown

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        """A key that puts places in the order in which a reader meets them."""
        letters, digits = re.fullmatch(r"([A-Z]*)(\d*)", self.cell).groups() if self.cell else ("", "")  # type: ignore[union-attr]
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
        return (str(self.path), self.sheet, int(digits) if digits else self.line, column, self.column)


@dataclass(frozen=True, slots=True)
class Text:
    """A single value, as text without white space around it; empty for nothing.

    `note` tells how a cell was meant, where its text does not: `number`, `percent`, `date`, `time`, `boolean` (by the
    cell's format), `merged` (empty because it lies under another cell), `error` (an error value such as #REF!),
    `formula` (a formula whose result is not in the file; the value is the formula), `damaged` (a character was lost
    on the way here; U+FFFD stands for it). It is empty for plain text.
    """

    value: str
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Values in a row."""

    items: "tuple[Written, ...]"
    place: Place

    def __iter__(self) -> "Iterator[Written]":
        """Yield the values."""
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Values by key, in the order written; no key stands twice."""

    pairs: "tuple[tuple[Text, Written], ...]"
    place: Place

    def __iter__(self) -> "Iterator[tuple[Text, Written]]":
        """Yield keys and values."""
        return iter(self.pairs)


Written = Text | Items | Pairs


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet or a list: headings, and below them rows of as many cells; empty cells hold empty text.

    `name` is the sheet's name, empty for a list in a text file.
    """

    name: str
    place: Place
    headings: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...] = field(repr=False)
