"""Show: one thing on one page, the way a person wants to read it."""

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.work.names import name_of
from kg.work.pages.page import Page
from kg.work.pages.reader import Reader
from kg.work.pages.views import view_of


def show(store: Graphs, thing: ox.NamedNode, lang: str = "en") -> Page:
    """Return the page of a thing in Swedish (`sv`) or English (`en`), its empty sections left out.

    A project gets its own kind of page, so do actors, places and documents; anything else is shown by its properties.
    """
    sections = view_of(Reader(store), thing.value, lang).sections()
    return Page(thing.value, name_of(store, thing.value), tuple(part for part in sections if part.lines))
