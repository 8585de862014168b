"""Lists of checksums, as `sha256sum -c` reads them: a line a file, its SHA-256 and its path from the list's folder."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ParseError

NAME = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64}) [ *](?:\./)?([^\\\0]+)")
_CACHE_KB = 16_384


def read_checksums(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the SHA-256 in hexadecimal of each file of a list.

    Raises:
        ParseError: at a line that is none of such a list, or if the list cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                found = _LINE.fullmatch(line.rstrip("\n"))
                if found is None:
                    raise ParseError(
                        f"{path}:{number}: not a line of a list of checksums (SHA-256, two spaces, path)",
                        f"{path}:{number}: ingen rad i en lista av kontrollsummor (SHA-256, två blanksteg, sökväg)",
                    )
                yield found[2], found[1]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ParseError(f"{path}: cannot be read: {reason}", f"{path}: går inte att läsa: {reason}") from None


class Checksums:
    """The checksums of very many files, kept in a file of their own and given back in the order of the paths."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        for pragma in (f"cache_size = -{_CACHE_KB}", "journal_mode = OFF", "synchronous = OFF"):
            self._base.execute(f"PRAGMA {pragma}")
        self._base.execute("CREATE TABLE file (path TEXT PRIMARY KEY, sha256 BLOB NOT NULL) WITHOUT ROWID")

    def add(self, path: str, sha256: str) -> None:
        """Keep the checksum of a file."""
        self._base.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (path, bytes.fromhex(sha256)))

    def get(self, path: str) -> str:
        """Return the checksum of a file, or nothing."""
        found = self._base.execute("SELECT sha256 FROM file WHERE path = ?", (path,)).fetchone()
        return found[0].hex() if found else ""

    def lines(self) -> Iterator[bytes]:
        """Yield the lines of the list."""
        for path, digest in self._base.execute("SELECT path, sha256 FROM file ORDER BY path"):
            yield f"{digest.hex()}  {path}\n".encode()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()
