"""Columns beside a store: what is asked is answered alike with and without them, and only a large store gets them."""

import pytest

from kg.disk.columns import FILE
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Workspace
from kg.jobs import columns as job
from kg.jobs.ask import ask
from kg.work.queries import find_question

pytest_plugins = ["kg_conftest"]
pytest.importorskip("duckdb")


def test_the_same_answer_with_and_without(built: Workspace) -> None:
    store = open_store(built.store)
    assert job.columns_of(built) is None
    assert job.make_columns(built)
    columns = job.columns_of(built)
    assert columns is not None
    try:
        for name, given in (("projects", {}), ("parties-of-project", {}), ("partners-of-actor", {"actor": ["AF"]})):
            question = find_question(name)
            with_them, without = ask(store, question, given, None, columns), ask(store, question, given)
            assert [list(row) for row in with_them] == [list(row) for row in without]
    finally:
        columns.connection.close()
        (read_version(built.store).place / FILE).unlink()


def test_only_a_large_store_lacks_them(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not job.lacks_columns(built)
    monkeypatch.setattr(job, "WORTH", 100)
    assert job.lacks_columns(built)
    monkeypatch.setattr(job, "find_spec", lambda _: None)
    assert not job.lacks_columns(built), "without the library there is nothing to make them with"
