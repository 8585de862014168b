"""JSON, read so that every value knows its line; numbers stay the text that was written."""

import json
import re
from pathlib import Path

from kg.disk.carriers.source import ENTRY, CarrierError, Limits, Source, read_source, shorten
from kg.disk.carriers.tree import Tree
from kg.disk.written import Written

_TOKEN = re.compile(
    r"""
    [ \t\n]*+
    (?: (?P<sign>[{}\[\]:,])
      | (?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+")
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)(?=[ \t\n,\]}:]|\Z)
      | (?P<word>true|false|null)(?=[ \t\n,\]}:]|\Z)
      | (?P<end>\Z) )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\n]*+")


def read_json(path: Path, limits: Limits = ENTRY) -> list[Written]:
    """Return what is written in a JSON file: one tree, or a list's items one by one.

    Args:
        path: the file, as `read_source` takes it.
        limits: how large it may be.

    Raises:
        CarrierError: with `path:line`, for broken JSON, a key that stands twice, and what passes the limits.
    """
    return parse_json(read_source(path, limits.size), limits).entries()


def parse_json(source: Source, limits: Limits, *, exact: bool = False) -> Tree:
    """Return the tree of JSON text; `exact` as in `Tree`. Raises as `read_json`.

    Numbers become the text that was written, `true` and `false` those words, `null` empty text.
    """
    tree = Tree(source, limits, exact=exact)
    closing: list[str] = []  # the brackets that wait to be closed
    expected = "value"
    index = 0
    while True:
        token = _TOKEN.match(source.text, index)
        if token is None:
            raise _unreadable(source, index, expected)
        kind = token.lastgroup or ""
        text = token[kind]
        start = token.start(kind)
        if kind == "end":
            if expected == "end":
                return tree
            raise _ended(source, start, closing)
        if expected == "end":
            raise CarrierError(
                source.place(start), "something stands after the end of the JSON", "något står efter JSON-textens slut"
            )
        if kind == "sign":
            expected = _punctuated(text, start, expected, closing, tree, source)
        elif expected.startswith("key"):
            if kind == "number":
                raise CarrierError(
                    source.place(start),
                    "a number where a key should stand; a number with decimals is written with a point",
                    "ett tal där en nyckel ska stå; ett tal med decimaler skrivs med punkt",
                )
            if kind != "string":
                raise _unquoted_key(source, start)
            tree.scalar(_unquoted(text), start)
            expected = "colon"
        elif expected.startswith("value"):
            tree.scalar(_value(kind, text), start)
            expected = _after(closing)
        else:
            raise _misplaced(source, start, expected, text)
        index = token.end()


def _punctuated(sign: str, start: int, expected: str, closing: list[str], tree: Tree, source: Source) -> str:
    """Take a bracket, a comma or a colon; return what is expected after it."""
    if sign in "{[" and expected.startswith("value"):
        tree.open(start, pairs=sign == "{")
        closing.append("}" if sign == "{" else "]")
        return "key or }" if sign == "{" else "value or ]"
    if sign == ":" and expected == "colon":
        return "value"
    if sign == "," and expected == "comma":
        return "key" if closing[-1] == "}" else "value"
    if closing and sign == closing[-1] and (expected == "comma" or expected.endswith(sign)):
        closing.pop()
        tree.close()
        return _after(closing)
    if closing and sign == closing[-1] and expected in ("key", "value"):
        before = source.text.rfind(",", 0, start)
        if expected == "key" or not source.text[before + 1 : start].strip():
            raise CarrierError(
                source.place(before),
                f"a comma before the closing {sign}; remove it",
                f"ett komma före avslutande {sign}; ta bort det",
            )
    raise _misplaced(source, start, expected, sign)


def _after(closing: list[str]) -> str:
    return "comma" if closing else "end"


def _value(kind: str, text: str) -> str:
    if kind == "string":
        return _unquoted(text)
    return "" if text == "null" else text


def _unquoted(token: str) -> str:
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def _misplaced(source: Source, start: int, expected: str, text: str) -> CarrierError:
    en, sv = {
        "colon": ("a colon after the key", "ett kolon efter nyckeln"),
        "comma": ("a comma or a closing bracket", "ett komma eller en avslutande parentes"),
        "key": ("a key within quotation marks", "en nyckel inom citattecken"),
        "value": ("a value", "ett värde"),
    }[expected.split()[0]]
    shown = shorten(text, 20)
    return CarrierError(source.place(start), f"{en} should stand before {shown}", f"{sv} ska stå före {shown}")


def _ended(source: Source, start: int, closing: list[str]) -> CarrierError:
    if not closing:
        return CarrierError(source.place(0), "nothing is written in the file", "ingenting står i filen")
    return CarrierError(source.place(start), f"the file ends before {closing[-1]}", f"filen slutar före {closing[-1]}")


def _unquoted_key(source: Source, start: int) -> CarrierError:
    return CarrierError(
        source.place(start), "a key must stand within quotation marks", "en nyckel ska stå inom citattecken"
    )


def _unreadable(source: Source, index: int, expected: str) -> CarrierError:
    """Return the error for text that is no token of JSON: what somebody who writes by hand is likely to have meant."""
    space = _SPACE.match(source.text, index)
    start = space.end() if space else index
    rest = source.text[start : start + 40]
    word = re.match(r"[-+.\w]*", rest)
    shown = word.group() if word and word.group() else rest[:1]
    for begins, en, sv in _HABITS:
        if re.match(begins, rest):
            return CarrierError(source.place(start), en.format(shown), sv.format(shown))
    if expected.startswith("key"):
        return _unquoted_key(source, start)
    return CarrierError(source.place(start), f"put {shown} in quotation marks", f"sätt {shown} inom citattecken")


_HABITS = (
    (
        r'"',
        "the text that begins here has no closing quotation mark on its line, or holds a backslash or a tab: "
        r"write \\ and \t for those",
        "texten som börjar här har inget avslutande citattecken på sin rad, eller har ett omvänt snedstreck eller en "
        r"tabb: skriv \\ och \t för dem",
    ),
    (
        r"//|/\*|#",
        "JSON has no comments; remove it",
        "JSON har inga kommentarer; ta bort den",
    ),
    (
        r"['‘’“”„«»]",
        'write straight double quotation marks (") instead of {0}',
        'skriv raka dubbla citattecken (") i stället för {0}',
    ),
    (
        r"(NaN|-?Infinity)\b",
        "{0} is not a value; write null for nothing",
        "{0} är inget värde; skriv null för inget",
    ),
    (
        r"(True|False|None)\b",
        "write true, false or null in small letters, not {0}",
        "skriv true, false eller null med små bokstäver, inte {0}",
    ),
    (
        r"[-+.]?[0-9]",
        "{0} is not a number in JSON; put it in quotation marks",
        "{0} är inget tal i JSON; sätt det inom citattecken",
    ),
)  # fmt: skip
