"""Imports: a made-up list of 20,000 rows, read, matched, checked and written, and once more, unchanged; real lists too.

The list is made from a seed: Swedish projects with a beneficiary (a municipality or an invented company), one to
three municipalities, money and dates. Whole processes of `kg import` into a copy of the repository's data. Real lists
are measured where a folder with them is named (`make bench SAMPLES=folder`).
"""

import csv
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figure import Figure
from made_up_entry import TITLES
from made_up_words import word
from measure import run
from setting import KG, ROOT, Setting, tell

TITLE = "Imports"
SAMPLES = {
    "esf-plus-operations": "esfplus-operations*.csv",
    "kohesio": "kohesio-operations-*.csv",
    "norway-eu": "norway-eu-*.csv",
    "tillvaxtverket": "tillvaxtverket-*.json",
}
QUICK_ROWS = 1_000
ROWS = 20_000
SEED = 20261122
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


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure the made-up list, and the real ones in the folder of samples, if one is named."""
    rows = QUICK_ROWS if setting.quick else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path, mapping = Path(folder) / "list.csv", Path(folder) / "made-up.yaml"
        write_list(path, rows)
        mapping.write_text(MAPPING, encoding="utf-8")
        yield from _imported(f"a made-up list of {rows:,} rows", str(mapping), path)
    for name, listed in samples(setting.samples).items():
        yield from _imported(f"{listed.name}, a real list", name, listed)


def samples(folder: Path | None) -> dict[str, Path]:
    """Return the real lists of a folder, by the mapping that reads each."""
    found = {name: path for name, pattern in SAMPLES.items() for path in sorted((folder or ROOT).glob(pattern))}
    return found if folder else {}


def _imported(name: str, mapping: str, path: Path) -> Iterator[Figure]:
    """Yield what the import of a list costs the first time, and again when nothing has changed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "data", root / "data")
        run([str(KG), "--root", folder, "build"])
        before = len(list((root / "data" / "entries").iterdir()))
        for time in ("first", "again, unchanged"):
            tell(f"import: {name}, {time}")
            cost = run([str(KG), "--root", folder, "import", mapping, str(path)], ok=(0, 1))
            made = len(list((root / "data" / "entries").iterdir())) - before
            yield Figure(
                f"import {name}, {time}",
                "s",
                cost.seconds,
                note=f"{made:,} entries; {cost.megabytes:,.0f} MB. One round: it changes the workspace.",
            )
            run([str(KG), "--root", folder, "build"])


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
