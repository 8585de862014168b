"""Checking one new entry: what it costs once the command is ready, and whether that hangs on how large the graph is.

The same entry, with a known actor, a misspelt one and a new one, is read and checked against stores of all sizes in
turn, in one process. Made-up workspaces have no register of the repository's actors, so its owner is a made-up one.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from figure import Figure, Goal
from setting import Setting, tell

from kg.disk.nameindex import NameIndex
from kg.disk.store import open_names, open_store
from kg.jobs.incoming import Intake
from kg.terms import ID
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher

TITLE = "One new entry"
NAME = "check one new entry"
ROUNDS = 31
MOST, MOST_GROWTH = 60, 1.3  # ms; times what it costs at the smallest size

ENTRY = """
title: Ett alldeles nytt projekt
identifier: 25-999-S99
owner: OWNER
start: 2025-09-01
end: 2027-09-01
status: ongoing
fund: ESF+
places: [Norrbottens län, Luleå]
participants:
  - {actor: PARTNER, role: cooperation-partner, level: regional}
  - {actor: MISSPELT, role: cooperation-partner, level: local}
  - {actor: Lapin liitto, role: cooperation-partner, level: transnational, country: FI}
goals: [{kind: purpose, text: Fler unga i arbete., indicators: [{target: 250, unit: persons}]}]
activities: [{area: guidance, text: Träffar för vägledare.}]
contributions: [{kind: total-budget, amount: 4000000, currency: SEK}]
sources: [{document: projekt.txt, lines: 12-14}]
"""


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure at all sizes, in turn."""
    tell(f"one entry: {ROUNDS} rounds at each size")
    stores = {size: opened(setting.built(size) / ".kg") for size in setting.sizes}
    times: dict[int, list[float]] = {size: [] for size in stores}
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: written(Path(folder) / f"{size}.yaml", store) for size, (store, _) in stores.items()}
        for _ in range(ROUNDS + 1):
            for size, (store, names) in stores.items():
                times[size].append(checked(paths[size], store, names))
    medians = {size: statistics.median(kept[1:]) * 1000 for size, kept in times.items()}
    first = min(medians)
    for size, value in medians.items():
        yield Figure(NAME, "ms", value, size, goal=Goal("at most", MOST, "ours"), rounds=ROUNDS)
        if size != first:
            yield Figure(
                f"{NAME}, beside {first:,} projects", "ms", value, size, {f"{first:,} projects": medians[first]},
                value / medians[first], Goal("at most", MOST_GROWTH), ROUNDS,
            )  # fmt: skip


def opened(folder: Path) -> tuple[ox.Store, NameIndex]:
    """Return a built store and its names."""
    names = open_names(folder)
    assert names is not None
    return open_store(folder), names


def written(path: Path, store: ox.Store) -> Path:
    """Write the entry with the names of actors that a store knows."""
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    owner, partner = (
        next(quad.object.value for quad in store.quads_for_pattern(ox.NamedNode(iri), label, None)
             if isinstance(quad.object, ox.Literal))
        for iri in (f"{ID}actor/org-4", f"{ID}actor/org-9")
    )  # fmt: skip
    misspelt = partner[:3] + partner[4:]
    text = ENTRY.replace("OWNER", owner).replace("PARTNER", partner).replace("MISSPELT", misspelt)
    path.write_text(text, encoding="utf-8")
    return path


def checked(path: Path, store: ox.Store, names: NameIndex) -> float:
    """Return the seconds that it takes to check the entry."""
    knowledge = Knowledge(store, names)
    intake = Intake(Known(knowledge, Matcher(knowledge)))
    start = time.perf_counter()
    findings = [item for examined in intake.examine_file(path) for item in examined.findings]
    spent = time.perf_counter() - start
    assert {"unknown-actor", "new-actor"} & {item.check for item in findings}
    return spent


if __name__ == "__main__":
    for figure in figures(Setting(sizes=(1_000, 10_000))):
        print(figure)
