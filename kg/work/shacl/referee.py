"""The referee: the same shapes run by pySHACL, to hold our own engine to. It takes some twenty times as long."""

import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import SH

from kg.disk.bridge import to_rdflib, to_term
from kg.work.shacl.model import Model, Result


class Referee:
    """Shapes, run by pySHACL.

    Args:
        triples: the shapes.
        model: the same, to tell which shape a result is of.
    """

    def __init__(self, triples: Iterable[ox.Triple], model: Model) -> None:
        self._triples = list(triples)
        self._model = model

    @cached_property
    def _shapes(self) -> rdflib.Graph:
        return to_rdflib(self._triples)

    def results(self, triples: Iterable[ox.Triple]) -> Iterator[tuple[Result, str]]:
        """Yield what the shapes find in a graph, each with the severity that the referee gives it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib, where it compares what is no value
            _, report, _ = pyshacl.validate(
                to_rdflib(triples), shacl_graph=self._shapes, inference="none", advanced=False, inplace=True
            )
        for found in report.subjects(rdflib.RDF.type, SH.ValidationResult):
            focus, shape, path, value, severity = (
                report.value(found, term)
                for term in (SH.focusNode, SH.sourceShape, SH.resultPath, SH.value, SH.resultSeverity)
            )
            if focus is None or not isinstance(shape, rdflib.URIRef | rdflib.BNode):
                raise TypeError(f"a result without a node or a shape: {found}")
            name = ox.NamedNode(str(shape)) if isinstance(shape, rdflib.URIRef) else ox.BlankNode(str(shape))
            result = Result(
                to_term(focus),
                self._model.shapes[name],
                ox.NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
                None if value is None else to_term(value),
            )
            yield result, str(severity).rpartition("#")[2].lower()
