"""Ask: a canned question with a caller's values, or a free query under guard."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.disk.columns import Columns, Property, Sort
from kg.disk.graph import Graphs
from kg.disk.store import open_store, read_version
from kg.disk.version import is_stale
from kg.disk.workspace import Workspace
from kg.errors import InputError, ParameterError, StoreError
from kg.work.guard import refuse_unsafe
from kg.work.names import resolve, resolve_code
from kg.work.near import Names
from kg.work.queries import Parameter, Question, Value, literal_value
from kg.work.sandbox import Answer, Limits, run
from kg.work.select import solutions

if TYPE_CHECKING:
    from kg.work.relational.syntax import Triple

UNION = True
FEW = 200  # statements: more are not counted,
MANY = 5_000  # and taken for so many


def open_graph(workspace: Workspace, *, contacts: bool = False) -> Graphs:
    """Return the graph of a workspace, or of the server in its place, for reading.

    Args:
        workspace: where it is.
        contacts: whether the private files of contact persons are read too; the graph is then a copy in memory.

    Raises:
        StoreError: if there is no store.
        ParseError: if a private file cannot be read.
        InputError: if contacts are asked for beside a server.
    """
    if workspace.server is not None:
        if contacts:
            raise InputError(
                "contact persons are read beside the store on this machine only, not beside a server",
                "kontaktpersoner läses bara tillsammans med lagret på den här datorn, inte med en server",
            )
        from kg.disk.remote.graph import RemoteGraph

        return RemoteGraph.open(workspace.server)
    store = open_store(workspace.store)
    if not contacts:
        return store
    from kg.disk.io import in_graph, read_turtle

    copy = ox.Store()
    copy.bulk_extend(store)
    for source in workspace.contacts():
        copy.bulk_extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
    return copy


@contextlib.contextmanager
def whole_graph(workspace: Workspace, *, contacts: bool = False) -> Iterator[Graphs]:
    """Give the graph of a workspace to who reads all of it; one on a server is fetched once, for as long as it is read.

    Raises:
        StoreError, ParseError, InputError: as `open_graph`.
    """
    if workspace.server is None or contacts:
        yield open_graph(workspace, contacts=contacts)
        return
    from kg.jobs.served import copied

    with copied(workspace) as (_, open_copy):
        yield open_copy()


def embedded_graph(workspace: Workspace) -> ox.Store:
    """Return the store of a workspace for reading, where no server will do.

    Raises:
        InputError: if a server is named in its place.
        StoreError: if there is no store.
    """
    if workspace.server is not None:
        raise InputError(
            "this is done with a store on this machine, not with a server; leave out --store",
            "det här görs med ett lager på den här datorn, inte med en server; utelämna --store",
        )
    return open_store(workspace.store)


def current_graph(workspace: Workspace) -> Graphs:
    """Return the graph of a workspace's files as they are now: the store if it is of today's data, else in memory.

    A server in its place is read as it is.

    Raises:
        ParseError, BuildError: if the files cannot become a graph.
    """
    if workspace.server is not None:
        return open_graph(workspace)
    with contextlib.suppress(StoreError):
        if not is_stale(read_version(workspace.store), workspace):
            return open_store(workspace.store)
    from kg.jobs.build import graph_in_memory

    return graph_in_memory(workspace)


def ask(
    store: Graphs,
    question: Question,
    given: Mapping[str, Sequence[str]] | None = None,
    names: Names | None = None,
    columns: Columns | None = None,
) -> ox.QuerySolutions:
    """Return the answer to a canned question.

    Args:
        store: the graph.
        question: from the catalogue.
        given: what the caller wrote for each parameter; the file's default stands for the rest.
        names: the names of the graph, to look up what the caller wrote; gathered from it if not given.
        columns: the columns of the graph, which answer alike what they are quicker to answer.

    Raises:
        ParameterError: for a parameter or a value that the question does not take.
        UnknownNameError, AmbiguousNameError: for a name that is not the name of one thing.
    """
    return answer_to(store, bound(store, question, given, names), columns)


def bound(
    store: Graphs,
    question: Question,
    given: Mapping[str, Sequence[str]] | None = None,
    names: Names | None = None,
) -> str:
    """Return the SPARQL of a canned question with a caller's values in it; see `ask`."""
    return question.bind(
        {name: _values(store, question.parameter(name), texts, names) for name, texts in (given or {}).items()}
    )


