"""What a text was found to mean, and what it may have been meant to mean."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.work.names import Named

_QUOTES = "\"'”“„’‘»«"


@dataclass(frozen=True, slots=True)
class Near:
    """Something that may have been meant, and why: it is suggested, never taken.

    `name` is what it is best known by. `reason` is `spelling`, `other-name`, `former-name`, `same-number` (the number
    given is its), `other-number` (it has another number than the one given), `abbreviation`, `seat` (the authority
    of the place named), `part` (the name is a part of its name), `other-kind` (of place), `other-country`, or
    `same-owner` (of a project with the same owner, period and a title like it).
    """

    iri: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a text means.

    `iri` is set only if exactly one thing is meant. `way` says how it was found: `iri`, `slug`, `identifier`, `name`,
    `other-name`, `former-name`; or, where nothing was taken, `number-differs` (name and number are two actors';
    both are in `several`), `other-number`, `other-country`; it is empty if nothing was found. `several` are the
    things meant where a name is not one's alone, `near` those that may have been meant. `unresolved` says that the
    name is only that of an actor that is itself not known, or of a group.
    """

    iri: str | None
    way: str = ""
    several: tuple[Named, ...] = ()
    near: tuple[Near, ...] = ()
    unresolved: bool = False


NOTHING = Match(None)


def match_of(iris: Sequence[str], way: str, name_of: Callable[[str], str]) -> Match:
    """Return the match of one thing, or of several, found in one way."""
    if len(iris) == 1:
        return Match(iris[0], way)
    return Match(None, way, tuple(Named(iri, name_of(iri)) for iri in iris))


def cleaned(text: str) -> str:
    """Return a text as one writes a name: composed letters, single spaces, no quotation marks around it."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text


def is_text(text: str) -> bool:
    """Tell whether there is a text, and one that can be written in UTF-8."""
    try:
        return bool(text) and bool(text.encode())
    except UnicodeEncodeError:
        return False
