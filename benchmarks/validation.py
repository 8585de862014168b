"""Measure checking entries by our own engine, one by one and some at a time, against pySHACL on the same graphs.

In one process, in turn, the median of five in processor time; what counts is the ratio. A small entry has eighty
statements; the larger ones are four of data/. Run it with: make benchmarks
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import parse_turtle, read_text
from kg.disk.store import open_store
from kg.disk.workspace import Workspace
from kg.terms import entry_graph
from kg.work.neighbourhood import Surroundings
from kg.work.shapes import Shapes

ROUNDS = 5
COPIES = 100
SMALL = Path(__file__).resolve().parent.parent / "tests" / "work" / "shacl" / "entry.ttl"
LARGER = ("tv-blekinge", "tv-orebro", "tv-skane", "tv-vasterbotten")

Asked = tuple[list[ox.Triple], set[str]]


def main() -> None:
    """Print what each way takes an entry, and the ratios."""
    shapes = Shapes()
    start = time.process_time()
    shapes.check([], [])
    print(f"shapes read in {1000 * (time.process_time() - start):.0f} ms")
    store = open_store(Workspace.find().store)
    surroundings = Surroundings(store)
    text = read_text(SMALL)
    copies = (
        text.replace("project/x#", f"project/x-{n}#").replace("project:x ", f"project:x-{n} ") for n in range(COPIES)
    )
    small = [parse_turtle(copy, str(SMALL)) for copy in copies]
    larger = [
        [quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(entry_graph(name)))]
        for name in LARGER
    ]
    compare("small", shapes, [asked(surroundings, entry) for entry in small])
    compare("larger", shapes, [asked(surroundings, entry) for entry in larger] * 5)


def compare(name: str, shapes: Shapes, entries: list[Asked]) -> None:
    """Print what one by one, some at a time and pySHACL take for an entry."""
    some = entries[: len(LARGER)]
    ways: list[Callable[[], object]] = [
        lambda: [shapes.check(*entry) for entry in entries],
        lambda: list(shapes.check_many(entries)),
        lambda: [shapes.referee(*entry) for entry in some],
    ]
    one, many, referee = (
        1000 * seconds / count
        for seconds, count in zip(medians(ways), (len(entries), len(entries), len(some)), strict=True)
    )
    size = statistics.mean(len(triples) for triples, _ in entries)
    print(f"{name} entries, {size:.0f} statements with what they point to:")
    print(f"  one by one / pySHACL: {one:.2f} ms / {referee:.0f} ms an entry = {one / referee:.4f}")
    print(f"  some at a time / one by one: {many:.2f} ms / {one:.2f} ms an entry = {many / one:.2f}")


def asked(surroundings: Surroundings, entry: list[ox.Triple]) -> Asked:
    """Return an entry as the shapes are asked about it."""
    return surroundings.of(entry), {
        triple.subject.value for triple in entry if isinstance(triple.subject, ox.NamedNode)
    }


def medians(ways: list[Callable[[], object]]) -> list[float]:
    """Return the median time in seconds of some ways, taken in turn, after one round that is not counted."""
    times: list[list[float]] = [[] for _ in ways]
    for number in range(ROUNDS + 1):
        for way, kept in zip(ways, times, strict=True):
            start = time.process_time()
            way()
            if number:
                kept.append(time.process_time() - start)
    return [statistics.median(kept) for kept in times]


if __name__ == "__main__":
    main()
