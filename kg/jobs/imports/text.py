"""The report of an import, as text for a person and as JSON for a program."""

import json
from collections.abc import Mapping, Sequence

from kg.disk.written import Place
from kg.jobs.imports.report import NAMES, ImportReport, Unmatched
from kg.work.problem import Problem


def as_json(report: ImportReport, shard: Mapping[str, object] | None = None) -> str:
    """Return a report for a program: counts, findings with examples in both languages, names that were not found.

    Args:
        report: the report.
        shard: what the report of a share is put together with others by.
    """
    document = {
        "mapping": report.mapping,
        "file": str(report.path),
        "dry_run": report.dry_run,
        "rows": {"read": report.read, "in_entries": report.used, "reported": report.skipped_rows,
                 "limited": report.limited},
        "entries": {"made": report.entries, "added": report.added, "changed": report.changed,
                    "unchanged": report.unchanged},
        "participations": report.participations,
        "new_actors": report.new_actors,
        "skipped": [
            {"check": item.check, "rows": item.rows, "examples": [_problem(example) for example in item.examples]}
            for item in sorted(report.skipped.values(), key=lambda item: (-item.rows, item.check))
        ],
        "findings": [
            {"check": item.check, "severity": item.severity, "count": item.count, "entries": item.entries,
             "share": round(item.entries / _whole(report), 4),
             "examples": [_problem(example) for example in item.examples]}
            for item in report.findings
        ],
        "gone": report.gone,
        "unmatched_actors": [_name(item) for item in report.unmatched_actors],
        "unmatched_places": [_name(item) for item in report.unmatched_places],
        "columns": {
            "unknown_to_mapping": list(report.unread),
            "left_out": list(report.left_out),
            "missing": [{"column": name, "near": list(near)} for name, near in report.missing],
        },
    }  # fmt: skip
    document |= {"shard": shard} if shard is not None else {}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _whole(report: ImportReport) -> int:
    """Return how many projects were read, at least one."""
    return max(1, report.projects)


def _name(item: Unmatched) -> dict[str, object]:
    return {"name": item.name, "count": item.count, "near": list(item.near)}


def _problem(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "place": place.text("en"), "line": place.line or None, "column": place.column or None,
        "sheet": place.sheet or None, "cell": place.cell or None, "key": problem.key or None,
        "value": problem.value or None, "message": {"sv": problem.sv, "en": problem.en},
    }  # fmt: skip


def as_text(report: ImportReport, lang: str) -> str:
    """Return a report for a person.

    Args:
        report: the report.
        lang: `sv` or `en`.
    """
    words = _Words(report, lang)
    parts = (words.rows, words.columns, words.skipped, words.findings, words.names, words.gone, words.last)
    return "\n".join(line for part in parts for line in part()) + "\n"


