"""Rules that derive statements from stated ones: one SPARQL CONSTRUCT a file, each into a graph of its own."""

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import in_graph
from kg.disk.resources import resource
from kg.errors import BuildError
from kg.terms import DERIVED_GRAPHS
from kg.work.header import read_annotated


@dataclass(frozen=True)
class Rule:
    """A rule: its name (the file's), the axiom it implements, the rules it needs run before it, its query."""

    name: str
    axiom: str
    after: tuple[str, ...]
    query: str

    @property
    def graph(self) -> ox.NamedNode:
        """The graph that holds what the rule derives."""
        return ox.NamedNode(DERIVED_GRAPHS + self.name)


def read_rules(folder: Path | None = None) -> list[Rule]:
    """Return the rules in an order in which each runs after what it needs, otherwise by name.

    Raises:
        BuildError: if a rule needs one that does not exist, or rules need each other.
    """
    rules = {path.stem: _read(path) for path in sorted((folder or resource("ontology") / "rules").glob("*.rq"))}
    for rule in rules.values():
        for needed in rule.after:
            if needed not in rules:
                raise BuildError(f"rule {rule.name}: no rule {needed}", f"regel {rule.name}: ingen regel {needed}")
    try:
        order = list(TopologicalSorter({name: sorted(rule.after) for name, rule in rules.items()}).static_order())
    except CycleError as error:
        ring = ", ".join(dict.fromkeys(error.args[1]))
        raise BuildError(f"rules that need each other: {ring}", f"regler som behöver varandra: {ring}") from None
    return [rules[name] for name in order]


def derive(store: ox.Store, rules: list[Rule]) -> dict[str, int]:
    """Run rules over the union of a store's graphs and add what they derive; return how many statements each gave.

    A rule passes over what is already stated, so that a triple stands in one graph only.
    """
    counts = {}
    for rule in rules:
        answer = store.query(rule.query, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QueryTriples):
            raise BuildError(f"rule {rule.name} is not a CONSTRUCT", f"regel {rule.name} är ingen CONSTRUCT")
        triples = set(answer)
        store.bulk_extend(in_graph(triples, rule.graph))
        counts[rule.name] = len(triples)
    return counts


def _read(path: Path) -> Rule:
    header, text = read_annotated(path)
    after = ",".join(header.get("after", [])).split(",")
    return Rule(
        path.stem,
        " ".join(header.get("axiom", [])),
        tuple(name.strip() for name in after if name.strip()),
        text,
    )
