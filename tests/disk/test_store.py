import json
import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.nameindex import Name, NameSet, Thing
from kg.disk.store import open_names, open_store, read_version, write_version
from kg.disk.version import InputFile, Status, Version, is_stale, real_paths, statuses
from kg.errors import BuildError, StoreError

A, B = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b")


def fill_with(*nodes: ox.NamedNode) -> Callable[[ox.Store], int]:
    def fill(store: ox.Store) -> int:
        store.bulk_extend(ox.Quad(node, A, A, A) for node in nodes)
        return len(nodes) - 1

    return fill


@dataclass
class Files:
    """What a store was made from."""

    paths: Iterable[Path]

    def inputs(self) -> list[Path]:
        return list(self.paths)

    def statuses(self) -> Iterator[Status]:
        return statuses(self.paths)


def held(folder: Path) -> set[object]:
    return {quad.subject for quad in open_store(folder)}


def versions(folder: Path) -> set[str]:
    return {path.name for path in (folder / "versions").iterdir()}


def write(folder: Path, inputs: list[Path], fill: Callable[[ox.Store], int]) -> Version:
    return write_version(folder, [InputFile.of(path) for path in inputs], fill)


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("one.ttl", "two.ttl")]
    for path in paths:
        path.write_text(f"# {path.name}\n")
    return paths


@pytest.fixture
def folder(tmp_path: Path, inputs: list[Path]) -> Path:
    write(tmp_path / ".kg", inputs, fill_with(A))
    return tmp_path / ".kg"


def test_a_version_is_written_and_read(tmp_path: Path, inputs: list[Path]) -> None:
    written = write(tmp_path / "deep" / ".kg", inputs, fill_with(A, B))
    assert (written.quads, written.derived) == (2, 1)
    assert read_version(tmp_path / "deep" / ".kg") == written
    assert held(tmp_path / "deep" / ".kg") == {A, B}
    assert [item.path for item in written.inputs()] == [str(path) for path in inputs]


