"""The code lists as choices to make: what each code is called, in the order in which people look for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.terms import CODES, NS, PREFIXES
from kg.work.select import text as text_of

_SKOS = PREFIXES["skos"]
_IN_SCHEME, _LABEL, _NOTATION, _RANK = _SKOS + "inScheme", _SKOS + "prefLabel", _SKOS + "notation", NS + "rank"
_SWEDISH = str.maketrans("åäöéü", "{|}ey")  # å, ä and ö come after z, in this order


@dataclass(frozen=True)
class Code:
    """One code: its notation, what it is called in each language, and its rank where the list is a scale."""

    notation: str
    label: Mapping[str, str]
    rank: int

    def name(self, lang: str) -> str:
        """Return what the code is called in a language, else its notation."""
        return self.label.get(lang) or self.notation


@dataclass(frozen=True)
class CodeList:
    """One list: its scheme, what it is called in each language, its codes."""

    scheme: str
    label: Mapping[str, str]
    codes: tuple[Code, ...]

    def choices(self, lang: str) -> tuple[str, ...]:
        """Return what the codes are called in a language: by rank, then by name."""
        ordered = sorted(self.codes, key=lambda code: (code.rank, in_order(code.name(lang))))
        return tuple(dict.fromkeys(code.name(lang) for code in ordered))


def in_order(word: str) -> str:
    """Return a word as it is compared when words are put in order."""
    return word.casefold().translate(_SWEDISH)


def read_codes(folder: Path | None = None) -> dict[str, CodeList]:
    """Return the code lists by their scheme.

    Args:
        folder: where the Turtle files of codes are; those of the package if left out.

    Raises:
        ParseError: if one of them cannot be read.
    """
    said: dict[str, dict[str, list[ox.Triple]]] = {}
    for path in turtle_files(folder or resource("ontology") / "codes"):
        for triple in read_turtle(path):
            said.setdefault(text_of(triple.subject), {}).setdefault(triple.predicate.value, []).append(triple)
    lists: dict[str, list[Code]] = {}
    for about in said.values():
        for scheme in about.get(_IN_SCHEME, ()):
            lists.setdefault(text_of(scheme.object).removeprefix(CODES), []).append(_code(about))
    return {
        scheme: CodeList(scheme, _labels(said.get(CODES + scheme, {})), tuple(codes))
        for scheme, codes in sorted(lists.items())
    }


def _code(about: Mapping[str, list[ox.Triple]]) -> Code:
    first = {path: text_of(triples[0].object) for path, triples in about.items()}
    return Code(first.get(_NOTATION, ""), _labels(about), int(first.get(_RANK, "0")))


def _labels(about: Mapping[str, list[ox.Triple]]) -> dict[str, str]:
    terms = (triple.object for triple in about.get(_LABEL, ()))
    return {term.language or "": term.value for term in terms if isinstance(term, ox.Literal)}
