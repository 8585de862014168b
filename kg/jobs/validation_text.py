"""A validation report as text, JSON or Turtle."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.runs import Runs
from kg.disk.turtle import write_turtle
from kg.jobs.validate import Located, Report
from kg.terms import PREFIXES, RDF_TYPE, XSD, compact
from kg.work.form import the_form
from kg.work.select import text as text_of
from kg.work.shapes import PROFILES, Finding
from kg.work.tables import short_iri

_WORDS = {
    "violation": ("fel", "error"),
    "warning": ("varning", "warning"),
    "info": ("upplysning", "note"),
}
LISTED = 12
AT_ONCE = 64  # findings that are written together
READER = PREFIXES["samsh"] + "ReaderConstraintComponent"  # of what the reader of entries finds, without a shape
# Constraints that look at one value after the other, and at all values of a property together.
_OF_VALUES = (
    "sparql", "closed", "class", "nodeKind", "datatype", "languageIn", "in", "or", "not", "pattern", "minInclusive",
    "maxInclusive", "minExclusive", "maxExclusive", "lessThan", "lessThanOrEquals", "disjoint", "equals",
)  # fmt: skip
_OF_SETS = ("minCount", "maxCount", "uniqueLang", "hasValue")
_write = json.JSONEncoder(ensure_ascii=False).encode
_SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def pieces(report: Report, form: str, lang: str, root: Path, part: Mapping[str, Any] | None = None) -> Iterator[bytes]:
    """Yield a report as text, JSON or Turtle, in pieces that are neither many nor large.

    Args:
        report: the report.
        form: `text`, `json` or `turtle`.
        lang: `sv` or `en`, for text.
        root: paths are told relative to it where they are inside it.
        part: as for `json_pieces`.
    """
    if form == "turtle":
        yield as_turtle(report).encode()
        return
    texts = text_lines(report, lang, root) if form == "text" else json_pieces(report, root, part)
    while some := "".join(islice(texts, AT_ONCE)):
        yield some.encode("utf-8", "backslashreplace")


def as_text(report: Report, lang: str, root: Path) -> str:
    """Return a report for a person: each finding on a line, what stricter profiles miss, and a sum.

    Args:
        report: the report.
        lang: `sv` or `en`.
        root: paths are told relative to it where they are inside it.
    """
    return "".join(text_lines(report, lang, root))


def text_lines(report: Report, lang: str, root: Path) -> Iterator[str]:
    """Yield the lines of `as_text`, each with its end."""
    sv = lang == "sv"
    others = [profile for profile in PROFILES if profile not in ("draft", report.profile)]
    missing = {profile: Missing(sv=sv) for profile in others if report.entries}
    for item in report.located:
        if report.counts(item):
            yield f"{_finding_line(item, root, sv=sv)}\n"
        elif item.finding.severity == "violation" and item.finding.profile in missing:
            missing[item.finding.profile].add(item)
    for profile, lacking in missing.items():
        yield from (f"{line}\n" for line in lacking.lines(profile, len(report.entries)))
    yield f"{_sum_line(report, sv=sv)}\n"


def _sum_line(report: Report, *, sv: bool) -> str:
    counts = report.severities()
    told = ", ".join(f"{counts[severity]} {_plural(severity, counts[severity], sv=sv)}" for severity in _WORDS)
    one = len(report.entries) == 1
    what = f"{len(report.entries)} {('post' if one else 'poster') if sv else 'entry' if one else 'entries'}"
    if report.registers:
        what += f", {len(report.registers)} {'register' if sv or len(report.registers) == 1 else 'registers'}"
    return f"{what}, {'profil' if sv else 'profile'} {report.profile}: {told}"


class Missing:
    """What a profile that was not asked for misses: how many entries lack what. Many are held on disk."""

    def __init__(self, *, sv: bool) -> None:
        self._sv = sv
        self._pairs: Runs[tuple[str, str]] = Runs()  # an entry, and what it lacks

    def add(self, item: Located) -> None:
        """Note something that an entry lacks."""
        finding = item.finding
        name = finding.name.get("sv" if self._sv else "en", "") or short_iri(finding.path or finding.shape)
        entry = entry_of(item)
        self._pairs.extend([(entry, name)], len(entry) + len(name))

    def lines(self, profile: str, whole: int) -> Iterator[str]:
        """Yield the lines that tell of it, of so many entries."""
        sv, lacking = self._sv, 0
        counts: Counter[str] = Counter()
        listed: dict[str, list[str]] = {}
        for entry, pairs in groupby(self._pairs, key=lambda pair: pair[0]):
            lacking += 1
            for name in {name for _, name in pairs}:
                counts[name] += 1
                if len(some := listed.setdefault(name, [])) < LISTED:
                    some.append(entry)
        ready = f"{whole - lacking} {'av' if sv else 'of'} {whole} {'är klara' if sv else 'ready'}"
        yield f"{profile}: {ready}"
        for name, entries in sorted(listed.items()):
            told = ", ".join(entries) + (" …" if counts[name] > LISTED else "")
            yield f"  {'saknar' if sv else 'lack'} {name} ({counts[name]}): {told}"


def _finding_line(item: Located, root: Path, *, sv: bool) -> str:
    lang = "sv" if sv else "en"
    finding = item.finding
    word = _WORDS[finding.severity][not sv]
    message = finding.message.get(lang, "")
    if item.place.path.suffix.lower() not in (".ttl", ".jsonld") or not finding.shape:
        name = key_name(item.key, lang) or finding.name.get(lang, "")
        column = re.split("[:(]", item.place.column.casefold())[-1].strip(" *)")
        is_shown = name.casefold() == column or f'"{item.key}"' in message or (":" in item.key and item.key in message)
        told = ": ".join(filter(None, [word, "" if is_shown else name, message]))
        return f"{place_text(item, root, lang)}: {told}"
    name = finding.name.get(lang, "") or short_iri(finding.shape)
    name += f" ({compact(finding.path)})" if finding.path else ""
    value = f" [{short_iri(finding.value)}]" if finding.value and finding.value != finding.focus else ""
    return f"{place_text(item, root, lang)}: {word}: {short_iri(finding.focus)}: {name}{value}: {message}"


def key_name(key: str, lang: str) -> str:
    """Return a key of the form in the reader's language; as it is written if the form does not have it."""
    form = the_form()
    fields = (form.field(name, key) for name in form.classes)
    return next((field.name(lang) for field in fields if field and field.key == key), key)


