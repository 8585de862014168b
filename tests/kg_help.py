"""What the tests of kg share: Turtle with every known prefix set, and the terms to compare with."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.terms import ID, PREFIXES, XSD

Run = Callable[..., subprocess.CompletedProcess[str]]  # the fixture `kg` of kg_conftest
FIXTURES = Path(__file__).resolve().parent / "fixtures"
HEAD = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
SPARQL_HEAD = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())


def triples(body: str, own: str = "x") -> list[ox.Triple]:
    """Return Turtle as triples; every prefix of the project is set, the empty one to the parts of a project."""
    text = f"{HEAD}@prefix : <{ID}project/{own}#> .\n{body}"
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def store_of(body: str, graph: str = "https://w3id.org/samverkan/graph/entry/x") -> ox.Store:
    """Return Turtle as a store in memory with one named graph."""
    store = ox.Store()
    add(store, body, graph)
    return store


def add(store: ox.Store, body: str, graph: str) -> None:
    """Add Turtle to a named graph of a store."""
    node = ox.NamedNode(graph)
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples(body))


def iri(short: str) -> ox.NamedNode:
    """Return the node of `prefix:name`."""
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a literal of an XSD datatype."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


def solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    """Return the rows of a SELECT with every prefix set, over the union of the graphs."""
    answer = store.query(SPARQL_HEAD + query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def values(store: ox.Store, query: str) -> list[str]:
    """Return the text of the one column of a SELECT."""
    return [row[0].value for row in solutions(store, query)]


def lines_of(path: Path) -> list[str]:
    """Return the lines of a text file that are neither empty nor comments (`##`)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("##")]


def said(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    """Return the triples of statements, their graphs forgotten."""
    return {quad.triple for quad in quads}
