"""An import in shares writes the same files as an import of the whole, and its reports make the same report."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kg_help import Run

from kg.disk.store import open_store, read_version
from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.jobs.merging import merge_imports

pytest_plugins = ["kg_conftest"]
MAPPING = """
name: plain
title: {sv: En lista, en: A list}
entry:
  identifier: Number
  title: {sv: Name}
  owner: Owner
  places:
    - municipality: {column: Kommun, split: ","}
skip_if:
  - {column: State, is: withdrawn, reason: {sv: Återtaget., en: Withdrawn.}}
"""
OWNERS = ("Region Skåne", "Alldeles Nya AB", "ALLDELES nya AB", "Andra Bolaget AB", "Tredje Föreningen", "")
PLACES = ("Luleå", "Malmö", "Ingenstans", "Luleå,Boden")
ROWS = [
    f"N-{number};Projekt {number};{OWNERS[number % len(OWNERS)]};{PLACES[number % len(PLACES)]};"
    f"{'withdrawn' if number % 11 == 0 else ''}"
    for number in range(60)
]
ROWS += [
    "N-7;Projekt 7 igen;Region Skåne;Luleå;",
    ";;;;",
    "N-99;;Region Skåne;Luleå;",
    "N-100;Hundra;Region Skåne;Lule;",
]
SHARES = 3


def made(built: Workspace, folder: Path) -> Path:
    shutil.copytree(built.data, folder / "data")
    (folder / "plain.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "list.csv").write_text("Number;Name;Owner;Kommun;State\n" + "\n".join(ROWS) + "\n", encoding="utf-8")
    return folder


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "data").rglob("*.ttl"))}


@pytest.mark.slow
def test_shares_write_the_same_files_and_tell_the_same(
    kg: Run, built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many = made(built, tmp_path / "one"), made(built, tmp_path / "many")
    monkeypatch.chdir(one)
    whole = {form: kg("import", "plain.yaml", "list.csv", "--dry-run", f"--format={form}", root=one, store=built.store)
             for form in ("text", "json")}  # fmt: skip
    done = kg("import", "plain.yaml", "list.csv", root=one, store=built.store)
    assert done.returncode == 1
    monkeypatch.chdir(many)
    for dry in (True, False):
        for number in (2, 3, 1):
            told = kg("import", "plain.yaml", "list.csv", "--format=json", f"--shard={number}/{SHARES}",
                      *(["--dry-run"] if dry else []), root=many, store=built.store)  # fmt: skip
            (tmp_path / f"{number}.json").write_text(told.stdout, encoding="utf-8")
        reports = [str(tmp_path / f"{number}.json") for number in (3, 1, 2)]
        if dry:
            for form, by_one in whole.items():
                merged = kg("report", "merge", f"--format={form}", *reports)
                assert (merged.stdout, merged.returncode) == (by_one.stdout, by_one.returncode)
    # A share that begins when another has written knows the actors that are new there: it tells less of them.
    sums = merge_imports([tmp_path / f"{number}.json" for number in (1, 2, 3)])
    assert sums is not None
    assert (sums.added, sums.changed, sums.adds_up) == (sums.entries, 0, True)
    assert f"{sums.added} entries added" in done.stdout
    assert files(many) == files(one)
    assert len(files(one)) > len(files(built.root)) + 25

    with pytest.raises(InputError, match="missing: 2"):
        merge_imports([tmp_path / "1.json", tmp_path / "3.json"])
    other = json.loads((tmp_path / "2.json").read_text(encoding="utf-8"))
    other["shard"]["data"] = "another"
    (tmp_path / "2.json").write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(InputError, match="different data"):
        merge_imports([tmp_path / f"{number}.json" for number in (1, 2, 3)])


def test_a_report_of_findings_is_no_report_of_an_import(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"profile": "draft", "findings": []}', encoding="utf-8")
    assert merge_imports([path]) is None
    path.write_text('{"mapping": "plain", "findings": []}', encoding="utf-8")
    with pytest.raises(InputError, match="not the report of a share"):
        merge_imports([path])


@pytest.mark.slow
@pytest.mark.parametrize("seen", [0, 1, 20])
def test_an_import_that_is_killed_is_finished_by_the_next(
    kg: Run, built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: int
) -> None:
    """It is killed when so many of its files are in their places; the store answers as before all the while."""
    whole, cut = made(built, tmp_path / "whole"), made(built, tmp_path / "cut")
    before, there = read_version(built.store), len(files(cut))
    words = ["import", "plain.yaml", "list.csv"]
    began = subprocess.Popen(
        [sys.executable, "-c", "from kg.cli.main import run; run()", f"--root={cut}", f"--store={built.store}", *words],
        cwd=cut, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    while began.poll() is None and len(list((cut / "data").rglob("*.ttl"))) < there + seen:
        time.sleep(0.001)
    if not seen:
        time.sleep(1)
    began.kill()
    began.wait()
    assert read_version(built.store) == before
    assert len(open_store(built.store)) == before.quads
    assert all(text.endswith(b"\n") for text in files(cut).values())
    for root in (whole, cut):
        monkeypatch.chdir(root)
        assert kg(*words, root=root, store=built.store).returncode == 1
    assert files(cut) == files(whole)
