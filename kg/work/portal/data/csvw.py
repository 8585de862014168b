"""The tables of a publication described for machines: CSV on the Web (W3C, Metadata Vocabulary for Tabular Data).

What a column is called and which property it holds stands in the head of the table's query, a line a column:

    #+ column: NAME (PROPERTY[@LANGUAGE][ of COLUMN][, code of PREFIX]) -- English / Swedish

PROPERTY is `-` for a column that no property of the graph stands behind; `of` names the column whose thing has the
property, if that is not the thing of the row; `code of` says that the cells are codes, and of which list.
"""

import re
from dataclasses import dataclass
from typing import Any

from kg.errors import ParseError
from kg.terms import PREFIXES
from kg.work.portal.vocabulary.facts import expand
from kg.work.queries import Question

DIALECT = {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True,
           "lineTerminators": ["\n"], "skipInitialSpace": False, "trim": False}  # fmt: skip

_DATATYPES = ("integer", "decimal", "date", "boolean")
_HEAD = re.compile(
    r"(?P<name>\w+) \((?P<path>-|[\w-]+:\w+)(?:@(?P<language>[a-z]{2}))?(?: of (?P<owner>\w+))?"
    r"(?:, code of (?P<scheme>[\w-]+))?\) -- (?P<en>.+) / (?P<sv>.+)"
)
_ORDER = re.compile(r"\?(\w+)")


@dataclass(frozen=True)
class Column:
    """A column: its name, the kind of its values, the property behind it, what it is called.

    `path` and `scheme` are prefixed names or empty; `owner` is the column whose thing has the property.
    """

    name: str
    kind: str
    path: str
    language: str
    owner: str
    scheme: str
    en: str
    sv: str


def columns(question: Question) -> list[Column]:
    """Return the columns of a table as the head of its query tells of them.

    Raises:
        ParseError: if a line cannot be read, or the lines are not of the columns that the query returns.
    """
    told = [_HEAD.fullmatch(line) for line in question.header.get("column", [])]
    if [match and match["name"] for match in told] != [column.name for column in question.columns]:
        raise ParseError(
            f"{question.name}: the header needs a line `column: name (property) -- English / Swedish` for each column",
            f"{question.name}: huvudet behöver en rad `column: namn (egenskap) -- engelska / svenska` för varje kolumn",
        )
    return [
        Column(match["name"], column.kind.partition(",")[0], match["path"].strip("-"), match["language"] or "",
               match["owner"] or "", match["scheme"] or "", match["en"], match["sv"])
        for match, column in zip(told, question.columns, strict=True)
        if match
    ]  # fmt: skip


def table(question: Question, thing: str) -> dict[str, Any]:
    """Return the description of one table.

    Args:
        question: the query that the table answers.
        thing: the column that names the thing that a row tells of.
    """
    found = columns(question)
    by_name = {column.name: column for column in found}
    return {
        "url": f"{question.name}.csv",
        "dc:title": in_both(question.text("title", "sv"), question.text("title", "en")),
        "dc:description": in_both(question.text("question", "sv"), question.text("question", "en")),
        "tableSchema": {
            "aboutUrl": f"{{+{thing}}}",
            "primaryKey": _ORDER.findall(question.query.rpartition("ORDER BY")[2]),
            "columns": [_column(column, by_name) for column in found],
        },
    }


def in_both(sv: str, en: str) -> list[dict[str, str]]:
    """Return a text in both languages, as JSON-LD has it."""
    return [{"@value": sv, "@language": "sv"}, {"@value": en, "@language": "en"}]


def _column(column: Column, others: dict[str, Column]) -> dict[str, Any]:
    # A reader compares the head of the file, which is the name, with the titles: it stands among them for any language.
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": column.name, "sv": column.sv, "en": column.en},
        "datatype": _datatype(column),
    }
    if column.language:
        described["lang"] = column.language
    if not column.path:
        return described | {"suppressOutput": True}
    if column.owner:
        described["aboutUrl"] = _address(others[column.owner])
    described["propertyUrl"] = expand(column.path)
    if column.kind == "iri" or column.scheme:
        described["valueUrl"] = _address(column)
    return described


def _datatype(column: Column) -> Any:
    if column.kind == "iri":
        return "anyURI"
    return column.kind if column.kind in _DATATYPES else "string"


def _address(column: Column) -> str:
    """Return the IRI of what a cell names."""
    return f"{PREFIXES[column.scheme]}{{{column.name}}}" if column.scheme else f"{{+{column.name}}}"
