"""Find: things by a part of their name, or of what is written about them."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.errors import ParameterError
from kg.work.near import folded, nearest
from kg.work.select import rows

# Where a text was found, best first: in a name, in a name as a document spells it, in a description.
_WHERE = """
  { ?thing dcterms:title|skos:prefLabel|skos:altLabel|sam:formerName|skos:notation|dcterms:identifier ?text .
    BIND (1 AS ?rank) }
  UNION { ?part sam:actor ?thing ; sam:statedAs ?text . BIND (2 AS ?rank) }
  UNION { ?thing dcterms:description ?text . BIND (3 AS ?rank) }
"""


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its IRI, what it is, its name, and the text that matched."""

    iri: str
    kind: str
    name: str
    text: str


def find(store: Graphs, text: str, limit: int = 20) -> list[Hit]:
    """Return things whose names or descriptions hold a text, best first.

    Case and accents do not matter: `alvdalen` finds Älvdalen. If nothing holds the text, names near it are
    returned instead.

    Args:
        store: the graph.
        text: what to look for.
        limit: the most that is returned.

    Raises:
        ParameterError: if the text is empty.
    """
    wanted = folded(text)
    if not wanted:
        raise ParameterError("nothing to look for", "inget att leta efter")
    found = [
        row for row in rows(store, f"SELECT ?thing ?text ?rank WHERE {{ {_WHERE} }}") if row["thing"].startswith("http")
    ]
    matching = [row for row in found if wanted in folded(row["text"])]
    if not matching:
        near = set(nearest(text, [row["text"] for row in found if row["rank"] == "1"]))
        matching = [row for row in found if row["rank"] == "1" and row["text"] in near]
    best: dict[str, tuple[tuple[int, int, int, str], str]] = {}
    for row in matching:
        spelled = folded(row["text"])
        quality = 0 if spelled == wanted else 1 if spelled.startswith(wanted) else 2
        key = (int(row["rank"]), quality, len(spelled), row["text"])
        if row["thing"] not in best or key < best[row["thing"]][0]:
            best[row["thing"]] = (key, row["text"])
    ordered = sorted(best, key=lambda thing: (best[thing][0], thing))[:limit]
    told = _told(store, ordered)
    return [Hit(thing, *told.get(thing, ("", "")), best[thing][1]) for thing in ordered]


def _told(store: Graphs, things: list[str]) -> dict[str, tuple[str, str]]:
    """Return the kind and the name of each thing."""
    if not things:
        return {}
    values = " ".join(str(ox.NamedNode(thing)) for thing in things)
    query = f"""SELECT ?thing (MIN(STR(?label)) AS ?name) (MIN(?class) AS ?kind) WHERE {{
      VALUES ?thing {{ {values} }}
      OPTIONAL {{ ?thing dcterms:title|skos:prefLabel|rdfs:label ?label }}
      OPTIONAL {{ ?thing a ?type . FILTER (?type NOT IN (sam:Actor, sam:Place))
        BIND (REPLACE(STR(?type), "^.*[/#]", "") AS ?class) }}
    }} GROUP BY ?thing"""
    return {row["thing"]: (row["kind"], row["name"]) for row in rows(store, query)}
