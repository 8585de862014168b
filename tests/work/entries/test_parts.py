"""The parts of a project: each under its own name, with what goes without saying."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import draft_of, said
from kg_help import iri, typed

from kg.terms import compact
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known

HEAD = "titel: Vägar till arbete\nprojektägare: Mora kommun\n"


def parts(draft: Draft, kind: str) -> list[str]:
    """Return the names of the parts of a class."""
    return [
        str(getattr(triple.subject, "value", "")).rpartition("#")[2]
        for triple in (*draft.public, *draft.private)
        if triple.predicate == iri("rdf:type") and triple.object == iri(kind)
    ]


def values(draft: Draft, part: str, path: str) -> list[str]:
    found = draft.objects(draft.part(part), iri(path).value)
    return [term.value if isinstance(term, ox.Literal) else compact(term.value) for term in found]


def test_parts_are_named_after_what_they_say(known: Known, tmp_path: Path) -> None:
    draft = draft_of(
        HEAD + "deltagare: [{aktör: Orsa kommun, roll: samarbetspartner, nivå: lokal}]\n"
        "mål: [{slag: syfte, text: Ett}, {slag: mål, text: Två, indikatorer: [{målvärde: 5, enhet: personer}]}]\n"
        "finansiering: [{slag: total budget, belopp: 5 kr}, {slag: total budget, belopp: 3 kr, omfattning: del}]\n"
        "aktiviteter: [{område: vägledning, text: Träffar}]\n"
        "hänvisar till: [Dalalyft]\n",
        known,
        tmp_path,
    )
    assert draft.problems == []
    assert parts(draft, "sam:Participation") == [
        "participation-orsa-kommun-cooperation-partner-local",
        "participation-mora-kommun-owner",
    ]
    assert parts(draft, "sam:Goal") == ["goal-1", "goal-2"]
    assert parts(draft, "sam:Indicator") == ["indicator-1"]
    assert parts(draft, "sam:Contribution") == ["contribution-total-budget", "contribution-total-budget-2"]
    assert parts(draft, "sam:Activity") == ["activity-1"]
    assert parts(draft, "sam:Reference") == ["reference-dalalyft"]
    assert values(draft, "participation-orsa-kommun-cooperation-partner-local", "sam:cooperationStatus") == [
        "cooperation-status:actual"
    ]
    assert values(draft, "contribution-total-budget", "sam:scope") == ["scope:whole"]
    assert values(draft, "contribution-total-budget-2", "sam:scope") == ["scope:part"]


def test_an_id_that_is_given_is_kept_free_for_its_part(known: Known, tmp_path: Path) -> None:
    text = (
        "mål: [{slag: syfte, text: Ett}, {id: goal-1, slag: mål, text: Två}, "
        "{id: x, slag: delmål, text: Tre, delmål till: goal-1}]\n"
    )
    draft = draft_of(HEAD + text, known, tmp_path)
    assert draft.problems == []
    assert parts(draft, "sam:Goal") == ["goal-2", "goal-1", "x"]
    assert draft.objects(draft.part("x"), iri("sam:subGoalOf").value) == [draft.part("goal-1")]


@pytest.mark.parametrize("name", ["mål ett", "goal 1", "-x", "a" * 121, "a/b", "a#b", "å", "<x>"])
def test_an_id_that_cannot_be_one_is_told(known: Known, tmp_path: Path, name: str) -> None:
    draft = draft_of(f"{HEAD}mål: [{{id: '{name}', slag: syfte, text: Ett}}]\n", known, tmp_path)
    assert said(draft) == [("violation", "id-form")]
    assert parts(draft, "sam:Goal") == ["goal-1"]


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("5 kr", ["currency:SEK"]), ("5 SEK", ["currency:SEK"]), ("€ 5", ["currency:EUR"]), ("5", [])],
)  # fmt: skip
def test_the_currency_may_stand_with_the_amount(known: Known, tmp_path: Path, amount: str, currency: list[str]) -> None:
    draft = draft_of(f"{HEAD}finansiering: [{{slag: total budget, belopp: {amount}}}]\n", known, tmp_path)
    assert values(draft, "contribution-total-budget", "sam:currency") == currency


def test_a_per_cent_sign_is_a_unit(known: Known, tmp_path: Path) -> None:
    draft = draft_of(HEAD + "mål: [{slag: syfte, text: A, indikatorer: [{målvärde: 40 %}]}]\n", known, tmp_path)
    assert values(draft, "indicator-1", "sam:unit") == ["unit:percent"]
    assert draft.objects(draft.part("indicator-1"), iri("sam:targetValue").value) == [typed("40", "integer")]


@pytest.mark.parametrize("word", ["okänd", "Okänt", "UNKNOWN", "not known", "ej känd"])
def test_an_owner_may_be_unknown_with_a_source(known: Known, tmp_path: Path, word: str) -> None:
    draft = draft_of(f"titel: Vägar\nprojektägare: {word}\nkällor: a.txt\n", known, tmp_path)
    assert draft.problems == []
    assert values(draft, "finding-owner-unknown", "sam:findingKind") == ["finding-kind:owner-unknown"]
    assert parts(draft, "sam:Participation") == []
    without = draft_of(f"titel: Vägar\nprojektägare: {word}\n", known, tmp_path)
    assert said(without) == [("violation", "owner-unknown-source")]


def test_an_owner_that_stands_among_the_participants_too_stands_once(known: Known, tmp_path: Path) -> None:
    text = HEAD + "deltagare: [{aktör: Mora kommun, roll: projektägare}]\n"
    assert parts(draft_of(text, known, tmp_path), "sam:Participation") == ["participation-mora-kommun-owner"]


def test_a_text_alone_is_what_it_is_most_likely(known: Known, tmp_path: Path) -> None:
    draft = draft_of(HEAD + "deltagare: Orsa kommun\nmål: [Fler i arbete.]\nfinansiering: 5 kr\n", known, tmp_path)
    assert draft.problems == []
    assert values(draft, "participation-orsa-kommun", "sam:actor") == ["actor:orsa-kommun"]
    assert values(draft, "goal-1", "dcterms:description") == ["Fler i arbete."]
    assert draft.objects(draft.part("contribution"), iri("sam:amount").value) == [typed("5", "integer")]


@pytest.mark.parametrize("name", ["Projektkontoret", "???", ""])
def test_contacts_are_private_whatever_they_are_called(known: Known, tmp_path: Path, name: str) -> None:
    text = f"{HEAD}kontakter: [{{namn: '{name}', e-post: kontakt@example.org, telefon: 0920-123 45}}]\n"
    draft = draft_of(text, known, tmp_path)
    assert "mailto:kontakt@example.org" in {getattr(triple.object, "value", "") for triple in draft.private}
    assert not [triple for triple in draft.public if "vcard" in triple.predicate.value or "ontact" in str(triple)]


def test_two_contacts_of_one_name_are_two(known: Known, tmp_path: Path) -> None:
    text = HEAD + "kontakter: [{namn: Kansliet, telefon: 0920-123 45}, {namn: Kansliet, telefon: 0920-123 46}]\n"
    subjects = {str(getattr(triple.subject, "value", "")) for triple in draft_of(text, known, tmp_path).private}
    assert {compact(subject) for subject in subjects} == {
        "contact:vagar-till-arbete-kansliet", "contact:vagar-till-arbete-kansliet-2"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["tre-m-kansliet", "kansliet", "Vagar-till-arbete-x", "vagar-till-arbete-"])
def test_nobody_elses_contact_is_described(known: Known, tmp_path: Path, name: str) -> None:
    draft = draft_of(f"{HEAD}kontakter: [{{id: {name}, namn: Kansliet}}]\n", known, tmp_path)
    assert said(draft) == [("violation", "contact-id-form")]
    assert all("vagar-till-arbete" in str(triple.subject) for triple in draft.private)


@pytest.mark.parametrize(
    "text",
    ["delprojekt: [{titel: ''}]", "delprojekt: [{titel: '??'}]", "delprojekt: [{kortnamn: Å Ä, titel: Del}]",
     "hänvisar till: [{till: {titel: ''}}]", "hänvisar till: [{till: {start: 2025}}]",
     "hänvisar till: [{till: {kortnamn: 'a b', titel: X}}]"],
)  # fmt: skip
def test_another_project_needs_a_name(known: Known, tmp_path: Path, text: str) -> None:
    checks = said(draft_of(f"{HEAD}{text}\n", known, tmp_path))
    assert checks in ([("violation", "title-missing")], [("violation", "slug-form")], [])


def test_a_project_that_is_only_mentioned_is_described_with_its_title(known: Known, tmp_path: Path) -> None:
    draft = draft_of(HEAD + "hänvisar till: [{till: {titel: Ett annat}}]\n", known, tmp_path)
    other = iri("project:ett-annat")
    assert draft.objects(draft.project, iri("sam:refersTo").value) == [other]
    assert [term.value for term in draft.objects(other, iri("dcterms:title").value)] == ["Ett annat"]
    known_one = draft_of(HEAD + "hänvisar till: [{till: {titel: Dalalyft}}]\n", known, tmp_path)
    assert not [triple for triple in known_one.public if triple.subject == iri("project:dalalyft")]


def test_the_owner_has_the_role_in_an_initiative_unless_another_is_named(known: Known, tmp_path: Path) -> None:
    text = (
        "satsningar: [{titel: School to Work, roll: värd}, "
        "{titel: School to Work, roll: initiativtagare, aktör: Orsa kommun}]\n"
    )
    draft = draft_of(HEAD + text, known, tmp_path)
    assert parts(draft, "sam:Participation") == [
        "participation-mora-kommun-owner",
        "participation-mora-kommun-host-transnational",
        "participation-orsa-kommun-initiator-transnational",
    ]
