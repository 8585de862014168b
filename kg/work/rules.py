"""Rules that derive statements from stated ones: one SPARQL CONSTRUCT a file, each into a graph of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import in_graph
from kg.disk.resources import resource
from kg.errors import BuildError
from kg.terms import DERIVED_GRAPHS, NS
from kg.work.header import Header, read_annotated


@dataclass(frozen=True)
class Rule:
    """A rule.

    Args:
        name: that of the file.
        axiom: what it implements.
        after: the rules that it needs run before it.
        query: the CONSTRUCT.
        within_entry: whether each thing that it derives follows from the statements of one entry or register, once
            the superclasses of all classes are known, and which things are of `classes`.
        classes: see there; their full names.
    """

    name: str
    axiom: str
    after: tuple[str, ...]
    query: str
    within_entry: bool = False
    classes: tuple[str, ...] = ()

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
            if rule.within_entry and not rules[needed].within_entry:
                raise BuildError(
                    f"rule {rule.name} is within an entry; {needed}, which it needs, is not",
                    f"regel {rule.name} gäller inom en post; {needed}, som den behöver, gör det inte",
                )
    try:
        order = list(TopologicalSorter({name: sorted(rule.after) for name, rule in rules.items()}).static_order())
    except CycleError as error:
        ring = ", ".join(dict.fromkeys(error.args[1]))
        raise BuildError(f"rules that need each other: {ring}", f"regler som behöver varandra: {ring}") from None
    return [rules[name] for name in order]


def derive(store: ox.Store, rules: Iterable[Rule]) -> dict[str, int]:
    """Run rules over the union of a store's graphs and add what they derive; return how many statements each gave.

    A rule passes over what is already stated, so that a triple stands in one graph only.
    """
    return {rule.name: len(quads) for rule, quads in derivations(store, rules)}


def derivations(store: ox.Store, rules: Iterable[Rule]) -> Iterator[tuple[Rule, set[ox.Quad]]]:
    """Run rules as `derive` does, and yield what each has derived after it was added."""
    for rule in rules:
        answer = store.query(rule.query, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QueryTriples):
            raise BuildError(f"rule {rule.name} is not a CONSTRUCT", f"regel {rule.name} är ingen CONSTRUCT")
        quads = set(in_graph(answer, rule.graph))
        store.bulk_extend(quads)  # a write of another kind would wait until a store that was just loaded is sorted
        yield rule, quads


def _read(path: Path) -> Rule:
    header, text = read_annotated(path)
    return Rule(
        path.stem,
        " ".join(header.get("axiom", [])),
        _listed(header, "after"),
        text,
        "entry" in header.get("scope", []),
        tuple(NS + name.removeprefix("sam:") for name in _listed(header, "classes")),
    )


def _listed(header: Header, key: str) -> tuple[str, ...]:
    names = (name.strip() for name in ",".join(header.get(key, [])).split(","))
    return tuple(name for name in names if name)
