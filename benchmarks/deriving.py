"""Deriving: the rules in SPARQL beside owlrl on the same statements, and how their cost grows.

owlrl reads the ontology and 300 made-up projects with all that they reach in registers and codes, without texts and
figures, which derive nothing. The rules get the same, and what they derive must be the same: OWL RL cannot say "no
actor with itself", "in fact" or "the owner's role", and the pairs and properties that hang on those are set aside, by
name. Growth is measured on the rules alone, over batches of entries as a build runs them, from sizes in turn: a machine
that slows down meets them alike.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle

import pyoxigraph as ox
from figure import Figure, faster, growth
from made_up import MadeUp
from measure import medians
from setting import ROOT, Setting, tell

from kg.disk.bridge import from_rdflib, to_rdflib
from kg.disk.io import in_graph, read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.workspace import Workspace, ontology_sources
from kg.terms import CODES_GRAPH, NS, PREFIXES, REGISTER_GRAPHS
from kg.work.closure import close_ontology, expand
from kg.work.rules import derive, read_rules

TITLE = "Deriving statements"
NAME = "derive"
WITH_ONTOLOGY = "derive, and close the ontology"
GROWING = "derive, over batches of entries"
PROJECTS, QUICK = 300, 20
BATCH = 200  # entries
TAKEN = 50  # batches of each size that are timed
LARGER = (1_000_000,)  # projects: so many are not made, only those in the batches
SAMPLED = f"Processor time of one process for all batches, from {TAKEN} of them spread evenly, all sizes in turn."
LEAST = 100  # times faster than owlrl

SAME_AS, TYPE = ox.NamedNode(PREFIXES["owl"] + "sameAs"), ox.NamedNode(PREFIXES["rdf"] + "type")
DATES = {ox.NamedNode(NS + name) for name in ("start", "end")}
ONLY_RULES = {ox.NamedNode(NS + name) for name in ("hasOwner", "earliestStart", "latestEnd")}
COOPERATES = ox.NamedNode(NS + "cooperatesWith")
OF_ALL = ("within", "contains", "belongs-to")  # rules about places and units alone, run once, not for each batch
GIVEN = ox.NamedNode("urn:x-given")


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure against owlrl, then growth."""
    size = QUICK if setting.quick else PROJECTS
    rounds = 1 if setting.quick else min(3, setting.rounds)
    tell(f"derive: {size:,} projects beside owlrl, {rounds} rounds")
    case = Case(size)
    case.by_rules()
    times = medians(
        {NAME: case.by_rules, WITH_ONTOLOGY: case.with_ontology, "owlrl": case.by_owlrl}, rounds, warm=False
    )
    case.compare()
    note = "The same statements, compared. " + (
        "owlrl takes close to a minute a round: three rounds." if rounds == 3 else "owlrl takes long: one round."
    )
    for name in (NAME, WITH_ONTOLOGY):
        figure = Figure(name, "s", times[name], size, {"owlrl": times["owlrl"]}, rounds=rounds, note=note)
        yield faster(figure, "owlrl", LEAST if name == NAME and not setting.quick else None)
    grown = list(_grown(setting))
    yield from grown
    yield from growth(grown, GROWING, 11)


