import json
from collections.abc import Callable, Mapping

import pytest
from kg_help import HEAD, Run

from kg.disk.workspace import Workspace
from kg.errors import StoreError
from kg.jobs.actors import REASONS, actors, similar_actors
from kg.jobs.build import build
from kg.work.similar import RANKS

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]

ENTRY = """entry:x a sam:Entry ; foaf:primaryTopic project:x . project:x a sam:Project ; dcterms:title "X"@sv .
  :p a sam:Participation ; sam:project project:x ; sam:actor actor:alfa ; sam:role role:owner .
  :q a sam:Participation ; sam:project project:x ; sam:actor actor:beta ; sam:role role:funder ."""
REGISTER = """actor:alfa a sam:Organisation ; skos:prefLabel "Alfa skola"@sv ; dcterms:identifier "556016-0680" ;
    org:classification actor-kind:company .
  actor:beta a sam:Organisation ; skos:prefLabel "Alfa skolla"@sv .
  actor:gamma a sam:Organisation ; skos:prefLabel "Gamma"@sv ; dcterms:identifier "556016-0680" ."""


@pytest.fixture
def made(new_workspace: Make) -> Workspace:
    own = "@prefix : <https://w3id.org/samverkan/id/project/x#> .\n"
    workspace = new_workspace({"entries/x.ttl": HEAD + own + ENTRY, "registers/own.ttl": HEAD + REGISTER})
    build(workspace)
    return workspace


def test_who_takes_part_is_listed(made: Workspace) -> None:
    table = actors(made, "sv")
    assert table.columns == ("actor", "kind", "number", "projects", "id")
    assert table.rows == (
        ("Alfa skola", "företag", "556016-0680", "1", "actor:alfa"),
        ("Alfa skolla", "", "", "1", "actor:beta"),
    )
    assert actors(made, "en").rows[0][1] == "company"


def test_likely_doubles_are_listed_with_the_reason(made: Workspace) -> None:
    table = similar_actors(made, "sv")
    assert table.columns == ("actor", "other", "reason", "id", "other_id")
    assert table.rows == (
        ("Alfa skola", "Gamma", "samma organisationsnummer", "actor:alfa", "actor:gamma"),
        ("Alfa skola", "Alfa skolla", "stavning", "actor:alfa", "actor:beta"),
    )
    assert [row[2] for row in similar_actors(made).rows] == ["same organisation number", "spelling"]


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(RANKS)


def test_without_a_store_it_is_told(new_workspace: Make) -> None:
    for job in (actors, similar_actors):
        with pytest.raises(StoreError, match="kg build"):
            job(new_workspace({}))


def test_the_command_lists_both_as_a_table_or_json(kg: Run, made: Workspace) -> None:
    assert "Alfa skolla" in kg("actors", root=made.root).stdout
    listed = json.loads(kg("actors", "--similar", "--json", root=made.root).stdout)
    assert [(row["actor"], row["other"], row["reason"]) for row in listed] == [
        ("Alfa skola", "Gamma", "same organisation number"), ("Alfa skola", "Alfa skolla", "spelling"),
    ]  # fmt: skip
    assert "stavning" in kg("actors", "--similar", "--lang", "sv", root=made.root).stdout


def test_the_command_says_so_if_there_are_no_doubles(kg: Run) -> None:
    done = kg("actors", "--similar")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "nothing found\n")
