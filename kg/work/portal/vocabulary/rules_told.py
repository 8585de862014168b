"""What the page of the rules tells of a shape, in one language: whom it asks, about what, and what it asks."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.turtle import Node
from kg.terms import BASE, CODES, NS, XSD, compact
from kg.work.portal.vocabulary.facts import Facts, in_order, local, said

SHAPES_NS = BASE + "shapes#"
Link = tuple[str, str]
Say = Callable[[str, str], str]

_CODE_PATTERN = re.compile(r"\^" + re.escape(CODES).replace(r"\.", r"\\\.") + r"([a-z-]+)/")
_FEW = 12


@dataclass(frozen=True)
class Asked:
    """One thing that a rule asks: words, and what they are about, as links."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A shape with a message. `path` is the field: each step's IRI, its label, and whether it is walked backwards."""

    iri: str
    name: str
    label: tuple[str, str]
    path: tuple[tuple[str, str, bool], ...]
    targets: tuple[Link, ...]
    asks: tuple[Asked, ...]
    severity: str
    profile: str
    message: tuple[str, str]
    notes: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    query: str


class Telling:
    """The shapes, the ontology that labels their terms, and the language to tell them in."""

    def __init__(self, shapes: Facts, ontology: Facts, profiles: Mapping[str, str], lang: str) -> None:
        self.shapes = shapes
        self.ontology = ontology
        self.profiles = profiles
        self.lang = lang

    def say(self, sv: str, en: str) -> str:
        """Return the word of the language."""
        return sv if self.lang == "sv" else en

    def groups(self) -> list[tuple[str, tuple[str, str], list[Rule]]]:
        """Return the rules by what they are about: a name for the place, a heading with its language, the rules."""
        grouped: dict[str, list[Rule]] = {}
        for iri in self.rules():
            grouped.setdefault(self._group(iri), []).append(self.rule(iri))
        order = sorted(grouped, key=lambda name: (_LAST.index(name) if name in _LAST else -1, name))
        return [(name, self._heading(name), grouped[name]) for name in order]

    def rules(self) -> list[str]:
        """Return the shapes."""
        return in_order({*self.shapes.of_type("sh:NodeShape"), *self.shapes.of_type("sh:PropertyShape")})

    def _group(self, iri: str) -> str:
        if profile := self.profiles.get(iri):
            return profile
        name = local(iri).partition("-")[0]
        return name if self.shapes.types(SHAPES_NS + name) else "conditions"

    def _heading(self, name: str) -> tuple[str, str]:
        if name in _HEADINGS:
            return self.say(*_HEADINGS[name]), self.lang
        label, lang = said(self.ontology.texts(NS + name, "rdfs:label"), self.lang)
        return (label[0].upper() + label[1:], lang) if label else (name, "en")

    def rule(self, iri: str) -> Rule:
        """Return what is told of a shape."""
        shapes = self.shapes
        severity = local(shapes.one(iri, "sh:severity") or "Violation")
        queries = [shapes.one(query, "sh:select") for query in shapes.iris(iri, "sh:sparql")]
        return Rule(
            iri,
            local(iri),
            said(shapes.texts(iri, "sh:name") or {self.lang: local(iri)}, self.lang),
            tuple(step for node in shapes.nodes(iri, "sh:path") for step in self._steps(node)),
            tuple(self._link(target) for name in _TARGETS for target in shapes.iris(iri, name)),
            tuple(self._asks(iri)),
            self.say(*_SEVERITIES[severity]),
            self.profiles.get(iri, ""),
            said(shapes.texts(iri, "sh:message"), self.lang),
            tuple(text for name in ("rdfs:comment",) if (text := said(shapes.texts(iri, name), self.lang))[0]),
            tuple(shapes.iris(iri, "dcterms:source")),
            "\n\n".join(query.strip() for query in queries if query),
        )

    def _steps(self, node: Node, *, back: bool = False) -> Iterator[tuple[str, str, bool]]:
        if isinstance(node, ox.NamedNode):
            yield node.value, self.called(node.value), back
        elif isinstance(node, ox.BlankNode):
            for inner in self.shapes.nodes(node.value, "sh:inversePath"):
                yield from self._steps(inner, back=True)
            for item in self.shapes.items(node):
                yield from self._steps(item, back=back)

    def called(self, iri: str) -> str:
        """Return what a term or a shape is called."""
        if iri.startswith(NS):
            return said(self.ontology.texts(iri, "rdfs:label"), self.lang)[0] or compact(iri)
        if iri.startswith(SHAPES_NS):
            return said(self.shapes.texts(iri, "sh:name"), self.lang)[0] or local(iri)
        return compact(iri).strip("<>")

    def _link(self, iri: str) -> Link:
        return iri, self.called(iri)

    def _asks(self, iri: str) -> Iterator[Asked]:
        """Yield what a shape asks, one constraint at a time."""
        yield from self._counts(iri)
        yield from self._kinds(iri)
        yield from self._values(iri)
        if parts := self.shapes.iris(iri, "sh:property"):
            yield Asked(self.say("det som dessa begär", "what these ask for"), tuple(map(self._link, parts)))
        for name, sv, en in _OF_SHAPES:
            for node in self.shapes.nodes(iri, name):
                items = self.shapes.items(node) if isinstance(node, ox.BlankNode) else [node]
                yield Asked(self.say(sv, en), tuple(self._link(item.value) for item in items
                                                    if isinstance(item, ox.NamedNode)))  # fmt: skip
        if self.shapes.nodes(iri, "sh:sparql"):
            yield Asked(
                self.say(
                    "det som frågan nedan letar efter får inte finnas",
                    "what the query below looks for must not be there",
                )
            )
        if self.shapes.one(iri, "sh:closed") == "true":
            known = [
                item for head in self.shapes.nodes(iri, "sh:ignoredProperties") for item in self.shapes.items(head)
            ]
            links = tuple(self._link(item.value) for item in known if isinstance(item, ox.NamedNode))
            yield Asked(self.say("inga andra egenskaper än", "no other properties than"), links)

    def _counts(self, iri: str) -> Iterator[Asked]:
        least, most = self.shapes.one(iri, "sh:minCount"), self.shapes.one(iri, "sh:maxCount")
        if least and least == most:
            yield Asked(self.say(f"exakt {least}", f"exactly {least}"))
            return
        if least:
            yield Asked(self.say(f"minst {least}", f"at least {least}"))
        if most:
            yield Asked(self.say(f"högst {most}", f"at most {most}"))

    def _kinds(self, iri: str) -> Iterator[Asked]:
        for datatype in self.shapes.iris(iri, "sh:datatype"):
            words = _DATATYPES.get(datatype.removeprefix(XSD))
            yield Asked(self.say(*words) if words else compact(datatype))
        for kind in self.shapes.iris(iri, "sh:class"):
            yield Asked(self.say("en sak av klassen", "a thing of the class"), (self._link(kind),))
        for kind in self.shapes.iris(iri, "sh:nodeKind"):
            yield Asked(self.say(*_NODE_KINDS.get(local(kind), (local(kind), local(kind)))))
        for head in self.shapes.nodes(iri, "sh:languageIn"):
            tags = ", ".join(item.value for item in self.shapes.items(head) if isinstance(item, ox.Literal))
            yield Asked(self.say(f"text på {tags}", f"text in {tags}"))
        if self.shapes.one(iri, "sh:uniqueLang") == "true":
            yield Asked(self.say("en text per språk", "one text a language"))

    def _values(self, iri: str) -> Iterator[Asked]:
        for pattern in (self.shapes.one(iri, "sh:pattern"),):
            if found := _CODE_PATTERN.match(pattern):
                yield Asked(self.say("en kod ur listan", "a code of the list"), ((CODES + found[1], found[1]),))
            elif pattern:
                yield Asked(self.say(f"följer mönstret {pattern}", f"follows the pattern {pattern}"))
        for name, sv, en in _BOUNDS:
            if value := self.shapes.one(iri, name):
                shown = self.called(value) if value.startswith(NS) else compact(value) if ":" in value else value
                yield Asked(f"{self.say(sv, en)} {shown}")
        for head in self.shapes.nodes(iri, "sh:in"):
            items = self.shapes.items(head)
            named = tuple(self._link(item.value) for item in items if isinstance(item, ox.NamedNode))
            if len(items) <= _FEW:
                yield Asked(self.say("ett av", "one of"), named)
            else:
                number = len(items)
                yield Asked(self.say(f"ett av {number} värden, som", f"one of {number} values, such as"), named[:3])


