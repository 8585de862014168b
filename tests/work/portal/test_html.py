import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from jinja2 import DictLoader, UndefinedError
from pages_help import seen, site_of, text_of

from kg.work.portal import html
from kg.work.portal.html import Place, Renderer, fit

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% raw %}",
    "\" onmouseover=\"alert(1)' onfocus='alert(1)",
    "<!-- <b>",
    "&lt;b&gt; &amp; &",
    "]]> <![CDATA[",
    "evil\u202egnp.exe",
    "a\u2066b\u2069c\u200fd",
    "nul\x00bell\x07",
    "å" * 500,
)


@pytest.fixture
def renderer() -> Renderer:
    made = Renderer(site_of(ox.Store()))
    made._templates.loader = DictLoader(
        {
            "base.html": (html.TEMPLATES / "base.html").read_text(encoding="utf-8"),
            "page.html": '{% extends "base.html" %}{% block title %}{{ title }}{% endblock %}'
            '{% block main %}<h1>{{ named(title, "sv") }}</h1>{{ link(iri, title) }}'
            '<p title="{{ title }}">{{ title }}</p>'
            "{% endblock %}",
            "wrong.html": '{% extends "base.html" %}{% block main %}{{ missing }}{% endblock %}',
        }
    )
    return made


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_is_text_and_nothing_else(renderer: Renderer, label: str) -> None:
    iri = "https://w3id.org/samverkan/id/actor/a"
    page = text_of(
        renderer.page("id/project/x", "sv", "page.html", title=label, iri=iri, description=label,
                      structured={"@type": "Project", "name": label})
    )  # fmt: skip
    plain = text_of(renderer.page("id/project/x", "sv", "page.html", title="Namn", iri=iri, description="Namn",
                                  structured={"@type": "Project", "name": "Namn"}))  # fmt: skip
    found, expected = seen(page), seen(plain)
    shape = [(tag, sorted(attributes)) for tag, attributes in expected.elements]
    assert [(tag, sorted(attributes)) for tag, attributes in found.elements] == shape
    shown = fit(label)
    assert isinstance(shown, str)
    assert found.text("title") == shown
    assert shown in found.text("bdi")
    assert {"title": shown} in found.all("p")
    (script,) = [words for tag, words in found.words if tag == "script"]
    assert json.loads(script)["name"] == label
    assert "<" not in script
    assert not any(letter in page for letter in "\u202e\u2066\u2069\x00\x07")


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "mailto:a@example.org",
        'https://example.org/"onclick="alert(1)',
        "https://example.org/ javascript:alert(1)",
        "https:",
        "",
    ],
)
def test_an_iri_that_is_no_address_on_the_web_is_no_link(iri: str) -> None:
    place = Place("index", "sv")
    assert place.target(iri) == ""
    assert "href" not in seen(str(place.link(iri, "ord"))).elements[0][1]


def test_links_lead_to_pages_in_the_pages_language() -> None:
    place = Place("id/project/x", "en")
    base = "https://w3id.org/samverkan/"
    assert place.target(base + "id/actor/region-skane") == "../actor/region-skane.en.html"
    assert place.target(base + "id/project/x#goal-1") == "x.en.html#goal-1"
    assert place.target(base + "codes/role/owner") == "../../codes/role.en.html#owner"
    assert place.target(base + "ns#Actor") == "../../ns.en.html#Actor"
    assert place.target("https://www.wikidata.org/entity/Q1") == "https://www.wikidata.org/entity/Q1"
    assert place.href("style.css") == "../../style.css"
    assert place.href(stem="index") == "../../index.en.html"
    assert place.href(stem="index", lang="sv") == "../../index.html"
    assert place.href(stem="id/actor/a", part="x") == "../actor/a.en.html#x"


def test_a_name_is_kept_apart_and_tells_its_language_where_it_is_not_the_pages() -> None:
    assert str(Place("index", "en").named("Ö & <b>", "sv")) == '<bdi lang="sv">Ö &amp; &lt;b&gt;</bdi>'
    assert str(Place("index", "sv").named("Ö", "sv")) == "<bdi>Ö</bdi>"
    assert str(Place("index", "sv").link("https://a.se/?a=1&b=2", "x", "en")) == (
        '<a href="https://a.se/?a=1&amp;b=2"><bdi lang="en">x</bdi></a>'
    )


@pytest.mark.parametrize(("lang", "other"), [("sv", "en"), ("en", "sv")])
def test_every_page_has_its_language_its_twin_and_its_address(renderer: Renderer, lang: str, other: str) -> None:
    file = renderer.page("id/project/x", lang, "page.html", title="Ett", iri="", alternates=[("text/turtle", "a.ttl")])
    assert file.path == ("id/project/x.html" if lang == "sv" else "id/project/x.en.html")
    page = seen(text_of(file))
    assert page.all("html") == [{"lang": lang}]
    links = {tuple(sorted(link.items())) for link in page.all("link")}
    address = "https://data.example.org/samverkan/"
    assert (("href", address + file.path), ("rel", "canonical")) in links
    twin = "id/project/x.en.html" if lang == "sv" else "id/project/x.html"
    assert (("href", address + twin), ("hreflang", other), ("rel", "alternate")) in links
    assert (("href", "../../a.ttl"), ("rel", "alternate"), ("type", "text/turtle")) in links
    assert "#page.main" in page.links
    assert "page.main" in page.ids
    assert {"href": twin.rpartition("/")[2], "lang": other, "hreflang": other} in page.all("a")
    assert "2026-11-22" in page.text("time")
    assert [attributes for attributes in page.all("script") if "src" in attributes] == []


def test_a_page_without_a_twin_leads_to_the_page_that_is_named_instead(renderer: Renderer) -> None:
    page = seen(text_of(renderer.page("actors/q", "sv", "page.html", title="Q", iri="", twin="actors")))
    assert {"href": "../actors.en.html", "lang": "en", "hreflang": "en"} in page.all("a")
    assert [link["hreflang"] for link in page.all("link") if "hreflang" in link] == ["sv"]


def test_a_value_that_is_not_given_is_a_mistake(renderer: Renderer) -> None:
    with pytest.raises(UndefinedError):
        renderer.page("index", "sv", "wrong.html")


def test_numbers_are_written_as_the_language_does() -> None:
    assert Place("index", "sv").number(1234567) == "1\u00a0234\u00a0567"
    assert Place("index", "en").number(1234567) == "1,234,567"


def test_both_gives_a_page_in_each_language(renderer: Renderer) -> None:
    assert [file.path for file in renderer.both("ns", "page.html", title="t", iri="")] == ["ns.html", "ns.en.html"]


def test_the_style_sheet_is_a_file_and_fetches_nothing() -> None:
    (style,) = html.files(site_of(ox.Store()))
    assert style.path == "style.css"
    assert "url(" not in text_of(style)
    assert "@import" not in text_of(style)


def test_no_template_lets_data_through_unescaped() -> None:
    for path in sorted(Path(html.TEMPLATES).iterdir()):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescape false" not in text, path
        assert "innerHTML" not in text, path
        assert "fetch(" not in text, path
