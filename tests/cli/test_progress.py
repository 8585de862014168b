import io
import sys

import pytest

from kg.cli.progress import Bar, counted


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def terminal_in(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Let standard error be a terminal; within a test, since pytest puts its own there between set-up and test."""
    told = Terminal()
    monkeypatch.setattr(sys, "stderr", told)
    return told


def test_nothing_is_drawn_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("en", "files", "filer")
    bar(1, 2)
    bar(2, 2)
    assert list(counted([b"a", b"b"], "en")) == [b"a", b"b"]
    assert capsys.readouterr().err == ""


def test_a_bar_tells_how_far_it_has_come_and_is_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_in(monkeypatch)
    clock = iter([100.0, 102.0, 102.05, 104.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    bar = Bar("sv", "entries", "poster")
    bar(1_000, 4_000)
    bar(1_001, 4_000)  # too soon after the last one to be drawn
    bar(4_000, 4_000)
    drawn = terminal.getvalue().split("\r\033[K")
    assert drawn == ["", "██████░░░░░░░░░░░░░░░░░░ 1 000/4 000 poster, 6 s kvar", ""]


def test_work_whose_end_is_not_known_tells_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_in(monkeypatch)
    assert b"".join(counted([b"x" * 1_500_000, b"y"], "en")) == b"x" * 1_500_000 + b"y"
    assert terminal.getvalue().startswith("\r\033[K0 MB")
    assert terminal.getvalue().endswith("\r\033[K")
