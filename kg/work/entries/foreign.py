"""An entry that is written as triples: what it may speak of, and what belongs to others."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.terms import CODES, ID, NS, PREFIXES, RDF_TYPE, compact
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.problem import Problem
from kg.work.select import text as text_of

_OWL, _VCARD = PREFIXES["owl"], PREFIXES["vcard"]
_REUSED = ("dcterms", "foaf", "org", "prov", "skos", "dqv", "schema")
_CLASSES = ("sam:", "org:", "prov:", "foaf:", "skos:", "dqv:", "schema:", "vcard:")


def intrusions(draft: Draft, known: Known) -> Iterator[Problem]:
    """Yield a problem for everything in a draft that is not an entry's to say.

    An entry speaks of itself, its project and the parts of it, and of actors and documents that nothing else
    describes; it says nothing of the vocabulary, the shapes, the codes or another project.
    """
    for subject in dict.fromkeys(triple.subject for triple in draft.public):
        place = draft.mark_of(text_of(subject), "").place
        name = compact(text_of(subject))
        if not isinstance(subject, ox.NamedNode) or not _may_describe(draft, subject.value):
            yield Problem(
                place, "violation", "not-the-entrys-own", name, "",
                f"En post får inte säga något om {name}: bara om sitt eget projekt, dess delar och nya aktörer.",
                f"An entry may not say anything about {name}: only about its own project, its parts and new actors.",
            )  # fmt: skip
        elif subject == draft.project and not known.is_entry(draft.project.value):
            continue  # it is only mentioned by others so far
        elif others := sorted(graph for graph in known.graphs(subject.value) if graph != draft.graph.value):
            there = compact(others[0]) if others[0] else "grafen"
            yield Problem(
                place, "violation", "described-elsewhere", name, "",
                f"{name} beskrivs redan i {there}. En post får bara beskriva sitt eget projekt och nya aktörer.",
                f"{name} is described in {there} already. An entry may only describe its own project and new actors.",
            )  # fmt: skip
    for triple in draft.public:
        if problem := _statement_problem(draft, triple):
            yield problem


def _may_describe(draft: Draft, iri: str) -> bool:
    project = draft.project.value
    if iri == draft.graph.value or iri == project or iri.startswith(f"{project}#"):
        return True
    return bool(
        re.fullmatch(rf"{re.escape(ID)}(project|actor|document|initiative|contact)/[a-z0-9]+(-[a-z0-9]+)*", iri)
    )


def _statement_problem(draft: Draft, triple: ox.Triple) -> Problem | None:
    """Return a problem if a property, or a class, is not for entries."""
    path, subject = triple.predicate.value, text_of(triple.subject)
    place = draft.mark_of(subject, path).place
    shown = compact(path)
    if path in derived():
        return Problem(
            place, "violation", "derived-by-hand", shown, "",
            f"{shown} härleds och skrivs inte för hand. Ta bort det.",
            f"{shown} is derived, not written by hand. Remove it.",
        )  # fmt: skip
    allowed = path == RDF_TYPE or path.startswith((NS, _VCARD, *(PREFIXES[name] for name in _REUSED)))
    allowed = allowed or (path == _OWL + "versionInfo" and subject == draft.graph.value)
    if path == _OWL + "sameAs":
        outside = text_of(triple.object)
        allowed = subject.startswith(f"{ID}actor/") and not outside.startswith((ID, NS, CODES))
    if path == RDF_TYPE:
        allowed = compact(text_of(triple.object)).startswith(_CLASSES)
        shown = f"rdf:type {compact(text_of(triple.object))}"
    if allowed:
        return None
    return Problem(
        place, "violation", "not-for-entries", shown, "",
        f"{shown} hör inte hemma i en post. Ta bort det.",
        f"{shown} has no place in an entry. Remove it.",
    )  # fmt: skip


@cache
def derived() -> frozenset[str]:
    """Return the properties that rules derive."""
    triples = (triple for path in turtle_files(resource("ontology")) for triple in read_turtle(path))
    mark = ox.NamedNode(NS + "derived")
    return frozenset(text_of(triple.subject) for triple in triples if triple.predicate == mark) | {
        PREFIXES["org"] + "hasUnit"
    }


def read_triples(draft: Draft, triples: Iterable[ox.Triple]) -> None:
    """Fill a draft with triples: contact persons and what is said of them apart from the rest."""
    kept = list(triples)
    kind, person = ox.NamedNode(RDF_TYPE), ox.NamedNode(_VCARD + "Individual")
    persons = {triple.subject for triple in kept if triple.predicate == kind and triple.object == person}
    for triple in kept:
        value = triple.object
        if isinstance(triple.subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            draft.state(triple.subject, triple.predicate.value, value, private=triple.subject in persons)
