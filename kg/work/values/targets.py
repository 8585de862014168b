"""Target values of indicators: a number, and the unit as far as the text itself says it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.work.values.characters import code_line
from kg.work.values.figures import ABOUT, NUMBER, canonical, readings
from kg.work.values.refusal import Read, Refusal, grouped, refuse, shown

MOST = 10**12

_PERCENT = re.compile(r"(.*[0-9]) ?(?:%|procent|percent|per cent)", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"({NUMBER.pattern}) ?([^\W\d_][^0-9]{{0,60}}|%)")
_RANGE = re.compile(rf"({NUMBER.pattern}) ?(?:-|till|to) ?({NUMBER.pattern}).*")


@dataclass(frozen=True, slots=True)
class Target:
    """A target value as canonical text; `unit` is `percent` if a percent sign stands behind it, else empty."""

    value: str
    unit: str = ""

    @property
    def datatype(self) -> str:
        """The datatype of the value: `integer` or `decimal`."""
        return "decimal" if "." in self.value else "integer"


def read_target(text: str) -> Read[Target] | Refusal:
    """Return a target value: `250`, `1 000`, `12,5`, `25 %`. What stands behind the number belongs under unit."""
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    percent = _PERCENT.fullmatch(line)
    numbers = readings(percent[1] if percent else line)
    if len(numbers) > 1:
        return _ambiguous(numbers, text)
    if not numbers:
        return _unreadable(line, text)
    if numbers[0] < 0:
        return refuse(
            "target-negative",
            f"Målvärdet kan inte vara negativt ({shown(text)}).",
            f"The target value cannot be negative ({shown(text)}).",
        )
    if numbers[0] > MOST:
        sv, en = grouped(MOST)
        return refuse(
            "target-too-large",
            f"Målvärdet {shown(text)} är orimligt stort; högst {sv} tas emot.",
            f"The target value {shown(text)} is too large to be true; at most {en} is taken.",
        )
    return Read(Target(canonical(numbers[0]), "percent" if percent else ""))


def _ambiguous(numbers: list[Decimal], text: str) -> Refusal:
    most, least = (Decimal(canonical(number)) for number in (max(numbers), min(numbers)))
    (most_sv, most_en), (least_sv, least_en) = grouped(most), grouped(least)
    return refuse(
        "target-ambiguous",
        f'Målvärdet "{shown(text)}" kan läsas som {most_sv} eller {least_sv}. Skriv bara siffror, som {most:f}.',
        f'The target value "{shown(text)}" can be read as {most_en} or {least_en}. Write digits alone, like {most:f}.',
        f"{most:f}",
    )


def _unreadable(line: str, text: str) -> Refusal:
    """Return the refusal of what is no number, with the number and the unit that stand in it."""
    told = shown(text)
    if _RANGE.fullmatch(line):
        return refuse(
            "target-unreadable",
            f'Målvärdet "{told}" är två tal. Skriv ett enda målvärde, till exempel 250.',
            f'The target value "{told}" is two numbers. Write a single target value, for example 250.',
        )
    about = ABOUT.fullmatch(line)
    inner = about[1] if about else line
    match = _WITH_UNIT.fullmatch(inner)
    numbers = readings(match[1] if match else inner)
    if len(numbers) == 1 and numbers[0] <= MOST:
        number = canonical(numbers[0])
        unit = match[2].strip() if match else ""
        number = f"{number} %" if unit == "%" else number
        sv = f" och {unit} i fältet för enhet" if unit not in ("", "%") else ""
        en = f" and {unit} in the field for the unit" if unit not in ("", "%") else ""
        return refuse(
            "target-unreadable",
            f'Målvärdet "{told}" är inte bara ett tal. Skriv {number}{sv}.',
            f'The target value "{told}" is not just a number. Write {number}{en}.',
            number,
        )
    return refuse(
        "target-unreadable",
        f'Målvärdet "{told}" går inte att läsa. Skriv det med siffror, till exempel 250.',
        f'The target value "{told}" cannot be read. Write it in digits, for example 250.',
    )
