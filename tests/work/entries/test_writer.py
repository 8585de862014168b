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
from kg.work.entries.writer import as_yaml, write_form
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
