"""Time some ways of doing the same, in turn, so that what else the machine does meets them all alike."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Self

PAUSE = 0.02  # seconds between two looks at the memory of a process
LONG_PAUSE = 1.0  # likewise, where each look costs some hundredths itself

Work = Callable[[], object]


@dataclass(frozen=True)
class Cost:
    """What a whole process cost: seconds by the clock, and megabytes that it and its children held at most together."""

    seconds: float
    megabytes: float


def medians(ways: Mapping[str, Work], rounds: int, *, warm: bool = True, clock: Callable[[], float] = time.perf_counter
            ) -> dict[str, float]:  # fmt: skip
    """Return the median time in seconds of each way, all taken in turn.

    Args:
        ways: what is done, by name.
        rounds: how often each.
        warm: whether a first round is not counted.
        clock: what tells the time; `time.process_time` where one thread works and others use the machine.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + warm):
        for name, work in ways.items():
            start = clock()
            work()
            spent = clock() - start
            if number >= warm:
                times[name].append(spent)
    return {name: statistics.median(kept) for name, kept in times.items()}


def costs(ways: Mapping[str, Callable[[], Cost]], rounds: int, *, warm: bool = False) -> dict[str, Cost]:
    """Return the median seconds and the most memory of some ways that tell their own cost, taken in turn.

    Args:
        ways: what is done, by name: most often `run` of a command.
        rounds: how often each.
        warm: whether a first round is not counted.
    """
    kept: dict[str, list[Cost]] = {name: [] for name in ways}
    for number in range(rounds + warm):
        for name, way in ways.items():
            cost = way()
            if number >= warm:
                kept[name].append(cost)
    return {
        name: Cost(statistics.median(one.seconds for one in found), max(one.megabytes for one in found))
        for name, found in kept.items()
    }


def run(command: Sequence[str], ok: Sequence[int] = (0,), *, share: bool = False) -> Cost:
    """Run a command and return what it cost; what it says goes nowhere.

    Args:
        command: what is run.
        ok: the codes that it may end with.
        share: whether memory that processes have in common is counted once; see `memory` and `shared_memory`.

    Raises:
        subprocess.CalledProcessError: if it ends with another code than those that are fine.
    """
    with TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(list(command), stdout=subprocess.DEVNULL, stderr=said, env=_environment())
        with Watch(process.pid, share=share) as watch:
            code = process.wait()
            seconds = time.perf_counter() - start
        if code not in ok:
            said.seek(0)
            raise subprocess.CalledProcessError(code, command, stderr=said.read())
    return Cost(seconds, watch.most)


def _environment() -> dict[str, str]:
    """Return the environment of what is measured: Python keeps what it has compiled, as it does for its users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Watch(threading.Thread):
    """Look at the memory of a process, and of all that it starts, while it lives."""

    def __init__(self, pid: int, *, share: bool = False) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._pid, self._is_over = pid, threading.Event()
        self._look, self._pause = (shared_memory, LONG_PAUSE) if share else (memory, PAUSE)

    def run(self) -> None:
        """Look until it is over."""
        while True:
            self.most = max(self.most, self._look(self._pid))
            if self._is_over.wait(self._pause):
                return

    def __enter__(self) -> Self:
        """Begin to look."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._is_over.set()
        self.join()


def memory(pid: int) -> float:
    """Return the megabytes that a process and its children hold at most: the sum of each one's own most so far.

    What processes share is counted for each, and their peaks need not fall together: it is never too little.
    """
    return sum(_peak(one) for one in family(pid))


def shared_memory(pid: int) -> float:
    """Return the megabytes that a process and its children hold now; what processes share is counted once.

    Processes that are forked share what was there before: of three that began with 5 GB each `memory` says 15.
    """
    return sum(_share(one) for one in family(pid))


def family(pid: int) -> list[int]:
    """Return a process and all its children's children that live."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _told(pid: int, file: str, word: str) -> float:
    """Return the megabytes that the system tells of a process under a word; 0 if it is gone."""
    try:
        text = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    held = text.partition(f"{word}:")[2].split()
    return int(held[0]) / 1024 if held else 0.0


def _peak(pid: int) -> float:
    return _told(pid, "status", "VmHWM")


def _share(pid: int) -> float:
    return _told(pid, "smaps_rollup", "Pss")


def own_peak() -> float:
    """Return the megabytes that this process has held at most; `getrusage` would tell of its parent too."""
    return _peak(os.getpid())
