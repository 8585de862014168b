"""Each entry under entries/ gives exactly the findings that stand beside it, at the lines where they are."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.nameindex import NameIndex
from kg.jobs.incoming import Intake
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.located import Located
from kg.work.matching import Matcher
from kg.work.naming import names_in

CASES = Path(__file__).parent / "entries"
VALID = sorted(CASES.glob("valid.*"))
INVALID = sorted(path for path in CASES.glob("invalid.*") if path.suffix != ".expected")


@pytest.fixture(scope="session")
def names(graph: ox.Store) -> NameIndex:
    return NameIndex.in_memory(names_in(graph))


@pytest.fixture
def intake(graph: ox.Store, names: NameIndex) -> Intake:
    knowledge = Knowledge(graph, names)
    return Intake(Known(knowledge, Matcher(knowledge)))


def findings(intake: Intake, path: Path) -> Iterator[Located]:
    for examined in intake.examine_file(path):
        for item in examined.findings:
            if item.finding.profile in ("", "draft") and item.finding.severity != "info":
                yield item


def line(item: Located) -> str:
    place = item.place
    where = " ".join(filter(None, [place.sheet, place.cell, str(place.line or ""), place.column]))
    return f"{where} | {item.finding.severity} | {item.check} | {item.key}"


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_nothing_is_wrong(intake: Intake, path: Path) -> None:
    assert [(line(item), item.finding.message["sv"]) for item in findings(intake, path)] == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_what_is_wrong_is_told_at_its_place(intake: Intake, path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    found = {line(item): item for item in findings(intake, path)}
    assert sorted(found) == sorted(text.partition(" > ")[0] for text in expected)
    for text in expected:
        name, _, words = text.partition(" > ")
        for language, wanted in zip(("sv", "en"), words.split(" / "), strict=False):
            message = found[name].finding.message[language]
            assert [word for word in wanted.split() if word not in message] == [], message


def test_every_case_is_told_apart() -> None:
    assert len(INVALID) == len(list(CASES.glob("invalid.*.expected")))
