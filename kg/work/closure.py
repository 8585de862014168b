"""The closure of the ontology: what its own axioms say of its classes and properties, by owlrl."""

from collections.abc import Iterable

import owlrl
import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDF, RDFS

from kg.disk.bridge import from_rdflib, to_rdflib
from kg.terms import NS, PREFIXES

_STRUCTURE = {
    RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
    OWL.inverseOf, OWL.propertyChainAxiom, OWL.unionOf, OWL.disjointWith, OWL.members, OWL.equivalentProperty,
}  # fmt: skip
_KEPT = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf}
_TRIVIAL = {OWL.Thing, RDFS.Resource, OWL.topObjectProperty}


def close_ontology(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return what follows from an ontology about the classes and properties of `sam:`, and is not stated in it.

    Args:
        triples: the ontology, its alignments and its axioms. Labels and definitions are passed over: they
            derive nothing and would cost the closure most of its time.
    """
    stated = to_rdflib(triples)
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in stated:
        if triple[1] in _STRUCTURE:
            graph.add(triple)
    expand(graph)
    return from_rdflib(sorted(triple for triple in graph if triple not in stated and _is_told(*triple)))


def expand(graph: rdflib.Graph) -> None:
    """Add to a graph what follows from it by OWL RL.

    owlrl puts readers of datatypes in the place of rdflib's, for the whole process, and gives only some of them back:
    another job in the same process would read and compare values in other ways than before.
    """
    readers = rdflib.term._toPythonMapping
    before = dict(readers)
    try:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    finally:
        readers.clear()
        readers.update(before)


def _is_told(subject: rdflib.term.Node, predicate: rdflib.term.Node, obj: rdflib.term.Node) -> bool:
    """Tell whether a derived statement says something: about a name of ours, in a name of some vocabulary."""
    named = isinstance(subject, rdflib.URIRef) and isinstance(obj, rdflib.URIRef)
    return (
        named
        and predicate in _KEPT
        and subject != obj
        and str(subject).startswith(NS)
        and obj not in _TRIVIAL
        and not str(obj).startswith((PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]))
    )
