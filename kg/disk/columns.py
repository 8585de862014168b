"""The columns of a version: its statements a second time, a table a property, for questions about very many of them.

A file of DuckDB beside the database, written once from it (`columnfile`) and then only read. Things are numbers there,
in the order of their IRIs, so that things of one kind lie together and are found without reading the rest:

    iri        the number and the text of each IRI
    number     a hash of each IRI and its number, to find the number of one
    property   each property that is asked for, its table (none if it has no statements), what its objects are, and
               how many statements it has, and how many of them share a subject or an object with one of them
    p1, p2 …   a table a property, in the order of its subjects: `s` and `o`, and `t` where literals have languages or
               datatypes

Where the library or the file is not there, the database answers everything.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

FILE = "columns.duckdb"
FORMAT = 3
MEMORY = "2GB"  # that the library may hold while it reads
SPILL = "4GB"  # that it may put on the disk besides; what needs more is for the database
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

    def numbers(self, iris: Iterable[str]) -> dict[str, int]:
        """Return the numbers of IRIs; one that is not in the graph gets one that nothing there has.

        Raises:
            ColumnsError: if they cannot be looked up.
        """
        import duckdb

        hashes = {iri: hash_of(iri) for iri in sorted(iris)}
        try:
            cursor = self.connection.cursor()
            (last,), = cursor.execute("SELECT count(*) FROM iri").fetchall()  # fmt: skip
            found = dict(cursor.execute(_found_by(hashes.values())).fetchall()) if hashes else {}
        except duckdb.Error as error:
            raise ColumnsError(str(error)) from error
        return {iri: found.get(hashed, last + place) for place, (iri, hashed) in enumerate(hashes.items(), 1)}

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


def _found_by(hashes: Iterable[int]) -> str:
    """Return SQL for the numbers of some IRIs, one by one: parts of a table are left out for `=`, not for `IN`."""
    return " UNION ALL ".join(f"SELECT hash, id FROM number WHERE hash = {one}" for one in hashes)  # noqa: S608


def hash_of(iri: str) -> int:
    """Return what an IRI is looked up by: half of its MD5, which DuckDB reckons alike."""
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
        "memory_limit": MEMORY,
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
