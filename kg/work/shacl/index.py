"""A small graph, by subject and, for the predicates that shapes follow backwards, by object."""

from collections.abc import Collection, Iterable, Mapping, Set
from functools import cached_property

import pyoxigraph as ox

from kg.terms import PREFIXES, RDF_TYPE

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Name = ox.NamedNode | ox.BlankNode

TYPE = ox.NamedNode(RDF_TYPE)
SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")

_NONE: Mapping[ox.NamedNode, set[Term]] = {}
_EMPTY: Set[Term] = frozenset()


class Graphs:
    """Graphs that are asked together: a store in which each has a name of its own."""

    def __init__(self) -> None:
        self.indexes: list[Index] = []

    @cached_property
    def store(self) -> ox.Store:
        """The graphs, to ask with SPARQL; none is added after that."""
        store = ox.Store()
        quads = [ox.Quad(*triple, index.name) for index in self.indexes for triple in index.triples]  # type: ignore[call-arg]
        store.extend(quads)
        return store


class Index:
    """The statements of one graph, doubles dropped.

    Args:
        triples: the graph.
        backward: the predicates that are also looked up from the object; the others cannot be.
        graphs: those that it is asked together with, if any.
    """

    def __init__(
        self, triples: Iterable[ox.Triple], backward: Set[ox.NamedNode] = frozenset(), graphs: Graphs | None = None
    ) -> None:
        self.graphs = graphs or Graphs()
        self.name = ox.NamedNode(f"urn:x-graph:{len(self.graphs.indexes)}")
        self.graphs.indexes.append(self)
        self._forward: dict[Term, dict[ox.NamedNode, set[Term]]] = {}
        self._backward: dict[ox.NamedNode, dict[Term, set[Term]]] = {
            predicate: {} for predicate in (*backward, TYPE, SUBCLASS)
        }
        self.triples = list(triples)
        for subject, predicate, value in self.triples:
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

    def properties(self, node: Term) -> Mapping[ox.NamedNode, Collection[Term]]:
        """Return what a node has, by predicate."""
        return self._forward.get(node, _NONE)

    def objects(self, node: Term, predicate: ox.NamedNode) -> Set[Term]:
        """Return the values of a node for a predicate."""
        return self._forward.get(node, _NONE).get(predicate, _EMPTY)

    def subjects(self, node: Term, predicate: ox.NamedNode) -> Set[Term]:
        """Return the nodes that have a node as a value for a predicate."""
        return self._backward[predicate].get(node, _EMPTY)

    def pairs(self, predicate: ox.NamedNode) -> Mapping[Term, Collection[Term]]:
        """Return the subjects of a predicate by object."""
        return self._backward[predicate]

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
        store = ox.Store()
        store.extend([ox.Quad(*triple) for triple in self.triples])
        return store

    @cached_property
    def terms(self) -> Set[Term]:
        """Every term of the graph."""
        found: set[Term] = set(self._forward)
        for properties in self._forward.values():
            found.update(properties)
            found.update(*properties.values())
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
