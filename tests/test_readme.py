"""What the README shows is run: its commands work, and its example of an explanation is what the command prints."""

import re
import shlex
from pathlib import Path

import pytest

from kg.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^kg (.+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the repository's data."""
    place = tmp_path_factory.mktemp("readme") / "store"
    assert main(["--root", str(ROOT), "--store", str(place), "build"]) == 0
    return place


def test_there_are_ten_lines_of_use() -> None:
    assert len(COMMANDS) == 10


@pytest.mark.parametrize("command", [command for command in COMMANDS if "validate" not in command])
def test_command_of_the_readme(
    command: str, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--root", str(ROOT), "--store", str(store), *shlex.split(command)]) == 0
    out, words = capfd.readouterr()
    assert out or (tmp_path / "falun.svg").stat().st_size > 1000, words


@pytest.mark.slow
def test_validating_the_graph(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(ROOT), "--store", str(store), "--lang", "sv", "validate"]) == 0
    assert "12 poster, 10 register, profil draft: 0 fel" in capfd.readouterr().out


def test_explanation_in_the_readme_is_what_is_printed(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown = README.split("```text\n")[1].split("```")[0]
    pair = ["Region Västerbotten", "Arbetsförmedlingen"]
    assert main(["--root", str(ROOT), "--store", str(store), "--lang", "en", "explain", *pair]) == 0
    assert capfd.readouterr().out == shown


def test_picture_in_the_readme_is_what_is_drawn(store: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "network.svg"
    arguments = ["--lang", "en", "network", "--of", "Region Västerbotten", "-o", str(drawn)]
    assert main(["--root", str(ROOT), "--store", str(store), *arguments]) == 0
    assert drawn.read_bytes() == (ROOT / "docs" / "pictures" / "region-vasterbotten.svg").read_bytes()


def test_files_that_the_readme_links_to_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_targets_that_the_texts_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?\bmake ([a-z]+)`?", texts)) - {"it", "sets", "diffs", "small"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
