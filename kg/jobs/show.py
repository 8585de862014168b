"""Show: one thing on one page, the way a person wants to read it."""

import pyoxigraph as ox

from kg.terms import NS, RDF_TYPE
from kg.work.names import name_of
from kg.work.pages.actor import ActorView
from kg.work.pages.page import Page, View
from kg.work.pages.project import ProjectView

_VIEWS: tuple[tuple[str, type[View]], ...] = (("Project", ProjectView), ("Actor", ActorView))


def show(store: ox.Store, thing: ox.NamedNode, lang: str = "en") -> Page:
    """Return the page of a thing in Swedish (`sv`) or English (`en`), its empty sections left out.

    A project gets its own kind of page, so does an actor; anything else is shown by its properties.
    """
    kinds = {quad.object for quad in store.quads_for_pattern(thing, ox.NamedNode(RDF_TYPE), None)}
    view = next((view for name, view in _VIEWS if ox.NamedNode(NS + name) in kinds), View)
    sections = view(store, thing, lang).sections()
    return Page(thing.value, name_of(store, thing.value), tuple(part for part in sections if part.lines))
