"""A draft: what an entry says, as statements, where each of them stands, and what was wrong on the way."""

from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.disk.written import Place
from kg.terms import ENTRY_GRAPHS, ID
from kg.work.problem import Problem

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a statement stands, and what its writer calls it."""

    place: Place
    key: str


@dataclass
class Draft:
    """One entry on its way into the graph.

    `text` is the file's text where the entry is written as triples; `public` and `private` hold the statements, in
    the order met; `marks` tells where a subject's property stands, and under the empty property where the subject
    itself does; `described` are the actors and documents that the entry is the first to describe; `documents` those
    that it cites, in order; `wanting` the parts that should have evidence, and whether they are private; `inherited`
    those of them that have the whole entry's sources, for want of their own; `blamed` the properties whose values
    were refused, the empty one for a whole subject; `names` what the writer calls a part: a participant's name, an
    amount.
    """

    path: Path
    place: Place
    slug: str = ""
    title: str = ""
    text: str = ""
    public: dict[ox.Triple, None] = field(default_factory=dict)
    private: dict[ox.Triple, None] = field(default_factory=dict)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    described: set[str] = field(default_factory=set)
    documents: dict[str, None] = field(default_factory=dict)
    wanting: dict[str, bool] = field(default_factory=dict)
    blamed: set[tuple[str, str]] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    _values: dict[tuple[str, str], list[Term]] = field(default_factory=dict, repr=False)

    @property
    def project(self) -> ox.NamedNode:
        """The project that the entry is about."""
        return ox.NamedNode(f"{ID}project/{self.slug}")

    @property
    def graph(self) -> ox.NamedNode:
        """The named graph of the entry."""
        return ox.NamedNode(ENTRY_GRAPHS + self.slug)

    @property
    def triples(self) -> list[ox.Triple]:
        """The public statements."""
        return list(self.public)

    @property
    def refused(self) -> bool:
        """Tell whether something was wrong that keeps the entry out."""
        return any(problem.severity == "violation" for problem in self.problems)

    def part(self, name: str) -> ox.NamedNode:
        """Return the name of a part of the project."""
        return ox.NamedNode(f"{self.project.value}#{name}")

    def state(
        self, subject: ox.NamedNode, path: str, value: Term, mark: Mark | None = None, *, private: bool = False
    ) -> None:
        """Add a statement, and remember where it stands."""
        triples, triple = self.private if private else self.public, ox.Triple(subject, ox.NamedNode(path), value)
        if triple not in triples:
            triples[triple] = None
            self._values.setdefault((subject.value, path), []).append(value)
        if mark:
            self.marks.setdefault((subject.value, path), mark)

    def is_named(self, subject: ox.NamedNode) -> bool:
        """Tell whether the entry has a part of this name already."""
        return (subject.value, "") in self.marks

    def objects(self, subject: ox.NamedNode, path: str) -> list[Term]:
        """Return the values of a property."""
        return list(self._values.get((subject.value, path), ()))

    def mark_of(self, subject: str, path: str) -> Mark:
        """Return where a property stands, else its subject, else the entry."""
        return self.marks.get((subject, path)) or self.marks.get((subject, "")) or Mark(self.place, "")
