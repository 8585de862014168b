"""What a free query may be: one SPARQL 1.1 query that only reads the public graph of this store.

The engine follows SERVICE out over the network and has no switch for it, and it dies of deep nesting, so the
text is looked at before the engine sees it. Escapes such as \\u0053 are opened first: they would hide a word.
"""

import re

from kg.disk.lexer import Token, refuse_deep, tokens
from kg.errors import QueryRefusedError

MAX_QUERY = 100_000

_UPDATE = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REPEATED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]")


def refuse_unsafe(query: str) -> None:
    """Refuse a query that is not read-only, reaches outside the public graph, or could bring the engine down.

    Raises:
        QueryRefusedError: for SERVICE, FROM, an update, a text too long, a pattern that takes exponential time
            in some engines.
        InputError: for brackets nested too deep.
    """
    if len(query) > MAX_QUERY:
        raise QueryRefusedError(
            f"the query is longer than {MAX_QUERY:,} characters",
            f"frågan är längre än {MAX_QUERY:,} tecken".replace(",", " "),
        )
    opened = _ESCAPE.sub(_character, query)
    for text in dict.fromkeys((query, opened)):
        refuse_deep(text, "query")
        _refuse_words(list(tokens(text)))


def _refuse_words(found: list[Token]) -> None:
    """Refuse the words that a read-only query over this graph has no use for."""
    words = [token.text.upper() for token in found if token.kind == "word"]
    prefixes = {token.text.partition(":")[0].upper() for token in found if token.kind == "name"}
    if "SERVICE" in words or "SERVICE" in prefixes:
        raise QueryRefusedError(
            "SERVICE is not allowed: a query stays within this graph",
            "SERVICE är inte tillåtet: en fråga håller sig inom den här grafen",
        )
    if "FROM" in words or "FROM" in prefixes:
        raise QueryRefusedError(
            "FROM is not allowed: a query reads the whole public graph; name a graph with GRAPH <…> { … }",
            "FROM är inte tillåtet: en fråga läser hela den publika grafen; namnge en graf med GRAPH <…> { … }",
        )
    first = next((word for word in words if word not in ("PREFIX", "BASE", "VERSION")), "")
    if first in _UPDATE:
        raise QueryRefusedError(
            f"{first} is not allowed: kg sparql only reads; change data/ and run: kg build",
            f"{first} är inte tillåtet: kg sparql läser bara; ändra i data/ och kör: kg build",
        )
    if first not in _FORMS:
        raise QueryRefusedError(
            "not a query: it begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines",
            "ingen fråga: den börjar med SELECT, ASK, CONSTRUCT eller DESCRIBE, efter sina PREFIX-rader",
        )
    if {"REGEX", "REPLACE"} & set(words):
        _refuse_patterns(found)


def _refuse_patterns(found: list[Token]) -> None:
    """Refuse a repeated group that itself ends in a repetition: some engines never finish with it."""
    for token in found:
        if token.kind == "string" and _REPEATED_REPEAT.search(token.text):
            raise QueryRefusedError(
                f"the pattern {token.text} repeats a repetition, which can take for ever; write it without",
                f"mönstret {token.text} upprepar en upprepning, vilket kan ta evigheter; skriv det utan",
            )


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
