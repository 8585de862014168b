"""Make a workspace of made-up projects: entries, registers, and a list of the mistakes that are meant.

The same seed gives the same bytes. Everything can be built (`kg --root DIR build`), and conforms (`kg --root DIR
validate`) but for the share that is asked for, one mistake an entry, listed in DIR/mistakes.csv. Run it with:
python benchmarks/generate.py --projects 10000 -o DIR [--seed 7] [--mistakes 0.01]
"""

import argparse
import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from made_up import REGISTERS, SEED, MadeUp

from kg.disk.turtle import write_turtle
from kg.terms import ID

PLACES = ("areas", "countries", "places")


def main() -> None:
    """Read what is asked for and make it."""
    parser = argparse.ArgumentParser(description="Make a workspace of made-up projects.")
    parser.add_argument("--projects", type=int, default=1000, help="how many")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder, which must not exist or be empty")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same")
    parser.add_argument("--mistakes", type=float, default=0.0, help="the share of entries with a mistake, 0 to 1")
    given = parser.parse_args()
    if given.output.exists() and any(given.output.iterdir()):
        parser.error(f"{given.output} is not empty")
    world = MadeUp(given.projects, given.seed, given.mistakes)
    write_workspace(world, given.output)
    print(f"{given.projects:,} projects, {world.actors:,} organisations, {len(world.wrong):,} mistakes: {given.output}")


def write_workspace(world: MadeUp, folder: Path) -> None:
    """Write a workspace, an entry at a time."""
    entries, registers = folder / "data" / "entries", folder / "data" / "registers"
    for place in (entries, registers):
        place.mkdir(parents=True)
    for name in PLACES:
        shutil.copyfile(REGISTERS / f"{name}.ttl", registers / f"{name}.ttl")
    write(registers / "organisations.ttl", world.organisations())
    write(registers / "documents.ttl", world.documents())
    with (folder / "mistakes.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("entry", "mistake"))
        for entry in world.entries():
            write(entries / f"{entry.slug}.ttl", entry.triples, own=f"{ID}project/{entry.slug}#")
            if entry.mistake:
                rows.writerow((entry.slug, entry.mistake))


def write(path: Path, triples: Iterable[ox.Triple], own: str | None = None) -> None:
    """Write a Turtle file, in its one form."""
    path.write_text(write_turtle(triples, own=own), encoding="utf-8")


if __name__ == "__main__":
    main()
