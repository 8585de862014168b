"""The code lists as they are published: a file and a page each, every code in its place with both its labels."""

import json
import re

import pyoxigraph as ox
import pytest
from kg_help import said, store_of
from pages_help import Seen, seen, site_of, text_of

from kg.terms import ALIGNMENTS_GRAPH, CODES, CODES_GRAPH, SCHEMES
from kg.work.portal.vocabulary import codes
from kg.work.portal.vocabulary.facts import Facts, in_graph


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, str]:
    return {file.path: text_of(file) for file in codes.files(site_of(graph))}


def page(written: dict[str, str], path: str) -> Seen:
    return seen(written[path])


def test_every_list_has_its_files(graph: ox.Store, written: dict[str, str]) -> None:
    schemes = {iri.removeprefix(CODES) for iri in Facts(in_graph(graph, CODES_GRAPH)).of_type("skos:ConceptScheme")}
    assert set(SCHEMES) < schemes, "the lists of others that ours are mapped to, too"
    expected = {f"codes/{scheme}{ending}" for scheme in schemes for ending in (".ttl", ".jsonld", ".html", ".en.html")}
    assert set(written) == expected | {"codes.html", "codes.en.html"}


def test_the_files_hold_every_code_and_what_it_is_mapped_to(graph: ox.Store, written: dict[str, str]) -> None:
    told: set[ox.Triple] = set()
    for path in [path for path in written if path.endswith(".ttl")]:
        turtle = said(ox.parse(written[path].encode(), format=ox.RdfFormat.TURTLE))
        told |= turtle
        assert said(ox.parse(written[path[:-3] + "jsonld"].encode(), format=ox.RdfFormat.JSON_LD)) == turtle
    stated = {*in_graph(graph, CODES_GRAPH), *in_graph(graph, ALIGNMENTS_GRAPH)}
    assert told == {triple for triple in stated if str(triple.subject).startswith(f"<{CODES}")}


def test_json_is_nested(written: dict[str, str]) -> None:
    document = json.loads(written["codes/level.jsonld"])
    assert [concept["notation"] for concept in document["concepts"]] == [
        "local", "national", "regional", "transnational"]  # fmt: skip
    assert document["concepts"][0]["prefLabel"] == {"sv": "lokal", "en": "local"}


@pytest.mark.parametrize("ending", [".html", ".en.html"])
def test_every_code_has_its_place(graph: ox.Store, written: dict[str, str], ending: str) -> None:
    facts = Facts(in_graph(graph, CODES_GRAPH))
    for scheme in SCHEMES:
        found = page(written, f"codes/{scheme}{ending}")
        notations = {iri.removeprefix(f"{CODES}{scheme}/") for iri in facts.pointing("skos:inScheme", CODES + scheme)}
        assert notations <= set(found.ids), scheme
        assert len(found.ids) == len(set(found.ids)), scheme
        text = " ".join(found.text().split())
        for iri in facts.pointing("skos:inScheme", CODES + scheme):
            labels = facts.texts(iri, "skos:prefLabel")
            definition = facts.texts(iri, "skos:definition")["sv" if ending == ".html" else "en"]
            assert labels["sv"] in text and labels["en"] in text, iri
            assert " ".join(definition.split()) in text, iri


def test_mappings_and_the_property_that_takes_them(written: dict[str, str]) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", written["codes/role.en.html"])
    assert "Close to" in text
    assert 'href="../ns.en.html#role"' in written["codes/role.en.html"]
    assert re.search(r"Rank\s+4", re.sub(r"<[^>]+>", " ", written["codes/level.en.html"]))


def test_levels_stand_by_rank(written: dict[str, str]) -> None:
    sections = re.findall(r'<section id="([a-z-]+)"', written["codes/level.html"])
    assert sections == ["local", "regional", "national", "transnational"]


def test_the_page_of_all_lists(written: dict[str, str]) -> None:
    for path, ending in (("codes.html", ".html"), ("codes.en.html", ".en.html")):
        links = set(page(written, path).links)
        assert {f"codes/{scheme}{ending}" for scheme in SCHEMES} <= {link.partition("#")[0] for link in links}


def test_the_same_bytes_whatever_the_order(reversed_private_graph: ox.Store, written: dict[str, str]) -> None:
    assert {file.path: text_of(file) for file in codes.files(site_of(reversed_private_graph))} == written


def test_hostile_labels_come_out_inert() -> None:
    hostile = "</h3><script>alert(1)</script>"
    store = store_of(
        f"""<{CODES}role> a skos:ConceptScheme ; skos:prefLabel "{hostile}"@sv .
        role:x a skos:Concept ; skos:inScheme <{CODES}role> ; skos:notation "\\"><script>" ;
          skos:prefLabel "{hostile}"@en ; skos:definition "\\u202e{hostile}"@sv ;
          skos:exactMatch <urn:x:y>, <https://example.org/?a=1&b=2> .""",
        CODES_GRAPH,
    )
    store.add(ox.Quad(ox.NamedNode(f"{CODES}role/x"), ox.NamedNode("http://www.w3.org/2004/02/skos/core#closeMatch"),
                      ox.NamedNode("javascript:alert(1)"), ox.NamedNode(CODES_GRAPH)))  # fmt: skip
    for file in codes.files(site_of(store)):
        if file.path.endswith("html"):
            text = text_of(file)
            assert "<script>" not in text and "\u202e" not in text
            assert not [link for link in seen(text).links if link.startswith(("javascript", "urn"))]
