import json

import pyoxigraph as ox
import pytest
from kg_help import iri, store_of
from pages_help import seen, site_of, text_of

from kg.work.pages.reader import Reader
from kg.work.portal.pages import search
from kg.work.portal.pages.search import entry, files

DATA = """
actor-kind:region skos:prefLabel "region"@sv, "region"@en .
sam:Municipality rdfs:label "kommun"@sv, "municipality"@en .
project:x a sam:Project ; dcterms:title "Alfa"@sv, "Alpha"@en ; skos:altLabel "A-projektet"@sv, "Alpha"@en ;
  dcterms:identifier "2012-1" ; sam:start "2018"^^xsd:gYear ; sam:hasOwner actor:a .
actor:a a sam:Actor, sam:Organisation ; skos:prefLabel "Region \u202eA</script>"@sv ; sam:formerName "Landstinget A" ;
  dcterms:identifier "232100-0001" ; org:classification actor-kind:region .
place:lulea a sam:Place, sam:Municipality ; skos:prefLabel "Luleå"@sv ; skos:notation "2580" .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(DATA)


def index_of(text: str) -> list[list[str]]:
    """Return the rows of a part of the index, read as JSON."""
    head, tail = "(window.searchIndex = window.searchIndex || []).push(\n", ",\n);\n"
    assert text.startswith(head)
    assert text.endswith(tail)
    rows = json.loads(f"[{text[len(head) : -len(tail)]}]")
    assert isinstance(rows, list)
    return rows


def test_an_entry_has_names_in_both_languages_and_what_tells_it_apart(store: ox.Store) -> None:
    reader = Reader(store)
    assert entry(reader, iri("project:x").value) == [
        "project/x", "Alfa", "Alpha", "2018 – ?, Region \ufffdA</script>", "2018 – ?, Region \ufffdA</script>",
        "2012-1\nA-projektet",
    ]  # fmt: skip
    assert entry(reader, iri("actor:a").value) == [
        "actor/a", "Region \ufffdA</script>", "", "region", "region", "232100-0001\nLandstinget A",
    ]  # fmt: skip
    assert entry(reader, iri("place:lulea").value)[3:] == ["kommun, 2580", "municipality, 2580", "2580"]


def test_a_thing_is_found_by_its_place(graph: ox.Store) -> None:
    falun = {"actor:falu-kommun", "project:tre-m"}
    reader = Reader(graph)
    assert {name for name in falun if "Falun" in entry(reader, iri(name).value)[-1].splitlines()} == falun


def test_the_index_holds_everything_in_parts(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PART", 2)
    made = {file.path: text_of(file) for file in files(site_of(store))}
    assert list(made) == ["search-index.js", "search-index-2.js", "search.js", "search.html", "search.en.html"]
    rows = index_of(made["search-index.js"]) + index_of(made["search-index-2.js"])
    assert [row[0] for row in rows] == ["actor/a", "place/lulea", "project/x"]
    scripts = [script["src"] for script in seen(made["search.en.html"]).all("script")]
    assert scripts == ["search-index.js", "search-index-2.js", "search.js"]


def test_a_page_without_javascript_says_so_and_leads_to_the_lists(store: ox.Store) -> None:
    made = {file.path: text_of(file) for file in files(site_of(store))}
    page = seen(made["search.html"])
    (form,) = page.all("form")
    assert "hidden" in form
    assert "JavaScript" in page.text("p")
    assert {"projects.html", "actors.html", "places.html"} <= set(page.links)
    assert {label["for"] for label in page.all("label")} <= set(page.ids)
    assert [one for one in page.all("p") if one.get("aria-live") == "polite"]


def test_an_empty_graph_has_a_search_page_too() -> None:
    assert [file.path for file in files(site_of(ox.Store()))] == ["search.js", "search.html", "search.en.html"]
