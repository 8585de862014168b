"""What a graph holds, counted: statements, things, classes, properties, and links to data of others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import BASE, CODES_GRAPH, DERIVED_GRAPHS, ENTRY_GRAPHS, ID, RDF_TYPE, REGISTER_GRAPHS
from kg.work.select import solutions

_DATA = (ENTRY_GRAPHS, REGISTER_GRAPHS, CODES_GRAPH, DERIVED_GRAPHS)
_NOT_DATA = (DERIVED_GRAPHS + "ontology",)


@dataclass(frozen=True)
class Count:
    """How often a property is used: its IRI, statements, and how many things they are about and point at."""

    property: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True)
class Census:
    """The counts of the data (what is stated, registered, coded and derived; not the ontology), each thing once.

    `entities` are the things of ours, parts of projects included; `classes` are IRIs with how many things are of each;
    `links` are IRIs outside of ours with the property that points at them and how many statements do.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[Count, ...]
    links: tuple[tuple[str, str, int], ...]


def census(store: ox.Store, is_target: Callable[[str], bool] = lambda _: True) -> Census:
    """Count the data of a store as its dumps hold it: a statement of two graphs is counted once.

    Args:
        store: the graph.
        is_target: which IRIs outside of ours are links to count.
    """
    data = _Data.of(store)
    properties = tuple(_properties(data))
    subjects, entities = data.row(
        f"""SELECT (COUNT(?s) AS ?a) (SUM(IF(STRSTARTS(STR(?s), "{ID}"), 1, 0)) AS ?b)
            WHERE {{ SELECT DISTINCT ?s WHERE {{ {data.pattern()} }} }}"""
    )
    (objects,) = data.row(f"SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE {{ {data.pattern()} }}")
    return Census(
        triples=sum(count.triples for count in properties),
        entities=entities,
        subjects=subjects,
        objects=objects,
        classes=tuple(_classes(data)),
        properties=properties,
        links=tuple(_links(data, is_target)),
    )


@dataclass(frozen=True)
class _Data:
    """The statements of the data in a store.

    The graphs to leave out are few and those to take many: so named, one pattern reads an index from end to end.
    """

    store: ox.Store
    left_out: str

    @classmethod
    def of(cls, store: ox.Store) -> "_Data":
        others = [
            str(graph)
            for graph in store.named_graphs()
            if isinstance(graph, ox.NamedNode) and (not graph.value.startswith(_DATA) or graph.value in _NOT_DATA)
        ]
        return cls(store, f"FILTER(?g NOT IN ({', '.join(sorted(others))}))" if others else "")

    def pattern(self, predicate: str = "?p", goal: str = "?o") -> str:
        """Return a pattern that matches the statements, or those of a property or with an object."""
        return f"GRAPH ?g {{ ?s {predicate} {goal} }} {self.left_out}"

    def rows(self, query: str) -> ox.QuerySolutions:
        """Return the rows of a query."""
        return solutions(self.store, query)

    def row(self, query: str) -> list[int]:
        """Return the numbers of a query that has one row."""
        answer = self.rows(query)
        row = next(answer)
        return [int(row[variable.value].value) for variable in answer.variables]


def _properties(data: _Data) -> Iterator[Count]:
    """Yield the counts of each property, one query each: so no more than one property's statements are held at once."""
    found = data.rows(f"SELECT DISTINCT ?p WHERE {{ {data.pattern()} }}")
    for predicate in sorted(_iri(row["p"]) for row in found):
        query = f"""SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b)
            WHERE {{ SELECT DISTINCT ?s ?o WHERE {{ {data.pattern(f"<{predicate}>")} }} }}"""
        yield Count(predicate, *data.row(query))


def _classes(data: _Data) -> Iterator[tuple[str, int]]:
    query = f"SELECT ?o (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {data.pattern(f'<{RDF_TYPE}>')} }} GROUP BY ?o"
    yield from sorted((_iri(row["o"]), int(row["n"].value)) for row in data.rows(query))


def _links(data: _Data, is_target: Callable[[str], bool]) -> Iterator[tuple[str, str, int]]:
    """Yield what is pointed at outside of ours; texts are compared once a thing, for that is what takes time."""
    outside = data.rows(
        f"""SELECT ?o WHERE {{ {{ SELECT DISTINCT ?o WHERE {{ {data.pattern()} }} }}
            FILTER(ISIRI(?o) && !STRSTARTS(STR(?o), "{BASE}")) }}"""
    )
    for goal in sorted(filter(is_target, (_iri(row["o"]) for row in outside))):
        pattern = data.pattern(goal=f"<{goal}>")
        query = f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }} GROUP BY ?p ORDER BY ?p"
        for row in data.rows(query):
            if _iri(row["p"]) != RDF_TYPE:
                yield _iri(row["p"]), goal, int(row["n"].value)


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
