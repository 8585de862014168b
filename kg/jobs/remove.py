"""Remove: a project's entry and contact persons leave the data, and what others need of it stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.files import write_together
from kg.disk.graph import Statements
from kg.disk.io import read_turtle
from kg.disk.store import open_store
from kg.disk.workspace import Source, Workspace
from kg.errors import InputError, StoreError
from kg.jobs.known import known_graph
from kg.jobs.sides import store_of
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE
from kg.work.difference import EVIDENCE, EVIDENCE_LINK, Difference, Term, difference
from kg.work.kept import GRAPH, by_subject, kept_file, reached, read_kept, written
from kg.work.names import name_of, resolve
from kg.work.select import text
from kg.work.tables import short_iri

PROJECT = NS + "Project"

_TYPE = ox.NamedNode(RDF_TYPE)
_PROJECT = ox.NamedNode(PROJECT)
_TITLE = PREFIXES["dcterms"] + "title"
_EVIDENCE_FOR = NS + "evidenceFor"
_TOPIC = PREFIXES["foaf"] + "primaryTopic"
_CONTACT_FOR = NS + "contactFor"
_LABELS = (ox.NamedNode(_TITLE), ox.NamedNode(PREFIXES["skos"] + "prefLabel"))
_NAMES = (*_LABELS, ox.NamedNode(PREFIXES["skos"] + "altLabel"), ox.NamedNode(PREFIXES["dcterms"] + "identifier"))
_STAYING_PARTS = (EVIDENCE, PROJECT)


@dataclass(frozen=True)
class Moved:
    """A thing that stays: its name, its class, and the graphs and files that refer to it."""

    iri: str
    name: str
    kind: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Removal:
    """What the removal of an entry would do; nothing is done yet.

    `difference` is what it makes of the public statements of the entry and of the register of what is kept; `moved`
    stays there, and `dropped` had stayed there for the sake of this entry alone. `files` is what each file is to hold,
    None for those to delete; `read` what they held when this was worked out.
    """

    project: str
    title: str
    entry: Path
    contacts: Path | None
    persons: int
    statements: int
    difference: Difference
    moved: tuple[Moved, ...]
    dropped: tuple[str, ...]
    files: Mapping[Path, bytes | None]
    read: Mapping[Path, bytes | None]


def plan_removal(workspace: Workspace, name: str) -> Removal:
    """Work out the removal of a project's entry.

    Args:
        workspace: where its files are.
        name: the project by short name, title, identifier or IRI.

    Raises:
        UnknownNameError, AmbiguousNameError: if it is not the name of one project.
        InputError: if the project has no entry of its own, or others refer to what cannot be kept without it.
        ParseError: if a file cannot be read.
    """
    graph = _graph(workspace)
    project = _meant(workspace, graph, name)
    source = next(source for source in workspace.entries() if source.graph == _entry_graph(project))
    entry = read_turtle(source.path)
    users = _Users(workspace, graph, source)
    contacts = workspace.data / "contacts" / source.path.name
    persons = _persons(users, contacts, project) if contacts.exists() else 0
    before = read_kept(workspace)
    moved, dropped = _staying(users, entry, by_subject(before), project)
    after = {triple for triple in before if text(triple.subject) not in dropped} | set(moved)
    files: dict[Path, bytes | None] = {}
    if after != set(before):
        files[kept_file(workspace)] = written(workspace, after)
    files[source.path] = None
    if contacts.exists():
        files[contacts] = None
    return Removal(
        project=project.value,
        title=_name(project.value, by_subject(entry).get(project.value, [])),
        entry=source.path,
        contacts=contacts if contacts.exists() else None,
        persons=persons,
        statements=len(set(entry)),
        difference=difference([*entry, *before], after),
        moved=tuple(_described(users, iri, triples) for iri, triples in by_subject(moved).items()),
        dropped=tuple(sorted(dropped)),
        files=files,
        read={path: _bytes(path) for path in files},
    )


def carry_out(removal: Removal) -> None:
    """Do what has been worked out, in full or not at all.

    Raises:
        InputError: if a file has changed since, or cannot be written.
    """
    for path, before in removal.read.items():
        if _bytes(path) != before:
            raise InputError(
                f"{path} has changed in the meantime; run the command again",
                f"{path} har ändrats under tiden; kör kommandot igen",
            )
    write_together(removal.files)


class _Users:
    """Who refers to a thing, or says something of it, beside one entry, its contacts and what is kept."""

    def __init__(self, workspace: Workspace, graph: Statements, source: Source) -> None:
        self.graph = graph
        self.source = source
        self.contacts = [other for other in workspace.contacts() if other.path.name != source.path.name]
        self._private: dict[str, list[str]] | None = None

    def of(self, iri: str) -> list[str]:
        """Return the graphs, and the files of contacts, in order."""
        node = ox.NamedNode(iri)
        quads = [*self.graph.quads_for_pattern(None, None, node), *self.graph.quads_for_pattern(node, None, None)]
        public = {name for quad in quads if self.is_other(name := text(quad.graph_name)) and name != GRAPH}
        return [*sorted(public), *self.private().get(iri, ())]

    def private(self) -> dict[str, list[str]]:
        """Return the files of other projects' contacts by what they refer to or describe."""
        if self._private is None:
            self._private = {}
            for source in self.contacts:
                nodes = (node for triple in read_turtle(source.path) for node in (triple.subject, triple.object))
                for iri in dict.fromkeys(text(node) for node in nodes if isinstance(node, ox.NamedNode)):
                    self._private.setdefault(iri, []).append(f"contacts/{source.path.name}")
        return self._private

    def describe(self, iri: str) -> bool:
        """Tell whether another graph says what a thing is."""
        return self.state(ox.NamedNode(iri), _TYPE, None)

    def state(self, subject: ox.NamedNode | ox.BlankNode | ox.Triple, path: ox.NamedNode, value: Term | None) -> bool:
        """Tell whether another graph says this."""
        return any(self.is_other(text(quad.graph_name)) for quad in self.graph.quads_for_pattern(subject, path, value))

    def is_other(self, graph: str) -> bool:
        """Tell whether a graph is neither that of the entry nor of what is derived."""
        return graph != self.source.graph and not graph.startswith(DERIVED_GRAPHS)


