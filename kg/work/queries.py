"""Canned questions: annotated SPARQL files whose defaults a caller's values can take the place of."""

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.errors import InputError, ParameterError, ParseError
from kg.terms import XSD
from kg.work.header import Header, read_annotated

Value = ox.NamedNode | ox.Literal

_PARAM = re.compile(r"(?P<name>\w+) \((?P<kind>[^()]+)\)(?: -- (?P<en>.*?)(?: / (?P<sv>.*))?)?")
_COLUMN = re.compile(r"(\w+) \(([^()]+)\)")
_SLOT = re.compile(r"\bVALUES\s+\?(\w+)\s*\{([^{}]*)\}")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question.

    `kind` is `iri of sam:CLASS`, `code of SCHEME`, `string`, `integer`, `decimal`, `first day` or `last day`;
    `default` is the SPARQL text that stands in the file, `UNDEF` for any value.
    """

    name: str
    kind: str
    default: str
    en: str
    sv: str


@dataclass(frozen=True)
class Column:
    """A column of the answer and the kind of its values, for instance `iri` or `string, may be empty`."""

    name: str
    kind: str


@dataclass(frozen=True)
class Question:
    """A canned question: its texts, its parameters, the columns of its answer, its query."""

    name: str
    header: Header
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    query: str

    def text(self, key: str, lang: str) -> str:
        """Return the `title` or `question` in `sv`, or in English for any other language."""
        return " ".join(self.header.get(f"{key}@{'sv' if lang == 'sv' else 'en'}", []))

    @property
    def tags(self) -> tuple[str, ...]:
        """The subjects that the question is listed under."""
        return tuple(tag.strip() for tag in ",".join(self.header.get("tags", [])).split(",") if tag.strip())

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name.

        Raises:
            ParameterError: if the question takes none of that name; the message lists those it takes.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = ", ".join(parameter.name for parameter in self.parameters) or "–"
        raise ParameterError(
            f"question {self.name} takes no parameter {name!r}; it takes: {names}",
            f"frågan {self.name} har ingen parameter {name!r}; den har: {names}",
        )

    def bind(self, values: Mapping[str, Sequence[Value]]) -> str:
        """Return the query with values in the places of the defaults, all in one pass over the file's text.

        A value is written as an RDF term, so that it can neither end the query's text nor open the next place.

        Raises:
            ParameterError: for a parameter that the question does not take.
        """
        for name in values:
            self.parameter(name)

        def fill(match: re.Match[str]) -> str:
            given = values.get(match[1])
            return f"VALUES ?{match[1]} {{ {' '.join(map(str, given))} }}" if given else match[0]

        return _SLOT.sub(fill, self.query)


def read_catalogue(folder: Path | None = None) -> dict[str, Question]:
    """Return the questions of a folder by name; the package's own if none is given."""
    return {path.stem: read_question(path) for path in sorted((folder or resource("queries")).glob("*.rq"))}


def find_question(name: str, folder: Path | None = None) -> Question:
    """Return one question by name.

    Raises:
        InputError: if there is none; the message says which names are near.
    """
    place = folder or resource("queries")
    path = place / f"{name}.rq"
    if re.fullmatch(r"[a-z0-9-]+", name) and path.is_file():
        return read_question(path)
    from kg.work.near import nearest

    names = sorted(path.stem for path in place.glob("*.rq"))
    near = ", ".join([other for other in names if name and name in other][:5] or nearest(name, names))
    en, sv = (f"; near: {near}", f"; nära: {near}") if near else ("", "")
    raise InputError(
        f"no question {name!r}{en}; all of them: kg query --list",
        f"ingen fråga {name!r}{sv}; alla frågor: kg query --list",
    )


def read_question(path: Path) -> Question:
    """Return the question in a file.

    Raises:
        ParseError: if a header is missing or a parameter has no place in the query, with the file.
    """
    header, text = read_annotated(path)
    missing = [key for key in _REQUIRED if key not in header]
    if missing:
        raise ParseError(f"{path}: header lacks {', '.join(missing)}", f"{path}: huvudet saknar {', '.join(missing)}")
    defaults = {match[1]: match[2].strip() for match in _SLOT.finditer(text)}
    parameters = tuple(_parameter(path, line, defaults) for line in header.get("param", []))
    columns = tuple(Column(*pair) for pair in _COLUMN.findall(", ".join(header["returns"])))
    return Question(path.stem, header, parameters, columns, text)


def _parameter(path: Path, line: str, defaults: Mapping[str, str]) -> Parameter:
    match = _PARAM.fullmatch(line)
    if not match or match["name"] not in defaults:
        raise ParseError(
            f"{path}: parameter {line!r} needs the form `name (kind) -- text` and a line VALUES ?name {{ … }}",
            f"{path}: parametern {line!r} ska ha formen `namn (slag) -- text` och en rad VALUES ?namn {{ … }}",
        )
    en = match["en"] or ""
    return Parameter(match["name"], match["kind"], defaults[match["name"]], en, match["sv"] or en)


def literal_value(kind: str, text: str) -> ox.Literal:
    """Return a typed value for a parameter that names no thing in the graph.

    Args:
        kind: `string`, `integer`, `decimal`, `first day` or `last day`.
        text: what the caller wrote; for a day also a year (2019) or a month (2019-05).

    Raises:
        ParameterError: if the text is not of the kind.
    """
    if kind == "string":
        return ox.Literal(text)
    pattern, example = _LITERALS[kind]
    if not re.fullmatch(pattern, text):
        raise ParameterError(f"{text!r} is not {example}", f"{text!r} är inte {_LITERALS_SV[kind]}")
    if kind.endswith("day"):
        return ox.Literal(_day(text, last=kind == "last day"), datatype=ox.NamedNode(XSD + "date"))
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def _day(text: str, *, last: bool) -> str:
    """Return the first or the last day of a year, a month or a day."""
    year, *rest = map(int, text.split("-"))
    month = rest[0] if rest else 12 if last else 1
    try:
        days = calendar.monthrange(year, month)[1]
    except (calendar.IllegalMonthError, ValueError):
        days = 0
    day = rest[1] if len(rest) == 2 else max(days, 1) if last else 1
    if not 1 <= day <= days:
        raise ParameterError(f"there is no date {text}", f"datumet {text} finns inte")
    return f"{year:04}-{month:02}-{day:02}"


_REQUIRED = ("title@sv", "title@en", "question@sv", "question@en", "returns")
_LITERALS = {
    "integer": (r"-?[0-9]{1,18}", "a whole number, for example 250"),
    "decimal": (r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "a number, for example 0.4"),
    "first day": (r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", "a year, a month or a day: 2019, 2019-05, 2019-05-01"),
    "last day": (r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", "a year, a month or a day: 2019, 2019-05, 2019-05-01"),
}
_LITERALS_SV = {
    "integer": "ett heltal, till exempel 250",
    "decimal": "ett tal, till exempel 0.4",
    "first day": "ett år, en månad eller en dag: 2019, 2019-05, 2019-05-01",
    "last day": "ett år, en månad eller en dag: 2019, 2019-05, 2019-05-01",
}
