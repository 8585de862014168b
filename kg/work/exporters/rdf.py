"""RDF formats: Turtle, TriG, N-Triples, RDF/XML."""

import re
from collections import defaultdict
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.disk.turtle import sort_key, write_trig, write_turtle
from kg.errors import InputError
from kg.terms import PREFIXES, XSD, compact
from kg.work.select import text


def turtle(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as one canonical Turtle document."""
    return write_turtle(quad.triple for quad in quads)


def trig(quads: Iterable[ox.Quad]) -> str:
    """Return the statements as canonical TriG, each graph under its name."""
    return write_trig(quads)


def ntriples(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as N-Triples, one a line, sorted by code point."""
    lines = ox.serialize({quad.triple for quad in quads}, format=ox.RdfFormat.N_TRIPLES) or b""
    return "".join(f"{line}\n" for line in sorted(lines.decode().split("\n")) if line)


def rdfxml(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as RDF/XML: a description a thing, things and properties sorted."""
    things: dict[str, list[ox.Triple]] = defaultdict(list)
    used = {"rdf"}
    for triple in sorted({quad.triple for quad in quads}, key=lambda triple: (triple.predicate.value, str(triple))):
        things[text(triple.subject)].append(triple)
        used.add(qualified(triple.predicate.value)[0])
    namespaces = "".join(f'\n  xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in sorted(used - {""}))
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{namespaces}>"]
    for iri in sorted(things, key=sort_key):
        lines.append(f"  <rdf:Description rdf:about={quoteattr(iri)}>")
        lines += [f"    {_element(triple)}" for triple in things[iri]]
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""])


def _element(triple: ox.Triple) -> str:
    """Return one property as an XML element."""
    prefix, name, own = qualified(triple.predicate.value)
    value, name = triple.object, f"{prefix}:{name}" if prefix else name
    if not isinstance(value, ox.Literal):
        return f"<{name}{own} rdf:resource={quoteattr(text(value))}/>"
    if value.language:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype.value == XSD + "string":
        kind = ""
    else:
        kind = f' rdf:datatype="{value.datatype.value}"'
    return f"<{name}{own}{kind}>{xml_text(value.value)}</{name}>"


def qualified(iri: str) -> tuple[str, str, str]:
    """Return a property's prefix, its XML name, and, where no prefix is known, the namespace it brings along.

    Raises:
        InputError: if the IRI does not end in an XML name, which RDF/XML cannot write.
    """
    prefix, colon, local = compact(iri).partition(":")
    if colon and prefix in PREFIXES and _XML_NAME.fullmatch(local):
        return prefix, local, ""
    if not (ending := _XML_NAME.search(iri)):
        raise InputError(f"<{iri}> cannot be written in RDF/XML", f"<{iri}> går inte att skriva i RDF/XML")
    return "", ending[0], f" xmlns={quoteattr(iri[: ending.start()])}"


def xml_text(text: str) -> str:
    """Return a text as it stands in XML.

    Raises:
        InputError: if it holds a character that XML 1.0 has no way to write.
    """
    if found := _UNWRITABLE.search(text):
        shown, sign = ascii(text[:40]), f"U+{ord(found[0]):04X}"
        raise InputError(
            f"{shown} holds the character {sign}, which cannot be written in RDF/XML; take it out of the data",
            f"{shown} innehåller tecknet {sign}, som inte går att skriva i RDF/XML; ta bort det ur datan",
        )
    return escape(text, _ESCAPED)


_XML_NAME = re.compile(r"[A-Za-z_][\w.-]*$", re.ASCII)
# What the production Char of XML 1.0 leaves out.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# XML readers turn a bare carriage return into a line feed.
_ESCAPED = {"\r": "&#13;"}
