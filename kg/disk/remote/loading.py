"""Loading: a local version goes to a server in chunks, is counted there, and is switched to by one statement.

Until the switch the version before answers. Whatever ends a load, the next one goes on where the server says it stood:
every chunk may be sent twice, for a graph is a set and no statement has a blank node.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.remote import versions
from kg.disk.remote.client import host
from kg.disk.remote.layout import DONE, SERVER, VERSIONS, RemoteVersion
from kg.disk.remote.lock import alone
from kg.disk.remote.protocol import Endpoint
from kg.disk.remote.source import Part, Source
from kg.errors import ParseError, RemoteError

IN_ONE_UPDATE = 1_500  # statements: Virtuoso's parser runs out of its memory between 2,000 and 5,000
IN_ONE_POST = 50_000  # statements by the Graph Store Protocol
LARGE = 5_000  # statements of a graph that is worth a request of its own
NOTED = 2.0  # seconds between two notes on the server of how far the load has come

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Loaded:
    """What a load did: the version that is in use now, and how many lines were sent, of how many."""

    version: RemoteVersion
    sent: int
    total: int


def load(endpoint: Endpoint, source: Source, tell: Tell = lambda _done, _total: None) -> Loaded:
    """Load a version and switch to it.

    Args:
        endpoint: the server.
        source: what is loaded.
        tell: is told how many lines have been sent, and of how many.

    Raises:
        StoreError: if another load is at work, or no address for updates is known.
        RemoteError: if the server does not take it or does not hold afterwards what was sent.
    """
    version = source.version
    with alone(endpoint) as renew:
        _drop_unused(endpoint, version.digest)
        done = _done(endpoint, version)
        begun = done
        if not done:
            versions.describe(endpoint, version)
        noted = time.monotonic()
        tell(done, source.total)
        for sent in _sent(endpoint, source, done):
            done += sent
            tell(done, source.total)
            if time.monotonic() - noted > NOTED or done == source.total:
                versions.say(endpoint, f"<{version.iri}> {DONE} {done}")
                noted = time.monotonic()
                renew()
        _check(endpoint, source)
        if versions.switched(endpoint)[:1] != [version.digest]:
            versions.switch(endpoint, version)
        _drop_unused(endpoint, version.digest)
    return Loaded(version, done - begun, source.total)


def _drop_unused(endpoint: Endpoint, wanted: str) -> None:
    """Remove all versions but the one that is loaded, the one in use and the one before, which may still be read."""
    switched = versions.switched(endpoint)
    kept = {wanted, *switched[:2]} if wanted not in switched[:1] else set(switched[:2])
    for digest in versions.known(endpoint):
        if digest not in kept:
            versions.drop(endpoint, digest)


def _done(endpoint: Endpoint, version: RemoteVersion) -> int:
    """Return how many lines of a version the server has."""
    query = f"SELECT ?done WHERE {{ <{version.iri}> {DONE} ?done }}"
    numbers = [int(term.value) for [term] in endpoint.rows(query, VERSIONS) if isinstance(term, ox.Literal)]
    return max(numbers, default=0)


def _sent(endpoint: Endpoint, source: Source, done: int) -> Iterator[int]:
    """Send what is not there yet; yield how many lines have been sent, each time some are."""
    by_graph = bool(endpoint.server.graph_store_url)
    held: list[Part] = []
    size = 0
    for part in source.parts(done, IN_ONE_POST if by_graph else IN_ONE_UPDATE):
        one = by_graph and all(other.graph == part.graph for other in held[:1] + held[-1:])
        if held and size + len(part.lines) > (IN_ONE_POST if one else IN_ONE_UPDATE):
            yield _send(endpoint, held)
            held, size = [], 0
        held.append(part)
        size += len(part.lines)
    if held:
        yield _send(endpoint, held)


def _send(endpoint: Endpoint, parts: list[Part]) -> int:
    """Send parts: to one large graph by the Graph Store Protocol if the server has it, else by update."""
    count = sum(len(part.lines) for part in parts)
    graphs = {part.graph for part in parts}
    if endpoint.server.graph_store_url and len(graphs) == 1 and count >= LARGE:
        endpoint.add(parts[0].graph, b"".join(line for part in parts for line in part.lines))
    else:
        for start in _updates(parts):
            _insert(endpoint, start)
    return count


def _updates(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield parts in bundles of what one update can hold."""
    held: list[Part] = []
    size = 0
    for part in parts:
        for start in range(0, len(part.lines), IN_ONE_UPDATE):
            lines = part.lines[start : start + IN_ONE_UPDATE]
            if held and size + len(lines) > IN_ONE_UPDATE:
                yield held
                held, size = [], 0
            held.append(Part(part.graph, lines))
            size += len(lines)
    if held:
        yield held


def _insert(endpoint: Endpoint, parts: list[Part]) -> None:
    """Send parts as one update; as two halves if the server finds it too large."""
    text = "\n".join(f"GRAPH <{part.graph}> {{\n{b''.join(part.lines).decode()}}}" for part in parts)
    try:
        endpoint.update(f"INSERT DATA {{\n{text}\n}}")
    except ParseError as error:
        if len(parts) == 1 and len(parts[0].lines) == 1:
            raise RemoteError(error.en, error.sv) from None
        for half in _halves(parts):
            _insert(endpoint, half)


def _halves(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    if len(parts) > 1:
        return parts[: len(parts) // 2], parts[len(parts) // 2 :]
    graph, lines = parts[0].graph, parts[0].lines
    return [Part(graph, lines[: len(lines) // 2])], [Part(graph, lines[len(lines) // 2 :])]


def _check(endpoint: Endpoint, source: Source) -> None:
    """See that the server holds what was sent; if not, the next load begins anew."""
    version = source.version
    whole = endpoint.count("?s ?p ?o", version.union)
    in_graphs = endpoint.count(versions.by_graph(version))
    if whole == in_graphs == version.quads:
        return
    versions.unsay(endpoint, SERVER + version.digest, DONE)
    raise RemoteError(
        f"{host(endpoint.url)} holds {whole} and {in_graphs} statements of {version.quads} that were sent; "
        "the version before stays in use; load again with: kg build",
        f"{host(endpoint.url)} har {whole} och {in_graphs} påståenden av {version.quads} som skickades; "
        "versionen före används fortfarande; läs in igen med: kg build",
    )
