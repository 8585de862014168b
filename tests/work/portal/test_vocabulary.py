"""The ontology as it is published: four formats that say the same, a page of all its terms, and a picture."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from kg_help import said
from pages_help import Seen, seen, site_of, text_of
from rdflib.compare import isomorphic

from kg.terms import ALIGNMENTS_GRAPH, NS, ONTOLOGY_GRAPH, RDF_TYPE
from kg.work.portal.vocabulary import ontology as vocabulary
from kg.work.portal.vocabulary.class_boxes import Box, Layout, Placed, lay_out
from kg.work.portal.vocabulary.classes_picture import _Drawer, picture
from kg.work.portal.vocabulary.facts import Facts, in_graph, shape_facts
from kg.work.portal.vocabulary.ontology import picture_file, published_ontology
from kg.work.portal.vocabulary.terms_told import rules_of
from kg.work.portal.vocabulary.usage import Usage

LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, str]:
    return {file.path: text_of(file) for file in vocabulary.files(site_of(graph))}


@pytest.fixture(scope="module")
def facts(graph: ox.Store) -> Facts:
    return Facts(published_ontology(graph))


@pytest.fixture(scope="module")
def pages(written: dict[str, str]) -> dict[str, Seen]:
    return {"sv": seen(written["ns.html"]), "en": seen(written["ns.en.html"])}


def read(text: str, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format=form)


def test_the_files(written: dict[str, str]) -> None:
    assert sorted(written) == ["classes.en.svg", "classes.svg", "ns.en.html", "ns.html", "ns.jsonld", "ns.rdf",
                               "ns.ttl", "ns/0.1.0.ttl"]  # fmt: skip
    assert written["ns.ttl"] == written["ns/0.1.0.ttl"]


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
def test_all_formats_say_the_same(written: dict[str, str]) -> None:
    turtle = read(written["ns.ttl"], "turtle")
    for path, form in (("ns.rdf", "xml"), ("ns.jsonld", "json-ld")):
        assert isomorphic(read(written[path], form), turtle), path
    for path, kind in (("ns.rdf", ox.RdfFormat.RDF_XML), ("ns.jsonld", ox.RdfFormat.JSON_LD)):
        quads = [ox.Triple(*quad.triple) for quad in ox.parse(written[path].encode(), format=kind)]
        assert len(set(quads)) == len(turtle), path


def test_it_holds_the_ontology_its_alignments_and_its_axioms(graph: ox.Store, written: dict[str, str]) -> None:
    told = said(ox.parse(written["ns.ttl"].encode(), format=ox.RdfFormat.TURTLE))
    assert set(in_graph(graph, ONTOLOGY_GRAPH)) < told
    assert {triple for triple in in_graph(graph, ALIGNMENTS_GRAPH) if str(triple.subject).startswith(f"<{NS}")} < told
    assert "owl:propertyChainAxiom ( sam:participatesIn sam:hasParticipant )" in written["ns.ttl"]
    assert "owl:AllDisjointClasses" in written["ns.ttl"]
    named = {triple.subject.value for triple in told if isinstance(triple.subject, ox.NamedNode)}
    assert all(name.startswith("https://w3id.org/samverkan/ns") for name in named), "no axioms on what others own"
    ontologies = {triple.subject.value for triple in told if str(triple.object).endswith("owl#Ontology>")
                  and isinstance(triple.subject, ox.NamedNode)}  # fmt: skip
    assert ontologies == {"https://w3id.org/samverkan/ns"}


def test_the_same_bytes_every_time(graph: ox.Store, reversed_private_graph: ox.Store, written: dict[str, str]) -> None:
    assert {file.path: text_of(file) for file in vocabulary.files(site_of(graph))} == written
    other = {file.path: text_of(file) for file in vocabulary.files(site_of(reversed_private_graph))}
    assert [path for path in other if path.startswith(("ns.ttl", "ns.rdf", "ns.jsonld", "classes")) and
            other[path] != written[path]] == []  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_its_place_on_the_page(pages: dict[str, Seen], facts: Facts, lang: str) -> None:
    terms = {triple.subject.value.removeprefix(NS) for triple in facts.triples
             if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(NS)}  # fmt: skip
    ids = pages[lang].ids
    assert len(terms) == 101
    assert terms <= set(ids)
    assert len(ids) == len(set(ids))
    inside = {link[1:] for link in pages[lang].links if link.startswith("#")}
    assert inside <= set(ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_to_its_own_terms_and_rules_lead_somewhere(pages: dict[str, Seen], lang: str) -> None:
    page = "ns.html" if lang == "sv" else "ns.en.html"
    goals = {link.partition("#")[2] for link in pages[lang].links if link.startswith(f"{page}#")}
    assert goals <= set(pages[lang].ids)
    rules = {link.partition("#")[2] for link in pages[lang].links if link.startswith("shapes")} - {""}
    assert rules
    assert all(shape_facts().types(f"https://w3id.org/samverkan/shapes#{rule}") for rule in rules)


def section(page: str, name: str) -> str:
    """Return the words of a term's part of a page."""
    found = re.search(rf'<section id="{name}">.*?</section>', page, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_what_is_told_of_a_property(written: dict[str, str]) -> None:
    swedish, english = (section(written[page], "cooperatesWith") for page in ("ns.html", "ns.en.html"))
    for words in ("samarbetar med sam:cooperatesWith", "På engelska cooperates with", "symmetrisk",
                  "sam:participatesIn ∘ sam:hasParticipant", "Skrivs aldrig för hand", "org:linkedTo"):  # fmt: skip
        assert words in swedish, words
    assert "cooperates with sam:cooperatesWith" in english
    assert "symmetric" in english
    role = section(written["ns.en.html"], "role")
    for words in ("Said of participation", "Code list role", "org:role", "Participation-role", "In JSON-LD role"):
        assert words in role, words
    assert re.search(r"Used \d+ times", role)
    assert "role:" in role, "an example"


def test_what_is_told_of_a_class(written: dict[str, str]) -> None:
    told = section(written["ns.en.html"], "Organisation")
    for words in ("Superclasses", "org:Organization", "actor", "Disjoint with", "organisational unit",
                  "Example from the data", "a sam:Actor, sam:Organisation ;"):  # fmt: skip
        assert words in told, words
    assert "Subclasses actor group" in section(written["ns.en.html"], "Actor")


def test_version_licence_and_how_to_cite(pages: dict[str, Seen]) -> None:
    for lang, words in (("sv", "Att hänvisa hit"), ("en", "How to cite")):
        text = " ".join(pages[lang].text().split())
        for part in (words, "https://w3id.org/samverkan/ns/0.1.0", "https://creativecommons.org/licenses/by/4.0/",
                     "https://w3id.org/samverkan/ns#", "2026-11-22"):  # fmt: skip
            assert part in text, part
        assert {"ns.ttl", "ns.rdf", "ns.jsonld", "context.jsonld"} <= set(pages[lang].links)


def test_usage_is_counted(graph: ox.Store) -> None:
    usage = Usage.of(graph)
    projects = graph.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(NS + "Project"))
    assert usage.counts[NS + "Project"] == len({quad.subject for quad in projects})
    example = usage.example(NS + "amount", whole=False)
    assert example is not None
    assert re.fullmatch(r"<https://w3id.org/samverkan/id/project/\S+> sam:amount \d+ \.", example.turtle)
    assert usage.example(NS + "noSuchTerm", whole=True) is None


