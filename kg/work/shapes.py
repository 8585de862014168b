"""The shapes of the package: triples in, findings with advice in both languages out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.disk.resources import resource, turtle_files
from kg.errors import ParseError
from kg.work.shacl.checker import Checker
from kg.work.shacl.index import Index, Term
from kg.work.shacl.messages import fill
from kg.work.shacl.model import Model, Result
from kg.work.shacl.reader import read_model

if TYPE_CHECKING:
    from kg.work.shacl.referee import Referee

PROFILES = ("draft", "publishable", "article-49")
SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, order=True)
class Finding:
    """Something that a shape has to say about a node.

    `severity` is `violation`, `warning` or `info`; `profile` is empty for what is checked in every profile; `path`
    is the property's IRI or empty; `value` is text, an IRI if `linked` says so; `name` and `message` are by
    language (`sv`, `en`).
    """

    focus: str
    shape: str
    severity: str
    profile: str
    path: str
    value: str
    linked: bool
    name: Mapping[str, str] = field(compare=False)
    message: Mapping[str, str] = field(compare=False)


class Shapes:
    """The shapes of a folder: one file a class, and a file for each profile. They are read once in a process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or resource("shapes")

    @property
    def profile_of(self) -> Mapping[str, str]:
        """The profile of each shape that belongs to one."""
        return _read(self.folder).profile_of

    def check(self, triples: Iterable[ox.Triple], focus: Iterable[str]) -> list[Finding]:
        """Return what the shapes say about some of the nodes of a graph, sorted.

        Args:
            triples: an entry with its neighbourhood.
            focus: the IRIs of the nodes that are asked about; what is said of others is left out.

        Raises:
            ParseError: if the shapes themselves cannot be read.
        """
        checker = _read(self.folder).checker
        index = checker.index(triples)
        return self._findings(checker.results(index, frozenset(focus)), index)

    def check_many(self, entries: Iterable[tuple[Iterable[ox.Triple], Iterable[str]]]) -> Iterator[list[Finding]]:
        """Yield what `check` returns for each of many entries, as they come.

        Each is a graph of its own: what one says does not answer for another. Only reading the queries, which is
        most of the work for a small entry, is done for some entries at a time.
        """
        checker = _read(self.folder).checker
        graphs = ((triples, frozenset(focus)) for triples, focus in entries)
        for index, results in checker.results_of_many(graphs):
            yield self._findings(results, index)

    def referee(self, triples: Iterable[ox.Triple], focus: Iterable[str]) -> list[Finding]:
        """Return the same as `check`, by pySHACL: the measure that the tests hold `check` to. It is slow."""
        loaded = _read(self.folder)
        asked = frozenset(focus)
        index = loaded.checker.index(triples)
        findings = []
        for result, severity in loaded.referee.results(index.triples):
            if result.focus.value in asked:
                told = self._findings(loaded.checker.explained(result, index), index)
                findings += [replace(finding, severity=severity) for finding in told]
        return sorted(set(findings))

    def _findings(self, results: Iterable[Result], index: Index) -> list[Finding]:
        """Return findings, sorted; of several that differ in their words only, the first."""
        kept: dict[Finding, Finding] = {}
        for result in results:
            finding = self._finding(result, index)
            other = kept.setdefault(finding, finding)
            if sorted(finding.message.items()) < sorted(other.message.items()):
                kept[finding] = finding
        return sorted(kept.values())

    def _finding(self, result: Result, index: Index) -> Finding:
        shape, value = result.shape, result.value
        name = shape.name.value
        return Finding(
            focus=result.focus.value,
            shape=name,
            severity=shape.severity,
            profile=self.profile_of.get(name, ""),
            path=result.path.value if result.path else "",
            value="" if value is None or isinstance(value, ox.BlankNode) else value.value,
            linked=isinstance(value, ox.NamedNode),
            name=dict(shape.labels),
            message=fill(result.texts or shape.texts, {**_stood_for(result), **(result.solution or {})}, index),
        )


def _stood_for(result: Result) -> dict[str, Term]:
    """Return what a message may say of any result."""
    terms = {"this": result.focus, "path": result.path, "value": result.value}
    return {name: term for name, term in terms.items() if term is not None}


@dataclass(frozen=True)
class _Loaded:
    """Shapes that are read."""

    checker: Checker
    model: Model
    triples: tuple[ox.Triple, ...]
    profile_of: Mapping[str, str]

    @cached_property
    def referee(self) -> "Referee":
        # rdflib and pySHACL take longer to import than an entry takes to check.
        from kg.work.shacl.referee import Referee

        return Referee(self.triples, self.model)


@cache
def _read(folder: Path) -> _Loaded:
    profiles = {folder / "profiles" / f"{profile}.ttl": profile for profile in PROFILES}
    files = {path: _triples(path) for path in [*turtle_files(folder), *turtle_files(folder / "profiles")]}
    model = read_model({str(path): triples for path, triples in files.items()})
    profile_of = {
        triple.subject.value: profiles[path]
        for path, triples in files.items()
        if path in profiles
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode)
    }
    return _Loaded(Checker(model), model, tuple(chain.from_iterable(files.values())), profile_of)


def _triples(path: Path) -> list[ox.Triple]:
    """Return the triples of a file of shapes, which are our own: they need not be looked at as a stranger's are."""
    try:
        return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise ParseError(f"{path}:{error.lineno}: {error.msg}", f"{path}:{error.lineno}: {error.msg}") from None
