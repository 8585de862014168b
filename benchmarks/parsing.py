"""The limit of reading: how fast pyoxigraph parses the statements of a built store, derived ones included.

N-Triples is the cheapest form to parse. The other limit is the bare bulk load, measured beside the build. All jobs are
told as multiples of both: what takes twice the bare load cannot become more than twice as fast on the same disk.
"""

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from figure import Figure
from measure import costs, run
from setting import Setting, tell

TITLE = "The limit: reading"
READ = "read all statements as {}"
STATEMENTS = "statements in the built store"
RATE = "statements a second, {}"

PARSE = """
import sys, collections, pyoxigraph as ox
collections.deque(ox.parse(path=sys.argv[1]), maxlen=0)
"""
START = "import pyoxigraph"


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure reading three forms, in turn."""
    for size in setting.sizes:
        rounds = setting.rounds_at(size)
        tell(f"limits: {size:,} projects, {rounds} rounds")
        final, folder = setting.final(size), setting.scratch() / "limits"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        forms = {"N-Quads": final, "N-Triples": folder / "final.nt", "Turtle": folder / "final.ttl"}
        count = _write(setting.store(size), forms["N-Triples"], forms["Turtle"])
        ways = {name: partial(run, [sys.executable, "-c", PARSE, str(path)]) for name, path in forms.items()}
        ways["start"] = partial(run, [sys.executable, "-c", START])
        found = costs(ways, rounds)
        start = found.pop("start").seconds
        yield Figure(STATEMENTS, "statements", count, size)
        for name, cost in found.items():
            seconds = max(cost.seconds - start, 1e-6)
            yield Figure(READ.format(name), "s", seconds, size, rounds=rounds, note="Without the start of Python.")
            yield Figure(RATE.format(name), "1/s", count / seconds, size, rounds=rounds)
        shutil.rmtree(folder)


def _write(place: Path, ntriples: Path, turtle: Path) -> int:
    """Write the statements of a store in two more forms and return how many they are."""
    store = ox.Store.read_only(str(place))
    with ntriples.open("wb") as one, turtle.open("wb") as other:
        for graph in (*store.named_graphs(), ox.DefaultGraph()):
            store.dump(one, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
            store.dump(other, format=ox.RdfFormat.TURTLE, from_graph=graph)
    return len(store)
