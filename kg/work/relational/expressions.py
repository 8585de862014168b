"""Expressions of SPARQL in SQL: an error in one is an unbound value in the other, and both reckon alike with these."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.terms import XSD
from kg.work.relational.relation import UNBOUND, Column, Relation, Sort, equal, quoted
from kg.work.relational.syntax import Aggregate, Call, Exists, Expression, Group, UntranslatableError, Var

NUMBERS = (Sort.INTEGER, Sort.DECIMAL)
_SORTS = {XSD + "string": Sort.TEXT, XSD + "integer": Sort.INTEGER, XSD + "decimal": Sort.DECIMAL,
          XSD + "date": Sort.DATE, XSD + "boolean": Sort.BOOLEAN}  # fmt: skip
_A_NUMBER = "::UINTEGER"  # what follows a number that stands for an IRI
_PLAIN_PATTERN = frozenset("^.*[]/#0-9:abcdefghijklmnopqrstuvwxyz")


@dataclass
class Evaluator:
    """Turns expressions into SQL over the columns of a relation.

    Args:
        relation: where variables are found, and where the text of an IRI is joined if it is asked for.
        numbers: of the IRIs that the query writes out.
        exists: returns the condition that a group has a solution with the variables as they are.
        order: of what a list of texts is put together, in SQL.
    """

    relation: Relation
    numbers: Mapping[str, int]
    exists: Callable[[Relation, Group], str]
    order: str = ""

    def condition(self, expression: Expression) -> str:
        """Return a condition; where SPARQL has an error it is NULL, which holds nowhere."""
        found = self.value(expression)
        if found.sort is Sort.NOTHING:
            return "NULL"
        if found.sort is not Sort.BOOLEAN:
            raise UntranslatableError("a condition that is neither true nor false")
        return found.sql

    def value(self, expression: Expression) -> Column:
        """Return the value of an expression.

        Raises:
            UntranslatableError: if there is no SQL that surely means the same.
        """
        match expression:
            case Var(name):
                return self.relation.columns.get(name, UNBOUND)
            case ox.NamedNode() | ox.Literal():
                return constant(expression, self.numbers)
            case Exists(group):
                return _truth(self.exists(self.relation, group))
            case Aggregate():
                return self._aggregate(expression)
            case Call(name, arguments):
                if name == "COALESCE":
                    return _first([self.value(argument) for argument in arguments])
                if name == "STR":
                    return self._str(self.value(arguments[0]))
                columns = [self.value(argument) for argument in arguments]
                if name in _FUNCTIONS:
                    return _FUNCTIONS[name](*columns)
                if name == "REPLACE":
                    return _replace(columns[0], arguments[1], arguments[2])
                if name == "IN":
                    return _truth(f"({' OR '.join(_compare('=', columns[0], other).sql for other in columns[1:])})")
        raise UntranslatableError(str(expression))

    def _str(self, column: Column) -> Column:
        match column.sort:
            case Sort.NOTHING:
                return UNBOUND
            case Sort.IRI:
                return Column(Sort.TEXT, self.relation.text(column), nullable=column.nullable)
            case Sort.TEXT | Sort.DATE | Sort.OTHER:
                return Column(Sort.TEXT, column.sql, nullable=column.nullable)
            case Sort.INTEGER:
                return Column(Sort.TEXT, f"CAST({column.sql} AS VARCHAR)", nullable=column.nullable)
            case _:
                raise UntranslatableError(f"STR of {column.sort}")

    def _aggregate(self, aggregate: Aggregate) -> Column:
        distinct = "DISTINCT " if aggregate.distinct else ""
        if aggregate.argument is None:
            return Column(Sort.INTEGER, "count(*)")
        column = self.value(aggregate.argument)
        if aggregate.name == "COUNT":
            if distinct and column.sort is Sort.TEXT and not column.plain:
                raise UntranslatableError("a number of texts with languages")
            return Column(Sort.INTEGER, f"count({distinct}{column.sql})")
        if column.nullable or distinct:
            raise UntranslatableError(f"{aggregate.name} of what may be unbound or is distinct")
        if aggregate.name == "SUM" and column.sort is Sort.INTEGER:
            return Column(Sort.INTEGER, f"sum({column.sql})")
        if aggregate.name in ("MIN", "MAX") and (column.sort in (*NUMBERS, Sort.DATE) or column.plain):
            return replace(column, sql=f"{aggregate.name.lower()}({column.sql})")
        if aggregate.name == "GROUP_CONCAT" and column.plain and self.order:
            return Column(Sort.TEXT, f"string_agg({column.sql}, {quoted(aggregate.separator)} ORDER BY {self.order})")
        raise UntranslatableError(f"{aggregate.name} of {column.sort}")


def constant(term: ox.NamedNode | ox.Literal, numbers: Mapping[str, int]) -> Column:
    """Return the column of a term that is written out, with the numbers of all IRIs that are."""
    if isinstance(term, ox.NamedNode):
        return Column(Sort.IRI, f"{numbers[term.value]}{_A_NUMBER}", text=quoted(term.value))
    if term.language:
        return Column(Sort.TEXT, quoted(term.value), quoted(term.language))
    sort = _SORTS.get(term.datatype.value)
    match sort:
        case Sort.TEXT | Sort.DATE:
            return Column(sort, quoted(term.value))
        case Sort.INTEGER:
            return Column(sort, f"{int(term.value)}::BIGINT")
        case Sort.DECIMAL:
            return Column(sort, f"{float(term.value)!r}::DOUBLE")
        case Sort.BOOLEAN:
            return Column(sort, "TRUE" if term.value in ("true", "1") else "FALSE")
    raise UntranslatableError(f"a literal of {term.datatype}")


def is_constant(column: Column) -> bool:
    """Tell whether a column is an IRI that the query writes out."""
    return column.sort is Sort.IRI and column.sql.endswith(_A_NUMBER)


def _truth(sql: str, *, nullable: bool = True) -> Column:
    return Column(Sort.BOOLEAN, sql, nullable=nullable)


def _first(columns: list[Column]) -> Column:
    """COALESCE."""
    known = [column for column in columns if column.sort is not Sort.NOTHING]
    if not known:
        return UNBOUND
    if len({column.sort for column in known}) > 1 or any(column.tag != "''" for column in known):
        raise UntranslatableError("one of several sorts of values")
    if any(map(is_constant, known)):
        raise UntranslatableError("one of several IRIs, some written out")
    nullable = all(column.nullable for column in known)
    return Column(known[0].sort, f"coalesce({', '.join(column.sql for column in known)})", nullable=nullable)


def _compare(sign: str, one: Column, other: Column) -> Column:
    if Sort.NOTHING in (one.sort, other.sort):
        return _truth("NULL::BOOLEAN")
    if one.sort in NUMBERS and other.sort in NUMBERS:
        return _truth(f"({one.sql} {sign} {other.sql})")
    if one.sort is not other.sort or one.sort is Sort.OTHER:
        raise UntranslatableError(f"{one.sort} {sign} {other.sort}")
    if sign in ("=", "!="):
        return _truth(f"({equal(one, other)})" if sign == "=" else f"(NOT ({equal(one, other)}))")
    if one.sort is Sort.DATE or (one.plain and other.plain):
        return _truth(f"({one.sql} {sign} {other.sql})")
    raise UntranslatableError(f"{one.sort} {sign} {other.sort}")


def _reckon(sign: str, one: Column, other: Column) -> Column:
    if Sort.NOTHING in (one.sort, other.sort):
        return UNBOUND
    if one.sort not in NUMBERS or other.sort not in NUMBERS:
        raise UntranslatableError(f"{one.sort} {sign} {other.sort}")
    nullable = one.nullable or other.nullable or sign == "/"
    if sign == "/" or Sort.DECIMAL in (one.sort, other.sort):
        divisor = f"nullif({other.sql}, 0)" if sign == "/" else other.sql
        return Column(Sort.DECIMAL, f"(CAST({one.sql} AS DOUBLE) {sign} {divisor})", nullable=nullable)
    return Column(Sort.INTEGER, f"({one.sql} {sign} {other.sql})", nullable=nullable)


def _both(one: Column, other: Column) -> Column:
    return _truth(f"({_bool(one)} AND {_bool(other)})")


def _either(one: Column, other: Column) -> Column:
    return _truth(f"({_bool(one)} OR {_bool(other)})")


def _bool(column: Column) -> str:
    if column.sort is Sort.NOTHING:
        return "NULL::BOOLEAN"
    if column.sort is not Sort.BOOLEAN:
        raise UntranslatableError("a condition that is neither true nor false")
    return column.sql


def _if(condition: Column, one: Column, other: Column) -> Column:
    """IF: an error in the condition is an error of the whole, so what it is otherwise must be asked for."""
    if one.sort is not other.sort or one.tag != "''" or other.tag != "''":
        raise UntranslatableError("IF of two sorts")
    if is_constant(one) or is_constant(other):
        raise UntranslatableError("IF of an IRI that is written out")
    test = _bool(condition)
    return Column(one.sort, f"CASE WHEN {test} THEN {one.sql} WHEN NOT {test} THEN {other.sql} END", nullable=(
        condition.nullable and not test.startswith("(")) or one.nullable or other.nullable)  # fmt: skip


def _bound(column: Column) -> Column:
    if not column.nullable:
        return _truth("TRUE", nullable=False)
    return _truth("FALSE" if column.sort is Sort.NOTHING else f"({column.sql} IS NOT NULL)", nullable=False)


def _text(*columns: Column) -> bool:
    """Tell whether all are plain texts; refuse those that have languages or are something else."""
    if any(column.sort is Sort.NOTHING for column in columns):
        return False
    if not all(column.sort is Sort.TEXT for column in columns):
        raise UntranslatableError("text of something that is none")
    return True


def _concat(*columns: Column) -> Column:
    if not _text(*columns):
        return UNBOUND
    if not all(column.plain for column in columns):
        raise UntranslatableError("texts with languages put together")
    nullable = any(column.nullable for column in columns)
    return Column(Sort.TEXT, f"({' || '.join(column.sql for column in columns)})", nullable=nullable)


def _substr(text: Column, start: Column, *length: Column) -> Column:
    """SUBSTR: with a length only from a place that is written out, for what lies before the first letter counts too."""
    if start.sort is Sort.NOTHING or not _text(text):
        return UNBOUND
    nullable = text.nullable or start.nullable
    if not length:
        return replace(text, sql=f"substr({text.sql}, greatest({start.sql}, 1))", nullable=nullable)
    if not all(re.fullmatch(r"[1-9][0-9]*::BIGINT", number.sql) for number in (start, *length)):
        raise UntranslatableError("SUBSTR from where is not written out")
    return replace(text, sql=f"substr({text.sql}, {start.sql}, {length[0].sql})")


def _replace(text: Column, pattern: Expression, by: Expression) -> Column:
    """REPLACE with a pattern that means the same to every engine."""
    if not isinstance(pattern, ox.Literal) or not isinstance(by, ox.Literal) or not _text(text):
        raise UntranslatableError("REPLACE by what is not written out")
    if not set(pattern.value) <= _PLAIN_PATTERN or set(by.value) & set("\\$"):
        raise UntranslatableError(f"REPLACE of {pattern.value}")
    return replace(text, sql=f"regexp_replace({text.sql}, {quoted(pattern.value)}, {quoted(by.value)}, 'g')")


def _lang(column: Column) -> Column:
    if column.sort is Sort.NOTHING:
        return UNBOUND
    if column.sort is not Sort.TEXT:
        raise UntranslatableError("the language of what is no text")
    known = f"CASE WHEN {column.sql} IS NOT NULL THEN {column.tag} END" if column.nullable else column.tag
    return Column(Sort.TEXT, known, nullable=column.nullable)


def _datatype(column: Column) -> Column:
    match column.sort:
        case Sort.NOTHING:
            return UNBOUND
        case Sort.OTHER:
            return Column(Sort.IRI, "", text=f"({column.tag})[4:-2]", nullable=column.nullable)
        case Sort.DATE | Sort.INTEGER | Sort.BOOLEAN:
            return Column(Sort.IRI, "", text=quoted(f"{XSD}{column.sort}"), nullable=column.nullable)
    raise UntranslatableError(f"the datatype of {column.sort}")


def _decimal(column: Column) -> Column:
    match column.sort:
        case Sort.NOTHING:
            return UNBOUND
        case Sort.INTEGER | Sort.DECIMAL:
            return Column(Sort.DECIMAL, f"CAST({column.sql} AS DOUBLE)", nullable=column.nullable)
    raise UntranslatableError(f"a decimal of {column.sort}")


def _of_text(sql: str, sort: Sort) -> Callable[[Column], Column]:
    def apply(column: Column) -> Column:
        if not _text(column):
            return UNBOUND
        return Column(sort, sql.format(column.sql), column.tag if sort is Sort.TEXT else "''", column.nullable)

    return apply


def _not(column: Column) -> Column:
    return _truth(f"(NOT {_bool(column)})", nullable=column.nullable)


def _round(column: Column) -> Column:
    if column.sort is Sort.NOTHING:
        return UNBOUND
    if column.sort is not Sort.DECIMAL:
        raise UntranslatableError(f"ROUND of {column.sort}")
    return replace(column, sql=f"floor({column.sql} + 0.5)")


def _contains(text: Column, part: Column) -> Column:
    if not _text(text, part):
        return _truth("NULL::BOOLEAN")
    return _truth(f"contains({text.sql}, {part.sql})")


def _signs(names: str, function: Callable[[str, Column, Column], Column]) -> Mapping[str, Callable[..., Column]]:
    return {sign: lambda one, other, sign=sign: function(sign, one, other) for sign in names.split()}


_FUNCTIONS: dict[str, Callable[..., Column]] = {
    **_signs("= != < <= > >=", _compare), **_signs("+ - * /", _reckon), "&&": _both, "||": _either, "!": _not,
    "IF": _if, "BOUND": _bound, "CONCAT": _concat, "SUBSTR": _substr, "LANG": _lang, "DATATYPE": _datatype,
    "LCASE": _of_text("lower({})", Sort.TEXT), "STRLEN": _of_text("length({})", Sort.INTEGER), "CONTAINS": _contains,
    "ROUND": _round, XSD + "decimal": _decimal,
}  # fmt: skip
