"""What every kind of page is written with: a thing seen in one language, its words, its properties."""

from collections.abc import Sequence
from dataclasses import replace

import pyoxigraph as ox

from kg.terms import NS
from kg.work.pages.page import For, Line, Part, Section, joined, local, said, sentence, short
from kg.work.pages.reader import Reader, Term, text

USERS = 50  # things that a terminal lists as users of another


class View:
    """One thing seen in one language."""

    def __init__(self, reader: Reader, thing: str, lang: str) -> None:
        self.reader = reader
        self.thing = thing
        self.lang = "sv" if lang == "sv" else "en"

    def say(self, sv: str, en: str) -> str:
        """Return the word of the page's language."""
        return sv if self.lang == "sv" else en

    def sections(self) -> list[Section]:
        """Return what the thing says of itself, and what speaks of it."""
        return [
            Section(self.say("Uppgifter", "Statements"), self.properties()),
            Section(self.say("Används av", "Used by"), self._users()),
        ]

    def properties(self, wanted: Sequence[str] = ()) -> tuple[Line, ...]:
        """Return a line a property; only the wanted ones, in their order, if any are named."""
        said_of = {local(name): name for name in sorted(self.reader.about(self.thing))}
        order = [name for name in wanted if name in said_of] if wanted else sorted(said_of)
        evidence = self.proofs()
        found = (self._property(said_of[name]) for name in order)
        return tuple(
            replace(line, evidence=evidence.get(said_of[name], ()))
            for name, line in zip(order, found, strict=True)
            if line.parts
        )

    def proofs(self) -> dict[str, tuple[str, ...]]:
        """Return where the thing's properties stand: the IRIs of evidence by the property they are for."""
        found: dict[str, list[str]] = {}
        for evidence in self.reader.values(self.thing, "sam:evidence"):
            for name in self.reader.values(evidence, "sam:evidenceFor"):
                found.setdefault(name, []).append(evidence)
        return {name: tuple(places) for name, places in found.items()}

    def called(self, thing: str, lang: str = "") -> Part:
        """Return the name of a thing, linked to it; in the page's language or the one that is wanted."""
        name = self.reader.name(thing, lang or self.lang)
        return Part(name.value, thing, name.lang)

    def word(self, code: str) -> str:
        """Return what a code is called."""
        return self.reader.name(code, self.lang).value if code else ""

    def told_apart(self) -> list[str]:
        """Return what tells the thing from others of the same name: words for a list."""
        return []

    def kind(self) -> str:
        """Return what the thing is, in a word: the narrowest of its classes."""
        return next((self.word(kind) for kind in self._kinds()), "")

    def _kinds(self) -> list[str]:
        kinds = [kind for kind in self.reader.values(self.thing, "rdf:type") if kind.startswith(NS)]
        above = {over for kind in kinds for over in self.reader.values(kind, "rdfs:subClassOf")}
        return [kind for kind in kinds if kind not in above] or kinds

    def _property(self, name: str) -> Line:
        """Return the line of a property; texts that are only in another language are for the web."""
        found = sorted((self._value(term) for term in self.reader.about(self.thing)[name]), key=_by_name)
        own = [part for part in found if part.iri or part.lang in ("", self.lang)]
        unique = {part.text: part for part in reversed(own or found)}
        audience = For.ALL if own else For.WEB
        return Line(0, joined(reversed(unique.values())), sentence(self.property_name(name)), audience=audience)

    def property_name(self, name: str) -> str:
        """Return what a property is called: our own properties say it themselves, reused ones are told here."""
        return self.say(*_REUSED[local(name)]) if local(name) in _REUSED else self.word(name)

    def _value(self, term: Term) -> Part:
        """Return a thing by its name, a truth value in the page's language, and any other text as it is."""
        if isinstance(term, ox.NamedNode):
            name = self.reader.known_name(term.value, self.lang)
            return Part(name.value, term.value, name.lang) if name else Part(short(term.value), term.value)
        word = {"true": self.say("ja", "yes"), "false": self.say("nej", "no")}.get(text(term), text(term))
        return Part(word, lang=term.language or "" if isinstance(term, ox.Literal) else "")

    def _users(self) -> tuple[Line, ...]:
        """Return what speaks of the thing: by its short name for a terminal, by its title for the web."""
        quads = self.reader.store.quads_for_pattern(None, None, ox.NamedNode(self.thing))
        found = sorted({(quad.predicate.value, text(quad.subject)) for quad in quads})
        printed = [said(0, f"{short(user)} ({local(name)})", audience=For.TERMINAL) for name, user in found[:USERS]]
        return (*printed, *(self._user(name, user) for name, user in found))

    def _user(self, name: str, user: str) -> Line:
        """Return a thing that speaks of this one, a part of a project by the project's title."""
        whole = user.partition("#")[0]
        words = f" ({self.property_name(name)})"
        return said(0, replace(self.called(whole), iri=user), words, audience=For.WEB)


def _by_name(part: Part) -> tuple[bool, bool, str, str]:
    """Return a key that puts what has no name first, IRIs before texts, then all by name."""
    named = bool(part.iri) and part.text != short(part.iri)
    return named, not part.iri, part.text, part.iri


_REUSED = {
    "altLabel": ("kallas också", "also called"),
    "classification": ("slag", "kind"),
    "definition": ("definition", "definition"),
    "description": ("beskrivning", "description"),
    "hasUnit": ("har enheterna", "has the units"),
    "homepage": ("webbplats", "website"),
    "identifier": ("nummer", "number"),
    "inScheme": ("i kodlistan", "in the code list"),
    "isPartOf": ("del av", "part of"),
    "license": ("licens", "licence"),
    "notation": ("kod", "code"),
    "prefLabel": ("namn", "name"),
    "sameAs": ("samma som", "same as"),
    "subject": ("tema", "theme"),
    "title": ("titel", "title"),
    "type": ("är", "is"),
    "unitOf": ("enhet inom", "unit of"),
}
