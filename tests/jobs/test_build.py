from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import HEAD, iri, said, triples

from kg.disk.store import open_store, read_version
from kg.disk.version import is_stale
from kg.disk.workspace import Workspace
from kg.errors import InputError, StoreError
from kg.jobs.build import build, read_quads
from kg.terms import DERIVED_GRAPHS, PREFIXES

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ENTRY = HEAD + 'entry:x a sam:Entry ; foaf:primaryTopic project:x .\nproject:x a sam:Project ; dcterms:title "X"@sv .\n'
# The properties that docs and ontology call derived: never typed by hand.
DERIVED = [
    "sam:hasParticipation", "sam:hasParticipant", "sam:hasOwner", "sam:participatesIn", "sam:cooperatesWith",
    "sam:within", "sam:contains", "sam:belongsTo", "sam:earliestStart", "sam:latestEnd", "sam:hasSubProject",
]  # fmt: skip


def test_a_workspace_becomes_a_store(new_workspace: Make) -> None:
    workspace = new_workspace({
        "entries/x.ttl": ENTRY + 'project:x sam:start "2019-05"^^xsd:gYearMonth ; sam:place place:b .',
        "registers/places.ttl": HEAD + "place:b a sam:Municipality ; dcterms:isPartOf place:c .",
        "contacts/x.ttl": HEAD + "not even Turtle",
    })  # fmt: skip
    told: list[str] = []
    report = build(workspace, lambda en, sv: told.append(f"{en} / {sv}"))
    store = open_store(workspace.store)
    assert report.entries == 1
    assert report.version == read_version(workspace.store)
    assert report.version.quads == len(store) == report.stated + sum(report.derived.values())
    assert report.version.derived == sum(report.derived.values())
    assert (report.derived["earliest-start"], report.derived["within"], report.derived["has-owner"]) == (1, 1, 0)
    assert set(
        triples('project:x sam:earliestStart "2019-05-01"^^xsd:date . place:b sam:within place:c ; a sam:Place .')
    ) <= said(store)
    graphs = Counter(quad.graph_name for quad in store)
    assert graphs[iri("entry:x")] == 6
    assert graphs[ox.NamedNode(DERIVED_GRAPHS + "ontology")] == report.derived["ontology"] > 50
    assert told == [
        "reading ontology and registers / läser ontologi och register",
        "reading 1 entries / läser 1 poster",
        "deriving / härleder",
    ]
    assert not is_stale(report.version, workspace)


def test_a_store_on_disk_holds_what_one_in_memory_does_and_the_closed_ontology(
    built_store: ox.Store, graph: ox.Store
) -> None:
    closed = ox.NamedNode(DERIVED_GRAPHS + "ontology")
    assert {quad for quad in built_store if quad.graph_name != closed} == set(graph)
    assert set(built_store) - set(graph)


def test_data_that_break_leave_the_store_before_in_use(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY})
    before = build(workspace).version
    new_workspace({"entries/x.ttl": ENTRY + "project:x sam:start"})
    with pytest.raises(InputError):
        build(workspace)
    assert read_version(workspace.store) == before
    assert len(open_store(workspace.store)) == before.quads
    assert is_stale(before, workspace)


