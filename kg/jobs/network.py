"""Network: an actor's cooperation as a picture, a file for Gephi, or a table."""

from pathlib import PurePath

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.errors import InputError
from kg.work.drawing import draw
from kg.work.network import Network, network_of
from kg.work.tables import Table, short_iri

FORMATS = ("svg", "graphml", "gexf", "table")


def network(store: Graphs, actor: ox.NamedNode) -> Network:
    """Return the network of one actor: with whom it actually takes part in projects."""
    return network_of(store, actor)


def as_file(found: Network, form: str, lang: str) -> bytes:
    """Return a network as `svg`, `graphml` or `gexf`, in UTF-8."""
    if form == "svg":
        return draw(found, lang).encode()
    from kg.work.exporters.network import network_file

    return network_file(found, form)


def as_table(found: Network) -> Table:
    """Return a network as a table: neighbour, number of shared projects, which, in which roles and at which levels."""
    rows = tuple(
        (
            other.name,
            str(len(other.shared)),
            "; ".join(part.title for part in other.shared),
            "; ".join(", ".join(part.roles) for part in other.shared),
            "; ".join(", ".join(part.levels) for part in other.shared if part.levels),
            short_iri(other.iri),
        )
        for other in found.neighbours
    )
    return Table(("neighbour", "shared", "projects", "roles", "levels", "actor"), rows)


def format_of(name: str | None, form: str | None) -> str:
    """Return the format that is asked for, or that a file's name ends in; a table if neither is given.

    Raises:
        InputError: if the file's name tells none.
    """
    if form:
        return form
    if name is None:
        return "table"
    suffix = PurePath(name).suffix.lower().lstrip(".")
    if suffix in FORMATS:
        return suffix
    raise InputError(
        f"{name}: say the format with --format, or end the name in .svg, .graphml or .gexf",
        f"{name}: ange formatet med --format, eller låt namnet sluta på .svg, .graphml eller .gexf",
    )
