"""The run of shapes over one graph: which nodes each is about, and what it finds."""

from collections.abc import Collection, Iterable, Iterator, Set

import pyoxigraph as ox

from kg.work.shacl.index import Index, Term
from kg.work.shacl.model import Model, Result, Shape


class Checker:
    """Shapes that are run over many graphs, one after the other."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._targeted = model.targeted

    def index(self, triples: Iterable[ox.Triple]) -> Index:
        """Return a graph ready to be checked."""
        return Index(triples, self._model.backward)

    def results(self, index: Index, asked: Set[str] | None = None) -> list[Result]:
        """Return what the shapes find in a graph, in no particular order.

        Args:
            index: the graph.
            asked: the IRIs of the nodes that are asked about; of all, if not given.
        """
        run = _Run(index)
        found = []
        for shape in self._targeted:
            nodes = targets(shape, index)
            # Where a shape may go on to other nodes, one that is not asked about may lead to one that is.
            if asked is not None and not shape.moves:
                nodes = [node for node in nodes if node.value in asked]
            if nodes:
                found += run.results(shape, nodes)
        return found if asked is None else [result for result in found if result.focus.value in asked]

    def explained(self, result: Result, index: Index) -> list[Result]:
        """Return a result with what the variables of its shape's queries stood for, once for each solution of it."""
        run = _Run(index)
        found = [own for query in result.shape.queries for own in query.results(run, result.shape, [result.focus])]
        return [own for own in found if (own.path, own.value) == (result.path, result.value)] or [result]


def targets(shape: Shape, index: Index) -> Collection[Term]:
    """Return the nodes that a shape is about by itself."""
    wanted = shape.targets
    if len(wanted.classes) == 1 and not (wanted.nodes or wanted.subjects_of or wanted.objects_of):
        return index.instances(wanted.classes[0])
    return set(_targets(shape, index))


def _targets(shape: Shape, index: Index) -> Iterator[Term]:
    yield from shape.targets.nodes
    for kind in shape.targets.classes:
        yield from index.instances(kind)
    for predicate in shape.targets.objects_of:
        yield from index.pairs(predicate)
    for predicate in shape.targets.subjects_of:
        for subjects in index.pairs(predicate).values():
            yield from subjects


class _Run:
    """Shapes over one graph."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def results(self, shape: Shape, nodes: Collection[Term]) -> list[Result]:
        """Return what a shape finds wrong with nodes."""
        found: list[Result] = []
        reached = nodes if shape.path is None else set()
        for node in nodes:
            values: Collection[Term] = (node,) if shape.path is None else shape.path.values(self.index, node)
            for constraint in shape.constraints:
                found += constraint.results(self, shape, node, values)
            if shape.path is not None and shape.properties:
                reached = {*reached, *values}
        for query in shape.queries:
            found += query.results(self, shape, nodes)
        for part in shape.properties:
            found += self.results(part, reached)
        return found

    def conforms(self, shape: Shape, node: Term) -> bool:
        """Tell whether a shape finds nothing wrong with a node."""
        values: Collection[Term] = (node,) if shape.path is None else shape.path.values(self.index, node)
        return not (
            any(constraint.results(self, shape, node, values) for constraint in shape.constraints)
            or any(query.results(self, shape, (node,)) for query in shape.queries)
            or any(not self.conforms(part, value) for part in shape.properties for value in values)
        )
