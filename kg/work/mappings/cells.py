"""From the text of a cell to the text of a value: blanks, dates, numbers, tables of values, lists in one cell."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from kg.work.mappings.model import NumberForm, Rule

_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,30})?")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:[T ][0-9:.]+Z?)?")
_TOKENS = {"yyyy": r"(?P<year>[0-9]{4})", "mm": r"(?P<month>[0-9]{1,2})", "dd": r"(?P<day>[0-9]{1,2})"}
_TIMES = {"hh": "[0-9]{1,2}", "mm": "[0-9]{2}", "ss": r"[0-9]{2}(?:\.[0-9]+)?"}


class UnreadableError(ValueError):
    """A cell that is not what its rule says, told in English and Swedish; `check` names what was looked for."""

    def __init__(self, check: str, en: str, sv: str) -> None:
        super().__init__(en)
        self.check = check
        self.en = en
        self.sv = sv


def plain(text: str) -> str:
    """Return a cell's text with each run of white space as one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def folded(text: str) -> str:
    """Return a text by which cells are compared: case and kinds of space do not matter."""
    return plain(unicodedata.normalize("NFKC", text)).casefold()


def values(text: str, rule: Rule, blank: frozenset[str]) -> list[str]:
    """Return the values of a cell by a rule: none if it says nothing, several if the rule splits it.

    Args:
        text: the cell.
        rule: what is done to it.
        blank: cells that say nothing in this list, folded.

    Raises:
        UnreadableError: if a date or a number is not in the form that the rule gives.
    """
    found = (_value(part, rule, blank | rule.blank) for part in _split(text, rule.split))
    return [value for value in found if value]


def _split(text: str, separators: Iterable[str]) -> list[str]:
    pieces = [text]
    for separator in separators:
        pieces = [part for piece in pieces for part in piece.split(separator)]
    return pieces


def _value(text: str, rule: Rule, blank: frozenset[str]) -> str:
    for unwanted in rule.remove:
        text = text.replace(unwanted, "")
    text = plain(text)
    if not text or folded(text) in blank:
        return ""
    if rule.table is not None:
        text = rule.table.get(folded(text), text)
    if rule.dates:
        return date(text, rule.dates)
    if rule.number:
        text = number(text, rule.number)
    return f"{text} %" if rule.percent and not text.endswith("%") else text


def date(text: str, forms: Iterable[str]) -> str:
    """Return a date as YYYY-MM-DD, YYYY-MM or YYYY, as exact as it is written.

    Args:
        text: the date.
        forms: the forms that it may have, for instance `dd.mm.yyyy hh:mm`; the year-first form is always read.

    Raises:
        UnreadableError: if it has none of them, or there is no such day.
    """
    named = tuple(forms)
    for pattern in (*map(date_pattern, named), _ISO):
        match = pattern.fullmatch(text)
        if match:
            parts = match.groupdict() or dict(zip(("year", "month", "day"), match.groups(), strict=True))
            return _day(text, parts)
    shown = " / ".join(named)
    raise UnreadableError(
        "date-form",
        f'The date "{text}" does not have the form {shown} that the mapping gives.',
        f'Datumet "{text}" har inte formen {shown} som mappningen anger.',
    )


def _day(text: str, parts: dict[str, str | None]) -> str:
    year, month, day = (int(parts.get(name) or 0) for name in ("year", "month", "day"))
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        raise UnreadableError(
            "date-missing", f'The date "{text}" does not exist.', f'Datumet "{text}" finns inte.'
        ) from None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


@cache
def date_pattern(form: str) -> re.Pattern[str]:
    """Return what a date in a form looks like.

    Args:
        form: `yyyy`, `mm` and `dd`, at least the year, with signs between; then, if it has a time, `hh:mm[:ss]`.

    Raises:
        ValueError: if the form has no year, something twice, or a letter that stands for nothing.
    """
    pattern, times = "", False
    for piece in re.findall(r"yyyy|mm|dd|hh|ss|.", form.lower()):
        times = times or piece == "hh"
        known = _TIMES.get(piece) if times else _TOKENS.get(piece)
        if known is None and piece.isalpha() and piece != "t":
            raise ValueError(f"{piece!r} in {form!r}")
        pattern += known or ("[Tt]" if piece == "t" else re.escape(piece))
    if "<year>" not in pattern:
        raise ValueError(f"no yyyy in {form!r}")
    try:
        return re.compile(pattern)
    except re.error:
        raise ValueError(f"something twice in {form!r}") from None


def number(text: str, form: NumberForm) -> str:
    """Return a number in digits with a decimal point, rounded half up to a whole if its form says so.

    Raises:
        UnreadableError: if it is not a number in that form.
    """
    signs = "".join(r"\s" if sign.isspace() else re.escape(sign) for sign in form.thousands)
    plain_digits = text.replace("\N{MINUS SIGN}", "-")
    if signs and re.fullmatch(
        rf"[+-]?[0-9]{{1,3}}(?:[{signs}][0-9]{{3}})+(?:{re.escape(form.decimal)}[0-9]+)?", plain_digits
    ):
        plain_digits = re.sub(rf"[{signs}](?=[0-9]{{3}}(?![0-9]))", "", plain_digits)
    if form.decimal != ".":
        plain_digits = plain_digits.replace(".", "?").replace(form.decimal, ".")
    bare = plain_digits
    if not _DIGITS.fullmatch(bare):
        raise UnreadableError(
            "number-form",
            f'The number "{text}" cannot be read. The mapping says: digits, and "{form.decimal}" before decimals.',
            f'Talet "{text}" går inte att läsa. Mappningen säger: siffror, och "{form.decimal}" före decimaler.',
        )
    if form.rounded:
        return str(Decimal(bare).quantize(Decimal(1), ROUND_HALF_UP))
    return bare.removeprefix("+")
