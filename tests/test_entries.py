"""Each entry under entries/ gives exactly the findings that stand beside it, at the places where they are."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import Workbooks, intake_of

from kg.disk.nameindex import NameIndex
from kg.jobs.incoming import Intake
from kg.work.located import Located
from kg.work.naming import names_in

CASES = Path(__file__).parent / "entries"
KINDS = (".yaml", ".json", ".csv", ".ttl", ".jsonld", ".book")
ENTRIES = sorted(path for path in CASES.iterdir() if path.suffix in KINDS)
VALID, INVALID = ([path for path in ENTRIES if path.name.startswith(start)] for start in ("valid.", "invalid."))


@pytest.fixture(scope="session")
def names(graph: ox.Store) -> NameIndex:
    return NameIndex.in_memory(names_in(graph))


@pytest.fixture
def intake(graph: ox.Store, names: NameIndex) -> Intake:
    return intake_of(graph, names)


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Workbooks:
    return Workbooks(tmp_path_factory.mktemp("books"))


def findings(intake: Intake, path: Path) -> Iterator[Located]:
    for examined in intake.examine_file(path):
        for item in examined.findings:
            if item.finding.profile in ("", "draft") and item.finding.severity != "info":
                yield item


def line(item: Located) -> str:
    place = item.place
    where = " ".join(filter(None, [place.sheet, place.cell, str(place.line or ""), place.column]))
    return f"{where} | {item.finding.severity} | {item.check} | {item.key}"


def expected(path: Path) -> list[tuple[str, str, str]]:
    """Return the lines beside an entry: the finding, and the words of its message in Swedish and English."""
    beside = path.with_suffix(".expected")
    lines = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
    split = [text.partition(" > ") for text in lines]
    return [(found, *words.partition(" / ")[::2]) for found, _, words in split]


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.name)
def test_what_is_wrong_is_told_at_its_place(intake: Intake, workbooks: Workbooks, path: Path) -> None:
    found = list(findings(intake, workbooks.made(path)))
    wanted = expected(path)
    assert Counter(map(line, found)) == Counter(finding for finding, _, _ in wanted)
    for finding, *words in wanted:
        messages = [item.finding.message for item in found if line(item) == finding]
        for language, said in zip(("sv", "en"), words, strict=True):
            texts = [message[language] for message in messages]
            assert any(all(word in text for word in said.split()) for text in texts), (said, texts)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_what_is_never_refused_has_no_error(intake: Intake, workbooks: Workbooks, path: Path) -> None:
    assert not any(examined.refused for examined in intake.examine_file(workbooks.made(path)))


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.name)
def test_every_finding_speaks_both_languages(intake: Intake, workbooks: Workbooks, path: Path) -> None:
    for examined in intake.examine_file(workbooks.made(path)):
        for item in examined.findings:
            told = item.finding.message
            assert set(told) == {"sv", "en"}
            assert told["sv"] != told["en"]
            assert "{?" not in told["sv"] + told["en"]
            assert all(text and text[-1] in ".?" for text in told.values()), told


def test_every_case_is_told_apart() -> None:
    beside = {path.stem for path in CASES.glob("*.expected")}
    assert beside <= {path.stem for path in ENTRIES}
    assert {path.stem for path in INVALID} <= beside
    assert len({path.stem for path in ENTRIES}) == len(ENTRIES)


def test_a_region_that_contradicts_the_county_is_kept_with_a_warning(intake: Intake, tmp_path: Path) -> None:
    """As in the source of Tre-M: the region that a source states may be another than that of its counties."""
    path = tmp_path / "post.yaml"
    path.write_text("titel: A\nprojektägare: Mora kommun\nplatser: [SE21, Dalarnas län]\nkällor: a.txt\n", "utf-8")
    assert not any(examined.refused for examined in intake.examine_file(path))


def test_a_region_is_known_by_the_name_that_the_fund_gives_it(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "post.yaml"
    path.write_text("titel: A\nprojektägare: Mora kommun\nplatser: [Småland och Öarna]\nkällor: a.txt\n", "utf-8")
    assert not any(examined.refused for examined in intake.examine_file(path))
