"""Writing: the repository's own graph as Turtle, N-Triples, RDF/XML and JSON-LD, beside rdflib's serialisers.

In one process, in turn, everything in memory.
"""

from collections.abc import Iterator
from functools import partial

import pyoxigraph as ox
from figure import Figure, slower
from measure import Work, medians
from setting import Setting, tell

from kg.disk.bridge import to_rdflib
from kg.disk.store import open_store
from kg.jobs.export import quads_of
from kg.work.exporters import rdf
from kg.work.exporters.jsonld import jsonld

TITLE = "Writing small graphs"
WRITERS = {"turtle": rdf.turtle, "ntriples": rdf.ntriples, "rdfxml": rdf.rdfxml, "jsonld": jsonld}
PEERS = {"turtle": "longturtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
RDFLIB = "rdflib"


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure each form at the smallest size."""
    size = min(setting.sizes)
    quads: list[ox.Quad] = quads_of(open_store(setting.built(size) / ".kg"), "data")
    graph = to_rdflib(quad.triple for quad in quads)
    for form, writer in WRITERS.items():
        tell(f"writing: {form}, beside rdflib, {setting.rounds} rounds")
        ways: dict[str, Work] = {form: partial(writer, quads), RDFLIB: partial(graph.serialize, format=PEERS[form])}
        times = medians(ways, setting.rounds, warm=False)
        figure = Figure(
            f"write {form} in memory", "s", times[form], size, {RDFLIB: times[RDFLIB]}, rounds=setting.rounds
        )
        yield slower(figure, RDFLIB)
