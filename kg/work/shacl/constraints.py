"""The components of SHACL Core (https://www.w3.org/TR/shacl/#core-components), each with its parameters."""

import re
from collections.abc import Collection, Set
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import PREFIXES
from kg.work.shacl.index import TYPE, Term
from kg.work.shacl.model import Result, Run, Shape
from kg.work.shacl.values import compare, is_below, is_of

# A text that is longer is compared with a pattern by its beginning: a stranger's text may not take all day.
LONGEST = 10_000

_RESOURCE = ox.NamedNode(PREFIXES["rdfs"] + "Resource")


class OfEach:
    """A component that each value meets or not, whatever the others are."""

    quiet = True

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each value that does not meet it."""
        return [Result(focus, shape, shape.property, value) for value in values if not self.allows(run, value)]

    def allows(self, run: Run, value: Term) -> bool:
        """Tell whether a value meets the component."""
        raise NotImplementedError


class OfAll:
    """A component that the values meet together."""

    quiet = False

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result, with no value, if they do not."""
        return [] if self.holds(run, values) else [Result(focus, shape, shape.property)]

    def holds(self, run: Run, values: Collection[Term]) -> bool:
        """Tell whether the values meet the component."""
        raise NotImplementedError


@dataclass(frozen=True)
class Class(OfEach):
    """sh:class, by the types and superclasses that the graph gives."""

    kind: ox.NamedNode

    def allows(self, run: Run, value: Term) -> bool:
        """Tell whether a value meets the component."""
        return run.index.is_a(value, self.kind)


@dataclass(frozen=True)
class Datatype(OfEach):
    """sh:datatype."""

    datatype: str

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        return isinstance(value, ox.Literal) and is_of(value, self.datatype)


@dataclass(frozen=True)
class NodeKind(OfEach):
    """sh:nodeKind."""

    kinds: tuple[type[Term], ...]

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        return isinstance(value, self.kinds)


@dataclass(frozen=True)
class Count(OfAll):
    """sh:minCount or sh:maxCount."""

    least: int = 0
    most: int | None = None

    @property
    def quiet(self) -> bool:  # type: ignore[override]
        """Whether it finds nothing wrong where there are no values."""
        return self.least == 0

    def holds(self, run: Run, values: Collection[Term]) -> bool:  # noqa: ARG002
        """Tell whether the values meet the component."""
        return self.least <= len(values) and (self.most is None or len(values) <= self.most)


@dataclass(frozen=True)
class Bound(OfEach):
    """sh:minInclusive, sh:minExclusive, sh:maxInclusive or sh:maxExclusive: how a value may compare to the bound."""

    bound: ox.Literal
    ways: tuple[int, ...]

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        return isinstance(value, ox.Literal) and compare(value, self.bound) in self.ways


@dataclass(frozen=True)
class Length(OfEach):
    """sh:minLength or sh:maxLength."""

    least: int = 0
    most: int | None = None

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        if isinstance(value, ox.BlankNode):
            return self.least == 0 and self.most is None
        return self.least <= len(value.value) and (self.most is None or len(value.value) <= self.most)


@dataclass(frozen=True)
class Pattern(OfEach):
    """sh:pattern with sh:flags."""

    pattern: re.Pattern[str]

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        if isinstance(value, ox.BlankNode):
            return False
        text = value.value
        if len(text) > LONGEST:
            return "$" not in self.pattern.pattern and self.pattern.search(text, 0, LONGEST) is not None
        return self.pattern.search(text) is not None


@dataclass(frozen=True)
class LanguageIn(OfEach):
    """sh:languageIn: `sv` also takes `sv-SE`, `*` every language."""

    languages: frozenset[str]

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        language = value.language if isinstance(value, ox.Literal) else None
        if not language:
            return False
        return not self.languages.isdisjoint((language.lower(), language.partition("-")[0].lower(), "*"))


@dataclass(frozen=True)
class UniqueLang(OfAll):
    """sh:uniqueLang."""

    def holds(self, run: Run, values: Collection[Term]) -> bool:  # noqa: ARG002
        """Tell whether the values meet the component."""
        used = [value.language for value in values if isinstance(value, ox.Literal) and value.language]
        return len(used) == len(set(used))


