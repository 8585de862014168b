"""The SPARQL 1.1 Protocol and the Graph Store Protocol of one server: rows, updates, statements into a graph."""

from collections.abc import Iterator
from typing import IO, cast

import pyoxigraph as ox

from kg.disk.remote.address import Server
from kg.disk.remote.client import Client, Reply, host
from kg.disk.remote.counting import counted, own_limit
from kg.disk.remote.results import ACCEPT, Row, Whole, parsed, rows, solutions
from kg.errors import RemoteError, RowLimitError, StoreError

SUSPECT = 100  # rows: an answer of fewer is taken for whole, for no server's limit is as low
_TRIPLES = "application/n-triples, text/turtle;q=0.5"


class Endpoint:
    """A server and a caller of it."""

    def __init__(self, server: Server, client: Client | None = None) -> None:
        self.server = server
        self._client = client or Client()
        self._proven = SUSPECT  # rows that have come whole from this server in one answer

    @property
    def url(self) -> str:
        """Where queries go."""
        return self.server.query_url

    def rows(self, query: str, graph: str | None = None, *, expected: int | None = None) -> Iterator[Row]:
        """Yield the rows of a SELECT.

        Args:
            query: SPARQL.
            graph: the graph that is read; every named graph of the server with GRAPH, if not given.
            expected: how many rows the caller knows that there are, and will count; they are counted here otherwise.

        Raises:
            RemoteError: if the server does not answer whole.
        """
        reply = self._ask(query, graph)
        try:
            answer = parsed(reply, self.url)
            if not isinstance(answer, ox.QuerySolutions):
                raise _other(self.url)
            whole = self._whole(query, graph, reply) if expected is None else _counted_elsewhere
            yield from rows(answer, self.url, whole)
        finally:
            reply.close()

    def query(
        self, query: str, graph: str, named: tuple[str, ...] = ()
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the answer to a SELECT or ASK over one graph, rows streamed; raises as `rows`, while they are read."""
        reply = self._ask(query, graph, named)
        answer = parsed(reply, self.url)
        if isinstance(answer, ox.QueryBoolean):
            return answer
        return solutions(answer, self.url, self._whole(query, graph, reply, named))

    def triples(self, query: str, graph: str, named: tuple[str, ...] = ()) -> list[ox.Triple]:
        """Return the answer to a CONSTRUCT or DESCRIBE over one graph.

        Raises:
            RemoteError: if the server does not answer whole.
        """
        reply = self._ask(query, graph, named, _TRIPLES)
        forms = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
        form = forms.get(reply.media_type)
        if form is None:
            raise _other(self.url)
        try:
            found = [quad.triple for quad in ox.parse(cast(IO[bytes], reply), format=form)]
        except (SyntaxError, ValueError) as error:
            raise RemoteError(
                f"the answer of {host(self.url)} is cut off or broken: {error}",
                f"svaret från {host(self.url)} är avbrutet eller trasigt: {error}",
            ) from None
        _refuse_told_limit(reply, self.url)
        return found

    def count(self, pattern: str, graph: str | None = None) -> int:
        """Return how many rows a pattern has."""
        return self._number(f"SELECT (COUNT(*) AS ?rows) WHERE {{ {pattern} }}", graph)

    def update(self, text: str) -> None:
        """Run an update; it must be one that may be run twice.

        Raises:
            StoreError: if no address for updates is known.
            RemoteError, ParseError: if the server does not take it.
        """
        if not self.server.update_url:
            raise StoreError(
                f"where does {host(self.url)} take updates? Name the address with --update-url or KG_UPDATE_URL",
                f"var tar {host(self.url)} emot uppdateringar? Ange adressen med --update-url eller KG_UPDATE_URL",
            )
        reply = self._client.post(self.server.update_url, {"update": text}, {"Accept": "*/*"})
        reply.whole()
        reply.close()

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add statements to a graph by the Graph Store Protocol."""
        headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
        reply = self._client.post(self.server.graph_store_url, ntriples, headers, {"graph": graph})
        reply.whole()
        reply.close()

    def _ask(self, query: str, graph: str | None, named: tuple[str, ...] = (), accept: str = ACCEPT) -> Reply:
        fields: dict[str, str | tuple[str, ...]] = {"query": query}
        if graph:
            fields["default-graph-uri"] = graph
        if named:
            fields["named-graph-uri"] = named
        return self._client.post(self.url, fields, {"Accept": accept})

    def _number(self, query: str, graph: str | None, named: tuple[str, ...] = ()) -> int:
        reply = self._ask(query, graph, named)
        try:
            answer = parsed(reply, self.url)
            if not isinstance(answer, ox.QuerySolutions):
                raise _other(self.url)
            [[number]] = list(rows(answer, self.url, lambda _: None))
        except ValueError:
            raise _other(self.url) from None
        finally:
            reply.close()
        if not isinstance(number, ox.Literal) or not number.value.isdecimal():
            raise _other(self.url)
        return int(number.value)

    def _whole(self, query: str, graph: str | None, reply: Reply, named: tuple[str, ...] = ()) -> Whole:
        """Return what looks for missing rows once all have come: most servers have a limit, few say so."""

        def check(came: int) -> None:
            _refuse_told_limit(reply, self.url, came)
            if came < SUSPECT or came <= self._proven or own_limit(query) == came:
                return
            there = self._number(counted(query), graph, named)
            if there > came:
                raise row_limit(self.url, came, there)
            self._proven = came

        return check


def row_limit(url: str, came: int, there: int | None = None) -> RowLimitError:
    """Return the error of an answer that a server has cut off by its own limit."""
    en = f"{there} rows" if there else "more"
    sv = f"{there} rader" if there else "fler"
    return RowLimitError(
        f"{host(url)} gave {came} rows and left the rest out: there are {en}; raise its limit of rows "
        "(Virtuoso: ResultSetMaxRows) or ask for less",
        f"{host(url)} gav {came} rader och utelämnade resten: det finns {sv}; höj dess gräns för rader "
        "(Virtuoso: ResultSetMaxRows) eller fråga efter mindre",
    )


def _counted_elsewhere(_came: int) -> None:
    """Leave it to the caller to count."""


def _refuse_told_limit(reply: Reply, url: str, came: int | None = None) -> None:
    """Refuse an answer of which the server itself says that it has met its limit; Virtuoso does."""
    told = reply.headers.get("X-SPARQL-MaxRows", "")
    if told.isdecimal() and (came is None or came >= int(told)):
        raise row_limit(url, int(told))


def _other(url: str) -> RemoteError:
    return RemoteError(
        f"{host(url)} answers something else than was asked; is it a SPARQL 1.1 server?",
        f"{host(url)} svarar på något annat än frågan; är det en SPARQL 1.1-server?",
    )