class _Words:
    """A report in one language."""

    def __init__(self, report: ImportReport, lang: str) -> None:
        self.report = report
        self.lang = lang
        self.sv = lang == "sv"

    def say(self, en: str, sv: str) -> str:
        return sv if self.sv else en

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}") if self.sv else f"{value:,}"

    def share(self, part: int, whole: int) -> str:
        if not whole:
            return ""
        text = f"{100 * part / whole:.1f}"
        return f"{text.replace('.', ',')} %" if self.sv else f"{text} %"

    def place(self, place: Place) -> str:
        return place.text(self.lang, place.path.name)

    def rows(self) -> list[str]:
        report, number = self.report, self.number
        counts = (
            ("rows read", "rader lästa", report.read),
            ("rows in entries", "rader i poster", report.used),
            ("rows reported", "rader rapporterade", report.skipped_rows),
            ("entries", "poster", report.entries),
            ("participations", "deltaganden", report.participations),
            ("new actors", "nya aktörer", report.new_actors),
        )
        lines = [
            self.say(f"{report.path} by the mapping {report.mapping}",
                     f"{report.path} enligt mappningen {report.mapping}"),
            *(f"  {self.say(en, sv):<18} {number(count):>9}" for en, sv, count in counts),
        ]  # fmt: skip
        if report.limited:
            lines.append(
                self.say("  only the first rows were read (--limit)", "  bara de första raderna lästes (--limit)")
            )
        return lines

    def columns(self) -> list[str]:
        report, lines = self.report, []
        for name, near in report.missing:
            if near:
                asked = self.say(f"is it {' or '.join(near)}?", f"är det {' eller '.join(near)}?")
                lines.append(self.say(f'  no column "{name}"; {asked}', f'  ingen kolumn "{name}"; {asked}'))
        if others := ", ".join(name for name, near in report.missing if not near):
            lines.append(self.say(f"  the file has no column for: {others}", f"  filen har ingen kolumn för: {others}"))
        if report.unread:
            named = ", ".join(report.unread)
            lines.append(self.say(f"  not in the mapping: {named}", f"  finns inte i mappningen: {named}"))
        if report.left_out:
            named = ", ".join(report.left_out)
            lines.append(self.say(f"  left out by the mapping: {named}", f"  utelämnas av mappningen: {named}"))
        return ["", self.say("Columns", "Kolumner"), *lines] if lines else []

    def skipped(self) -> list[str]:
        report = self.report
        lines = []
        for item in sorted(report.skipped.values(), key=lambda item: (-item.rows, item.check)):
            share = self.share(item.rows, report.read)
            rows = self.say("row" if item.rows == 1 else "rows", "rad" if item.rows == 1 else "rader")
            lines.append(f"  {item.check}: {self.number(item.rows)} {rows} ({share})")
            lines += [f"    {self.example(example)}" for example in item.examples]
        return ["", self.say("Rows that made no entry", "Rader som inte blev någon post"), *lines] if lines else []

    def findings(self) -> list[str]:
        report, lines = self.report, []
        for item in report.findings:
            word = _SEVERITY_WORDS[item.severity][not self.sv]
            share = self.share(item.entries, _whole(report))
            times = self.say(f"{self.number(item.count)} in {self.number(item.entries)} entries ({share})",
                             f"{self.number(item.count)} i {self.number(item.entries)} poster ({share})")  # fmt: skip
            lines.append(f"  {word}: {item.check}: {times}")
            lines += [f"    {self.example(example)}" for example in item.examples]
        return ["", self.say("Findings", "Anmärkningar"), *lines] if lines else []

    def example(self, problem: Problem) -> str:
        return f"{self.place(problem.place)}: {problem.sv if self.sv else problem.en}"

    def names(self) -> list[str]:
        report = self.report
        return [
            *self._names(report.unmatched_actors, report.new_actors,
                         self.say("Actors that the graph did not know", "Aktörer som grafen inte kände")),
            *self._names(report.unmatched_places, report.new_places,
                         self.say("Places that were not found", "Platser som inte hittades")),
        ]  # fmt: skip

    def _names(self, names: Sequence[Unmatched], total: int, title: str) -> list[str]:
        lines = []
        for item in names:
            near = ", ".join(item.near)
            asked = self.say(f"  near: {near}", f"  nära: {near}") if near else ""
            lines.append(f"  {self.number(item.count):>7}  {item.name}{asked}")
        if total > len(names) and names:
            rest = self.number(total - len(names))
            lines.append(self.say(f"           and {rest} more", f"           och {rest} till"))
        return ["", f"{title}: {self.number(total)}", *lines] if lines else []

    def gone(self) -> list[str]:
        """Return the entries that the list no longer has."""
        gone = self.report.gone
        if not gone:
            return []
        named = ", ".join(gone[:NAMES]) + (" …" if len(gone) > NAMES else "")
        count = self.number(len(gone))
        title = self.say("Entries that the list no longer has, left as they are",
                         "Poster som listan inte längre har, lämnade som de är")  # fmt: skip
        return ["", f"{title}: {count}", f"  {named}"]

    def last(self) -> list[str]:
        report, number = self.report, self.number
        if report.dry_run:
            return ["", self.say("Nothing was written (--dry-run).", "Inget skrevs (--dry-run).")]
        added, changed, same = number(report.added), number(report.changed), number(report.unchanged)
        counts = self.say(f"{added} entries added, {changed} changed, {same} as before",
                          f"{added} poster tillagda, {changed} ändrade, {same} som förut")  # fmt: skip
        build = self.say("build the graph anew with: kg build", "bygg om grafen med: kg build")
        return ["", f"{counts}; {build}" if report.added + report.changed else counts]


_SEVERITY_WORDS = {"violation": ("fel", "error"), "warning": ("varning", "warning"), "info": ("upplysning", "note")}
