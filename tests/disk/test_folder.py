import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.disk import swap
from kg.disk.folder import Staging
from kg.errors import InputError

FILES = {"publication.json": b"{}", "index.html": b"<p>hello", "id/project/a.html": b"a", "id/project/b.html": b"b"}


def publish(target: Path, files: dict[str, bytes] | None = None, *apart: Path) -> None:
    with Staging(target, apart) as staging:
        for path, data in (FILES if files is None else files).items():
            staging.write(path, [data])
        staging.switch()


def held(target: Path) -> dict[str, bytes]:
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    }


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def in_two_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system where two folders cannot change places in one step."""
    monkeypatch.setattr(swap, "_exchange", lambda _one, _other: False)


def test_what_is_written_stands_there_after_the_switch_and_not_before(target: Path) -> None:
    with Staging(target) as staging:
        assert staging.previous is None
        assert staging.write("a/b.txt", [b"one ", b"two"]) == (7, hashlib.sha256(b"one two").hexdigest())
        assert not target.exists()
        staging.switch()
    assert held(target) == {"a/b.txt": b"one two"}
    assert beside(target) == []


def test_folders_above_are_made_and_taken_away_again_if_nothing_comes(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "site"
    with Staging(deep):
        pass
    assert list(tmp_path.iterdir()) == []
    publish(deep)
    assert held(deep) == FILES


def test_a_new_publication_replaces_the_old(target: Path) -> None:
    publish(target)
    files = {**FILES, "index.html": b"new", "c.html": b"c"}
    del files["id/project/b.html"]
    with Staging(target) as staging:
        assert staging.previous == target
        for path, data in files.items():
            staging.write(path, [data])
        assert held(target) == FILES
        staging.switch()
    assert held(target) == files
    assert beside(target) == []


@pytest.mark.usefixtures("in_two_moves")
def test_it_does_so_where_it_takes_two_moves(target: Path) -> None:
    publish(target)
    publish(target, {**FILES, "c.html": b"c"})
    assert held(target) == {**FILES, "c.html": b"c"}
    assert beside(target) == []


def test_checksums_are_as_the_tool_reads_them(target: Path) -> None:
    publish(target)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=target, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{path}: OK" for path in sorted(FILES)]


def test_the_list_may_be_written_before_the_switch_for_somebody_to_check(target: Path) -> None:
    with Staging(target) as staging:
        staging.write("publication.json", [b"{}"])
        staging.seal()
        assert staging.path("SHA256SUMS").is_file()
        with pytest.raises(ValueError, match="after the list"):
            staging.write("index.html", [b""])
        staging.switch()
    assert held(target) == {"publication.json": b"{}"}


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../out", "a/../../out", "a//b", "a/./b", ".", "..", "a\\b", "a\nb", "a b", "a\0b", "å",
     "SHA256SUMS"],
)  # fmt: skip
def test_a_path_that_is_not_plain_is_refused(target: Path, path: str) -> None:
    with Staging(target) as staging, pytest.raises(InputError, match="no path of a publication"):
        staging.write(path, [b"x"])


def test_the_same_file_twice_is_refused(target: Path) -> None:
    with Staging(target) as staging:
        staging.write("a", [b"x"])
        with pytest.raises(InputError, match="exists"):
            staging.write("a", [b"x"])
        with pytest.raises(InputError):
            staging.write("a/b", [b"x"])


def test_what_others_keep_there_is_carried_over(target: Path) -> None:
    publish(target)
    (target / "CNAME").write_text("example.org")
    (target / ".git" / "refs").mkdir(parents=True)
    (target / ".git").chmod(0o700)
    (target / ".git" / "HEAD").write_text("ref")
    (target / "id" / "mine.txt").write_text("mine")
    (target / "link").symlink_to("/nowhere")
    publish(target, {"publication.json": b"2"})
    assert held(target) == {
        ".git/HEAD": b"ref", "CNAME": b"example.org", "id/mine.txt": b"mine", "publication.json": b"2"
    }  # fmt: skip
    assert (target / ".git" / "refs").is_dir()
    assert (target / ".git").stat().st_mode & 0o777 == 0o700
    assert (target / "link").readlink() == Path("/nowhere")
    assert not (target / "id" / "project").exists()


def test_an_empty_list_gives_a_folder_to_us_and_keeps_what_is_there(target: Path) -> None:
    target.mkdir()
    (target / "CNAME").write_text("example.org")
    with pytest.raises(InputError, match="make an empty file SHA256SUMS"):
        publish(target)
    (target / "SHA256SUMS").touch()
    publish(target)
    assert held(target) == {**FILES, "CNAME": b"example.org"}


@pytest.mark.parametrize("path", ["c.html", "id/other"])
def test_another_ones_file_in_the_place_of_ours_is_refused(target: Path, path: str) -> None:
    publish(target)
    (target / path).write_text("mine")
    with pytest.raises(InputError, match="somebody else's file"):
        publish(target, {**FILES, path: b"ours"})
    with pytest.raises(InputError, match="somebody else's file"):
        publish(target, {**FILES, f"{path}/below": b"ours"})
    assert held(target) == {**FILES, path: b"mine"}
    assert beside(target) == []


def test_another_ones_folder_in_the_place_of_our_file_is_refused(target: Path) -> None:
    publish(target)
    (target / "c").mkdir()
    (target / "c" / "d").write_text("mine")
    with pytest.raises(InputError, match="somebody else's file"):
        publish(target, {**FILES, "c": b"ours"})
    assert held(target) == {**FILES, "c/d": b"mine"}


def test_a_link_that_leads_out_is_not_followed(target: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(target)
    (target / "new").symlink_to(tmp_path / "out")
    with pytest.raises(InputError, match="somebody else's file"):
        publish(target, {**FILES, "new/a": b"a"})
    assert list((tmp_path / "out").iterdir()) == []


def test_a_target_that_is_a_link_is_followed(target: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target.symlink_to(tmp_path / "real")
    publish(target)
    assert target.is_symlink()
    assert held(tmp_path / "real") == FILES


def test_a_folder_of_something_else_is_refused(target: Path) -> None:
    target.mkdir()
    (target / "thesis.odt").write_text("mine")
    with pytest.raises(InputError, match="holds files, but no publication") as told:
        publish(target)
    assert "ingen publikation" in told.value.sv
    (target / "SHA256SUMS").write_text(f"{'0' * 64}  debian.iso\n")
    with pytest.raises(InputError, match="holds files, but no publication"):
        publish(target)
    assert beside(target) == []


def test_a_file_is_refused(target: Path) -> None:
    target.write_text("x")
    with pytest.raises(InputError, match="not a folder"):
        publish(target)


def test_a_damaged_list_is_told_with_its_line(target: Path) -> None:
    publish(target)
    with (target / "SHA256SUMS").open("a") as file:
        file.write("what?\n")
    with pytest.raises(InputError, match=r"SHA256SUMS:5: not a line"):
        publish(target)
    assert held(target) == FILES


def test_places_that_hold_more_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    (work / "data" / "entries").mkdir(parents=True)
    monkeypatch.chdir(work / "data")
    for place in (Path("/"), tmp_path, work, work / "data", Path(), Path("..")):
        with pytest.raises(InputError):
            publish(place, None, work / "data")
    monkeypatch.chdir("/")
    for place in (work, work / "data", work / "data" / "site"):
        with pytest.raises(InputError, match="lies in"):
            publish(place, None, work / "data")
    publish(work / "site", None, work / "data")
    assert held(work / "site") == FILES


def test_files_that_have_not_changed_keep_their_time(target: Path) -> None:
    publish(target)
    for path in target.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    publish(target)
    assert {path.stat().st_mtime for path in target.rglob("*") if path.is_file()} == {1_000_000_000}
    publish(target, {**FILES, "index.html": b"<p>hallo"})
    changed = {path.name for path in target.rglob("*") if path.is_file() and path.stat().st_mtime != 1_000_000_000}
    assert changed == {"index.html", "SHA256SUMS"}


def test_a_file_that_somebody_touched_gets_its_bytes_and_a_new_time(target: Path) -> None:
    publish(target)
    (target / "index.html").write_bytes(b"<p>HELLO")
    os.utime(target / "index.html", (4_000_000_000, 4_000_000_000))
    publish(target)
    assert held(target) == FILES
    assert (target / "index.html").stat().st_mtime < 4_000_000_000


def test_an_error_on_the_way_leaves_all_as_it_was(target: Path) -> None:
    publish(target)

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("bad data")

    with pytest.raises(ValueError, match="bad data"), Staging(target) as staging:
        staging.write("publication.json", [b"{}"])
        staging.write("index.html", pieces())
    assert held(target) == FILES
    assert beside(target) == []


def test_a_full_disk_is_one_clear_error(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(target)
    full = OSError(28, "No space left on device")

    def refuse(*_: object) -> None:
        raise full

    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise full

    said = r"index\.html: cannot be written: No space left on device; what was"
    with pytest.raises(InputError, match=said), Staging(target) as staging:
        staging.write("index.html", pieces())
    monkeypatch.setattr(shutil, "copymode", refuse)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        publish(target, {"a": b"a"})
    assert held(target) == FILES
    assert beside(target) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a small disk to fill")
def test_a_disk_that_fills_up_for_real(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        publish(disk / "site")
        with pytest.raises(InputError, match="No space left"):
            publish(disk / "site", {**FILES, "big": b"x" * 2_000_000})
        assert held(disk / "site") == FILES
        assert beside(disk / "site") == []
        with pytest.raises(InputError, match="mounted disk"):
            publish(disk)
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_clear_error(target: Path) -> None:
    target.parent.chmod(0o500)
    try:
        with pytest.raises(InputError, match="cannot be written"):
            publish(target)
    finally:
        target.parent.chmod(0o700)


def test_a_second_run_at_the_same_time_is_refused(target: Path) -> None:
    with Staging(target) as staging:
        with pytest.raises(InputError, match="another run is writing it"):
            publish(target)
        staging.write("publication.json", [b"{}"])
        staging.switch()
        with pytest.raises(InputError, match="another run is writing it"):
            publish(target)
    publish(target)


KILLED = """
import os, sys, time
from pathlib import Path
from kg.disk import swap
from kg.disk.folder import Staging
def stop(*_):
    print("here", flush=True)
    time.sleep(60)
