import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.disk.workers import AHEAD, cores, in_order
from kg.errors import ParseError, WorkerError

_base = 0


def prepare(base: int) -> None:
    global _base
    _base = base


def work(order: int) -> int:
    time.sleep(0.002 * (order % 3))
    return _base + order


def fail(order: int) -> int:
    if order == 5:
        raise ParseError("five", "fem")
    return order


def die(order: int) -> int:
    if order == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return order


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_orders(jobs: int) -> None:
    assert list(in_order(work, range(40), jobs, prepare, 100)) == list(range(100, 140))


def test_nothing_to_do_is_done() -> None:
    assert list(in_order(work, [], 2, prepare, 0)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_is_told_in_both_languages_whatever_process_met_it(jobs: int) -> None:
    found: list[int] = []
    with pytest.raises(ParseError) as caught:
        found.extend(in_order(fail, range(40), jobs, prepare, 0))
    assert (caught.value.en, caught.value.sv) == ("five", "fem")


def test_only_a_few_orders_are_under_way_at_a_time() -> None:
    taken = []

    def orders() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = in_order(work, orders(), 2, prepare, 0)
    assert next(results) == 0
    assert len(taken) <= 2 * AHEAD + 1
    assert list(results) == list(range(1, 100))


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    with pytest.raises(WorkerError, match="--jobs 1") as caught:
        list(in_order(die, range(10), 2, prepare, 0))
    assert caught.value.exit_code == 3


def test_there_is_a_core() -> None:
    assert cores() >= 1


SLEEPS = """
import sys, time
from kg.disk.workers import in_order
def nothing(): print(__import__("os").getpid(), flush=True)
def work(order): time.sleep(600)
if __name__ == "__main__":
    list(in_order(work, [1, 2, 3, 4], 2, nothing))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_workers_end_with_the_process_that_began_them(tmp_path: Path) -> None:
    script = tmp_path / "sleeps.py"
    script.write_text(SLEEPS)
    began = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert began.stdout is not None
    workers = [int(began.stdout.readline()) for _ in range(2)]
    began.kill()
    began.wait()
    began.stdout.close()
    for _ in range(200):
        if not any(alive(worker) for worker in workers):
            return
        time.sleep(0.05)
    pytest.fail(f"still there: {[worker for worker in workers if alive(worker)]}")


def alive(process: int) -> bool:
    """Tell whether a process runs: one that has ended and waits to be asked does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
