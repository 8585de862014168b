"""A JSON file with a long array as its last value, read an item at a time."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from kg.errors import ParseError

CHUNK = 1 << 20  # characters
_SPACE = re.compile(r"[ \t\r\n]*")


class JsonStream:
    """A JSON object, whose values are read but for the array that comes last, which is gone through.

    Args:
        path: the file.
        last: the key of the array.
    """

    def __init__(self, path: Path, last: str) -> None:
        self.path = path
        self.head: dict[str, Any] = {}
        self._last = last
        self._buffer, self._at = "", 0
        self._decode = json.JSONDecoder().raw_decode
        self._file: IO[str] | None = None

    def __enter__(self) -> "JsonStream":
        """Open the file and read what stands before the array.

        Raises:
            ParseError: if it cannot be read, or is none such.
        """
        try:
            self._file = self.path.open(encoding="utf-8")
            self._head()
        except BaseException as error:
            self._close()
            if isinstance(error, OSError | UnicodeDecodeError):
                raise self._wrong("cannot be read", "går inte att läsa") from None
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._close()

    def items(self) -> Iterator[Any]:
        """Yield the items of the array.

        Raises:
            ParseError: where the file is broken or cut off.
        """
        if self._taken("]"):
            self._end()
            return
        while True:
            yield self._value()
            if not self._taken(","):
                break
        self._take("]")
        self._end()

    def _head(self) -> None:
        self._take("{")
        while True:
            key = self._value()
            self._take(":")
            if key == self._last:
                self._take("[")
                return
            if not isinstance(key, str):
                raise self._wrong("is no JSON", "är inte JSON")
            self.head[key] = self._value()
            self._take(",")

    def _end(self) -> None:
        self._take("}")
        if self._next():
            raise self._wrong("goes on behind its end", "fortsätter efter slutet")

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError:
                end = len(self._buffer)
            # A number at the end of what has been read may go on; nothing else can.
            if end < len(self._buffer):
                self._at = end
                return value
            if not self._more():
                raise self._wrong("is cut off, or is no JSON", "är avhuggen, eller är inte JSON")

    def _taken(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def _take(self, sign: str) -> None:
        if not self._taken(sign):
            raise self._wrong("is cut off, or is no report in JSON", "är avhuggen, eller är ingen rapport i JSON")

    def _next(self) -> str:
        """Return the next sign that is no white space; nothing at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer) or not self._more():
                return self._buffer[self._at : self._at + 1]

    def _more(self) -> bool:
        try:
            read = self._file.read(CHUNK) if self._file else ""
        except UnicodeDecodeError:
            raise self._wrong("is not UTF-8", "är inte UTF-8") from None
        self._buffer, self._at = self._buffer[self._at :] + read, 0
        return bool(read)

    def _close(self) -> None:
        if self._file:
            self._file.close()

    def _wrong(self, en: str, sv: str) -> ParseError:
        return ParseError(f"{self.path}: {en}", f"{self.path}: {sv}")
