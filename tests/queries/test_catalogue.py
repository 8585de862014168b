"""Every canned question is written in the same way, runs anywhere, and answers in an order that is fixed."""

import re
from itertools import groupby
from typing import Any

import pyoxigraph as ox
import pytest
from answering import cell, rows, solutions
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from kg.terms import CODES, NS, PREFIXES, RDF_TYPE, SCHEMES, XSD
from kg.work.queries import Question, read_catalogue

CATALOGUE = read_catalogue()
QUESTIONS = list(CATALOGUE.values())
NAMES = list(CATALOGUE)
KEYS = ["title@sv", "title@en", "question@sv", "question@en", "tags", "param", "returns", "since"]
TAGS = {
    "activities", "actors", "contacts", "documents", "evidence", "findings", "gaps", "goals", "initiatives", "levels",
    "links", "money", "names", "network", "owners", "paths", "places", "projects", "quality", "registers", "roles",
    "shares", "statistics", "sub-projects", "target-groups", "targets", "themes", "time",
}  # fmt: skip
LITERALS = {"string": "string", "integer": "integer", "decimal": "decimal", "first day": "date", "last day": "date"}
COLUMN_KINDS = {"iri", "string", "integer", "decimal", "date", "boolean"}
SLOW_IN_RDFLIB = {
    "actors-bridging-levels",
    "cooperation-pairs",
    "most-connected-actors",
    "municipalities-of-project",
    "paths-over-one-intermediary",
}


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= 40


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_header(question: Question) -> None:
    header = question.header
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)
    keys = [key for key, _ in groupby(line[2:].partition(":")[0].strip() for line in header_lines(question))]
    assert keys == [key for key in KEYS if key != "param" or question.parameters]
    assert all(len(header[key]) == 1 for key in KEYS if key != "param")
    for key in ("title", "question"):
        sv, en = question.text(key, "sv"), question.text(key, "en")
        assert sv != en
        assert sv[0].isupper() and en[0].isupper()
        assert sv.endswith("?") == en.endswith("?") == (key == "question")
    assert question.tags and set(question.tags) <= TAGS
    assert re.fullmatch(r"\d+\.\d+\.\d+", header["since"][0])


@pytest.mark.parametrize("text", ["title@sv", "title@en", "question@sv", "question@en"])
def test_texts_tell_questions_apart(text: str) -> None:
    texts = [question.header[text][0] for question in QUESTIONS]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_parameters(question: Question, graph: ox.Store) -> None:
    lines = [line.strip() for line in question.query.splitlines()]
    for parameter in question.parameters:
        slot = f"VALUES ?{parameter.name} {{ {parameter.default} }}"
        assert {line for line in lines if re.search(rf"\bVALUES\b.*\?{parameter.name}\b", line)} == {slot}
        assert parameter.en and parameter.sv and parameter.en != parameter.sv
        kind, _, of = parameter.kind.partition(" of ")
        for default in defaults(parameter.default):
            if kind == "iri":
                assert isinstance(default, ox.NamedNode)
                a, of_class = ox.NamedNode(RDF_TYPE), ox.NamedNode(NS + of.removeprefix("sam:"))
                assert any(graph.quads_for_pattern(default, a, of_class, None)), f"{default} is no {of}"
            elif kind == "code":
                assert isinstance(default, ox.NamedNode) and default.value.startswith(f"{CODES}{of}/")
                assert any(graph.quads_for_pattern(default, None, None, None)), f"{default} is no code"
            else:
                assert isinstance(default, ox.Literal) and default.datatype.value == XSD + LITERALS[kind]
        if kind == "iri":
            assert any(graph.quads_for_pattern(ox.NamedNode(NS + of.removeprefix("sam:")), None, None, None))
        elif kind == "code":
            assert of in SCHEMES
        else:
            assert kind in LITERALS
    named = {match[1] for match in re.finditer(r"VALUES \?(\w+)", question.query)}
    assert named == {parameter.name for parameter in question.parameters}


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_columns_are_those_returned(question: Question, graph: ox.Store) -> None:
    assert {column.kind.removesuffix(", may be empty") for column in question.columns} <= COLUMN_KINDS
    assert [name.value for name in solutions(graph, question).variables] == [column.name for column in question.columns]


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_values_are_of_the_kind_that_is_told(question: Question, private_graph: ox.Store) -> None:
    for solution in solutions(private_graph, question):
        for column, term in zip(question.columns, solution, strict=True):
            kind = column.kind.removesuffix(", may be empty")
            if term is None:
                assert column.kind.endswith(", may be empty"), column.name
            elif kind == "iri":
                assert isinstance(term, ox.NamedNode), column.name
            else:
                assert isinstance(term, ox.Literal), column.name
                assert (term.datatype.value, term.language) == (XSD + kind, None), column.name


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_query_is_plain(question: Question) -> None:
    """A query stays within SPARQL 1.1 over one graph, and declares the prefixes that it uses, no others."""
    prepared = prepareQuery(question.query)
    assert prepared.algebra.name == "SelectQuery"
    body = "\n".join(line for line in question.query.splitlines() if not line.startswith(("#", "PREFIX")))
    bare = re.sub(r'"[^"\n]*"|<[^>\s]*>|#.*', "", body)
    assert not re.search(r"\b(SERVICE|FROM|GRAPH|LIMIT|OFFSET|REDUCED)\b", bare)
    declared = dict(re.findall(r"^PREFIX ([a-z-]+): <([^>]+)>$", question.query, flags=re.MULTILINE))
    assert declared.items() <= PREFIXES.items()
    assert set(declared) == set(re.findall(r"(?<![\w?-])([a-z][a-z-]*):(?=\w)", bare))
    assert list(declared) == sorted(declared)


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_terms_are_in_the_ontology(question: Question, graph: ox.Store) -> None:
    for name in set(re.findall(r"(?<![\w?-])sam:(\w+)", question.query)):
        term = ox.NamedNode(NS + name)
        assert any(graph.quads_for_pattern(term, ox.NamedNode(RDF_TYPE), None, None)), f"sam:{name} is not defined"
    for iri in re.findall(rf"<({re.escape(CODES)}[^>]+)>", "\n".join(bodies(question))):
        assert any(graph.quads_for_pattern(ox.NamedNode(iri), None, None, None)), f"{iri} is not defined"


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_codes_exist(question: Question, graph: ox.Store) -> None:
    for scheme, notation in re.findall(r"(?<![\w?-])([a-z-]+):([\w-]+)", "\n".join(bodies(question))):
        if scheme in SCHEMES:
            iri = ox.NamedNode(f"{CODES}{scheme}/{notation}")
            assert any(graph.quads_for_pattern(iri, None, None, None)), f"{scheme}:{notation} is not defined"


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_defaults_give_rows_in_a_total_order(question: Question, private_graph: ox.Store) -> None:
    """No two rows agree in all that the query sorts by: the order leaves nothing open."""
    keys = sort_keys(question)
    names = [column.name for column in question.columns]
    assert set(keys) <= set(names), "sorts by something that is not a column"
    answer = rows(private_graph, question)
    assert answer, "no rows"
    sorted_by = [tuple(row[names.index(key)] for key in keys) for row in answer]
    assert len(set(sorted_by)) == len(answer)


