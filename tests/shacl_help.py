"""Shapes of a test's own, run by both engines."""

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from kg_help import HEAD

from kg.work.shapes import Finding, Shapes

EX = "http://example.org/"


def own_shapes(folder: Path, body: str) -> Shapes:
    """Return shapes that are written in Turtle; `ex:` and every prefix of the project are set."""
    folder.mkdir(exist_ok=True)
    (folder / "own.ttl").write_text(f"{HEAD}@prefix ex: <{EX}> .\n{body}", encoding="utf-8")
    return Shapes(folder)


def data(body: str) -> list[ox.Triple]:
    """Return data that are written in Turtle, with the same prefixes."""
    text = f"{HEAD}@prefix ex: <{EX}> .\n{body}"
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def names(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the names of all nodes."""
    return {node.value for subject, _, value in triples for node in (subject, value)}


def told(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    """Return everything about findings, their words too."""
    return [(finding, dict(finding.name), dict(finding.message)) for finding in findings]


def short(findings: Iterable[Finding]) -> list[str]:
    """Return each finding as `focus shape value`, the last parts of their names."""
    return [" ".join(re.split("[/#]", text)[-1] for text in (item.focus, item.shape, item.value)) for item in findings]
