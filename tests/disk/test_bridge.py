import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from kg_help import triples, typed

from kg.disk.bridge import from_rdflib, to_rdflib
from kg.terms import XSD

TEXT = st.text(alphabet=st.characters(codec="utf-8"))
NODES = st.sampled_from([ox.NamedNode("http://a/s"), ox.NamedNode("http://a/å#x"), ox.BlankNode("b1")])
LITERALS = st.one_of(
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="sv")),
    st.sampled_from(["5", "-5", "0"]).map(lambda text: typed(text, "integer")),
    st.sampled_from(["0.5", "-1.25", "0.4"]).map(lambda text: typed(text, "decimal")),
    st.sampled_from([typed("2018", "gYear"), typed("2019-05", "gYearMonth"), typed("2012-01-01", "date")]),
    st.sampled_from(["true", "false"]).map(lambda text: typed(text, "boolean")),
)
GRAPHS = st.lists(st.builds(ox.Triple, NODES, st.just(ox.NamedNode("http://a/p")), NODES | LITERALS), unique=True)


@given(GRAPHS)
def test_triples_come_back_as_they_were(given_triples: list[ox.Triple]) -> None:
    assert set(from_rdflib(to_rdflib(given_triples))) == set(given_triples)


def test_the_graph_is_as_rdflibs_own_parser_would_have_read_it() -> None:
    text = """project:x dcterms:title "a"@sv, "b" ; sam:amount 5 ; sam:rate 0.40 ; sam:start "2018"^^xsd:gYear ;
              sam:strategicImportance true ; sam:place place:lulea ."""
    given_triples = triples(text)
    expected = rdflib.Graph()
    expected.parse(data=ox.serialize(given_triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    assert set(to_rdflib(given_triples)) == set(expected)


def test_a_plain_text_has_no_datatype_in_rdflib() -> None:
    ((_, _, text),) = to_rdflib(triples('project:x skos:notation "SEK" .'))
    assert text == rdflib.Literal("SEK")


def test_what_rdf_does_not_allow_is_passed_over() -> None:
    strange = [(rdflib.Literal("a"), rdflib.RDF.type, rdflib.URIRef("http://a/C"))]
    assert from_rdflib(strange) == []


def test_a_literal_without_datatype_is_a_string() -> None:
    (triple,) = from_rdflib([(rdflib.URIRef("http://a/s"), rdflib.RDFS.label, rdflib.Literal("a"))])
    assert triple.object == ox.Literal("a", datatype=ox.NamedNode(XSD + "string"))


def test_a_triple_about_a_triple_cannot_cross() -> None:
    with pytest.raises(TypeError, match="no triples about triples"):
        to_rdflib(triples("project:x sam:p <<( project:x a sam:Project )>> ."))
