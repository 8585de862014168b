"""Add: entries that somebody hands in become files of `data/`, all of them or none."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.files import write_together
from kg.disk.io import parse_turtle, read_text, read_turtle
from kg.disk.turtle import write_turtle
from kg.disk.workspace import Workspace
from kg.jobs.incoming import Examined, Intake
from kg.terms import ENTRY_GRAPHS, ID
from kg.work.difference import Difference, difference
from kg.work.entries.metadata import is_signature
from kg.work.entries.shared import keep_of_contacts
from kg.work.kept import taken_over
from kg.work.located import Located


@dataclass(frozen=True)
class Added:
    """What becomes of one entry: `new`, `changed`, `unchanged` or `refused`, and the difference to what stood there.

    `contacts` are the contact persons that it gives, `kept` those that stay from before because it gives none.
    """

    slug: str
    title: str
    state: str
    difference: Difference
    contacts: int
    kept: int = 0


@dataclass(frozen=True)
class AddReport:
    """The entries that were handed in, what is to be said of them, and the files that were, or would be, written."""

    entries: tuple[Added, ...]
    located: tuple[Located, ...]
    files: tuple[Path, ...]
    written: bool

    @property
    def refused(self) -> bool:
        """Tell whether something kept the entries out."""
        return any(
            item.finding.severity == "violation" and item.finding.profile in ("", "draft") for item in self.located
        )


def add(
    workspace: Workspace,
    intake: Intake,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Callable[[Path], None] = lambda _: None,
) -> AddReport:
    """Write entries into `data/entries/`, and their contact persons into `data/contacts/`.

    One entry that is refused keeps all of them out: nothing is written by halves.

    Args:
        workspace: where to write.
        intake: the graph that they go into.
        paths: files of entries, of any carrier.
        dry_run: only tell what would be written.
        progress: is told of each file before it is read.

    Raises:
        ParseError: if a file cannot be read.
        InputError: if a file is of a kind that no entry is written in, or `data/` cannot be written.
    """
    entries: list[Added] = []
    located: list[Located] = []
    files: dict[Path, bytes | None] = {}
    accepted: list[ox.Triple] = []
    for path in paths:
        progress(path)
        for examined in intake.examine_file(path):
            located += examined.findings
            if examined.draft.slug:
                added, changed = _added(workspace, examined)
                entries.append(added)
                files |= changed | _freed(workspace, examined, files)
                accepted += () if examined.refused else examined.draft.public
    if files:
        files |= taken_over(workspace, accepted)
    report = AddReport(tuple(entries), tuple(located), tuple(files), written=False)
    if report.refused or dry_run or not files:
        return report
    write_together(files)
    return AddReport(report.entries, report.located, report.files, written=True)


def _added(workspace: Workspace, examined: Examined) -> tuple[Added, dict[Path, bytes | None]]:
    """Return what becomes of an entry, and the files that it changes."""
    draft = examined.draft
    entry, contacts = (workspace.data / folder / f"{draft.slug}.ttl" for folder in ("entries", "contacts"))
    before, private = _read(entry), _read(contacts)
    if private and not draft.private:
        keep_of_contacts(draft, before, private)
    changes = difference(_unsigned(before, draft.graph), _unsigned(draft.public, draft.graph))
    own = f"{draft.project.value}#"
    files: dict[Path, bytes | None] = {}
    if changes or not before:
        files[entry] = write_turtle(draft.public, header=_header(entry, draft.title), own=own).encode()
    if set(draft.private) != set(private) and draft.private:
        files[contacts] = write_turtle(
            draft.private, header=_header(contacts, _PRIVATE.format(draft.title)), own=own
        ).encode()
    state = "refused" if examined.refused else "new" if not before else "changed" if files else "unchanged"
    kept = 0 if draft.private else _persons(private)
    added = Added(draft.slug, draft.title, state, changes, _persons(draft.private), kept)
    return added, {} if examined.refused else files


def _freed(workspace: Workspace, examined: Examined, files: Mapping[Path, bytes | None]) -> dict[Path, bytes | None]:
    """Return the entries that only mention a project which now has its own, without what the new one says itself.

    A statement may stand in one graph only.

    Args:
        workspace: where the entries are.
        examined: the project's own entry.
        files: what is to be written already; an entry among them is taken as it is there.
    """
    draft = examined.draft
    freed: dict[Path, bytes | None] = {}
    others = () if examined.refused else sorted(examined.mentioned_in)
    for name in (graph.removeprefix(ENTRY_GRAPHS) for graph in others if graph.startswith(ENTRY_GRAPHS)):
        path = workspace.data / "entries" / f"{name}.ttl"
        new = files.get(path)
        triples = parse_turtle(new.decode(), str(path)) if new else _read(path)
        kept = [triple for triple in triples if triple.subject != draft.project or triple not in draft.public]
        if len(kept) < len(triples):
            header = _header(path, "") if path.exists() else _comments(new.decode() if new else "")
            freed[path] = write_turtle(kept, header=header, own=f"{ID}project/{name}#").encode()
    return freed


_PRIVATE = "Private: contact persons of {}. Never in the public store, nor in an export unless asked for"


def _read(path: Path) -> list[ox.Triple]:
    return read_turtle(path) if path.exists() else []


def _header(path: Path, first: str) -> str:
    """Return the comment lines that open a file: those it has, else a first line of its own."""
    return _comments(read_text(path) if path.exists() else "") or f"# {' '.join(first.split())}.\n"


def _comments(text: str) -> str:
    """Return the comment lines that open a text."""
    return "".join(f"{line}\n" for line in itertools.takewhile(lambda line: line.startswith("#"), text.splitlines()))


def _unsigned(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> list[ox.Triple]:
    return [triple for triple in triples if not is_signature(triple, graph)]


def _persons(private: Iterable[ox.Triple]) -> int:
    return sum(triple.predicate.value.endswith("#fn") for triple in private)
