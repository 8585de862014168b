"""Effort: how many statements a store looks up to answer a query, reckoned before it is asked.

A store goes from one statement to the next. It begins with the pattern that it takes for the rarest, by what is given
in it and not by what there is, and goes on to the next one that has a variable in common. What is optional it looks up
for each row, or, where it takes that for dearer, for everything at once. Its choices are followed here, with how many
statements there really are. They are those of Oxigraph 0.5 (the optimizer of its `sparopt`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count, pairwise
from typing import assert_never

import pyoxigraph as ox

from kg.disk.columns import Property, Sort
from kg.terms import RDF_TYPE
from kg.work.relational import syntax
from kg.work.relational.syntax import (
    Alternative,
    Bind,
    Element,
    Exists,
    Filter,
    Group,
    Minus,
    Optional,
    Path,
    Repeated,
    Select,
    Step,
    Term,
    Triple,
    Union,
    Values,
    Var,
)

MOST = float(2**64)  # no size is reckoned greater: what is beyond is not told apart, by the store either
SIZES = {(True, True): 1, (True, False): 10, (False, True): 1_000, (False, False): 1_000_000}  # subject, object given
KEY = 1_000  # values of a variable that two sides have in common, as the store guesses
WORTH = 100  # times dearer than all at once may it be to go row by row
AROUND = 30.0  # things that a path of many steps leads to, from one

Pointing = Callable[[str, ox.NamedNode | ox.Literal], int]
Joined = Triple | Union | Values | Group | Select
Properties = Callable[[str], Property | None]
Terms = tuple[ox.NamedNode | ox.Literal, ...]


def effort(select: Select, properties: Properties, pointing: Pointing) -> float:
    """Return about how many lookups a store needs for a query.

    Args:
        select: the query, with its values in it.
        properties: tells how many statements a property has; where it is not known, very many are reckoned with.
        pointing: counts the statements of a property with a given object, up to some number.
    """
    walk = _Walk(properties, pointing)
    return walk.group(select.where, _State()).lookups


# What a property has that nothing is known of.
_MANY = Property("", "", Sort.OTHER, tagged=False, rows=1_000_000, out=1.05, into=100)


@dataclass(frozen=True)
class _State:
    """How far a store has come.

    Args:
        rows: how many there are by now.
        size: how many it expected.
        given: the variables that have a value in each of them.
        terms: what some of these may be, where it is one of a few things.
        lookups: what it has cost.
    """

    rows: float = 1.0
    size: float = 1.0
    given: frozenset[str] = frozenset()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    lookups: float = 0.0

    def after(self, lookups: float, each: float = 1.0, size: float = 1.0, names: Iterable[str] = ()) -> "_State":
        """Return the state after lookups that gave so many rows for each row, where so many were expected."""
        grown = _capped(self.rows * each), _capped(self.size * size)
        return _State(*grown, self.given | frozenset(names), self.terms, _capped(self.lookups + lookups))

    def alone(self) -> "_State":
        """Return this state for one of its rows."""
        return _State(given=self.given, terms=self.terms)


class _Walk:
    """Goes through a query as a store does."""

    def __init__(self, properties: Properties, pointing: Pointing) -> None:
        self._properties = cache(properties)
        self._pointing = cache(pointing)
        self._middles = count(1)
        self._sizes: dict[tuple[int, frozenset[str]], float] = {}

    def group(self, group: Group, before: _State) -> _State:
        """Return the state after a group, for one row of what was given before it."""
        state, waiting, conditions = before, [], []
        for element in self._elements(group):
            if isinstance(element, Joined):
                waiting.append(element)
                continue
            state, waiting = self._joined(waiting, state, before.given), []
            match element:
                case Optional(inner):
                    state = self._optional(inner, state, before.given)
                case Minus(inner):
                    state = state.after(self.group(inner, _State()).lookups)
                case Bind(expression, name) if _is_sure(expression, state.given):
                    state = state.after(0.0, names=[name])
                case Filter(condition):
                    conditions.append(condition)
        state = self._joined(waiting, state, before.given)
        for exists in (part for condition in conditions for part in _exists(condition)):
            state = state.after(state.rows * self._looked_for(exists.group, state.alone()))
        return state

    def _looked_for(self, group: Group, state: _State) -> float:
        """Return the lookups that it takes to see whether a group has a solution for one row.

        Of several patterns each is gone through by itself: within EXISTS a store does not go from one to the next.
        """
        joined = [element for element in self._elements(group) if isinstance(element, Joined)]
        if len(joined) < 2:
            return self.group(group, state).lookups
        return sum(self._one(element, state).lookups for element in joined)

    def _elements(self, group: Group) -> Iterator[Element]:
        """Yield what is in a group; a path of several properties as a pattern for each, with variables in between."""
        for element in group.elements:
            if isinstance(element, Triple) and isinstance(element.path, syntax.Sequence):
                between = [Var(f" {next(self._middles)}") for _ in element.path.parts[1:]]
                ends = pairwise([element.subject, *between, element.object])
                yield from (
                    Triple(one, part, other) for part, (one, other) in zip(element.path.parts, ends, strict=True)
                )
            else:
                yield element

    def _joined(self, waiting: Sequence[Joined], state: _State, before: frozenset[str]) -> _State:
        """Join patterns, the one that seems rarest first, then always one that hangs together with those before."""
        left = list(waiting)
        while left:
            near = [one for one in left if _names(one) & (state.given - before)]
            chosen = min(near or left, key=lambda one: self._size(one, state.given))
            left.remove(chosen)
            state = self._one(chosen, state)
        return state

    def _optional(self, inner: Group, state: _State, before: frozenset[str]) -> _State:
        """Return the state after what is optional: row by row, or all at once."""
        keys = len(_names(inner) & (state.given - before))
        alone, each = self._written(inner, before), self._written(inner, state.given)
        at_once = _capped(state.size * alone) / KEY**keys
        if keys and _capped(state.size * each) <= _capped(at_once * WORTH) and _is_loop(inner):
            found = self.group(inner, state.alone())
            return state.after(state.rows * found.lookups, max(1.0, found.rows), max(1.0, found.size))
        found = self.group(inner, _State())
        return state.after(found.lookups + state.rows, 1.0, max(1.0, found.size / KEY**keys))

    def _one(self, element: Joined, state: _State) -> _State:
        """Return the state after one element that is joined."""
        size = self._size(element, state.given)
        match element:
            case Triple():
                each = self._found(element, state)
                return state.after(state.rows * max(1.0, each), each, size, _names(element))
            case Values(names, rows):
                after = state.after(0.0, len(rows), size, _names(element))
                few = {name: _column(element, names.index(name)) for name in _names(element)}
                return replace(after, terms={**after.terms, **few})
            case Union(groups):
                ends = [self.group(group, state.alone()) for group in groups]
                lookups, each = sum(end.lookups for end in ends), sum(end.rows for end in ends)
                return state.after(state.rows * lookups, each, size, _names(element))
            case Group():
                return self.group(element, state)
            case Select():
                end = self.group(element.where, _State())
                each = end.rows if not _names(element) & state.given else 1.0
                return state.after(end.lookups + state.rows, each, size, _names(element))

    def _found(self, triple: Triple, state: _State) -> float:
        """Return how many statements there are of a pattern for each row."""
        subject, value = _is_given(triple.subject, state.given), _is_given(triple.object, state.given)
        few = _terms(triple.object, state)
        if few and not subject and isinstance(triple.path, Step):
            return sum(self._pointing(triple.path.iri, term) for term in few) / len(few)
        return self._along(triple.path, subject=subject, value=value)

    def _along(self, path: Path, *, subject: bool, value: bool) -> float:
        """Return how many statements there are along a path, by which of its ends is given."""
        match path:
            case Step(iri):
                known = self._properties(iri) or _MANY
                each = (known.rows, known.into, known.out, min(1, known.rows))
                return float(each[2 * subject + value])
            case Alternative(parts):
                return sum(self._along(part, subject=subject, value=value) for part in parts)
            case syntax.Sequence(parts):
                found = self._along(parts[0], subject=subject, value=False)
                for part in parts[1:-1]:
                    found *= self._along(part, subject=True, value=False)
                return max(1.0, found) * self._along(parts[-1], subject=True, value=value)
            case Repeated(inner, many):
                if subject and value:
                    return 1.0
                once = self._along(inner, subject=subject, value=value)
                return 1.0 + once * (AROUND if many and (subject or value) else 1.0)
            case _:
                assert_never(path)

    def _size(self, element: Joined, given: frozenset[str]) -> float:
        """Return for how many solutions a store takes an element, where some variables have a value."""
        match element:
            case Triple(subject, path, value):
                return _size_of(path, _is_given(subject, given), _is_given(value, given))
            case Values(_, rows):
                return len(rows)
            case Union(groups):
                return _capped(sum(self._planned(group, given) for group in groups))
            case Select():
                return self._planned(element.where, frozenset())
            case Group():
                return self._planned(element, given)

    def _planned(self, group: Group, given: frozenset[str]) -> float:
        """Return the size that a store takes a group for, once it has planned it."""
        key = id(group), given
        if key not in self._sizes:
            self._sizes[key] = _Walk(lambda _: _MANY, lambda _p, _o: 1).group(group, _State(given=given)).size
        return self._sizes[key]

    def _written(self, group: Group, given: frozenset[str]) -> float:
        """Return the size that a store takes a group for as it is written: each part by itself, all multiplied."""
        size = 1.0
        for element in self._elements(group):
            if isinstance(element, Optional):
                size *= max(1.0, self._written(element.group, given))
            elif isinstance(element, Joined):
                size *= self._size(element, given)
        return _capped(size)


def _capped(number: float) -> float:
    return min(number, MOST)


def _is_given(term: Term, given: frozenset[str]) -> bool:
    return not isinstance(term, Var) or term.name in given


def _is_sure(expression: syntax.Expression, given: frozenset[str]) -> bool:
    """Tell whether an expression has a value whatever happens, as far as a store sees."""
    match expression:
        case syntax.Call("COALESCE", arguments):
            return any(_is_sure(argument, given) for argument in arguments)
        case Var(name):
            return name in given
        case _:
            return isinstance(expression, ox.NamedNode | ox.Literal)


def _terms(term: Term, state: _State) -> Terms:
    """Return the few things that a term may be; none if that is not known."""
    return state.terms.get(term.name, ()) if isinstance(term, Var) else (term,)


def _column(values: Values, number: int) -> Terms:
    return tuple(term for row in values.rows if (term := row[number]) is not None)


def _names(element: Joined) -> frozenset[str]:
    """Return the variables that an element gives values to in each solution."""
    match element:
        case Triple(subject, _, value):
            return frozenset(term.name for term in (subject, value) if isinstance(term, Var))
        case Values(names, rows):
            return frozenset(name for number, name in enumerate(names) if len(_column(element, number)) == len(rows))
        case Union(groups):
            return frozenset.intersection(*map(_names, groups))
        case Select(columns):
            return _names(element.where) & {name for name, _ in columns}
        case Group(elements):
            parts = [part for part in elements if isinstance(part, Joined)]
            return frozenset().union(*map(_names, parts))


def _size_of(path: Path, subject: bool, value: bool) -> float:
    """Return for how many statements a store takes a path, by which of its ends is given."""
    match path:
        case Step(iri):
            return SIZES[subject, value] + (iri == RDF_TYPE)
        case Alternative(parts):
            return sum(_size_of(part, subject, value) for part in parts)
        case syntax.Sequence(parts):
            first, after = parts[0], syntax.Sequence(parts[1:]) if len(parts) > 2 else parts[1]
            forth = _size_of(first, subject, value=False) * _size_of(after, subject=True, value=value)
            back = _size_of(first, subject, value=True) * _size_of(after, subject=False, value=value)
            return min(forth, back)
        case Repeated(inner, many):
            if subject and value:
                return 1
            return _size_of(inner, subject, value) * (KEY if many else 1) if subject or value else 1_000_000_000
        case _:
            assert_never(path)


def _is_loop(group: Group) -> bool:
    """Tell whether a store can look a group up for one row of another."""
    return all(
        isinstance(element, Triple | Values | Filter | Bind)
        or (isinstance(element, Group) and _is_loop(element))
        or (isinstance(element, Optional) and _is_loop(element.group))
        or (isinstance(element, Union) and all(map(_is_loop, element.groups)))
        for element in group.elements
    )


def _exists(condition: syntax.Expression) -> Iterator[Exists]:
    match condition:
        case Exists():
            yield condition
        case syntax.Call(_, arguments):
            for argument in arguments:
                yield from _exists(argument)