_TARGETS = ("sh:targetClass", "sh:targetObjectsOf", "sh:targetSubjectsOf", "sh:targetNode")
_OF_SHAPES = (
    ("sh:or", "något av", "one of"),
    ("sh:xone", "exakt ett av", "exactly one of"),
    ("sh:and", "allt av", "all of"),
    ("sh:not", "inte", "not"),
    ("sh:node", "uppfyller", "meets"),
)
_BOUNDS = (
    ("sh:hasValue", "värdet", "the value"),
    ("sh:minInclusive", "från och med", "from"),
    ("sh:minExclusive", "större än", "more than"),
    ("sh:maxInclusive", "till och med", "up to"),
    ("sh:maxExclusive", "mindre än", "less than"),
    ("sh:lessThanOrEquals", "inte efter", "not after"),
    ("sh:lessThan", "före", "before"),
    ("sh:equals", "samma som", "the same as"),
)
_DATATYPES = {
    "boolean": ("sant eller falskt", "true or false"),
    "date": ("ett datum", "a date"),
    "decimal": ("ett decimaltal", "a decimal number"),
    "gYear": ("ett år", "a year"),
    "gYearMonth": ("en månad", "a month"),
    "integer": ("ett heltal", "a whole number"),
    "string": ("text utan språk", "text without a language"),
}
_NODE_KINDS = {"IRI": ("en IRI", "an IRI"), "Literal": ("ett värde", "a value")}
_SEVERITIES = {
    "Violation": ("fel", "error"),
    "Warning": ("varning", "warning"),
    "Info": ("upplysning", "information"),
}
_HEADINGS = {
    "draft": ("Profilen utkast (draft)", "The profile draft"),
    "publishable": ("Profilen publicerbar (publishable)", "The profile publishable"),
    "article-49": ("Profilen artikel 49 (article-49)", "The profile article-49"),
    "Code": ("Koder", "Codes"),
    "CodeList": ("Kodlistor", "Code lists"),
    "Contact": ("Kontaktpersoner", "Contact persons"),
    "conditions": ("Villkor som andra regler nämner", "Conditions that other rules name"),
}
_LAST = ("draft", "publishable", "article-49", "conditions")
