import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.nameindex import FORMAT, MOST_SPELLED, Name, NameIndex, NameSet, Thing
from kg.disk.namesearch import COMMON, MOST_READ, MOST_TOLD
from kg.errors import StoreError

ACTOR, PLACE = ("sam:Actor",), ("sam:Place",)


def named(*texts: str, family: str = "sam:Actor", graph: str = "g", what: str = "label") -> NameSet:
    """Return a thing for each text, its IRI the text."""
    things = [Thing(text, family, "sam:Organisation", graph) for text in dict.fromkeys(texts)]
    names = [Name(text, family, "sam:Organisation", what, "sv", text, graph) for text in dict.fromkeys(texts)]
    return NameSet(things, names)


def found(names: list[Name]) -> list[str]:
    return [name.iri for name in names]


def test_a_name_is_told_with_all_that_is_known_of_it() -> None:
    index = NameIndex.in_memory(named("Region Skåne"))
    assert index.spelled("region SKANE", ACTOR) == [
        Name("Region Skåne", "sam:Actor", "sam:Organisation", "label", "sv", "Region Skåne", "g")
    ]
    assert index.names_of("Region Skåne") == index.spelled("Region Skåne", ACTOR)
    assert index.thing("Region Skåne") == Thing("Region Skåne", "sam:Actor", "sam:Organisation", "g")


@pytest.mark.parametrize("text", ["Region Skåne", "REGION SKÅNE", "Region  Skane", "region-skåne", "RegionSkåne"])
def test_case_accents_spaces_and_signs_do_not_matter(text: str) -> None:
    assert found(NameIndex.in_memory(named("Region Skåne", "Skåne")).spelled(text, ACTOR)) == ["Region Skåne"]


@pytest.mark.parametrize("text", ["Region", "Region Skåne 2", "", "   ", "!"])
def test_another_name_is_not_the_same(text: str) -> None:
    assert NameIndex.in_memory(named("Region Skåne")).spelled(text, ACTOR) == []


def test_a_family_is_searched_alone() -> None:
    index = NameIndex.in_memory(named("Luleå"))
    index.add(named("Lulea", family="sam:Place"))
    assert found(index.spelled("luleå", PLACE)) == ["Lulea"]
    assert found(index.near("Luleo", PLACE)) == ["Lulea"]
    assert sorted(found(index.spelled("luleå", ACTOR + PLACE))) == ["Lulea", "Luleå"]


def test_names_that_begin_so() -> None:
    index = NameIndex.in_memory(named("Falu kommun", "Falkenberg", "falun", "Luleå", "Fal\U0010ffff"))
    index.add(named("Falun", family="sam:Place"))
    index.add(named("Fal i dokument", what="stated"))
    assert index.beginning("Fal", ACTOR, 9) == ["Falkenberg", "Falu kommun"]
    assert index.beginning("Fal", ACTOR + PLACE, 2) == ["Falkenberg", "Falu kommun"]
    assert index.beginning("Fal", PLACE, 9) == ["Falun"]
    assert index.beginning("%", ACTOR, 9) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Hedemorra", "Hedemora"),
        ("Arbetsförmedligen Falun", "Arbetsförmedlingen Falun"),
        ("Falun Arbetsförmedlingen", "Arbetsförmedlingen Falun"),
        ("Lär centrum i Malung", "Lärcentrum Malung"),
        ("Lärcentrummalung", "Lärcentrum Malung"),
        ("Tre M", "Tre-N"),
    ],
)
def test_a_name_with_words_like_those_of_a_text_is_near(text: str, meant: str) -> None:
    index = NameIndex.in_memory(
        named("Hedemora", "Arbetsförmedlingen Falun", "Arbetsförmedlingen", "Lärcentrum Malung", "Tre-N", "Qqq")
    )
    assert meant in found(index.near(text, ACTOR))
    assert "Qqq" not in found(index.near(text, ACTOR))


