import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kg.disk.workfolder import YOUNG, WorkFolder

HOLDS = """
import sys, time
from kg.disk.workfolder import WorkFolder
folder = WorkFolder("kg-test-")
print(folder.name, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> Path:
    """Let a folder be older than one that has just been made."""
    then = folder.stat().st_mtime - 2 * YOUNG
    os.utime(folder, (then, then))
    return folder


def test_a_folder_is_the_users_own_and_gone_at_the_end() -> None:
    with WorkFolder("kg-test-") as name:
        (Path(name) / "a").write_text("x")
        assert Path(name).parent.stat().st_mode & 0o777 == 0o700
    assert not Path(name).exists()


def test_what_a_killed_process_has_left_is_removed_by_the_next_and_not_before() -> None:
    began = subprocess.Popen([sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True)
    assert began.stdout is not None
    left = Path(began.stdout.readline().strip())
    (left / "rows").write_text("x")
    aged(left)
    with WorkFolder("kg-test-"):
        assert (left / "rows").exists(), "its process still runs"
    began.kill()
    began.wait()
    began.stdout.close()
    with WorkFolder("kg-test-"):
        assert not left.exists()


def test_a_folder_that_has_just_been_made_is_left_alone() -> None:
    with WorkFolder("kg-test-") as name:
        young = Path(name).parent / "kg-test-young"
        young.mkdir()
        old = Path(name).parent / "kg-test-old"
        old.mkdir()
        aged(old)
        with WorkFolder("kg-test-"):
            assert young.exists()
            assert not old.exists()


def test_a_place_that_is_another_users_or_none_is_not_used(own_place: Path) -> None:
    (own_place / f"kg-{os.getuid()}").symlink_to(own_place)
    with WorkFolder("kg-test-") as name:
        assert Path(name).parent == own_place
