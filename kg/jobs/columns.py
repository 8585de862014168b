"""Columns: a store's statements a second time, for questions about very many of them."""

from collections.abc import Callable
from importlib.util import find_spec

from kg.disk.columnfile import write_columns
from kg.disk.columns import Columns, open_columns
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Workspace
from kg.work.queries import read_catalogue
from kg.work.relational.asking import wanted_properties

WORTH = 500_000  # statements: of fewer, the store answers everything soon enough


def columns_of(workspace: Workspace) -> Columns | None:
    """Return the columns of a workspace's store; None where there is a server instead, or they are not made."""
    return None if workspace.server is not None else open_columns(read_version(workspace.store).place)


def lacks_columns(workspace: Workspace) -> bool:
    """Tell whether a store is so large that columns are worth the time to make them, and has none; if they can be."""
    if workspace.server is not None or find_spec("duckdb") is None:
        return False
    return read_version(workspace.store).quads >= WORTH and columns_of(workspace) is None


def make_columns(workspace: Workspace, count: Callable[[int, int], None] = lambda _done, _whole: None) -> bool:
    """Make the columns of the store in use for the questions of the catalogue; tell whether they could be made.

    Args:
        workspace: where the store is.
        count: is told how many properties are read, and of how many.

    Raises:
        StoreError: if there is no store, or the disk does not take them.
    """
    place = read_version(workspace.store).place
    return write_columns(place, open_store(workspace.store), wanted_properties(read_catalogue().values()), count)
