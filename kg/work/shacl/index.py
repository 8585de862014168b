"""A small graph, by subject and, for the predicates that shapes follow backwards, by object."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property

import pyoxigraph as ox

from kg.terms import PREFIXES
from kg.work.shacl.pieces import TYPE, Name, Piece, Pieces, Properties, Term, lines_of

SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")

_NONE: Properties = {}
_EMPTY: Set[Term] = frozenset()


class Graphs:
    """Graphs that are asked together: a store in which each has a name of its own."""

    def __init__(self) -> None:
        self.indexes: list[Index] = []

    @cached_property
    def store(self) -> ox.Store:
        """The graphs, to ask with SPARQL; none is added after that."""
        return _store_of([(f"{index.name} {{\n", index, "}\n") for index in self.indexes])


class Index:
    """The statements of one graph, doubles dropped.

    Args:
        triples: the graph; what other graphs hold too comes in pieces that are made once.
        backward: the predicates that are also looked up from the object; the others cannot be.
        graphs: those that it is asked together with, if any.
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple] | Pieces,
        backward: Set[ox.NamedNode] = frozenset(),
        graphs: Graphs | None = None,
    ) -> None:
        self.graphs = graphs or Graphs()
        self.name = ox.NamedNode(f"urn:x-graph:{len(self.graphs.indexes)}")
        self.graphs.indexes.append(self)
        self._own = list(triples.own if isinstance(triples, Pieces) else triples)
        self._shared = triples.shared if isinstance(triples, Pieces) else ()
        self._forward: dict[Term, dict[ox.NamedNode, set[Term]]] = {}
        self._backward: dict[ox.NamedNode, dict[Term, set[Term]]] = {
            predicate: {} for predicate in (*backward, TYPE, SUBCLASS)
        }
        for subject, predicate, value in self._own:
            properties = self._forward.get(subject)
            if properties is None:
                properties = self._forward[subject] = {}
            known = properties.get(predicate)
            if known is None:
                properties[predicate] = {value}
            else:
                known.add(value)
            subjects = self._backward.get(predicate)
            if subjects is not None:
                subjects.setdefault(value, set()).add(subject)
        for piece in self._shared:
            self._add(piece)

    def _add(self, piece: Piece) -> None:
        properties = self._forward.get(piece.node)
        if properties is None:
            self._forward[piece.node] = piece.properties
        else:
            for predicate, values in piece.properties.items():
                properties[predicate] = properties.get(predicate, set()) | values
        for predicate in piece.properties.keys() & self._backward.keys():
            subjects = self._backward[predicate]
            for value in piece.properties[predicate]:
                subjects.setdefault(value, set()).add(piece.node)

    @property
    def size(self) -> int:
        """How many statements there are, doubles among them."""
        return len(self._own) + sum(len(piece.triples) for piece in self._shared)

    @property
    def triples(self) -> list[ox.Triple]:
        """The statements."""
        return [*self._own, *(triple for piece in self._shared for triple in piece.triples)]

    @property
    def lines(self) -> str:
        """The statements as N-Triples."""
        return "".join([lines_of(self._own), *(piece.lines for piece in self._shared)])

    @property
    def nodes(self) -> Collection[Term]:
        """Every node that something is said of."""
        return self._forward.keys()

    def properties(self, node: Term) -> Mapping[ox.NamedNode, Collection[Term]]:
        """Return what a node has, by predicate."""
        return self._forward.get(node, _NONE)

    def predicates(self, nodes: Collection[Term]) -> Set[ox.NamedNode]:
        """Return the predicates that some of the nodes have."""
        return {predicate for node in nodes for predicate in self._forward.get(node, _NONE)}

    def objects(self, node: Term, predicate: ox.NamedNode) -> Set[Term]:
        """Return the values of a node for a predicate."""
        return self._forward.get(node, _NONE).get(predicate, _EMPTY)

    def subjects(self, node: Term, predicate: ox.NamedNode) -> Set[Term]:
        """Return the nodes that have a node as a value for a predicate."""
        return self._backward[predicate].get(node, _EMPTY)

    def pairs(self, predicate: ox.NamedNode) -> Mapping[Term, Collection[Term]]:
        """Return the subjects of a predicate by object."""
        return self._backward[predicate]

    @property
    def types(self) -> Mapping[Term, Set[Term]]:
        """The nodes of each class that is named as one."""
        return self._backward[TYPE]

    @property
    def has_classes(self) -> bool:
        """Tell whether the graph says which class is below another."""
        return bool(self._backward[SUBCLASS])

    def instances(self, kind: ox.NamedNode) -> Set[Term]:
        """Return the nodes of a class and of the classes that the graph says are below it."""
        typed = self._backward[TYPE]
        if not self._backward[SUBCLASS]:
            return typed.get(kind, _EMPTY)
        return {node for below in self._reach(kind, self._backward[SUBCLASS]) for node in typed.get(below, ())}

    def is_a(self, node: Term, kind: ox.NamedNode) -> bool:
        """Tell whether a node is of a class, or of one that the graph says is below it."""
        types = self.objects(node, TYPE)
        if kind in types:
            return True
        if not types or not self._backward[SUBCLASS]:
            return False
        return not self._reach(kind, self._backward[SUBCLASS]).isdisjoint(types)

    @cached_property
    def store(self) -> ox.Store:
        """The graph alone, to ask with SPARQL."""
        return _store_of([("", self, "")])

    @cached_property
    def terms(self) -> Set[Term]:
        """Every term of the graph."""
        found: set[Term] = set()
        for subject, predicate, value in self._own:
            found.update((subject, predicate, value))
        for piece in self._shared:
            found |= piece.terms  # by the hashes that the set has already
        return found

    @staticmethod
    def _reach(start: Term, steps: Mapping[Term, Collection[Term]]) -> Set[Term]:
        found, waiting = {start}, [start]
        while waiting:
            for node in steps.get(waiting.pop(), ()):
                if node not in found:
                    found.add(node)
                    waiting.append(node)
        return found


def _store_of(graphs: Sequence[tuple[str, Index, str]]) -> ox.Store:
    """Return graphs to ask with SPARQL, each between the signs that name it in TriG.

    As text they are there in half the time that it takes to make statements of them one by one; nodes without a name
    would get another one.
    """
    store = ox.Store()
    text = "".join([f"{opened}{index.lines}{closed}" for opened, index, closed in graphs])
    if "_:" not in text:
        store.load(text.encode(), format=ox.RdfFormat.TRIG, lenient=True)
        return store
    for opened, index, _ in graphs:
        name = index.name if opened else ox.DefaultGraph()
        store.extend([ox.Quad(*triple, name) for triple in index.triples])  # type: ignore[call-arg]
    return store


__all__ = ["SUBCLASS", "TYPE", "Graphs", "Index", "Name", "Term"]
