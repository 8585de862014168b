"""The shapes and their referee, pySHACL: triples in, findings with advice in both languages out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import SH

from kg.disk.bridge import to_rdflib
from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files

PROFILES = ("draft", "publishable", "article-49")
SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, order=True)
class Finding:
    """Something that a shape has to say about a node.

    `severity` is `violation`, `warning` or `info`; `profile` is empty for what is checked in every profile; `path`
    is the property's IRI or empty; `value` is text, an IRI if `linked` says so; `name` and `message` are by
    language (`sv`, `en`).
    """

    focus: str
    shape: str
    severity: str
    profile: str
    path: str
    value: str
    linked: bool
    name: Mapping[str, str] = field(compare=False)
    message: Mapping[str, str] = field(compare=False)


class Shapes:
    """The shapes of the package: one file a class, and a file for each profile."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or resource("shapes")

    @cached_property
    def profile_of(self) -> dict[str, str]:
        """The profile of each shape that belongs to one."""
        found = {}
        for profile in PROFILES:
            for triple in read_turtle(self.folder / "profiles" / f"{profile}.ttl", schema=True):
                if isinstance(triple.subject, ox.NamedNode):
                    found[triple.subject.value] = profile
        return found

    @cached_property
    def graph(self) -> rdflib.Graph:
        """All shapes as one graph."""
        files = [*turtle_files(self.folder), *turtle_files(self.folder / "profiles")]
        return to_rdflib(triple for path in files for triple in read_turtle(path, schema=True))

    def check(self, triples: Iterable[ox.Triple], focus: Iterable[str]) -> list[Finding]:
        """Return what the shapes say about some of the nodes of a graph, sorted.

        Args:
            triples: an entry with its neighbourhood.
            focus: the IRIs of the nodes that are asked about; what is said of others is left out.
        """
        _, report, _ = pyshacl.validate(
            to_rdflib(triples), shacl_graph=self.graph, inference="none", advanced=False, inplace=True
        )
        asked = set(focus)
        results = list(report.subjects(rdflib.RDF.type, SH.ValidationResult))
        findings = {self._finding(report, result) for result in results}
        return sorted(finding for finding in findings if finding.focus in asked)

    def _finding(self, report: rdflib.Graph, result: rdflib.term.Node) -> Finding:
        shape = report.value(result, SH.sourceShape)
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        return Finding(
            focus=str(report.value(result, SH.focusNode)),
            shape=str(shape),
            severity=severity,
            profile=self.profile_of.get(str(shape), ""),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            value="" if value is None or isinstance(value, rdflib.BNode) else str(value),
            linked=isinstance(value, rdflib.URIRef),
            name=_Texts(self._texts(shape, SH.name)),
            message=_Texts(self._texts(shape, SH.message) or self._parent_messages(shape)),
        )

    def _texts(self, shape: rdflib.term.Node | None, kind: rdflib.URIRef) -> dict[str, str]:
        found = sorted(text for text in self.graph.objects(shape, kind) if isinstance(text, rdflib.Literal))
        return {str(text.language): str(text) for text in found}

    def _parent_messages(self, shape: rdflib.term.Node | None) -> dict[str, str]:
        """Return the messages of the shape that a shape without messages is a property of."""
        parent = next(self.graph.subjects(SH.property, shape), None)
        return self._texts(parent, SH.message) if parent is not None else {}


class _Texts(dict[str, str]):
    """Texts by language that can stand in a set."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))
