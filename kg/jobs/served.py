"""A workspace and a server: loading the one into the other, its names, its entries, its state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.nameindex import FILE as NAMES
from kg.disk.nameindex import NameIndex
from kg.disk.remote import versions
from kg.disk.remote.address import Server
from kg.disk.remote.client import host
from kg.disk.remote.graph import RemoteGraph
from kg.disk.remote.layout import RemoteVersion
from kg.disk.remote.loading import Loaded, load
from kg.disk.remote.protocol import Endpoint
from kg.disk.remote.source import Source as Statement
from kg.disk.store import open_names, open_store, read_version
from kg.disk.workfolder import WorkFolder
from kg.disk.workspace import Source, Workspace
from kg.errors import StoreError
from kg.terms import ENTRY_GRAPHS, REGISTER_GRAPHS
from kg.work.naming import name_sets, names_in

Tell = Callable[[int, int], None]


def load_store(workspace: Workspace, tell: Tell = lambda _done, _total: None) -> Loaded:
    """Load the built store of a workspace into its server and switch to it; the names are kept here.

    Raises:
        StoreError: if there is no store, the server does not take it, or another load is at work.
    """
    endpoint = Endpoint(_server(workspace))
    local = read_version(workspace.store)
    loaded = load(endpoint, Statement(open_store(workspace.store), local), tell)
    names_on_server(workspace, RemoteGraph(endpoint, loaded.version))
    return loaded


def names_on_server(workspace: Workspace, graph: Graphs) -> NameIndex:
    """Return the names of the version in use on a server: made once, and kept beside the workspace's own store.

    Raises:
        StoreError: if the index cannot be read or written.
    """
    if not isinstance(graph, RemoteGraph):
        return NameIndex.in_memory(names_in(graph))
    folder = workspace.store / "servers" / graph.endpoint.server.name / graph.version.digest
    path = folder / NAMES
    if (kept := NameIndex.open(path)) is not None:
        return kept
    named = name_sets(_here(workspace, graph.version) or graph)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        waiting = folder / f"{NAMES}.new"
        waiting.unlink(missing_ok=True)
        NameIndex.write(waiting, named)
        waiting.replace(path)
        _drop_others(folder)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}", f"{path} går inte att skriva: {error.strerror}"
        ) from None
    return NameIndex.open(path) or NameIndex.in_memory(names_in(graph))


def examine_server(server: Server) -> Iterator[tuple[bool, str, str]]:
    """Yield what is found of a server: whether it answers, which version is in use, whether it is whole."""
    try:
        graph = RemoteGraph.open(server)
        version = graph.version
        there = graph.endpoint.count("?s ?p ?o", version.union)
        in_graphs = graph.endpoint.count(versions.by_graph(version))
    except StoreError as error:
        yield False, error.en, error.sv
        return
    whole = there == in_graphs == version.quads
    place = f"{host(server.query_url)}, {version.digest[:12]} ({version.name})"
    if whole:
        yield True, f"{place}: {there} statements in {version.graphs} graphs", \
            f"{place}: {there} påståenden i {version.graphs} grafer"  # fmt: skip
    else:
        told = f"{there}, {in_graphs} / {version.quads}"
        yield False, f"{place}: statements are missing ({told}); load again with: kg build", \
            f"{place}: påståenden saknas ({told}); läs in igen med: kg build"  # fmt: skip


@dataclass(frozen=True)
class ServedWorkspace(Workspace):
    """A workspace whose entries and registers are those that stand on its server, whatever files there are."""

    @cached_property
    def _graphs(self) -> list[str]:
        return [name for name, _ in RemoteGraph.open(_server(self)).graph_counts()]

    def entries(self) -> list[Source]:
        """Return the entries on the server, each with the file where it stands if there is one here."""
        return self._sources(ENTRY_GRAPHS, "entries")

    def registers(self) -> list[Source]:
        """Return the registers on the server."""
        return self._sources(REGISTER_GRAPHS, "registers")

    def _sources(self, beginning: str, folder: str) -> list[Source]:
        names = (name.removeprefix(beginning) for name in self._graphs if name.startswith(beginning))
        return [Source(self.data / folder / f"{name}.ttl", beginning + name) for name in sorted(names)]


def digest_on_server(workspace: Workspace) -> str:
    """Return the digest of the version in use on a workspace's server."""
    return versions.current(Endpoint(_server(workspace))).digest


@contextmanager
def copied(workspace: Workspace) -> Iterator[tuple[Workspace, Callable[[], ox.Store]]]:
    """Give a workspace as its server has it, and what opens a copy of the version in use, in any process.

    To check an entry takes dozens of small questions, and each would be a request: all statements are fetched once,
    in bounded memory, into a folder that is removed afterwards.
    """
    graph = RemoteGraph.open(_server(workspace))
    with WorkFolder("kg-copy-") as folder:
        store = ox.Store(folder)
        store.bulk_extend(graph.whole())
        store.flush()
        del store
        yield ServedWorkspace(workspace.root, workspace.store, workspace.server), partial(_opened, folder)


def _opened(folder: str) -> ox.Store:
    return ox.Store.read_only(folder)


def _server(workspace: Workspace) -> Server:
    if workspace.server is None:
        raise StoreError("no server is named", "ingen server är angiven")
    return workspace.server


def _here(workspace: Workspace, version: RemoteVersion) -> Graphs | None:
    """Return the store that a version was loaded from, if it is still the one in use here."""
    try:
        if read_version(workspace.store).name == version.name and open_names(workspace.store) is not None:
            return open_store(workspace.store)
    except StoreError:
        pass
    return None


def _drop_others(folder: Path) -> None:
    """Remove the names of other versions of the same server."""
    for other in folder.parent.iterdir():
        if other != folder:
            for path in other.iterdir():
                path.unlink(missing_ok=True)
            other.rmdir()
