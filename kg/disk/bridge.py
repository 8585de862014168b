"""Between the two worlds: terms of pyoxigraph (the store) and of rdflib (the referee, the closure)."""

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib

from kg.terms import XSD


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as an rdflib graph, as rdflib's own parser would have read them."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def from_rdflib(graph: Iterable[tuple[rdflib.term.Node, ...]]) -> list[ox.Triple]:
    """Return the triples of an rdflib graph whose terms RDF allows; literals as subjects are passed over."""
    return [
        ox.Triple(subject, ox.NamedNode(str(predicate)), _term(obj))
        for node, predicate, obj in graph
        if not isinstance(subject := _term(node), ox.Literal)
    ]


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == XSD + "string":
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    raise TypeError("rdflib has no triples about triples")


def _term(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD + "string")))
    return ox.BlankNode(str(node))
