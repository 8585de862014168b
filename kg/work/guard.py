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
_WEB_ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_BACKSLASHED = re.compile(r"\\(.)", re.DOTALL)
_PATTERN_SIGN = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|.", re.DOTALL)


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
    """Refuse the words that a read-only query over this graph has no use for.

    The engine needs no white space between words (`trueSERVICE`), so a word is looked for inside others too.
    """
    words = [token.text.upper() for token in found if token.kind == "word"]
    prefixes = [token.text.partition(":")[0].upper() for token in found if token.kind == "name"]
    if any("SERVICE" in word for word in words + prefixes):
        raise QueryRefusedError(
            "SERVICE is not allowed: a query stays within this graph",
            "SERVICE är inte tillåtet: en fråga håller sig inom den här grafen",
        )
    if any("FROM" in word for word in words + prefixes):
        raise QueryRefusedError(
            "FROM is not allowed: a query reads the whole public graph; name a graph with GRAPH <…> { … }",
            "FROM är inte tillåtet: en fråga läser hela den publika grafen; namnge en graf med GRAPH <…> { … }",
        )
    _refuse_two_readings(found)
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


def _refuse_two_readings(found: list[Token]) -> None:
    """Refuse `<…>` that may be an address or two comparisons, and so may hide where a text or a comment begins.

    With `scheme://`, or in a line BASE or PREFIX, it can only be an address: no expression holds two slashes.
    """
    before = ["", ""]
    for token in found:
        declares = before[1] == "BASE" or before[0] == "PREFIX"
        before = [before[1], token.text.upper()]
        if token.kind == "iri" and set("'#") & set(token.text) and not (declares or _WEB_ADDRESS.match(token.text)):
            raise QueryRefusedError(
                f"{token.text[:80]} can be read in two ways: write the address with its scheme, as <https://…>, "
                "or put spaces around < and >",
                f"{token.text[:80]} kan läsas på två sätt: skriv adressen med sitt schema, som <https://…>, "
                "eller sätt mellanslag runt < och >",
            )


def _refuse_patterns(found: list[Token]) -> None:
    """Refuse a repeated group that itself holds a repetition: some engines never finish with it."""
    for token in found:
        if token.kind == "string" and repeats_a_repetition(_BACKSLASHED.sub(r"\1", token.text)):
            shown = token.text[:80]
            raise QueryRefusedError(
                f"the pattern {shown} repeats a repetition, which can take for ever; write it without",
                f"mönstret {shown} upprepar en upprepning, vilket kan ta evigheter; skriv det utan",
            )


def repeats_a_repetition(pattern: str) -> bool:
    """Tell whether a regular expression repeats a group in which something is repeated: `(a+)+`."""
    repeats = [False]  # for each open group, whether it holds a repetition
    closed = False  # whether the last sign closed a group that holds one
    for sign in _PATTERN_SIGN.findall(pattern):
        if sign == "(":
            repeats.append(False)
            closed = False
        elif sign == ")" and len(repeats) > 1:
            closed = repeats.pop()
            repeats[-1] = repeats[-1] or closed
        elif sign in ("+", "*", "{"):
            if closed:
                return True
            repeats[-1] = True
        else:
            closed = False
    return False


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
