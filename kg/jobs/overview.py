"""Overviews: how much there is of everything, and what the sources leave in doubt."""

import pyoxigraph as ox

from kg.terms import BASE
from kg.work.select import labelled, rows
from kg.work.tables import Table, short_iri


def stats(store: ox.Store, lang: str = "en") -> Table:
    """Return how many things of each class of `sam:` there are, the most common first; columns class, label, count."""
    found = rows(store, f"""SELECT ?class ?label (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
      ?thing a ?class . FILTER (STRSTARTS(STR(?class), "{BASE}ns#")) {labelled("?class", "label", lang)}
    }} GROUP BY ?class ?label ORDER BY DESC(?count) ?class ?label""")  # fmt: skip
    return Table(
        ("class", "label", "count"),
        tuple((short_iri(row["class"]), row["label"], row["count"]) for row in found),
    )


def graph_stats(store: ox.Store) -> Table:
    """Return how many statements each named graph holds; columns graph, statements."""
    query = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
    return Table(("graph", "statements"), tuple((short_iri(row["graph"]), row["count"]) for row in rows(store, query)))


def findings(
    store: ox.Store, lang: str = "en", kind: ox.NamedNode | None = None, project: ox.NamedNode | None = None
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
    found = rows(store, f"""SELECT ?project ?code ?text (GROUP_CONCAT(?place; separator=", ") AS ?where) WHERE {{
      SELECT DISTINCT ?finding ?project ?code ?text ?place WHERE {{
        ?finding a sam:Finding ; sam:findingKind ?code ; dcterms:description ?text ; sam:about ?about .
        FILTER (LANG(?text) = "{"sv" if lang == "sv" else "en"}")
        OPTIONAL {{ ?about ?part ?whole . FILTER (?part IN (sam:project, sam:goalOf, sam:contributionTo,
          sam:activityOf, sam:eventOf, sam:referenceFrom)) }}
        BIND (COALESCE(?whole, ?about) AS ?project) {only_kind} {only_project}
        OPTIONAL {{ ?finding sam:evidence ?e .
          ?e sam:document/dcterms:identifier ?file ; sam:firstLine ?first ; sam:lastLine ?last
          BIND (CONCAT(?file, ":", STR(?first), IF(?first = ?last, "", CONCAT("–", STR(?last)))) AS ?place) }}
      }} ORDER BY ?place
    }} GROUP BY ?finding ?project ?code ?text ORDER BY ?project ?code ?finding""")  # fmt: skip
    return Table(
        ("project", "kind", "finding", "where"),
        tuple((short_iri(row["project"]), short_iri(row["code"]), row["text"], row["where"]) for row in found),
    )
