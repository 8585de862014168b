"""The foundation: what stands outside the entries, and is known wherever an entry is read."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.io import in_graph, read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.workspace import Source, Workspace, ontology_sources
from kg.terms import ALIGNMENTS_GRAPH, DERIVED_GRAPHS, ONTOLOGY_GRAPH
from kg.work.structure import derived_properties, read_source, stated_twice

CLOSED = ox.NamedNode(DERIVED_GRAPHS + "ontology")

Stated = tuple[Source, list[ox.Triple]]


@dataclass(frozen=True)
class Foundation:
    """The ontology, its codes and alignments, and the registers of a workspace.

    Args:
        stated: their files, each with its statements.
        derived: the properties that are not written by hand.
    """

    stated: tuple[Stated, ...]
    derived: frozenset[object]

    @classmethod
    def read(cls, workspace: Workspace) -> "Foundation":
        """Read it.

        Raises:
            ParseError, BuildError: if a file cannot be read, or its statements cannot enter the graph.
        """
        stated = [(source, read_source(source, frozenset())) for source in ontology_sources()]
        derived = derived_properties(triple for _, triples in stated for triple in triples)
        stated += [(source, read_source(source, derived)) for source in workspace.registers()]
        refuse_twice(stated)
        return cls(tuple(stated), derived)

    def quads(self) -> list[ox.Quad]:
        """Return its statements in their graphs."""
        return [quad for source, triples in self.stated for quad in in_graph(triples, ox.NamedNode(source.graph))]

    def closure(self) -> list[ox.Quad]:
        """Return what the ontology implies, in the graph of derived statements about the ontology."""
        from kg.work.closure import close_ontology

        graphs = {ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH}
        triples = [triple for source, found in self.stated if source.graph in graphs for triple in found]
        for path in turtle_files(resource("ontology") / "axioms"):
            triples += read_turtle(path, schema=True)
        return list(in_graph(close_ontology(triples), CLOSED))

    def file_of(self, triple: ox.Triple) -> Source | None:
        """Return the file that states something."""
        return next((source for source, triples in self.stated if triple in triples), None)


def refuse_twice(stated: Iterable[Stated]) -> None:
    """Refuse a statement that stands in two graphs.

    Raises:
        BuildError: at the first one, with both files.
    """
    seen: dict[ox.Triple, Source] = {}
    for source, triples in stated:
        for triple in triples:
            other = seen.setdefault(triple, source)
            if other.graph != source.graph:
                raise stated_twice(triple, other, source)
