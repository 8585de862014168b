import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.disk.texts import FILE, FORMAT, Texts, Told
from kg.errors import StoreError

TOLD = [
    ("x:kommun", 1, "Älvdalens kommun"),
    ("x:place", 1, "Älvdalen"),
    ("x:project", 3, "Ett projekt i Älvdalen"),
    ("x:place", 3, "Älvdalen ligger i Dalarna"),
    ("x:centrum", 2, "Lärcentrum, Älvdalen"),
]


@pytest.fixture
def written(tmp_path: Path) -> Texts:
    Texts.write(tmp_path, TOLD)
    found = Texts.open(tmp_path)
    assert found is not None
    return found


def test_the_best_come_first_from_the_disk_as_from_memory(written: Texts) -> None:
    hits = list(written.holding("alvdalen"))
    assert hits == list(Texts.in_memory(TOLD).holding("alvdalen"))
    assert hits == [(TOLD[number][0], TOLD[number][2]) for number in (1, 0, 4, 3, 2)]
    assert list(written.holding("mora")) == []


def test_names_are_told_once_and_without_descriptions(written: Texts) -> None:
    assert sorted(written.names()) == ["Älvdalen", "Älvdalens kommun"]
    assert list(Texts.in_memory([*TOLD, TOLD[0]]).names()) == ["Älvdalens kommun", "Älvdalen"]


@pytest.mark.parametrize("signs", ["%", "_", "'", '"', "a'b", "; DROP TABLE text"])
def test_signs_are_letters_like_others(signs: str) -> None:
    texts = Texts.in_memory([("x:a", 1, f"före {signs} efter"), ("x:b", 1, "annat")])
    assert [thing for thing, _ in texts.holding(signs.casefold())] == ["x:a"]


def test_what_is_no_such_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    assert Texts.open(tmp_path) is None
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be looked at " * 100)
    assert Texts.open(tmp_path) is None
    (tmp_path / FILE).unlink()
    Texts.write(tmp_path, TOLD)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    assert Texts.open(tmp_path) is None


def test_a_folder_that_takes_nothing_is_told_and_nothing_stays_half_written(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Texts.write(tmp_path / "missing", TOLD)

    def broken() -> Iterator[Told]:
        yield TOLD[0]
        raise OSError("lost")

    with pytest.raises(StoreError, match="lost"):
        Texts.write(tmp_path, broken())
    assert list(tmp_path.iterdir()) == []
    Texts.write(tmp_path, TOLD)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_damaged_file_is_told_as_one(tmp_path: Path) -> None:
    Texts.write(tmp_path, [(f"x:{number}", 1, f"namn {number} " * 50) for number in range(200)])
    path = tmp_path / FILE
    whole = path.read_bytes()
    kept = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:kept] + b"\xff" * (len(whole) - kept))
    found = Texts.open(tmp_path)
    assert found is not None, "what is damaged lies further on"
    with pytest.raises(StoreError, match="cannot be read"):
        list(found.holding("namn"))
