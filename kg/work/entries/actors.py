"""Who takes part: an actor that the graph knows, or a new one that the entry describes."""

import re
from dataclasses import dataclass, replace
from itertools import chain, count

import pyoxigraph as ox

from kg.disk.written import Pairs, Text, Written
from kg.terms import ID, NS, PREFIXES, code, slug
from kg.work.entries import advice
from kg.work.entries.draft import Mark
from kg.work.entries.filled import Filled, fill
from kg.work.entries.identity import is_slug, shortened, slug_of
from kg.work.entries.reading import Reading
from kg.work.entries.terms import terms, told
from kg.work.form import Field
from kg.work.matching import Match, Near
from kg.work.problem import Problem
from kg.work.values import readers
from kg.work.values.refusal import Read, Refusal

_SKOS, _DCTERMS = PREFIXES["skos"], PREFIXES["dcterms"]
ACTOR_LONGEST = 100
_PREF_LABEL, _ALT_LABEL = _SKOS + "prefLabel", _SKOS + "altLabel"
_IDENTIFIER = _DCTERMS + "identifier"
_PLACE = NS + "place"
_SAID_APART = ("name", "organisation_number", "short_name", "group")
_SWEDEN = f"{ID}place/sweden"
_NUMBER = re.compile(r"[A-Za-z]{2}[ -]?[0-9][0-9 .\-]{5,}")


@dataclass(frozen=True)
class Meant:
    """The actor that is meant, the name it was written with, and whether nobody can tell who it is."""

    node: ox.NamedNode
    stated: str
    unresolved: bool = False


def actor(reading: Reading, field: Field, written: Written, beside: Filled | None = None) -> Meant | None:
    """Return the actor that a value means; None, told as a problem, if it cannot be read.

    Args:
        reading: the entry that is read.
        field: the field that asks for an actor.
        written: a name, a number, a short name, an IRI, or a form of an actor (`name`, `organisation_number` …).
        beside: fields that describe the actor and stand beside it: country, organisation number, kind.
    """
    if not isinstance(written, Pairs):
        found = reading.single(field, written)
        return _described(reading, field, found, beside or Filled("Actor", written.place)) if found else None
    about = fill(reading.form, "Actor", written, reading.draft.problems)
    for key in ("name", "organisation_number", "short_name"):
        if key in about.values:
            asked, _, called = about.values[key]
            return _described(reading, asked, called, about)
    place = about.blanks["name"][1] if "name" in about.blanks else written.place
    reading.tell(advice.wrong_form(place, field, "Aktören saknar namn. Skriv vad den heter, under namn.",
                                   "The actor has no name. Write what it is called, under name."))  # fmt: skip
    return None


def _described(reading: Reading, field: Field, name: Written, about: Filled) -> Meant | None:
    """Return the actor of a name, and what is said about it beside."""
    label = _first_text(name)
    number = _number(reading, about)
    short = about.text("short_name")
    if number is None:
        return None
    if short and not is_slug(short):
        reading.tell(advice.wrong_slug(about.values["short_name"][2].place, "short_name", short))
        return None
    if short and "name" in about.values:
        return _new(reading, field, label, name, about, number, short)
    match = reading.known.matcher.actor(label.value, country=about.text("country"), number=number)
    if match.iri and reading.known.is_described_in(match.iri, reading.draft.graph.value):
        return _new(reading, field, label, name, about, number, match.iri.rpartition("/")[2])
    if match.iri:
        if match.near:
            reading.tell(advice.known_by_number(label.place, field, label.value, match.near[0]))
        return Meant(ox.NamedNode(match.iri), label.value)
    if match.way in ("number-differs", "other-number"):
        reading.tell(advice.number_of_another(label.place, field, label.value, number, match))
        return None
    if match.several:
        reading.tell(advice.ambiguous(label.place, field, label.value, match))
        return None
    if problem := _figure(reading, field, label, about):
        reading.tell(problem)
        return None
    if match.unresolved:
        return _unresolved(reading, field, label, match)
    return _new(reading, field, label, name, about, number, near=match.near)


