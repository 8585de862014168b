"""What readers need of a graph: the embedded store fulfils it as it is, a SPARQL server through `kg.disk.remote`."""

from collections.abc import Iterator
from typing import IO, Protocol

import pyoxigraph as ox

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Statements(Protocol):
    """What can be asked for statements by their parts, as `pyoxigraph.Store` can."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the statements that fit; a part that is None may be anything."""
        ...


class Graphs(Statements, Protocol):
    """Named graphs that can be read: by pattern, by SPARQL over their union, and each as a whole."""

    def query(
        self, query: str, *, use_default_graph_as_union: bool = ...
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the answer to a SELECT or an ASK; the union of the graphs is what it reads."""
        ...

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """Yield the names of the graphs."""
        ...

    def dump(
        self, output: IO[bytes], /, format: ox.RdfFormat | None = None, *, from_graph: GraphName | None = None
    ) -> object:
        """Write a graph, as N-Triples."""
        ...

    def __len__(self) -> int:
        """Return how many statements there are."""
        ...
