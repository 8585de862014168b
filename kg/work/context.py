"""The published JSON-LD context, made from the ontology: the keys of entries and exports."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.terms import JSONLD_PREFIXES, NS, PREFIXES, RDF_TYPE, XSD, compact
from kg.work.select import text

_OWL = PREFIXES["owl"]
_RANGE = ox.NamedNode(PREFIXES["rdfs"] + "range")

# Reused terms by their key: how their values are written (None: as they come; `@language`: a map by language).
REUSED: dict[str, tuple[str, str | None]] = {
    "altLabel": ("skos:altLabel", "@language"),
    "broader": ("skos:broader", "@id"),
    "classification": ("org:classification", "@id"),
    "definition": ("skos:definition", "@language"),
    "description": ("dcterms:description", "@language"),
    "email": ("vcard:hasEmail", "@id"),
    "hasUnit": ("org:hasUnit", "@id"),
    "homepage": ("foaf:homepage", "@id"),
    "identifier": ("dcterms:identifier", None),
    "inScheme": ("skos:inScheme", "@id"),
    "isPartOf": ("dcterms:isPartOf", "@id"),
    "issued": ("dcterms:issued", "xsd:date"),
    "language": ("dcterms:language", None),
    "license": ("dcterms:license", "@id"),
    "modified": ("dcterms:modified", "xsd:date"),
    "notation": ("skos:notation", None),
    "personName": ("vcard:fn", None),
    "prefLabel": ("skos:prefLabel", "@language"),
    "primaryTopic": ("foaf:primaryTopic", "@id"),
    "publisher": ("dcterms:publisher", "@id"),
    "sameAs": ("owl:sameAs", "@id"),
    "source": ("dcterms:source", "@id"),
    "subject": ("dcterms:subject", "@id"),
    "telephone": ("vcard:hasTelephone", "@id"),
    "title": ("dcterms:title", "@language"),
    "topConceptOf": ("skos:topConceptOf", "@id"),
    "unitOf": ("org:unitOf", "@id"),
    "wasAttributedTo": ("prov:wasAttributedTo", "@id"),
}


def make_context(ontology: Iterable[ox.Triple]) -> dict[str, Any]:
    """Return the context document for an ontology: prefixes, classes and properties of `sam:`, reused terms."""
    triples = list(ontology)
    kinds = {
        name: sorted(
            triple.subject.value.removeprefix(NS)
            for triple in triples
            if triple.predicate.value == RDF_TYPE and triple.object == ox.NamedNode(_OWL + name)
            and isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(NS)
        )
        for name in ("Class", "ObjectProperty", "DatatypeProperty")
    }  # fmt: skip
    ranges = {text(triple.subject): text(triple.object) for triple in triples if triple.predicate == _RANGE}
    context: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    context |= dict(sorted(JSONLD_PREFIXES.items()))
    context |= {name: f"sam:{name}" for name in kinds["Class"]}
    context |= {name: {"@id": f"sam:{name}", "@type": "@id"} for name in kinds["ObjectProperty"]}
    context |= {name: _datatype(name, ranges.get(NS + name)) for name in kinds["DatatypeProperty"]}
    context |= {name: _reused(*REUSED[name]) for name in REUSED if name not in context}
    return {"@context": context}


def _datatype(name: str, value_range: str | None) -> dict[str, str]:
    definition = {"@id": f"sam:{name}"}
    if value_range and value_range.startswith(XSD) and value_range.removeprefix(XSD) in ("date", "decimal"):
        definition["@type"] = compact(value_range)
    return definition


def _reused(iri: str, kind: str | None) -> dict[str, str]:
    if kind is None:
        return {"@id": iri}
    return {"@id": iri, "@container" if kind == "@language" else "@type": kind}
