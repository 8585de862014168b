"""Free queries to a server: the same guard, limits and answers as in the process beside the embedded store.

The server cannot be told to stop: when the time is out, the connection is closed.
"""

import re
from itertools import pairwise

import pyoxigraph as ox

from kg.disk.lexer import Token, tokens
from kg.disk.remote.address import Server
from kg.disk.remote.client import Client, host
from kg.disk.remote.graph import RemoteGraph
from kg.disk.remote.protocol import Endpoint
from kg.errors import ParseError, QueryRefusedError
from kg.terms import PREFIXES
from kg.work.sandbox import FORMATS, MAX_ANSWER_BYTES, Answer, Limits

_OWN_FUNCTIONS = re.compile(r"<(?:bif|sql|rdfdf|java|virtrdf):", re.IGNORECASE)  # Virtuoso's, beyond SPARQL


def run(server: Server, query: str, results: str, limits: Limits) -> Answer:
    """Run one query over all statements of the version in use on a server; our own prefixes are declared.

    Args:
        server: the server.
        query: SPARQL 1.1 that has passed `kg.work.guard.refuse_unsafe`.
        results: `json`, `csv`, `tsv` or `xml`, for rows and yes or no.
        limits: of time, and of the size of the answer.

    Raises:
        ParseError: if it is not SPARQL.
        QueryRefusedError: if it asks for what a query to a server cannot have.
        RemoteError: if the server does not answer, or not whole.
    """
    most = min(limits.megabytes << 20, MAX_ANSWER_BYTES)
    graph = RemoteGraph(Endpoint(server, Client(limits.seconds, total=limits.seconds, most=most)))
    found = list(tokens(query))
    text, named = _with_graphs(_declared(query, found), graph)
    form = next(token.text.upper() for token in found if token.kind == "word" and token.text.upper() in _FORMS)
    if form in ("CONSTRUCT", "DESCRIBE"):
        triples = graph.endpoint.triples(text, graph.version.union, named)
        return Answer("triples", ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    answer = graph.query(text, named=named)
    if isinstance(answer, ox.QueryTriples):
        raise ParseError("the answer is of another form", "svaret är av en annan form")
    shape = "yes-no" if isinstance(answer, ox.QueryBoolean) else "rows"
    return Answer(shape, answer.serialize(format=FORMATS[results]) or b"")


def _declared(query: str, found: list[Token]) -> str:
    """Return a query with our own prefixes declared, as far as it uses and does not declare them itself.

    Raises:
        ParseError: for a prefix that nobody declares; a server may know it, and mean something beyond SPARQL.
        QueryRefusedError: for a function that only one server has.
    """
    if any(token.kind == "iri" and _OWN_FUNCTIONS.match(token.text) for token in found):
        raise QueryRefusedError(
            "a function of one kind of server is not allowed; ask in SPARQL 1.1",
            "en funktion hos ett visst slags server är inte tillåten; fråga i SPARQL 1.1",
        )
    names = [token.text.partition(":")[0] for token in found if token.kind == "name"]
    declared = {
        name.text.partition(":")[0]
        for word, name in pairwise(found)
        if word.text.upper() == "PREFIX" and name.kind == "name"
    }
    wanted = dict.fromkeys(name for name in names if name not in declared)
    for name in wanted:
        if name not in PREFIXES:
            raise ParseError(f"query: the prefix {name}: is not declared", f"frågan: prefixet {name}: är inte angivet")
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in wanted) + query


def _with_graphs(query: str, graph: RemoteGraph) -> tuple[str, tuple[str, ...]]:
    """Return a query with the graphs that it names as they are called on the server, and these names.

    Raises:
        QueryRefusedError: for a graph that is a variable: a server would look into all versions.
    """
    found = list(tokens(query))
    prefixes = _prefixes(found)
    pieces, named, end = [], dict[str, None](), 0
    for word, name in pairwise(found):
        if word.kind != "word" or word.text.upper() != "GRAPH":
            continue
        if name.kind == "iri":
            iri = name.text[1:-1]
        elif name.kind == "name":
            prefix, _, local = name.text.partition(":")
            iri = prefixes.get(prefix, "") + local.replace("\\", "")
        else:
            raise QueryRefusedError(
                f"on {host(graph.endpoint.url)} a query names its graphs: GRAPH <…> {{ … }}; which there are: "
                "kg stats --graphs",
                f"hos {host(graph.endpoint.url)} namnger en fråga sina grafer: GRAPH <…> {{ … }}; vilka som finns: "
                "kg stats --graphs",
            )
        there = graph.version.there(iri)
        named[there] = None
        pieces += [query[end : name.start], f"<{there}>"]
        end = name.start + len(name.text)
    return "".join(pieces) + query[end:], tuple(named)


def _prefixes(found: list[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    return {
        name.text.partition(":")[0]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