@dataclass(frozen=True)
class In(OfEach):
    """sh:in."""

    members: Set[Term]

    def allows(self, run: Run, value: Term) -> bool:  # noqa: ARG002
        """Tell whether a value meets the component."""
        return value in self.members


@dataclass(frozen=True)
class HasValue(OfAll):
    """sh:hasValue."""

    value: Term

    def holds(self, run: Run, values: Collection[Term]) -> bool:  # noqa: ARG002
        """Tell whether the values meet the component."""
        return self.value in values


@dataclass(frozen=True)
class Equals:
    """sh:equals."""

    quiet = False

    other: ox.NamedNode

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each value that only one of the two has."""
        apart = run.index.objects(focus, self.other) ^ set(values)
        return [Result(focus, shape, shape.property, value) for value in apart]


@dataclass(frozen=True)
class Disjoint:
    """sh:disjoint."""

    quiet = True

    other: ox.NamedNode

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each value that both have."""
        shared = run.index.objects(focus, self.other) & set(values)
        return [Result(focus, shape, shape.property, value) for value in shared]


@dataclass(frozen=True)
class LessThan:
    """sh:lessThan or sh:lessThanOrEquals."""

    quiet = True

    other: ox.NamedNode
    or_equal: bool

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each value that is not below every value of the other property."""
        others = run.index.objects(focus, self.other)
        return [
            Result(focus, shape, shape.property, value)
            for value in values
            if not all(self._is_below(value, other) for other in others)
        ]

    def _is_below(self, value: Term, other: Term) -> bool:
        if isinstance(value, ox.BlankNode) or isinstance(other, ox.BlankNode):
            return False
        return is_below(value, other, or_equal=self.or_equal)


@dataclass(frozen=True)
class Closed:
    """sh:closed with sh:ignoredProperties; `known` holds the properties of the shape too."""

    quiet = True

    known: frozenset[ox.NamedNode]

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each statement about a value whose property is not known."""
        return [
            Result(focus, shape, predicate, found)
            for value in values
            for predicate, objects in run.index.properties(value).items()
            if predicate not in self.known
            for found in objects
            if (predicate, found) != (TYPE, _RESOURCE)
        ]


@dataclass(frozen=True)
class Not(OfEach):
    """sh:not."""

    shape: Shape

    def allows(self, run: Run, value: Term) -> bool:
        """Tell whether a value meets the component."""
        return not run.conforms(self.shape, value)


@dataclass(frozen=True)
class Several(OfEach):
    """sh:and, sh:or or sh:xone: how many of the shapes a value is to conform to."""

    shapes: tuple[Shape, ...]
    least: int
    most: int | None

    def allows(self, run: Run, value: Term) -> bool:
        """Tell whether a value meets the component."""
        found = 0
        for shape in self.shapes:
            found += run.conforms(shape, value)
            if found >= self.least and self.most is None:
                return True
        return self.most is not None and self.least <= found <= self.most


@dataclass(frozen=True)
class Node:
    """sh:node: what the other shape finds is told too, as pySHACL does."""

    quiet = True

    shape: Shape

    def results(self, run: Run, shape: Shape, focus: Term, values: Collection[Term]) -> list[Result]:
        """Return a result for each value that does not conform, and those of the other shape."""
        found = []
        for value in values:
            details = run.results(self.shape, [value])
            if details:
                found += [Result(focus, shape, shape.property, value), *details]
        return found


@dataclass(frozen=True)
class Qualified(OfAll):
    """sh:qualifiedValueShape: how many values are to conform to it, and to none of its siblings."""

    shape: Shape
    least: int
    most: int | None
    siblings: tuple[Shape, ...]

    def holds(self, run: Run, values: Collection[Term]) -> bool:
        """Tell whether the values meet the component."""
        count = sum(
            run.conforms(self.shape, value) and not any(run.conforms(other, value) for other in self.siblings)
            for value in values
        )
        return self.least <= count and (self.most is None or count <= self.most)
