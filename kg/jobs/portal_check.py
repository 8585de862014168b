"""Check: is a description of data, or a whole publication, fit to be harvested? Nothing is fetched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.checksums import checksum_problems
from kg.work.portal.check.counts import count_problems, counted, read_void
from kg.work.portal.check.folder import Progress, open_folder
from kg.work.portal.check.harvest import harvest_problems
from kg.work.portal.check.links import link_problems
from kg.work.portal.check.parsers import parser_problems
from kg.work.portal.check.personal import Persons, personal_problems, read_persons
from kg.work.portal.check.problem import Problem, in_order
from kg.work.portal.check.reading import read_catalogue
from kg.work.portal.check.score import Score, score_of
from kg.work.portal.check.shapes import shape_problems
from kg.work.portal.check.stars import Stars, stars_of
from kg.work.shacl.index import Name


@dataclass(frozen=True)
class Told:
    """What a description tells of, by number."""

    catalogues: int
    datasets: int
    distributions: int
    services: int
    files: int  # of the folder; 0 for a description alone


@dataclass(frozen=True)
class PortalReport:
    """What was found: what to mend first, then warnings and what is good to know; the score and the stars.

    `path` is what was checked as it was named; `file` the description that was read.
    """

    path: str
    file: str
    told: Told
    problems: tuple[Problem, ...]
    score: Score
    stars: Stars

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.of("violation")

    def of(self, severity: str) -> tuple[Problem, ...]:
        """Return the problems of one severity, in order."""
        return tuple(problem for problem in self.problems if problem.severity == severity)


def quiet(en: str, sv: str) -> None:
    """Tell nobody what is being done."""


def check_portal(path: Path, workspace: Workspace | None = None, progress: Progress = quiet) -> PortalReport:
    """Check a description of data in any RDF format, or the folder of a publication.

    Args:
        path: a file of DCAT, or a folder that holds `catalog.rdf`, `.ttl` or `.jsonld`.
        workspace: whose contact persons may not be named in a folder.
        progress: is told what takes its time, in English and Swedish.

    Raises:
        InputError: if there is no such file or folder, or it is no RDF; what can be read is a result, never an error.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder", f"{path}: filen eller mappen finns inte")
    return _of_folder(path, workspace, progress) if path.is_dir() else _of_file(path)


def _of_file(path: Path) -> PortalReport:
    catalogue = Catalogue(read_catalogue(path))
    found = list(_of_description(catalogue, own=False))
    score = score_of(catalogue, _broken(catalogue, found), lambda _: None)
    return PortalReport(str(path), str(path), _told(catalogue, 0), in_order(found), score, stars_of(catalogue, None))


def _of_folder(path: Path, workspace: Workspace | None, progress: Progress) -> PortalReport:
    folder = open_folder(path)
    persons = read_persons(source.path for source in workspace.contacts()) if workspace else Persons()
    file = folder.path(folder.catalogue)
    catalogue = Catalogue(read_catalogue(file))
    base = folder.base(catalogue)
    void = read_void(folder)
    data = counted(folder, void, progress)
    found = list(_of_description(catalogue, own=True))
    broken = _broken(catalogue, found)
    progress("following links", "följer länkar")
    found += link_problems(folder, catalogue, base, progress)
    progress("reckoning checksums", "räknar kontrollsummor")
    found += checksum_problems(folder, catalogue, base)
    found += count_problems(folder, void, data)
    progress("looking for personal data", "letar efter personuppgifter")
    found += personal_problems(folder, catalogue, persons, progress)
    progress("reading every RDF file with two parsers", "läser varje RDF-fil med två parsrar")
    found += parser_problems(folder, folder.contexts(base), progress)
    score = score_of(catalogue, broken, folder.reachable(base))
    stars = stars_of(catalogue, data.links if data else None)
    told = _told(catalogue, len(folder.files))
    return PortalReport(str(path), str(file), told, in_order(found), score, stars)


def _of_description(catalogue: Catalogue, *, own: bool) -> Iterator[Problem]:
    yield from shape_problems(catalogue)
    yield from harvest_problems(catalogue, own=own)


def _broken(catalogue: Catalogue, found: Iterable[Problem]) -> set[Name]:
    """Return the datasets and distributions that go against a mandatory rule."""
    wrong = {problem.where for problem in found if problem.severity == "violation"}
    return {node for node in [*catalogue.datasets, *catalogue.distributions] if node.value in wrong}


def _told(catalogue: Catalogue, files: int) -> Told:
    return Told(
        catalogues=len(catalogue.catalogues),
        datasets=len(catalogue.datasets),
        distributions=len(catalogue.distributions),
        services=len(catalogue.services),
        files=files,
    )
