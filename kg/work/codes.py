"""The codes of each scheme by what a person calls them: notation, labels in either language, other labels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.disk.io import read_turtle
from kg.disk.resources import resource
from kg.disk.spelling import tight
from kg.terms import CODES, PREFIXES
from kg.work.near import nearest
from kg.work.select import text as text_of

CURRENCY = "currency"
_SKOS = PREFIXES["skos"]
_IN_SCHEME = ox.NamedNode(_SKOS + "inScheme")
_WAYS = {"notation": "identifier", "prefLabel": "name", "altLabel": "other-name", "hiddenLabel": "hidden"}
# What people call the currencies they write most; the codes themselves are in the shapes.
_USUAL = ("SEK", "EUR")
_MONEY = {
    "SEK": ("svenska kronor", "svensk krona", "kr", "krona", "kronor", "Swedish kronor", "Swedish krona"),
    "EUR": ("euro", "euros", "€"),
    "DKK": ("danska kronor", "dansk krona", "Danish kroner", "Danish krone"),
    "GBP": ("brittiska pund", "pund", "pounds", "pounds sterling", "£"),
    "NOK": ("norska kronor", "norsk krona", "Norwegian kroner", "Norwegian krone"),
    "PLN": ("zloty", "złoty"),
    "USD": ("dollar", "dollars", "amerikanska dollar", "US dollars", "$"),
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its IRI, its notation, and its label, the Swedish one first."""

    iri: str
    notation: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """The code that a text means, how it was found, and otherwise which may have been meant, and why."""

    one: Code | None
    way: str = ""
    several: tuple[Code, ...] = ()
    near: tuple[tuple[Code, str], ...] = ()


class Codes:
    """The codes of a graph, each scheme read when it is first asked about."""

    def __init__(self, store: Statements) -> None:
        self._store = store
        self._schemes: dict[str, dict[Code, list[tuple[str, str]]]] = {}

    def scheme(self, scheme: str) -> list[Code]:
        """Return the codes of a scheme, by notation."""
        return list(self._spellings(scheme))

    def find(self, text: str, scheme: str) -> Found:
        """Return the code of a scheme that a text means.

        Case does not matter; spaces, hyphens, underscores and accents do only where two codes differ in nothing else.
        """
        spellings = self._spellings(scheme)
        bare = text.strip("<>")
        for code in spellings:
            if bare in (code.iri, f"{scheme}:{code.notation}"):
                return Found(code, "iri")
        for alike in (str.casefold, tight):
            for way in ("identifier", "name", "other-name"):
                found = [
                    code for code, known in spellings.items()
                    if any(own == way and alike(name) == alike(bare) for own, name in known)
                ]  # fmt: skip
                if found:
                    return Found(found[0] if len(found) == 1 else None, way, tuple(found[1:] and found))
        return Found(None, near=tuple(self._near(bare, spellings, scheme)))

    def _near(self, text: str, spellings: dict[Code, list[tuple[str, str]]], scheme: str) -> Iterator[tuple[Code, str]]:
        hidden = [
            code for code, known in spellings.items()
            if any(way == "hidden" and tight(name) == tight(text) for way, name in known)
        ]  # fmt: skip
        yield from ((code, "other-name") for code in hidden)
        if hidden:
            return
        if scheme == CURRENCY:
            by_notation = {code.notation: code for code in spellings}
            yield from ((by_notation[usual], "spelling") for usual in _USUAL if usual in by_notation)
            return
        by_name = {name: code for code, known in reversed(spellings.items()) for way, name in known}
        near = dict.fromkeys(by_name[name] for name in nearest(text, by_name))
        yield from ((code, "spelling") for code in near)

    def _spellings(self, scheme: str) -> dict[Code, list[tuple[str, str]]]:
        """Return the codes of a scheme, each with what it is called and in which way."""
        if scheme not in self._schemes:
            read = _currencies() if scheme == CURRENCY else dict(self._read(scheme))
            self._schemes[scheme] = dict(sorted(read.items(), key=lambda item: item[0].notation))
        return self._schemes[scheme]

    def _read(self, scheme: str) -> Iterator[tuple[Code, list[tuple[str, str]]]]:
        node = ox.NamedNode(CODES + scheme) if re.fullmatch(r"[a-z0-9-]+", scheme) else None
        for quad in self._store.quads_for_pattern(None, _IN_SCHEME, node) if node else ():
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            known = sorted(
                (text_of(own.object), getattr(own.object, "language", None) or "", name)
                for name in _WAYS
                for own in self._store.quads_for_pattern(quad.subject, ox.NamedNode(_SKOS + name), None)
            )
            labels = sorted((language != "sv", text) for text, language, name in known if name == "prefLabel")
            notation = next(
                (text for text, _, name in known if name == "notation"), quad.subject.value.rpartition("/")[2]
            )
            called = [(_WAYS[name], text) for text, _, name in known]
            yield Code(quad.subject.value, notation, labels[0][1] if labels else notation), called


@lru_cache(maxsize=1)
def _currencies() -> dict[Code, list[tuple[str, str]]]:
    """Return the currencies that the shapes take."""
    namespace = PREFIXES["currency"]
    triples = read_turtle(resource("shapes") / "contribution.ttl", schema=True)
    found = {text_of(triple.object) for triple in triples if text_of(triple.object).startswith(namespace)}
    codes = [Code(iri, iri.removeprefix(namespace), iri.removeprefix(namespace)) for iri in sorted(found)]
    return {
        code: [("identifier", code.notation), *(("name", name) for name in _MONEY.get(code.notation, ()))]
        for code in codes
    }
