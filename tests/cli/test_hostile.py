"""Hostile queries of our own making: each ends with one line, soon, and with nothing on standard output."""

import re
from pathlib import Path

import pytest
from kg_help import FIXTURES, Run

pytest_plugins = ["kg_conftest"]
QUERIES = sorted((FIXTURES / "hostile").glob("*.rq"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_hostile_query_ends_with_one_line(kg: Run, tiny: Path, path: Path) -> None:
    done = kg("sparql", "--file", str(path), "--timeout", "1", "--memory", "1024", store=tiny)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"kg: [^\n]+\n", done.stderr)
    assert len(done.stderr) < 400


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("service-run-together", "SERVICE is not allowed"),
        ("service-by-escape", "SERVICE is not allowed"),
        ("from-file", "FROM is not allowed"),
        ("update-behind-prefix", "CLEAR is not allowed"),
        ("deep-behind-escape", "brackets nested more than 100 deep"),
        ("cross-product", "took longer than 1 s"),
        ("doubled-text", "needed more than 1024 MB"),
        ("repeated-repetition", "repeats a repetition"),
        ("undeclared-prefix", "query: error at 1:"),
        ("no-utf8", "no-utf8.rq:1: not UTF-8"),
    ],
)
def test_the_line_says_why(kg: Run, tiny: Path, name: str, words: str) -> None:
    path = FIXTURES / "hostile" / f"{name}.rq"
    done = kg("sparql", "--file", str(path), "--timeout", "1", "--memory", "1024", store=tiny)
    assert words in done.stderr
