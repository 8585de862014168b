"""Measure what it costs to check one new entry against a store of 1,000 and one of 100,000 projects.

The stores are made once, with entries like those of real lists (see `made_up.py`). The same entry, with a known actor,
a misspelt one and a new one, is read and checked against both in turn, in one process; the median of each counts,
start-up left out. Run it with:
python benchmarks/entries.py [most projects]
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
from made_up import MadeUp

from kg.disk.nameindex import FILE, NameIndex
from kg.disk.store import open_names, open_store, write_version
from kg.disk.workspace import Workspace
from kg.jobs.build import graph_in_memory
from kg.jobs.incoming import Intake
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in
from kg.work.rules import derive, read_rules

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 31
NEEDED = ("super-class", "within")  # what a check rests on; the network of the rest takes longer to derive

ENTRY = """
title: Ett alldeles nytt projekt
identifier: 25-999-S99
owner: Norrbottens Kommuner
start: 2025-09-01
end: 2027-09-01
status: ongoing
fund: ESF+
places: [Norrbottens län, Luleå]
participants:
  - {actor: Region Norrbotten, role: cooperation-partner, level: regional}
  - {actor: Arbetsförmedligen Falun, role: cooperation-partner, level: local}
  - {actor: Lapin liitto, role: cooperation-partner, level: transnational, country: FI}
goals: [{kind: purpose, text: Fler unga i arbete., indicators: [{target: 250, unit: persons}]}]
activities: [{area: guidance, text: Träffar för vägledare.}]
contributions: [{kind: total-budget, amount: 4000000, currency: SEK}]
sources: [{document: projekt.txt, lines: 12-14}]
"""


def main() -> None:
    """Print the medians and their ratio."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.yaml"
        path.write_text(ENTRY, encoding="utf-8")
        sizes = (1_000, most)
        stores = {size: made(Path(folder) / str(size), size) for size in sizes}
        times: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(ROUNDS):
            for size, (store, names) in stores.items():
                knowledge = Knowledge(store, names)
                intake = Intake(Known(knowledge, Matcher(knowledge)))
                start = time.perf_counter()
                findings = [item for examined in intake.examine_file(path) for item in examined.findings]
                times[size].append(time.perf_counter() - start)
                assert any(item.check == "unknown-actor" for item in findings)
        few, many = (statistics.median(times[size][1:]) * 1000 for size in sizes)
        print(f"one entry: {few:.1f} ms at 1,000 projects, {many:.1f} ms at {most:,}: {many / few:.2f}")


def made(folder: Path, size: int) -> tuple[ox.Store, NameIndex]:
    """Return a store of as many projects, and its names."""
    start = time.perf_counter()
    base = graph_in_memory(Workspace(ROOT, folder))

    def fill(store: ox.Store) -> int:
        store.bulk_extend(base)
        store.bulk_extend(MadeUp(size).quads())
        return sum(derive(store, [rule for rule in read_rules() if rule.name in NEEDED]).values())

    write_version(folder, [], fill, names_in)
    names = open_names(folder)
    assert names is not None, FILE
    print(f"{size:,} projects: store and names made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return open_store(folder), names


if __name__ == "__main__":
    main()
