"""A relation in the making: joined tables, conditions, and where each variable's value is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from kg.disk.columns import Sort
from kg.work.relational.syntax import UntranslatableError

__all__ = ["UNBOUND", "Column", "Names", "Relation", "Sort", "equal", "quoted"]


class Join(StrEnum):
    """How a relation is joined: rows of both, all rows of the first, or those of the first without any in the other."""

    INNER = "JOIN"
    LEFT = "LEFT JOIN"
    WITHOUT = "ANTI JOIN"


@dataclass(frozen=True)
class Column:
    """The value of a variable or expression, in SQL.

    Args:
        sort: what it is.
        sql: an IRI's number, a number, a truth, or a text; NULL where it is unbound.
        tag: the language of a text; of a literal of another sort, what follows its quotes.
        nullable: whether it may be unbound.
        text: of an IRI, its text, if that is at hand.
    """

    sort: Sort
    sql: str
    tag: str = "''"
    nullable: bool = False
    text: str = ""

    @property
    def plain(self) -> bool:
        """Whether it is a text that cannot have a language."""
        return self.sort is Sort.TEXT and self.tag == "''"


UNBOUND = Column(Sort.NOTHING, "NULL", nullable=True)


class Names:
    """Gives each table of a query a name of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> str:
        """Return a name that is not used yet."""
        return f"t{next(self._numbers)}"


@dataclass
class Relation:
    """Tables that are joined one after another, conditions on them, and the columns of its variables."""

    names: Names
    sources: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def join(self, source: str, alias: str, conditions: Sequence[str], how: Join = Join.INNER) -> None:
        """Add a table or a query in brackets."""
        if not self.sources:
            if how is Join.INNER:
                self.sources.append(f"{source} AS {alias}")
                self.conditions += conditions
                return
            self.sources.append(f"(SELECT 1) AS {self.names.new()}")
        self.sources.append(f"{how} {source} AS {alias} ON {' AND '.join(conditions) or 'TRUE'}")

    def add(self, other: "Relation", how: Join = Join.INNER, extra: Sequence[str] = ()) -> dict[str, Column]:
        """Join another relation on the variables that both have; return its columns as they are seen from here.

        Raises:
            UntranslatableError: if one of those variables may be unbound: SPARQL joins such rows otherwise.
        """
        alias = self.names.new()
        shared = [name for name in other.columns if name in self.columns]
        own = _seen(other.columns, alias)
        conditions = [self.same(name, own[name]) for name in shared]
        self.join(f"({other.sql()})", alias, [*conditions, *extra], how)
        return own

    def same(self, name: str, column: Column) -> str:
        """Return the condition that a variable has the value of another column too.

        Raises:
            UntranslatableError: if either may be unbound.
        """
        known = self.columns[name]
        if known.nullable or column.nullable:
            raise UntranslatableError(f"?{name} is joined and may be unbound")
        return equal(known, column)

    def text(self, column: Column) -> str:
        """Return the text of an IRI in SQL; the table of IRIs is joined for it."""
        if column.text:
            return column.text
        if column.sql not in self._texts:
            alias = self.names.new()
            self.join("iri", alias, [f"{alias}.id = {column.sql}"], Join.LEFT if column.nullable else Join.INNER)
            self._texts[column.sql] = f"{alias}.text"
        return self._texts[column.sql]

    def keep_texts(self) -> None:
        """Let the texts of IRIs that are at hand be seen from outside, so that they are not joined a second time."""
        self.columns = {
            name: replace(column, text=column.text or self._texts.get(column.sql, ""))
            for name, column in self.columns.items()
        }

    def sql(self, select: str = "") -> str:
        """Return it as a query: of all its columns, or of what is given."""
        listed = select or ", ".join(_listed(self.columns)) or "1"
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        return f"SELECT {listed} FROM {' '.join(self.sources) or '(SELECT 1)'}{where}"  # noqa: S608

    def wrapped(self, sql: str = "") -> "Relation":
        """Return a relation whose one source is this one as a query, or a query with the same columns."""
        alias = self.names.new()
        return Relation(self.names, [f"({sql or self.sql()}) AS {alias}"], [], _seen(self.columns, alias))


def _seen(columns: Mapping[str, Column], alias: str) -> dict[str, Column]:
    """Return the columns of a query in brackets as they are seen from outside."""
    return {
        name: replace(
            column,
            sql=f'{alias}."{name}"',
            tag=column.tag if column.tag == "''" else f'{alias}."{name}@"',
            text=f'{alias}."{name}="' if column.text else "",
        )
        for name, column in columns.items()
    }


def _listed(columns: Mapping[str, Column]) -> Iterator[str]:
    for name, column in columns.items():
        yield f'{column.sql} AS "{name}"'
        if column.tag != "''":
            yield f'{column.tag} AS "{name}@"'
        if column.text:
            yield f'{column.text} AS "{name}="'


def equal(one: Column, other: Column) -> str:
    """Return the condition that two columns have the same value."""
    if one.sort is not other.sort or one.sort is Sort.NOTHING:
        return "FALSE"
    if one.sort is Sort.IRI and "" not in (one.text, other.text) and "" in (one.sql, other.sql):
        return f"{one.text} = {other.text}"
    tags = "" if one.tag == other.tag else f" AND {one.tag} = {other.tag}"
    return f"{one.sql} = {other.sql}{tags}"


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
