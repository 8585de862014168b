"""From tables to forms: headings in either language, parts beside their project or on sheets of their own."""

from pathlib import Path

import pytest
from entries_help import save_workbook

from kg.disk.carriers.csv import read_csv
from kg.disk.carriers.workbook import read_workbook
from kg.disk.written import Items, Pairs, Text, Written
from kg.work.entries.sheets import Sheets, read_tables
from kg.work.form import the_form


def plain(value: Written) -> object:
    """Return a form as Python would have it, without what is blank."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Items):
        return [plain(item) for item in value if plain(item)]
    return {key.value: plain(inner) for key, inner in value if plain(inner)}


def of_book(text: str, folder: Path) -> Sheets:
    save_workbook(text, folder / "bok.xlsx")
    return read_tables(read_workbook(folder / "bok.xlsx"), the_form())


def of_list(text: str, folder: Path) -> Sheets:
    (folder / "lista.csv").write_text(text, encoding="utf-8")
    return read_tables(read_csv(folder / "lista.csv"), the_form())


@pytest.mark.parametrize(
    ("heading", "value", "found"),
    [
        ("titel", "A", {"title": "A"}),
        ("TITEL *", "A", {"title": "A"}),
        ("title:", "A", {"title": "A"}),
        ("titel (en)", "A", {"title": {"en": "A"}}),
        ("titel (svenska)", "A", {"title": {"sv": "A"}}),
        ("title_en", "A", {"title": {"en": "A"}}),
        ("titel på engelska", "A", {"title": {"en": "A"}}),
        ("ägare", "A", {"owner": "A"}),
        ("startdatum", "2025", {"start": "2025"}),
        ("plats", "Luleå; Kiruna", {"places": ["Luleå", "Kiruna"]}),
        ("specifikt mål", "D1", {"specific_objective": "D1"}),
        ("deltagare: aktör", "Orsa kommun", {"participants": [{"actor": "Orsa kommun"}]}),
        ("participants: role", "host", {"participants": [{"role": "host"}]}),
        ("belopp", "5 kr", {"contributions": [{"amount": "5 kr"}]}),
        ("målvärde", "5", {"goals": [{"indicators": {"target": "5"}}]}),
        ("källa", "a.txt", {"sources": "a.txt"}),
    ],
)
def test_a_heading_is_a_key_in_either_language(
    tmp_path: Path, heading: str, value: str, found: dict[str, object]
) -> None:
    sheets = of_list(f"kortnamn;{heading}\nx;{value.replace(';', ',')}\n".replace("Luleå,", "Luleå|"), tmp_path)
    (entry,) = of_list(f"kortnamn\t{heading}\nx\t{value}\n", tmp_path).entries
    assert plain(entry) == {"slug": "x", **found}
    assert sheets.problems == []


def test_rows_of_one_title_are_one_project(tmp_path: Path) -> None:
    rows = ("titel;ägare;deltagare: aktör", "A;Mora kommun;Orsa kommun", "A;;Leksands kommun", ";;Rättviks kommun")
    text = "\n".join((*rows, "B;Orsa kommun;", ""))
    first, second = of_list(text, tmp_path).entries
    assert plain(first) == {
        "title": "A", "owner": "Mora kommun",
        "participants": [{"actor": "Orsa kommun"}, {"actor": "Leksands kommun"}, {"actor": "Rättviks kommun"}],
    }  # fmt: skip
    assert plain(second) == {"title": "B", "owner": "Orsa kommun"}


def test_a_later_row_may_add_but_not_contradict(tmp_path: Path) -> None:
    sheets = of_list("titel;ägare;start\nA;;\nA;Mora kommun;2025\nA;Orsa kommun;2025\n", tmp_path)
    (entry,) = sheets.entries
    assert plain(entry) == {"title": "A", "owner": "Mora kommun", "start": "2025"}
    assert [(problem.check, problem.value, problem.place.line) for problem in sheets.problems] == [
        ("rows-differ", "Orsa kommun", 4)
    ]


BOOK = """# Projekt
kortnamn|titel|projektägare
a|Första|Mora kommun
b|Andra|Orsa kommun
exempel|Ett exempel|Exempel
# Mål
projekt|slag|text|målvärde|enhet
a|syfte|Ett|#5|personer
||||
Andra|mål|Två||
exempel|mål|Nej||
c|mål|Tre||
"""


def test_rows_of_parts_belong_to_their_project(tmp_path: Path) -> None:
    sheets = of_book(BOOK, tmp_path)
    first, second = map(plain, sheets.entries)
    assert first == {
        "slug": "a", "title": "Första", "owner": "Mora kommun",
        "goals": [{"kind": "syfte", "text": "Ett", "indicators": {"target": "5", "unit": "personer"}}],
    }  # fmt: skip
    assert second == {"slug": "b", "title": "Andra", "owner": "Orsa kommun", "goals": [{"kind": "mål", "text": "Två"}]}
    errors = [problem for problem in sheets.problems if problem.severity == "violation"]
    assert [(problem.check, problem.value) for problem in errors] == [("part-of-no-project", "c")]


@pytest.mark.parametrize("name", ["Projekt", "projects", "Blad1", "Sheet1"])
def test_the_sheet_of_projects_may_have_several_names(tmp_path: Path, name: str) -> None:
    sheets = of_book(f"# {name}\ntitel|ägare\nA|Mora kommun\n", tmp_path)
    assert [plain(entry) for entry in sheets.entries] == [{"title": "A", "owner": "Mora kommun"}]
    assert sheets.problems == []


@pytest.mark.parametrize(
    "text", ["# Projekt\n", "# Projekt\ntitel|ägare\n", "# Projekt\ntitel\nexempel\n", "# _listor\na\n"]
)
def test_a_book_without_projects_is_told(tmp_path: Path, text: str) -> None:
    sheets = of_book(text, tmp_path)
    assert (sheets.entries, [problem.check for problem in sheets.problems]) == ([], ["no-projects"])


def test_the_only_project_need_not_be_named(tmp_path: Path) -> None:
    sheets = of_book("# Projekt\ntitel|ägare\nA|Mora kommun\n# Deltagare\naktör|roll\nOrsa kommun|värd\n", tmp_path)
    (entry,) = sheets.entries
    assert isinstance(entry, Pairs)
    assert plain(entry) == {
        "title": "A", "owner": "Mora kommun", "participants": [{"actor": "Orsa kommun", "role": "värd"}]
    }  # fmt: skip
    assert sheets.problems == []