def test_identifiers_are_not_near_each_other() -> None:
    index = NameIndex.in_memory(named("232100-0230", what="identifier"))
    assert index.near("232100-0231", ACTOR) == []
    assert found(index.spelled("2321000230", ACTOR)) == ["232100-0230"]


def test_a_thing_without_a_name_is_known_by_its_iri() -> None:
    index = NameIndex.in_memory(NameSet([Thing("a", "sam:Actor", "sam:Actor", "g")]))
    assert index.thing("a") is not None
    assert index.thing("b") is None


def test_a_name_of_nothing_that_is_known_is_left_out() -> None:
    assert NameIndex.in_memory(NameSet((), named("A").names)).spelled("A", ACTOR) == []


def test_what_a_graph_said_can_be_forgotten_and_said_anew() -> None:
    index = NameIndex.in_memory(named("Alfa", graph="one"))
    index.add(NameSet(named("Beta", graph="two").things, named("Beta", graph="two").names, [("Beta", "two")]))
    assert index.doubts("Beta") == ["two"]
    index.drop("two")
    assert (index.thing("Beta"), index.spelled("Beta", ACTOR), index.near("Betta", ACTOR), index.doubts("Beta")) == (
        None, [], [], [],
    )  # fmt: skip
    index.add(named("Beta", graph="two"))
    index.add(named("Gamma", graph="two"))
    assert found(index.near("Betta", ACTOR)) == ["Beta"]
    assert found(index.spelled("alfa", ACTOR)) == ["Alfa"]
    assert index.frequencies("sam:Actor", ["beta", "alfa", "nothing"]) == {"alfa": 1, "beta": 2}


def test_a_file_holds_what_memory_does(tmp_path: Path) -> None:
    given_names = named("Region Skåne", "Region Halland", "Hedemora Lärcentrum")
    NameIndex.write(tmp_path / "names.sqlite", [given_names])
    written, memory = NameIndex.open(tmp_path / "names.sqlite"), NameIndex.in_memory(given_names)
    assert written is not None
    for text in ("region skåne", "Region Skånne", "Lärcentrum"):
        assert written.spelled(text, ACTOR) == memory.spelled(text, ACTOR)
        assert written.near(text, ACTOR) == memory.near(text, ACTOR)
    assert list(written.every("sam:Actor")) == list(memory.every("sam:Actor"))
    written.close()
    assert [path.name for path in tmp_path.iterdir()] == ["names.sqlite"]


def test_a_file_is_only_read(tmp_path: Path) -> None:
    NameIndex.write(tmp_path / "names.sqlite", [named("A")])
    index = NameIndex.open(tmp_path / "names.sqlite")
    assert index is not None
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.add(named("B"))


def test_there_is_no_index_where_there_is_no_file_or_one_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    assert NameIndex.open(path) is None
    NameIndex.write(path, [named("A")])
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    assert NameIndex.open(path) is None


@pytest.mark.parametrize(
    "data", [b"no database at all, but rather long text" * 100, b"SQLite format 3\0" + b"\0" * 4000]
)
def test_a_broken_file_is_told_with_how_to_mend_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "names.sqlite"
    path.write_bytes(data)
    with pytest.raises(StoreError, match="make the store again with: kg build"):
        NameIndex.open(path)


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    NameIndex.write(path, [named(*(f"Namn {number} i Falun" for number in range(500)))])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(StoreError, match="kg build"):
        index = NameIndex.open(path)
        assert index is not None
        index.near("Namn 77 i Falum", ACTOR)
        list(index.every("sam:Actor"))


