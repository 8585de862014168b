"""The shares that a scheduler runs give the report of one process: with processes always, with Spark where it is."""

import importlib.util
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.disk.workspace import Workspace

pytest_plugins = ["kg_conftest"]
pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "validate_with_spark.py"
SHARES = 16


def kg(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "--root", str(workspace.root), "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_sixteen_shares_in_processes_of_their_own(built: Workspace, tmp_path: Path) -> None:
    def share(number: int) -> str:
        path = tmp_path / f"{number}.json"
        done = kg(built, "validate", "--format=json", "--jobs=1", f"--shard={number}/{SHARES}")
        assert done.returncode in (0, 1), done.stderr
        path.write_text(done.stdout, encoding="utf-8")
        return str(path)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(share, range(1, SHARES + 1)))
    one, merged = kg(built, "validate"), kg(built, "report", "merge", *reports)
    assert (merged.stdout, merged.returncode) == (one.stdout, one.returncode)


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed")
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine")
@pytest.mark.parametrize("form", ["text", "json"])
def test_sixteen_shares_run_by_spark(built: Workspace, tmp_path: Path, form: str) -> None:
    out = tmp_path / "report"
    command = [sys.executable, str(EXAMPLE), str(built.root), "-o", str(out), "--format", form]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    one = kg(built, "validate", f"--format={form}")
    assert done.returncode == one.returncode, done.stderr
    assert out.read_text(encoding="utf-8") == one.stdout
