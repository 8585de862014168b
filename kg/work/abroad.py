"""What entries say of things that are not their own: where more than one entry must be read to derive what follows."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.terms import ENTRY_GRAPHS, ID, NS

_PROJECTS = ID + "project/"
_LINKS = {ox.NamedNode(NS + "project"), ox.NamedNode(NS + "actor")}


@dataclass(frozen=True)
class Abroad:
    """Of one entry: the things not its own that it tells of, and those that its participations point to.

    An entry's own are its graph, its project and the parts of that. What registers tell of is not listed among the
    things pointed to: registers are known wherever an entry is read.
    """

    entry: str
    subjects: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Kin:
    """Entries that must be read together, and the things that several of them, or a register, tell of."""

    entries: tuple[str, ...]
    shared: tuple[str, ...]


def abroad(entry: str, triples: Iterable[ox.Triple], registered: Set[str]) -> Abroad | None:
    """Return what an entry says of things not its own; None where it is on its own, as nearly all are.

    Args:
        entry: its slug.
        triples: its statements.
        registered: the things that registers tell of.
    """
    project = _PROJECTS + entry
    own, parts = {project, ENTRY_GRAPHS + entry}, project + "#"
    subjects, links = set(), set()
    for subject, predicate, value in triples:
        subjects.add(subject.value)
        if predicate in _LINKS and isinstance(value, ox.NamedNode):
            links.add(value.value)
    foreign = sorted(iri for iri in subjects - own if not iri.startswith(parts))
    pointed = sorted(iri for iri in links - own - registered if not iri.startswith(parts))
    return Abroad(entry, tuple(foreign), tuple(pointed)) if foreign or pointed else None


@dataclass
class Kinship:
    """Which entries must be read together, found while they come one after the other.

    Args:
        entries: the slugs of all of them.
        registered: the things that registers tell of.
    """

    entries: Set[str]
    registered: Set[str]
    _told: list[Abroad] = field(default_factory=list)

    def add(self, told: Abroad) -> None:
        """Take in what one entry says of things not its own."""
        self._told.append(told)

    def families(self) -> list[Kin]:
        """Return the groups of entries that must be read together; a thing that one alone tells of makes none."""
        tellers: dict[str, set[str]] = {}
        for told in self._told:
            for iri in told.subjects:
                tellers.setdefault(iri, set()).add(told.entry)
        for iri, names in tellers.items():
            if owner := self._owner(iri):
                names.add(owner)
        shared = {iri for iri, names in tellers.items() if len(names) > 1 or iri in self.registered}
        groups = _Groups()
        for iri in shared:
            groups.join(tellers[iri])
        for told in self._told:
            for iri in told.links:
                others = tellers.get(iri, set()) | {owner for owner in (self._owner(iri),) if owner}
                if others - {told.entry}:
                    groups.join({told.entry} | others)
        return [
            Kin(tuple(names), tuple(sorted(iri for iri in shared if tellers[iri] & set(names))))
            for names in groups.sorted()
        ]

    def _owner(self, iri: str) -> str:
        """Return the entry whose own a thing is, or nothing."""
        for start in (_PROJECTS, ENTRY_GRAPHS):
            if iri.startswith(start):
                name = iri.removeprefix(start).partition("#")[0]
                return name if name in self.entries else ""
        return ""


class _Groups:
    """Sets of names that grow together where they meet."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {}

    def join(self, names: Set[str]) -> None:
        """Put names, and all that they are grouped with, into one group."""
        together = set(names).union(*(self._of.get(name, ()) for name in names))
        for name in together:
            self._of[name] = together

    def sorted(self) -> list[list[str]]:
        """Return the groups, in the order of their first names."""
        return sorted(sorted(group) for group in {id(group): group for group in self._of.values()}.values())
