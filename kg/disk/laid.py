"""Rows laid down in the order in which they come, to be gone through as often as wanted; many of them on disk."""

import marshal
import weakref
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 8 << 20  # bytes that stay in memory
_AT_ONCE = 256  # rows that are read back together

Row = tuple[Any, ...]


class Laid:
    """Rows of plain values."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY, prefix="kg-laid-")  # noqa: SIM115 -- as long as this
        self._length = 0
        self._end = weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._length

    def extend(self, rows: Sequence[Row]) -> None:
        """Lay rows down behind the others."""
        self._file.seek(0, 2)
        for start in range(0, len(rows), _AT_ONCE):
            some = list(rows[start : start + _AT_ONCE])
            data = marshal.dumps(some)
            self._file.write(len(data).to_bytes(8, "big") + data)
            self._length += len(some)

    def __iter__(self) -> Iterator[Row]:
        """Yield every row."""
        place = 0
        while True:
            self._file.seek(place)
            head = self._file.read(8)
            if not head:
                return
            size = int.from_bytes(head, "big")
            rows = marshal.loads(self._file.read(size))  # noqa: S302 -- what this process wrote
            place += 8 + size
            yield from rows

    def close(self) -> None:
        """Let go of what is on the disk."""
        self._end()
