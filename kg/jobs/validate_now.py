"""Validate a workspace as it is now: its built store in several processes, or what its files say in this one."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.disk.store import read_version
from kg.disk.version import Version, is_stale
from kg.disk.workspace import Workspace
from kg.errors import StoreError
from kg.jobs.validate import Progress, Report, validate_graph, validate_parts
from kg.work.shard import WHOLE, Shard


def validate_workspace(
    workspace: Workspace,
    profile: str = "draft",
    progress: Progress = lambda _done, _whole: None,
    *,
    jobs: int | None = None,
    shard: Shard = WHOLE,
) -> Report:
    """Check every entry and register of a workspace, or a share of them; with a server, of what stands there.

    Args:
        workspace: what is checked.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told how many entries have been checked, and of how many.
        jobs: how many processes; one a core if left out.
        shard: the share; there must be a store of today's data then, for all shares to be of the same.

    Raises:
        StoreError: if a share is asked for and there is no such store.
        ParseError, BuildError: if there is none, and the files cannot become a graph.
    """
    if workspace.server is not None:
        from kg.jobs.served import copied

        with copied(workspace) as (there, open_copy):
            return validate_parts(there, open_copy, profile, progress, jobs=jobs, shard=shard)
    version = _fresh(workspace)
    if version is not None:
        opener = partial(_open, version.place)
        return validate_parts(workspace, opener, profile, progress, jobs=jobs, shard=shard, from_files=True)
    if shard.of > 1:
        raise StoreError(
            "a share is checked in a store of today's data; make one first with: kg build",
            "en del granskas i ett lager av dagens data; skapa det först med: kg build",
        )
    from kg.jobs.ask import current_graph

    return validate_graph(workspace, current_graph(workspace), profile, progress)


def describe_shard(workspace: Workspace, shard: Shard, report: Report) -> Mapping[str, Any]:
    """Return what the report of a share tells of itself, so that the shares can be put together.

    Raises:
        StoreError: if there is no store.
    """
    if workspace.server is not None:
        from kg.jobs.served import digest_on_server

        data = digest_on_server(workspace)
    else:
        data = digest_of(read_version(workspace.store))
    return {
        "number": shard.number,
        "of": shard.of,
        "data": data,
        "root": str(workspace.root),
        "registers": list(report.registers),
        "entries": list(report.entries),
        "findings": len(report.located),
    }


def digest_of(version: Version) -> str:
    """Return what tells one state of the data from another, wherever they lie: the names and bytes of the files."""
    files = sorted(("/".join(Path(item.path).parts[-2:]), item.sha256) for item in version.inputs())
    return hashlib.sha256(repr(files).encode("utf-8", "surrogateescape")).hexdigest()


def _fresh(workspace: Workspace) -> Version | None:
    try:
        version = read_version(workspace.store)
    except StoreError:
        return None
    return None if is_stale(version, workspace) else version


def _open(place: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(place))
    except OSError as error:
        raise StoreError(
            f"{place} cannot be opened ({error}); make the store again with: kg build",
            f"{place} går inte att öppna ({error}); gör om lagret med: kg build",
        ) from None
