"""Things as pieces of a document: Turtle, RDF/XML, JSON-LD; each piece with the key that says where it stands."""

from functools import lru_cache
from typing import Protocol
from xml.sax.saxutils import quoteattr

from kg.disk.turtle import INDENT, Names, in_order, lay_out, predicate_key, sort_key, subject_key, write_literal
from kg.terms import PREFIXES, RDF_TYPE, XSD
from kg.work.exporters.rdf import qualified, xml_text
from kg.work.exporters.statements import Properties, iri_of, literal, nameless

Block = tuple[str, str]  # where it stands, what it says

_REMEMBERED = 1 << 16


class Blocks(Protocol):
    """How a format writes a thing, and what stands around the things."""

    between: str

    def block(self, iri: str, properties: Properties) -> Block:
        """Return a thing as text, and its key."""

    def opening(self, *, empty: bool) -> str:
        """Return what the document begins with; called when every block has been written."""

    def closing(self, *, empty: bool) -> str:
        """Return what the document ends with."""


class TurtleBlocks:
    """Canonical Turtle, as `write_turtle` has it."""

    between = "\n"

    def __init__(self) -> None:
        self.names = Names(PREFIXES)
        self._name = lru_cache(maxsize=None)(self._predicate)

    def block(self, iri: str, properties: Properties) -> Block:
        """Return a thing's statements and the key of its place: by its type, then by its name."""
        ordered = sorted(properties, key=predicate_key)
        written = [self._values(self._name(predicate), properties[predicate]) for predicate in ordered]
        key = subject_key(iri, [value[1:-1] for value in properties.get(RDF_TYPE, ())])
        return key, f"{self.names.short(iri)} {_SEPARATOR.join(written)} .\n"

    def opening(self, *, empty: bool) -> str:  # noqa: ARG002 -- the beginning is the same
        """Return the prefixes that have been used."""
        prologue = self.names.prologue()
        return f"{prologue}\n" if prologue else ""

    def closing(self, *, empty: bool) -> str:  # noqa: ARG002 -- the end is the same
        """Return nothing."""
        return ""

    def _values(self, name: str, values: list[str]) -> str:
        if len(values) == 1:
            return f"{name} {self._term(values[0])}"
        texts = map(self._term, values)
        return lay_out(name, in_order(zip(map(_language, values), texts, strict=True)), 1)

    def _term(self, text: str) -> str:
        if text[0] == "<":
            return self.names.short(iri_of(text))
        if text[-1] != ">" and "\\" not in text:
            return text if text[0] == '"' else self._unusual(text)
        return self._unusual(text)

    def _unusual(self, text: str) -> str:
        """Return a literal that N-Triples writes in other ways than Turtle."""
        if text[0] != '"':
            raise nameless()
        value, language, datatype = literal(text)
        return write_literal(value, language, datatype or XSD + "string", self.names)

    def _predicate(self, iri: str) -> str:
        return "a" if iri == RDF_TYPE else self.names.short(iri)


class XmlBlocks:
    """RDF/XML, as `rdfxml` has it."""

    between = ""

    def __init__(self) -> None:
        self._used = {"rdf"}
        self._tags = lru_cache(maxsize=None)(self._tag)

    def block(self, iri: str, properties: Properties) -> Block:
        """Return the description of a thing, and the key of its name."""
        lines = [f"  <rdf:Description rdf:about={quoteattr(iri)}>"]
        for predicate in sorted(properties):
            opening, closing = self._tags(predicate)
            lines += [
                f"    <{opening}{_resource(value)}" if value[0] == "<" else f"    <{opening}{_content(value)}{closing}"
                for value in properties[predicate]
            ]
        lines.append("  </rdf:Description>\n")
        return sort_key(iri), "\n".join(lines)

    def opening(self, *, empty: bool) -> str:  # noqa: ARG002 -- the beginning is the same
        """Return the root element with the namespaces that have been used."""
        namespaces = "".join(f'\n  xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in sorted(self._used - {""}))
        return f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{namespaces}>\n'

    def closing(self, *, empty: bool) -> str:  # noqa: ARG002 -- the end is the same
        """Return the end of the root element."""
        return "</rdf:RDF>\n"

    def _tag(self, predicate: str) -> tuple[str, str]:
        prefix, name, own = qualified(predicate)
        self._used.add(prefix)
        name = f"{prefix}:{name}" if prefix else name
        return f"{name}{own}", f"</{name}>"


@lru_cache(maxsize=_REMEMBERED)
def _resource(text: str) -> str:
    return f" rdf:resource={quoteattr(iri_of(text))}/>"


def _content(text: str) -> str:
    """Return the rest of an element's first tag and its text."""
    if text[0] != '"':
        raise nameless()
    value, language, datatype = literal(text)
    if language:
        return f' xml:lang="{language}">{xml_text(value)}'
    return f' rdf:datatype="{datatype}">{xml_text(value)}' if datatype else f">{xml_text(value)}"


def _language(text: str) -> str | None:
    """Return a value's language, if it has one."""
    return text.rpartition("@")[2] if text[0] == '"' and text[-1] not in '">' else None


_SEPARATOR = f" ;\n{INDENT}"
