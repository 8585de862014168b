"""Find: things by a part of their name, or of what is written about them."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.store import open_store, read_version
from kg.disk.texts import Texts, Told
from kg.disk.workspace import Workspace
from kg.errors import ParameterError, StoreError
from kg.work.near import folded, nearest
from kg.work.select import rows

# Where a text was found, best first: in a name, in a name as a document spells it, in a description.
_WHERE = """
  { ?thing dcterms:title|skos:prefLabel|skos:altLabel|sam:formerName|skos:notation|dcterms:identifier ?text .
    BIND (1 AS ?rank) }
  UNION { ?part sam:actor ?thing ; sam:statedAs ?text . BIND (2 AS ?rank) }
  UNION { ?thing dcterms:description ?text . BIND (3 AS ?rank) }
"""


EVERY = 1_000  # texts between two words of progress
WORTH = 200_000  # statements: of fewer, all texts are looked through soon enough


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its IRI, what it is, its name, and the text that matched."""

    iri: str
    kind: str
    name: str
    text: str


def find(store: Graphs, text: str, limit: int = 20, texts: Texts | None = None) -> list[Hit]:
    """Return things whose names or descriptions hold a text, best first.

    Case and accents do not matter: `alvdalen` finds Älvdalen. If nothing holds the text, names near it are
    returned instead.

    Args:
        store: the graph.
        text: what to look for.
        limit: the most that is returned.
        texts: the texts of the graph; gathered from it if left out.

    Raises:
        ParameterError: if the text is empty.
    """
    wanted = folded(text)
    if not wanted:
        raise ParameterError("nothing to look for", "inget att leta efter")
    texts = texts or Texts.in_memory(texts_in(store))
    best = _first(texts.holding(wanted), limit)
    if not best:
        near = nearest(text, texts.names())
        best = _first((hit for name in near for hit in texts.holding(folded(name)) if hit[1] == name), limit)
    told = _told(store, list(best))
    return [Hit(thing, *told.get(thing, ("", "")), found) for thing, found in best.items()]


def texts_in(store: Graphs) -> Iterator[Told]:
    """Yield what things of a graph are called, by registers and by documents, and what is written about them."""
    for row in rows(store, f"SELECT ?thing ?text ?rank WHERE {{ {_WHERE} }}"):
        if row["thing"].startswith("http"):
            yield row["thing"], int(row["rank"]), row["text"]


def texts_of(workspace: Workspace, count: Callable[[int], None] = lambda _done: None) -> Texts | None:
    """Return the texts of a large store, written beside it the first time; None for a small one, or on a server.

    Args:
        workspace: where the store is.
        count: is told how many are written, from 0 on, if they have to be.

    Raises:
        StoreError: if there is no store.
    """
    if workspace.server is not None or (version := read_version(workspace.store)).quads < WORTH:
        return None
    if (found := Texts.open(version.place)) is not None:
        return found
    with contextlib.suppress(StoreError):  # a disk that does not take them leaves it to the store
        Texts.write(version.place, _counted(texts_in(open_store(workspace.store)), count))
    return Texts.open(version.place)


def _counted(told: Iterable[Told], count: Callable[[int], None]) -> Iterator[Told]:
    """Pass on texts, and tell now and then how many there have been."""
    count(0)
    for number, one in enumerate(told, 1):
        yield one
        if number % EVERY == 0:
            count(number)


def _first(hits: Iterable[tuple[str, ...]], most: int) -> dict[str, str]:
    """Return the first things that were found, each with the text by which it was."""
    best: dict[str, str] = {}
    for thing, text in hits:
        if len(best) == most:
            break
        best.setdefault(thing, text)
    return best


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