target, where = Path(sys.argv[1]), sys.argv[2]
if where == "between":
    swap._exchange = lambda one, other: False
    rename = Path.rename
    Path.rename = lambda self, goal: stop() if self.name == "new" else rename(self, goal)
with Staging(target) as staging:
    staging.write("publication.json", [b"{}"])
    staging.write("index.html", [b"new"])
    if where == "writing":
        stop()
    staging.switch()
    if where == "switched":
        stop()
"""


@pytest.mark.parametrize("where", ["writing", "between", "switched"])
def test_a_run_that_was_killed_is_cleaned_up_after(target: Path, where: str) -> None:
    publish(target)
    (target / "CNAME").write_text("example.org")
    run = subprocess.Popen([sys.executable, "-c", KILLED, target, where], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "here\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert beside(target) == [".site.publishing"]
    if where == "writing":
        assert held(target) == {**FILES, "CNAME": b"example.org"}
    with Staging(target):
        pass
    now = {"publication.json": b"{}", "index.html": b"new"} if where == "switched" else FILES
    assert held(target) == {**now, "CNAME": b"example.org"}
    assert beside(target) == []


def test_a_reader_never_misses_the_folder(target: Path) -> None:
    """Somebody who reads all the time meets an old or a new file, never none."""
    publish(target)
    looks = f"""
import sys
from pathlib import Path
path, missed = Path({str(target / "index.html")!r}), 0
print("go", flush=True)
while not Path({str(target.parent / "stop")!r}).exists():
    try: path.read_bytes()
    except FileNotFoundError: missed += 1
print(missed)
"""
    reader = subprocess.Popen([sys.executable, "-c", looks], stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "go\n"
    for _ in range(10):
        publish(target)
    time.sleep(0.05)
    (target.parent / "stop").touch()
    assert reader.communicate()[0] == "0\n"


def test_a_link_that_leads_to_itself_is_told(target: Path) -> None:
    target.symlink_to(target)
    with pytest.raises(InputError, match="leads to itself"):
        publish(target)


def test_a_name_that_the_disk_refuses_is_told_with_the_name(tmp_path: Path) -> None:
    name = "a" * 300
    with pytest.raises(InputError, match=name):
        publish(tmp_path / name)
