"""The text of a query that speaks of one node, `$this`, and how the same is asked of many nodes in many graphs.

For many nodes `VALUES $this { … }` stands at the head of every group that names the node, so that it is known
everywhere, as it would be if its name stood in the text. For many graphs the name of the graph goes with it. A query
whose answer hangs on how many solutions there are, other than for each node, is asked for one node at a time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.disk.lexer import Token, tokens
from kg.work.shacl.index import TYPE, Term

GRAPH = "kgGraph"

_REFUSED = {"MINUS", "VALUES", "SERVICE", "FROM", "GRAPH"}
_LIMITS = {"LIMIT", "OFFSET"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "HAVING"}
# Beside these a name may be no part of a pattern, or one of a path that need not be there.
_NO_PATTERN = {"!", "*", "?", "^", "("}
_ENDS = {".", ";", "{", "}"}
_ANY = ox.NamedNode("urn:x")


@dataclass(frozen=True)
class Query:
    """A query, ready to be asked.

    `text` has the prefixes before it; `variables` is what it selects; without the terms that it `needs` it has no
    solution. `values` are the places behind the `{` of the groups that name the node, none if it is asked for one
    node at a time; `names` those where the name of the graph is selected and grouped by; `opened` and `closed` stand
    around the outermost group.
    """

    text: str
    variables: frozenset[str]
    needs: frozenset[ox.NamedNode]
    values: tuple[int, ...]
    names: tuple[int, ...]
    opened: int
    closed: int

    def of_nodes(self, nodes: Iterable[Term]) -> str:
        """Return the query for several nodes of one graph."""
        block = f" VALUES $this {{ {' '.join(map(str, nodes))} }} "
        return self._with([(place, block) for place in self.values])

    def of_pairs(self, pairs: Iterable[tuple[ox.NamedNode, Term]]) -> str:
        """Return the query for several graphs, each with a node; `GRAPH` is among what it selects."""
        rows = " ".join(f"({graph} {node})" for graph, node in pairs)
        return self._with([
            *((place, f" ?{GRAPH} ") for place in self.names),
            (self.opened, f" GRAPH ?{GRAPH} {{ "),
            *((place, f" VALUES (?{GRAPH} $this) {{ {rows} }} ") for place in self.values),
            (self.closed, " } "),
        ])  # fmt: skip

    def _with(self, added: list[tuple[int, str]]) -> str:
        parts, done = [], 0
        for place, text in sorted(added, key=lambda item: item[0]):
            parts += [self.text[done:place], text]
            done = place
        return "".join([*parts, self.text[done:]])


def read_query(select: str, prefixes: Mapping[str, str]) -> Query:
    """Return a query that can be asked.

    Args:
        select: its text, without the prefixes.
        prefixes: the namespaces that it is written with.

    Raises:
        ValueError: if it is not a query, does not select `$this`, or is of a kind that SHACL does not allow.
    """
    head = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes.items())
    parts = _Parts(select, len(head))
    if refused := sorted(_REFUSED.intersection(parts.words)):
        raise ValueError(f"{refused[0]} is not allowed in a constraint")
    if "SELECT" not in parts.words or not parts.groups:
        raise ValueError("only SELECT is known")
    if not all(parts.names_node(*select) for select in parts.selects[1:]):
        raise ValueError("a query inside the query must select $this")
    first, last = parts.groups[0]
    query = Query(
        text=head + select,
        variables=frozenset(),
        needs=parts.needs(prefixes),
        values=tuple(parts.values()) if parts.counts_by_node() else (),
        names=tuple(parts.names()),
        opened=parts.start(first) + 1,
        closed=parts.start(last),
    )
    query = replace(
        query, variables=_selected(query.of_pairs([(_ANY, _ANY)]) if query.values else query.text) - {GRAPH}
    )
    if "this" not in query.variables:
        raise ValueError("the query must select $this")
    return query


def _selected(text: str) -> frozenset[str]:
    """Return the names that a query selects."""
    try:
        answer = ox.Store().query(text)
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    if not isinstance(answer, ox.QuerySolutions):
        raise ValueError("only SELECT is known")
    return frozenset(variable.value for variable in answer.variables)


class _Parts:
    """The tokens of a query: `groups` are pairs of places of `{` and `}`, the outermost first."""

    def __init__(self, text: str, offset: int) -> None:
        self._offset = offset
        self._tokens = list(tokens(text))
        self.words = [token.text.upper() if token.kind == "word" else "" for token in self._tokens]
        self.groups = sorted(self._groups())
        inner = [group for group in self.groups if self.words[group[0] + 1] == "SELECT"]
        self.selects = [(self.words.index("SELECT") if "SELECT" in self.words else 0, len(self._tokens)), *inner]

    def start(self, at: int) -> int:
        """Return where a token stands in the query with its prefixes."""
        return self._offset + self._tokens[at].start

    def values(self) -> Iterator[int]:
        """Yield the places where the nodes are told."""
        for first, last in self.groups:
            if self.words[first + 1] != "SELECT" and any(self._is_node(at) for at in range(first, last)):
                yield self.start(first) + 1

    def names(self) -> Iterator[int]:
        """Yield the places where the name of the graph is selected and grouped by, unless `*` selects everything."""
        for at, word in enumerate(self.words):
            if word == "SELECT":
                at += self.words[at + 1] in ("DISTINCT", "REDUCED")
                if self._tokens[at + 1].text != "*":
                    yield self.start(at + 1)
            elif word == "BY" and self.words[at - 1] == "GROUP":
                yield self.start(at + 1)

    def names_node(self, first: int, last: int) -> bool:
        """Tell whether the query that begins at a token selects the node."""
        until = next(at for at in range(first + 1, last) if self._tokens[at].text == "{")
        return any(self._is_node(at) for at in range(first, until))

    def counts_by_node(self) -> bool:
        """Tell whether whatever is counted is counted for each node."""
        if _LIMITS.intersection(self.words):
            return False
        return all(self._groups_by_node(*select) for select in self.selects)

    def needs(self, prefixes: Mapping[str, str]) -> frozenset[ox.NamedNode]:
        """Return the terms of the outermost group's own patterns: no solution is without them."""
        found: set[ox.NamedNode] = set()
        pattern: set[ox.NamedNode] = set()
        either = False  # of two paths only one may be there
        braces = brackets = 0
        for at, token in enumerate(self._tokens):
            if token.kind == "sign":
                braces += (token.text == "{") - (token.text == "}")
                brackets += (token.text == "(") - (token.text == ")")
            if brackets or braces > 1:
                continue
            if token.text in _ENDS:
                found |= set() if either else pattern
                pattern, either = set(), False
            elif token.text == "|":
                either = True
            elif braces and not _NO_PATTERN & {near.text for near in self._tokens[at - 1 : at + 2 : 2]}:
                pattern.update(_constant(token, prefixes))
        return frozenset(found)

    def _groups(self) -> Iterator[tuple[int, int]]:
        opened = []
        for at, token in enumerate(self._tokens):
            if token.kind == "sign" and token.text == "{":
                opened.append(at)
            elif token.kind == "sign" and token.text == "}" and opened:
                yield opened.pop(), at

    def _groups_by_node(self, first: int, last: int) -> bool:
        inner = [(start, end) for start, end in self.selects if first < start < last]
        own = [at for at in range(first, last) if not any(start < at < end for start, end in inner)]
        if not _AGGREGATES.intersection(self.words[at] for at in own):
            return True
        by = next((at for at in own if self.words[at] == "GROUP"), None)
        if by is None:
            return False
        until = next((at for at in own if at > by and self.words[at] in ("HAVING", "ORDER")), last)
        return any(self._is_node(at) for at in range(by, until))

    def _is_node(self, at: int) -> bool:
        return self._tokens[at].kind == "variable" and self._tokens[at].text[1:] == "this"


def _constant(token: Token, prefixes: Mapping[str, str]) -> Iterator[ox.NamedNode]:
    """Yield the term that a token stands for, if it is plain to see."""
    prefix, _, local = token.text.partition(":")
    if token.kind == "iri":
        yield ox.NamedNode(token.text[1:-1])
    elif token.kind == "name" and prefix in prefixes and not {"\\", "%"} & set(local):
        yield ox.NamedNode(prefixes[prefix] + local)
    elif token.kind == "word" and token.text == "a":
        yield TYPE
