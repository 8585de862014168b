"""An entry as a form filled in, and read back: nothing is lost, in either language."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import Workbooks, intake_of, read_text_of, unsigned

from kg.disk.io import parse_turtle, read_turtle
from kg.disk.nameindex import NameIndex
from kg.disk.turtle import write_turtle
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.entries.reader import read_entry
from kg.work.entries.writer import Filled, as_yaml, write_form
from kg.work.form import the_form

ROOT = Path(__file__).resolve().parents[3]
ENTRIES = sorted((ROOT / "data" / "entries").glob("*.ttl"))
CASES = sorted(
    path for path in (ROOT / "tests" / "entries").glob("valid.*") if path.suffix not in (".expected", ".ttl")
)


def again(triples: Iterable[ox.Triple], known: Known, slug: str, lang: str, folder: Path) -> Draft:
    """Return an entry that is written as YAML and read back."""
    text = as_yaml(write_form(triples, known, slug, lang=lang))
    (written,) = read_text_of(text, folder)
    return read_entry(written, known)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_the_entries_of_the_graph_come_back_whole(known: Known, path: Path, lang: str, tmp_path: Path) -> None:
    public, beside = read_turtle(path), ROOT / "data" / "contacts" / path.name
    private = read_turtle(beside) if beside.exists() else []
    draft = again([*public, *private], known, path.stem, lang, tmp_path)
    assert unsigned(draft.public, draft.graph) == unsigned(public, draft.graph)
    assert set(draft.private) == set(private)
    assert draft.problems == []


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_was_written_by_hand_comes_back_whole(
    graph: ox.Store, name_index: NameIndex, path: Path, lang: str, tmp_path: Path
) -> None:
    """From the form to Turtle, from there to the form, and to Turtle again."""
    intake = intake_of(graph, name_index)
    for examined in intake.examine_file(Workbooks(tmp_path).made(path)):
        draft = examined.draft
        if not draft.slug:
            continue  # what is said of the file itself
        text = write_turtle(draft.public, own=f"{draft.project.value}#")
        stored = parse_turtle(text, "post.ttl")
        assert set(stored) == set(draft.public)
        fresh = intake_of(graph, name_index).known
        fresh.knowledge.add(draft.graph.value, stored)
        back = again([*stored, *draft.private], fresh, draft.slug, lang, tmp_path)
        assert unsigned(back.public, draft.graph) == unsigned(stored, draft.graph)
        assert set(back.private) == set(draft.private)
        assert [problem for problem in back.problems if problem.severity != "info"] == []


def test_every_key_of_the_written_form_is_one_of_the_form(known: Known) -> None:
    form = the_form()
    for path in ENTRIES:
        filled = write_form(read_turtle(path), known, path.stem, lang="sv")
        assert all(form.field("Project", key) for key in filled)


OWNED = """
titel: Alfa i Dalarna
projektägare: {owner}
status: pågående
fas: [genomförande]
källor: [https://example.org/alfa]
mål: [{{slag: syfte, text: Fler i arbete}}, {{slag: mål, text: Unga i arbete, delmål till: goal-1}}]
deltagare: [{{aktör: Mora kommun, roll: samarbetspartner, nivå: lokal}}]
kontakter: [{{namn: Projektkontoret, e-post: kontakt@example.org, organisation: Nya Påhittade Föreningen}}]
"""


def filled_of(known: Known, owner: str, folder: Path, lang: str) -> Filled:
    """Return the form that an entry gives, once it is found to come back whole."""
    draft = read_entry(read_text_of(OWNED.format(owner=owner), folder)[0], known)
    triples = [*draft.public, *draft.private]
    back = again(triples, known, draft.slug, lang, folder)
    assert {*back.public, *back.private} == set(triples)
    return write_form(triples, known, draft.slug, lang=lang)


def test_an_entry_is_told_as_its_writer_would_tell_it(known: Known, tmp_path: Path) -> None:
    filled = filled_of(known, "Region Dalarna", tmp_path, "sv")
    assert filled["projektägare"] == "Region Dalarna"
    assert (filled["status"], filled["fas"]) == ("pågående", "genomförande")
    assert [part["aktör"] for part in filled["deltagare"]] == ["Mora kommun"]
    assert filled["källor"] == [{"dokument": "https://example.org/alfa",
                                 "gäller": ["projektägare", "titel", "fas", "status"]}]  # fmt: skip


def test_codes_are_told_in_the_language_of_the_form(known: Known, tmp_path: Path) -> None:
    filled = filled_of(known, "Region Dalarna", tmp_path, "en")
    assert (filled["owner"], filled["status"], filled["phase"]) == ("Region Dalarna", "ongoing", "implementation")
    assert [part["kind"] for part in filled["goals"]] == ["purpose", "objective"]


def test_only_what_others_name_has_an_id(known: Known, tmp_path: Path) -> None:
    filled = filled_of(known, "Region Dalarna", tmp_path, "en")
    assert [part.get("id") for part in filled["goals"]] == ["goal-1", None]
    assert [part.get("id") for part in (*filled["participants"], *filled["contacts"])] == [None, None]


def test_the_organisation_of_a_contact_is_described(known: Known, tmp_path: Path) -> None:
    (contact,) = filled_of(known, "Region Dalarna", tmp_path, "sv")["kontakter"]
    assert contact["organisation"] == {
        "kortnamn": "nya-pahittade-foreningen",
        "namn": {"sv": "Nya Påhittade Föreningen"},
    }


@pytest.mark.parametrize("owner", ["Helt Nya Föreningen", "okänd"])
def test_an_owner_of_whom_more_is_to_be_said_is_told_apart(known: Known, tmp_path: Path, owner: str) -> None:
    filled = filled_of(known, owner, tmp_path, "sv")
    assert "projektägare" not in filled
