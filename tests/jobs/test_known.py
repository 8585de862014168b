from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from kg_help import HEAD, iri

from kg.disk import nameindex
from kg.disk.io import read_turtle
from kg.disk.store import open_names, open_store, read_version
from kg.disk.workspace import Workspace
from kg.errors import ParseError, StoreError
from kg.jobs import known as job
from kg.jobs.build import build
from kg.jobs.known import known_graph, names_of
from kg.work.matching import Matcher

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]


def entry(slug: str, title: str, more: str = "") -> str:
    return f"""{HEAD}entry:{slug} a sam:Entry ; foaf:primaryTopic project:{slug} .
project:{slug} a sam:Project ; dcterms:title "{title}"@sv .\n{more}"""


REGISTER = HEAD + 'actor:a a sam:Organisation ; skos:prefLabel "Alfa"@sv .\n'


@pytest.fixture
def made(new_workspace: Make) -> Workspace:
    workspace = new_workspace({
        "entries/x.ttl": entry("x", "Ett"), "entries/y.ttl": entry("y", "Två"), "registers/own.ttl": REGISTER,
    })  # fmt: skip
    build(workspace)
    return workspace


def found(workspace: Workspace, *texts: str) -> list[str]:
    matcher = Matcher(known_graph(workspace))
    matches = [matcher.project(text).iri or matcher.actor(text).iri or "" for text in texts]
    return [match.rpartition("/")[2] for match in matches]


def test_the_index_is_a_part_of_the_version(made: Workspace) -> None:
    place = made.store / "versions" / read_version(made.store).name
    assert (place / nameindex.FILE).is_file()
    names = open_names(made.store)
    assert names is not None
    assert [name.iri for name in names.spelled("ALFA", ("sam:Actor",))] == [iri("actor:a").value]


def test_where_nothing_has_changed_no_file_is_read(made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(job, "read_turtle")
    assert found(made, "ett", "två", "alfa") == ["x", "y", "a"]


def test_only_what_has_changed_is_read(made: Workspace, new_workspace: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    new_workspace({"entries/y.ttl": entry("y", "Tre"), "entries/z.ttl": entry("z", "Fyra")})
    read: list[str] = []
    real = read_turtle

    def noted(path: Path) -> object:
        read.append(path.name)
        return real(path)

    monkeypatch.setattr(job, "read_turtle", noted)
    assert found(made, "ett", "två", "tre", "fyra") == ["x", "", "y", "z"]
    assert sorted(read) == ["y.ttl", "z.ttl"]


def test_an_entry_added_without_a_build_is_seen_by_the_next(made: Workspace, new_workspace: Make) -> None:
    new_actor = 'actor:b a sam:Organisation ; skos:prefLabel "Beta"@sv .'
    new_workspace({"entries/z.ttl": entry("z", "Fyra", new_actor)})
    assert found(made, "fyra", "beta", "Beta") == ["z", "b", "b"]


def test_a_file_that_is_gone_is_not_seen(made: Workspace) -> None:
    (made.data / "entries" / "x.ttl").unlink()
    (made.data / "registers" / "own.ttl").unlink()
    assert found(made, "ett", "två", "alfa") == ["", "y", ""]
    assert not known_graph(made).holds(iri("entry:x"))


def test_a_changed_register_is_seen(made: Workspace, new_workspace: Make) -> None:
    new_workspace({"registers/own.ttl": REGISTER + 'actor:c a sam:Organisation ; skos:prefLabel "Gamma"@sv .\n'})
    assert found(made, "alfa", "gamma") == ["a", "c"]


def test_a_file_written_again_with_the_same_bytes_has_not_changed(
    made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made.data / "entries" / "x.ttl"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.delattr(job, "read_turtle")
    assert found(made, "ett") == ["x"]


def test_a_changed_file_that_cannot_be_read_is_told(made: Workspace, new_workspace: Make) -> None:
    new_workspace({"entries/x.ttl": entry("x", "Ett", "broken")})
    with pytest.raises(ParseError, match=r"x\.ttl"):
        known_graph(made)


def test_without_a_store_all_files_are_read(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": entry("x", "Ett"), "registers/own.ttl": REGISTER})
    assert found(workspace, "ett", "alfa") == ["x", "a"]
    assert not workspace.store.exists()


def test_a_version_without_an_index_is_read_all_the_same(made: Workspace) -> None:
    (made.store / "versions" / read_version(made.store).name / nameindex.FILE).unlink()
    assert open_names(made.store) is None
    assert found(made, "ett", "alfa") == ["x", "a"]
    assert names_of(made, open_store(made.store)).spelled("alfa", ("sam:Actor",))


def test_a_broken_index_is_told(made: Workspace) -> None:
    path = made.store / "versions" / read_version(made.store).name / nameindex.FILE
    path.write_bytes(b"not an index, however long it may be" * 100)
    with pytest.raises(StoreError, match="kg build"):
        names_of(made, open_store(made.store))
    assert found(made, "ett") == ["x"]  # what is in the files is known whatever the store is like


def test_the_real_graph_knows_what_is_built(built: Workspace) -> None:
    assert found(built, "tre-m", "Region Skåne", "AF") == ["tre-m", "region-skane", "arbetsformedlingen"]
