"""Search by name without a server: an index in parts, a small script, a page that says what to do without it."""

import json
from collections.abc import Iterable, Iterator, Sequence

from kg.terms import ID
from kg.work.pages.reader import Reader
from kg.work.pages.views import view_of
from kg.work.portal.data.documents import things
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, TEMPLATES, Renderer, fit
from kg.work.portal.pages.kinds import kind_of
from kg.work.portal.site import Site

SCRIPT = "search.js"
PART = 10_000  # names in a part of the index, about a megabyte

_OTHER_NAMES = ("skos:altLabel", "sam:formerName", "dcterms:identifier", "skos:notation", "sam:cci")


def files(site: Site) -> Iterator[File]:
    """Yield the search page in both languages, its script, and the index in parts of some thousand names."""
    renderer, reader = Renderer(site), Reader(site.store)
    known = things(site.store)
    parts = [known[start : start + PART] for start in range(0, len(known), PART)]
    names = [f"search-index{f'-{number}' if number > 1 else ''}.js" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield File(name, _pieces(reader, part))
    yield File.of(SCRIPT, (TEMPLATES / SCRIPT).read_text(encoding="utf-8"))
    folders = dict.fromkeys(_folder(iri) for iri in known)
    for lang in LANGUAGES:
        kinds = {folder: kind_of(folder).name(lang) for folder in folders}
        yield renderer.page("search", lang, "search.html", indexes=names, kinds=kinds, total=len(known))


def entry(reader: Reader, iri: str) -> list[str]:
    """Return a thing for the index: its file without ending, its name in Swedish and English, what tells it apart.

    The name in English is empty if it is the same. Then follows what the thing is in each language, and last its
    other names, its numbers and the names of its places, on lines of their own.
    """
    sv, en = (reader.name(iri, lang).value for lang in LANGUAGES)
    words = [", ".join(filter(None, view_of(reader, iri, lang).told_apart())) for lang in LANGUAGES]
    others = {name for key in _OTHER_NAMES for name in reader.values(iri, key)} - {sv, en}
    others |= {reader.name(place, "sv").value for place in reader.values(iri, "sam:place")}
    texts = [iri[len(ID) :], sv, "" if en == sv else en, *words, "\n".join(sorted(others))]
    return [str(fit(text)) for text in texts]


def _pieces(reader: Reader, iris: Sequence[str]) -> Iterable[bytes]:
    yield b"(window.searchIndex = window.searchIndex || []).push(\n"
    for iri in iris:
        yield f"{json.dumps(entry(reader, iri), ensure_ascii=False)},\n".encode("utf-8", "replace")
    yield b");\n"


def _folder(iri: str) -> str:
    return iri[len(ID) :].partition("/")[0]
