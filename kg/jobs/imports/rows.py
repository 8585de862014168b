"""The rows of a list by project: what cannot be read or is left out is told, what belongs together comes together."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from kg.disk.spool import Spool
from kg.errors import InputError
from kg.jobs.imports.report import ImportReport
from kg.work.mappings.entries import Maker, Row
from kg.work.mappings.lists import BadRow, ListFile
from kg.work.mappings.model import Column, ListMapping
from kg.work.problem import Problem
from kg.work.shard import Shard


class Rows:
    """The rows of one list.

    Args:
        file: the list.
        maker: what makes entries of it.
        report: where rows are counted and told of.
        limit: the most rows that are read.
        progress: is told how many have been read.
        shard: the share of the rows that make no entry that is counted and told of; the others are passed over.
    """

    def __init__(
        self,
        file: ListFile,
        maker: Maker,
        report: ImportReport,
        limit: int | None,
        progress: Callable[[int], None],
        shard: Shard,
    ) -> None:
        self._file = file
        self._maker = maker
        self._report = report
        self._limit = limit
        self._progress = progress
        self._shard = shard

    def projects(self) -> Iterator[list[Row]]:
        """Yield the rows of each project."""
        column = self._maker.mapping.group_by
        if column is None:
            for row in self._kept():
                yield [row]
            return
        with Spool() as spool:
            for row in self._kept():
                key = self._maker.cell(row, column)
                if key:
                    spool.add(key, [row.number, row.line, row.cells, row.sheet])
                else:
                    name = column.name
                    self._skip(row, "group-missing",
                               f"There is nothing in {name} to tell which project the row is of.",
                               f"Det finns inget i {name} som säger vilket projekt raden hör till.")  # fmt: skip
            for group in spool.groups():
                yield [Row(item[0], item[1], tuple(item[2]), item[3]) for item in group if isinstance(item, list)]

    def _kept(self) -> Iterator[Row]:
        """Yield the rows that can be read and are not left out; count all, and tell of the others."""
        skips, read = self._maker.mapping.skips, 0
        for read, row in enumerate(islice(self._file.rows(), self._limit), start=1):
            self._progress(read)
            if isinstance(row, BadRow):
                self._pass(row.number, "row-unreadable", row.problem)
            elif not any(row.cells):
                self._skip(row, "row-empty", "The row is empty.", "Raden är tom.")
            elif skip := next((skip for skip in skips if self._maker.holds(skip.condition, row, (row,))), None):
                self._skip(row, "left-out", skip.en, skip.sv)
            else:
                yield row
        self._report.limited = read == self._limit

    def _skip(self, row: Row, check: str, en: str, sv: str) -> None:
        self._pass(row.number, check, Problem(self._maker.row_place(row), "info", check, "", "", sv, en))

    def _pass(self, number: int, check: str, problem: Problem) -> None:
        """Count a row that makes no entry, if it is of the share: by its number, as it has no name."""
        if self._shard.has(str(number)):
            self._report.read += 1
            self._report.skip(check, 1, [problem])


def compare_columns(file: ListFile, maker: Maker, report: ImportReport) -> None:
    """Tell which columns of a list its mapping does not read, and which it asks for in vain.

    Raises:
        InputError: if the file is another list: it lacks the titles, or the column that rows are grouped by.
    """
    mapping, headings = maker.mapping, maker.headings
    missing = headings.missing(mapping.columns())
    near = {item.column.names: item.near for item in missing}
    titles = [column for key, node in mapping.entry.pairs if key == "title" for column in node.columns()]
    for column in [*([mapping.group_by] if mapping.group_by else ()), *titles[:1]]:
        others = titles if column in titles else [column]
        if all(other.names in near for other in others):
            raise _another_list(file, mapping, column, near[column.names])
    report.missing = tuple((item.column.name, item.near) for item in missing)
    report.unread = tuple(headings.unread([*mapping.columns(), *mapping.ignored]))
    read = {headings.position(column) for column in mapping.columns()}
    ignored = {headings.position(column) for column in mapping.ignored} - read
    report.left_out = tuple(heading for number, heading in enumerate(file.headings) if number in ignored)


def _another_list(file: ListFile, mapping: ListMapping, column: Column, near: Sequence[str]) -> InputError:
    asked = (f"; is it {near[0]!r}?", f"; är det {near[0]!r}?") if near else ("", "")
    names = " / ".join(column.names)
    return InputError(
        f"{file.path}: not the list that the mapping {mapping.name} is for: no column {names}{asked[0]}",
        f"{file.path}: inte den lista som mappningen {mapping.name} är till för: ingen kolumn {names}{asked[1]}",
    )
