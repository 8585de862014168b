"""Networks for Gephi and the like: GraphML and GEXF, by networkx."""

import io
import re
from typing import Any

import networkx as nx

from kg.disk.graph import Graphs
from kg.terms import CODES
from kg.work.network import Network
from kg.work.select import PROLOGUE, solutions

_DATE = re.compile(rb' lastmodifieddate="[^"]*"')


def graphml(store: Graphs) -> bytes:
    """Return all actors and projects as nodes and each participation as an edge with role and level, as GraphML."""
    graph = nx.MultiDiGraph()
    nodes = f"""{PROLOGUE} SELECT DISTINCT ?thing ?name ?kind WHERE {{
      {{ ?participation sam:actor ?thing . ?thing skos:prefLabel ?name . BIND ("actor" AS ?kind) }}
      UNION {{ ?participation sam:project ?thing . ?thing dcterms:title ?name . BIND ("project" AS ?kind) }}
      FILTER (LANG(?name) = "sv")
    }} ORDER BY ?thing ?name"""
    for row in solutions(store, nodes):
        graph.add_node(row["thing"].value, label=row["name"].value, kind=row["kind"].value)
    edges = f"""{PROLOGUE} SELECT ?participation ?actor ?project ?role ?level ?status WHERE {{
      ?participation sam:actor ?actor ; sam:project ?project ; sam:role ?role ; sam:cooperationStatus ?status .
      OPTIONAL {{ ?participation sam:level ?level }}
    }} ORDER BY ?participation ?role ?level"""
    for row in solutions(store, edges):
        codes = {name: row[name].value.removeprefix(CODES).partition("/")[2] for name in ("role", "level", "status")
                 if row[name]}  # fmt: skip
        graph.add_edge(row["actor"].value, row["project"].value, key=row["participation"].value, **codes)
    return _graphml(graph)


def network_file(network: Network, form: str) -> bytes:
    """Return an actor's network as `graphml` or `gexf`: actors as nodes, an edge with its shared projects."""
    graph = nx.Graph()
    graph.add_node(network.centre, label=network.name, centre=True)
    for other in sorted(network.neighbours, key=lambda neighbour: neighbour.iri):
        graph.add_node(other.iri, label=other.name, centre=False)
        titles = "; ".join(shared.title for shared in other.shared)
        graph.add_edge(network.centre, other.iri, weight=len(other.shared), projects=titles)
    return _graphml(graph) if form == "graphml" else _gexf(graph)


def _graphml(graph: "nx.Graph[Any]") -> bytes:
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, named_key_ids=True)
    return out.getvalue()


def _gexf(graph: "nx.Graph[Any]") -> bytes:
    out = io.BytesIO()
    nx.write_gexf(graph, out)
    return _DATE.sub(b"", out.getvalue())
