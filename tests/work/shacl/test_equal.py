"""Our shapes on our data, and on data that are broken in every way: our engine finds what pySHACL finds."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from kg_help import iri, typed
from shacl_help import told

from kg.disk.io import read_turtle
from kg.disk.workspace import Workspace
from kg.work.neighbourhood import neighbourhood
from kg.work.shapes import Finding, Shapes

ROOT = Path(__file__).resolve().parents[3]
SLOW = {"tre-m", "yrk-in", "jobbspar-for-alla", "kompetenskatalysator-1-0", "agencies", "municipalities", "places"}
FILES = {folder: sorted((ROOT / "data" / folder).glob("*.ttl")) for folder in ("registers", "entries", "contacts")}
ENTRIES = [f"entry:{path.stem}" for path in FILES["entries"]]
REGISTERS = [f"register:{path.stem}" for path in FILES["registers"]]
CONTACTS = [path.stem for path in FILES["contacts"]]


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.slow) if name.partition(":")[2] in SLOW else name
    for name in [*ENTRIES, *REGISTERS]
])  # fmt: skip
def test_entries_and_registers(name: str, graph: ox.Store) -> None:
    entry = own(graph, name)
    same(neighbourhood(graph, entry), subjects(entry))


@pytest.mark.parametrize("name", CONTACTS)
def test_contacts(name: str, private_graph: ox.Store, workspace: Workspace) -> None:
    (source,) = [source for source in workspace.contacts() if source.path.stem == name]
    entry = [quad.triple for quad in private_graph.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))]
    assert entry
    same(neighbourhood(private_graph, entry), subjects(entry))


def test_entries_that_are_checked_together(graph: ox.Store) -> None:
    entries = [own(graph, name) for name in ENTRIES] * 2
    asked = [(neighbourhood(graph, entry), subjects(entry)) for entry in entries]
    shapes = Shapes()
    assert [told(found) for found in shapes.check_many(asked)] == [told(shapes.check(*each)) for each in asked]


ENTRY = read_turtle(Path(__file__).parent / "entry.ttl")


THINGS = st.sampled_from([
    *sorted({triple.object for triple in ENTRY if isinstance(triple.object, ox.NamedNode)}, key=str),
    *sorted({triple.subject for triple in ENTRY}, key=str), ox.NamedNode("http://example.org/nothing"),
    *map(iri, ("level:local", "level:kommunal", "role:sponsor", "role:co-financier", "place:sweden", "place:nowhere",
               "place:skane-lan", "actor:arbetsformedlingen", "unit:percent", "initiative:europe-2020", "fund:esf-plus",
               "sam:Goal", "sam:Organisation", "contribution-kind:co-financing", "scope:part", "currency:SKR")),
])  # fmt: skip
TEXTS = st.sampled_from(
    ["", " ", "Ett namn", "24/003 S2", "2220000654", "222000-0653", "19121212-1212", "a" * 64, "http://b"]
)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(
        lambda text, language: ox.Literal(text, language=language), TEXTS, st.sampled_from(["sv", "en", "sv-SE", "de"])
    ),
    st.sampled_from([-1, 0, 1, 3, 4, 250, 4_000_000, 50_000_000]).map(lambda number: typed(str(number), "integer")),
    st.sampled_from(["0.4", "1.4", "-0.5", "0.004", "100"]).map(lambda text: typed(text, "decimal")),
    st.sampled_from(["2017-09-01", "2020-02-28", "2014-06-31", "1 sep 2017"]).map(lambda text: typed(text, "date")),
    st.sampled_from(["2016", "2019", "2030", "18"]).map(lambda text: typed(text, "gYear")),
    st.sampled_from(["2018-08", "2021-13"]).map(lambda text: typed(text, "gYearMonth")),
    st.sampled_from(["true", "false", "ja"]).map(lambda text: typed(text, "boolean")),
    st.sampled_from([("abc", "integer"), ("3,4", "decimal"), ("4000000", "string"), ("http://a", "anyURI")]).map(
        lambda pair: typed(*pair)
    ),
)
PREDICATES = st.sampled_from([
    *sorted({triple.predicate for triple in ENTRY}, key=str), 
    *map(iri, ("sam:subGoalOf", "sam:scope", "sam:recipient", "sam:unknown", "org:unitOf")),
])  # fmt: skip
AT = st.integers(0, len(ENTRY) - 1)
CHANGES = st.one_of(
    st.tuples(st.just("drop"), AT),
    st.tuples(st.just("value"), AT, THINGS | LITERALS),
    st.tuples(st.just("also"), AT, THINGS | LITERALS),
    st.tuples(st.just("predicate"), AT, PREDICATES),
    st.tuples(st.just("new"), THINGS, PREDICATES, THINGS | LITERALS),
)
Change = tuple[object, ...]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, max_size=6))
def test_entries_that_are_broken(graph: ox.Store, changes: Sequence[Change]) -> None:
    entry = broken(changes)
    same(neighbourhood(graph, entry), subjects(entry))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, max_size=12))
def test_entries_that_are_broken_in_many_places(graph: ox.Store, changes: Sequence[Change]) -> None:
    entry = broken(changes)
    same(neighbourhood(graph, entry), subjects(entry))


def broken(changes: Sequence[Change]) -> list[ox.Triple]:
    """Return the entry with changes, one after the other."""
    entry = dict(enumerate(ENTRY))
    for number, (kind, *parts) in enumerate(changes):
        if kind == "new":
            subject, predicate, value = parts
            entry[-number - 1] = ox.Triple(subject, predicate, value)  # type: ignore[arg-type]
            continue
        at = parts[0]
        assert isinstance(at, int)
        old = entry.pop(at, ENTRY[at]) if kind != "also" else ENTRY[at]
        place = -number - 1 if kind == "also" else at
        if kind in ("value", "also"):
            entry[place] = ox.Triple(old.subject, old.predicate, parts[1])  # type: ignore[arg-type]
        elif kind == "predicate":
            entry[place] = ox.Triple(old.subject, parts[1], old.object)  # type: ignore[arg-type]
    return list(entry.values())


def own(store: ox.Store, name: str) -> list[ox.Triple]:
    """Return the statements of a graph."""
    found = [quad.triple for quad in store.quads_for_pattern(None, None, None, iri(name))]
    assert found
    return found


def subjects(entry: Sequence[ox.Triple]) -> set[str]:
    """Return the names of what an entry speaks of."""
    return {triple.subject.value for triple in entry if isinstance(triple.subject, ox.NamedNode)}


def same(given_triples: Sequence[ox.Triple], asked: set[str]) -> list[Finding]:
    """Return what both engines find in a graph."""
    shapes = Shapes()
    found = shapes.check(given_triples, asked)
    try:
        other = shapes.referee(given_triples, asked)
    except (TypeError, ArithmeticError, RecursionError):  # rdflib gives up where it reckons with what is no number
        reject()
    assert told(found) == told(other)
    return found
