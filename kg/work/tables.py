"""Answers as tables: columns of text that a person reads or a spreadsheet opens."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import CODES, PREFIXES
from kg.work.select import text

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

NARROWEST = 8

_SHORTENED = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


@dataclass(frozen=True)
class Table:
    """Named columns and rows of text, in an order that does not change between runs."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, solutions: ox.QuerySolutions, *, short: bool = True) -> "Table":
        """Return the answer to a SELECT query, things as `prefix:name` for a person or by their IRI for a program."""
        columns = tuple(variable.value for variable in solutions.variables)
        write = shown if short else text
        return cls(columns, tuple(tuple(write(row[column]) for column in columns) for row in solutions))


def shown(term: Term) -> str:
    """Return a term as a person reads it: text bare, an IRI as `prefix:name` where a prefix is known."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        return short_iri(term.value)
    return str(term)


def short_iri(iri: str) -> str:
    """Return `project:tre-m#goal-1` for that goal's IRI, the code alone for a code, and any other IRI whole."""
    if iri.startswith(CODES) and iri.count("/") > CODES.count("/"):
        return iri.rpartition("/")[2]
    for prefix, namespace in _SHORTENED:
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def as_text(table: Table, width: int | None = None) -> str:
    """Return a table with lines, wrapped to a width in characters if one is given."""
    from prettytable import PrettyTable, TableStyle

    drawn = PrettyTable(table.columns, align="l")
    if width:
        for column, most in zip(table.columns, _widths(table, width), strict=True):
            drawn.max_width[column] = most
    drawn.set_style(TableStyle.SINGLE_BORDER)
    for column in _number_columns(table):
        drawn.align[column] = "r"
    drawn.add_rows([[unicodedata.normalize("NFC", cell) for cell in row] for row in table.rows])
    return str(drawn.get_string())


def as_csv(table: Table, delimiter: str = ",", *, head: bool = True) -> str:
    """Return a table as CSV (RFC 4180, lines ending in LF) whose cells no spreadsheet takes for formulas.

    Args:
        table: what to write.
        delimiter: what stands between the cells.
        head: whether the names of the columns come first.
    """
    out = io.StringIO()
    writer = csv.writer(_Lines(out), delimiter=delimiter, lineterminator="\r\n")
    if head:
        writer.writerow(table.columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue()


class _Lines:
    """Rows as they are written, ending in LF: the writer quotes a carriage return only if its own lines end in one.

    A bare one would end the row for many readers, and the next cell could begin with a formula.
    """

    def __init__(self, out: io.StringIO) -> None:
        self._out = out

    def write(self, row: str) -> int:
        return self._out.write(row.removesuffix("\r\n") + "\n")


def as_json(table: Table) -> str:
    """Return a table as a JSON array of objects."""
    return json.dumps([dict(zip(table.columns, row, strict=True)) for row in table.rows], ensure_ascii=False, indent=2)


def safe_cell(cell: str) -> str:
    """Return a cell that a spreadsheet shows as text: `=1+1` gets an apostrophe before it; numbers stay.

    The characters are those of OWASP's advice on CSV injection.
    """
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") and not _is_number(cell):
        return "'" + cell
    return cell


def bare_cell(cell: str) -> str:
    """Return a cell as it was before `safe_cell` made it safe."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _widths(table: Table, width: int) -> list[int]:
    """Return the widest that each column may be: the widest columns give way until the table fits."""
    cells = [[column, *(row[number] for row in table.rows)] for number, column in enumerate(table.columns)]
    widths = [max(map(len, column)) for column in cells]
    room = width - 3 * len(widths) - 1
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _number_columns(table: Table) -> Iterable[str]:
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows if row[number]]
        if cells and all(map(_is_number, cells)):
            yield column


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()


def columns_of(rows: Sequence[Sequence[str]], *names: str) -> Table:
    """Return rows under the given column names."""
    return Table(names, tuple(tuple(row) for row in rows))
