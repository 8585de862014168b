"""Numbers as people write them: 3 453 768, 3.453.768, 12,5, 1,000.50; and when a number can be read in two ways."""

import re
from decimal import Context, Decimal

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, grouped, refuse, shown

MOST_DIGITS = 18  # of a whole number: what the graph takes

_FINEST, _EXACT = Decimal("1e-12"), Context(prec=60)
_SIGNED = re.compile(r"([-+]?) ?(.*)")
_PLAIN = re.compile(r"[0-9]{1,27}")  # one less than the digits that decimals are counted with
_MARKS = (" ", "'", ".", ",")
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}}){{1,8}}") for mark in _MARKS}
_FRACTION = re.compile(r"[0-9]{1,27}")
_SCIENTIFIC = re.compile(r"([0-9](?:[.,][0-9]{1,20})?)E\+?([0-9]{1,2})", re.IGNORECASE)
_NUMBER = r"[0-9](?:[0-9 '.,]*[0-9])?"
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})

NUMBER = re.compile(_NUMBER)
ABOUT = re.compile(
    r"(?:ca|c:a|cirka|circa|omkring|ungefär|runt|drygt|knappt|nästan|minst|högst|mer än|över|under|upp till|max|min"
    r"|about|approx|approximately|around|nearly|almost|over|at least|at most|up to|more than|less than"
    r"|~|≈|>|<|≥|≤|\+/-|±)"
    rf"\.? ?({_NUMBER}.*)",
    re.IGNORECASE,
)


def readings(text: str, decimal_sign: str = "") -> list[Decimal]:
    """Return what a number can be read as: one value, two if a sign may be decimal or grouping, none if unreadable.

    Args:
        text: the number on one line, spaces folded, a minus or plus before it or not.
        decimal_sign: `,` or `.` where it is known; the other one then only groups.
    """
    sign, bare = _SIGNED.fullmatch(text).groups() if len(text) <= 100 else ("", "")  # type: ignore[union-attr]
    found: dict[Decimal, None] = {}
    for mark in ("", *_MARKS):
        if mark and mark == decimal_sign:
            continue
        for point in (",", "."):
            if point == mark or (decimal_sign and point != decimal_sign):
                continue
            whole, dot, fraction = bare.partition(point)
            if dot and not _FRACTION.fullmatch(fraction):
                continue
            if not (_GROUPED[mark] if mark else _PLAIN).fullmatch(whole):
                continue
            digits = whole.replace(mark, "") if mark else whole
            found[Decimal(f"{'-' if sign == '-' else ''}{digits}.{fraction or '0'}")] = None
    return list(found)


def canonical(number: Decimal) -> str:
    """Return a number as the graph writes it: digits, a point if needed, no zeros at the end, at most 12 decimals."""
    text = f"{number.quantize(_FINEST, context=_EXACT):f}"
    shortened = text.rstrip("0").rstrip(".")
    return "0" if shortened == "-0" else shortened


def scientific(text: str) -> Decimal | None:
    """Return the number that a spreadsheet shows as `3,45E+06`, or None if the text is not of that form."""
    match = _SCIENTIFIC.fullmatch(text)
    return Decimal(match[1].replace(",", ".")) * 10 ** int(match[2]) if match else None


def with_digits(text: str) -> str:
    """Return a number in which O, l and I are taken for the digits that they resemble; empty if that makes none."""
    digits = text.translate(_LOOKALIKES)
    return digits if digits != text and NUMBER.fullmatch(digits) and any(sign in "23456789" for sign in text) else ""


def read_integer(text: str, *, low: int = 0, high: int = 10**MOST_DIGITS - 1) -> Read[int] | Refusal:
    """Return a whole number.

    Args:
        text: the number as written; digits may be grouped.
        low: the least it may be.
        high: the most it may be.
    """
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    numbers = readings(line)
    if len(numbers) != 1 or numbers[0] % 1:
        return refuse(
            "integer-unreadable",
            f'"{shown(text)}" är inget heltal. Skriv det med siffror, till exempel 12.',
            f'"{shown(text)}" is not a whole number. Write it in digits, for example 12.',
        )
    if not low <= numbers[0] <= high:
        (low_sv, low_en), (high_sv, high_en) = grouped(low), grouped(high)
        return refuse(
            "integer-range",
            f"{shown(text)} ligger utanför {low_sv}–{high_sv}. Kontrollera talet.",
            f"{shown(text)} is outside {low_en}–{high_en}. Check the number.",
        )
    return Read(int(numbers[0]))
