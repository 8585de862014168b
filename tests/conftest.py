"""The graph of this repository, built once in memory for all tests."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.io import read_turtle
from kg.disk.workspace import Workspace
from kg.jobs.build import read_quads
from kg.work.rules import derive, read_rules

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The repository as a workspace."""
    return Workspace(ROOT, ROOT / ".kg")


@pytest.fixture(scope="session")
def public_quads(workspace: Workspace) -> list[ox.Quad]:
    """Every public statement that stands in a file, in its graph."""
    return read_quads(workspace)


@pytest.fixture(scope="session")
def contact_quads(workspace: Workspace) -> list[ox.Quad]:
    """Every statement of the private files of contact persons, in its graph."""
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(source.graph))
        for source in workspace.contacts()
        for triple in read_turtle(source.path)
    ]


@pytest.fixture(scope="session")
def graph(public_quads: list[ox.Quad]) -> ox.Store:
    """The public graph with what the rules derive, in memory; to be read only."""
    return built(public_quads)


@pytest.fixture(scope="session")
def private_graph(graph: ox.Store, contact_quads: list[ox.Quad]) -> ox.Store:
    """The graph with the contact persons, in memory; to be read only."""
    store = ox.Store()
    store.bulk_extend(graph)
    store.bulk_extend(contact_quads)
    return store


@pytest.fixture(scope="session")
def reversed_private_graph(public_quads: list[ox.Quad], contact_quads: list[ox.Quad]) -> ox.Store:
    """The same graph, filled the other way round: what differs between the two hangs on chance."""
    store = ox.Store()
    store.bulk_extend(reversed(contact_quads))
    store.bulk_extend(built(list(reversed(public_quads))))
    return store


def built(quads: list[ox.Quad]) -> ox.Store:
    """Return a store in memory of some statements and of what the rules derive from them."""
    store = ox.Store()
    store.bulk_extend(quads)
    derive(store, read_rules())
    return store
