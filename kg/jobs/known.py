"""What is known when entries are read: the built store, and over it what has changed in `data/` since."""

from collections.abc import Iterable
from pathlib import Path

from kg.disk.graph import Graphs
from kg.disk.io import read_turtle
from kg.disk.nameindex import NameIndex
from kg.disk.store import open_names, open_store, read_version
from kg.disk.version import Version, real_paths
from kg.disk.workspace import Workspace
from kg.errors import StoreError
from kg.terms import ENTRY_GRAPHS, REGISTER_GRAPHS
from kg.work.knowledge import Knowledge
from kg.work.naming import names_in


def known_graph(workspace: Workspace) -> Knowledge:
    """Return what is known in a workspace now: only files that have changed since the store was built are read.

    Without a store, all of them are read. A server in its place is read as it is.

    Raises:
        ParseError, BuildError: if a changed file cannot be read.
    """
    if workspace.server is not None:
        from kg.disk.remote.graph import RemoteGraph

        remote = RemoteGraph.open(workspace.server)
        return Knowledge(remote, names_of(workspace, remote))
    try:
        version = read_version(workspace.store)
        store = open_store(workspace.store)
        names = names_of(workspace, store)
    except StoreError:
        from kg.jobs.build import graph_in_memory

        store = graph_in_memory(workspace)
        return Knowledge(store, NameIndex.in_memory(names_in(store)))
    known = Knowledge(store, names)
    for graph, paths in sorted(_changed(workspace, version).items(), reverse=True):  # registers before entries
        known.add(graph, (triple for path in paths for triple in read_turtle(path)))
    return known


def names_of(workspace: Workspace, store: Graphs) -> NameIndex:
    """Return the names of a built store: the index beside it, or one made in memory where a store has none.

    Those of a server are kept under `.kg/servers/`, made when they are first asked for.

    Raises:
        StoreError: if the index cannot be read.
    """
    if workspace.server is not None:
        from kg.jobs.served import names_on_server

        return names_on_server(workspace, store)
    return open_names(workspace.store) or NameIndex.in_memory(names_in(store))


def _changed(workspace: Workspace, version: Version) -> dict[str, list[Path]]:
    """Return the graphs whose files are others than the store was built of, each with the files it has now."""
    files: dict[str, list[Path]] = {}
    changed: set[str] = set()
    before = {item.path: item for item in version.inputs()}
    sources = list(workspace.public_sources())
    for source, path in zip(sources, real_paths(source.path for source in sources), strict=True):
        files.setdefault(source.graph, []).append(source.path)
        item = before.pop(path, None)
        if item is None or item.changed():
            changed.add(source.graph)
    changed |= set(_graphs_of(workspace, before))
    return {graph: files.get(graph, []) for graph in changed}


def _graphs_of(workspace: Workspace, paths: Iterable[str]) -> Iterable[str]:
    """Yield the graphs of files of the workspace that are gone."""
    folders = {
        (workspace.data / "entries").resolve(): ENTRY_GRAPHS,
        (workspace.data / "registers").resolve(): REGISTER_GRAPHS,
    }
    for path in map(Path, paths):
        if path.parent in folders:
            yield folders[path.parent] + path.stem
