"""Worker processes: the same work on many orders, on all cores, with the results in the order of the orders."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, parent_process
from typing import TypeVar

from kg.errors import WorkerError

AHEAD = 2  # orders a worker that are given out before their turn: results wait in memory

Order = TypeVar("Order")
Result = TypeVar("Result")


def cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Order], Result],
    orders: Iterable[Order],
    jobs: int,
    prepare: Callable[..., None],
    *given: object,
) -> Iterator[Result]:
    """Yield what the work makes of each order, in their order; only a few orders are under way at a time.

    Args:
        work: a function of a module.
        orders: what to work on; taken as the work goes on.
        jobs: how many processes; with one, the work is done in this process.
        prepare: called with `given` once in each process before it works.
        given: what `prepare` is called with.

    Raises:
        WorkerError: if a process ends before it has answered; what the work itself raises is raised here.
    """
    if jobs <= 1:
        prepare(*given)
        yield from map(work, orders)
        return
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(prepare, given))
    waiting: deque[Future[Result]] = deque()
    coming = iter(orders)
    try:
        waiting.extend(pool.submit(work, order) for order in islice(coming, AHEAD * jobs))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, order) for order in islice(coming, 1))
            yield result
    except BrokenProcessPool:
        raise WorkerError(
            "a worker process was ended from outside, perhaps for want of memory; try fewer with --jobs 1",
            "en arbetsprocess avslutades utifrån, kanske för att minnet tog slut; pröva färre med --jobs 1",
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(prepare: Callable[..., None], given: tuple[object, ...]) -> None:
    """Begin in a worker: end with the process that began it, even if that is killed, and leave Ctrl-C to it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*given)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
