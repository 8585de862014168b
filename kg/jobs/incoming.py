"""Entries that somebody hands in: files of any carrier become drafts, read one after the other against the graph."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.disk.carriers import carrier_of
from kg.disk.io import read_text, read_turtle
from kg.disk.workspace import Workspace
from kg.disk.written import Place, Written
from kg.errors import InputError
from kg.jobs.known import known_graph
from kg.terms import ID, NS, PREFIXES, RDF_TYPE
from kg.work.entries import advice
from kg.work.entries.draft import Draft
from kg.work.entries.examine import examine
from kg.work.entries.foreign import read_triples
from kg.work.entries.known import Known
from kg.work.entries.metadata import sign
from kg.work.entries.reader import read_entry
from kg.work.entries.shared import keep_shared
from kg.work.entries.sheets import read_tables
from kg.work.form import Form, the_form
from kg.work.located import Located, of_problem
from kg.work.matching import Matcher
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.shapes import Shapes

import pyoxigraph as ox  # isort: skip

_TOPIC = PREFIXES["foaf"] + "primaryTopic"


@dataclass(frozen=True)
class Examined:
    """An entry that was handed in, what is to be said about it, and the graphs that have only mentioned its project."""

    draft: Draft
    findings: tuple[Located, ...]
    mentioned_in: frozenset[str] = frozenset()

    @property
    def refused(self) -> bool:
        """Tell whether something is wrong that keeps it out, whatever the profile."""
        return any(
            item.finding.severity == "violation" and item.finding.profile in ("", "draft") for item in self.findings
        )


@dataclass
class Intake:
    """Where entries are handed in: the graph, the form and the shapes, for as many files as there are."""

    known: Known
    form: Form = field(default_factory=the_form)
    shapes: Shapes = field(default_factory=Shapes)
    today: datetime.date = field(default_factory=datetime.date.today)
    _handed_in: dict[str, tuple[Place, int]] = field(default_factory=dict, repr=False)

    def examine(self, written: Written) -> Examined:
        """Return an entry of the form, read and examined; what follows sees it, unless it is refused."""
        return self._examined(read_entry(written, self.known, self.form))

    def examine_file(self, path: Path) -> Iterator[Examined]:
        """Yield the entries of a file.

        Raises:
            ParseError: if the file cannot be read.
            InputError: if it is of a kind that no entry is written in.
        """
        carrier = carrier_of(path)
        if carrier in ("turtle", "jsonld"):
            yield self._examined(_draft_of_triples(path, carrier))
            return
        entries, problems = _written(path, carrier, self.form)
        if stray := [problem for problem in problems if problem.check in _BEFORE]:
            yield _stray(path, stray, self.form)
        merged = {problem.place: problem for problem in problems if problem.check == "cell-merged"}
        told: set[Place] = set()
        for entry in entries:
            examined = self.examine(entry)
            told |= {item.place for item in examined.findings if item.place in merged}
            yield replace(examined, findings=tuple(_because(item, merged) for item in examined.findings))
        left = [problem for problem in problems if problem.place not in told or problem.check != "cell-merged"]
        if left := [problem for problem in left if problem.check not in _BEFORE]:
            yield _stray(path, left, self.form)

    def _examined(self, draft: Draft) -> Examined:
        if draft.slug:
            keep_shared(draft, self.known)
            sign(draft, self.known, self.today)
        self._compare(draft)
        is_new = draft.slug and not self.known.is_entry(draft.project.value)
        mentions = frozenset(self.known.graphs(draft.project.value)) if is_new else frozenset()
        examined = Examined(draft, tuple(examine(draft, self.known, self.shapes, self.form)), mentions)
        if draft.slug and not examined.refused:
            self._handed_in[draft.slug] = (draft.place, hash(frozenset(draft.public)))
            self.known.add(draft.graph, draft.public)
        return examined

    def _compare(self, draft: Draft) -> None:
        """Tell if another version of the same entry has been handed in already: neither is newer than the other."""
        if draft.slug in self._handed_in:
            draft.problems = [problem for problem in draft.problems if problem.check != "updates-entry"]
        place, content = self._handed_in.get(draft.slug, (draft.place, hash(frozenset(draft.public))))
        if content != hash(frozenset(draft.public)):
            draft.problems.append(advice.entry_twice(draft.place, draft.title or draft.slug, place))


# What is wrong with a file's tables and may be the cause of what is missing in its entries: it is told first.
_BEFORE = ("no-projects", "part-of-no-project", "unknown-sheet", "unknown-key", "key-twice")


def _stray(path: Path, problems: Sequence[Problem], form: Form) -> Examined:
    """Return problems of a file that belong to none of its entries."""
    found = sorted((of_problem(problem, "", form) for problem in problems), key=lambda item: item.order)
    return Examined(Draft(path, Place(path)), tuple(found))


def _because(item: Located, merged: Mapping[Place, Problem]) -> Located:
    """Return a finding with what its cell has to do with it: it lies under another."""
    problem = merged.get(item.place)
    if problem is None:
        return item
    why = {"sv": problem.sv, "en": problem.en}
    message = {lang: f"{text} {why[lang]}" for lang, text in item.finding.message.items()}
    return replace(item, finding=replace(item.finding, message=message))


def _written(path: Path, carrier: str, form: Form) -> tuple[Sequence[Written], Sequence[Problem]]:
    """Return the forms that a file holds, and what is wrong with its tables."""
    if carrier in ("yaml", "json"):
        from kg.disk.carriers.json import read_json
        from kg.disk.carriers.yaml import read_yaml

        return (read_yaml if carrier == "yaml" else read_json)(path), ()
    from kg.disk.carriers.csv import read_csv
    from kg.disk.carriers.workbook import read_workbook

    sheets = read_tables((read_workbook if carrier == "workbook" else read_csv)(path), form)
    return sheets.entries, sheets.problems


def _draft_of_triples(path: Path, carrier: str) -> Draft:
    """Return the draft of an entry that is written as triples.

    Raises:
        ParseError: if it cannot be read.
        InputError: if it describes no project.
    """
    draft = Draft(path, Place(path))
    if carrier == "turtle":
        triples, draft.text = read_turtle(path), read_text(path)
    else:
        from kg.disk.carriers.jsonld import read_jsonld
        from kg.work.exporters.jsonld import read_context

        triples, draft.text = read_jsonld(path, {"@context": read_context()}), read_text(path)
    draft.slug = _topic(path, triples)
    read_triples(draft, triples)
    draft.title = next((term.value for term in draft.objects(draft.project, PREFIXES["dcterms"] + "title")), draft.slug)
    draft.state(draft.graph, RDF_TYPE, ox.NamedNode(NS + "Entry"))
    if not draft.objects(draft.graph, _TOPIC):
        draft.state(draft.graph, _TOPIC, draft.project)
    return draft


def _topic(path: Path, triples: Iterable[ox.Triple]) -> str:
    """Return the short name of the project that a file is about: the one it says it is about, else its first."""
    kept = list(triples)
    topics = [triple.object for triple in kept if triple.predicate.value == _TOPIC]
    kind = ox.NamedNode(NS + "Project")
    projects = [triple.subject for triple in kept if triple.predicate.value == RDF_TYPE and triple.object == kind]
    names = sorted(text_of(node) for node in topics or projects)
    slugs = [
        match[1]
        for name in names
        if (match := re.fullmatch(rf"{re.escape(ID)}project/([a-z0-9]+(?:-[a-z0-9]+)*)", name))
    ]
    if not slugs:
        raise InputError(
            f"{path}: no project in it; an entry describes a sam:Project named …/id/project/short-name",
            f"{path}: inget projekt i filen; en post beskriver ett sam:Project som heter …/id/project/kortnamn",
        )
    return slugs[0]


def intake_of(workspace: Workspace) -> Intake:
    """Return where entries are handed in to a workspace as it is now."""
    knowledge = known_graph(workspace)
    return Intake(Known(knowledge, Matcher(knowledge)))
