"""Validate: the graph, or files as new entries, against the shapes; every finding with its place and advice."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path

from kg.disk.graph import Statements
from kg.disk.laid import Laid
from kg.disk.runs import Runs
from kg.disk.workers import cores, in_order
from kg.disk.workspace import Source, Workspace
from kg.jobs import checking
from kg.jobs.checking import ENTRIES, THINGS, Checked, Opener, Order
from kg.jobs.incoming import Intake
from kg.work.located import Located
from kg.work.records import PROFILE, SEVERITY, located_of, rows_of
from kg.work.shapes import PROFILES, SEVERITIES, Shapes
from kg.work.shard import WHOLE, Shard

AT_ONCE = 256  # findings that are in memory
FEW = 200  # entries that are checked before other processes are worth their start

Progress = Callable[[int, int], None]


class Findings(Collection[Located]):
    """Findings that lie on disk where they are many; gone through as often as wanted.

    `counts` is how many there are of each profile and severity.
    """

    def __init__(self) -> None:
        self.rows = Laid()
        self.counts: Counter[tuple[str, str]] = Counter()

    def __iter__(self) -> Iterator[Located]:
        """Yield the findings in the order of the files."""
        return map(located_of, self.rows)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def __contains__(self, item: object) -> bool:
        """Tell whether a finding is among them."""
        return any(found == item for found in self)

    def extend(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Add findings, as rows."""
        self.rows.extend(rows)
        self.counts.update((str(row[PROFILE]), str(row[SEVERITY])) for row in rows)

    def extend_each(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Add findings, as rows that come one after another."""
        coming = iter(rows)
        while some := list(islice(coming, AT_ONCE)):
            self.extend(some)

    def add(self, others: "Findings") -> None:
        """Add other findings behind these."""
        self.extend_each(others.rows)
        others.rows.close()


@dataclass(frozen=True)
class Report:
    """What is to be said of the entries and registers that were checked, in the order of the files.

    `entries` are what was checked, by name: short names of projects; `profile` is the one that was asked for: what
    it or *draft* misses counts; what other profiles miss is told apart; `entry_of` says to which entry a finding's
    focus belongs where the file does not.
    """

    entries: Sequence[str]
    registers: Sequence[str]
    profile: str
    located: Collection[Located]
    entry_of: dict[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[Located, ...]:
        """The findings that count: those of every profile, of draft, and of the profile asked for."""
        return tuple(filter(self.counts, self.located))

    def counts(self, item: Located) -> bool:
        """Tell whether a finding counts."""
        return item.finding.profile in self._counting

    def missed(self, profile: str) -> tuple[Located, ...]:
        """Return what must be there by another profile, and is not."""
        return tuple(
            item for item in self.located if item.finding.profile == profile and item.finding.severity == "violation"
        )

    def conforms(self, fail_on: str = "violation") -> bool:
        """Tell whether no finding is as severe as `violation`, or as `warning`."""
        worst = SEVERITIES.index(fail_on)
        return all(SEVERITIES.index(severity) > worst for severity, count in self.severities().items() if count)

    def severities(self) -> Counter[str]:
        """Return how many findings that count there are of each severity."""
        if isinstance(self.located, Findings):
            found = self.located.counts
        else:
            found = Counter((item.finding.profile, item.finding.severity) for item in self.located)
        sums: Counter[str] = Counter()
        for (profile, severity), count in found.items():
            if profile in self._counting:
                sums[severity] += count
        return sums

    @property
    def _counting(self) -> tuple[str, ...]:
        return ("", "draft", self.profile)


def validate_graph(
    workspace: Workspace, graph: Statements, profile: str = "draft", progress: Progress = lambda _done, _whole: None
) -> Report:
    """Check every entry and register of a graph, in this process.

    Args:
        workspace: where the files are that findings point at.
        graph: the graph.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told how many entries have been checked, and of how many.
    """
    return validate_parts(workspace, partial(_as_it_is, graph), profile, progress, jobs=1)


def validate_parts(
    workspace: Workspace,
    open_graph: Opener,
    profile: str = "draft",
    progress: Progress = lambda _done, _whole: None,
    *,
    jobs: int | None = None,
    shard: Shard = WHOLE,
    from_files: bool = False,
) -> Report:
    """Check a graph in parts, side by side; what is found does not hang on how it is divided.

    Args:
        workspace: where the files are that findings point at.
        open_graph: what opens the graph, in every process anew; a function of a module if there are several.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told how many entries have been checked, and of how many.
        jobs: how many processes; one a core if left out, one alone for few entries.
        shard: the share that is checked.
        from_files: whether the files of the workspace say what the graph says; entries are then read from them.

    Raises:
        WorkerError: if a process ends before it has answered.
    """
    registers = workspace.registers()
    entries = [source for source in workspace.entries() if shard.has(source.path.stem)]
    several = jobs or (cores() if len(entries) >= FEW else 1)
    parts = _Parts(open_graph, several, from_files, Findings(), Findings())
    progress(0, len(entries))
    names = parts.entries(registers, entries, shard, progress)
    parts.registers(zip(registers, names, strict=True))
    found = parts.of_registers
    found.add(parts.of_entries)
    return Report(_names(entries), _names(registers), profile, found)


@dataclass(frozen=True)
class _Parts:
    """The parts of a graph under way, and what has been found."""

    open_graph: Opener
    jobs: int
    from_files: bool
    of_registers: Findings
    of_entries: Findings

    def checked(self, orders: Iterable[Order]) -> Iterator[Checked]:
        Shapes().check([], [])  # they are read before other processes begin, which have them then
        return in_order(checking.check, orders, self.jobs, checking.begin, self.open_graph, self.from_files)

    def entries(
        self, registers: Sequence[Source], entries: Sequence[Source], shard: Shard, progress: Progress
    ) -> list[list[str]]:
        """Check the entries; return the names of the things of each register."""
        names: list[list[str]] = []
        lists = (Order((source,), shard=shard) for source in registers)
        some = (Order(tuple(entries[start : start + ENTRIES])) for start in range(0, len(entries), ENTRIES))
        for number, checked in enumerate(self.checked(chain(lists, some)), start=1 - len(registers)):
            if number <= 0:
                names.append(checked.names)
            else:
                self.of_entries.extend(checked.rows)
                progress(min(number * ENTRIES, len(entries)), len(entries))
        return names

    def registers(self, lists: Iterable[tuple[Source, list[str]]]) -> None:
        """Check the things of registers; what is found in one file is put in order when all of it is there."""
        orders = [
            Order((source,), tuple(names[start : start + THINGS]))
            for source, names in lists
            for start in range(0, len(names), THINGS)
        ]
        both = zip(orders, self.checked(orders), strict=True)
        for _, some in groupby(both, key=lambda pair: pair[0].sources[0]):
            runs: Runs[tuple[str, str]] = Runs()
            for _, checked in some:
                texts = [json.dumps(row) for row in checked.rows]
                runs.extend(zip(checked.keys, texts, strict=True), sum(map(len, texts)))
            self.of_registers.extend_each(tuple(json.loads(text)) for _, text in runs)


def _as_it_is(graph: Statements) -> Statements:
    return graph


def validate_files(
    intake: Intake,
    paths: Sequence[Path],
    profile: str = "draft",
    progress: Progress = lambda _done, _whole: None,
) -> Report:
    """Check files as new entries against the graph; nothing is added to it.

    Args:
        intake: the graph that the entries would go into.
        paths: entries as YAML, JSON, workbooks, lists, Turtle or JSON-LD.
        profile: `draft`, `publishable` or `article-49`.
        progress: is told how many files have been checked, and of how many.

    Raises:
        ParseError: if a file cannot be read.
        InputError: if a file is of another kind, or describes no project.
    """
    entries: list[str] = []
    found = Findings()
    progress(0, len(paths))
    for number, path in enumerate(paths, start=1):
        for examined in intake.examine_file(path):
            if examined.draft.slug:
                entries.append(examined.draft.slug)
            found.extend(rows_of(examined.findings))
        progress(number, len(paths))
    return Report(tuple(entries), (), profile, found)


def _names(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(source.path.stem for source in sources)


__all__ = ["PROFILES", "Located", "Report", "validate_files", "validate_graph"]
