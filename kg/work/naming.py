"""Which names a graph gives to its actors, places, projects, initiatives and documents, for the index of names."""

from collections.abc import Iterator, Mapping
from itertools import chain, islice

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.disk.nameindex import Name, NameSet, Thing
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, code
from kg.work.neighbourhood import superclasses
from kg.work.select import text

FAMILIES = ("sam:Project", "sam:Actor", "sam:Place", "sam:Initiative", "sam:SourceDocument")
GROUP = "sam:ActorGroup"
MANY = 20_000  # things, or names, that are told at once

_WHATS = {
    PREFIXES["skos"] + "prefLabel": "label",
    PREFIXES["dcterms"] + "title": "label",
    PREFIXES["skos"] + "altLabel": "other",
    NS + "formerName": "former",
    PREFIXES["skos"] + "notation": "identifier",
    PREFIXES["dcterms"] + "identifier": "identifier",
}
_TYPE = ox.NamedNode(RDF_TYPE)
_ACTOR, _STATED, _ABOUT, _KIND_OF_FINDING = (
    ox.NamedNode(NS + name) for name in ("actor", "statedAs", "about", "findingKind")
)
_CLASSIFICATION = ox.NamedNode(PREFIXES["org"] + "classification")
_UNRESOLVED = ("actor-unresolved", "generic-actor")
_AMBIGUOUS = "name-ambiguous"
_AUTHORITIES = ("municipality", "region")
_PLACE = ox.NamedNode(NS + "place")


def names_in(
    store: Statements,
    graph: ox.NamedNode | None = None,
    known: Statements | None = None,
    families: Mapping[str, str] | None = None,
) -> NameSet:
    """Return the things that a graph types, the names that it gives, and what it doubts; see `name_sets`."""
    parts = list(name_sets(store, graph, known, families))
    return NameSet(
        tuple(thing for part in parts for thing in part.things),
        tuple(name for part in parts for name in part.names),
        tuple(doubt for part in parts for doubt in part.doubts),
    )


def name_sets(
    store: Statements,
    graph: ox.NamedNode | None = None,
    known: Statements | None = None,
    families: Mapping[str, str] | None = None,
) -> Iterator[NameSet]:
    """Yield the things that a graph types, the names that it gives, and what it doubts, part by part.

    A thing comes before its names, or with them. An actor is in doubt if a finding says that nobody knows who it is,
    or if it stands in an entry under the name of its project: other projects may mean another one. That a name is
    ambiguous is a doubt only where not even the kind of actor is known. An actor in doubt, or a group, is found by
    the name that a document uses too, and the authority of a municipality or county by the names of the place.

    Args:
        store: the statements.
        graph: only what stands in this graph; everything if left out.
        known: where to look up what the statements point to; the same statements if left out.
        families: as `families_of` gives them, if they have been asked for before.
    """
    known = known or store
    families = families or families_of(known)
    things = {thing.iri: thing for thing in _things(store, graph, families)}
    doubts = dict.fromkeys([*_doubts(store, graph, known), *_own(things)])
    unclear = {iri for iri, _ in doubts} | {thing.iri for thing in things.values() if thing.kind == GROUP}
    for iri in sorted(unclear - things.keys()):
        if (found := _elsewhere(known, ox.NamedNode(iri), families)) is not None:
            things[iri] = found
    coming = iter(things.values())
    while some := tuple(islice(coming, MANY)):
        yield NameSet(some)
    stated = (name for iri in sorted(unclear & things.keys()) for name in _stated(store, graph, things[iri]))
    given = _given(store, graph, known, families, things)
    named = chain(given, _seats(store, graph, known, things), stated)
    while names := tuple(islice(named, MANY)):
        others = {name.iri: Thing(name.iri, name.family, name.kind, name.graph) for name in names}
        yield NameSet(tuple(thing for iri, thing in others.items() if iri not in things), names)
    yield NameSet(doubts=tuple(doubts))


def families_of(store: Statements) -> dict[str, str]:
    """Return the classes whose things have names that are looked up, each with its family, by the ontology."""
    supers = superclasses(store)
    found = {ox.NamedNode(NS + name.removeprefix("sam:")): name for name in FAMILIES}
    for kind, above in supers.items():
        family = next((found[node] for node in above if node in found), None)
        if family and kind not in found and kind.value.startswith(NS):
            found[kind] = family
    mains = {NS + name.removeprefix("sam:") for name in FAMILIES}
    return {node.value: family for node, family in sorted(found.items(), key=lambda item: item[0].value in mains)}


