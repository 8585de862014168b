"""Patterns of SPARQL as relations, and a whole SELECT as one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.columns import Property, Sort
from kg.terms import XSD
from kg.work.relational.expressions import Evaluator, constant, is_constant
from kg.work.relational.paths import Edges, edges
from kg.work.relational.relation import UNBOUND, Column, Join, Names, Relation, equal
from kg.work.relational.syntax import (
    Aggregate,
    Bind,
    Call,
    Element,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Select,
    Sequence,
    Term,
    Triple,
    Union,
    UntranslatableError,
    Values,
    Var,
    mentioned,
    variables,
)


class Translator:
    """Makes relations of patterns.

    Args:
        properties: what there are columns of.
        numbers: of the IRIs that the query writes out.
    """

    def __init__(self, properties: Mapping[str, Property], numbers: Mapping[str, int]) -> None:
        self._properties = properties
        self._numbers = numbers
        self._names = Names()

    def _evaluator(self, relation: Relation, order: str = "") -> Evaluator:
        return Evaluator(relation, self._numbers, self._exists, order)

    def select(self, select: Select) -> Relation:
        """Return a SELECT as a relation; its order is not kept."""
        found = self._group(select.where)
        if select.grouped or any(_has_aggregate(expression) for _, expression in select.columns):
            return self._grouped(select, found)
        evaluator = self._evaluator(found)
        columns = {
            name: found.columns.get(name, UNBOUND) if expression is None else evaluator.value(expression)
            for name, expression in select.columns
        }
        found.columns = columns
        found.keep_texts()
        sql = found.sql()
        return found.wrapped(f"SELECT DISTINCT {sql.removeprefix('SELECT ')}" if select.distinct else sql)

    def _grouped(self, select: Select, found: Relation) -> Relation:
        found.keep_texts()
        inner = found.wrapped()
        evaluator = self._evaluator(inner, self._order_within(select.where, inner))
        columns = {}
        for name, expression in select.columns:
            if expression is not None:
                columns[name] = evaluator.value(expression)
            elif name in select.grouped:
                columns[name] = inner.columns.get(name, UNBOUND)
            else:
                raise UntranslatableError(f"?{name} is not grouped by")
        keys = [inner.columns[name] for name in select.grouped if name in inner.columns]
        by = [part for key in keys for part in (key.sql, key.tag, key.text) if part not in ("", "''")]
        if not by:
            raise UntranslatableError("all rows in one group")
        having = f" HAVING {evaluator.condition(select.having)}" if select.having else ""
        inner.columns = columns
        return inner.wrapped(f"{inner.sql()} GROUP BY {', '.join(by)}{having}")

    def _order_within(self, where: Group, inner: Relation) -> str:
        """Return the order in which the rows of a group come: that of the only query in it."""
        only = where.elements[0] if len(where.elements) == 1 else None
        only = only.elements[0] if isinstance(only, Group) and len(only.elements) == 1 else only
        if not isinstance(only, Select):
            return ""
        return order_by(inner, only.order) if all(name in inner.columns for name, _ in only.order) else ""

    def _group(self, group: Group) -> Relation:
        relation, filters = self._open(group)
        evaluator = self._evaluator(relation)
        for condition in filters:
            relation.conditions.append(evaluator.condition(condition))
            relation.columns |= {name: replace(relation.columns[name], sort=Sort.DATE, tag="''")
                                 for name in _dates(condition) if name in relation.columns}  # fmt: skip
        return relation

    def _open(self, group: Group) -> tuple[Relation, list[Expression]]:
        """Return a group as a relation, and its filters apart."""
        relation, filters = Relation(self._names), []
        for element in group.elements:
            if isinstance(element, Filter):
                filters.append(element.condition)
            else:
                self._element(relation, element)
        return relation, filters

    def _element(self, relation: Relation, element: Element) -> None:
        match element:
            case Triple():
                self._triple(relation, element)
            case Values():
                self._values(relation, element)
            case Bind(expression, name):
                if name in relation.columns:
                    raise UntranslatableError(f"?{name} is bound twice")
                relation.columns[name] = self._evaluator(relation).value(expression)
            case Optional(group):
                self._optional(relation, group)
            case Minus(group):
                self._minus(relation, group)
            case Union(groups):
                _joined(relation, self._union(groups))
            case Group():
                _joined(relation, self._group(element))
            case Select():
                _joined(relation, self.select(element))
            case _:
                raise UntranslatableError(str(element))

    def _triple(self, relation: Relation, triple: Triple) -> None:
        if isinstance(triple.path, Sequence):
            terms = [triple.subject, *(Var(f"{self._names.new()}*") for _ in triple.path.parts[1:]), triple.object]
            for path, one, other in zip(triple.path.parts, terms, terms[1:], strict=False):
                self._triple(relation, Triple(one, path, other))
            return
        found = edges(triple.path, self._properties, self._start(relation, triple.object))
        alias = self._names.new()
        ends = (
            (triple.subject, Column(Sort.IRI, f"{alias}.s")),
            (triple.object, _object(found, alias)),
        )
        conditions: list[str] = []
        new: dict[str, Column] = {}
        for term, column in ends:
            if not isinstance(term, Var):
                conditions.append(equal(constant(term, self._numbers), column))
            elif term.name in relation.columns:
                conditions.append(relation.same(term.name, column))
            elif term.name in new:
                conditions.append(equal(new[term.name], column))
            else:
                new[term.name] = column
        relation.join(found.sql, alias, conditions)
        relation.columns |= new

    def _start(self, relation: Relation, term: Term) -> str:
        """Return the number of the IRI that a path is to end at, if it is known from the start."""
        if isinstance(term, ox.NamedNode):
            return constant(term, self._numbers).sql
        column = relation.columns.get(term.name) if isinstance(term, Var) else None
        return column.sql if column and is_constant(column) else ""

    def _values(self, relation: Relation, values: Values) -> None:
        """Bind variables to values; a row of nothing but UNDEF says nothing."""
        if values.rows == ((None,) * len(values.names),):
            return
        rows = [[constant(_given(value), self._numbers) for value in row] for row in values.rows]
        if len(rows) == 1 and not any(name in relation.columns for name in values.names):
            relation.columns |= dict(zip(values.names, rows[0], strict=True))
            return
        table = Relation(self._names)
        alias = self._names.new()
        for number, name in enumerate(values.names):
            if len({(row[number].sort, row[number].tag) for row in rows}) > 1:
                raise UntranslatableError("values of several sorts")
            text = f"{alias}.t{number}" if rows[0][number].text else ""
            table.columns[name] = replace(rows[0][number], sql=f"{alias}.c{number}", text=text)
        cells = [", ".join(f"{column.sql}, {column.text or 'NULL'}" for column in row) for row in rows]
        listed = ", ".join(f"({row})" for row in cells)
        names = ", ".join(f"c{number}, t{number}" for number in range(len(values.names)))
        table.sources = [f"(VALUES {listed}) AS {alias}({names})"]
        _joined(relation, table)

    def _optional(self, relation: Relation, group: Group) -> None:
        inner, filters = self._open(group)
        own: list[Expression] = []
        mixed: list[Expression] = []
        for condition in filters:
            (own if variables(condition) <= inner.columns.keys() else mixed).append(condition)
        evaluator = self._evaluator(inner)
        inner.conditions += [evaluator.condition(condition) for condition in own]
        alias_free = inner.wrapped()
        both = Relation(self._names, ["?"], [], relation.columns | alias_free.columns)
        extra = [self._evaluator(both).condition(condition) for condition in mixed]
        if len(both.sources) > 1:
            raise UntranslatableError("the text of an IRI in the condition of an OPTIONAL")
        shared = [name for name in inner.columns if name in relation.columns]
        conditions = [relation.same(name, alias_free.columns[name]) for name in shared]
        source, _, alias = alias_free.sources[0].rpartition(" AS ")
        relation.join(source, alias, [*conditions, *extra], Join.LEFT)
        new = {name: replace(column, nullable=True) for name, column in alias_free.columns.items()}
        relation.columns = new | relation.columns

    def _minus(self, relation: Relation, group: Group) -> None:
        inner = self._group(group)
        shared = {name: column for name, column in inner.columns.items() if name in relation.columns}
        if shared:
            inner.columns = shared
            relation.add(inner, Join.WITHOUT)

    def _union(self, groups: tuple[Group, ...]) -> Relation:
        parts = [self._group(group) for group in groups]
        names = list(dict.fromkeys(name for part in parts for name in part.columns))
        columns = {name: _merged([part.columns.get(name, UNBOUND) for part in parts]) for name in names}
        written = {name for part in parts for name, column in part.columns.items() if is_constant(column)}
        for part in parts:
            seen = {name: part.columns.get(name, UNBOUND) for name in names}
            texts = {name: _text_of(part, seen[name]) if name in written else "" for name in names}
            part.columns = {name: _aligned(seen[name], columns[name], texts[name]) for name in names}
        parts[0].columns = {name: replace(column, nullable=columns[name].nullable)
                            for name, column in parts[0].columns.items()}  # fmt: skip
        return parts[0].wrapped(" UNION ALL ".join(part.sql() for part in parts))

    def _exists(self, relation: Relation, group: Group) -> str:
        """Return the condition that a group has a solution that agrees with a row."""
        inner = self._group(group).wrapped()
        if mentioned(group) & relation.columns.keys() - inner.columns.keys():
            raise UntranslatableError("a condition within EXISTS on a variable from without")
        shared = [relation.same(name, column) for name, column in inner.columns.items() if name in relation.columns]
        inner.conditions += shared
        return f"EXISTS ({inner.sql('1')})"


def order_by(relation: Relation, order: tuple[tuple[str, bool], ...]) -> str:
    """Return an ORDER BY as SPARQL has it: what is unbound first, IRIs and texts by their letters.

    The numbers of IRIs have the order of their letters, but for those that are not in the graph: these have their text.

    Raises:
        UntranslatableError: if values of several sorts would have to be compared.
    """
    keys = []
    for name, down in order:
        column = relation.columns[name]
        if column.sort is Sort.OTHER or (column.sort is Sort.TEXT and not column.plain):
            raise UntranslatableError(f"order by ?{name}")
        if column.sort is not Sort.NOTHING:
            keys.append(f"{column.text or column.sql} {'DESC NULLS LAST' if down else 'ASC NULLS FIRST'}")
    return ", ".join(keys)


def _joined(relation: Relation, other: Relation) -> None:
    relation.columns = relation.add(other) | relation.columns


def _object(found: Edges, alias: str) -> Column:
    return Column(found.sort, f"{alias}.o", f"{alias}.t" if found.tagged else "''")


def _given(value: ox.NamedNode | ox.Literal | None) -> ox.NamedNode | ox.Literal:
    if value is None:
        raise UntranslatableError("UNDEF among values")
    return value


def _merged(columns: list[Column]) -> Column:
    """Return what a column of several relations together is."""
    known = [column for column in columns if column.sort is not Sort.NOTHING]
    if len({column.sort for column in known}) > 1:
        raise UntranslatableError("a union of several sorts")
    tag = "tag" if any(column.tag != "''" for column in known) else "''"
    return replace(
        known[0] if known else UNBOUND, tag=tag, text="", nullable=any(column.nullable for column in columns)
    )


def _text_of(relation: Relation, column: Column) -> str:
    """Return the text of an IRI, or of none; what a query writes out need not be among those that have numbers."""
    return "NULL" if column.sort is Sort.NOTHING else relation.text(column)


def _aligned(column: Column, merged: Column, text: str) -> Column:
    """Return a column with a tag if the others have one, so that all have the same parts."""
    tag = f"CAST({column.tag} AS VARCHAR)" if merged.tag != "''" else "''"
    return replace(column, tag=tag, text=text, sort=merged.sort)


def _dates(condition: Expression) -> Iterator[str]:
    """Yield the variables that a condition lets be dates only."""
    match condition:
        case Call("&&", parts):
            for part in parts:
                yield from _dates(part)
        case Call("=", (Call("DATATYPE", (Var(name),)), ox.NamedNode(value=datatype))) if datatype == XSD + "date":
            yield name


def _has_aggregate(expression: Expression | None) -> bool:
    match expression:
        case Aggregate():
            return True
        case Call(_, arguments):
            return any(map(_has_aggregate, arguments))
        case _:
            return False
