"""Findings as rows of plain values: to hand from process to process, and to lay down on disk."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.disk.written import Place
from kg.work.located import Located
from kg.work.shapes import SEVERITIES, Finding

Row = tuple[Any, ...]

SEVERITY, PROFILE = 0, 1  # places in a row


def row_of(item: Located) -> Row:
    """Return a finding as a row."""
    place, finding = item.place, item.finding
    return (
        finding.severity, finding.profile, str(place.path), place.line, place.sheet, place.cell, place.column, item.key,
        item.check, item.about, finding.focus, finding.shape, finding.path, finding.value, finding.linked,
        dict(finding.name), dict(finding.message),
    )  # fmt: skip


def located_of(row: Row) -> Located:
    """Return the finding that a row tells of."""
    severity, profile, path, line, sheet, cell, column, key, check, about, focus, shape, property_, value, *rest = row
    linked, name, message = rest
    place = Place(Path(path), line, sheet, cell, column)
    return Located(
        place, key, check, Finding(focus, shape, severity, profile, property_, value, linked, name, message), about
    )


def order_of(item: Located) -> str:
    """Return what `Located.order` puts findings of one file in order by, as one text, so that it can lie on disk."""
    finding, place = item.finding, item.place
    _, sheet, line, column, heading = place.order
    return "\0".join((
        str(SEVERITIES.index(finding.severity)), sheet, f"{line:09}", f"{column:06}", heading, item.check,
        finding.focus, finding.shape, finding.severity, finding.profile, finding.path, finding.value,
        str(int(finding.linked)),
    ))  # fmt: skip


def rows_of(items: Iterable[Located]) -> list[Row]:
    """Return findings as rows."""
    return [row_of(item) for item in items]
