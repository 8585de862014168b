"""Hostile queries of our own making: each ends with one line, soon, and with nothing on standard output."""

import re
from pathlib import Path

import pytest
from kg_help import FIXTURES, Run

pytest_plugins = ["kg_conftest"]
QUERIES = sorted((FIXTURES / "hostile").glob("*.rq"))
WORDS = {
    "service-run-together": "SERVICE is not allowed",
    "service-by-escape": "SERVICE is not allowed",
    "from-file": "FROM is not allowed",
    "update-behind-prefix": "CLEAR is not allowed",
    "deep-behind-escape": "brackets nested more than 100 deep",
    "cross-product": "took longer than 0.5 s",
    "repeated-repetition": "repeats a repetition",
    "undeclared-prefix": "query: error at 1:",
    "no-utf8": "no-utf8.rq:1: not UTF-8",
}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_hostile_query_ends_with_one_line(kg: Run, tiny: Path, path: Path) -> None:
    words = WORDS.get(path.stem, "")
    done = kg("sparql", "--file", str(path), "--timeout", "0.5", store=tiny)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"kg: [^\n]+\n", done.stderr)
    assert len(done.stderr) < 400
    if "took longer" not in done.stderr:  # a slow machine may need all that time to begin
        assert words in done.stderr


def test_the_words_are_of_queries_that_are_there() -> None:
    assert set(WORDS) <= {path.stem for path in QUERIES}
