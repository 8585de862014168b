"""Answers of a server as the embedded store gives them: the same types, the same spelling of values, whole."""

import json
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.disk.remote.client import Reply, host
from kg.errors import RemoteError
from kg.terms import XSD

# JSON before XML: pyoxigraph takes the white space off the ends of texts in XML. Few servers write TSV exactly.
ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.5, text/tab-separated-values;q=0.1"

_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_BOOLEAN = ox.NamedNode(XSD + "boolean")
_TRUTHS = {"1": ox.Literal("true", datatype=_BOOLEAN), "0": ox.Literal("false", datatype=_BOOLEAN)}

Row = list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]
Whole = Callable[[int], None]  # is told how many rows came; raises if there should be more


def parsed(reply: Reply, url: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return what a server answers, as it writes it.

    Raises:
        RemoteError: if it is no answer to a query.
    """
    form = _FORMATS.get(reply.media_type)
    if form is None:
        raise RemoteError(
            f"{host(url)} answers with {reply.media_type or 'nothing'}, not with results of SPARQL; check the path",
            f"{host(url)} svarar med {reply.media_type or 'ingenting'}, inte med SPARQL-resultat; kontrollera sökvägen",
        )
    try:
        return ox.parse_query_results(cast(IO[bytes], reply), format=form)
    except (SyntaxError, ValueError) as error:
        raise _broken(url, error) from None


def rows(answer: ox.QuerySolutions, url: str, whole: Whole) -> Iterator[Row]:
    """Yield the rows of an answer, values spelled as the embedded store spells them.

    Raises:
        RemoteError: if the answer is broken or cut off, or `whole` finds rows missing.
    """
    count = 0
    try:
        for solution in answer:
            count += 1
            yield [_spelled(term) for term in solution]
    except (SyntaxError, ValueError) as error:
        raise _broken(url, error) from None
    whole(count)


def solutions(answer: ox.QuerySolutions, url: str, whole: Whole) -> ox.QuerySolutions:
    """Return the same as `rows`, as the embedded store returns its answers."""
    names = [variable.value for variable in answer.variables]
    pieces = _Pieces(_written(names, rows(answer, url, whole)))
    again = ox.parse_query_results(cast(IO[bytes], pieces), format=ox.QueryResultsFormat.JSON)
    return cast(ox.QuerySolutions, again)


def _spelled(term: Any) -> Any:
    """Return a term; a truth that is written as a number (as Virtuoso does in JSON) is written as a word."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN:
        return _TRUTHS.get(term.value, term)
    return term


def _written(names: list[str], given: Iterator[Row]) -> Iterator[bytes]:
    """Yield rows as JSON."""
    yield b'{"head":{"vars":%s},"results":{"bindings":[' % json.dumps(names).encode()
    keys = [json.dumps(name) + ":" for name in names]
    between = ""
    for row in given:
        cells = (key + _json(term) for key, term in zip(keys, row, strict=True) if term is not None)
        yield f"{between}{{{','.join(cells)}}}".encode()
        between = ","
    yield b"]}}"


def _json(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{json.dumps(term.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{json.dumps(term.value)}}}'
    if isinstance(term, ox.Triple):
        raise RemoteError("a triple about a triple has no place in an answer",
                          "en trippel om en trippel har ingen plats i ett svar")  # fmt: skip
    value = json.dumps(term.value)
    if term.language:
        return f'{{"type":"literal","value":{value},"xml:lang":{json.dumps(term.language)}}}'
    return f'{{"type":"literal","value":{value},"datatype":{json.dumps(term.datatype.value)}}}'


def _broken(url: str, error: Exception) -> RemoteError:
    words = " ".join(str(error).split())[:200]
    return RemoteError(
        f"the answer of {host(url)} is cut off or broken: {words}",
        f"svaret från {host(url)} är avbrutet eller trasigt: {words}",
    )


class _Pieces:
    """Pieces of bytes that can be read where a file can."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most so many; none at the end."""
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        data, self._held = self._held[:size], self._held[size:]
        return data
