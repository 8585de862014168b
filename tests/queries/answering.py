"""Canned questions asked in tests: values given by name, answers read as plain rows."""

import hashlib
import json
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.terms import CODES, ID, XSD
from kg.work.queries import Parameter, Question, Value, literal_value

Cell = str | int | None
Row = list[Cell]


def rows(store: Graphs, question: Question, given: Mapping[str, Sequence[str]] | None = None) -> list[Row]:
    """Return the answer to a question; an IRI of the graph is written without its common beginning."""
    return [[cell(term) for term in solution] for solution in solutions(store, question, given)]


def records(
    store: Graphs, question: Question, given: Mapping[str, Sequence[str]] | None = None
) -> list[dict[str, Cell]]:
    """Return the answer to a question as one dictionary a row."""
    names = [column.name for column in question.columns]
    return [dict(zip(names, row, strict=True)) for row in rows(store, question, given)]


def digest(row: Sequence[Cell]) -> str:
    """Return the SHA-256 of a row as JSON: to know an answer about a person without writing it down again."""
    return hashlib.sha256(json.dumps(list(row), ensure_ascii=False).encode()).hexdigest()


def solutions(store: Graphs, question: Question, given: Mapping[str, Sequence[str]] | None = None) -> ox.QuerySolutions:
    """Return the answer to a question as the store gives it."""
    values = {name: [value(question.parameter(name), text) for text in texts] for name, texts in (given or {}).items()}
    answer = store.query(question.bind(values), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def value(parameter: Parameter, text: str) -> Value:
    """Return a value: `project/tre-m` for a thing, `owner` for a code, the text itself for a literal."""
    kind, _, of = parameter.kind.partition(" of ")
    if kind == "iri":
        return ox.NamedNode(ID + text)
    if kind == "code":
        return ox.NamedNode(f"{CODES}{of}/{text}")
    return literal_value(parameter.kind, text)


def cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell:
    """Return a term as JSON can hold it."""
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(ID)
    if isinstance(term, ox.Literal):
        return int(term.value) if term.datatype.value == XSD + "integer" else term.value
    assert term is None
    return None
