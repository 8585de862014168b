"""Dates: a year, a month or a day as it is written; of any other form, how it should have been written."""

import datetime
import re
from collections.abc import Callable, Sequence

import pyoxigraph as ox

from kg.work.values.characters import code_line
from kg.work.values.days import Day, by_format, literal, month_of, no_such_day
from kg.work.values.refusal import Read, Refusal, inform, refuse, shown

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?) ?(?:Z|[+-]00:00)?"
)
_MIDNIGHT = re.compile(r"[0:.]+")
_DASHES = re.compile("[‐‑‒–—―−﹣－]")

_YEAR_FIRST = re.compile(r"([0-9]{4}) ?[-/. ] ?([0-9]{1,2})(?: ?[-/. ] ?([0-9]{1,2}))?[.,;]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?[-/. ] ?([0-9]{4}|[0-9]{2})[.,;]?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{4})[.,;]?")
_DAY_NAME = re.compile(
    r"(?:den )?([0-9]{1,2})(?::?[ae]|st|nd|rd|th|\.)?[ -]*(?:of )?([^\W\d_]{3,9})\.?,?[ -]*([0-9]{4}|[0-9]{2})"
)
_NAME_DAY = re.compile(r"([^\W\d_]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_YEAR_NAME = re.compile(r"([0-9]{4})[ -]([^\W\d_]{3,9})\.?(?:[ -]([0-9]{1,2}))?")
_NAME_YEAR = re.compile(r"([^\W\d_]{3,9})\.?,?[ -]*'?([0-9]{4}|[0-9]{2})")
_DIGITS = re.compile(r"[0-9]{6}|[0-9]{8}")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]{1,12})?")
_FLOAT = re.compile(r"([0-9]{4})[.,]0+")
_CLOCK = re.compile(r"(.{6,20}?),? (?:kl\.? )?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?[AP]M)?", re.IGNORECASE)

