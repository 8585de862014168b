import datetime

import pytest
from kg_help import iri, store_of

from kg.work.periods import Period, period_of


def days(first: str, last: str) -> Period:
    one, other = (datetime.date.fromisoformat(day) if day else None for day in (first, last))
    return Period(one, other)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2018", "2020", "2018-01-01", "2020-12-31"),
        ("2018-02", "2020-02", "2018-02-01", "2020-02-29"),
        ("2018-02-03", "2018-02-04", "2018-02-03", "2018-02-04"),
        ("2018", "", "2018-01-01", ""),
        ("", "2018", "", "2018-12-31"),
        ("2018-13", "2018-02-30", "", ""),
        ("i våras", "0000", "", ""),
    ],
)
def test_a_period_is_as_wide_as_what_is_said(start: str, end: str, first: str, last: str) -> None:
    assert Period.of(start, end) == days(first, last)
    assert Period.of(start, end).known is bool(first and last)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("2018", "2020"), ("2018", "2020"), True),
        (("2018", "2020"), ("2018-06", "2020-06"), True),
        (("2018", "2020"), ("2020", "2022"), False),
        (("2018", "2020"), ("2019", "2019"), False),
        (("2018", "2019"), ("2019", "2019"), True),
        (("2018", "2020"), ("2021", "2023"), False),
        (("2018", ""), ("2018", "2020"), True),
        (("2022", ""), ("2018", "2020"), False),
        (("", ""), ("2018", "2020"), True),
        (("", ""), ("", ""), True),
        (("2020", "2018"), ("2018", "2020"), False),
    ],
)
def test_periods_meet_if_they_share_half_of_the_longer(
    one: tuple[str, str], other: tuple[str, str], expected: bool
) -> None:
    assert Period.of(*one).meets(Period.of(*other)) is expected
    assert Period.of(*other).meets(Period.of(*one)) is expected


def test_the_period_of_a_project_is_read_as_stated() -> None:
    store = store_of('project:a sam:start "2018"^^xsd:gYear ; sam:end "2019-05"^^xsd:gYearMonth .')
    assert period_of(store, iri("project:a")) == days("2018-01-01", "2019-05-31")
    assert period_of(store, iri("project:b")) == Period(None, None)
