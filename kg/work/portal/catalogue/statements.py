"""Statements in the making: small graphs that describe a publication, and their JSON-LD."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.disk.turtle import sort_key
from kg.terms import PREFIXES, RDF_TYPE, XSD, compact
from kg.work.portal.settings.config import Texts

Term = ox.NamedNode | ox.Literal


class Statements:
    """Statements about named things, each once, in the order said.

    They are never put into a store on their way out: it would write `xsd:nonNegativeInteger` as another type.
    """

    def __init__(self) -> None:
        self._said: dict[ox.Triple, None] = {}

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield the statements, in the default graph."""
        return (ox.Quad(*triple) for triple in self._said)

    def say(self, thing: str, **properties: Term | Iterable[Term]) -> None:
        """Say something of a thing; `dcterms_title=…` is `dcterms:title`, `rdf_type=…` its types.

        Args:
            thing: its IRI.
            properties: a term or several by property, the first `_` of its name for the colon.
        """
        for name, terms in properties.items():
            prefix, _, local = name.partition("_")
            predicate = ox.NamedNode(PREFIXES[prefix] + local)
            for term in (terms,) if isinstance(terms, ox.NamedNode | ox.Literal) else terms:
                self._said[ox.Triple(ox.NamedNode(thing), predicate, term)] = None


def name(short: str) -> ox.NamedNode:
    """Return the node of `prefix:name`."""
    prefix, _, local = short.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    """Return the nodes of IRIs; empty ones are left out."""
    return [ox.NamedNode(iri) for iri in iris if iri]


def texts(words: Texts) -> list[ox.Literal]:
    """Return a text in its languages."""
    return [ox.Literal(words[language], language=language) for language in sorted(words)]


def plain(value: str) -> ox.Literal:
    """Return a text of no language: a number, a version."""
    return ox.Literal(value)


def typed(value: str | int, datatype: str) -> ox.Literal:
    """Return a literal of an XSD datatype, spelled as given."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + datatype))


def day(value: str) -> ox.Literal:
    """Return a day, YYYY-MM-DD."""
    return typed(value, "date")


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return a small graph as JSON-LD, compacted with no more than the prefixes that it uses."""
    things: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in set(quads):
        things[_iri(quad.subject)][quad.predicate.value].append(_term(quad.object))
    used: set[str] = set()
    graph = [_thing(iri, things[iri], used) for iri in sorted(things, key=sort_key)]
    context = {prefix: PREFIXES[prefix] for prefix in sorted(used)}
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _thing(iri: str, properties: dict[str, list[Term]], used: set[str]) -> dict[str, Any]:
    thing: dict[str, Any] = {"@id": _short(iri, used)}
    if types := properties.pop(RDF_TYPE, []):
        thing["@type"] = _one_or_all(sorted(_short(node.value, used) for node in types))
    for predicate in sorted(properties, key=lambda predicate: _short(predicate, used)):
        values = sorted(properties[predicate], key=lambda term: sort_key(str(term)))
        thing[_short(predicate, used)] = _one_or_all([_value(term, used) for term in values])
    return thing


def _value(term: Term, used: set[str]) -> Any:
    if isinstance(term, ox.NamedNode):
        return {"@id": _short(term.value, used)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value, used)}


def _short(iri: str, used: set[str]) -> str:
    short = compact(iri)
    if short.startswith("<"):
        return iri
    used.add(short.partition(":")[0])
    return short


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _iri(node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        raise TypeError("only things with IRIs describe a publication")
    return node.value


def _term(node: object) -> Term:
    if not isinstance(node, ox.NamedNode | ox.Literal):
        raise TypeError("only IRIs and literals describe a publication")
    return node
