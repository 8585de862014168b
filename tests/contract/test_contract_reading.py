"""What is read from a server is what the embedded store has: statements by pattern, graphs, names, whole commands."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import Run, iri, typed

from kg.disk.remote.graph import RemoteGraph
from kg.disk.workspace import Workspace
from kg.jobs.ask import ask_freely
from kg.jobs.known import names_of

pytest_plugins = ["kg_conftest", "servers_conftest"]

PROJECT, TITLE, ENTRY = iri("project:tre-m"), iri("dcterms:title"), iri("entry:tre-m")
PATTERNS = [
    (PROJECT, None, None, None),
    (PROJECT, TITLE, None, None),
    (None, TITLE, None, None),
    (None, TITLE, ox.Literal("Yrk-In", language="sv"), None),
    (None, iri("rdf:type"), iri("sam:Project"), None),
    (None, iri("rdf:type"), iri("sam:Project"), ENTRY),
    (None, None, None, ENTRY),
    (PROJECT, None, None, ENTRY),
    (PROJECT, iri("rdf:type"), iri("sam:Project"), ENTRY),
    (PROJECT, iri("rdf:type"), iri("sam:Project"), None),
    (None, None, typed("2012-01-01", "date"), None),
    (None, None, typed("2018", "gYear"), None),
    (None, iri("sam:derived"), typed("true", "boolean"), None),
    (None, iri("sam:amount"), typed("17520617", "integer"), None),
    (iri("project:nobody"), None, None, None),
    (None, None, None, iri("entry:nobody")),
    (ox.BlankNode("b"), None, None, None),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_statements_by_pattern(
    pattern: tuple[None, None, None, None], remote: RemoteGraph, built_store: ox.Store
) -> None:
    assert spelled(remote.quads_for_pattern(*pattern)) == spelled(built_store.quads_for_pattern(*pattern))


def test_every_graph_is_the_same(remote: RemoteGraph, built_store: ox.Store) -> None:
    assert sorted(map(str, remote.named_graphs())) == sorted(map(str, built_store.named_graphs()))
    assert len(remote) == len(built_store)
    assert spelled(remote.quads_for_pattern(None, None, None, None)) == spelled(built_store)


def test_names_are_kept_here(served: Workspace, built: Workspace, remote: RemoteGraph, built_store: ox.Store) -> None:
    theirs, ours = names_of(served, remote), names_of(built, built_store)
    families = ("sam:Actor", "sam:Project", "sam:Place")
    for text in ("arbetsformedlingen", "Tre-M", "falun", "region vasterbotten"):
        assert theirs.spelled(text, families) == ours.spelled(text, families)
    assert theirs.path and served.server and served.server.name in str(theirs.path)


COMMANDS = [
    "show tre-m", "--lang sv show tre-m", "show tre-m --json", "show arbetsformedlingen", "show place:falun",
    "find alvdalen", "find kompetens --json", "find arbetsformedlinge",
    "explain region-vasterbotten arbetsformedlingen", "--lang sv explain falu-kommun avesta-kommun --json",
    "stats", "stats --graphs", "stats --json", "findings", "actors", "network --of arbetsformedlingen",
    "query parties-of-project -p project=Tre-M", "query projects-of-actor -p actor=Arbetsförmedlingen -r json",
    "query money-of-project -r csv", "query goals-of-project -r xml", "query projects -r tsv",
    "sparql ASK{?s?p?o}", "sparql ASK{?s<http://nobody>?o} -r json",
    "export --format turtle", "export --format trig", "export --format ntriples --scope all",
    "export --format jsonld --scope entries", "export --format rdfxml", "export --format csv --table contributions",
    "export --format graphml", "export --format esf-csv", "validate", "validate --format json --profile publishable",
    "query nobody", "show nobody-at-all", "query parties-of-project -p project=nobody",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_say_the_same(command: str, kg: Run, served: Workspace) -> None:
    assert served.server
    words = command.split()
    wanted, found = kg(*words), kg(f"--store={served.server.query_url}", *words)
    assert (found.returncode, found.stdout, found.stderr) == (wanted.returncode, wanted.stdout, wanted.stderr)


FREE = [
    "SELECT ?s ?t { ?s dcterms:title ?t } ORDER BY ?s ?t",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p (COUNT(?o) AS ?n) { project:tre-m ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT ?t { GRAPH entry:tre-m { project:tre-m dcterms:title ?t } }",
    "SELECT ?t { GRAPH <https://w3id.org/samverkan/graph/entry/tre-m> { ?s dcterms:title ?t } } ORDER BY ?t",
    "PREFIX g: <https://w3id.org/samverkan/graph/> SELECT (COUNT(*) AS ?n) { GRAPH g:ontology { ?s ?p ?o } }",
    "ASK { GRAPH entry:nobody { ?s ?p ?o } }",
    "SELECT ?s { ?s ?p ?o } LIMIT 0",
    "CONSTRUCT { ?s sam:start ?o } WHERE { ?s sam:start ?o }",
    'SELECT ?x { VALUES ?x { "å\\n\\"" 1 2.50 true "2019"^^xsd:gYear "a"@sv } }',
]


@pytest.mark.parametrize("query", FREE)
def test_free_queries(query: str, served: Workspace, built: Workspace) -> None:
    wanted, found = ask_freely(built, query), ask_freely(served, query)
    assert found.shape == wanted.shape
    assert sorted(read(found.body, found.shape)) == sorted(read(wanted.body, wanted.shape))


@pytest.mark.parametrize("name", ["valid.full.yaml", "invalid.mistakes.json"])
def test_an_entry_is_checked_against_the_server(name: str, kg: Run, served: Workspace) -> None:
    assert served.server
    path = str(Path(__file__).resolve().parent.parent / "entries" / name)
    wanted, found = kg("validate", path), kg(f"--store={served.server.query_url}", "validate", path)
    assert (found.returncode, found.stdout) == (wanted.returncode, wanted.stdout)


def test_doctor_counts_on_the_server(kg: Run, served: Workspace, remote: RemoteGraph) -> None:
    assert served.server
    done = kg(f"--store={served.server.query_url}", "doctor")
    assert done.returncode == 0
    assert f"{len(remote)} statements in {remote.version.graphs} graphs" in done.stdout


def spelled(quads: object) -> list[str]:
    return sorted(map(str, quads))  # type: ignore[call-overload]


def read(body: bytes, shape: str) -> list[str]:
    if shape == "triples":
        return body.decode().splitlines()
    answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    return [str(bool(answer))] if isinstance(answer, ox.QueryBoolean) else [str(list(row)) for row in answer]
