"""Measure writing the graph as Turtle and N-Triples, against rdflib's serialisers, on the built store.

In one process, in turn, the best of three; what counts is the ratio. Run it with: make benchmarks
"""

import time
from collections.abc import Callable
from functools import partial

from kg.disk.bridge import to_rdflib
from kg.disk.store import open_store
from kg.disk.workspace import Workspace
from kg.jobs.export import quads_of
from kg.work.exporters import rdf
from kg.work.exporters.jsonld import jsonld


def main() -> None:
    """Print each pair: our time, the peer's, the ratio."""
    store = open_store(Workspace.find().store)
    quads = quads_of(store, "data")
    graph = to_rdflib(quad.triple for quad in quads)
    print(f"{len(graph)} statements")
    for ours, peer in ((rdf.turtle, "longturtle"), (rdf.ntriples, "nt"), (rdf.rdfxml, "xml"), (jsonld, "json-ld")):
        mine = best(partial(ours, quads))
        theirs = best(partial(graph.serialize, format=peer))
        print(f"{ours.__name__} / rdflib {peer}: {mine:.2f} s / {theirs:.2f} s = {mine / theirs:.2f}")


def best(work: Callable[[], object]) -> float:
    """Return the shortest of three times in seconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
