"""Make a workspace of made-up projects: entries, registers, and a list of the mistakes that are meant.

The same seed gives the same bytes, however many processes make them. Everything can be built (`kg --root DIR build`),
and conforms (`kg --root DIR validate`) but for the share that is asked for, one mistake an entry, listed in
DIR/mistakes.csv. Memory does not grow with the number of projects. Run it with:
python benchmarks/generate.py --projects 10000 -o DIR [--seed 7] [--mistakes 0.01] [--jobs 2]
"""

import argparse
import csv
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from made_up import MISTAKE_SHARE, REGISTERS, SEED, MadeUp

PLACES = ("areas", "countries", "places")
AT_ONCE = 1000  # entries that a process makes before it says so

Mistakes = list[tuple[str, str]]  # slug, mistake


def main() -> None:
    """Read what is asked for and make it."""
    parser = argparse.ArgumentParser(description="Make a workspace of made-up projects.")
    parser.add_argument("--projects", type=int, default=1000, help="how many")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder, which must not exist or be empty")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same")
    parser.add_argument("--mistakes", type=float, default=MISTAKE_SHARE, help="the share of entries with a mistake")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; as many as there are cores")
    given = parser.parse_args()
    if given.output.exists() and any(given.output.iterdir()):
        parser.error(f"{given.output} is not empty")
    if given.projects < 0 or given.jobs < 1 or not 0 <= given.mistakes <= 1:
        parser.error("--projects is 0 or more, --jobs 1 or more, --mistakes from 0 to 1")
    world = MadeUp(given.projects, given.seed, given.mistakes)
    write_workspace(world, given.output, given.jobs)
    print(f"{given.projects:,} projects, {world.actors:,} organisations, {len(world.wrong):,} mistakes: {given.output}")


def write_workspace(world: MadeUp, folder: Path, jobs: int = 1) -> None:
    """Write a workspace, some entries at a time."""
    entries, registers = folder / "data" / "entries", folder / "data" / "registers"
    for place in (entries, registers):
        place.mkdir(parents=True)
    for name in PLACES:
        shutil.copyfile(REGISTERS / f"{name}.ttl", registers / f"{name}.ttl")
    for name, pieces in world.registers():
        with (registers / f"{name}.ttl").open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    with (folder / "mistakes.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("entry", "mistake"))
        for number, wrong in enumerate(in_ranges(Writer(world, entries), jobs), start=1):
            rows.writerows(wrong)
            show(min(number * AT_ONCE, world.count), world.count)


@dataclass(frozen=True)
class Writer:
    """What writes some entries into a folder."""

    world: MadeUp
    folder: Path

    def __call__(self, first: int) -> Mistakes:
        """Write the entries from a number on, and return which have mistakes."""
        wrong = []
        for entry in self.world.entries(range(first, min(first + AT_ONCE, self.world.count))):
            with (self.folder / f"{entry.slug}.ttl").open("wb", buffering=0) as file:
                file.write(entry.turtle.encode())
            if entry.mistake:
                wrong.append((entry.slug, entry.mistake))
        return wrong


def in_ranges(write: Writer, jobs: int) -> Iterator[Mistakes]:
    """Yield what each range of numbers gives, in order, made in this process or in some of its own."""
    firsts = range(0, write.world.count, AT_ONCE)
    if jobs == 1 or len(firsts) < 2:
        yield from map(write, firsts)
        return
    with get_context("spawn").Pool(jobs, begin, (write,)) as pool:
        yield from pool.imap(again, firsts)


def show(done: int, count: int) -> None:
    """Show on a terminal how far it has come."""
    if sys.stderr.isatty():
        print(f"\r{done:,} of {count:,}", end="\n" if done == count else "", file=sys.stderr, flush=True)


_WRITERS: list[Writer] = []  # the one of a process of its own, which reads the places once


def begin(write: Writer) -> None:
    """Make a process ready."""
    _WRITERS[:] = [write]


def again(first: int) -> Mistakes:
    """Write a range in a process that is ready."""
    return _WRITERS[0](first)


if __name__ == "__main__":
    main()
