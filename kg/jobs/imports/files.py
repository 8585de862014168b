"""What an import writes: its entries, and one register of the actors and documents that they share."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.disk.files import write_bytes, write_text
from kg.disk.io import read_text, read_turtle
from kg.disk.turtle import write_turtle
from kg.disk.workfolder import WorkFolder
from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.terms import ID, NS, PREFIXES, RDF_TYPE, REGISTER_GRAPHS
from kg.work.entries.draft import Draft
from kg.work.entries.metadata import PATHS
from kg.work.select import text as text_of

_OURS = "# Actors and documents of entries that were imported from"
_TYPE, _EVIDENCE = ox.NamedNode(RDF_TYPE), ox.NamedNode(NS + "Evidence")
_WHERE = (*PATHS, PREFIXES["dcterms"] + "source")  # said of the entry itself
_IDENTIFIER = ox.NamedNode(PREFIXES["dcterms"] + "identifier")


@dataclass
class Output:
    """The files of one import: they wait until the list is read, then the register is written, then each entry.

    Args:
        workspace: where the data are.
        name: the mapping's name, by which the register is called.
        source: what the files say that they were made from.
        dry: whether only to count.
    """

    workspace: Workspace
    name: str
    source: str
    dry: bool
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    register: dict[ox.Triple, None] = field(default_factory=dict)
    _before: frozenset[ox.Triple] = frozenset()
    _renewed: set[ox.NamedNode] = field(default_factory=set)
    _folder: WorkFolder | None = None
    _waiting: Path | None = None

    def __post_init__(self) -> None:
        """Read the register as it is.

        Raises:
            InputError: if it is a register that no import has made.
        """
        path = self.register_path
        if not path.exists():
            return
        if not read_text(path).startswith(_OURS):
            raise InputError(
                f"{path} is a register that no import has made; give the mapping another name than {self.name}",
                f"{path} är ett register som ingen import har gjort; ge mappningen ett annat namn än {self.name}",
            )
        self._before = frozenset(read_turtle(path))
        self.register = dict.fromkeys(self._before)

    def __enter__(self) -> "Output":
        """Make a place where files wait."""
        if not self.dry:
            self._folder = WorkFolder("kg-import-")
            self._waiting = Path(self._folder.name)
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what still waits."""
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def register_path(self) -> Path:
        """The file of the register."""
        return self.workspace.data / "registers" / f"{self.name}.ttl"

    @property
    def register_graph(self) -> str:
        """The graph of the register."""
        return REGISTER_GRAPHS + self.name

    def describe(self, thing: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Put what is said of a thing in the register in the place of what was said of it there."""
        self._renewed.add(thing)
        self.register = {triple: None for triple in self.register if triple.subject != thing}
        self.register |= dict.fromkeys(triples)

    def entry_path(self, slug: str) -> Path:
        """Return the file of an entry."""
        return self.workspace.data / "entries" / f"{slug}.ttl"

    def others_identifiers(self, draft: Draft) -> list[str]:
        """Return the identifiers of the project whose entry stands in a draft's place, if it is another project."""
        path = self.entry_path(draft.slug)
        if not path.exists():
            return []
        theirs = {text_of(triple.object) for triple in read_turtle(path)
                  if triple.subject == draft.project and triple.predicate == _IDENTIFIER}  # fmt: skip
        ours = {str(value.value) for value in draft.objects(draft.project, _IDENTIFIER.value)}
        return [] if theirs & ours else sorted(theirs) or [draft.slug]

    def take(self, slug: str, triples: Iterable[ox.Triple], shared: Iterable[ox.Triple]) -> None:
        """Take an entry, and what it is the first to say of actors and documents; count what it changes."""
        self.register |= dict.fromkeys(shared)
        path = self.entry_path(slug)
        new = set(triples)
        if path.exists():
            if _said(read_turtle(path)) == _said(new):
                self.unchanged += 1
                return
            self.changed += 1
        else:
            self.added += 1
        if self._waiting is None:
            return
        text = write_turtle(new, header=f"# Imported from {self.source}.\n", own=f"{ID}project/{slug}#")
        (self._waiting / f"{slug}.ttl").write_text(text, encoding="utf-8")

    def finish(self) -> None:
        """Write the files in their places, each whole or not at all.

        Raises:
            InputError: if one cannot be written.
        """
        if self._waiting is None:
            return
        if self.register and set(self.register) != self._before:
            self._write_register()
        for path in sorted(self._waiting.iterdir()):
            write_bytes(self.entry_path(path.stem), path.read_bytes())

    def _write_register(self) -> None:
        """Write the register, with what another share of the same list has put into it meanwhile."""
        path = self.register_path
        with _alone(path.parent):
            now = frozenset(read_turtle(path)) if path.exists() else frozenset()
            meanwhile = (triple for triple in now - self._before if triple.subject not in self._renewed)
            whole = self.register | dict.fromkeys(meanwhile)
            if set(whole) != now:
                write_text(path, write_turtle(whole, header=f"{_OURS} {self.source}.\n"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only import that writes registers in a folder, for the moment; others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _said(triples: Iterable[ox.Triple]) -> frozenset[ox.Triple]:
    """Return what an entry says, but for where it stands and since when: a row that moves is the same row."""
    kept = list(triples)
    evidence = {triple.subject for triple in kept if triple.predicate == _TYPE and triple.object == _EVIDENCE}
    return frozenset(
        triple
        for triple in kept
        if triple.subject not in evidence and triple.object not in evidence and triple.predicate.value not in _WHERE
    )
