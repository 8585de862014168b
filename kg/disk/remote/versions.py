"""The versions on a server: which is in use, what each holds, and how one is dropped."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.disk.remote.client import host
from kg.disk.remote.layout import (
    BUILT,
    DERIVED,
    GRAPH_COUNT,
    NAME,
    SERVER,
    STATEMENTS,
    SWITCH,
    VERSIONS,
    RemoteVersion,
)
from kg.disk.remote.protocol import Endpoint
from kg.errors import StoreError

DROPPED_AT_ONCE = 50  # graphs in one update
PAGE = 5_000  # rows of a page: below every server's limit


def current(endpoint: Endpoint) -> RemoteVersion:
    """Return the version in use.

    Raises:
        StoreError: if there is none, or the server cannot be asked.
    """
    known = switched(endpoint)
    if not known:
        raise StoreError(
            f"{host(endpoint.url)} holds no graph of ours; load it with: kg build",
            f"{host(endpoint.url)} har ingen graf från oss; läs in den med: kg build",
        )
    return described(endpoint, known[0])


def switched(endpoint: Endpoint) -> list[str]:
    """Return the versions that have been switched to, the latest first."""
    found: dict[str, int] = {}
    for version, number in endpoint.rows(f"SELECT ?version ?number WHERE {{ ?version {SWITCH} ?number }}", VERSIONS):
        if isinstance(version, ox.NamedNode) and isinstance(number, ox.Literal):
            digest = version.value.removeprefix(SERVER)
            found[digest] = max(int(number.value), found.get(digest, 0))
    return sorted(found, key=lambda digest: -found[digest])


def switch(endpoint: Endpoint, version: RemoteVersion) -> None:
    """Make a version the one in use: one statement more, which is there for a reader or is not."""
    numbers = [
        int(number.value)
        for [number] in endpoint.rows(f"SELECT ?number WHERE {{ ?version {SWITCH} ?number }}", VERSIONS)
        if isinstance(number, ox.Literal)
    ]
    say(endpoint, f"<{version.iri}> {SWITCH} {max(numbers, default=0) + 1}")


def say(endpoint: Endpoint, statements: str) -> None:
    """Add statements to what is told of versions."""
    endpoint.update(f"INSERT DATA {{ GRAPH <{VERSIONS}> {{ {statements} }} }}")


def unsay(endpoint: Endpoint, subject: str, predicate: ox.NamedNode | None = None) -> None:
    """Take back what is told of something."""
    part = str(predicate) if predicate else "?p"
    endpoint.update(f"DELETE WHERE {{ GRAPH <{VERSIONS}> {{ <{subject}> {part} ?o }} }}")


def describe(endpoint: Endpoint, version: RemoteVersion) -> None:
    """Tell what a version holds, or will hold."""
    say(
        endpoint,
        f"<{version.iri}> {NAME} {ox.Literal(version.name)} ; {STATEMENTS} {version.quads} ; "
        f"{GRAPH_COUNT} {version.graphs} ; {DERIVED} {version.derived} ; {BUILT} {int(version.built)}",
    )


def described(endpoint: Endpoint, digest: str) -> RemoteVersion:
    """Return what is told of a version."""
    query = f"SELECT ?property ?value WHERE {{ <{SERVER}{digest}> ?property ?value }}"
    told = {str(key): value.value for key, value in endpoint.rows(query, VERSIONS) if isinstance(value, ox.Literal)}
    numbers = (told.get(str(term), "0") for term in (STATEMENTS, GRAPH_COUNT, DERIVED, BUILT))
    try:
        quads, graphs, derived, built = map(int, numbers)
    except ValueError:
        quads = graphs = derived = built = 0
    return RemoteVersion(digest, told.get(str(NAME), ""), quads, graphs, derived, built)


def known(endpoint: Endpoint) -> list[str]:
    """Return every version of which anything is told, whole or not."""
    query = f"SELECT DISTINCT ?version WHERE {{ ?version {STATEMENTS} ?number }}"
    return sorted(
        version.value.removeprefix(SERVER)
        for [version] in endpoint.rows(query, VERSIONS)
        if isinstance(version, ox.NamedNode)
    )


def graphs(endpoint: Endpoint, version: RemoteVersion) -> Iterator[tuple[str, int]]:
    """Yield the graphs of a version as they are called on the server, each with its number of statements."""
    last = ""
    while True:
        query = f"""SELECT ?graph ?count WHERE {{ ?graph {STATEMENTS} ?count .
          FILTER (STR(?graph) > {ox.Literal(last)}) }} ORDER BY STR(?graph) LIMIT {PAGE}"""
        page = list(endpoint.rows(query, version.catalogue))
        for graph, count in page:
            if isinstance(graph, ox.NamedNode) and isinstance(count, ox.Literal):
                last = graph.value
                yield graph.value, int(count.value)
        if len(page) < PAGE:
            return


def by_graph(version: RemoteVersion) -> str:
    """Return a pattern of the statements of a version's graphs."""
    return f"GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), {ox.Literal(version.prefix)}))"


def drop(endpoint: Endpoint, digest: str) -> None:
    """Remove a version: its graphs, then what is told of it, so that whatever ends this early can be done again."""
    version = RemoteVersion(digest, "", 0, 0, 0, 0)
    names = [name for name, _ in graphs(endpoint, version)]
    for start in range(0, len(names), DROPPED_AT_ONCE):
        _clear(endpoint, names[start : start + DROPPED_AT_ONCE])
    _clear(endpoint, [version.union])
    _clear(endpoint, [version.catalogue])
    unsay(endpoint, version.iri)


def _clear(endpoint: Endpoint, names: list[str]) -> None:
    endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names))
