"""A thing as Turtle and as JSON-LD: the same statements, to three readers, and the bytes do not change."""

import json
import logging
import random
import urllib.request
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from kg_help import add, said, store_of, triples, typed
from pages_help import site_of, text_of
from pyld import jsonld

from kg.disk.bridge import from_rdflib
from kg.terms import ID, NS
from kg.work.context import publish_context
from kg.work.portal.data import documents
from kg.work.portal.data.nested import Keys, nested
from kg.work.portal.data.plain_json import pretty
from kg.work.portal.vocabulary.context import published_context

THING = f"{ID}project/x"
HOSTILE = '</script><script>alert(1)</script>\u202e \\ " =HYPERLINK(1)'


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, str]:
    return {file.path: text_of(file) for file in documents.files(site_of(graph))}


@pytest.fixture(scope="module")
def keys(graph: ox.Store) -> Keys:
    return Keys(published_context(site_of(graph))["@context"])


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("a reader asked the network")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


def by_pyoxigraph(text: str) -> set[ox.Triple]:
    return said(ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD))


def by_rdflib(text: str) -> set[ox.Triple]:
    return set(from_rdflib(rdflib.Graph().parse(data=text, format="json-ld")))


def by_pyld(text: str) -> set[ox.Triple]:
    def refuse(url: str, _options: object = None) -> None:
        raise AssertionError(url)

    quads = jsonld.to_rdf(json.loads(text), {"format": "application/n-quads", "documentLoader": refuse})
    return said(ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS))


