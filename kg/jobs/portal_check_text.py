"""A report on what is to be published, as text or JSON."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from kg.jobs.portal_check import PortalReport
from kg.work.portal.check.problem import Problem
from kg.work.portal.check.score import DIMENSIONS, Measured
from kg.work.portal.check.shapes import NO_NAME

_LISTED = 5  # places told of one thing to mend
_WIDTH = 36
_HEADS = {
    "violation": ("Att rätta", "To mend"),
    "warning": ("Att tänka på", "To think about"),
    "info": ("Att känna till", "To know"),
}
_DIMENSIONS = {
    "findability": ("Upptäckbarhet", "Findability"),
    "accessibility": ("Åtkomlighet", "Accessibility"),
    "interoperability": ("Interoperabilitet", "Interoperability"),
    "reusability": ("Återanvändbarhet", "Reusability"),
    "contextuality": ("Kontext", "Contextuality"),
}


def as_text(report: PortalReport, lang: str) -> str:
    """Return a report for a person: what to mend, warnings, the score with what would raise it, and the stars."""
    sv = lang == "sv"
    lines = [_summary(report, sv=sv)]
    for severity in _HEADS:
        if found := report.of(severity):
            lines += ["", f"{_HEADS[severity][not sv]}: {len(found)}", *_told(found, sv=sv)]
    lines += ["", *_score(report, sv=sv), "", _stars(report, sv=sv), "", _verdict(report, sv=sv)]
    return "\n".join(lines) + "\n"


def _summary(report: PortalReport, *, sv: bool) -> str:
    told = report.told
    parts = [
        _count(told.catalogues, ("katalog", "kataloger") if sv else ("catalogue", "catalogues")),
        _count(told.datasets, ("datamängd", "datamängder") if sv else ("dataset", "datasets")),
        _count(told.distributions, ("distribution", "distributioner") if sv else ("distribution", "distributions")),
        _count(told.services, ("datatjänst", "datatjänster") if sv else ("data service", "data services")),
    ]
    if told.files:
        parts.append(_count(told.files, ("fil", "filer") if sv else ("file", "files")))
    return f"{report.path}: {', '.join(parts)}"


def _count(number: int, words: tuple[str, str]) -> str:
    return f"{number} {words[number != 1]}"


def _told(problems: tuple[Problem, ...], *, sv: bool) -> Iterator[str]:
    """Yield each thing to mend once, with the places where it stands."""
    for (check, text), group in groupby(problems, key=lambda one: (one.check, one.sv if sv else one.en)):
        found = list(group)
        yield f"  {text} [{check}]"
        for one in found[:_LISTED]:
            place = one.where if one.where != NO_NAME else "en nod utan namn" if sv else "a node without a name"
            yield f"      {_seen(': '.join(filter(None, (place, one.value)))) or '-'}"
        if len(found) > _LISTED:
            yield f"      {'och' if sv else 'and'} {len(found) - _LISTED} {'till' if sv else 'more'}"


def _seen(text: str) -> str:
    """Return what stands in a file of others on one line, with what could steer a terminal made visible."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _score(report: PortalReport, *, sv: bool) -> Iterator[str]:
    score = report.score
    total = f"{_number(score.points, sv=sv)} {'av' if sv else 'of'} 405"
    name = "Europeisk metadatakvalitet (MQA)" if sv else "European metadata quality (MQA)"
    yield f"{name}: {total}, {score.rating('sv' if sv else 'en')}"
    if score.unchecked:
        rest = _number(score.best_possible, sv=sv)
        yield (
            f"  {score.unchecked} poäng kräver att adresser provas på webben och räknas inte; som mest {rest}"
            if sv
            else f"  {score.unchecked} points need addresses to be tried on the web and are not counted; at most {rest}"
        )
    for dimension in DIMENSIONS:
        points, most = score.dimension(dimension)
        yield f"  {_DIMENSIONS[dimension][not sv]:<{_WIDTH}} {_number(points, sv=sv):>6} / {most}"
        for one in score.measured:
            if one.indicator.dimension == dimension:
                yield _indicator(one, sv=sv)
    if raising := sorted((one for one in score.measured if one.lost > 0), key=lambda one: -one.lost):
        yield "  Höjer poängen:" if sv else "  Raises the score:"
        for one in raising:
            gain = _number(round(one.lost, 1), sv=sv)
            yield f"    +{gain}: {one.indicator.raise_sv if sv else one.indicator.raise_en}"


def _indicator(one: Measured, *, sv: bool) -> str:
    name = one.indicator.name_sv if sv else one.indicator.name_en
    if one.count is None:
        return f"    {name:<{_WIDTH}} {'–':>4} / {one.indicator.points:<3} {'inte provat' if sv else 'not tried'}"
    share = f"{one.count} {'av' if sv else 'of'} {one.population}"
    return f"    {name:<{_WIDTH}} {_number(round(one.points, 1), sv=sv):>4} / {one.indicator.points:<3} {share}"


def _number(value: float, *, sv: bool) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if sv else text


def _stars(report: PortalReport, *, sv: bool) -> str:
    stars = report.stars
    shown = "★" * stars.number + "☆" * (5 - stars.number)
    return f"{'Öppna data' if sv else 'Open data'}: {shown} ({stars.number}): {stars.sv if sv else stars.en}"


def _verdict(report: PortalReport, *, sv: bool) -> str:
    wrong, doubts = len(report.of("violation")), len(report.of("warning"))
    if report.ok:
        words = "Redo att skördas" if sv else "Ready to be harvested"
    else:
        words = "Inte redo att skördas" if sv else "Not ready to be harvested"
    if sv:
        return f"{words}: {wrong} fel, {_count(doubts, ('varning', 'varningar'))}"
    return f"{words}: {_count(wrong, ('error', 'errors'))}, {_count(doubts, ('warning', 'warnings'))}"


def as_json(report: PortalReport) -> str:
    """Return a report for a program, with words in both languages."""
    document: dict[str, Any] = {
        "path": report.path,
        "file": report.file,
        "ok": report.ok,
        "told": vars(report.told),
        "problems": [
            {
                "severity": one.severity,
                "check": one.check,
                "where": one.where or None,
                "value": one.value or None,
                "message": {"sv": one.sv, "en": one.en},
            }
            for one in report.problems
        ],
        "score": _score_document(report),
        "stars": {"number": report.stars.number, "reason": {"sv": report.stars.sv, "en": report.stars.en}},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _score_document(report: PortalReport) -> dict[str, Any]:
    score = report.score
    return {
        "points": score.points,
        "maximum": 405,
        "unchecked": score.unchecked,
        "rating": {"sv": score.rating("sv"), "en": score.rating("en")},
        "dimensions": {
            name: {"points": score.dimension(name)[0], "maximum": score.dimension(name)[1]} for name in DIMENSIONS
        },
        "indicators": [
            {
                "dimension": one.indicator.dimension,
                "name": one.indicator.name,
                "points": round(one.points, 2),
                "maximum": one.indicator.points,
                "count": one.count,
                "population": one.population,
                "raise": {"sv": one.indicator.raise_sv, "en": one.indicator.raise_en} if one.lost > 0 else None,
            }
            for one in score.measured
        ],
    }
