"""The examples of docs/entries.md are entries that are taken, and its commands are those that there are."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import typer

from kg.cli.main import app
from kg.disk.nameindex import NameIndex
from kg.jobs.incoming import Intake
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in

ROOT = Path(__file__).resolve().parent.parent
GUIDES = ("entries.md", "mappings.md", "publishing.md", "reports.md", "servers.md")
TEXT = (ROOT / "docs" / "entries.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_there_is_an_example_in_each_language() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES, ids=["sv", "en"])
def test_an_example_is_taken(example: str, graph: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    knowledge = Knowledge(graph, NameIndex.in_memory(names_in(graph)))
    (examined,) = Intake(Known(knowledge, Matcher(knowledge))).examine_file(path)
    assert not examined.refused, [item.finding.message["sv"] for item in examined.findings]


@pytest.mark.parametrize("guide", GUIDES)
def test_its_commands_exist(guide: str) -> None:
    commands = set(typer.main.get_group(app).commands)
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    named = set(re.findall(r"\bkg (?:--lang (?:sv|en) )?([a-z]+)\b", text))
    assert named - commands == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_its_links_lead_somewhere(guide: str) -> None:
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
