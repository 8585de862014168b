"""The examination of the entries of an import: here, or in other processes while this one reads on.

Both give the same findings in the same order. Every other process opens the graph for itself and is told of each new
actor, so that it knows what this one knows.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Generic, TypeVar

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import PREFIXES
from kg.work.entries.draft import Draft
from kg.work.entries.examine import examine_many
from kg.work.entries.known import Known
from kg.work.located import Located
from kg.work.shapes import Shapes

BATCH = 32  # entries that are examined together
ALONE = 320  # entries that are examined here before other processes are worth their start
HELPERS = 2  # processes: to examine takes longer than to read
AHEAD = 4  # batches that may wait for a helper

T = TypeVar("T")
Opener = Callable[[], Known]
Shared = tuple[str, Sequence[ox.Triple]]  # a graph, and what it says


class Examiner(Generic[T]):
    """Examines drafts; each comes back with what it was handed in with, in the order handed in.

    Args:
        known: the graph.
        open_known: what opens the graph in another process; None to stay in this one.
    """

    def __init__(self, known: Known, open_known: Opener | None = None) -> None:
        self.known = known
        self._open_known = open_known
        self._shapes = Shapes()
        self._done = 0
        self._shared: list[Shared] = []
        self._helpers: list[_Helper] = []
        self._batch: list[tuple[T, Draft]] = []
        self._waiting: deque[tuple[list[T], Future[list[list[Located]]]]] = deque()

    def __enter__(self) -> "Examiner[T]":
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the other processes."""
        for helper in self._helpers:
            helper.pool.shutdown(cancel_futures=True)

    def share(self, graph: str, triples: Sequence[ox.Triple]) -> None:
        """Let what follows know what a graph says."""
        self.known.add(graph, triples)
        for helper in self._helpers:
            helper.shared.append((graph, triples))
        if self._open_known and not self._helpers:
            self._shared.append((graph, triples))

    def hand_in(self, item: T, draft: Draft, shared: Sequence[ox.Triple]) -> Iterator[tuple[T, list[Located]]]:
        """Take a draft; yield those that have been examined meanwhile.

        Args:
            item: what the findings come back with.
            draft: the entry, read and signed.
            shared: what it says of actors and documents that entries after it may refer to.

        Raises:
            StoreError: if a process that examines has ended.
        """
        self.pass_over(draft, shared)
        self._batch.append((item, draft))
        if len(self._batch) == BATCH:
            yield from self._examined()
            yield from self._collected(AHEAD)

    def pass_over(self, draft: Draft, shared: Sequence[ox.Triple]) -> None:
        """Let what follows know what a draft says of actors and documents, without examining it."""
        if shared:
            self.share(draft.graph.value, [*shared, *self._topic(draft)])

    def _topic(self, draft: Draft) -> list[ox.Triple]:
        """Return that an entry is there already, if it is: its graph now holds nothing but what it shares."""
        graph, topic = draft.graph, ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
        return [ox.Triple(graph, topic, draft.project)] if self.known.is_entry(draft.project.value) else []

    def rest(self) -> Iterator[tuple[T, list[Located]]]:
        """Yield those that have not been examined yet."""
        yield from self._examined()
        yield from self._collected(0)

    def _examined(self) -> Iterator[tuple[T, list[Located]]]:
        """Examine what has been handed in, or begin to."""
        if not self._batch:
            return
        items, drafts = [item for item, _ in self._batch], [draft for _, draft in self._batch]
        self._batch = []
        self._done += len(items)
        if self._open_known and not self._helpers and self._done > ALONE:
            self._helpers = [_Helper(self._open_known, self._shared) for _ in range(HELPERS)]
            self._shared.clear()
        if self._helpers:
            self._helpers.append(self._helpers.pop(0))
            self._waiting.append((items, self._helpers[0].examine(drafts)))
        else:
            yield from zip(items, examine_many(drafts, self.known, self._shapes), strict=True)

    def _collected(self, left: int) -> Iterator[tuple[T, list[Located]]]:
        while self._waiting and (len(self._waiting) > left or self._waiting[0][1].done()):
            items, future = self._waiting.popleft()
            try:
                yield from zip(items, future.result(), strict=True)
            except BrokenProcessPool:
                raise StoreError(
                    "a process that examines entries has ended, perhaps for want of memory; nothing was written",
                    "en process som granskar poster har avslutats, kanske av minnesbrist; inget skrevs",
                ) from None


class _Helper:
    """A process that examines; what it is to know waits until it is given something to do."""

    def __init__(self, open_known: Opener, shared: Sequence[Shared]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(1, context, _begin, (open_known,))
        self.shared = list(shared)

    def examine(self, drafts: Sequence[Draft]) -> Future[list[list[Located]]]:
        """Begin to examine drafts."""
        shared, self.shared = self.shared, []
        return self.pool.submit(_examine, drafts, shared)


_here: dict[str, Known | Shapes] = {}  # of a helper


def _begin(open_known: Opener) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _here["known"], _here["shapes"] = open_known(), Shapes()


def _examine(drafts: Sequence[Draft], shared: Sequence[Shared]) -> list[list[Located]]:
    known, shapes = _here["known"], _here["shapes"]
    if not isinstance(known, Known) or not isinstance(shapes, Shapes):
        raise TypeError("the process has not begun")
    for graph, triples in shared:
        known.add(graph, triples)
    return list(examine_many(drafts, known, shapes))
