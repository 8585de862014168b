"""A file of a publication, before and after it is written."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file to be written: its path from the publication's top, with `/`, and its bytes in pieces."""

    path: str
    pieces: Iterable[bytes]

    @classmethod
    def of(cls, path: str, content: str | bytes) -> "File":
        """Return a file that is small enough to be held whole; text is written as UTF-8."""
        return cls(path, (content.encode() if isinstance(content, str) else content,))


@dataclass(frozen=True)
class Written:
    """A file that was written: its path, its size in bytes and the SHA-256 of its bytes in hexadecimal."""

    path: str
    size: int
    sha256: str
