"""Build: the files of `data/` and the ontology become a new version of the store, whole or not at all.

What stands outside the entries is read first. Entries follow in batches, in processes of their own; what a batch
becomes goes into the store as it comes, so that memory does not grow with the number of entries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast

import pyoxigraph as ox

from kg.disk.io import in_graph, nquads
from kg.disk.store import write_version
from kg.disk.stream import Stream
from kg.disk.version import InputFile, Version
from kg.disk.workers import cores, in_order
from kg.disk.workspace import Source, Workspace
from kg.errors import BuildError
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS
from kg.work.abroad import Kin, Kinship
from kg.work.batch import SIZE, Batch, Ground, facts_of, read_batch, settle
from kg.work.foundation import Foundation, refuse_twice
from kg.work.naming import name_sets
from kg.work.rules import Rule, derive, read_rules
from kg.work.select import rows
from kg.work.structure import read_source, stated_twice

FEW = 2 * SIZE  # entries: to begin processes for fewer takes longer than to read them

Progress = Callable[[str, str], None]
Count = Callable[[int, int], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made: the version, its entries, and how many statements each rule derived."""

    version: Version
    entries: int
    stated: int
    derived: dict[str, int]


def build(
    workspace: Workspace,
    progress: Progress = lambda _en, _sv: None,
    count: Count = lambda _done, _all: None,
    jobs: int | None = None,
) -> BuildReport:
    """Build a new version of a workspace's store and switch to it.

    Args:
        workspace: where the data are and the store goes.
        progress: is told what begins, in English and Swedish.
        count: is told how many entries are read, of how many.
        jobs: how many processes read entries; as many as there are cores if not given.

    Raises:
        ParseError, BuildError: if the data cannot become a store; the version before stays in use.
        StoreError: if the store cannot be written, or another build is at work.
    """
    reading = Reading(workspace, progress, count, jobs)
    version = write_version(workspace.store, reading.inputs, reading.fill, name_sets)
    return BuildReport(version, len(reading.sources), reading.stated, reading.derived)


def graph_in_memory(workspace: Workspace) -> ox.Store:
    """Return what a build would make of a workspace's files as they are now, in memory; raises as `build`."""
    store = ox.Store()
    Reading(workspace).fill(store)
    return store


def read_quads(workspace: Workspace) -> list[ox.Quad]:
    """Return every public statement of a workspace in its graph, without the derived ones; raises as `build`."""
    foundation = Foundation.read(workspace)
    entries = [(source, read_source(source, foundation.derived)) for source in _entries(workspace)]
    refuse_twice([*foundation.stated, *entries])
    own = (quad for source, triples in entries for quad in in_graph(triples, ox.NamedNode(source.graph)))
    return [*foundation.quads(), *own]


