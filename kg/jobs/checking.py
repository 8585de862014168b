"""The work on a part of the graph: some entries, or some things of a register, against the shapes.

It is done in this process or, for a large graph, in several; each opens the graph for itself. What comes back is plain
values, the same however the graph was divided.
"""

import gc
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import parent_process
from pathlib import Path

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.disk.io import read_text, read_turtle
from kg.disk.workspace import Source
from kg.disk.written import Place
from kg.terms import NS, PREFIXES
from kg.work.entries.foreign import turtle_line
from kg.work.located import Located
from kg.work.neighbourhood import Surroundings
from kg.work.records import Row, order_of, rows_of
from kg.work.select import text as text_of
from kg.work.shacl.pieces import Pieces
from kg.work.shapes import Finding, Shapes
from kg.work.shard import Shard

ENTRIES = 64  # that are checked together
COLLECTED = (50_000, 20, 20)  # objects made before Python looks for rings of them, and how often among the older ones
THINGS = 400  # of a register that are checked together

# What the shapes follow backwards to a thing: its parts, which are checked with it.
PARTS = tuple(
    ox.NamedNode(iri)
    for iri in (
        *(NS + name for name in ("about", "contributionTo", "project")),
        PREFIXES["foaf"] + "primaryTopic",
        PREFIXES["skos"] + "inScheme",
    )
)

Opener = Callable[[], Statements]
Asked = tuple[Pieces, set[str]]


@dataclass(frozen=True, slots=True)
class Order:
    """Some entries; or a register, and the things of it that are to be checked, or the share that they are of."""

    sources: tuple[Source, ...]
    things: tuple[str, ...] = ()
    shard: Shard | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of an order: rows in the order of the files, and for a register what each is ordered by.

    `names` are those of a register's things, if they were asked for.
    """

    rows: list[Row] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Checking:
    """A graph that is being checked.

    Args:
        graph: the graph.
        from_files: whether files say what the graph says, as they do of a store of today's data; an entry is then read
            from its file, which costs half as much and no more in a large graph than in a small one.
    """

    def __init__(self, graph: Statements, *, from_files: bool = False) -> None:
        self.graph = graph
        self.from_files = from_files
        self.shapes = Shapes()
        self.surroundings = Surroundings(graph)

    def entries(self, sources: Sequence[Source]) -> Checked:
        """Return what is to be said of some entries."""
        asked = (self._asked(self._own(source)) for source in sources)
        found = zip(sources, self.shapes.check_many(asked), strict=True)
        return Checked([row for source, findings in found for row in rows_of(located(source, findings))])

    def things(self, source: Source, names: Sequence[str]) -> Checked:
        """Return what is to be said of some things of a register."""
        own = dict.fromkeys(triple for name in names for triple in self._thing(source, name))
        (findings,) = self.shapes.check_many([(self.surroundings.around(own), set(names))])
        items = located(source, findings)
        return Checked(rows_of(items), [order_of(item) for item in items])

    def names(self, source: Source, shard: Shard) -> Checked:
        """Return the names of the things of a register that belong to a share, a thing's parts with the thing."""
        own = self.graph.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))
        names = {text_of(quad.subject) for quad in own}
        return Checked(names=sorted(name for name in names if shard.has(thing_of(name))))

    def _own(self, source: Source) -> list[ox.Triple]:
        if self.from_files:
            return list(dict.fromkeys(read_turtle(source.path)))
        own = self.graph.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))
        return [quad.triple for quad in own]

    def _asked(self, own: Sequence[ox.Triple]) -> Asked:
        return self.surroundings.around(own), {text_of(triple.subject) for triple in own}

    def _thing(self, source: Source, name: str) -> list[ox.Triple]:
        """Return what a register says of a thing, and of the parts that point to it."""
        graph, node = ox.NamedNode(source.graph), ox.NamedNode(name)
        parts = {
            quad.subject
            for predicate in PARTS
            for quad in self.graph.quads_for_pattern(None, predicate, node, graph)
            if isinstance(quad.subject, ox.NamedNode)
        }
        return [quad.triple for one in (node, *parts) for quad in self.graph.quads_for_pattern(one, None, None, graph)]


def thing_of(name: str) -> str:
    """Return the thing that a name is of: a part's name begins with that of its thing."""
    return name.partition("#")[0]


def located(source: Source, findings: Iterable[Finding]) -> list[Located]:
    """Return findings of a file with their places, in the order in which a reader meets them."""
    items = []
    for finding in findings:
        line = turtle_line(_text(source.path), finding.focus, finding.path)
        items.append(Located(Place(source.path, line=line), "", re.split(r"[#/]", finding.shape)[-1], finding))
    return sorted(items, key=lambda item: item.order)


@lru_cache(maxsize=2)
def _text(path: Path) -> str:
    return read_text(path) if path.is_file() else ""  # an entry on a server need not have a file here


_here: dict[str, Checking] = {}


def begin(open_graph: Opener, from_files: bool) -> None:
    """Open the graph in this process; see `Checking`."""
    _text.cache_clear()
    _here["checking"] = Checking(open_graph(), from_files=from_files)
    if parent_process() is not None:  # what stays is not looked at again and again for what can go
        gc.freeze()
        gc.set_threshold(*COLLECTED)


def check(order: Order) -> Checked:
    """Return what is to be said of an order."""
    checking = _here["checking"]
    if order.shard is not None:
        return checking.names(order.sources[0], order.shard)
    return checking.things(order.sources[0], order.things) if order.things else checking.entries(order.sources)
