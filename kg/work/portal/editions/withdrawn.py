"""What is left of a thing that the data no longer describe: a page that says so, and what replaces it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.terms import ID
from kg.work.portal.catalogue.statements import Statements, jsonld, nodes, texts, typed
from kg.work.portal.editions.changes import edition_iri
from kg.work.portal.editions.edition import Withdrawn
from kg.work.portal.editions.names import in_language, title_of
from kg.work.portal.editions.summary import kind_label
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import stem_of
from kg.work.portal.site import Site

STEM = "withdrawn"  # the page that lists them all
STATUS = "http://purl.org/adms/status/Withdrawn"  # ADMS, controlled vocabulary of status


@dataclass(frozen=True)
class _Gone:
    """A withdrawn thing as a page shows it."""

    one: Withdrawn
    title: str
    spoken: str  # the title's language
    kind: str


def files(site: Site, withdrawn: tuple[Withdrawn, ...]) -> Iterator[File]:
    """Yield the page of each withdrawn thing, the same as data, and the page that lists them."""
    renderer = Renderer(site)
    for lang in LANGUAGES:
        yield renderer.page(STEM, lang, "withdrawn_list.html", things=[_gone(one, lang) for one in withdrawn])
    for one in withdrawn:
        said = statements(one)
        stem = (stem_of(one.iri) or ("", ""))[0]
        yield File.of(f"{stem}.ttl", write_turtle(quad.triple for quad in said))
        yield File.of(f"{stem}.jsonld", jsonld(said))
        alternates = (("text/turtle", f"{stem}.ttl"), ("application/ld+json", f"{stem}.jsonld"))
        for lang in LANGUAGES:
            after = [(iri, *_called(site.store, iri, lang)) for iri in one.replaced_by]
            yield renderer.page(
                stem, lang, "withdrawn.html", thing=_gone(one, lang), replacements=after, alternates=alternates,
                robots="noindex",
            )  # fmt: skip


def statements(one: Withdrawn) -> list[ox.Quad]:
    """Return what is said of a withdrawn thing: that it is deprecated, its last title, what replaces it."""
    said = Statements()
    named = "skos_prefLabel" if one.iri.startswith((ID + "actor/", ID + "place/")) else "dcterms_title"
    said.say(one.iri, **{named: _titles(one.title)})
    said.say(
        one.iri,
        owl_deprecated=typed("true", "boolean"),
        adms_status=ox.NamedNode(STATUS),
        dcterms_isReplacedBy=nodes(one.replaced_by),
        rdfs_seeAlso=ox.NamedNode(edition_iri(one.edition)),
        rdfs_comment=texts(
            {
                "sv": f"Tillbakadragen i utgåva {one.edition}, {one.day}.",
                "en": f"Withdrawn in edition {one.edition}, {one.day}.",
            }
        ),
    )
    return list(said)


def _titles(title: Mapping[str, str]) -> list[ox.Literal]:
    return [ox.Literal(text, language=lang) if lang else ox.Literal(text) for lang, text in sorted(title.items())]


def _gone(one: Withdrawn, lang: str) -> _Gone:
    title, spoken = in_language(one.title, lang)
    return _Gone(one, title or one.iri, spoken, kind_label(one.iri, lang))


def _called(store: ox.Store, iri: str, lang: str) -> tuple[str, str]:
    """Return what a thing is called and in which language, or its IRI."""
    title, spoken = in_language(title_of(store, iri), lang)
    return (title, spoken) if title else (iri, "")