def _figure(reading: Reading, field: Field, label: Text, about: Filled) -> Problem | None:
    """Return a problem if a number, a date or an amount stands where an actor should, and nobody has that number."""
    read = readers.read_text(label.value, name=True)
    is_figure = isinstance(read, Read) and any(remark.check == "name-is-number" for remark in read.remarks)
    if not is_figure and not _NUMBER.fullmatch(label.value):
        return None
    digits = sum(map(str.isdigit, label.value))
    if not 6 <= digits <= 14 or isinstance(readers.read_date(label.value), Read):
        return advice.figure_for_actor(label.place, field, label.value)
    country = reading.known.matcher.country_code(about.text("country"))
    number = readers.read_organisation_number(label.value, country=country)
    if isinstance(number, Refusal) and number.check == "organisation-number-unreadable":
        return advice.figure_for_actor(label.place, field, label.value)
    if isinstance(number, Refusal):
        return told(label.place, field, label.value, number)
    return advice.unknown_number(label.place, field, number.value.value)


def _number(reading: Reading, about: Filled) -> str | None:
    """Return the organisation number that stands beside a name; empty if there is none, None if it is wrong."""
    found = about.values.get("organisation_number")
    if found is None or ("name" not in about.values and about.name == "Actor"):
        return ""
    read = terms(reading, found[0], found[2])
    return str(read[0][0].value) if read else None


def _first_text(written: Written) -> Text:
    if isinstance(written, Text):
        return written
    for value in [value for _, value in written] if isinstance(written, Pairs) else written:
        if isinstance(value, Text):
            return value
    return Text("", written.place)


def _new(reading: Reading, asked: Field, label: Text, name: Written, about: Filled, number: str, short: str = "",
         near: tuple[Near, ...] | None = None) -> Meant | None:  # fmt: skip
    """Describe a new actor in the entry, or one that only an earlier version of the entry describes.

    Args:
        reading: the entry that is read.
        asked: the field that asks for an actor.
        label: its name as it is referred to.
        name: its name, perhaps in several languages.
        about: what is said of it.
        number: its organisation number, if it has one.
        short: its short name, if it has one already.
        near: the known actors that it is near to, where this is to be told.
    """
    field = reading.form.field("Actor", "name")
    wanted = short or shortened(slug_of(label.value), ACTOR_LONGEST)
    if not wanted or field is None:
        reading.tell(advice.unreadable_name(label.place, asked, label.value))
        return None
    node = _free_name(reading, wanted, label.value, number)
    if node.value in reading.draft.described:
        if near:
            reading.tell(advice.unknown_actor(label.place, asked, label.value, near))
        return Meant(node, label.value)
    if near is not None:
        reading.tell(advice.unknown_actor(label.place, asked, label.value, near))
    reading.draft.described.add(node.value)
    reading.declare(node, _class(reading, about), label.place)
    _describe(reading, node, about)
    if number:
        reading.draft.state(node, _IDENTIFIER, ox.Literal(number))
    for term, place in terms(reading, replace(field, key=asked.key, keys=asked.keys), name):
        reading.draft.state(node, _PREF_LABEL, _in_its_language(reading, node, term, name), Mark(place, asked.key))
    return Meant(node, label.value)


def _class(reading: Reading, about: Filled) -> str:
    """Return the class of a new actor: a group if it is said to be one, a unit if it is a part of something."""
    group = about.values.get("group")
    if group and any(term.value == "true" for term, _ in terms(reading, group[0], group[2])):
        return "ActorGroup"
    return "OrganisationalUnit" if "unit_of" in about.values else "Organisation"


def _in_its_language(
    reading: Reading, node: ox.NamedNode, term: ox.NamedNode | ox.Literal, name: Written
) -> ox.NamedNode | ox.Literal:  # fmt: skip
    """Return a name in the language of the actor's country: Swedish in Sweden or nowhere, English abroad."""
    if isinstance(term, ox.NamedNode) or isinstance(name, Pairs):
        return term
    places = [str(place.value) for place in reading.draft.objects(node, _PLACE)]
    abroad = places and not any(place == _SWEDEN or reading.known.within(place, _SWEDEN) for place in places)
    return ox.Literal(term.value, language="en" if abroad else "sv")