def test_a_store_is_opened_for_reading_only(folder: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(folder).add(ox.Quad(B, B, B, B))


def test_a_new_version_is_switched_to(folder: Path, inputs: list[Path]) -> None:
    before = read_version(folder)
    after = write(folder, inputs, fill_with(B))
    assert read_version(folder) == after != before
    assert held(folder) == {B}


def test_a_reader_of_the_version_before_goes_on_reading_it(folder: Path, inputs: list[Path]) -> None:
    reader = open_store(folder)
    write(folder, inputs, fill_with(B))
    assert {quad.subject for quad in reader} == {A}


def test_the_version_before_is_kept_and_older_ones_dropped(folder: Path, inputs: list[Path]) -> None:
    for name in ("20200101T000000-ffffff", "20990102T000000-000000"):
        (folder / "versions" / name).mkdir()
    before = read_version(folder).name
    after = write(folder, inputs, fill_with(B)).name
    assert versions(folder) == {before, after}
    newest = write(folder, inputs, fill_with(B)).name
    assert versions(folder) == {after, newest}


def test_two_builds_do_not_work_in_one_folder_at_a_time(folder: Path, inputs: list[Path]) -> None:
    names = versions(folder)

    def fill(store: ox.Store) -> int:
        with pytest.raises(StoreError) as caught:
            write(folder, inputs, fill_with(A))
        holder = re.escape(f"({socket.gethostname()}, pid {os.getpid()}, ") + r"[-0-9]{10} [:0-9]{8}\)"
        place = re.escape(str(folder))
        assert re.fullmatch(f"another build is at work in {place} {holder}; wait for it", caught.value.en)
        assert re.fullmatch(f"ett annat bygge pågår i {place} {holder}; vänta på det", caught.value.sv)
        return fill_with(B)(store)

    after = write(folder, inputs, fill)
    assert versions(folder) == names | {after.name}
    assert held(folder) == {B}
    write(folder, inputs, fill_with(A))
    assert held(folder) == {A}


@pytest.mark.parametrize("error", [ValueError("bad data"), KeyboardInterrupt()])
def test_a_failing_build_leaves_the_old_version_in_use_and_nothing_beside_it(
    folder: Path, inputs: list[Path], error: BaseException
) -> None:
    before, names = read_version(folder), versions(folder)
    files = {path.name for path in folder.iterdir()}

    def fail(store: ox.Store) -> int:
        store.add(ox.Quad(B, B, B, B))
        raise error

    with pytest.raises(type(error)):
        write(folder, inputs, fail)
    assert read_version(folder) == before
    assert versions(folder) == names
    assert {path.name for path in folder.iterdir()} == files
    assert held(folder) == {A}


def test_a_switch_that_fails_leaves_the_old_version_in_use(
    folder: Path, inputs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, names = read_version(folder), versions(folder)

    def fail(number: int) -> None:
        raise OSError(28, "No space left on device", str(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="No space left") as caught:
        write(folder, inputs, fill_with(B))
    assert caught.value.sv.endswith("; versionen före används fortfarande")
    assert read_version(folder) == before
    assert versions(folder) == names


def test_a_first_build_that_fails_leaves_no_store(tmp_path: Path, inputs: list[Path]) -> None:
    def fail(store: ox.Store) -> int:
        raise ValueError(len(store))

    with pytest.raises(ValueError, match="0"):
        write(tmp_path / ".kg", inputs, fail)
    with pytest.raises(StoreError, match="no store in"):
        read_version(tmp_path / ".kg")


def test_a_place_where_no_folder_can_be_made_is_told(tmp_path: Path, inputs: list[Path]) -> None:
    (tmp_path / ".kg").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written: ") as caught:
        write(tmp_path / ".kg", inputs, fill_with(A))
    assert "går inte att skriva: " in caught.value.sv


def test_no_store_is_told_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert caught.value.en == f"no store in {tmp_path}; make one with: kg build"
    assert caught.value.sv == f"inget lager i {tmp_path}; skapa det med: kg build"


WHOLE = {"format": 2, "name": "x", "built": 0.0, "quads": 1, "derived": 0, "stamp": "", "previous": ""}
POINTERS = {
    "empty": b"",
    "cut off": b'{"format": 1, "name"',
    "a list": b"[]",
    "nothing": b"null",
    "another format": json.dumps(WHOLE | {"format": 1}).encode(),
    "without a stamp": json.dumps({key: WHOLE[key] for key in WHOLE if key != "stamp"}).encode(),
    "odd numbers": json.dumps(WHOLE | {"quads": "many"}).encode(),
    "no name": json.dumps(WHOLE | {"name": None}).encode(),
    "a name that leads elsewhere": json.dumps(WHOLE | {"name": "../../x"}).encode(),
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("pointer", POINTERS.values(), ids=POINTERS.keys())
def test_a_pointer_that_cannot_be_read_is_told_with_what_mends_it(folder: Path, pointer: bytes) -> None:
    (folder / "current.json").write_bytes(pointer)
    with pytest.raises(StoreError) as caught:
        open_store(folder)
    assert caught.value.en == f"{folder / 'current.json'} cannot be read; make the store again with: kg build"
    assert caught.value.sv == f"{folder / 'current.json'} går inte att läsa; gör om lagret med: kg build"


def test_a_pointer_to_a_version_that_is_gone_is_told(folder: Path) -> None:
    place = folder / "versions" / read_version(folder).name
    place.rename(folder / "elsewhere")
    with pytest.raises(StoreError, match=r"cannot be opened .*; make the store again with: kg build"):
        open_store(folder)


def test_a_folder_that_is_no_database_is_told(folder: Path) -> None:
    place = folder / "versions" / read_version(folder).name
    for path in place.iterdir():
        path.unlink()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(folder)


def test_a_new_build_mends_a_broken_pointer(folder: Path, inputs: list[Path]) -> None:
    (folder / "current.json").write_text("{")
    write(folder, inputs, fill_with(B))
    assert held(folder) == {B}


def test_a_store_is_not_stale_while_its_files_stay_as_they_are(folder: Path, inputs: list[Path]) -> None:
    assert not is_stale(read_version(folder), Files(inputs))
    assert not is_stale(read_version(folder), Files(inputs[::-1]))


def test_a_touch_is_no_change(folder: Path, inputs: list[Path]) -> None:
    os.utime(inputs[0], (0, 0))
    assert not is_stale(read_version(folder), Files(inputs))


def test_an_edit_makes_a_store_stale_and_taking_it_back_does_not(folder: Path, inputs: list[Path]) -> None:
    text = inputs[0].read_text()
    inputs[0].write_text(text.upper())
    os.utime(inputs[0], (0, 0))
    assert inputs[0].stat().st_size == len(text)
    assert is_stale(read_version(folder), Files(inputs))
    inputs[0].write_text(text)
    os.utime(inputs[0], (1, 1))
    assert not is_stale(read_version(folder), Files(inputs))


def test_a_file_more_or_less_makes_a_store_stale(folder: Path, inputs: list[Path], tmp_path: Path) -> None:
    new = tmp_path / "three.ttl"
    new.write_text("")
    assert is_stale(read_version(folder), Files([*inputs, new]))
    assert is_stale(read_version(folder), Files(inputs[:1]))
    inputs[1].unlink()
    assert is_stale(read_version(folder), Files(inputs))


def test_a_store_is_stale_if_a_file_changed_while_it_was_built(tmp_path: Path, inputs: list[Path]) -> None:
    def fill(store: ox.Store) -> int:
        inputs[0].write_text("# something else\n")
        return fill_with(A)(store)

    assert is_stale(write(tmp_path / ".kg", inputs, fill), Files(inputs))


def test_an_input_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        InputFile.of(tmp_path / "a.ttl")
    assert caught.value.en == f"{tmp_path / 'a.ttl'}: cannot be read: No such file or directory"
    assert caught.value.sv == f"{tmp_path / 'a.ttl'}: går inte att läsa: No such file or directory"


def test_an_input_is_told_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    # The digest of "abc" is an example of FIPS 180-4.
    assert InputFile.of(path).sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert not InputFile.of(path).changed()


NAMED = NameSet(
    [Thing("i", "sam:Actor", "sam:Actor", "g")], [Name("i", "sam:Actor", "sam:Actor", "label", "sv", "Alfa", "g")]
)


def test_the_names_of_a_version_are_switched_with_it(tmp_path: Path, inputs: list[Path]) -> None:
    folder = tmp_path / ".kg"
    files = [InputFile.of(path) for path in inputs]
    write_version(folder, files, fill_with(A), lambda _: [NAMED])
    names = open_names(folder)
    assert names is not None
    assert [name.text for name in names.spelled("alfa", ("sam:Actor",))] == ["Alfa"]
    write_version(folder, files, fill_with(B), lambda _: [])
    after = open_names(folder)
    assert after is not None
    assert after.spelled("alfa", ("sam:Actor",)) == []
    assert names.spelled("alfa", ("sam:Actor",)) != []  # a reader of the version before goes on reading it


def test_a_version_whose_names_cannot_be_told_is_no_version(folder: Path, inputs: list[Path]) -> None:
    def fail(_: ox.Store) -> list[NameSet]:
        raise BuildError("no names", "inga namn")

    before = read_version(folder)
    with pytest.raises(BuildError):
        write_version(folder, [InputFile.of(path) for path in inputs], fill_with(B), fail)
    assert (read_version(folder), held(folder), versions(folder)) == (before, {A}, {before.name})


def test_a_version_may_have_no_names(folder: Path) -> None:
    assert open_names(folder) is None


def test_files_are_known_by_where_they_are_in_truth(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.ttl").touch()
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "b.ttl").symlink_to(tmp_path / "real" / "a.ttl")
    given = [tmp_path / "folder" / "a.ttl", tmp_path / "real" / "b.ttl", tmp_path / "folder" / "gone.ttl"]
    assert real_paths(given) == [str(path.resolve()) for path in given]
