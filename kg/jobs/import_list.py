"""Import: a list of operations becomes entries by a mapping file, row by row; what cannot is told, none is lost."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.disk.carriers.yaml import read_yaml
from kg.disk.resources import resource
from kg.disk.spool import Seen, Spool
from kg.disk.workspace import Workspace
from kg.disk.written import Place, Written
from kg.errors import InputError, UnknownNameError
from kg.jobs.import_files import Output
from kg.jobs.import_report import ImportReport, Names, Unmatched
from kg.terms import ID, NS, PREFIXES, RDF_TYPE, XSD, slug
from kg.work.entries.draft import Draft
from kg.work.entries.examine import examine
from kg.work.entries.known import Known
from kg.work.entries.metadata import sign
from kg.work.entries.reader import read_entry
from kg.work.form import the_form
from kg.work.located import Located
from kg.work.mappings.entries import Made, Maker, Row, Spot, leaves, respelled, without
from kg.work.mappings.headings import Headings
from kg.work.mappings.lists import BadRow, ListFile, open_list
from kg.work.mappings.model import Column, ListMapping
from kg.work.mappings.reading import mapping_files, read_mapping
from kg.work.near import nearest
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.shapes import Shapes

MOST_READINGS = 4  # of one entry

_DCTERMS = PREFIXES["dcterms"]
_TYPE = ox.NamedNode(RDF_TYPE)
_PARTICIPATION = ox.NamedNode(NS + "Participation")
_ACTOR_LINKS = (ox.NamedNode(NS + "actor"), ox.NamedNode(NS + "recipient"))
_IDENTIFIER = _DCTERMS + "identifier"
_NUMBER_OF_ANOTHER = "number-of-another"
_UNKNOWN_ACTOR, _UNKNOWN_PLACE = "unknown-actor", "unknown-place"

Progress = Callable[[int], None]


def find_mapping(workspace: Workspace, name: str) -> Path:
    """Return the mapping file of a path, or of the name of one in the workspace or the package.

    Raises:
        UnknownNameError: if there is none; the message says what is near.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    known = {path.stem: path for path in all_mappings(workspace)}
    if name in known:
        return known[name]
    near = nearest(name, list(known))
    listed = ", ".join(sorted(known))
    raise UnknownNameError(
        f"no mapping {name!r}{f'; did you mean {near[0]}?' if near else ''}; there are: {listed}, or give a file",
        f"ingen mappning {name!r}{f'; menade du {near[0]}?' if near else ''}; det finns: {listed}, eller ange en fil",
    )


def all_mappings(workspace: Workspace) -> list[Path]:
    """Return the mapping files of the package and of the workspace, whose own go before."""
    folders = (resource("mappings"), workspace.root / "mappings")
    return sorted({path.stem: path for folder in folders for path in mapping_files(folder)}.values(),
                  key=lambda path: path.stem)  # fmt: skip


def load_mapping(path: Path) -> ListMapping:
    """Return the mapping that a file holds.

    Raises:
        ParseError: if it cannot be read, or is no mapping.
    """
    documents = read_yaml(path)
    if len(documents) != 1:
        raise InputError(f"{path}: a mapping file holds one mapping", f"{path}: en mappningsfil innehåller en mappning")
    return read_mapping(documents[0], the_form())


@dataclass(frozen=True)
class Import:
    """What to import and how.

    `profile` is what the entries are held against beside *draft*; `limit` the most rows that are read; `progress` is
    told how many have been, and -1 at the end.
    """

    workspace: Workspace
    mapping: ListMapping
    path: Path
    dry_run: bool = False
    profile: str = "draft"
    limit: int | None = None
    progress: Progress = lambda _: None


def import_list(task: Import, known: Known) -> ImportReport:
    """Read a list and write its entries, or only tell what would come of it.

    Args:
        task: what to import.
        known: the graph, and who is meant by a name in it.

    Raises:
        InputError: if the file cannot be read, or is not the list that the mapping is for.
    """
    file = open_list(task.path, task.mapping.form)
    source = f"{task.path.name} by the mapping {task.mapping.name}"
    with Output(task.workspace, task.mapping.name, source, task.dry_run) as output:
        report = _Importing(task, file, known, output).run()
        output.finish()
    report.added, report.changed, report.unchanged = output.added, output.changed, output.unchanged
    return report