def _free_name(reading: Reading, wanted: str, label: str, number: str) -> ox.NamedNode:
    """Return the IRI of a new actor: under its own name, or under the project's, or a number, if another has that."""
    own = f"{reading.draft.slug}-{wanted}"
    for name in chain((wanted, own), (f"{own}-{number}" for number in count(2))):
        node = ox.NamedNode(f"{ID}actor/{name}")
        if node.value in reading.draft.described:
            if _is_same(reading, node, label, number):
                return node
        elif not reading.known.exists(node.value, but_for=reading.draft.graph.value):
            return node
    raise AssertionError(wanted)


def _is_same(reading: Reading, node: ox.NamedNode, label: str, number: str) -> bool:
    """Tell whether an actor that the entry describes is the one of a name and a number."""
    names = [term.value for path in (_PREF_LABEL, _ALT_LABEL) for term in reading.draft.objects(node, path)]
    numbers = [term.value for term in reading.draft.objects(node, _IDENTIFIER)]
    return _plain(label) in map(_plain, names) and (not number or not numbers or number in numbers)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _describe(reading: Reading, node: ox.NamedNode, about: Filled) -> None:
    """State what is said about a new actor: its place, its kind, other names."""
    for field, _, written in about.values.values():
        if field.key in _SAID_APART or not field.shape.rpartition("#")[2].startswith("Actor"):
            continue
        if field.kind == "actor":
            meant = actor(reading, field, written)
            if meant:
                reading.draft.state(node, field.path, meant.node, Mark(written.place, field.key))
            continue
        for term, place in terms(reading, field, written):
            reading.draft.state(node, field.path, term, Mark(place, field.key))


def _unresolved(reading: Reading, field: Field, label: Text, match: Match) -> Meant:
    """Describe somebody of whom only a general name is known; nobody else is ever taken for them."""
    reading.tell(advice.unresolved_actor(label.place, field, label.value, match.near))
    node = ox.NamedNode(f"{ID}actor/{reading.draft.slug}-{slug_of(label.value)}")
    if node.value not in reading.draft.described:
        reading.draft.described.add(node.value)
        reading.declare(node, "Organisation", label.place)
        title = reading.draft.title
        for language, words in (("sv", "okänt vilken"), ("en", "which one is unknown")):
            named = ox.Literal(f"{label.value} ({title}; {words})", language=language)
            reading.draft.state(node, _PREF_LABEL, named, Mark(label.place, field.key))
    return Meant(node, label.value, unresolved=True)


def group_abroad(reading: Reading, about: Filled) -> Meant | None:
    """Return the unnamed organisations of a country, where a participation gives a country and no actor."""
    found = about.values.get("country")
    if found is None:
        return None
    places = terms(reading, found[0], found[2])
    if not places:
        return None
    country, place = places[0]
    name = reading.known.name(str(country.value))
    node = ox.NamedNode(f"{ID}actor/{reading.draft.slug}-{slug('organisationer i ' + name)}")
    if node.value not in reading.draft.described:
        reading.draft.described.add(node.value)
        reading.declare(node, "ActorGroup", place)
        title = reading.draft.title
        for language, text in (("sv", "Organisationer i"), ("en", "Organisations in")):
            label = f"{text} {reading.known.name(str(country.value), language)} ({title})"
            reading.draft.state(node, _PREF_LABEL, ox.Literal(label, language=language))
        reading.draft.state(node, _PLACE, country, Mark(place, found[0].key))
    return Meant(node, "")


def mark_unresolved(reading: Reading, participation: ox.NamedNode, meant: Meant, mark: Mark) -> ox.NamedNode:
    """Say in the graph that nobody can tell who takes part."""
    node = reading.open_part("Finding", f"finding-{slug_of(meant.stated)}", mark.place)
    reading.draft.wanting[node.value] = False
    reading.link(node, "about", participation, mark)
    reading.link(node, "findingKind", ox.NamedNode(code("finding-kind", "actor-unresolved")))
    reading.link(node, "statedAs", ox.Literal(meant.stated))
    for language, text in (
        ("sv", f"Namnet ”{meant.stated}” räcker inte för att se vilken aktör det är."),
        ("en", f"The name “{meant.stated}” is not enough to see which actor it is."),
    ):
        reading.draft.state(node, _DCTERMS + "description", ox.Literal(text, language=language))
    return node
