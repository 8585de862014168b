"""What adding did, or would do, in words or for a program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.jobs.add import Added, AddReport
from kg.jobs.validate import Report
from kg.jobs.validation_text import as_text as report_text
from kg.jobs.validation_text import findings_as_dicts
from kg.work.difference import as_dict
from kg.work.difference_text import as_text as difference_text

_STATES = {
    "new": ("ny post", "new entry"),
    "changed": ("ändrad post", "changed entry"),
    "unchanged": ("oförändrad post", "unchanged entry"),
    "refused": ("posten tas inte emot", "entry refused"),
}


def as_text(report: AddReport, lang: str, root: Path, names: Callable[[str], str], *, colour: bool = False) -> str:
    """Return what adding did for a person: the findings, each entry and what it changes, and how to go on.

    Args:
        report: what adding did.
        lang: `sv` or `en`.
        root: paths are told relative to it where they are inside it.
        names: tells the label of a thing by its IRI.
        colour: whether the signs of a difference are coloured.
    """
    lines = [report_text(_validation(report), lang, root).rstrip("\n")]
    for entry in report.entries:
        lines.append(f"\n{_STATES[entry.state][lang != 'sv']}: {entry.title or entry.slug} ({entry.slug})")
        if entry.state in ("new", "changed"):
            lines.append(difference_text(entry.difference, lang, names, colour=colour).rstrip("\n"))
            lines += _contacts(entry, lang)
        lines += _kept(entry, lang)
    lines.append("\n" + _ending(report, lang, root))
    return "\n".join(lines) + "\n"


def _contacts(entry: Added, lang: str) -> list[str]:
    """Return how many contact persons go into the private file; their names are not repeated."""
    if not entry.contacts:
        return []
    where = f"data/contacts/{entry.slug}.ttl"
    if lang == "sv":
        return [
            f"  {entry.contacts} {'kontakt' if entry.contacts == 1 else 'kontakter'} i {where}, som inte publiceras"
        ]
    return [f"  {entry.contacts} {'contact' if entry.contacts == 1 else 'contacts'} in {where}, which is not published"]


def _kept(entry: Added, lang: str) -> list[str]:
    """Return that contact persons stay whom the entry does not give: they may be meant to go."""
    if not entry.kept:
        return []
    where = f"data/contacts/{entry.slug}.ttl"
    if lang == "sv":
        return [f"  {entry.kept} {'kontakt' if entry.kept == 1 else 'kontakter'} behålls i {where}; "
                "ta bort filen om de inte ska vara kvar"]  # fmt: skip
    return [f"  {entry.kept} {'contact stays' if entry.kept == 1 else 'contacts stay'} in {where}; "
            "remove the file if they are to go"]  # fmt: skip


def _ending(report: AddReport, lang: str, root: Path) -> str:
    """Return what was written, and what to do next."""
    files = ", ".join(_relative(path, root) for path in report.files)
    sv = lang == "sv"
    if report.refused:
        return (
            "ingenting skrevs; rätta felen och kör igen" if sv else "nothing was written; mend the errors and run again"
        )
    if not report.files:
        return "ingenting att ändra" if sv else "nothing to change"
    if not report.written:
        return f"skulle skriva {files}" if sv else f"would write {files}"
    return f"skrev {files}; bygg med: kg build" if sv else f"wrote {files}; build with: kg build"


def as_json(report: AddReport, root: Path) -> str:
    """Return what adding did for a program."""
    document: dict[str, Any] = {
        "written": report.written,
        "refused": report.refused,
        "files": [_relative(path, root) for path in report.files],
        "entries": [
            {"entry": entry.slug, "title": entry.title, "state": entry.state, "contacts": entry.contacts,
             "difference": as_dict(entry.difference)}
            for entry in report.entries
        ],
        "findings": findings_as_dicts(_validation(report), root),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _validation(report: AddReport) -> Report:
    return Report(tuple(entry.slug for entry in report.entries), (), "draft", report.located)


def _relative(path: Path, root: Path) -> str:
    path, root = path.resolve(), root.resolve()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
