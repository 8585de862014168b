"""Templates hold nothing that the graph refuses: their example is an entry, and an entry is a template filled in."""

import io
import re
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest

from kg.disk.nameindex import NameIndex
from kg.disk.workspace import Workspace
from kg.errors import InputError, ParameterError, UnknownNameError
from kg.jobs.incoming import Examined, Intake
from kg.jobs.template import filled, format_of, refuse_existing, refuse_filled, template
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in
from kg.work.templates.model import LANGUAGES

pytest_plugins = ["kg_conftest"]


@pytest.fixture(scope="module")
def names(graph: ox.Store) -> NameIndex:
    return NameIndex.in_memory(names_in(graph))


@pytest.fixture
def intake(graph: ox.Store, names: NameIndex) -> Intake:
    knowledge = Knowledge(graph, names)
    return Intake(Known(knowledge, Matcher(knowledge)))


def violations(intake: Intake, path: Path) -> list[tuple[str, str]]:
    return [
        (item.check, item.finding.message["en"])
        for examined in intake.examine_file(path)
        for item in examined.findings
        if item.finding.severity == "violation" and item.finding.profile in ("", "draft")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_empty_template_asks_for_what_must_be_there(intake: Intake, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "projekt.yaml"
    path.write_bytes(template("yaml", lang))
    said = " ".join(message for _, message in violations(intake, path))
    assert "title" in said
    assert "owner" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_in_yaml_is_an_entry(intake: Intake, tmp_path: Path, lang: str) -> None:
    text = template("yaml", lang).decode()
    path = tmp_path / "projekt.yaml"
    path.write_text(re.sub(r"^( *(?:- )?[^#\s][^#\n]*:) +# ", r"\1 ", text, flags=re.MULTILINE), encoding="utf-8")
    assert violations(intake, path) == []
    (examined,) = intake.examine_file(path)
    assert examined.draft.slug
    assert parts(examined) >= {"Goal", "Indicator", "Activity", "Participation", "Contribution", "Reference"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_in_a_workbook_is_an_entry(intake: Intake, tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("xlsx", lang)))
    for page in book:
        for cell in page[2]:
            if cell.value in ("exempel", "example") and not page.title.startswith("_"):
                cell.value = "own-project"
    path = tmp_path / "projekt.xlsx"
    book.save(path)
    assert violations(intake, path) == []
    (examined,) = intake.examine_file(path)
    assert parts(examined) >= {"Goal", "Indicator", "Activity", "Participation", "Contribution", "Reference"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_in_a_list_is_an_entry(intake: Intake, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "projekt.csv"
    path.write_bytes(re.sub(rb"\r\nexemp(el|le);|\r\nexample;", b"\r\nmade-up-project;", template("csv", lang)))
    assert violations(intake, path) == []
    (examined,) = intake.examine_file(path)
    assert parts(examined) >= {"Goal", "Indicator", "Activity", "Participation", "Contribution", "Reference"}


def parts(examined: Examined) -> set[str]:
    """Return the classes of what an entry describes."""
    return {
        triple.object.value.rpartition("#")[2]
        for triple in examined.draft.public
        if isinstance(triple.object, ox.NamedNode) and triple.predicate.value.endswith("#type")
    }


def test_a_project_of_the_graph_is_a_template_filled_in(built: Workspace) -> None:
    text = filled(built, "Tre-M - matchning, motor, mäklare", "sv").decode()
    assert text.startswith("kortnamn: tre-m\n")
    assert "deltagare:" in text
    assert "2012-01-01" in text


@pytest.mark.parametrize(("name", "words"), [("dalalyft", "only mentioned"), ("no such thing", "no project is called")])
def test_what_has_no_entry_has_no_form_filled_in(built: Workspace, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        filled(built, name, "en")
    assert told.value.sv
    assert isinstance(told.value, UnknownNameError) == ("called" in words)


@pytest.mark.parametrize(
    ("path", "asked", "meant"),
    [
        (None, None, "yaml"),
        (None, "csv", "csv"),
        ("x.yml", None, "yaml"),
        ("X.XLSX", None, "xlsx"),
        ("x.csv", "csv", "csv"),
        ("x", None, "yaml"),
        ("x", "xlsx", "xlsx"),
        ("x.txt", "csv", "csv"),
    ],
)
def test_the_format_is_that_asked_for_or_that_of_the_name(path: str | None, asked: str | None, meant: str) -> None:
    assert format_of(Path(path) if path else None, asked) == meant


@pytest.mark.parametrize(("path", "asked"), [("x.txt", None), ("x.csv", "xlsx")])
def test_a_name_that_says_another_format_is_refused(path: str, asked: str | None) -> None:
    with pytest.raises(InputError, match=r"--format"):
        format_of(Path(path), asked)


def test_a_form_filled_in_is_yaml_only() -> None:
    refuse_filled("yaml", of="tre-m")
    refuse_filled("csv", of=None)
    with pytest.raises(ParameterError, match=r"YAML only.*-o x\.yaml") as told:
        refuse_filled("csv", of="tre-m")
    assert "skriv -o x.yaml" in told.value.sv


def test_a_file_that_may_be_filled_in_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "projekt.yaml"
    refuse_existing(path)
    path.write_text("titel: Mitt projekt\n", encoding="utf-8")
    with pytest.raises(InputError, match="there already"):
        refuse_existing(path)
