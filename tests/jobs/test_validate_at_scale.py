"""A thousand made-up projects: pySHACL finds the same in every one, and only what is meant to be wrong is found."""

import csv
import subprocess
import sys
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from shacl_help import told

from kg.disk.io import read_turtle
from kg.disk.store import open_store
from kg.disk.workers import cores, in_order
from kg.disk.workspace import Workspace
from kg.jobs.build import build
from kg.jobs.validate import Report, validate_parts
from kg.jobs.validate_now import validate_workspace
from kg.jobs.validation_text import as_json
from kg.work.neighbourhood import Surroundings
from kg.work.select import text as text_of
from kg.work.shapes import Shapes

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
COUNT = 1000
TOGETHER = 20  # entries

_shapes: Shapes
_surroundings: Surroundings


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("world") / "w"
    command = [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "-o", str(folder)]
    subprocess.run([*command, "--projects", str(COUNT), "--mistakes", "0.01"], check=True, capture_output=True)
    workspace = Workspace(folder, folder / ".kg")
    build(workspace)
    return workspace


@pytest.fixture(scope="module")
def report(world: Workspace) -> Report:
    return validate_workspace(world, jobs=2)


def test_every_mistake_is_found_and_nothing_else(world: Workspace, report: Report) -> None:
    with (world.root / "mistakes.csv").open(encoding="utf-8", newline="") as file:
        meant = {row["entry"] for row in csv.DictReader(file)}
    assert len(meant) == COUNT // 100
    assert {item.place.path.stem for item in report.counted} == meant
    assert len(report.entries) == COUNT


def test_the_report_does_not_hang_on_how_many_processes_make_it(world: Workspace, report: Report) -> None:
    alone = validate_parts(world, partial(open_store, world.store), jobs=1)
    assert as_json(alone, world.root) == as_json(report, world.root)


def by_referee(own: list[ox.Triple]) -> list[object]:
    """Return what pySHACL finds in some entries, in their neighbourhoods."""
    return list(told(_shapes.referee(_surroundings.of(own), {text_of(triple.subject) for triple in own})))


def prepare(place: Path) -> None:
    """Open what a process needs."""
    global _shapes, _surroundings
    _shapes, _surroundings = Shapes(), Surroundings(open_store(place))


def test_the_referee_finds_the_same_in_every_entry(world: Workspace, report: Report) -> None:
    """Some entries at a time: pySHACL takes as long to read the shapes as to check several entries."""
    found: dict[str, list[object]] = {name: [] for name in report.entries}
    for item in report.located:
        if item.place.path.parent.name == "entries":
            found[item.place.path.stem] += told([item.finding])
    sources = world.entries()
    parts = [sources[start : start + TOGETHER] for start in range(0, len(sources), TOGETHER)]
    orders = ([triple for source in part for triple in read_turtle(source.path)] for part in parts)
    theirs = in_order(by_referee, orders, cores(), prepare, world.store)
    for part, expected in zip(parts, theirs, strict=True):
        names = [source.path.stem for source in part]
        ours = [item for name in names for item in found[name]]
        assert len(ours) == len(expected), names
        assert all(item in ours for item in expected), names
