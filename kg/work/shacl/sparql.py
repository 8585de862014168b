"""Constraints that are written as queries (https://www.w3.org/TR/shacl/#sparql-constraints).

A query speaks of one node, `$this`. It is asked once for many, with `VALUES $this { … }` at the head of every group,
so that the node is known everywhere, as it is where its name stands in the text. A query whose answer hangs on how
many solutions there are (a sum, a limit) is asked for one node at a time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import pyoxigraph as ox

from kg.disk.lexer import Token, tokens
from kg.terms import PREFIXES, RDF_TYPE
from kg.work.shacl.index import Index, Name, Term
from kg.work.shacl.model import Result, Run, Shape, Solution, Texts
from kg.work.shacl.paths import Path
from kg.work.shacl.source import Source, shown

AT_ONCE = 64  # nodes; inside EXISTS each is looked at for each of the others

_THIS = ox.Variable("this")
_COUNTING = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "GROUP", "LIMIT", "OFFSET"}
_REFUSED = {"MINUS", "VALUES", "SERVICE", "FROM", "GRAPH"}
_PATH_SIGNS = {"!", "*", "?", "^"}


@dataclass(frozen=True)
class SparqlConstraint:
    """A query, ready to be asked.

    `text` has the prefixes before it; `heads` are the places in it where a group begins, none if it is asked for one
    node at a time; `needs` are terms without which there is no solution; `variables` what it selects, none if `*`.
    """

    text: str
    heads: tuple[int, ...]
    needs: frozenset[ox.NamedNode]
    variables: frozenset[str]
    texts: Texts

    def results(self, run: Run, shape: Shape, nodes: Collection[Term]) -> list[Result]:
        """Return a result for each solution, with the node itself as its value if the query names none."""
        if not nodes or not self.needs <= run.index.terms:
            return []
        found = []
        for focus, solution in self._solutions(run.index, nodes):
            path, value = solution.get("path"), solution.get("value")
            found.append(Result(
                focus,
                shape,
                path if isinstance(path, ox.NamedNode) else None if path else shape.property,
                value if value is not None or shape.path else focus,
                solution,
                self.texts,
            ))  # fmt: skip
        return found

    def _solutions(self, index: Index, nodes: Collection[Term]) -> Iterator[tuple[Term, Solution]]:
        together = [node for node in nodes if not isinstance(node, ox.BlankNode)] if self.heads else []
        for start in range(0, len(together), AT_ONCE):
            for row in self._ask(index, self.asked_of(together[start : start + AT_ONCE])):
                yield row["this"], row
        apart = [node for node in nodes if isinstance(node, ox.BlankNode)] if self.heads else nodes
        for node in apart:
            for row in self._ask(index, self.text, {_THIS: node}):
                yield node, row

    def _ask(
        self, index: Index, text: str, substitutions: Mapping[ox.Variable, Term] | None = None
    ) -> Iterator[Solution]:
        answer = index.store.query(text, substitutions=dict(substitutions) if substitutions else None)
        solutions = cast(ox.QuerySolutions, answer)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: cast(Term, term) for name, term in zip(names, solution, strict=True) if term is not None}

    def asked_of(self, nodes: Collection[Term]) -> str:
        """Return the query for several nodes at once."""
        block = f" VALUES $this {{ {' '.join(map(str, nodes))} }} "
        ends = [*self.heads, len(self.text)]
        parts = [self.text[start:end] for start, end in zip([0, *self.heads], ends, strict=True)]
        return block.join(parts)


def read_query(source: Source, shape: Name, node: Term, path: Path | None) -> SparqlConstraint | None:
    """Return the query that a node describes, ready to be asked, or None if it is switched off.

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
        query = compiled(_standing_for(select.value, shape, path), prefixes, source.texts(node, "sh:message"))
    except ValueError as error:
        source.refuse(shape, f"{shown(node)}: {error}", f"{shown(node)}: {error}")
    return None if source.flag(shape, "sh:deactivated", of=node) else query


def compiled(text: str, prefixes: Mapping[str, str], texts: Texts) -> SparqlConstraint:
    """Return a query that can be asked.

    Args:
        text: a SELECT, without the prefixes.
        prefixes: the namespaces that it is written with.
        texts: its messages by language.

    Raises:
        ValueError: if it is not a query, does not select `$this`, or is of a kind that SHACL does not allow.
    """
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes.items())
    found = list(tokens(text))
    words = {token.text.upper() for token in found if token.kind == "word"}
    if refused := sorted(words & _REFUSED):
        raise ValueError(f"{refused[0]} is not allowed in a constraint")
    _refuse_lost_node(found)
    heads = () if words & _COUNTING else tuple(len(head) + start for start in _group_heads(found))
    query = SparqlConstraint(head + text, heads, _needs(found, prefixes), frozenset(), texts)
    query = replace(query, variables=_selected(query.asked_of([ox.NamedNode("urn:x")]) if heads else query.text))
    if "this" not in query.variables:
        raise ValueError("the query must select $this")
    return query


def _standing_for(text: str, shape: Name, path: Path | None) -> str:
    """Return a query with the path and the name of its shape in it, where it asks for them."""
    known = {"PATH": path.sparql() if path else "", "currentShape": str(shape), "shapesGraph": ""}
    for token in reversed(list(tokens(text))) if any(name in text for name in known) else ():
        if token.kind == "variable" and token.text[1:] in known:
            if not (standing := known[token.text[1:]]) or standing.startswith("_:"):
                raise ValueError(f"{token.text} is not known here")
            text = text[: token.start] + standing + text[token.start + len(token.text) :]
    return text


def _selected(text: str) -> frozenset[str]:
    """Return the names that a query selects."""
    try:
        answer = ox.Store().query(text)
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    if not isinstance(answer, ox.QuerySolutions):
        raise ValueError("only SELECT is known")
    return frozenset(variable.value for variable in answer.variables)


def _refuse_lost_node(found: list[Token]) -> None:
    """Refuse a query inside the query that does not select `$this`: there it would stand for any node."""
    for at, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "SELECT" or not at or found[at - 1].text != "{":
            continue
        until = next(index for index in range(at, len(found)) if found[index].text == "{")
        if not any(part.kind == "variable" and part.text[1:] == "this" for part in found[at:until]):
            raise ValueError("a query inside the query must select $this")


def _group_heads(found: list[Token]) -> Iterator[int]:
    """Yield the places behind each `{` that opens a group."""
    for token, following in pairwise(found):
        if token.kind == "sign" and token.text == "{" and following.text.upper() != "SELECT":
            yield token.start + 1


def _needs(found: list[Token], prefixes: Mapping[str, str]) -> frozenset[ox.NamedNode]:
    """Return terms that stand in every solution: constants of the outermost group's own patterns."""
    needs: set[ox.NamedNode] = set()
    braces = brackets = 0
    if any(token.text == "|" for token in found):
        return frozenset()  # of two paths only one may be there
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if token.kind == "sign":
            braces += (token.text == "{") - (token.text == "}")
            brackets += (token.text == "(") - (token.text == ")")
        if braces != 1 or brackets:
            continue
        beside = {before.text if before else "", after.text if after else ""}
        if beside & _PATH_SIGNS or (after and after.text == "("):
            continue
        if iri := _iri(token, prefixes):
            needs.add(ox.NamedNode(iri))
    return frozenset(needs)


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        return prefixes[prefix] + local if prefix in prefixes and "\\" not in local and "%" not in local else ""
    return RDF_TYPE if token.kind == "word" and token.text == "a" else ""
