"""The index of names: who or what is called so, exactly, but for case and signs, or nearly.

A file of SQLite beside the store, written once with it and then only read; or the same in memory, to be added to.
Every lookup reads a bounded number of rows, however many names there are.

    thing    what has names: its IRI, its family (`sam:Actor`, `sam:Place` …), its narrowest class, the graph it is in
    name     a name of a thing: what kind of name, language, text, and the text with letters and digits only
    doubt    a thing of which some graph says that nobody knows who is meant
    word     a word of the names of a family, and in how many names it stands
    posting  the names with a word, those with fewest words first
    pair     the names with two common words: either alone would be in too many
    typo     the words that have a key of `typo_keys`
"""

import itertools
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.disk.namerows import INDEXES, TABLES, index_spelled, next_number, note_spelled
from kg.disk.namesearch import in_parts, marks, near_in
from kg.disk.spelling import LONGEST, joined, tight, words
from kg.errors import StoreError

FILE = "names.sqlite"
FORMAT = 1
MAPPED = 1 << 30  # bytes of the file that may be read as memory
MOST_SPELLED = 200  # names spelled alike that are told
MOST_WORDS = 12  # of a text that are searched for
LAST = "\U0010ffff"  # the letter that comes after all others

KINDS = ("label", "other", "former", "identifier", "stated", "seat")
SEARCHED = ("label", "other", "former", "stated")  # kinds of names that are searched for near ones

_SELECT = """SELECT thing.iri, name.family, thing.kind, name.kind, name.language, name.text, graph.iri, name.id
FROM name JOIN thing ON thing.id = name.thing JOIN graph ON graph.id = name.graph"""


_FAST = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -131072;
"""  # kilobytes, if negative


@dataclass(frozen=True, slots=True)
class Thing:
    """What has names: its IRI, its family as `sam:Actor`, its narrowest class as `sam:Organisation`, its graph."""

    iri: str
    family: str
    kind: str
    graph: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing.

    `what` is the kind of name: `label` (title or preferred label), `other`, `former`, `identifier` (organisation
    number, diary number, code of a place), `stated` (as a document spells an actor that is not known) or `seat` (of
    the place that an actor is the authority of).
    """

    iri: str
    family: str
    kind: str
    what: str
    language: str
    text: str
    graph: str


@dataclass(frozen=True)
class NameSet:
    """What is to be indexed: things, their names, and (IRI, graph) of those that nobody knows who they are."""

    things: Sequence[Thing] = ()
    names: Sequence[Name] = ()
    doubts: Sequence[tuple[str, str]] = ()


