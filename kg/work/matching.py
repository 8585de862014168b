"""Who or what is meant by what somebody wrote in an entry: matched to what is known, never by likeness alone."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.nameindex import Name
from kg.disk.spelling import folded, tight, words
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES
from kg.work.codes import Codes
from kg.work.doubles import likely_doubles
from kg.work.knowledge import Knowledge, areas
from kg.work.match import NOTHING, Match, Near, cleaned, is_text, match_of
from kg.work.names import Named, as_iri
from kg.work.naming import GROUP
from kg.work.near import MOST, near_names, says_little
from kg.work.numbers import country_of, number_beside, number_keys
from kg.work.select import text as text_of

__all__ = ["Match", "Matcher", "Near"]

ACTOR, PLACE, PROJECT = "sam:Actor", "sam:Place", "sam:Project"
INITIATIVE, DOCUMENT = "sam:Initiative", "sam:SourceDocument"
LISTED = 10  # known actors that are told where a name says the kind only

_FOLDERS = {ACTOR: "actor", PLACE: "place", PROJECT: "project", INITIATIVE: "initiative", DOCUMENT: "document"}
_PLACE_KINDS = {
    "municipality": "sam:Municipality", "county": "sam:County", "nuts": "sam:NutsRegion", "country": "sam:Country",
}  # fmt: skip
_ORDER = ("sam:Municipality", "sam:County", "sam:NutsRegion", "sam:Country", "sam:Place")
_DIGITS = {"municipality": 4, "county": 2}
_WAYS = {"label": "name", "other": "other-name", "former": "former-name", "stated": "stated-name"}
_COUNTRIES = {"UK": "GB", "EL": "GR"}  # the European Union's own letters for two countries
_TWO_NAMES = re.compile(r"([^()]+?)\s*\(([^()]+)\)")
_PLACE = ox.NamedNode(NS + "place")


class Matcher:
    """Finds what is meant in what is known; codes are read once."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.names = known.names
        self._codes = Codes(known)

    def actor(self, text: str, *, country: str = "", number: str = "", entry: str = "") -> Match:
        """Return the actor that is meant.

        Args:
            text: a name, organisation number, slug or IRI; a number may stand beside the name.
            country: where the actor is, if it is said: a code or a name.
            number: its organisation number, if it is said apart.
            entry: the slug of the project that names it: what is not known but to this entry is then its own.
        """
        text = cleaned(text)
        if not number:
            text, number = number_beside(text)
            text = cleaned(text)
        home = self.country_code(country)
        named = self._actor_named(text, home, entry)
        if number := cleaned(number):
            return self._numbered(named, text, number, home)
        return named

    def place(self, text: str, kind: str = "") -> Match:
        """Return the place that is meant.

        Args:
            text: a name, with or without the word for its kind, a code of a municipality, county, NUTS region or
                country, a slug or IRI.
            kind: `municipality`, `county`, `nuts` or `country`, if it is said which; else a municipality is meant
                before a county, a county before a region, a region before a country.
        """
        text = cleaned(text)
        wanted = _PLACE_KINDS.get(kind, "")
        for spelling in self._place_spellings(text, kind):
            found = self._match(spelling, PLACE, lambda name: not wanted or name.kind == wanted, self._first_kind)
            if found.iri or found.several:
                return found
        near = self._near(text, PLACE, lambda iri: not wanted or self._kind(iri) == wanted)
        if wanted and not near and (other := self.place(text).iri):
            near = (Near(other, self.name_of(other), "other-kind"),)
        return Match(None, near=near)

    def project(self, text: str) -> Match:
        """Return the project that is meant by its identifier, title, other name, slug or IRI."""
        return self._plain(text, PROJECT)

    def initiative(self, text: str) -> Match:
        """Return the initiative (flagship, agreement, strategy) that is meant."""
        return self._plain(text, INITIATIVE)

    def document(self, text: str) -> Match:
        """Return the source document that is meant by its file name, title, slug or IRI."""
        return self._plain(text, DOCUMENT)

    def likely_doubles(
        self, owner: str, start: str, end: str, titles: Iterable[str], entry: str = ""
    ) -> tuple[Near, ...]:
        """Return projects of the same owner and period with a title like one of those given, the likest first.

        Args:
            owner: the IRI of the owner.
            start: its first day, month or year, as `sam:start` says it; may be empty.
            end: its last, likewise.
            titles: its titles and other names.
            entry: the slug of the project itself, which is no double of its own.
        """
        asked = [title for title in map(cleaned, titles) if is_text(title)]
        found = likely_doubles(self.known, owner, start, end, asked, entry)
        return tuple(Near(iri, self.name_of(iri), "same-owner") for iri in found)

    def code(self, text: str, scheme: str) -> Match:
        """Return the code of a scheme that is meant by its notation, label, other label, IRI or `prefix:code`.

        `currency` is a scheme too: its codes are those that the shapes take.
        """
        found = self._codes.find(cleaned(text), scheme)
        near = tuple(Near(code.iri, code.name, reason) for code, reason in found.near)
        several = tuple(Named(code.iri, code.name) for code in found.several)
        return Match(found.one.iri if found.one else None, found.way, several, near)

    def within(self, place: str, area: str) -> bool:
        """Tell whether a place is an area or lies in it."""
        return ox.NamedNode(area) in areas(self.known, ox.NamedNode(place))

    def name_of(self, iri: str) -> str:
        """Return what a thing is best known by: its Swedish label, else another, else the end of its IRI."""
        own = [name for name in self.names.names_of(iri) if name.what == "label"]
        own.sort(key=lambda name: (name.language != "sv", name.text))
        return own[0].text if own else re.split(r"[/#]", iri)[-1]

    def country_code(self, text: str) -> str:
        """Return the two letters of a country by its letters or name; nothing for one that is not known."""
        text = cleaned(text)
        if not text:
            return ""
        letters = text.upper()
        letters = _COUNTRIES.get(letters, letters)
        match = self.place(letters if re.fullmatch(r"[A-Z]{2}", letters) else text, "country")
        if match.iri:
            return self._notation(match.iri)
        return letters if re.fullmatch(r"[A-Z]{2}", letters) else ""

    def _plain(self, text: str, family: str) -> Match:
        text = cleaned(text)
        found = self._match(text, family)
        if found.iri or found.several:
            return found
        return replace(found, near=self._near(text, family))

    def _actor_named(self, text: str, home: str, entry: str) -> Match:
        """Return the actor of a name or a number alone."""
        numbers = number_keys(text, home)
        if numbers and (found := self._by_number(numbers)):
            return match_of(found, "identifier", self.name_of)
        own = ENTRY_GRAPHS + entry if entry else ""
        match = self._match(text, ACTOR, lambda name: name.what != "seat" and not self._is_unclear(name.iri, own))
        if not match.iri and not match.several and (seat := self._by_place_code(text)):
            match = Match(seat, "identifier")
        if match.iri and home and (there := self._country_of(match.iri)) and there != home:
            return Match(None, "other-country", near=(Near(match.iri, self.name_of(match.iri), "other-country"),))
        if match.iri or match.several:
            return match
        unclear = self._match(text, ACTOR, lambda name: name.what != "seat")
        unresolved = bool(unclear.iri or unclear.several)
        return Match(None, unclear.way, near=self._near_actors(text, home, unresolved), unresolved=unresolved)

    def _numbered(self, named: Match, text: str, number: str, home: str) -> Match:
        """Return the actor where a name and a number are given."""
        holders = self._by_number(number_keys(number, home))
        if len(holders) > 1:
            return match_of(holders, "identifier", self.name_of)
        if not holders:
            other = self._number_of(named.iri) if named.iri else ""
            if named.iri and other and not set(number_keys(other, home)) & set(number_keys(number, home)):
                near = (Near(named.iri, self.name_of(named.iri), "other-number"),)
                return Match(None, "other-number", near=near)
            return named
        holder = holders[0]
        if not text or named.iri == holder or holder in {one.iri for one in named.several}:
            return Match(holder, "identifier")
        if named.iri:
            both = tuple(Named(iri, self.name_of(iri)) for iri in (named.iri, holder))
            return Match(None, "number-differs", both)
        return Match(holder, "identifier", near=(Near(holder, self.name_of(holder), "same-number"),))

    def _match(
        self,
        text: str,
        family: str,
        keep: Callable[[Name], bool] = lambda name: name.what != "seat",
        choose: Callable[[list[str]], list[str]] = list,
    ) -> Match:
        """Return the one thing of a family that a text names.

        What is spelled exactly so comes before what differs in case, then in accents, then in spaces and signs; of
        these each an identifier before a name, a name before other names, these before former names.

        Args:
            text: what was written.
            family: what is looked for.
            keep: which names count.
            choose: which of several things of the same name.
        """
        if not is_text(text):
            return NOTHING
        if (iri := as_iri(text)) is not None:
            thing = self.names.thing(iri)
            if thing is not None and thing.family == family:
                return Match(iri, "iri")
            return NOTHING
        found = [name for name in self.names.spelled(text, (family,)) if keep(name)]
        for alike in (_as_it_is, _without_case, folded, tight):
            level = [name for name in found if alike(name.text) == alike(text)]
            for what in ("identifier", *_WAYS):
                iris = choose(sorted({name.iri for name in level if name.what == what}))
                if iris:
                    return match_of(iris, _WAYS.get(what, what), self.name_of)
        if (both := _TWO_NAMES.fullmatch(text)) is not None:  # Habo kommun (habo-kommun-0643), Arbetsförmedlingen (AF)
            first, second = (self._match(part, family, keep, choose) for part in both.groups())
            if second.iri and second.iri in (first.iri, *(one.iri for one in first.several)):
                return Match(second.iri, first.way or second.way)
        slug = text.casefold()
        iri = f"{ID}{_FOLDERS[family]}/{slug}"
        thing = self.names.thing(iri) if re.fullmatch(r"[a-z0-9-]+", slug) else None
        if thing is not None and keep(Name(iri, family, thing.kind, "slug", "", text, thing.graph)):
            return Match(iri, "slug")
        return NOTHING

    def _near(self, text: str, family: str, keep: Callable[[str], bool] = lambda _: True) -> tuple[Near, ...]:
        """Return what is named nearly so."""
        if not is_text(text):
            return ()
        iri = as_iri(text)
        found = near_names(self.names, re.split(r"[/#:]", iri)[-1] if iri else text, (family,))
        near = [
            Near(
                like.name.iri, self.name_of(like.name.iri), "former-name" if like.name.what == "former" else "spelling"
            )
            for like in found
            if keep(like.name.iri)
        ]
        return tuple(near[:MOST])

    def _near_actors(self, text: str, home: str, unresolved: bool) -> tuple[Near, ...]:
        """Return the known actors that may have been meant."""
        if not is_text(text):
            return ()

        def keep(iri: str) -> bool:
            there = self._country_of(iri) if home else ""
            return not self._is_unclear(iri) and (not there or there == home)

        seats = [
            Near(name.iri, self.name_of(name.iri), "seat")
            for name in self.names.spelled(text, (ACTOR,)) if name.what == "seat" and keep(name.iri)
        ]  # fmt: skip
        if seats:
            return tuple(dict.fromkeys(seats))[:MOST]
        if not unresolved:
            near = [*(one for one in self._written_out(text) if keep(one.iri)), *self._near(text, ACTOR, keep)]
            if near:
                return tuple({one.iri: one for one in reversed(near)}.values())[::-1][:MOST]
        parts = [one for one in self._with_part(text) if keep(one.iri)]
        return tuple(parts[:LISTED]) if unresolved or len(parts) <= MOST else ()

    def _written_out(self, text: str) -> Iterator[Near]:
        """Yield what is named so once a short name in the text, such as AF, is written out."""
        parts = re.findall(r"[^\W_]+|[\W_]+", text)
        for place, part in enumerate(parts):
            if 2 <= len(part) <= 5 and part.isalpha() and not says_little(part) and len(parts) > 1:
                for short in self.names.spelled(part, (ACTOR,)):
                    if short.what == "other":
                        whole = "".join([*parts[:place], self.name_of(short.iri), *parts[place + 1 :]])
                        match = self._match(whole, ACTOR)
                        if match.iri:
                            yield Near(match.iri, self.name_of(match.iri), "abbreviation")

    def _with_part(self, text: str) -> list[Near]:
        """Return the actors whose names hold the one word of a text that says who is meant."""
        telling = [word for word in words(text) if not says_little(word)]
        if len(telling) != 1 or len(telling[0]) < 5:
            return []
        found = self.names.with_word(telling[0], (ACTOR,), 4 * LISTED)
        iris = dict.fromkeys(name.iri for name in found if name.what in ("label", "other"))
        return sorted((Near(iri, self.name_of(iri), "part") for iri in iris), key=lambda one: (one.name, one.iri))

    def _is_unclear(self, iri: str, own: str = "") -> bool:
        """Tell whether an actor is a group or one that nobody knows, and not an entry's own."""
        thing = self.names.thing(iri)
        if own and thing is not None and thing.graph == own:
            return False
        return (thing is not None and thing.kind == GROUP) or bool(self.names.doubts(iri))

    def _by_number(self, keys: Iterable[str]) -> list[str]:
        """Return the actors with a number."""
        return sorted(
            {name.iri for key in keys for name in self.names.spelled(key, (ACTOR,)) if name.what == "identifier"}
        )

    def _number_of(self, iri: str) -> str:
        return next((name.text for name in self.names.names_of(iri) if name.what == "identifier"), "")

    def _by_place_code(self, text: str) -> str | None:
        """Return the municipality as an authority, where it is named by the code of its place."""
        if not re.fullmatch(r"\d{4}", text) or not (place := self._match(text, PLACE).iri):
            return None
        seats = {name.iri for name in self.names.spelled(self.name_of(place), (ACTOR,)) if name.what == "seat"}
        there = [
            iri
            for iri in sorted(seats)
            if any(self.known.quads_for_pattern(ox.NamedNode(iri), _PLACE, ox.NamedNode(place)))
        ]
        return there[0] if len(there) == 1 else None

    def _place_spellings(self, text: str, kind: str) -> Iterator[str]:
        """Yield a place's name as written, then as the register may have it where its kind is said beside it."""
        yield text
        if text.isdecimal() and len(text) < _DIGITS.get(kind, 0):
            yield text.zfill(_DIGITS[kind])  # a spreadsheet has taken the zeros before it
        if both := re.fullmatch(r"(\d{2,4}|[A-Za-z]{2}\d{0,3})[\s,–-]+(\D+)", text):
            code, name = both[1], both[2]
            if (found := self._match(code, PLACE).iri) and tight(name) in {
                tight(own.text) for own in self.names.names_of(found)
            }:
                yield code
        if kind == "nuts":
            yield from (f"{text} (NUTS {level})" for level in (2, 3, 1))
        elif kind in _PLACE_KINDS:
            kind_iri = ox.NamedNode(NS + _PLACE_KINDS[kind].removeprefix("sam:"))
            label = ox.NamedNode(PREFIXES["rdfs"] + "label")
            for word in sorted(text_of(quad.object) for quad in self.known.quads_for_pattern(kind_iri, label, None)):
                yield f"{text} {word}"

    def _first_kind(self, iris: list[str]) -> list[str]:
        """Return those of some places that are of the first kind: a municipality before a county, and so on."""
        for kind in _ORDER:
            if found := [iri for iri in iris if self._kind(iri) == kind]:
                return found
        return iris

    def _kind(self, iri: str) -> str:
        thing = self.names.thing(iri)
        return thing.kind if thing is not None else ""

    def _notation(self, place: str) -> str:
        return next((name.text for name in self.names.names_of(place) if name.what == "identifier"), "")

    def _country_of(self, actor: str) -> str:
        """Return the letters of the country that an actor is in, by its number or its place; nothing if unknown."""
        if number := self._number_of(actor):
            return country_of(number)
        for quad in self.known.quads_for_pattern(ox.NamedNode(actor), _PLACE, None):
            if isinstance(quad.object, ox.NamedNode):
                for area in areas(self.known, quad.object):
                    if self._kind(area.value) == "sam:Country":
                        return self._notation(area.value)
        return ""


def _as_it_is(text: str) -> str:
    return text


def _without_case(text: str) -> str:
    return " ".join(text.casefold().split())
