"""The command as a process of its own: pipes, encodings, whatever a shell may give it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.disk.workspace import Workspace

pytest_plugins = ["kg_conftest"]


def start(
    built: Workspace, *arguments: str | bytes, stdin: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "KG_ROOT": str(built.root),
    } | variables
    command = [sys.executable, "-m", "kg", *arguments]
    cwd = Path(__file__).resolve().parent.parent.parent
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, cwd=cwd, check=False)


def test_results_are_utf8_and_without_colours_whatever_the_system_says(built: Workspace) -> None:
    done = start(built, "find", "alvdalen", "--lang", "sv", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "│ Älvdalens kommun" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_words_are_told_even_where_the_system_knows_no_swedish_letters(built: Workspace) -> None:
    done = start(built, "show", "Älvdahlens kommmun", "--lang", "sv", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_without_words_it_tells_how_it_is_used(built: Workspace) -> None:
    done = start(built)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == start(built, "--help").stdout


@pytest.mark.parametrize("command", ["show", "find", "query", "sparql", "nonsense"])
def test_bytes_that_are_no_text_are_a_mistake_like_any_other(built: Workspace, command: str) -> None:
    done = start(built, command, b"\xff\xfe")
    assert (done.returncode, b"Traceback" in done.stderr) == (2 if command != "find" else done.returncode, False)
    assert done.stderr.count(b"\n") <= 1


def test_a_query_on_standard_input_that_is_no_text_is_a_mistake(built: Workspace) -> None:
    done = start(built, "sparql", "-f", "-", stdin=b"SELECT * { ?s ?p '\xff' }")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_is_no_mistake(built: Workspace) -> None:
    command = f'"{sys.executable}" -m kg export --format ntriples | head -c 100'
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, env=os.environ | {"KG_ROOT": str(built.root)}, check=False
    )
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 100, b"")


def test_names_of_questions_are_completed_by_the_shell(built: Workspace) -> None:
    done = start(built, COMP_WORDS="kg query parties-of-p", COMP_CWORD="2", _KG_COMPLETE="complete_bash")
    assert b"parties-of-project" in done.stdout
    assert b"Traceback" not in done.stderr
