"""RDF formats: Turtle, TriG, N-Triples, RDF/XML."""

from collections.abc import Iterable

import pyoxigraph as ox

from kg.disk.turtle import write_trig, write_turtle


def turtle(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as one canonical Turtle document."""
    return write_turtle(quad.triple for quad in quads)


def trig(quads: Iterable[ox.Quad]) -> str:
    """Return the statements as canonical TriG, each graph under its name."""
    return write_trig(quads)


def ntriples(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as N-Triples, one a line, sorted by code point."""
    return "".join(sorted({f"{quad.triple} .\n" for quad in quads}))


def rdfxml(quads: Iterable[ox.Quad]) -> str:
    """Return the statements of all graphs as RDF/XML, subjects and properties sorted."""
    from kg.disk.bridge import to_rdflib
    from kg.terms import PREFIXES

    graph = to_rdflib(sorted({quad.triple for quad in quads}, key=str))
    for prefix, namespace in sorted(PREFIXES.items()):
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph.serialize(format="xml")
