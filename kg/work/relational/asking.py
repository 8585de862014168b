"""Ask columns what a canned question asks, and give the answer as the store would have given it."""

import contextlib
from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.disk.columns import Columns, ColumnsError, Sort
from kg.terms import XSD
from kg.work.queries import Question
from kg.work.relational.effort import Pointing, Properties, effort
from kg.work.relational.patterns import Translator, order_by
from kg.work.relational.reading import read_select
from kg.work.relational.relation import Column, Relation
from kg.work.relational.syntax import Fits, Select, UntranslatableError, iris, lacks_solutions, properties

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


LIGHT = 1_500  # lookups: a store does so many in the time in which columns are only planned
HEAVY = 100_000  # lookups: some tenths of a second; for more it is worth while to make columns


def suits(query: str, properties: Properties, pointing: Pointing, *, made: bool = True) -> bool:
    """Tell whether columns are to answer a query: where a store would look up very many statements.

    Args:
        query: SPARQL, with its values in it.
        properties: tells how many statements a property has; see `effort`.
        pointing: counts the statements of a property with a given object, up to some number.
        made: whether there are columns; if not, they would have to be made first.

    Raises:
        UntranslatableError: if it is not one for columns.
    """
    return effort(read_select(query), properties, pointing) > (LIGHT if made else HEAVY)


def has_no_answer(columns: Columns, query: str) -> bool:
    """Tell whether the answer to a query has no rows since no statement has a property that it wants.

    Raises:
        UntranslatableError: if the query is not one for columns.
    """
    return lacks_solutions(read_select(query), columns.unused)


def wanted_properties(questions: Iterable[Question]) -> set[str]:
    """Return the properties that there must be columns of for the questions that columns can answer."""
    found: set[str] = set()
    for question in questions:
        with contextlib.suppress(UntranslatableError):
            found |= properties(read_select(question.query))
    return found


def ask_columns(columns: Columns, query: str, fits: Fits = lambda _one, _other: True) -> ox.QuerySolutions:
    """Return the answer to a SELECT.

    Args:
        columns: of the version that is asked.
        query: SPARQL.
        fits: tells whether a thing may fit two patterns, where that is known sooner; see `lacks_solutions`.

    Raises:
        UntranslatableError: if it has no translation, or the columns no answer; the store has one.
    """
    select = read_select(query)
    if lacks_solutions(select, columns.unused, fits):
        names, lines = [name for name, _ in select.columns], iter([list[str]()])
    else:
        names, sql = _translated(columns, select)
        lines = columns.lines(sql)
    try:
        first = next(lines, [])
    except ColumnsError as error:
        raise UntranslatableError(str(error)) from error
    head = "\t".join(f"?{name}" for name in names)
    text = BufferedReader(_Text(chain([[head], first], lines)))
    answer = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
    if not isinstance(answer, ox.QuerySolutions):
        raise UntranslatableError("not a SELECT")
    return answer


class _Text(RawIOBase):
    """Lines as a file to read: an answer may be longer than the memory."""

    def __init__(self, parts: Iterator[list[str]]) -> None:
        self._parts = parts
        self._waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if not self._waiting:
            part = next(self._parts, None)
            self._waiting = memoryview("".join([f"{line}\n" for line in part]).encode() if part else b"")
        view = memoryview(buffer)
        size = min(len(view), len(self._waiting))
        view[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size


def translate(columns: Columns, query: str) -> tuple[list[str], str]:
    """Return the names of the columns of a query's answer, and SQL that gives each row as a line of SPARQL's TSV."""
    return _translated(columns, read_select(query))


def _translated(columns: Columns, select: Select) -> tuple[list[str], str]:
    try:
        numbers = columns.numbers(iris(select))
    except ColumnsError as error:
        raise UntranslatableError(str(error)) from error
    found = Translator(columns.properties, numbers).select(select)
    names = [name for name, _ in select.columns]
    order = order_by(found, select.order)
    cells = [_cell(found, found.columns[name]) for name in names]
    sql = found.sql(" || chr(9) || ".join(cells))
    return names, f"{sql} ORDER BY {order}" if order else sql


def _cell(relation: Relation, column: Column) -> str:
    """Return a term as TSV writes it, in SQL; nothing if it is unbound."""
    match column.sort:
        case Sort.NOTHING:
            return "''"
        case Sort.IRI:
            written = f"'<' || {relation.text(column)} || '>'"
        case Sort.TEXT:
            tag = "" if column.plain else f" || CASE WHEN {column.tag} = '' THEN '' ELSE '@' || {column.tag} END"
            written = f"'\"' || {_escaped(column.sql)} || '\"'{tag}"
        case Sort.OTHER:
            written = f"CASE WHEN TRUE THEN '\"' || {_escaped(column.sql)} || '\"' || {column.tag} END"
        case Sort.DATE:
            written = f"'\"' || {column.sql} || '\"^^<{XSD}date>'"
        case Sort.DECIMAL:
            rounded = f"rtrim(rtrim(CAST(CAST({column.sql} AS DECIMAL(30, 12)) AS VARCHAR), '0'), '.')"
            written = f"'\"' || {rounded} || '\"^^<{XSD}decimal>'"
        case Sort.INTEGER | Sort.BOOLEAN:
            written = f"CAST({column.sql} AS VARCHAR)"
    return f"coalesce({written}, '')" if column.nullable or column.sort is Sort.TEXT else f"({written})"


def _escaped(sql: str) -> str:
    for sign, written in ((92, "\\\\"), (34, '\\"'), (10, "\\n"), (13, "\\r"), (9, "\\t")):
        sql = f"replace({sql}, chr({sign}), '{written}')"
    return sql
