"""What columns answer is what the store answers: the same rows, in the same order, of the same terms."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.columnfile import write_columns
from kg.disk.columns import Columns, Property, Sort, hash_of, open_columns
from kg.terms import ID, NS, RDF_TYPE, XSD
from kg.work.queries import Question, Value, read_catalogue
from kg.work.relational.asking import ask_columns, suits, wanted_properties
from kg.work.relational.effort import effort
from kg.work.relational.patterns import Translator, order_by
from kg.work.relational.reading import read_select
from kg.work.relational.syntax import UntranslatableError, lacks_solutions, properties

pytest.importorskip("duckdb")

CATALOGUE = read_catalogue()
LEFT_TO_THE_STORE = {
    "activities-of-project", "actors-with-one-role-but-not-another", "evidence-of-project", "goals-of-project",
}  # fmt: skip
TRANSLATED = [question for name, question in CATALOGUE.items() if name not in LEFT_TO_THE_STORE]
SOME = 6  # values of a parameter that are tried


@pytest.fixture(scope="session")
def columns(graph: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Columns:
    return made_of(graph, tmp_path_factory.mktemp("columns"))


def made_of(store: ox.Store, place: Path) -> Columns:
    assert write_columns(place, store, wanted_properties(CATALOGUE.values()))
    found = open_columns(place)
    assert found is not None
    return found


def answers(columns: Columns, store: ox.Store, query: str) -> tuple[list[list[str]], list[list[str]]]:
    """Return the answer of columns and of the store."""
    theirs = store.query(query, use_default_graph_as_union=True)
    assert isinstance(theirs, ox.QuerySolutions)
    mine = ask_columns(columns, query)
    assert mine.variables == theirs.variables
    return [[str(term) for term in row] for row in mine], [[str(term) for term in row] for row in theirs]


def given(question: Question, store: ox.Store) -> Iterator[Mapping[str, Sequence[Value]]]:
    """Yield values of parameters: those of the file, some for each, several at once, and some for all."""
    yield {}
    known = {parameter.name: values(parameter.kind, store) for parameter in question.parameters}
    for name, found in known.items():
        for value in found:
            yield {name: [value]}
        if name != "lang":  # rows in several languages at once are alike in all that they are sorted by
            yield {name: found[:3]}
    for together in islice(zip(*known.values(), strict=False), SOME):
        yield {name: [value] for name, value in zip(known, together, strict=True)}


def values(kind: str, store: ox.Store) -> list[Value]:
    """Return some values that a parameter may have; always the same ones."""
    what, _, of = kind.partition(" of ")
    if what in ("iri", "code"):
        pattern = (
            f"?x a <{NS}{of.removeprefix('sam:')}>"
            if what == "iri"
            else f"?y ?p ?x FILTER (CONTAINS(STR(?x), '/{of}/'))"
        )
        answer = store.query(f"SELECT DISTINCT ?x WHERE {{ {pattern} }} ORDER BY ?x", use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        return random.Random(4).sample(found, min(SOME, len(found))) if (found := [row[0] for row in answer]) else []
    text = {"string": ["sv", "en", "miljarder"], "integer": ["0", "2", "20"]}.get(kind, ["2012-01-01", "2019-06-15"])
    datatype = ox.NamedNode(XSD + (kind if kind in ("string", "integer") else "date"))
    return [ox.Literal(one, datatype=datatype) for one in text]


@pytest.mark.parametrize("question", TRANSLATED, ids=lambda question: question.name)
def test_answers_are_the_same(question: Question, graph: ox.Store, columns: Columns) -> None:
    """Over the repository's own data, with many values of every parameter."""
    for chosen in given(question, graph):
        mine, theirs = answers(columns, graph, question.bind(chosen))
        assert mine == theirs, chosen


@pytest.mark.parametrize("name", sorted(LEFT_TO_THE_STORE))
def test_what_is_left_to_the_store_is_about_one_thing(name: str, columns: Columns) -> None:
    with pytest.raises(UntranslatableError):
        ask_columns(columns, CATALOGUE[name].query)
    assert any(parameter.default != "UNDEF" for parameter in CATALOGUE[name].parameters)


