"""HTML: the templates, and what every page of a publication is written with. Nothing in the data can become markup."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from kg.work.portal.file import File
from kg.work.portal.pages.kinds import kind_of
from kg.work.portal.paths import page, relative, stem_of
from kg.work.portal.site import Site

LANGUAGES = ("sv", "en")
STYLE = "style.css"
MENU = (
    ("index", "Start", "Start"),
    ("projects", "Projekt", "Projects"),
    ("actors", "Aktörer", "Actors"),
    ("places", "Platser", "Places"),
    ("search", "Sök", "Search"),
    ("ns", "Ontologi", "Ontology"),
    ("queries", "Frågor", "Questions"),
)
TEMPLATES = Path(__file__).resolve().parent / "templates"

# What must not stand in a page: controls, which HTML forbids, and those that turn the direction of the text around
# them, with which a label could make the words beside it read as something else.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_OUTSIDE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


class Renderer:
    """The templates of a publication.

    A template extends `base.html` and fills its blocks `title` and `main`. It may use, besides the values it is given:

    * `link(iri, text, lang)`: a link to the page of one of our things, or to an address on the web; any other IRI
      (`javascript:`, `data:` …) comes out as text. `text` is what the link says, else the IRI; `lang` its language
      where that is not the page's.
    * `href(path)`: the relative link to a file of the publication, `href(stem=…)` to a page in the page's language.
    * `say(sv, en)`: the word of the page's language.
    * `named(text, lang)`: a name from the data, kept apart from the direction of the text around it.
    * `number(value)`: a whole number with its thousands apart.
    * `lang`, `other` (the languages), `path`, `stem`, `site`.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=fit,
            auto_reload=False,
        )
        self._templates.globals |= {"page_of": page, "menu": MENU, "kind_of": kind_of}

    def page(self, stem: str, lang: str, template: str, **values: object) -> File:
        """Return a page in one language.

        Args:
            stem: the page's path from the top, without `.html` and the language, for instance `id/actor/region-skane`.
            lang: `sv` or `en`.
            template: the template's file name.
            values: what the template uses. The base template takes `description` (a sentence for search engines),
                `structured` (schema.org data, written into the page as JSON-LD), `alternates` (pairs of a media type
                and a path: the same in other forms), `kind` (Open Graph's type), `robots` and
                `twin` (the stem to go to for the other language, where the page has no other), all of which may be
                left out.
        """
        return File(page(stem, lang), (self._text(stem, lang, template, values),))

    def both(self, stem: str, template: str, **values: object) -> Iterator[File]:
        """Yield a page in Swedish and in English, for a template that needs nothing of its own in each."""
        for lang in LANGUAGES:
            yield self.page(stem, lang, template, **values)

    def _text(self, stem: str, lang: str, template: str, values: dict[str, Any]) -> bytes:
        place = Place(stem, lang)
        told = _DEFAULTS | values | {"site": self.site, "stem": stem, "lang": place.lang, "other": place.other}
        told |= {name: getattr(place, name) for name in ("path", "link", "href", "say", "named", "number", "embedded")}
        return self._templates.get_template(template).render(told).encode("utf-8", "replace")


class Place:
    """Where a page stands and in which language: from there links are told and words are said."""

    def __init__(self, stem: str, lang: str) -> None:
        self.lang = lang
        self.other = "en" if lang == "sv" else "sv"
        self.path = page(stem, lang)

    def say(self, sv: str, en: str) -> str:
        """Return the word of the page's language."""
        return sv if self.lang == "sv" else en

    def href(self, path: str = "", *, stem: str = "", lang: str = "", part: str = "") -> str:
        """Return the relative link to a file, or to the page with a stem in the page's language or another."""
        goal = page(stem, lang or self.lang) if stem else path
        return relative(self.path, goal) + (f"#{part}" if part else "")

    def target(self, iri: str) -> str:
        """Return where a link to an IRI leads; nothing if it may not be one."""
        if found := stem_of(iri):
            return self.href(stem=found[0], part=found[1])
        return iri if _OUTSIDE.fullmatch(iri) else ""

    def link(self, iri: str, text: str = "", lang: str = "") -> Markup:
        """Return a link to an IRI, or plain text if it may not be one."""
        name, target = self.named(text or iri, lang), self.target(iri)
        return Markup('<a href="%s">%s</a>') % (target, name) if target else name

    def named(self, text: str, lang: str = "") -> Markup:
        """Return a text of the data, its direction kept to itself, its language told if it is not the page's."""
        spoken = Markup(' lang="%s"') % lang if lang and lang != self.lang else ""
        return Markup("<bdi%s>%s</bdi>") % (spoken, fit(text))

    def number(self, value: int) -> str:
        """Return a number with its thousands apart, as the page's language writes it."""
        return f"{value:,}".replace(",", "\u00a0") if self.lang == "sv" else f"{value:,}"

    @staticmethod
    def embedded(value: object) -> Markup:
        """Return a value as JSON that cannot end the script element it stands in."""
        return htmlsafe_json_dumps(value, dumps=_json)


def fit(value: object) -> object:
    """Return a text without the characters that a page must not hold; each is shown as U+FFFD."""
    return _UNFIT.sub("\ufffd", value) if type(value) is str and _UNFIT.search(value) else value


def _json(value: object) -> str:
    """Return a value as JSON, the characters that a page must not hold as their numbers."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def files(site: Site) -> Iterable[File]:
    """Yield what the pages share."""
    del site
    yield File.of(STYLE, (TEMPLATES / STYLE).read_text(encoding="utf-8"))


_DEFAULTS: dict[str, object] = {
    "description": "",
    "structured": None,
    "alternates": (),
    "kind": "website",
    "robots": "",
    "twin": "",
}
