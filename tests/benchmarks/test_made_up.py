"""The made-up workspaces of the benchmarks: the same seed, the same bytes; they build, and only what is meant fails."""

import csv
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.store import open_store
from kg.disk.workspace import Workspace
from kg.jobs.ask import current_graph
from kg.jobs.build import build
from kg.jobs.validate import validate_graph
from kg.terms import NS

ROOT = Path(__file__).resolve().parents[2]
COUNT = 80


def made(folder: Path, *options: str) -> Path:
    """Return a workspace that the script made."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "-o", str(folder), *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace with a mistake in every tenth entry."""
    return made(tmp_path_factory.mktemp("world") / "w", "--projects", str(COUNT), "--mistakes", "0.1")


def content(folder: Path) -> dict[str, bytes]:
    """Return each file's bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and ".kg" not in path.parts}  # fmt: skip


def test_the_same_seed_gives_the_same_bytes_and_another_others(world: Path, tmp_path: Path) -> None:
    again = made(tmp_path / "again", "--projects", str(COUNT), "--mistakes", "0.1")
    other = made(tmp_path / "other", "--projects", str(COUNT), "--mistakes", "0.1", "--seed", "8")
    assert content(again) == content(world)
    assert content(other).keys() == content(world).keys()
    same = [path for path, data in content(other).items() if data == content(world)[path]]
    assert {Path(path).parts[1] for path in same} == {"registers"}


def test_the_places_are_the_repositorys_own(world: Path) -> None:
    for name in ("areas", "countries", "places"):
        there = (ROOT / "data" / "registers" / f"{name}.ttl").read_bytes()
        assert (world / "data" / "registers" / f"{name}.ttl").read_bytes() == there


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "generate.py"), "-o", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_it_builds_and_only_the_mistakes_that_are_meant_are_found(world: Path) -> None:
    workspace = Workspace(world, world / ".kg")
    report = build(workspace)
    assert report.entries == COUNT
    with (world / "mistakes.csv").open(encoding="utf-8", newline="") as file:
        meant = {row["entry"]: row["mistake"] for row in csv.DictReader(file)}
    assert len(meant) == 8
    assert len(set(meant.values())) == 8
    found = validate_graph(workspace, current_graph(workspace), "draft")
    wrong = {item.place.path.stem for item in found.counted if item.finding.severity == "violation"}
    assert wrong == set(meant)


def test_it_has_the_shape_of_real_lists(world: Path) -> None:
    store = open_store(world / ".kg") if (world / ".kg").exists() else None
    if store is None:
        build(Workspace(world, world / ".kg"))
        store = open_store(world / ".kg")
    taking_part: dict[str, int] = {}
    by_project: dict[str, int] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(NS + "actor"), None):
        actor, project = str(quad.object), str(quad.subject).partition("#")[0]
        taking_part[actor] = taking_part.get(actor, 0) + 1
        by_project[project] = by_project.get(project, 0) + 1
    assert all(3 <= count <= 12 for count in by_project.values())
    counts = sorted(taking_part.values(), reverse=True)
    assert counts[0] > 5 * counts[len(counts) // 2]
