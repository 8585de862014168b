"""The examination of the entries of an import: here, or in a second process while this one reads on.

Both give the same findings in the same order. The second process opens the graph for itself and is told of every new
actor, so that it knows what this one knows.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Generic, TypeVar

import pyoxigraph as ox

from kg.work.entries.draft import Draft
from kg.work.entries.examine import examine
from kg.work.entries.known import Known
from kg.work.located import Located
from kg.work.shapes import Shapes

ALONE = 300  # entries that are examined here before a second process is worth its start
AHEAD = 64  # entries that may be read before the first of them is examined

T = TypeVar("T")
Opener = Callable[[], Known]
Shared = tuple[str, Sequence[ox.Triple]]  # a graph, and what it says


@dataclass
class Examiner(Generic[T]):
    """Examines drafts one after the other; each comes back with what it was handed in with.

    Args:
        known: the graph.
        open_known: what opens the graph in another process; None to stay in this one.
    """

    known: Known
    open_known: Opener | None = None
    _shapes: Shapes = field(default_factory=Shapes)
    _done: int = 0
    _pool: ProcessPoolExecutor | None = None
    _shared: list[Shared] = field(default_factory=list)
    _waiting: deque[tuple[T, Future[list[Located]]]] = field(default_factory=deque)

    def __enter__(self) -> "Examiner[T]":
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the second process."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def share(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Let what follows know what a graph says."""
        self.known.knowledge.add(graph, triples)
        if self.open_known:
            self._shared.append((graph, triples))

    def hand_in(self, item: T, draft: Draft) -> Iterator[tuple[T, list[Located]]]:
        """Take a draft; yield those that have been examined meanwhile, in the order handed in."""
        self._done += 1
        if self._pool is None and self.open_known and self._done > ALONE:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, _begin, (self.open_known,))
        if self._pool is None:
            yield item, examine(draft, self.known, self._shapes)
            return
        shared, self._shared = self._shared, []
        self._waiting.append((item, self._pool.submit(_examine, draft, shared)))
        yield from self._collected(AHEAD)

    def rest(self) -> Iterator[tuple[T, list[Located]]]:
        """Yield those that are still being examined."""
        yield from self._collected(0)

    def _collected(self, left: int) -> Iterator[tuple[T, list[Located]]]:
        while self._waiting and (len(self._waiting) > left or self._waiting[0][1].done()):
            item, future = self._waiting.popleft()
            yield item, future.result()


_here: dict[str, Known | Shapes] = {}  # of the second process


def _begin(open_known: Opener) -> None:
    _here["known"], _here["shapes"] = open_known(), Shapes()


def _examine(draft: Draft, shared: Sequence[Shared]) -> list[Located]:
    known, shapes = _here["known"], _here["shapes"]
    if not isinstance(known, Known) or not isinstance(shapes, Shapes):
        raise TypeError("the process has not begun")
    for graph, triples in shared:
        known.knowledge.add(graph, triples)
    return examine(draft, known, shapes)
