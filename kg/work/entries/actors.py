"""Who takes part: an actor that the graph knows, or a new one that the entry describes."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.written import Pairs, Text, Written
from kg.terms import ID, NS, PREFIXES, code, slug
from kg.work.entries import advice
from kg.work.entries.draft import Mark
from kg.work.entries.filled import Filled, fill
from kg.work.entries.reading import Reading
from kg.work.entries.terms import terms
from kg.work.form import Field
from kg.work.matching import Match

_SKOS, _DCTERMS = PREFIXES["skos"], PREFIXES["dcterms"]
_PREF_LABEL = _SKOS + "prefLabel"
_IDENTIFIER = _DCTERMS + "identifier"
_PLACE = NS + "place"
_SAID_APART = ("name", "organisation_number", "short_name", "group")
_SWEDEN = f"{ID}place/sweden"


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
    if isinstance(written, Pairs):
        about = fill(reading.form, "Actor", written, reading.draft.problems)
        name = about.values.get("name")
        if name is None:
            about_field = reading.form.field("Actor", "name")
            if about_field:
                reading.tell(
                    advice.wrong_form(written.place, about_field, "aktören saknar namn", "the actor has no name")
                )
            return None
        return _described(reading, field, name[2], about)
    about = beside or Filled("Actor", written.place)
    found = reading.single(field, written)
    return _described(reading, field, found, about) if found else None


def _described(reading: Reading, field: Field, name: Written, about: Filled) -> Meant | None:
    """Return the actor of a name, and what is said about it beside."""
    label = name if isinstance(name, Text) else _first_text(name)
    number = _number(reading, about)
    if number is None:
        return None
    if about.text("short_name"):
        return _new(reading, label, name, about, number)
    match = reading.known.matcher.actor(label.value, country=about.text("country"), number=number)
    if match.iri and reading.known.is_described_in(match.iri, reading.draft.graph.value):
        return _new(reading, label, name, about, number, match.iri.rpartition("/")[2])
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
    if match.unresolved:
        return _unresolved(reading, field, label, match)
    reading.tell(advice.unknown_actor(label.place, field, label.value, match.near))
    return _new(reading, label, name, about, number)


def _number(reading: Reading, about: Filled) -> str | None:
    """Return the organisation number that stands beside a name; empty if there is none, None if it is wrong."""
    found = about.values.get("organisation_number")
    if found is None:
        return ""
    read = terms(reading, found[0], found[2])
    return str(read[0][0].value) if read else None


def _first_text(written: Written) -> Text:
    for _, value in written if isinstance(written, Pairs) else ():
        if isinstance(value, Text):
            return value
    return Text("", written.place)


def _new(
    reading: Reading, label: Text, name: Written, about: Filled, number: str, short: str = ""
) -> Meant | None:
    """Describe a new actor in the entry, or one that only an earlier version of the entry describes."""
    field = reading.form.field("Actor", "name")
    try:
        wanted = about.text("short_name") or short or slug(label.value)
    except ValueError:
        wanted = ""
    if not wanted or field is None:
        reading.tell(advice.unreadable_name(label.place, label.value))
        return None
    node = _free_name(reading, wanted)
    if node.value in reading.draft.described:
        return Meant(node, label.value)
    reading.draft.described.add(node.value)
    reading.declare(node, _class(reading, about), label.place)
    _describe(reading, node, about)
    if number:
        reading.draft.state(node, _IDENTIFIER, ox.Literal(number))
    for term, place in terms(reading, field, name):
        reading.draft.state(node, _PREF_LABEL, _in_its_language(reading, node, term, name), Mark(place, field.key))
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


def _free_name(reading: Reading, wanted: str) -> ox.NamedNode:
    """Return the IRI of a new actor: under its own name, or under the project's if another has that."""
    node = ox.NamedNode(f"{ID}actor/{wanted}")
    if node.value in reading.draft.described or not reading.known.exists(node.value, but_for=reading.draft.graph.value):
        return node
    return ox.NamedNode(f"{ID}actor/{reading.draft.slug}-{wanted}")


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
    node = ox.NamedNode(f"{ID}actor/{reading.draft.slug}-{slug(label.value)}")
    if node.value not in reading.draft.described:
        reading.draft.described.add(node.value)
        reading.declare(node, "Organisation", label.place)
        title = reading.draft.title
        for language, words in (("sv", "vilken är okänt"), ("en", "which one is unknown")):
            named = ox.Literal(f"{label.value} ({title}, {words})", language=language)
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


def mark_unresolved(reading: Reading, participation: ox.NamedNode, meant: Meant, mark: Mark) -> None:
    """Say in the graph that nobody can tell who takes part."""
    node = reading.open_part("Finding", f"finding-{slug(meant.stated)}", mark.place)
    reading.link(node, "about", participation, mark)
    reading.link(node, "findingKind", ox.NamedNode(code("finding-kind", "actor-unresolved")))
    reading.link(node, "statedAs", ox.Literal(meant.stated))
    for language, text in (
        ("sv", f"Namnet ”{meant.stated}” räcker inte för att se vilken aktör det är."),
        ("en", f"The name “{meant.stated}” is not enough to see which actor it is."),
    ):
        reading.draft.state(node, _DCTERMS + "description", ox.Literal(text, language=language))
