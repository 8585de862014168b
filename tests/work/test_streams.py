"""Documents piece by piece: the same bytes as those made in memory, of the repository's graph and of nasty ones."""

import tracemalloc
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import iri, triples, typed

from kg.disk import runs
from kg.disk.io import in_graph
from kg.errors import InputError
from kg.terms import DERIVED_GRAPHS, ENTRY_GRAPHS, ID, REGISTER_GRAPHS
from kg.work.exporters.jsonld import jsonld
from kg.work.exporters.rdf import ntriples, rdfxml, trig, turtle
from kg.work.exporters.scopes import SCOPES, graphs_of, quads_of
from kg.work.exporters.streams import document

pytest_plugins = ["kg_conftest"]
WRITERS: dict[str, Callable[[Iterable[ox.Quad]], str]] = {
    "turtle": turtle, "trig": trig, "ntriples": ntriples, "rdfxml": rdfxml, "jsonld": jsonld,
}  # fmt: skip
GRAPHS = [ox.NamedNode(ENTRY_GRAPHS + "x-10"), ox.NamedNode(ENTRY_GRAPHS + "x-9"), ox.NamedNode(DERIVED_GRAPHS + "x")]
NASTY = r"""
project:x-10 a sam:Project ; dcterms:title "A <b> & \"c\" 'd' ]]> é 😀"@sv, "A"@en, "One"@en, "plain", "Ü"@de ;
  dcterms:description "two\nlines\tand \\ a tab"@sv, "  blanks  "@sv, "carriage\rreturn"@en, "\u0001\u007F\uFFFE" ;
  skos:altLabel "@sv", "\"@sv", "\\", "\"", "\"\"\"\n", "\n\"", "x\" .\n<a> <b> <c> ." , "ends^^<http://x/>" ;
  sam:start "2018"^^xsd:gYear ; sam:end "2019-05"^^xsd:gYearMonth ; sam:earliestStart "2018-01-01"^^xsd:date ;
  sam:strategicImportance true, false ; dcterms:identifier "007", "0", "07", "7", "10", "9", "00" ;
  sam:statedAs "true", "5", "\u200Fright\u202E to left", "=1+1", "<script>alert(1)</script>", "a\u0085b\u2028c" ;
  sam:refersTo <https://example.org/?a=1&b='2'>, <mailto:a@example.org>, <tel:010-1>, <urn:isbn:1>, project:x-9,
    project:x-010, project:x-10, <https://example.org/å>, <https://w3id.org/samverkan/id/project/x-9#goal-10> ;
  sam:evidence :lines-2, :lines-10, :lines-1 ; sam:rate 0.5, -1.25, 12 ; sam:amount -3, 0, 20618911 ;
  dcterms:language "sv"@en-us ; sam:place place:lulea, <https://w3id.org/samverkan/id//odd>, place: .
project:x-9 a sam:Project, sam:Entry ; dcterms:title "Nine"@sv . project:x-09 dcterms:title "Zero nine"@sv .
:lines-10 a sam:Evidence . :lines-2 a sam:Evidence . :lines-1 a sam:Evidence .
<https://w3id.org/samverkan/id/> a sam:Place . currency:SEK skos:notation "SEK" .
<http://example.org/a> <http://example.org/p> 1 . <http://example.org/a> <http://example.org/p-q> 1 .
<http://example.org/a-b> <http://example.org/p> 1 . <http://example.org/a#b> <http://example.org/p> 1 .
<http://example.org/a> a <http://example.org/Class>, sam:Project, skos:Concept .
"""


def streamed(store: ox.Store, form: str, graphs: Iterable[ox.NamedNode] | None = None) -> str:
    return b"".join(document(store, graphs_of(store, "all") if graphs is None else graphs, form)).decode()


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def nasty(form: str) -> list[ox.Quad]:
    """Return odd statements, some of them in two graphs; for RDF/XML without the characters that XML lacks."""
    text = NASTY.replace(r"\u0001\u007F\uFFFE", r"\u007F") if form == "rdfxml" else NASTY
    found = [
        ox.Quad(triple.subject, triple.predicate, triple.object, GRAPHS[number % 3])
        for number, triple in enumerate(triples(text))
    ]
    return [*found, *(ox.Quad(quad.subject, quad.predicate, quad.object, GRAPHS[2]) for quad in found[:9])]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("form", WRITERS)
def test_the_real_graph_has_the_same_bytes_as_in_memory(graph: ox.Store, form: str, scope: str) -> None:
    assert streamed(graph, form, graphs_of(graph, scope)) == WRITERS[form](quads_of(graph, scope))


@pytest.mark.parametrize("form", WRITERS)
def test_contacts_are_streamed_where_they_are_in_the_store(private_graph: ox.Store, form: str) -> None:
    graphs = graphs_of(private_graph, "entries")
    assert streamed(private_graph, form, graphs) == WRITERS[form](quads_of(private_graph, "entries"))


