from collections.abc import Callable, Mapping

import pyoxigraph as ox
import pytest
from kg_help import HEAD, iri, triples

from kg.disk.files import write_together
from kg.disk.workspace import Workspace
from kg.work.kept import GRAPH, HEADER, by_subject, kept_file, reached, read_kept, taken_over, written

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
KEPT = """
project:a a sam:Project ; dcterms:title "Alfa"@sv ; sam:evidence <https://w3id.org/samverkan/id/project/a#lines-1> .
<https://w3id.org/samverkan/id/project/a#lines-1> a sam:Evidence ; sam:document document:one .
document:one a sam:SourceDocument ; dcterms:identifier "one.txt" .
actor:unit a sam:OrganisationalUnit ; org:unitOf actor:whole .
actor:whole a sam:Organisation .
"""


@pytest.fixture
def workspace(new_workspace: Make) -> Workspace:
    """A workspace with something kept."""
    return new_workspace({"registers/kept.ttl": HEAD + KEPT})


def left(workspace: Workspace, entry: str) -> list[str]:
    """Return what is kept once an entry has been added, by the ends of its names."""
    write_together(taken_over(workspace, triples(entry, "a")))
    return sorted({str(triple.subject)[1:-1].rpartition("/id/")[2] for triple in read_kept(workspace)})


def test_the_register_stands_where_its_graph_says(workspace: Workspace) -> None:
    assert [source.graph for source in workspace.registers()] == [GRAPH]
    assert [source.path for source in workspace.registers()] == [kept_file(workspace)]


def test_without_a_register_nothing_is_kept(new_workspace: Make) -> None:
    empty = new_workspace({})
    assert read_kept(empty) == []
    assert taken_over(empty, triples(KEPT)) == {}
    assert written(empty, []) is None
    data = written(empty, triples("actor:a a sam:Organisation ."))
    assert data
    assert data.decode().startswith(HEADER + "\n@prefix actor:")


def test_what_an_entry_describes_is_let_go_with_what_it_alone_led_to(workspace: Workspace) -> None:
    assert left(workspace, "project:a a sam:Project .") == ["actor/unit", "actor/whole"]


def test_what_something_else_leads_to_stays(workspace: Workspace) -> None:
    assert left(workspace, "actor:unit a sam:OrganisationalUnit . :p sam:actor actor:whole .") == [
        "actor/whole", "document/one", "project/a", "project/a#lines-1",
    ]  # fmt: skip


def test_an_entry_that_only_speaks_of_something_takes_nothing(workspace: Workspace) -> None:
    assert taken_over(workspace, triples("project:b sam:refersTo project:a .")) == {}


def test_an_empty_register_is_deleted(workspace: Workspace) -> None:
    assert taken_over(workspace, triples(KEPT)) == {kept_file(workspace): None}


def test_what_things_lead_to_is_found_in_circles_too() -> None:
    described = by_subject(
        triples("actor:a org:unitOf actor:b . actor:b org:unitOf actor:a . actor:c org:unitOf actor:d .")
    )
    names = {name: iri(f"actor:{name}").value for name in "abcd"}
    assert reached(described, [names["a"]]) == {names["a"], names["b"]}
    assert reached(described, [names["c"], names["d"]]) == {names["c"]}
    assert all(isinstance(one, ox.Triple) for one in described[names["a"]])
