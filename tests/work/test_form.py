"""The form is read from the shapes: a change to a shape changes the form, in both languages."""

import shutil
from pathlib import Path

import pytest

from kg.terms import NS, PREFIXES
from kg.work.form import Form, class_iri, the_form
from kg.work.values.readers import READERS

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    *READERS, "texts", "code", "place", "actor", "owner", "target", "document", "parts", "project", "reference", "own",
    "thing", "slug", "keys", "lines",
}  # fmt: skip
ISSUE = {  # the keys that entries are promised, in both languages
    "Project": {
        "title": "titel", "identifier": "diarienummer", "owner": "projektägare", "start": "start", "end": "slut",
        "status": "status", "programme": "program", "fund": "fond", "cci": "cci",
        "specific_objective": "specifikt mål", "intervention_type": "interventionstyp", "places": "platser",
        "target_groups": "målgrupper", "participants": "deltagare", "initiatives": "satsningar", "goals": "mål",
        "activities": "aktiviteter", "contributions": "finansiering", "refers_to": "hänvisar till",
        "contacts": "kontakter", "sources": "källor",
    },
    "Participation": {"actor": "aktör", "role": "roll", "level": "nivå", "status": "status", "country": "land"},
    "Goal": {"kind": "slag", "text": "text", "indicators": "indikatorer"},
    "Indicator": {"target": "målvärde", "unit": "enhet", "group": "grupp"},
    "Activity": {"area": "område", "text": "text"},
    "Contribution": {"kind": "slag", "amount": "belopp", "currency": "valuta", "rate": "andel"},
    "Contact": {"name": "namn", "email": "e-post", "phone": "telefon"},
    "Evidence": {"document": "dokument", "lines": "rader"},
}  # fmt: skip


@pytest.mark.parametrize(("name", "en", "sv"), [(name, *pair) for name, keys in ISSUE.items() for pair in keys.items()])
def test_every_promised_key_is_there_in_both_languages(name: str, en: str, sv: str) -> None:
    form = the_form()
    field = form.field(name, en)
    assert field is not None
    assert form.field(name, sv) == field
    assert (field.name("en"), field.name("sv")) == (en, sv)


@pytest.mark.parametrize(
    "spelling", ["specific_objective", "specific objective", "Specific-Objective", " SPECIFIKT  MÅL ", "specifikt_mål"]
)
def test_case_and_signs_between_words_do_not_matter(spelling: str) -> None:
    field = the_form().field("Project", spelling)
    assert field is not None
    assert field.key == "specific_objective"


def test_no_key_means_two_things() -> None:
    form = the_form()
    for name in form.classes:
        for field in form.fields(name):
            for spelling in (field.key, *field.keys):
                assert form.field(name, spelling) == field, (name, spelling)


def test_every_field_can_be_read_and_says_what_it_is_for() -> None:
    form = the_form()
    for name in form.classes:
        for field in form.fields(name):
            assert field.kind in KINDS, (name, field.key, field.kind)
            assert set(field.help) == {"sv", "en"}, (name, field.key)
            assert set(field.label) in ({"sv", "en"}, set()), (name, field.key)  # none where it is like another's
            assert field.kind != "code" or field.scheme, (name, field.key)
            assert field.kind != "parts" or field.part in (*form.classes, "Initiative"), (name, field.key)
            assert field.wanted in ("", "violation", "warning", "info")


def test_the_fields_stand_in_the_order_of_the_shapes() -> None:
    for name in the_form().classes:
        orders = [field.order for field in the_form().fields(name)]
        assert orders == sorted(orders)


def test_the_groups_have_an_order_and_a_heading() -> None:
    groups = the_form().groups
    assert list(groups) == sorted(groups, key=lambda name: groups[name].order)
    assert {field.group for field in the_form().fields("Project")} - {""} <= set(groups)


def test_what_must_be_filled_in_is_known() -> None:
    fields = {field.key: field.wanted for field in the_form().fields("Project")}
    assert (fields["title"], fields["owner"], fields["start"]) == ("violation", "violation", "")


@pytest.mark.parametrize(
    ("key", "lang", "near"), [("titl", "sv", "titel"), ("projektägar", "sv", "projektägare"), ("onwer", "en", "owner")]
)
def test_a_key_that_is_misspelt_is_near_the_right_one(key: str, lang: str, near: str) -> None:
    assert the_form().field("Project", key) is None
    assert near in the_form().near("Project", key, lang)


def test_a_change_to_a_shape_changes_the_form(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes"
    shutil.copytree(ROOT / "shapes", shapes)
    path = shapes / "form.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"diarienummer"@sv, "identifier"@en', '"ärendenummer"@sv, "number"@en'), encoding="utf-8"
    )
    form = Form(shapes)
    assert form.field("Project", "diarienummer") is None
    field = form.field("Project", "ärendenummer")
    assert field is not None
    assert (field.key, field.kind) == ("number", "identifier")


@pytest.mark.parametrize(
    ("name", "iri"),
    [("Goal", NS + "Goal"), ("Contact", PREFIXES["vcard"] + "Individual"), ("Actor", NS + "Organisation")],
)
def test_the_class_that_a_form_makes(name: str, iri: str) -> None:
    assert class_iri(name) == iri