def test_a_first_build_that_fails_makes_no_store(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": "x"})
    with pytest.raises(InputError):
        build(workspace)
    with pytest.raises(StoreError, match="no store"):
        open_store(workspace.store)


def refused(workspace: Workspace) -> InputError:
    with pytest.raises(InputError) as caught:
        read_quads(workspace)
    return caught.value


def test_no_entries_are_told(new_workspace: Make) -> None:
    workspace = new_workspace({"registers/places.ttl": ""})
    error = refused(workspace)
    assert error.en == f"{workspace.data / 'entries'}: no entries (*.ttl) to build from"
    assert error.sv == f"{workspace.data / 'entries'}: inga poster (*.ttl) att bygga av"


def test_a_statement_in_two_files_is_refused_and_both_are_named(new_workspace: Make) -> None:
    label = 'actor:a skos:prefLabel "A"@sv .'
    workspace = new_workspace({"entries/x.ttl": ENTRY + label, "registers/actors.ttl": HEAD + label})
    error = refused(workspace)
    places = [str(workspace.data / "registers" / "actors.ttl"), str(workspace.data / "entries" / "x.ttl")]
    assert " stands in two graphs: " + " and ".join(places) in error.en
    assert " står i två grafer: " + " och ".join(places) in error.sv
    assert "<https://w3id.org/samverkan/id/actor/a>" in error.en


def test_a_statement_of_the_ontology_is_not_repeated_in_the_data(new_workspace: Make) -> None:
    error = refused(new_workspace({"entries/x.ttl": ENTRY + 'role:owner skos:notation "owner" .'}))
    assert "role.ttl" in error.en


def test_a_statement_twice_in_one_file_is_one(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY + 'project:x dcterms:title "X"@sv .'})
    assert sum(quad.graph_name == iri("entry:x") for quad in read_quads(workspace)) == 4


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_is_not_written_by_hand(new_workspace: Make, name: str) -> None:
    workspace = new_workspace({"entries/x.ttl": f"{ENTRY}project:x {name} actor:a ."})
    error = refused(workspace)
    path = workspace.data / "entries" / "x.ttl"
    assert error.en == f"{path}: {name} is derived, not written by hand: {iri('project:x')}"
    assert error.sv == f"{path}: {name} härleds och skrivs inte för hand: {iri('project:x')}"


def test_the_units_of_an_organisation_are_not_written_by_hand(new_workspace: Make) -> None:
    refused(new_workspace({"entries/x.ttl": ENTRY + "actor:a org:hasUnit actor:b ."}))


def test_every_rule_gives_a_property_that_is_refused_by_hand(graph: ox.Store) -> None:
    derived = {
        quad.predicate
        for quad in graph
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(DERIVED_GRAPHS)
    }
    others = {iri("rdf:type"), iri("org:hasUnit"), iri("rdfs:subClassOf"), iri("owl:sameAs")}
    assert derived - others == {ox.NamedNode(PREFIXES["sam"] + name.removeprefix("sam:")) for name in DERIVED}


@pytest.mark.parametrize(
    "text", [ENTRY.replace(":x", ":y"), HEAD + "project:y a sam:Project .", HEAD + "place:lulea a sam:Municipality ."]
)
def test_an_entry_is_about_its_own_project(new_workspace: Make, text: str) -> None:
    refused(new_workspace({"entries/x.ttl": text}))


@pytest.mark.parametrize("folder", ["entries", "registers"])
def test_broken_turtle_is_told_with_its_line(new_workspace: Make, folder: str) -> None:
    lines = HEAD.count("\n") + 2
    workspace = new_workspace(
        {"entries/x.ttl": ENTRY, f"{folder}/b.ttl": f"{HEAD}project:b a sam:Project .\nproject:b a .\n"}
    )
    error = refused(workspace)
    assert error.en.startswith(f"{workspace.data / folder / 'b.ttl'}:{lines}: ")
    assert error.sv.startswith(f"{workspace.data / folder / 'b.ttl'}:{lines}: trasig Turtle: ")
    assert error.exit_code == 2


def test_a_value_of_a_kind_that_the_graph_does_not_take_is_told(new_workspace: Make) -> None:
    error = refused(new_workspace({"entries/x.ttl": ENTRY + 'project:x sam:start "2014-06-31"^^xsd:date .'}))
    assert "'2014-06-31' is not a valid date" in error.en


def test_a_file_that_is_no_file_is_told(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY})
    (workspace.data / "entries" / "folder.ttl").mkdir()
    assert "Is a directory" in refused(workspace).en


def test_a_link_to_nowhere_is_told(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY})
    (workspace.data / "entries" / "gone.ttl").symlink_to(Path("/nowhere/at/all"))
    with pytest.raises(InputError, match="No such file"):
        build(workspace)
