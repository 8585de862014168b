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
from kg.work.select import text

CONTEXT_FILE = "context.jsonld"

_BY_LENGTH = sorted(JSONLD_PREFIXES.items(), key=lambda item: -len(item[1]))


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as JSON-LD: a list of things, each with its IRI, types and properties.

    The context stands in the document, so that reading it needs no network; it is the one that is published as
    `ontology/context.jsonld`.
    """
    context = read_context()
    things: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for triple in {quad.triple for quad in quads}:
        things[text(triple.subject)][triple.predicate.value].append(triple.object)
    terms = {definition["@id"]: name for name, definition in context.items() if isinstance(definition, dict)}
    graph = [_thing(iri, things[iri], context, terms) for iri in sorted(things, key=sort_key)]
    document = {"@context": context, "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_context() -> dict[str, Any]:
    """Return the published context: prefixes, and for each property how its values are written."""
    text = (resource("ontology") / CONTEXT_FILE).read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    return context


def _thing(
    iri: str, properties: dict[str, list[Any]], context: dict[str, Any], terms: dict[str, str]
) -> dict[str, Any]:
    thing: dict[str, Any] = {"id": _compact(iri)}
    if types := properties.get(RDF_TYPE):
        names = sorted(_class_name(node.value, context) for node in types)
        thing["type"] = names[0] if len(names) == 1 else names
    written = {}
    for predicate, values in properties.items():
        if predicate != RDF_TYPE:
            key, value = _property(predicate, sorted(values, key=str), context, terms)
            written[key] = value
    return thing | {key: written[key] for key in sorted(written)}


def _property(predicate: str, values: list[Any], context: dict[str, Any], terms: dict[str, str]) -> tuple[str, Any]:
    """Return the key and the value of a property: by its term if its values fit the term, else in full."""
    compact = _compact(predicate)
    term = terms.get(compact)
    definition = context[term] if term else {}
    if definition.get("@container") == "@language":
        if all(isinstance(value, ox.Literal) and value.language for value in values):
            return str(term), _language_map(values)
        term, definition = None, {}
    written = [_value(value, definition.get("@type")) for value in values]
    return term or compact, written[0] if len(written) == 1 else written


def _language_map(values: list[ox.Literal]) -> dict[str, Any]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for value in values:
        by_language[str(value.language)].append(value.value)
    return {
        language: texts[0] if len(texts := by_language[language]) == 1 else texts for language in sorted(by_language)
    }


def _value(node: Any, coerced: str | None) -> Any:
    if isinstance(node, ox.NamedNode):
        return _compact(node.value) if coerced == "@id" else {"id": _compact(node.value)}
    value, datatype = node.value, node.datatype.value
    if node.language:
        return {"@value": value, "@language": node.language}
    if coerced and coerced == _compact(datatype):
        return value
    if datatype == XSD + "boolean":
        return value == "true"
    if datatype == XSD + "integer":
        return int(value)
    if datatype == XSD + "string" and not coerced:
        return value
    return {"@value": value, "@type": _compact(datatype)}


def _class_name(iri: str, context: dict[str, Any]) -> str:
    compact = _compact(iri)
    local = compact.partition(":")[2]
    return local if context.get(local) == compact else compact


@lru_cache(maxsize=1 << 16)
def _compact(iri: str) -> str:
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