def test_columns_answer_what_is_about_many_and_the_store_what_is_about_one(columns: Columns) -> None:
    def is_for_columns(name: str, **values: list[Value]) -> bool:
        return suits(CATALOGUE[name].bind(values), crowded.get, lambda _property, _thing: 20)

    crowded = {iri: replace(known, rows=100_000 * known.rows) for iri, known in columns.properties.items()}
    project: list[Value] = [ox.NamedNode(ID + "project/tre-m")]
    assert is_for_columns("projects") and is_for_columns("project-periods") and is_for_columns("owners-of-projects")
    assert not is_for_columns("project-periods", project=project)
    assert not is_for_columns("parties-of-project", project=project)
    assert is_for_columns("gaps-of-projects", project=project), "what is missing is reckoned for all projects first"
    assert is_for_columns("partners-of-actor"), "the store begins with all that take part in fact"


def test_several_patterns_within_exists_are_reckoned_for_each_row() -> None:
    one = "SELECT ?s WHERE { ?s <x:p> <x:a> FILTER EXISTS { ?t <x:q> ?s } }"
    two = one.replace("?t <x:q> ?s", "?t <x:q> ?s . ?t <x:r> ?u")
    known = {name: Property(name, "", Sort.IRI, tagged=False, rows=5_000, out=1, into=2) for name in ("x:q", "x:r")}
    few, many = (effort(read_select(query), known.get, lambda _p, _o: 10) for query in (one, two))
    assert few < 100 < 10 * 5_000 <= many


SPARSE = ("subProjectOf", "refersTo", "programme", "statedAs", "findingKind", "amount", "level")


def test_answers_are_the_same_where_properties_have_no_statements(graph: ox.Store, tmp_path: Path) -> None:
    unused = {ox.NamedNode(NS + name) for name in SPARSE}
    sparse = ox.Store()
    sparse.extend(quad for quad in graph if quad.predicate not in unused)
    assert write_columns(tmp_path, sparse, wanted_properties(CATALOGUE.values()))
    columns = open_columns(tmp_path)
    assert columns is not None
    lengths = {}
    for question in TRANSLATED:
        mine, theirs = answers(columns, sparse, question.query)
        assert mine == theirs, question.name
        lengths[question.name] = len(mine)
    assert lengths["sub-projects"] == lengths["references-of-projects"] == 0 < lengths["projects"]


COUNTED = [
    ("SELECT ?o (COUNT(?s) AS ?n) WHERE { ?s <x:none> ?o } GROUP BY ?o", 0),
    ("SELECT ?s WHERE { ?s <x:some> ?o . OPTIONAL { ?s <x:none> ?p } }", 1),
    ("SELECT ?s WHERE { { ?s <x:some> ?o } UNION { ?s <x:none> ?o } }", 1),
    ("SELECT ?s WHERE { ?s <x:some> ?o . MINUS { ?s <x:none> ?p } }", 1),
    ("SELECT ?s WHERE { ?s <x:some> ?o . { SELECT ?s (COUNT(?p) AS ?n) WHERE { ?s <x:none> ?p } GROUP BY ?s } }", 0),
    ("SELECT ?s WHERE { ?s <x:some>/<x:none> ?o }", 0),
]


@pytest.mark.parametrize(("query", "rows"), COUNTED)
def test_nothing_is_found_only_where_it_is_wanted(query: str, rows: int, tmp_path: Path) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:some"), ox.NamedNode("x:b"), ox.NamedNode("x:g")))
    assert write_columns(tmp_path, store, ["x:some", "x:none"])
    columns = open_columns(tmp_path)
    assert columns is not None
    mine, theirs = answers(columns, store, query)
    assert mine == theirs and len(mine) == rows


