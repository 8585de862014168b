"""Which graphs of a store a document holds."""

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.terms import (
    ALIGNMENTS_GRAPH,
    CODES_GRAPH,
    DERIVED_GRAPHS,
    ENTRY_GRAPHS,
    ONTOLOGY_GRAPH,
    PRIVATE_GRAPHS,
    REGISTER_GRAPHS,
)

SCOPES = ("entries", "data", "all")

_DATA = (ENTRY_GRAPHS, REGISTER_GRAPHS, CODES_GRAPH, DERIVED_GRAPHS)
_GRAPHS: dict[str, tuple[str, ...]] = {
    "entries": (ENTRY_GRAPHS,),
    "data": _DATA,
    "all": (*_DATA, ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH),
}


def graphs_of(store: Graphs, scope: str) -> list[ox.NamedNode]:
    """Return the names of the graphs of a scope, and of the private graphs that the store may hold."""
    wanted = (*_GRAPHS[scope], PRIVATE_GRAPHS)
    left_out = {DERIVED_GRAPHS + "ontology"} if scope != "all" else set()
    return [
        graph
        for graph in store.named_graphs()
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(wanted) and graph.value not in left_out
    ]


def quads_of(store: Graphs, scope: str) -> list[ox.Quad]:
    """Return the statements of the graphs of a scope."""
    return [quad for graph in graphs_of(store, scope) for quad in store.quads_for_pattern(None, None, None, graph)]
