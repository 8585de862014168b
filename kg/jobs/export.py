"""Export: the public graph, or a part of it, as bytes in a format that others read."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.terms import (
    ALIGNMENTS_GRAPH,
    CODES_GRAPH,
    DERIVED_GRAPHS,
    ENTRY_GRAPHS,
    ONTOLOGY_GRAPH,
    PRIVATE_GRAPHS,
    REGISTER_GRAPHS,
)

FORMATS = ("turtle", "trig", "jsonld", "rdfxml", "ntriples", "csv", "graphml")
SCOPES = ("entries", "data", "all")

_SUFFIXES = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".nt": "ntriples",
    ".csv": "csv",
    ".graphml": "graphml",
}
_SCOPES: dict[str, tuple[str, ...]] = {
    "entries": (ENTRY_GRAPHS,),
    "data": (ENTRY_GRAPHS, REGISTER_GRAPHS, CODES_GRAPH, DERIVED_GRAPHS),
    "all": (ENTRY_GRAPHS, REGISTER_GRAPHS, CODES_GRAPH, DERIVED_GRAPHS, ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH),
}


def export(store: ox.Store, form: str, scope: str = "data", table: str = "participations") -> bytes:
    """Return the graph in a format, as UTF-8; the same statements always give the same bytes.

    Args:
        store: the graph; a private graph in it is exported too, so give a store without one unless asked for it.
        form: one of `FORMATS`.
        scope: `entries` (what is stated of the projects), `data` (also registers, codes and what is derived) or
            `all` (also the ontology and its alignments); for RDF formats.
        table: which table, for csv: `participations`, `projects` or `contributions`.
    """
    if form == "csv":
        from kg.work.exporters.tables import export_table
        from kg.work.tables import as_csv

        return as_csv(export_table(store, table)).encode()
    if form == "graphml":
        from kg.work.exporters.network import graphml

        return graphml(store)
    return _writer(form)(quads_of(store, scope)).encode()


def format_of(path: Path | None, form: str | None) -> str:
    """Return the format that is asked for, else the one that a file's name ends in, else Turtle.

    Raises:
        InputError: if the file's name ends in something that is no format here.
    """
    if form or path is None:
        return form or "turtle"
    if not path.suffix or path.suffix.lower() in _SUFFIXES:
        return _SUFFIXES.get(path.suffix.lower(), "turtle")
    endings = ", ".join(_SUFFIXES)
    raise InputError(
        f"{path}: say the format with --format, or end the name in one of {endings}",
        f"{path}: ange formatet med --format, eller låt namnet sluta på något av {endings}",
    )


def quads_of(store: ox.Store, scope: str) -> list[ox.Quad]:
    """Return the statements of a scope, and of the private graphs that the store may hold."""
    wanted = (*_SCOPES[scope], PRIVATE_GRAPHS)
    left_out = {DERIVED_GRAPHS + "ontology"} if scope != "all" else set()
    return [
        quad
        for graph in store.named_graphs()
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(wanted) and graph.value not in left_out
        for quad in store.quads_for_pattern(None, None, None, graph)
    ]


def _writer(form: str) -> Callable[[Iterable[ox.Quad]], str]:
    if form == "jsonld":
        from kg.work.exporters.jsonld import jsonld

        return jsonld
    from kg.work.exporters import rdf

    return {"turtle": rdf.turtle, "trig": rdf.trig, "ntriples": rdf.ntriples, "rdfxml": rdf.rdfxml}[form]
