import pyoxigraph as ox
import pytest
from kg_help import add, iri, solutions, store_of

from kg.jobs.overview import findings, graph_stats, stats
from kg.terms import ENTRY_GRAPHS, REGISTER_GRAPHS
from kg.work.tables import Table

DATA = """
sam:Project rdfs:label "projekt"@sv, "project"@en . sam:Actor rdfs:label "aktör"@sv, "actor"@en .
project:x a sam:Project . actor:a a sam:Actor . actor:b a sam:Actor ; a foaf:Agent .
document:one dcterms:identifier "one.txt" .
:lines-1 sam:document document:one ; sam:firstLine 1 ; sam:lastLine 1 .
:lines-3-5 sam:document document:one ; sam:firstLine 3 ; sam:lastLine 5 .
:p sam:project project:x .
:f1 a sam:Finding ; sam:about project:x ; sam:findingKind finding-kind:owner-unknown ;
  sam:evidence :lines-3-5, :lines-1 ; dcterms:description "Ägare saknas"@sv, "No owner"@en .
:f2 a sam:Finding ; sam:about :p ; sam:findingKind finding-kind:level-doubtful ;
  dcterms:description "Nivån"@sv, "The level"@en .
:f3 a sam:Finding ; sam:about project:y ; sam:findingKind finding-kind:owner-unknown ;
  dcterms:description "Y"@sv, "Y"@en .
"""
STORE = store_of(DATA)
UNKNOWN = ("project:x", "owner-unknown", "No owner", "one.txt:1, one.txt:3–5")
DOUBTFUL = ("project:x", "level-doubtful", "The level", "")
OTHER = ("project:y", "owner-unknown", "Y", "")


@pytest.mark.parametrize(("lang", "actor", "project"), [("en", "actor", "project"), ("sv", "aktör", "projekt")])
def test_things_are_counted_by_class_the_most_first(lang: str, actor: str, project: str) -> None:
    rows = stats(STORE, lang)
    assert rows.columns == ("class", "label", "count")
    assert [row for row in rows.rows if row[0] != "sam:Finding"] == [
        ("sam:Actor", actor, "2"),
        ("sam:Project", project, "1"),
    ]
    assert rows.rows[0] == ("sam:Finding", "Finding", "3")


def test_statements_are_counted_by_graph() -> None:
    store = store_of("project:x a sam:Project .", ENTRY_GRAPHS + "x")
    add(store, "place:a a sam:Place ; skos:notation '1' .", REGISTER_GRAPHS + "places")
    assert graph_stats(store) == Table(("graph", "statements"), (("entry:x", "1"), ("register:places", "2")))


@pytest.mark.parametrize(
    ("kind", "project", "expected"),
    [
        (None, None, [DOUBTFUL, UNKNOWN, OTHER]),
        ("owner-unknown", None, [UNKNOWN, OTHER]),
        (None, "project:x", [DOUBTFUL, UNKNOWN]),
        ("owner-unknown", "project:x", [UNKNOWN]),
        ("total-unclear", None, []),
        (None, "project:z", []),
    ],
)
def test_findings_are_listed_by_project_and_kind(
    kind: str | None, project: str | None, expected: list[tuple[str, ...]]
) -> None:
    found = findings(STORE, "en", iri(f"finding-kind:{kind}") if kind else None, iri(project) if project else None)
    assert found.columns == ("project", "kind", "finding", "where")
    assert list(found.rows) == expected


def test_findings_are_told_in_swedish() -> None:
    assert [row[2] for row in findings(STORE, "sv").rows] == ["Nivån", "Ägare saknas", "Y"]


def test_the_real_counts_agree_with_the_files(graph: ox.Store) -> None:
    counts = {row[0]: int(row[2]) for row in stats(graph).rows}
    assert counts["sam:Entry"] == 12
    assert counts["sam:SourceDocument"] == 5
    assert (counts["sam:Municipality"], counts["sam:County"]) == (290, 21)
    assert sum(int(row[1]) for row in graph_stats(graph).rows) == len(graph)
    for lang in ("sv", "en"):
        texts = {
            row["text"].value
            for row in solutions(
                graph,
                f'SELECT ?text {{ ?f a sam:Finding ; dcterms:description ?text FILTER (LANG(?text) = "{lang}") }}',
            )
        }
        assert {row[2] for row in findings(graph, lang).rows} == texts
        assert len(texts) > 100
