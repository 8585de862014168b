"""What the page of the ontology tells of a term, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.terms import BASE, CODES, NS, compact
from kg.work.portal.vocabulary.facts import Facts, expand, in_order, local, said
from kg.work.portal.vocabulary.usage import Example, Usage

Link = tuple[str, str]  # an IRI and what it is called


@dataclass(frozen=True)
class Row:
    """A fact about a term: what it is, and the things that it names, or texts where there is nothing to link to."""

    heading: str
    links: tuple[Link, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Told:
    """A term of the ontology, or the ontology itself, as a reader meets it.

    `texts` are pairs of text and the language that it is in; `other` is the label in the other language.
    """

    iri: str
    name: str
    label: tuple[str, str]
    other: tuple[str, str]
    definition: tuple[str, str]
    notes: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    used: int = 0
    key: str = ""
    deprecated: bool = False
    example: Example | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_ontology(cls, facts: Facts, iri: str, lang: str) -> "Told":
        """Return what is told of the ontology itself."""
        names = {
            "version": "owl:versionInfo", "version_iri": "owl:versionIRI", "issued": "dcterms:issued",
            "modified": "dcterms:modified", "license": "dcterms:license", "prefix": "vann:preferredNamespacePrefix",
            "namespace": "vann:preferredNamespaceUri", "prior": "owl:priorVersion",
        }  # fmt: skip
        return cls(
            iri,
            facts.one(iri, "vann:preferredNamespacePrefix"),
            said(facts.texts(iri, "dcterms:title"), lang),
            said(facts.texts(iri, "dcterms:title"), _other(lang)),
            said(facts.texts(iri, "dcterms:description"), lang),
            notes=_notes(facts, iri, lang, _CHANGES),
            extra={key: facts.one(iri, name) for key, name in names.items()},
        )


def told(facts: Facts, shapes: Facts, usage: Usage, keys: Mapping[str, Any], iri: str, lang: str) -> Told:
    """Return what is told of a class or a property.

    Args:
        facts: the ontology with what it is mapped to.
        shapes: the shapes of entries.
        usage: how often terms are used.
        keys: the terms of the published JSON-LD context.
        iri: the term.
        lang: `sv` or `en`.
    """
    types = facts.types(iri)
    is_class = "owl:Class" in types
    labels = facts.texts(iri, "rdfs:label")
    rows = _of_class(facts, iri, lang) if is_class else _of_property(facts, iri, lang, types)
    return Told(
        iri,
        local(iri),
        said(labels, lang),
        said(labels, _other(lang)),
        said(facts.texts(iri, "skos:definition"), lang),
        _notes(facts, iri, lang, _NOTES),
        tuple(row for row in [*rows, *_of_any(facts, shapes, iri, lang)] if row.links or row.text),
        usage.counts.get(iri, 0),
        ", ".join(key for key, value in keys.items() if key != "@version" and _stands_for(value, iri)),
        facts.one(iri, "owl:deprecated") == "true",
        usage.example(iri, whole=is_class),
    )


def _of_class(facts: Facts, iri: str, lang: str) -> list[Row]:
    supers = facts.iris(iri, "rdfs:subClassOf")
    say = _sayer(lang)
    return [
        Row(say("Överklasser", "Superclasses"), _links(facts, supers, lang)),
        Row(say("Underklasser", "Subclasses"), _links(facts, facts.pointing("rdfs:subClassOf", iri), lang)),
        Row(say("Skild från", "Disjoint with"), _links(facts, _disjoint(facts, iri), lang)),
        Row(say("Egenskaper hos den", "Properties it has"), _links(facts, facts.pointing("rdfs:domain", iri), lang)),
        Row(say("Egenskaper som leder hit", "Properties that lead here"),
            _links(facts, facts.pointing("rdfs:range", iri), lang)),
    ]  # fmt: skip


def _of_property(facts: Facts, iri: str, lang: str, types: list[str]) -> list[Row]:
    say = _sayer(lang)
    inverse = in_order({*facts.iris(iri, "owl:inverseOf"), *facts.pointing("owl:inverseOf", iri)})
    kinds = [say(*_CHARACTERISTICS[name]) for name in types if name in _CHARACTERISTICS]
    chains = [" ∘ ".join(compact(item.value) for item in facts.items(head) if isinstance(item, ox.NamedNode))
              for head in facts.nodes(iri, "owl:propertyChainAxiom")]  # fmt: skip
    derived = say("Skrivs aldrig för hand, utan följer av annat.", "Never typed by hand: it follows from the rest.")
    return [
        Row(say("Sägs om", "Said of"), _links(facts, facts.iris(iri, "rdfs:domain"), lang)),
        Row(say("Värden", "Values"), _links(facts, facts.iris(iri, "rdfs:range"), lang)),
        Row(say("Kodlista", "Code list"), _links(facts, facts.iris(iri, "sam:codeScheme"), lang)),
        Row(say("Överordnade egenskaper", "Superproperties"),
            _links(facts, facts.iris(iri, "rdfs:subPropertyOf"), lang)),
        Row(say("Underordnade egenskaper", "Subproperties"),
            _links(facts, facts.pointing("rdfs:subPropertyOf", iri), lang)),
        Row(say("Motsatt riktning", "Inverse"), _links(facts, inverse, lang)),
        Row(say("Egenskapskedja", "Property chain"), text="; ".join(sorted(chains))),
        Row(say("Art", "Characteristics"), text=", ".join(sorted(kinds))),
        Row(say("Härledd", "Derived"), text=derived if facts.one(iri, "sam:derived") == "true" else ""),
    ]  # fmt: skip


def _of_any(facts: Facts, shapes: Facts, iri: str, lang: str) -> list[Row]:
    say = _sayer(lang)
    return [
        *(Row(say(sv, en), _links(facts, facts.iris(iri, name), lang)) for name, sv, en in _MATCHES),
        Row(say("Ersatt av", "Replaced by"), _links(facts, facts.iris(iri, "dcterms:isReplacedBy"), lang)),
        Row(say("Regler", "Rules"), tuple((rule, local(rule)) for rule in rules_of(shapes, iri))),
    ]


def rules_of(shapes: Facts, iri: str) -> list[str]:
    """Return the shapes that ask something of a term: of things of the class, or of the property's values."""
    found: set[str] = set()
    for name in ("sh:path", "sh:targetClass", "sh:class", "sh:targetObjectsOf", "sh:targetSubjectsOf", "sh:lessThan"):
        found |= {subject for subject in shapes.pointing(name, iri) if subject.startswith(BASE)}
    inside = {iri}
    for triple in shapes.triples:  # paths of several steps, which are lists and nodes without names
        if isinstance(triple.object, ox.BlankNode) and triple.predicate.value == expand("sh:path"):
            path = _path_terms(shapes, triple.object)
            if path & inside and isinstance(triple.subject, ox.NamedNode):
                found.add(triple.subject.value)
    return in_order(found)


