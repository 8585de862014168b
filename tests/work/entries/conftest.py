"""What is known of the repository's data, for the tests of reading entries."""

import pyoxigraph as ox
import pytest
from entries_help import known_of

from kg.disk.nameindex import NameIndex
from kg.work.entries.known import Known
from kg.work.naming import names_in


@pytest.fixture(scope="session")
def name_index(graph: ox.Store) -> NameIndex:
    return NameIndex.in_memory(names_in(graph))


@pytest.fixture
def known(graph: ox.Store, name_index: NameIndex) -> Known:
    """The graph of the repository, with nothing read since."""
    return known_of(graph, name_index)
