"""Entries that are handed in, one after the other: each sees those before it that were taken."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import intake_of, save_workbook

from kg.disk.nameindex import NameIndex
from kg.errors import InputError, ParseError
from kg.jobs.incoming import Examined, Intake
from kg.work.naming import names_in

Read = Callable[[str, str], list[Examined]]


@pytest.fixture(scope="module")
def names(graph: ox.Store) -> NameIndex:
    return NameIndex.in_memory(names_in(graph))


@pytest.fixture
def intake(graph: ox.Store, names: NameIndex) -> Intake:
    return intake_of(graph, names)


@pytest.fixture
def read(intake: Intake, tmp_path: Path) -> Read:
    def examined(name: str, text: str) -> list[Examined]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return list(intake.examine_file(path))

    return examined


def checks(examined: Examined, *severities: str) -> list[str]:
    return [
        item.check for item in examined.findings
        if item.finding.severity in (severities or ("violation", "warning")) and item.finding.profile in ("", "draft")
    ]  # fmt: skip


FORM = "titel: Vägar till arbete\nprojektägare: Mora kommun\nstart: 2025\nkällor: a.txt\n"
JSON = '{"titel": "Vägar till arbete", "projektägare": "Mora kommun", "start": 2025, "källor": ["a.txt"]}'
LIST = "titel;projektägare;start;källor\nVägar till arbete;Mora kommun;2025;a.txt\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.yaml", FORM), ("a.yml", FORM), ("a.YAML", FORM), ("a.json", JSON), ("a.csv", LIST),
     ("a.tsv", LIST.replace(";", "\t")), ("b.yaml", JSON), ("c.yaml", "\ufeff" + FORM), ("d.csv", "\ufeff" + LIST)],
)  # fmt: skip
def test_every_carrier_says_the_same(read: Read, name: str, text: str) -> None:
    (examined,) = read(name, text)
    assert checks(examined) == []
    (first,) = read("first.yaml", FORM)
    assert examined.draft.public == first.draft.public


def test_a_workbook_says_the_same(read: Read, intake: Intake, tmp_path: Path) -> None:
    book = "# Projekt\ntitel|projektägare|start|källor\nVägar till arbete|Mora kommun|#2025|a.txt\n"
    save_workbook(book, tmp_path / "a.xlsx")
    (examined,) = intake.examine_file(tmp_path / "a.xlsx")
    (first,) = read("first.yaml", FORM)
    assert set(examined.draft.public) == set(first.draft.public)


def test_what_follows_sees_what_was_taken(read: Read) -> None:
    (first,) = read("a.yaml", FORM.replace("Mora kommun", "Nya Föreningen"))
    assert first.draft.described >= {"https://w3id.org/samverkan/id/actor/nya-foreningen"}
    (second,) = read(
        "b.yaml", "titel: Ett annat\nprojektägare: Nya Föreningen\nhänvisar till: Vägar till arbete\nkällor: a.txt\n"
    )
    assert checks(second) == []
    assert not any("actor/nya-foreningen" in iri for iri in second.draft.described)


def test_what_follows_does_not_see_what_was_refused(read: Read) -> None:
    (first,) = read("a.yaml", FORM.replace("2025", "igår"))
    assert first.refused
    (second,) = read(
        "b.yaml", "titel: Ett annat\nprojektägare: Mora kommun\nhänvisar till: Vägar till arbete\nkällor: a.txt\n"
    )
    assert checks(second) == ["unknown-project"]


def test_a_double_in_the_same_file_is_told(read: Read) -> None:
    text = "- {titel: Vägar till arbete, projektägare: Mora kommun, start: 2025, slut: 2026, källor: a.txt}\n"
    first, second = read("a.yaml", text + text.replace("Vägar till arbete", "Vägar till arbetet"))
    assert (checks(first), checks(second)) == ([], ["likely-double"])


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("a.txt", FORM, InputError),
        ("a.xls", "x", InputError),
        ("a.docx", "x", InputError),
        ("a.rdf", "<x/>", InputError),
        ("a.trig", "x", InputError),
        ("a.nq", "x", InputError),
        ("a.xlsx", "x", ParseError),
        ("a.yaml", "", ParseError),
        ("a.yaml", "a: &x 1\nb: *x", ParseError),
        ("a.yaml", "a: !!python/object:x {}", ParseError),
        ("a.yaml", "titel: a\ntitel: b", ParseError),
        ("a.yaml", "a: " + "[" * 100 + "]" * 100, ParseError),
        ("a.yaml", "titel: \u202ebakvänd", ParseError),
        ("a.json", "{", ParseError),
        ("a.json", '{"a": 1, "a": 2}', ParseError),
        ("a.ttl", "@prefix", ParseError),
        ("a.jsonld", '{"@context": "http://example.org/x"}', ParseError),
    ],
)
def test_what_no_entry_is_written_in_is_refused(read: Read, name: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read(name, text)
    assert name in str(caught.value)


def test_a_graph_of_its_own_is_refused_in_json(read: Read) -> None:
    text = """{"@context": "https://w3id.org/samverkan/context.jsonld",
      "@id": "https://w3id.org/samverkan/graph/entry/tre-m",
      "@graph": [{"@id": "https://w3id.org/samverkan/id/project/nya", "@type": "Project"}]}"""
    with pytest.raises(ParseError):
        read("a.jsonld", text)


def test_an_entry_that_mentions_keeps_what_it_said_of_one_that_now_has_its_own(read: Read) -> None:
    mentioning = FORM + "hänvisar till: [{till: {titel: Ett omnämnt, fond: ESF}}]\n"
    (first,) = read("a.yaml", mentioning)
    (second,) = read("b.yaml", "titel: Ett omnämnt\nprojektägare: Orsa kommun\nkällor: a.txt\n")
    assert checks(second) == []
    assert second.mentioned_in == {first.draft.graph.value}


def test_a_cell_under_another_is_told_with_what_it_lacks(intake: Intake, tmp_path: Path) -> None:
    book = "# Projekt\ntitel|ägare|källor\nA|Mora kommun|a.txt\nB||a.txt\nmerge B2:B3\n"
    save_workbook(book, tmp_path / "a.xlsx")
    found = [item for examined in intake.examine_file(tmp_path / "a.xlsx") for item in examined.findings]
    (item,) = (item for item in found if item.check in ("draft-owner", "cell-merged"))
    assert (item.check, item.place.cell) == ("draft-owner", "B3")
    assert "hopslagen" in item.finding.message["sv"]
    assert "merged" in item.finding.message["en"]