def _path_terms(shapes: Facts, node: ox.BlankNode) -> set[str]:
    terms: set[str] = set()
    nodes = [*shapes.items(node), *(value for name in shapes.predicates(node.value)
                                    for value in shapes.values(node.value, name))]  # fmt: skip
    for item in nodes:
        if isinstance(item, ox.NamedNode):
            terms.add(item.value)
        elif isinstance(item, ox.BlankNode) and item != node:
            terms |= _path_terms(shapes, item)
    return terms


def _links(facts: Facts, iris: list[str], lang: str) -> tuple[Link, ...]:
    """Return things with what they are called: terms of ours by their labels, others by their short names."""
    return tuple((iri, _called(facts, iri, lang)) for iri in iris)


def _called(facts: Facts, iri: str, lang: str) -> str:
    if iri.startswith(NS) and (label := said(facts.texts(iri, "rdfs:label"), lang)[0]):
        return label
    if iri.startswith(CODES):
        return iri[len(CODES) :]
    return compact(iri).strip("<>")


def _disjoint(facts: Facts, iri: str) -> list[str]:
    """Return the classes that a class is said to have nothing in common with."""
    found: set[str] = set()
    for group in facts.of_type("owl:AllDisjointClasses"):
        for head in facts.nodes(group, "owl:members"):
            members = {item.value for item in facts.items(head) if isinstance(item, ox.NamedNode)}
            found |= members - {iri} if iri in members else set()
    return in_order(found)


def _notes(facts: Facts, iri: str, lang: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(text for name in names if (text := said(facts.texts(iri, name), lang))[0])


def _stands_for(definition: object, iri: str) -> bool:
    """Tell whether a term of the context stands for an IRI."""
    named = definition.get("@id", definition.get("@reverse")) if isinstance(definition, dict) else definition
    return named == compact(iri)


def _other(lang: str) -> str:
    return "en" if lang == "sv" else "sv"


def _sayer(lang: str) -> Any:
    return lambda sv, en: sv if lang == "sv" else en


_NOTES = ("skos:scopeNote", "rdfs:comment", "skos:note", "skos:changeNote", "skos:historyNote")
_CHANGES = ("skos:changeNote", "skos:historyNote", "rdfs:comment")
_MATCHES = (
    ("skos:exactMatch", "Samma som", "Same as"),
    ("skos:closeMatch", "Nära", "Close to"),
    ("skos:broadMatch", "Vidare", "Broader"),
    ("skos:narrowMatch", "Snävare", "Narrower"),
    ("skos:relatedMatch", "Besläktad", "Related"),
    ("owl:equivalentClass", "Likvärdig klass", "Equivalent class"),
    ("owl:equivalentProperty", "Likvärdig egenskap", "Equivalent property"),
)
_CHARACTERISTICS = {
    "owl:TransitiveProperty": ("transitiv", "transitive"),
    "owl:SymmetricProperty": ("symmetrisk", "symmetric"),
    "owl:FunctionalProperty": ("funktionell", "functional"),
    "owl:InverseFunctionalProperty": ("omvänt funktionell", "inverse functional"),
    "owl:AsymmetricProperty": ("asymmetrisk", "asymmetric"),
    "owl:IrreflexiveProperty": ("irreflexiv", "irreflexive"),
}
