"""Two editions of the dataset side by side, read once from their sorted N-Triples: memory grows with what differs."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kg.disk.turtle import sort_key
from kg.errors import InputError
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE
from kg.work.portal.paths import stem_of

Line = tuple[int, bytes]  # 1 if it is only in the new edition, -1 if only in the old, 0 if in both

_TYPE = f"<{RDF_TYPE}>".encode()
_TITLES = (PREFIXES["dcterms"] + "title", PREFIXES["skos"] + "prefLabel")
_IDENTIFIER = PREFIXES["dcterms"] + "identifier"


@dataclass(frozen=True)
class Thing:
    """A thing with a page of its own that came or went: its title by language, and its outside identifiers."""

    iri: str
    title: dict[str, str]
    identifiers: tuple[str, ...] = ()


@dataclass
class Counts:
    """How much of something was added, removed and changed."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Changed:
    """A thing that is there before and after: what differs, by property, and by class for the parts of a project."""

    iri: str
    fields: dict[str, Counts]


@dataclass(frozen=True)
class Comparison:
    """What makes the new edition another than the old: its statements, and the things that they are about.

    `others` are the statements about what has no page of its own, by the page they stand on: a list of codes, the
    ontology; under an empty name what has no page at all.
    """

    statements: int = 0
    added: int = 0
    removed: int = 0
    came: tuple[Thing, ...] = ()
    went: tuple[Thing, ...] = ()
    changed: tuple[Changed, ...] = ()
    others: dict[str, Counts] = field(default_factory=dict)


def compare(before: Path | None, after: Path, derived: Collection[str] = ()) -> Comparison:
    """Return what differs between two editions.

    Args:
        before: the sorted N-Triples of the old one; without it nothing is compared, only counted.
        after: those of the new one.
        derived: properties whose values follow from others: they count as statements, but tell no change of a thing.

    Raises:
        InputError: if one of the files cannot be read, or is not sorted.
    """
    if before is None:
        return Comparison(statements=sum(1 for _ in _lines(after)))
    seen = _Seen(derived)
    total = Counts()
    statements = 0
    for subject, lines in groupby(merged(before, after), key=_subject):
        group = list(lines)
        added, removed = sum(sign > 0 for sign, _ in group), sum(sign < 0 for sign, _ in group)
        statements += len(group) - removed
        if added or removed:
            total.added += added
            total.removed += removed
            seen.meet(subject[1:-1].decode(), group, Counts(added, removed))
    return seen.comparison(statements, total)


def merged(before: Path, after: Path) -> Iterator[Line]:
    """Yield the lines of two sorted files in order, each once, and where it stands."""
    old, new = _lines(before), _lines(after)
    one, other = next(old, b""), next(new, b"")
    while one and other:
        if one == other:
            yield 0, one
            one, other = next(old, b""), next(new, b"")
        elif one < other:
            yield -1, one
            one = next(old, b"")
        else:
            yield 1, other
            other = next(new, b"")
    for sign, line, rest in ((-1, one, old), (1, other, new)):
        if line:
            yield sign, line
            yield from ((sign, line) for line in rest)


def derived_properties(store: ox.Store) -> frozenset[str]:
    """Return the properties that rules derive: a rule derives one."""
    graphs = (graph for graph in store.named_graphs() if graph.value.startswith(DERIVED_GRAPHS))
    found = (next(store.quads_for_pattern(None, None, None, graph), None) for graph in graphs)
    return frozenset(quad.predicate.value for quad in found if quad) - {RDF_TYPE}


class _Seen:
    """The things met on the way; the parts of a thing come before it, and others between them."""

    def __init__(self, derived: Collection[str]) -> None:
        self._derived = derived
        self._came: list[Thing] = []
        self._went: list[Thing] = []
        self._fields: dict[str, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
        self._others: dict[str, Counts] = defaultdict(Counts)

    def meet(self, subject: str, group: list[Line], counts: Counts) -> None:
        """Take in the statements about a subject, of which some differ."""
        thing, _, part = subject.partition("#")
        if subject.startswith(ENTRY_GRAPHS):
            thing, part = f"{ID}project/{subject.removeprefix(ENTRY_GRAPHS)}", "entry"
        if not thing.startswith(ID) or stem_of(thing) is None:
            place = (stem_of(subject) or ("", ""))[0]
            self._others[place].added += counts.added
            self._others[place].removed += counts.removed
            return
        before, after = _is_typed(group, -1), _is_typed(group, 1)
        if part:
            self._part(thing, group, (before, after))
        elif after and not before:
            self._came.append(_thing(subject, group, 1))
        elif before and not after:
            self._went.append(_thing(subject, group, -1))
        else:
            for sign, line in group:
                if sign and (told := _predicate(line)) not in self._derived:
                    counts = self._fields[thing][told]
                    counts.added += sign > 0
                    counts.removed += sign < 0

    def _part(self, thing: str, group: list[Line], typed: tuple[bool, bool]) -> None:
        if not any(sign and _predicate(line) not in self._derived for sign, line in group):
            return
        counts = self._fields[thing][_class(group)]
        if typed == (False, True):
            counts.added += 1
        elif typed == (True, False):
            counts.removed += 1
        else:
            counts.changed += 1

    def comparison(self, statements: int, total: Counts) -> Comparison:
        """Return what was met, in the order of names."""
        moved = {thing.iri for thing in (*self._came, *self._went)}
        changed = sorted((iri for iri in self._fields if iri not in moved), key=sort_key)
        return Comparison(
            statements,
            total.added,
            total.removed,
            tuple(sorted(self._came, key=lambda thing: sort_key(thing.iri))),
            tuple(sorted(self._went, key=lambda thing: sort_key(thing.iri))),
            tuple(Changed(iri, dict(sorted(self._fields[iri].items()))) for iri in changed),
            dict(sorted(self._others.items())),
        )


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a sorted file."""
    last = b""
    try:
        with path.open("rb") as file:
            for line in file:
                if line <= last or not line.endswith(b" .\n"):
                    raise InputError(
                        f"{path}: not sorted N-Triples, each statement once",
                        f"{path}: inte sorterade N-Triples med varje uppgift en gång",
                    )
                last = line
                yield line
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: cannot be read: {reason}", f"{path}: går inte att läsa: {reason}") from None


def _subject(line: Line) -> bytes:
    return line[1][: line[1].index(b" ")]


def _predicate(line: bytes) -> str:
    return line.split(b" ", 2)[1][1:-1].decode()


def _is_typed(group: list[Line], side: int) -> bool:
    return any(sign in (0, side) and line.split(b" ", 2)[1] == _TYPE for sign, line in group)


def _class(group: list[Line]) -> str:
    """Return the class of a part, one of ours if it has one; what has none is an entry's description of itself."""
    found = sorted(line.split(b" ", 2)[2][1:-4].decode() for _, line in group if line.split(b" ", 2)[1] == _TYPE)
    return next((iri for iri in found if iri.startswith(NS)), found[0] if found else f"{NS}Entry")


def _thing(iri: str, group: list[Line], side: int) -> Thing:
    """Return a thing by what one side says of it."""
    lines = b"".join(line for sign, line in group if sign in (0, side))
    title: dict[str, str] = {}
    identifiers = []
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.object, ox.Literal) and quad.predicate.value in _TITLES:
            title.setdefault(quad.object.language or "", quad.object.value)
        elif isinstance(quad.object, ox.Literal) and quad.predicate.value == _IDENTIFIER:
            identifiers.append(quad.object.value)
    return Thing(iri, dict(sorted(title.items())), tuple(identifiers))
