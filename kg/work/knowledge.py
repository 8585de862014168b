"""What is known while entries are read: the built store, and over it whatever has been read since."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.io import in_graph
from kg.disk.nameindex import Name, NameIndex, NameSet, Thing
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, NS, PREFIXES, RDF_TYPE
from kg.work.naming import families_of, names_in
from kg.work.neighbourhood import superclasses

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_TYPE = ox.NamedNode(RDF_TYPE)
_PART_OF, _WITHIN = ox.NamedNode(PREFIXES["dcterms"] + "isPartOf"), ox.NamedNode(NS + "within")
_SUPERS, _AREAS = ox.NamedNode(DERIVED_GRAPHS + "super-class"), ox.NamedNode(DERIVED_GRAPHS + "within")


class Knowledge:
    """The statements and the names of a built store, some of its graphs replaced by newer ones.

    Of what is derived, classes and areas are kept up; the rest is as it was when the store was built, without what
    was derived of an entry that has been replaced.
    """

    def __init__(self, store: Graphs, names: NameIndex) -> None:
        self._base = store
        self._over = ox.Store()
        self._hidden: set[GraphName] = set()
        self._gone: set[object] = set()  # whose derived statements in the base no longer hold
        self._derived: dict[ox.NamedNode, list[ox.Quad]] = {}
        self.names = LayeredNames(names)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the statements that fit, as `pyoxigraph.Store` does; a part that is None may be anything."""
        if self._hidden:
            yield from self._over.quads_for_pattern(subject, predicate, object, graph_name)
        for quad in self._base.quads_for_pattern(subject, predicate, object, graph_name):
            if not self._hidden or self._holds(quad):
                yield quad

    def newer(
        self, subject: Subject | None, predicate: ox.NamedNode | None, object: Term | None, /
    ) -> Iterator[ox.Quad]:
        """Yield the statements that fit among those added since the store was built."""
        return self._over.quads_for_pattern(subject, predicate, object)

    def add(self, graph: str | ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Put statements in the place of what a graph held, and their names in the place of its names.

        Nothing at all in its place means that the graph is gone.
        """
        node = graph if isinstance(graph, ox.NamedNode) else ox.NamedNode(graph)
        new = list(dict.fromkeys(triples))
        self._hide(node, {triple.subject for triple in new})
        self._over.extend(in_graph(new, node))
        self._derived[node] = derived = self._derive(new)
        self._over.extend(derived)
        self.names.replace(node.value, names_in(self._over, node, self, self.families))

    def holds(self, graph: str | ox.NamedNode) -> bool:
        """Tell whether anything is stated in a graph."""
        node = graph if isinstance(graph, ox.NamedNode) else ox.NamedNode(graph)
        return next(self.quads_for_pattern(None, None, None, node), None) is not None

    @cached_property
    def superclasses(self) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        """The superclasses of each class of ours."""
        return superclasses(self._base)

    @cached_property
    def families(self) -> dict[str, str]:
        """The classes whose things have names that are looked up, each with its family."""
        return families_of(self._base)

    def _hide(self, graph: ox.NamedNode, staying: set[object]) -> None:
        """Let go of what a graph holds, in the base and over it."""
        if graph not in self._hidden:
            subjects: set[object] = {quad.subject for quad in self._base.quads_for_pattern(None, None, None, graph)}
            # What is derived of an entry rests on all of it; of a register, mostly on the entries that point there.
            self._gone |= subjects if graph.value.startswith(ENTRY_GRAPHS) else subjects - staying
            self._hidden.add(graph)
        else:
            self._over.remove_graph(graph)
        for quad in self._derived.pop(graph, ()):
            self._over.remove(quad)

    def _holds(self, quad: ox.Quad) -> bool:
        graph = quad.graph_name
        if graph in self._hidden:
            return False
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(DERIVED_GRAPHS):
            return quad.subject not in self._gone and quad.object not in self._gone
        return True

    def _derive(self, triples: Sequence[ox.Triple]) -> list[ox.Quad]:
        """Return the superclasses of what is typed, and the areas that a new place lies in."""
        found: dict[ox.Quad, None] = {}
        for triple in triples:
            if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
                for kind in self.superclasses.get(triple.object, ()):
                    found[ox.Quad(triple.subject, _TYPE, kind, _SUPERS)] = None
            elif triple.predicate == _PART_OF and isinstance(triple.object, ox.NamedNode):
                for area in areas(self, triple.object):
                    found[ox.Quad(triple.subject, _WITHIN, area, _AREAS)] = None
        stated = {(quad.subject, quad.predicate, quad.object) for quad in found} & {
            (triple.subject, triple.predicate, triple.object) for triple in triples
        }
        return [
            quad
            for quad in found
            if (quad.subject, quad.predicate, quad.object) not in stated
            and next(self.quads_for_pattern(quad.subject, quad.predicate, quad.object), None) is None
        ]


def areas(known: Knowledge, place: ox.NamedNode) -> list[ox.NamedNode]:
    """Return a place and the areas that it is a part of, the nearest first."""
    found = [place]
    for one in found:
        for quad in known.quads_for_pattern(one, _PART_OF, None):
            if isinstance(quad.object, ox.NamedNode) and quad.object not in found:
                found.append(quad.object)
    return found


class LayeredNames:
    """The names of a built store, those of some graphs replaced by newer ones; it answers as a `NameIndex` does."""

    def __init__(self, base: NameIndex) -> None:
        self._base = base
        self._over = NameIndex.in_memory()
        self._hidden: set[str] = set()

    def replace(self, graph: str, new: NameSet) -> None:
        """Put the names that a graph gives now in the place of those that it gave."""
        if graph in self._hidden:
            self._over.drop(graph)
        self._hidden.add(graph)
        self._over.add(new)

    def thing(self, iri: str) -> Thing | None:
        """Return what is known by an IRI."""
        if self._hidden and (thing := self._over.thing(iri)) is not None:
            return thing
        found = self._base.thing(iri)
        return found if found is not None and found.graph not in self._hidden else None

    def names_of(self, iri: str) -> list[Name]:
        """Return every name of a thing."""
        return self._merged(self._over.names_of(iri) if self._hidden else [], self._base.names_of(iri))

    def doubts(self, iri: str) -> list[str]:
        """Return the graphs that say that nobody knows who a thing is."""
        over = self._over.doubts(iri) if self._hidden else []
        return over + [graph for graph in self._base.doubts(iri) if graph not in self._hidden]

    def spelled(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return the names that differ from a text in case, accents, white space and signs at most."""
        over = self._over.spelled(text, families) if self._hidden else []
        return self._merged(over, self._base.spelled(text, families))

    def near(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return names that may be near a text."""
        over = self._over.near(text, families) if self._hidden else []
        return self._merged(over, self._base.near(text, families))

    def with_word(self, word: str, families: Sequence[str], most: int) -> list[Name]:
        """Return names that hold a word."""
        over = self._over.with_word(word, families, most) if self._hidden else []
        return self._merged(over, self._base.with_word(word, families, most))

    def frequencies(self, family: str, of: Iterable[str]) -> dict[str, int]:
        """Return in how many names of a family each word stands."""
        asked = list(of)
        found = self._base.frequencies(family, asked)
        for word, names in self._over.frequencies(family, asked).items() if self._hidden else ():
            found[word] = found.get(word, 0) + names
        return found

    def _merged(self, over: list[Name], base: list[Name]) -> list[Name]:
        return over + [name for name in base if name.graph not in self._hidden]
