"""Turtle of what is made up, written straight in its one form: the bytes that `kg fmt` would write."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kg.disk.turtle import lay_out
from kg.terms import PREFIXES

A_LIST = 500  # projects that one made-up document tells of

Values = str | list[str]  # one value, or some in order, as Turtle writes them


def file_text(blocks: Iterable[str], prefixes: Iterable[str], own: str = "") -> Iterator[str]:
    """Yield a Turtle file in pieces.

    Args:
        blocks: each subject's text, in order, ending in a line break.
        prefixes: those that the blocks use.
        own: the namespace of the empty prefix, if it is used.
    """
    yield f"@prefix : <{own}> .\n" if own else ""
    yield prologue(tuple(prefixes))
    for block in blocks:
        yield f"\n{block}"


@cache
def prologue(prefixes: tuple[str, ...]) -> str:
    """Return the lines that declare prefixes."""
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(prefixes))


def block(subject: str, properties: Mapping[str, Values]) -> str:
    """Return the text of a subject; its properties stand in order."""
    lines = [
        f"{name} {value}" if isinstance(value, str) else lay_out(name, value, 1) for name, value in properties.items()
    ]
    body = " ;\n  ".join(lines)
    return f"{subject} {body} .\n"


def text(words: str, language: str = "sv") -> str:
    """Return a text in a language; made-up words have nothing that must be escaped."""
    return f'"{words}"@{language}'


def day(value: str) -> str:
    """Return a day, a month or a year, told by how long it is."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return f'"{value}"^^xsd:{kind}'


@cache
def sha256(number: int) -> str:
    """Return what a made-up document has for a fingerprint."""
    return hashlib.sha256(f"made up {number}".encode()).hexdigest()
