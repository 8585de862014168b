"""When projects run, as exactly as it is said: from the first day it can mean to the last."""

import calendar
import datetime
import re
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.terms import NS
from kg.work.select import text

_START, _END = ox.NamedNode(NS + "start"), ox.NamedNode(NS + "end")


@dataclass(frozen=True, slots=True)
class Period:
    """The first day of a project and its last; None where it is not said."""

    first: datetime.date | None
    last: datetime.date | None

    @classmethod
    def of(cls, start: str, end: str) -> "Period":
        """Return the period between two days, months (`2019-05`) or years; what cannot be read is not said."""
        first, last = _days(start), _days(end)
        return cls(first[0] if first else None, last[1] if last else None)

    @property
    def known(self) -> bool:
        """Whether both ends are said."""
        return self.first is not None and self.last is not None

    def meets(self, other: "Period") -> bool:
        """Tell whether two periods may be one: they share at least half of the longer; open ends stand in no way."""
        first = max(filter(None, (self.first, other.first)), default=None)
        last = min(filter(None, (self.last, other.last)), default=None)
        if first is None or last is None:
            return True
        shared = (last - first).days + 1
        longest = max(self._length, other._length)
        return shared > 0 and (not longest or 2 * shared >= longest)

    @property
    def _length(self) -> int:
        return (self.last - self.first).days + 1 if self.first and self.last else 0


def period_of(store: Statements, project: ox.NamedNode) -> Period:
    """Return the period of a project."""
    start, end = (
        next((text(quad.object) for quad in store.quads_for_pattern(project, predicate, None)), "")
        for predicate in (_START, _END)
    )
    return Period.of(start, end)


def _days(value: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a day, month or year can mean."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(first.year, last_month)[1]
        return first, datetime.date(first.year, last_month, last_day)
    except ValueError:
        return None
