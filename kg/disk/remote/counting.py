"""The query that counts the rows of another one: what tells that a server has left some out without a word."""

import re

from kg.disk.lexer import tokens

_LIMIT = re.compile(r"\bLIMIT\s+(\d+)", re.IGNORECASE)


def counted(query: str) -> str:
    """Return a query for the number of rows of a SELECT, as `?rows`."""
    place = _begin(query)
    return f"{query[:place]}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {query[place:]}\n}} }}"


def own_limit(query: str) -> int | None:
    """Return the last LIMIT in a query's text, which is its own unless it has none of its own."""
    found = _LIMIT.findall(query)
    return int(found[-1]) if found else None


def _begin(query: str) -> int:
    """Return where the word SELECT begins that opens a query."""
    for token in tokens(query):
        if token.kind == "word" and token.text.upper() == "SELECT":
            return token.start
    raise ValueError("not a SELECT")
