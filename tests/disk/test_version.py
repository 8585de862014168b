from pathlib import Path

import pytest

from kg.disk.version import MANIFEST, InputFile, Version, damaged, stamp, write_inputs, write_manifest
from kg.errors import StoreError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "versions" / "20260101T000000-abcdef"
    folder.mkdir(parents=True)
    for name, text in {"000012.sst": "rows " * 100, "CURRENT": "MANIFEST-1\n", "LOG": "", "LOCK": ""}.items():
        (folder / name).write_text(text)
    write_manifest(folder)
    return folder


def test_a_version_as_it_was_written_is_whole(place: Path) -> None:
    (place / "LOG").write_text("opened for reading")  # what readers write is no part of it
    (place / "LOG.old.17").write_text("opened before")
    assert damaged(place) == []


@pytest.mark.parametrize("name", ["000012.sst", "CURRENT"])
def test_a_bit_that_has_flipped_a_cut_and_a_loss_are_found(place: Path, name: str) -> None:
    path = place / name
    whole = path.read_bytes()
    for broken in (whole[:-1], b"", bytes([whole[0] ^ 1]) + whole[1:], whole + b"x"):
        path.write_bytes(broken)
        assert damaged(place) == [name]
    path.unlink()
    assert damaged(place) == [name]
    path.write_bytes(whole)
    assert damaged(place) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"files": 1}', '{"files": {"a": 1}}', '{"files": {"a": [1]}}']
)
def test_a_manifest_that_cannot_be_read_is_told(place: Path, text: str) -> None:
    (place / MANIFEST).write_text(text)
    with pytest.raises(StoreError, match="make the store again with: kg build"):
        damaged(place)


def test_inputs_are_read_back_whatever_their_names(tmp_path: Path) -> None:
    inputs = [InputFile(f"/x/{name}", 3, 4, "ab") for name in ("a\tb.ttl", "å\n.ttl", 'q".ttl', "\udcff.ttl")]
    written = write_inputs(tmp_path, inputs)
    assert list(Version(tmp_path, 0.0, 0, 0, written).inputs()) == inputs


@pytest.mark.parametrize("text", ["x\n", "{}\n", '["a"]\n', '["a", "b", "c", "d"]\n', "null\n"])
def test_a_list_of_inputs_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "inputs.jsonl").write_text(text)
    with pytest.raises(StoreError, match="make the store again with: kg build"):
        list(Version(tmp_path, 0.0, 0, 0, "").inputs())


def test_a_stamp_hangs_on_path_size_and_time_and_not_on_the_order() -> None:
    files = [("/a", 1, 2), ("/b", 3, 4)]
    assert stamp(files) == stamp(reversed(files))
    others = ([("/a", 1, 2)], [("/a", 1, 2), ("/c", 3, 4)], [("/a", 1, 2), ("/b", 3, 5)], [("/a", 12, 2), ("/b", 3, 4)])
    assert len({stamp(files), *map(stamp, others)}) == 5


def test_a_folder_that_is_gone_has_no_inputs(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        list(Version(tmp_path / "gone", 0.0, 0, 0, "").inputs())