def test_a_count_of_nothing_is_an_answer() -> None:
    query = "SELECT (COUNT(?s) AS ?n) WHERE { ?s <x:none> ?o }"
    assert not lacks_solutions(read_select(query), {"x:none"})
    assert lacks_solutions(read_select(query.replace("(COUNT(?s) AS ?n)", "?s")), {"x:none"})


HARD = {
    "backslash": r"C:\new\temp \\ \n",
    "quotes": "kallat \"Matchning\" och 'jobb'",
    "lines": "en rad\nen till\r\nmed\ttabb",
    "signs": "<b> & % ^^ @sv ?x; -- /* */ ''",
    "letters": "Ångström — 日本語 🜛 e\u0301",
    "empty": "",
}


def test_every_letter_is_kept(tmp_path: Path) -> None:
    """Texts with quotes, escapes, line ends and rare letters are read, compared, sorted and given back as they are."""
    store = ox.Store()
    title, kind = ox.NamedNode("http://purl.org/dc/terms/title"), ox.NamedNode(RDF_TYPE)
    for number, text in enumerate(HARD.values()):
        thing = ox.NamedNode(f"{ID}project/p{number}")
        store.add(ox.Quad(thing, kind, ox.NamedNode(NS + "Project"), thing))
        store.add(ox.Quad(thing, title, ox.Literal(text), thing))
    query = f"""PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX sam: <{NS}>
    SELECT ?p ?t WHERE {{ ?p a sam:Project ; dcterms:title ?t }} ORDER BY ?t ?p"""
    assert write_columns(tmp_path, store, properties(read_select(query)))
    columns = open_columns(tmp_path)
    assert columns is not None
    mine, theirs = answers(columns, store, query)
    assert mine == theirs
    assert {row[1] for row in mine} == {str(ox.Literal(text)) for text in HARD.values()}
    for text in HARD.values():
        mine, theirs = answers(
            columns, store, query.replace("sam:Project ;", f"sam:Project ; dcterms:title {ox.Literal(text)} ;")
        )
        assert mine == theirs and len(mine) == 1


WRITTEN_OUT = [
    "SELECT ?x WHERE { VALUES ?x { <x:zz> <x:b> <x:nowhere> <x:a> } } ORDER BY ?x",
    "SELECT ?x ?o WHERE { VALUES ?x { <x:nowhere> <x:b> <x:a> } ?x <x:p> ?o } ORDER BY DESC(?x) ?o",
    "SELECT ?x ?o WHERE { { ?x <x:p> ?o } UNION { VALUES ?x { <x:nowhere> } } } ORDER BY ?x ?o",
    "SELECT ?x WHERE { { VALUES ?x { <x:nowhere> } } UNION { VALUES ?x { <x:a> } } } ORDER BY ?x",
    "SELECT ?x WHERE { VALUES ?x { <x:nowhere> } VALUES ?y { <x:elsewhere> } FILTER (?x != ?y) }",
    "SELECT ?s WHERE { ?s <x:p> <x:nowhere> }",
    "SELECT ?s ?o WHERE { ?s <x:p> ?o FILTER (?o NOT IN (<x:nowhere>, <x:b>)) } ORDER BY ?s ?o",
]


@pytest.mark.parametrize("query", WRITTEN_OUT)
def test_an_iri_that_is_not_in_the_graph_is_like_any_other(query: str, tmp_path: Path) -> None:
    store = ox.Store()
    for subject, value in (("a", "b"), ("b", "c"), ("a", "å"), ("z", "a")):
        store.add(ox.Quad(*(ox.NamedNode(f"x:{name}") for name in (subject, "p", value, "g"))))
    assert write_columns(tmp_path, store, ["x:p"])
    columns = open_columns(tmp_path)
    assert columns is not None
    mine, theirs = answers(columns, store, query)
    assert mine == theirs


NUMBERS = [
    ("5", "integer"), ("-3", "integer"), ("0.4", "decimal"), ("7", "decimal"), ("1.0E5", "double"),
    ("123456789012345678", "integer"), ("true", "boolean"), ("2019-05-01", "date"), ("2019", "gYear"),
]  # fmt: skip


