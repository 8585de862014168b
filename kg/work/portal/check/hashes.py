"""Sets of statements that are too large to hold, compared by the sorted hashes of their members."""

import hashlib
import struct
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal

from kg.terms import XSD


class Hashes:
    """The statements of one file, eight bytes each. Nodes without a name are all the same: they have no other mark."""

    def __init__(self) -> None:
        self._found = array("Q")

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a statement: its terms as `term` and `literal` write them."""
        line = f"{subject}\x00{predicate}\x00{value}".encode("utf-8", "surrogatepass")
        self._found.append(_LONG.unpack(hashlib.blake2b(line, digest_size=8).digest())[0])

    def digest(self) -> tuple[int, str]:
        """Return how many different statements there are, and a mark of the set of them."""
        distinct = array("Q", sorted(set(self._found)))
        return len(distinct), hashlib.sha256(distinct.tobytes()).hexdigest()


def literal(text: str, language: str | None, datatype: str) -> str:
    """Return a literal as it is hashed: numbers by their value, as parsers spell them anew."""
    if language:
        return f'"{text}"@{language.lower()}'
    if datatype in _NUMBERS:
        with suppress(ValueError, ArithmeticError):
            text = str(_NUMBERS[datatype](text))
    return f'"{text}"^^{datatype}'


def _decimal(text: str) -> str:
    return format(Decimal(text).normalize(), "f")


NO_NAME = "_:"
_LONG = struct.Struct("<Q")
_NUMBERS: Mapping[str, Callable[[str], object]] = {
    XSD + "integer": int,
    XSD + "decimal": _decimal,
    XSD + "double": float,
    XSD + "boolean": lambda text: {"1": "true", "0": "false"}.get(text, text.lower()),
}
