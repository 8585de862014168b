"""What is said of an entry: each mistake once, at its place, in the writer's words."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import intake_of, read_text_of

from kg.disk.nameindex import NameIndex
from kg.work.located import Located

HEAD = "titel: Vägar till arbete\nprojektägare: Mora kommun\nkällor: a.txt\n"
Examine = Callable[[str], list[Located]]


@pytest.fixture
def examine(graph: ox.Store, name_index: NameIndex, tmp_path: Path) -> Examine:
    def examined(text: str) -> list[Located]:
        (written,) = read_text_of(text, tmp_path)
        found = intake_of(graph, name_index).examine(written).findings
        return [item for item in found if item.finding.profile in ("", "draft") and item.finding.severity != "info"]

    return examined


def told(found: list[Located]) -> list[tuple[int, str]]:
    return [(item.place.line, item.check) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What could not be read is not missed as well.
        ("finansiering: [{slag: total budget, belopp: mycket}]\n", [(4, "amount-unreadable")]),
        ("finansiering: [{slag: pengar, belopp: 5 kr}]\n", [(4, "unknown-code")]),
        ("deltagare: [{aktör: Orsa kommun, roll: chef, nivå: hög}]\n", [(4, "unknown-code"), (4, "unknown-code")]),
        ("mål: [{slag: syfte, text: A, indikatorer: [{målvärde: x, enhet: personer}]}]\n", [(4, "target-unreadable")]),
        ("start: igår\nslut: 2020\n", [(4, "date-form")]),
        # A wider check says nothing where a narrower one has.
        ("fond: ESF+\nprogram: ESF+-programmet\ncci: 2014SE05M9OP001\n", [(6, "Project-cci-programme")]),
        (
            "finansiering:\n  - {slag: total budget, belopp: 5 kr}\n  - {slag: ESF-stöd, belopp: 6 kr}\n"
            "  - {slag: medfinansiering, belopp: 1 kr}\n",
            [(6, "Project-total")],
        ),
        # Other values of the same property are looked at all the same.
        ("platser: [Hedemorra, Kungsbacka, Västra Götalands län]\n",
         [(4, "unknown-place"), (4, "Project-place-agreement"), (4, "Project-seat")]),
        # Two mistakes on one line are two.
        ("deltagare: [{aktör: Orsa kommun, roll: värd, färg: röd, form: rund}]\n", [(4, "unknown-key")] * 2),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once(examine: Examine, text: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(told(examine(HEAD + text))) == sorted(expected)


def test_without_any_source_it_is_told_once(examine: Examine) -> None:
    text = HEAD.replace("källor: a.txt\n", "start: 2025\nmål: [{slag: syfte, text: Ett}]\ndelprojekt: [{titel: Del}]\n")
    assert told(examine(text)) == [(1, "Project-source")]


def test_lines_are_asked_for_in_files_but_not_on_the_web(
    graph: ox.Store, name_index: NameIndex, tmp_path: Path
) -> None:
    for source, asked in (("a.txt", True), ("https://example.org/sida", False)):
        (written,) = read_text_of(HEAD.replace("a.txt", source), tmp_path)
        found = intake_of(graph, name_index).examine(written).findings
        assert ("Evidence-lines-required" in {item.check for item in found}) == asked
        assert "SourceDocument-digest-required" not in {item.check for item in found}


@pytest.mark.parametrize(
    ("text", "sv", "en"),
    [
        ("deltagare: [{aktör: Orsa kommun, nivå: lokal}]", "Aktören Orsa kommun saknar roll",
         "The actor Orsa kommun has no role"),
        ("deltagare: [{aktör: Orsa kommun, roll: samarbetspartner}]", "Deltagaren Orsa kommun saknar nivå",
         "The participant Orsa kommun has no level"),
        ("mål: [{slag: syfte, text: Ett, indikatorer: [{målvärde: 250}]}]", "Målvärdet 250 saknar enhet",
         "The target value 250 has no unit"),
        ("finansiering: [{slag: total budget, belopp: 5 000}]", "Beloppet 5 000 saknar valuta",
         "The amount 5 000 has no currency"),
        ("finansiering: [{belopp: 20 618 911 kr}]", "Ange vad beloppet 20 618 911 kr är",
         "Say what the amount 20 618 911 kr is"),
    ],
)  # fmt: skip
def test_a_message_names_the_part_that_it_is_about(examine: Examine, text: str, sv: str, en: str) -> None:
    (item,) = examine(f"{HEAD}{text}\n")
    assert sv in item.finding.message["sv"]
    assert en in item.finding.message["en"]
    assert item.about


def test_a_finding_about_the_whole_is_told_at_the_part_that_is_wrong(examine: Examine) -> None:
    text = HEAD + "finansiering:\n  - slag: total budget\n    belopp: 5 kr\n  - slag: ESF-stöd\n    belopp: 6 kr\n"
    (item,) = examine(text)
    assert (item.place.line, item.key, item.check) == (8, "amount", "Project-total")


def test_what_is_left_blank_has_a_place(examine: Examine) -> None:
    text = HEAD + "deltagare:\n  - aktör: Orsa kommun\n    roll:\n    nivå: lokal\n"
    (item,) = examine(text)
    assert (item.place.line, item.key) == (6, "role")


def test_a_project_may_be_another_under_another_name(examine: Examine) -> None:
    text = "titel: 3M - matchning, motor, mäklare\nprojektägare: Hedemora Lärcentrum\nkällor: a.txt\n"
    found = examine(text + "start: 2012-01-01\nslut: 2014-06-30\n")
    assert told(found) == [(1, "likely-double")]
    assert examine(text + "start: 2020\nslut: 2022\n") == []
    assert told(examine(f"kortnamn: tre-m\n{text}")) == [(1, "slug-with-other-title")]
