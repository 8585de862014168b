"""What DCAT-AP-SE requires and recommends: the shapes of shapes/dcat, run over a description."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.terms import compact
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.iris import shown_iri
from kg.work.portal.check.problem import Problem
from kg.work.shacl.index import Name, Term
from kg.work.shapes import Finding, Shapes

NO_NAME = "_:"  # what stands for a node without a name


def shape_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what the shapes have to say, mandatory properties as violations and recommended ones as warnings."""
    blank = {node.value: node for node in catalogue.index.terms if isinstance(node, ox.BlankNode)}
    nodes = [node.value for node in catalogue.index.terms if not isinstance(node, ox.Literal)]
    for finding in _shapes().check(catalogue.index.triples, nodes):
        focus = blank.get(finding.focus)
        yield _problem(finding, where(catalogue.owner(focus)) if focus else shown_iri(finding.focus))


def where(node: Name | Term) -> str:
    """Return the IRI of a node as a report shows it, or what stands for one without."""
    return NO_NAME if isinstance(node, ox.BlankNode) else shown_iri(node.value)


def _shapes() -> Shapes:
    return Shapes(resource("shapes") / "dcat")


def _problem(finding: Finding, place: str) -> Problem:
    value = finding.value if finding.value != finding.focus else ""
    return Problem(
        severity=finding.severity,
        check=compact(finding.shape).removeprefix("samsh:"),
        where=place,
        value=shown_iri(value) if value else "",
        sv=finding.message.get("sv", ""),
        en=finding.message.get("en", ""),
    )
