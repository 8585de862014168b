"""Reading RDF files: Turtle in, checked triples out, with the file and line of whatever is wrong."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.disk.lexer import MAX_CHARACTERS, Token, line_at, refuse_deep, tokens
from kg.errors import ParseError
from kg.terms import XSD

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

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
    return [_canonical(triple) for triple in triples]


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield triples as statements of a graph."""
    for triple in triples:
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return statements as N-Quads, in the order in which they come."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def check_values(triples: Iterable[ox.Triple], source: str, text: str, *, schema: bool) -> None:
    """Check that a graph holds only the kinds of value that come back from the store as they went in.

    Raises:
        ParseError: at the first value of another kind; see `docs/decisions/0005-datatypes.md`.
    """
    for triple in triples:
        for node in (triple.subject, triple.predicate, triple.object):
            if problem := _problem(node, triple, schema=schema):
                line, (en, sv) = _line_of(text, node), problem
                raise ParseError(f"{source}:{line}: {en}", f"{source}:{line}: {sv}")


def _problem(node: Node, triple: ox.Triple, *, schema: bool) -> tuple[str, str] | None:
    """Tell what is wrong with a term of a statement, in English and Swedish, or None."""
    if isinstance(node, ox.Literal):
        return _literal_problem(node, schema=schema)
    if isinstance(node, ox.NamedNode):
        if node.value.startswith(_SCHEMES):
            return None
        shown = f"<{node.value[:80]}>"
        return (f"{shown} is not a web, mail or phone address", f"{shown} är ingen webb-, e-post- eller telefonadress")
    if isinstance(node, ox.Triple):
        return ("a triple about a triple has no place in the graph", "en trippel om en trippel hör inte hemma i grafen")
    if schema:
        return None
    place = f"<{triple.predicate.value}>"
    return (
        f"a node without a name at {place}; give every node an IRI",
        f"en nod utan namn vid {place}; ge varje nod en IRI",
    )


def _line_of(text: str, node: Node) -> int:
    """Return the line where a term is first written, as well as its spelling tells; 1 if it does not."""
    for token in tokens(text):
        if _is_written(token, node):
            return line_at(text, token.start)
    return 1


def _is_written(token: Token, node: Node) -> bool:
    if isinstance(node, ox.NamedNode):
        return token.text == f"<{node.value}>"
    if isinstance(node, ox.Literal):
        return _unquoted(token) == node.value
    if isinstance(node, ox.BlankNode):
        return token.kind == "blank" or token.text in ("[", "(")
    return token.text == "<"


def _unquoted(token: Token) -> str:
    """Return the text that a string token stands for, or any other token's own."""
    if token.kind != "string":
        return token.text
    quotes = 3 if token.text[:3] in ('"""', "'''") else 1
    return _ESCAPED.sub(_unescaped, token.text[quotes:-quotes])


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}.get(match[1], match[1])
    number = int(match[2] or match[3], 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _canonical(triple: ox.Triple) -> ox.Triple:
    """Return a statement as the store gives it back: a decimal without zeros at its end."""
    value = triple.object
    if not isinstance(value, ox.Literal) or value.datatype.value != XSD + "decimal" or "." not in value.value:
        return triple
    shortened = value.value.rstrip("0").rstrip(".")
    decimal = ox.Literal("0" if shortened == "-0" else shortened, datatype=value.datatype)
    return ox.Triple(triple.subject, triple.predicate, decimal)


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
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)) and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


_SCHEMES = ("https://", "http://", "mailto:", "tel:", "urn:")
_ESCAPED = re.compile(r"\\([^uU])|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DATATYPES: dict[str, Callable[[str], object]] = {
    "string": lambda _: True,
    "boolean": lambda value: value in ("true", "false"),
    "integer": lambda value: re.fullmatch(r"0|-?[1-9][0-9]{0,17}", value),
    "decimal": lambda value: re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?", value),
    "date": _is_date,
    "gYear": lambda value: re.fullmatch(r"[0-9]{4}", value),
    "gYearMonth": lambda value: re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value),
}
