"""Ask: a canned question with a caller's values, or a free query under guard."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.disk.store import is_stale, open_store, read_version
from kg.disk.workspace import Workspace
from kg.errors import ParameterError, StoreError
from kg.work.guard import refuse_unsafe
from kg.work.names import resolve, resolve_code
from kg.work.near import Names
from kg.work.queries import Parameter, Question, Value, literal_value
from kg.work.sandbox import Answer, Limits, run

UNION = True


def open_graph(workspace: Workspace, *, contacts: bool = False) -> ox.Store:
    """Return the graph of a workspace for reading.

    Args:
        workspace: where it is.
        contacts: whether the private files of contact persons are read too; the graph is then a copy in memory.

    Raises:
        StoreError: if there is no store.
        ParseError: if a private file cannot be read.
    """
    store = open_store(workspace.store)
    if not contacts:
        return store
    from kg.disk.io import in_graph, read_turtle

    copy = ox.Store()
    copy.bulk_extend(store)
    for source in workspace.contacts():
        copy.bulk_extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
    return copy


def current_graph(workspace: Workspace) -> ox.Store:
    """Return the graph of a workspace's files as they are now: the store if it is of today's data, else in memory.

    Raises:
        ParseError, BuildError: if the files cannot become a graph.
    """
    with contextlib.suppress(StoreError):
        if not is_stale(read_version(workspace.store), workspace.inputs()):
            return open_store(workspace.store)
    from kg.jobs.build import graph_in_memory

    return graph_in_memory(workspace)


def ask(
    store: ox.Store,
    question: Question,
    given: Mapping[str, Sequence[str]] | None = None,
    names: Names | None = None,
) -> ox.QuerySolutions:
    """Return the answer to a canned question.

    Args:
        store: the graph.
        question: from the catalogue.
        given: what the caller wrote for each parameter; the file's default stands for the rest.
        names: the names of the graph, to look up what the caller wrote; gathered from it if not given.

    Raises:
        ParameterError: for a parameter or a value that the question does not take.
        UnknownNameError, AmbiguousNameError: for a name that is not the name of one thing.
    """
    values = {name: _values(store, question.parameter(name), texts, names) for name, texts in (given or {}).items()}
    answer = store.query(question.bind(values), use_default_graph_as_union=UNION)
    if not isinstance(answer, ox.QuerySolutions):
        raise ParameterError(f"question {question.name} is not a SELECT", f"frågan {question.name} är ingen SELECT")
    return answer


def ask_freely(workspace: Workspace, query: str, results: str = "json", limits: Limits | None = None) -> Answer:
    """Return the answer to a free SPARQL query that only reads.

    Raises:
        QueryRefusedError: if the query is not read-only, reaches outside, or passes a limit.
        ParseError: if it is not SPARQL.
        StoreError: if there is no store.
    """
    refuse_unsafe(query)
    place: Path = workspace.store / "versions" / read_version(workspace.store).name
    return run(place, query, results, limits or Limits())


def parse_parameters(pairs: Iterable[str]) -> dict[str, list[str]]:
    """Return `key=value` pairs by key; a key given twice has two values.

    Raises:
        ParameterError: for a pair without an equals sign.
    """
    given: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise ParameterError(f"write a parameter as key=value, not {pair!r}",
                                 f"skriv en parameter som nyckel=värde, inte {pair!r}")  # fmt: skip
        given.setdefault(key.strip(), []).append(value)
    return given


def _values(store: ox.Store, parameter: Parameter, texts: Sequence[str], names: Names | None) -> list[Value]:
    kind, _, of = parameter.kind.partition(" of ")
    if kind == "iri":
        return [resolve(store, text, (of,), names) for text in texts]
    if kind == "code":
        return [resolve_code(store, text, of) for text in texts]
    return [literal_value(parameter.kind, text) for text in texts]
