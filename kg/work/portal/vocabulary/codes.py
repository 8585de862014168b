"""The code lists: a file and a page each, a place on it for each code, and a page of all lists."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.terms import ALIGNMENTS_GRAPH, CODES, CODES_GRAPH, ONTOLOGY_GRAPH, compact
from kg.work.alphabet import sort_name
from kg.work.portal.data.documents import told_by
from kg.work.portal.data.nested import Keys, nested
from kg.work.portal.data.plain_json import pretty
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import stem_of
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.context import published_context
from kg.work.portal.vocabulary.facts import Facts, chosen, in_graph, local, said

INDEX = "codes"
_MATCHES = (
    ("skos:exactMatch", "Samma som", "Same as"),
    ("skos:closeMatch", "Nära", "Close to"),
    ("skos:broadMatch", "Vidare", "Broader"),
    ("skos:narrowMatch", "Snävare", "Narrower"),
    ("skos:relatedMatch", "Besläktad", "Related"),
    ("skos:broader", "Del av", "Part of"),
    ("skos:narrower", "Delar", "Parts"),
    ("skos:related", "Se också", "See also"),
)
_AGES = (("sam:ageFrom", "Från år", "From age"), ("sam:ageTo", "Till år", "To age"), ("sam:rank", "Rang", "Rank"))


@dataclass(frozen=True)
class Code:
    """A code as a reader meets it, texts as pairs of text and language; `rows` are headings with IRIs or text."""

    iri: str
    notation: str
    label: tuple[str, str]
    other: tuple[str, str]
    definition: tuple[str, str]
    notes: tuple[tuple[str, str], ...]
    synonyms: tuple[str, ...]
    matches: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scheme:
    """A list of codes as a reader meets it."""

    iri: str
    name: str
    label: tuple[str, str]
    definition: tuple[str, str]
    used_by: tuple[str, ...]
    codes: tuple[Code, ...]


def files(site: Site) -> Iterator[File]:
    """Yield the code lists as Turtle and JSON-LD, a page each in both languages, and the page of all of them."""
    ours = [*in_graph(site.store, CODES_GRAPH), *(t for t in in_graph(site.store, ALIGNMENTS_GRAPH) if _is_code(t))]
    facts, renderer = Facts(ours), Renderer(site)
    properties = Facts(in_graph(site.store, ONTOLOGY_GRAPH))
    keys = Keys(published_context(site)["@context"])
    schemes = [iri for iri in facts.of_type("skos:ConceptScheme") if stem_of(iri)]
    for iri in schemes:
        stem = f"codes/{iri[len(CODES) :]}"
        members = {iri, *facts.pointing("skos:inScheme", iri)}
        told = [
            triple for triple in ours if isinstance(triple.subject, ox.NamedNode) and triple.subject.value in members
        ]
        yield File.of(f"{stem}.ttl", write_turtle(told))
        yield File.of(f"{stem}.jsonld", pretty(nested(iri, told_by(told), keys)))
        for lang in LANGUAGES:
            scheme = _scheme(facts, properties, iri, lang)
            yield renderer.page(
                stem,
                lang,
                "codes.html",
                scheme=scheme,
                alternates=[("text/turtle", f"{stem}.ttl"), ("application/ld+json", f"{stem}.jsonld")],
                description=scheme.definition[0],
            )
    for lang in LANGUAGES:
        listed = [_scheme(facts, properties, iri, lang) for iri in schemes]
        yield renderer.page(INDEX, lang, "codes_index.html", schemes=listed)


def _is_code(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(CODES)


def _scheme(facts: Facts, properties: Facts, iri: str, lang: str) -> Scheme:
    codes = facts.pointing("skos:inScheme", iri)
    return Scheme(
        iri,
        local(iri),
        said(facts.texts(iri, "skos:prefLabel"), lang),
        said(facts.texts(iri, "skos:definition"), lang),
        tuple(properties.pointing("sam:codeScheme", iri)),
        tuple(sorted((_code(facts, code, lang) for code in codes), key=lambda code: _order(facts, code))),
    )


def _order(facts: Facts, code: Code) -> tuple[int, tuple[str, ...]]:
    """Return where a code stands: by its rank if the list has an order of its own, else by its label."""
    rank = facts.one(code.iri, "sam:rank")
    return int(rank) if rank.isdecimal() else 0, sort_name(code.label[0])


def _code(facts: Facts, iri: str, lang: str) -> Code:
    say = 0 if lang == "sv" else 1
    labels = facts.texts(iri, "skos:prefLabel")
    return Code(
        iri,
        facts.one(iri, "skos:notation") or local(iri),
        said(labels, lang),
        said(labels, "en" if lang == "sv" else "sv"),
        said(facts.texts(iri, "skos:definition"), lang),
        tuple(text for name in ("skos:scopeNote", "skos:example") if (text := said(facts.texts(iri, name), lang))[0]),
        tuple(chosen(facts.all_texts(iri, "skos:altLabel"), lang)),
        tuple(
            (words[say], tuple((other, _called(facts, other, lang)) for other in iris))
            for name, *words in _MATCHES if (iris := facts.iris(iri, name))
        ),
        tuple((words[say], value) for name, *words in _AGES if (value := facts.one(iri, name))),
    )  # fmt: skip


def _called(facts: Facts, iri: str, lang: str) -> str:
    label = said(facts.texts(iri, "skos:prefLabel"), lang)[0]
    lists = [local(scheme) for scheme in facts.iris(iri, "skos:inScheme")]
    return f"{label} ({', '.join(lists)})" if label else compact(iri).strip("<>")
