"""A batch: some entries, read, checked, and with what follows from each of them alone; written as N-Quads.

Entries are independent but for what `kg.work.abroad` finds, so that batches can be made side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.io import in_graph, nquads
from kg.disk.version import InputFile
from kg.disk.workspace import Source
from kg.terms import NS, PREFIXES, RDF_TYPE
from kg.work.abroad import Abroad, Kin, abroad
from kg.work.rules import Rule, derivations
from kg.work.structure import read_source

SIZE = 200  # entries: some 20,000 statements

_TYPE = ox.NamedNode(RDF_TYPE)
_PROJECT = ox.NamedNode(NS + "project")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")


@dataclass(frozen=True)
class Ground:
    """What every batch stands on.

    Args:
        derived: the properties that are not written by hand.
        rules: those that hold within an entry, in the order in which they run.
        facts: what they need to know of the ontology and the registers.
        registered: the things that the ontology, the codes and the registers tell of.
    """

    derived: frozenset[object]
    rules: tuple[Rule, ...]
    facts: tuple[ox.Quad, ...]
    registered: frozenset[str]


@dataclass(frozen=True)
class Batch:
    """What some entries became: their statements and the derived ones as N-Quads, and what there is to tell of them."""

    lines: bytes
    stated: int
    inputs: tuple[InputFile, ...]
    abroad: tuple[Abroad, ...]


def facts_of(shared: Iterable[ox.Quad], rules: Iterable[Rule]) -> tuple[ox.Quad, ...]:
    """Return what rules within an entry need to know of the statements outside entries.

    That is which classes are above which, which things are of the classes that the rules name, and participations,
    which may stand in a register though their projects have entries.
    """
    quads = list(shared)
    classes = {ox.NamedNode(name) for rule in rules for name in rule.classes}
    parts = {quad.subject for quad in quads if quad.predicate == _PROJECT}
    return tuple(
        quad
        for quad in quads
        if quad.predicate == _SUBCLASS
        or (quad.predicate == _TYPE and quad.object in classes)
        or (parts and quad.subject in parts)
    )


def read_batch(sources: Sequence[Source], ground: Ground) -> Batch:
    """Return what some entries become.

    Raises:
        ParseError, BuildError: at the first entry that cannot enter the graph.
    """
    inputs: list[InputFile] = []
    strangers: list[Abroad] = []
    stated: list[ox.Quad] = []
    for source in sources:
        inputs.append(InputFile.of(source.path))
        triples = read_source(source, ground.derived)
        if (found := abroad(source.path.stem, triples, ground.registered)) is not None:
            strangers.append(found)
        stated += in_graph(triples, ox.NamedNode(source.graph))
    derived = follows(stated, ground)
    return Batch(nquads([*stated, *derived]), len(stated), tuple(inputs), tuple(strangers))


def follows(quads: Iterable[ox.Quad], ground: Ground) -> list[ox.Quad]:
    """Return what follows from statements by the rules that hold within an entry."""
    store = ox.Store()
    store.extend([*ground.facts, *quads])
    return [quad for _, derived in derivations(store, ground.rules) for quad in derived]


def settle(store: ox.Store, kin: Kin, graphs: Sequence[ox.NamedNode], ground: Ground) -> None:
    """Derive anew, in a loaded store, what follows from entries that must be read together.

    Their batches took each for itself: what follows from several is added, and what follows only as long as one does
    not know of the others (that an actor is no group, that a class is not stated) is taken back.

    Args:
        store: holds all statements, and what batches derived.
        kin: the entries.
        graphs: their graphs.
        ground: as for the batches.
    """
    own = [list(store.quads_for_pattern(None, None, None, graph)) for graph in graphs]
    around = [quad for iri in kin.shared for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None)]
    together = [quad for quads in own for quad in quads]
    types = {quad for quad in together if quad.predicate == _TYPE}
    right = set(follows([*together, *_stated(around, ground)], ground))
    before = {quad for quads in own for quad in follows(quads, ground)}
    before |= set(follows((quad for quad in together if quad not in types), ground))
    for quad in before - right:
        store.remove(quad)
    store.bulk_extend(right)


def _stated(quads: Iterable[ox.Quad], ground: Ground) -> Iterator[ox.Quad]:
    """Yield the statements that no rule within an entry has made."""
    made = {rule.graph for rule in ground.rules}
    return (quad for quad in quads if quad.graph_name not in made)
