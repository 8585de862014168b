"""A graph on a server, read as the embedded store is read."""

from collections.abc import Collection, Iterator, Sequence
from typing import IO, cast

import pyoxigraph as ox

from kg.disk.graph import GraphName, Subject, Term
from kg.disk.remote import versions
from kg.disk.remote.address import Server
from kg.disk.remote.client import Client
from kg.disk.remote.layout import RemoteVersion
from kg.disk.remote.protocol import Endpoint, row_limit
from kg.terms import PREFIXES, XSD

_PIECE = 1 << 16
_OPEN = (None, None, None)
_EXACT = (XSD + "string", PREFIXES["rdf"] + "langString")
_NUMBERS = {"true": ("1",), "false": ("0",)}  # as Virtuoso writes them


class RemoteGraph:
    """One version of a graph on a server: the one that is in use when it is opened.

    Args:
        endpoint: the server.
        version: the version; the one in use if not given.

    Raises:
        StoreError: if the server holds none, or cannot be asked.
    """

    def __init__(self, endpoint: Endpoint, version: RemoteVersion | None = None) -> None:
        self.endpoint = endpoint
        self.version = version or versions.current(endpoint)

    @classmethod
    def open(cls, server: Server, client: Client | None = None) -> "RemoteGraph":
        """Return the graph in use on a server; raises as the class."""
        return cls(Endpoint(server, client))

    def query(
        self, query: str, *, use_default_graph_as_union: bool = True, named: tuple[str, ...] = ()
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the answer to a SELECT or an ASK over all statements, as the embedded store does.

        Args:
            query: SPARQL.
            use_default_graph_as_union: always so here.
            named: graphs that the query may name, as they are called on the server.

        Raises:
            RemoteError: if the server does not answer, or, while rows are read, not whole.
            ParseError: if the server says that it is not SPARQL.
        """
        _ = use_default_graph_as_union
        return self.endpoint.query(query, self.version.union, named)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the statements that fit; a part that is None may be anything.

        Raises:
            RemoteError: if the server does not answer, or not whole.
        """
        given = (subject, predicate, object)
        if any(isinstance(part, ox.BlankNode | ox.Triple) for part in given):
            return  # there are none on a server
        same = ""
        if isinstance(object, ox.Literal) and object.datatype.value not in _EXACT:
            # Asked for as it is, Virtuoso takes 2012 for the first of January 2012, and false for 0.
            spelled = (object.value, *_NUMBERS.get(object.value, ()))
            same = f" FILTER (STR(?o) IN ({', '.join(str(ox.Literal(text)) for text in spelled)}))"
            given = (subject, predicate, None)
        open_parts = [name for name, part in zip("spo", given, strict=True) if part is None]
        parts = (f"?{name}" if part is None else str(part) for name, part in zip("spo", given, strict=True))
        pattern = " ".join(parts) + same
        if graph_name is None:
            yield from _with(object, self._anywhere(given, open_parts, pattern))
        elif isinstance(graph_name, ox.NamedNode):
            where = self.version.there(graph_name.value)
            columns = " ".join(f"?{name}" for name in open_parts) or "(1 AS ?there)"
            rows = self.endpoint.rows(f"SELECT {columns} WHERE {{ {pattern} }}", where)
            yield from _with(object, (_quad(given, row, graph_name) for row in rows))

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of the graphs."""
        for name, _ in self.graph_counts():
            yield ox.NamedNode(name)

    def graph_counts(self) -> Iterator[tuple[str, int]]:
        """Yield the names of the graphs in order, each with its number of statements as it was loaded."""
        for name, count in versions.graphs(self.endpoint, self.version):
            yield self.version.here(name), count

    def whole(self, graphs: Collection[str] | None = None) -> Iterator[ox.Quad]:
        """Yield everything that stands in some graphs, or in all; small graphs are fetched together.

        How much there must be is known from the load, so nothing that a server leaves out stays unseen.

        Raises:
            RemoteError: if the server does not give as much as was loaded.
        """
        held: list[str] = []
        size = 0
        for name, count in self.graph_counts():
            if graphs is None or name in graphs:
                if held and size + count > versions.PAGE:
                    yield from self._fetched(held, size)
                    held, size = [], 0
                held.append(name)
                size += count
        if held:
            yield from self._fetched(held, size)

    def dump(
        self, output: IO[bytes], /, format: ox.RdfFormat | None = None, *, from_graph: GraphName | None = None
    ) -> None:
        """Write a named graph as N-Triples; raises as `quads_for_pattern`."""
        if format not in (None, ox.RdfFormat.N_TRIPLES) or not isinstance(from_graph, ox.NamedNode):
            raise ValueError("a named graph is written as N-Triples")
        held: list[str] = []
        size = 0
        for quad in self.whole({from_graph.value}):
            held.append(f"{quad.triple} .\n")
            size += len(held[-1])
            if size > _PIECE:
                output.write("".join(held).encode())
                held, size = [], 0
        output.write("".join(held).encode())

    def __len__(self) -> int:
        """Return how many statements were loaded."""
        return self.version.quads

    def _fetched(self, names: list[str], size: int) -> Iterator[ox.Quad]:
        there = " ".join(f"<{self.version.there(name)}>" for name in names)
        query = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {there} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        known = {self.version.there(name): ox.NamedNode(name) for name in names}
        came = 0
        for graph, *row in self.endpoint.rows(query, expected=size):
            came += 1
            if isinstance(graph, ox.NamedNode):
                yield _quad(_OPEN, row, known[graph.value])
        if came != size:
            raise row_limit(self.endpoint.url, came, size)

    def _anywhere(self, given: tuple[object, ...], open_parts: list[str], pattern: str) -> Iterator[ox.Quad]:
        columns = " ".join(f"?{name}" for name in (*open_parts, "g"))
        query = f"""SELECT {columns} WHERE {{ GRAPH ?g {{ {pattern} }}
          FILTER (STRSTARTS(STR(?g), {ox.Literal(self.version.prefix)})) }}"""
        for row in self.endpoint.rows(query):
            graph = row.pop()
            if isinstance(graph, ox.NamedNode):
                yield _quad(given, row, ox.NamedNode(self.version.here(graph.value)))


def _with(value: Term | None, found: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the statements with just this value, if one is given."""
    return (quad for quad in found if value is None or quad.object == value)


def _quad(given: Sequence[object], row: Sequence[object], graph: ox.NamedNode) -> ox.Quad:
    """Return a statement of the parts that were given and those that were found."""
    found = iter(row)
    subject, predicate, value = (next(found) if part is None else part for part in given)
    return ox.Quad(cast(Subject, subject), cast(ox.NamedNode, predicate), cast(Term, value), graph)
