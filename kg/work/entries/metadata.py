"""What is said of an entry itself: since when, by whom, in which version, under which licence."""

import datetime

import pyoxigraph as ox

from kg.terms import ID, PREFIXES, XSD
from kg.work.entries.draft import Draft, Term
from kg.work.entries.known import Known

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
EDITOR = f"{ID}actor/samverkan"
_DCTERMS, _OWL, _PROV = PREFIXES["dcterms"], PREFIXES["owl"], PREFIXES["prov"]
ISSUED, MODIFIED, LICENSE = (_DCTERMS + name for name in ("issued", "modified", "license"))
VERSION, ATTRIBUTED = _OWL + "versionInfo", _PROV + "wasAttributedTo"
PATHS = (ISSUED, MODIFIED, LICENSE, VERSION, ATTRIBUTED)


def sign(draft: Draft, known: Known, today: datetime.date) -> None:
    """Add to a draft what is said of an entry itself, where it does not say so already.

    A new entry is issued today as version 1. One that changes keeps its first date and gets the next version; one
    that does not change stays as it is.

    Args:
        draft: the entry, whole but for this.
        known: the graph, which may have an earlier version.
        today: the day that the entry is handed in.
    """
    graph = draft.graph
    before = {quad.triple for quad in known.knowledge.quads_for_pattern(None, None, None, graph)}
    earlier = {path: known.value(graph.value, path) for path in PATHS}
    unchanged = before and not ({triple for triple in draft.public if not is_signature(triple, graph)}
                                ^ {triple for triple in before if not is_signature(triple, graph)})  # fmt: skip
    version = earlier[VERSION]
    following = str(int(version) + 1) if version.isdecimal() and len(version) < 9 else version or "1"
    stated: dict[str, Term] = {
        ISSUED: _date(earlier[ISSUED] or today.isoformat()),
        MODIFIED: _date(earlier[MODIFIED] if unchanged and earlier[MODIFIED] else today.isoformat()),
        LICENSE: ox.NamedNode(earlier[LICENSE] or LICENCE),
        VERSION: ox.Literal(version if unchanged and version else following),
        ATTRIBUTED: ox.NamedNode(earlier[ATTRIBUTED] or EDITOR),
    }
    for path, value in stated.items():
        if not draft.objects(graph, path):
            draft.state(graph, path, value)


def is_signature(triple: ox.Triple, graph: ox.NamedNode) -> bool:
    """Tell whether a statement is one of those that signing adds."""
    return triple.subject == graph and triple.predicate.value in PATHS


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "date"))
