"""Shapes: what a Turtle file of them says, as dataclasses that can be run."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import pyoxigraph as ox

from kg.work.shacl.index import Index, Name, Term
from kg.work.shacl.paths import Path, Step

Texts = Mapping[str, str]
Solution = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape finds wrong with a node: the value, and the property, where there is one.

    `solution` is what the variables of a constraint that is a query stood for, and `texts` its own messages.
    """

    focus: Term
    shape: "Shape"
    path: ox.NamedNode | None = None
    value: Term | None = None
    solution: Solution | None = None
    texts: Texts | None = None


class Run(Protocol):
    """Shapes that are being run over one graph."""

    index: Index

    def results(self, shape: "Shape", nodes: Collection[Term]) -> list[Result]:
        """Return what a shape finds wrong with nodes."""

    def conforms(self, shape: "Shape", node: Term) -> bool:
        """Tell whether a shape finds nothing wrong with a node."""


class Constraint(Protocol):
    """A component of SHACL Core with its parameters."""

    @property
    def quiet(self) -> bool:
        """Whether it finds nothing wrong where there are no values."""

    def results(self, run: Run, shape: "Shape", focus: Term, values: Collection[Term]) -> list[Result]:
        """Return what is wrong with a node's values: those of the shape's path, or the node itself."""


class Asking(Protocol):
    """A constraint that is written as a query."""

    def results(self, run: Run, shape: "Shape", nodes: Collection[Term]) -> list[Result]:
        """Return what is wrong with nodes."""

    def results_of_many(
        self, shape: "Shape", asked: Iterable[tuple[Run, Collection[Term]]]
    ) -> Iterator[tuple[Index, Result]]:
        """Yield what is wrong with nodes of many graphs, each with its graph."""


@dataclass(frozen=True)
class Targets:
    """The nodes that a shape is about by itself."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[ox.NamedNode, ...] = ()
    subjects_of: tuple[ox.NamedNode, ...] = ()
    objects_of: tuple[ox.NamedNode, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)


@dataclass(frozen=True, eq=False)
class Shape:
    """A node shape, or a property shape if it has a path.

    `name` is its IRI or blank node; `severity` is `violation`, `warning` or `info`; `labels` and `texts` are sh:name
    and sh:message by language; `properties` are the property shapes of sh:property.
    """

    name: Name
    path: Path | None
    targets: Targets
    severity: str
    labels: Texts
    texts: Texts
    constraints: tuple[Constraint, ...] = ()
    queries: tuple[Asking, ...] = ()
    properties: tuple["Shape", ...] = ()
    moves: bool = False
    """Whether results may be about other nodes than the ones that the shape is asked about."""

    @cached_property
    def quiet(self) -> bool:
        """Whether it finds nothing wrong with a node that does not have its property."""
        return (
            isinstance(self.path, Step)
            and not self.path.backward
            and not self.queries
            and all(constraint.quiet for constraint in self.constraints)
        )

    @property
    def property(self) -> ox.NamedNode | None:
        """The property, if the path is no more than that."""
        return self.path.predicate if isinstance(self.path, Step) and not self.path.backward else None


@dataclass(frozen=True)
class Model:
    """All shapes by name, and the predicates that they follow backwards."""

    shapes: Mapping[Name, Shape]
    backward: frozenset[ox.NamedNode]

    @property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes that have nodes to be about by themselves."""
        return tuple(shape for shape in self.shapes.values() if shape.targets.any)
