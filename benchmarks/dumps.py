"""Measure each RDF format of the dataset against pyoxigraph's bare dump of the same statements to that format.

The graph is that of made-up projects (see `generate.py`), built as any workspace is. The bare dump is `Store.dump` to
a file, from a store on disk that holds the same statements: in the default graph for formats that know no graphs.
Ours is what `kg export` writes. Each is measured in a process of its own, in turn; the medians and the most memory
count. Run it with: python benchmarks/dumps.py [--projects 1000 10000] [--rounds 3] [--root BUILT_WORKSPACE]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox
from generate import write_workspace
from made_up import MadeUp

from kg.disk.files import write_pieces
from kg.disk.store import open_store
from kg.disk.workspace import Workspace
from kg.jobs.build import build
from kg.jobs.export import quads_of, stream

FORMATS = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
Cost = tuple[float, int]  # seconds, megabytes at most


def main() -> None:
    """Print a line for each format and size."""
    parser = argparse.ArgumentParser(description="Measure the dumps.")
    parser.add_argument("--projects", type=int, nargs="+", default=[1000, 10_000], help="how many, one size or several")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured")
    parser.add_argument("--root", type=Path, help="a workspace that is built already, instead of made-up projects")
    given = parser.parse_args()
    for size in [0] if given.root else given.projects:
        with tempfile.TemporaryDirectory() as folder, made(given.root, size, Path(folder)) as store:
            compare(store, Path(folder), given.rounds)


@contextmanager
def made(root: Path | None, size: int, folder: Path) -> Iterator[Path]:
    """Give the folder of a built store: of a workspace, or of made-up projects."""
    if root is None:
        root = folder / "workspace"
        write_workspace(MadeUp(size), root)
        build(Workspace(root, root / ".kg"))
        print(f"{size:,} projects:", flush=True)
    yield root / ".kg"


def compare(built: Path, folder: Path, rounds: int) -> None:
    """Print what each format costs us and the bare dump, and the ratio."""
    store = open_store(built)
    quads = quads_of(store, "data")
    fill(folder / "graphs", quads)
    fill(folder / "triples", (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads))
    print(f"  {len(quads):,} statements", flush=True)
    del quads, store
    for form in FORMATS:
        bare_store = folder / ("graphs" if form == "trig" else "triples")
        costs: dict[str, list[Cost]] = {"ours": [], "bare": []}
        for _ in range(rounds):
            costs["bare"].append(alone("bare", str(bare_store), form, str(folder / "bare")))
            costs["ours"].append(alone("ours", str(built), form, str(folder / "ours")))
        ours, bare = (statistics.median(seconds for seconds, _ in costs[who]) for who in ("ours", "bare"))
        memory, peer = (max(most for _, most in costs[who]) for who in ("ours", "bare"))
        size = (folder / "ours").stat().st_size / 1e6
        print(f"  {form:<9} {ours:6.2f} s / {bare:6.2f} s = {ours / bare:.2f}; {size:.0f} MB; "
              f"memory {memory} MB / {peer} MB", flush=True)  # fmt: skip


def fill(place: Path, quads: Iterable[ox.Quad]) -> None:
    """Make a store on disk."""
    store = ox.Store(str(place))
    store.bulk_extend(quads)
    store.optimize()
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
    return time.perf_counter() - begun, peak()


def peak() -> int:
    """Return the most memory that this process has held, in megabytes; `getrusage` would tell of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main()
