"""What the tests of pages share: a small publication, and pages read back as a browser would."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox

from kg.work.portal.file import File
from kg.work.portal.settings.config import Config, Contact, Publisher
from kg.work.portal.site import Edition, Site

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = '</title></script><script>alert(1)</script><style>*{display:none}</style>{{ 7*7 }}" onclick="x'
CONFIG = Config(
    base_url="https://data.example.org/samverkan/",
    title={"sv": "Samverkansprojekt", "en": "Cooperation projects"},
    description={"sv": "Projekt och vilka som deltar i dem.", "en": "Projects and who takes part in them."},
    publisher=Publisher("2021000000", {"sv": "Exempelmyndigheten", "en": "The Example Authority"}, "NationalAuthority"),
    contact=Contact({"sv": "Datafrågor", "en": "Data questions"}, "data@example.org"),
    licence="http://creativecommons.org/publicdomain/zero/1.0/",
    keywords={"sv": ("projekt",), "en": ("projects", "cooperation")},
    themes=("SOCI",),
    spatial=(),
    frequency="IRREG",
)


def site_of(store: ox.Store) -> Site:
    """Return a publication of a graph."""
    return Site(store, CONFIG, Edition(3, "2026-01-02", "2026-11-22"))


def text_of(file: File) -> str:
    """Return what is written to a file."""
    return b"".join(file.pieces).decode()


def write(files: Iterable[File], folder: Path) -> list[str]:
    """Write files to a folder and return their paths."""
    paths = []
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(file.pieces))
        paths.append(file.path)
    return paths


@dataclass
class Seen(HTMLParser):
    """A page as a browser reads it: elements with their attributes, ids, links, and the text of each element."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "input", "img", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.words.append((self._open[-1] if self._open else "", data))

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str = "") -> str:
        return "".join(words for name, words in self.words if not tag or name == tag)


def seen(page: str) -> Seen:
    """Return a page as a browser reads it."""
    found = Seen()
    found.feed(page)
    found.close()
    return found
