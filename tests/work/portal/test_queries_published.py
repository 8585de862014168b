"""The canned questions as they are published: files as they are, resources of SHACL that run, and a page."""

import pyoxigraph as ox
import pytest
import rdflib
from pages_help import seen, site_of, text_of
from rdflib import RDF, SH

from kg.disk.resources import resource
from kg.terms import PREFIXES
from kg.work.portal.vocabulary import queries as queries_page
from kg.work.portal.vocabulary.facts import Facts, expand
from kg.work.portal.vocabulary.queries import default_values, executables, kind_of, subject_of
from kg.work.queries import Question, read_catalogue, read_question

QUESTIONS = read_catalogue()
QUERY = "https://w3id.org/samverkan/queries#"


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, str]:
    return {file.path: text_of(file) for file in queries_page.files(site_of(graph))}


@pytest.fixture(scope="module")
def facts(written: dict[str, str]) -> Facts:
    return Facts(quad.triple for quad in ox.parse(written["queries.ttl"].encode(), format=ox.RdfFormat.TURTLE))


def test_every_file_is_as_it_is(written: dict[str, str]) -> None:
    for name in QUESTIONS:
        assert written[f"queries/{name}.rq"] == (resource("queries") / f"{name}.rq").read_text(encoding="utf-8")


def test_every_question_is_an_executable_with_its_words(facts: Facts) -> None:
    assert facts.of_type("sh:SPARQLSelectExecutable") == facts.of_type("sh:SPARQLExecutable")
    assert {iri.removeprefix(QUERY) for iri in facts.of_type("sh:SPARQLSelectExecutable")} == set(QUESTIONS)
    for name, question in QUESTIONS.items():
        assert facts.texts(QUERY + name, "rdfs:label") == {lang: question.text("title", lang) for lang in ("sv", "en")}
        assert facts.texts(QUERY + name, "rdfs:comment")["sv"] == question.text("question", "sv")
        assert [text for _, text in facts.all_texts(QUERY + name, "schema:keywords")] == sorted(question.tags)


def test_what_is_published_asks_what_the_file_asks(graph: ox.Store, facts: Facts) -> None:
    for name in ("parties-of-project", "levels", "owners-of-projects", "sums-by-fund"):
        if name in QUESTIONS:
            select = facts.one(QUERY + name, "sh:select")
            both = [list(map(str, graph.query(query, use_default_graph_as_union=True)))  # type: ignore[arg-type]
                    for query in (select, QUESTIONS[name].query)]  # fmt: skip
            assert both[0] == both[1]
            assert both[0]


def test_every_query_runs_with_the_prefixes_that_are_declared(facts: Facts) -> None:
    declared = {
        facts.one(iri, "sh:prefix"): facts.one(iri, "sh:namespace") for iri in facts.of_type("sh:PrefixDeclaration")
    }
    assert declared == {name: PREFIXES[name] for name in declared}
    head = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in declared.items())
    for name in QUESTIONS:
        select = facts.one(QUERY + name, "sh:select")
        assert not select.startswith("#+")
        bare = "\n".join(line for line in select.splitlines() if not line.startswith("PREFIX "))
        ox.Store().query(head + bare)
        rdflib.Graph().query(select)


def test_parameters_are_told_as_shacl_tells_them(facts: Facts) -> None:
    for name, question in QUESTIONS.items():
        parameters = facts.iris(QUERY + name, "sh:parameter")
        paths = {facts.one(iri, "sh:path").partition("#")[2] for iri in parameters}
        assert paths == {parameter.name for parameter in question.parameters}, name
        for parameter in question.parameters:
            iri = f"{QUERY}{name}.{parameter.name}"
            assert (facts.one(iri, "sh:optional") == "true") == (parameter.default == "UNDEF")
            assert facts.texts(iri, "sh:description")["sv"] == parameter.sv
            assert facts.nodes(iri, "sh:class") or facts.nodes(iri, "sh:datatype")
    project = f"{QUERY}parties-of-project.project"
    assert facts.iris(project, "sh:class") == [expand("sam:Project")]
    assert facts.iris(project, "sh:defaultValue") == ["https://w3id.org/samverkan/id/project/yrk-in"]


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
def test_rdflib_reads_as_many(written: dict[str, str]) -> None:
    graph = rdflib.Graph().parse(data=written["queries.ttl"], format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))) == len(QUESTIONS)


def test_every_subject_has_swedish_words() -> None:
    for tag in {question.tags[0] for question in QUESTIONS.values()}:
        assert subject_of(tag, "sv") != tag.capitalize(), tag
    assert subject_of("sub-projects", "en") == "Sub projects"
    assert kind_of("iri of sam:Project", "sv") == "IRI för sam:Project"


def test_an_endpoint_is_told_where_there_is_one() -> None:
    question = QUESTIONS["parties-of-project"]
    told = executables([question], "https://example.org/sparql", "https://example.org/")
    targets = {triple.object for triple in told if triple.predicate.value == expand("schema:target")}
    assert targets == {ox.NamedNode("https://example.org/sparql")}
    assert not [triple for triple in executables([question], "", "https://example.org/")
                if triple.predicate.value == expand("schema:target")]  # fmt: skip


@pytest.mark.parametrize("text", ["UNDEF", '"a" 5 role:owner', "<https://example.org/a> UNDEF"])
def test_defaults_are_read_as_terms(text: str) -> None:
    assert len(default_values(text)) == len(text.replace("UNDEF", "").split())


@pytest.mark.parametrize("path", ["queries.html", "queries.en.html"])
def test_the_page_has_a_place_for_each(written: dict[str, str], path: str) -> None:
    page, lang = seen(written[path]), "sv" if path == "queries.html" else "en"
    assert set(QUESTIONS) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    text = " ".join(page.text().split())
    for name, question in QUESTIONS.items():
        assert question.text("question", lang) in text
        assert f"queries/{name}.rq" in page.links


def test_hostile_words_come_out_inert(monkeypatch: pytest.MonkeyPatch, graph: ox.Store) -> None:
    question = QUESTIONS["parties-of-project"]
    hostile = dict(question.header) | {"title@sv": ["</h3><script>alert(1)</script>"]}
    bad = Question(question.name, hostile, question.parameters, question.columns, question.query + "\n# </pre><script>")
    monkeypatch.setattr(queries_page, "read_catalogue", lambda: {"parties-of-project": bad})
    for file in queries_page.files(site_of(graph)):
        if file.path.endswith("html"):
            assert "<script>" not in text_of(file)


def test_a_question_from_a_file_of_its_own_is_told_alike() -> None:
    assert read_question(resource("queries") / "findings.rq").name == "findings"
