"""How often the terms of the ontology are used in the data, and where one sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.terms import NS, PREFIXES
from kg.work.portal.vocabulary.facts import in_order
from kg.work.select import rows

_MOST_VALUES, _MOST_LINES, _LONGEST = 2, 14, 160


@dataclass(frozen=True)
class Example:
    """A thing that shows how a term is used: its IRI, and what is stated about it as Turtle without the prefixes."""

    iri: str
    turtle: str


class Usage:
    """Counts and examples by term."""

    def __init__(self, store: ox.Store, counts: Mapping[str, int], firsts: Mapping[str, str]) -> None:
        self._store = store
        self.counts = counts
        self._firsts = firsts

    @classmethod
    def of(cls, store: ox.Store) -> "Usage":
        """Count the uses of the terms of `sam:` in a graph, each class and each property in one go over it."""
        counts: dict[str, int] = {}
        firsts: dict[str, str] = {}
        for query in (_CLASSES, _PROPERTIES):
            for row in rows(store, query):
                counts[row["term"]] = int(row["count"])
                firsts[row["term"]] = row["first"]
        return cls(store, counts, firsts)

    def example(self, term: str, *, whole: bool) -> Example | None:
        """Return the first thing in order that uses a term; of a class its statements, of a property one of them."""
        iri = self._firsts.get(term)
        if iri is None:
            return None
        found: dict[ox.NamedNode, list[ox.Triple]] = {}
        wanted = None if whole else ox.NamedNode(term)
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), wanted, None)
        for triple in sorted((quad.triple for quad in quads), key=str):
            if len(str(triple.object)) <= _LONGEST:
                found.setdefault(triple.predicate, []).append(triple)
        few = [triple for predicate in found for triple in found[predicate][: _MOST_VALUES if whole else 1]]
        return Example(iri, _without_prefixes(few)) if few else None


def _without_prefixes(triples: list[ox.Triple]) -> str:
    lines = [line for line in write_turtle(triples).splitlines() if line and not line.startswith("@prefix")]
    return "\n".join(lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "  …"])


def used_prefixes(texts: list[str]) -> list[tuple[str, str]]:
    """Return the prefixes that Turtle texts use, with their namespaces."""
    used = {name for text in texts for name in PREFIXES if f"{name}:" in text}
    return [(name, PREFIXES[name]) for name in in_order(used)]


_CLASSES = f"""SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first)
WHERE {{ ?thing a ?term . FILTER (STRSTARTS(STR(?term), "{NS}")) }} GROUP BY ?term ORDER BY ?term"""
_PROPERTIES = f"""SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first)
WHERE {{ ?thing ?term ?value . FILTER (STRSTARTS(STR(?term), "{NS}") && !STRSTARTS(STR(?thing), "{NS}")) }}
GROUP BY ?term ORDER BY ?term"""
