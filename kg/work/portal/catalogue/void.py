"""VoID: what the dataset holds and what it links to, counted from the graph, at its well-known place."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg.disk.turtle import sort_key, write_turtle
from kg.terms import ID, NS, PREFIXES, compact
from kg.work.portal import paths
from kg.work.portal.catalogue import authorities
from kg.work.portal.catalogue.census import Census, census
from kg.work.portal.catalogue.identity import dataset_iri
from kg.work.portal.catalogue.statements import Statements, Term, day, name, nodes, plain, texts, typed
from kg.work.portal.file import File, Written
from kg.work.portal.site import Site

_FORMATS = {"ttl": "Turtle", "trig": "TriG", "nt": "N-Triples", "rdf": "RDF_XML", "jsonld": "JSON-LD"}
_FEATURES = "http://www.w3.org/ns/formats/"

# Data of others that ours links to, by what their IRIs begin with: a name, and what they are called.
_TARGETS: dict[str, tuple[str, str]] = {
    "http://www.wikidata.org/entity/": ("wikidata", "Wikidata"),
    authorities.NUTS: ("nuts", "NUTS (EU)"),
    authorities.PORTAL_ORGANISATIONS: ("dataportal", "dataportal.se"),
    "http://data.europa.eu/eli/": ("eli", "European Legislation Identifier"),
    "https://sws.geonames.org/": ("geonames", "GeoNames"),
}
_TABLE = re.compile(re.escape(authorities.EU) + r"([a-z-]+)/")


def files(site: Site, written: Sequence[Written]) -> Iterator[File]:
    """Yield the description of the dataset in VoID, as Turtle.

    Args:
        site: the publication.
        written: the files written so far; the dumps among them are named.
    """
    yield File.of(paths.VOID, write_turtle(quad.triple for quad in description(site, written)))


def description(site: Site, written: Sequence[Written]) -> Statements:
    """Return what VoID says of the dataset: the same IRI as in the catalogue."""
    said = Statements()
    counts = census(site.store, lambda iri: target_of(iri) is not None)
    config, dataset = site.config, dataset_iri(site)
    said.say(
        site.address(paths.VOID),
        rdf_type=name("void:DatasetDescription"),
        dcterms_title=texts({"sv": "Statistik och länkar", "en": "Statistics and links"}),
        dcterms_modified=day(site.edition.modified),
        foaf_primaryTopic=nodes([dataset]),
    )
    said.say(
        dataset,
        rdf_type=name("void:Dataset"),
        dcterms_title=texts(config.title),
        dcterms_description=texts(config.description),
        dcterms_publisher=nodes([config.publisher.iri]),
        dcterms_license=nodes([config.licence]),
        dcterms_modified=day(site.edition.modified),
        foaf_homepage=nodes([config.homepage or config.base_url]),
        void_uriSpace=plain(ID),
        void_exampleResource=nodes(examples(site.store)),
        void_sparqlEndpoint=nodes([config.endpoint]),
        void_vocabulary=nodes(vocabularies(counts)),
    )
    _dumps(said, site, written)
    _counts(said, site, counts)
    _partitions(said, site, counts)
    _linksets(said, site, counts)
    return said


def _dumps(said: Statements, site: Site, written: Sequence[Written]) -> None:
    there = {file.path for file in written}
    for ending, form in _FORMATS.items():
        if (path := f"{paths.DATASET}.{ending}") in there:
            said.say(
                dataset_iri(site), void_dataDump=nodes([site.address(path)]), void_feature=nodes([_FEATURES + form])
            )


def _counts(said: Statements, site: Site, counts: Census) -> None:
    said.say(
        dataset_iri(site),
        void_triples=_number(counts.triples),
        void_entities=_number(counts.entities),
        void_distinctSubjects=_number(counts.subjects),
        void_distinctObjects=_number(counts.objects),
        void_classes=_number(len(counts.classes)),
        void_properties=_number(len(counts.properties)),
    )


def _partitions(said: Statements, site: Site, counts: Census) -> None:
    """Say how many things there are of each class, and how often each property is used."""
    dataset = dataset_iri(site)
    for kind, number in counts.classes:
        iri = _part(site, "class", kind)
        said.say(dataset, void_classPartition=nodes([iri]))
        said.say(iri, rdf_type=name("void:Dataset"), void_class=nodes([kind]), void_entities=_number(number))
    for count in counts.properties:
        iri = _part(site, "property", count.property)
        said.say(dataset, void_propertyPartition=nodes([iri]))
        said.say(
            iri,
            rdf_type=name("void:Dataset"),
            void_property=nodes([count.property]),
            void_triples=_number(count.triples),
            void_distinctSubjects=_number(count.subjects),
            void_distinctObjects=_number(count.objects),
        )


def _linksets(said: Statements, site: Site, counts: Census) -> None:
    """Say how many statements link to each set of data of others, by property."""
    links: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for predicate, goal, number in counts.links:
        if target := target_of(goal):
            links[(*target, predicate)] += number
    for (space, label, title, predicate), number in sorted(links.items()):
        goal = f"{site.address(paths.VOID)}#target-{label}"
        iri = _part(site, f"links-{label}", predicate)
        said.say(goal, rdf_type=name("void:Dataset"), dcterms_title=plain(title), void_uriSpace=plain(space))
        said.say(dataset_iri(site), void_subset=nodes([iri]))
        said.say(
            iri,
            rdf_type=name("void:Linkset"),
            void_linkPredicate=nodes([predicate]),
            void_subjectsTarget=nodes([dataset_iri(site)]),
            void_objectsTarget=nodes([goal]),
            void_triples=_number(number),
        )


def target_of(iri: str) -> tuple[str, str, str] | None:
    """Return the data of others that an IRI belongs to: what their IRIs begin with, a short name, and their title."""
    if table := _TABLE.match(iri):
        return table[0], f"eu-{table[1]}", f"EU authority table {table[1]}"
    for space, (label, title) in _TARGETS.items():
        if iri.startswith(space):
            return space, label, title
    return None


def vocabularies(counts: Census) -> list[str]:
    """Return the namespaces that the properties and classes are of."""
    used = [count.property for count in counts.properties] + [kind for kind, _ in counts.classes]
    return sorted({_namespace(iri) for iri in used})


def examples(store: ox.Store) -> list[str]:
    """Return a project that the data describe, an actor of it and a place, as far as there are any."""
    found: list[str] = []
    project = _first(store, None, PREFIXES["foaf"] + "primaryTopic")
    if project:
        found.append(project)
        found += filter(None, (_first(store, project, NS + link) for link in ("hasParticipant", "place")))
    return found


def _first(store: ox.Store, subject: str | None, predicate: str) -> str:
    """Return the object of a property that sorts first, empty if there is none."""
    start = ox.NamedNode(subject) if subject else None
    quads = store.quads_for_pattern(start, ox.NamedNode(predicate), None, None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)), key=sort_key, default="")


def _part(site: Site, kind: str, iri: str) -> str:
    """Return the IRI of a part of the description: its kind, and the name of the term that it is about."""
    short = compact(iri).strip("<>").replace(":", "-", 1)
    return f"{site.address(paths.VOID)}#{kind}-{re.sub('[^A-Za-z0-9_.-]+', '-', short)}"


def _namespace(iri: str) -> str:
    prefix, colon, _ = compact(iri).partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix]
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _number(value: int) -> Term:
    return typed(value, "integer")
