"""The list itself as a document of the graph: the source of every entry that is made of it."""

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox

from kg.terms import ID, NS, PREFIXES, RDF_TYPE, XSD, slug
from kg.work.mappings.model import ListMapping

_DCTERMS = PREFIXES["dcterms"]
_ADDRESS = re.compile(r"https?://(www\.)?")
LONGEST = 80


def document_name(text: str) -> ox.NamedNode:
    """Return the name of a list as a document of the graph, by its address or its file's name."""
    plain = re.sub(r"\.[a-z]{3,4}$", "", _ADDRESS.sub("", text, count=1))
    return ox.NamedNode(f"{ID}document/{slug(plain)[:LONGEST].strip('-')}")


def describe_document(
    node: ox.NamedNode, text: str, path: Path, mapping: ListMapping, publisher: str | None
) -> list[ox.Triple]:
    """Return what there is to say of a list: what it is called, its digest, its lines.

    Args:
        node: its name.
        text: its address or its file's name.
        path: the file.
        mapping: the mapping that the list is read by.
        publisher: the IRI of the actor that publishes it, if the graph knows one.
    """
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            lines += chunk.count(b"\n")
    found: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF_TYPE, ox.NamedNode(NS + "SourceDocument")),
        (_DCTERMS + "identifier", ox.Literal(text)),
        *((_DCTERMS + "title", ox.Literal(title, language=lang)) for lang, title in mapping.title.items()),
        (NS + "sha256", ox.Literal(digest.hexdigest())),
        (NS + "lineCount", ox.Literal(str(max(1, lines)), datatype=ox.NamedNode(XSD + "integer"))),
    ]
    if _ADDRESS.match(text):
        found.append((PREFIXES["foaf"] + "page", ox.NamedNode(text)))
    if mapping.language:
        found.append((_DCTERMS + "language", ox.Literal(mapping.language)))
    if publisher:
        found.append((_DCTERMS + "publisher", ox.NamedNode(publisher)))
    return [ox.Triple(node, ox.NamedNode(predicate), value) for predicate, value in found]
