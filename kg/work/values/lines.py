"""Lines of a document: one, or the first and the last of several."""

import re
from typing import NamedTuple

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, refuse, shown

MOST = 10_000_000

_LINES = re.compile(
    r"(?:(?:rad(?:er|erna)?|r|lines?|l|ll|rows?)\.? ?:?)? ?([0-9]{1,9})(?: ?(?:-+|till|to|/) ?([0-9]{1,9}))?\.?",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:s|sid|sida|sidan|sidor|p|pp|page|pages|kap|kapitel|chapter|avsnitt|section|§)\.? ?[0-9].*", re.IGNORECASE
)
_SEVERAL = re.compile(r".*[0-9] ?(?:,|;|&|och|and|\+) ?[0-9].*", re.IGNORECASE)
_DATE = re.compile(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{1,2}-[a-zå]{3,4}\.?|[a-zå]{3,4}\.?-[0-9]{1,2})", re.IGNORECASE
)


class Lines(NamedTuple):
    """The first and the last line, counted from 1; the same one twice for a single line."""

    first: int
    last: int


def read_lines(text: str) -> Read[Lines] | Refusal:
    """Return the lines that a text names: `12`, `12-14`, `rad 12–14`."""
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    match = _LINES.fullmatch(line)
    told = shown(text)
    if match is None:
        return _unreadable(line, told)
    first, last = int(match[1]), int(match[2] or match[1])
    if first < 1 or last < 1 or max(first, last) > MOST:
        return refuse(
            "lines-range",
            f"Raden {told} finns inte. Rader räknas från 1.",
            f"Line {told} does not exist. Lines are counted from 1.",
        )
    if last < first:
        return refuse(
            "lines-order",
            f"Raderna {told} slutar före sin början. Menar du {last}-{first}?",
            f"Lines {told} end before they begin. Did you mean {last}-{first}?",
            f"{last}-{first}",
        )
    return Read(Lines(first, last))


def _unreadable(line: str, told: str) -> Refusal:
    if _PAGES.fullmatch(line):
        return refuse(
            "lines-pages",
            f'"{told}" är ingen rad. Ange radnummer i dokumentet, till exempel 12-14, eller lämna fältet tomt.',
            f'"{told}" is not a line. Give line numbers in the document, for example 12-14, or leave the field empty.',
        )
    if _DATE.fullmatch(line):
        return refuse(
            "lines-date",
            f'"{told}" är ett datum; kalkylprogrammet kan ha gjort om raderna. Ge cellen formatet Text och skriv till '
            "exempel 12-14.",
            f'"{told}" is a date; the spreadsheet may have turned the lines into one. Give the cell the format Text '
            "and write 12-14.",
        )
    if _SEVERAL.fullmatch(line):
        return refuse(
            "lines-several",
            f'"{told}" är flera ställen. Ange en källa för varje, till exempel 12-14.',
            f'"{told}" is several places. Give one source for each, for example 12-14.',
        )
    return refuse(
        "lines-unreadable",
        f'Raderna "{told}" går inte att läsa. Skriv ett radnummer eller två, till exempel 12 eller 12-14.',
        f'Lines "{told}" cannot be read. Write one line number or two, for example 12 or 12-14.',
    )
