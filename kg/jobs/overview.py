"""Overviews: how much there is of everything, and what the sources leave in doubt."""

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.remote.graph import RemoteGraph
from kg.terms import BASE
from kg.work.select import labelled, rows
from kg.work.tables import Table, short_iri


def stats(store: Graphs, lang: str = "en") -> Table:
    """Return how many things of each class of `sam:` there are, the most common first; columns class, label, count."""
    counted = rows(store, "SELECT ?class (COUNT(*) AS ?count) WHERE { ?thing a ?class } GROUP BY ?class")
    counts = {row["class"]: int(row["count"]) for row in counted if row["class"].startswith(f"{BASE}ns#")}
    values = " ".join(f"<{iri}>" for iri in sorted(counts))
    query = f"SELECT ?class ?label WHERE {{ VALUES ?class {{ {values} }} {labelled('?class', 'label', lang)} }}"
    labels = {row["class"]: row["label"] for row in rows(store, query)}
    return Table(
        ("class", "label", "count"),
        tuple(
            (short_iri(iri), labels[iri], str(count))
            for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def graph_stats(store: Graphs) -> Table:
    """Return how many statements each named graph holds; columns graph, statements."""
    if isinstance(store, RemoteGraph):
        counts = sorted(store.graph_counts())
        return Table(("graph", "statements"), tuple((short_iri(graph), str(count)) for graph, count in counts))
    query = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
    return Table(("graph", "statements"), tuple((short_iri(row["graph"]), row["count"]) for row in rows(store, query)))


def findings(
    store: Graphs, lang: str = "en", kind: ox.NamedNode | None = None, project: ox.NamedNode | None = None
) -> Table:
    """Return the findings: columns project, kind, finding, where.

    Args:
        store: the graph.
        lang: `sv` or `en`.
        kind: only of this kind.
        project: only about this project or its parts.
    """
    only_kind = f"FILTER (?code = {kind})" if kind else ""
    only_project = f"FILTER (?project = {project})" if project else ""
    found = rows(store, f"""SELECT DISTINCT ?finding ?project ?code ?text WHERE {{
        ?finding a sam:Finding ; sam:findingKind ?code ; dcterms:description ?text ; sam:about ?about .
        FILTER (LANG(?text) = "{"sv" if lang == "sv" else "en"}")
        OPTIONAL {{
          ?about sam:project|sam:goalOf|sam:contributionTo|sam:activityOf|sam:eventOf|sam:referenceFrom ?whole
        }}
        BIND (COALESCE(?whole, ?about) AS ?project) {only_kind} {only_project}
    }} ORDER BY ?project ?code ?finding ?text""")  # fmt: skip
    places = _places(store)
    return Table(
        ("project", "kind", "finding", "where"),
        tuple(
            (short_iri(row["project"]), short_iri(row["code"]), row["text"], ", ".join(places.get(row["finding"], ())))
            for row in found
        ),
    )


def _places(store: Graphs) -> dict[str, list[str]]:
    """Return the lines that each finding rests on, as `file:first–last`."""
    places: dict[str, set[str]] = {}
    for row in rows(store, """SELECT ?finding ?file ?first ?last WHERE {
        ?finding a sam:Finding ; sam:evidence ?e .
        ?e sam:document ?document ; sam:firstLine ?first ; sam:lastLine ?last .
        ?document dcterms:identifier ?file }"""):  # fmt: skip
        last = "" if row["first"] == row["last"] else f"–{row['last']}"
        places.setdefault(row["finding"], set()).add(f"{row['file']}:{row['first']}{last}")
    return {finding: sorted(found) for finding, found in places.items()}
