"""Every canned question has the same rows in the embedded store and on every server."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from answering import solutions

from kg.disk.graph import Graphs
from kg.work.queries import Question, read_catalogue

pytest_plugins = ["kg_conftest", "servers_conftest"]

QUESTIONS = list(read_catalogue().values())
EXPECTED = Path(__file__).resolve().parent.parent / "queries" / "expected"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_defaults(question: Question, any_store: Graphs, graph: ox.Store) -> None:
    assert terms(any_store, question, {}) == terms(graph, question, {})


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_values(question: Question, any_store: Graphs, graph: ox.Store) -> None:
    """With the values that the expected answers are for."""
    given = json.loads((EXPECTED / f"{question.name}.json").read_text(encoding="utf-8"))["params"]
    assert terms(any_store, question, given) == terms(graph, question, given)


def terms(store: Graphs, question: Question, given: dict[str, Any]) -> list[list[str]]:
    return [[str(term) for term in row] for row in solutions(store, question, given)]
