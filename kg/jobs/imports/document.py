"""The list itself as a document of the graph: the source of every entry that is made of it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.terms import ID, NS, PREFIXES, RDF_TYPE, XSD, slug
from kg.work.mappings.model import ListMapping

_DCTERMS = PREFIXES["dcterms"]
_ADDRESS = re.compile(r"https?://(www\.)?")
LONGEST = 80


@dataclass(frozen=True)
class Measured:
    """The digest of a file's bytes (SHA-256, in hexadecimal), and how many lines it has."""

    sha256: str
    lines: int


def measure(path: Path) -> Measured:
    """Return what tells one version of a list from another."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            lines += chunk.count(b"\n")
    return Measured(digest.hexdigest(), max(1, lines))


def document_name(text: str, measured: Measured) -> ox.NamedNode:
    """Return the name of a version of a list as a document of the graph: by its address or file's name, and its digest.

    A later version is a document of its own: what was taken from the earlier one stands there on other lines.
    """
    plain = re.sub(r"\.[a-z]{3,4}$", "", _ADDRESS.sub("", text, count=1))
    return ox.NamedNode(f"{ID}document/{slug(plain)[:LONGEST].strip('-')}-{measured.sha256[:8]}")


def describe_document(
    node: ox.NamedNode, text: str, measured: Measured, mapping: ListMapping, publisher: str | None
) -> list[ox.Triple]:
    """Return what there is to say of a list: what it is called, its digest, its lines.

    Args:
        node: its name.
        text: its address or its file's name.
        measured: its digest and lines.
        mapping: the mapping that the list is read by.
        publisher: the IRI of the actor that publishes it, if the graph knows one.
    """
    found: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF_TYPE, ox.NamedNode(NS + "SourceDocument")),
        (_DCTERMS + "identifier", ox.Literal(text)),
        *((_DCTERMS + "title", ox.Literal(title, language=lang)) for lang, title in mapping.title.items()),
        (NS + "sha256", ox.Literal(measured.sha256)),
        (NS + "lineCount", ox.Literal(str(measured.lines), datatype=ox.NamedNode(XSD + "integer"))),
    ]
    if _ADDRESS.match(text):
        found.append((PREFIXES["foaf"] + "page", ox.NamedNode(text)))
    if mapping.language:
        found.append((_DCTERMS + "language", ox.Literal(mapping.language)))
    if publisher:
        found.append((_DCTERMS + "publisher", ox.NamedNode(publisher)))
    return [ox.Triple(node, ox.NamedNode(predicate), value) for predicate, value in found]
