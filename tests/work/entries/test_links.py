"""From a name to another project, an initiative, or a part of the entry itself."""

from pathlib import Path

import pytest
from entries_help import draft_of, said
from kg_help import iri

from kg.work.entries.known import Known

HEAD = "titel: Vägar till arbete\nprojektägare: Mora kommun\n"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Dalalyft", "project:dalalyft"),
        ("dalalyft", "project:dalalyft"),
        ("3M", "project:tre-m"),
        ("24-003-S02", "project:kompetenskatalysator-1-0"),
        ("School to Work", "initiative:school-to-work"),
        ("'https://w3id.org/samverkan/id/project/tre-m'", "project:tre-m"),
    ],
)
def test_what_is_referred_to_is_a_project_or_an_initiative(known: Known, tmp_path: Path, name: str, found: str) -> None:
    draft = draft_of(f"{HEAD}hänvisar till: [{name}]\n", known, tmp_path)
    assert draft.objects(draft.project, iri("sam:refersTo").value) == [iri(found)]
    assert draft.problems == []


@pytest.mark.parametrize("key", ["hänvisar till", "satsningar"])
@pytest.mark.parametrize("name", ["Dalalyftt", "School to Wrok", "Något helt annat"])
def test_what_nobody_knows_is_told_and_suggested_at_most(known: Known, tmp_path: Path, key: str, name: str) -> None:
    draft = draft_of(f"{HEAD}{key}: [{name}]\n", known, tmp_path)
    assert said(draft) == [("violation", "unknown-project" if key == "hänvisar till" else "unknown-initiative")]
    assert draft.objects(draft.project, iri("sam:refersTo").value) == []


@pytest.mark.parametrize(
    ("about", "found"),
    [("goal-1", "#goal-1"), ("'#goal-1'", "#goal-1"), ("project", ""), ("projektet", ""), ("vagar-till-arbete", ""),
     ("", "")],
)  # fmt: skip
def test_a_finding_is_about_the_project_or_one_of_its_parts(
    known: Known, tmp_path: Path, about: str, found: str
) -> None:
    text = f"{HEAD}anmärkningar: [{{slag: text-ambiguous, om: {about}, text: Oklart.}}]\n"
    draft = draft_of(text, known, tmp_path)
    (node,) = draft.objects(draft.part("finding-text-ambiguous"), iri("sam:about").value)
    assert node.value == draft.project.value + found


@pytest.mark.parametrize("about", ["ett mål", "actor:mora-kommun", "'http://x'", "a/b"])
def test_what_is_no_part_is_refused(known: Known, tmp_path: Path, about: str) -> None:
    text = f"{HEAD}anmärkningar: [{{slag: text-ambiguous, om: {about}, text: Oklart.}}]\n"
    assert ("violation", "id-form") in said(draft_of(text, known, tmp_path))


@pytest.mark.parametrize(
    ("name", "found"),
    [("Mora kommun", "actor:mora-kommun"), ("'place:lulea'", "place:lulea"), ("Dalalyft", "project:dalalyft"),
     ("School to Work", "initiative:school-to-work"), ("'nobody:x'", ""), ("Ingen alls", "")],
)  # fmt: skip
def test_a_name_may_stand_for_anything_that_is_known(known: Known, tmp_path: Path, name: str, found: str) -> None:
    text = f"{HEAD}anmärkningar: [{{slag: name-ambiguous, text: Oklart., kandidater: [{name}]}}]\n"
    draft = draft_of(text, known, tmp_path)
    candidates = draft.objects(draft.part("finding-name-ambiguous"), iri("sam:candidate").value)
    assert candidates == ([iri(found)] if found else [])
    assert said(draft) == ([] if found else [("violation", "unknown-project")])
