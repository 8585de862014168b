"""The run of shapes over one graph: which nodes each is about, and what it finds."""

from collections.abc import Collection, Iterable, Iterator, Set

import pyoxigraph as ox

from kg.work.shacl.index import Graphs, Index, Term
from kg.work.shacl.model import Asking, Model, Result, Run, Shape

Later = dict[tuple[Shape, Asking], list[tuple[Run, Collection[Term]]]]

# Statements that are asked together: more graphs share the reading of the queries, but a path without an end is looked
# for in all of them.
AT_ONCE = 12_000


class Checker:
    """Shapes that are run over many graphs."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._targeted = model.targeted
        self._plain = [shape for shape in self._targeted if not shape.moves and not shape.targets.nodes]
        self._others = [shape for shape in self._targeted if shape.moves or shape.targets.nodes]
        self._by_class = _by([(kind, shape) for shape in self._plain for kind in shape.targets.classes])
        self._by_object = _by([(name, shape) for shape in self._plain for name in shape.targets.objects_of])
        self._by_subject = _by([(name, shape) for shape in self._plain for name in shape.targets.subjects_of])

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
        found = [result for shape, nodes in self._asked(index, asked) for result in run.results(shape, nodes)]
        return [result for result in found if result.focus.value in asked]

    def _asked(self, index: Index, asked: Set[str]) -> Iterator[tuple[Shape, Collection[Term]]]:
        """Yield each shape that is about some nodes, with the nodes that it is asked about."""
        if index.has_classes:
            yield from _each(self._targeted, index, asked)
            return
        yield from _each(self._others, index, asked)
        found: dict[Shape, dict[Term, None]] = {}
        for kind, shapes in self._by_class.items():
            if kind in index.types:
                _add(found, shapes, index.types[kind], asked)
        for name, shapes in self._by_object.items():
            _add(found, shapes, index.pairs(name), asked)
        for name, shapes in self._by_subject.items():
            for subjects in index.pairs(name).values():
                _add(found, shapes, subjects, asked)
        yield from found.items()

    def results_of_many(
        self, graphs: Iterable[tuple[Iterable[ox.Triple], Set[str]]]
    ) -> Iterator[tuple[Index, list[Result]]]:
        """Yield what `results` returns for each of many graphs, in their order."""
        together, waiting, size = Graphs(), [], 0
        for triples, asked in graphs:
            index = Index(triples, self._model.backward, together)
            waiting.append((index, asked))
            size += index.size
            if size >= AT_ONCE:
                yield from self._together(waiting)
                together, waiting, size = Graphs(), [], 0
        yield from self._together(waiting)

    def _together(self, graphs: list[tuple[Index, Set[str]]]) -> Iterator[tuple[Index, list[Result]]]:
        found: dict[Index, list[Result]] = {}
        later: Later = {}
        for index, asked in graphs:
            run = _Run(index)
            found[index] = []
            for shape, nodes in self._asked(index, asked):
                found[index] += run.results(shape, nodes, later)
        for (shape, query), asking in later.items():
            for index, result in query.results_of_many(shape, asking):
                found[index].append(result)
        for index, asked in graphs:
            yield index, [result for result in found[index] if result.focus.value in asked]
        for index, _ in graphs:  # each knows all of them: memory is free at once only if the ring is broken
            index.graphs.indexes.clear()

    def explained(self, result: Result, index: Index) -> list[Result]:
        """Return a result with what the variables of its shape's queries stood for, once for each solution of it."""
        run = _Run(index)
        found = [own for query in result.shape.queries for own in query.results(run, result.shape, [result.focus])]
        return [own for own in found if (own.path, own.value) == (result.path, result.value)] or [result]


def _by(pairs: Iterable[tuple[ox.NamedNode, Shape]]) -> dict[ox.NamedNode, list[Shape]]:
    """Return shapes by what they are about."""
    found: dict[ox.NamedNode, list[Shape]] = {}
    for name, shape in pairs:
        found.setdefault(name, []).append(shape)
    return found


def _add(found: dict[Shape, dict[Term, None]], shapes: Iterable[Shape], nodes: Iterable[Term], asked: Set[str]) -> None:
    """Note nodes, those that are asked about, for shapes that are about them."""
    own = dict.fromkeys(node for node in nodes if node.value in asked)
    for shape in shapes if own else ():
        found.setdefault(shape, {}).update(own)


def _each(shapes: Iterable[Shape], index: Index, asked: Set[str]) -> Iterator[tuple[Shape, Collection[Term]]]:
    for shape in shapes:
        if nodes := _nodes(shape, index, asked):
            yield shape, nodes


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
        if shape.properties and reached:
            present = self.index.predicates(reached)
            for part in shape.properties:
                if not part.quiet or part.property in present:
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