def place_text(item: Located, root: Path, lang: str) -> str:
    """Return where a finding is; a file inside the workspace by its path there."""
    path = item.place.path.resolve()
    shown = path.relative_to(root.resolve()) if path.is_relative_to(root.resolve()) else item.place.path
    return item.place.text(lang, str(shown))


def entry_of(item: Located) -> str:
    """Return the short name of the project whose entry a finding is about."""
    found = re.search(r"/(?:id/project|graph/entry)/([a-z0-9-]+)", item.finding.focus)
    return found[1] if found else item.place.path.stem


def _plural(severity: str, count: int, *, sv: bool) -> str:
    one = _WORDS[severity][not sv]
    if count == 1:
        return one
    return {"fel": "fel", "varning": "varningar", "upplysning": "upplysningar"}[one] if sv else one + "s"


def findings_as_dicts(report: Report, root: Path) -> list[dict[str, Any]]:
    """Return every finding of every profile, with texts in both languages, for a program."""
    return [_as_dict(item, root, counts=report.counts(item)) for item in report.located]


def _as_dict(item: Located, root: Path, *, counts: bool) -> dict[str, Any]:
    place, finding = item.place, item.finding
    return {
        "path": str(place.path),
        "place": {lang: place_text(item, root, lang) for lang in ("sv", "en")},
        "line": place.line or None,
        "sheet": place.sheet or None,
        "cell": place.cell or None,
        "column": place.column or None,
        "key": item.key or None,
        "entry": entry_of(item),
        "about": item.about or None,
        "check": item.check,
        "severity": finding.severity,
        "profile": finding.profile or None,
        "counts": counts,
        "focus": finding.focus,
        "property": finding.path or None,
        "value": finding.value or None,
        "shape": finding.shape or None,
        "name": dict(finding.name),
        "message": dict(finding.message),
    }


def as_json(report: Report, root: Path) -> str:
    """Return a report for a program; `docs/reports.md` says what each key means."""
    return "".join(json_pieces(report, root))


def json_pieces(report: Report, root: Path, part: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Yield the pieces of `as_json`.

    Args:
        report: the report.
        root: paths are told relative to it where they are inside it.
        part: what else is to be told of a report that is a part of one, for those who put the parts together.
    """
    head = {"profile": report.profile, "conforms": report.conforms()} | ({"shard": part} if part is not None else {})
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "findings": ['
    between = "\n"
    for item in report.located:
        told = _as_dict(item, root, counts=report.counts(item))
        yield f"{between}    {_indented(told | ({'linked': item.finding.linked} if part is not None else {}))}"
        between = ",\n"
    yield "\n  ]\n}\n" if len(report.located) else "]\n}\n"


def _indented(told: Mapping[str, Any]) -> str:
    """Return an object of plain values and of objects of texts as `json.dumps` indents it, in a quarter of the time."""
    lines = []
    for key, value in told.items():
        written = _write(value)
        if isinstance(value, dict) and value:
            inner = ",\n".join([f"        {_write(name)}: {_write(text)}" for name, text in value.items()])
            written = f"{{\n{inner}\n      }}"
        lines.append(f'      "{key}": {written}')
    return "{\n" + ",\n".join(lines) + "\n    }"


@cache
def _parameters() -> dict[str, frozenset[str]]:
    """Return the parameters of SHACL that each shape has."""
    sh = PREFIXES["sh"]
    found: dict[str, set[str]] = {}
    for path in [*turtle_files(resource("shapes")), *turtle_files(resource("shapes") / "profiles")]:
        for triple in read_turtle(path, schema=True):
            if triple.predicate.value.startswith(sh):
                found.setdefault(text_of(triple.subject), set()).add(triple.predicate.value.removeprefix(sh))
    return {shape: frozenset(names) for shape, names in found.items()}


def _component(finding: Finding) -> str:
    """Return what kind of constraint a finding is of: that of its shape, the likeliest if it has several."""
    names = _parameters().get(finding.shape, frozenset())
    found = next((name for name in (_OF_VALUES if finding.value else _OF_SETS) if name in names), "")
    if not found:
        found = next((name for name in (*_OF_VALUES, *_OF_SETS) if name in names), "")
    if not found:
        return READER
    special = {"sparql": "SPARQL", "in": "In"}
    return f"{PREFIXES['sh']}{special.get(found, found[0].upper() + found[1:])}ConstraintComponent"


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
            ("focusNode", ox.NamedNode(finding.focus or "urn:samverkan:file")),
            ("resultSeverity", ox.NamedNode(sh + _SEVERITIES[finding.severity])),
            ("sourceConstraintComponent", ox.NamedNode(_component(finding))),
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
