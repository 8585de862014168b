"""Every kind of page in a browser, opened from disk: no violation of WCAG 2.1 AA, with and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pages_help import CHROMIUM, FLAGS, site_of, write

from kg.work.portal import html
from kg.work.portal.pages import front, lists, search, things
from kg.work.portal.vocabulary import codes
from kg.work.portal.vocabulary import ontology as vocabulary
from kg.work.portal.vocabulary import queries as queries_page
from kg.work.portal.vocabulary import shapes as shapes_page

pytestmark = pytest.mark.slow

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
STEMS = ("index", "projects", "actors", "actors/s", "places", "documents", "search", "ns", "shapes", "queries", "codes",
         "codes/role", "id/project/tre-m", "id/project/dalalyft", "id/project/yrk-in", "id/actor/region-dalarna",
         "id/actor/arbetsformedlingen", "id/place/norrbottens-lan", "id/place/sweden", "id/place/lulea",
         "id/initiative/europe-2020", "id/document/003-93c5704a82686837")  # fmt: skip
WIDTHS = {"light": 1200, "dark": 360}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(graph: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the repository's graph, on disk."""
    made, site = tmp_path_factory.mktemp("site"), site_of(graph)
    for part in (html, things, lists, search, vocabulary, codes, shapes_page, queries_page):
        write(part.files(site), made)
    write(front.files(site), made)
    return made


def pages(folder: Path) -> list[Path]:
    return [folder / f"{stem}{ending}" for stem in STEMS for ending in (".html", ".en.html")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_violates_wcag_2_1_aa(browser: Any, folder: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, viewport={"width": WIDTHS[scheme], "height": 900})
    tab, found = context.new_page(), []
    for path in pages(folder):
        tab.goto(path.as_uri())
        for violation in axe.run(tab, options=RULES).response["violations"]:
            places = [node["html"][:150] for node in violation["nodes"][:3]]
            found.append((path.name, violation["id"], violation["help"], places))
    context.close()
    assert not found


def test_no_page_is_wider_than_a_phone(browser: Any, folder: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    tab = context.new_page()
    wide = []
    for path in pages(folder):
        tab.goto(path.as_uri())
        if tab.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path.name)
    context.close()
    assert not wide


def test_every_page_works_without_javascript(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for path in pages(folder):
        tab.goto(path.as_uri())
        assert tab.locator("h1").first.is_visible(), path
        assert tab.locator("main").inner_text().strip(), path
    tab.goto((folder / "search.html").as_uri())
    assert not tab.locator("form").is_visible()
    assert tab.locator("noscript a").first.is_visible()
    tab.goto((folder / "index.html").as_uri())
    for words, heading in (("Aktörer", "Aktörer"), ("S", "Aktörer: S"), ("Sala kommun", "Sala kommun")):
        tab.locator("main" if heading != "Aktörer" else "nav").get_by_role("link", name=words, exact=True).first.click()
        assert tab.locator("h1").inner_text() == heading
    tab.get_by_role("link", name="In English").click()
    assert tab.locator("html").get_attribute("lang") == "en"
    assert tab.locator("h1").inner_text() == "Sala kommun"
    context.close()


@pytest.mark.parametrize(
    ("page", "asked", "first", "status"),
    [
        ("search.html", "lulea kom", "Luleå kommun", "2 träffar."),
        ("search.en.html", "REG DAL", "Region Dalarna", "match"),
        ("search.en.html", "norrbotten county", "Norrbotten County", "match"),
        ("search.html", "2321000180", "Region Dalarna", "1 träff."),
        ("search.html", "232100-0180", "Region Dalarna", "träff"),
        ("search.html", "tre m", "Tre-M - matchning, motor, mäklare", "träff"),
    ],
)
def test_search_finds_by_the_start_of_words(
    browser: Any, folder: Path, page: str, asked: str, first: str, status: str
) -> None:
    tab = browser.new_page()
    said: list[str] = []
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.goto((folder / page).as_uri())
    tab.get_by_role("searchbox").fill(asked)
    tab.get_by_role("searchbox").press("Enter")
    assert tab.locator("#search\\.results a").first.inner_text() == first
    assert status in tab.get_by_role("status").inner_text()
    tab.locator("#search\\.results a").first.press("Enter")
    tab.wait_for_url("**/id/**")
    assert tab.locator("h1").inner_text() == first
    assert not said
    tab.close()


def test_search_says_how_many_there_are_and_when_there_are_none(browser: Any, folder: Path) -> None:
    tab = browser.new_page()
    tab.goto((folder / "search.html").as_uri() + "?q=kommun")
    assert "de första 50 visas" in tab.get_by_role("status").inner_text()
    assert tab.locator("#search\\.results li").count() == 50
    tab.get_by_role("combobox").select_option("place")
    tab.get_by_role("searchbox").fill("qqqq")
    tab.wait_for_function("document.getElementById('search.status').textContent === 'Inget hittades.'")
    assert tab.locator("#search\\.results li").count() == 0
    tab.close()


def test_hostile_names_are_found_as_text(browser: Any, tmp_path: Path) -> None:
    store, base = ox.Store(), "https://w3id.org/samverkan/"
    name = "Elak <img src=x onerror=\"document.title='hit'\"></script><script>document.title='hit'</script>"
    thing, graph = ox.NamedNode(f"{base}id/project/h"), ox.NamedNode(f"{base}graph/entry/h")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(ox.Quad(thing, kind, ox.NamedNode(f"{base}ns#Project"), graph))
    store.add(ox.Quad(thing, ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal(name, language="sv"), graph))
    for part in (html, things, lists, search):
        write(part.files(site_of(store)), tmp_path)
    tab = browser.new_page()
    tab.goto((tmp_path / "search.html").as_uri() + "?q=elak")
    assert tab.locator("#search\\.results a").first.inner_text() == name
    tab.locator("#search\\.results a").first.click()
    assert tab.locator("h1").inner_text() == name
    assert tab.title() == f"{name} – Samverkansprojekt"
    tab.close()
