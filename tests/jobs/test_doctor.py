import importlib.metadata
import json
from collections.abc import Callable, Mapping

import pytest
from kg_help import HEAD

from kg import __version__
from kg.disk.workspace import Workspace
from kg.jobs import doctor
from kg.jobs.build import build
from kg.jobs.doctor import Check, examine

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ENTRY = {"entries/x.ttl": HEAD + "entry:x foaf:primaryTopic project:x . project:x a sam:Project ."}


def wrong(workspace: Workspace) -> list[Check]:
    return [check for check in examine(workspace) if not check.ok]


def test_everything_is_in_order(built: Workspace) -> None:
    checks = list(examine(built))
    assert [check for check in checks if not check.ok] == []
    told = "\n".join(check.en for check in checks)
    assert f"kg {__version__}, Python 3." in told
    assert f"pyoxigraph {importlib.metadata.version('pyoxigraph')}" in told
    assert "statements, of today's data" in told
    assert "påståenden, av dagens data" in checks[-1].sv


def test_no_store_is_told_with_what_makes_one(new_workspace: Make) -> None:
    (check,) = wrong(new_workspace(ENTRY))
    assert check.en.endswith("make one with: kg build")
    assert check.sv.endswith("skapa det med: kg build")


def test_no_entries_are_told(new_workspace: Make) -> None:
    checks = wrong(new_workspace({}))
    assert checks[0].en.startswith("no entries in ")
    assert checks[0].sv.startswith("inga poster i ")


@pytest.mark.parametrize("folder", ["entries", "registers", "contacts"])
def test_the_first_file_that_cannot_be_read_is_told(new_workspace: Make, folder: str) -> None:
    workspace = new_workspace(ENTRY | {f"{folder}/b.ttl": "\n\nx"})
    assert wrong(workspace)[0].en.startswith(f"{workspace.data / folder / 'b.ttl'}:3: ")


def test_data_that_have_changed_are_told(new_workspace: Make) -> None:
    workspace = new_workspace(ENTRY)
    build(workspace)
    assert wrong(workspace) == []
    new_workspace({"entries/x.ttl": HEAD + "project:x a sam:Project, sam:Project ."})
    (check,) = wrong(workspace)
    assert check.en == "data/ has changed since the store was built; renew it with: kg build"
    assert check.sv == "data/ har ändrats sedan lagret byggdes; förnya det med: kg build"


def test_a_store_with_rows_missing_is_told(new_workspace: Make) -> None:
    workspace = new_workspace(ENTRY)
    report = build(workspace)
    pointer = workspace.store / "current.json"
    document = json.loads(pointer.read_text())
    pointer.write_text(json.dumps(document | {"quads": document["quads"] + 1}))
    (check,) = wrong(workspace)
    quads = report.version.quads
    assert check.en == f"the store holds {quads} statements, {quads + 1} were written; make it again with: kg build"
    assert check.sv == f"lagret har {quads} påståenden, {quads + 1} skrevs; gör om det med: kg build"


def test_a_pointer_that_cannot_be_read_is_told(new_workspace: Make) -> None:
    workspace = new_workspace(ENTRY)
    workspace.store.mkdir()
    (workspace.store / "current.json").write_text("{")
    (check,) = wrong(workspace)
    assert "cannot be read" in check.en


def test_a_library_that_is_missing_is_told(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "owlrl":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(doctor, "version", version)
    (check,) = wrong(built)
    assert (check.en, check.sv) == ("missing libraries: owlrl", "bibliotek saknas: owlrl")