def _graph(workspace: Workspace) -> Statements:
    """Return the statements of the files as they are now, whether a store could be built of them or not."""
    try:
        open_store(workspace.store)
    except StoreError:
        return store_of([*workspace.registers(), *workspace.entries()])
    return known_graph(workspace)


def _meant(workspace: Workspace, graph: Statements, name: str) -> ox.NamedNode:
    """Return the project that a name means, which has an entry of its own."""
    entries = {source.graph for source in workspace.entries()}
    if ENTRY_GRAPHS + name.strip() in entries:
        return ox.NamedNode(f"{ID}project/{name.strip()}")
    projects = ox.Store()
    for quad in graph.quads_for_pattern(None, _TYPE, _PROJECT):
        projects.add(ox.Quad(*quad.triple))
        for path in _NAMES:
            projects.extend(ox.Quad(*one.triple) for one in graph.quads_for_pattern(quad.subject, path, None))
    for other in _named(graph, name.strip()):  # whatever it is, so that it can be told that it is no project
        projects.extend(ox.Quad(*one.triple) for path in (_TYPE, *_NAMES) for one in
                        graph.quads_for_pattern(other, path, None))  # fmt: skip
    found = resolve(projects, name, ("sam:Project",))
    if _entry_graph(found) in entries:
        return found
    where = {short_iri(text(quad.graph_name)) for quad in graph.quads_for_pattern(found, _TYPE, _PROJECT)}
    title, told = name_of(projects, found.value), ", ".join(sorted(where))
    raise InputError(
        f"{title} has no entry of its own; it is only mentioned in {told}",
        f"{title} har ingen egen post; projektet nämns bara i {told}",
    )


def _named(graph: Statements, name: str) -> set[ox.NamedNode]:
    """Return the things that have a name."""
    labels = (ox.Literal(name, language="sv"), ox.Literal(name, language="en"), ox.Literal(name))
    found = (quad.subject for path in _NAMES for label in labels for quad in graph.quads_for_pattern(None, path, label))
    return {thing for thing in found if isinstance(thing, ox.NamedNode)}


