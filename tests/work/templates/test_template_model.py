"""What templates show comes from the shapes and the code lists alone: change those, and every template changes."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from kg_help import HEAD

from kg.jobs.template import FORMATS, template
from kg.work.form import Field, the_form
from kg.work.templates.codes import read_codes
from kg.work.templates.model import LANGUAGES, Template

ROOT = Path(__file__).resolve().parents[3]
ADDED = """
samsh:Project-motto a sh:PropertyShape ;
  sh:path sam:motto ; sh:datatype xsd:string ; sh:maxCount 1 ;
  sh:name "Motto"@sv, "Motto"@en ; sh:message "Skriv ett motto."@sv, "Write a motto."@en ;
  samsh:key "valspråk"@sv, "motto"@en ; sh:order 3 ; samsh:example "=framåt"@sv, "=onward"@en ;
  sh:description "Det som projektet lovar."@sv, "What the project promises."@en .
samsh:Goal-motto a sh:PropertyShape ;
  sh:path sam:motto ; sh:class skos:Concept ; sh:maxCount 1 ; sh:minCount 1 ;
  sh:pattern "^https://w3id\\\\.org/samverkan/codes/level/[^/]+$" ;
  sh:name "Tyngd"@sv, "Weight"@en ; sh:message "Ange tyngd."@sv, "Give a weight."@en ;
  samsh:key "tyngd"@sv, "weight"@en ; sh:order 3 ;
  sh:description "Hur tungt målet väger."@sv, "How much the goal weighs."@en .
"""


@pytest.fixture
def changed(tmp_path: Path) -> tuple[Path, Path]:
    """Folders of shapes and codes, with two new fields, a new code and one less."""
    shapes, codes = tmp_path / "shapes", tmp_path / "codes"
    shutil.copytree(ROOT / "shapes", shapes)
    shutil.copytree(ROOT / "ontology" / "codes", codes)
    (shapes / "more.ttl").write_text(HEAD + ADDED, encoding="utf-8")
    path = codes / "level.ttl"
    text = path.read_text(encoding="utf-8").replace('"lokal"@sv, "local"@en', '"byanivå"@sv, "village level"@en')
    path.write_text(text, encoding="utf-8")
    return shapes, codes


def words(data: bytes, format_: str) -> str:
    """Return everything that stands in a template."""
    if format_ != "xlsx":
        return data.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    prompts = [str(rule.prompt) for page in book for rule in page.data_validations.dataValidation]
    return "\n".join(cells + prompts)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_changed_shape_changes_the_template(format_: str, changed: tuple[Path, Path]) -> None:
    shapes, codes = changed
    before, after = (
        words(data, format_) for data in (template(format_, "sv"), template(format_, "sv", shapes=shapes, codes=codes))
    )
    assert [word in before for word in ("valspråk", "tyngd")] == [False, False]
    assert [word in after for word in ("valspråk", "tyngd", "framåt")] == [True, True, True]
    if format_ != "csv":
        assert ("byanivå" in before, "byanivå" in after) == (False, True)
        assert "Det som projektet lovar." in after
        assert [line for line in after.splitlines() if line.strip() == "lokal"] == []


def test_what_looks_like_a_formula_is_text(changed: tuple[Path, Path]) -> None:
    shapes, codes = changed
    assert ";'=framåt;" in template("csv", "sv", shapes=shapes, codes=codes).decode()
    book = openpyxl.load_workbook(io.BytesIO(template("xlsx", "sv", shapes=shapes, codes=codes)))
    assert [cell.data_type for cell in book["Projekt"][2] if cell.value == "=framåt"] == ["s"]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_form_gives_the_same_bytes(format_: str) -> None:
    assert template(format_, "en") == template(format_, "en")
    assert template(format_, "en") != template(format_, "sv")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_list_of_codes_offers_its_labels(lang: str) -> None:
    made = Template(the_form(), read_codes(), lang)
    for field in all_fields():
        if field.kind in ("code", "boolean"):
            choices = made.choices(field)
            assert choices, field.shape
            assert len(set(choices)) == len(choices)
            assert all(choices)


def test_choices_stand_in_an_order_that_people_look_in() -> None:
    form = the_form()
    made = Template(form, read_codes(), "sv")
    level, currency = form.field("Participation", "nivå"), form.field("Contribution", "valuta")
    assert level and made.choices(level) == ("lokal", "regional", "nationell", "transnationell")
    assert currency and made.choices(currency)[:3] == ("SEK", "EUR", "AED")
    kinds = form.field("Participation", "slag av aktör")
    assert kinds and made.choices(kinds)[-2:] == ("stiftelse", "utbildningsanordnare")
    theme = form.field("Project", "tema")
    assert theme and made.choices(theme)[-3:] == ("vuxenutbildning", "vägledning", "yrkesutbildning")


def test_what_has_a_default_is_never_asked_for() -> None:
    assert [field.key for field in all_fields() if field.default and field.wanted] == []
    assert {field.key for field in the_form().fields("Participation") if field.wanted == "violation"} == {
        "actor", "role",
    }  # fmt: skip


def test_every_field_has_help_in_both_languages() -> None:
    assert [field.shape for field in all_fields() if set(field.help) != set(LANGUAGES)] == []
    assert [field.shape for field in all_fields() if field.example and set(field.example) != set(LANGUAGES)] == []


def all_fields() -> Iterator[Field]:
    form = the_form()
    return (field for name in form.classes for field in form.fields(name))
