"""What is stated of each project, as the lists of operations of Regulation (EU) 2021/1060 Article 49(3) ask for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.carriers.source import FORBIDDEN
from kg.disk.graph import Graphs
from kg.terms import NS, PREFIXES, RDF_TYPE, code

PLACE_KINDS = ("Municipality", "County", "NutsRegion", "Country")

_DCTERMS, _FOAF, _SKOS = PREFIXES["dcterms"], PREFIXES["foaf"], PREFIXES["skos"]
_TITLE, _LABEL = _DCTERMS + "title", _SKOS + "prefLabel"
_OWNER, _INFERRED, _PART = code("role", "owner"), code("basis", "inferred"), code("scope", "part")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its notation, labels in both languages, and the shortest other label in each (`ESF+`), if there is one.

    `cci` and `start` (a year) are those of a programme, else empty.
    """

    notation: str
    sv: str
    en: str
    short_sv: str
    short_en: str
    cci: str
    start: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `kind` is one of `PLACE_KINDS` or empty, `above` what it lies in, nearest first."""

    iri: str
    kind: str
    notation: str
    sv: str
    en: str
    above: "tuple[Place, ...]"


@dataclass(frozen=True, slots=True)
class Money:
    """A contribution as stated; `amount` and `rate` (0–1) are digits or empty, `currency` is a code as `SEK`.

    `whole` is false where it is only for a part of the project.
    """

    kind: str
    amount: str
    currency: str
    rate: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """A beneficiary: the actor that is stated to own the project, and where it is as the source says."""

    name: str
    number: str
    postal_code: str
    locality: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal's kind and description."""

    kind: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What is stated of a project; nothing stated is empty.

    `start` and `end` are as exact as they are stated; `programme_countries` are those that the CCI numbers of the
    project and its programmes name; `owner_inferred` tells that an owner is only inferred;
    `strategic` and `child_poverty` are `true`, `false` or empty; `links` are the web pages among its sources.
    """

    iri: str
    identifiers: tuple[str, ...]
    title_sv: str
    title_en: str
    description_sv: str
    description_en: str
    goals: tuple[Goal, ...]
    start: str
    end: str
    money: tuple[Money, ...]
    funds: tuple[Code, ...]
    cci: tuple[str, ...]
    programmes: tuple[Code, ...]
    areas: tuple[Code, ...]
    objectives: tuple[Code, ...]
    types: tuple[Code, ...]
    places: tuple[Place, ...]
    programme_countries: tuple[Place, ...]
    owners: tuple[Owner, ...]
    owner_inferred: bool
    strategic: str
    child_poverty: str
    links: tuple[str, ...]

    @property
    def title(self) -> str:
        """The Swedish title, else the English one."""
        return self.title_sv or self.title_en


class Facts:
    """Looks up the projects of a store one by one, so that no more of a large graph than one project is held."""

    def __init__(self, store: Graphs) -> None:
        self._store = store
        self._codes: dict[str, Code] = {}
        self._places: dict[str, Place] = {}
        self._near: dict[str, dict[str, list[object]]] = {}  # what is stated of the things around one project

    def described(self) -> list[str]:
        """Return the projects that have entries, in the order of identifiers, titles and names.

        Those without identifier stand last.
        """
        found = (_text(quad.object) for quad in self._stated(_FOAF + "primaryTopic"))
        keys = {iri: self._order(iri) for iri in found}
        return sorted(keys, key=lambda iri: (*keys[iri], iri))

    def mentioned(self) -> list[str]:
        """Return the other projects, in the order of titles and names."""
        described = {_text(quad.object) for quad in self._stated(_FOAF + "primaryTopic")}
        found = set(self._subjects(RDF_TYPE, NS + "Project")) - described
        return sorted(found, key=lambda iri: (self.title(iri), iri))

    def title(self, iri: str) -> str:
        """Return the Swedish title of a project, else the English one."""
        self._near.clear()
        return self._said(iri, _TITLE, "sv") or self._said(iri, _TITLE, "en")

    def operation(self, iri: str) -> Operation:
        """Return what is stated of a project."""
        self._near.clear()
        owners, owner_inferred = self._owners(iri)
        cci, programmes = tuple(self._all(iri, NS + "cci")), self._coded(iri, "programme")
        return Operation(
            iri=iri,
            identifiers=self._identifiers(iri),
            title_sv=self._said(iri, _TITLE, "sv"),
            title_en=self._said(iri, _TITLE, "en"),
            description_sv=self._said(iri, _DCTERMS + "description", "sv"),
            description_en=self._said(iri, _DCTERMS + "description", "en"),
            goals=tuple(self._goals(iri)),
            start=self._one(iri, NS + "start"),
            end=self._one(iri, NS + "end"),
            money=tuple(self._money(iri)),
            funds=self._coded(iri, "fund"),
            cci=cci,
            programmes=programmes,
            areas=self._coded(iri, "programmeArea"),
            objectives=self._coded(iri, "specificObjective"),
            types=self._coded(iri, "interventionType"),
            places=tuple(self._place(place) for place in self._all(iri, NS + "place")),
            programme_countries=tuple(self._countries({*cci, *(programme.cci for programme in programmes)})),
            owners=owners,
            owner_inferred=owner_inferred,
            strategic=self._one(iri, NS + "strategicImportance"),
            child_poverty=self._one(iri, NS + "childPovertyTheme"),
            links=tuple(self._links(iri)),
        )

    def _order(self, iri: str) -> tuple[bool, tuple[str, ...], str]:
        self._near.clear()
        codes = self._identifiers(iri)
        return not codes, codes, self.title(iri)

    # Parts of a project

    def _identifiers(self, iri: str) -> tuple[str, ...]:
        return tuple(self._all(iri, _DCTERMS + "identifier"))

    def _goals(self, iri: str) -> Iterator[Goal]:
        for goal in sorted(self._subjects(NS + "goalOf", iri), key=_counted):
            kind = self._one(goal, NS + "goalKind").rpartition("/")[2]
            description = _DCTERMS + "description"
            yield Goal(kind, self._said(goal, description, "sv"), self._said(goal, description, "en"))

    def _money(self, iri: str) -> Iterator[Money]:
        for item in self._subjects(NS + "contributionTo", iri):
            yield Money(
                kind=self._one(item, NS + "contributionKind").rpartition("/")[2],
                amount=self._one(item, NS + "amount"),
                currency=self._one(item, NS + "currency").rpartition("/")[2],
                rate=self._one(item, NS + "rate"),
                whole=self._one(item, NS + "scope") != _PART,
            )

    def _owners(self, iri: str) -> tuple[tuple[Owner, ...], bool]:
        """Return the owners that are stated, and whether one is only inferred."""
        found, inferred = set(), False
        for item in self._subjects(NS + "project", iri):
            if self._one(item, NS + "role") != _OWNER:
                continue
            if self._one(item, NS + "basis") == _INFERRED:
                inferred = True
                continue
            actor = self._one(item, NS + "actor")
            name, number = self._said(actor, _LABEL, "sv"), self._one(actor, _DCTERMS + "identifier")
            # An actor of another's name is told from it by the number after its own, which has a column here.
            name = (name or self._said(actor, _LABEL, "en")).removesuffix(f" ({number})")
            found.add((name, number, self._one(item, NS + "postalCode"), self._one(item, NS + "locality")))
        return tuple(Owner(*parts) for parts in sorted(found)), inferred

    def _links(self, iri: str) -> Iterator[str]:
        """Yield the web pages that the entry of a project has as its sources."""
        pages = set()
        for entry in self._subjects(_FOAF + "primaryTopic", iri):
            for document in self._all(entry, _DCTERMS + "source"):
                pages.update(self._all(document, _FOAF + "page"))
        yield from sorted(pages)

    # What many projects share

    def _coded(self, iri: str, name: str) -> tuple[Code, ...]:
        return tuple(self._code(found) for found in self._all(iri, NS + name))

    def _code(self, iri: str) -> Code:
        if iri not in self._codes:
            sv, en = self._said(iri, _LABEL, "sv"), self._said(iri, _LABEL, "en")
            self._codes[iri] = Code(
                self._one(iri, _SKOS + "notation") or iri.rpartition("/")[2],
                sv or en,
                en or sv,
                self._shortest(iri, "sv"),
                self._shortest(iri, "en"),
                self._one(iri, NS + "cci"),
                self._one(iri, NS + "start")[:4],
            )
        return self._codes[iri]

    def _shortest(self, iri: str, lang: str) -> str:
        return min(self._spoken(iri, _SKOS + "altLabel", lang), key=lambda label: (len(label), label), default="")

    def _place(self, iri: str, below: frozenset[str] = frozenset()) -> Place:
        if iri not in self._places:
            kinds = {found.removeprefix(NS) for found in self._all(iri, RDF_TYPE)}
            above = [self._place(area, below | {iri}) for area in self._all(iri, _DCTERMS + "isPartOf")
                     if area not in below | {iri}]  # fmt: skip
            farther = [area for place in above for area in place.above]
            sv, en = self._said(iri, _LABEL, "sv"), self._said(iri, _LABEL, "en")
            self._places[iri] = Place(
                iri,
                next((kind for kind in PLACE_KINDS if kind in kinds), ""),
                self._one(iri, _SKOS + "notation"),
                sv or en,
                en or sv,
                tuple(dict.fromkeys([*above, *farther])),
            )
        return self._places[iri]

    def _countries(self, numbers: set[str]) -> Iterator[Place]:
        """Yield the countries that CCI numbers such as `2021SE05SFPR` name."""
        for notation in sorted({number[4:6] for number in numbers}):
            quads = self._store.quads_for_pattern(None, ox.NamedNode(_SKOS + "notation"), ox.Literal(notation))
            places = (self._place(iri) for iri in sorted({_text(quad.subject) for quad in quads}))
            yield from (place for place in places if place.kind == "Country")

    # Statements

    def _stated(self, predicate: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, ox.NamedNode(predicate), None)

    def _about(self, subject: str) -> dict[str, list[object]]:
        """Return what is stated of a thing, by predicate."""
        if subject not in self._near:
            found: dict[str, list[object]] = {}
            for quad in self._store.quads_for_pattern(ox.NamedNode(subject), None, None) if subject else ():
                found.setdefault(quad.predicate.value, []).append(quad.object)
            self._near[subject] = found
        return self._near[subject]

    def _subjects(self, predicate: str, thing: str) -> list[str]:
        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(thing))
        return sorted({_text(quad.subject) for quad in quads})

    def _all(self, subject: str, predicate: str) -> list[str]:
        return sorted({_text(term) for term in self._about(subject).get(predicate, ())})

    def _one(self, subject: str, predicate: str) -> str:
        return next(iter(self._all(subject, predicate)), "")

    def _spoken(self, subject: str, predicate: str, lang: str) -> list[str]:
        terms = self._about(subject).get(predicate, ())
        literals = (term for term in terms if isinstance(term, ox.Literal))
        return sorted(_line(literal.value) for literal in literals if (literal.language or "sv") == lang)

    def _said(self, subject: str, predicate: str, lang: str) -> str:
        return next(iter(self._spoken(subject, predicate, lang)), "")


def _text(term: object) -> str:
    """Return an IRI, or a text on one line."""
    if isinstance(term, ox.Literal):
        return _line(term.value)
    return term.value if isinstance(term, ox.NamedNode) else ""


def _line(text: str) -> str:
    """Return a text on one line, without the characters that a list cannot have: those that turn its direction too."""
    return FORBIDDEN.sub("", " ".join(text.split())).strip()


def _counted(iri: str) -> list[tuple[int, str]]:
    """Return a key by which `goal-10` stands after `goal-9`."""
    return [(int(number or 0), text) for text, number in zip(
        _NUMBER.split(iri), [*_NUMBER.findall(iri), ""], strict=True)]  # fmt: skip
