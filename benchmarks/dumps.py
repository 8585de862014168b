"""Exports: each RDF format of the dataset beside pyoxigraph's bare dump of the same statements to that format.

Ours is canonical: the same statements give the same bytes, so everything is sorted, on disk where it is too much for
memory. The bare dump is `Store.dump` to a file, in the order that the database has, from a store on disk that holds
the same statements: in the default graph for formats that know no graphs. Each is measured in a process of its own, in
turn; the start of Python is left out. From 100,000 projects on, two formats and one round: a dump takes minutes, ours
or bare.
"""

import shutil
import statistics
import time
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
from figure import Figure, Goal, slower
from measure import own_peak
from setting import Setting, tell

from kg.disk.files import write_pieces
from kg.disk.store import open_store
from kg.jobs.export import stream
from kg.work.exporters.scopes import graphs_of

TITLE = "Exports"
NAME, MEMORY = "export {}", "memory of an export, {}"
FORMATS = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
BARE = "pyoxigraph dump"
MOST, MOST_MEMORY = 3, 1024  # times the bare dump; MB
GOALS_AT = 100_000
SOME = ("ntriples", "turtle")  # where all would take an hour

Cost = tuple[float, float]  # seconds, megabytes at most


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure every format at every size."""
    for size in setting.sizes:
        built, folder = setting.built(size) / ".kg", setting.scratch() / "dumps"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        rounds = 1 if setting.quick or size >= GOALS_AT else setting.rounds
        forms = SOME if setting.quick or size >= GOALS_AT else tuple(FORMATS)
        _fill(built, folder, "trig" in forms)
        for form in forms:
            tell(f"export: {size:,} projects, {form}, {rounds} rounds")
            yield from _compare(built, folder, form, size, rounds)
        shutil.rmtree(folder)


def _compare(built: Path, folder: Path, form: str, size: int, rounds: int) -> Iterator[Figure]:
    """Yield what a format costs us and the bare dump."""
    bare = folder / ("graphs" if form == "trig" else "triples")
    kept: dict[str, list[Cost]] = {"bare": [], "ours": []}
    for _ in range(rounds):
        kept["bare"].append(alone("bare", str(bare), form, str(folder / "bare")))
        kept["ours"].append(alone("ours", str(built), form, str(folder / "ours")))
    seconds = {who: statistics.median(one for one, _ in costs) for who, costs in kept.items()}
    memory = {who: max(one for _, one in costs) for who, costs in kept.items()}
    written = (folder / "ours").stat().st_size / 1e6
    is_goal = size >= GOALS_AT
    yield slower(Figure(NAME.format(form), "s", seconds["ours"], size, {BARE: seconds["bare"]}, rounds=rounds,
                        note=f"{written:,.0f} MB written."), BARE, MOST if is_goal else None)  # fmt: skip
    yield Figure(MEMORY.format(form), "MB", memory["ours"], size, {BARE: memory["bare"]}, rounds=rounds,
                 goal=Goal("at most", MOST_MEMORY, "ours") if is_goal else None)  # fmt: skip


def _fill(built: Path, folder: Path, with_graphs: bool) -> None:
    """Make the stores that are dumped: the same statements without their graphs, and with them."""
    store = open_store(built)
    if with_graphs:
        _load(folder / "graphs", _quads(store))
    _load(folder / "triples", (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in _quads(store)))


def _quads(store: ox.Store) -> Iterator[ox.Quad]:
    for graph in graphs_of(store, "data"):
        yield from store.quads_for_pattern(None, None, None, graph)


def _load(place: Path, quads: Iterable[ox.Quad]) -> None:
    """Make a store on disk."""
    store = ox.Store(str(place))
    store.bulk_extend(quads)
    store.flush()


def alone(who: str, store: str, form: str, output: str) -> Cost:
    """Return what a dump costs in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(dump, (who, store, form, output))


def dump(who: str, place: str, form: str, output: str) -> Cost:
    """Write a store to a file and return the cost; reading what Python needs is left out."""
    store = open_store(Path(place)) if who == "ours" else ox.Store.read_only(place)
    begun = time.perf_counter()
    if who == "ours":
        write_pieces(Path(output), stream(store, form))
    elif form == "trig":
        store.dump(output, format=FORMATS[form])
    else:
        store.dump(output, format=FORMATS[form], from_graph=ox.DefaultGraph())
    return time.perf_counter() - begun, own_peak()
