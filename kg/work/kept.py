"""Kept: the register of what is left of removed entries because others refer to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_text, read_turtle
from kg.disk.turtle import write_turtle
from kg.disk.workspace import Workspace
from kg.terms import RDF_TYPE, REGISTER_GRAPHS
from kg.work.select import text

GRAPH = REGISTER_GRAPHS + "kept"
HEADER = (
    "# What is left of removed entries because others refer to it: actors, documents and initiatives as they stood,\n"
    "# and of a project its title. Kept by kg remove; what an entry describes again is taken out when it is added.\n"
)

Described = Mapping[str, list[ox.Triple]]


def kept_file(workspace: Workspace) -> Path:
    """Return where the register stands, or would stand."""
    return workspace.data / "registers" / "kept.ttl"


def read_kept(workspace: Workspace) -> list[ox.Triple]:
    """Return what is kept; nothing if there is no such register. Raises as `read_turtle`."""
    path = kept_file(workspace)
    return read_turtle(path) if path.exists() else []


def written(workspace: Workspace, triples: Collection[ox.Triple]) -> bytes | None:
    """Return the register as a file, under the comment lines that it has; None if nothing is kept."""
    if not triples:
        return None
    path = kept_file(workspace)
    header = HEADER
    if path.exists():
        lines = read_text(path).splitlines()
        top = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
        header = "".join(f"{line}\n" for line in lines[:top]) or HEADER
    return write_turtle(triples, header=header).encode()


def taken_over(workspace: Workspace, entry: Iterable[ox.Triple]) -> dict[Path, bytes | None]:
    """Return how the register changes when an entry is added that describes something of what is kept.

    Returns:
        For `write_together`, beside the entry's own file: the register's new bytes, or None if it is empty then; an
        empty mapping if nothing changes. A statement would otherwise stand in two graphs, and no build would take it.
    """
    before = read_kept(workspace)
    own = list(entry)
    described = {text(triple.subject) for triple in own if triple.predicate.value == RDF_TYPE}
    kept = by_subject(before)
    again = described & set(kept)
    if not again:
        return {}
    rest = {iri: triples for iri, triples in kept.items() if iri not in again}
    freed = reached(kept, again) - again
    pointed = {text(triple.object) for triple in own}
    staying = reached(rest, (set(rest) - freed) | (freed & pointed))
    after = [triple for iri in staying for triple in rest[iri]]
    return {kept_file(workspace): written(workspace, after)}


def by_subject(triples: Iterable[ox.Triple]) -> dict[str, list[ox.Triple]]:
    """Return statements by what they are about."""
    found: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(text(triple.subject), []).append(triple)
    return found


def reached(described: Described, roots: Iterable[str]) -> set[str]:
    """Return the things that are described and that some of them lead to, themselves included."""
    found: set[str] = set()
    left = [iri for iri in roots if iri in described]
    while left:
        iri = left.pop()
        if iri not in found:
            found.add(iri)
            left += [other for other in _pointed(described[iri]) if other in described]
    return found


def _pointed(triples: Iterable[ox.Triple]) -> Iterator[str]:
    return (triple.object.value for triple in triples if isinstance(triple.object, ox.NamedNode))
