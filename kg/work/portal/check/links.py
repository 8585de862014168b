"""Links inside the publication lead to a file that is there, and to a place that the page has."""

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.folder import Folder, Progress, addresses
from kg.work.portal.check.problem import Problem

_UNSEEN = re.compile(r"<!--.*?-->|(<(script|style)\b[^>]*>).*?</\2\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
# Every attribute with its value, so that what looks like one inside a value is none.
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ELSEWHERE = frozenset({"http", "https", "mailto", "tel"})

# page -> place in it -> the page that links there first
Places = dict[str, dict[str, str]]


def link_problems(folder: Folder, catalogue: Catalogue, base: str, progress: Progress) -> Iterator[Problem]:
    """Yield the links that lead nowhere: of pages, and of the description of the data."""
    yield from _described(folder, catalogue, base)
    waiting: Places = defaultdict(dict)
    for number, page in enumerate(folder.pages(), 1):
        if number % 2000 == 0:
            progress(f"{number} pages looked through for links", f"{number} sidor genomsökta efter länkar")
        yield from _of_page(folder, page, base, waiting)
    for page, places in sorted(waiting.items()):
        _, known = _links(folder, page)
        for place in sorted(places.keys() - known):
            yield _lost(
                places[place],
                f"{page}#{place}",
                "Sidan har inget ställe med det namnet.",
                "The page has no place of that name.",
            )


def _described(folder: Folder, catalogue: Catalogue, base: str) -> Iterator[Problem]:
    linked = [*addresses(catalogue)]
    for node in [*catalogue.catalogues, *catalogue.datasets, *catalogue.services]:
        linked += catalogue.texts(node, "foaf:homepage", "dcat:landingPage", "foaf:page", "dcat:endpointDescription")
    for address in sorted(set(linked)):
        file = folder.file_at(address, base)
        if file is not None and file not in folder.files:
            yield _lost(
                folder.catalogue,
                address,
                "Adressen leder till en fil som inte finns i mappen.",
                "The address leads to a file that is not in the folder.",
            )


def _of_page(folder: Folder, page: str, base: str, waiting: Places) -> Iterator[Problem]:
    links, places = _links(folder, page)
    for link in sorted(links):
        scheme = _SCHEME.match(link)
        if scheme and scheme[1].lower() not in _ELSEWHERE and not link.startswith(("data:image/", "data:text/css")):
            yield _lost(
                page,
                link,
                "En sådan länk kan göra vad som helst; ta bort den.",
                "Such a link may do anything; take it away.",
            )
            continue
        below = folder.file_at(link, base)
        if below is None and (scheme or link.startswith("//")):
            continue  # leads out
        if below is None and link.startswith("/"):
            yield _lost(
                page,
                link,
                "Länken fungerar inte när mappen öppnas från disk; skriv den från sidan.",
                "The link does not work when the folder is opened from disk; write it from the page.",
            )
            continue
        address, _, place = link.partition("#")
        goal = below or _goal(page, address)
        place = unquote(place)
        if goal not in folder.files:
            yield _lost(page, link, "Länken leder till en fil som inte finns.", "The link leads to no file.")
        elif place and goal == page and place not in places:
            yield _lost(page, link, "Sidan har inget ställe med det namnet.", "The page has no place of that name.")
        elif place and goal != page and goal.endswith((".html", ".htm")):
            waiting[goal].setdefault(place, page)


def _goal(page: str, address: str) -> str:
    """Return the file that a link from a page means."""
    path = unquote(address.split("?")[0])
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return posixpath.join(joined, "index.html") if path.endswith("/") else joined


def _links(folder: Folder, page: str) -> tuple[set[str], set[str]]:
    """Return the links of a page and the names of its places."""
    text = _UNSEEN.sub(r"\1", folder.path(page).read_text(encoding="utf-8", errors="replace"))
    links: set[str] = set()
    places = {"", "top"}
    for tag in _TAG.finditer(text):
        for found in _ATTRIBUTE.finditer(tag[1]):
            value = html.unescape(found[2] or found[3] or found[4] or "").strip()
            if (name := found[1].lower()) in ("href", "src"):
                links.add(value)
            elif name in ("id", "name"):
                places.add(value)
    return links - {""}, places


def _lost(where: str, link: str, sv: str, en: str) -> Problem:
    return Problem("violation", "link-lost", where, link if len(link) <= 160 else link[:160] + "…", sv, en)
