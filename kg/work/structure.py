"""What must hold of a file before its statements enter the graph, whatever the shapes say of them."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.workspace import Source
from kg.errors import BuildError
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES

_DERIVED = ox.NamedNode(NS + "derived")
_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
_UNITS = ox.NamedNode(PREFIXES["org"] + "hasUnit")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def derived_properties(ontology: Iterable[ox.Triple]) -> frozenset[object]:
    """Return the properties that an ontology calls derived: nobody writes them by hand."""
    return frozenset({_UNITS} | {triple.subject for triple in ontology if triple.predicate == _DERIVED})


def read_source(source: Source, derived: frozenset[object]) -> list[ox.Triple]:
    """Return the statements of a file of the workspace, each once.

    Args:
        source: the file and its graph.
        derived: the properties that are not written by hand.

    Raises:
        ParseError: if the file cannot be read, with its line.
        BuildError: if its name is no slug, it is an entry that is not about its own project, or a derived statement
            is written by hand.
    """
    if not _SLUG.fullmatch(source.path.stem):
        raise BuildError(
            f"{source.path}: name the file with a–z, 0–9 and hyphens only",
            f"{source.path}: döp filen med bara a–z, 0–9 och bindestreck",
        )
    triples = dict.fromkeys(read_turtle(source.path))
    _refuse_foreign_entry(source, triples)
    for triple in triples:
        if triple.predicate in derived:
            raise _by_hand(triple, source)
    return list(triples)


def stated_twice(triple: ox.Triple, one: Source, other: Source) -> BuildError:
    """Return the error for a statement in two graphs: sums over the graphs would count it twice."""
    return BuildError(
        f"{triple} stands in two graphs: {one.path} and {other.path}; keep it in one",
        f"{triple} står i två grafer: {one.path} och {other.path}; behåll den i en",
    )


def _refuse_foreign_entry(source: Source, triples: Iterable[ox.Triple]) -> None:
    """Refuse an entry that is not about the project that its file is named after."""
    if not source.graph.startswith(ENTRY_GRAPHS):
        return
    name = source.path.stem
    topic = ox.Triple(ox.NamedNode(source.graph), _TOPIC, ox.NamedNode(f"{ID}project/{name}"))
    if topic not in triples:
        raise BuildError(
            f"{source.path}: not an entry of project:{name}; it lacks entry:{name} foaf:primaryTopic project:{name}",
            f"{source.path}: ingen post om project:{name}; den saknar entry:{name} foaf:primaryTopic project:{name}",
        )


def _by_hand(triple: ox.Triple, source: Source) -> BuildError:
    name = triple.predicate.value.removeprefix(NS)
    return BuildError(
        f"{source.path}: sam:{name} is derived, not written by hand: {triple.subject}",
        f"{source.path}: sam:{name} härleds och skrivs inte för hand: {triple.subject}",
    )
