"""Whatever ends a build, the version before goes on answering, and the next build cleans up."""

import contextlib
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from generate import write_workspace
from kg_help import Run
from made_up import MadeUp

from kg.disk.store import open_store, read_version
from kg.disk.version import MANIFEST
from kg.disk.workspace import Workspace
from kg.jobs.build import FEW, build

pytest_plugins = ["kg_conftest"]
COUNT = FEW + 60  # entries: enough for processes of their own
LINES = ("reading ontology", "reading ", "deriving")  # what a build tells, in this order
KG = [sys.executable, "-c", "from kg.cli.main import run; run()"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of made-up projects, with a store; some entries have changed since it was built."""
    folder = tmp_path_factory.mktemp("made")
    write_workspace(MadeUp(COUNT, 5), folder)
    workspace = Workspace(folder, folder / ".kg")
    build(workspace, jobs=1)
    (workspace.data / "entries" / "projekt-7.ttl").unlink()
    return workspace


@pytest.fixture
def own(made: Workspace, tmp_path: Path) -> Workspace:
    """A copy of its store, with the same data."""
    shutil.copytree(made.store, tmp_path / ".kg")
    return Workspace(made.root, tmp_path / ".kg")


def names(workspace: Workspace) -> set[str]:
    return {path.name for path in (workspace.store / "versions").iterdir()}


def answers_as_before(workspace: Workspace, made: Workspace) -> bool:
    before = read_version(made.store)
    return read_version(workspace.store).name == before.name and len(open_store(workspace.store)) == before.quads


def begin(workspace: Workspace, **more: object) -> subprocess.Popen[str]:
    """Begin a build in a process of its own."""
    command = [*KG, "--root", str(workspace.root), "--store", str(workspace.store), "build", "--jobs", "2"]
    environment = {**os.environ, "KG_LANG": "en"}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("wait", [0.0, 0.15, 0.4])
@pytest.mark.parametrize("line", LINES)
def test_a_build_that_is_killed_leaves_the_version_before(
    own: Workspace, made: Workspace, line: str, wait: float
) -> None:
    building = begin(own)
    assert building.stderr is not None
    while not (told := building.stderr.readline()).startswith(line) or (line == "reading " and "ontology" in told):
        assert told, "the build ended before it told so"
    time.sleep(wait)
    building.send_signal(signal.SIGKILL)
    building.wait()
    building.stderr.close()
    if read_version(own.store).name != read_version(made.store).name:
        assert line == LINES[-1]  # it was whole already
        return
    assert answers_as_before(own, made)
    after = build(own, jobs=1).version
    assert names(own) == {after.name, read_version(made.store).name}
    assert not list(own.store.glob("current.*.json"))
    assert len(open_store(own.store)) == after.quads


def test_ctrl_c_ends_a_build_without_a_word_and_the_next_one_cleans_up(own: Workspace, made: Workspace) -> None:
    building = begin(own)
    assert building.stderr is not None
    building.stderr.readline()
    building.stderr.readline()
    building.send_signal(signal.SIGINT)
    _, told = building.communicate()
    assert building.returncode == -signal.SIGINT
    assert told == ""
    assert answers_as_before(own, made)
    after = build(own, jobs=1).version
    assert names(own) == {after.name, read_version(made.store).name}


def test_a_file_that_cannot_grow_is_one_clear_error(own: Workspace, made: Workspace) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    building = begin(own, preexec_fn=little)
    _, told = building.communicate()
    assert building.returncode == 3, told
    assert "Traceback" not in told
    assert told.splitlines()[-1].endswith("the version before stays in use")
    assert answers_as_before(own, made)
    assert names(own) == names(made)


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of a size on a folder, or skip the test where that is not allowed."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount here")
def test_a_full_disk_is_one_clear_error(made: Workspace, tmp_path: Path) -> None:
    size = sum(path.stat().st_size for path in made.store.rglob("*") if path.is_file())
    with small_disk(tmp_path / "disk", str(size + 3_000_000)):
        shutil.copytree(made.store, tmp_path / "disk" / ".kg")
        full = Workspace(made.root, tmp_path / "disk" / ".kg")
        building = begin(full)
        _, told = building.communicate()
        assert building.returncode == 3, told
        assert "Traceback" not in told
        assert "No space left" in told.splitlines()[-1]
        assert told.splitlines()[-1].endswith("the version before stays in use")
        assert answers_as_before(full, made)
        assert names(full) == names(made)


def test_the_second_of_two_builds_says_who_is_at_work(own: Workspace, made: Workspace) -> None:
    with (own.store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("a-machine, pid 17, 2026-01-02 03:04:05\n")
        lock.flush()
        building = begin(own)
        _, told = building.communicate()
    assert building.returncode == 3
    assert told.splitlines()[-1].removeprefix("kg: ") == (
        f"another build is at work in {own.store} (a-machine, pid 17, 2026-01-02 03:04:05); wait for it"
    )
    assert answers_as_before(own, made)


def flip(path: Path) -> None:
    """Flip a bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
def test_a_store_that_is_damaged_is_noticed_and_made_again(
    own: Workspace, kg: Run, harm: Callable[[Path], None]
) -> None:
    place = read_version(own.store).place
    parts = [path for path in sorted(place.iterdir()) if path.stat().st_size and not path.name.startswith("LOG")]
    assert len(parts) > 8
    for path in parts:
        whole = path.read_bytes()
        harm(path)
        done = kg("doctor", root=own.root, store=own.store)
        assert done.returncode == 1, path.name
        assert "make" in done.stdout and "again with: kg build" in done.stdout, path.name
        if path.name != MANIFEST:
            assert path.name in done.stdout
        path.write_bytes(whole)
    harm(parts[0])
    build(own, jobs=1)
    assert "again with: kg build" not in kg("doctor", root=own.root, store=own.store).stdout
