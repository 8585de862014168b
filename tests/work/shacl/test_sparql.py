"""Constraints that are queries: the same from pySHACL, from one graph, and from many graphs that are asked together."""

import re
from pathlib import Path

import pytest
from shacl_help import EX, data, names, own_shapes, short, told

from kg.errors import ParseError
from kg.work.shacl.query import _Parts
from kg.work.shapes import Shapes

TOWNS = """
ex:a ex:p 1, 2 ; ex:q ex:b ; ex:label "A"@sv ; ex:in ex:x .
ex:b ex:p 3 ; ex:q ex:c ; ex:label "B"@sv, "Bee"@en ; ex:in ex:x .
ex:c ex:p 9 ; ex:in ex:y ; ex:s "tre" .
ex:x ex:in ex:z ; a ex:Town .
ex:y a ex:Town .
ex:z a ex:Land .
ex:d ex:p 4 ; ex:in ex:d .
[] ex:p 4 ; ex:q ex:a .
"""
QUERIES = {
    "value": "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (?value > 1) }",
    "no value": "SELECT $this WHERE { $this ex:p ?x . FILTER (?x > 1) }",
    "path": "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER (ISIRI(?value)) }",
    "exists": "SELECT $this ?value WHERE { $this ex:in ?value . FILTER NOT EXISTS { ?value ex:in ?z } }",
    "node inside a filter": "SELECT $this ?value WHERE { ?value ex:q ?o . FILTER (?o = $this) }",
    "node inside exists": """SELECT $this ?value WHERE {
        ?value ex:p ?x . FILTER EXISTS { ?value ex:q ?y . FILTER (?y = $this) } }""",
    "node inside a union": """SELECT $this ?value WHERE {
        { $this ex:q ?value } UNION { ?value ex:q ?y . FILTER (?y = $this) } }""",
    "node inside an option": """SELECT $this ?value WHERE {
        $this ex:p ?x . OPTIONAL { ?value ex:q ?y . FILTER (?y = $this) } }""",
    "option": "SELECT $this ?value WHERE { $this ex:p ?x . OPTIONAL { $this ex:s ?value } }",
    "bound": "SELECT $this ?value WHERE { $this ex:label ?x . BIND (CONCAT(STR($this), '!') AS ?value) }",
    "path without end": "SELECT $this ?value WHERE { $this ex:in+ ?value . ?value a ex:Land }",
    "path of nothing": "SELECT $this ?value WHERE { $this ex:in* ?value . FILTER NOT EXISTS { ?value a ex:Town } }",
    "path in a group": """SELECT $this ?value WHERE {
        { $this ex:p ?x } { ?value (ex:in|ex:q)+ ?y } FILTER (?y = $this) }""",
    "negated path": "SELECT $this ?value WHERE { $this !(ex:p|ex:in) ?value }",
    "count": "SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this",
    "sum": "SELECT $this (SUM(?x) AS ?value) WHERE { $this ex:in/^ex:in/ex:p ?x } GROUP BY $this HAVING (SUM(?x) > 5)",
    "count inside": """SELECT $this ?value WHERE {
        $this ex:in ?y . FILTER (BOUND(?value))
        { SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this } }""",
    "most": "SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY DESC(?value) LIMIT 1",
    "several patterns": """SELECT DISTINCT $this ?value WHERE {
        ?value ex:in ?same ; ex:p ?x . $this ex:in ?same ; ex:p ?y . FILTER (?value != $this && ?x > ?y) }""",
    "variables in question marks": "SELECT ?this ?value WHERE { ?this ex:q ?value }",
    "comment and text with brackets": """SELECT $this ?value # { }
        WHERE { $this ex:label ?value . FILTER (?value != "{ $this }"@sv) }""",
    "nothing there": "SELECT $this WHERE { $this ex:never ?x }",
    "no matter what": "SELECT $this ?value WHERE { BIND (1 AS ?value) }",
}  # fmt: skip
SHAPE = """
ex:onto a owl:Ontology ; sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:query sh:prefixes ex:onto ; sh:select '''{query}''' .
ex:s {kind} ; sh:targetSubjectsOf ex:p, ex:in ; sh:sparql ex:query .
"""


def shapes_of(folder: Path, query: str, kind: str = "a sh:NodeShape") -> Shapes:
    return own_shapes(folder, SHAPE.format(query=query, kind=kind))


@pytest.mark.parametrize("kind", ["a sh:NodeShape", "a sh:PropertyShape ; sh:path ex:p"])
@pytest.mark.parametrize("name", QUERIES)
def test_both_engines_find_the_same(name: str, kind: str, tmp_path: Path) -> None:
    shapes = shapes_of(tmp_path, QUERIES[name], kind)
    triples = data(TOWNS)
    found = shapes.check(triples, names(triples))
    assert told(found) == told(shapes.referee(triples, names(triples)))
    assert found or name == "nothing there"


