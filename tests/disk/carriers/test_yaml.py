import unicodedata
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES

from kg.disk.carriers import yaml
from kg.disk.carriers.source import CarrierError, Limits
from kg.disk.carriers.yaml import read_yaml
from kg.disk.written import Items, Pairs, Text, Written
from kg.errors import KgError

REFUSED = sorted((FIXTURES / "carriers" / "refused").glob("yaml-*.yaml"))
# The parser in C refuses half of a surrogate pair by itself.
OTHERWISE_IN_PYTHON = {"yaml-surrogate"}


@pytest.fixture(params=["in C", "in Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the parser in C, if PyYAML has it, and with the one in Python."""
    if request.param == "in Python":
        monkeypatch.setattr(yaml, "_LOADER", pyyaml.BaseLoader)
    return str(request.param)


def plain(written: Written) -> object:
    """Return a tree as Python has it, each text with its line."""
    if isinstance(written, Text):
        return (written.value, written.place.line)
    if isinstance(written, Items):
        return [plain(item) for item in written]
    return {key.value: plain(value) for key, value in written}


def read(tmp_path: Path, text: str) -> list[Written]:
    path = tmp_path / "projekt.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_file_is_refused_with_its_line_in_both_languages(path: Path, parser: str) -> None:
    en, sv = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    with pytest.raises(CarrierError) as caught:
        read_yaml(path)
    if parser == "in C" or path.stem not in OTHERWISE_IN_PYTHON:
        assert (caught.value.en, caught.value.sv) == (f"{path}{en}", f"{path}{sv}")


ENTRY = """\
# en kommentar
titel: {sv: Ett påhittat projekt,   en: "A made-up project"}

start:   2025-09-01
"id": 08
öppet: no
tid: 12:30:45
antal: 1_000
andel: 40%   # i procent
tomt:
streck: ~
inget: null
text: 'null'
lång: |
  Första raden
  andra raden
vikt: >-
  ett
  två
platser:
  - Luleå
  -
  - {kommun: Boden,
     län: Norrbottens län}
url: http://example.org/a:b#c
"""


@pytest.mark.usefixtures("parser")
def test_values_are_the_text_that_was_written_with_their_lines(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, ENTRY)
    assert plain(entry) == {
        "titel": {"sv": ("Ett påhittat projekt", 2), "en": ("A made-up project", 2)},
        "start": ("2025-09-01", 4),
        "id": ("08", 5),
        "öppet": ("no", 6),
        "tid": ("12:30:45", 7),
        "antal": ("1_000", 8),
        "andel": ("40%", 9),
        "tomt": ("", 10),
        "streck": ("", 11),
        "inget": ("", 12),
        "text": ("null", 13),
        "lång": ("Första raden\nandra raden", 14),
        "vikt": ("ett två", 17),
        "platser": [("Luleå", 21), ("", 22), {"kommun": ("Boden", 23), "län": ("Norrbottens län", 24)}],
        "url": ("http://example.org/a:b#c", 25),
    }


def test_keys_and_groups_have_lines_too(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "\na: x\nb:\n\n  - c: d\n")
    assert isinstance(entry, Pairs)
    assert [key.place.line for key, _ in entry] == [2, 3]
    assert [value.place.line for _, value in entry] == [2, 5]
    assert entry.place.line == 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\n", [1]),
        ("a: 1\n---\na: 2\n", [1, 3]),
        ("- a: 1\n- a: 2\n\n- a: 3\n", [1, 2, 4]),
        ("- a: 1\n---\na: 2\n---\n# inget\n---\n- a: 3\n", [1, 3, 7]),
        ("\ufeffa: 1\r\n---\r\na: 2\r\n", [1, 3]),
        ("%YAML 1.2\n---\na: 1\n", [3]),
    ],
)
def test_documents_and_the_items_of_a_list_are_entries(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert [entry.place.line for entry in read(tmp_path, text)] == lines


def test_places_name_the_file(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "a: 1")
    assert entry.place.path == tmp_path / "projekt.yaml"


def test_a_lost_character_is_noted(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "a: Lule\ufffd\n")
    assert isinstance(entry, Pairs)
    assert [value.note for _, value in entry if isinstance(value, Text)] == ["damaged"]


@pytest.mark.parametrize("character", ["\x07", "\x85", "\x1b", "\0"])
def test_control_characters_are_refused(tmp_path: Path, character: str) -> None:
    with pytest.raises(CarrierError, match=r"projekt.yaml:2: "):
        read(tmp_path, f"a: 1\nb: x{character}\n")


def nested(depth: int) -> str:
    return "[" * depth + "x" + "]" * depth


@pytest.mark.usefixtures("parser")
def test_values_may_be_nested_to_a_depth_but_no_deeper(tmp_path: Path) -> None:
    assert len(read(tmp_path, nested(20))) == 1
    with pytest.raises(CarrierError, match=r"projekt.yaml:1: nested more than 20 deep"):
        read(tmp_path, nested(21))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["[" * 4000, "{a: " * 4000, "- " * 4000, "? " * 4000, "a: &a [\n" * 4000])
def test_however_deep_nothing_overflows(tmp_path: Path, text: str) -> None:
    with pytest.raises(CarrierError):
        read(tmp_path, text)


def test_values_may_be_many_but_not_too_many(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("- a\n" * 9, encoding="utf-8")
    assert len(read_yaml(path, Limits(nodes=10))) == 9
    path.write_text("a: 1\n\n" + "- a\n" * 0 + "b: [1, 2, 3, 4, 5]\n", encoding="utf-8")
    with pytest.raises(CarrierError, match=r"a.yaml:3: more than 7 values"):
        read_yaml(path, Limits(nodes=7))


@pytest.mark.usefixtures("parser")
def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(tmp_path: Path) -> None:
    text = "a: &a [x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(CarrierError, match=r"projekt.yaml:1: an anchor"):
        read(tmp_path, text)


PIECES = st.sampled_from(
    [
        *"abå:-,[]{}&*!|>'\"%@`#?~ \n\t\r\\",
        ": ",
        "- ",
        "\n  ",
        "---\n",
        "...\n",
        "<<",
        "\\u0000",
        "\ufeff",
        "\u2028",
        "\x85",
        "\u202e",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PIECES).map("".join) | st.text())
@example("a: &a\n")
def test_whatever_the_text_it_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    for loader in (pyyaml.BaseLoader, yaml._LOADER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml, "_LOADER", loader)
            try:
                assert read_yaml(path)
            except KgError as error:
                assert error.en.startswith(str(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    try:
        assert read_yaml(path)
    except KgError as error:
        assert error.sv.startswith(str(path))


SCALARS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1).filter(
    lambda text: "\ufffe" not in text and "\uffff" not in text and "\ufffd" not in text
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(SCALARS, min_size=1))
def test_a_quoted_text_is_read_as_it_was_written(tmp_path: Path, values: list[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("".join(f"- '{value.replace(chr(39), chr(39) * 2)}'\n" for value in values), encoding="utf-8")
    assert [plain(entry) for entry in read_yaml(path)] == [
        (unicodedata.normalize("NFC", value), line) for line, value in enumerate(values, 1)
    ]
