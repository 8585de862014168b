"""Measure everything side by side in one run, keep the figures, and write the page.

python benchmarks/bench.py              all jobs at 1,000, 10,000 and 100,000 projects, five rounds where they are
                                        short; writes benchmarks/results/<date>.json and docs/performance.md
python benchmarks/bench.py --quick      1,000 and 10,000 in some minutes; a line of JSON a figure, no page
python benchmarks/bench.py --only building --sizes 1000000 --add     one job more, beside what the day has
"""

import argparse
import datetime
import importlib
import json
import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figure import Figure
from machine import machine
from page import write_page
from setting import ROOT, Setting, tell

MODULES = ("parsing", "building", "deriving", "validation", "entries", "questions", "dumps", "writing", "startup",
           "names", "importing", "workbooks")  # fmt: skip
QUICK = ("parsing", "building", "deriving", "validation", "entries", "questions", "dumps", "startup")
RESULTS = ROOT / "benchmarks" / "results"

Results = dict[str, Any]


def main() -> int:
    """Read what is asked for, measure, and write; 1 if a job failed."""
    given = _arguments()
    standard = Setting()
    sizes = tuple(given.sizes or ((1_000, 10_000) if given.quick else standard.sizes))
    setting = Setting(sizes, given.rounds or (1 if given.quick else 5), given.folder, given.quick, given.samples)
    setting.folder.mkdir(parents=True, exist_ok=True)
    results: Results = {"machine": machine(setting.folder), "sizes": list(sizes), "jobs": []}
    path = RESULTS / f"{datetime.date.today().isoformat()}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if given.add and path.is_file() else None
    for name in given.only or (QUICK if given.quick else MODULES):
        job = measured(name, setting)
        results["jobs"].append(job)
        if not given.quick:
            save(path, merged(before, results) if before else results)
    shutil.rmtree(setting.folder / "scratch", ignore_errors=True)
    if not given.quick:
        write_page(path)
        tell(f"written: {path} and the page")
    failed = [job["name"] for job in results["jobs"] if job["error"]]
    if failed:
        tell(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure everything side by side.")
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 projects in some minutes, no page")
    parser.add_argument("--sizes", type=int, nargs="+", help="how many projects, one size or several")
    parser.add_argument("--rounds", type=int, help="how often what takes seconds is measured")
    parser.add_argument("--only", nargs="+", choices=MODULES, metavar="JOB", help=f"of: {', '.join(MODULES)}")
    parser.add_argument("--add", action="store_true", help="keep what the day's file has and this run does not measure")
    parser.add_argument("--folder", type=Path, default=Setting().folder, help="where made-up workspaces are kept")
    parser.add_argument("--samples", type=Path, help="a folder with real lists, to be measured too")
    return parser.parse_args()


def measured(name: str, setting: Setting) -> Results:
    """Return what a job measured; an error is told and kept, and the rest goes on."""
    job: Results = {"name": name, "title": name, "text": "", "figures": [], "error": ""}
    try:
        module = importlib.import_module(name)
        job |= {"title": module.TITLE, "text": _text(module.__doc__ or "")}
        for figure in module.figures(setting):
            job["figures"].append(figure.as_json())
            show(name, figure)
    except Exception as error:  # whatever it is, the other jobs are still worth their time
        traceback.print_exc()
        job["error"] = f"{type(error).__name__}: {error}"
    return job


def _text(docstring: str) -> str:
    """Return what a job says of how it measures: all but how to call it."""
    return "\n\n".join(part for part in docstring.strip().split("\n\n") if "python benchmarks/" not in part)


def show(job: str, figure: Figure) -> None:
    """Print a figure as a line of JSON."""
    print(json.dumps({"job": job, **figure.as_json()}, ensure_ascii=False), flush=True)


def merged(before: Results, after: Results) -> Results:
    """Return two runs as one: where both measured the same, the later one counts."""
    jobs = {job["name"]: job for job in before["jobs"]}
    for job in after["jobs"]:
        old = jobs.get(job["name"], job | {"figures": []})
        newer = {(one["name"], one["size"]) for one in job["figures"]}
        kept = [one for one in old["figures"] if (one["name"], one["size"]) not in newer]
        jobs[job["name"]] = job | {"figures": list(_in_order([*kept, *job["figures"]]))}
    order = {name: place for place, name in enumerate(MODULES)}
    return after | {
        "sizes": sorted({*before["sizes"], *after["sizes"]}),
        "jobs": sorted(jobs.values(), key=lambda job: order.get(job["name"], len(order))),
    }


def _in_order(figures: list[Results]) -> Iterator[Results]:
    """Yield figures so that those of one name stand together, in the order in which names come first, by size."""
    names = list(dict.fromkeys(one["name"] for one in figures))
    yield from sorted(figures, key=lambda one: (one["size"], names.index(one["name"])))


def save(path: Path, results: Results) -> None:
    """Write the results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
