"""Doctor: is everything in order: the installation, the data, the store?"""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kg import __version__
from kg.disk.io import read_turtle
from kg.disk.resources import resource
from kg.disk.store import open_store, read_version
from kg.disk.version import damaged, is_stale
from kg.disk.workspace import Workspace
from kg.errors import KgError

_LIBRARIES = ("pyoxigraph", "rdflib", "pyshacl", "owlrl", "typer", "networkx", "rapidfuzz", "prettytable")


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is in order, and what was found, in English and Swedish."""

    ok: bool
    en: str
    sv: str


def examine(workspace: Workspace, count: Callable[[int, int], None] = lambda _done, _all: None) -> Iterator[Check]:
    """Yield what is found, one check at a time: first the installation, then the data, then the store.

    Args:
        workspace: what is looked at.
        count: is told how many files of the data have been read, of how many.
    """
    yield Check(sys.version_info >= (3, 11), *[f"kg {__version__}, Python {platform.python_version()}"] * 2)
    yield _libraries()
    for name in ("ontology", "shapes", "queries"):
        there = resource(name).is_dir()
        yield Check(there, f"{name}/ {'is there' if there else 'is missing: install the package again'}",
                    f"{name}/ {'finns' if there else 'saknas: installera paketet på nytt'}")  # fmt: skip
    yield _files(workspace, count)
    if workspace.server is None:
        yield _store(workspace)
        return
    from kg.jobs.served import examine_server

    for ok, en, sv in examine_server(workspace.server):
        yield Check(ok, en, sv)


def _libraries() -> Check:
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check(False, f"missing libraries: {', '.join(missing)}", f"bibliotek saknas: {', '.join(missing)}")
    return Check(True, *[", ".join(found)] * 2)


def _files(workspace: Workspace, count: Callable[[int, int], None]) -> Check:
    """Read every file; the first that cannot be read is told."""
    sources = [*workspace.public_sources(), *workspace.contacts()]
    try:
        for number, source in enumerate(sources, 1):
            read_turtle(source.path)
            count(number, len(sources))
    except KgError as error:
        return Check(False, error.en, error.sv)
    if not workspace.entries():
        return Check(
            False,
            f"no entries in {workspace.data / 'entries'}",
            f"inga poster i {workspace.data / 'entries'}",
        )
    return Check(
        True,
        f"{len(sources)} files of data and ontology can be read",
        f"{len(sources)} filer med data och ontologi går att läsa",
    )


def _store(workspace: Workspace) -> Check:
    """Look whether the store is whole, bit by bit and in number, and of today's data."""
    try:
        current = read_version(workspace.store)
        broken = damaged(current.place)
        quads = -1 if broken else len(open_store(workspace.store))
    except KgError as error:
        return Check(False, error.en, error.sv)
    if broken:
        names = ", ".join(broken)
        return Check(False, f"the store is damaged ({names}: not as written); make it again with: kg build",
                     f"lagret är skadat ({names}: inte som det skrevs); gör om det med: kg build")  # fmt: skip
    if quads != current.quads:
        return Check(
            False,
            f"the store holds {quads} statements, {current.quads} were written; make it again with: kg build",
            f"lagret har {quads} påståenden, {current.quads} skrevs; gör om det med: kg build",
        )
    if is_stale(current, workspace):
        return Check(False, "data/ has changed since the store was built; renew it with: kg build",
                     "data/ har ändrats sedan lagret byggdes; förnya det med: kg build")  # fmt: skip
    return Check(True, f"store {current.name}: {quads} statements, of today's data",
                 f"lagret {current.name}: {quads} påståenden, av dagens data")  # fmt: skip
