"""Portal: everything that a linked-data portal harvests, as one folder, checked before it takes its place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.disk.folder import Staging
from kg.disk.workspace import Workspace
from kg.jobs.portal_check import PortalReport, check_portal
from kg.work.portal import html
from kg.work.portal.catalogue import dcat, void
from kg.work.portal.data import documents, dumps
from kg.work.portal.editions import changes, redirects, withdrawn
from kg.work.portal.editions.edition import STATEMENTS, check_day, state_file
from kg.work.portal.editions.names import Notice
from kg.work.portal.editions.succession import Succession, succeed
from kg.work.portal.file import File, Written
from kg.work.portal.pages import front, lists, search, sitemap, things
from kg.work.portal.paths import page, stem_of
from kg.work.portal.settings.config import Config, read_config
from kg.work.portal.site import Site
from kg.work.portal.vocabulary import codes, context, ontology, queries, shapes, versions

CONFIG = "portal.yaml"

Progress = Callable[[str, str], None]

# What is made from the graph alone, in the order in which it is written: a word for it in both languages, and it.
_PARTS: tuple[tuple[str, str, Callable[[Site], Iterable[File]]], ...] = (
    ("the dataset in other forms", "datamängden i andra format", dumps.files),
    ("the ontology, its codes, the shapes and the questions", "ontologin, koderna, formerna och frågorna",
     lambda site: [*html.files(site), *ontology.files(site), *codes.files(site), *shapes.files(site),
                   *queries.files(site), *context.files(site)]),
    ("the documents", "dokumenten", documents.files),
    ("the pages", "sidorna", things.files),
    ("the lists", "listorna", lists.files),
    ("the search", "sökningen", search.files),
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What is asked for.

    `folder` is to hold the publication; `config` is what the publisher says, else portal.yaml of the workspace;
    `base_url` stands in for the address that it names; `previous` is the last publication, if that is not in the
    folder; `day` is the day of a new edition (YYYY-MM-DD), else the newest in the data.
    """

    folder: Path
    config: Path | None = None
    base_url: str | None = None
    previous: Path | None = None
    day: str = ""
    check: bool = True


@dataclass(frozen=True)
class Published:
    """What came of it: how it follows on the last publication, its size in bytes, and what the check says.

    The folder holds it unless the check has found something that must be mended; the folder is then as it was.
    """

    order: Order
    config: Config
    succession: Succession
    files: int
    size: int
    readiness: PortalReport | None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the steward should know."""
        before, address = self.succession.previous, self.config.base_url
        if before is None or before.address in ("", address):
            return self.succession.notices
        moved = Notice(
            f"adressen var {before.address} och är nu {address}: dataportaler ser en ny datamängd. Är det en annan "
            "publicering, börja med en tom mapp",
            f"the address was {before.address} and is now {address}: data portals see a new dataset. If this is "
            "another publication, begin with an empty folder",
        )
        return (moved, *self.succession.notices)

    @property
    def done(self) -> bool:
        """Whether the publication stands in its folder."""
        return self.readiness is None or self.readiness.ok


def publish(
    workspace: Workspace, store: ox.Store, order: Order, progress: Progress = lambda _en, _sv: None
) -> Published:
    """Write a publication of a workspace's graph: the same bytes for the same data.

    Args:
        workspace: whose portal.yaml is read, and whose files the folder must not touch.
        store: the public graph.
        order: what is asked for.
        progress: is told what begins, in English and Swedish.

    Raises:
        InputError: if what the publisher says is wrong, or the folder cannot be written; it is then as it was.
    """
    check_day(order.day)
    config = read_config(order.config or workspace.root / CONFIG, order.base_url)
    with Staging(order.folder, [workspace.data, workspace.store]) as staging:
        press = _Press(staging)
        progress("writing the dataset", "skriver datamängden")
        press.run([dumps.statements(store)])
        succession = succeed(store, staging.path(STATEMENTS), press.sha256(STATEMENTS),
                             order.previous or staging.previous, order.day)  # fmt: skip
        site = Site(store, config, succession.edition)
        for en, sv, part in _PARTS:
            progress(f"writing {en}", f"skriver {sv}")
            press.run(part(site))
        progress("writing the catalogue", "skriver katalogen")
        press.run(_about(site, succession, press.written))
        staging.seal()
        readiness = None
        if order.check:
            readiness = replace(check_portal(staging.path(""), workspace, progress), path=str(order.folder))
        if readiness is None or readiness.ok:
            staging.switch()
    return Published(order, config, succession, len(press.written), sum(file.size for file in press.written), readiness)


def _about(site: Site, succession: Succession, written: list[Written]) -> Iterator[File]:
    """Yield what tells of the publication itself: it needs what is written already, or what was published before."""
    before = succession.previous.folder if succession.previous else None
    yield from versions.files(before, {file.path for file in written})
    yield from changes.files(site, succession)
    yield from withdrawn.files(site, succession.withdrawn)
    yield from redirects.files(site, succession.withdrawn)
    yield from front.files(site, written)
    yield from void.files(site, written)
    yield from dcat.files(site, written)
    yield from sitemap.files(site, written, _pages_of(succession))
    yield state_file(succession.editions, succession.withdrawn, site.config.base_url)


def _pages_of(succession: Succession) -> set[str]:
    """Return the pages of what is withdrawn: search engines need not look for them."""
    stems = [found[0] for one in succession.withdrawn if (found := stem_of(one.iri))]
    return {page(stem, lang) for stem in stems for lang in html.LANGUAGES}


class _Press:
    """Writes the files of a publication, and remembers what it wrote."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self.written: list[Written] = []

    def run(self, files: Iterable[File]) -> None:
        """Write files, one after the other."""
        for file in files:
            self.written.append(Written(file.path, *self._staging.write(file.path, file.pieces)))

    def sha256(self, path: str) -> str:
        """Return the SHA-256 of a file that was written."""
        return next(file.sha256 for file in self.written if file.path == path)
