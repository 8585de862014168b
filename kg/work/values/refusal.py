"""What a reader of values answers: a value with its remarks, or a refusal that says how to mend it."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

SHOWN = 80

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a value.

    `check` is the stable name of what was looked for; `severity` is `violation`, `warning` or `info`; `sv` and `en`
    name the value and how to mend it; `suggestion` is what the value could be replaced by, empty if nobody can tell.
    """

    check: str
    severity: str
    sv: str
    en: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Refusal(Remark):
    """Why there is no value. A refusal of severity `warning` leaves the value out without refusing the entry."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value, and what should be said about it all the same."""

    value: T
    remarks: tuple[Remark, ...] = ()


def refuse(check: str, sv: str, en: str, suggestion: str = "") -> Refusal:
    """Return a refusal that keeps the entry out."""
    return Refusal(check, "violation", sv, en, suggestion)


def warn(check: str, sv: str, en: str, suggestion: str = "") -> Remark:
    """Return a remark that deserves a second look."""
    return Remark(check, "warning", sv, en, suggestion)


def inform(check: str, sv: str, en: str, suggestion: str = "") -> Remark:
    """Return a remark that asks for nothing."""
    return Remark(check, "info", sv, en, suggestion)


def shown(text: str) -> str:
    """Return a value as messages name it: on one line, at most 80 characters, what cannot be seen as its number."""
    cut = " ".join(text.strip()[: 8 * SHOWN].split())
    cut = cut if len(cut) <= SHOWN else cut[: SHOWN - 1] + "…"
    return "".join(_visible(character) for character in cut)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and character >= " " and not 0x7F <= ord(character) < 0xA0:
        return " "
    return {"\n": " ", "\t": " ", "\r": " "}.get(character, f"U+{ord(character):04X}")


def grouped(number: int | Decimal) -> tuple[str, str]:
    """Return a number as Swedish and English texts write it: 20 618 911,5 with no-break spaces, 20,618,911.5."""
    en = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return en.translate(_SWEDISH), en


def name_of(character: str) -> str:
    """Return the number and the name of a character: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


_SWEDISH = str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ","})
