from pathlib import Path

import pytest

from kg.errors import ParseError
from kg.work.header import read_annotated


def test_the_header_is_read_and_the_text_is_whole(tmp_path: Path) -> None:
    text = (
        "#+ title@sv: Å: ett\n#+param: a (string)\n#+  param: b (string)\n# a comment\n#+ since: later\nSELECT * {}\n"
    )
    (tmp_path / "a.rq").write_text(text, encoding="utf-8")
    header, whole = read_annotated(tmp_path / "a.rq")
    assert header == {"title@sv": ["Å: ett"], "param": ["a (string)", "b (string)"]}
    assert whole == text


def test_a_file_may_have_no_header(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("SELECT * {}")
    assert read_annotated(tmp_path / "a.rq") == ({}, "SELECT * {}")


@pytest.mark.parametrize("line", ["#+ title", "#+ : x", "#+ title:", "#+", "#+ title@sv:   "])
def test_a_line_that_is_no_key_and_value_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.rq"
    path.write_text(f"#+ tags: x\n{line}\nSELECT * {{}}\n")
    with pytest.raises(ParseError) as caught:
        read_annotated(path)
    assert caught.value.en == f"{path}:2: a header line is written `#+ key: value`"
    assert caught.value.sv == f"{path}:2: en rad i huvudet skrivs `#+ nyckel: värde`"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no such file"):
        read_annotated(tmp_path / "a.rq")