def _entry_graph(project: ox.NamedNode) -> str:
    return ENTRY_GRAPHS + project.value.removeprefix(f"{ID}project/")


def _staying(
    users: _Users, entry: Sequence[ox.Triple], kept: Mapping[str, list[ox.Triple]], project: ox.NamedNode
) -> tuple[list[ox.Triple], set[str]]:
    """Return the statements of an entry that stay, and the things that were kept and now go.

    What others use stays, and what that leads to. Of what was kept only that can go which the entry leads to.
    """
    own = by_subject(entry)
    own[project.value] = _mention(own, project)
    entries = {text(triple.subject) for triple in entry if triple.predicate.value == _TOPIC}
    own = {iri: own[iri] for iri in own if iri not in entries and not users.describe(iri)}
    doubtful = reached(kept, {text(triple.object) for triple in entry})
    roots = [iri for iri in kept if iri not in doubtful or users.of(iri)] + [iri for iri in own if users.of(iri)]
    staying = reached({**own, **kept}, roots)
    for iri in sorted(staying & set(own)):
        if "#" in iri and not any(_is_type(triple, _STAYING_PARTS) for triple in own[iri]):
            raise _refused_part(users, iri)
    moved = [triple for iri in own if iri in staying for triple in dict.fromkeys(own[iri])]
    moved = [one for one in moved if not users.state(one.subject, one.predicate, one.object)]
    return moved, doubtful - staying


def _mention(described: Mapping[str, list[ox.Triple]], project: ox.NamedNode) -> list[ox.Triple]:
    """Return what stays of a project that is only mentioned: type and title, and the evidence for the title."""
    own = described.get(project.value, [])
    title = ox.NamedNode(_TITLE)
    evidence = {
        iri
        for iri, triples in described.items()
        if any(triple.predicate.value == _EVIDENCE_FOR and triple.object == title for triple in triples)
    }
    return [
        triple
        for triple in own
        if triple.predicate.value in (RDF_TYPE, _TITLE)
        or (triple.predicate.value == EVIDENCE_LINK and text(triple.object) in evidence)
    ]


def _refused_part(users: _Users, iri: str) -> InputError:
    told = ", ".join(short_iri(name) for name in users.of(iri)) or "?"
    return InputError(
        f"{told} speaks of {short_iri(iri)}, which goes with the entry; take that out there first",
        f"{told} talar om {short_iri(iri)}, som försvinner med posten; ta bort det därifrån först",
    )


def _persons(users: _Users, contacts: Path, project: ox.NamedNode) -> int:
    """Return how many contact persons go with an entry.

    Raises:
        InputError: if one of them is another project's too: private persons are never moved unasked.
    """
    described = by_subject(read_turtle(contacts))
    shared = [
        iri
        for iri, triples in described.items()
        if iri in users.private() or any(_is_for_another(triple, project) for triple in triples)
    ]
    if shared:
        raise InputError(
            f"{contacts}: {len(shared)} of those in it are of use to another project too; move them to its file first",
            f"{contacts}: {len(shared)} av dem hör till ett annat projekt också; flytta dem till dess fil först",
        )
    individual = PREFIXES["vcard"] + "Individual"
    return sum(any(_is_type(triple, (individual,)) for triple in triples) for triples in described.values())


def _is_for_another(triple: ox.Triple, project: ox.NamedNode) -> bool:
    return triple.predicate.value == _CONTACT_FOR and triple.object != project


def _is_type(triple: ox.Triple, kinds: Sequence[str]) -> bool:
    return triple.predicate.value == RDF_TYPE and text(triple.object) in kinds


def _described(users: _Users, iri: str, triples: Sequence[ox.Triple]) -> Moved:
    kind = difference([], triples).added[0].kind
    return Moved(iri, _name(iri, triples), kind, tuple(users.of(iri)))


def _name(iri: str, triples: Iterable[ox.Triple]) -> str:
    """Return the title or label of a thing, Swedish first, else its short IRI."""
    found = [
        triple.object for triple in triples if triple.predicate in _LABELS and isinstance(triple.object, ox.Literal)
    ]
    return min(((label.language != "sv", label.value) for label in found), default=(True, short_iri(iri)))[1]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
