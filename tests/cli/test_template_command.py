"""`kg template`: a form on standard output or in a file of its own, in the language that is asked for."""

import sys
from pathlib import Path

import pytest
from kg_help import Run

from kg.disk.carriers.workbook import read_workbook

pytest_plugins = ["kg_conftest"]


def test_without_words_it_is_yaml_in_the_language_of_the_system(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = kg("template")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\ntitle:" in done.stdout
    monkeypatch.setenv("KG_LANG", "sv")
    assert "\ntitel:" in kg("template").stdout
    assert "\ntitle:" in kg("template", "--lang", "en").stdout


def test_the_name_of_the_file_says_the_format(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "projekt.xlsx"
    done = kg("--lang", "sv", "template", "-o", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{path}: fyll i, granska sedan med: kg validate {path}\n"
    assert [table.name for table in read_workbook(path)][:2] == ["_Läs mig", "Projekt"]


def test_a_file_that_is_there_is_left_as_it_is(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "project.csv"
    assert kg("template", "-o", str(path)).returncode == 0
    before = path.read_bytes()
    done = kg("template", "-o", str(path), "--lang", "sv")
    assert done.returncode == 2
    assert "finns redan" in done.stderr
    assert path.read_bytes() == before


def test_a_workbook_is_not_poured_over_a_terminal(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    done = kg("template", "--format", "xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kg template -o projects.xlsx" in done.stderr


def test_the_entry_of_a_project_filled_in(kg: Run) -> None:
    done = kg("template", "--of", "tre-m")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("slug: tre-m\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--of", "tre-m", "--format", "csv"], "--of is written as YAML only"),
        (["--of", "tre-m", "-o", "x.xlsx"], "-o x.yaml"),
        (["--of", "qqq"], "no project is called 'qqq'"),
        (["-o", "form.txt"], "say the format with --format"),
        (["-o", "form.csv", "--format", "xlsx"], "give one of them"),
        (["-o", "no/such/folder/form.yaml"], "cannot be written"),
    ],
)
def test_a_mistake_is_one_line(kg: Run, arguments: list[str], words: str) -> None:
    done = kg("template", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr
