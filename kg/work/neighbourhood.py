"""An entry's neighbourhood: its own statements, and a short description of everything that it points to."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.terms import DERIVED_GRAPHS, ID, NS, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE
from kg.work.select import text
from kg.work.shacl.pieces import Piece, Pieces

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
_PROJECTS = ID + "project/"
_FEW = 12  # statements about one thing: to read more takes longer than to ask for each property
_REMEMBERED = 20_000  # things that were pointed to of late, and as many from before


def neighbourhood(store: Statements, entry: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return what the shapes need to know to check an entry, and no more.

    Args:
        store: the graph that the entry points into.
        entry: its statements; they need not be in the store.

    Returns:
        The entry, the superclasses of what it types, and of each thing that it points to (and the places and
        schemes that these point to) the types, names, codes and place.
    """
    return Surroundings(store).of(entry)


class Surroundings:
    """What the entries of a graph point to, looked up once for many entries.

    What is told of projects and their parts is not remembered: they are what changes while entries are read.

    Args:
        graph: the graph that entries point into.
    """

    def __init__(self, graph: Statements) -> None:
        self._graph = graph
        self._known: dict[ox.NamedNode, Piece] = {}
        self._before: dict[ox.NamedNode, Piece] = {}
        self._silent: set[ox.NamedNode] = set()  # that nothing is told of: other vocabularies' terms, mostly

    def of(self, entry: Iterable[ox.Triple]) -> list[ox.Triple]:
        """Return the neighbourhood of an entry; see `neighbourhood`."""
        return list(dict.fromkeys(self.around(entry)))

    def around(self, entry: Iterable[ox.Triple]) -> Pieces:
        """Return the neighbourhood of an entry, what other entries point to as well in pieces that are made once.

        Args:
            entry: its statements; doubles stay.
        """
        own = list(entry)
        subjects, pointed_to = set(), set()
        above: list[ox.Triple] = []
        for subject, predicate, value in own:
            subjects.add(subject)
            if isinstance(value, ox.NamedNode):
                pointed_to.add(value)
                if predicate == _TYPE:
                    above += [ox.Triple(subject, _TYPE, kind) for kind in self._superclasses.get(value, ())]
        own += above
        shared: list[Piece] = []
        frontier, seen = pointed_to - subjects, pointed_to | subjects
        for _ in range(2):
            found = [piece for node in frontier - self._silent if (piece := self._piece(node)).triples]
            shared += found
            frontier = {node for piece in found for node in piece.leads_to} - seen
            seen |= frontier
        return Pieces(own, shared)

    def drop(self, nodes: Iterable[object]) -> None:
        """Look some things up anew: something else is said of them now."""
        for node in nodes:
            if isinstance(node, ox.NamedNode):
                self._known.pop(node, None)
                self._before.pop(node, None)
                self._silent.discard(node)

    def forget(self) -> None:
        """Look everything up anew: something other than projects has changed."""
        self._known.clear()
        self._before.clear()
        self._silent.clear()

    @cached_property
    def _superclasses(self) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        return superclasses(self._graph)

    def _piece(self, node: ox.NamedNode) -> Piece:
        """Return what is told of a thing; what many entries point to is never forgotten, as it is met again in time."""
        if (known := self._known.get(node)) is not None:
            return known
        found = self._before.get(node) or Piece(node, dict.fromkeys(_description(self._graph, node)))
        if not node.value.startswith(_PROJECTS):
            self._remember(node, found)
        return found

    def _remember(self, node: ox.NamedNode, found: Piece) -> None:
        if not found.triples:
            if len(self._silent) >= _REMEMBERED:
                self._silent.clear()
            self._silent.add(node)
            return
        if len(self._known) >= _REMEMBERED:
            self._before, self._known = self._known, {}
        self._known[node] = found


def superclasses(store: Statements) -> dict[ox.NamedNode, list[ox.NamedNode]]:
    """Return the superclasses within `sam:` of each class, from the closed ontology."""
    result: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    predicate = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
    for graph in (ONTOLOGY_GRAPH, DERIVED_GRAPHS + "ontology"):
        for quad in store.quads_for_pattern(None, predicate, None, ox.NamedNode(graph)):
            if isinstance(quad.subject, ox.NamedNode) and text(quad.object).startswith(NS):
                result.setdefault(quad.subject, []).append(ox.NamedNode(text(quad.object)))
    return result


def _description(graph: Statements, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield what is told of a thing that an entry points to.

    Of a thing that has much, each property is asked for by itself: an authority takes part in thousands of projects,
    and to check one entry must cost the same whatever the others are.
    """
    quads = graph.quads_for_pattern(node, None, None)
    some = list(islice(quads, _FEW))
    if len(some) < _FEW:
        return (quad.triple for quad in some if quad.predicate in _DESCRIBED)
    return (quad.triple for predicate in _DESCRIBED for quad in graph.quads_for_pattern(node, predicate, None))
