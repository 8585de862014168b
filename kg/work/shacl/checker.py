"""The run of shapes over one graph: which nodes each is about, and what it finds."""

from collections.abc import Collection, Iterable, Iterator, Set

import pyoxigraph as ox

from kg.work.shacl.index import Graphs, Index, Term
from kg.work.shacl.model import Asking, Model, Result, Run, Shape

Later = dict[tuple[Shape, Asking], list[tuple[Run, Collection[Term]]]]

# Statements that are asked together: more graphs share the reading of the queries, but a path without an end is looked
# for in all of them.
AT_ONCE = 3_000


class Checker:
    """Shapes that are run over many graphs."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._targeted = model.targeted

    def index(self, triples: Iterable[ox.Triple]) -> Index:
        """Return a graph ready to be checked."""
        return Index(triples, self._model.backward)

    def results(self, index: Index, asked: Set[str]) -> list[Result]:
        """Return what the shapes find in a graph, in no particular order.

        Args:
            index: the graph.
            asked: the names of the nodes that are asked about.
        """
        run = _Run(index)
        found = [result for shape in self._targeted if (nodes := _nodes(shape, index, asked))
                 for result in run.results(shape, nodes)]  # fmt: skip
        return [result for result in found if result.focus.value in asked]

    def results_of_many(
        self, graphs: Iterable[tuple[Iterable[ox.Triple], Set[str]]]
    ) -> Iterator[tuple[Index, list[Result]]]:
        """Yield what `results` returns for each of many graphs, in their order."""
        together, waiting = Graphs(), []
        for triples, asked in graphs:
            waiting.append((Index(triples, self._model.backward, together), asked))
            if sum(len(index.triples) for index in together.indexes) >= AT_ONCE:
                yield from self._together(waiting)
                together, waiting = Graphs(), []
        yield from self._together(waiting)

    def _together(self, graphs: list[tuple[Index, Set[str]]]) -> Iterator[tuple[Index, list[Result]]]:
        found: dict[Index, list[Result]] = {}
        later: Later = {}
        for index, asked in graphs:
            run = _Run(index)
            found[index] = []
            for shape in self._targeted:
                if nodes := _nodes(shape, index, asked):
                    found[index] += run.results(shape, nodes, later)
        for (shape, query), asking in later.items():
            for index, result in query.results_of_many(shape, asking):
                found[index].append(result)
        for index, asked in graphs:
            yield index, [result for result in found[index] if result.focus.value in asked]

    def explained(self, result: Result, index: Index) -> list[Result]:
        """Return a result with what the variables of its shape's queries stood for, once for each solution of it."""
        run = _Run(index)
        found = [own for query in result.shape.queries for own in query.results(run, result.shape, [result.focus])]
        return [own for own in found if (own.path, own.value) == (result.path, result.value)] or [result]


def _nodes(shape: Shape, index: Index, asked: Set[str]) -> Collection[Term]:
    """Return the nodes that a shape is asked about. From one that is not asked about it may lead on to one that is."""
    nodes = targets(shape, index)
    return nodes if shape.moves else [node for node in nodes if node.value in asked]


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

    def results(self, shape: Shape, nodes: Collection[Term], later: Later | None = None) -> list[Result]:
        """Return what a shape finds wrong with nodes; if `later` is given, queries are put there instead of asked."""
        found: list[Result] = []
        reached = nodes if shape.path is None else set()
        for node in nodes:
            values: Collection[Term] = (node,) if shape.path is None else shape.path.values(self.index, node)
            for constraint in shape.constraints:
                found += constraint.results(self, shape, node, values)
            if shape.path is not None and shape.properties:
                reached = {*reached, *values}
        for query in shape.queries:
            if later is None:
                found += query.results(self, shape, nodes)
            else:
                later.setdefault((shape, query), []).append((self, nodes))
        for part in shape.properties:
            found += self.results(part, reached, later)
        return found

    def conforms(self, shape: Shape, node: Term) -> bool:
        """Tell whether a shape finds nothing wrong with a node."""
        values: Collection[Term] = (node,) if shape.path is None else shape.path.values(self.index, node)
        return not (
            any(constraint.results(self, shape, node, values) for constraint in shape.constraints)
            or any(query.results(self, shape, (node,)) for query in shape.queries)
            or any(not self.conforms(part, value) for part in shape.properties for value in values)
        )
