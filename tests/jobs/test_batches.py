"""The graph that batches make is the one that the rules make of everything at once, however entries hang together."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from generate import write_workspace
from kg_help import HEAD
from made_up import MadeUp

from kg.disk.workspace import Workspace
from kg.errors import BuildError, ParseError
from kg.jobs import build as job
from kg.jobs.build import Reading, read_quads
from kg.terms import ID
from kg.work.foundation import CLOSED, Foundation
from kg.work.rules import derive, read_rules

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]


def entry(slug: str, *more: str) -> str:
    """Return an entry with a project, and some participations or anything else."""
    head = f"entry:{slug} a sam:Entry ; foaf:primaryTopic project:{slug} .\nproject:{slug} a sam:Project .\n"
    return HEAD + head + "\n".join(more)


def part(slug: str, number: int, actor: str, project: str = "", status: str = "actual") -> str:
    return (
        f"<{ID}project/{slug}#p{number}> a sam:Participation ; sam:project project:{project or slug} ; "
        f"sam:actor actor:{actor} ; sam:role role:owner ; sam:cooperationStatus cooperation-status:{status} ."
    )


ACTORS = HEAD + "actor:a a sam:Organisation . actor:b a sam:Organisation . actor:g a sam:ActorGroup ."
CASES: dict[str, dict[str, str]] = {
    "entries alone": {
        "entries/x.ttl": entry("x", part("x", 1, "a"), part("x", 2, "b"), part("x", 3, "g")),
        "entries/y.ttl": entry("y", part("y", 1, "a"), part("y", 2, "b"), 'project:y sam:start "2019"^^xsd:gYear .'),
    },
    "a participation in another entry's project": {
        "entries/x.ttl": entry("x", part("x", 1, "a")),
        "entries/y.ttl": entry("y", part("y", 1, "b"), part("y", 2, "b", "x")),
    },
    "an actor that another entry calls a group": {
        "entries/x.ttl": entry("x", part("x", 1, "a"), part("x", 2, "c"), part("x", 3, "d")),
        "entries/y.ttl": entry("y", "actor:c a sam:ActorGroup .", part("y", 1, "a"), part("y", 2, "d")),
        "entries/z.ttl": entry("z", part("z", 1, "c"), part("z", 2, "b")),
    },
    "a class that a register states": {
        "entries/x.ttl": entry("x", "actor:s a sam:Organisation ."),
        "registers/more.ttl": HEAD + "actor:s a sam:Actor .",
    },
    "a class that two entries state, one of them the wider": {
        "entries/x.ttl": entry("x", "actor:s a sam:Organisation ."),
        "entries/y.ttl": entry("y", "actor:s a sam:Actor ."),
    },
    "a project that another entry tells of": {
        "entries/x.ttl": entry("x"),
        "entries/y.ttl": entry("y", 'project:x sam:start "2019-02"^^xsd:gYearMonth ; sam:end "2020"^^xsd:gYear .'),
    },
    "participations in a register": {
        "entries/x.ttl": entry("x", part("x", 1, "a")),
        "registers/more.ttl": HEAD + part("x", 9, "b") + part("x", 8, "g"),
    },
    "a chain of entries": {
        "entries/a.ttl": entry("a", part("a", 1, "a"), part("a", 2, "b", "b")),
        "entries/b.ttl": entry("b", part("b", 1, "a"), part("b", 2, "c", "c")),
        "entries/c.ttl": entry("c", part("c", 1, "d"), "project:c sam:subProjectOf project:a ."),
        "entries/d.ttl": entry("d", part("d", 1, "a"), part("d", 2, "c")),
    },
    "units and places": {
        "entries/x.ttl": entry("x", "actor:u a sam:OrganisationalUnit ; org:unitOf actor:v .",
                               "place:p a sam:Municipality ; dcterms:isPartOf place:q ."),
        "entries/y.ttl": entry("y", "actor:v a sam:OrganisationalUnit ; org:unitOf actor:a .",
                               "place:q a sam:County ; dcterms:isPartOf place:r ."),
    },
    "a slug that another begins with": {
        "entries/x.ttl": entry("x", part("x", 1, "a")),
        "entries/x-2.ttl": entry("x-2", part("x-2", 1, "b"), part("x-2", 2, "a", "x")),
    },
}  # fmt: skip


def whole(workspace: Workspace) -> set[ox.Quad]:
    """Return what the rules make of everything at once."""
    store = ox.Store()
    store.bulk_extend([*read_quads(workspace), *Foundation.read(workspace).closure()])
    derive(store, read_rules())
    return set(store)


def in_batches(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, size: int, jobs: int = 1) -> set[ox.Quad]:
    """Return what batches of a size make of it."""
    monkeypatch.setattr(job, "SIZE", size)
    monkeypatch.setattr(job, "FEW", 0)
    store = ox.Store()
    reading = Reading(workspace, jobs=jobs)
    derived = reading.fill(store)
    assert reading.stated + derived == len(store)
    return set(store)


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("files", CASES.values(), ids=CASES.keys())
def test_batches_make_what_the_whole_makes(
    new_workspace: Make, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], size: int
) -> None:
    workspace = new_workspace({"registers/actors.ttl": ACTORS} | files)
    assert in_batches(workspace, monkeypatch, size) == whole(workspace)


@pytest.mark.parametrize("size", [1, 5])
def test_batches_make_the_graph_of_this_repository(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    assert in_batches(workspace, monkeypatch, size) == whole(workspace)


def write_made_up(folder: Path, count: int) -> Workspace:
    """Write a workspace of made-up projects."""
    write_workspace(MadeUp(count, 3, 0.05), folder)
    return Workspace(folder, folder / ".kg")


def test_processes_side_by_side_make_the_same_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = write_made_up(tmp_path, 90)
    expected = whole(workspace)
    assert in_batches(workspace, monkeypatch, 7, jobs=2) == expected
    assert in_batches(workspace, monkeypatch, 40, jobs=1) == expected
    assert sum(quad.graph_name == CLOSED for quad in expected) > 50


def test_a_mistake_in_a_process_of_its_own_is_told_as_in_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = write_made_up(tmp_path, 30)
    path = workspace.data / "entries" / "projekt-21.ttl"
    path.write_text(path.read_text() + "\nproject:x a", encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        in_batches(workspace, monkeypatch, 4, jobs=2)
    assert caught.value.en.startswith(f"{path}:")
    assert "trasig Turtle" in caught.value.sv


def test_the_first_mistake_in_the_order_of_the_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = write_made_up(tmp_path, 30)
    for number in (29, 12, 20):
        (workspace.data / "entries" / f"projekt-{number}.ttl").write_text("x")
    for jobs in (1, 2):
        with pytest.raises(ParseError, match=r"projekt-12\.ttl"):
            in_batches(workspace, monkeypatch, 2, jobs=jobs)


TWICE = 'actor:s skos:prefLabel "S"@sv .'


@pytest.mark.parametrize(
    ("files", "one", "other"),
    [
        ({"entries/x.ttl": entry("x", TWICE), "entries/y.ttl": entry("y", TWICE)}, "entries/x.ttl", "entries/y.ttl"),
        ({"entries/x.ttl": entry("x", TWICE), "registers/r.ttl": HEAD + TWICE}, "registers/r.ttl", "entries/x.ttl"),
        ({"entries/x.ttl": entry("x"), "entries/y.ttl": entry("y", "project:x a sam:Project .")},
         "entries/x.ttl", "entries/y.ttl"),
        ({"entries/x.ttl": entry("x"), "registers/r.ttl": HEAD + TWICE, "registers/s.ttl": HEAD + TWICE},
         "registers/r.ttl", "registers/s.ttl"),
    ],
)  # fmt: skip
def test_a_statement_in_two_graphs_is_refused_across_batches(
    new_workspace: Make, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], one: str, other: str
) -> None:
    workspace = new_workspace(files)
    with pytest.raises(BuildError) as caught:
        in_batches(workspace, monkeypatch, 1)
    assert f"stands in two graphs: {workspace.data / one} and {workspace.data / other}; " in caught.value.en
    with pytest.raises(BuildError) as again:
        read_quads(workspace)
    assert again.value.en == caught.value.en
