"""What an entry describes and others rest on: it stays when the entry changes."""

import pyoxigraph as ox

from kg.terms import DERIVED_GRAPHS, ID
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.select import text as text_of

_SHARED = tuple(f"{ID}{folder}/" for folder in ("actor", "document", "initiative"))


def keep_shared(draft: Draft, known: Known) -> None:
    """Keep, in a new version of an entry, the actors and documents that only it describes and that others refer to.

    Args:
        draft: the new version, read.
        known: the graph, with the version before.
    """
    described = {text_of(triple.subject) for triple in draft.public}
    before = [quad.triple for quad in known.knowledge.quads_for_pattern(None, None, None, draft.graph)]
    shared = {text_of(triple.subject) for triple in before if text_of(triple.subject).startswith(_SHARED)} - described
    for iri in sorted(shared):
        if _is_used(known, iri, draft.graph):
            for triple in before:
                if text_of(triple.subject) == iri and isinstance(triple.object, ox.NamedNode | ox.Literal):
                    draft.state(ox.NamedNode(iri), triple.predicate.value, triple.object)


def _is_used(known: Known, iri: str, but_in: ox.NamedNode) -> bool:
    """Tell whether another graph refers to a thing; what is derived does not count."""
    return any(
        quad.graph_name != but_in and not text_of(quad.graph_name).startswith(DERIVED_GRAPHS)
        for quad in known.knowledge.quads_for_pattern(None, None, ox.NamedNode(iri))
        if isinstance(quad.graph_name, ox.NamedNode)
    )
