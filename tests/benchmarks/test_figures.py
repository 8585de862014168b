"""Figures: what they compare with what, and when a goal is reached."""

import json

import pytest
from figure import Figure, Goal, faster, from_json, growth, slower
from numbers_text import duration, number, times


def test_ours_is_so_many_times_a_peers() -> None:
    figure = slower(Figure("build", "s", 5.0, 100, {"bare": 2.0}), "bare", 2.5)
    assert (figure.ratio, figure.met) == (2.5, True)
    assert slower(figure, "bare", 2.4).met is False


def test_ours_is_so_many_times_faster_than_a_peers() -> None:
    figure = faster(Figure("derive", "s", 0.5, 300, {"owlrl": 60.0}), "owlrl", 100)
    assert (figure.ratio, figure.met) == (120.0, True)
    assert faster(figure, "owlrl", 121).met is False


def test_what_has_no_peer_has_no_ratio_and_meets_no_goal() -> None:
    figure = slower(Figure("build", "s", 5.0), "bare", 2.5)
    assert (figure.ratio, figure.met) == (None, None)
    assert faster(Figure("derive", "s", 5.0), "owlrl", 2).met is None


def test_a_goal_can_be_about_our_own_value() -> None:
    assert Figure("memory", "MB", 900, goal=Goal("at most", 1024, "ours")).met is True
    assert Figure("memory", "MB", 1025, goal=Goal("at most", 1024, "ours")).met is False
    assert Figure("memory", "MB", 1025).met is None


def test_growth_is_told_from_one_size_to_ten_times_as_large() -> None:
    figures = [Figure("build", "s", seconds, size) for size, seconds in ((1000, 1.0), (10_000, 9.0), (100_000, 108.0))]
    grown = list(growth([*figures, Figure("other", "s", 1.0, 1000)], "build", 11))
    assert [(figure.size, figure.ratio, figure.met) for figure in grown] == [
        (10_000, 9.0, True),
        (100_000, 12.0, False),
    ]


@pytest.mark.parametrize("goal", [None, Goal("at least", 40)])
def test_a_figure_comes_back_from_json(goal: Goal | None) -> None:
    figure = Figure("validate", "s", 1.5, 1000, {"pySHACL": 60.0}, 40.0, goal, 5, "a note")
    assert from_json(json.loads(json.dumps(figure.as_json()))) == figure


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.0123, "0.0123"), (1.5, "1.5"), (12.34, "12.3"), (1234.5, "1,234"), (99.96, "100")]
)
def test_numbers_have_three_digits_that_matter(value: float, text: str) -> None:
    assert number(value) == text


def test_ratios_and_times_are_told_in_what_fits() -> None:
    assert (times(1.234), times(10.58), times(137.4)) == ("1.23", "10.6", "137")
    assert (duration(0.0123), duration(12.34), duration(1200)) == ("12.3 ms", "12.3 s", "20 min")
