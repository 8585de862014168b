import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from publication_help import REGISTER, held, project, publish, store_of

from kg.errors import InputError
from kg.work.portal.editions.edition import next_edition, read_publication
from kg.work.portal.site import Edition

ONE = {"a": project("a", day="2024-01-02"), "b": project("b", day="2024-03-04")}
TWO = {**ONE, "c": project("c", day="2024-05-06")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def state(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "publication.json").read_text(encoding="utf-8"))
    return found


def test_the_first_publication_is_edition_one_of_the_newest_day_told(folder: Path) -> None:
    assert publish(folder, ONE).edition == Edition(1, "2024-03-04", "2024-03-04")


def test_the_same_data_are_the_same_edition_and_the_same_folder(folder: Path, tmp_path: Path) -> None:
    publish(folder, ONE)
    first = held(folder)
    assert publish(folder, ONE).edition.number == 1
    assert held(folder) == first
    publish(tmp_path / "other", ONE)
    assert held(tmp_path / "other") == first


def test_changed_data_are_a_new_edition(folder: Path) -> None:
    publish(folder, ONE)
    found = publish(folder, TWO)
    assert found.edition == Edition(2, "2024-03-04", "2024-05-06")
    second = held(folder)
    assert publish(folder, TWO).edition == found.edition
    assert held(folder) == second
    counts = [
        (item["number"], item["statements"], item["added"], item["removed"]) for item in state(folder)["editions"]
    ]
    assert counts == [(1, 8, 0, 0), (2, 12, 4, 0)]


def test_the_day_never_goes_back(folder: Path) -> None:
    publish(folder, TWO)
    assert publish(folder, ONE).edition == Edition(2, "2024-05-06", "2024-05-06")


def test_the_previous_publication_may_lie_elsewhere(folder: Path, tmp_path: Path) -> None:
    publish(folder, ONE)
    publish(tmp_path / "other", TWO, previous=folder)
    publish(folder, TWO)
    assert held(tmp_path / "other") == held(folder)


def test_a_day_may_be_named_for_a_new_edition_only(folder: Path) -> None:
    assert publish(folder, ONE, day="2024-06-01").edition == Edition(1, "2024-06-01", "2024-06-01")
    assert publish(folder, ONE, day="2024-07-01").edition == Edition(1, "2024-06-01", "2024-06-01")
    with pytest.raises(InputError, match=r"2024-05-31: the edition before is of 2024-06-01") as told:
        publish(folder, TWO, day="2024-05-31")
    assert "tidigare dag" in told.value.sv
    assert publish(folder, TWO, day="2024-07-01").edition == Edition(2, "2024-06-01", "2024-07-01")


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "2024-6-1", "20240601", "2024-W01-1", "２０２４-01-01"])
def test_what_is_no_day_is_refused(folder: Path, day: str) -> None:
    with pytest.raises(InputError, match="not a day"):
        publish(folder, ONE, day=day)
    assert not folder.exists()


def test_data_that_tell_no_day_need_one(folder: Path) -> None:
    graphs = {
        "a": 'project:a a sam:Project ; dcterms:modified "2024-01-01"^^xsd:date . entry:a dcterms:modified "2024" .'
    }
    with pytest.raises(InputError, match="--date"):
        publish(folder, graphs)
    assert publish(folder, graphs, day="2024-01-01").edition.number == 1


def test_issued_counts_where_an_entry_was_never_modified() -> None:
    store = store_of({"a": 'entry:a dcterms:issued "2023-01-01"^^xsd:date ; dcterms:modified "2022-01-01"^^xsd:date .'})
    assert next_edition(store, None, "0" * 64).modified == "2023-01-01"


def test_a_change_of_a_register_alone_is_of_the_day_before(folder: Path) -> None:
    publish(folder, ONE)
    actor = 'actor:x a sam:Organisation ; skos:prefLabel "X"@sv .'
    assert publish(folder, {**ONE, REGISTER: actor}).edition == Edition(2, "2024-03-04", "2024-03-04")


def test_no_publication_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no publication here"):
        read_publication(tmp_path)


def change(found: Any, *path: Any) -> None:
    *way, last, value = path
    for step in way:
        found = found[step]
    found[last] = value


@pytest.mark.parametrize(
    "path",
    [
        ("format", 2),
        ("editions", []),
        ("editions", {}),
        ("editions", 0, "number", 2),
        ("editions", 0, "number", "1"),
        ("editions", 0, "number", True),
        ("editions", 0, "day", "soon"),
        ("editions", 0, "day", 20240101),
        ("editions", 0, "sha256", "x"),
        ("editions", 0, "statements", -1),
        ("editions", 0, "more", 1),
        ("withdrawn", [{"iri": 1}]),
        ("withdrawn", [{"iri": "x", "title": {"sv": 1}, "edition": 1, "day": "2024-01-01", "replacedBy": []}]),
        ("withdrawn", [{"iri": "x", "title": {}, "edition": "1", "day": "2024-01-01", "replacedBy": []}]),
        ("withdrawn", [{"iri": "x", "title": {}, "edition": 1, "day": "2024-01-01", "replacedBy": [1]}]),
        ("withdrawn", [{"iri": "x", "title": {}, "edition": 2, "day": "2024-01-01", "replacedBy": []}]),
        ("withdrawn", [{"iri": "x", "title": {"a b": ""}, "edition": 1, "day": "2024-01-01", "replacedBy": []}]),
        ("withdrawn", None),
    ],
)
def test_a_damaged_state_is_told_and_nothing_is_published(folder: Path, path: tuple[Any, ...]) -> None:
    publish(folder, ONE)
    found = state(folder)
    change(found, *path)
    (folder / "publication.json").write_text(json.dumps(found))
    before = held(folder)
    with pytest.raises(InputError, match=r"publication\.json: damaged") as told:
        publish(folder, TWO)
    assert "skadad" in told.value.sv
    assert held(folder) == before


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_a_state_that_is_no_json_is_told(folder: Path, data: bytes) -> None:
    publish(folder, ONE)
    (folder / "publication.json").write_bytes(data)
    with pytest.raises(InputError, match=r"publication\.json: damaged"):
        publish(folder, TWO)


def test_a_dataset_that_was_touched_is_told(folder: Path) -> None:
    publish(folder, ONE)
    with (folder / "data" / "samverkan.nt").open("ab") as file:
        file.write(b"<a:b> <a:b> <a:b> .\n")
    with pytest.raises(InputError, match=r"samverkan\.nt: damaged"):
        publish(folder, TWO)
    (folder / "data" / "samverkan.nt").unlink()
    with pytest.raises(InputError, match=r"samverkan\.nt: damaged"):
        publish(folder, TWO)


def test_of_the_real_graph_the_first_edition_has_a_day(graph: ox.Store) -> None:
    found = next_edition(graph, None, "0" * 64)
    assert found.number == 1
    assert found.modified == found.issued > "2020"
