"""The columns of a version: its statements a second time, a table a property, for questions about very many of them.

A file of DuckDB beside the database, written once from it and then only read. Things are numbers there:

    iri        the number and the text of each IRI
    property   each property that is asked for, its table (none if it has no statements), what its objects are, and
               how many statements it has, and how many of them share a subject or an object with one of them
    p1, p2 …   a table a property: `s` and `o`, and `t` where literals have languages or datatypes

Where the library or the file is not there, the database answers everything.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import XSD

if TYPE_CHECKING:
    import duckdb

FILE = "columns.duckdb"
FORMAT = 2
MEMORY = "600MB"  # that the library may hold while it writes; what is more it puts on the disk
MEMORY_TO_READ = "2GB"
SPILL = "4GB"  # that it may put on the disk while it reads; what needs more is for the database
THREADS = 2
LINES = 10_000  # that are read at a time


class Sort(StrEnum):
    """What a value is: `NOTHING` is never bound, `OTHER` a literal of one of several datatypes."""

    NOTHING = "nothing"
    IRI = "iri"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    OTHER = "other"


class ColumnsError(Exception):
    """Columns have no answer; the database has one."""


@dataclass(frozen=True)
class Property:
    """A property.

    Args:
        iri: its IRI.
        table: its table.
        sort: what its objects are.
        tagged: whether the table has their tags.
        rows: how many statements it has.
        out: how many a statement's subject has of it, in the mean over the statements.
        into: how many a statement's object has of it, likewise.
    """

    iri: str
    table: str
    sort: Sort
    tagged: bool
    rows: int = 0
    out: float = 0.0
    into: float = 0.0


@dataclass(frozen=True)
class Columns:
    """The columns of a version, for reading only."""

    connection: "duckdb.DuckDBPyConnection"
    properties: dict[str, Property]

    @cached_property
    def unused(self) -> frozenset[str]:
        """The properties that have no statements."""
        return frozenset(iri for iri, known in self.properties.items() if known.sort is Sort.NOTHING)

    def lines(self, query: str) -> Iterator[list[str]]:
        """Yield the answer to SQL whose rows are one text each, many lines at a time.

        Raises:
            ColumnsError: if it has none, at the first lines.
        """
        import duckdb

        try:
            cursor = self.connection.cursor()
            cursor.execute(query)
            while rows := cursor.fetchmany(LINES):
                yield [text for (text,) in rows]
        except duckdb.Error as error:
            raise ColumnsError(str(error)) from error


def number_of(iri: str) -> int:
    """Return the number of an IRI: half of its MD5, which DuckDB reckons alike; a table with two alike is not kept."""
    return int.from_bytes(hashlib.md5(iri.encode(), usedforsecurity=False).digest()[8:], "little")


def open_columns(place: Path) -> Columns | None:
    """Return the columns of a version; None if it has none that can be read, or the library is not there.

    Args:
        place: the folder of the version.
    """
    path = place / FILE
    if not path.is_file():
        return None
    try:
        import duckdb
    except ImportError:
        return None
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": MEMORY_TO_READ,
        "temp_directory": gettempdir(),
        "max_temp_directory_size": SPILL,
    }
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        found = connection.execute("SELECT * FROM property").fetchall()
        version = connection.execute("SELECT number FROM format").fetchall()
    except duckdb.Error:
        return None
    if version != [(FORMAT,)]:
        return None
    return Columns(connection, {iri: Property(iri, table, Sort(sort), *told) for iri, table, sort, *told in found})


def write_columns(place: Path, store: ox.Store, wanted: Iterable[str]) -> bool:
    """Write the columns of a version from its database; tell whether they could be written.

    They are there whole or not at all. Without the library nothing is written.

    Args:
        place: the folder of the version.
        store: its database.
        wanted: the properties that are asked for; one whose objects are both IRIs and literals is left out.

    Raises:
        StoreError: if the disk does not take them.
    """
    try:
        import duckdb
    except ImportError:
        return False
    path = place / FILE
    part = place / f"{FILE}.{os.getpid()}.part"
    try:
        with duckdb.connect(str(part), config={"memory_limit": MEMORY, "threads": THREADS}) as connection:
            writer = _Writer(connection, store, part.with_suffix(".tsv"))
            whole = writer.write(wanted)
        if whole:
            part.replace(path)
        return whole
    except (duckdb.Error, OSError) as error:
        raise StoreError(f"{path} cannot be written: {error}", f"{path} går inte att skriva: {error}") from None
    finally:
        for left in place.glob(f"{part.stem}*"):
            left.unlink(missing_ok=True)


@dataclass
class _Writer:
    connection: "duckdb.DuckDBPyConnection"
    store: ox.Store
    waiting: Path  # a file for the statements of one property at a time

    def write(self, wanted: Iterable[str]) -> bool:
        """Write all tables; tell whether each IRI has a number of its own."""
        run = self.connection.execute
        run("SET preserve_insertion_order = false")
        run("BEGIN")
        run("CREATE TABLE format (number INTEGER)")
        run("INSERT INTO format VALUES (?)", [FORMAT])
        run("CREATE TABLE iri (id UBIGINT, text VARCHAR)")
        run(
            "CREATE TABLE property (iri VARCHAR, name VARCHAR, sort VARCHAR, tagged BOOLEAN, rows BIGINT,"
            " out DOUBLE, into_ DOUBLE)"
        )
        for number, iri in enumerate(sorted(wanted), 1):
            if found := self._property(iri, f"p{number}"):
                told = [str(value) if isinstance(value, Sort) else value for value in astuple(found)]
                run("INSERT INTO property VALUES (?, ?, ?, ?, ?, ?, ?)", told)
        run("COMMIT")
        (numbers, texts), = run("SELECT count(DISTINCT id), count(*) FROM iri").fetchall()  # fmt: skip
        return bool(numbers == texts)

    def _property(self, iri: str, table: str) -> Property | None:
        """Write the table of a property, if it has statements; None if its objects have no column here."""
        answer = self.store.query(f"SELECT ?s ?o WHERE {{ ?s <{iri}> ?o }}", use_default_graph_as_union=True)
        if not isinstance(answer, ox.QuerySolutions):
            return None
        answer.serialize(str(self.waiting), format=ox.QueryResultsFormat.TSV)
        run = self.connection.execute
        run(f"CREATE TEMP TABLE raw AS {_READ.format(path=str(self.waiting).replace(chr(39), chr(39) * 2))}")
        self.waiting.unlink()
        (rows, iris, blank, tags, odd), = run(_LOOK).fetchall()  # fmt: skip
        sort, tagged = _sort_of(rows, iris, sorted(tags or []))
        if blank or (odd and sort is not Sort.IRI) or (iris and sort is not Sort.IRI):
            run("DROP TABLE raw")
            return None
        if sort is Sort.NOTHING:
            run("DROP TABLE raw")
            return Property(iri, "", sort, tagged=False)
        run(f"CREATE TABLE {table} AS SELECT {_NUMBER.format('s')} AS s, {_OBJECTS[sort]} AS o"  # noqa: S608
            f"{f', {_TAGS[sort]} AS t' if tagged else ''} FROM raw")  # fmt: skip
        also = " UNION ALL SELECT o FROM raw" if sort is Sort.IRI else ""
        run(_NEW_IRIS.format(f"SELECT s FROM raw{also}"))  # noqa: S608
        run("DROP TABLE raw")
        out, into = (run(_SHARING.format(end, table)).fetchall()[0][0] for end in "so")
        return Property(iri, table, sort, tagged, rows, out, into)


def _sort_of(rows: int, iris: int, tags: list[str]) -> tuple[Sort, bool]:
    """Return what the objects of a property are, by what follows their quotes, and whether they have tags."""
    if iris == rows:
        return (Sort.IRI if rows else Sort.NOTHING), False
    if all(not tag or tag.startswith("@") for tag in tags):
        return Sort.TEXT, tags != [""]
    if len(tags) == 1 and tags[0] in _BY_TAG:
        return _BY_TAG[tags[0]], False
    return Sort.OTHER, True


# A row is two terms as SPARQL's TSV writes them; most numbers and all truths stand bare, other literals in quotes.
_BARE = f"""CASE WHEN o IN ('true', 'false') THEN '^^<{XSD}boolean>' WHEN contains(lower(o), 'e') THEN '^^<{XSD}double>'
  WHEN contains(o, '.') THEN '^^<{XSD}decimal>' ELSE '^^<{XSD}integer>' END"""
_TYPE = f"""CASE WHEN o[1] = '<' THEN 'iri' WHEN o[1] <> '"' THEN {_BARE}
  WHEN o[-1] = '"' THEN '' ELSE regexp_extract(o, '"([^"]*)$', 1) END"""
_READ = f"""SELECT s, o, {_TYPE} AS t FROM read_csv('{{path}}', delim = '\t', header = true, quote = '', escape = '',
  auto_detect = false, columns = {{{{'s': 'VARCHAR', 'o': 'VARCHAR'}}}})"""  # noqa: S608
_INNER = "CASE WHEN o[1] = '\"' THEN o[2 : length(o) - length(t) - 1] ELSE o END"
_ODD = f"""CASE t WHEN 'iri' THEN FALSE WHEN '^^<{XSD}date>' THEN length({_INNER}) <> 10
  WHEN '^^<{XSD}boolean>' THEN o[1] = '\"' WHEN '^^<{XSD}integer>' THEN length({_INNER}) > 15
  WHEN '^^<{XSD}decimal>' THEN length({_INNER}) > 15 OR TRY_CAST({_INNER} AS DOUBLE) IS NULL
  ELSE contains(o, chr(1)) END"""
_LOOK = f"""SELECT count(*), count(*) FILTER (t = 'iri'), count(*) FILTER (s[1] <> '<' OR o[1] = '_'),
  list(DISTINCT t) FILTER (t <> 'iri'), count(*) FILTER ({_ODD}) FROM raw"""  # noqa: S608
_SHARING = "SELECT sum(n * n) / sum(n) FROM (SELECT count(*) AS n FROM {1} GROUP BY {0})"
_NUMBER = "md5_number_lower({0}[2:-2])"
_NEW_IRIS = f"""INSERT INTO iri SELECT id, text FROM (SELECT DISTINCT {_NUMBER.format("s")} AS id, s[2:-2] AS text
  FROM ({{}})) AS new ANTI JOIN iri USING (id, text)"""  # noqa: S608
_UNESCAPED = _INNER
for _sign, _char in (("\\\\", 1), ("\\n", 10), ("\\r", 13), ("\\t", 9), ('\\"', 34)):
    _UNESCAPED = f"replace({_UNESCAPED}, '{_sign}', chr({_char}))"
_UNESCAPED = f"CASE WHEN contains(o, chr(92)) THEN replace({_UNESCAPED}, chr(1), chr(92)) ELSE {_INNER} END"
_OBJECTS = {
    Sort.IRI: _NUMBER.format("o"),
    Sort.TEXT: _UNESCAPED,
    Sort.OTHER: _UNESCAPED,
    Sort.DATE: _INNER,
    Sort.INTEGER: f"CAST({_INNER} AS BIGINT)",
    Sort.DECIMAL: f"CAST({_INNER} AS DOUBLE)",
    Sort.BOOLEAN: "o = 'true'",
}
_TAGS = {Sort.TEXT: "t[2:]", Sort.OTHER: "t"}
_BY_TAG = {
    f"^^<{XSD}integer>": Sort.INTEGER,
    f"^^<{XSD}decimal>": Sort.DECIMAL,
    f"^^<{XSD}date>": Sort.DATE,
    f"^^<{XSD}boolean>": Sort.BOOLEAN,
}
