"""Workbooks: a workbook of 500 projects and 5,000 rows is checked, in whole processes of `kg validate`.

The workbook is the template, filled in with participants, goals and money by chance.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from figure import Figure
from measure import costs, run
from openpyxl.worksheet.worksheet import Worksheet
from setting import KG, ROOT, Setting, tell

from kg.jobs.template import template

TITLE = "Workbooks"
PROJECTS, PARTICIPANTS, GOALS, MONEY = 500, 2_500, 1_000, 1_000
ACTORS = ("Region Norrbotten", "Mora kommun", "Arbetsförmedlingen Falun", "Luleå kommun", "Försäkringskassan")


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "projekt.xlsx"
        path.write_bytes(template("xlsx", "sv"))
        rows = fill(path)
        rounds = min(3, setting.rounds)
        tell(f"workbook: {rows:,} rows, {rounds} rounds")
        store = Path(folder) / ".kg"
        root = ["--root", str(ROOT), "--store", str(store)]
        run([str(KG), *root, "build"])
        cost = costs({"": lambda: run([str(KG), *root, "--lang", "sv", "validate", str(path)], ok=(0, 1))}, rounds)[""]
        yield Figure(f"check a workbook of {PROJECTS} projects and {rows:,} rows", "s", cost.seconds, rounds=rounds,
                     note="In a workspace of the repository's own twelve projects.")  # fmt: skip


def fill(path: Path) -> int:
    """Fill in the template and return how many rows it then has."""
    chance = random.Random(7)
    book = openpyxl.load_workbook(path)
    names = [f"projekt-{number}" for number in range(PROJECTS)]
    forms: dict[str, list[dict[str, str | int]]] = {
        "Projekt": [
            {"kortnamn": name, "titel (sv)": f"Projektet {name}", "projektägare": chance.choice(ACTORS),
             "start": "2019-01-01", "slut": "2021-12-31", "platser": "Norrbottens län; Luleå", "dokument": "lista.txt"}
            for name in names
        ],
        "Deltagare": [
            {"projekt": chance.choice(names), "aktör": chance.choice((*ACTORS, f"Bolaget {number % 700} AB")),
             "roll": "samarbetspartner", "nivå": "lokal", "status": "faktiskt"}
            for number in range(PARTICIPANTS)
        ],
        "Mål": [
            {"projekt": chance.choice(names), "slag": "syfte", "text (sv)": f"Mål {number}", "målvärde": 10 + number,
             "enhet": "personer"}
            for number in range(GOALS)
        ],
        "Finansiering": [
            {"projekt": chance.choice(names), "slag": "medfinansiering", "belopp": 1000 * (1 + number), "valuta": "SEK"}
            for number in range(MONEY)
        ],
    }  # fmt: skip
    for sheet, rows in forms.items():
        write(book[sheet], rows)
    book.save(path)
    return sum(map(len, forms.values()))


def write(sheet: Worksheet, rows: list[dict[str, str | int]]) -> None:
    """Write rows below those that a sheet has."""
    columns = {str(cell.value).strip(" *"): cell.column for cell in sheet[1] if cell.value}
    for number, row in enumerate(rows, start=sheet.max_row + 1):
        for key, value in row.items():
            sheet.cell(number, columns[key], value)
