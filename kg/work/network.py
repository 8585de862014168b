"""An actor's cooperation network: with whom it takes part in projects, in which roles, at which levels."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.terms import code
from kg.work.pages.page import local
from kg.work.pages.reader import Reader


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


def network_of(store: Graphs, actor: ox.NamedNode) -> Network:
    """Return the network of one actor: actual participations only, no groups, as in `sam:cooperatesWith`."""
    return network_in(Reader(store), actor.value)


def network_in(reader: Reader, actor: str) -> Network:
    """Return the network of an actor (an IRI), read thing by thing: as quick in a large graph as in a small one."""
    others = set(reader.values(actor, "sam:cooperatesWith"))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    own = {reader.value(part, "sam:project") for part in reader.users("sam:actor", actor) if _is_actual(reader, part)}
    for project in own:
        for part in reader.users("sam:project", project):
            other = reader.value(part, "sam:actor")
            if other in others and _is_actual(reader, part):
                found[other][project].append(part)
    neighbours = [Neighbour(iri, _name(reader, iri), _shared(reader, projects)) for iri, projects in found.items()]
    ordered = sorted(neighbours, key=lambda other: (-len(other.shared), other.name.casefold(), other.iri))
    return Network(actor, _name(reader, actor), tuple(ordered))


def _shared(reader: Reader, projects: dict[str, list[str]]) -> tuple[Shared, ...]:
    shared = [
        Shared(project, _name(reader, project), _codes(reader, parts, "sam:role"), _codes(reader, parts, "sam:level"))
        for project, parts in projects.items()
    ]
    return tuple(sorted(shared, key=lambda one: (one.title.casefold(), one.project)))


def _codes(reader: Reader, parts: list[str], name: str) -> tuple[str, ...]:
    return tuple(sorted({local(value) for part in parts for value in reader.values(part, name)}))


def _is_actual(reader: Reader, part: str) -> bool:
    return code("cooperation-status", "actual") in reader.values(part, "sam:cooperationStatus")


def _name(reader: Reader, iri: str) -> str:
    return reader.name(iri, "sv").value
