"""The page on performance, written from the results of a run: it can be made anew without measuring.

python benchmarks/page.py [benchmarks/results/<date>.json]      the newest results, if none are named
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figure import Figure, Goal, from_json
from numbers_text import duration, number, times
from words import ENGLISH, JOBS, SWEDISH

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
PICTURES = "pictures/performance"  # beside the page
A_ROW_EACH = 6  # figures with the same goal; of more, only the worst stands in the table of goals
READ, BUILD, BARE = (
    "read all statements as N-Triples",
    "build",
    "pyoxigraph bulk_load",
)  # what the limits are taken from


@dataclass(frozen=True)
class Job:
    """A job of a run: the module that measured it, what the page says of it, its figures, and what went wrong."""

    name: str
    title: str
    text: str
    figures: tuple[Figure, ...]
    error: str

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Job":
        """Return the job that a file of results holds."""
        figures = tuple(map(from_json, data["figures"]))
        return cls(data["name"], data["title"], data["text"], figures, data["error"])


def main() -> None:
    """Write the page from the results that are named, or the newest."""
    named = sys.argv[1:2] or sorted(map(str, (HERE / "results").glob("*.json")))[-1:]
    if not named:
        sys.exit("no results yet; measure with: make bench")
    write_page(Path(named[0]))


def write_page(results: Path, page: Path = PAGE) -> None:
    """Write the page and its pictures."""
    data = json.loads(results.read_text(encoding="utf-8"))
    jobs = [Job.read(job) for job in data["jobs"]]
    pictures = _draw(jobs, page.parent / PICTURES)
    link = Path(os.path.relpath(results, page.parent)).as_posix()
    parts = [
        ENGLISH.format(date=results.stem, results=link),
        "## " + "The machine\n",
        table(("", ""), data["machine"].items()),
        "## Goals\n",
        goals(jobs),
        *missed(jobs),
        *absent(jobs),
        "## How far each job is from the limits\n",
        *limits(jobs),
        *(part for job in jobs for part in chapter(job, pictures)),
        SWEDISH.format(date=results.stem, reached=_reached(jobs), of=len(_goals(jobs))),
    ]
    page.write_text("\n".join(parts), encoding="utf-8")


def _draw(jobs: list[Job], folder: Path) -> set[str]:
    """Draw the pictures, where they can be drawn; return which jobs have one."""
    try:
        from plots import draw
    except ImportError:
        print("matplotlib is not installed: the pictures stay as they are", file=sys.stderr)
        return {path.stem for path in folder.glob("*.svg")}
    return draw([(job.name, job.title, job.figures) for job in jobs], folder)


def absent(jobs: Iterable[Job]) -> list[str]:
    """Return a line on what the run has not measured, if there is anything."""
    measured = {job.name for job in jobs}
    found = ", ".join(what for name, what in JOBS.items() if name not in measured)
    return [f"Not measured in this run: {found}. A million projects are a run of their own.\n"] if found else []


def goals(jobs: Iterable[Job]) -> str:
    """Return the table of what was to be reached, and what was; very many of one kind stand in one row."""
    kinds: dict[tuple[str, Goal, int], list[Figure]] = {}
    for job, figure in _goals(list(jobs)):
        assert figure.goal is not None
        kinds.setdefault((job.title, figure.goal, figure.size), []).append(figure)
    rows = []
    for (title, goal, _), found in kinds.items():
        if len(found) <= A_ROW_EACH:
            rows += [(f"[{one.name}](#{_anchor(title)})", *_row(one, goal), _verdict(one)) for one in found]
            continue
        worst = max(found, key=lambda one: _value(one) * (1 if goal.way == "at most" else -1))
        reached = sum(one.met is True for one in found)
        name = f"[{title}](#{_anchor(title)}): the worst of {len(found)}, {worst.name}"
        rows.append((name, *_row(worst, goal), f"{reached} of {len(found)}"))
    return table(("figure", "projects", "ours", "beside", "goal", "is", "reached"), rows)


def _row(figure: Figure, goal: Goal) -> tuple[str, ...]:
    is_ratio = goal.of == "ratio"
    value = _value(figure)
    shown = times(value) if is_ratio else amount(value, figure.unit)
    return (
        number(figure.size) if figure.size else "",
        amount(figure.ours, figure.unit),
        "; ".join(f"{name} {amount(peer, figure.unit)}" for name, peer in figure.peers.items()),
        f"{goal.way} {number(goal.bound)} {'times' if is_ratio else figure.unit}",
        "not measured" if figure.met is None else shown,
    )


def _value(figure: Figure) -> float:
    """Return what a figure's goal is about; 0 if it could not be measured."""
    return (figure.ratio or 0.0) if figure.goal and figure.goal.of == "ratio" else figure.ours


