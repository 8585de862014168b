"""Build: the files of `data/` and the ontology become a new version of the store, whole or not at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.io import in_graph, read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.store import InputFile, Version, write_version
from kg.disk.workspace import Source, Workspace
from kg.errors import BuildError
from kg.terms import ALIGNMENTS_GRAPH, DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, ONTOLOGY_GRAPH, PREFIXES
from kg.work.naming import names_in
from kg.work.rules import derive, read_rules

_DERIVED = ox.NamedNode(NS + "derived")
_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made: the version, its entries, and how many statements each rule derived."""

    version: Version
    entries: int
    stated: int
    derived: dict[str, int]


def build(workspace: Workspace, progress: Progress = lambda _en, _sv: None) -> BuildReport:
    """Build a new version of a workspace's store and switch to it.

    Args:
        workspace: where the data are and the store goes.
        progress: is told what begins, in English and Swedish.

    Raises:
        BuildError: if the data cannot become a store; the version before stays in use.
    """
    progress("reading data and ontology", "läser data och ontologi")
    inputs = [InputFile.of(path) for path in workspace.inputs()]
    quads = read_quads(workspace)
    progress("closing the ontology", "sluter ontologin")
    closure = _closure(quads)
    report: dict[str, int] = {"ontology": len(closure)}

    def fill(store: ox.Store) -> int:
        progress(f"writing {len(quads):,} statements", f"skriver {len(quads):,} påståenden".replace(",", " "))
        store.bulk_extend(quads)
        store.bulk_extend(closure)
        progress("deriving", "härleder")
        report.update(derive(store, read_rules()))
        return sum(report.values())

    version = write_version(workspace.store, inputs, fill, names_in)
    return BuildReport(version, len(workspace.entries()), len(quads), report)


def graph_in_memory(workspace: Workspace) -> ox.Store:
    """Return what a build would make of a workspace's files as they are now, in memory; raises as `build`."""
    quads = read_quads(workspace)
    store = ox.Store()
    store.bulk_extend([*quads, *_closure(quads)])
    derive(store, read_rules())
    return store


def read_quads(workspace: Workspace) -> list[ox.Quad]:
    """Return every public statement of a workspace in its graph.

    Raises:
        ParseError: if a file cannot be read, with its line.
        BuildError: if an entry is not about its own project, a derived statement is written by hand, or a
            statement stands in two graphs: sums over the graphs would count it twice.
    """
    if not workspace.entries():
        raise BuildError(
            f"{workspace.data / 'entries'}: no entries (*.ttl) to build from",
            f"{workspace.data / 'entries'}: inga poster (*.ttl) att bygga av",
        )
    seen: dict[ox.Triple, Source] = {}
    derived: set[object] = {ox.NamedNode(PREFIXES["org"] + "hasUnit")}
    quads: list[ox.Quad] = []
    for source in workspace.public_sources():
        if not _SLUG.fullmatch(source.path.stem):
            raise BuildError(
                f"{source.path}: name the file with a–z, 0–9 and hyphens only",
                f"{source.path}: döp filen med bara a–z, 0–9 och bindestreck",
            )
        graph = ox.NamedNode(source.graph)
        triples = list(dict.fromkeys(read_turtle(source.path)))
        _refuse_foreign_entry(source, triples)
        derived |= {triple.subject for triple in triples if triple.predicate == _DERIVED}
        for triple in triples:
            if triple.predicate in derived:
                raise _by_hand(triple, source)
            other = seen.setdefault(triple, source)
            if other.graph != source.graph:
                raise _twice(triple, other, source)
        quads += in_graph(triples, graph)
    return quads


def _refuse_foreign_entry(source: Source, triples: list[ox.Triple]) -> None:
    """Refuse an entry that is not about the project that its file is named after."""
    if not source.graph.startswith(ENTRY_GRAPHS):
        return
    name = source.path.stem
    topic = ox.Triple(ox.NamedNode(source.graph), _TOPIC, ox.NamedNode(f"{ID}project/{name}"))
    if topic not in triples:
        raise BuildError(
            f"{source.path}: not an entry of project:{name}; it lacks entry:{name} foaf:primaryTopic project:{name}",
            f"{source.path}: ingen post om project:{name}; den saknar entry:{name} foaf:primaryTopic project:{name}",
        )


def _by_hand(triple: ox.Triple, source: Source) -> BuildError:
    name = triple.predicate.value.removeprefix(NS)
    return BuildError(
        f"{source.path}: sam:{name} is derived, not written by hand: {triple.subject}",
        f"{source.path}: sam:{name} härleds och skrivs inte för hand: {triple.subject}",
    )


def _twice(triple: ox.Triple, one: Source, other: Source) -> BuildError:
    return BuildError(
        f"{triple} stands in two graphs: {one.path} and {other.path}; keep it in one",
        f"{triple} står i två grafer: {one.path} och {other.path}; behåll den i en",
    )


def _closure(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return what the ontology implies, in the graph of derived statements about the ontology."""
    from kg.work.closure import close_ontology

    names = {ox.NamedNode(ONTOLOGY_GRAPH), ox.NamedNode(ALIGNMENTS_GRAPH)}
    triples = [quad.triple for quad in quads if quad.graph_name in names]
    for path in turtle_files(resource("ontology") / "axioms"):
        triples += read_turtle(path, schema=True)
    graph = ox.NamedNode(DERIVED_GRAPHS + "ontology")
    return list(in_graph(close_ontology(triples), graph))