def test_rules_are_found_along_paths_of_several_steps() -> None:
    assert "https://w3id.org/samverkan/shapes#article-49-achievements" in rules_of(shape_facts(), NS + "goalOf")


def test_hostile_words_come_out_inert() -> None:
    store, graph = ox.Store(), ox.NamedNode(ONTOLOGY_GRAPH)
    hostile = '</script><script>alert(1)</script><img src=x onerror="a()">'
    thing = ox.NamedNode(NS + "Project")
    for predicate, value in (
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ox.NamedNode("http://www.w3.org/2002/07/owl#Class")),
        ("http://www.w3.org/2000/01/rdf-schema#label", ox.Literal(hostile, language="sv")),
        ("http://www.w3.org/2004/02/skos/core#definition", ox.Literal(hostile, language="sv")),
        ("http://www.w3.org/2000/01/rdf-schema#subClassOf", ox.NamedNode("javascript:alert(1)")),
    ):
        store.add(ox.Quad(thing, ox.NamedNode(predicate), value, graph))
    for file in vocabulary.files(site_of(store)):
        if file.path.endswith(("html", "svg")):
            text = text_of(file)
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert 'href="javascript' not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_is_told_in_words(written: dict[str, str], lang: str) -> None:
    root = ElementTree.fromstring(written[picture_file(lang)])
    words = {child.tag.rpartition("}")[2]: child.text for child in root}
    assert root.attrib["lang"] == lang
    assert words["title"] == ("Klasserna i ontologin" if lang == "sv" else "The classes of the ontology")
    assert "title" in words and len(words["desc"] or "") > 100
    links = {element.attrib["href"] for element in root.iter() if element.tag.endswith("}a")}
    assert f"ns{'' if lang == 'sv' else '.en'}.html#Municipality" in links


