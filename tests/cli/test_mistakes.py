"""A user's mistake: one line on standard error, nothing on standard output, the exit code that says what it was."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES, HEAD, Run

from kg.disk.workspace import Workspace

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
MISTAKES = [
    # what is asked for, the exit code, words that the line holds
    (["nonsense"], 2, "No such command 'nonsense'"),
    (["--nonsense"], 2, "No such option"),
    (["--root", "/nowhere/at/all", "stats"], 2, "/nowhere/at/all: no folder data/ here"),
    (["--store", "/nowhere/at/all", "stats"], 3, "no store in /nowhere/at/all; make one with: kg build"),
    (["--store", "http://ann:secret@example.org/sparql", "stats"], 2, "holds a user name or a password"),
    (["--store", "http://127.0.0.1:1/sparql", "stats"], 3, "no SPARQL server answers at http://127.0.0.1:1/sparql"),
    (["--lang", "xx", "stats"], 2, "'xx' is not one of"),
    (["show"], 2, "Missing argument"),
    (["show", "a", "b"], 2, "unexpected extra argument"),
    (["show", ""], 2, "an empty name"),
    (["show", "tre-n"], 2, "nothing is named 'tre-n'"),
    (["show", "Tre-M - machning, motor, mäklare"], 2, "did you mean Tre-M - matchning, motor, mäklare?"),
    (["show", "https://example.org/nowhere"], 2, "nothing is named"),
    (["show", "http://["], 2, "nothing is named"),
    (["show", "project:a##b"], 2, "nothing is named"),
    (["show", "\udcff"], 2, "is not text in UTF-8"),
    (["show", "Nowhere\nat all"], 2, "nothing is named"),
    (["find"], 2, "Missing argument"),
    (["find", "x", "--limit", "0"], 2, "--limit"),
    (["find", "x", "--limit", "many"], 2, "--limit"),
    (["explain", "Falu kommun"], 2, "Missing argument"),
    (["explain", "Falu kommun", "Falu komun"], 2, "did you mean Falu kommun"),
    (["explain", "Falu kommun", "tre-m"], 2, "nothing is named 'tre-m'"),
    (["network"], 2, "Missing option '--of'"),
    (["network", "--of", "nobody at all"], 2, "nothing is named 'nobody at all'"),
    (["network", "--of", "Falu kommun", "-o", "falun.doc"], 2, "falun.doc: say the format with --format"),
    (["network", "--of", "Falu kommun", "-o", "/nowhere/at/all.svg"], 2, "/nowhere/at/all.svg: cannot be written"),
    (["network", "--of", "Falu kommun", "--format", "png"], 2, "'png' is not one of"),
    (["findings", "--kind", "owner-unkown"], 2, "Did you mean owner"),
    (["findings", "--project", "Falu kommun"], 2, "no project is named 'Falu kommun': Falu kommun is an actor"),
    (["query", "parties-of-projcet"], 2, "near: parties-of-project"),
    (["query", "../queries/projects"], 2, "no question"),
    (["query", "parties-of-project", "-p", "project"], 2, "write a parameter as key=value, not 'project'"),
    (["query", "parties-of-project", "-p", "year=2019"], 2, "takes no parameter 'year'; it takes: project"),
    (["query", "parties-of-project", "-p", "project="], 2, "an empty name"),
    (["query", "parties-of-project", "-p", "project=nothing like it"], 2, "nothing is named"),
    (["query", "parties-of-project", "-r", "pdf"], 2, "'pdf' is not one of"),
    (["query", "actors-with-role", "-p", "role=sponsor"], 2, "no role 'sponsor'; one of: "),
    (["query", "projects-running-in-period", "-p", "from=soon"], 2, "'soon'"),
    (["sparql"], 2, "give a query or --file"),
    (["sparql", "ASK {}", "--file", "x.rq"], 2, "give a query or --file"),
    (["sparql", ""], 2, "not a query"),
    (["sparql", "SELECT"], 2, "query: error at 1:7"),
    (["sparql", "INSERT DATA { <a> <b> <c> }"], 2, "INSERT is not allowed"),
    (["sparql", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], 2, "SERVICE is not allowed"),
    (["sparql", "ASK {}", "--timeout", "0"], 2, "--timeout"),
    (["sparql", "ASK {}", "--timeout", "nan"], 2, "--timeout"),
    (["sparql", "ASK {}", "--memory", "-1"], 2, "--memory"),
    (["sparql", "--file", "/nowhere/at/all.rq"], 2, "/nowhere/at/all.rq: no such file"),
    (["export", "--format", "pdf"], 2, "'pdf' is not one of"),
    (["export", "--scope", "everything"], 2, "'everything' is not one of"),
    (["export", "--format", "csv", "--table", "people"], 2, "'people' is not one of"),
    (["export", "-o", "/nowhere/at/all.ttl"], 2, "/nowhere/at/all.ttl: cannot be written"),
    (["export", "-o", "/"], 2, "cannot be written"),
    (["validate", "/nowhere/at/all.ttl"], 2, "/nowhere/at/all.ttl: no such file"),
    (["validate", "/etc/hostname"], 2, "not a kind of file that is taken"),
    (["validate", "--profile", "perfect"], 2, "'perfect' is not one of"),
    (["validate", "--fail-on", "anything"], 2, "'anything' is not one of"),
    (["validate", str(FIXTURES / "refused" / "nul.ttl")], 2, "nul.ttl:7: a control character"),
    (["validate", str(FIXTURES / "refused" / "deep-brackets.ttl")], 2, "brackets nested more than 100 deep"),
    (["evidence"], 2, "Missing argument"),
    (["evidence", "/nowhere/at/all"], 2, "/nowhere/at/all: no such folder"),
    (["fmt", "/nowhere/at/all.ttl"], 2, "/nowhere/at/all.ttl: no such file"),
    (["fmt", str(FIXTURES / "refused" / "no-turtle.ttl")], 2, "no-turtle.ttl:1: "),
    (["stats", "extra"], 2, "unexpected extra argument"),
    (["build", "--force"], 2, "No such option"),
    (["doctor", "--json=yes"], 2, "--json"),
]  # fmt: skip


def is_one_line(text: str) -> bool:
    return bool(re.fullmatch(r"kg: [^\n]+\n", text)) and "Traceback" not in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"), MISTAKES, ids=[" ".join(arguments)[:60] for arguments, *_ in MISTAKES]
)
def test_a_mistake_is_told_in_one_line(
    kg: Run, arguments: list[str], code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert is_one_line(done.stderr)
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "tre-n"], "inget heter 'tre-n'"),
        (["query", "nothing"], "alla frågor: kg query --list"),
        (["--store", "/nowhere/at/all", "stats"], "inget lager i /nowhere/at/all; skapa det med: kg build"),
        (["sparql", "LOAD <http://127.0.0.1:1/>"], "LOAD är inte tillåtet"),
        (["validate", "/nowhere/at/all.ttl"], "filen finns inte"),
        (["findings", "--kind", "x"], "välj bland: "),
    ],
)
def test_a_mistake_is_told_in_swedish(kg: Run, arguments: list[str], words: str) -> None:
    for told in (kg("--lang", "sv", *arguments), kg("--lang=sv", *arguments), kg(*arguments, "--lang", "sv")):
        assert words in told.stderr
        assert is_one_line(told.stderr)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no entries (*.ttl) to build from"),
        ({"entries/x.ttl": "\n<"}, "x.ttl:2: "),
        ({"entries/x.ttl": HEAD + "project:x sam:hasOwner actor:a ."}, "x.ttl"),
        ({"entries/x.ttl": HEAD + 'project:x sam:start "2014-06-31"^^xsd:date .'}, "is not a valid date"),
    ],
)
def test_data_that_cannot_become_a_store_are_told(
    kg: Run, new_workspace: Make, files: dict[str, str], words: str
) -> None:
    done = kg("build", root=new_workspace(files).root)
    assert done.returncode in (2, 3)
    assert done.stdout == ""
    assert words in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].startswith("kg: ")
    assert "Traceback" not in done.stderr


def test_a_pointer_that_cannot_be_read_is_told(kg: Run, new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ""})
    workspace.store.mkdir()
    (workspace.store / "current.json").write_text("{")
    done = kg("show", "x", root=workspace.root)
    assert (done.returncode, done.stdout) == (3, "")
    assert is_one_line(done.stderr)


def test_a_query_in_another_encoding_is_told(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes("SELECT * { ?s ?p 'hälsa' }".encode("latin-1"))
    done = kg("sparql", "--file", str(tmp_path / "a.rq"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("a.rq:1: not UTF-8\n")


WORDS = st.sampled_from([
    "show", "find", "explain", "network", "stats", "findings", "query", "sparql", "export", "evidence", "tre-m", "-p",
    "project=tre-m", "parties-of-project", "--json", "--lang", "sv", "en", "--list", "--about", "--of", "Falu kommun",
    "Hedemora Lärcentrum", "--format", "svg", "csv", "-r", "--kind", "owner-unknown", "--graphs", "ASK {}", "--limit",
    "2", "-n", "", "-", "--", "=", "å", "%", "{}", "'", '"', "\\", "\n", "role:owner", "http://[", "tre-m#goal-1",
    "--timeout", "5", "/", ".", "--help", "--version", "--root", "--store", "*",
])  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(WORDS, max_size=5))
def test_no_words_bring_the_command_down(
    kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg(*words)
    assert done.returncode in (0, 1, 2, 3)
    assert "Traceback" not in done.stderr
    if done.returncode > 1:
        assert done.stdout == ""
        assert done.stderr.splitlines()[-1].startswith("kg: ")
    assert list(tmp_path.iterdir()) == []
