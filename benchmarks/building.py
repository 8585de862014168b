"""Building: the whole of `kg build`, beside what loading the same statements costs others.

Whole processes from start to end, into an empty folder each time, in turn. The bare load is the least that a build
can cost: a process that hands a file of the final statements, derived ones included, to pyoxigraph's `bulk_load`. It
parses N-Quads; a build parses Turtle, which takes four times as long, checks, derives and indexes names besides.
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import servers
from figure import Figure, Goal, growth, slower
from measure import Cost, costs, run
from setting import KG, Setting, tell

TITLE = "Build"
NAME = "build"
MEMORY = "memory of a build"
BARE, RDFLIB, VIRTUOSO = "pyoxigraph bulk_load", "rdflib", "Virtuoso"
MOST = {100_000: 2.5}  # times the bare load
MOST_MEMORY = {100_000: 3 * 1024.0, 1_000_000: 12 * 1024.0}  # MB
RDFLIB_MOST = 10_000  # projects that rdflib loads in a time that one waits for
PEERS_MOST = 100_000  # projects whose store, statements and copy a disk of some ten gigabytes holds at once

LOAD = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)
store.flush()
"""
LOAD_RDFLIB = """
import sys, rdflib
rdflib.Dataset().parse(sys.argv[1], format="nquads")
"""


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure builds at every size, then how they grow."""
    found = []
    for size in setting.sizes:
        rounds = setting.rounds_at(size)
        tell(f"build: {size:,} projects, {rounds} rounds")
        measured = costs(_ways(setting, size), rounds)
        ours = measured.pop(NAME)
        peers = {name: cost.seconds for name, cost in measured.items()}
        figure = Figure(NAME, "s", ours.seconds, size, peers, rounds=rounds, note=_note(size))
        found.append(slower(figure, BARE, MOST.get(size)))
        yield found[-1]
        goal = Goal("at most", MOST_MEMORY[size], "ours") if size in MOST_MEMORY else None
        yield Figure(MEMORY, "MB", ours.megabytes, size, {name: cost.megabytes for name, cost in measured.items()
                     if name != VIRTUOSO}, goal=goal, rounds=rounds)  # fmt: skip
    yield from growth(found, NAME, 11)


def _ways(setting: Setting, size: int) -> dict[str, Callable[[], Cost]]:
    """Return what is measured at a size."""
    root, place = setting.workspace(size), setting.scratch() / "load"
    command = [str(KG), "--root", str(root), "--store", str(place), "build"]
    ways: dict[str, Callable[[], Cost]] = {NAME: partial(_afresh, command, place, share=size > PEERS_MOST)}
    if size > PEERS_MOST:
        return ways
    final = setting.final(size)
    ways[BARE] = partial(_afresh, [sys.executable, "-c", LOAD, str(final), str(place)], place)
    if size <= RDFLIB_MOST and not setting.quick:
        ways[RDFLIB] = partial(run, [sys.executable, "-c", LOAD_RDFLIB, str(final)])
    if not servers.absence("virtuoso") and not setting.quick:
        ways[VIRTUOSO] = partial(_virtuoso, final)
    return ways


def _afresh(command: list[str], place: Path, *, share: bool = False) -> Cost:
    """Run a command that writes into a folder which is not there yet."""
    shutil.rmtree(place, ignore_errors=True)
    cost = run(command, share=share)
    shutil.rmtree(place, ignore_errors=True)
    return cost


def _virtuoso(final: Path) -> Cost:
    """Load into a new database of a server that runs; its start is not counted."""
    with servers.virtuoso(allowed=[final.parent]) as server:
        start = time.perf_counter()
        servers.bulk_load(server, [final], "urn:x-final")
        return Cost(time.perf_counter() - start, 0.0)


def _note(size: int) -> str:
    """Return how it was measured, where that differs."""
    if size > PEERS_MOST:
        return (
            "Alone and once: the final statements and a second store would need some hundred gigabytes of disk. "
            "Memory is looked at each second, and what processes share is counted once."
        )
    words = []
    if absent := servers.absence("virtuoso"):
        words.append(f"Not beside Virtuoso: {absent}.")
    if size > RDFLIB_MOST:
        words.append("rdflib would need minutes, and all the memory of a laptop.")
    return " ".join(words)
