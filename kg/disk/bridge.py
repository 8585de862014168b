"""Between the two worlds: terms of pyoxigraph (the store) and of rdflib (the referee, the closure)."""

import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from kg.terms import XSD


class PreparedGraph(rdflib.Graph):
    """A graph that reads the text of each query once, and compares as SPARQL does.

    A referee asks the same question of every node; parsing it takes rdflib some sixty milliseconds each time. Left to
    itself, rdflib finds that any text is above any number, where SPARQL knows no answer.
    """

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        """Answer a query as `rdflib.Graph.query` does."""
        if isinstance(query_object, str):
            namespaces = tuple(sorted((prefix, str(iri)) for prefix, iri in (kwargs.get("initNs") or {}).items()))
            query_object = _prepared(query_object, namespaces)
        rdflib.DAWG_LITERAL_COLLATION = True
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of how rdflib says that nothing can be told
                result = super().query(query_object, *args, **kwargs)
                list(result.bindings)  # else it is answered when it is looked at, and compared as before
        finally:
            rdflib.DAWG_LITERAL_COLLATION = False
        return result


@lru_cache(maxsize=256)
def _prepared(text: str, namespaces: tuple[tuple[str, str], ...]) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as an rdflib graph; unlike rdflib's own parser, it keeps each value in the form it has."""
    graph = PreparedGraph(bind_namespaces="none")
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def from_rdflib(graph: Iterable[tuple[rdflib.term.Node, ...]]) -> list[ox.Triple]:
    """Return the triples of an rdflib graph whose terms RDF allows; literals as subjects are passed over."""
    return [
        ox.Triple(subject, ox.NamedNode(str(predicate)), to_term(obj))
        for node, predicate, obj in graph
        if not isinstance(subject := to_term(node), ox.Literal)
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
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError("rdflib has no triples about triples")


def to_term(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a node of rdflib as a term of pyoxigraph."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD + "string")))
    return ox.BlankNode(str(node))
