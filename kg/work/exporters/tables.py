"""Tables for a spreadsheet: participations, projects, contributions, with names beside codes."""

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.work.queries import read_question
from kg.work.select import solutions, text
from kg.work.tables import Table

TABLES = ("participations", "projects", "contributions")


def export_table(store: ox.Store, name: str) -> Table:
    """Return one of the tables `participations`, `projects`, `contributions`, its rows in a fixed order."""
    question = read_question(resource("queries") / "tables" / f"{name}.rq")
    columns = tuple(column.name for column in question.columns)
    rows = tuple(tuple(text(row[column]) for column in columns) for row in solutions(store, question.query))
    return Table(columns, rows)