@dataclass
class Reading:
    """A workspace while it is read into an empty store; see `build` for what it is given, and for errors."""

    workspace: Workspace
    progress: Progress = lambda _en, _sv: None
    count: Count = lambda _done, _all: None
    jobs: int | None = None
    sources: list[Source] = field(default_factory=list)
    inputs: list[InputFile] = field(default_factory=list)
    derived: dict[str, int] = field(default_factory=dict)
    stated: int = 0

    def fill(self, store: ox.Store) -> int:
        """Write everything into an empty store; return how many of its statements are derived."""
        self.progress("reading ontology and registers", "läser ontologi och register")
        self.sources = _entries(self.workspace)
        self.inputs += [InputFile.of(path) for path in self.workspace.foundation()]
        foundation, rules = Foundation.read(self.workspace), read_rules()
        lines, ground = self._begin(foundation, rules)
        number = f"{len(self.sources):,}"
        self.progress(f"reading {number} entries", f"läser {number} poster".replace(",", " "))
        kinship = Kinship({source.path.stem for source in self.sources}, ground.registered)
        self._load(store, lines, self._batches(ground, kinship))
        self.progress("deriving", "härleder")
        for kin in kinship.families():
            self._refuse_twice(store, kin, foundation)
            settle(store, kin, [ox.NamedNode(ENTRY_GRAPHS + name) for name in kin.entries], ground)
        derive(store, [rule for rule in rules if not rule.within_entry])
        self.derived |= {rule.name: _size(store, rule.graph) for rule in rules}
        return sum(self.derived.values())

    def _begin(self, foundation: Foundation, rules: list[Rule]) -> tuple[bytes, Ground]:
        """Return the statements outside the entries, with what follows from them, and what the batches stand on."""
        quads, closure = foundation.quads(), foundation.closure()
        self.stated, self.derived = len(quads), {"ontology": len(closure)}
        within = tuple(rule for rule in rules if rule.within_entry)
        store = ox.Store()
        store.extend([*quads, *closure])
        derive(store, within)
        everything = list(store)
        registered = frozenset(_name(quad.subject) for quad in quads)
        ground = Ground(foundation.derived, within, facts_of(everything, within), registered)
        return nquads(everything), ground

    def _batches(self, ground: Ground, kinship: Kinship) -> Iterator[bytes]:
        """Yield what the entries become, batch by batch, in their order."""
        orders = (self.sources[start : start + SIZE] for start in range(0, len(self.sources), SIZE))
        jobs = 1 if len(self.sources) < FEW else self.jobs or cores()
        done = 0
        for batch in in_order(_work, orders, jobs, _prepare, ground):
            self.inputs += batch.inputs
            self.stated += batch.stated
            for told in batch.abroad:
                kinship.add(told)
            done += len(batch.inputs)
            self.count(done, len(self.sources))
            yield batch.lines

    def _load(self, store: ox.Store, lines: bytes, batches: Iterator[bytes]) -> None:
        """Load N-Quads as they come; what goes wrong in a batch is raised as it is."""

        def pieces() -> Iterator[bytes]:
            yield lines
            yield from batches

        stream = Stream(pieces())
        try:
            store.bulk_load(cast(IO[bytes], stream), format=ox.RdfFormat.N_QUADS)
        except BaseException:
            if stream.error is not None:
                raise stream.error from None
            raise

    def _refuse_twice(self, store: ox.Store, kin: Kin, foundation: Foundation) -> None:
        """Refuse a statement that stands in two graphs: both tell of a thing that they share."""
        for iri in kin.shared:
            seen: dict[ox.Triple, str] = {}
            quads = store.quads_for_pattern(ox.NamedNode(iri), None, None)
            for quad in sorted(quads, key=lambda quad: (_name(quad.graph_name).startswith(ENTRY_GRAPHS), str(quad))):
                if _name(quad.graph_name).startswith(DERIVED_GRAPHS):
                    continue
                graph = seen.setdefault(quad.triple, _name(quad.graph_name))
                if graph != _name(quad.graph_name):
                    files = [self._file(quad.triple, name, foundation) for name in (graph, _name(quad.graph_name))]
                    raise stated_twice(quad.triple, *files)

    def _file(self, triple: ox.Triple, graph: str, foundation: Foundation) -> Source:
        found = next((source for source in self.sources if source.graph == graph), None)
        return found or foundation.file_of(triple) or Source(self.workspace.data, graph)


def _entries(workspace: Workspace) -> list[Source]:
    """Return the entries; there must be some."""
    entries = workspace.entries()
    if not entries:
        raise BuildError(
            f"{workspace.data / 'entries'}: no entries (*.ttl) to build from",
            f"{workspace.data / 'entries'}: inga poster (*.ttl) att bygga av",
        )
    return entries


def _size(store: ox.Store, graph: ox.NamedNode) -> int:
    """Return how many statements a graph holds."""
    return int(next(rows(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))["n"])


def _name(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


_ground: Ground


def _prepare(ground: Ground) -> None:
    """Keep what the batches of this process stand on."""
    global _ground
    _ground = ground


def _work(sources: list[Source]) -> Batch:
    return read_batch(sources, _ground)
