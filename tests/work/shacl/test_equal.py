"""Our shapes on our data, and on data that are broken in every way: our engine finds what pySHACL finds."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg_help import iri, triples, typed
from shacl_help import told

from kg.disk.workspace import Workspace
from kg.terms import NS
from kg.work.neighbourhood import neighbourhood
from kg.work.shapes import Finding, Shapes

ROOT = Path(__file__).resolve().parents[3]
SLOW = {"tre-m", "yrk-in", "jobbspar-for-alla", "kompetenskatalysator-1-0", "agencies", "municipalities", "places"}
SOURCES = {
    path.stem: path for folder in ("registers", "entries") for path in sorted((ROOT / "data" / folder).glob("*.ttl"))
}
CONTACTS = sorted(path.stem for path in (ROOT / "data" / "contacts").glob("*.ttl"))


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in SOURCES
])  # fmt: skip
def test_entries_and_registers(name: str, graph: ox.Store) -> None:
    entry = own(graph, f"{'register' if 'registers' in str(SOURCES[name]) else 'entry'}:{name}")
    assert same(neighbourhood(graph, entry), subjects(entry)) is not None


@pytest.mark.parametrize("name", CONTACTS)
def test_contacts(name: str, private_graph: ox.Store, workspace: Workspace) -> None:
    (source,) = [source for source in workspace.contacts() if source.path.stem == name]
    entry = [quad.triple for quad in private_graph.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))]
    assert entry
    same(neighbourhood(private_graph, entry), subjects(entry))


def test_entries_that_are_checked_together(graph: ox.Store) -> None:
    entries = [own(graph, f"entry:{name}") for name, path in SOURCES.items() if path.parent.name == "entries"] * 3
    asked = [(neighbourhood(graph, entry), subjects(entry)) for entry in entries]
    shapes = Shapes()
    assert [told(found) for found in shapes.check_many(asked)] == [told(shapes.check(*each)) for each in asked]


ENTRY = triples("""
entry:x a sam:Entry ; foaf:primaryTopic project:x ; dcterms:source document:001-a5c68e6599204d8b ;
  dcterms:issued "2026-11-22"^^xsd:date ; owl:versionInfo "1" ; prov:wasAttributedTo actor:samverkan .
project:x a sam:Project ; dcterms:title "Ett projekt"@sv, "A project"@en ; dcterms:identifier "24-003-S12" ;
  sam:start "2018-09"^^xsd:gYearMonth ; sam:end "2020"^^xsd:gYear ; sam:status status:completed ; sam:fund fund:esf ;
  sam:place place:lulea, place:norrbottens-lan ; sam:evidence :lines-3 ; sam:strategicImportance true ;
  sam:targetGroup target-group:young-people ; sam:refersTo project:tre-m ; sam:cci "2014SE05M9OP001" .
:owner a sam:Participation ; sam:project project:x ; sam:actor actor:region-norrbotten ; sam:role role:owner ;
  sam:level level:regional ; sam:cooperationStatus cooperation-status:actual ; sam:basis basis:stated ; sam:evidence :lines-3 .
:partner a sam:Participation ; sam:project project:x ; sam:actor actor:x-new ; sam:role role:cooperation-partner ;
  sam:level level:transnational ; sam:cooperationStatus cooperation-status:planned ; sam:basis basis:stated .
actor:x-new a sam:Organisation ; skos:prefLabel "Ny"@sv ; dcterms:identifier "222000-0653" ; sam:place place:lulea .
:total a sam:Contribution ; sam:contributionTo project:x ; sam:contributionKind contribution-kind:total-budget ;
  sam:amount 4000000 ; sam:currency currency:SEK ; sam:evidence :lines-3 .
:share a sam:Contribution ; sam:contributionTo project:x ; sam:contributionKind contribution-kind:eu-share ;
  sam:rate 0.4 ; sam:evidence :lines-3 .
:support a sam:Contribution ; sam:contributionTo project:x ; sam:contributionKind contribution-kind:granted-support ;
  sam:amount 41000000 ; sam:currency currency:SEK .
:goal a sam:Goal ; sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Att nå"@sv ; sam:evidence :lines-3 .
:indicator a sam:Indicator ; sam:indicatorOf :goal ; sam:targetValue 250 ; sam:unit unit:persons ; sam:evidence :lines-3 .
:activity a sam:Activity ; sam:activityOf project:x ; sam:activityArea activity-area:guidance ; dcterms:description "Träffar"@sv .
:finding a sam:Finding ; sam:about project:x ; sam:findingKind finding-kind:owner-doubtful ; dcterms:description "Tveksamt"@sv .
:reference a sam:Reference ; sam:referenceFrom project:x ; sam:referenceTo project:tre-m ; sam:statedAs "Tre-M" .
:lines-3 a sam:Evidence ; sam:document document:001-a5c68e6599204d8b ; sam:firstLine 3 ; sam:lastLine 4 ;
  sam:evidenceFor dcterms:title, sam:start ; sam:sha256 "2022dc82f570c80a069c0102d355164aaa2470899f8e09e60c8702b47cf45e81" .
""")  # fmt: skip

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
    st.sampled_from([("abc", "integer"), ("3,4", "decimal"), ("4000000", "string"), ("1.0E3", "double")]).map(
        lambda pair: typed(*pair)
    ),
)
PREDICATES = st.sampled_from([
    *sorted({triple.predicate for triple in ENTRY}, key=str), iri("sam:subGoalOf"), iri("sam:scope"), iri("sam:recipient"),
    iri("sam:unknown"), iri("org:unitOf"),
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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, max_size=6))
def test_entries_that_are_broken(graph: ox.Store, changes: Sequence[Change]) -> None:
    entry = broken(changes)
    same(neighbourhood(graph, entry), subjects(entry))


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        if kind in ("value", "also"):
            entry[at if kind == "value" else -number - 1] = ox.Triple(old.subject, old.predicate, parts[1])  # type: ignore[arg-type]
        elif kind == "predicate":
            entry[at] = ox.Triple(old.subject, parts[1], old.object)  # type: ignore[arg-type]
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
    other = shapes.referee(given_triples, asked)
    assert told(found) == told(other)
    return found
