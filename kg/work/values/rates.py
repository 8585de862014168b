"""Rates: shares of a whole, as decimals between 0 and 1."""

import re
from decimal import Decimal
from typing import Literal

from kg.work.values.characters import code_line
from kg.work.values.figures import canonical, readings
from kg.work.values.refusal import Read, Refusal, grouped, refuse, shown, warn

_PERCENT = re.compile(r"(.*[0-9]) ?(?:%|procent|percent|per cent|pct|proc)\.?", re.IGNORECASE)
_SMALL = Decimal("0.01")


def read_rate(text: str, *, unit: Literal["", "percent", "fraction"] = "") -> Read[str] | Refusal:
    """Return a rate as the text of a decimal between 0 and 1: `0.4` for `40 %`, `40%`, `40 procent`, `0,40`.

    Args:
        text: the rate as written.
        unit: what a number without a percent sign is, where a list declares it; else a number over 1 is refused,
            since 40 may be 40 % or a slip.
    """
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    match = _PERCENT.fullmatch(line)
    numbers = readings(match[1] if match else line)
    if not numbers:
        return refuse(
            "rate-unreadable",
            f'Andelen "{shown(text)}" går inte att läsa. Skriv den i procent, till exempel 40 %.',
            f'The rate "{shown(text)}" cannot be read. Write it in per cent, for example 40 %.',
        )
    number = min(numbers, key=abs)  # 0,400 % has three decimals; no share is in thousands
    if number < 0:
        return refuse(
            "rate-negative",
            f"Andelen kan inte vara negativ ({shown(text)}).",
            f"The rate cannot be negative ({shown(text)}).",
        )
    percent = bool(match) or unit == "percent"
    return _ambiguous(number, text) if number > 1 and not percent and number <= 100 else _rate(number, text, percent)


def _rate(number: Decimal, text: str, percent: bool) -> Read[str] | Refusal:
    rate = number / 100 if percent else number
    if rate > 1:
        return refuse(
            "rate-range",
            f"Andelen kan vara 0–100 %; du angav {shown(text)}.",
            f"The rate must be 0–100 %; you gave {shown(text)}.",
        )
    if 0 < rate < _SMALL:
        sv, en = grouped(Decimal(canonical(rate * 10000)))
        remark = warn(
            "rate-small",
            f"Andelen {shown(text)} är mindre än 1 %. Är den hundra gånger för liten? Skriv i så fall {sv} %.",
            f"The rate {shown(text)} is less than 1 %. Is it a hundred times too small? If so, write {en} %.",
            f"{en} %",
        )
        return Read(canonical(rate), (remark,))
    if number == 1 and not percent and "." not in text and "," not in text:
        remark = warn(
            "rate-one",
            f"Andelen {shown(text)} läses som 100 %. Skriv 100 %, eller 1 % om det är det du menar.",
            f"The rate {shown(text)} is read as 100 %. Write 100 %, or 1 % if that is what you mean.",
            "100 %",
        )
        return Read("1", (remark,))
    return Read(canonical(rate))


def _ambiguous(number: Decimal, text: str) -> Refusal:
    sv, en = grouped(number.normalize())
    return refuse(
        "rate-unit",
        f"Andelen {shown(text)} saknar procenttecken. Skriv {sv} % om det är procent.",
        f"The rate {shown(text)} has no percent sign. Write {en} % if it is per cent.",
        f"{en} %",
    )
