from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, lines_of, triples

from kg.disk.io import in_graph, parse_turtle, read_text, read_turtle
from kg.disk.lexer import MAX_CHARACTERS
from kg.errors import InputError, ParseError
from kg.terms import XSD

REFUSED = sorted((FIXTURES / "refused").glob("*.ttl"))
VALUES = FIXTURES / "values"


def turtle_of(line: str) -> str:
    datatype, value = line.split("\t")
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'<http://example.org/s> <http://example.org/p> "{quoted}"^^<{XSD}{datatype}> .'


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_file_is_refused_with_its_line_in_both_languages(path: Path) -> None:
    en, sv = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    with pytest.raises(InputError) as caught:
        read_turtle(path)
    assert caught.value.en.startswith(f"{path}{en}")
    assert caught.value.sv.startswith(f"{path}{sv}")
    assert "\n" not in caught.value.en + caught.value.sv
    assert len(caught.value.en) < len(str(path)) + 300


@pytest.mark.parametrize("line", lines_of(VALUES / "good.txt"))
def test_a_good_value_is_taken_as_it_is(line: str) -> None:
    datatype, value = line.split("\t")
    (triple,) = parse_turtle(turtle_of(line), "f")
    assert triple.object == ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


def out_of_a_store(given: list[ox.Triple]) -> list[ox.Triple]:
    store = ox.Store()
    store.bulk_extend(in_graph(given, ox.NamedNode("http://example.org/g")))
    return [quad.triple for quad in store]


@pytest.mark.parametrize("line", lines_of(VALUES / "good.txt"))
def test_a_good_value_comes_back_from_the_store_as_it_went_in(line: str) -> None:
    given = parse_turtle(turtle_of(line), "f")
    assert out_of_a_store(given) == given


@pytest.mark.parametrize("line", lines_of(VALUES / "rewritten.txt"))
def test_a_value_is_refused_or_comes_back_as_it_went_in(line: str) -> None:
    try:
        given = parse_turtle(turtle_of(line), "f")
    except ParseError:
        return
    assert out_of_a_store(given) == given


@pytest.mark.parametrize("line", lines_of(VALUES / "bad.txt"))
def test_a_bad_value_is_refused(line: str) -> None:
    with pytest.raises(ParseError, match=r"^f:1: .* (is not a valid|has the datatype)"):
        parse_turtle(turtle_of(line), "f")


@pytest.mark.parametrize("line", lines_of(VALUES / "other-digits.txt"))
def test_digits_are_those_of_ascii(line: str) -> None:
    with pytest.raises(ParseError):
        parse_turtle(turtle_of(line), "f")


@pytest.mark.parametrize(
    "iri", ["https://example.org/", "http://example.org/", "mailto:a@example.org", "tel:010-1", "urn:isbn:1"]
)
def test_web_mail_and_phone_addresses_are_taken(iri: str) -> None:
    (triple,) = parse_turtle(f"<http://example.org/s> <http://example.org/p> <{iri}> .", "f")
    assert triple.object == ox.NamedNode(iri)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "@prefix a: <http://a/> .\n"])
def test_a_file_may_say_nothing(text: str) -> None:
    assert parse_turtle(text, "f") == []


def test_schemas_may_have_nodes_without_a_name_and_any_uri() -> None:
    text = f'<http://a/s> <http://a/p> ( [ <http://a/p> "http://b/"^^<{XSD}anyURI> ] ) .'
    with pytest.raises(ParseError):
        parse_turtle(text, "f")
    assert len(parse_turtle(text, "f", schema=True)) == 4


def test_schemas_take_no_other_values() -> None:
    with pytest.raises(ParseError, match="has the datatype"):
        parse_turtle("<http://a/s> <http://a/p> 1e3 .", "f", schema=True)


def test_a_files_text_is_read_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes("# å\r\nb\n".encode())
    assert read_text(path) == "# å\nb\n"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParseError) as caught:
        read_text(tmp_path / "a.ttl")
    assert (caught.value.en, caught.value.sv) == (
        f"{tmp_path}/a.ttl: no such file",
        f"{tmp_path}/a.ttl: filen finns inte",
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="Is a directory"):
        read_text(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    with path.open("wb") as file:
        file.truncate(4 * MAX_CHARACTERS + 1)
    with pytest.raises(ParseError) as caught:
        read_text(path)
    assert (caught.value.en, caught.value.sv) == (f"{path}: too large to read", f"{path}: för stor för att läsas")


def test_triples_become_statements_of_a_graph() -> None:
    graph = ox.NamedNode("http://example.org/g")
    given = triples("project:x a sam:Project ; sam:place place:lulea .")
    assert [(quad.triple, quad.graph_name) for quad in in_graph(given, graph)] == [(triple, graph) for triple in given]
