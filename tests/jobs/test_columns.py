"""Columns beside a store: what is asked is answered alike with and without them, and only a large store gets them."""

import pytest
from kg_help import Run

from kg.disk.columns import FILE, FORMAT
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Workspace
from kg.jobs import columns as job
from kg.jobs.ask import ask
from kg.work.queries import find_question
from kg.work.relational import asking

pytest_plugins = ["kg_conftest"]
pytest.importorskip("duckdb")


def test_the_same_answer_with_and_without(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(built.store)
    assert job.columns_of(built) is None
    assert job.make_columns(built)
    columns = job.columns_of(built)
    assert columns is not None
    try:
        for name, given in (("projects", {}), ("parties-of-project", {}), ("partners-of-actor", {"actor": ["AF"]})):
            question = find_question(name)
            without = [list(row) for row in ask(store, question, given)]
            assert [list(row) for row in ask(store, question, given, None, columns)] == without
            monkeypatch.setattr(asking, "LIGHT", 0)
            assert [list(row) for row in ask(store, question, given, None, columns)] == without
            monkeypatch.undo()
    finally:
        columns.connection.close()
        (read_version(built.store).place / FILE).unlink()


def test_only_a_large_store_lacks_them(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not job.lacks_columns(built)
    monkeypatch.setattr(job, "WORTH", 100)
    assert job.lacks_columns(built)
    monkeypatch.setattr(job, "find_spec", lambda _: None)
    assert not job.lacks_columns(built), "without the library there is nothing to make them with"


def test_columns_are_made_for_a_question_about_very_many_only(
    built: Workspace, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "WORTH", 100)
    path = read_version(built.store).place / FILE
    try:
        assert kg("query", "goals-of-project", "-p", "project=yrk-in").returncode == 0
        assert "columns" not in kg("query", "cooperation-pairs").stderr
        assert not path.exists(), "the store takes no time for so few"
        monkeypatch.setattr(asking, "HEAVY", 1000)
        assert "columns are made" in kg("query", "cooperation-pairs").stderr
        assert path.exists()
    finally:
        path.unlink(missing_ok=True)


def test_columns_of_another_format_are_made_anew(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "WORTH", 100)
    with monkeypatch.context() as before:
        before.setattr("kg.disk.columnfile.FORMAT", FORMAT - 1)
        assert job.make_columns(built)
    try:
        assert job.columns_of(built) is None and job.lacks_columns(built)
    finally:
        (read_version(built.store).place / FILE).unlink()
