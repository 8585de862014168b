"""Measure the import of a list of 20,000 rows, read, matched, checked and written, and of it once more, unchanged.

The list is made up from a seed: Swedish projects with a beneficiary (a municipality or an invented company), one to
three municipalities, money and dates. Run it with: python benchmarks/importing.py [ROWS]
"""

import csv
import random
import resource
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from made_up import TITLES
from made_up_words import word

from kg.disk.workspace import Workspace
from kg.jobs.build import build
from kg.jobs.import_list import Import, import_list, load_mapping, open_known
from kg.jobs.imports.report import ImportReport

ROWS = 20_000
SEED = 20261122
ROOT = Path(__file__).resolve().parent.parent
MAPPING = """
name: made-up
title: {sv: En påhittad lista, en: A made-up list}
entry:
  identifier: Dnr
  title: {sv: Projekt}
  start: {column: Start, date: dd.mm.yyyy}
  end: {column: Slut, date: dd.mm.yyyy}
  status: {column: Läge, values: {Pågår: ongoing, Avslutad: completed}}
  fund: {constant: erdf}
  owner: Stödmottagare
  places:
    - {municipality: {column: Kommuner, split: ","}}
  contributions:
    - kind: {constant: total-budget}
      amount: {column: Total, number: {decimal: ",", thousands: space, round: yes}, needed: yes}
      currency: {constant: SEK}
    - kind: {constant: granted-support}
      amount: {column: Stöd, number: {decimal: ",", thousands: space, round: yes}, needed: yes}
      currency: {constant: SEK}
"""
HEADINGS = ("Dnr", "Projekt", "Stödmottagare", "Start", "Slut", "Läge", "Kommuner", "Total", "Stöd")
TOWNS = (
    "Ale",
    "Boden",
    "Falun",
    "Gävle",
    "Habo",
    "Kiruna",
    "Luleå",
    "Lund",
    "Mora",
    "Nora",
    "Orsa",
    "Sala",
    "Umeå",
    "Ystad",
)
COMPANIES = 1_500


def main() -> None:
    """Print how long the import takes, and how much memory."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "data", root / "data")
        workspace = Workspace(root, root / ".kg")
        build(workspace)
        path, mapping = root / "list.csv", root / "made-up.yaml"
        write_list(path, rows)
        mapping.write_text(MAPPING, encoding="utf-8")
        for name in ("first", "again"):
            begun = time.perf_counter()
            report = bring(workspace, mapping, path)
            spent = time.perf_counter() - begun
            usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
            memory = usage[0].ru_maxrss // 1024
            reckoning = [f"{one.ru_utime + one.ru_stime:.0f}" for one in usage]
            print(
                f"{name}: {report.read} rows, {report.entries} entries, {report.skipped_rows} reported, "
                f"{report.new_actors} new actors, {report.added} added, {report.unchanged} unchanged: "
                f"{spent:.0f} s, {1000 * spent / max(1, report.read):.1f} ms a row, {memory} MB; seconds of reckoning "
                f"so far, here and in the helpers: {' + '.join(reckoning)}",
                flush=True,
            )
            build(workspace)


def bring(workspace: Workspace, mapping: Path, path: Path) -> ImportReport:
    """Import a list."""
    task = Import(workspace, load_mapping(mapping), path)
    return import_list(task, open_known(workspace), partial(open_known, workspace))


def write_list(path: Path, rows: int, seed: int = SEED) -> None:
    """Write a list of made-up projects; the same seed gives the same bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(HEADINGS)
        for number in range(1, rows + 1):
            town = chance.choice(TOWNS)
            owner = f"{town}s kommun" if town.endswith(("n", "d")) and chance.random() < 0.2 else company(chance)
            year, total = chance.randint(2014, 2020), chance.randint(200, 90_000) * 1000 + chance.randint(0, 999)
            name = f"{chance.choice(TITLES).format(word(number)).capitalize()} i {town}"
            writer.writerow((
                f"P{number:06}", name, owner, f"01.{chance.randint(1, 12):02}.{year}",
                f"28.{chance.randint(1, 12):02}.{year + chance.randint(1, 3)}", chance.choice(("Pågår", "Avslutad")),
                ", ".join(dict.fromkeys([town, *chance.sample(TOWNS, chance.randint(0, 2))])),
                f"{total:,}".replace(",", " ") + ",50", f"{total // 2:,}".replace(",", " "),
            ))  # fmt: skip


def company(chance: random.Random) -> str:
    """Return the name of a company that does not exist."""
    return f"{word(chance.randrange(COMPANIES)).capitalize()} AB"


if __name__ == "__main__":
    main()
