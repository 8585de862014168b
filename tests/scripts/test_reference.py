"""The references and the JSON-LD context in the repository are those that the code makes now."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_references_are_current() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_has_its_place_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference" / "command.md").read_text(encoding="utf-8")
    for command in ("build", "validate", "query", "sparql", "show", "find", "explain", "network", "stats", "findings",
                    "export", "evidence", "fmt", "doctor"):  # fmt: skip
        assert f"\n## kg {command}\n" in reference
