"""Every thing as data: id/{kind}/{slug}.ttl and .jsonld, the same statements in both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from kg.disk.turtle import Names, sort_key
from kg.terms import DERIVED_GRAPHS, ID, PREFIXES, RDF_TYPE, entry_graph
from kg.work.exporters.blocks import TurtleBlocks
from kg.work.exporters.statements import Properties
from kg.work.exporters.statements import things as grouped
from kg.work.portal.data.nested import Keys, names, nested, shown
from kg.work.portal.data.plain_json import pretty
from kg.work.portal.file import File
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.context import published_context

Told = dict[str, Properties]  # what is told of each subject

_TYPE = ox.NamedNode(RDF_TYPE)
_THING = re.compile(re.escape(ID) + r"[a-z]+/[a-z0-9-]+")
_PROJECT = ID + "project/"
_NAMES = tuple(map(ox.NamedNode, sorted(names)))
_REMEMBERED = 1 << 14  # names of things


def files(site: Site) -> Iterator[File]:
    """Yield the documents of all things, by name."""
    keys = Keys(published_context(site)["@context"])
    library = Library(site.store)
    for iri in things(site.store):
        yield from _documents(iri, library, keys)


def things(store: ox.Store) -> list[str]:
    """Return the IRIs of all things that have a document of their own, in order."""
    found = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, _TYPE, None)
        if isinstance(quad.subject, ox.NamedNode) and _THING.fullmatch(quad.subject.value)
    }
    return sorted(found, key=sort_key)


class Library:
    """What is stated about each thing, with the names of the things that it points to."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._names = lru_cache(maxsize=_REMEMBERED)(self._named)
        derived = sorted(graph.value for graph in store.named_graphs()
                         if isinstance(graph, ox.NamedNode) and graph.value.startswith(DERIVED_GRAPHS))  # fmt: skip
        self._parts_are_told_of = any(map(self._tells_of_parts, derived))

    def about(self, iri: str) -> Told:
        """Return the statements of a thing's document.

        They are what is stated and derived about the thing; for a project all of its entry too, and what is derived
        about its parts; and the names of what they point to.
        """
        lines = self._stated(iri, None)
        if iri.startswith(_PROJECT):
            graph = ox.NamedNode(entry_graph(iri[len(_PROJECT) :]))
            lines += _split(self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph))
            lines += self._derived_of_parts(lines, f"<{iri}#") if self._parts_are_told_of else []
        told = by_subject(lines)
        for other in _pointed_at(told) - {iri}:
            for predicate, values in self._names(other).items():
                known = told.setdefault(other, {})
                known[predicate] = sorted({*known.get(predicate, ()), *values})
        return told

    def _stated(self, iri: str, predicate: ox.NamedNode | None) -> list[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), predicate, None)
        return _split(ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES))

    def _derived_of_parts(self, lines: Sequence[str], start: str) -> list[str]:
        parts = sorted({line[1 : line.index(">")] for line in lines if line.startswith(start)})
        return [line for part in parts for line in self._stated(part, None)]

    def _tells_of_parts(self, graph: str) -> bool:
        part = f'STRSTARTS(STR(?s), "{_PROJECT}") && CONTAINS(STR(?s), "#")'
        return bool(self._store.query(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o FILTER ({part}) }} }}"))

    def _named(self, iri: str) -> Properties:
        lines = [line for name in _NAMES for line in self._stated(iri, name)]
        return by_subject(lines).get(iri, {})


def by_subject(lines: Iterable[str]) -> Told:
    """Return lines of N-Triples by subject and property; a line that stands twice counts once."""
    return dict(grouped(sorted(set(lines))))


def told_by(triples: Iterable[ox.Triple]) -> Told:
    """Return triples by subject and property."""
    return by_subject(_split(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)))


def _split(dump: bytes | None) -> list[str]:
    return (dump or b"").decode().split("\n")[:-1]


def _pointed_at(told: Told) -> set[str]:
    """Return the things that are shown by name."""
    return {
        value[1:-1]
        for properties in told.values()
        for predicate in shown & properties.keys()
        for value in properties[predicate]
        if value[0] == "<"
    }


def _documents(iri: str, library: Library, keys: Keys) -> Iterator[File]:
    told = library.about(iri)
    stem = "id/" + iri[len(ID) :]
    yield File.of(f"{stem}.ttl", turtle(told, f"{iri}#" if iri.startswith(_PROJECT) else ""))
    yield File.of(f"{stem}.jsonld", pretty(nested(iri, told, keys)))


def turtle(told: Told, own: str = "") -> str:
    """Return statements as canonical Turtle, as `write_turtle` has it; `own` is what the empty prefix stands for."""
    blocks = TurtleBlocks()
    if own:
        blocks.names = Names({**PREFIXES, "": own})
    written = [text for _, text in sorted(blocks.block(iri, told[iri]) for iri in told)]
    return "\n".join([blocks.names.prologue(), *written])
