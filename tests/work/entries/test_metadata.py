"""What is said of an entry itself: since when, in which version; and what stays when it changes."""

import datetime
from pathlib import Path

import pytest
from entries_help import draft_of
from kg_help import iri

from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.entries.metadata import sign
from kg.work.entries.shared import keep_shared

ENTRY = "titel: Vägar till arbete\nprojektägare: {namn: Nya Föreningen}\nkällor: a.txt\n"
TODAY, LATER = datetime.date(2026, 11, 22), datetime.date(2026, 12, 24)


def signed(text: str, known: Known, folder: Path, day: datetime.date) -> Draft:
    """Return an entry that is handed in on a day, and put in the graph."""
    draft = draft_of(text, known, folder)
    keep_shared(draft, known)
    sign(draft, known, day)
    known.knowledge.add(draft.graph.value, draft.public)
    return draft


def value(draft: Draft, path: str) -> str:
    (term,) = draft.objects(draft.graph, iri(path).value)
    return str(term.value)


def test_a_new_entry_is_the_first_version(known: Known, tmp_path: Path) -> None:
    draft = signed(ENTRY, known, tmp_path, TODAY)
    assert [value(draft, path) for path in ("dcterms:issued", "dcterms:modified", "owl:versionInfo")] == [
        "2026-11-22", "2026-11-22", "1"
    ]  # fmt: skip
    assert value(draft, "dcterms:license") == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert value(draft, "prov:wasAttributedTo") == iri("actor:samverkan").value


@pytest.mark.parametrize(
    ("text", "found"),
    [(ENTRY, ("2026-11-22", "2026-11-22", "1")), (ENTRY + "start: 2025\n", ("2026-11-22", "2026-12-24", "2"))],
)
def test_one_that_changes_gets_a_new_version(
    known: Known, tmp_path: Path, text: str, found: tuple[str, str, str]
) -> None:
    signed(ENTRY, known, tmp_path, TODAY)
    draft = signed(text, known, tmp_path, LATER)
    assert tuple(value(draft, path) for path in ("dcterms:issued", "dcterms:modified", "owl:versionInfo")) == found


def test_what_an_entry_says_of_itself_stands(known: Known, tmp_path: Path) -> None:
    draft = draft_of(ENTRY, known, tmp_path)
    licence = iri("graph:licence")
    draft.state(draft.graph, iri("dcterms:license").value, licence)
    sign(draft, known, TODAY)
    assert draft.objects(draft.graph, iri("dcterms:license").value) == [licence]


def test_an_actor_stays_as_long_as_another_entry_refers_to_it(known: Known, tmp_path: Path) -> None:
    actor = iri("actor:nya-foreningen")
    first, second = f"kortnamn: ett\n{ENTRY}", f"kortnamn: annat\n{ENTRY}"
    other_owner = ("{namn: Nya Föreningen}", "Mora kommun")
    assert signed(first, known, tmp_path, TODAY).objects(actor, iri("rdf:type").value)
    assert not signed(second, known, tmp_path, TODAY).objects(actor, iri("rdf:type").value)
    assert signed(first.replace(*other_owner), known, tmp_path, LATER).objects(actor, iri("rdf:type").value)
    signed(second.replace(*other_owner), known, tmp_path, LATER)
    assert not signed(first.replace(*other_owner), known, tmp_path, LATER).objects(actor, iri("rdf:type").value)
