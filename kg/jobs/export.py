"""Export: the public graph, or a part of it, in a format that others read, piece by piece."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.disk.graph import Graphs
from kg.errors import InputError
from kg.work.exporters.scopes import SCOPES as SCOPES
from kg.work.exporters.scopes import graphs_of
from kg.work.exporters.scopes import quads_of as quads_of

if TYPE_CHECKING:
    from kg.work.exporters.article49_gaps import Gap

OPERATIONS = ("esf-csv", "kohesio-csv")
FORMATS = ("turtle", "trig", "jsonld", "rdfxml", "ntriples", "csv", "graphml", *OPERATIONS)

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


def export(store: Graphs, form: str, scope: str = "data", table: str = "participations") -> bytes:
    """Return what `stream` yields as one; for a graph that is small enough to be held whole."""
    return b"".join(stream(store, form, scope, table))


def stream(
    store: Graphs,
    form: str,
    scope: str = "data",
    table: str = "participations",
    tell: "Callable[[Gap], None]" = lambda _gap: None,
) -> Iterator[bytes]:
    """Yield the graph in a format, as UTF-8 in pieces; the same statements always give the same bytes.

    RDF formats and tables are made piece by piece, so that memory stays bounded; a network is made whole.

    Args:
        store: the graph; a private graph in it is exported too, so give a store without one unless asked for it.
        form: one of `FORMATS`.
        scope: `entries` (what is stated of the projects), `data` (also registers, codes and what is derived) or
            `all` (also the ontology and its alignments); for RDF formats.
        table: which table, for csv: `participations`, `projects` or `contributions`.
        tell: is told what a list of operations needs and the graph lacks, while the list is made.

    Raises:
        InputError: before the first piece, if the graph holds something that the format cannot say.
    """
    if form == "csv":
        from kg.work.exporters.tables import csv_pieces

        return csv_pieces(store, table)
    if form in OPERATIONS:
        from kg.work.exporters import article49

        return article49.csv_pieces(store, form, tell)
    if form == "graphml":
        from kg.work.exporters.network import graphml

        return iter((graphml(store),))
    from kg.work.exporters.streams import document

    return document(store, graphs_of(store, scope), form)


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
