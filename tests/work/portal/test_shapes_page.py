"""The rules as they are published: one file that checks as ours do, a file a profile, and a page of every rule."""

import re

import pyoxigraph as ox
import pytest
import rdflib
from pages_help import seen, site_of, text_of
from rdflib.compare import isomorphic

from kg.disk.resources import resource, turtle_files
from kg.work.portal.vocabulary import shapes as shapes_page
from kg.work.portal.vocabulary.facts import Facts, shape_facts
from kg.work.portal.vocabulary.rules_told import SHAPES_NS, Rule, Telling
from kg.work.shacl.reader import read_model
from kg.work.shapes import PROFILES, Shapes

LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, str]:
    return {file.path: text_of(file) for file in shapes_page.files(site_of(graph))}


def names(text: str) -> set[str]:
    """Return the shapes that a file has, as the engine of kg reads them."""
    parsed = [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    return {name.value for name in read_model({"shapes.ttl": parsed}).shapes if isinstance(name, ox.NamedNode)}


def test_one_file_holds_all_shapes(written: dict[str, str]) -> None:
    folder, whole = resource("shapes"), rdflib.Graph()
    for path in [*turtle_files(folder), *turtle_files(folder / "profiles")]:
        whole.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    assert isomorphic(rdflib.Graph().parse(data=written["shapes.ttl"], format="turtle"), whole)


def test_a_profile_is_what_is_checked_in_it(written: dict[str, str]) -> None:
    everything, profile_of = names(written["shapes.ttl"]), Shapes().profile_of
    for profile in PROFILES:
        kept = names(written[f"shapes/{profile}.ttl"])
        assert everything - kept == {name for name in everything if profile_of.get(name, profile) != profile}
        assert any(profile_of.get(name) == profile for name in kept)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_place_and_its_message(written: dict[str, str], lang: str) -> None:
    page, shapes = seen(written["shapes.html" if lang == "sv" else "shapes.en.html"]), shape_facts()
    rules = [*shapes.of_type("sh:NodeShape"), *shapes.of_type("sh:PropertyShape")]
    assert len(rules) > 300
    assert {rule.removeprefix(SHAPES_NS) for rule in rules} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    text = " ".join(page.text().split())
    for rule in rules:
        for texts in (shapes.texts(rule, "sh:message"), shapes.texts(rule, "sh:name")):
            assert not texts or " ".join(texts[lang].split()) in text, rule


def rule(name: str, lang: str) -> Rule:
    return Telling(shape_facts(), Facts([]), Shapes().profile_of, lang).rule(SHAPES_NS + name)


def asked(name: str, lang: str = "en") -> list[str]:
    return [" ".join([part.text, *(label for _, label in part.links)]) for part in rule(name, lang).asks]


def test_what_is_asked_is_told_in_words() -> None:
    assert asked("Contribution-amount") == ["at most 1", "a whole number", "from 0"]
    assert asked("Contribution-amount", "sv") == ["högst 1", "ett heltal", "från och med 0"]
    assert asked("Contribution-contributionTo") == ["exactly 1", "a thing of the class sam:Project"]
    assert asked("Contribution-scope") == ["at most 1", "a thing of the class skos:Concept", "a code of the list scope"]
    assert asked("Contribution-value") == ["one of The contribution has an amount The contribution has a rate"]
    assert asked("Contribution-currency")[1].startswith("one of 15")
    assert asked("Contribution-small-rate") == ["what the query below looks for must not be there"]
    assert any(words.startswith("no other properties than dcterms:description") for words in asked("Goal-closed"))


def test_severity_profile_and_field() -> None:
    told = rule("publishable-budget", "sv")
    assert (told.severity, told.profile) == ("upplysning", "publishable")
    assert [(label, back) for _, label, back in told.path] == [("sam:contributionTo", True), ("sam:amount", False)]
    assert rule("Contribution-scope-required", "en").severity == "warning"
    assert rule("Contribution-amount", "en").severity == "error"
    assert "SELECT" in rule("Contribution-small-rate", "sv").query


def test_nothing_that_is_asked_goes_untold() -> None:
    telling = Telling(shape_facts(), Facts([]), Shapes().profile_of, "en")
    assert [iri for iri in telling.rules() if not telling.rule(iri).asks] == []


def test_the_same_bytes_every_time(reversed_private_graph: ox.Store, written: dict[str, str]) -> None:
    assert {file.path: text_of(file) for file in shapes_page.files(site_of(reversed_private_graph))} == written


@pytest.mark.parametrize("path", ["shapes.html", "shapes.en.html"])
def test_links_inside_lead_somewhere(written: dict[str, str], path: str) -> None:
    page = seen(written[path])
    goals = {link.partition("#")[2] for link in page.links if re.match(rf"({re.escape(path)})?#", link)}
    assert goals <= set(page.ids)
