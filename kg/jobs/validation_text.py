"""A validation report as text, JSON or Turtle."""

import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.jobs.validate import Located, Report
from kg.terms import PREFIXES, RDF_TYPE, XSD, compact
from kg.work.shapes import PROFILES
from kg.work.tables import short_iri

_WORDS = {
    "violation": ("fel", "error"),
    "warning": ("varning", "warning"),
    "info": ("upplysning", "note"),
}
_SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def as_text(report: Report, lang: str, root: Path) -> str:
    """Return a report for a person: each finding on a line, what stricter profiles miss, and a sum.

    Args:
        report: the report.
        lang: `sv` or `en`.
        root: paths are told relative to it where they are inside it.
    """
    sv = lang == "sv"
    lines = [_finding_line(item, root, sv=sv) for item in report.counted]
    for profile in PROFILES:
        if profile not in ("draft", report.profile):
            lines += _missed_lines(report, profile, root, sv=sv)
    counts = Counter(item.finding.severity for item in report.counted)
    told = ", ".join(f"{counts[severity]} {_plural(severity, counts[severity], sv=sv)}" for severity in _WORDS)
    one = len(report.entries) == 1
    what = f"{len(report.entries)} {('post' if one else 'poster') if sv else 'entry' if one else 'entries'}"
    if report.registers:
        what += f", {len(report.registers)} {'register' if sv or len(report.registers) == 1 else 'registers'}"
    lines.append(f"{what}, {'profil' if sv else 'profile'} {report.profile}: {told}")
    return "\n".join(lines) + "\n"


def _finding_line(item: Located, root: Path, *, sv: bool) -> str:
    lang = "sv" if sv else "en"
    finding = item.finding
    name = finding.name.get(lang, "") or short_iri(finding.shape)
    name += f" ({compact(finding.path)})" if finding.path else ""
    value = f" [{short_iri(finding.value)}]" if finding.value and finding.value != finding.focus else ""
    word = _WORDS[finding.severity][not sv]
    return f"{_place(item, root)}: {word}: {short_iri(finding.focus)}: {name}{value}: {finding.message.get(lang, '')}"


def _place(item: Located, root: Path) -> str:
    path = item.path.resolve()
    shown = path.relative_to(root.resolve()) if path.is_relative_to(root.resolve()) else item.path
    return f"{shown}:{item.line}" if item.line else str(shown)


def _missed_lines(report: Report, profile: str, root: Path, *, sv: bool) -> list[str]:
    """Return what a profile that was not asked for misses: how many entries lack what."""
    missed = report.missed(profile)
    lacking = {item.path for item in missed}
    ready = len(report.entries) - len(lacking)
    share = f"{ready} {'av' if sv else 'of'} {len(report.entries)} {'är klara' if sv else 'ready'}"
    lines = [f"{profile}: {share}"]
    by_name: dict[str, set[str]] = {}
    for item in missed:
        name = item.finding.name.get("sv" if sv else "en", "") or short_iri(item.finding.path or item.finding.shape)
        by_name.setdefault(name, set()).add(item.path.stem)
    for name, stems in sorted(by_name.items()):
        lines.append(f"  {'saknar' if sv else 'lack'} {name} ({len(stems)}): {', '.join(sorted(stems))}")
    _ = root
    return lines


def _plural(severity: str, count: int, *, sv: bool) -> str:
    one = _WORDS[severity][not sv]
    if count == 1:
        return one
    return {"fel": "fel", "varning": "varningar", "upplysning": "upplysningar"}[one] if sv else one + "s"


def as_json(report: Report, root: Path) -> str:
    """Return a report for a program: every finding of every profile, with texts in both languages."""
    findings = [
        {
            "path": str(item.path),
            "place": _place(item, root),
            "line": item.line or None,
            "severity": item.finding.severity,
            "profile": item.finding.profile or None,
            "counts": item in report.counted,
            "focus": item.finding.focus,
            "property": item.finding.path or None,
            "value": item.finding.value or None,
            "shape": item.finding.shape or None,
            "name": dict(item.finding.name),
            "message": dict(item.finding.message),
        }
        for item in report.located
    ]
    document = {"profile": report.profile, "conforms": report.conforms(), "findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: Report) -> str:
    """Return a report as a SHACL validation report, each result with a name of its own."""
    sh = PREFIXES["sh"]
    whole = ox.NamedNode("urn:samverkan:validation-report")
    boolean = ox.Literal(str(report.conforms()).lower(), datatype=ox.NamedNode(XSD + "boolean"))
    triples = [
        ox.Triple(whole, ox.NamedNode(RDF_TYPE), ox.NamedNode(sh + "ValidationReport")),
        ox.Triple(whole, ox.NamedNode(sh + "conforms"), boolean),
    ]
    for number, item in enumerate(report.counted, start=1):
        node, finding = ox.NamedNode(f"{whole.value}:{number}"), item.finding
        pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            ("focusNode", ox.NamedNode(finding.focus)),
            ("resultSeverity", ox.NamedNode(sh + _SEVERITIES[finding.severity])),
            *(("resultMessage", ox.Literal(text, language=lang)) for lang, text in finding.message.items()),
        ]
        pairs += [("resultPath", ox.NamedNode(finding.path))] if finding.path else []
        pairs += [("sourceShape", ox.NamedNode(finding.shape))] if finding.shape.startswith("http") else []
        if finding.value:
            pairs.append(("value", ox.NamedNode(finding.value) if finding.linked else ox.Literal(finding.value)))
        triples.append(ox.Triple(whole, ox.NamedNode(sh + "result"), node))
        triples.append(ox.Triple(node, ox.NamedNode(RDF_TYPE), ox.NamedNode(sh + "ValidationResult")))
        triples += [ox.Triple(node, ox.NamedNode(sh + name), value) for name, value in pairs]
    return write_turtle(triples)