@dataclass
class Case:
    """Made-up projects with all that they reach, and the ontology."""

    size: int
    ours: set[ox.Triple] = field(default_factory=set)  # what was derived last
    theirs: set[ox.Triple] = field(default_factory=set)

    @cached_property
    def ontology(self) -> set[ox.Triple]:
        """The ontology with its axioms, without texts."""
        found = {triple for source in ontology_sources() if "codes" not in source.graph
                 for triple in read_turtle(source.path)}  # fmt: skip
        for path in turtle_files(resource("ontology") / "axioms"):
            found |= set(read_turtle(path, schema=True))
        return links(found)

    @cached_property
    def data(self) -> set[ox.Triple]:
        """The projects, and of registers and codes the things that they reach, over any number of steps."""
        described: dict[object, set[ox.Triple]] = {}
        for triple in self._registers():
            described.setdefault(triple.subject, set()).add(triple)
        found = {triple for entry in MadeUp(self.size).entries() for triple in links(entry.triples)}
        frontier: set[object] = {triple.object for triple in found}
        while frontier:
            reached = {triple for node in frontier for triple in links(described.pop(node, set()))}
            frontier = {triple.object for triple in reached}
            found |= reached
        return found

    def _registers(self) -> Iterator[ox.Triple]:
        world = MadeUp(self.size)
        for quad in world.quads():
            if quad.graph_name.value.startswith(REGISTER_GRAPHS):  # type: ignore[union-attr]
                yield quad.triple
        for source in Workspace(ROOT, ROOT / ".kg").registers():
            if source.path.stem in ("areas", "countries", "places"):
                yield from read_turtle(source.path)
        for source in ontology_sources():
            if source.graph.startswith(CODES_GRAPH):
                yield from read_turtle(source.path)

    @cached_property
    def closure(self) -> list[ox.Triple]:
        """What the ontology implies."""
        return close_ontology(self.ontology)

    def by_rules(self) -> None:
        """Derive by the rules."""
        store, rules = ox.Store(), read_rules()
        given = (triple for triple in (*self.data, *self.ontology, *self.closure) if not _is_nameless(triple))
        store.bulk_extend(in_graph(given, GIVEN))
        derive(store, rules)
        self.ours = {quad.triple for rule in rules for quad in store.quads_for_pattern(None, None, None, rule.graph)}

    def with_ontology(self) -> None:
        """Derive by the rules, with the ontology closed first."""
        self.__dict__.pop("closure", None)
        self.by_rules()

    def by_owlrl(self) -> None:
        """Derive by owlrl what follows of the things in the data."""
        graph = to_rdflib(self.data | self.ontology)
        expand(graph)
        things = {node for triple in self.data for node in (triple.subject, triple.object)}
        derived = {triple for triple in from_rdflib(graph) if is_told(triple) and triple.subject in things}
        self.theirs = derived - self.data - self.ontology

    def compare(self) -> None:
        """Refuse two ways that differ.

        Raises:
            AssertionError: if they derive different things.
        """
        rules, may = {one for one in self.ours if one.predicate not in ONLY_RULES}, self._partners()
        owlrl = {one for one in self.theirs if one.predicate != COOPERATES or (one.subject, one.object) in may}
        if owlrl != rules:
            missing, more = sorted(map(str, owlrl - rules))[:3], sorted(map(str, rules - owlrl))[:3]
            raise AssertionError(f"the rules lack {missing} and have {more} besides what owlrl derives")

    def _partners(self) -> set[tuple[object, object]]:
        """Return the pairs that the rule, narrower than the chain, may derive."""
        project, actor = ox.NamedNode(NS + "project"), ox.NamedNode(NS + "actor")
        project_of = {one.subject: one.object for one in self.data if one.predicate == project}
        actors: dict[object, set[object]] = {}
        for one in self.data:
            if one.predicate == actor:
                actors.setdefault(project_of[one.subject], set()).add(one.object)
        return {(one, other) for found in actors.values() for one in found for other in found if one != other}


def _grown(setting: Setting) -> Iterator[Figure]:
    """Yield what all batches take at each size, reckoned from some of them, which are taken from all sizes in turn."""
    sizes = setting.sizes if setting.quick else tuple(sorted({*setting.sizes, *LARGER}))
    tell(f"derive: {', '.join(f'{size:,}' for size in sizes)} projects, {TAKEN} batches of each")
    ways = [batches(size) for size in sizes]
    times = [0.0] * len(sizes)
    for _ in range(TAKEN):
        for place, batch in enumerate(ways):
            times[place] += next(batch)
    for size, spent in zip(sizes, times, strict=True):
        yield Figure(GROWING, "s", spent / TAKEN * size / BATCH, size, note=SAMPLED)


def batches(size: int) -> Iterator[float]:
    """Yield the processor time that deriving takes for batches spread evenly over made-up entries, again and again."""
    rules = [rule for rule in read_rules() if rule.name not in OF_ALL]
    classes = [one for one in Case(1).closure if one.predicate.value == PREFIXES["rdfs"] + "subClassOf"]
    world = MadeUp(size)
    for first in cycle(range(0, size, max(BATCH, size // TAKEN))):
        store = ox.Store()
        store.extend(in_graph(classes, GIVEN))
        for entry in world.entries(range(first, min(first + BATCH, size))):
            store.extend(in_graph(entry.triples, entry.graph))
        start = time.process_time()
        derive(store, rules)
        yield time.process_time() - start


def links(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the statements that can derive anything."""
    return {
        one for one in triples
        if one.predicate != SAME_AS and (one.predicate in DATES or not isinstance(one.object, ox.Literal))
    }  # fmt: skip


def is_told(triple: ox.Triple) -> bool:
    """Tell whether a statement is one of ours: a property or class of sam:, or the units of an organisation."""
    named = triple.object if triple.predicate == TYPE else triple.predicate
    return isinstance(named, ox.NamedNode) and named.value.startswith((NS, PREFIXES["org"] + "hasUnit"))


def _is_nameless(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
