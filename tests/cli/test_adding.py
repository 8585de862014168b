"""`kg validate` and `kg add` as a person meets them: exit codes, both languages, nothing written when refused."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import restore, tree_of
from kg_help import Run

from kg.disk.workspace import Workspace

pytest_plugins = ["kg_conftest"]
FORM = "titel: Vägar till arbete\nprojektägare: Mora kommun\nstart: 2025\nkällor: a.txt\n"


@pytest.fixture(scope="module")
def copy(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data, read without a store."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(built.root / "data", root / "data")
    return root


@pytest.fixture
def root(copy: Path) -> Iterator[Path]:
    before = tree_of(copy / "data")
    yield copy
    restore(copy / "data", before)


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.yaml"
    path.write_text(FORM, encoding="utf-8")
    return path


def test_a_good_entry_ends_well(kg: Run, post: Path) -> None:
    run = kg("--lang=sv", "validate", str(post))
    assert run.returncode == 0
    assert run.stdout.endswith("1 post, profil draft: 0 fel, 0 varningar, 1 upplysning\n")
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("sv", "fel: slut: Slutdatum (2020) ligger före startdatum (2025); kontrollera om datumen är omkastade."),
        ("en", "error: end: End date (2020) is before start date (2025); check whether they are swapped."),
    ],
)
def test_a_mistake_is_told_with_its_line(kg: Run, post: Path, lang: str, line: str) -> None:
    post.write_text(FORM + "slut: 2020\n", encoding="utf-8")
    run = kg(f"--lang={lang}", "validate", str(post))
    assert run.returncode == 1
    assert f"{post}:5: {line}" in run.stdout.splitlines()


def test_a_warning_counts_only_if_it_is_to(kg: Run, post: Path) -> None:
    post.write_text(FORM.replace("källor: a.txt\n", ""), encoding="utf-8")
    assert kg("validate", str(post)).returncode == 0
    assert kg("validate", str(post), "--fail-on=warning").returncode == 1


def test_a_stricter_profile_counts_if_it_is_asked_for(kg: Run, post: Path) -> None:
    assert kg("validate", str(post), "--profile=publishable").returncode == 1


def test_a_program_gets_json_and_a_shacl_tool_gets_turtle(kg: Run, post: Path) -> None:
    post.write_text(FORM + "slut: 2020\n", encoding="utf-8")
    run = kg("validate", str(post), "--format=json")
    document = json.loads(run.stdout)
    assert (run.returncode, document["conforms"]) == (1, False)
    (finding,) = (finding for finding in document["findings"] if finding["check"] == "Project-period")
    assert (finding["line"], finding["key"], finding["value"], finding["counts"]) == (5, "end", "2020", True)
    run = kg("validate", str(post), "--format=turtle")
    assert run.returncode == 1
    ox.Store().load(run.stdout.encode(), format=ox.RdfFormat.TURTLE)


@pytest.mark.parametrize("command", ["validate", "add"])
@pytest.mark.parametrize("name", ["saknas.yaml", "post.txt", "post.rdf"])
def test_a_file_that_cannot_be_read_is_one_line_and_code_two(kg: Run, tmp_path: Path, command: str, name: str) -> None:
    if name != "saknas.yaml":
        (tmp_path / name).write_text("x", encoding="utf-8")
    run = kg(command, str(tmp_path / name))
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert name in run.stderr
    assert run.stdout == ""


def test_an_entry_is_added_shown_and_found(kg: Run, root: Path, post: Path) -> None:
    trial = kg("--lang=sv", "add", "--dry-run", str(post), root=root)
    assert trial.returncode == 0
    assert "ny post: Vägar till arbete" in trial.stdout
    assert trial.stdout.endswith("skulle skriva data/entries/vagar-till-arbete.ttl\n")
    assert not (root / "data" / "entries" / "vagar-till-arbete.ttl").exists()
    assert kg("add", str(post), root=root).returncode == 0
    again = kg("add", str(post), root=root)
    assert again.returncode == 0
    assert again.stdout.endswith("nothing to change\n")
    post.write_text(FORM.replace("2025", "2026"), encoding="utf-8")
    changed = kg("add", str(post), root=root)
    assert "changed entry: Vägar till arbete" in changed.stdout
    assert "2025" in changed.stdout
    assert "2026" in changed.stdout


def test_what_is_refused_is_not_written(kg: Run, root: Path, post: Path, tmp_path: Path) -> None:
    before = tree_of(root / "data")
    bad = tmp_path / "annan.yaml"
    bad.write_text("titel: Ett annat\n", encoding="utf-8")
    run = kg("--lang=sv", "add", str(post), str(bad), root=root)
    assert run.returncode == 1
    assert run.stdout.endswith("ingenting skrevs; rätta felen och kör igen\n")
    assert tree_of(root / "data") == before


def test_adding_tells_a_program(kg: Run, root: Path, post: Path) -> None:
    run = kg("add", "--json", str(post), root=root)
    document = json.loads(run.stdout)
    assert (document["written"], document["files"]) == (True, ["data/entries/vagar-till-arbete.ttl"])
