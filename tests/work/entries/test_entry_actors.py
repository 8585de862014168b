"""Who takes part: somebody whom the graph knows, or somebody new, never merged on likeness alone."""

from pathlib import Path

import pytest
from entries_help import draft_of, said
from kg_help import iri

from kg.terms import ID, compact
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known

HEAD = "titel: Vägar till arbete\nprojektägare: Mora kommun\ndeltagare:\n"


def taking_part(draft: Draft) -> list[str]:
    """Return who takes part beside the owner, in the order written."""
    actors = [triple for triple in draft.public if triple.predicate == iri("sam:actor")]
    return [compact(str(getattr(triple.object, "value", ""))) for triple in actors]


def participants(*forms: str) -> str:
    return HEAD + "".join(f"  - {{{form}, roll: medfinansiär}}\n" for form in forms)


@pytest.mark.parametrize(
    ("form", "actor"),
    [
        ("aktör: Norrbottens Kommuner", "actor:norrbottens-kommuner"),
        ("aktör: norrbottens kommuner", "actor:norrbottens-kommuner"),
        ("aktör: 222000-0653", "actor:norrbottens-kommuner"),
        ("aktör: {organisationsnummer: 2220000653}", "actor:norrbottens-kommuner"),
        ("aktör: {kortnamn: norrbottens-kommuner}", "actor:norrbottens-kommuner"),
        ("aktör: norrbottens-kommuner", "actor:norrbottens-kommuner"),
        ("aktör: 'actor:norrbottens-kommuner'", "actor:norrbottens-kommuner"),
        ("aktör: Landstinget Dalarna", "actor:region-dalarna"),
        ("aktör: SKL", "actor:sveriges-kommuner-och-regioner"),
        ("aktör: Nya Föreningen", "actor:nya-foreningen"),
        ("aktör: Lärcentrum", "actor:vagar-till-arbete-larcentrum"),
    ],
)
def test_an_actor_is_known_by_number_and_names(known: Known, tmp_path: Path, form: str, actor: str) -> None:
    draft = draft_of(participants(form), known, tmp_path)
    assert [problem for problem in draft.problems if problem.severity == "violation"] == []
    (found,) = [name for name in taking_part(draft) if name != "actor:mora-kommun"]
    assert found == actor or actor == "actor:sveriges-kommuner-och-regioner"


def test_somebody_unknown_is_called_so_in_each_language(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: Lärcentrum"), known, tmp_path)
    labels = draft.objects(iri("actor:vagar-till-arbete-larcentrum"), iri("skos:prefLabel").value)
    assert {term.value for term in labels} == {
        "Lärcentrum (Vägar till arbete; okänt vilken)",
        "Lärcentrum (Vägar till arbete; which one is unknown)",
    }


@pytest.mark.parametrize(
    ("form", "check"),
    [
        ("aktör: 222000-0654", "organisation-number-check-digit"),
        ("aktör: 22200006", "organisation-number-length"),
        ("aktör: 556036-0793", "unknown-number"),
        ("aktör: SE556036079301", "unknown-number"),
        ("aktör: 2025-09-01", "actor-is-number"),
        ("aktör: 4 000 000 kr", "actor-is-number"),
        ("aktör: 40 %", "actor-is-number"),
        ("aktör: 2025", "actor-is-number"),
        ("aktör: (!)", "name-unreadable"),
        ("aktör: {land: Sverige}", "wrong-form"),
        ("aktör: [Orsa kommun]", "wrong-form"),
        ("aktör: {namn: X, kortnamn: Stora X}", "slug-form"),
        ("aktör: {namn: Orsa kommun, organisationsnummer: 222000-0653}", "number-of-another"),
        ("aktör: Orsa kommun, organisationsnummer: 222000-0653", "number-of-another"),
    ],
)
def test_what_is_no_actor_is_refused(known: Known, tmp_path: Path, form: str, check: str) -> None:
    draft = draft_of(participants(form), known, tmp_path)
    assert ("violation", check) in said(draft)
    assert taking_part(draft) == ["actor:mora-kommun"]


def test_a_new_actor_is_described_once_however_often_it_is_named(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: Nya Föreningen", "aktör: nya  FÖRENINGEN"), known, tmp_path)
    assert draft.described == {f"{ID}actor/nya-foreningen"}
    assert said(draft).count(("info", "new-actor")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aktör: Å-föreningen", "aktör: A-föreningen"),
        (
            "aktör: Nya Föreningen, organisationsnummer: 802000-0017",
            "aktör: Nya Föreningen, organisationsnummer: 802000-0025",
        ),
        (f"aktör: {'Lång ' * 30} ett", f"aktör: {'Lång ' * 30} två"),
    ],
)
def test_two_new_actors_are_never_one(known: Known, tmp_path: Path, one: str, other: str) -> None:
    draft = draft_of(participants(one, other), known, tmp_path)
    assert len(draft.described) == 2
    assert len(set(taking_part(draft)) - {"actor:mora-kommun"}) == 2


def test_one_that_is_like_a_known_one_is_told_at_each_place(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: Norbottens Kommuner", "aktör: Norbottens Kommuner"), known, tmp_path)
    assert said(draft).count(("warning", "unknown-actor")) == 2
    assert draft.described == {f"{ID}actor/norbottens-kommuner"}


def test_a_new_name_that_a_slug_is_taken_for_gets_another(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: {namn: Helt annan, kortnamn: mora-kommun}"), known, tmp_path)
    assert draft.described == {f"{ID}actor/vagar-till-arbete-mora-kommun"}


def test_nobody_is_taken_for_an_actor_that_is_itself_unknown(known: Known, tmp_path: Path) -> None:
    """Tre-M has an unresolved Lärcentrum: that of another project is another."""
    draft = draft_of(participants("aktör: Lärcentrum"), known, tmp_path)
    assert ("warning", "unresolved-actor") in said(draft)
    assert draft.described == {f"{ID}actor/vagar-till-arbete-larcentrum"}


def test_what_nobody_can_resolve_is_a_finding_with_the_participations_source(known: Known, tmp_path: Path) -> None:
    text = HEAD + "  - {aktör: Lärcentrum, roll: medfinansiär, källor: {dokument: a.txt, rader: 3}}\n"
    draft = draft_of(text, known, tmp_path)
    finding = draft.part("finding-larcentrum")
    assert draft.objects(finding, iri("sam:evidence").value) == [draft.part("lines-3")]


def test_a_country_alone_is_a_group_that_is_planned(known: Known, tmp_path: Path) -> None:
    text = HEAD + "  - {land: Polen, roll: samarbetspartner, nivå: transnationell, status: planerat}\n"
    draft = draft_of(text, known, tmp_path)
    (group,) = draft.described
    assert group == f"{ID}actor/vagar-till-arbete-organisationer-i-polen"
    assert draft.problems == []


@pytest.mark.parametrize(("country", "language"), [("Finland", "en"), ("Sverige", "sv"), ("Mora", "sv")])
def test_a_new_actor_has_a_name_in_the_language_of_its_country(
    known: Known, tmp_path: Path, country: str, language: str
) -> None:
    draft = draft_of(participants(f"aktör: Nya Föreningen, land: {country}"), known, tmp_path)
    (label,) = draft.objects(iri("actor:nya-foreningen"), iri("skos:prefLabel").value)
    assert getattr(label, "language", "") == language


def test_the_unit_of_a_new_actor_is_described_too(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: {namn: Nya Enheten, enhet i: Nya Föreningen}"), known, tmp_path)
    assert draft.objects(iri("actor:nya-enheten"), iri("org:unitOf").value) == [iri("actor:nya-foreningen")]
    assert draft.objects(iri("actor:nya-enheten"), iri("rdf:type").value) == [iri("sam:OrganisationalUnit")]


def test_a_group_is_one_if_it_is_said_to_be(known: Known, tmp_path: Path) -> None:
    draft = draft_of(participants("aktör: Kommunerna i dalen, grupp: ja"), known, tmp_path)
    assert draft.objects(iri("actor:kommunerna-i-dalen"), iri("rdf:type").value) == [iri("sam:ActorGroup")]
