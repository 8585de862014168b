"""Literals as pySHACL sees them: what value a text stands for, and which of two comes first.

pySHACL leaves both to rdflib, whose rules go beyond XML Schema: it takes all that Python reads as a number, knows no
value of a gYear, and orders literals of different datatypes by the datatypes' names.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from kg.terms import PREFIXES, XSD

LANG_STRING = PREFIXES["rdf"] + "langString"

_INTEGERS: dict[str, tuple[float, float]] = {
    "integer": (float("-inf"), float("inf")),
    "long": (float("-inf"), float("inf")),
    "nonPositiveInteger": (float("-inf"), 0),
    "nonNegativeInteger": (0, float("inf")),
    "negativeInteger": (float("-inf"), -1),
    "positiveInteger": (1, float("inf")),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, float("inf")),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_NUMBERS = {XSD + name for name in (*_INTEGERS, "decimal", "float", "double")}
_TEXTS = {XSD + name for name in ("string", "normalizedString", "token", "language", "anyURI")}
# Datatypes whose values rdflib works out and this module does not.
UNREAD = {
    *(XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration", "hexBinary", "base64Binary")),
    *(PREFIXES["rdf"] + name for name in ("XMLLiteral", "HTML")),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a literal stands for.

    `datatype` is that of a text for every text without one; `value` is None where there is none; `broken` says that
    the text is not of its datatype.
    """

    text: str
    datatype: str
    language: str
    value: object
    broken: bool

    @property
    def is_number(self) -> bool:
        """Whether it is compared as a number."""
        return self.datatype in _NUMBERS and not self.broken and self.value is not None

    @property
    def is_text(self) -> bool:
        """Whether it stands for a text."""
        return isinstance(self.value, str)


@lru_cache(maxsize=1 << 14)
def value_of(literal: ox.Literal) -> Value:
    """Return what a literal stands for."""
    text, datatype, language = literal.value, literal.datatype.value, literal.language or ""
    if datatype == LANG_STRING or datatype in _TEXTS:
        return Value(text, XSD + "string" if language else datatype, language, text, broken=False)
    read = _READERS.get(datatype)
    if read is None:
        return Value(text, datatype, language, None, broken=False)
    try:
        value = read(text)
    except (ValueError, ArithmeticError):
        return Value(text, datatype, language, None, broken=True)
    return Value(text, datatype, language, value, broken=not _is_well_formed(text, datatype, value))


def is_of(literal: ox.Literal, datatype: str) -> bool:
    """Tell whether a literal is of a datatype, and its text is one that the datatype has."""
    own = literal.datatype.value
    if datatype == PREFIXES["rdfs"] + "Literal":
        return True
    if own != datatype:
        return False
    return own == LANG_STRING or own in _TEXTS or not value_of(literal).broken


def compare(first: ox.Literal, second: ox.Literal) -> int | None:
    """Return -1, 0 or 1 as the first literal is below, equal to or above the second; None if nothing tells."""
    one, other = value_of(first), value_of(second)
    if one.is_text != other.is_text:
        return None
    try:
        same = _same(one, other)
        if same is None or same:
            return None if same is None else 0
        if isinstance(one.value, datetime.datetime | datetime.time):
            return 1 if one.value > other.value else -1  # type: ignore[operator]  # a TypeError tells nothing
        return 1 if _greater(one, other) else -1
    except (TypeError, ArithmeticError):
        return None


def is_below(first: ox.NamedNode | ox.Literal, second: ox.NamedNode | ox.Literal, *, or_equal: bool) -> bool:
    """Tell whether one node is below, or not above, another; texts and IRIs are compared letter by letter."""
    one, other = _text_or_value(first), _text_or_value(second)
    if isinstance(one, str) or isinstance(other, str):
        if not (isinstance(one, str) and isinstance(other, str)):
            return False
        return one <= other if or_equal else one < other
    try:
        if _greater(one, other):
            return False
        same = True if or_equal else _same(one, other)
        return or_equal or (_greater(other, one) if same is None else not same)
    except (TypeError, ArithmeticError):
        return False


def _text_or_value(node: ox.NamedNode | ox.Literal) -> str | Value:
    if isinstance(node, ox.NamedNode):
        return node.value
    value = value_of(node)
    return value.value if isinstance(value.value, str) else value


def _same(one: Value, other: Value) -> bool | None:
    """Tell whether two values are equal; None if they are of one datatype and nothing tells."""
    if one.is_number and other.is_number:
        return one.value == other.value
    if one.language != other.language or one.datatype != other.datatype:
        return False
    if one.value is not None and other.value is not None:
        return one.value == other.value
    return True if one.text == other.text else None


def _greater(one: Value, other: Value) -> bool:
    if one.is_number and other.is_number:
        return bool(one.value > other.value)  # type: ignore[operator]
    if one.datatype != other.datatype:
        return one.datatype > other.datatype
    if one.language != other.language:
        return bool(one.language) and one.language > other.language
    if one.value is not None and other.value is not None:
        try:
            return bool(_ordered(one.value) > _ordered(other.value))  # type: ignore[operator]
        except TypeError:
            pass
    return one.text > other.text


def _ordered(value: object) -> object:
    """Return a value that times with and without a zone can be ordered by: those without come first."""
    if isinstance(value, datetime.datetime | datetime.time):
        return (value.utcoffset() is not None, value)
    return value


def _is_well_formed(text: str, datatype: str, value: object) -> bool:
    name = datatype.removeprefix(XSD)
    if name == "boolean":
        return text in ("true", "false", "1", "0")
    if name in _INTEGERS and isinstance(value, int):
        least, most = _INTEGERS[name]
        return least <= value <= most
    return True


def _date(text: str) -> datetime.date:
    """Return the day of an xsd:date; a time zone or a time of day behind it is passed over."""
    day = text[:-1] if text[-1:] in ("Z", "z") else text
    if "T" in day:
        day = day.partition("T")[0]
    elif day.rfind("+") > 0:
        day = day[: day.rfind("+")]
    elif ":" in day.rpartition("-")[2]:
        day = day.rpartition("-")[0]
    if "-" not in day:
        raise ValueError(text)
    return datetime.date.fromisoformat(day)


_READERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys((XSD + name for name in _INTEGERS), int),
    XSD + "decimal": Decimal,
    XSD + "float": float,
    XSD + "double": float,
    XSD + "boolean": lambda text: text.lower() in ("1", "true"),
    XSD + "date": _date,
    XSD + "dateTime": datetime.datetime.fromisoformat,
    XSD + "time": datetime.time.fromisoformat,
}
