"""The reports of all shares of a validation or an import, put together: what one process would have told."""

import heapq
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kg.disk.jsonstream import JsonStream
from kg.disk.written import Place
from kg.errors import InputError, ParseError
from kg.jobs.imports.report import ImportReport
from kg.jobs.imports.shares import together
from kg.jobs.validate import Findings, Report
from kg.work.located import Located
from kg.work.records import order_of, row_of
from kg.work.shapes import Finding
from kg.work.shard import Shard

_SAME = ("of", "data", "profile", "registers")
_KEYS = ("number", "of", "data", "root", "registers", "entries", "findings")

Key = tuple[bool, str, str]


def merge_imports(paths: Sequence[Path]) -> ImportReport | None:
    """Return the report of the whole of an import, or None if the first is the report of something else.

    Args:
        paths: the reports of all shares, in any order, as `kg import … --shard N/M --format json` writes them.

    Raises:
        ParseError, InputError: as `merge_reports`.
    """
    with JsonStream(paths[0], "findings") as stream:
        if "mapping" not in stream.head:
            return None
    parts = []
    for path in paths:
        told = _document(path).get("shard")
        if not isinstance(told, dict) or not {"number", "of", "data", "counts"} <= told.keys():
            raise InputError(
                f"{path}: not the report of a share; one comes of: kg import … --shard 3/16 --format json",
                f"{path}: inte rapporten om en del; en sådan ges av: kg import … --shard 3/16 --format json",
            )
        parts.append({**told, "path": path})
    _refuse_others(parts, ("of", "data", "mapping", "dry_run"))
    return together(parts)


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise ParseError(f"{path}: cannot be read, is cut off, or is no JSON",
                         f"{path}: går inte att läsa, är avhuggen, eller är inte JSON") from None  # fmt: skip
    return document if isinstance(document, dict) else {}


def merge_reports(paths: Sequence[Path]) -> tuple[Report, Path]:
    """Return the report of the whole, and the folder that its paths are told from.

    Args:
        paths: the reports of all shares, in any order, as `kg validate --shard N/M --format json` writes them.

    Raises:
        ParseError: if one cannot be read or is cut off.
        InputError: if one is no report of a share, if a share is missing or stands twice, or if they are of other
            data or another profile.
    """
    with ExitStack() as stack:
        streams = [stack.enter_context(JsonStream(path, "findings")) for path in paths]
        heads = [_head(stream) for stream in streams]
        _refuse_others(heads, _SAME)
        found = Findings()
        each = [_keyed(stream, head) for stream, head in zip(streams, heads, strict=True)]
        merged = heapq.merge(*each, key=lambda pair: pair[0])
        found.extend_each(row_of(item) for _, item in merged)
    first = heads[0]
    entries = sorted((name for head in heads for name in head["entries"]), key=lambda name: f"{name}.ttl")
    return Report(entries, first["registers"], first["profile"], found), Path(first["root"])


def _head(stream: JsonStream) -> dict[str, Any]:
    """Return what a report says of itself."""
    told, path = stream.head.get("shard"), stream.path
    if not isinstance(told, dict) or not set(_KEYS) <= told.keys():
        raise InputError(
            f"{path}: not the report of a share; one comes of: kg validate --shard 3/16 --format json",
            f"{path}: inte rapporten om en del; en sådan ges av: kg validate --shard 3/16 --format json",
        )
    head = {**told, "profile": stream.head.get("profile"), "path": path}
    shard = Shard(head["number"], head["of"])
    if not all(shard.has(name) for name in head["entries"]):
        raise InputError(f"{path}: entries that are not of share {shard}", f"{path}: poster som inte hör till {shard}")
    return head


def _refuse_others(heads: Sequence[dict[str, Any]], same: Sequence[str]) -> None:
    """Refuse reports that are not all the shares of one whole."""
    first = heads[0]
    for head in heads[1:]:
        for key in same:
            if head[key] != first[key]:
                en, sv = _APART[key]
                raise InputError(f"{head['path']} and {first['path']} are of {en}",
                                 f"{head['path']} och {first['path']} gäller {sv}")  # fmt: skip
    numbers: dict[int, Path] = {}
    for head in heads:
        number, path = head["number"], head["path"]
        if number in numbers:
            raise InputError(f"share {number}/{first['of']} stands twice: {numbers[number]} and {path}",
                             f"del {number}/{first['of']} finns två gånger: {numbers[number]} och {path}")  # fmt: skip
        numbers[number] = path
    if missing := [str(number) for number in range(1, first["of"] + 1) if number not in numbers]:
        listed = ", ".join(missing[:20]) + (" …" if len(missing) > 20 else "")
        raise InputError(f"of {first['of']} shares these are missing: {listed}",
                         f"av {first['of']} delar saknas: {listed}")  # fmt: skip


_APART = {
    "of": ("different numbers of shares", "olika antal delar"),
    "data": ("different data; check all shares in stores of the same data", "olika data; granska alla delar i lager "
             "av samma data"),
    "profile": ("different profiles", "olika profiler"),
    "registers": ("different registers", "olika register"),
    "mapping": ("different mappings", "olika mappningar"),
    "dry_run": ("an import and a rehearsal (--dry-run)", "en import och en prövning (--dry-run)"),
}  # fmt: skip


def _keyed(stream: JsonStream, head: dict[str, Any]) -> Iterator[tuple[Key, Located]]:
    """Yield the findings of a report, each with what tells its place in the whole."""
    count = 0
    for told in stream.items():
        try:
            item = _located(told)
        except (KeyError, TypeError, AttributeError):
            raise InputError(f"{stream.path}: finding {count + 1} is not as kg writes it",
                             f"{stream.path}: anmärkning {count + 1} är inte som kg skriver den") from None  # fmt: skip
        count += 1
        path = item.place.path
        is_entry = path.parent.name != "registers"
        yield (is_entry, path.name, "" if is_entry else order_of(item)), item
    if count != head["findings"]:
        raise InputError(f"{stream.path}: {head['findings']} findings are to be in it, but {count} are",
                         f"{stream.path}: {head['findings']} anmärkningar ska finnas, men det är {count}")  # fmt: skip


def _located(told: dict[str, Any]) -> Located:
    """Return the finding that a report tells of."""
    place = Place(Path(told["path"]), told["line"] or 0, told["sheet"] or "", told["cell"] or "", told["column"] or "")
    finding = Finding(
        told["focus"], told["shape"] or "", told["severity"], told["profile"] or "", told["property"] or "",
        told["value"] or "", bool(told["linked"]), dict(told["name"]), dict(told["message"]),
    )  # fmt: skip
    return Located(place, told["key"] or "", told["check"], finding, told["about"] or "")
