"""Organisation numbers: how one may be written, and how it stands in the index of names."""

import re

from kg.disk.spelling import tight

_SWEDISH = re.compile(r"(?:SE)?(?:16)?(\d{6})-?(\d{4})(?:01)?")
_BESIDE = re.compile(r"[\s,;(]*\b((?:SE|16)?\d{6}[-–‐‑]\d{4}(?:01)?)\b[\s,;)]*")


def number_keys(number: str, country: str = "") -> list[str]:
    """Return how an organisation number may stand in the index; nothing if a text is no number.

    A Swedish one is found with and without hyphen, spaces, a century (16) before it, and as a number for value added
    tax (SE…01); a foreign one with the letters of its country before it or not.
    """
    bare = re.sub(r"[\s.–‐‑-]", "", number.upper())
    if swedish := _SWEDISH.fullmatch(bare):
        return [swedish[1] + swedish[2]]
    if not re.fullmatch(r"[A-Z]{0,3}\d[0-9A-Z]*", bare) or sum(map(str.isdecimal, bare)) < 6:
        return []
    if country and bare[:2] != country:
        return [tight(country + bare), tight(bare)]
    return [tight(bare)]


def number_beside(text: str) -> tuple[str, str]:
    """Return a name and the Swedish number that stands beside it, `Norrbottens Kommuner (222000-0653)`, if one does."""
    found = _BESIDE.search(text)
    if found is None or found[0] == text:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1]


def country_of(number: str) -> str:
    """Return the two letters of the country that a number is of."""
    return "SE" if _SWEDISH.fullmatch(number) else number[:2].upper()
