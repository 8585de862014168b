"""The ontology as it is published: one file of everything that it states, in four formats, and its page."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.turtle import Node, sort_key, write_turtle
from kg.terms import ALIGNMENTS_GRAPH, NS, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE
from kg.work.alphabet import sort_name
from kg.work.exporters.jsonld import jsonld
from kg.work.portal.data.plain_json import pretty
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import ONTOLOGY
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.classes_picture import picture
from kg.work.portal.vocabulary.context import published_context
from kg.work.portal.vocabulary.facts import Facts, expand, in_graph, shape_facts
from kg.work.portal.vocabulary.terms_told import Told, told
from kg.work.portal.vocabulary.usage import Usage, used_prefixes

ONTOLOGY_IRI = NS.rstrip("#")
_RDF = PREFIXES["rdf"]
_OWL_ONTOLOGY = ox.NamedNode(expand("owl:Ontology"))
_LIST = (ox.NamedNode(_RDF + "first"), ox.NamedNode(_RDF + "rest"))


def files(site: Site) -> Iterator[File]:
    """Yield the ontology's files, its picture and its page in both languages."""
    triples = published_ontology(site.store)
    facts = Facts(triples)
    version = facts.one(ONTOLOGY_IRI, "owl:versionInfo")
    turtle = write_turtle(triples)
    yield File.of(f"{ONTOLOGY}.ttl", turtle)
    if version:
        yield File.of(f"{ONTOLOGY}/{version}.ttl", turtle)
    yield File.of(f"{ONTOLOGY}.rdf", rdf_xml(triples))
    yield File.of(f"{ONTOLOGY}.jsonld", json_ld(triples))
    for lang in LANGUAGES:
        yield File.of(picture_file(lang), picture(facts, lang))
    yield from pages(site, facts)


def pages(site: Site, facts: Facts) -> Iterator[File]:
    """Yield the ontology's page in both languages."""
    renderer, shapes, usage = Renderer(site), shape_facts(), Usage.of(site.store)
    keys = published_context(site)["@context"]
    for lang in LANGUAGES:
        groups = [
            (kind, [told(facts, shapes, usage, keys, iri, lang) for iri in facts.of_type(f"owl:{kind}")])
            for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
        ]
        for _, terms in groups:
            terms.sort(key=lambda term: sort_name(term.label[0]))
        yield renderer.page(
            ONTOLOGY,
            lang,
            "vocabulary.html",
            groups=[(kind, terms) for kind, terms in groups if terms],
            classes=picture_file(lang),
            prefixes=used_prefixes([term.example.turtle for _, terms in groups for term in terms if term.example]),
            ontology=Told.of_ontology(facts, ONTOLOGY_IRI, lang),
            alternates=[(media, f"{ONTOLOGY}.{ending}") for media, ending in MEDIA],
            description=facts.texts(ONTOLOGY_IRI, "dcterms:description").get(lang, ""),
        )


def picture_file(lang: str) -> str:
    """Return the file of the picture of the classes in a language."""
    return "classes.svg" if lang == "sv" else f"classes.{lang}.svg"


def published_ontology(store: ox.Store) -> list[ox.Triple]:
    """Return what is published of the ontology: its terms, what they are mapped to, and the axioms about them.

    Axioms about the properties of others hold for the data of this graph only, and are left out.
    """
    stated = list(in_graph(store, ONTOLOGY_GRAPH))
    mapped = [triple for triple in in_graph(store, ALIGNMENTS_GRAPH) if _is_ours(triple)]
    return sorted({*stated, *mapped, *_axioms()}, key=str)


def _axioms() -> Iterator[ox.Triple]:
    for path in turtle_files(resource("ontology") / "axioms"):
        triples = _named_lists(read_turtle(path, schema=True))
        headers = {triple.subject for triple in triples if triple.object == _OWL_ONTOLOGY}
        kept = [triple for triple in triples if _is_ours(triple) and triple.subject not in headers]
        cells = {triple.subject: triple for triple in triples if triple.predicate == _LIST[1]}
        firsts = {triple.subject: triple for triple in triples if triple.predicate == _LIST[0]}
        yield from kept
        for triple in kept:
            cell = triple.object
            while isinstance(cell, ox.BlankNode):
                yield firsts[cell]
                yield cells[cell]
                cell = cells[cell].object


def _is_ours(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(ONTOLOGY_IRI)


def _named_lists(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return triples in which the cells of a list are called by what the list is of: the same names every time."""
    given = list(triples)
    heads = [triple for triple in given if isinstance(triple.object, ox.BlankNode) and triple.predicate not in _LIST]
    rests = {triple.subject: triple.object for triple in given if triple.predicate == _LIST[1]}
    names: dict[Node, ox.BlankNode] = {}
    for triple in heads:
        cell, number = triple.object, 1
        label = "".join(letter for letter in str(triple.subject) + str(triple.predicate) if letter.isalnum())
        while isinstance(cell, ox.BlankNode):
            names[cell] = ox.BlankNode(f"{label}{number}")
            cell, number = rests[cell], number + 1
    return [
        ox.Triple(names.get(triple.subject, triple.subject), triple.predicate, names.get(triple.object, triple.object))
        for triple in given
    ]


def rdf_xml(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as RDF/XML; nodes without a name, which lists have, keep the labels that they are given."""
    ordered = sorted(triples, key=_rdf_xml_key)
    names = ("dcterms", "dqv", "foaf", "org", "owl", "prov", "rdfs", "sam", "schema", "skos", "vann", "xsd")
    return ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes={name: PREFIXES[name] for name in names}) or b""


def _rdf_xml_key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return sort_key(str(triple.subject)), predicate != RDF_TYPE, predicate, str(triple.object)


def json_ld(triples: Iterable[ox.Triple]) -> str:
    """Return triples as JSON-LD with the context inside, lists as lists."""
    facts = Facts(triples)
    cells = [triple for triple in facts.triples if ox.BlankNode in map(type, (triple.subject, triple.object))]
    plain = [ox.Quad(*triple) for triple in facts.triples if triple not in cells]
    document: dict[str, Any] = json.loads(jsonld(plain))
    for triple in facts.triples:
        if isinstance(triple.object, ox.BlankNode) and isinstance(triple.subject, ox.NamedNode):
            items = [{"id": item.value} for item in facts.items(triple.object) if isinstance(item, ox.NamedNode)]
            document["@graph"].append({"id": triple.subject.value, triple.predicate.value: {"@list": items}})
    return pretty(document)


MEDIA = (("text/turtle", "ttl"), ("application/rdf+xml", "rdf"), ("application/ld+json", "jsonld"))