def test_names_written_part_by_part_are_found_as_those_written_at_once(tmp_path: Path) -> None:
    texts = [f"Namn {number} i Falu kommun" for number in range(100)]
    parts = [named(*texts[start : start + 7]) for start in range(0, len(texts), 7)]
    NameIndex.write(tmp_path / "parts.sqlite", parts)
    NameIndex.write(tmp_path / "once.sqlite", [named(*texts)])
    one, other = NameIndex.open(tmp_path / "parts.sqlite"), NameIndex.open(tmp_path / "once.sqlite")
    assert one is not None
    assert other is not None
    for table in ("word", "posting", "pair", "typo"):
        rows = [sorted(index.connection.execute(f"SELECT * FROM {table}")) for index in (one, other)]
        assert rows[0] == rows[1] != []
    assert found(one.near("Nam 57 Falu komun", ACTOR)) == found(other.near("Nam 57 Falu komun", ACTOR))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        NameIndex.write(tmp_path / "missing" / "names.sqlite", [named("A")])


def test_of_very_many_spelled_alike_those_spelled_exactly_so_are_told() -> None:
    crowd = [Thing(f"i{number}", "sam:Actor", "sam:Actor", "g") for number in range(MOST_SPELLED + 50)]
    names = [Name(thing.iri, "sam:Actor", "sam:Actor", "label", "", "SAME", "g") for thing in crowd]
    index = NameIndex.in_memory(
        NameSet(crowd, [*names[:-1], Name("i249", "sam:Actor", "sam:Actor", "label", "", "Same", "g")])
    )
    assert found(index.spelled("Same", ACTOR)) == ["i249"]
    assert len(index.spelled("same", ACTOR)) == MOST_SPELLED


def test_a_search_tells_a_bounded_number_and_finds_the_rare_among_many() -> None:
    random_ = random.Random(5)
    kinds = ("kommun", "region", "museum", "skola")
    crowd = [f"{random_.choice(kinds)} {random_.choice(kinds)} nummer {number}" for number in range(3000)]
    index = NameIndex.in_memory(named(*crowd, "Hedemora museum", "Region Museum Kommun"))
    assert len(index.near("museum skola nummer", ACTOR)) <= MOST_TOLD
    assert found(index.near("Hedemorra museum", ACTOR))[0] == "Hedemora museum"
    assert "Region Museum Kommun" in found(index.near("Region Kommun Museum", ACTOR))


def test_names_with_a_word_are_told_the_shortest_first() -> None:
    index = NameIndex.in_memory(named("Lärcentrum", "Hedemora Lärcentrum", "Orsa lärcentrum, AME", "Annat"))
    assert found(index.with_word("larcentrum", ACTOR, 2)) == ["Lärcentrum", "Hedemora Lärcentrum"]


@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1), max_size=6),
    st.text(alphabet=st.characters(codec="utf-8")),
)
def test_any_names_can_be_held_and_any_text_looked_up(texts: list[str], asked: str) -> None:
    index = NameIndex.in_memory(named(*texts))
    for text in texts:
        assert text in found(index.spelled(text, ACTOR)) or not text.split()
    assert set(found(index.near(asked, ACTOR))) <= set(texts)


def rows_read(count: int) -> int:
    """Return how many rows a search for near names reads, at most, among so many names."""
    random_ = random.Random(7)
    kinds = ("kommun", "region", "museum", "skola", "energi", "park")
    towns = [
        "".join(random_.choices(("al", "by", "fors", "sta", "vik", "berg", "sund"), k=3)) for _ in range(count // 10)
    ]
    index = NameIndex.in_memory(
        named(*(f"{random_.choice(kinds)} {random_.choice(kinds)} {random_.choice(towns)}" for _ in range(count)))
    )
    read: list[int] = []
    ask = index._rows

    def counted(query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        found = ask(query, values)
        read[-1] += len(found)
        return found

    index._rows = counted  # type: ignore[method-assign]
    for text in ("skola museum alvikfors", "energi park bystaberg", "region kommun", "skola", "Hedemora museum"):
        read.append(0)
        index.near(text, ACTOR)
    return max(read)


def test_a_search_reads_no_more_rows_among_many_names_than_its_bound() -> None:
    bound = MOST_READ + COMMON + 15 * COMMON + MOST_TOLD + 400  # postings, pairs, names, and known words alike
    assert rows_read(500) <= bound
    assert rows_read(20_000) <= bound
