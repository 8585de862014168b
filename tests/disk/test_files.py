import os
import stat
from pathlib import Path

import pytest

from kg.disk.files import write_bytes, write_text
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
