"""Things sorted although they are too many for memory: in runs on disk, which are merged while they are read."""

import heapq
import marshal
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Generic, TypeVar

_Item = TypeVar("_Item", str, tuple[str, str])

BUDGET = 48 << 20  # characters held in memory before they go to the disk; with what Python adds, some 100 MB
_BATCH = 1 << 15  # characters of a run that are read at once
_PLAIN = 2  # the version of marshal that looks for no doubles


class Runs(Generic[_Item]):
    """Texts, or pairs of texts, that come back sorted by code point; doubles come back as often as they went in.

    Args:
        budget: how many characters to hold in memory; `BUDGET` if left out.
    """

    def __init__(self, budget: int | None = None) -> None:
        self._budget = BUDGET if budget is None else budget
        self._held: list[_Item] = []
        self._size = 0
        self._files: list[BinaryIO] = []

    def extend(self, items: Iterable[_Item], size: int) -> None:
        """Take things in; `size` is how many characters they have together, roughly."""
        self._held.extend(items)
        self._size += size
        if self._size > self._budget:
            self._lay_down()

    def __iter__(self) -> Iterator[_Item]:
        """Yield everything in order, once; what was on the disk is gone then."""
        self._held.sort()
        held, self._held, self._size = self._held, [], 0
        if not self._files:
            yield from held
            return
        try:
            yield from heapq.merge(held, *(self._read(file) for file in self._files))
        finally:
            self.close()

    def close(self) -> None:
        """Let go of what is on the disk."""
        for file in self._files:
            file.close()
        self._files.clear()

    def _lay_down(self) -> None:
        self._held.sort()
        file = tempfile.TemporaryFile(prefix="kg-run-")  # noqa: SIM115 -- open until it has been read
        self._files.append(file)
        length = max(1, len(self._held) * _BATCH // max(1, self._size))
        for start in range(0, len(self._held), length):
            batch = marshal.dumps(self._held[start : start + length], _PLAIN)
            file.write(len(batch).to_bytes(8, "big"))
            file.write(batch)
        self._held.clear()
        self._size = 0

    def _read(self, file: BinaryIO) -> Iterator[_Item]:
        file.seek(0)
        while head := file.read(8):
            yield from marshal.loads(file.read(int.from_bytes(head, "big")))  # noqa: S302 -- what this process wrote
