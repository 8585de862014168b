from collections.abc import Callable, Mapping
from pathlib import Path
from unittest.mock import patch

import pyoxigraph as ox
import pytest
from kg_help import HEAD, iri, store_of

from kg.disk.columnfile import write_columns
from kg.disk.columns import Columns, Property, Sort, open_columns
from kg.disk.workspace import Workspace
from kg.errors import AmbiguousNameError, ParameterError, ParseError, QueryRefusedError, StoreError, UnknownNameError
from kg.jobs.ask import FEW, MANY, answer_to, ask, ask_freely, is_for_columns, open_graph, parse_parameters
from kg.jobs.build import build
from kg.terms import PRIVATE_GRAPHS, is_private
from kg.work.queries import Parameter, Question

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]

DATA = """
project:a a sam:Project ; dcterms:title "Alfa"@sv ; sam:status status:granted ; sam:start "2018-01-01"^^xsd:date .
project:b a sam:Project ; dcterms:title "Beta"@sv ; sam:status status:planned ; sam:start "2020-06-15"^^xsd:date .
project:c a sam:Project ; dcterms:title "Samma"@sv . project:d a sam:Project ; dcterms:title "Samma"@sv .
status:granted skos:inScheme <https://w3id.org/samverkan/codes/status> ; skos:notation "granted" ;
  skos:prefLabel "beviljat"@sv .
status:planned skos:inScheme <https://w3id.org/samverkan/codes/status> ; skos:notation "planned" ;
  skos:prefLabel "planerat"@sv .
"""
QUESTION = Question(
    "projects",
    {},
    tuple(
        Parameter(name, kind, default, "", "")
        for name, kind, default in [
            ("project", "iri of sam:Project", "UNDEF"), ("status", "code of status", "UNDEF"),
            ("from", "first day", '"1900-01-01"^^xsd:date'), ("to", "last day", '"2100-01-01"^^xsd:date'),
        ]
    ),
    (),
    """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX sam: <https://w3id.org/samverkan/ns#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ?title { VALUES ?project { UNDEF } VALUES ?status { UNDEF } VALUES ?from { "1900-01-01"^^xsd:date }
      VALUES ?to { "2100-01-01"^^xsd:date }
      ?project dcterms:title ?title ; sam:status ?status ; sam:start ?start . FILTER (?from <= ?start && ?start <= ?to)
    } ORDER BY ?title""",
)  # fmt: skip
STORE = store_of(DATA)


def titles(given: Mapping[str, list[str]]) -> list[str]:
    return [row["title"].value for row in ask(STORE, QUESTION, given)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Alfa", "Beta"]),
        ({"project": ["a"]}, ["Alfa"]),
        ({"project": ["Beta"]}, ["Beta"]),
        ({"project": ["project:a", "beta"]}, ["Alfa", "Beta"]),
        ({"status": ["granted"]}, ["Alfa"]),
        ({"status": ["Planerat"]}, ["Beta"]),
        ({"status": ["granted", "planned"]}, ["Alfa", "Beta"]),
        ({"from": ["2019"]}, ["Beta"]),
        ({"to": ["2019"]}, ["Alfa"]),
        ({"from": ["2020-06"], "to": ["2020-06"]}, ["Beta"]),
        ({"from": ["2020-06-16"]}, []),
        ({"project": ["a"], "status": ["planned"]}, []),
    ],
)
def test_a_question_is_answered_with_what_the_caller_writes(given: dict[str, list[str]], expected: list[str]) -> None:
    assert titles(given) == expected


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"year": ["2019"]}, ParameterError),
        ({"from": ["next year"]}, ParameterError),
        ({"project": ["Gamma"]}, UnknownNameError),
        ({"project": ["Samma"]}, AmbiguousNameError),
        ({"status": ["done"]}, UnknownNameError),
        ({"project": [""]}, ParameterError),
        ({"project": ["a } #"]}, UnknownNameError),
    ],
)
def test_what_does_not_fit_the_question_is_refused(given: dict[str, list[str]], error: type[Exception]) -> None:
    with pytest.raises(error):
        titles(given)


def test_a_question_that_is_no_select_is_refused() -> None:
    with pytest.raises(ParameterError, match="a canned question is a SELECT"):
        ask(STORE, Question("q", {}, (), (), "ASK { }"))


def test_parameters_are_pairs_and_a_key_given_twice_has_two_values() -> None:
    assert parse_parameters(["a=1", " b = x=y ", "a=", "a=2"]) == {"a": ["1", "", "2"], "b": [" x=y "]}
    assert parse_parameters([]) == {}