def layout_of(facts: Facts, lang: str) -> Layout:
    return lay_out(_Drawer(facts, lang).boxes())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_box_lies_on_another_and_none_outside(facts: Facts, lang: str) -> None:
    layout = layout_of(facts, lang)
    assert len([box for place in layout.placed for box in place.box.whole()]) == 23
    for one, other in combinations(layout.placed, 2):
        assert not overlap(one, other), (one.box.label, other.box.label)
    for place in layout.placed:
        assert place.x > 0 and place.x + place.width < layout.width
        assert place.y > 0 and place.y + place.box.height < layout.height
    assert layout.width <= 1100, "it is read without scrolling sideways"


def overlap(one: Placed, other: Placed) -> bool:
    return (one.x < other.x + other.width and other.x < one.x + one.width
            and one.y < other.y + other.box.height and other.y < one.y + one.box.height)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_runs_through_a_box_or_on_a_line_to_somewhere_else(facts: Facts, lang: str) -> None:
    layout = layout_of(facts, lang)
    assert len(layout.lines) == 11
    for line in layout.lines:
        for (x1, y1), (x2, y2) in pairwise(line):
            assert x1 == x2 or y1 == y2
            for place in layout.placed:
                inside_x = max(min(x1, x2), place.x) < min(max(x1, x2), place.x + place.width)
                inside_y = place.y < max(y1, y2) and min(y1, y2) < place.y + place.box.height
                through = inside_y and (inside_x if y1 == y2 else place.x < x1 < place.x + place.width)
                assert not through, (place.box.label, line)
    for one, other in combinations(layout.lines, 2):
        if one[-1] != other[-1]:
            assert not any(on(first, second) for first in segments(one) for second in segments(other))


Segment = tuple[tuple[int, int], tuple[int, int]]


def segments(line: tuple[tuple[int, int], ...]) -> list[Segment]:
    return list(pairwise(line))


def on(one: Segment, other: Segment) -> bool:
    """Tell whether two segments lie on each other for more than a point."""
    for axis in (0, 1):
        across = 1 - axis
        if one[0][across] == one[1][across] == other[0][across] == other[1][across]:
            low = max(min(one[0][axis], one[1][axis]), min(other[0][axis], other[1][axis]))
            high = min(max(one[0][axis], one[1][axis]), max(other[0][axis], other[1][axis]))
            return low < high
    return False


def test_words_fit_their_boxes(facts: Facts) -> None:
    """As wide as the widest common font for screens, measured; the widths here are those that it takes."""
    for lang in LANGUAGES:
        for place in layout_of(facts, lang).placed:
            for box in place.box.whole():
                assert all(len(row) * 7.4 + 20 <= place.width for row in box.rows), box.label


def test_a_picture_of_one_class_and_of_none() -> None:
    alone = Box("urn:a", "A", "sam:A", (), (), ())
    assert lay_out([alone]).lines == ()
    assert "<svg" in picture(Facts([]), "sv")
