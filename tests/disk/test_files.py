import itertools
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.disk.files import write_bytes, write_pieces, write_text, write_together
from kg.errors import InputError


def test_text_is_written_as_utf8(tmp_path: Path) -> None:
    write_text(tmp_path / "å.txt", "Älvdalen\n")
    assert (tmp_path / "å.txt").read_bytes() == "Älvdalen\n".encode()


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_can_be_read_by_others(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(self: Path, target: object) -> Path:
        raise OSError(28, "No space left on device", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="a: cannot be written: No space left on device"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]  # noqa: PTH208  hidden files too


@pytest.mark.parametrize("name", ["missing/a.txt", "folder"])
def test_a_place_that_cannot_be_written_is_told_in_both_languages(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        write_text(tmp_path / name, "x")
    assert caught.value.en.startswith(f"{tmp_path / name}: cannot be written: ")
    assert caught.value.sv.startswith(f"{tmp_path / name}: går inte att skriva: ")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def names(folder: Path) -> list[str]:
    """Return all that is in a folder, hidden files too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder with three files."""
    for name in "abc":
        (tmp_path / name).write_text(f"old {name}")
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


OLD = {"a": "old a", "b": "old b", "c": "old c"}


def test_files_are_written_and_deleted_together(three: Path) -> None:
    write_together({three / "a": b"new a", three / "b": None, three / "deep" / "er" / "d": b"new d"})
    assert contents(three) == {"a": "new a", "c": "old c", "deep/er/d": "new d"}
    assert names(three) == ["a", "c", "deep", "deep/er", "deep/er/d"]


def test_no_files_at_all_is_no_change(three: Path) -> None:
    write_together({})
    assert contents(three) == OLD


def test_deleting_what_is_not_there_changes_nothing(three: Path) -> None:
    write_together({three / "d": None, three / "deep" / "d": None})
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


def test_files_written_together_keep_their_rights_and_new_ones_can_be_read(three: Path) -> None:
    (three / "a").chmod(0o600)
    write_together({three / "a": b"new a", three / "d": b"new d"})
    assert [stat.S_IMODE((three / name).stat().st_mode) for name in "ad"] == [0o600, 0o644]


def test_a_link_is_followed_and_stays(three: Path) -> None:
    (three / "link").symlink_to(three / "a")
    write_together({three / "link": b"new a"})
    assert (three / "link").is_symlink()
    assert contents(three) == OLD | {"a": "new a", "link": "new a"}


def test_the_same_file_twice_is_refused(three: Path) -> None:
    (three / "link").symlink_to(three / "a")
    with pytest.raises(ValueError, match="twice"):
        write_together({three / "link": b"x", three / "a": b"y"})
    assert (three / "a").read_text() == "old a"


def test_what_is_written_comes_before_what_is_deleted(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []
    replace, unlink = Path.replace, Path.unlink

    def noted_replace(self: Path, target: Path) -> Path:
        order.append(f"+{target.name}")
        return replace(self, target)

    def noted_unlink(self: Path, missing_ok: bool = False) -> None:
        if not self.name.startswith("."):
            order.append(f"-{self.name}")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(Path, "unlink", noted_unlink)
    write_together({three / "a": None, three / "b": b"new b", three / "c": b"new c"})
    assert order == ["+b", "+c", "-a"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_move_that_fails_is_taken_back(three: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    moves = itertools.count(1)
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if next(moves) == failing:
            raise OSError(28, "No space left on device", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError) as caught:
        write_together({three / "a": b"new a", three / "new" / "d": b"new d", three / "c": None})
    failed = three / "a" if failing == 1 else three / "new" / "d"
    assert caught.value.en == f"{failed}: cannot be written: No space left on device; no file has been changed"
    assert caught.value.sv == f"{failed}: går inte att skriva: No space left on device; ingen fil har ändrats"
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


def test_a_deletion_that_fails_is_taken_back(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name == "c":
            raise PermissionError(13, "Permission denied", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(InputError, match="c: cannot be deleted: Permission denied; no file has been changed"):
        write_together({three / "a": b"new a", three / "b": None, three / "c": None})
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


def test_a_disk_that_is_full_is_found_out_before_anything_is_moved(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = []
    syncs = itertools.count(1)

    def full(_handle: int) -> None:
        if next(syncs) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(Path, "replace", lambda _self, target: moved.append(target))
    with pytest.raises(InputError, match="b: cannot be written: No space left on device; no file has been changed"):
        write_together({three / "a": b"new a", three / "b": b"new b"})
    assert moved == []
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


def test_an_interruption_is_taken_back_too(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        moved = replace(self, target)
        if target.name == "b" and target.read_text() == "new b":
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together({three / "a": b"new a", three / "b": b"new b", three / "c": None})
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


def test_what_cannot_be_put_back_is_told_and_kept(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = itertools.count(1)
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if next(moves) > 1:
            raise OSError(5, "Input/output error", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(InputError) as caught:
        write_together({three / "a": b"new a", three / "b": b"new b"})
    kept = [name for name in names(three) if name.startswith(".a.")]
    assert len(kept) == 1
    assert (three / kept[0]).read_text() == "old a"
    assert contents(three)["b"] == "old b"
    assert caught.value.en.endswith(f"kept beside their places: {three / 'a'} ({three / kept[0]})")
    assert caught.value.sv.endswith(f"finns kvar bredvid: {three / 'a'} ({three / kept[0]})")


def test_a_disk_without_second_names_gets_a_copy(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(self: Path, _target: Path) -> None:
        raise OSError(95, "Operation not supported", str(self))

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "b" and not moved:
            moved.append(target)
            raise OSError(28, "No space left on device", str(self))
        return replace(self, target)

    moved: list[Path] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "hardlink_to", unknown)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputError, match="no file has been changed"):
        write_together({three / "a": b"new a", three / "b": b"new b"})
    assert contents(three) == OLD
    assert names(three) == ["a", "b", "c"]


@pytest.mark.parametrize("data", [b"x", None])
def test_a_folder_is_no_file(three: Path, data: bytes | None) -> None:
    (three / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        write_together({three / "a": b"new a", three / "folder": data})
    assert (caught.value.en, caught.value.sv) == (f"{three}/folder: not a file", f"{three}/folder: ingen fil")
    assert names(three) == ["a", "b", "c", "folder"]
    assert (three / "a").read_text() == "old a"


def test_a_folder_that_cannot_be_made_leaves_none_of_those_above_it(three: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_together({three / "new" / "x": b"x", three / "a" / "b" / "c": b"x"})
    assert names(three) == ["a", "b", "c"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(three: Path) -> None:
    (three / "closed").mkdir()
    (three / "closed" / "d").write_text("old d")
    (three / "closed").chmod(0o555)
    try:
        for data in (b"new d", None):
            with pytest.raises(InputError, match=r"closed/d: cannot be \w+: Permission denied; no file has"):
                write_together({three / "a": b"new a", three / "closed" / "d": data})
            assert contents(three) == OLD | {"closed/d": "old d"}
    finally:
        (three / "closed").chmod(0o755)


def test_a_folder_that_takes_no_new_file(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (three / "closed").mkdir()
    (three / "closed" / "d").write_text("old d")
    make = tempfile.mkstemp

    def refused(dir: Path, prefix: str) -> tuple[int, str]:
        if dir.name == "closed":
            raise PermissionError(13, "Permission denied", str(dir))
        return make(dir=dir, prefix=prefix)

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    for data, word in ((b"new d", "written"), (None, "deleted")):
        with pytest.raises(InputError, match=f"closed/d: cannot be {word}: Permission denied; no file has"):
            write_together({three / "a": b"new a", three / "closed" / "d": data})
        assert contents(three) == OLD | {"closed/d": "old d"}
        assert names(three) == ["a", "b", "c", "closed", "closed/d"]


def test_a_file_can_be_written_in_pieces_and_its_size_is_told(tmp_path: Path) -> None:
    assert write_pieces(tmp_path / "a", (b"some ", b"", b"pieces")) == 11
    assert (tmp_path / "a").read_bytes() == b"some pieces"


def test_pieces_that_fail_half_way_leave_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def failing() -> Iterator[bytes]:
        yield b"new"
        raise InputError("no more", "slut")

    with pytest.raises(InputError, match="no more"):
        write_pieces(path, failing())
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_pieces_go_into_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_pieces(pipe, (b"a", b"b")) == 2
        assert os.read(reader, 10) == b"ab"
    finally:
        os.close(reader)
