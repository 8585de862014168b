"""Rows laid down on disk for a while, so that those that belong together can be taken up together.

A list may hold more rows than fit in memory, and those of one project may lie far apart. SQLite keeps them in a file
that nobody else sees, which is gone when the work is done.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

from kg.disk.workfolder import WorkFolder

_CACHE_KB = 16_384
_BATCH = 500


class Spool:
    """Rows under keys; what belongs to a key comes back together, in the order laid down."""

    def __init__(self) -> None:
        self._folder = WorkFolder("kg-rows-")
        self._base = sqlite3.connect(Path(self._folder.name) / "rows")
        for pragma in (f"cache_size = -{_CACHE_KB}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("CREATE TABLE row (key BLOB NOT NULL, number INTEGER PRIMARY KEY, cells TEXT NOT NULL)")
        self._waiting: list[tuple[bytes, str]] = []

    def __enter__(self) -> "Spool":
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the file."""
        self._base.close()
        self._folder.cleanup()

    def add(self, key: str, row: object) -> None:
        """Lay a row down: any JSON value."""
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self._waiting.append((digest, json.dumps(row, ensure_ascii=True, separators=(",", ":"))))
        if len(self._waiting) >= _BATCH:
            self._write()

    def _write(self) -> None:
        self._base.executemany("INSERT INTO row (key, cells) VALUES (?, ?)", self._waiting)
        self._waiting.clear()

    def groups(self) -> Iterator[list[object]]:
        """Yield the rows of each key, the key met first first."""
        self._write()
        self._base.execute("CREATE TABLE first AS SELECT key, MIN(number) AS begins FROM row GROUP BY key")
        self._base.execute("CREATE UNIQUE INDEX first_key ON first (key)")
        found = self._base.execute(
            "SELECT first.begins, row.cells FROM row JOIN first USING (key) ORDER BY first.begins, row.number"
        )
        for _, rows in groupby(found, key=lambda pair: pair[0]):
            yield [json.loads(cells) for _, cells in rows]


class Seen:
    """Where each key was met first."""

    def __init__(self) -> None:
        self._folder = WorkFolder("kg-seen-")
        self._base = sqlite3.connect(Path(self._folder.name) / "seen")
        for pragma in (f"cache_size = -{_CACHE_KB}", "journal_mode = OFF", "synchronous = OFF"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")

    def __enter__(self) -> "Seen":
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the file."""
        self._base.close()
        self._folder.cleanup()

    def first(self, key: str, line: int) -> int:
        """Return the line on which a key was met before, or 0 if this is the first time."""
        found = self._base.execute("SELECT line FROM seen WHERE key = ?", (key,)).fetchone()
        if found:
            return int(found[0])
        self._base.execute("INSERT INTO seen VALUES (?, ?)", (key, line))
        return 0

    def __contains__(self, key: str) -> bool:
        """Tell whether a key was met."""
        return self._base.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone() is not None
