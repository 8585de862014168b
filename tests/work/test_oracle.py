"""The rules against owlrl: the same axioms, the same data, the same statements."""

import itertools

import pyoxigraph as ox
import pytest
import rdflib
from kg_help import iri, said

from kg.disk.bridge import from_rdflib, to_rdflib
from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.terms import ALIGNMENTS_GRAPH, CODES_GRAPH, ENTRY_GRAPHS, NS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.closure import close_ontology, expand
from kg.work.rules import derive, read_rules

TYPE, SAME_AS = iri("rdf:type"), iri("owl:sameAs")
COOPERATES = iri("sam:cooperatesWith")
# What OWL RL cannot say, by name: a role in a chain, and reckoning with dates.
ONLY_RULES = {iri("sam:hasOwner"), iri("sam:earliestStart"), iri("sam:latestEnd")}
# owl:sameAs would repeat each statement about an actor for its name in an outside register; the rules do not.
PASSED_OVER = {SAME_AS}
DATES = {iri("sam:start"), iri("sam:end")}


def links(triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return the statements that can derive anything: no texts and figures, which only cost owlrl time."""
    return {
        triple
        for triple in triples
        if triple.predicate not in PASSED_OVER
        and (triple.predicate in DATES or not isinstance(triple.object, ox.Literal))
    }


def graph_of(quad: ox.Quad) -> str:
    """Return the name of a statement's graph."""
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def data_of(quads: list[ox.Quad]) -> set[ox.Triple]:
    """Return the entries, and of registers and codes only the things that they reach, over any number of steps."""
    described: dict[object, set[ox.Triple]] = {}
    for quad in quads:
        if graph_of(quad).startswith((REGISTER_GRAPHS, CODES_GRAPH)):
            described.setdefault(quad.subject, set()).add(quad.triple)
    found = links({quad.triple for quad in quads if graph_of(quad).startswith(ENTRY_GRAPHS)})
    frontier: set[object] = {triple.object for triple in found}
    while frontier:
        reached = {triple for node in frontier for triple in links(described.pop(node, set()))}
        frontier = {triple.object for triple in reached}
        found |= reached
    return found


@pytest.fixture(scope="module")
def data(public_quads: list[ox.Quad]) -> set[ox.Triple]:
    return data_of(public_quads)


@pytest.fixture(scope="module")
def ontology(public_quads: list[ox.Quad]) -> set[ox.Triple]:
    graphs = (ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH)
    found = {quad.triple for quad in public_quads if graph_of(quad) in graphs}
    for path in turtle_files(resource("ontology") / "axioms"):
        found |= set(read_turtle(path, schema=True))
    return links(found)


@pytest.fixture(scope="module")
def by_owlrl(data: set[ox.Triple], ontology: set[ox.Triple]) -> rdflib.Graph:
    graph = to_rdflib(data | ontology)
    expand(graph)
    return graph


@pytest.fixture(scope="module")
def by_rules(data: set[ox.Triple], ontology: set[ox.Triple]) -> set[ox.Triple]:
    store = ox.Store()
    given = [triple for triple in data | ontology if not isinstance(triple.subject, ox.BlankNode)]
    graph = ox.NamedNode("http://example.org/given")
    for triple in [*given, *close_ontology(ontology)]:
        if not isinstance(triple.object, ox.BlankNode):
            store.add(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
    rules = read_rules()
    derive(store, rules)
    return {triple for rule in rules for triple in said(store.quads_for_pattern(None, None, None, rule.graph))}


def is_told(triple: ox.Triple) -> bool:
    """Tell whether a statement is one of ours: a property or class of sam:, or the units of an organisation."""
    named = triple.object if triple.predicate == TYPE else triple.predicate
    return isinstance(named, ox.NamedNode) and (named.value.startswith(NS) or named == iri("org:hasUnit"))


def may_cooperate(data: set[ox.Triple]) -> set[tuple[object, object]]:
    """Return the pairs that the rule, narrower than the chain, may derive: two actors, in fact, no groups."""
    said_of: dict[object, dict[object, object]] = {}
    for triple in data:
        said_of.setdefault(triple.subject, {})[triple.predicate] = triple.object
    groups = {subject for subject, facts in said_of.items() if facts.get(TYPE) == iri("sam:ActorGroup")}
    actual: dict[object, set[object]] = {}
    for facts in said_of.values():
        if facts.get(iri("sam:cooperationStatus")) == iri("cooperation-status:actual"):
            actual.setdefault(facts[iri("sam:project")], set()).add(facts[iri("sam:actor")])
    return {(one, other) for actors in actual.values() for one, other in itertools.permutations(actors - groups, 2)}


@pytest.mark.slow
def test_the_rules_say_what_owlrl_says(
    data: set[ox.Triple], ontology: set[ox.Triple], by_owlrl: rdflib.Graph, by_rules: set[ox.Triple]
) -> None:
    things = {node for triple in data for node in (triple.subject, triple.object)}
    given = data | ontology
    derived = {triple for triple in from_rdflib(by_owlrl) if is_told(triple) and triple.subject in things} - given
    pairs = {triple for triple in derived if triple.predicate == COOPERATES}
    allowed = may_cooperate(data)
    expected = (derived - pairs) | {pair for pair in pairs if (pair.subject, pair.object) in allowed}
    found = {triple for triple in by_rules if triple.predicate not in ONLY_RULES}
    assert pairs - expected, "the narrower rule leaves out pairs: the comparison would otherwise not show it"
    assert {str(triple) for triple in expected - found} == set()
    assert {str(triple) for triple in found - expected} == set()


@pytest.mark.slow
def test_owlrl_finds_no_contradiction_in_ontology_and_data(by_owlrl: rdflib.Graph) -> None:
    errors = by_owlrl.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))
    assert [str(error) for error in errors] == []
