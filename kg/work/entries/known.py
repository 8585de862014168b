"""What the graph knows of a thing: the small questions that the reader of an entry asks about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.terms import CODES, DERIVED_GRAPHS, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, code
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.neighbourhood import Surroundings
from kg.work.select import text as text_of

_IN_SCHEME = ox.NamedNode(PREFIXES["skos"] + "inScheme")
_TOPIC = PREFIXES["foaf"] + "primaryTopic"
_TITLE = PREFIXES["dcterms"] + "title"
_IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_LABEL = PREFIXES["skos"] + "prefLabel"
_NOTATION = PREFIXES["skos"] + "notation"
_PART_OF = PREFIXES["dcterms"] + "isPartOf"
_AREA_CLASSES = {"county": "County", "nuts": "NutsRegion", "country": "Country", "municipality": "Municipality"}


@dataclass(frozen=True)
class Known:
    """The graph, with what has been read since, and who tells what a name means in it."""

    knowledge: Knowledge
    matcher: Matcher

    @cached_property
    def surroundings(self) -> Surroundings:
        """What entries point to, looked up once for many of them."""
        return Surroundings(self.knowledge)

    def add(self, graph: str | ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        """Put statements in the place of what a graph held."""
        new = list(triples)
        self.knowledge.add(graph, new)
        self.surroundings.drop({triple.subject for triple in new})

    def values(self, iri: str, path: str) -> list[str]:
        """Return the values of a property, as text."""
        found = self.knowledge.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(path), None, None)
        return list(dict.fromkeys(text_of(quad.object) for quad in found))

    def value(self, iri: str, path: str) -> str:
        """Return one value of a property, or nothing."""
        return next(iter(self.values(iri, path)), "")

    def name(self, iri: str, lang: str = "sv") -> str:
        """Return the title or label of a thing in a language, else in another, else the end of its IRI."""
        found: dict[str, str] = {}
        for path in (_TITLE, _LABEL):
            for quad in self.knowledge.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(path), None, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(quad.object.language or "", quad.object.value)
        return found.get(lang) or found.get("sv") or next(iter(found.values()), iri.rpartition("/")[2])

    def label_in(self, lang: str) -> Callable[[str], str]:
        """Return what tells the label of a thing in a language; nothing for one that has no label."""

        def label(iri: str) -> str:
            return self.name(iri, lang) if self.value(iri, _TITLE) or self.value(iri, _LABEL) else ""

        return label

    def choices(self, scheme: str, lang: str) -> list[str]:
        """Return the labels of the codes of a scheme in a language, in the order of their ranks or notations."""
        found = self.knowledge.quads_for_pattern(None, _IN_SCHEME, ox.NamedNode(CODES + scheme), None)
        codes = sorted({text_of(quad.subject) for quad in found}, key=lambda iri: (self.value(iri, NS + "rank"), iri))
        return [self.name(iri, lang) for iri in codes] or (["SEK", "EUR"] if scheme == "currency" else [])

    def exists(self, iri: str, but_for: str = "") -> bool:
        """Tell whether a graph, other than one, says something about a thing."""
        return any(graph != but_for for graph in self.graphs(iri))

    def is_described_in(self, iri: str, graph: str) -> bool:
        """Tell whether a graph says what a thing is."""
        found = self.knowledge.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF_TYPE), None, ox.NamedNode(graph))
        return next(iter(found), None) is not None

    def graphs(self, iri: str) -> Iterator[str]:
        """Yield the graphs that state something about a thing; derived statements do not count."""
        for quad in self.knowledge.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            graph = text_of(quad.graph_name) if isinstance(quad.graph_name, ox.NamedNode) else ""
            if not graph.startswith(DERIVED_GRAPHS):
                yield graph

    def is_entry(self, project: str) -> bool:
        """Tell whether a project has an entry of its own."""
        graph = ox.NamedNode(ENTRY_GRAPHS + project.removeprefix(f"{ID}project/"))
        found = self.knowledge.quads_for_pattern(graph, ox.NamedNode(_TOPIC), None, None)
        return next(iter(found), None) is not None

    def of_identifier(self, identifier: str) -> str:
        """Return the project that has an identifier, or nothing."""
        wanted = ox.Literal(" ".join(identifier.split()))
        for quad in self.knowledge.quads_for_pattern(None, ox.NamedNode(_IDENTIFIER), wanted, None):
            if text_of(quad.subject).startswith(f"{ID}project/"):
                return text_of(quad.subject)
        return ""

    def identifiers(self, project: str) -> list[str]:
        """Return the identifiers of a project."""
        return self.values(project, _IDENTIFIER)

    def titles(self, project: str) -> list[str]:
        """Return the titles of a project, other ones too."""
        return self.values(project, _TITLE) + self.values(project, PREFIXES["skos"] + "altLabel")

    def owners(self, project: str) -> list[str]:
        """Return the actors that own a project."""
        owner = ox.NamedNode(code("role", "owner"))
        parts = self.knowledge.quads_for_pattern(None, ox.NamedNode(NS + "project"), ox.NamedNode(project), None)
        named = [text_of(quad.subject) for quad in parts]
        owning = [part for part in named if str(owner.value) in self.values(part, NS + "role")]
        return list(dict.fromkeys(actor for part in owning for actor in self.values(part, NS + "actor")))

    def level(self, initiative: str) -> str:
        """Return the level of an initiative, as its code."""
        return self.value(initiative, NS + "level").rpartition("/")[2]

    def areas(self, place: str) -> list[str]:
        """Return the areas that a place lies in, from the narrowest out."""
        found: list[str] = []
        while (place := self.value(place, _PART_OF)) and place not in found:
            found.append(place)
        return found

    def within(self, place: str, area: str) -> bool:
        """Tell whether a place is an area, or lies in it."""
        return place == area or area in self.areas(place)

    def area_of(self, place: str, kind: str, like: str) -> str:
        """Return the county, NUTS region or country that a place is in; of NUTS regions the one as wide as another."""
        wanted, length = NS + _AREA_CLASSES[kind], len(self.value(like, _NOTATION))
        areas = [area for area in self.areas(place) if wanted in self.values(area, RDF_TYPE)]
        alike = [area for area in areas if len(self.value(area, _NOTATION)) == length]
        return next(iter(alike or areas), "")

    def area_names(self, iri: str) -> tuple[str, str]:
        """Return the name of a place in Swedish and in English, a NUTS region's with its code."""
        code = self.value(iri, _NOTATION) if NS + "NutsRegion" in self.values(iri, RDF_TYPE) else ""
        sv, en = (" ".join(filter(None, [code, self.name(iri, lang)])) for lang in ("sv", "en"))
        return sv, en
