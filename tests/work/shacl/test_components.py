"""Each component of SHACL Core, on shapes that are not ours: pySHACL and our engine find the same."""

from pathlib import Path

import pytest
from shacl_help import data, names, own_shapes, short, told

HERE = Path(__file__).parent
PEOPLE = (HERE / "people.ttl").read_text(encoding="utf-8")
CASES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "cases").glob("*.ttl"))}
EVERYBODY = "sh:targetClass ex:Person ; sh:targetSubjectsOf ex:age"
VALUES = """[ sh:alternativePath (
  ex:age ex:born ex:weight ex:when ex:flag ex:name ex:uri ex:month ex:other ex:time ex:knows ) ]"""


def test_there_are_cases() -> None:
    assert len(CASES) > 20


@pytest.mark.parametrize("name", CASES)
def test_both_engines_find_the_same(name: str, tmp_path: Path) -> None:
    assert both(tmp_path, CASES[name])


@pytest.mark.parametrize("datatype", [
    "xsd:integer", "xsd:decimal", "xsd:double", "xsd:byte", "xsd:boolean", "xsd:date", "xsd:dateTime", "xsd:time",
    "xsd:string", "xsd:gYear", "xsd:gYearMonth", "xsd:anyURI", "rdf:langString", "rdfs:Literal", "ex:length",
])  # fmt: skip
def test_both_engines_take_the_same_for_a_datatype(datatype: str, tmp_path: Path) -> None:
    assert both(tmp_path, f"ex:s a sh:PropertyShape ; {EVERYBODY} ; sh:path {VALUES} ; sh:datatype {datatype} .")


@pytest.mark.parametrize("term", ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"])
@pytest.mark.parametrize("bound", [
    "34", "7.5", '"Bo"', '"1990-05-17"^^xsd:date', '"2020-01-01T10:00:00"^^xsd:dateTime', '"1991"^^xsd:gYear',
    '"Bo"@sv', "true", "1.0e3",
])  # fmt: skip
def test_both_engines_compare_alike(term: str, bound: str, tmp_path: Path) -> None:
    assert both(tmp_path, f"ex:s a sh:PropertyShape ; {EVERYBODY} ; sh:path {VALUES} ; sh:{term} {bound} .")


@pytest.mark.parametrize("path", [
    "ex:knows",
    "[ sh:inversePath ex:knows ]",
    "( ex:knows ex:age )",
    "( [ sh:inversePath ex:knows ] ex:knows rdf:type )",
    "[ sh:alternativePath ( ex:knows [ sh:inversePath ex:same ] ) ]",
    "[ sh:zeroOrMorePath ex:knows ]",
    "[ sh:oneOrMorePath ex:knows ]",
    "[ sh:zeroOrOnePath ex:same ]",
    "[ sh:inversePath [ sh:zeroOrMorePath ex:knows ] ]",
    "[ sh:inversePath [ sh:alternativePath ( ex:knows ex:same ) ] ]",
    "( [ sh:zeroOrOnePath ex:same ] [ sh:oneOrMorePath [ sh:inversePath ex:knows ] ] )",
    "[ sh:oneOrMorePath ( ex:knows ex:same ) ]",
    "[ sh:zeroOrMorePath [ sh:alternativePath ( ex:knows ex:same ) ] ]",
])  # fmt: skip
def test_both_engines_follow_the_same_path(path: str, tmp_path: Path) -> None:
    assert both(tmp_path, f"ex:s a sh:PropertyShape ; {EVERYBODY} ; sh:path {path} ; sh:in ( ex:none ) .")


def test_only_what_is_asked_about_is_told(tmp_path: Path) -> None:
    shapes = own_shapes(tmp_path, CASES["property-below-property"])
    triples = data(PEOPLE)
    for asked in ({"http://example.org/anna"}, {"http://example.org/cilla", "http://example.org/nobody"}, set[str]()):
        found = shapes.check(triples, asked)
        assert {item.focus for item in found} <= asked
        assert told(found) == told(shapes.referee(triples, asked))


def test_a_text_of_any_length_is_matched_in_time(tmp_path: Path) -> None:
    shapes = own_shapes(tmp_path, """
        ex:a a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:pattern "^[a-z]+(-[a-z]+)*$" .
        ex:b a sh:PropertyShape ; sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:pattern "\\\\S" .""")  # fmt: skip
    long = "a" * 20_000
    assert short(shapes.check(data(f'ex:x ex:p "{long}" .'), ["http://example.org/x"])) == [f"x a {long}"]


def both(folder: Path, body: str) -> bool:
    """Tell whether both engines find the same in the people, and something."""
    shapes = own_shapes(folder, body)
    triples = data(PEOPLE)
    found = shapes.check(triples, names(triples))
    assert told(found) == told(shapes.referee(triples, names(triples)))
    assert told(next(shapes.check_many([(triples, names(triples))]))) == told(found)
    return bool(found)
