"""Validate: the graph, or files as new entries, against the shapes; every finding with its place and advice."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_text, read_turtle
from kg.disk.workspace import Source, Workspace
from kg.errors import InputError
from kg.terms import CODES, DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, compact
from kg.work.near import nearest
from kg.work.neighbourhood import neighbourhood
from kg.work.select import text as text_of
from kg.work.shapes import PROFILES, SEVERITIES, Finding, Shapes
from kg.work.tables import short_iri

_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
_TYPE = ox.NamedNode(RDF_TYPE)
_PROJECT = ox.NamedNode(NS + "Project")


@dataclass(frozen=True)
class Located:
    """A finding and where it is: the file, and the line of its property or its subject (0 if not found)."""

    path: Path
    line: int
    finding: Finding


@dataclass(frozen=True)
class Report:
    """What the shapes say of the entries and registers that were checked, in the order of the files.

    `profile` is the one that was asked for: what it or *draft* misses counts; what other profiles miss is told apart.
    """

    entries: tuple[Path, ...]
    registers: tuple[Path, ...]
    profile: str
    located: tuple[Located, ...]

    @property
    def counted(self) -> tuple[Located, ...]:
        """The findings that count: those of every profile, of draft, and of the profile asked for."""
        return tuple(item for item in self.located if item.finding.profile in ("", "draft", self.profile))

    def missed(self, profile: str) -> tuple[Located, ...]:
        """Return what must be there by another profile, and is not."""
        return tuple(
            item for item in self.located if item.finding.profile == profile and item.finding.severity == "violation"
        )

    def conforms(self, fail_on: str = "violation") -> bool:
        """Tell whether no finding is as severe as `violation`, or as `warning`."""
        worst = SEVERITIES.index(fail_on)
        return all(SEVERITIES.index(item.finding.severity) > worst for item in self.counted)


def validate_graph(
    workspace: Workspace,
    store: ox.Store,
    profile: str = "draft",
    progress: Callable[[Path], None] = lambda _: None,
) -> Report:
    """Check every entry and register of the graph, one after the other.

    Args:
        workspace: where the files are that findings point at.
        store: the graph.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told of each file before it is checked.
    """
    shapes = Shapes()
    located: list[Located] = []
    for source in [*workspace.registers(), *workspace.entries()]:
        progress(source.path)
        triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))]
        located += _check(shapes, store, source, triples)
    return Report(_paths(workspace.entries()), _paths(workspace.registers()), profile, tuple(located))


def validate_files(store: ox.Store, paths: Sequence[Path], profile: str = "draft") -> Report:
    """Check files as new entries against the graph; nothing is added to it.

    Raises:
        ParseError: if a file is not Turtle.
        InputError: if a file is of another kind, or describes no project.
    """
    shapes = Shapes()
    located: list[Located] = []
    for path in paths:
        if path.suffix.lower() != ".ttl":
            raise InputError(f"{path}: an entry is a Turtle file, *.ttl", f"{path}: en post är en Turtlefil, *.ttl")
        triples = read_turtle(path)
        graph = _entry_graph(path, triples)
        source = Source(path, graph.value)
        located += [Located(path, _line(read_text(path), finding), finding)
                    for finding in _intrusions(store, graph, triples)]  # fmt: skip
        located += _check(shapes, store, source, _with_topic(graph, triples))
    return Report(tuple(paths), (), profile, tuple(located))


def _check(shapes: Shapes, store: ox.Store, source: Source, triples: list[ox.Triple]) -> list[Located]:
    found = shapes.check(neighbourhood(store, triples), {text_of(triple.subject) for triple in triples})
    findings = [_with_suggestion(store, finding) for finding in found]
    text = read_text(source.path) if findings else ""
    located = [Located(source.path, _line(text, finding), finding) for finding in findings]
    return sorted(located, key=lambda item: (SEVERITIES.index(item.finding.severity), item.line, item.finding))


def _with_suggestion(store: ox.Store, finding: Finding) -> Finding:
    """Return a finding whose value is a name of ours that nothing has, with the names that are near it."""
    folder, _, local = finding.value.rpartition("/")
    ours = finding.linked and finding.value != finding.focus and f"{folder}/".startswith((ID, CODES))
    if not ours or _is_known(store, finding.value):
        return finding
    things = [text_of(quad.subject) for quad in store.quads_for_pattern(None, _TYPE, None)]
    known = {iri.rpartition("/")[2] for iri in things if iri.startswith(f"{folder}/") and "#" not in iri}
    near = [compact(f"{folder}/{name}") for name in nearest(local, sorted(known))]
    if not near:
        return finding
    asked = {"sv": f" Menade du {' eller '.join(near)}?", "en": f" Did you mean {' or '.join(near)}?"}
    return replace(finding, message={lang: text + asked.get(lang, "") for lang, text in finding.message.items()})


def _is_known(store: ox.Store, iri: str) -> bool:
    return next(store.quads_for_pattern(ox.NamedNode(iri), None, None), None) is not None


def _entry_graph(path: Path, triples: Iterable[ox.Triple]) -> ox.NamedNode:
    """Return the graph of the project that a file is about: the one it says it is about, else its first."""
    kept = list(triples)
    topics = [triple.object for triple in kept if triple.predicate == _TOPIC]
    projects = [triple.subject for triple in kept if triple.predicate == _TYPE and triple.object == _PROJECT]
    names = sorted(text_of(node) for node in topics or projects)
    if not names:
        raise InputError(
            f"{path}: no project in it; an entry describes a sam:Project",
            f"{path}: inget projekt i filen; en post beskriver ett sam:Project",
        )
    return ox.NamedNode(ENTRY_GRAPHS + re.split(r"[/#]", names[0])[-1])


def _with_topic(graph: ox.NamedNode, triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return an entry that says which project it is about, so that the profiles know what they ask of whom."""
    if any(triple.predicate == _TOPIC for triple in triples):
        return triples
    projects = sorted({triple.subject for triple in triples if triple.predicate == _TYPE and triple.object == _PROJECT},
                      key=str)  # fmt: skip
    return [*triples, *(ox.Triple(graph, _TOPIC, project) for project in projects[:1])]