@pytest.mark.parametrize("form", WRITERS)
def test_nasty_statements_have_the_same_bytes_as_in_memory(form: str) -> None:
    assert streamed(store_of(nasty(form)), form) == WRITERS[form](nasty(form))


@pytest.mark.parametrize("form", WRITERS)
def test_so_they_have_when_next_to_nothing_fits_in_memory(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BUDGET", 100)
    monkeypatch.setattr("kg.work.exporters.statements._PIECE", 50)
    monkeypatch.setattr("kg.work.exporters.streams._AT_ONCE", 2)
    assert streamed(store_of(nasty(form)), form) == WRITERS[form](nasty(form))


LITERAL = (
    st.text(st.characters(codec="utf-8")).map(ox.Literal)
    | st.text(st.characters(codec="utf-8")).map(lambda text: ox.Literal(text, language="sv"))
    | st.integers(-(10**17), 10**17).map(lambda number: typed(str(number), "integer"))
    | st.sampled_from(["true", "01", "1.0", "", '"', "\\"]).map(lambda text: typed(text, "decimal"))
)


def outcome(made: Callable[[], str]) -> str:
    """Return what is made, or why it is refused: which of several texts is told first hangs on the order."""
    try:
        return made()
    except InputError as error:
        return error.en.partition("holds")[2].partition("U+")[0]


@given(st.lists(LITERAL, min_size=1, max_size=5), st.sampled_from(sorted(WRITERS)))
def test_any_text_has_the_same_bytes_as_in_memory(texts: list[ox.Literal], form: str) -> None:
    quads = [ox.Quad(ox.NamedNode(ID + "project/x"), iri("dcterms:title"), text, GRAPHS[0]) for text in texts]
    assert outcome(lambda: streamed(store_of(quads), form)) == outcome(
        lambda: WRITERS[form](quads_of(store_of(quads), "all"))
    )


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_write_is_refused_before_the_first_piece(
    character: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BUDGET", 10)
    quads = [ox.Quad(ox.NamedNode(ID + "project/x"), iri("dcterms:title"), ox.Literal(text), GRAPHS[0])
             for text in ("fine", f"not {character}")]  # fmt: skip
    with pytest.raises(InputError, match=f"U.{ord(character):04X}"):
        next(document(store_of(quads), [GRAPHS[0]], "rdfxml"))
    assert streamed(store_of(quads), "turtle") == WRITERS["turtle"](quads)


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_is_a_document_too(form: str) -> None:
    assert streamed(ox.Store(), form) == WRITERS[form]([])
    empty = ox.Store()
    empty.add_graph(GRAPHS[0])
    assert streamed(empty, form) == WRITERS[form]([])


@pytest.mark.parametrize("form", ["turtle", "trig", "rdfxml", "jsonld"])
@pytest.mark.parametrize("text", ["[] sam:place place:lulea .", "project:x sam:place [] .",
                                  "project:x dcterms:relation <<( project:x a sam:Project )>> ."])  # fmt: skip
def test_what_has_no_name_is_refused_before_the_first_piece(form: str, text: str) -> None:
    store = store_of(in_graph(triples(text), GRAPHS[0]))
    with pytest.raises(InputError, match=r"without a name|about a triple"):
        next(document(store, [GRAPHS[0]], form))


def test_a_property_that_xml_cannot_name_is_refused_before_the_first_piece() -> None:
    odd = ox.Quad(ox.NamedNode(ID + "project/x"), ox.NamedNode("http://example.org/1"), ox.Literal("x"), GRAPHS[0])
    with pytest.raises(InputError, match="cannot be written in RDF/XML"):
        next(document(store_of([odd]), [GRAPHS[0]], "rdfxml"))


def many(count: int) -> ox.Store:
    """Return a store of some projects with a title and a long description each."""
    title, description = iri("dcterms:title"), iri("dcterms:description")
    store = ox.Store()
    for number in range(count):
        node, graph = ox.NamedNode(f"{ID}project/p-{number}"), ox.NamedNode(f"{REGISTER_GRAPHS}g-{number % 50}")
        store.extend([ox.Quad(node, title, ox.Literal(f"Title {number}"), graph),
                      ox.Quad(node, description, ox.Literal(f"{number} " + "text " * 800), graph)])  # fmt: skip
    return store


@pytest.mark.parametrize("form", WRITERS)
def test_memory_does_not_grow_with_the_graph(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BUDGET", 500_000)
    monkeypatch.setattr("kg.work.exporters.statements._PIECE", 50_000)
    monkeypatch.setattr("kg.work.exporters.streams._AT_ONCE", 8)
    store = many(2000)
    tracemalloc.start()
    size = sum(map(len, document(store, graphs_of(store, "all"), form)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 8_000_000
    assert peak < 4_500_000
