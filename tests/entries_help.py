"""What the tests of entries share: an intake over a graph, forms from text, and workbooks made from plain text."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyoxigraph as ox
from openpyxl.worksheet.worksheet import Worksheet

from kg.disk.carriers.yaml import read_yaml
from kg.disk.nameindex import NameIndex
from kg.disk.workspace import Workspace
from kg.disk.written import Written
from kg.jobs.add import AddReport, add
from kg.jobs.incoming import Intake
from kg.jobs.incoming import intake_of as workspace_intake
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.entries.metadata import is_signature
from kg.work.entries.reader import read_entry
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher

TODAY = datetime.date(2026, 11, 22)


def known_of(graph: ox.Store, names: NameIndex) -> Known:
    """Return what is known from a store."""
    knowledge = Knowledge(graph, names)
    return Known(knowledge, Matcher(knowledge))


def intake_of(graph: ox.Store, names: NameIndex) -> Intake:
    """Return where entries are handed in to a store, on a day that does not change."""
    return Intake(known_of(graph, names), today=TODAY)


class Workbooks:
    """Makes workbooks from plain text, so that they can be read and compared as the other cases can.

    A line `# Name` begins a sheet; each line below is a row, its cells between `|`. A cell is text, but for
    `=1+1` (a formula, whose result is not in the file), `#2025-09-01` (a date), `#0.4%` (a number shown in per cent)
    and `#12` (a number). A line `merge A2:A4` merges cells.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, path: Path) -> Path:
        """Return the workbook that a text stands for; any other file as it is."""
        if path.suffix != ".book":
            return path
        target = self.folder / f"{path.stem}.xlsx"
        if not target.exists():
            save_workbook(path.read_text(encoding="utf-8"), target)
        return target


def save_workbook(text: str, target: Path) -> None:
    """Write the workbook that a text stands for."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet | None = None
    for line in text.splitlines():
        if line.startswith("# "):
            sheet = book.create_sheet(line[2:].strip())
            row = 0
        elif sheet is not None and line.startswith("merge "):
            sheet.merge_cells(line.removeprefix("merge ").strip())
        elif sheet is not None:
            row += 1
            for column, cell in enumerate(line.split("|"), start=1):
                _fill(sheet, row, column, cell.strip())
    book.save(target)


def _fill(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if not text:
        return
    cell = sheet.cell(row, column)
    if re.fullmatch(r"#\d{4}-\d\d-\d\d", text):
        cell.value = datetime.date.fromisoformat(text[1:])
    elif text.startswith("#") and text.endswith("%"):
        cell.value, cell.number_format = float(text[1:-1]), "0%"
    elif re.fullmatch(r"#-?[\d.]+", text):
        cell.value = float(text[1:]) if "." in text else int(text[1:])
    else:
        cell.value = text


Tree = dict[Path, bytes]


def tree_of(folder: Path) -> Tree:
    """Return every file below a folder, with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def restore(folder: Path, before: Tree) -> None:
    """Make the files below a folder what they were; those that have not changed are not touched."""
    for path, data in tree_of(folder).items():
        if path not in before:
            path.unlink()
        elif data != before[path]:
            path.write_bytes(before[path])
    for path, data in before.items():
        if not path.exists():
            path.write_bytes(data)


def added(workspace: Workspace, *paths: Path, dry_run: bool = False, day: datetime.date = TODAY) -> AddReport:
    """Hand in files to a workspace as it is now."""
    intake = replace(workspace_intake(workspace), today=day)
    return add(workspace, intake, paths, dry_run=dry_run)


def read_text_of(text: str, folder: Path, name: str = "post.yaml") -> list[Written]:
    """Return the forms of a YAML text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(read_yaml(path))


def draft_of(text: str, known: Known, folder: Path) -> Draft:
    """Return the one entry of a YAML text, read."""
    (written,) = read_text_of(text, folder)
    return read_entry(written, known)


def said(draft: Draft) -> list[tuple[str, str]]:
    """Return what is wrong with a draft: severity and check."""
    return [(problem.severity, problem.check) for problem in draft.problems]


def unsigned(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> set[ox.Triple]:
    """Return statements without what signing adds."""
    return {triple for triple in triples if not is_signature(triple, graph)}
