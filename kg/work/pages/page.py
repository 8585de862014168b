"""A page, its sections and its lines: one description, from which a terminal prints and a web page is made."""

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from kg.terms import ID

WIDTH = 96
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text of the data and its language, empty if the data tell none."""

    value: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: its text, the thing or address it tells of (if any), and its language if it is not known."""

    text: str
    iri: str = ""
    lang: str = ""


class Kind(Enum):
    """What a line is, which decides how a web page shows it: a terminal prints all but `WEB` alike."""

    ITEM = "item"
    HEADING = "heading"
    PARAGRAPH = "paragraph"


class For(Enum):
    """Whom a line is for: it may say too much for a terminal, or in too few words for the web."""

    ALL = "all"
    WEB = "web"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section.

    Args:
        depth: its indentation; a line belongs to the nearest line above it that is less deep.
        parts: what it says.
        label: what the parts are the values of, as in "Period: 2018 – 2020".
        dash: whether a terminal sets it off with a dash, as the sentences of a list.
        kind: how a web page shows it.
        audience: whom it is for.
        anchors: the IRIs of the parts of the project that it tells of.
        evidence: the IRIs of the places of documents where it stands.
    """

    depth: int
    parts: tuple[Part, ...]
    label: str = ""
    dash: bool = False
    kind: Kind = Kind.ITEM
    audience: For = For.ALL
    anchors: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The line as a terminal prints it."""
        label = f"{self.label}: " if self.label else ""
        return ("– " if self.dash else "") + label + "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]

    @property
    def printed(self) -> tuple[tuple[int, str], ...]:
        """The lines that a terminal prints: depth of indentation and text; paragraphs are wrapped."""
        found: list[tuple[int, str]] = []
        for line in self.lines:
            if line.audience is not For.WEB:
                whole = [line.text]
                rows = textwrap.wrap(line.text, WIDTH) if line.kind is Kind.PARAGRAPH else whole
                found += [(line.depth, row) for row in rows]
        return tuple(found)

    def on_web(self) -> "Section":
        """Return the section with the lines that a web page shows."""
        return replace(self, lines=tuple(line for line in self.lines if line.audience is not For.TERMINAL))


@dataclass(frozen=True)
class Page:
    """A thing: its IRI, what it is called, and its sections in reading order."""

    iri: str
    title: str
    sections: tuple[Section, ...]

    def as_text(self) -> str:
        """Return the page as text, the title underlined."""
        blocks = [f"{self.title}\n{'=' * len(self.title)}\n{self.iri}"]
        for section in self._printed():
            body = "\n".join(f"{'  ' * (depth + 1)}{text}" for depth, text in section.printed)
            blocks.append(f"{section.heading}\n{body}")
        return "\n\n".join(blocks) + "\n"

    def as_dict(self) -> dict[str, object]:
        """Return the page for JSON: sections as lists of lines."""
        sections = {part.heading: ["  " * depth + text for depth, text in part.printed] for part in self._printed()}
        return {"iri": self.iri, "title": self.title, "sections": sections}

    def _printed(self) -> list[Section]:
        return [section for section in self.sections if section.printed]


def said(depth: int, *parts: Part | str, kind: Kind = Kind.ITEM, audience: For = For.ALL) -> Line:
    """Return a line of texts and parts, empty texts left out."""
    made = (Part(part) if isinstance(part, str) else part for part in parts)
    return Line(depth, tuple(part for part in made if part.text), kind=kind, audience=audience)


def joined(parts: Iterable[Part], between: str = "; ") -> tuple[Part, ...]:
    """Return parts with a text between them."""
    found: list[Part] = []
    for part in parts:
        found += [Part(between), part] if found else [part]
    return tuple(found)


def grouped(found: Iterable[Item], key: Callable[[Item], str]) -> list[tuple[str, list[Item]]]:
    """Return items by a key, keys in the order in which they first come."""
    groups: dict[str, list[Item]] = {}
    for item in found:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def sentence(text: str) -> str:
    """Return a text with a capital first."""
    return text[:1].upper() + text[1:]


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2]


def short(iri: str) -> str:
    """Return one of our own IRIs from the kind of thing on: `actor/region-skane`; any other whole."""
    return iri.removeprefix(ID)