def _verdict(figure: Figure) -> str:
    return {True: "yes", False: "**no**", None: "not measured"}[figure.met]


def missed(jobs: list[Job]) -> Iterator[str]:
    """Yield what stops the figures that miss their goal."""
    found = [figure for _, figure in _goals(jobs) if figure.met is not True]
    if found:
        yield "### What stops those that are not reached\n"
        yield "".join(
            f"* **{one.name}**, {number(one.size)} projects: {one.stops or one.note or 'not known yet.'}\n"
            for one in found
        )


def limits(jobs: list[Job]) -> Iterator[str]:
    """Yield, for each size, each job's time as a multiple of reading and of bulk loading the same statements."""
    seconds = [figure for job in jobs for figure in job.figures if figure.unit == "s"]
    for size in sorted({figure.size for figure in seconds}):
        here = {figure.name: figure for figure in seconds if figure.size == size}
        if READ not in here or BARE not in (here[BUILD].peers if BUILD in here else ()):
            continue
        read, load = here[READ].ours, here[BUILD].peers[BARE]
        yield (
            f"At {number(size)} projects N-Triples are read in {duration(read)}, and loaded bare in {duration(load)}; "
            "each job as a multiple of the two:\n"
        )
        yield table(
            ("job", "takes", "times reading", "times the bare load"),
            [(name, duration(one.ours), times(one.ours / read), times(one.ours / load)) for name, one in here.items()],
        )


def chapter(job: Job, pictures: set[str]) -> Iterator[str]:
    """Yield the part of the page about a job."""
    yield f"## {job.title}\n"
    yield f"{job.text}\n"
    if job.error:
        yield f"**Not measured whole in this run: {job.error}**\n"
    peers = list(dict.fromkeys(peer for figure in job.figures for peer in figure.peers))
    if job.figures:
        yield table(
            ("figure", "projects", "ours", *peers, "ratio", "rounds"),
            [(figure.name, number(figure.size) if figure.size else "", amount(figure.ours, figure.unit),
              *(amount(figure.peers[peer], figure.unit) if peer in figure.peers else "" for peer in peers),
              times(figure.ratio) if figure.ratio is not None else "", str(figure.rounds)) for figure in job.figures],
        )  # fmt: skip
    notes = dict.fromkeys(f"* {figure.name}: {figure.note}\n" for figure in job.figures if figure.note)
    if notes:
        yield "".join(notes)
    if job.name in pictures:
        yield f"![{job.title}: growth with the number of projects]({PICTURES}/{job.name}.svg)\n"


def amount(value: float, unit: str) -> str:
    """Return a value with its unit; times over some minutes are told in minutes too."""
    if unit == "s":
        return duration(value)
    return times(value) if unit == "times" else f"{number(value)} {unit}"


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown, its figures to the right."""
    titles = list(headings)
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _goals(jobs: list[Job]) -> list[tuple[Job, Figure]]:
    return [(job, figure) for job in jobs for figure in job.figures if figure.goal]


def _reached(jobs: list[Job]) -> int:
    return sum(figure.met is True for _, figure in _goals(jobs))


def _anchor(title: str) -> str:
    """Return the anchor that a heading gets on the usual sites."""
    return "".join(letter for letter in title.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


if __name__ == "__main__":
    main()
