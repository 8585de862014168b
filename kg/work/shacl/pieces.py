"""A graph in pieces: statements of its own, and pieces that it shares with other graphs, each made once."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.terms import RDF_TYPE

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Name = ox.NamedNode | ox.BlankNode
TYPE = ox.NamedNode(RDF_TYPE)

Properties = dict[ox.NamedNode, set[Term]]


class Piece:
    """What is told of one thing, in the forms that the graphs that hold it are made of; nobody changes them."""

    def __init__(self, node: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        self.node = node
        self.triples = tuple(triples)
        self.properties: Properties = {}
        for _, predicate, value in self.triples:
            self.properties.setdefault(predicate, set()).add(value)

    @cached_property
    def lines(self) -> str:
        """The statements as N-Triples."""
        return lines_of(self.triples)

    @cached_property
    def leads_to(self) -> Set[ox.NamedNode]:
        """The things that it points to, classes left out."""
        return frozenset(
            value for _, predicate, value in self.triples if isinstance(value, ox.NamedNode) and predicate != TYPE
        )

    @cached_property
    def terms(self) -> Set[Term]:
        """Every term of the statements."""
        return frozenset({self.node, *self.properties, *(value for some in self.properties.values() for value in some)})


@dataclass(frozen=True, slots=True)
class Pieces:
    """A graph: what is said in it alone, and what other graphs hold too."""

    own: Sequence[ox.Triple]
    shared: Sequence[Piece]

    def __iter__(self) -> Iterator[ox.Triple]:
        """Yield every statement."""
        yield from self.own
        for piece in self.shared:
            yield from piece.triples


def lines_of(triples: Iterable[ox.Triple]) -> str:
    """Return statements as N-Triples, a line each."""
    return "".join([f"{triple} .\n" for triple in triples])
