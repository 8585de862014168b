"""A page for each thing: what `kg show` tells of it, with links, and where each statement stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.disk.turtle import sort_key
from kg.terms import ID
from kg.work.pages.actor import ActorView
from kg.work.pages.page import Kind, Line
from kg.work.pages.reader import Reader
from kg.work.pages.sources import lines_in_words
from kg.work.pages.view import View
from kg.work.pages.views import view_of
from kg.work.portal.data.documents import things
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.pages.kinds import kind_of
from kg.work.portal.pages.networks import Picture, picture
from kg.work.portal.pages.schema_org import described
from kg.work.portal.paths import page, stem_of
from kg.work.portal.site import Site

MOST = 500  # items of a list on a page; an agency may take part in thousands of projects
NAMED_PLACES = 6  # places of a document that are named beside a line; all of them stand among the sources


@dataclass(frozen=True, slots=True)
class Node:
    """An item of a list, and the list below it."""

    line: Line
    anchors: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    below: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one look: `facts`, `paragraphs` or `items`, or one `heading` with its depth."""

    look: str
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as the template takes it: its heading, its blocks, how many items are left out."""

    heading: str
    name: str
    blocks: tuple[Block, ...]
    left_out: int


def files(site: Site) -> Iterator[File]:
    """Yield the pages of all things in both languages, and the pictures of actors' networks."""
    renderer, reader = Renderer(site), Reader(site.store)
    for iri in things(site.store):
        for lang in LANGUAGES:
            view = view_of(reader, iri, lang)
            drawn = picture(reader, iri, lang) if isinstance(view, ActorView) else None
            yield thing_page(renderer, view, drawn[0] if drawn else None)
            if drawn:
                yield drawn[1]


def thing_page(renderer: Renderer, view: View, network: Picture | None = None) -> File:
    """Return the page of a thing in the language of its view, with the picture of its network if there is one."""
    maker = _Maker(view)
    sections = maker.sections()
    stem, _ = stem_of(view.thing) or ("", "")
    name = view.reader.name(view.thing, view.lang)
    description = next(iter(view.reader.descriptions(view.thing, view.lang)), None)
    address = renderer.site.address(page(stem, view.lang))
    return renderer.page(
        stem,
        view.lang,
        "thing.html",
        iri=view.thing,
        name=name,
        what=view.kind(),
        group=kind_of(view.thing.removeprefix(ID).partition("/")[0]),
        sections=sections,
        anchors=[part for part in _parts(view) if part not in maker.anchored],
        description=_start(description.value) if description else "",
        network=network,
        structured=described(view, address),
        kind="article",
        alternates=(("text/turtle", f"{stem}.ttl"), ("application/ld+json", f"{stem}.jsonld")),
    )


class _Maker:
    """Makes blocks of lines; each anchor is given once, to the first line that has it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.anchored: set[str] = set()

    def sections(self) -> list[Shown]:
        """Return the sections of the view that have something for the web."""
        found = []
        for number, section in enumerate(self._view.sections(), 1):
            if lines := section.on_web().lines:
                kept, left_out = _cut(lines)
                found.append(Shown(section.heading, f"section.{number}", tuple(self.blocks(kept)), left_out))
        return found

    def blocks(self, lines: Sequence[Line]) -> Iterator[Block]:
        """Yield blocks of lines that follow each other and look alike."""
        block, path = Block(""), list[Node]()
        for line in lines:
            look = _look(line)
            node = Node(line, self._anchors(line), self._evidence(line))
            while path and path[-1].line.depth >= line.depth:
                path.pop()
            if look == "items" and path:
                path[-1].below.append(node)
            elif look == block.look != "heading":
                block.nodes.append(node)
            else:
                if block.look:
                    yield block
                block = Block(look, [node])
            if look == "items":
                path.append(node)
            else:
                path.clear()
        if block.look:
            yield block

    def _anchors(self, line: Line) -> tuple[str, ...]:
        found = []
        for iri in line.anchors:
            part = iri.partition("#")[2]
            if part and part not in self.anchored:
                self.anchored.add(part)
                found.append(part)
        return tuple(found)

    def _evidence(self, line: Line) -> tuple[tuple[str, str], ...]:
        places = sorted(line.evidence, key=sort_key)[:NAMED_PLACES]
        return tuple((place, lines_in_words(self._view, place)) for place in places)


def _parts(view: View) -> list[str]:
    """Return the names of the parts of a project: each has its place on the page, said or not."""
    return [part.partition("#")[2] for part in view.reader.parts(view.thing)]


def _look(line: Line) -> str:
    if line.kind is Kind.HEADING:
        return "heading"
    if line.kind is Kind.PARAGRAPH:
        return "paragraphs"
    return "facts" if line.label and line.depth == 0 else "items"


def _cut(lines: Sequence[Line]) -> tuple[Sequence[Line], int]:
    """Return the lines of the first items of a section, and how many items are left out."""
    tops = [number for number, line in enumerate(lines) if line.depth == 0]
    return (lines, 0) if len(tops) <= MOST else (lines[: tops[MOST]], len(tops) - MOST)


def _start(text: str, most: int = 200) -> str:
    """Return the start of a text, whole words, as search engines show it."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
