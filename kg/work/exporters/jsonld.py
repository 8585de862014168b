"""JSON-LD, compacted with the published context: names as keys, languages as maps, codes as `role:owner`."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.disk.turtle import sort_key
from kg.terms import JSONLD_PREFIXES, RDF_TYPE, XSD
from kg.work.exporters.statements import Properties, iri_of, literal, nameless
from kg.work.select import text

CONTEXT_FILE = "context.jsonld"

_BY_LENGTH = sorted(JSONLD_PREFIXES.items(), key=lambda item: -len(item[1]))


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as JSON-LD: a list of things, each with its IRI, types and properties.

    The context stands in the document, so that reading it needs no network; it is the one that is published as
    `ontology/context.jsonld`.
    """
    found: dict[str, Properties] = defaultdict(lambda: defaultdict(list))
    for triple in {quad.triple for quad in quads}:
        found[text(triple.subject)][triple.predicate.value].append(str(triple.object))
    writer = ThingWriter()
    graph = [writer.thing(iri, found[iri]) for iri in sorted(found, key=sort_key)]
    document = {"@context": writer.context, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_context() -> dict[str, Any]:
    """Return the published context: prefixes, and for each property how its values are written."""
    file = (resource("ontology") / CONTEXT_FILE).read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(file)["@context"]
    return context


class ThingWriter:
    """Things as JSON in the terms of the published context."""

    def __init__(self) -> None:
        self.context = read_context()
        self._terms = {
            definition["@id"]: name for name, definition in self.context.items() if isinstance(definition, dict)
        }

    def thing(self, iri: str, properties: Properties) -> dict[str, Any]:
        """Return a thing: its IRI, its types, its properties by name.

        Args:
            iri: the thing's.
            properties: the values of each property as N-Triples, in any order.
        """
        thing: dict[str, Any] = {"id": compact(iri)}
        if types := properties.get(RDF_TYPE):
            names = sorted(self._class_name(value[1:-1]) for value in types)
            thing["type"] = names[0] if len(names) == 1 else names
        written = {}
        for predicate, values in properties.items():
            if predicate != RDF_TYPE:
                key, value = self._property(predicate, sorted(values))
                written[key] = value
        return thing | {key: written[key] for key in sorted(written)}

    def _property(self, predicate: str, values: list[str]) -> tuple[str, Any]:
        """Return the key and the value of a property: by its term if its values fit the term, else in full."""
        short = compact(predicate)
        term = self._terms.get(short)
        definition = self.context[term] if term else {}
        if definition.get("@container") == "@language":
            texts = [literal(value) for value in values if value[0] == '"']
            if len(texts) == len(values) and all(language for _, language, _ in texts):
                return str(term), _language_map(texts)
            term, definition = None, {}
        written = [_value(value, definition.get("@type")) for value in values]
        return term or short, written[0] if len(written) == 1 else written

    def _class_name(self, iri: str) -> str:
        short = compact(iri)
        local = short.partition(":")[2]
        return local if self.context.get(local) == short else short


def _language_map(texts: list[tuple[str, str, str]]) -> dict[str, Any]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for value, language, _ in texts:
        by_language[language].append(value)
    return {
        language: found[0] if len(found := by_language[language]) == 1 else found for language in sorted(by_language)
    }


def _value(text: str, coerced: str | None) -> Any:
    if text[0] == "<":
        short = compact(iri_of(text))
        return short if coerced == "@id" else {"id": short}
    if text[0] != '"':
        raise nameless()
    value, language, datatype = literal(text)
    if language:
        return {"@value": value, "@language": language}
    short = compact(datatype or XSD + "string")
    if coerced and coerced == short:
        return value
    if short == "xsd:boolean":
        return value == "true"
    if short == "xsd:integer" and len(value) <= _LONGEST:
        return int(value)
    if short == "xsd:string" and not coerced:
        return value
    return {"@value": value, "@type": short}


_LONGEST = 19  # signs of a whole number that the graph takes: 18 digits and a minus


@lru_cache(maxsize=1 << 16)
def compact(iri: str) -> str:
    """Return an IRI as `prefix:name` with the prefixes of the published context, where one fits."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
