"""What an installed package holds: the code, the ontology, the shapes, the questions and the mappings, and no data."""

from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def packed() -> set[str]:
    """The paths of the files in the wheel."""
    builder = WheelBuilder(str(ROOT))
    return {file.distribution_path.replace("\\", "/") for file in builder.recurse_included_files()}


def test_every_module_is_packed(packed: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")}
    assert modules <= packed


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("ontology", "*.ttl"), ("ontology", "*.rq"), ("shapes", "*.ttl"), ("queries", "*.rq"), ("mappings", "*.yaml")],
)
def test_what_the_package_reads_is_packed(packed: set[str], folder: str, pattern: str) -> None:
    files = {f"kg/resources/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob(pattern)}
    assert files
    assert files <= packed


def test_the_contexts_are_packed(packed: set[str]) -> None:
    assert {f"kg/resources/ontology/{name}.jsonld" for name in ("context", "entry")} <= packed


def test_no_data_are_packed(packed: set[str]) -> None:
    assert [path for path in packed if "contacts" in path and not path.endswith(".rq")] == []
    assert {path.split("/")[0] for path in packed} == {"kg"}
