"""The page on performance is made of a file of results: goals, what misses them, limits, pictures."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from bench import measured, merged
from figure import Figure, Goal, slower
from page import BARE, Job, goals, write_page
from setting import Setting


def job(name: str, title: str, *figures: Figure, error: str = "") -> dict[str, Any]:
    """Return a job as the results have it."""
    return {"name": name, "title": title, "text": f"How {name} is measured.", "error": error,
            "figures": [figure.as_json() for figure in figures]}  # fmt: skip


RESULTS = {
    "machine": {"Processor": "a | b, 2 cores"},
    "sizes": [1000, 10_000],
    "jobs": [
        job("parsing", "The limit", Figure("read all statements as N-Triples", "s", 0.5, 1000),
            Figure("read all statements as N-Triples", "s", 5.0, 10_000)),
        job("building", "Build",
            slower(Figure("build", "s", 4.0, 1000, {BARE: 2.0}, rounds=5), BARE, 2.5),
            slower(Figure("build", "s", 60.0, 10_000, {BARE: 20.0}, note="How.", stops="The disk."), BARE, 2.5),
            Figure("memory", "MB", 512, 10_000, goal=Goal("at most", 1024, "ours"))),
        job("servers", "Servers", error="Absent: virtuoso is not installed"),
    ],
}  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of some results."""
    results = tmp_path / "results" / "2026-01-02.json"
    results.parent.mkdir()
    results.write_text(json.dumps(RESULTS), encoding="utf-8")
    path = tmp_path / "docs" / "performance.md"
    path.parent.mkdir()
    write_page(results, path)
    return path


def test_every_goal_stands_beside_its_figure(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "| [build](#build) | 1,000 | 4 s | pyoxigraph bulk_load 2 s | at most 2.5 times | 2.00 | yes |" in text
    assert "| [build](#build) | 10,000 | 60 s | pyoxigraph bulk_load 20 s | at most 2.5 times | 3.00 | **no** |" in text
    assert "| [memory](#build) | 10,000 | 512 MB |  | at most 1,024 MB | 512 MB | yes |" in text
    assert "2 av 3 mål är nådda" in text


def test_what_misses_its_goal_says_what_stops_it(page: Path) -> None:
    assert "* **build**, 10,000 projects: The disk.\n" in page.read_text(encoding="utf-8")


def test_every_job_is_told_as_a_multiple_of_the_limits(page: Path) -> None:
    assert "| build | 60 s | 12.0 | 3.00 |" in page.read_text(encoding="utf-8")


def test_a_job_that_failed_says_so_and_cells_keep_their_bars(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "**Not measured whole in this run: Absent: virtuoso is not installed**" in text
    assert "| Processor | a \\| b, 2 cores |" in text


def test_pictures_are_the_same_each_time_and_only_of_what_has_two_sizes(page: Path) -> None:
    pytest.importorskip("matplotlib")
    folder = page.parent / "pictures" / "performance"
    assert sorted(path.name for path in folder.iterdir()) == ["building.svg", "parsing.svg"]
    before = (folder / "building.svg").read_bytes()
    write_page(page.parents[1] / "results" / "2026-01-02.json", page)
    assert (folder / "building.svg").read_bytes() == before
    assert "(pictures/performance/building.svg)" in page.read_text(encoding="utf-8")


def test_a_later_run_is_added_to_an_earlier_one() -> None:
    more = {"machine": {}, "sizes": [100_000], "jobs": [
        job("building", "Build", Figure("build", "s", 700.0, 100_000), Figure("build", "s", 5.0, 1000))]}  # fmt: skip
    both = merged(RESULTS, more)
    assert both["sizes"] == [1000, 10_000, 100_000]
    assert [one["name"] for one in both["jobs"]] == ["parsing", "building", "servers"]
    built = [(one["size"], one["ours"]) for one in both["jobs"][1]["figures"] if one["name"] == "build"]
    assert built == [(1000, 5.0), (10_000, 60.0), (100_000, 700.0)]


def test_a_job_that_cannot_be_measured_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = ModuleType("half_way", "Half way.")
    monkeypatch.setitem(sys.modules, "half_way", module)

    def figures(_: Setting) -> Iterator[Figure]:
        yield Figure("first", "s", 1.0)
        raise ValueError("no more")

    vars(module).update(TITLE="Half way", figures=figures)
    found = measured("half_way", Setting())
    assert [one["name"] for one in found["figures"]] == ["first"]
    assert found["error"] == "ValueError: no more"
    assert json.loads(capsys.readouterr().out)["job"] == "half_way"


def test_of_very_many_figures_with_one_goal_the_worst_is_told() -> None:
    asked = [Figure(f"question {place}", "ms", place * 10.0, 1000, goal=Goal("at most", 50, "ours"))
             for place in range(1, 9)]  # fmt: skip
    text = goals([Job("questions", "Questions", "", tuple(asked), "")])
    assert text.count("\n") == 3
    assert "the worst of 8, question 8 | 1,000 | 80 ms |  | at most 50 ms | 80 ms | 5 of 8 |" in text
