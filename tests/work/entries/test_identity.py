"""Which project an entry is about, and under which short name."""

from pathlib import Path

import pytest
from entries_help import draft_of, said

from kg.work.entries.identity import LONGEST, is_slug, shortened, slug_of
from kg.work.entries.known import Known

OWNER = "projektägare: Mora kommun\n"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("titel: Vägar till arbete\n" + OWNER, "vagar-till-arbete"),
        ("titel: {en: Ways to work, sv: Vägar till arbete}\n" + OWNER, "ways-to-work"),
        ("titel: Något\nkortnamn: eget-namn\n" + OWNER, "eget-namn"),
        ("titel: Något\nkortnamn: https://w3id.org/samverkan/id/project/eget-namn\n" + OWNER, "eget-namn"),
        ("titel: Kompetenskatalysator 1.0\nprojektägare: Norrbottens Kommuner\n", "kompetenskatalysator-1-0"),
        ("titel: Kompetenskatalysator 1.0\ndiarienummer: 24-003-S02\n", "kompetenskatalysator-1-0"),
        ("titel: Kompetenskatalysator 1.0\ndiarienummer: 24‑003‑s02\n", "kompetenskatalysator-1-0"),
        # Another project of the same name is told apart by its identifier, else by its owner.
        ("titel: Kompetenskatalysator 1.0\ndiarienummer: 25-001-S01\n" + OWNER, "kompetenskatalysator-1-0-25-001-s01"),
        ("titel: Kompetenskatalysator 1.0\n" + OWNER, "kompetenskatalysator-1-0-mora-kommun"),
        ("titel: Kompetenskatalysator 1.0\nprojektägare: Nya Föreningen\n", "kompetenskatalysator-1-0-nya-foreningen"),
        # One that is only mentioned has no entry yet, and gets it.
        ("titel: Dalalyft\n" + OWNER, "dalalyft"),
        ("projektägare: Mora kommun\ndiarienummer: AB-1\n", "ab-1"),
    ],
)
def test_the_short_name_tells_projects_apart(known: Known, tmp_path: Path, text: str, slug: str) -> None:
    assert draft_of(text, known, tmp_path).slug == slug


def test_a_long_title_is_cut_between_words(known: Known, tmp_path: Path) -> None:
    slug = draft_of(f"titel: {'Lärande ' * 30}\n{OWNER}", known, tmp_path).slug
    assert slug.endswith("larande")
    assert len(slug) <= LONGEST


@pytest.mark.parametrize("title", ["???", "''"])
def test_an_entry_that_can_have_no_name_is_read_all_the_same(known: Known, tmp_path: Path, title: str) -> None:
    draft = draft_of(f"titel: {title}\nprojektägare: 22200006\nstart: 2014-06-31\n", known, tmp_path)
    assert draft.slug == "post"
    checks = [check for _, check in said(draft)]
    assert {"organisation-number-length", "date-missing"} <= set(checks)
    assert checks.count("title-missing") + checks.count("title-unreadable") == 1


def test_a_name_made_of_the_file_is_nobody_elses(known: Known, tmp_path: Path) -> None:
    from entries_help import read_text_of

    from kg.work.entries.reader import read_entry

    (written,) = read_text_of(OWNER, tmp_path, "tre-m.yaml")
    assert read_entry(written, known).slug == "tre-m-2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("titel: Annat\ndiarienummer: 24-003-S02\n" + OWNER, ["identifier-with-other-title"]),
        ("titel: Kompetenskatalysator 1.0\ndiarienummer: 24-003-S02\n" + OWNER, ["identifier-with-other-owner"]),
        ("titel: KOMPETENSKATALYSATOR  1.0\ndiarienummer: 24-003-S02\nprojektägare: 222000-0653\n", []),
        ("titel: Kompetenskatalysator 1.0\ndiarienummer: 24-003-S02\nprojektägare: okänd\n", []),
        (
            "titel: Kompetenskatalysator 1.0\ndiarienummer: 24-003-S02\n"
            "projektägare: {land: Sverige, namn: Norrbottens Kommuner}\n",
            [],
        ),
        ("kortnamn: annat\ntitel: Annat\ndiarienummer: 24-003-S02\n" + OWNER, ["identifier-of-another"]),
        ("kortnamn: tre-m\ntitel: Annat\n" + OWNER, ["slug-with-other-title"]),
        ("kortnamn: tre-m\ntitel: tre-m\n" + OWNER, []),
        ("kortnamn: kompetenskatalysator-1-0\ntitel: Annat\ndiarienummer: 24-003-S02\n" + OWNER, []),
        ("titel: Annat\ndiarienummer: [24-003-S02, AB-1]\n" + OWNER, ["identifier-with-other-title"]),
        ("titel: Tre-M - matchning, motor, mäklare\nprojektägare: Hedemora Lärcentrum\n", []),
    ],
)
def test_what_speaks_against_an_identifier_is_told(known: Known, tmp_path: Path, text: str, found: list[str]) -> None:
    checks = ("identifier-", "slug-")
    assert [check for _, check in said(draft_of(text, known, tmp_path)) if check.startswith(checks)] == found


def test_a_project_of_another_year_is_another(known: Known, tmp_path: Path) -> None:
    text = "titel: Tre-M\nkortnamn: {}\nprojektägare: Hedemora Lärcentrum\nstart: {}\nslut: {}\n"
    first = draft_of(text.format("sommar", 2023, 2023).replace("Tre-M", "Sommar"), known, tmp_path)
    known.knowledge.add(first.graph.value, first.public)
    plain = "titel: Sommar\nprojektägare: Hedemora Lärcentrum\nstart: {0}\nslut: {0}\n"
    assert draft_of(plain.format(2023), known, tmp_path).slug == "sommar"
    assert draft_of(plain.format(2024), known, tmp_path).slug == "sommar-hedemora-larcentrum"


@pytest.mark.parametrize("text", ["a", "tre-m", "a1-b2", "x" * 120])
def test_what_may_be_a_short_name(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-", "a--b", "A", "å", "a b", "a-", "-a", "a/b", "a#b", "x" * 121, "a\n"])
def test_what_may_not(text: str) -> None:
    assert not is_slug(text)


@pytest.mark.parametrize(("text", "slug"), [("Åre & Co", "are-och-co"), ("???", ""), ("", "")])
def test_the_slug_of_a_text(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_a_single_long_word_is_cut() -> None:
    assert shortened("x" * 100) == "x" * LONGEST
