"""The annotated head of a SPARQL file: lines `#+ key: value` before the query begins."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kg.disk.io import read_text
from kg.errors import ParseError

Header = Mapping[str, list[str]]

KEY_ORDER = (
    "title@sv",
    "title@en",
    "question@sv",
    "question@en",
    "axiom",
    "narrower",
    "after",
    "scope",
    "classes",
    "tags",
    "param",
    "returns",
    "column",
    "since",
)


def read_annotated(path: Path) -> tuple[Header, str]:
    """Return the header of a SPARQL file, each key with its values in order, and the file's whole text.

    Raises:
        ParseError: if a header line is not `#+ key: value`.
    """
    text = read_text(path)
    return split(path, text)[0], text


def split(path: Path, text: str) -> tuple[Header, str]:
    """Return the header of an annotated SPARQL text and what follows it; `path` names it in errors.

    Raises:
        ParseError: if a header line is not `#+ key: value`.
    """
    header: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            return header, "\n".join(text.splitlines()[number - 1 :])
        key, colon, value = line[2:].strip().partition(":")
        if not colon or not key or not value.strip():
            raise ParseError(
                f"{path}:{number}: a header line is written `#+ key: value`",
                f"{path}:{number}: en rad i huvudet skrivs `#+ nyckel: värde`",
            )
        header[key.strip()].append(value.strip())
    return header, ""


def canonical(path: Path, text: str) -> str:
    """Return an annotated SPARQL file in its one form.

    The header's keys stand in a fixed order (parameters keep theirs), the PREFIX lines are sorted, no line ends in
    white space and the file ends in one line feed. The query itself is left as its author laid it out.

    Raises:
        ParseError: if a header line is not `#+ key: value`.
    """
    header, body = split(path, text)
    known = [key for key in KEY_ORDER if key in header]
    lines = [f"#+ {key}: {value}" for key in [*known, *sorted(set(header) - set(known))] for value in header[key]]
    rest = [line.rstrip() for line in body.strip().splitlines()]
    end = next((number for number, line in enumerate(rest) if not line.startswith("PREFIX ")), len(rest))
    return "\n".join([*lines, *sorted(rest[:end]), *rest[end:], ""])
