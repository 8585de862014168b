"""Tables for a spreadsheet: participations, projects, contributions, with names beside codes."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.io import in_graph
from kg.disk.resources import resource
from kg.terms import ENTRY_GRAPHS, NS, PREFIXES, RDF_TYPE
from kg.work.queries import Question, read_question
from kg.work.select import solutions, text
from kg.work.tables import Table, as_csv

TABLES = ("participations", "projects", "contributions")

Rows = tuple[tuple[str, ...], ...]

_AT_ONCE = 500  # projects that are asked about together
_REMEMBERED = 1 << 16
_GRAPH = ox.NamedNode(ENTRY_GRAPHS + "some")
_PARTS = tuple(ox.NamedNode(NS + name) for name in ("project", "contributionTo"))
_DOCUMENT = ox.NamedNode(NS + "document")
_TOLD = {  # what the tables tell of the things that a project and its parts point to
    _DOCUMENT,
    *(ox.NamedNode(NS + name) for name in ("firstLine", "lastLine")),
    *(ox.NamedNode(PREFIXES["dcterms"] + name) for name in ("identifier", "title")),
    *(ox.NamedNode(PREFIXES["skos"] + name) for name in ("notation", "prefLabel")),
}


def table_question(name: str) -> Question:
    """Return the question that a table answers; its header says what the columns are."""
    return read_question(resource("queries") / "tables" / f"{name}.rq")


def export_table(store: Graphs, name: str) -> Table:
    """Return one of the tables `participations`, `projects`, `contributions`, its rows in a fixed order."""
    question = table_question(name)
    return Table(_columns(question), tuple(row for rows in _parts(store, question) for row in rows))


def csv_pieces(store: Graphs, name: str) -> Iterator[bytes]:
    """Yield one of the tables as CSV in UTF-8, some projects at a time."""
    question = table_question(name)
    columns = _columns(question)
    yield as_csv(Table(columns, ())).encode()
    for rows in _parts(store, question):
        yield as_csv(Table(columns, rows), head=False).encode()


def _columns(question: Question) -> tuple[str, ...]:
    return tuple(column.name for column in question.columns)


def _parts(store: Graphs, question: Question) -> Iterator[Rows]:
    """Yield a table's rows, those of some projects after those of others: every table is sorted by project first.

    The query runs over a copy of what it needs of those projects, so that what it joins does not grow with the graph.
    """
    columns, surroundings = _columns(question), _Surroundings(store)
    found = iter(_projects(store))
    while some := list(islice(found, _AT_ONCE)):
        copy = ox.Store()
        copy.extend(in_graph(surroundings.of(some), _GRAPH))
        yield tuple(tuple(text(row[column]) for column in columns) for row in solutions(copy, question.query))


def _projects(store: Graphs) -> list[ox.NamedNode]:
    """Return all projects in the order of their IRIs."""
    kind, project = ox.NamedNode(RDF_TYPE), ox.NamedNode(NS + "Project")
    found = {quad.subject for quad in store.quads_for_pattern(None, kind, project)}
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=lambda node: node.value)


class _Surroundings:
    """What the tables need of a graph: projects, their parts, and the names of what these point to."""

    def __init__(self, store: Graphs) -> None:
        self._store = store
        self._told = lru_cache(maxsize=_REMEMBERED)(self._read)

    def of(self, projects: list[ox.NamedNode]) -> set[ox.Triple]:
        """Return the statements that the tables of some projects are made from."""
        things = dict.fromkeys(projects)
        for project in projects:
            for path in _PARTS:
                for quad in self._store.quads_for_pattern(None, path, project):
                    if isinstance(quad.subject, ox.NamedNode):
                        things[quad.subject] = None
        found = {quad.triple for thing in things for quad in self._store.quads_for_pattern(thing, None, None)}
        for node in {triple.object for triple in found if isinstance(triple.object, ox.NamedNode)}:
            told = self._told(node)
            found.update(told)
            for triple in told:
                if triple.predicate == _DOCUMENT and isinstance(triple.object, ox.NamedNode):
                    found.update(self._told(triple.object))
        return found

    def _read(self, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
        quads = self._store.quads_for_pattern(node, None, None)
        return tuple(quad.triple for quad in quads if quad.predicate in _TOLD)
