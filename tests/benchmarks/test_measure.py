"""Measuring: ways in turn, the median of each, and what a process held."""

import subprocess
import sys

import pytest
from measure import Cost, costs, medians, own_peak, run


def test_ways_are_taken_in_turn_and_the_first_round_does_not_count() -> None:
    taken: list[str] = []
    ticks = iter(range(1000))
    found = medians({name: lambda name=name: taken.append(name) for name in "ab"}, 3, clock=lambda: float(next(ticks)))  # type: ignore[misc]
    assert taken == list("abababab")
    assert found == {"a": 1.0, "b": 1.0}


def test_costs_are_the_median_time_and_the_most_memory() -> None:
    kept = iter([Cost(9, 99), Cost(1, 10), Cost(5, 30), Cost(2, 20)])
    assert costs({"": lambda: next(kept)}, 3, warm=True) == {"": Cost(2, 30)}


def test_the_memory_of_a_process_and_its_children_is_seen() -> None:
    hold = "import time; held = b'x' * 100_000_000; time.sleep(0.3)"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    assert run([sys.executable, "-c", hold]).megabytes > 95
    assert run([sys.executable, "-c", both]).megabytes > 100
    assert own_peak() > 5


def test_memory_that_processes_share_is_counted_once() -> None:
    hold = "import os, time; held = os.urandom(100_000_000); os.fork(); time.sleep(1.5)"
    alone, together = (run([sys.executable, "-c", hold], share=share).megabytes for share in (False, True))
    assert alone > 190 and 95 < together < 160


def test_a_command_that_fails_is_told_with_its_words() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such thing')"]
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run(command)
    assert b"no such thing" in caught.value.stderr
    assert run(command, ok=(0, 1)).seconds > 0
