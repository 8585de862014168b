"""Diff: two versions, files, folders or stores compared statement by statement."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.store import open_store
from kg.disk.workspace import Workspace, ontology_sources
from kg.errors import StoreError
from kg.jobs.sides import Side, handed_in, read_side, store_of
from kg.terms import (
    ALIGNMENTS_GRAPH,
    CODES_GRAPH,
    DERIVED_GRAPHS,
    ENTRY_GRAPHS,
    NS,
    ONTOLOGY_GRAPH,
    PREFIXES,
    RDF_TYPE,
    is_private,
)
from kg.work.difference import Difference, as_dict, difference
from kg.work.difference_text import Names, as_text, counts
from kg.work.tables import short_iri

_TYPE = ox.NamedNode(RDF_TYPE)
_LABELS = tuple(
    ox.NamedNode(PREFIXES[prefix] + local)
    for prefix, local in (("dcterms", "title"), ("skos", "prefLabel"), ("rdfs", "label"))
)
_EXTENTS = ("file", "entries", "whole")
_VOCABULARY = (ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH)


@dataclass(frozen=True)
class Comparison:
    """What differs, graph by graph in their order; one difference under an empty name if they are not told apart."""

    before: str
    after: str
    graphs: tuple[tuple[str, Difference], ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.graphs)


def diff(before: Side, after: Side, *, derived: bool = False, ontology: bool = False) -> Comparison:
    """Return what makes one side another than the other.

    Graph by graph where both have graphs, else as one set. If one is of less extent, only its graphs are compared.

    Args:
        before: the one.
        after: the other.
        derived: whether what is derived is compared too.
        ontology: whether the ontology and its alignments are compared too.
    """
    sides = (before, after)
    if not all(side.named for side in sides) or _are_files(sides):
        found = difference(*(_as_one(side, derived=derived, ontology=ontology) for side in sides))
        return Comparison(before.name, after.name, (("", found),) if found else ())
    names = [{name for name in _graphs(side) if _is_wanted(name, derived, ontology)} for side in sides]
    compared = names[0] | names[1]
    extents = [_EXTENTS.index(side.extent) for side in sides]
    if extents[0] != extents[1]:
        compared = names[0] if extents[0] < extents[1] else names[1]
    graphs = []
    for name in sorted(compared, key=_graph_rank):
        found = difference(*(_in_graph(side, name) for side in sides))
        if found:
            graphs.append((name, found))
    return Comparison(before.name, after.name, tuple(graphs))


def names_of(workspace: Workspace, sides: Iterable[Side], lang: str) -> Names:
    """Return what tells the name of a thing in a language: as one of the sides has it, the store, or the codes."""
    stores = [side.store for side in sides]
    with contextlib.suppress(StoreError):
        stores.append(open_store(workspace.store))
    stores.append(store_of(source for source in ontology_sources() if source.graph == CODES_GRAPH))

    def name(iri: str) -> str:
        return next(filter(None, (_label(store, iri, lang) for store in stores)), "")

    return name


def as_words(found: Comparison, lang: str, names: Names, *, colour: bool = False) -> str:
    """Return a comparison for a person; empty if nothing differs."""
    blocks = []
    for graph, one in found.graphs:
        heading = f"{short_iri(graph)} ({counts(one, lang) or _only_evidence(lang)})\n" if graph else ""
        blocks.append(heading + as_text(one, lang, names, colour=colour))
    return "\n".join(blocks)


def as_json(found: Comparison) -> str:
    """Return a comparison for a program."""
    graphs = [{"graph": graph or None} | as_dict(one) for graph, one in found.graphs]
    document = {"before": found.before, "after": found.after, "same": not found, "graphs": graphs}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _are_files(sides: Iterable[Side]) -> bool:
    """Tell whether both sides are a graph each: two files that may tell of the same under different names."""
    return all(side.extent == "file" for side in sides)


def _graphs(side: Side) -> Iterator[str]:
    return (graph.value for graph in side.store.named_graphs() if isinstance(graph, ox.NamedNode))


def _is_wanted(graph: str, derived: bool, ontology: bool) -> bool:
    if is_private(graph):
        return False
    if graph.startswith(DERIVED_GRAPHS):
        return derived and (ontology or graph != DERIVED_GRAPHS + "ontology")
    return ontology or graph not in _VOCABULARY


def _graph_rank(graph: str) -> tuple[bool, bool, str]:
    """Return the place of a graph: entries first, what is derived last."""
    return (graph.startswith(DERIVED_GRAPHS), not graph.startswith(ENTRY_GRAPHS), graph)


def _in_graph(side: Side, graph: str) -> Iterator[ox.Triple]:
    return (quad.triple for quad in side.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _as_one(side: Side, *, derived: bool, ontology: bool) -> Iterator[ox.Triple]:
    """Yield the statements of a side without their graphs.

    Where there are no graphs, what is derived and what is ontology is told by what the ontology says: its terms, its
    derived properties, and the wider classes of what has a narrower one.
    """
    vocabulary = store_of(source for source in ontology_sources() if source.graph in _VOCABULARY)
    terms = {quad.subject for quad in vocabulary}
    made = {quad.subject for quad in vocabulary.quads_for_pattern(None, ox.NamedNode(NS + "derived"), None)}
    made.add(ox.NamedNode(PREFIXES["org"] + "hasUnit"))
    wider = _wider(vocabulary)
    for quad in _all_wanted(side, derived=derived, ontology=ontology):
        if not ontology and quad.subject in terms:
            continue
        if not derived and (quad.predicate in made or _is_wider(side.store, quad, wider)):
            continue
        yield quad.triple


def _all_wanted(side: Side, *, derived: bool, ontology: bool) -> Iterator[ox.Quad]:
    if not side.named:
        yield from side.store
        return
    for name in _graphs(side):
        if _is_wanted(name, derived, ontology):
            yield from side.store.quads_for_pattern(None, None, None, ox.NamedNode(name))


def _wider(vocabulary: ox.Store) -> dict[object, set[object]]:
    """Return for each class those that are above it."""
    above: dict[object, set[object]] = {}
    for quad in vocabulary.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdfs"] + "subClassOf"), None):
        above.setdefault(quad.subject, set()).add(quad.object)
    for _ in above:
        for kinds in above.values():
            kinds |= {wider for kind in list(kinds) for wider in above.get(kind, ())}
    return above


def _is_wider(store: ox.Store, quad: ox.Quad, wider: Mapping[object, set[object]]) -> bool:
    """Tell whether a type follows from another type of the same thing."""
    if quad.predicate != _TYPE:
        return False
    return any(
        quad.object in wider.get(other.object, ()) for other in store.quads_for_pattern(quad.subject, _TYPE, None)
    )


def _label(store: ox.Store, iri: str, lang: str) -> str:
    """Return the title or label of a thing, in a language if there is one in it."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return ""
    for path in _LABELS:
        found = {
            quad.object.language or "": quad.object.value
            for quad in store.quads_for_pattern(node, path, None)
            if isinstance(quad.object, ox.Literal)
        }
        if found:
            return found.get(lang) or found.get("sv") or next(iter(sorted(found.values())))
    return ""


def _only_evidence(lang: str) -> str:
    return "bara belägg" if lang == "sv" else "evidence only"


__all__ = ["Comparison", "Side", "as_json", "as_words", "diff", "handed_in", "names_of", "read_side"]
