"""Where it stands: documents, lines, and what they are the source of."""

import hashlib
from pathlib import Path

import pytest
from entries_help import draft_of, said
from kg_help import iri

from kg.terms import compact
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known

HEAD = "titel: Vägar till arbete\nprojektägare: Mora kommun\nstart: 2025\n"
GOAL = "mål: [{slag: syfte, text: Fler i arbete.%s}]\n"


def evidence(draft: Draft, part: str = "") -> list[str]:
    """Return the evidence of the project or of a part."""
    node = draft.part(part) if part else draft.project
    return [str(term.value).rpartition("#")[2] for term in draft.objects(node, iri("sam:evidence").value)]


def covered(draft: Draft, part: str) -> list[str]:
    """Return the properties that evidence is for."""
    return sorted(compact(str(term.value)) for term in draft.objects(draft.part(part), iri("sam:evidenceFor").value))


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        ("a.txt", ["source-a"]),
        ("[a.txt, b.txt]", ["source-a", "source-b"]),
        ("{dokument: a.txt, rader: 3}", ["lines-3"]),
        ("[{dokument: a.txt, rader: 12-14}, {dokument: b.txt, rader: 12-14}]", ["lines-12-14", "lines-b-12-14"]),
        ("[{dokument: a.txt, rader: 3}, {dokument: a.txt, rader: 3}]", ["lines-3"]),
        ("{id: k1, dokument: a.txt, rader: 3}", ["k1"]),
        ("https://example.org/en/sida.html?x=1", ["source-example-org-en-sida-html-x-1"]),
    ],
)
def test_evidence_is_named_by_its_lines(known: Known, tmp_path: Path, sources: str, names: list[str]) -> None:
    draft = draft_of(f"{HEAD}källor: {sources}\n", known, tmp_path)
    assert evidence(draft) == names
    assert draft.problems == []


def test_the_projects_source_is_for_all_that_has_none_of_its_own(known: Known, tmp_path: Path) -> None:
    draft = draft_of(HEAD + GOAL % "" + "källor: a.txt\n", known, tmp_path)
    assert covered(draft, "source-a") == ["dcterms:title", "sam:start"]
    assert evidence(draft, "goal-1") == ["source-a"]
    own = draft_of(HEAD + GOAL % ", källor: b.txt" + "källor: a.txt\n", known, tmp_path)
    assert evidence(own, "goal-1") == ["source-b"]


def test_a_source_may_say_what_it_is_for(known: Known, tmp_path: Path) -> None:
    sources = "källor:\n  - {dokument: a.txt, rader: 1, gäller: titel}\n  - {dokument: a.txt, rader: 2}\n"
    draft = draft_of(HEAD + GOAL % "" + sources, known, tmp_path)
    assert covered(draft, "lines-1") == ["dcterms:title"]
    assert covered(draft, "lines-2") == ["sam:start"]
    assert evidence(draft, "goal-1") == ["lines-2"]


@pytest.mark.parametrize(
    ("key", "part"),
    [("projektägare", "participation-mora-kommun-owner"), ("owner", "participation-mora-kommun-owner"),
     ("mål", "goal-1"), ("goals", "goal-1")],
)  # fmt: skip
def test_a_source_may_be_for_the_owner_or_a_list(known: Known, tmp_path: Path, key: str, part: str) -> None:
    first = "{dokument: a.txt, rader: 1, gäller: [titel, start]}"
    sources = f"källor: [{first}, {{dokument: a.txt, rader: 2, gäller: {key}}}]\n"
    draft = draft_of(HEAD + GOAL % "" + sources, known, tmp_path)
    assert draft.problems == []
    assert evidence(draft, part) == ["lines-2"]
    assert covered(draft, "lines-2") == []


def test_a_document_beside_the_entry_is_measured(known: Known, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"ett\ntv\xc3\xa5\n")
    draft = draft_of(HEAD + "källor: {dokument: a.txt, rader: 2}\n", known, tmp_path)
    digest = hashlib.sha256(b"ett\ntv\xc3\xa5\n").hexdigest()
    document = iri("document:a")
    assert [term.value for term in draft.objects(document, iri("sam:sha256").value)] == [digest]
    assert [term.value for term in draft.objects(document, iri("sam:lineCount").value)] == ["2"]
    assert [term.value for term in draft.objects(draft.part("lines-2"), iri("sam:sha256").value)] == [digest]


@pytest.mark.parametrize("name", ["../hemlig.txt", "/etc/passwd", "..", ".", "x" * 250 + ".txt", "mapp/a.txt", "~"])
def test_only_a_file_beside_the_entry_is_opened(known: Known, tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "hemlig.txt").write_text("hemligt", encoding="utf-8")
    draft = draft_of(f"{HEAD}källor: '{name}'\n", known, tmp_path)
    assert not [triple for triple in draft.public if triple.predicate == iri("sam:sha256")]


def test_a_known_document_is_cited_by_its_file_name(known: Known, tmp_path: Path) -> None:
    draft = draft_of(HEAD + "källor: {dokument: 003_93c5704a82686837.txt, rader: 7}\n", known, tmp_path)
    assert draft.objects(draft.part("lines-7"), iri("sam:document").value) == [iri("document:003-93c5704a82686837")]
    assert not draft.described
    assert len(draft.objects(draft.part("lines-7"), iri("sam:sha256").value)) == 1


@pytest.mark.parametrize(
    ("source", "check"),
    [
        ("{rader: 3}", "wrong-form"),
        ("{dokument: a.txt, rader: 14-12}", "lines-order"),
        ("{dokument: a.txt, rader: s. 4}", "lines-pages"),
        ("{dokument: 'javascript:alert(1)'}", "address-scheme"),
        ("{dokument: 'http://exa mple.org'}", "address-character"),
        ("{dokument: '(!)'}", "name-unreadable"),
        ("{dokument: a.txt, gäller: hemligheter}", "unknown-key"),
        ("{dokument: a.txt, gäller: kortnamn}", "unknown-key"),
        ("{dokument: a.txt, gäller: {titel: ja}}", "wrong-form"),
        ("{id: ett två, dokument: a.txt}", "id-form"),
        ("[[a.txt]]", "wrong-form"),
    ],
)
def test_what_is_no_source_is_refused(known: Known, tmp_path: Path, source: str, check: str) -> None:
    assert ("violation", check) in said(draft_of(f"{HEAD}källor: {source}\n", known, tmp_path))


def test_an_id_of_two_sources_is_told(known: Known, tmp_path: Path) -> None:
    sources = "källor: [{id: k, dokument: a.txt, rader: 1}, {id: k, dokument: a.txt, rader: 2}]\n"
    draft = draft_of(HEAD + sources, known, tmp_path)
    assert said(draft) == [("violation", "id-twice")]
    assert evidence(draft) == ["k", "k-2"]


def test_the_source_of_a_contact_is_private(known: Known, tmp_path: Path) -> None:
    contact = "kontakter: [{namn: Projektkontoret, källor: {dokument: a.txt, rader: 9}}]\n"
    draft = draft_of(HEAD + contact, known, tmp_path)
    private = {triple.subject for triple in draft.private}
    assert draft.part("lines-9") in private
    assert draft.part("lines-9") not in {triple.subject for triple in draft.public}
