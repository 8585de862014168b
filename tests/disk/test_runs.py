"""Things sorted on disk: whatever fits in memory, they come back in the same order."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.runs import Runs

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)


@given(st.lists(TEXT), st.integers(0, 40))
def test_texts_come_back_sorted_whatever_fits_in_memory(texts: list[str], budget: int) -> None:
    runs: Runs[str] = Runs(budget)
    for text in texts:
        runs.extend([text], len(text))
    assert list(runs) == sorted(texts)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=2), st.integers(0, 40))
def test_so_do_pairs(pairs: list[tuple[str, str]], budget: int) -> None:
    runs: Runs[tuple[str, str]] = Runs(budget)
    runs.extend(pairs[:1], 20)
    runs.extend(pairs[1:], 20)
    assert list(runs) == sorted(pairs)


def test_more_than_a_batch_of_a_run_comes_back() -> None:
    runs: Runs[str] = Runs(10_000)
    names = [f"{number:06}" for number in range(20_000, 0, -1)]
    for start in range(0, len(names), 3000):
        runs.extend(names[start : start + 3000], 18_000)
    assert list(runs) == names[::-1]


@pytest.mark.parametrize("budget", [0, 1000])
def test_who_stops_half_way_leaves_nothing_open(budget: int) -> None:
    runs: Runs[str] = Runs(budget)
    with closing(runs):
        runs.extend(["b"], 1)
        runs.extend(["a"], 1)
        assert next(iter(runs)) == "a"
