from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.disk.resources import resource, turtle_files
from kg.disk.workspace import Workspace, ontology_sources
from kg.errors import InputError
from kg.terms import GRAPHS, is_private

Make = Callable[[Mapping[str, str]], Workspace]
pytest_plugins = ["kg_conftest"]


@pytest.fixture
def own(new_workspace: Make) -> Workspace:
    return new_workspace(
        {
            "entries/b.ttl": "", "entries/a.ttl": "", "entries/notes.txt": "", "registers/places.ttl": "",
            "contacts/a.ttl": "",
        }
    )  # fmt: skip


def test_each_file_has_a_graph_of_its_name(own: Workspace) -> None:
    found = [*own.entries(), *own.registers(), *own.contacts()]
    assert [(source.path.name, source.graph.removeprefix(GRAPHS)) for source in found] == [
        ("a.ttl", "entry/a"), ("b.ttl", "entry/b"), ("places.ttl", "register/places"), ("a.ttl", "private/a"),
    ]  # fmt: skip


def test_private_files_are_no_part_of_what_is_public(own: Workspace) -> None:
    sources = list(own.public_sources())
    assert [source.path for source in own.entries()] == [source.path for source in sources][-2:]
    assert not any(is_private(source.graph) for source in sources)
    assert not {source.path for source in own.contacts()} & set(own.inputs())


def test_a_store_depends_on_data_ontology_axioms_and_rules(own: Workspace) -> None:
    ontology = resource("ontology")
    expected = {source.path for source in own.public_sources()}
    expected |= {*(ontology / "axioms").glob("*.ttl"), *(ontology / "rules").glob("*.rq")}
    assert set(own.inputs()) == expected
    assert {path.name for path in expected} >= {"core.ttl", "role.ttl", "prov.ttl", "cooperation.ttl", "within.rq"}


def test_the_ontology_its_codes_and_its_alignments_have_a_graph_each() -> None:
    graphs = {(source.path.parent.name, source.graph.removeprefix(GRAPHS)) for source in ontology_sources()}
    assert graphs == {("ontology", "ontology"), ("codes", "codes"), ("alignments", "alignments")}


def test_turtle_files_are_those_directly_in_a_folder_by_name(own: Workspace) -> None:
    assert [path.name for path in turtle_files(own.data / "entries")] == ["a.ttl", "b.ttl"]
    assert turtle_files(own.data) == []
    assert turtle_files(own.data / "nowhere") == []


@pytest.mark.parametrize("name", ["ontology", "shapes", "queries"])
def test_the_files_of_the_package_are_found(name: str) -> None:
    assert resource(name).is_dir()


@pytest.mark.usefixtures("own_words")
def test_a_workspace_is_found_by_name(own: Workspace) -> None:
    assert Workspace.find(str(own.root)) == own
    assert Workspace.find(str(own.root), "elsewhere").store == Path("elsewhere")


@pytest.mark.usefixtures("own_words")
def test_a_workspace_is_found_by_the_environment(
    own: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_ROOT", str(own.root))
    assert Workspace.find() == own


@pytest.mark.usefixtures("own_words")
def test_what_is_said_wins_over_the_environment(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ROOT", "/nowhere")
    assert Workspace.find(str(own.root)) == own


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("below", [".", "data", "data/entries"])
def test_a_workspace_is_found_around_the_current_folder(
    own: Workspace, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    monkeypatch.chdir(own.root / below)
    assert Workspace.find() == own


@pytest.mark.usefixtures("own_words")
def test_elsewhere_the_current_folder_is_the_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Workspace.find() == Workspace(tmp_path, tmp_path / ".kg")


@pytest.mark.usefixtures("own_words")
def test_a_named_folder_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Workspace.find(str(tmp_path))
    assert caught.value.en == f"{tmp_path}: no folder data/ here"
    assert caught.value.sv == f"{tmp_path}: här finns ingen mapp data/"
