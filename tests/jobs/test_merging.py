"""Shares of a validation, and their reports put together: the same bytes as one process gives."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from kg_help import Run

from kg.disk.workspace import Workspace
from kg.errors import InputError, KgError, ParseError, StoreError
from kg.jobs import checking
from kg.jobs.merging import merge_reports
from kg.jobs.validate_now import describe_shard, validate_workspace
from kg.jobs.validation_text import pieces
from kg.work.shard import Shard

pytest_plugins = ["kg_conftest"]
SHARES = 5


def whole(workspace: Workspace, form: str, jobs: int | None = None) -> bytes:
    return b"".join(pieces(validate_workspace(workspace, jobs=jobs), form, "sv", workspace.root))


def shares(workspace: Workspace, folder: Path, of: int = SHARES, profile: str = "draft") -> list[Path]:
    found = []
    for number in range(1, of + 1):
        shard = Shard(number, of)
        report = validate_workspace(workspace, profile, shard=shard)
        part = describe_shard(workspace, shard, report)
        path = folder / f"{number}-{of}-{profile}.json"
        path.write_bytes(b"".join(pieces(report, "json", "sv", workspace.root, part)))
        found.append(path)
    return found


@pytest.fixture(scope="module")
def parts(built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return shares(built, tmp_path_factory.mktemp("shares"))


@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_the_shares_together_are_the_same_bytes_as_the_whole(built: Workspace, parts: Sequence[Path], form: str
                                                             ) -> None:  # fmt: skip
    report, root = merge_reports(parts[::-1])
    assert b"".join(pieces(report, form, "sv", root)) == whole(built, form)


def test_every_share_has_some_entries_and_none_stands_in_two(built: Workspace, parts: Sequence[Path]) -> None:
    lists = [json.loads(path.read_text(encoding="utf-8"))["shard"]["entries"] for path in parts]
    assert all(lists)
    assert sorted(name for names in lists for name in names) == sorted(source.path.stem for source in built.entries())


def test_a_register_is_the_same_in_small_pieces(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = whole(built, "json", jobs=1)
    monkeypatch.setattr(checking, "THINGS", 10**6)
    monkeypatch.setattr("kg.jobs.validate.THINGS", 10**6)
    assert whole(built, "json", jobs=1) == before
    monkeypatch.setattr("kg.jobs.validate.THINGS", 3)
    assert whole(built, "json", jobs=1) == before


def test_several_processes_give_the_same_bytes_as_one(built: Workspace) -> None:
    assert whole(built, "json", jobs=3) == whole(built, "json", jobs=1)


Change = Callable[[Sequence[Path], Path], list[Path]]


def cut(parts: Sequence[Path], folder: Path) -> list[Path]:
    (folder / "cut.json").write_bytes(parts[0].read_bytes()[:-300])
    return [folder / "cut.json", *parts[1:]]


def shortened(parts: Sequence[Path], folder: Path) -> list[Path]:
    document = json.loads(parts[0].read_text(encoding="utf-8"))
    document["findings"].pop()
    (folder / "short.json").write_text(json.dumps(document), encoding="utf-8")
    return [folder / "short.json", *parts[1:]]


def of_other_data(parts: Sequence[Path], folder: Path) -> list[Path]:
    document = json.loads(parts[0].read_text(encoding="utf-8"))
    document["shard"]["data"] = "another"
    (folder / "other.json").write_text(json.dumps(document), encoding="utf-8")
    return [folder / "other.json", *parts[1:]]


def no_json(parts: Sequence[Path], folder: Path) -> list[Path]:
    (folder / "text.json").write_bytes(b"1 entry, profile draft: \xff")
    return [folder / "text.json", *parts[1:]]


def not_of_a_share(parts: Sequence[Path], folder: Path) -> list[Path]:
    (folder / "whole.json").write_text('{"profile": "draft", "conforms": true, "findings": []}', encoding="utf-8")
    return [folder / "whole.json", *parts[1:]]


CHANGES: dict[str, tuple[Change, type[KgError]]] = {
    "these are missing: 1, 5": (lambda parts, _: list(parts[1:-1]), InputError),
    "share 2/5 stands twice": (lambda parts, _: [parts[1], *parts], InputError),
    "is cut off": (cut, ParseError),
    "findings are to be in it, but": (shortened, InputError),
    "are of different data": (of_other_data, InputError),
    "text.json: is": (no_json, ParseError),
    "whole.json: not the report of a share": (not_of_a_share, InputError),
    "none.json: cannot be read": (lambda parts, folder: [folder / "none.json", *parts[1:]], ParseError),
}


@pytest.mark.parametrize("words", CHANGES)
def test_what_is_no_whole_is_refused(parts: Sequence[Path], tmp_path: Path, words: str) -> None:
    change, error = CHANGES[words]
    with pytest.raises(error, match=words) as caught:
        merge_reports(change(parts, tmp_path))
    assert str(caught.value) != caught.value.text("sv")


def test_reports_of_other_profiles_are_refused(built: Workspace, parts: Sequence[Path], tmp_path: Path) -> None:
    other = shares(built, tmp_path, profile="publishable")
    with pytest.raises(InputError, match="different profiles"):
        merge_reports([*parts[:-1], other[-1]])


def test_a_share_needs_a_store_of_todays_data(built: Workspace, tmp_path: Path) -> None:
    shutil.copytree(built.data, tmp_path / "data")
    workspace = Workspace(tmp_path, tmp_path / ".kg")
    with pytest.raises(StoreError, match="kg build"):
        validate_workspace(workspace, shard=Shard(1, 2))
    other = Workspace(tmp_path, built.store)  # that store is of other files
    with pytest.raises(StoreError, match="kg build"):
        validate_workspace(other, shard=Shard(1, 2))


def test_the_commands(kg: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        done = kg("validate", f"--shard={number}/2", "--format=json")
        (tmp_path / f"{number}.json").write_text(done.stdout, encoding="utf-8")
    one = kg("validate")
    both = kg("report", "merge", str(tmp_path / "2.json"), str(tmp_path / "1.json"))
    assert (both.returncode, both.stdout) == (one.returncode, one.stdout)
    out = tmp_path / "whole.json"
    assert kg("report", "merge", "--format=json", "-o", str(out), *map(str, tmp_path.glob("[12].json"))).stdout == ""
    assert out.read_text(encoding="utf-8") == kg("validate", "--format=json").stdout
    assert kg("validate", "--shard=3/2").returncode == 2
    assert kg("validate", "--shard=1/2", "a.ttl").returncode == 2
