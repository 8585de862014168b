"""The rules for entries as they are published: all shapes in one file, a file for each profile, and a page."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.terms import ONTOLOGY_GRAPH
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import SHAPES
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.facts import Facts, expand, in_graph, said, shape_facts
from kg.work.portal.vocabulary.rules_told import SHAPES_NS, Telling
from kg.work.shapes import PROFILES
from kg.work.shapes import Shapes as Read

SHAPES_IRI = SHAPES_NS.rstrip("#")
_ALONE = ("sh:property", "sh:sparql")  # what belongs to a shape and to no other


def files(site: Site) -> Iterator[File]:
    """Yield the shapes as Turtle, whole and by profile, and their page in both languages."""
    shapes, profiles = shape_facts(), Read().profile_of
    yield File.of(f"{SHAPES}.ttl", write_turtle(shapes.triples))
    for profile in PROFILES:
        yield File.of(f"{SHAPES}/{profile}.ttl", write_turtle(of_profile(shapes, profiles, profile)))
    ontology, renderer = Facts(in_graph(site.store, ONTOLOGY_GRAPH)), Renderer(site)
    for lang in LANGUAGES:
        telling = Telling(shapes, ontology, profiles, lang)
        yield renderer.page(
            SHAPES,
            lang,
            "shapes.html",
            heading=said(shapes.texts(SHAPES_IRI, "dcterms:title"), lang),
            groups=telling.groups(),
            total=len(telling.rules()),
            profiles=PROFILES,
            alternates=[("text/turtle", f"{SHAPES}.ttl")],
        )


def of_profile(shapes: Facts, profiles: Mapping[str, str], profile: str) -> list[ox.Triple]:
    """Return the shapes that are checked in a profile: those of no profile, and its own."""
    others = {iri for iri, own in profiles.items() if own != profile}
    dropped = set(others)
    for triple in shapes.triples:
        if _value(triple.subject) in others and triple.predicate.value in {expand(name) for name in _ALONE}:
            dropped.add(_value(triple.object))
    return _without(shapes.triples, dropped)


def _without(triples: list[ox.Triple], dropped: set[str]) -> list[ox.Triple]:
    """Return triples without those about some subjects and about the nodes without names that only these have."""
    size = -1
    while size != len(dropped):
        size = len(dropped)
        dropped |= {triple.object.value for triple in triples
                    if _value(triple.subject) in dropped and isinstance(triple.object, ox.BlankNode)}  # fmt: skip
    return [triple for triple in triples if _value(triple.subject) not in dropped]


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.BlankNode) else ""
