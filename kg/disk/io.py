"""Reading RDF files: Turtle in, checked triples out, with the file and line of whatever is wrong."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.disk.lexer import MAX_CHARACTERS, refuse_deep
from kg.errors import ParseError
from kg.terms import XSD

RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises:
        ParseError: if there is no such file, it cannot be read, is too large, or is not UTF-8.
    """
    try:
        if path.stat().st_size > 4 * MAX_CHARACTERS:
            raise ParseError(f"{path}: too large to read", f"{path}: för stor för att läsas")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ParseError(f"{path}: no such file", f"{path}: filen finns inte") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ParseError(f"{path}:{line}: not UTF-8", f"{path}:{line}: inte UTF-8") from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ParseError(f"{path}: {reason}", f"{path}: går inte att läsa ({reason})") from None


def read_turtle(path: Path, *, schema: bool = False) -> list[ox.Triple]:
    """Return the triples of a Turtle file, every value checked.

    Args:
        path: the file.
        schema: whether it holds shapes or axioms, which may have nodes without a name and xsd:anyURI.

    Raises:
        ParseError: with `path:line` for broken syntax, and the subject for a value that the graph does not take.
    """
    return parse_turtle(read_text(path), str(path), schema=schema)


def parse_turtle(text: str, source: str, *, schema: bool = False) -> list[ox.Triple]:
    """Return the triples of Turtle text; `source` names it in errors. Raises as `read_turtle`."""
    refuse_deep(text, source)
    try:
        triples = [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        line = error.lineno or 1
        detail = re.sub(r"^Parser error (?:at|between) line \d+ .*?: ", "", str(error.msg))
        raise ParseError(f"{source}:{line}: {detail}", f"{source}:{line}: trasig Turtle: {detail}") from None
    check_values(triples, source, text, schema=schema)
    return triples


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield triples as statements of a graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def check_values(triples: Iterable[ox.Triple], source: str, text: str, *, schema: bool) -> None:
    """Check that a graph holds only the kinds of value that come back from the store as they went in.

    Raises:
        ParseError: at the first value of another kind; see `docs/decisions/0005-datatypes.md`.
    """
    for triple in triples:
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.NamedNode) and not node.value.startswith(_SCHEMES):
                line = _line_of(text, node.value)
                raise ParseError(
                    f"{source}:{line}: <{node.value}> is not a web, mail or phone address",
                    f"{source}:{line}: <{node.value}> är ingen webb-, e-post- eller telefonadress",
                )
            if isinstance(node, ox.BlankNode) and not schema:
                raise ParseError(
                    f"{source}: a node without a name at {triple.predicate.value}; give every node an IRI",
                    f"{source}: en nod utan namn vid {triple.predicate.value}; ge varje nod en IRI",
                )
        if isinstance(triple.object, ox.Literal) and (problem := _literal_problem(triple.object, schema=schema)):
            line = _line_of(text, triple.object.value)
            en, sv = problem
            raise ParseError(f"{source}:{line}: {en}", f"{source}:{line}: {sv}")


def _line_of(text: str, value: str) -> int:
    """Return the line where a value is first written, else 1."""
    return text.count("\n", 0, max(text.find(value), 0)) + 1


def _literal_problem(literal: ox.Literal, *, schema: bool) -> tuple[str, str] | None:
    """Tell what is wrong with a literal, in English and Swedish, or None."""
    value, datatype = literal.value, literal.datatype.value
    shown = value if len(value) <= 40 else value[:40] + "…"
    if _CONTROL.search(value):
        return (f"a control character in {shown!r}", f"ett styrtecken i {shown!r}")
    if datatype == RDF_LANG_STRING or (schema and datatype == XSD + "anyURI"):
        return None
    check = _DATATYPES.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    if check is None:
        return (f"{shown!r} has the datatype <{datatype}>, which the graph does not take",
                f"{shown!r} har datatypen <{datatype}>, som grafen inte tar emot")  # fmt: skip
    if not check(value):
        name = datatype.removeprefix(XSD)
        return (f"{shown!r} is not a valid {name}", f"{shown!r} är inte ett giltigt värde av typen {name}")
    return None


def _is_date(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


_SCHEMES = ("https://", "http://", "mailto:", "tel:", "urn:")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATATYPES: dict[str, Callable[[str], object]] = {
    "string": lambda _: True,
    "boolean": lambda value: value in ("true", "false"),
    "integer": lambda value: re.fullmatch(r"0|-?[1-9]\d{0,17}", value),
    "decimal": lambda value: re.fullmatch(r"-?(0|[1-9]\d{0,14})\.\d{1,15}", value),
    "date": _is_date,
    "gYear": lambda value: re.fullmatch(r"\d{4}", value),
    "gYearMonth": lambda value: re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value),
}