@pytest.mark.parametrize("pair", ["a", "", "=1", "  =1", "a:1"])
def test_what_is_no_pair_is_refused(pair: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_parameters([pair])
    assert caught.value.en == f"write a parameter as key=value, not {pair!r}"
    assert caught.value.sv == f"skriv en parameter som nyckel=värde, inte {pair!r}"


def test_the_graph_is_read_without_contact_persons_unless_they_are_asked_for(new_workspace: Make) -> None:
    workspace = new_workspace({
        "entries/x.ttl": HEAD + "entry:x foaf:primaryTopic project:x . project:x a sam:Project .",
        "contacts/x.ttl": HEAD
        + 'contact:x-kim a vcard:Individual ; vcard:fn "Kim Uppdiktad" ; sam:contactFor project:x .',
    })  # fmt: skip
    build(workspace)
    public, whole = open_graph(workspace), open_graph(workspace, contacts=True)
    private = [
        quad for quad in whole.quads_for_pattern(None, None, None) if is_private(str(quad.graph_name).strip("<>"))
    ]
    assert {quad.graph_name for quad in private} == {ox.NamedNode(PRIVATE_GRAPHS + "x")}
    assert len(private) == 3
    assert len(whole) == len(public) + 3
    assert "Kim" not in str(list(public.quads_for_pattern(None, None, None)))
    assert len(open_graph(workspace)) == len(public)


def test_a_private_file_that_is_broken_is_told_when_it_is_asked_for(new_workspace: Make) -> None:
    workspace = new_workspace(
        {
            "entries/x.ttl": HEAD + "entry:x foaf:primaryTopic project:x . project:x a sam:Project .",
            "contacts/x.ttl": "x",
        }
    )
    build(workspace)
    open_graph(workspace)
    with pytest.raises(ParseError, match=r"contacts/x\.ttl:1: "):
        open_graph(workspace, contacts=True)


def test_no_contact_person_is_in_the_real_store(built: Workspace, built_store: ox.Store) -> None:
    from kg.disk.io import read_turtle

    private = [triple for source in built.contacts() for triple in read_turtle(source.path)]
    told = {
        triple.object.value
        for triple in private
        if triple.predicate in (iri("vcard:fn"), iri("vcard:hasEmail"), iri("vcard:hasTelephone"))
        and isinstance(triple.object, ox.NamedNode | ox.Literal)
    }
    persons = {triple.subject for triple in private}
    assert len(told) > 20
    public = "\n".join(str(quad) for quad in built_store)
    assert [text for text in told if text.removeprefix("mailto:").removeprefix("tel:") in public] == []
    assert not persons & {
        quad.subject for quad in built_store if str(quad.subject).startswith("<https://w3id.org/samverkan/id/contact")
    }
    assert not any(is_private(str(graph).strip("<>")) for graph in built_store.named_graphs())


def test_a_free_query_is_answered(built: Workspace) -> None:
    answer = ask_freely(built, "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/samverkan/ns#Entry> }", "csv")
    assert answer.body.split() == [b"n", b"12"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", QueryRefusedError),
        ("SELECT *", ParseError),
        ("CLEAR ALL", QueryRefusedError),
    ],
)
def test_a_free_query_is_looked_at_first(built: Workspace, query: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask_freely(built, query)


def test_a_free_query_needs_a_store(new_workspace: Make) -> None:
    with pytest.raises(StoreError, match="no store in"):
        ask_freely(new_workspace({}), "ASK { }")


@pytest.mark.parametrize(("pointing", "many"), [(FEW - 1, False), (FEW, True)])
@pytest.mark.parametrize("thing", [ox.NamedNode("x:thing"), ox.Literal('ett "ord" på svenska\n', language="sv")])
def test_columns_answer_what_many_statements_point_to(
    thing: ox.NamedNode | ox.Literal, pointing: int, many: bool
) -> None:
    store, to, of = ox.Store(), ox.NamedNode("x:to"), ox.NamedNode("x:of")
    store.extend(ox.Quad(ox.NamedNode(f"x:{number}"), to, thing, ox.NamedNode("x:g")) for number in range(pointing))
    known = {
        name.value: Property(name.value, "p", Sort.IRI, tagged=False, rows=9 * MANY, out=1, into=1) for name in (to, of)
    }
    query = f"SELECT ?one ?other WHERE {{ ?one <x:to> {thing} ; <x:of> ?other }}"
    assert is_for_columns(store, query, Columns(None, known)) is many  # type: ignore[arg-type]


RARE = [
    ("?s <x:kind> <x:rare> . ?s <x:name> ?name", 1, True),
    ("?s <x:kind> <x:rare> . ?other <x:near> ?s", 0, False),
    ("?other <x:near> ?s . ?s <x:kind> <x:rare>", 0, False),
    ("?s <x:kind> <x:common> . ?other <x:near> ?s", 0, True),
    ("?s <x:kind> <x:rare> . OPTIONAL { ?other <x:near> ?s }", 1, True),
    ("{ ?s <x:kind> <x:rare> . ?other <x:near> ?s } UNION { ?s <x:name> ?name }", 1, True),
]


@pytest.mark.parametrize(("pattern", "rows", "is_asked"), RARE)
def test_columns_are_not_asked_for_what_a_rare_thing_does_not_have(
    pattern: str, rows: int, is_asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, graph = ox.Store(), ox.NamedNode("x:g")
    kind, near, name = (ox.NamedNode(iri) for iri in ("x:kind", "x:near", "x:name"))
    rare, other = ox.NamedNode("x:a"), ox.NamedNode("x:b")
    store.extend(ox.Quad(ox.NamedNode(f"x:{number}"), kind, ox.NamedNode("x:common"), graph) for number in range(FEW))
    store.add(ox.Quad(rare, kind, ox.NamedNode("x:rare"), graph))
    store.add(ox.Quad(rare, name, ox.Literal("A"), graph))
    store.add(ox.Quad(other, near, other, graph))
    assert write_columns(tmp_path, store, [one.value for one in (kind, near, name)])
    columns = open_columns(tmp_path)
    assert columns is not None
    monkeypatch.setattr("kg.jobs.ask.is_for_columns", lambda *_: True)
    with patch.object(Columns, "lines", autospec=True, side_effect=Columns.lines) as lines:
        assert sum(1 for _ in answer_to(store, f"SELECT ?s WHERE {{ {pattern} }}", columns)) == rows
    assert lines.called is is_asked
