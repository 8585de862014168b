"""Identifiers of projects: the diary numbers of Svenska ESF-rådet, and those of others as they are."""

import re

from kg.work.values.characters import code_line, one_line
from kg.work.values.refusal import Read, Refusal, inform, refuse, shown

LONGEST = 200

_RIGHT = re.compile(
    r"[0-9]{2}-[0-9]{3}-[A-Z][0-9]{2}"
    r"|20[0-9]{2}/[0-9]{5}|20[0-9]{2}-[0-9]{7}"  # as in the programme periods from 2014 and from 2007
)
_NEARLY = re.compile(
    r"(?:(?:dnr|diarienr|diarienummer|diary number|esf|ärende|ärendenr)\.?:? ?)?"
    r"[^0-9A-Za-z]*(?:20)?([0-9]{2})[^0-9A-Za-z]*([0-9O]{1,4})[^0-9A-Za-z]*([A-Za-z])[^0-9A-Za-z]*([0-9O]{1,2})[^0-9A-Za-z]*",
    re.IGNORECASE,
)
_DASHES = re.compile("[‒–—―−]")


def read_diary_number(text: str, *, esf: bool = True) -> Read[str] | Refusal:
    """Return a project's identifier: of the ESF a diary number such as 24-003-S02, else as `read_identifier`.

    Args:
        text: the number as written.
        esf: whether the project's fund is ESF or ESF+, whose diary numbers have one form.
    """
    if not esf:
        return read_identifier(text)
    line = code_line(text, LONGEST)
    if isinstance(line, Refusal):
        return line
    if _RIGHT.fullmatch(line):
        if not _DASHES.search(text):
            return Read(line)
        remark = inform(
            "diary-number-dash",
            f"{shown(text)} är skrivet med tankstreck och läses som {line}.",
            f"{shown(text)} is written with a dash and read as {line}.",
            line,
        )
        return Read(line, (remark,))
    suggestion = _mended(line)
    form = suggestion or "24-003-S02"
    return refuse(
        "diary-number-form",
        f'Diarienumret "{shown(text)}" har fel form. Skriv som {form}.',
        f'Diary number "{shown(text)}" has the wrong form. Write it like {form}.',
        suggestion,
    )


def _mended(line: str) -> str:
    """Return the diary number that a text seems to mean, or nothing."""
    match = _NEARLY.fullmatch(line)
    if match is None:
        return ""
    year, number, letter, serial = (part.upper() for part in match.groups())
    number, serial = number.replace("O", "0"), serial.replace("O", "0")
    return f"{year}-{int(number):03}-{letter}{int(serial):02}" if int(number) < 1000 else ""


def read_identifier(text: str) -> Read[str] | Refusal:
    """Return any other identifier on one line, as it is written."""
    line = one_line(text, LONGEST)
    return line if isinstance(line, Refusal) else Read(line)