_PLAIN = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_BETWEEN = re.compile(
    rf"(?:från |from |mellan |between )?({_PLAIN}) ?(?:-{{1,3}}|/|till|to|until|och|and|t\.?o\.?m\.?) ?({_PLAIN})",
    re.IGNORECASE,
)
_TWO_YEARS = re.compile(r"([0-9]{4})/([0-9]{2})")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ONE_SIDED = re.compile(
    r"(?:fr\.? ?o\.? ?m\.?|t\.? ?o\.? ?m\.?|från(?: och med)?|till(?: och med)?|sedan|efter|före|år|året"
    rf"|from|since|until|to|after|before|by|year) ?({_PLAIN})|({_PLAIN}) ?-|- ?({_PLAIN})|({_PLAIN}) ?år",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\?|\b(?:ca|cirka|c:a|circa|omkring|ungefär|runt|prel|preliminärt|about|around|approx"
    r"|hösten|höst|våren|vår|sommaren|sommar|vintern|vinter|[hv]\.?t\.?|spring|summer|autumn|fall|winter"
    r"|början|mitten|slutet|årsskiftet|halvår(?:et)?|beginning|middle|mid|early|late|half"
    r"|kvartal(?:et)?|kv|q[1-4]|[1-4]q|quarter|vecka|v|w[0-9]{2}|week)\b|~|≈",
    re.IGNORECASE,
)
_SHORT_TERM = re.compile(r"[hv]t ?'?([0-9]{2})", re.IGNORECASE)
_UNKNOWN = {"okänt", "okänd", "vet ej", "vet inte", "ej klart", "inte klart", "ej bestämt", "ej fastställt", "unknown",
            "not known", "not decided", "oklart", "unclear"}  # fmt: skip
_OPEN = {"tills vidare", "tillsvidare", "löpande", "pågående", "pågår", "pågår fortfarande", "permanent", "nu",
         "nutid", "idag", "i dag", "ongoing", "until further notice", "open-ended", "now", "today", "present",
         "current"}  # fmt: skip
_FORM = re.compile(r"[åyj]{2,4}(?:[-/. ]?m{2}(?:[-/. ]?d{2})?)?|d{2}[-/. ]?m{2}[-/. ]?[åy]{2,4}", re.IGNORECASE)
_MONEY = re.compile(r"[0-9][0-9 ]{5,}(?:[.,][0-9]{1,2})?|[0-9][0-9 .,]*(?:kr|kronor|SEK|EUR|€|:-)\.?")

_DAY_ZERO = datetime.date(1899, 12, 30)  # the day that Excel counts as 0
_FIRST_SERIAL, _LAST_SERIAL = 36526, 51500  # 2000-01-01 and 2040-12-30


def read_date(text: str, formats: Sequence[str] = ()) -> Read[ox.Literal] | Refusal:
    """Return a date as precise as it is written: `2018`, `2018-09` or `2018-09-01`.

    A dash for a hyphen is mended with a remark, and a time of midnight is passed over.

    Args:
        text: the date as written.
        formats: formats in which a list says that it writes dates, as for `strptime` (`%d.%m.%Y %H:%M`).

    Returns:
        A gYear, gYearMonth or date; or what is wrong, with the date that seems to be meant as the suggestion.

    Raises:
        ParameterError: if one of the formats is none.
    """
    line = code_line(text)
    if isinstance(line, Refusal):
        return line
    for form in formats:
        if day := by_format(line, form):
            return literal(day, text)
    day = _iso(line)
    if day is None:
        return next((refusal for guess in _GUESSES if (refusal := guess(line, text))), _unreadable(text))
    read = literal(day, text)
    if isinstance(read, Read) and _DASHES.search(text):
        told = shown(text)
        remark = inform(
            "date-dash", f"{told} är skrivet med tankstreck och läses som {day}.",
            f"{told} is written with a dash and read as {day}.", str(day),
        )  # fmt: skip
        return Read(read.value, (remark,))
    return read


def _iso(line: str) -> Day | None:
    """Return the day of a date in the right form, with midnight behind it or not."""
    if match := _ISO.fullmatch(line):
        return Day(*(int(part) for part in match.groups() if part is not None))
    if (match := _TIME.fullmatch(line)) and _MIDNIGHT.fullmatch(match[2]):
        return _iso(match[1])
    return None


def _placeholder(line: str, text: str) -> Refusal | None:
    if not _FORM.fullmatch(line):
        return None
    return refuse(
        "date-placeholder",
        f'"{shown(text)}" står kvar från mallen. Skriv ett datum i stället, till exempel 2017-09-01, eller bara året.',
        f'"{shown(text)}" is left from the form. Write a date instead, for example 2017-09-01, or the year alone.',
    )


def _without_date(line: str, text: str) -> Refusal | None:
    bare = line.casefold().rstrip(".")
    if bare in _UNKNOWN:
        return refuse(
            "date-unknown",
            f'"{shown(text)}" är inget datum. Lämna fältet tomt om datumet inte är känt, eller skriv bara året.',
            f'"{shown(text)}" is not a date. Leave the field empty if it is not known, or write the year alone.',
        )
    if bare in _OPEN:
        return refuse(
            "date-open",
            f'"{shown(text)}" är inget datum. Lämna slutdatumet tomt så länge inget är bestämt.',
            f'"{shown(text)}" is not a date. Leave the end date empty as long as none is decided.',
        )
    return None


def _two_dates(line: str, text: str) -> Refusal | None:
    """Refuse a period in one field."""
    start = end = ""
    if match := _BETWEEN.fullmatch(line):
        start, end = match.groups()
    elif match := _TWO_YEARS.fullmatch(line):
        if int(match[2]) != (int(match[1]) + 1) % 100 or int(match[2]) <= 12:
            return None
        start, end = match[1], str(int(match[1]) + 1)
    elif len(_YEAR.findall(line)) < 2:
        return None
    sv, en = (f": start {start}, slut {end}", f": start {start}, end {end}") if start else ("", "")
    return refuse(
        "date-range",
        f'"{shown(text)}" är två datum. Skriv start och slut var för sig, i varsitt fält{sv}.',
        f'"{shown(text)}" is two dates. Write start and end one by one, each in its own field{en}.',
    )


def _serial(line: str, text: str) -> Refusal | None:
    match = _SERIAL.fullmatch(line)
    if match is None or not _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return None
    day = _DAY_ZERO + datetime.timedelta(days=int(match[1]))
    return refuse(
        "date-serial",
        f"{shown(text)} ser ut som ett Excel-datum (antal dagar sedan 1900); menar du {day}? "
        "Skriv så, eller ge cellen formatet Datum.",
        f"{shown(text)} looks like an Excel date (days since 1900); did you mean {day}? "
        "Write that, or give the cell the format Date.",
        str(day),
    )


def _digits(line: str, text: str) -> Refusal | None:
    """Suggest what digits with nothing between them stand for: 20170901, 30092017, 170901, 201709, 2017.0."""
    if match := _FLOAT.fullmatch(line):
        return _written_as(text, Day(int(match[1])))
    if not _DIGITS.fullmatch(line):
        return None
    if len(line) == 8:
        orders: tuple[tuple[str, ...], ...] = ((line[:4], line[4:6], line[6:]), (line[4:], line[2:4], line[:2]))
    else:
        orders = ((line[:4], line[4:]), ("20" + line[:2], line[2:4], line[4:]))
    days = [Day(*map(int, order)) for order in orders]
    nearly = [day for day in days if Day(day.year, day.month).fits and (day.day or 0) <= 31]
    return next((_written_as(text, day) for day in (*(day for day in days if day.fits), *nearly)), None)


def _numbers(line: str, text: str) -> Refusal | None:
    """Suggest what numbers with signs between them stand for: 2017/9/1, 1.9.2017, 24-09-01, 09/2017."""
    if match := _YEAR_FIRST.fullmatch(line):
        return _written_as(text, Day(*(int(part) for part in match.groups() if part is not None)))
    if match := _MONTH_YEAR.fullmatch(line):
        return _written_as(text, Day(int(match[2]), int(match[1])))
    match = _YEAR_LAST.fullmatch(line)
    if match is None:
        return None
    first, sign, second, last = match.groups()
    if len(last) == 2 and sign == "-":
        year_first = Day(2000 + int(first), int(second), int(last))
        if len(first) == 2 and year_first.fits:
            return _written_as(text, year_first)
    year = int(last) if len(last) == 4 else 2000 + int(last)
    day_first, month_first = Day(year, int(second), int(first)), Day(year, int(first), int(second))
    if day_first == month_first or not month_first.fits:
        return _written_as(text, day_first)
    if not day_first.fits:
        return _written_as(text, month_first)
    return refuse(
        "date-ambiguous",
        f'"{shown(text)}" kan läsas som {day_first} eller {month_first}. Skriv det ena, som ÅÅÅÅ-MM-DD.',
        f'"{shown(text)}" can be read as {day_first} or {month_first}. Write one of them, as YYYY-MM-DD.',
    )


def _month_in_letters(line: str, text: str) -> Refusal | None:
    """Suggest what a date with the name of a month stands for: 1 sep 2017, September 1, 2017, sept 2017."""
    for pattern, (year, month, day) in (
        (_DAY_NAME, (3, 2, 1)), (_NAME_DAY, (3, 1, 2)), (_YEAR_NAME, (1, 2, 3)), (_NAME_YEAR, (2, 1, 0)),
    ):  # fmt: skip
        match = pattern.fullmatch(line)
        if match and (number := month_of(match[month])):
            full = int(match[year]) if len(match[year]) == 4 else 2000 + int(match[year])
            return _written_as(text, Day(full, number, int(match[day]) if day and match[day] else None))
    return None


def _with_clock(line: str, text: str) -> Refusal | None:
    """Refuse a time of day behind a date."""
    match = _TIME.fullmatch(line) or _CLOCK.fullmatch(line)
    if match is None:
        return None
    if day := _iso(match[1]):
        suggestion = str(day)
        if refusal := no_such_day(day, text):
            return refusal
    else:
        inner = next((found for guess in _INNER if (found := guess(match[1], match[1]))), None)
        if inner is None or inner.check == "date-missing":
            return inner
        suggestion = inner.suggestion
    sv, en = (f", till exempel {suggestion}", f", for example {suggestion}") if suggestion else ("", "")
    return refuse(
        "date-time",
        f'"{shown(text)}" har ett klockslag. Skriv bara datumet, som ÅÅÅÅ-MM-DD{sv}.',
        f'"{shown(text)}" has a time of day. Write the date alone, as YYYY-MM-DD{en}.',
        suggestion,
    )


def _vague(line: str, text: str) -> Refusal | None:
    """Refuse what is no date, but has a year in it: hösten 2017, Q3 2017, ca 2018, t.o.m. 2020-02-28."""
    if match := _ONE_SIDED.fullmatch(line):
        day = _iso(next(filter(None, match.groups())))
        if day and day.fits:
            return _written_as(text, day)
    short = _SHORT_TERM.fullmatch(line)
    years = ["20" + short[1]] if short else _YEAR.findall(line)
    if len(years) != 1 or not (short or _VAGUE.search(line)):
        return None
    if refusal := no_such_day(Day(int(years[0])), text):
        return refusal
    return refuse(
        "date-vague",
        f'"{shown(text)}" är inte ett bestämt datum. Skriv bara året, {years[0]}, om månad och dag inte är kända.',
        f'"{shown(text)}" is not an exact date. Write the year alone, {years[0]}, if month and day are not known.',
        years[0],
    )


def _money(line: str, text: str) -> Refusal | None:
    if not _MONEY.fullmatch(line):
        return None
    return refuse(
        "date-is-amount",
        f'"{shown(text)}" ser ut som ett belopp, inte ett datum. Har två kolumner eller fält bytt plats?',
        f'"{shown(text)}" looks like an amount, not a date. Are two columns or fields swapped?',
    )


def _written_as(text: str, day: Day) -> Refusal:
    """Return the refusal of a date that is understood, but in another form."""
    if refusal := no_such_day(day, text):
        return refusal
    sv = "bara år" if day.month is None else "ÅÅÅÅ-MM" if day.day is None else "ÅÅÅÅ-MM-DD"
    en = "a year alone" if day.month is None else "YYYY-MM" if day.day is None else "YYYY-MM-DD"
    return refuse(
        "date-form",
        f'Datumet "{shown(text)}" har fel form. Skriv det som {day} ({sv}).',
        f'Date "{shown(text)}" has the wrong form. Write it as {day} ({en}).',
        str(day),
    )


def _unreadable(text: str) -> Refusal:
    return refuse(
        "date-form",
        f'Datumet "{shown(text)}" går inte att läsa. Skriv det som ÅÅÅÅ-MM-DD, till exempel 2017-09-01. '
        "Bara år (2018) går också bra.",
        f'Date "{shown(text)}" cannot be read. Write it as YYYY-MM-DD, for example 2017-09-01. '
        "A year alone (2018) is also fine.",
    )


_INNER: tuple[Callable[[str, str], Refusal | None], ...] = (_numbers, _month_in_letters, _digits)
_GUESSES: tuple[Callable[[str, str], Refusal | None], ...] = (
    _placeholder, _without_date, _two_dates, _serial, _digits, _numbers, _month_in_letters, _with_clock, _vague, _money,
)  # fmt: skip
