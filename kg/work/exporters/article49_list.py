"""What a list of operations is made of: its columns, and what it needs of each operation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.work.exporters.article49_facts import Operation, Owner
from kg.work.exporters.article49_gaps import Gap, Words

NOBODY = Owner("", "", "", "")
NOT_STATED = Words("inget är angivet", "nothing is stated")


def not_stated(_: object) -> Words:
    """Say that nothing is stated."""
    return NOT_STATED


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and what stands in it for an operation and one of its beneficiaries."""

    heading: str
    cell: Callable[[Operation, Owner], str]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that one of some columns must tell.

    `rule` is what needs it; `why` says why it is not told; `when` tells of which operations it is needed.
    """

    columns: tuple[str, ...]
    name: Words
    rule: str
    why: Callable[[Operation], Words] = not_stated
    when: Callable[[Operation], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that is written as stated though the list has no room for it; `why` is nothing where it has."""

    column: str
    name: Words
    rule: str
    why: Callable[[Operation, str], Words | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of list."""

    columns: tuple[Column, ...]
    needs: tuple[Need, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(column.heading for column in self.columns)

    def rows(self, operation: Operation) -> list[tuple[str, ...]]:
        """Return the rows of an operation: one for each beneficiary, or a single one if none is stated."""
        return [
            tuple(column.cell(operation, owner) for column in self.columns) for owner in operation.owners or (NOBODY,)
        ]

    def gaps(self, operation: Operation, rows: list[tuple[str, ...]]) -> Iterator[Gap]:
        """Yield what the list needs and the rows of an operation lack, and what they have that it has no room for."""
        cells = [dict(zip(self.headings, row, strict=True)) for row in rows]
        for need in self.needs:
            if need.when(operation) and any(not told(row, need.columns) for row in cells):
                yield Gap(operation.iri, operation.title, need.columns, need.name, need.rule, need.why(operation))
        for doubt in self.doubts:
            if (value := cells[0][doubt.column]) and (why := doubt.why(operation, value)):
                yield Gap(operation.iri, operation.title, (doubt.column,), doubt.name, doubt.rule, why, missing=False)


def told(row: Mapping[str, str], columns: tuple[str, ...]) -> bool:
    """Tell whether a row has something in one of some columns."""
    return any(row[column] for column in columns)
