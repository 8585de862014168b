"""What an import did: counted by row, by kind of finding, and by name that the graph does not know."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.work.problem import Problem

EXAMPLES = 3
NAMES = 20
MOST_COUNTED = 100_000  # different names; those beyond are counted together

MEANT = frozenset({"left-out", "row-empty"})  # why a row makes no entry without anything being wrong
SEVERITIES = ("violation", "warning", "info")


@dataclass
class Told:
    """One kind of finding: how often, in how many entries, and the first few."""

    check: str
    severity: str
    count: int = 0
    entries: int = 0
    examples: list[Problem] = field(default_factory=list)


@dataclass
class Skipped:
    """Rows that made no entry for one reason: how many, and the first few."""

    check: str
    rows: int = 0
    examples: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Unmatched:
    """A name that the graph does not know, in how many entries it stands, and what is near it."""

    name: str
    count: int
    near: tuple[str, ...] = ()


@dataclass
class Names:
    """Names that the graph does not know, counted as they come."""

    counts: Counter[str] = field(default_factory=Counter)
    others: int = 0

    def add(self, name: str) -> None:
        """Count a name."""
        if name in self.counts or len(self.counts) < MOST_COUNTED:
            self.counts[name] += 1
        else:
            self.others += 1

    def most(self, number: int = NAMES) -> list[tuple[str, int]]:
        """Return the names that stand most often."""
        return sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))[:number]


@dataclass
class ImportReport:
    """What an import read, made and wrote.

    `projects` counts those that the rows were taken for, `entries` those that became one. `used` counts the rows
    that stand in entries; with `skipped_rows` they are all rows that were read. `unread` are
    columns of the file that the mapping does not know, `left_out` those that it leaves out on purpose; `missing` are
    columns that it asks for in vain, each with what is near. `lacking` counts what a profile that was asked for misses;
    `gone` are entries that an earlier import made of the same list, and that it no longer has: they are left alone.
    `names` are all that the graph does not know, of `actors` and of `places`, with how often each stands.
    """

    mapping: str
    path: Path
    dry_run: bool
    read: int = 0
    used: int = 0
    projects: int = 0
    entries: int = 0
    participations: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    limited: bool = False
    skipped: dict[str, Skipped] = field(default_factory=dict)
    told: dict[tuple[str, str], Told] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    missing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lacking: int = 0
    gone: list[str] = field(default_factory=list)
    new_actors: int = 0
    unmatched_actors: tuple[Unmatched, ...] = ()
    new_places: int = 0
    unmatched_places: tuple[Unmatched, ...] = ()
    names: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def skipped_rows(self) -> int:
        """The rows that made no entry."""
        return sum(item.rows for item in self.skipped.values())

    @property
    def conforms(self) -> bool:
        """Tell whether every row that should make an entry does, and nothing is missed that was asked for."""
        return not self.lacking and not set(self.skipped) - MEANT

    @property
    def adds_up(self) -> bool:
        """Tell whether every row that was read is in an entry or told of, and none twice."""
        return self.read == self.used + self.skipped_rows

    def skip(self, check: str, rows: int, problems: Iterable[Problem]) -> None:
        """Count rows that make no entry."""
        item = self.skipped.setdefault(check, Skipped(check))
        item.rows += rows
        item.examples = first([*item.examples, *problems])

    def tell(self, problems: Sequence[Problem]) -> None:
        """Count what was found in one entry."""
        seen = set()
        for problem in problems:
            key = (problem.check, problem.severity)
            item = self.told.setdefault(key, Told(*key))
            item.count += 1
            item.entries += key not in seen
            seen.add(key)
            item.examples = first([*item.examples, problem])

    @property
    def findings(self) -> list[Told]:
        """The kinds of finding, the most severe first, then the most frequent."""
        return sorted(self.told.values(), key=lambda item: (SEVERITIES.index(item.severity), -item.count, item.check))


def first(problems: Sequence[Problem]) -> list[Problem]:
    """Return the few that stand first in the list, whichever were met first."""
    if len(problems) <= 1:
        return list(problems)
    return sorted(problems, key=lambda problem: (problem.place.order, problem.check, problem.value))[:EXAMPLES]
