import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.carriers.source import (
    CHUNK,
    FORBIDDEN,
    CarrierError,
    chunks,
    clean,
    encoding_of,
    fold_key,
    read_source,
    shorten,
)
from kg.disk.written import Place

SWEDISH = "titel: Mörbylånga på ön\nägare: Åre – “Östra” kommunen’s é\n"


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_read_in_the_encodings_that_can_be_told(tmp_path: Path, encoding: str) -> None:
    source = read_source(written(tmp_path, SWEDISH.encode(encoding)), 1000)
    assert (source.text, source.encoding) == (SWEDISH, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_the_mark_tells_the_order_of_bytes(tmp_path: Path, encoding: str) -> None:
    data = ("\ufeff" + SWEDISH).encode(encoding)
    assert read_source(written(tmp_path, data), 1000).text == SWEDISH


@pytest.mark.parametrize(
    "data",
    [
        "titel: Ett\nort: Mörbylånga på ön, Älvsbyn\n".encode("mac_roman"),
        "titel: Ett\nort: Örebro\n".encode("mac_roman"),
        "titel: Ett\nort: Malmö\n".encode("cp850"),
        "titel: Ett\nort: Åre på ön\n".encode("cp850"),
        "titel: Ett\nort: Gällivare é\n".encode().replace("é".encode(), b"\xe9"),
        b"titel: Ett\nort: \x81",
        SWEDISH.encode()[:-2],
    ],
)
def test_text_in_an_encoding_that_cannot_be_told_is_refused(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    with pytest.raises(CarrierError) as caught:
        read_source(path, 1000)
    assert caught.value.place == Place(path, 2)
    assert "save the file as UTF-8" in caught.value.en
    assert "spara filen som UTF-8" in caught.value.sv


@pytest.mark.parametrize("where", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1])
@pytest.mark.parametrize(("letter", "encoding"), [("ö".encode(), "utf-8"), (b"\xf6", "cp1252")])
def test_a_large_file_is_looked_through_in_pieces(tmp_path: Path, where: int, letter: bytes, encoding: str) -> None:
    path = written(tmp_path, b"a" * where + letter + b"\n" * CHUNK)
    assert encoding_of(lambda: chunks(path), path) == encoding


def test_utf16_without_a_mark_is_told_by_its_null_characters(tmp_path: Path) -> None:
    with pytest.raises(CarrierError, match=r"a.yaml:1: a null character \(U\+0000\); save the file as text in UTF-8"):
        read_source(written(tmp_path, SWEDISH.encode("utf-16-le")), 1000)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, f"a{ending}b{ending}c".encode())
    source = read_source(path, 100)
    assert source.text == "a\nb\nc"
    assert [source.place(source.text.index(letter)).line for letter in "abc"] == [1, 2, 3]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, b"")
    with path.open("wb") as file:
        file.truncate(5_000_001)
    with pytest.raises(CarrierError) as caught:
        read_source(path, 5_000_000)
    assert (caught.value.en, caught.value.sv) == (f"{path}: larger than 5 MB", f"{path}: större än 5 MB")


@pytest.mark.parametrize("name", ["no.yaml", "nul\0.yaml", "folder.yaml", "pipe.yaml", "x" * 300])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(CarrierError) as caught:
        read_source(tmp_path / name, 100)
    assert caught.value.reason_en
    assert caught.value.reason_sv != caught.value.reason_en


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\x9f", "\u200e", "\u202e", "\u2069", "\uffff"]
)
def test_characters_that_deceive_or_control_are_refused_with_their_line(tmp_path: Path, character: str) -> None:
    path = written(tmp_path, f"a\n\nb{character}c".encode())
    with pytest.raises(CarrierError) as caught:
        read_source(path, 100)
    assert caught.value.place == Place(path, 3)
    assert f"U+{ord(character):04X}" in caught.value.en
    assert f"U+{ord(character):04X}" in caught.value.sv


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Ett \n", "Ett"),
        ("\u00a0Ett två\u202f\u00a0", "Ett två"),
        ("1\u00a0000", "1\u00a0000"),
        ("Lule\u200bå\ufeff", "Luleå"),
        ("\u200b \u00adEtt", "Ett"),
        ("ett\r\ntvå", "ett\ntvå"),
        ("a\r\nb", "a\nb"),
        ("ett\u2028två", "ett\ntvå"),
        (unicodedata.normalize("NFD", "Mörbylånga"), "Mörbylånga"),
        ("“Ett”", "“Ett”"),
        ("👩\u200d🎓", "👩\u200d🎓"),
    ],
)
def test_only_what_is_not_seen_is_taken_from_a_value(value: str, expected: str) -> None:
    assert clean(value) == expected


@given(st.text())
def test_a_clean_value_stays_as_it_is(value: str) -> None:
    assert clean(clean(value)) == clean(value)


@given(st.text())
def test_a_value_has_no_white_space_around_it(value: str) -> None:
    assert clean(value) == clean(value).strip()


@pytest.mark.parametrize(
    "key",
    ["specific objective", "Specific_Objective", "SPECIFIC-OBJECTIVE", " specific  objective ", "specific_-objective"],
)
def test_keys_are_compared_without_case_and_with_spaces_underscores_and_hyphens_alike(key: str) -> None:
    assert fold_key(key) == "specific objective"


def test_a_long_text_is_shown_shortened_and_on_one_line() -> None:
    assert shorten("ett\n  två " + "x" * 100, 10) == "ett två xx…"


def test_tab_and_line_feed_are_text() -> None:
    assert not FORBIDDEN.search("a\tb\nc")
