"""The parts of SPARQL that canned questions are written in, as a tree."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, fields, is_dataclass

import pyoxigraph as ox


class UntranslatableError(Exception):
    """A query uses something that has no translation here: the store answers it instead."""


@dataclass(frozen=True)
class Var:
    """A variable, without its question mark."""

    name: str

    def __str__(self) -> str:
        """Return it as SPARQL writes it."""
        return f"?{self.name}"


Term = Var | ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Step:
    """A property, as a path of one step."""

    iri: str

    def __str__(self) -> str:
        """Return it as SPARQL writes it."""
        return f"<{self.iri}>"


@dataclass(frozen=True)
class Sequence:
    """Paths one after another."""

    parts: tuple["Path", ...]


@dataclass(frozen=True)
class Alternative:
    """Paths of which any will do."""

    parts: tuple["Path", ...]


@dataclass(frozen=True)
class Repeated:
    """A path that is gone at most once, or as often as one likes; or not at all."""

    path: "Path"
    many: bool


Path = Step | Sequence | Alternative | Repeated


@dataclass(frozen=True)
class Call:
    """An operator or a function with its arguments; the name is in capitals or a sign."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Aggregate:
    """An aggregate; no argument stands for `*`."""

    name: str
    argument: "Expression | None"
    distinct: bool = False
    separator: str = " "


@dataclass(frozen=True)
class Exists:
    """Whether a pattern has a solution."""

    group: "Group"


Expression = Term | Call | Aggregate | Exists


@dataclass(frozen=True)
class Triple:
    """A triple pattern; its predicate is a path."""

    subject: Term
    path: Path
    object: Term

    def __str__(self) -> str:
        """Return it as SPARQL writes it, if its path is of one step."""
        return f"{self.subject} {self.path} {self.object}"


Fits = Callable[[Triple, Triple], bool]


@dataclass(frozen=True)
class Optional:
    """A pattern that may have no solution."""

    group: "Group"


@dataclass(frozen=True)
class Minus:
    """A pattern whose solutions are taken away."""

    group: "Group"


@dataclass(frozen=True)
class Union:
    """Patterns whose solutions are all taken."""

    groups: tuple["Group", ...]


@dataclass(frozen=True)
class Filter:
    """A condition on the solutions of a group."""

    condition: Expression


@dataclass(frozen=True)
class Bind:
    """A variable for the value of an expression."""

    expression: Expression
    name: str


@dataclass(frozen=True)
class Values:
    """Variables and their values, a row each; None for UNDEF."""

    names: tuple[str, ...]
    rows: tuple[tuple[ox.NamedNode | ox.Literal | None, ...], ...]


@dataclass(frozen=True)
class Group:
    """What stands between braces, in its order."""

    elements: tuple["Element", ...]


@dataclass(frozen=True)
class Select:
    """A SELECT: its columns (with an expression where there is one), its pattern, and how rows are put together.

    `order` has each key and whether it goes down.
    """

    columns: tuple[tuple[str, Expression | None], ...]
    distinct: bool
    where: Group
    grouped: tuple[str, ...] = ()
    having: Expression | None = None
    order: tuple[tuple[str, bool], ...] = ()


Element = Triple | Optional | Minus | Union | Filter | Bind | Values | Group | Select


def variables(expression: Expression) -> set[str]:
    """Return the variables of an expression; those within EXISTS are its own affair."""
    match expression:
        case Var(name):
            return {name}
        case Call(_, arguments):
            return set().union(*map(variables, arguments))
        case Aggregate(_, argument) if argument is not None:
            return variables(argument)
        case _:
            return set()


def properties(tree: object) -> set[str]:
    """Return the properties that a query, or a part of one, goes over."""
    return {part.iri for part in _parts(tree) if isinstance(part, Step)}


def iris(tree: object) -> set[str]:
    """Return the IRIs of things that a query, or a part of one, writes out."""
    return {part.value for part in _parts(tree) if isinstance(part, ox.NamedNode)}


def mentioned(tree: object) -> set[str]:
    """Return the variables that stand anywhere in a query, or a part of one."""
    return {part.name for part in _parts(tree) if isinstance(part, Var)}


def _parts(tree: object) -> Iterator[object]:
    """Yield a tree and everything in it."""
    yield tree
    if isinstance(tree, tuple):
        for part in tree:
            yield from _parts(part)
    elif is_dataclass(tree):
        for field in fields(tree):
            yield from _parts(getattr(tree, field.name))


def lacks_solutions(tree: Select | Group | Element, unused: Set[str], fits: Fits = lambda _one, _other: True) -> bool:
    """Tell whether a query, or a part of one, has no solution since it wants something that there is none of.

    Args:
        tree: the query or part.
        unused: the properties that have no statements.
        fits: tells of a pattern with a variable subject and a given object, and of another one with this variable,
            whether a thing may fit both.
    """
    match tree:
        case Triple(_, path):
            return any(part.iri in unused for part in _wanted(path))
        case Select(columns):
            counted = any(isinstance(expression, Aggregate) for _, expression in columns)
            return bool(tree.grouped or not counted) and lacks_solutions(tree.where, unused, fits)
        case Union(groups):
            return all(lacks_solutions(group, unused, fits) for group in groups)
        case Group(elements):
            return any(lacks_solutions(element, unused, fits) for element in elements) or not all(
                fits(one, other) for one, other in _about_one_thing(elements)
            )
        case _:
            return False


def _about_one_thing(elements: Iterable[Element]) -> Iterator[tuple[Triple, Triple]]:
    """Yield each pattern of what has a given value, with each pattern of variables that has this thing in it."""
    steps = [one for one in elements if isinstance(one, Triple) and isinstance(one.path, Step)]
    for one in steps:
        if isinstance(one.subject, Var) and not isinstance(one.object, Var):
            for other in steps:
                ends = (other.subject, other.object)
                if one.subject in ends and all(isinstance(end, Var) for end in ends):
                    yield one, other


def _wanted(path: Path) -> list[Step]:
    """Return the properties that a path cannot do without."""
    match path:
        case Step():
            return [path]
        case Sequence(parts):
            return [step for part in parts for step in _wanted(part)]
        case _:
            return []
