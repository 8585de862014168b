"""The made-up workspaces of the benchmarks: the same seed, the same bytes; they build, and only what is meant fails."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from generate import write_workspace
from made_up import MadeUp

from kg.disk.store import open_store
from kg.disk.turtle import write_turtle
from kg.disk.workspace import Workspace
from kg.jobs.ask import current_graph
from kg.jobs.build import build
from kg.jobs.validate import validate_graph
from kg.terms import ID, NS

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


def test_any_number_of_processes_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(tmp_path / "one", "--projects", "1100", "--jobs", "1")
    two = made(tmp_path / "two", "--projects", "1100", "--jobs", "2")
    assert content(one) == content(two)
    monkeypatch.setattr("generate.AT_ONCE", 7)
    write_workspace(MadeUp(1100, mistakes=0.01), tmp_path / "small")
    assert content(tmp_path / "small") == content(one)


def test_one_entry_in_a_hundred_is_wrong_unless_another_share_is_asked_for(tmp_path: Path) -> None:
    folder = made(tmp_path / "w", "--projects", "300", "--jobs", "1")
    rows = (folder / "mistakes.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "entry,mistake"
    assert len(rows) == 1 + 3


def test_an_entry_hangs_on_seed_and_number_and_on_how_many_there_are() -> None:
    world = MadeUp(500, seed=3, mistakes=0.1)
    whole = list(world.entries())
    assert list(MadeUp(500, seed=3, mistakes=0.1).entries(range(200, 210))) == whole[200:210]


def test_every_file_stands_in_its_one_form() -> None:
    world = MadeUp(400, mistakes=0.2)
    entries = list(world.entries())
    assert {entry.mistake for entry in entries} > {"two-starts", "without-title", "unknown-actor"}
    for entry in entries:
        assert write_turtle(entry.triples, own=f"{ID}project/{entry.slug}#") == entry.turtle


def test_registers_stand_in_their_one_form_and_long_ones_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("made_up.A_REGISTER", 300)
    registers = {name: "".join(pieces) for name, pieces in MadeUp(1500).registers()}
    assert list(registers) == ["organisations", "organisations-2", "organisations-3", "documents"]
    for text in registers.values():
        assert write_turtle(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)) == text
    assert sum(text.count(" a sam:Organisation") for text in registers.values()) == 750


def test_actors_take_part_by_zipfs_law() -> None:
    """The n-th organisation takes part about 1/n times as often as the first: a tenth, a hundredth."""
    counts = Counter(
        int(named.removeprefix("actor:org-").rstrip(" ;"))
        for entry in MadeUp(2000).entries()
        for line in entry.turtle.splitlines()
        if (named := line.strip().removeprefix("sam:actor ")).startswith("actor:org-")
    )
    first = sum(counts[number] for number in range(1, 10))
    later = [sum(counts[number] for number in range(1 * scale, 10 * scale)) for scale in (10, 100)]
    assert all(0.7 < decade / first < 1.6 for decade in later), "each decade of ranks has about as much as another"
    assert len(counts) > 800


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
