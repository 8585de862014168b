import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from kg_help import said, triples, typed

from kg.disk.bridge import from_rdflib
from kg.disk.resources import resource
from kg.disk.workspace import ontology_sources
from kg.errors import InputError
from kg.jobs.export import FORMATS, SCOPES, export, quads_of
from kg.terms import CODES, ENTRY_GRAPHS, ID, JSONLD_PREFIXES, NS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.context import make_context
from kg.work.exporters.jsonld import jsonld, read_context
from kg.work.exporters.rdf import ntriples, rdfxml, trig, turtle
from kg.work.exporters.tables import TABLES, export_table

pytest_plugins = ["kg_conftest"]
Writer = Callable[[Iterable[ox.Quad]], str]
WRITERS: dict[str, tuple[Writer, ox.RdfFormat, str]] = {
    "turtle": (turtle, ox.RdfFormat.TURTLE, "turtle"),
    "trig": (trig, ox.RdfFormat.TRIG, "trig"),
    "jsonld": (jsonld, ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (rdfxml, ox.RdfFormat.RDF_XML, "xml"),
    "ntriples": (ntriples, ox.RdfFormat.N_TRIPLES, "nt"),
}
GRAPHS = [ox.NamedNode(ENTRY_GRAPHS + "x"), ox.NamedNode(REGISTER_GRAPHS + "places")]
ODD = r"""
project:x a sam:Project ; dcterms:title "A <b> & \"c\" 'd' ]]> é 😀"@sv, "A"@en, "One"@en, "plain" ;
  dcterms:description "two\nlines\tand \\ a tab"@sv, "  blanks  "@sv, "carriage\rreturn"@en ;
  sam:start "2018"^^xsd:gYear ; sam:end "2019-05"^^xsd:gYearMonth ; sam:earliestStart "2018-01-01"^^xsd:date ;
  sam:strategicImportance true ; dcterms:identifier "007", "0" ; sam:statedAs "true", "5" ;
  sam:refersTo <https://example.org/?a=1&b='2'>, <mailto:a@example.org>, <tel:010-1>, <urn:isbn:1> ;
  dcterms:language "sv" ; sam:place place:lulea, <https://w3id.org/samverkan/id//odd> .
:contribution-1 a sam:Contribution ; sam:amount 20618911 ; sam:rate 0.5273 ;
  sam:contributionKind contribution-kind:co-financing .
place:lulea a sam:Municipality, sam:Place ; skos:notation "2580" ; skos:prefLabel "Luleå"@sv ;
  foaf:homepage <http://x/> .
<https://w3id.org/samverkan/id/> a sam:Place . currency:SEK skos:notation "SEK" .
"""


def quads(text: str = ODD) -> list[ox.Quad]:
    return [
        ox.Quad(triple.subject, triple.predicate, triple.object, GRAPHS[number % 2])
        for number, triple in enumerate(triples(text))
    ]


def read(text: str, form: str) -> set[ox.Triple]:
    return said(ox.parse(text.encode(), format=WRITERS[form][1]))


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_statements_give_the_same_bytes_in_any_order(form: str) -> None:
    write, given_quads = WRITERS[form][0], quads()
    expected = write(given_quads)
    for seed in range(5):
        shuffled = given_quads * 2
        random.Random(seed).shuffle(shuffled)
        assert write(shuffled) == expected


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_is_what_was_given(form: str) -> None:
    assert read(WRITERS[form][0](quads()), form) == said(quads())


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize("form", WRITERS)
def test_rdflib_reads_the_same_statements(form: str) -> None:
    graph = rdflib.Dataset() if form == "trig" else rdflib.Graph()
    graph.parse(data=WRITERS[form][0](quads()), format=WRITERS[form][2])
    assert set(from_rdflib(statement[:3] for statement in graph)) == said(quads())


def test_trig_keeps_the_graphs() -> None:
    assert set(ox.parse(trig(quads()).encode(), format=ox.RdfFormat.TRIG)) == set(quads())


@pytest.mark.parametrize("form", WRITERS)
def test_no_statements_are_a_document_too(form: str) -> None:
    assert read(WRITERS[form][0]([]), form) == set()


TEXT = st.text(alphabet=st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f\ufffe\uffff"))
LITERAL = (
    TEXT.map(ox.Literal)
    | TEXT.map(lambda text: ox.Literal(text, language="sv"))
    | st.integers(-(10**17), 10**17).map(lambda number: typed(str(number), "integer"))
)


@given(st.lists(LITERAL, min_size=1, max_size=4), st.sampled_from(sorted(WRITERS)))
def test_any_text_comes_through_any_format(texts: list[ox.Literal], form: str) -> None:
    titles = ox.NamedNode("http://purl.org/dc/terms/title")
    given_quads = [ox.Quad(ox.NamedNode(ID + "project/x"), titles, text, GRAPHS[0]) for text in texts]
    assert read(WRITERS[form][0](given_quads), form) == said(given_quads)


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\t", "\n", "\r", "\xa0", "\u200f", "\ufeff"])
@pytest.mark.parametrize("form", WRITERS)
def test_any_white_space_comes_through(form: str, character: str) -> None:
    assert read(WRITERS[form][0](cut_in_two(character)), form) == said(cut_in_two(character))


def cut_in_two(character: str) -> list[ox.Quad]:
    return quads(f'project:a dcterms:title "b{character}0" . project:b dcterms:title "c{character}1" .'.translate(
        {9: "\\t", 10: "\\n", 13: "\\r"}
    ))  # fmt: skip


@pytest.mark.parametrize("predicate", ["http://example.org/own#property", NS + "a.b"])
def test_a_property_of_any_vocabulary_can_be_written_as_xml(predicate: str) -> None:
    statement = ox.Quad(ox.NamedNode(ID + "project/x"), ox.NamedNode(predicate), ox.Literal("a"), GRAPHS[0])
    assert read(rdfxml([statement]), "rdfxml") == {statement.triple}


@pytest.mark.parametrize("form", WRITERS)
def test_the_real_graph_comes_through_whole_and_without_a_node_without_a_name(graph: ox.Store, form: str) -> None:
    found = read(export(graph, form, "all").decode(), form)
    assert found == said(quads_of(graph, "all"))
    assert len(found) > 20_000
    assert not any(isinstance(node, ox.BlankNode) for triple in found for node in (triple.subject, triple.object))


@pytest.mark.parametrize("form", FORMATS)
def test_the_real_graph_gives_the_same_bytes_from_a_store_filled_in_another_order(graph: ox.Store, form: str) -> None:
    shuffled = list(graph)
    random.Random(1).shuffle(shuffled)
    other = ox.Store()
    other.extend(shuffled)
    assert export(other, form, "entries") == export(graph, form, "entries")


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper is not installed")
@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("rdfxml", "rdfxml"), ("ntriples", "ntriples")])
def test_rapper_reads_the_same_statements(graph: ox.Store, form: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(export(graph, form, "all"))
    done = subprocess.run(
        ["rapper", "-q", "-i", name, "-o", "ntriples", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert read(done.stdout, "ntriples") == said(quads_of(graph, "all"))


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_is_the_graphs_that_it_says(graph: ox.Store, scope: str) -> None:
    found = {str(quad.graph_name).strip("<>").removeprefix("https://w3id.org/samverkan/graph/").partition("/")[0]
             for quad in quads_of(graph, scope)}  # fmt: skip
    expected = {
        "entries": {"entry"},
        "data": {"entry", "register", "codes", "derived"},
        "all": {"entry", "register", "codes", "derived", "ontology", "alignments"},
    }
    assert found == expected[scope]


def test_what_follows_from_the_ontology_alone_is_left_out_of_the_data(graph: ox.Store) -> None:
    store = ox.Store()
    statements = [*quads_of(graph, "entries"), ox.Quad(
        ox.NamedNode(NS + "Organisation"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"),
        ox.NamedNode("http://xmlns.com/foaf/0.1/Agent"), ox.NamedNode("https://w3id.org/samverkan/graph/derived/ontology"),
    )]  # fmt: skip
    store.extend(statements)
    assert len(quads_of(store, "data")) == len(statements) - 1
    assert len(quads_of(store, "all")) == len(statements)


# JSON-LD


def ontology() -> list[ox.Triple]:
    paths = [source.path for source in ontology_sources() if source.graph == ONTOLOGY_GRAPH]
    return [quad.triple for path in paths for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]


def test_the_published_context_is_the_one_that_the_ontology_makes() -> None:
    assert json.loads((resource("ontology") / "context.jsonld").read_text(encoding="utf-8")) == make_context(ontology())


def test_the_context_has_every_class_and_property_of_the_ontology() -> None:
    context = read_context()
    kinds = ("http://www.w3.org/2002/07/owl#Class", "http://www.w3.org/2002/07/owl#ObjectProperty",
             "http://www.w3.org/2002/07/owl#DatatypeProperty")  # fmt: skip
    named = {
        triple.subject.value.removeprefix(NS)
        for triple in ontology()
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
        and triple.object.value in kinds
    }  # fmt: skip
    assert len(named) > 80
    assert named - set(context) == set()


def test_a_context_is_made_of_the_ontology() -> None:
    context = make_context(
        triples("""sam:B a owl:Class . sam:A a owl:Class . foaf:Agent a owl:Class . sam:role a owl:ObjectProperty .
                   sam:earliestStart a owl:DatatypeProperty ; rdfs:range xsd:date .
                   sam:start a owl:DatatypeProperty . sam:sha256 a owl:DatatypeProperty ; rdfs:range xsd:string .""")
    )["@context"]
    assert context["A"] == "sam:A"
    assert "Agent" not in context
    assert context["role"] == {"@id": "sam:role", "@type": "@id"}
    assert context["earliestStart"] == {"@id": "sam:earliestStart", "@type": "xsd:date"}
    assert context["start"] == {"@id": "sam:start"}
    assert context["sha256"] == {"@id": "sam:sha256"}
    assert context["title"] == {"@id": "dcterms:title", "@container": "@language"}
    assert {name: context[name] for name in JSONLD_PREFIXES} == JSONLD_PREFIXES


def test_json_reads_as_a_person_expects() -> None:
    text = """project:x a sam:Project ; dcterms:title "Titel"@sv, "Title"@en ; sam:start "2018"^^xsd:gYear ;
      sam:strategicImportance true ; sam:place place:lulea ; sam:status status:granted ; dcterms:identifier "1" .
    :contribution-1 a sam:Contribution ; sam:amount 5 ; sam:rate 0.4 ;
      sam:contributionKind contribution-kind:eu-share ."""
    document: dict[str, Any] = json.loads(jsonld(quads(text)))
    project, contribution = document["@graph"]
    assert project == {
        "id": "samid:project/x", "type": "Project", "title": {"en": "Title", "sv": "Titel"}, "identifier": "1",
        "place": "samid:place/lulea", "start": {"@value": "2018", "@type": "xsd:gYear"},
        "status": "samcode:status/granted", "strategicImportance": True,
    }  # fmt: skip
    assert contribution["amount"] == 5
    assert contribution["contributionKind"] == "samcode:contribution-kind/eu-share"


def test_json_needs_no_network_to_be_read() -> None:
    assert json.loads(jsonld(quads()))["@context"] == read_context()


# XML and tables


def test_graphml_holds_actors_projects_and_an_edge_a_participation(graph: ox.Store) -> None:
    data = export(graph, "graphml")
    assert ElementTree.fromstring(data).tag == "{http://graphml.graphdrawing.org/xmlns}graphml"
    network = nx.parse_graphml(data.decode())
    tre_m, owner = ID + "project/tre-m", ID + "actor/hedemora-larcentrum"
    assert network.nodes[tre_m]["kind"] == "project"
    assert network.nodes[owner] == {"label": "Hedemora Lärcentrum", "kind": "actor"}
    roles = {(edge["role"], edge["status"]) for edge in network.get_edge_data(owner, tre_m).values()}
    assert roles == {("owner", "actual"), ("co-financier", "actual")}
    assert {edge.get("level") for _, _, edge in network.edges(data=True)} == {
        None, "local", "regional", "national", "transnational",
    }  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_row_for_each_thing_and_names_beside_codes(graph: ox.Store, name: str) -> None:
    table = export_table(graph, name)
    assert len(set(table.rows)) == len(table.rows) > 5
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert table.rows == export_table(graph, name).rows


def test_the_table_of_participations_holds_every_participation(graph: ox.Store) -> None:
    table = export_table(graph, "participations")
    found = {row[table.columns.index("participation")] for row in table.rows}
    node = ox.NamedNode(NS + "Participation")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    expected = {quad.subject.value for quad in graph.quads_for_pattern(None, kind, node)
                if isinstance(quad.subject, ox.NamedNode)}  # fmt: skip
    assert found == expected
    codes = {row[table.columns.index("role")] for row in table.rows}
    assert "co-financier" in codes
    assert not any(code.startswith(CODES) for code in codes)


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\ufffe"])
def test_what_xml_has_no_way_to_write_is_told(sign: str) -> None:
    thing = ox.NamedNode("http://e.x/a")
    with pytest.raises(InputError, match=f"U[+]{ord(sign):04X}, which cannot be written in RDF/XML"):
        rdfxml([ox.Quad(thing, thing, ox.Literal(f"a{sign}b"))])
