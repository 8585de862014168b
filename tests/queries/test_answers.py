"""Each canned question gives the answer that the source documents give."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from answering import digest, rows

from kg.work.queries import find_question, read_catalogue

EXPECTED = Path(__file__).parent / "expected"
FILES = sorted(EXPECTED.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_answer(path: Path, graph: ox.Store, private_graph: ox.Store) -> None:
    """The file says `params`, and of the answer all `rows`, or those it `includes`, or their `count`.

    `columns` names those that are compared; without it all are. Rows about persons are given as `digests`: what
    people are called and how they are reached stands in data/contacts/ only.
    """
    expected: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    question = find_question(path.stem)
    names = [column.name for column in question.columns]
    kept = [names.index(name) for name in expected.get("columns", names)]
    store = private_graph if "contacts" in question.tags else graph
    answer = [[row[index] for index in kept] for row in rows(store, question, expected["params"])]
    if "rows" in expected:
        assert answer == expected["rows"]
    elif "digests" in expected:
        assert [digest(row) for row in answer] == expected["digests"]
    elif "includes" in expected:
        assert [row for row in expected["includes"] if row not in answer] == []
    else:
        assert len(answer) == expected["count"]


def test_every_question_has_an_expected_answer() -> None:
    assert {path.stem for path in FILES} == set(read_catalogue())
