"""sitemap.xml: every page once, with its other language, in as many files as are needed."""

from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from catalogue_help import BASE_URL, content, site_of

from kg.work.portal.file import Written
from kg.work.portal.pages import sitemap
from kg.work.portal.site import Site

SITEMAPS, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def site() -> Site:
    return site_of(ox.Store())


def written(*paths: str) -> list[Written]:
    return [Written(path, 1, "0" * 64) for path in paths]


def addresses(data: bytes) -> list[str]:
    found = [loc.text or "" for loc in ElementTree.fromstring(data).iter(f"{SITEMAPS}loc")]
    return [address.removeprefix(BASE_URL) for address in found]


def alternates(data: bytes) -> dict[str, dict[str, str]]:
    return {
        (url.findtext(f"{SITEMAPS}loc") or "").removeprefix(BASE_URL): {
            link.attrib["hreflang"]: link.attrib["href"].removeprefix(BASE_URL) for link in url.iter(f"{XHTML}link")
        }
        for url in ElementTree.fromstring(data).iter(f"{SITEMAPS}url")
    }


def test_every_page_is_listed_with_its_languages(site: Site) -> None:
    there = written("index.html", "index.en.html", "id/project/tre-m.html", "id/project/tre-m.en.html",
                    "id/project/tre-m.ttl", "data/samverkan.nt", "classes.svg")  # fmt: skip
    files = {file.path: content(file) for file in sitemap.files(site, there)}
    assert list(files) == ["sitemap.xml", "robots.txt"]
    front = {"sv": "index.html", "en": "index.en.html"}
    project = {"sv": "id/project/tre-m.html", "en": "id/project/tre-m.en.html"}
    assert alternates(files["sitemap.xml"]) == {
        "id/project/tre-m.en.html": project,
        "id/project/tre-m.html": project,
        "index.en.html": front,
        "index.html": front,
    }


def test_a_page_in_one_language_has_no_alternates(site: Site) -> None:
    files = list(sitemap.files(site, written("ns.html", "om.en.html")))
    assert alternates(content(files[0])) == {"ns.html": {}, "om.en.html": {}}


def test_robots_are_told_where_it_is(site: Site) -> None:
    files = {file.path: content(file).decode() for file in sitemap.files(site, [])}
    assert files["robots.txt"].endswith(f"Sitemap: {BASE_URL}sitemap.xml\n")
    assert addresses(files["sitemap.xml"].encode()) == []


def test_what_is_withdrawn_is_left_out(site: Site) -> None:
    files = list(sitemap.files(site, written("a.html", "b.html"), without={"a.html"}))
    assert addresses(content(files[0])) == ["b.html"]


def test_many_pages_take_several_files_and_an_index(site: Site) -> None:
    pages = [f"id/project/p{number}{end}" for number in range(5) for end in (".html", ".en.html")]
    files = {file.path: content(file) for file in sitemap.files(site, written(*pages), most=4)}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml", "robots.txt"]
    assert addresses(files["sitemap.xml"]) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    parts = [addresses(files[f"sitemap-{number}.xml"]) for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert sorted(path for part in parts for path in part) == sorted(pages)
    assert all(len(links) == 2 for number in (1, 2, 3) for links in alternates(files[f"sitemap-{number}.xml"]).values())


def test_the_limit_is_that_of_the_format(site: Site) -> None:
    assert sitemap.MOST == 50_000
    fits = [Written(f"{number}.html", 1, "") for number in range(50_000)]
    assert [file.path for file in sitemap.files(site, fits)] == ["sitemap.xml", "robots.txt"]
    over = [*fits, Written("x.html", 1, "")]
    assert [file.path for file in sitemap.files(site, over)][:2] == ["sitemap-1.xml", "sitemap-2.xml"]


def test_the_order_of_the_files_does_not_matter(site: Site) -> None:
    there = written("b.html", "a.html", "a.en.html")
    first, second = (content(next(iter(sitemap.files(site, some)))) for some in (there, there[::-1]))
    assert first == second


def test_addresses_are_escaped(site: Site) -> None:
    odd = replace(site, config=replace(site.config, base_url="https://example.org/a&b/"))
    data = content(next(iter(sitemap.files(odd, written("a.html", "a.en.html")))))
    assert ElementTree.fromstring(data).findtext(f".//{SITEMAPS}loc") == "https://example.org/a&b/a.en.html"
