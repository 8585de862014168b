"""A plugin: the graph of the repository in three stores, the embedded one and two servers that the tests start."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import servers

from kg.disk.graph import Graphs
from kg.disk.remote.address import Server
from kg.disk.remote.graph import RemoteGraph
from kg.disk.remote.protocol import Endpoint
from kg.disk.workspace import Workspace
from kg.jobs.ask import open_graph
from kg.jobs.served import load_store

EMBEDDED = "embedded"
STORES = (EMBEDDED, *sorted(servers.SERVERS))
MEMORY = 512 << 20  # bytes for a server's buffers

Starter = Callable[..., servers.Server]


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    """Start each server once for each use, when it is first asked for; end them all with the tests."""
    known: dict[tuple[str, str], servers.Server] = {}
    passwords = tmp_path_factory.mktemp("credentials") / "credentials"
    passwords.touch(mode=0o600)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_STORE_CREDENTIALS", str(passwords))
        for name in ("KG_STORE", "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_UPDATE_URL", "KG_GRAPH_STORE_URL"):
            patch.delenv(name, raising=False)

        def start(name: str, use: str = "reading") -> servers.Server:
            if reason := servers.absence(name):
                pytest.skip(reason)
            if (name, use) not in known:
                running = servers.virtuoso(memory=MEMORY) if name == "virtuoso" else servers.oxigraph()
                known[name, use] = server = stack.enter_context(running)
                if server.user:
                    place = urlsplit(server.query_url).netloc
                    with passwords.open("a") as file:
                        file.write(f"machine {place} login {server.user} password {server.password}\n")
            return known[name, use]

        yield start


@pytest.fixture(scope="session", params=sorted(servers.SERVERS))
def server(request: pytest.FixtureRequest, started: Starter) -> Server:
    """Each server in turn, by its addresses."""
    found = started(request.param)
    return Server(found.query_url, found.update_url, found.graph_store_url)


@pytest.fixture
def endpoint(server: Server) -> Endpoint:
    """Each server in turn, to be asked."""
    return Endpoint(server)


@pytest.fixture(scope="session")
def served(server: Server, built: Workspace) -> Workspace:
    """The built workspace with its store on each server in turn; to be read only."""
    workspace = replace(built, server=server)
    load_store(workspace)
    return workspace


@pytest.fixture(scope="session", params=STORES)
def any_workspace(request: pytest.FixtureRequest, started: Starter, built: Workspace) -> Workspace:
    """The built workspace with each of the three stores in turn; to be read only."""
    if request.param == EMBEDDED:
        return built
    found = started(request.param)
    workspace = replace(built, server=Server(found.query_url, found.update_url, found.graph_store_url))
    load_store(workspace)
    return workspace


@pytest.fixture(scope="session")
def any_store(any_workspace: Workspace) -> Graphs:
    """The graph of the repository in each of the three stores in turn."""
    return open_graph(any_workspace)


@pytest.fixture
def remote(served: Workspace) -> RemoteGraph:
    """The graph of the repository on each server in turn."""
    assert served.server
    return RemoteGraph.open(served.server)
