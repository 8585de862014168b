"""The file of a version's columns, written from its database; `columns` tells what is in it."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.disk.columns import FILE, FORMAT, THREADS, Property, Sort
from kg.errors import StoreError
from kg.terms import XSD

if TYPE_CHECKING:
    import duckdb

MEMORY = "600MB"  # that the library may hold while it writes; what is more it puts on the disk


def write_columns(
    place: Path, store: ox.Store, wanted: Iterable[str], count: Callable[[int, int], None] = lambda _done, _whole: None
) -> bool:
    """Write the columns of a version from its database; tell whether they could be written.

    They are there whole or not at all. Without the library nothing is written.

    Args:
        place: the folder of the version.
        store: its database.
        wanted: the properties that are asked for; one whose objects are both IRIs and literals is left out.
        count: is told how many of them are read, and of how many.

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
            whole = writer.write(sorted(wanted), count)
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

    def write(self, wanted: Sequence[str], count: Callable[[int, int], None]) -> bool:
        """Write all tables; tell whether it could be done: two IRIs of one hash cannot be told apart."""
        run = self.connection.execute
        run("SET preserve_insertion_order = false")
        run("BEGIN")
        run("CREATE TABLE format (number INTEGER)")
        run("INSERT INTO format VALUES (?)", [FORMAT])
        run("CREATE TEMP TABLE hashed (hash UBIGINT, text VARCHAR)")
        run(
            "CREATE TABLE property (iri VARCHAR, name VARCHAR, sort VARCHAR, tagged BOOLEAN, rows BIGINT,"
            " out DOUBLE, into_ DOUBLE)"
        )
        known: list[Property] = []
        for number, iri in enumerate(wanted, 1):
            if found := self._gathered(iri, f"p{number}"):
                known.append(found)
            count(number, len(wanted) + 1)
        if not self._numbered():
            return False
        for found in known:
            self._table(found)
            told = [str(value) if isinstance(value, Sort) else value for value in astuple(found)]
            run("INSERT INTO property VALUES (?, ?, ?, ?, ?, ?, ?)", told)
        run("COMMIT")
        count(len(wanted) + 1, len(wanted) + 1)
        return True

    def _numbered(self) -> bool:
        """Write the numbers of all IRIs, in the order of their texts; tell whether each has a hash of its own."""
        run = self.connection.execute
        (hashes, texts), = run("SELECT count(DISTINCT hash), count(*) FROM hashed").fetchall()  # fmt: skip
        if hashes != texts:
            return False
        run("CREATE TEMP TABLE ranked AS SELECT CAST(row_number() OVER (ORDER BY text) AS UINTEGER) AS id, text, hash"
            " FROM hashed")  # fmt: skip
        run("CREATE TABLE iri AS SELECT id, text FROM ranked ORDER BY id")
        run("CREATE TABLE number AS SELECT hash, id FROM ranked ORDER BY hash")
        return True

    def _table(self, known: Property) -> None:
        """Write the table of a property from what was gathered, with numbers instead of hashes."""
        if not known.table:
            return
        value, also = ("n.id", "JOIN number AS n ON n.hash = g.o") if known.sort is Sort.IRI else ("g.o", "")
        self.connection.execute(
            f"CREATE TABLE {known.table} AS SELECT m.id AS s, {value} AS o{', g.t AS t' if known.tagged else ''}"  # noqa: S608
            f" FROM gathered_{known.table} AS g JOIN number AS m ON m.hash = g.s {also} ORDER BY s, o"
        )
        self.connection.execute(f"DROP TABLE gathered_{known.table}")

    def _gathered(self, iri: str, table: str) -> Property | None:
        """Gather the statements of a property with hashes of IRIs; None if its objects have no column here."""
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
        run(f"CREATE TEMP TABLE gathered_{table} AS SELECT {_HASH.format('s')} AS s, {_OBJECTS[sort]} AS o"  # noqa: S608
            f"{f', {_TAGS[sort]} AS t' if tagged else ''} FROM raw")  # fmt: skip
        also = " UNION ALL SELECT o FROM raw" if sort is Sort.IRI else ""
        run(_NEW_IRIS.format(f"SELECT s FROM raw{also}"))  # noqa: S608
        run("DROP TABLE raw")
        out, into = (run(_SHARING.format(end, f"gathered_{table}")).fetchall()[0][0] for end in "so")
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
_HASH = "md5_number_lower({0}[2:-2])"
_NEW_IRIS = f"""INSERT INTO hashed SELECT hash, text FROM (SELECT DISTINCT {_HASH.format("s")} AS hash, s[2:-2] AS text
  FROM ({{}})) AS new ANTI JOIN hashed USING (hash, text)"""  # noqa: S608
_UNESCAPED = _INNER
for _sign, _char in (("\\\\", 1), ("\\n", 10), ("\\r", 13), ("\\t", 9), ('\\"', 34)):
    _UNESCAPED = f"replace({_UNESCAPED}, '{_sign}', chr({_char}))"
_UNESCAPED = f"CASE WHEN contains(o, chr(92)) THEN replace({_UNESCAPED}, chr(1), chr(92)) ELSE {_INNER} END"
_OBJECTS = {
    Sort.IRI: _HASH.format("o"),
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
