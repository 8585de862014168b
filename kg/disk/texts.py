"""The texts of a version: names and descriptions, each with the thing it is of, to find those that hold some letters.

A file of SQLite beside the database, written once from it and then only read; or the same in memory.

    text    a thing, how good a place of a text it is (1 is a name), the text, and the text without case and accents
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.disk.spelling import folded
from kg.errors import StoreError

FILE = "texts.sqlite"
FORMAT = 1
NAME = 1  # the rank of a name

_TABLE = "CREATE TABLE text (thing TEXT NOT NULL, rank INTEGER NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL)"
# Whole texts come before those that begin with what is asked for, short ones before long ones.
_HOLDING = """SELECT thing, text FROM text WHERE instr(folded, :wanted)
ORDER BY rank, CASE WHEN folded = :wanted THEN 0 WHEN substr(folded, 1, length(:wanted)) = :wanted THEN 1 ELSE 2 END,
  length(folded), text, thing"""

Told = tuple[str, int, str]  # a thing, a rank, a text


@dataclass(frozen=True)
class Texts:
    """The texts of a graph, for reading only."""

    connection: sqlite3.Connection
    path: Path | None = None

    @classmethod
    def in_memory(cls, told: Iterable[Told]) -> "Texts":
        """Return texts in memory."""
        connection = sqlite3.connect(":memory:")
        _fill(connection, told)
        return cls(connection)

    @classmethod
    def open(cls, place: Path) -> "Texts | None":
        """Return the texts of a version; None if it has none that can be read.

        Args:
            place: the folder of the version.
        """
        path = place / FILE
        if not path.is_file():
            return None
        connection = sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
                connection.execute("SELECT thing FROM text LIMIT 1").fetchall()
                return cls(connection, path)
        except sqlite3.Error:
            pass
        connection.close()
        return None

    @staticmethod
    def write(place: Path, told: Iterable[Told]) -> None:
        """Write the texts of a version, whole or not at all.

        Raises:
            StoreError: if the disk does not take them.
        """
        path, part = place / FILE, place / f"{FILE}.{os.getpid()}.part"
        try:
            connection = sqlite3.connect(part, isolation_level=None)
            try:
                connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA user_version = {FORMAT};")
                connection.execute("BEGIN")
                _fill(connection, told)
                connection.execute("COMMIT")
            finally:
                connection.close()
            part.replace(path)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path} cannot be written: {error}", f"{path} går inte att skriva: {error}") from None
        finally:
            part.unlink(missing_ok=True)

    def holding(self, wanted: str) -> Iterator[tuple[str, ...]]:
        """Yield things and the texts of them that hold some letters, the best first; a thing may come again.

        Args:
            wanted: what they hold, as `folded` gives it.

        Raises:
            StoreError: if the file is damaged.
        """
        yield from self._rows(_HOLDING, {"wanted": wanted})

    def names(self) -> Iterator[str]:
        """Yield every name once; raises as `holding`."""
        for (text,) in self._rows("SELECT DISTINCT text FROM text WHERE rank = :rank", {"rank": NAME}):
            yield text

    def _rows(self, query: str, values: dict[str, object]) -> Iterator[tuple[str, ...]]:
        try:
            yield from self.connection.execute(query, values)
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} cannot be read ({error}); remove it, and it is made again",
                f"{self.path} går inte att läsa ({error}); ta bort den, så görs den om",
            ) from None

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _fill(connection: sqlite3.Connection, told: Iterable[Told]) -> None:
    connection.execute(_TABLE)
    connection.executemany(
        "INSERT INTO text VALUES (?, ?, ?, ?)", ((thing, rank, text, folded(text)) for thing, rank, text in told)
    )
