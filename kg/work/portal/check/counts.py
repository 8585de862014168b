"""What VoID says of the number of statements, things, classes, properties and links, held against the data."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import KgError
from kg.terms import BASE, RDF_TYPE
from kg.work.portal.catalogue.statements import name
from kg.work.portal.check.folder import Folder, Progress
from kg.work.portal.check.problem import Problem
from kg.work.portal.check.reading import read
from kg.work.portal.paths import DATASET, VOID
from kg.work.shacl.index import Index, Name, Term

_DUMPS = tuple(f"{DATASET}.{ending}" for ending in ("nt", "ttl", "rdf", "trig", "jsonld"))
_PARTS = ("void:subset", "void:classPartition", "void:propertyPartition", "void:objectsTarget")


@dataclass
class Counted:
    """What a file of data holds. Its statements are each there once: the check of the parsers tells if not.

    `spaces` are what the IRIs of others' data begin with, by the property that links to them.
    """

    spaces: Mapping[str, list[str]] = field(default_factory=dict)
    subjects: set[int] = field(default_factory=set)
    objects: set[int] = field(default_factory=set)
    entities: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    linked: Counter[tuple[str, str]] = field(default_factory=Counter)
    links: int = 0  # to things of others

    def add(self, subject: Name, predicate: ox.NamedNode, value: Term, space: str) -> None:
        """Count a statement; `space` is what the IRIs of the dataset's own things begin with."""
        mark = hash(subject)
        if mark not in self.subjects:
            self.subjects.add(mark)
            self.entities[space] += subject.value.startswith(space)
        self.objects.add(hash(value))
        self.properties[predicate.value] += 1
        if predicate.value == RDF_TYPE:
            self.classes[value.value] += 1
        elif isinstance(value, ox.NamedNode) and value.value.startswith("http") and not value.value.startswith(BASE):
            self.links += 1
            for begins in self.spaces.get(predicate.value, ()):
                self.linked[predicate.value, begins] += value.value.startswith(begins)


class Void:
    """What a description in VoID tells."""

    def __init__(self, index: Index) -> None:
        self._index = index
        parts = {node for link in _PARTS for node in index.pairs(name(link))}
        told = index.instances(name("void:Dataset")) - parts
        self.whole = next((node for node in sorted(told, key=str) if index.objects(node, name("void:triples"))), None)

    def one(self, node: Term | None, short: str) -> str:
        """Return the value of a node for a property, or nothing."""
        found = self._index.objects(node, name(short)) if node else ()
        return min((value.value for value in found), default="")

    def parts(self, link: str) -> list[Term]:
        """Return the parts of the whole."""
        return sorted(self._index.objects(self.whole, name(link)), key=str) if self.whole else []

    @property
    def linksets(self) -> Iterator[tuple[Term, str, str]]:
        """The sets of links: their nodes, properties, and what the IRIs that they lead to begin with."""
        for node in self.parts("void:subset"):
            targets = sorted(self._index.objects(node, name("void:objectsTarget")), key=str)
            predicate, space = (
                self.one(node, "void:linkPredicate"),
                self.one(next(iter(targets), None), "void:uriSpace"),
            )
            if predicate and space:
                yield node, predicate, space


def read_void(folder: Folder) -> Void | None:
    """Return the description in VoID; None if there is none that can be read."""
    if VOID not in folder.files:
        return None
    try:
        triples = [quad.triple for quad in read(folder.path(VOID))]
    except KgError:
        return None
    return Void(Index(triples, frozenset(map(name, _PARTS))))


def counted(folder: Folder, void: Void | None, progress: Progress) -> Counted | None:
    """Return what the first file of data that can be read holds; None if there is none."""
    spaces: dict[str, list[str]] = defaultdict(list)
    for _, predicate, begins in void.linksets if void else ():
        spaces[predicate].append(begins)
    space = void.one(void.whole, "void:uriSpace") if void else ""
    for file in _DUMPS:
        if file not in folder.files:
            continue
        progress(f"counting {file}", f"räknar {file}")
        found = Counted(spaces)
        try:
            for quad in read(folder.path(file)):
                if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
                    found.add(quad.subject, quad.predicate, quad.object, space)
        except KgError:
            continue  # told by the check of the parsers
        return found
    return None


def count_problems(folder: Folder, void: Void | None, data: Counted | None) -> Iterator[Problem]:
    """Yield where VoID and the data disagree."""
    if VOID not in folder.files:
        yield Problem(
            "warning",
            "void-missing",
            VOID,
            "",
            "Publiceringen har ingen beskrivning i VoID.",
            "The publication has no description in VoID.",
        )
    elif void is not None and (data is None or void.whole is None):
        yield Problem(
            "warning",
            "void-unchecked",
            VOID,
            "",
            "Inga antal att jämföra: VoID eller datafilen saknar dem.",
            "No numbers to compare: VoID or the file of data lacks them.",
        )
    elif void is not None and data is not None:
        for what, told, right in _numbers(void, data):
            if told and told != str(right):
                yield Problem(
                    "violation",
                    "void-count",
                    VOID,
                    f"{what}: {told} ≠ {right}",
                    "Antalet i VoID stämmer inte med data; skriv publiceringen på nytt.",
                    "The number in VoID is not that of the data; write the publication anew.",
                )


def _numbers(void: Void, data: Counted) -> Iterator[tuple[str, str, int]]:
    """Yield each number: what it is of, as it is told, and as it should be."""
    space = void.one(void.whole, "void:uriSpace")
    for local, right in {
        "triples": data.properties.total(),
        "entities": data.entities[space],
        "distinctSubjects": len(data.subjects),
        "distinctObjects": len(data.objects),
        "classes": len(data.classes),
        "properties": len(data.properties),
    }.items():
        yield local, void.one(void.whole, f"void:{local}"), right
    for link, key, local, numbers in (
        ("void:classPartition", "void:class", "entities", data.classes),
        ("void:propertyPartition", "void:property", "triples", data.properties),
    ):
        for node in void.parts(link):
            if of := void.one(node, key):
                yield of, void.one(node, f"void:{local}"), numbers[of]
    for node, predicate, begins in void.linksets:
        yield f"{predicate} → {begins}", void.one(node, "void:triples"), data.linked[predicate, begins]
