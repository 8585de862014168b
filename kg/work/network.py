"""An actor's cooperation network: with whom it takes part in projects, in which roles, at which levels."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import CODES
from kg.work.names import name_of
from kg.work.select import PROLOGUE, solutions


@dataclass(frozen=True)
class Shared:
    """A project that two actors share, with the other's roles and levels in it."""

    project: str
    title: str
    roles: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """An actor that the centre of a network cooperates with, and through which projects."""

    iri: str
    name: str
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class Network:
    """An actor, its neighbours (those with most shared projects first) and the projects by title."""

    centre: str
    name: str
    neighbours: tuple[Neighbour, ...]

    @property
    def projects(self) -> dict[str, str]:
        """The projects that link the network, their titles by IRI, in order of title."""
        titles = {shared.project: shared.title for other in self.neighbours for shared in other.shared}
        return dict(sorted(titles.items(), key=lambda item: (item[1].casefold(), item[0])))


def network_of(store: ox.Store, actor: ox.NamedNode) -> Network:
    """Return the network of one actor: actual participations only, no groups, as in `sam:cooperatesWith`."""
    query = f"""{PROLOGUE}
    SELECT DISTINCT ?other ?project ?title ?role ?level WHERE {{
      {actor} sam:cooperatesWith ?other .
      ?mine sam:project ?project ; sam:actor {actor} ; sam:cooperationStatus <{CODES}cooperation-status/actual> .
      ?theirs sam:project ?project ; sam:actor ?other ; sam:role ?role ;
        sam:cooperationStatus <{CODES}cooperation-status/actual> .
      ?project dcterms:title ?title . FILTER (LANG(?title) = "sv")
      OPTIONAL {{ ?theirs sam:level ?level }}
    }}"""
    found: dict[str, dict[tuple[str, str], set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for row in solutions(store, query):
        level = _code(row["level"]) if row["level"] else ""
        key = (row["project"].value, row["title"].value)
        found[row["other"].value][key].add((_code(row["role"]), level))
    neighbours = [Neighbour(iri, name_of(store, iri), _shared(projects)) for iri, projects in found.items()]
    ordered = sorted(neighbours, key=lambda other: (-len(other.shared), other.name.casefold(), other.iri))
    return Network(actor.value, name_of(store, actor.value), tuple(ordered))


def _shared(projects: dict[tuple[str, str], set[tuple[str, str]]]) -> tuple[Shared, ...]:
    return tuple(
        Shared(
            iri,
            title,
            tuple(sorted({role for role, _ in pairs})),
            tuple(sorted({level for _, level in pairs if level})),
        )
        for (iri, title), pairs in sorted(projects.items(), key=lambda item: (item[0][1].casefold(), item[0][0]))
    )


def _code(node: ox.NamedNode) -> str:
    return node.value.rpartition("/")[2]
