"""What the engine does not know it refuses when the shapes are read, and says where it stands."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import iri
from shacl_help import own_shapes

from kg.disk.io import read_turtle
from kg.errors import ParseError
from kg.work.shacl.constraints import LONGEST
from kg.work.shapes import Shapes

SHAPES = Path(__file__).resolve().parents[3] / "shapes"

REFUSED = {
    "ex:s a sh:NodeShape ; sh:dataType xsd:date .": "sh:dataType is not known here",
    "ex:s a sh:NodeShape ; sh:rule ex:r .": "sh:rule is not known here",
    "ex:s a sh:NodeShape ; sh:target ex:r .": "sh:target is not known here",
    "ex:s a sh:Shape .": "sh:Shape is not known here",
    "ex:s a sh:ConstraintComponent .": "sh:ConstraintComponent is not known here",
    "ex:s sh:minCount 1 .": "sh:minCount is not known here",
    "ex:s a sh:NodeShape ; sh:sparql ex:q . ex:q sh:select 'x' ; sh:severity sh:Info .": "sh:severity is not known",
    "ex:s a sh:NodeShape ; sh:minCount 1 .": "sh:minCount needs a sh:path",
    "ex:s a sh:NodeShape ; sh:flags 'i' .": "sh:flags needs sh:pattern",
    "ex:s a sh:NodeShape ; sh:ignoredProperties ( ex:p ) .": "sh:ignoredProperties needs sh:closed",
    "ex:s a sh:NodeShape ; sh:pattern 'a' ; sh:flags 's' .": "only i and m are known",
    "ex:s a sh:NodeShape ; sh:pattern '(' .": "sh:pattern",
    "ex:s a sh:NodeShape ; sh:pattern ex:p .": "is to be a literal",
    "ex:s a sh:NodeShape ; sh:class 'Person' .": "is to be an IRI",
    "ex:s a sh:NodeShape ; sh:nodeKind sh:Iri .": "sh:nodeKind has no such value",
    "ex:s a sh:NodeShape ; sh:nodeKind sh:IRI, sh:Literal .": "sh:nodeKind stands more than once",
    "ex:s a sh:NodeShape ; sh:datatype xsd:duration .": "duration> is not known here",
    "ex:s a sh:NodeShape ; sh:datatype xsd:date, xsd:time .": "sh:datatype stands more than once",
    "ex:s a sh:NodeShape ; sh:minInclusive 'P1D'^^xsd:duration .": "cannot be compared here",
    "ex:s a sh:NodeShape ; sh:severity sh:Fatal .": "sh:severity has no such value",
    "ex:s a sh:NodeShape ; sh:severity 'Info' .": "sh:severity has no such value",
    "ex:s a sh:NodeShape ; sh:closed 1 .": "sh:closed is to be true or false",
    "ex:s a sh:NodeShape ; sh:or ( ) .": "a list is empty",
    "ex:s a sh:NodeShape ; sh:or ex:t . ex:t sh:nodeKind sh:IRI .": "a list is broken",
    "ex:s a sh:NodeShape ; sh:not ex:t .": "there is no shape",
    "ex:s a sh:NodeShape ; sh:not 'a' .": "there is no shape",
    "ex:s a sh:NodeShape ; sh:not ex:s .": "the shape is part of itself",
    "ex:s a sh:NodeShape ; sh:property ex:p . ex:p sh:path ex:q ; sh:node ex:s .": "the shape is part of itself",
    "ex:s a sh:NodeShape ; sh:property ex:t . ex:t a sh:NodeShape .": "has no sh:path",
    "ex:s a sh:NodeShape ; sh:node ex:p . ex:p sh:path ex:q .": "sh:node names a property shape",
    "ex:s a sh:NodeShape ; sh:path ex:p .": "a node shape has none",
    "ex:s a sh:PropertyShape .": "a property shape has a sh:path",
    "ex:s a sh:PropertyShape ; sh:path ex:p, ex:q .": "sh:path stands more than once",
    "ex:s a sh:PropertyShape ; sh:path ( ex:p ) .": "two members or more",
    "ex:s a sh:PropertyShape ; sh:path 'p' .": "no such path is known here",
    "ex:s a sh:PropertyShape ; sh:path [ sh:inversePath ( ex:p ex:q ) ] .": "turn each step round",
    "ex:s a sh:PropertyShape ; sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ] .": "no such path is known",
    "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:minCount -1 .": "sh:minCount is to be a whole number",
    "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:maxCount 1.5 .": "sh:maxCount is to be a whole number",
    "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1, 2 .": "sh:minCount stands more than once",
    "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:qualifiedValueShape ex:t . ex:t a sh:NodeShape .": "needs a count",
    "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:qualifiedMinCount 1 .": "needs sh:qualifiedValueShape",
    "ex:s a sh:NodeShape ; sh:sparql ex:q .": "has no sh:select",
    "ex:s a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:message 'A {?vlaue}.'@en .": r"nothing fills \{\?vlaue\}",
    """ex:s a sh:NodeShape ; sh:message 'A {?x}.'@en ; sh:sparql ex:q .
       ex:q sh:select 'SELECT $this ?y WHERE { $this ?p ?y }' .""": r"nothing fills \{\?x\}",
    "ex:s a": "own.ttl:",
}


@pytest.mark.parametrize("body", REFUSED)
def test_what_is_not_known_is_refused_with_its_place(body: str, tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=REFUSED[body]) as caught:
        own_shapes(tmp_path, body).check([], [])
    assert "own.ttl" in caught.value.en
    assert "own.ttl" in caught.value.sv


@pytest.mark.parametrize(
    "body",
    [
        "",
        "ex:s a sh:NodeShape ; sh:name 'a' ; sh:description 'b' ; sh:order 1 ; sh:group ex:g ; ex:own 5 .",
        "ex:g a sh:PropertyGroup ; sh:order 2 . ex:nothing sh:description 'told of' ; sh:order 3 .",
        "ex:s a sh:NodeShape ; sh:deactivated true ; sh:targetClass ex:C ; sh:minLength 3 .",
    ],
)
def test_what_is_known_is_taken(body: str, tmp_path: Path) -> None:
    assert own_shapes(tmp_path, body).check([], []) == []


@pytest.mark.parametrize("piece", ["a", "1", "-a", "a-", "1a", " ", ".", "@.", "a@a.", "#", "/", "A 1-", "0 "])
def test_our_own_patterns_come_to_an_end(piece: str) -> None:
    """A pattern that tries every way to part a text would not, on a text of this length."""
    text = (piece * LONGEST)[: LONGEST - 1]
    for path in sorted(SHAPES.rglob("*.ttl")):
        for triple in read_turtle(path, schema=True):
            if triple.predicate == iri("sh:pattern") and isinstance(triple.object, ox.Literal):
                pattern = re.compile(triple.object.value)
                for whole in (
                    text + "\n",
                    "https://w3id.org/samverkan/id/project/" + text,
                    "mailto:" + text,
                    "tel:" + text,
                ):
                    pattern.search(whole)


def test_our_own_shapes_are_known() -> None:
    assert Shapes().check([], []) == []
    assert set(Shapes().profile_of.values()) == {"draft", "publishable", "article-49"}
