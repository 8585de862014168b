"""Validating the whole graph: beside pySHACL, growth with the entries, and one process beside several.

pySHACL is run in two ways: over the whole graph at once, as it comes, and over each entry's neighbourhood, which is how
the tests hold our findings to its. The first takes so long with our constraints in SPARQL that it is stopped after a
while; its time is then at least that. Growth is that of the whole command, with start-up and the report in text; at the
largest sizes it alone is measured.
"""

import multiprocessing
import multiprocessing.connection
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from figure import Figure, faster, growth
from measure import Cost, costs, medians, run
from setting import KG, Setting, tell

from kg.disk.workers import cores
from kg.disk.workspace import Workspace
from kg.jobs.validate import validate_parts
from kg.work.neighbourhood import Surroundings
from kg.work.select import text as text_of
from kg.work.shapes import Shapes

TITLE = "Validating the whole graph"
NAME = "validate the whole graph"
COMMAND = "kg validate"
BY_ENTRIES, WHOLE = "pySHACL, entry by entry", "pySHACL, whole graph"
LEAST, MOST_GROWTH = 40, 11
SAMPLE = 40  # entries that pySHACL checks one by one; the others take as long
PATIENCE = 180  # seconds for pySHACL over the whole graph
SMALLEST, LARGE = 1_000, 100_000
WHOLE_COMMAND = "With start-up and the report in text."
MEMORY = "All processes together, each one's most."


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure against pySHACL at the smallest size, one process beside several, and the command at all sizes."""
    for size in setting.sizes:
        if size == SMALLEST or (size < LARGE and not setting.quick):
            yield _beside_others(setting, size)
    yield from _commands(setting)


def _commands(setting: Setting) -> Iterator[Figure]:
    """Measure the command at all sizes in turn, and how it grows: a machine that slows down meets them alike."""
    rounds = setting.rounds_at(max(setting.sizes))
    tell(f"kg validate: {', '.join(f'{size:,}' for size in setting.sizes)} projects in turn, {rounds} rounds")
    found = costs({str(size): partial(_command, setting.built(size)) for size in setting.sizes}, rounds)
    kept = [
        Figure(COMMAND, "s", found[str(size)].seconds, size, rounds=rounds, note=WHOLE_COMMAND)
        for size in setting.sizes
    ]
    yield from kept
    for size in setting.sizes:
        yield Figure(f"{COMMAND}, memory", "MB", found[str(size)].megabytes, size, rounds=rounds, note=MEMORY)
    yield from growth(kept, COMMAND, MOST_GROWTH)


def _command(root: Path) -> Cost:
    return run([str(KG), "--root", str(root), "validate"], ok=(0, 1))


def _beside_others(setting: Setting, size: int) -> Figure:
    """Measure the work without the command: beside one process and, at the smallest size, pySHACL."""
    rounds, store = setting.rounds_at(size), setting.store(size)
    workspace = Workspace(setting.built(size), setting.built(size) / ".kg")
    tell(f"validate: {size:,} projects, {rounds} rounds")
    ours = partial(validate_all, workspace, store)
    ways = {NAME: ours, "one process": partial(ours, jobs=1)}
    if size == SMALLEST:
        ways[BY_ENTRIES] = partial(by_pyshacl, store, SAMPLE, workspace)
    times = medians(ways, rounds)
    peers = {"one process": times["one process"]}
    note = f"{cores()} cores; all findings of all profiles."
    if size == SMALLEST:
        peers[BY_ENTRIES] = times[BY_ENTRIES] * size / SAMPLE
        note += f" pySHACL entry by entry: {SAMPLE} entries, as if all took the same."
        if not setting.quick:
            peers[WHOLE], done = over_everything(store)
            note += "" if done else f" pySHACL over the whole graph was stopped after {PATIENCE} s."
    figure = Figure(NAME, "s", times[NAME], size, peers, rounds=rounds, note=note)
    return faster(figure, WHOLE if WHOLE in peers else BY_ENTRIES, LEAST) if size == SMALLEST else figure


def validate_all(workspace: Workspace, store: Path, jobs: int | None = None) -> None:
    """Check everything."""
    validate_parts(workspace, partial(opened, store), jobs=jobs, from_files=True)


def opened(store: Path) -> ox.Store:
    """Return a built store."""
    return ox.Store.read_only(str(store))


def by_pyshacl(store: Path, count: int, workspace: Workspace) -> None:
    """Check some entries by pySHACL, each on its neighbourhood."""
    graph, shapes = opened(store), Shapes()
    surroundings = Surroundings(graph)
    for source in workspace.entries()[:: max(1, SMALLEST // count)][:count]:
        own = [quad.triple for quad in graph.quads_for_pattern(None, None, None, ox.NamedNode(source.graph))]
        shapes.referee(surroundings.of(own), {text_of(triple.subject) for triple in own})


def over_everything(store: Path) -> tuple[float, bool]:
    """Return how long pySHACL takes over the whole graph, reading it left out; and whether it came to an end."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_whole, args=(store, there), daemon=True)
    process.start()
    here.recv()  # it has read the graph
    start = time.perf_counter()
    done = here.poll(PATIENCE)
    spent = time.perf_counter() - start
    process.kill()
    process.join()
    return spent, done


def _whole(store: Path, there: "multiprocessing.connection.Connection") -> None:
    import warnings

    import pyshacl

    from kg.disk.bridge import to_rdflib
    from kg.disk.resources import resource, turtle_files

    files = [*turtle_files(resource("shapes")), *turtle_files(resource("shapes") / "profiles")]
    shapes = to_rdflib([quad.triple for path in files for quad in ox.parse(path=path)])
    data = to_rdflib({quad.triple for quad in opened(store)})
    there.send("ready")
    warnings.simplefilter("ignore")
    pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, inplace=True)
    there.send("done")


if __name__ == "__main__":
    for figure in figures(Setting(sizes=(SMALLEST,), quick=True)):
        print(figure)
