"""Lists of operations by Regulation (EU) 2021/1060 Article 49(3): one row for each operation and beneficiary.

Two forms: `esf-csv`, the list of an ESF+ programme with headings in Swedish and English (read by the mapping
`esf-plus`), and `kohesio-csv`, the columns of the European Commission's table schema for Kohesio (read by the mapping
`kohesio`). Both are UTF-8 with commas between values and no byte order mark, as those lists are published.

An operation is a project that an entry describes. What is not stated of it stays empty, and is told as a gap.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kg.disk.graph import Graphs
from kg.work.exporters.article49_esf import ESF
from kg.work.exporters.article49_facts import Facts
from kg.work.exporters.article49_gaps import Gap, LeftOut
from kg.work.exporters.article49_kohesio import KOHESIO
from kg.work.exporters.article49_list import Form
from kg.work.tables import Table, as_csv

FORMS: dict[str, Form] = {"esf-csv": ESF, "kohesio-csv": KOHESIO}

_AT_ONCE = 500  # operations that are written together


@dataclass(frozen=True)
class Operations:
    """A list of operations, what it lacks in the order of its rows, and the projects that it leaves out."""

    table: Table
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]


def operations(store: Graphs, form: str) -> Operations:
    """Return the projects of a graph as a list of operations, its rows in the order of codes, titles and names.

    Args:
        store: the graph.
        form: one of `FORMS`.
    """
    rows: list[tuple[str, ...]] = []
    gaps: list[Gap] = []
    for found, lacking in each_operation(store, form):
        rows += found
        gaps += lacking
    return Operations(Table(FORMS[form].headings, tuple(rows)), tuple(gaps), left_out(store))


def csv_pieces(store: Graphs, form: str, tell: Callable[[Gap], None]) -> Iterator[bytes]:
    """Yield the same list as CSV in UTF-8, some operations at a time, and tell of each gap on the way.

    Args:
        store: the graph.
        form: one of `FORMS`.
        tell: what is told of each gap, in the order of the rows.
    """
    headings, found = FORMS[form].headings, each_operation(store, form)
    yield as_csv(Table(headings, ())).encode()
    while some := list(islice(found, _AT_ONCE)):
        for _, lacking in some:
            for gap in lacking:
                tell(gap)
        rows = tuple(row for rows, _ in some for row in rows)
        yield as_csv(Table(headings, rows), head=False).encode()


def each_operation(store: Graphs, form: str) -> Iterator[tuple[list[tuple[str, ...]], list[Gap]]]:
    """Yield the rows and the gaps of one operation after the other."""
    facts, shape = Facts(store), FORMS[form]
    for iri in facts.described():
        operation = facts.operation(iri)
        rows = shape.rows(operation)
        yield rows, list(shape.gaps(operation, rows))


def left_out(store: Graphs) -> tuple[LeftOut, ...]:
    """Return the projects that have no entry of their own: those only mentioned, and parts of other projects."""
    facts = Facts(store)
    return tuple(LeftOut(iri, facts.title(iri)) for iri in facts.mentioned())
