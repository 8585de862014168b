import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES

from kg.disk.carriers.json import read_json
from kg.disk.carriers.source import CarrierError, Limits
from kg.disk.carriers.yaml import read_yaml
from kg.disk.written import Items, Pairs, Text, Written
from kg.errors import KgError

REFUSED = sorted((FIXTURES / "carriers" / "refused").glob("json-*.json"))


def plain(written: Written, *, lines: bool = True) -> object:
    """Return a tree as Python has it, each text with its line."""
    if isinstance(written, Text):
        return (written.value, written.place.line) if lines else written.value
    if isinstance(written, Items):
        return [plain(item, lines=lines) for item in written]
    return {key.value: plain(value, lines=lines) for key, value in written}


def read(tmp_path: Path, text: str) -> list[Written]:
    path = tmp_path / "projekt.json"
    path.write_text(text, encoding="utf-8")
    return read_json(path)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_file_is_refused_with_its_line_in_both_languages(path: Path) -> None:
    en, sv = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    with pytest.raises(CarrierError) as caught:
        read_json(path)
    assert (caught.value.en, caught.value.sv) == (f"{path}{en}", f"{path}{sv}")


ENTRY = """\
{
  "titel": {"sv": "Ett påhittat projekt", "en": "A \\"made-up\\" project"},
  "start" :
    "2025-09-01",
  "antal": 1.50e+3, "minus": -0, "stort": 123456789012345678901234567890,
  "ja": true, "nej": false, "inget": null, "tomt": "",
  "platser": ["Luleå", null, [], {}, {"kommun": "\\u00c4lvsbyn \\ud83d\\ude00", "rad": "a\\nb"}]
}
"""


def test_values_are_the_text_that_was_written_with_their_lines(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, ENTRY)
    assert plain(entry) == {
        "titel": {"sv": ("Ett påhittat projekt", 2), "en": ('A "made-up" project', 2)},
        "start": ("2025-09-01", 4),
        "antal": ("1.50e+3", 5),
        "minus": ("-0", 5),
        "stort": ("123456789012345678901234567890", 5),
        "ja": ("true", 6),
        "nej": ("false", 6),
        "inget": ("", 6),
        "tomt": ("", 6),
        "platser": [("Luleå", 7), ("", 7), [], {}, {"kommun": ("Älvsbyn 😀", 7), "rad": ("a\nb", 7)}],
    }


def test_keys_and_groups_have_lines_too(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, '\n{"a": 1,\n"b":\n{"c": []}}')
    assert isinstance(entry, Pairs)
    assert [key.place.line for key, _ in entry] == [2, 3]
    assert [value.place.line for _, value in entry] == [2, 4]
    assert entry.place.line == 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"a": 1}', [1]),
        ('[{"a": 1},\n\n{"a": 2}]', [1, 3]),
        ("[1,\n[2, 3]]", [1, 2]),
        ('"x"', [1]),
        ("[null, 1]", [1]),
    ],
)
def test_the_items_of_a_list_are_entries(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert [entry.place.line for entry in read(tmp_path, text)] == lines


def test_values_may_be_nested_to_a_depth_but_no_deeper(tmp_path: Path) -> None:
    assert len(read(tmp_path, "[" * 20 + "1" + "]" * 20)) == 1
    with pytest.raises(CarrierError, match=r"projekt.json:1: nested more than 20 deep"):
        read(tmp_path, "[" * 21 + "1" + "]" * 21)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "]" * 100_000, '"' + "\\" * 100_001])
def test_however_deep_or_broken_nothing_overflows(tmp_path: Path, text: str) -> None:
    with pytest.raises(CarrierError):
        read(tmp_path, text)


def test_values_may_be_many_but_not_too_many(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[1, 2,\n3, 4]", encoding="utf-8")
    assert len(read_json(path, Limits(nodes=5))) == 4
    with pytest.raises(CarrierError) as caught:
        read_json(path, Limits(nodes=4))
    assert caught.value.en == f"{path}:2: more than 4 values"
    assert caught.value.sv == f"{path}:2: fler än 4 värden"


PIECES = st.sampled_from(
    [*'{}[]:,"\\ 01-.eE\n\tå#/', "true", "null", '"a"', '{"a":', "\\u", "\\ud800", "'", "“", "\u202e", "\ufeff"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PIECES).map("".join) | st.text())
def test_whatever_the_text_it_is_read_as_python_reads_it_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        assert read_json(path)
    except KgError as error:
        assert error.en.startswith(str(path))
    else:
        json.loads(text.replace("\ufeff", ""))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(data)
    try:
        assert read_json(path)
    except KgError as error:
        assert error.sv.startswith(str(path))


WORDS = st.text("abcåäö \"\\/'{}[]:,#-", max_size=8).map(str.strip)
KEYS = st.sampled_from(["titel", "start", "mål", "a: b", "#", "[x]", "'"])
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=9
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(KEYS, TREES, min_size=1))
def test_json_is_read_as_it_was_written_and_as_yaml_reads_it(tmp_path: Path, entry: dict[str, object]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(entry, indent=1, ensure_ascii=False), encoding="utf-8")
    (found,) = read_json(path)
    assert plain(found, lines=False) == entry
    assert [plain(same) for same in read_yaml(path)] == [plain(found)]
