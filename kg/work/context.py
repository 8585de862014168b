"""The JSON-LD context, made from the ontology: the keys of entries and exports, and what a publication adds to them.

What is published reads everything that an export says in the same way. Beyond that it lets a project be nested (its
goals in it, their indicators in them), codes be words (`"role": "owner"`), and a year or a month be given as such.
"""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.terms import CODES, JSONLD_PREFIXES, NS, PREFIXES, RDF_TYPE, XSD, compact
from kg.work.select import text

_OWL = PREFIXES["owl"]
_SCHEME = ox.NamedNode(NS + "codeScheme")
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

# Where a part is nested: the key that holds it, and the property by which the part points at what it is a part of.
# The order is that of choosing: a sub-goal stands in its goal, a finding about a goal in the project if it is about
# both.
NESTED: dict[str, str] = {
    "participations": "sam:project",
    "subGoals": "sam:subGoalOf",
    "goals": "sam:goalOf",
    "indicators": "sam:indicatorOf",
    "activities": "sam:activityOf",
    "events": "sam:eventOf",
    "contributions": "sam:contributionTo",
    "references": "sam:referenceFrom",
    "findings": "sam:about",
    "passages": "sam:document",
    "concepts": "skos:inScheme",
    "entry": "foaf:primaryTopic",
}

ALONE = frozenset(("entry",))  # nested, but never several

# Properties that may have several values: what stands under these keys is always a list.
SEVERAL = frozenset((
    "about", "activityArea", "altLabel", "belongsTo", "broadMatch", "candidate", "classification", "closeMatch",
    "contactFor", "contactOf", "contactRole", "contains", "cooperatesWith", "evidence", "evidenceFor", "exactMatch",
    "formerName", "fund", "hasOwner", "hasParticipant", "hasParticipation", "hasSubProject", "hasUnit", "hiddenLabel",
    "interventionType", "narrowMatch", "partOfInitiative", "participatesIn", "party", "place", "programme",
    "programmeArea", "recipient", "refersTo", "relatedMatch", "sameAs", "source", "specificObjective", "subGoalOf",
    "subject", "targetGroup", "unitOf", "within",
))  # fmt: skip

# Reused terms that only a publication has a key for.
_MORE: dict[str, tuple[str, str | None]] = {
    "broadMatch": ("skos:broadMatch", "@id"),
    "closeMatch": ("skos:closeMatch", "@id"),
    "date": ("dcterms:date", "xsd:date"),
    "exactMatch": ("skos:exactMatch", "@id"),
    "hiddenLabel": ("skos:hiddenLabel", "@language"),
    "narrowMatch": ("skos:narrowMatch", "@id"),
    "relatedMatch": ("skos:relatedMatch", "@id"),
    "scopeNote": ("skos:scopeNote", "@language"),
    "seeAlso": ("rdfs:seeAlso", "@id"),
    "version": ("owl:versionInfo", None),
}
_DATED = ("start", "end")  # a date as it stands, a month or a year under keys of their own
_TOLD = (  # what the ontology does not say of the values of its properties
    ("earliestStart", "@type", "xsd:date"),
    ("latestEnd", "@type", "xsd:date"),
    ("formerName", "@container", "@language"),
    ("evidenceFor", "@type", "@vocab"),
)
_CODED = {"subject": CODES + "theme", "classification": CODES + "actor-kind"}  # reused, so no ontology of ours says it


def publish_context(ontology: Iterable[ox.Triple]) -> dict[str, Any]:
    """Return the context document of a publication: what `make_context` makes, and what nesting and codes need."""
    triples = list(ontology)
    context = make_context(triples)["@context"]
    context |= {name: _reused(*_MORE[name]) for name in _MORE if name not in context}
    schemes = {
        name.removeprefix(NS): text(triple.object)
        for triple in triples
        if triple.predicate == _SCHEME and (name := text(triple.subject)).startswith(NS)
    }
    for name, scheme in sorted((_CODED | schemes).items()):
        context[name] = {"@id": context[name]["@id"], "@type": "@vocab", "@context": {"@vocab": f"{scheme}/"}}
    for name in _DATED:
        for ending, datatype in (("", "date"), ("Month", "gYearMonth"), ("Year", "gYear")):
            context[name + ending] = {"@id": f"sam:{name}", "@type": f"xsd:{datatype}"}
    for name, key, value in _TOLD:
        context.get(name, {})[key] = value
    for name in sorted(SEVERAL & context.keys()):
        context[name]["@container"] = ["@language", "@set"] if "@container" in context[name] else "@set"
    for name in NESTED:
        context[name] = {"@reverse": NESTED[name], "@type": "@id"} | ({} if name in ALONE else {"@container": "@set"})
    context |= {name: f"skos:{name}" for name in ("Concept", "ConceptScheme")}
    context["included"] = "@included"
    return {"@context": context}


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
