"""Validate: the graph, or files as new entries, against the shapes; every finding with its place and advice."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_text
from kg.disk.workspace import Source, Workspace
from kg.disk.written import Place
from kg.jobs.incoming import Intake
from kg.work.entries.foreign import turtle_line
from kg.work.located import Located
from kg.work.neighbourhood import neighbourhood
from kg.work.select import text as text_of
from kg.work.shapes import PROFILES, SEVERITIES, Shapes


@dataclass(frozen=True)
class Report:
    """What is to be said of the entries and registers that were checked, in the order of the files.

    `entries` are what was checked, by name: short names of projects; `profile` is the one that was asked for: what
    it or *draft* misses counts; what other profiles miss is told apart; `entry_of` says to which entry a finding's
    focus belongs where the file does not.
    """

    entries: tuple[str, ...]
    registers: tuple[str, ...]
    profile: str
    located: tuple[Located, ...]
    entry_of: dict[str, str] = field(default_factory=dict)

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
    return Report(_names(workspace.entries()), _names(workspace.registers()), profile, tuple(located))


def validate_files(
    intake: Intake, paths: Sequence[Path], profile: str = "draft", progress: Callable[[Path], None] = lambda _: None
) -> Report:
    """Check files as new entries against the graph; nothing is added to it.

    Args:
        intake: the graph that the entries would go into.
        paths: entries as YAML, JSON, workbooks, lists, Turtle or JSON-LD.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told of each file before it is checked.

    Raises:
        ParseError: if a file cannot be read.
        InputError: if a file is of another kind, or describes no project.
    """
    entries: list[str] = []
    located: list[Located] = []
    for path in paths:
        progress(path)
        for examined in intake.examine_file(path):
            if examined.draft.slug:
                entries.append(examined.draft.slug)
            located += examined.findings
    return Report(tuple(entries), (), profile, tuple(located))


def _check(shapes: Shapes, store: ox.Store, source: Source, triples: list[ox.Triple]) -> list[Located]:
    findings = shapes.check(neighbourhood(store, triples), {text_of(triple.subject) for triple in triples})
    text = read_text(source.path) if findings else ""
    located = [
        Located(Place(source.path, line=turtle_line(text, finding.focus, finding.path)), "",
                re.split(r"[#/]", finding.shape)[-1], finding)
        for finding in findings
    ]  # fmt: skip
    return sorted(located, key=lambda item: item.order)


def _names(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(source.path.stem for source in sources)


__all__ = ["PROFILES", "Located", "Report", "validate_files", "validate_graph"]