def _intrusions(store: ox.Store, graph: ox.NamedNode, triples: Iterable[ox.Triple]) -> list[Finding]:
    """Return a violation for each thing that an entry speaks of although another graph describes it."""
    findings = []
    for subject in sorted({triple.subject for triple in triples}, key=str):
        owners = {text_of(quad.graph_name) for quad in store.quads_for_pattern(subject, None, None)}
        others = sorted(name for name in owners - {graph.value} if not name.startswith(DERIVED_GRAPHS))
        if others:
            there = short_iri(others[0])
            findings.append(Finding(
                focus=text_of(subject), shape="", severity="violation", profile="", path="", value="", linked=False,
                name={"sv": "Någon annans uppgift", "en": "Somebody else's statement"},
                message={"sv": f"Det här beskrivs redan i {there}. En ny post får bara beskriva sitt eget projekt.",
                         "en": f"This is described in {there} already. A new entry may only describe its own project."},
            ))  # fmt: skip
    return findings


def _line(text: str, finding: Finding) -> int:
    """Return the line on which a finding's property stands, else that on which its subject begins, else 0."""
    iri = finding.focus
    names = [f"<{iri}>", short_iri(iri)]
    if iri.startswith(ID) and "#" in iri:
        names.append(":" + iri.partition("#")[2])
    begun = re.search(rf"^(?:{'|'.join(map(re.escape, names))})(?=\s)", text, re.MULTILINE)
    if not begun:
        return 0
    block = re.compile(r".*?\.\s*$", re.MULTILINE | re.DOTALL).match(text, begun.end())
    stands = re.search(rf"(?<!\S){re.escape(compact(finding.path))}\s", block[0]) if block and finding.path else None
    return text.count("\n", 0, begun.end() + stands.start() if stands else begun.start()) + 1


def _paths(sources: Iterable[Source]) -> tuple[Path, ...]:
    return tuple(source.path for source in sources)


__all__ = ["PROFILES", "Located", "Report", "validate_files", "validate_graph"]