@dataclass
class NameIndex:
    """The names of a graph, in a file that is only read, or in memory."""

    connection: sqlite3.Connection
    path: Path | None = None
    _last: int = field(default=0, repr=False)  # the number of the last name, not to be used again once it is dropped

    @classmethod
    def open(cls, path: Path) -> "NameIndex | None":
        """Return the index in a file; None if there is none, or one of another format.

        Raises:
            StoreError: if the file cannot be read as an index.
        """
        if not path.is_file():
            return None
        try:
            address = path.resolve().as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {MAPPED}")
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found == FORMAT:
                connection.execute("SELECT iri FROM thing LIMIT 1").fetchall()
                return cls(connection, path)
        except sqlite3.Error as error:
            raise _unreadable(path, error) from None
        connection.close()
        return None

    @classmethod
    def in_memory(cls, named: NameSet | None = None) -> "NameIndex":
        """Return an index in memory."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.executescript(TABLES + INDEXES)
        connection.execute("BEGIN")  # and never an end: each row would be a transaction of its own otherwise
        index = cls(connection)
        index.add(named or NameSet())
        return index

    @classmethod
    def write(cls, path: Path, named: Iterable[NameSet]) -> None:
        """Write an index to a new file, down to the disk; what is to be indexed is taken part by part.

        Raises:
            StoreError: if it cannot be written.
        """
        try:
            connection = sqlite3.connect(path, isolation_level=None)
            try:
                connection.executescript(_FAST + TABLES)
                connection.execute("BEGIN")
                index = cls(connection)
                for part in named:
                    index._note(part)
                index_spelled(connection)
                connection.execute("COMMIT")
                connection.executescript(f"{INDEXES} PRAGMA user_version = {FORMAT};")
            finally:
                connection.close()
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path} cannot be written: {error}", f"{path} går inte att skriva: {error}") from None

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def add(self, named: NameSet) -> None:
        """Add names; a thing that is there already is what it is now said to be, and its names stay.

        Names of things that are not known are left out.
        """
        self._note(named)
        index_spelled(self.connection)

    def drop(self, graph: str) -> None:
        """Forget what a graph says of names."""
        run = self.connection
        run.execute("DELETE FROM name WHERE graph = (SELECT id FROM graph WHERE iri = ?)", (graph,))
        run.execute("DELETE FROM thing WHERE graph = ?", (graph,))
        run.execute("DELETE FROM doubt WHERE graph = ?", (graph,))

    def thing(self, iri: str) -> Thing | None:
        """Return what is known by an IRI."""
        row = self._row("SELECT iri, family, kind, graph FROM thing WHERE iri = ?", (iri,))
        return Thing(*row) if row else None

    def names_of(self, iri: str) -> list[Name]:
        """Return every name of a thing."""
        return self._names("WHERE thing.iri = ? ORDER BY name.id", (iri,))

    def doubts(self, iri: str) -> list[str]:
        """Return the graphs that say that nobody knows who a thing is."""
        return [row[0] for row in self._rows("SELECT graph FROM doubt WHERE iri = ? ORDER BY graph", (iri,))]

    def spelled(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return the names that differ from a text in case, accents, white space and signs at most.

        If there are more than two hundred, some of those written exactly so are told.
        """
        wanted = tight(text)
        if not wanted:
            return []
        which = f"WHERE name.tight = ? AND name.family IN ({marks(families)})"
        found = self._names(f"{which} LIMIT {MOST_SPELLED + 1}", (wanted, *families))
        if len(found) > MOST_SPELLED:
            exact = self._names(f"{which} AND name.text = ? LIMIT {MOST_SPELLED}", (wanted, *families, text))
            found = exact or found[:MOST_SPELLED]
        return sorted(found, key=lambda name: (name.iri, KINDS.index(name.what), name.language, name.text))

    def beginning(self, text: str, families: Sequence[str], most: int) -> list[str]:
        """Return names that begin with a text, letter by letter, in order; what only documents call things left out."""
        kinds = ("label", "other", "former", "identifier")
        query = f"""SELECT DISTINCT text FROM name WHERE text >= ? AND text < ? AND family IN ({marks(families)})
          AND kind IN ({marks(kinds)}) ORDER BY text LIMIT ?"""  # noqa: S608
        return [row[0] for row in self._rows(query, (text, text + LAST, *families, *kinds, most))]

    def near(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return names that may be near a text, the likeliest first: they have its words, or words like them.

        At most sixteen are told of each family, and a bounded number is looked at; see `kg.disk.namesearch`.
        """
        asked = words(text)[:MOST_WORDS]
        together = ["".join(pair) for pair in itertools.pairwise(asked)]
        whole = ["".join(asked)] if len(asked) > 2 else []
        searched = [word[:LONGEST] for word in dict.fromkeys(asked + together + whole)]
        found: list[int] = []
        for family in families:
            found += near_in(self._rows, family, searched, len(asked))
        names = dict(self._numbered_names(found))
        return [names[number] for number in found if number in names]

    def frequencies(self, family: str, of: Iterable[str]) -> dict[str, int]:
        """Return in how many names of a family each word stands; words in none are left out."""
        asked = sorted(set(of))
        result: dict[str, int] = {}
        for part in in_parts(asked):
            query = f"SELECT text, names FROM word WHERE family = ? AND text IN ({marks(part)})"  # noqa: S608
            result |= dict(self._rows(query, (family, *part)))
        return result

    def with_word(self, word: str, families: Sequence[str], most: int) -> list[Name]:
        """Return names that hold a word (as `words` gives it), those with fewest words first."""
        query = f"""SELECT posting.name FROM word JOIN posting ON posting.word = word.id
          WHERE word.text = ? AND word.family IN ({marks(families)}) ORDER BY length, name LIMIT ?"""  # noqa: S608
        found = [row[0] for row in self._rows(query, (word, *families, most))]
        names = dict(self._numbered_names(found))
        return [names[number] for number in found if number in names]

    def every(self, family: str) -> Iterator[Name]:
        """Yield every name of a family, thing by thing."""
        query = f"{_SELECT} WHERE name.family = ? ORDER BY name.thing, name.id"
        try:
            for row in self.connection.execute(query, (family,)):
                yield Name(*row[:7])
        except sqlite3.Error as error:
            raise _unreadable(self.path, error) from None

    def _note(self, named: NameSet) -> None:
        """Write things and names; those names are found by their words once these are indexed."""
        run = self.connection
        run.executemany(
            """INSERT INTO thing (iri, family, kind, graph) VALUES (?, ?, ?, ?) ON CONFLICT (iri)
            DO UPDATE SET family = excluded.family, kind = excluded.kind, graph = excluded.graph""",
            sorted((thing.iri, thing.family, thing.kind, thing.graph) for thing in named.things),
        )
        run.executemany(
            "INSERT OR IGNORE INTO graph (iri) VALUES (?)",
            [(iri,) for iri in sorted({name.graph for name in named.names})],
        )
        graphs = self._numbered("graph", {name.graph for name in named.names})
        things = self._numbered("thing", {name.iri for name in named.names})
        first = max(next_number(run, "name"), self._last + 1)
        self._last = first + len(named.names) - 1
        numbered = [(number, name, words(name.text)) for number, name in enumerate(named.names, first)
                    if name.iri in things]  # fmt: skip
        run.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, things[name.iri], name.family, name.what, name.language, name.text, joined(own, name.text),
                 graphs[name.graph])
                for number, name, own in numbered
            ],
        )  # fmt: skip
        run.executemany("INSERT OR IGNORE INTO doubt VALUES (?, ?)", named.doubts)
        note_spelled(run, ((number, name.family, own) for number, name, own in numbered if name.what in SEARCHED))

    def _numbered(self, table: str, iris: set[str]) -> dict[str, int]:
        """Return the number of each graph or thing that is known."""
        found: dict[str, int] = {}
        for part in in_parts(sorted(iris)):
            found |= dict(self._rows(f"SELECT iri, id FROM {table} WHERE iri IN ({marks(part)})", part))  # noqa: S608
        return found

    def _names(self, which: str, values: Sequence[object]) -> list[Name]:
        return [Name(*row[:7]) for row in self._rows(f"{_SELECT} {which}", values)]

    def _numbered_names(self, numbers: Sequence[int]) -> Iterator[tuple[int, Name]]:
        for part in in_parts(numbers):
            for row in self._rows(f"{_SELECT} WHERE name.id IN ({marks(part)})", part):
                yield row[7], Name(*row[:7])

    def _row(self, query: str, values: Sequence[object]) -> tuple[Any, ...] | None:
        return next(iter(self._rows(query, values)), None)

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise _unreadable(self.path, error) from None


def _unreadable(path: Path | None, error: sqlite3.Error) -> StoreError:
    return StoreError(
        f"{path} cannot be read ({error}); make the store again with: kg build",
        f"{path} går inte att läsa ({error}); gör om lagret med: kg build",
    )
