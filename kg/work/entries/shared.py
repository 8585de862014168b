"""What an entry describes and others rest on: it stays when the entry changes."""

from collections.abc import Callable, Iterable, Sequence

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
    before = [quad.triple for quad in known.knowledge.quads_for_pattern(None, None, None, draft.graph)]
    _keep(draft, before, lambda iri: _is_used(known, iri, draft.graph))


def keep_of_contacts(draft: Draft, before: Iterable[ox.Triple], contacts: Iterable[ox.Triple]) -> None:
    """Keep, in a new version of an entry, the organisations that only it describes and that its contacts belong to.

    Args:
        draft: the new version, read.
        before: the version before.
        contacts: the contact persons that stay as they are.
    """
    named = {text_of(triple.object) for triple in contacts}
    _keep(draft, list(before), named.__contains__)


def _keep(draft: Draft, before: Sequence[ox.Triple], is_used: Callable[[str], bool]) -> None:
    """Keep what the version before describes and the new one does not, if it is used."""
    described = {text_of(triple.subject) for triple in draft.public}
    shared = {text_of(triple.subject) for triple in before if text_of(triple.subject).startswith(_SHARED)} - described
    for iri in sorted(filter(is_used, shared)):
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
