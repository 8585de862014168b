from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import FIXTURES, lines_of, store_of, typed

from kg.errors import InputError, ParameterError, ParseError
from kg.work.queries import (
    Column,
    Parameter,
    Question,
    Value,
    find_question,
    literal_value,
    read_catalogue,
    read_question,
)

TEXT = st.text(alphabet=st.characters(codec="utf-8"))
IRI = st.text(alphabet="abåz09-_./#?&=;'()*,+@:~", max_size=20).map(lambda text: "http://example.org/" + text)
VALUE: st.SearchStrategy[Value] = st.one_of(
    IRI.filter(lambda text: text.count("#") < 2).map(ox.NamedNode),
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="sv")),
    st.integers(-(10**17), 10**17).map(lambda number: typed(str(number), "integer")),
    st.dates().map(lambda day: typed(day.isoformat(), "date")),
)
HEADER = """\
#+ title@sv: Titel
#+ title@en: Title
#+ question@sv: Fråga?
#+ question@en: Question?
#+ tags: actors, roles
#+ param: one (string) -- the one / den ena
#+ param: other (iri of sam:Project) -- the other
#+ returns: one (string), other (iri, may be empty)
#+ since: 0.1.0
"""
QUERY = 'SELECT ?one ?other WHERE {\n  VALUES ?one { "default" }\n  VALUES ?other { UNDEF }\n}\nORDER BY ?one\n'
ONE, OTHER = (
    Parameter("one", "string", '"default"', "the one", "den ena"),
    Parameter("other", "string", "UNDEF", "", ""),
)
QUESTION = Question("q", {}, (ONE, OTHER), (), QUERY)
HOSTILE = [
    'x") } UNION { GRAPH ?g { ?one ?p ?o } } #',
    "x') } #",
    '" } SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } VALUES ?x { "',
    "VALUES ?other { <http://example.org/opened> }",
    "VALUES ?one { }",
    "\\",
    '\\" } #',
    "\\u0022 } #",
    '"""',
    "a\nb\r\n# c",
    "?one",
    "$0 \\1 \\g<0>",
    "<http://example.org/>",
    "\x00\x1f\x7f\ufffe",
]


def answer(values: Mapping[str, Sequence[Value]], store: ox.Store | None = None) -> list[tuple[object, ...]]:
    found = (store or ox.Store()).query(QUESTION.bind(values))
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


def read(folder: Path, text: str) -> Question:
    path = folder / "a-question.rq"
    path.write_text(text, encoding="utf-8")
    return read_question(path)


def test_without_values_the_defaults_stand() -> None:
    assert QUESTION.bind({}) == QUERY
    assert answer({}) == [(ox.Literal("default"), None)]


@given(VALUE, VALUE)
def test_a_value_comes_back_as_the_same_term(one: Value, other: Value) -> None:
    assert answer({"one": [one], "other": [other]}) == [(one, other)]


@given(st.lists(TEXT.map(ox.Literal), min_size=1, max_size=4, unique=True))
def test_several_values_are_as_many_rows(given_values: list[Value]) -> None:
    assert {one for one, _ in answer({"one": given_values})} == set(given_values)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_stays_a_literal(text: str) -> None:
    store = store_of('project:secret dcterms:title "secret"@sv .')
    assert answer({"one": [ox.Literal(text)]}, store) == [(ox.Literal(text), None)]
    assert answer({"other": [ox.Literal(text)]}, store) == [(ox.Literal("default"), ox.Literal(text))]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_does_not_open_the_place_of_another(text: str) -> None:
    other = ox.NamedNode("http://example.org/other")
    assert answer({"one": [ox.Literal(text)], "other": [other]}) == [(ox.Literal(text), other)]


def test_no_values_for_a_parameter_leave_its_default() -> None:
    assert QUESTION.bind({"one": []}) == QUERY


def test_a_parameter_that_is_not_taken_is_told_with_those_that_are() -> None:
    with pytest.raises(ParameterError) as caught:
        QUESTION.bind({"project": [ox.Literal("x")]})
    assert caught.value.en == "question q takes no parameter 'project'; it takes: one, other"
    assert caught.value.sv == "frågan q har ingen parameter 'project'; den har: one, other"


