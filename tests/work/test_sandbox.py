import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, lines_of

from kg.disk.store import read_version
from kg.disk.workspace import Workspace
from kg.errors import ParseError, QueryRefusedError, StoreError
from kg.work.sandbox import FORMATS, Limits, run

pytest_plugins = ["kg_conftest"]
TITLE = "SELECT ?title { <https://w3id.org/samverkan/id/project/a> <http://purl.org/dc/terms/title> ?title }"
CROSS_PRODUCT = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + "}"
DOUBLED_TEXT = (
    'SELECT (STRLEN(?a32) AS ?n) { BIND("xxxxxxxxxxxxxxxx" AS ?a0) '
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(32))
    + " }"
)
PATIENT = Limits(seconds=60)


def can_leave_the_network() -> bool:
    """Tell whether the system has the second fence: a namespace without a network, for whoever asks."""
    new_network, new_user = 0x40000000, 0x10000000
    code = f"""
import ctypes, sys
system = ctypes.CDLL(None)
sys.exit(system.unshare({new_network}) and system.unshare({new_user | new_network}))
"""
    return subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.fixture(scope="module")
def place(tiny: Path) -> Path:
    return tiny / "versions" / read_version(tiny).name


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen on the loopback; to be asked afterwards whether anybody knocked."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        sock.settimeout(0.05)
        yield sock


def knocked(sock: socket.socket) -> bool:
    try:
        connection, _ = sock.accept()
    except TimeoutError:
        return False
    connection.close()
    return True


@pytest.mark.parametrize("results", sorted(FORMATS))
def test_rows_come_in_each_format(place: Path, results: str) -> None:
    answer = run(place, TITLE, results, PATIENT)
    assert answer.shape == "rows"
    if results != "csv":
        found = ox.parse_query_results(answer.body, format=FORMATS[results])
        assert isinstance(found, ox.QuerySolutions)
        assert {row["title"] for row in found} == {ox.Literal("Alfa", language="sv")}
    assert b"Alfa" in answer.body


def test_a_question_of_yes_or_no_is_answered(place: Path) -> None:
    answer = run(place, "ASK { ?s a <https://w3id.org/samverkan/ns#Project> }", "json", PATIENT)
    assert answer.shape == "yes-no"
    found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)
    assert bool(found)


@pytest.mark.parametrize(
    "query",
    ["CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3", "DESCRIBE <https://w3id.org/samverkan/id/project/a>"],
)
def test_triples_come_as_ntriples(place: Path, query: str) -> None:
    answer = run(place, query, "csv", PATIENT)
    assert answer.shape == "triples"
    triples = {quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)}
    assert triples
    assert triples <= {quad.triple for quad in ox.Store.read_only(str(place))}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STRLEN(CONCAT(STR(?s), STR(?p), STR(?o))) > 0) }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRLEN(CONCAT(STR(?s), STR(?o), STR(?g))) > 0) }",
    ],
)
def test_the_whole_graph_can_be_read(built: Workspace, built_store: ox.Store, query: str) -> None:
    answer = run(built.store / "versions" / read_version(built.store).name, query, "csv", PATIENT)
    assert answer.body.split() == [b"n", str(len(built_store)).encode()]


def test_broken_sparql_is_told_with_its_line_and_column(place: Path) -> None:
    with pytest.raises(ParseError) as caught:
        run(place, "SELECT *\nWHERE { ?s ?p }", "json", PATIENT)
    assert caught.value.en.startswith("query: error at 2:")
    assert caught.value.sv.startswith("frågan: error at 2:")
    assert "\n" not in caught.value.en


def test_a_query_that_takes_too_long_is_ended(place: Path) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        run(place, CROSS_PRODUCT, "json", Limits(seconds=0.5))
    assert caught.value.en.startswith("the query took longer than 0.5 s and was ended")
    assert caught.value.sv.startswith("frågan tog längre än 0.5 s och avbröts")


def test_a_query_that_needs_too_much_memory_is_ended(place: Path) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        run(place, DOUBLED_TEXT, "json", Limits(seconds=60, megabytes=700))
    assert caught.value.en == "the query needed more than 700 MB and was ended; make it narrower"
    assert caught.value.sv == "frågan behövde mer än 700 MB och avbröts; gör den snävare"


def test_the_least_memory_that_may_be_given_is_enough_for_a_small_question(place: Path) -> None:
    for _ in range(3):
        assert run(place, "ASK { }", "json", Limits(seconds=60, megabytes=512)).shape == "yes-no"


def test_a_query_that_brings_the_engine_down_does_not_bring_the_caller_down(place: Path) -> None:
    deep = "{" * 20_000 + "?s ?p ?o" + "}" * 20_000
    with pytest.raises(QueryRefusedError):
        run(place, f"SELECT * {deep}", "json", PATIENT)


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <http://a/> <http://a/> <http://a/> }", "CLEAR ALL", "DROP ALL", "LOAD <http://a/>"]
)
def test_an_update_is_no_query(place: Path, update: str) -> None:
    before = len(ox.Store.read_only(str(place)))
    with pytest.raises(ParseError):
        run(place, update, "json", PATIENT)
    assert len(ox.Store.read_only(str(place))) == before > 0


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        run(tmp_path / "nowhere", "ASK { }", "json", PATIENT)
    assert caught.value.en.startswith("the store cannot be read: ")
    assert caught.value.sv.startswith("lagret går inte att läsa: ")


@pytest.mark.skipif(not can_leave_the_network(), reason="this system does not let a process leave the network")
@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
        "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        *(line.replace("⏎", "\n").replace("http://127.0.0.1:1/", "URL")
          for line in lines_of(FIXTURES / "guard" / "smuggled.txt")),
    ],
)  # fmt: skip
def test_even_without_the_guard_no_query_reaches_out(place: Path, listener: socket.socket, query: str) -> None:
    host, port = listener.getsockname()
    try:
        answer = run(place, query.replace("URL", f"http://{host}:{port}/"), "json", PATIENT)
        assert b"rows" not in answer.body
    except (QueryRefusedError, StoreError):
        pass
    assert not knocked(listener)


def test_the_listener_would_have_heard_a_knock(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname(), timeout=5):
        assert knocked(listener)


def test_files_of_this_machine_cannot_be_read(place: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.ttl").write_text("<http://a/secret> a <http://a/Secret> .")
    for query in (
        f"SELECT * FROM <file://{tmp_path}/secret.ttl> {{ ?s ?p ?o }}",
        f"SELECT * {{ GRAPH <file://{tmp_path}/secret.ttl> {{ ?s ?p ?o }} }}",
    ):
        assert b"secret>" not in run(place, query, "json", PATIENT).body


def test_nothing_of_the_callers_folder_is_run(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run(place, "ASK { }", "json", PATIENT).shape == "yes-no"
    assert not (tmp_path / "ran").exists()
