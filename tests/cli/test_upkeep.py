import io
import json
import shutil
import sys
from pathlib import Path

import pytest
from kg_help import HEAD, Run, iri

from kg.disk.workspace import Workspace
from kg.jobs.build import build

pytest_plugins = ["kg_conftest"]
ROOT = Path(__file__).resolve().parents[2]
TRE_M = "Tre-M - matchning, motor, mäklare"


class Terminal(io.StringIO):
    """What somebody types on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def template(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The repository's data with a store of two versions: in the second an entry has another end."""
    root = tmp_path_factory.mktemp("upkeep")
    shutil.copytree(built.root, root, dirs_exist_ok=True)
    path = root / "data" / "entries" / "tre-m.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count('sam:start "2012-01-01"') == 1
    path.write_text(text.replace('sam:start "2012-01-01"', 'sam:start "2012-02-01"'), encoding="utf-8")
    made = Workspace(root, root / ".kg")
    build(made)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's data, to be changed; no store is built of it."""
    shutil.copytree(ROOT / "data", tmp_path / "w" / "data")
    return tmp_path / "w"


def test_two_versions_are_compared(kg: Run, template: Workspace) -> None:
    done = kg("diff", "previous", "current", root=template.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"entry:tre-m (1 changed)\n~ Project: {TRE_M} (project:tre-m)\n    ~ start date: 2012-01-01 → 2012-02-01\n"
    )
    assert "    ~ startdatum: " in kg("--lang", "sv", "diff", "previous", "current", root=template.root).stdout
    assert "    ~ startdatum: " in kg("diff", "previous", "current", "--lang", "sv", root=template.root).stdout


def test_what_does_not_differ_is_said_in_words_only(kg: Run, template: Workspace) -> None:
    for lang, words in (("en", "no difference\n"), ("sv", "ingen skillnad\n")):
        done = kg("--lang", lang, "diff", "current", "data", root=template.root)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", words)


def test_the_exit_code_tells_a_difference_only_if_it_is_to(kg: Run, template: Workspace) -> None:
    assert kg("diff", "previous", "current", "--exit-code", root=template.root).returncode == 1
    assert kg("diff", "current", "data", "--exit-code", root=template.root).returncode == 0


def test_a_difference_as_json(kg: Run, template: Workspace) -> None:
    document = json.loads(kg("diff", "previous", "current", "--format", "json", root=template.root).stdout)
    assert [graph["graph"] for graph in document["graphs"]] == [iri("entry:tre-m").value]
    assert json.loads(kg("diff", "current", "data", "--format", "json", root=template.root).stdout)["same"] is True


def test_a_derived_statement_is_told_if_it_is_to_be(kg: Run, template: Workspace) -> None:
    told = kg("diff", "previous", "current", "--derived", root=template.root).stdout
    assert "derived/earliest-start" in told
    assert "2012-01-01 → 2012-02-01" in told.partition("derived/earliest-start")[2]


def test_an_entry_in_yaml_is_compared(kg: Run, template: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("title: Ett påhittat projekt\nowner: Falu kommun\n", encoding="utf-8")
    done = kg("--lang", "sv", "diff", "current", str(path), root=template.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "+ Projekt: Ett påhittat projekt (project:ett-pahittat-projekt)\n" in done.stdout
    assert "+ Deltagande: Falu kommun, projektägare, faktiskt\n" in done.stdout


def test_colour_is_for_a_terminal(kg: Run, template: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\033" not in kg("diff", "previous", "current", root=template.root).stdout
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert "\033[33m~\033[0m" in kg("diff", "previous", "current", root=template.root).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["diff", "current"], 2, "Missing argument"),
        (["diff", "current", "nowhere"], 2, "nowhere: no such file, folder or version"),
        (["diff", "current", "previous"], 3, "no version before the one in use"),
        (["diff", "current", "data", "--format", "xml"], 2, "'xml' is not one of"),
        (["remove"], 2, "Missing argument"),
        (["remove", "tre-n"], 2, "nothing is named 'tre-n'"),
        (["remove", "Region Skåne"], 2, "no project is named 'Region Skåne': Region Skåne is an actor"),
        (["remove", "dalalyft"], 2, "Dalalyft has no entry of its own; it is only mentioned in entry:tre-m"),
        (["remove", "\udcff"], 2, "is not text in UTF-8"),
    ],
)
def test_a_mistake_is_one_line(kg: Run, arguments: list[str], code: int, words: str) -> None:
    done = kg(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_dry_run_tells_and_does_nothing(kg: Run, root: Path) -> None:
    before = sorted(root.rglob("*.ttl"))
    done = kg("remove", TRE_M, "--dry-run", root=root)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{TRE_M} (project:tre-m)\n\n- data/entries/tre-m.ttl: 3,064 statements\n")
    assert "- data/contacts/tre-m.ttl: 3 contact persons\n" in done.stdout
    assert done.stderr == "nothing has been removed\n"
    assert sorted(root.rglob("*.ttl")) == before


def test_where_nobody_can_be_asked_it_is_done(kg: Run, root: Path) -> None:
    done = kg("--lang", "sv", "remove", "tre-m", root=root)
    assert (done.returncode, done.stderr) == (0, "borttaget; förnya lagret med: kg build\n")
    assert not list(root.rglob("tre-m.ttl"))
    assert kg("build", root=root).returncode == 0
    assert kg("show", "tre-m", root=root).returncode == 2


@pytest.mark.parametrize(("answer", "gone"), [
    ("y\n", True), ("J\n", True), ("yes\n", True), ("ja\n", True), ("n\n", False), ("\n", False), ("", False),
])  # fmt: skip
def test_on_a_terminal_it_asks(kg: Run, root: Path, monkeypatch: pytest.MonkeyPatch, answer: str, gone: bool) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    done = kg("remove", "tre-m", root=root)
    assert done.returncode == 0
    assert done.stderr.startswith("Remove? [y/N] ")
    assert ("nothing has been removed" in done.stderr) is not gone
    assert bool(list(root.rglob("tre-m.ttl"))) is not gone


def test_on_a_terminal_it_does_not_ask_if_told_not_to(kg: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert kg("remove", "tre-m", "--yes", root=root).stderr == "removed; renew the store with: kg build\n"
    assert not list(root.rglob("tre-m.ttl"))


def test_a_removal_as_json(kg: Run, root: Path) -> None:
    document = json.loads(kg("remove", "tre-m", "--dry-run", "--json", root=root).stdout)
    assert (document["removed"], document["persons"]) == (False, 3)
    done = kg("remove", "tre-m", "--json", root=root)
    assert (json.loads(done.stdout)["removed"], done.stderr) == (True, "")
    assert not list(root.rglob("tre-m.ttl"))


def test_with_the_last_entry_it_says_that_no_store_can_be_built(kg: Run, tmp_path: Path, own_words: None) -> None:
    _ = own_words
    for folder in ("entries", "registers", "contacts"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    text = HEAD + 'entry:x foaf:primaryTopic project:x .\nproject:x a sam:Project ; dcterms:title "Xet"@sv .\n'
    (tmp_path / "data" / "entries" / "x.ttl").write_text(text, encoding="utf-8")
    done = kg("remove", "Xet", root=tmp_path)
    assert (done.returncode, done.stderr) == (0, "removed; no entry is left, and a store needs one\n")