class _Importing:
    """One import under way."""

    def __init__(self, task: Import, file: ListFile, known: Known, output: Output) -> None:
        self.task = task
        self.mapping = task.mapping
        self.file = file
        self.known = known
        self.shapes = Shapes()
        self.today = datetime.date.today()
        self.output = output
        self.headings = Headings(file.headings, str(file.path))
        self.maker = Maker(task.mapping, the_form(), self.headings, file.path, file.letters)
        self.report = ImportReport(task.mapping.name, task.path, task.dry_run)
        self.new_actors: dict[str, str] = {}
        self.near: dict[str, tuple[str, ...]] = {}
        self.actors, self.places = Names(), Names()

    def run(self) -> ImportReport:
        """Go through the list."""
        self._compare_columns()
        self._describe_document()
        with ExitStack() as stack:
            seen = stack.enter_context(Seen())
            for rows in self._projects(stack):
                self._take(rows, seen)
        report = self.report
        self.task.progress(-1)
        report.new_actors, report.new_places = len(self.actors.counts), len(self.places.counts)
        report.unmatched_actors = tuple(
            Unmatched(name, count, self.near.get(name, ())) for name, count in self.actors.most()
        )
        report.unmatched_places = tuple(
            Unmatched(name, count, tuple(near.name for near in self.known.matcher.place(name).near))
            for name, count in self.places.most()
        )
        return report

    # Columns and rows

    def _compare_columns(self) -> None:
        """Compare the file's columns with the mapping's; refuse a file that is another list."""
        mapping, report = self.mapping, self.report
        missing = self.headings.missing(mapping.columns())
        lacking = {item.column.names for item in missing}
        if not any(self.headings.position(column) is not None for column in mapping.columns()):
            self._refuse(missing[0].column, missing[0].near)
        needed = list(_columns_of(mapping, ("title",)))
        if mapping.group_by:
            self._need(mapping.group_by)
        if all(column.names in lacking for column in needed):
            self._need(needed[0])
        report.missing = tuple((item.column.name, item.near) for item in missing)
        report.unread = tuple(self.headings.unread([*mapping.columns(), *mapping.ignored]))
        ignored = {self.headings.position(column) for column in mapping.ignored}
        report.left_out = tuple(self.file.headings[number] for number in sorted(
            {number for number in ignored if number is not None}
            - {self.headings.position(column) for column in mapping.columns()}
        ))  # fmt: skip

    def _describe_document(self) -> None:
        """Say in the register what the list is: the document that all its entries have as their source."""
        known, output, text = self.known, self.output, self.maker.document
        node = document_name(text)
        if any(graph != output.register_graph for graph in known.graphs(node.value)):
            return
        publisher = known.matcher.actor(self.mapping.publisher).iri if self.mapping.publisher else None
        output.describe(node, describe_document(node, text, self.file.path, self.mapping, publisher))
        known.knowledge.add(output.register_graph, output.register)

    def _need(self, column: Column) -> None:
        for item in self.headings.missing([column]):
            self._refuse(column, item.near)

    def _refuse(self, column: Column, near: Sequence[str]) -> None:
        asked = (f"; is it {near[0]!r}?", f"; är det {near[0]!r}?") if near else ("", "")
        names = " / ".join(column.names)
        raise InputError(
            f"{self.file.path}: not the list that the mapping {self.mapping.name} is for: no column {names}{asked[0]}",
            f"{self.file.path}: inte den lista som mappningen {self.mapping.name} är till för: ingen kolumn {names}"
            f"{asked[1]}",
        )

    def _rows(self) -> Iterator[Row]:
        """Yield the rows that can be read and are not left out; count all, and tell of the others."""
        report = self.report
        for row in islice(self.file.rows(), self.task.limit):
            report.read += 1
            self.task.progress(report.read)
            if isinstance(row, BadRow):
                report.skip("row-unreadable", 1, [row.problem])
            elif not any(row.cells):
                self._skip_row(row, "row-empty", "The row is empty.", "Raden är tom.")
            elif skip := next((skip for skip in self.mapping.skips
                               if self.maker.holds(skip.condition, row, (row,))), None):  # fmt: skip
                self._skip_row(row, "left-out", skip.en, skip.sv)
            else:
                yield row
        report.limited = report.read == self.task.limit

    def _skip_row(self, row: Row, check: str, en: str, sv: str) -> None:
        self.report.skip(check, 1, [Problem(self.maker.row_place(row), "info", check, "", "", sv, en)])

    def _projects(self, stack: ExitStack) -> Iterator[list[Row]]:
        """Yield the rows of each project."""
        column = self.mapping.group_by
        if column is None:
            for row in self._rows():
                yield [row]
            return
        spool = stack.enter_context(Spool())
        for row in self._rows():
            key = self.maker.cell(row, column)
            if key:
                spool.add(key, [row.number, row.line, row.cells, row.sheet])
            else:
                name = column.name
                self._skip_row(row, "group-missing", f"There is nothing in {name} to tell which project the row is of.",
                               f"Det finns inget i {name} som säger vilket projekt raden hör till.")  # fmt: skip
        for group in spool.groups():
            yield [Row(item[0], item[1], tuple(item[2]), item[3]) for item in group if isinstance(item, list)]

    # One project

    def _take(self, rows: list[Row], seen: Seen) -> None:
        """Make the entry of a project, or tell why there is none."""
        self.report.projects += 1
        made = self.maker.make(rows)
        problems = list(made.problems)
        draft: Draft | None = None
        if not made.refused:
            draft, left = self._read(made)
            problems += left
            problems += self._examined(draft, rows[0], seen)
        problems = list({(problem.place, problem.check, problem.value): problem for problem in problems}.values())
        self.report.tell(problems)
        for problem in problems:
            if problem.check == _UNKNOWN_PLACE:
                self.places.add(problem.value)
        if draft is None or _refused(problems):
            refusing = [problem for problem in problems if problem.severity == "violation"]
            self.report.skip(refusing[0].check, len(rows), refusing[:1])
            return
        self._keep(draft, len(rows))

    def _read(self, made: Made) -> tuple[Draft, list[Problem]]:
        """Read an entry; read it again with what the list may say otherwise, or without what it may leave out."""
        written: Written = made.written
        told: list[Problem] = []
        for _ in range(MOST_READINGS):
            draft = read_entry(written, self.known)
            spots = {(problem.place, problem.value) for problem in draft.problems if problem.severity == "violation"}
            spots &= made.optional
            told += [_left_out(problem) for problem in draft.problems if (problem.place, problem.value) in spots]
            told += [_same_name(problem) for problem in draft.problems if problem.check == _NUMBER_OF_ANOTHER]
            spellings = self._known_documents(draft) | _told_apart(draft, written)
            if not spots and not spellings:
                break
            written = respelled(without(written, spots), spellings)
        return draft, told

    def _known_documents(self, draft: Draft) -> dict[Spot, str]:
        """Return the documents that an entry describes although the graph knows them, by their IRIs."""
        found = {}
        for iri in draft.described:
            if iri.startswith(f"{ID}document/") and self.known.exists(iri, but_for=draft.graph.value):
                for value in draft.objects(ox.NamedNode(iri), _IDENTIFIER):
                    found[draft.mark_of(iri, _IDENTIFIER).place, str(value.value)] = iri
        return found

    def _examined(self, draft: Draft, row: Row, seen: Seen) -> list[Problem]:
        """Return what the reader, the graph and the shapes have to say of an entry."""
        if draft.refused:
            return draft.problems
        if another := self._identity(draft, row, seen):
            return draft.problems + another
        sign(draft, self.known, self.today)
        return [problem for item in examine(draft, self.known, self.shapes) if (problem := self._problem(item))]

    def _problem(self, item: Located) -> Problem | None:
        """Return a finding as a problem; what only a stricter profile misses keeps no entry out."""
        finding, check, severity = item.finding, item.check, item.finding.severity
        if finding.profile not in ("", "draft", self.task.profile):
            return None
        if finding.profile not in ("", "draft"):
            self.report.lacking += severity == "violation"
            severity = "warning" if severity == "violation" else severity
        message = finding.message
        return Problem(
            item.place, severity, check, item.key, finding.value, message.get("sv", ""), message.get("en", "")
        )

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
                name = self.known.name(other)
                short = other.rpartition("/")[2]
                return [Problem(place, "violation", "identifier-of-another", "identifier", str(identifier.value),
                                f"Beteckningen {identifier.value} har redan projektet {name} ({short}); raden ändrar "
                                "det inte.",
                                f"The identifier {identifier.value} is already that of the project {name} ({short}); "
                                "the row does not change it.")]  # fmt: skip
        return []

    def _keep(self, draft: Draft, rows: int) -> None:
        """Hand an entry over to be written; what others may share goes into the register."""
        shared_names = {name for name in draft.described
                        if not name.startswith(f"{ID}actor/{draft.slug}-")}  # fmt: skip
        shared = [triple for triple in draft.public if text_of(triple.subject) in shared_names]
        own = [triple for triple in draft.public if text_of(triple.subject) not in shared_names]
        for problem in draft.problems:
            if problem.check == _UNKNOWN_ACTOR:  # asked before the actor is known by this name
                near = self.known.matcher.actor(problem.value).near
                self.near[problem.value] = tuple(dict.fromkeys(item.name for item in near))
        if shared:
            self.known.knowledge.add(f"{self.output.register_graph}/{draft.slug}", shared)
        self.output.take(draft.slug, own, shared)
        self.report.entries += 1
        self.report.used += rows
        self.report.participations += sum(
            triple.predicate == _TYPE and triple.object == _PARTICIPATION for triple in own
        )
        for name in shared_names:
            if name.startswith(f"{ID}actor/"):
                self.new_actors.setdefault(name, _label(draft, name))
        linked = {text_of(triple.object) for triple in own if triple.predicate in _ACTOR_LINKS}
        for name in linked & self.new_actors.keys():
            self.actors.add(self.new_actors[name])


def document_name(text: str) -> ox.NamedNode:
    """Return the name of a list as a document of the graph, by its address or its file's name."""
    plain = re.sub(r"^https?://(www\.)?|\.[a-z]{3,4}$", "", text)
    return ox.NamedNode(f"{ID}document/{slug(plain)[:80].strip('-')}")


def describe_document(
    node: ox.NamedNode, text: str, path: Path, mapping: ListMapping, publisher: str | None
) -> list[ox.Triple]:
    """Return what there is to say of a list as a document: what it is called, its digest, its lines."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            lines += chunk.count(b"\n")
    count = ox.Literal(str(max(1, lines)), datatype=ox.NamedNode(XSD + "integer"))
    found: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF_TYPE, ox.NamedNode(NS + "SourceDocument")),
        (_IDENTIFIER, ox.Literal(text)),
        *((_DCTERMS + "title", ox.Literal(title, language=lang)) for lang, title in mapping.title.items()),
        (NS + "sha256", ox.Literal(digest.hexdigest())),
        (NS + "lineCount", count),
    ]
    if text.startswith(("http://", "https://")):
        found.append((PREFIXES["foaf"] + "page", ox.NamedNode(text)))
    if mapping.language:
        found.append((_DCTERMS + "language", ox.Literal(mapping.language)))
    if publisher:
        found.append((_DCTERMS + "publisher", ox.NamedNode(publisher)))
    return [ox.Triple(node, ox.NamedNode(predicate), value) for predicate, value in found]


def _refused(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "violation" for problem in problems)


def _told_apart(draft: Draft, written: Written) -> dict[Spot, str]:
    """Return names that two organisations share, each with its number: a list's numbers tell who is meant."""
    numbers = {problem.place: problem.value for problem in draft.problems if problem.check == _NUMBER_OF_ANOTHER}
    names: dict[Place, set[str]] = {}
    for text in leaves(written) if numbers else ():
        names.setdefault(text.place, set()).add(text.value)
    return {
        (place, name): f"{name} ({number})"
        for place, number in numbers.items()
        for name in names.get(place, ())
        if len(names[place]) == 1 and number not in name
    }


def _same_name(problem: Problem) -> Problem:
    return replace(
        problem, severity="warning", check="name-of-another",
        sv=f"{problem.sv} Numret avgör: organisationen skiljs från den andra genom att numret står efter namnet.",
        en=f"{problem.en} The number decides: the organisation is told from the other by the number after its name.",
    )  # fmt: skip


def _left_out(problem: Problem) -> Problem:
    return replace(problem, severity="warning", sv=f"{problem.sv} Värdet utelämnas.",
                   en=f"{problem.en} The value is left out.")  # fmt: skip


def _label(draft: Draft, iri: str) -> str:
    found = draft.objects(ox.NamedNode(iri), PREFIXES["skos"] + "prefLabel")
    return str(found[0].value) if found else iri.rpartition("/")[2]


def _columns_of(mapping: ListMapping, keys: Sequence[str]) -> Iterator[Column]:
    for key, node in mapping.entry.pairs:
        if key in keys:
            yield from node.columns()