def answer_to(store: Graphs, query: str, columns: Columns | None = None) -> ox.QuerySolutions:
    """Return the answer to the SPARQL of a canned question, from the columns where they are quicker.

    Raises:
        ParameterError: if it is not a SELECT.
    """
    if columns is not None and is_for_columns(store, query, columns):
        from kg.work.relational.asking import ask_columns
        from kg.work.relational.syntax import UntranslatableError

        with contextlib.suppress(UntranslatableError):
            return ask_columns(columns, query, partial(_fits, store))
    answer = store.query(query, use_default_graph_as_union=UNION)
    if not isinstance(answer, ox.QuerySolutions):
        raise ParameterError(
            "a canned question is a SELECT; this one is not", "en färdig fråga är en SELECT; inte den här"
        )
    return answer


def is_for_columns(store: Graphs, query: str, columns: Columns | None = None) -> bool:
    """Tell whether columns are quicker than the store to answer a query, or would be if there were any."""
    from kg.work.relational.asking import has_no_answer, suits
    from kg.work.relational.syntax import UntranslatableError

    with contextlib.suppress(UntranslatableError):
        if columns is None:
            return suits(query, partial(_property, store), partial(_pointing, store, FEW), made=False)
        return has_no_answer(columns, query) or suits(query, columns.properties.get, partial(_pointing, store, MANY))
    return False


def _pointing(store: Graphs, many: int, iri: str, value: ox.NamedNode | ox.Literal) -> int:
    """Return how many statements of a property have an object; `many` where there are more than is worth counting."""
    few = _count(store, f"?s <{iri}> {value}")
    return few if few < FEW else many


def _property(store: Graphs, iri: str) -> Property | None:
    """Return a property that has few statements; None for others."""
    few = _count(store, f"?s <{iri}> ?o")
    return None if few == FEW else Property(iri, "", Sort.OTHER, tagged=False, rows=few, out=min(few, 1), into=few)


def _fits(store: Graphs, one: "Triple", other: "Triple") -> bool:
    """Tell whether a thing fits two patterns; where very many fit the first, one of them is taken to fit both."""
    return _count(store, str(one)) == FEW or bool(
        store.query(f"ASK {{ {one} . {other} }}", use_default_graph_as_union=UNION)
    )


def _count(store: Graphs, pattern: str) -> int:
    """Count by a query, which reads no texts: a tenth of the time that reading the statements takes."""
    some = f"SELECT * WHERE {{ {pattern} }} LIMIT {FEW}"
    return int(next(solutions(store, f"SELECT (COUNT(*) AS ?count) WHERE {{ {some} }}"))["count"].value)


def ask_freely(workspace: Workspace, query: str, results: str = "json", limits: Limits | None = None) -> Answer:
    """Return the answer to a free SPARQL query that only reads.

    Raises:
        QueryRefusedError: if the query is not read-only, reaches outside, or passes a limit.
        ParseError: if it is not SPARQL.
        StoreError: if there is no store.
    """
    refuse_unsafe(query)
    if workspace.server is not None:
        from kg.work.remotely import run as run_on_server

        return run_on_server(workspace.server, query, results, limits or Limits())
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


def _values(store: Graphs, parameter: Parameter, texts: Sequence[str], names: Names | None) -> list[Value]:
    kind, _, of = parameter.kind.partition(" of ")
    if kind == "iri":
        return [resolve(store, text, (of,), names) for text in texts]
    if kind == "code":
        return [resolve_code(store, text, of) for text in texts]
    return [literal_value(parameter.kind, text) for text in texts]