@pytest.mark.parametrize("name", QUERIES)
def test_graphs_that_are_asked_together_are_still_apart(name: str, tmp_path: Path) -> None:
    shapes = shapes_of(tmp_path, QUERIES[name])
    lines = TOWNS.strip().splitlines()
    graphs = [data("\n".join(part)) for part in (lines, lines[:1], lines[1:2], [], lines[2:], lines[::2])] * 9
    entries = [(graph, names(graph)) for graph in graphs]
    assert [told(found) for found in shapes.check_many(entries)] == [told(shapes.check(*entry)) for entry in entries]


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("SELECT $this WHERE { $this ex:p ex:o ; a ex:T . ex:s ^ex:q/ex:r ?x }", "p o type T r"),
        ("SELECT $this WHERE { $this ex:p|ex:q/ex:r ?x ; ex:s ?y . ?y (ex:t/ex:u) ?z . ?z ex:v ?w }", "s v"),
        ("SELECT $this WHERE { $this ex:p*/ex:q ?x . $this ex:r? ?y . $this !ex:s ?z . ?z ex:t+ ?w }", "q t"),
        ("SELECT $this WHERE { $this ex:p 5 OPTIONAL { $this ex:q ?x } { $this ex:r 1 } UNION { $this ex:s 2 } }", "p"),
        (
            "SELECT $this WHERE { $this ex:p ?x FILTER NOT EXISTS { $this ex:q ?x } FILTER (ex:r = ?x || ex:s(?x)) }",
            "p",
        ),
        ("SELECT $this WHERE { $this ex:p '1'^^ex:type , 'ex:q' . BIND (ex:r AS ?x) }", "p"),
        ("SELECT ex:no WHERE { { $this ex:p ?x } }", ""),
    ],
)
def test_terms_without_which_there_is_no_solution(query: str, needs: str) -> None:
    found = _Parts(query, 0).needs({"ex": EX})
    assert {re.split("[/#]", term.value)[-1] for term in found} == set(needs.split())


def test_the_path_and_the_shape_may_be_named(tmp_path: Path) -> None:
    query = "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (STRENDS(STR($currentShape), 's')) }"
    shapes = shapes_of(tmp_path, query, "a sh:PropertyShape ; sh:path [ sh:inversePath ex:q ]")
    triples = data(TOWNS)
    found = shapes.check(triples, names(triples))
    assert short(found) == ["a s ", "b s a", "c s b"]
    assert told(found) == told(shapes.referee(triples, names(triples)))


def test_a_query_below_another_shape_is_asked_too(tmp_path: Path) -> None:
    shape = SHAPE.format(query=QUERIES["value"], kind="a sh:NodeShape ; sh:deactivated true")
    shapes = own_shapes(tmp_path, shape + """
        ex:t a sh:NodeShape ; sh:targetSubjectsOf ex:q ; sh:not ex:u ; sh:property ex:v .
        ex:u a sh:NodeShape ; sh:sparql ex:query .
        ex:v a sh:PropertyShape ; sh:path ex:q ; sh:node ex:u .""")  # fmt: skip
    triples = data(TOWNS)
    found = shapes.check(triples, names(triples))
    assert {item.shape.removeprefix(EX) for item in found} == {"u", "v"}
    assert told(found) == told(shapes.referee(triples, names(triples)))
    assert told(next(shapes.check_many([(triples, names(triples))]))) == told(found)


def test_a_text_is_not_above_a_number(tmp_path: Path) -> None:
    """SPARQL cannot compare them; rdflib would say that it is above, if the referee's graph did not stop it."""
    shapes = shapes_of(tmp_path, QUERIES["value"])
    triples = data('ex:d ex:p "3", 2 .')
    found = shapes.check(triples, names(triples))
    assert short(found) == ["d s 2"]
    assert told(found) == told(shapes.referee(triples, names(triples)))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?value WHERE { ?value ex:p 1 }", r"must select \$this"),
        ("SELECT $this WHERE { $this ex:p 1 MINUS { $this ex:q ?x } }", "MINUS is not allowed"),
        ("SELECT $this WHERE { VALUES $this { ex:a } }", "VALUES is not allowed"),
        ("SELECT $this WHERE { GRAPH ?g { $this ex:p 1 } }", "GRAPH is not allowed"),
        ("SELECT $this WHERE { SERVICE <http://a/> { $this ex:p 1 } }", "SERVICE is not allowed"),
        ("SELECT $this WHERE { $this ex:p 1 . { SELECT ?x WHERE { ?x ex:p 2 } } }", r"inside the query must select"),
        ("ASK { $this ex:p 1 }", "only SELECT is known"),
        ("CONSTRUCT { $this ex:p 1 } WHERE { $this ex:p 1 }", "only SELECT is known"),
        ("SELECT $this WHERE { $this ex:p }", "ex:query: error"),
        ("SELECT $this WHERE { $this other:p 1 }", "ex:query: "),
        ("SELECT $this WHERE { $this ex:p ?x . BIND (?x AS $this) }", "ex:query: "),
        ("SELECT $this WHERE { $this ex:p $shapesGraph }", r"\$shapesGraph is not known"),
        ("SELECT $this WHERE { $this $PATH 1 }", r"\$PATH is not known"),
        ("", "only SELECT is known"),
        ("SELECT", "only SELECT is known"),
    ],
)
def test_a_query_that_cannot_be_asked_is_refused(query: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=message.replace("ex:", "<http://example.org/").replace("query: ", "query>: ")):
        shapes_of(tmp_path, query).check([], [])
