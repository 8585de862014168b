"""Constraints that are written as queries (https://www.w3.org/TR/shacl/#sparql-constraints), asked of pyoxigraph.

Reading a query costs more than answering it over a small graph, so it is asked once for all the nodes of a graph, or
of many graphs, that it has to be asked for.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

import pyoxigraph as ox

from kg.disk.lexer import tokens
from kg.terms import PREFIXES
from kg.work.shacl.index import Index, Name, Term
from kg.work.shacl.model import Result, Run, Shape, Solution, Texts
from kg.work.shacl.paths import Path
from kg.work.shacl.query import GRAPH, Query, read_query
from kg.work.shacl.source import Source, shown

AT_ONCE = 64  # nodes: inside EXISTS each of them is looked at for each solution

T = TypeVar("T")

_THIS = ox.Variable("this")


@dataclass(frozen=True, eq=False)
class SparqlConstraint:
    """A query, and messages of its own by language."""

    query: Query
    texts: Texts

    def results(self, run: Run, shape: Shape, nodes: Collection[Term]) -> list[Result]:
        """Return a result for each solution, with the node itself as its value if the query names none."""
        if not nodes or not self.query.needs <= run.index.terms:
            return []
        together = [node for node in nodes if self.query.values and not isinstance(node, ox.BlankNode)]
        rows: list[Solution] = []
        for some in _slices(together):
            rows += self._ask(run.index, self.query.of_nodes(some))
        if len(together) < len(nodes):
            for node in nodes:
                if not self.query.values or isinstance(node, ox.BlankNode):
                    rows += self._ask(run.index, self.query.text, node)
        return [self._result(shape, row) for row in rows]

    def results_of_many(
        self, shape: Shape, asked: Iterable[tuple[Run, Collection[Term]]]
    ) -> Iterator[tuple[Index, Result]]:
        """Yield what `results` returns for each of many graphs, which are in one store, with the graph."""
        pairs: list[tuple[Index, Term]] = []
        for run, nodes in asked:
            if not self.query.values or any(isinstance(node, ox.BlankNode) for node in nodes):
                yield from ((run.index, result) for result in self.results(run, shape, nodes))
            elif self.query.needs <= run.index.terms:
                pairs += [(run.index, node) for node in nodes]
        indexes = {str(index.name): index for index, _ in pairs}
        for some in _slices(pairs):
            text = self.query.of_pairs((index.name, node) for index, node in some)
            for row in _rows(some[0][0].graphs.store.query(text)):
                yield indexes[str(row.pop(GRAPH))], self._result(shape, row)

    def _ask(self, index: Index, text: str, node: Term | None = None) -> Iterator[dict[str, Term]]:
        known: dict[ox.Variable, Term | ox.Triple] = {} if node is None else {_THIS: node}
        return _rows(index.store.query(text, substitutions=known))

    def _result(self, shape: Shape, row: Solution) -> Result:
        path, value = row.get("path"), row.get("value")
        return Result(
            row["this"],
            shape,
            path if isinstance(path, ox.NamedNode) else None if path else shape.property,
            value if value is not None or shape.path else row["this"],
            row,
            self.texts,
        )


def _rows(answer: object) -> Iterator[dict[str, Term]]:
    solutions = cast(ox.QuerySolutions, answer)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: cast(Term, term) for name, term in zip(names, solution, strict=True) if term is not None}


def _slices(items: list[T]) -> Iterator[list[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def read_constraint(source: Source, shape: Name, node: Term, path: Path | None) -> SparqlConstraint | None:
    """Return the constraint that a node describes, or None if it is switched off.

    Args:
        source: the triples.
        shape: the shape that has the constraint.
        node: the value of its sh:sparql.
        path: the path of the shape, which `$PATH` stands for.

    Raises:
        ParseError: if there is no query, or one that SHACL does not allow or that is not known here.
    """
    select = source.only(shape, "sh:select", of=node)
    if not isinstance(select, ox.Literal):
        source.refuse(shape, f"{shown(node)} has no sh:select", f"{shown(node)} saknar sh:select")
    prefixes = {name: PREFIXES[name] for name in ("rdf", "rdfs", "owl")}
    for ontology in source.values(node, "sh:prefixes"):
        for declared in source.values(ontology, "sh:declare"):
            prefix, namespace = (source.only(shape, f"sh:{term}", of=declared) for term in ("prefix", "namespace"))
            if not isinstance(prefix, ox.Literal) or not isinstance(namespace, ox.Literal):
                source.refuse(shape, f"{shown(declared)} is no prefix", f"{shown(declared)} är inget prefix")
            prefixes[prefix.value] = namespace.value
    try:
        query = read_query(_standing_for(select.value, shape, path), prefixes)
    except ValueError as error:
        source.refuse(shape, f"{shown(node)}: {error}", f"{shown(node)}: {error}")
    off = source.flag(shape, "sh:deactivated", of=node)
    return None if off else SparqlConstraint(query, source.texts(node, "sh:message"))


def _standing_for(text: str, shape: Name, path: Path | None) -> str:
    """Return a query with the path and the name of its shape in it, where it asks for them."""
    known = {"PATH": path.sparql() if path else "", "currentShape": str(shape), "shapesGraph": ""}
    for token in reversed(list(tokens(text))) if any(name in text for name in known) else ():
        if token.kind == "variable" and token.text[1:] in known:
            standing = known[token.text[1:]]
            if not standing or standing.startswith("_:"):
                raise ValueError(f"{token.text} is not known here")
            text = text[: token.start] + standing + text[token.start + len(token.text) :]
    return text
