"""Tokens of SPARQL and Turtle text, for looking at it before a native parser does.

The two languages share their tokens. The parser behind the store recurses without a limit, so text from
strangers is measured here first: the process would die of a stack overflow that nothing can catch.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import InputError

MAX_CHARACTERS = 50_000_000
MAX_DEPTH = 100

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*(?:\"\"\"|\Z)
               |'''(?:[^'\\]|\\.|'(?!''))*(?:'''|\Z)
               |"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w.-]+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.|\.(?=[\w:%\\.-]))*)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<space>\s+)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token: its kind (`word`, `iri`, `string`, `variable`, `name`, `sign` …), its text and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Return the tokens of SPARQL or Turtle text without white space and comments."""
    return (token for token in _all_tokens(text) if token.kind != "comment")


def comments_below_top(text: str) -> Iterator[Token]:
    """Yield the comments that stand after the first token of SPARQL or Turtle text."""
    begun = False
    for token in _all_tokens(text):
        if token.kind != "comment":
            begun = True
        elif begun:
            yield token


def _all_tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def line_at(text: str, start: int) -> int:
    """Return the number of the line, from 1, on which a character stands."""
    return text.count("\n", 0, start) + 1


def refuse_deep(text: str, what: str) -> None:
    """Refuse text that is too long, or nested too deep, for the native parser.

    Args:
        text: SPARQL or Turtle.
        what: its name in the message: a path, "the query".

    Raises:
        InputError: over 50 million characters, or brackets nested more than 100 deep.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{what}: longer than {MAX_CHARACTERS:,} characters",
            f"{what}: längre än {MAX_CHARACTERS:,} tecken".replace(",", " "),
        )
    if sum(map(text.count, ("(", "[", "{", "<<"))) <= MAX_DEPTH:  # wherever they stand: too few to be nested deeper
        return
    depth, previous = 0, ""
    for token in tokens(text):
        if token.kind == "sign":
            if token.text in "([{" or token.text == previous == "<":
                depth += 1
            elif token.text in ")]}" or token.text == previous == ">":
                depth -= 1
            if depth > MAX_DEPTH:
                line = line_at(text, token.start)
                raise InputError(
                    f"{what}:{line}: brackets nested more than {MAX_DEPTH} deep",
                    f"{what}:{line}: parenteser i mer än {MAX_DEPTH} nivåer",
                )
        previous = token.text