@pytest.mark.parametrize(
    "kinds", [*([number] for number in range(len(NUMBERS))), [2, 3], [0, 2], [7, 8], [0, 6], [4, 2]]
)
def test_every_kind_of_literal_is_kept_or_left_to_the_store(kinds: list[int], tmp_path: Path) -> None:
    store = ox.Store()
    for number in kinds:
        text, kind = NUMBERS[number]
        literal = ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        store.add(ox.Quad(ox.NamedNode(f"x:{number}"), ox.NamedNode("x:value"), literal, ox.NamedNode("x:g")))
    query = "SELECT ?s ?v WHERE { ?s <x:value> ?v } ORDER BY ?s"
    assert write_columns(tmp_path, store, {"x:value"})
    columns = open_columns(tmp_path)
    assert columns is not None
    if 5 in kinds:
        assert columns.properties == {}
    else:
        mine, theirs = answers(columns, store, query)
        assert mine == theirs


REFUSED = [
    ("SELECT ?s WHERE { ?s ?p ?o }", "a property that is asked for"),
    ("SELECT ?s WHERE { ?s <x:missing> ?o }", "a property without columns"),
    ("SELECT ?s WHERE { ?s <x:p> ?o OPTIONAL { ?s <x:q> ?v } ?t <x:q> ?v }", "a join on what may be unbound"),
    ("SELECT ?v WHERE { ?s <x:r> ?v } ORDER BY ?v", "an order of several datatypes"),
    ("SELECT (SUM(?v) AS ?n) WHERE { ?s <x:p> ?v }", "all rows in one group"),
    ("SELECT ?s WHERE { ?s <x:text> ?v FILTER (?v = 3) }", "a text beside a number"),
    ("SELECT (REPLACE(?v, '(a|b)+?', '$1') AS ?n) WHERE { ?s <x:text> ?v }", "quotes of another kind"),
    ('SELECT (REPLACE(?v, "(a|b)+?", "$1") AS ?n) WHERE { ?s <x:text> ?v }', "a pattern that engines read otherwise"),
    ("ASK { ?s <x:p> ?o }", "not a SELECT"),
    ("SELECT ?s WHERE { ?s <x:q> ?o FILTER EXISTS { ?t <x:q> ?u FILTER (?u != ?o) } }", "a variable from without"),
    ("SELECT ?s WHERE { ?s <x:q> ?o FILTER EXISTS { ?t <x:q> ?u FILTER EXISTS { ?u <x:q> ?s } } }", "likewise, deeper"),
    ("SELECT ?s WHERE { ?s <x:p> ?o } LIMIT 3", "a limit"),
]


@pytest.mark.parametrize(("query", "why"), REFUSED)
def test_what_might_mean_something_else_is_refused(query: str, why: str) -> None:
    known = {
        iri: Property(iri, f"p{number}", sort, tagged=tagged)
        for number, (iri, sort, tagged) in enumerate([
            ("x:p", Sort.INTEGER, False), ("x:q", Sort.IRI, False), ("x:r", Sort.OTHER, True),
            ("x:text", Sort.TEXT, True),
        ])
    }  # fmt: skip
    with pytest.raises(UntranslatableError):
        select = read_select(query)
        order_by(Translator(known, {}).select(select), select.order)
    assert why


def test_the_hash_of_an_iri_is_what_the_library_reckons() -> None:
    import duckdb

    iri = ID + "project/tre-m"
    assert duckdb.execute("SELECT md5_number_lower(?)", [iri]).fetchall() == [(hash_of(iri),)]


def test_columns_are_there_whole_or_not_at_all(graph: ox.Store, tmp_path: Path) -> None:
    assert open_columns(tmp_path) is None
    write_columns(tmp_path, graph, {RDF_TYPE})
    assert [path.name for path in tmp_path.iterdir()] == ["columns.duckdb"]
    (tmp_path / "columns.duckdb").write_bytes(b"cut off")
    assert open_columns(tmp_path) is None
