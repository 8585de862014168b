"""Tables for a spreadsheet: participations, projects, contributions, with names beside codes."""

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.work.queries import read_question
from kg.work.tables import Table

TABLES = ("participations", "projects", "contributions")


def export_table(store: ox.Store, name: str) -> Table:
    """Return one of the tables `participations`, `projects`, `contributions`, its rows in a fixed order."""
    question = read_question(resource("queries") / "tables" / f"{name}.rq")
    solutions = store.query(question.query, use_default_graph_as_union=True)
    columns = tuple(column.name for column in question.columns)
    rows = tuple(tuple(_cell(row[column]) for column in columns) for row in solutions)
    return Table(columns, rows)


def _cell(term: object) -> str:
    """Return a term as a table holds it: text as it is, an IRI in full."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