def test_order_does_not_hang_on_how_the_store_was_filled(
    private_graph: ox.Store, reversed_private_graph: ox.Store
) -> None:
    differing = [q.name for q in QUESTIONS if rows(private_graph, q) != rows(reversed_private_graph, q)]
    assert differing == []


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if "project" in {p.name for p in q.parameters} & {c.name for c in q.columns}],
    ids=lambda question: question.name,
)
def test_several_values_give_what_each_gives(question: Question, private_graph: ox.Store) -> None:
    projects = ["project/yrk-in", "project/tre-m", "project/tv-jonkoping", "project/jobbspar-for-alla"]
    together = rows(private_graph, question, {"project": projects})
    apart = [row for project in projects for row in rows(private_graph, question, {"project": [project]})]
    assert sorted(together, key=repr) == sorted(apart, key=repr)


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if "lang" in {p.name for p in q.parameters}], ids=lambda question: question.name
)
def test_language_changes_words_only(question: Question, private_graph: ox.Store) -> None:
    swedish, english = (rows(private_graph, question, {"lang": [lang]}) for lang in ("sv", "en"))
    words = ("description", "explanation")
    told = [index for index, column in enumerate(question.columns) if column.name.endswith(words)]
    assert told

    def rest(answer: list[Any]) -> list[Any]:
        return sorted(([value for index, value in enumerate(row) if index not in told] for row in answer), key=repr)

    assert rest(swedish) == rest(english)
    assert swedish != english


def test_contacts_are_asked_for_by_tag_only(graph: ox.Store, private_graph: ox.Store) -> None:
    """A question without the tag `contacts` answers alike whether the contact persons are there or not."""
    open_to_all = [question for question in QUESTIONS if "contacts" not in question.tags]
    counted = {"things-by-class", "statements-from-document"}  # the evidence of contacts counts where it is there
    assert [q.name for q in open_to_all if q.name not in counted and rows(graph, q) != rows(private_graph, q)] == []
    assert all("vcard:" not in question.query and "sam:contact" not in question.query for question in open_to_all)


@pytest.mark.slow
def test_rdflib_answers_alike(graph: ox.Store) -> None:
    data = Graph()
    text = ox.serialize((quad.triple for quad in graph), format=ox.RdfFormat.N_TRIPLES)
    assert text is not None
    data.parse(data=text.decode(), format="nt")
    for question in QUESTIONS:
        if question.name not in SLOW_IN_RDFLIB:
            theirs = [[from_rdflib(term) for term in row] for row in data.query(question.query)]  # type: ignore[union-attr]
            assert theirs == rows(graph, question), question.name


def header_lines(question: Question) -> list[str]:
    return [line for line in question.query.splitlines() if line.startswith("#+")]


def bodies(question: Question) -> list[str]:
    return [line for line in question.query.splitlines() if not line.startswith(("#+", "PREFIX"))]


def defaults(text: str) -> list[ox.NamedNode | ox.Literal]:
    """Return the terms of a default as it stands in a file; none for UNDEF."""
    if text == "UNDEF":
        return []
    answer = ox.Store().query(f"PREFIX xsd: <{XSD}> SELECT ?value {{ VALUES ?value {{ {text} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return [solution["value"] for solution in answer]


def sort_keys(question: Question) -> list[str]:
    """Return the variables that a query sorts by; it must sort, and by variables only."""
    node: CompValue = prepareQuery(question.query).algebra
    while node.name != "OrderBy":
        node = node.p
    assert all(isinstance(condition.expr, Variable) for condition in node.expr)
    return [str(condition.expr) for condition in node.expr]


def from_rdflib(term: Any) -> Any:
    """Return a term of rdflib as a cell; a decimal loses the zeros that say nothing."""
    if term is None:
        return None
    [parsed] = ox.parse(f"<urn:s> <urn:p> {term.n3()} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    value = cell(parsed.object)
    is_decimal = isinstance(parsed.object, ox.Literal) and parsed.object.datatype.value == XSD + "decimal"
    return re.sub(r"\.?0+$", "", str(value)) if is_decimal and "." in str(value) else value
