"""Import: a list of operations becomes entries by a mapping file, row by row; what cannot is told, none is lost."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.disk.spool import Seen
from kg.disk.workspace import Workspace
from kg.jobs.imports.document import describe_document, document_name, measure
from kg.jobs.imports.examining import Examiner, Opener
from kg.jobs.imports.files import Output
from kg.jobs.imports.mappings import all_mappings, find_mapping, load_mapping
from kg.jobs.imports.reading import Reader
from kg.jobs.imports.report import NAMES, ImportReport, Names, Unmatched
from kg.jobs.imports.rows import Rows, compare_columns
from kg.jobs.imports.shares import NEAR
from kg.jobs.known import known_graph
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.entries.metadata import sign
from kg.work.form import the_form
from kg.work.located import Located
from kg.work.mappings.entries import Maker, Row
from kg.work.mappings.headings import Headings
from kg.work.mappings.lists import ListFile, open_list
from kg.work.mappings.model import ListMapping
from kg.work.matching import Matcher, Near
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.shard import WHOLE, Shard

_IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
_TYPE = ox.NamedNode(RDF_TYPE)
_PARTICIPATION = ox.NamedNode(NS + "Participation")
_SOURCE = ox.NamedNode(PREFIXES["dcterms"] + "source")
_IDENTIFIED = ox.NamedNode(_IDENTIFIER)
_UNKNOWN_PLACE = "unknown-place"

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Import:
    """What to import and how.

    `profile` is what the entries are held against beside *draft*; `limit` the most rows that are read; `progress` is
    told how many have been, and -1 at the end. Of a `shard` only its own entries are examined, written and told of; all
    rows are read, as what one row calls an actor, or a project, tells who is meant in another.
    """

    workspace: Workspace
    mapping: ListMapping
    path: Path
    dry_run: bool = False
    profile: str = "draft"
    limit: int | None = None
    progress: Progress = lambda _: None
    shard: Shard = WHOLE


def open_known(workspace: Workspace) -> Known:
    """Return the graph of a workspace as it is now, and who is meant by a name in it.

    Raises:
        ParseError, BuildError: as `known_graph`.
    """
    knowledge = known_graph(workspace)
    return Known(knowledge, Matcher(knowledge))


def import_list(task: Import, known: Known, again: Opener | None = None) -> ImportReport:
    """Read a list and write its entries, or only tell what would come of it.

    Args:
        task: what to import.
        known: the graph, and who is meant by a name in it.
        again: what opens the same graph in other processes, which examine while this one reads; None to do without.

    Raises:
        InputError: if the file cannot be read, or is not the list that the mapping is for.
    """
    file = open_list(task.path, task.mapping.form)
    source = f"{task.path.name} by the mapping {task.mapping.name}"
    examiner: Examiner[_Read] = Examiner(known, again)
    with Output(task.workspace, task.mapping.name, source, task.dry_run) as output, examiner:
        report = _Importing(task, file, output, examiner).run()
        output.finish()
    report.added, report.changed, report.unchanged = output.added, output.changed, output.unchanged
    return report


@dataclass
class _Read:
    """An entry that has been read: its rows, what was told on the way, and its draft."""

    rows: Sequence[Row]
    problems: list[Problem]
    draft: Draft
    shared: list[ox.Triple] = field(default_factory=list)


class _Importing:
    """One import under way."""

    def __init__(self, task: Import, file: ListFile, output: Output, examiner: Examiner[_Read]) -> None:
        self.task = task
        self.known = examiner.known
        self.examiner = examiner
        self.output = output
        self.today = datetime.date.today()
        self.maker = Maker(task.mapping, the_form(), Headings(file.headings, str(file.path)), file.path, file.letters)
        self.reader = Reader(self.known)
        self.report = ImportReport(task.mapping.name, task.path, task.dry_run)
        compare_columns(file, self.maker, self.report)
        self.rows = Rows(file, self.maker, self.report, task.limit, task.progress, task.shard)
        self.described: dict[str, list[ox.Triple]] = {}
        self.new_actors: dict[str, _NewActor] = {}
        self.actors, self.places = Names(), Names()

    def run(self) -> ImportReport:
        """Go through the list."""
        self._describe_document()
        with Seen() as seen:
            for rows in self.rows.projects():
                read = self._read(rows, seen)
                if isinstance(read, _Read):
                    self._remember(read)
                if not self._is_ours(rows, read):
                    continue
                self.report.projects += 1
                self.report.read += len(rows)
                if isinstance(read, _Read):
                    self._take_all(self.examiner.hand_in(read, read.draft, read.shared))
                else:
                    self._refuse(rows, read)
            self._take_all(self.examiner.rest())
            self._count_gone(seen)
        self.task.progress(-1)
        self._count_names()
        return self.report

    def _is_ours(self, rows: Sequence[Row], read: "_Read | list[Problem]") -> bool:
        """Tell whether rows are of our share; what an entry of another tells of actors is made known all the same."""
        if not isinstance(read, _Read):
            return self.task.shard.has(str(rows[0].number))
        is_ours = self.task.shard.has(read.draft.slug)
        if not is_ours:
            self.examiner.pass_over(read.draft, read.shared)
        return is_ours

    def _describe_document(self) -> None:
        """Say in the register what the list is: the document that all its entries have as their source."""
        known, output, mapping = self.known, self.output, self.task.mapping
        text, measured = self.maker.document, measure(self.task.path)
        node = document_name(text, measured)
        self.maker.document = node.value
        if any(graph != output.register_graph for graph in known.graphs(node.value)):
            return
        publisher = known.matcher.actor(mapping.publisher).iri if mapping.publisher else None
        output.describe(node, describe_document(node, text, measured, mapping, publisher))
        self.examiner.share(output.register_graph, list(output.register))

    def _read(self, rows: Sequence[Row], seen: Seen) -> _Read | list[Problem]:
        """Return a project's entry, read and signed, or what keeps it from being one."""
        made = self.maker.make(rows)
        if made.refused:
            return made.problems
        draft, told = self.reader.read(made)
        problems = made.problems + told
        if draft.refused:
            if draft.slug:
                seen.first(draft.slug, rows[0].line)
            return problems + draft.problems
        if another := self._identity(draft, rows[0], seen):
            return problems + draft.problems + another
        sign(draft, self.known, self.today)
        names = {name for name in draft.described if not name.startswith(f"{ID}actor/{draft.slug}-")}
        shared = [triple for triple in draft.public if text_of(triple.subject) in names]
        return _Read(rows, problems, draft, shared)

    def _remember(self, read: _Read) -> None:
        """Remember the actors and documents that an entry is the first to describe."""
        for triple in read.shared:
            name = text_of(triple.subject)
            self.described.setdefault(name, []).append(triple)
            if triple.predicate == _LABEL and name.startswith(f"{ID}actor/"):
                self.new_actors.setdefault(name, _NewActor(text_of(triple.object), read.draft.graph.value))

    def _identity(self, draft: Draft, row: Row, seen: Seen) -> list[Problem]:
        """Tell if the project has another's short name or identifier, in the list or in the graph."""
        place = self.maker.row_place(row)
        if line := seen.first(draft.slug, row.line):
            return [Problem(place, "violation", "project-twice", "identifier", draft.slug,
                            f"Raden gäller samma projekt som rad {line} ({draft.slug}).",
                            f"The row is about the same project as row {line} ({draft.slug}).")]  # fmt: skip
        if theirs := self.output.others_identifiers(draft):
            named = ", ".join(theirs)
            return [Problem(place, "violation", "slug-of-another", "slug", draft.slug,
                            f"Kortnamnet {draft.slug} har ett annat projekt ({named}); ändra slug i mappningen.",
                            f"The short name {draft.slug} is another project's ({named}); change slug in the mapping.",
                            )]  # fmt: skip
        for identifier in draft.objects(draft.project, _IDENTIFIER):
            other = self.known.of_identifier(str(identifier.value))
            if other and other != draft.project.value:
                name, short = self.known.name(other), other.rpartition("/")[2]
                return [Problem(place, "violation", "identifier-of-another", "identifier", str(identifier.value),
                                f"Beteckningen {identifier.value} har redan projektet {name} ({short}); raden ändrar "
                                "det inte.",
                                f"The identifier {identifier.value} is already that of the project {name} ({short}); "
                                "the row does not change it.")]  # fmt: skip
        return []

    # What has been examined

    def _take_all(self, examined: Iterable[tuple[_Read, list[Located]]]) -> None:
        for read, located in examined:
            found = [problem for item in located if (problem := self._problem(item))]
            if any(problem.severity == "violation" for problem in found):
                self._refuse(read.rows, read.problems + found)
            else:
                self._tell(read.problems + found)
                self._keep(read)

    def _problem(self, item: Located) -> Problem | None:
        """Return a finding as a problem; what only a stricter profile misses keeps no entry out."""
        finding, severity = item.finding, item.finding.severity
        if finding.profile not in ("", "draft", self.task.profile):
            return None
        if finding.profile not in ("", "draft") and severity == "violation":
            self.report.lacking += 1
            severity = "warning"
        sv, en = (finding.message.get(lang, "") for lang in ("sv", "en"))
        return Problem(item.place, severity, item.check, item.key, finding.value, sv, en)

    def _refuse(self, rows: Sequence[Row], problems: Sequence[Problem]) -> None:
        """Tell of rows that make no entry."""
        told = self._tell(problems)
        refusing = next(problem for problem in told if problem.severity == "violation")
        self.report.skip(refusing.check, len(rows), [refusing])

    def _tell(self, problems: Sequence[Problem]) -> list[Problem]:
        """Count what was found in an entry, each thing once."""
        told = list({(problem.place, problem.check, problem.value): problem for problem in problems}.values())
        self.report.tell(told)
        for problem in told:
            if problem.check == _UNKNOWN_PLACE:
                self.places.add(problem.value)
        return told

    def _keep(self, read: _Read) -> None:
        """Hand an entry over to be written, and what it rests on to the register."""
        moved = set(read.shared)
        own = [triple for triple in read.draft.public if triple not in moved]
        linked = {text_of(triple.object) for triple in own if isinstance(triple.object, ox.NamedNode)}
        self.output.take(read.draft.slug, own, self._rested_on(linked))
        report = self.report
        report.entries += 1
        report.used += len(read.rows)
        report.participations += sum(triple.predicate == _TYPE and triple.object == _PARTICIPATION for triple in own)
        for name in linked & self.new_actors.keys():
            self.actors.add(self.new_actors[name].label)

    def _rested_on(self, linked: Iterable[str]) -> Iterator[ox.Triple]:
        """Yield what the import says of things, and of what these point to."""
        for name in linked:
            triples = self.described.pop(name, [])
            yield from triples
            yield from self._rested_on(text_of(triple.object) for triple in triples)

    def _count_gone(self, seen: Seen) -> None:
        """Tell of entries that an earlier import made of the same list, and that it no longer has."""
        if self.report.limited:
            return
        gone = set()
        for document in self._versions():
            for quad in self.known.knowledge.quads_for_pattern(None, _SOURCE, document):
                name = text_of(quad.subject)
                if name.startswith(ENTRY_GRAPHS) and name.removeprefix(ENTRY_GRAPHS) not in seen:
                    gone.add(name.removeprefix(ENTRY_GRAPHS))
        self.report.gone = sorted(gone)

    def _versions(self) -> list[ox.NamedNode]:
        """Return the versions of the list that the register has: the documents of the same address or file's name."""
        ours = ox.NamedNode(self.maker.document)
        called = {triple.object for triple in self.output.register if triple.subject == ours
                  and triple.predicate == _IDENTIFIED}  # fmt: skip
        return [triple.subject for triple in self.output.register if triple.predicate == _IDENTIFIED
                and triple.object in called and isinstance(triple.subject, ox.NamedNode)]  # fmt: skip

    def _count_names(self) -> None:
        """Tell which names the graph does not know, with what is near each but for itself."""
        report, known = self.report, self.known
        report.new_actors, report.new_places = len(self.actors.counts), len(self.places.counts)
        graphs = {actor.label: actor.graph for actor in self.new_actors.values()}
        shown = NAMES if self.task.shard.of == 1 else NEAR
        for name, _ in self.actors.most(shown):
            known.add(graphs[name], ())
        report.names = {"actors": dict(self.actors.counts), "places": dict(self.places.counts)}
        report.unmatched_actors = tuple(
            _unmatched(self.actors.most(shown), lambda name: known.matcher.actor(name).near)
        )
        report.unmatched_places = tuple(
            _unmatched(self.places.most(shown), lambda name: known.matcher.place(name).near)
        )


@dataclass(frozen=True)
class _NewActor:
    """An actor that the graph did not know, and the graph that it stands in while the list is read."""

    label: str
    graph: str


def _unmatched(names: Iterable[tuple[str, int]], near: Callable[[str], Iterable[Near]]) -> Iterator[Unmatched]:
    for name, count in names:
        yield Unmatched(name, count, tuple(dict.fromkeys(item.name for item in near(name) if item.name != name)))


__all__ = ["Import", "all_mappings", "find_mapping", "import_list", "load_mapping", "open_known"]
