"""The template in YAML: empty as it is, and its examples are a form filled in."""

import re
from pathlib import Path

import pytest

from kg.disk.carriers.yaml import read_yaml
from kg.disk.written import Items, Pairs, Text, Written
from kg.jobs.template import template
from kg.work.entries.filled import is_blank
from kg.work.form import Form, the_form
from kg.work.templates.model import LANGUAGES


def uncommented(text: str) -> str:
    """Return a template whose examples stand as values: without the `#` before them."""
    return re.sub(r"^( *(?:- )?[^#\s][^#\n]*:) +# (.*)$", r"\1 \2", text, flags=re.MULTILINE)


def read(text: str, folder: Path) -> Pairs:
    path = folder / "projekt.yaml"
    path.write_text(text, encoding="utf-8")
    (written,) = read_yaml(path)
    assert isinstance(written, Pairs)
    return written


def text_of(lang: str) -> str:
    return template("yaml", lang).decode()


def plain(form: Form, class_name: str, written: Written) -> object:
    """Return what is written under English keys; what is blank is left out."""
    if isinstance(written, Text):
        return written.value
    if isinstance(written, Items):
        return [plain(form, class_name, item) for item in written]
    found = {}
    for key, value in written:
        field = form.field(class_name, key.value)
        assert field, f"{key.value} is no key of {class_name}"
        if not is_blank(value):
            found[field.key] = plain(form, field.part or class_name, value)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_read_as_it_is_nothing_is_filled_in(lang: str, tmp_path: Path) -> None:
    written = read(text_of(lang), tmp_path)
    assert is_blank(written)
    assert plain(the_form(), "Project", written) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_of_the_project_is_there_once_in_the_language(lang: str, tmp_path: Path) -> None:
    keys = [key.value for key, _ in read(text_of(lang), tmp_path)]
    assert sorted(keys) == sorted(field.name(lang) for field in the_form().fields("Project"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_of_every_part_is_there(lang: str, tmp_path: Path) -> None:
    form, seen = the_form(), {"Project": set[str]()}

    def look(class_name: str, written: Written) -> None:
        for item in written if isinstance(written, Items) else [written]:
            for key, value in item if isinstance(item, Pairs) else ():
                field = form.field(class_name, key.value)
                assert field
                seen.setdefault(class_name, set()).add(field.key)
                if field.kind == "parts":
                    look(field.part, value)

    look("Project", read(text_of(lang), tmp_path))
    missing = {name: {field.key for field in form.fields(name)} - keys for name, keys in seen.items()}
    assert {name: keys for name, keys in missing.items() if keys} == {}
    assert set(form.classes) - set(seen) == {"Actor"}  # those of a new actor stand beside the participation's


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_examples_are_values_where_they_stand(lang: str, tmp_path: Path) -> None:
    form = the_form()
    found = plain(form, "Project", read(uncommented(text_of(lang)), tmp_path))
    assert isinstance(found, dict)
    for field in form.fields("Project"):
        if field.example and field.many and ";" in field.example[lang]:
            assert found[field.key] == field.example[lang].split("; ")
        elif field.example:
            assert found[field.key] == field.example[lang]
    (participant,), (goal,) = found["participants"], found["goals"]
    assert participant["role"] == {"sv": "samarbetspartner", "en": "cooperation partner"}[lang]
    assert participant["sources"] == found["sources"]
    assert goal["indicators"][0]["target"] == "250"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_pleasant_to_read(lang: str) -> None:
    lines = text_of(lang).splitlines()
    assert max(map(len, lines)) <= 100
    assert [line for line in lines if line != line.rstrip()] == []
    assert len(lines) < 420


def test_what_must_be_filled_in_has_a_star() -> None:
    starred = re.findall(r"^# \* [^\n]*(?:\n#[^\n]*)*\n(\S[^\n:]*):", text_of("sv"), re.MULTILINE)
    assert starred == ["titel", "projektägare"]
    assert "  # * Name or organisation number." in text_of("en")


def test_short_lists_stand_beside_the_field_and_long_ones_at_the_end() -> None:
    text = text_of("sv")
    assert "Välj: lokal, regional, nationell" in text
    top, _, lists = text.partition("Listor att välja ur")
    assert "Välj i listan ”Roller” sist i filen." in top
    assert "medfinansiär" not in top.replace("medfinansiering", "")
    assert "#   deltagande aktör; deltagande kommun; dialogpart;" in lists
    assert lists.count("# Roller\n") == 1


def test_what_few_need_comes_last() -> None:
    top, _, last = text_of("en").partition("─── Rarely needed ─")
    assert "\nphase:" not in top
    assert "\nphase:" in last
    assert "\nfindings:" in last
