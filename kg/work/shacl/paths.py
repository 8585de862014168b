"""SHACL property paths: which nodes are reached from a node, and the path as SPARQL writes it."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

import pyoxigraph as ox

from kg.work.shacl.index import Index, Name, Term
from kg.work.shacl.source import RDF, Source

_REPEATED = {"sh:zeroOrMorePath": "*", "sh:oneOrMorePath": "+", "sh:zeroOrOnePath": "?"}
PATH_TERMS = frozenset({"sh:inversePath", "sh:alternativePath", *_REPEATED})


@dataclass(frozen=True)
class Step:
    """One property, forward or backward."""

    predicate: ox.NamedNode
    backward: bool = False

    def values(self, index: Index, node: Term) -> Set[Term]:
        """Return the nodes that the path leads to."""
        return index.subjects(node, self.predicate) if self.backward else index.objects(node, self.predicate)

    def steps(self) -> Iterator["Step"]:
        """Yield every step of the path."""
        yield self

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""
        return f"^{self.predicate}" if self.backward else str(self.predicate)


@dataclass(frozen=True)
class Sequence:
    """One path after the other."""

    parts: tuple["Path", ...]

    def values(self, index: Index, node: Term) -> Set[Term]:
        """Return the nodes that the path leads to."""
        found: Set[Term] = {node}
        for part in self.parts:
            found = {value for between in found for value in part.values(index, between)}
        return found

    def steps(self) -> Iterator[Step]:
        """Yield every step of the path."""
        for part in self.parts:
            yield from part.steps()

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""
        return "(" + "/".join(part.sparql() for part in self.parts) + ")"


@dataclass(frozen=True)
class Alternative:
    """Any one of several paths."""

    parts: tuple["Path", ...]

    def values(self, index: Index, node: Term) -> Set[Term]:
        """Return the nodes that the path leads to."""
        return {value for part in self.parts for value in part.values(index, node)}

    def steps(self) -> Iterator[Step]:
        """Yield every step of the path."""
        for part in self.parts:
            yield from part.steps()

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""
        return "(" + "|".join(part.sparql() for part in self.parts) + ")"


@dataclass(frozen=True)
class Repeat:
    """A path that is followed a number of times: `sign` is `*`, `+` or `?`, as in SPARQL."""

    part: "Path"
    sign: str

    def values(self, index: Index, node: Term) -> Set[Term]:
        """Return the nodes that the path leads to."""
        if self.sign == "?":
            return {node, *self.part.values(index, node)}
        found: set[Term] = set() if self.sign == "+" else {node}
        waiting = [node]
        while waiting:
            for value in self.part.values(index, waiting.pop()):
                if value not in found:
                    found.add(value)
                    waiting.append(value)
        return found

    def steps(self) -> Iterator[Step]:
        """Yield every step of the path."""
        return self.part.steps()

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""
        return f"({self.part.sparql()}){self.sign}"


Path = Step | Sequence | Alternative | Repeat


def read_path(source: Source, shape: Name, node: Term, *, backward: bool = False) -> Path:
    """Return the path that a node describes.

    Args:
        source: the triples.
        shape: the shape that has the path, which is told in errors.
        node: the value of its sh:path, or a part of that.
        backward: whether the path is taken from its end.

    Raises:
        ParseError: if it is no path. The inverse of a sequence is not known here, as pySHACL takes it wrongly.
    """
    if isinstance(node, ox.NamedNode):
        return Step(node, backward)
    terms = [term for term in source.terms(node) if term.startswith(("sh:", RDF))]
    values = source.values(node, terms[0]) if terms else []
    if RDF + "first" in terms and not backward:
        return Sequence(tuple(read_path(source, shape, part) for part in _several(source, shape, node)))
    if len(terms) == len(values) == 1 and terms[0] in PATH_TERMS:
        if terms[0] == "sh:inversePath":
            return read_path(source, shape, values[0], backward=not backward)
        if terms[0] in _REPEATED:
            return Repeat(read_path(source, shape, values[0], backward=backward), _REPEATED[terms[0]])
        parts = _several(source, shape, values[0])
        return Alternative(tuple(read_path(source, shape, part, backward=backward) for part in parts))
    return source.refuse(
        shape,
        "no such path is known here; of a sequence, turn each step round",
        "ingen sådan sökväg är känd här; vänd varje led i en följd för sig",
    )


def _several(source: Source, shape: Name, head: Term) -> list[Term]:
    items = source.items(shape, head)
    if len(items) < 2:
        source.refuse(shape, "a list of paths has two members or more", "en lista av sökvägar har minst två led")
    return items
