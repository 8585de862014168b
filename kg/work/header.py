"""The annotated head of a SPARQL file: lines `#+ key: value` before the query begins."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kg.disk.io import read_text
from kg.errors import ParseError

Header = Mapping[str, list[str]]


def read_annotated(path: Path) -> tuple[Header, str]:
    """Return the header of a SPARQL file, each key with its values in order, and the file's whole text.

    Raises:
        ParseError: if a header line is not `#+ key: value`.
    """
    text = read_text(path)
    header: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            break
        key, colon, value = line[2:].strip().partition(":")
        if not colon or not key or not value.strip():
            raise ParseError(
                f"{path}:{number}: a header line is written `#+ key: value`",
                f"{path}:{number}: en rad i huvudet skrivs `#+ nyckel: värde`",
            )
        header[key.strip()].append(value.strip())
    return header, text
