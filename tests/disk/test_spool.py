"""Rows on disk come back together, in order; keys are remembered."""

import tracemalloc

from kg.disk.spool import Seen, Spool


def test_rows_of_a_key_come_back_together_in_the_order_of_the_first() -> None:
    with Spool() as spool:
        for number, key in enumerate(["b", "a", "b", "ö\ud800", "a", "b"]):
            spool.add(key, [number, key, "å\n;"])
        found = [[row[0] for row in group if isinstance(row, list)] for group in spool.groups()]
    assert found == [[0, 2, 5], [1, 4], [3]]


def test_nothing_laid_down_gives_nothing() -> None:
    with Spool() as spool:
        assert list(spool.groups()) == []


def test_many_rows_take_little_memory() -> None:
    tracemalloc.start()
    with Spool() as spool:
        for number in range(20_000):
            spool.add(str(number % 7_000), [number, "x" * 500])
        count = sum(len(group) for group in spool.groups())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert most < 3_000_000


def test_where_a_key_was_met_first() -> None:
    with Seen() as seen:
        assert seen.first("a", 2) == 0
        assert seen.first("b", 3) == 0
        assert seen.first("a", 4) == 2
        assert "b" in seen
        assert "c" not in seen