def as_turtle(text: str) -> set[ox.Triple]:
    return said(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


def test_every_thing_has_both_documents(graph: ox.Store, written: dict[str, str]) -> None:
    stems = [iri.removeprefix("https://w3id.org/samverkan/") for iri in documents.things(graph)]
    assert list(written) == [f"{stem}.{ending}" for stem in stems for ending in ("ttl", "jsonld")]
    assert {stem.split("/")[1] for stem in stems} == {"actor", "document", "initiative", "place", "project"}
    assert "id/project/dalalyft" in stems, "a project that is only mentioned"
    assert "id/actor/tre-m-larcentrum" in stems, "an actor that lives in an entry"


def test_pyoxigraph_reads_the_same_in_both(written: dict[str, str]) -> None:
    for path in [path for path in written if path.endswith(".ttl")]:
        assert by_pyoxigraph(written[path[:-3] + "jsonld"]) == as_turtle(written[path]), path


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize("kind", ["project", "actor", "place", "initiative", "document"])
def test_rdflib_and_pyld_read_the_same(written: dict[str, str], kind: str) -> None:
    paths = [path for path in written if path.startswith(f"id/{kind}/") and path.endswith(".ttl")]
    for path in paths if kind == "project" else paths[::40]:
        expected, text = as_turtle(written[path]), written[path[:-3] + "jsonld"]
        assert by_rdflib(text) == expected, path
        assert by_pyld(text) == expected, path


def test_the_published_context_reads_a_document_in_the_same_way(written: dict[str, str], graph: ox.Store) -> None:
    context = published_context(site_of(graph))["@context"]
    for name in ("tre-m", "yrk-in", "tv-skane"):
        document = json.loads(written[f"id/project/{name}.jsonld"])
        document["@context"] = [context, {"@base": f"{ID}project/{name}"}]
        assert by_pyld(json.dumps(document)) == as_turtle(written[f"id/project/{name}.ttl"])


def test_a_project_tells_all_of_its_entry_and_what_is_derived_about_it(
    graph: ox.Store, written: dict[str, str]
) -> None:
    told = as_turtle(written["id/project/tre-m.ttl"])
    entry = {quad.triple for quad in graph.quads_for_pattern(
        None, None, None, ox.NamedNode("https://w3id.org/samverkan/graph/entry/tre-m"))}  # fmt: skip
    assert entry < told
    added = {triple.predicate.value for triple in told - entry if triple.subject == ox.NamedNode(f"{ID}project/tre-m")}
    assert {NS + "hasParticipation", NS + "hasOwner", NS + "earliestStart", NS + "latestEnd"} <= added
    others = {triple.predicate.value.rpartition("/")[2].rpartition("#")[2] for triple in told - entry
              if not str(triple.subject).startswith(f"<{ID}project/tre-m")}  # fmt: skip
    assert others == {"prefLabel", "title"}, "the names of what it points to"


def test_a_project_reads_like_plain_json(written: dict[str, str]) -> None:
    document = json.loads(written["id/project/yrk-in.jsonld"])
    assert (document["id"], document["type"]) == (f"{ID}project/yrk-in", "Project")
    assert isinstance(document["title"]["sv"], str)
    assert document["hasOwner"][0]["prefLabel"]["sv"]
    parts = document["participations"]
    assert all({"id", "type", "actor", "role", "basis"} <= set(part) for part in parts)
    assert all(part["actor"]["prefLabel"] for part in parts)
    assert {"owner", "cooperation-partner"} <= {part["role"] for part in parts}
    assert {"project"} & {key for part in parts for key in part} == set(), "nesting says it"
    assert all(goal["goalKind"] and goal["description"]["sv"] for goal in document["goals"])
    text = written["id/project/tre-m.jsonld"]
    assert '"indicators": [' in text and '"subGoals": [' in text
    assert '"unit": "persons"' in text
    assert all(type(money["amount"]) is int for money in document["contributions"] if "amount" in money)
    assert document["entry"]["source"][0]["passages"]
    assert not {key for key in _keys(document) if ":" in key}, "no prefixes"


def _keys(value: Any) -> Iterator[str]:
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(item)
    if isinstance(value, dict):
        yield from value


def test_its_context_has_what_it_uses_and_no_more(written: dict[str, str]) -> None:
    context = json.loads(written["id/actor/region-skane.jsonld"])["@context"]
    assert "contributionTo" not in context
    assert context["@vocab"] == NS
    assert context["prefLabel"] == {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}


def test_the_same_statements_give_the_same_bytes(graph: ox.Store, written: dict[str, str]) -> None:
    store, quads = ox.Store(), list(graph)
    random.Random(1).shuffle(quads)
    store.bulk_extend(quads)
    assert {file.path: text_of(file) for file in documents.files(site_of(store))} == written


def test_nothing_private_is_in_a_document(written: dict[str, str], contact_quads: list[ox.Quad]) -> None:
    private = {quad.object.value for quad in contact_quads if quad.predicate.value.endswith("#fn")
               and isinstance(quad.object, ox.Literal)}  # fmt: skip
    text = "".join(written.values())
    assert private
    assert not {name for name in private if name in text}


ODD = r"""
project:x a sam:Project ; dcterms:title "a\tb\u0000"@sv ; dcterms:title "plain", "no language" ;
  skos:altLabel "x"@de, "y"@sv ; sam:start "2018"^^xsd:gYear, "2019-05"^^xsd:gYearMonth, "2019-05-01"^^xsd:date ;
  sam:amount 9007199254740993, 7, "7" ; sam:rate 0.5 ; sam:childPovertyTheme true ; sam:statedAs "a", "b"@sv, true ;
  sam:status status:granted, <https://w3id.org/samverkan/codes/status/>, <urn:isbn:1>, role:owner, "granted" ;
  sam:refersTo project:x, project:y, <mailto:a@example.org> ; sam:place place:a, "somewhere" ;
  sam:start <https://example.org/when> ; <https://example.org/p#own> <https://example.org/o>, 5, "t"@sv ;
  dcterms:license "text" ; dcterms:title <https://example.org/named> ; rdfs:label "label"@en .
:goal-1 a sam:Goal ; sam:goalOf project:x ; sam:subGoalOf :goal-2 .
:goal-2 a sam:Goal ; sam:goalOf project:x, project:y ; sam:subGoalOf :goal-1 .
:goal-3 sam:subGoalOf :goal-3 .
:odd.name/part sam:about project:x, :goal-1 ; sam:evidence :lines-1, project:x .
project:y dcterms:title "Y"@en ; sam:refersTo project:x ; sam:subProjectOf project:x .
place:a skos:prefLabel "A"@sv .
<https://w3id.org/samverkan/codes/role/owner> skos:prefLabel "owner"@en .
"""


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
def test_odd_statements_come_through(keys: Keys) -> None:
    given_triples = triples(ODD.replace(":odd.name/part", f"<{THING}#odd.name/part>").replace("\\\\u0000", ""))
    text = pretty(nested(THING, documents.told_by(given_triples), keys))
    assert by_pyoxigraph(text) == by_rdflib(text) == by_pyld(text) == set(given_triples)
    shuffled = given_triples * 2
    random.Random(2).shuffle(shuffled)
    assert pretty(nested(THING, documents.told_by(shuffled), keys)) == text


TEXT = st.text(alphabet=st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f\ufffe\uffff"))
PLAIN_KEYS = Keys(publish_context([])["@context"])


LITERAL = TEXT.map(ox.Literal) | TEXT.map(lambda text: ox.Literal(text, language="sv"))
NAMED = ["dcterms:title", "skos:altLabel", "dcterms:identifier", "sam:statedAs", "sam:role"]


@given(st.lists(LITERAL, min_size=1, max_size=4), st.sampled_from(NAMED))
@settings(max_examples=60)
def test_any_text_comes_through(texts: list[ox.Literal], predicate: str) -> None:
    name = ox.NamedNode(triples(f"project:x {predicate} 1 .")[0].predicate.value)
    told = {ox.Triple(ox.NamedNode(THING), name, text) for text in texts}
    text = pretty(nested(THING, documents.told_by(told), PLAIN_KEYS))
    assert by_pyoxigraph(text) == by_pyld(text) == told


def test_what_is_derived_about_a_part_is_told() -> None:
    store = store_of("project:x a sam:Project . :goal-1 a sam:Goal ; sam:goalOf project:x .")
    add(store, ":goal-1 a prov:Entity . :goal-9 a sam:Goal .", "https://w3id.org/samverkan/graph/derived/super-class")
    written = {file.path: text_of(file) for file in documents.files(site_of(store))}
    assert written["id/project/x.ttl"].endswith(":goal-1 a prov:Entity, sam:Goal ;\n  sam:goalOf project:x .\n")
    assert by_pyoxigraph(written["id/project/x.jsonld"]) == as_turtle(written["id/project/x.ttl"])


def test_hostile_names_stay_text() -> None:
    store = store_of("project:x a sam:Project ; sam:place place:a .")
    add(store, "place:a a sam:Place .", "https://w3id.org/samverkan/graph/register/places")
    label = ox.Literal(HOSTILE, language="sv")
    for thing, name in (("project/x", "http://purl.org/dc/terms/title"),
                        ("place/a", "http://www.w3.org/2004/02/skos/core#prefLabel")):  # fmt: skip
        store.add(ox.Quad(ox.NamedNode(ID + thing), ox.NamedNode(name), label, ox.NamedNode("urn:x:g")))
    written = {file.path: text_of(file) for file in documents.files(site_of(store))}
    document = json.loads(written["id/project/x.jsonld"])
    assert document["title"]["sv"] == document[NS + "place"]["prefLabel"]["sv"] == HOSTILE
    assert as_turtle(written["id/project/x.ttl"]) == by_pyoxigraph(written["id/project/x.jsonld"])


@pytest.mark.parametrize(("number", "written_as"), [("5", "5"), ("9007199254740993", None)])
def test_numbers_that_javascript_rounds_are_text(number: str, written_as: str | None) -> None:
    amount = ox.Triple(ox.NamedNode(THING), ox.NamedNode("https://example.org/n"), typed(number, "integer"))
    value = nested(THING, documents.told_by([amount]), PLAIN_KEYS)["https://example.org/n"]
    assert (str(value) if isinstance(value, int) else None) == written_as


def test_names_that_are_no_names_of_ours_have_no_document() -> None:
    store = store_of(
        "<https://w3id.org/samverkan/id/project/../x> a sam:Project . <https://example.org/a> a sam:Actor ."
    )
    assert documents.things(store) == []
    assert not logging.getLogger("pyld").handlers
