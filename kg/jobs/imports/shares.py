"""The reports of the shares of an import, each with all that it counts, and put together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.disk.written import Place
from kg.jobs.imports.document import measure
from kg.jobs.imports.report import EXAMPLES, NAMES, ImportReport, Names, Skipped, Told, Unmatched, first
from kg.work.problem import Problem
from kg.work.shard import Shard

NEAR = 16 * NAMES  # names of a share of which it is told what is near: those that most shares have often are among them

_SUMS = ("read", "used", "projects", "entries", "participations", "added", "changed", "unchanged", "lacking")


def describe(report: ImportReport, shard: Shard) -> dict[str, Any]:
    """Return what the report of a share tells of itself, so that the shares can be put together."""
    return {
        "number": shard.number,
        "of": shard.of,
        "data": measure(report.path).sha256,
        "mapping": report.mapping,
        "file": str(report.path),
        "dry_run": report.dry_run,
        "counts": {name: getattr(report, name) for name in _SUMS},
        "limited": report.limited,
        "gone": report.gone,
        "unread": report.unread,
        "left_out": report.left_out,
        "missing": report.missing,
        "skipped": [[item.check, item.rows, _rows(item.examples)] for item in report.skipped.values()],
        "told": [
            [item.check, item.severity, item.count, item.entries, _rows(item.examples)] for item in report.told.values()
        ],
        "names": report.names,
        "near": {
            "actors": {item.name: item.near for item in report.unmatched_actors},
            "places": {item.name: item.near for item in report.unmatched_places},
        },
    }


def together(parts: Sequence[Mapping[str, Any]]) -> ImportReport:
    """Return the report of the whole; the parts are those of all shares, in any order."""
    first_part = parts[0]
    report = ImportReport(first_part["mapping"], Path(first_part["file"]), first_part["dry_run"])
    for name in _SUMS:
        setattr(report, name, sum(part["counts"][name] for part in parts))
    report.limited = any(part["limited"] for part in parts)
    report.gone = sorted(set.intersection(*(set(part["gone"]) for part in parts)))
    report.unread, report.left_out = tuple(first_part["unread"]), tuple(first_part["left_out"])
    report.missing = tuple((name, tuple(near)) for name, near in first_part["missing"])
    for part in parts:
        for check, rows, examples in part["skipped"]:
            skipped = report.skipped.setdefault(check, Skipped(check))
            skipped.rows += rows
            skipped.examples = first([*skipped.examples, *_problems(examples)])
        for check, severity, count, entries, examples in part["told"]:
            told = report.told.setdefault((check, severity), Told(check, severity))
            told.count += count
            told.entries += entries
            told.examples = first([*told.examples, *_problems(examples)])
    actors, report.unmatched_actors = _names(parts, "actors")
    places, report.unmatched_places = _names(parts, "places")
    report.new_actors, report.new_places = actors, places
    return report


def _names(parts: Iterable[Mapping[str, Any]], kind: str) -> tuple[int, tuple[Unmatched, ...]]:
    """Return how many names the graph does not know, and those that stand most often."""
    sums: Counter[str] = Counter()
    near: dict[str, tuple[str, ...]] = {}
    for part in parts:
        sums.update(part["names"].get(kind, {}))
        near |= {name: tuple(others) for name, others in part["near"][kind].items()}
    most = Names(sums).most()
    return len(sums), tuple(Unmatched(name, count, near.get(name, ())) for name, count in most)


def _rows(problems: Iterable[Problem]) -> list[list[Any]]:
    return [
        [str(item.place.path), item.place.line, item.place.sheet, item.place.cell, item.place.column, item.severity,
         item.check, item.key, item.value, item.sv, item.en]
        for item in problems
    ]  # fmt: skip


def _problems(rows: Iterable[Sequence[Any]]) -> list[Problem]:
    return [Problem(Place(Path(row[0]), *row[1:5]), *row[5:]) for row in rows][:EXAMPLES]
