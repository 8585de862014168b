"""Days, months and years: which exist, what they are called, and how a list may write them."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.terms import XSD
from kg.work.values.refusal import Read, Refusal, refuse, shown

FIRST, LAST = 1995, 2040  # the years that a project of these funds can have

MONTHS_SV = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_OTHER_MONTHS = {"sept": 9, "okt": 10, "oct": 10, "may": 5, "maj": 5}
_DIRECTIVES = {
    "%Y": r"(?P<year>[0-9]{4})",
    "%y": r"(?P<short>[0-9]{2})",
    "%m": r"(?P<month>[0-9]{1,2})",
    "%d": r"(?P<day>[0-9]{1,2})",
    "%b": r"(?P<name>[^\W\d_]{3,9})\.?",
    "%B": r"(?P<name>[^\W\d_]{3,9})\.?",
    "%H": "[0-9]{1,2}",
    "%M": "[0-9]{2}",
    "%S": "[0-9]{2}",
    "%f": "[0-9]{1,9}",
    "%z": r"(?:Z|[+-][0-9]{2}:?[0-9]{2})",
    "%%": "%",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month (no day) or a year (no month either); it need not exist."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return it as YYYY-MM-DD, YYYY-MM or YYYY."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])

    @property
    def exists(self) -> bool:
        """Tell whether there is such a day, month or year."""
        if not 1 <= self.year <= 9999:
            return False
        if self.month is None or not 1 <= self.month <= 12:
            return self.month is None and self.day is None
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]

    @property
    def fits(self) -> bool:
        """Tell whether a project can have it."""
        return self.exists and FIRST <= self.year <= LAST


def literal(day: Day, text: str) -> Read[ox.Literal] | Refusal:
    """Return a day, month or year as a value of the graph.

    Args:
        day: what the text says.
        text: how it was written, for the message.

    Returns:
        A gYear, gYearMonth or date; a refusal if it does not exist or no project can have it.
    """
    if refusal := no_such_day(day, text):
        return refusal
    datatype = "gYear" if day.month is None else "gYearMonth" if day.day is None else "date"
    return Read(ox.Literal(str(day), datatype=ox.NamedNode(XSD + datatype)))


def no_such_day(day: Day, text: str) -> Refusal | None:
    """Return a refusal if a day does not exist, or is not in a year that a project can have."""
    told = shown(text)
    if not FIRST <= day.year <= LAST:
        sv, en = (f"Året {told}", f"The year {told}") if told.isdigit() else (f"Året i {told}", f"The year of {told}")
        return refuse(
            "date-year",
            f"{sv} ligger utanför {FIRST}–{LAST}. Kontrollera om årtalet är felskrivet.",
            f"{en} is outside {FIRST}–{LAST}. Check whether the year is mistyped.",
        )
    if day.exists:
        return None
    sv, en = _lacking(day)
    swapped = Day(day.year, day.day, day.month)
    if day.day and swapped.exists:
        return refuse(
            "date-missing",
            f"Datumet {told} finns inte; {sv}. Menar du {swapped}?",
            f"Date {told} does not exist; {en}. Did you mean {swapped}?",
            str(swapped),
        )
    later = Day(day.year // 100 * 100 + (day.month or 0))
    if day.day is None and later.year > day.year and later.fits:
        return refuse(
            "date-missing",
            f"Månaden {told} finns inte; {sv}. "
            f"Gäller det flera år, skriv {day.year} som start och {later} som slut, var för sig.",
            f"Month {told} does not exist; {en}. "
            f"If several years are meant, write {day.year} as the start and {later} as the end, one by one.",
        )
    return refuse(
        "date-missing",
        f"Datumet {told} finns inte; {sv}.",
        f"Date {told} does not exist; {en}.",
    )


def _lacking(day: Day) -> tuple[str, str]:
    """Say in Swedish and English why there is no such day."""
    if day.month is None or not 1 <= day.month <= 12:
        return f"månaderna är 01–12, inte {day.month or 0:02}", f"months are 01–12, not {day.month or 0:02}"
    days = calendar.monthrange(day.year, day.month)[1]
    sv, en = MONTHS_SV[day.month - 1], MONTHS_EN[day.month - 1]
    year = f" {day.year}" if day.month == 2 else ""
    return f"{sv}{year} har {days} dagar", f"{en}{year} has {days} days"


def month_of(name: str) -> int:
    """Return the number of a month by its Swedish or English name, in full or its first three letters; 0 if none."""
    bare = name.casefold().rstrip(".")
    if bare in _OTHER_MONTHS:
        return _OTHER_MONTHS[bare]
    for names in (MONTHS_SV, MONTHS_EN):
        for number, month in enumerate(names, start=1):
            if bare == month.casefold() or bare == month.casefold()[:3]:
                return number
    return 0


def by_format(line: str, form: str) -> Day | None:
    """Return the day that a text in a declared format says, or None if it is not in that format.

    Raises:
        ParameterError: as `date_format`.
    """
    match = date_format(form).fullmatch(line)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts.get("short") or 0)
    name = parts.get("name")
    month = month_of(name) if name else _number(parts.get("month"))
    return None if name and not month else Day(year, month, _number(parts.get("day")))


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


@lru_cache(maxsize=64)
def date_format(form: str) -> re.Pattern[str]:
    """Return what a date in a format looks like.

    Args:
        form: as for `strptime`: %Y or %y, and %m or %b, %d, %H, %M, %S, %f, %z. Times are passed over.

    Raises:
        ParameterError: if the format has a sign that is not among them, one of them twice, or no year.
    """
    pattern = ""
    for token in re.findall(r"%.|[^%]|%$", form, re.DOTALL):
        if token.startswith("%") and token not in _DIRECTIVES:
            raise ParameterError(
                f"{token!r} in the date format {form!r}; known are {', '.join(_DIRECTIVES)}",
                f"{token!r} i datumformatet {form!r}; kända är {', '.join(_DIRECTIVES)}",
            )
        pattern += _DIRECTIVES.get(token) or re.escape(token)
    try:
        compiled = re.compile(pattern)
    except re.error:
        raise ParameterError(
            f"the date format {form!r} has something twice", f"datumformatet {form!r} har något två gånger"
        ) from None
    if not {"year", "short"} & set(compiled.groupindex):
        raise ParameterError(f"the date format {form!r} has no year", f"datumformatet {form!r} saknar år")
    if "day" in compiled.groupindex and not {"month", "name"} & set(compiled.groupindex):
        raise ParameterError(f"the date format {form!r} has no month", f"datumformatet {form!r} saknar månad")
    return compiled