def _things(store: Statements, graph: ox.NamedNode | None, families: Mapping[str, str]) -> Iterator[Thing]:
    """Yield what is typed, by its narrowest class: the main classes come last."""
    seen = set()
    for kind, family in families.items():
        for quad in store.quads_for_pattern(None, _TYPE, ox.NamedNode(kind), graph):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in seen:
                seen.add(quad.subject)
                yield Thing(quad.subject.value, family, "sam:" + kind.removeprefix(NS), text(quad.graph_name))


def _given(
    store: Statements,
    graph: ox.NamedNode | None,
    known: Statements,
    families: Mapping[str, str],
    things: Mapping[str, Thing],
) -> Iterator[Name]:
    """Yield the names that statements give to things, those that another graph types among them."""
    for predicate, what in _WHATS.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, graph):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                thing = things.get(quad.subject.value) or (graph and _elsewhere(known, quad.subject, families))
                if thing:
                    own = (thing.iri, thing.family, thing.kind)
                    yield Name(*own, what, quad.object.language or "", quad.object.value, text(quad.graph_name))


def _elsewhere(known: Statements, node: ox.NamedNode, families: Mapping[str, str]) -> Thing | None:
    """Return a thing that another graph types."""
    types = {text(quad.object): text(quad.graph_name) for quad in known.quads_for_pattern(node, _TYPE, None)}
    for kind, family in families.items():
        if kind in types and not types[kind].startswith(DERIVED_GRAPHS):
            return Thing(node.value, family, "sam:" + kind.removeprefix(NS), types[kind])
    return None


def _seats(
    store: Statements, graph: ox.NamedNode | None, known: Statements, things: Mapping[str, Thing]
) -> Iterator[Name]:
    """Yield the names of the place of which each actor is the authority."""
    for kind in _AUTHORITIES:
        for quad in store.quads_for_pattern(None, _CLASSIFICATION, ox.NamedNode(code("actor-kind", kind)), graph):
            if isinstance(quad.subject, ox.NamedNode) and (actor := things.get(quad.subject.value)) is not None:
                for place in known.quads_for_pattern(quad.subject, _PLACE, None):
                    if isinstance(place.object, ox.NamedNode):
                        for label in _labels(known, place.object):
                            yield Name(
                                actor.iri,
                                actor.family,
                                actor.kind,
                                "seat",
                                label.language or "",
                                label.value,
                                actor.graph,
                            )


def _labels(known: Statements, node: ox.NamedNode) -> Iterator[ox.Literal]:
    for predicate, what in _WHATS.items():
        if what in ("label", "other"):
            for quad in known.quads_for_pattern(node, ox.NamedNode(predicate), None):
                if isinstance(quad.object, ox.Literal):
                    yield quad.object


def _doubts(store: Statements, graph: ox.NamedNode | None, known: Statements) -> Iterator[tuple[str, str]]:
    """Yield the actors that findings say nobody knows, each with the graph of the finding."""
    for kind in (*_UNRESOLVED, _AMBIGUOUS):
        for finding in store.quads_for_pattern(None, _KIND_OF_FINDING, ox.NamedNode(code("finding-kind", kind)), graph):
            for about in known.quads_for_pattern(finding.subject, _ABOUT, None):
                if not isinstance(about.object, ox.NamedNode):
                    continue
                for actor in known.quads_for_pattern(about.object, _ACTOR, None):
                    if isinstance(actor.object, ox.NamedNode) and (
                        kind != _AMBIGUOUS
                        or next(known.quads_for_pattern(actor.object, _CLASSIFICATION, None), None) is None
                    ):
                        yield actor.object.value, text(finding.graph_name)


def _own(things: Mapping[str, Thing]) -> Iterator[tuple[str, str]]:
    """Yield the actors that stand in an entry under the name of its project."""
    for thing in things.values():
        project = thing.graph.removeprefix(ENTRY_GRAPHS)
        if project != thing.graph and thing.iri.startswith(f"{ID}actor/{project}-"):
            yield thing.iri, thing.graph


def _stated(store: Statements, graph: ox.NamedNode | None, actor: Thing) -> Iterator[Name]:
    """Yield the names that documents use of an actor, each once."""
    seen = set()
    for part in store.quads_for_pattern(None, _ACTOR, ox.NamedNode(actor.iri), graph):
        if isinstance(part.subject, ox.NamedNode):
            for quad in store.quads_for_pattern(part.subject, _STATED, None, graph):
                key = (text(quad.object), text(quad.graph_name))
                if key not in seen:
                    seen.add(key)
                    yield Name(actor.iri, actor.family, actor.kind, "stated", "", *key)