def test_a_question_is_read_from_its_file(tmp_path: Path) -> None:
    question = read(tmp_path, HEADER + QUERY)
    assert question.name == "a-question"
    assert question.parameters == (
        Parameter("one", "string", '"default"', "the one", "den ena"),
        Parameter("other", "iri of sam:Project", "UNDEF", "the other", "the other"),
    )
    assert question.columns == (Column("one", "string"), Column("other", "iri, may be empty"))
    assert question.tags == ("actors", "roles")
    assert question.query == HEADER + QUERY
    assert [question.text("title", lang) for lang in ("sv", "en", "fi")] == ["Titel", "Title", "Title"]


@pytest.mark.parametrize("key", ["title@sv", "title@en", "question@sv", "question@en", "returns"])
def test_a_header_that_lacks_a_key_is_refused(tmp_path: Path, key: str) -> None:
    text = "".join(line for line in HEADER.splitlines(keepends=True) if not line.startswith(f"#+ {key}:"))
    with pytest.raises(ParseError, match=f"a-question.rq: header lacks {key}$") as caught:
        read(tmp_path, text + QUERY)
    assert caught.value.sv.endswith(f"huvudet saknar {key}")


@pytest.mark.parametrize("line", ["third (string) -- no place in the query", "one string", "one () -- x", "one"])
def test_a_parameter_of_odd_form_or_without_a_place_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ParseError, match="needs the form") as caught:
        read(tmp_path, f"#+ param: {line}\n{HEADER}{QUERY}")
    assert "ska ha formen" in caught.value.sv


def test_a_catalogue_is_the_questions_of_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.rq").write_text(HEADER + QUERY, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x")
    assert list(read_catalogue(tmp_path)) == ["a", "b"]
    assert find_question("a", tmp_path).name == "a"


@pytest.mark.parametrize("name", ["parties-of-projcet", "PARTIES-OF-PROJECT", "../a/parties-of-project", ""])
def test_an_unknown_question_is_told_with_what_is_near(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").mkdir()
    for folder in (tmp_path, tmp_path / "a"):
        (folder / "parties-of-project.rq").write_text(HEADER + QUERY, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        find_question(name, tmp_path / "a")
    near = "; near: parties-of-project" if name else ""
    assert caught.value.en == f"no question {name!r}{near}; all of them: kg query --list"
    assert ("; nära: parties-of-project" in caught.value.sv) is bool(name)


@pytest.mark.parametrize("line", lines_of(FIXTURES / "values" / "days.txt"))
def test_a_year_a_month_or_a_day_becomes_its_first_or_last_day(line: str) -> None:
    text, first, last = line.split()
    assert literal_value("first day", text) == typed(first, "date")
    assert literal_value("last day", text) == typed(last, "date")


@pytest.mark.parametrize("kind", ["first day", "last day"])
@pytest.mark.parametrize("line", lines_of(FIXTURES / "values" / "no-days.txt"))
def test_what_is_no_day_is_refused(kind: str, line: str) -> None:
    with pytest.raises(ParameterError) as caught:
        literal_value(kind, line)
    assert repr(line) in caught.value.en or line in caught.value.en
    assert repr(line) in caught.value.sv or line in caught.value.sv


@pytest.mark.parametrize("text", ["2019-00", "2019-02-00", "2019-00-01"])
def test_there_is_no_month_or_day_zero(text: str) -> None:
    with pytest.raises(ParameterError):
        literal_value("first day", text)


@pytest.mark.parametrize(
    ("kind", "text"), [("integer", "0"), ("integer", "-250"), ("decimal", "0.4"), ("decimal", "-3"), ("string", " å ")]
)
def test_a_value_is_typed_by_its_kind(kind: str, text: str) -> None:
    assert literal_value(kind, text) == (ox.Literal(text) if kind == "string" else typed(text, kind))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", ""), ("integer", "1.5"), ("integer", "ca 250"), ("integer", "1 000"), ("integer", "9" * 19),
        ("integer", "5\n"), ("integer", "1e3"), ("decimal", "0,4"), ("decimal", ".5"), ("decimal", "NaN"),
        ("decimal", "40 %"), ("decimal", '0.4" } #'),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_with_an_example(kind: str, text: str) -> None:
    with pytest.raises(ParameterError, match="for example") as caught:
        literal_value(kind, text)
    assert "till exempel" in caught.value.sv


def test_digits_of_another_script_are_no_number_of_xsd() -> None:
    with pytest.raises(ParameterError):
        literal_value("integer", "٢٥٠")
