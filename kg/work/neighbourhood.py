"""An entry's neighbourhood: its own statements, and a short description of everything that it points to."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.terms import DERIVED_GRAPHS, NS, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE
from kg.work.select import text

_OURS = (
    "cci", "contributionTo", "end", "goalOf", "initiativeKind", "level", "lineCount", "partOfInitiative", "place",
    "project", "rank", "sha256", "start", "within",
)  # fmt: skip
_DESCRIBED = {
    ox.NamedNode(iri)
    for iri in (
        RDF_TYPE,
        *(NS + name for name in _OURS),
        *(PREFIXES["skos"] + name for name in ("inScheme", "notation", "prefLabel", "related")),
        *(PREFIXES["dcterms"] + name for name in ("isPartOf", "title")),
        *(PREFIXES["org"] + name for name in ("classification", "unitOf")),
    )
}
_TYPE = ox.NamedNode(RDF_TYPE)


class Graph(Protocol):
    """What can be asked for statements by their parts, as `pyoxigraph.Store` can."""

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the statements that fit; a part that is None may be anything."""
        ...


def neighbourhood(store: Graph, entry: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return what the shapes need to know to check an entry, and no more.

    Args:
        store: the graph that the entry points into.
        entry: its statements; they need not be in the store.

    Returns:
        The entry, the superclasses of what it types, and of each thing that it points to (and the places and
        schemes that these point to) the types, names, codes and place.
    """
    own = list(entry)
    subjects = {triple.subject for triple in own}
    supers = superclasses(store)
    triples = dict.fromkeys(own)
    for triple in own:
        if triple.predicate == _TYPE:
            triples |= dict.fromkeys(
                ox.Triple(triple.subject, _TYPE, kind) for kind in supers.get(ox.NamedNode(text(triple.object)), ())
            )
    frontier = {triple.object for triple in own if isinstance(triple.object, ox.NamedNode)} - subjects
    seen = set(frontier)
    for _ in range(2):
        found = [triple for node in frontier for triple in _description(store, node)]
        triples |= dict.fromkeys(found)
        frontier = {triple.object for triple in found if isinstance(triple.object, ox.NamedNode)
                    and triple.predicate != _TYPE} - seen - subjects  # fmt: skip
        seen |= frontier
    return list(triples)


def superclasses(store: Graph) -> dict[ox.NamedNode, list[ox.NamedNode]]:
    """Return the superclasses within `sam:` of each class, from the closed ontology."""
    result: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    predicate = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
    for graph in (ONTOLOGY_GRAPH, DERIVED_GRAPHS + "ontology"):
        for quad in store.quads_for_pattern(None, predicate, None, ox.NamedNode(graph)):
            if isinstance(quad.subject, ox.NamedNode) and text(quad.object).startswith(NS):
                result.setdefault(quad.subject, []).append(ox.NamedNode(text(quad.object)))
    return result


def _description(store: Graph, node: ox.NamedNode) -> Iterator[ox.Triple]:
    for quad in store.quads_for_pattern(node, None, None):
        if quad.predicate in _DESCRIBED:
            yield quad.triple
