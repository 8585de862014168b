"""What each edition changed: the statements added and removed, a summary in words, and where it comes from (PROV).

changes.html, changes.en.html            all editions
changes/{number}.html, .en.html, .ttl    one edition, for people and as PROV with the versions of DCAT 3
changes/{number}/added.nt, removed.nt    the statements; together with an edition they give the next one
changes/{number}/summary.json            what the pages are made of, for the editions to come
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.errors import InputError
from kg.terms import BASE
from kg.work.portal.catalogue.identity import dataset_iri
from kg.work.portal.catalogue.statements import Statements, day, name, nodes, plain, texts, typed
from kg.work.portal.editions.compare import merged
from kg.work.portal.editions.edition import Issue
from kg.work.portal.editions.names import in_language
from kg.work.portal.editions.succession import Succession
from kg.work.portal.editions.summary import Summary, as_json, from_json, kind_label, summarise
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import CHANGES
from kg.work.portal.site import Site

ADDED, REMOVED, SUMMARY = "added.nt", "removed.nt", "summary.json"

_CHUNK = 1 << 20


def files(site: Site, succession: Succession) -> Iterator[File]:
    """Yield the change sets of all editions, those before copied from the previous publication, and their pages."""
    renderer = Renderer(site)
    issues = succession.editions
    for lang in LANGUAGES:
        yield renderer.page(CHANGES, lang, "changes.html", editions=issues[::-1])
    for before, issue in zip((None, *issues), issues, strict=False):
        stem = f"{CHANGES}/{issue.number}"
        summary = None
        if before is not None:
            summary, kept = _change_set(site, succession, issue)
            yield from kept
        said = _statements(site, issue, before)
        yield File.of(f"{stem}.ttl", write_turtle(quad.triple for quad in said))
        for lang in LANGUAGES:
            yield renderer.page(
                stem, lang, "change.html", issue=issue, before=before, summary=summary, folder=stem,
                title=in_language, kind_of=partial(kind_label, lang=lang),
                alternates=(("text/turtle", f"{stem}.ttl"),),
            )  # fmt: skip


def changes_iri(number: int) -> str:
    """Return the IRI of what an edition changed."""
    return f"{BASE}{CHANGES}/{number}"


def edition_iri(number: int) -> str:
    """Return the IRI of an edition."""
    return f"{changes_iri(number)}#edition"


def _change_set(site: Site, succession: Succession, issue: Issue) -> tuple[Summary, list[File]]:
    """Return the summary of an edition, and the files to be kept of it."""
    stem = f"{CHANGES}/{issue.number}"
    before = succession.previous
    if before is None:
        raise ValueError("an edition after the first without one before")
    if issue.number < len(before.editions) + 1:
        files = [before.folder / stem / file for file in (ADDED, REMOVED, SUMMARY)]
        return _read(files[-1]), [File(f"{stem}/{path.name}", _copied(path)) for path in files]
    summary = summarise(succession.comparison, site.store, succession.withdrawn, issue)
    return summary, [
        File(f"{stem}/{ADDED}", _differing(before.statements, succession.statements, 1)),
        File(f"{stem}/{REMOVED}", _differing(before.statements, succession.statements, -1)),
        File.of(f"{stem}/{SUMMARY}", as_json(summary)),
    ]


def _differing(before: Path, after: Path, side: int) -> Iterator[bytes]:
    return (line for sign, line in merged(before, after) if sign == side)


def _read(path: Path) -> Summary:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _missing(path) from None


def _copied(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                yield piece
    except OSError:
        raise _missing(path) from None


def _missing(path: Path) -> InputError:
    return InputError(
        f"{path}: the change set of an earlier edition is missing or damaged; fetch the publication again from where "
        f"it was put",
        f"{path}: ändringarna i en tidigare utgåva saknas eller är skadade; hämta publikationen igen därifrån den "
        f"lagts ut",
    )


def _statements(site: Site, issue: Issue, before: Issue | None) -> list[ox.Quad]:
    """Return where an edition comes from."""
    said = Statements()
    edition, number = edition_iri(issue.number), issue.number
    said.say(
        edition,
        rdf_type=name("prov:Entity"),
        dcterms_title=texts({"sv": f"Utgåva {number}", "en": f"Edition {number}"}),
        dcterms_issued=day(issue.day),
        dcat_version=plain(str(number)),
        dcat_isVersionOf=nodes([dataset_iri(site)]),
        void_triples=typed(issue.statements, "integer"),
    )
    if before is None:
        return list(said)
    earlier = edition_iri(before.number)
    said.say(edition, prov_wasRevisionOf=nodes([earlier]), dcat_previousVersion=nodes([earlier]))
    parts = {file: site.address(f"{CHANGES}/{number}/{file}") for file in (ADDED, REMOVED)}
    said.say(
        changes_iri(number),
        rdf_type=name("prov:Entity"),
        dcterms_title=texts(
            {
                "sv": f"Ändringar från utgåva {before.number} till {number}",
                "en": f"Changes from edition {before.number} to {number}",
            }
        ),
        dcterms_issued=day(issue.day),
        dcterms_hasPart=nodes(parts.values()),
        prov_wasDerivedFrom=nodes([earlier, edition]),
    )
    for file, count in ((ADDED, issue.added), (REMOVED, issue.removed)):
        said.say(
            parts[file],
            rdf_type=name("prov:Entity"),
            dcterms_title=texts(_PARTS[file]),
            void_triples=typed(count, "integer"),
        )
    return list(said)


_PARTS: Mapping[str, Mapping[str, str]] = {
    ADDED: {"sv": "Tillagda uppgifter", "en": "Added statements"},
    REMOVED: {"sv": "Borttagna uppgifter", "en": "Removed statements"},
}
