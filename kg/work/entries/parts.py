"""The project of an entry and its parts: participations, goals, contributions and the rest, each under its own name."""

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.written import Items, Pairs, Text, Written
from kg.terms import ID, NS, PREFIXES, code
from kg.work.entries import actors, advice, links
from kg.work.entries.draft import Mark
from kg.work.entries.filled import Filled, as_items, fill
from kg.work.entries.identity import UNKNOWN, is_slug, slug_of
from kg.work.entries.reading import Reading
from kg.work.entries.sources import sources
from kg.work.entries.terms import Placed, terms
from kg.work.form import Field
from kg.work.values import readers

_FIRST_TEXT = {"Goal": "text", "Activity": "text", "Reference": "to", "Initiative": "title", "Contact": "name",
               "Participation": "actor", "Finding": "text", "Event": "title", "Indicator": "target",
               "Contribution": "amount"}  # fmt: skip
_PART_ORDER = {"Evidence": -1, "Participation": 0, "Finding": 2, "Contact": 3}
_DEFAULTS = {
    "Participation": {"status": ("cooperation-status", "actual"), "basis": ("basis", "stated")},
    "Contribution": {"scope": ("scope", "whole")},
    "Contact": {"role": ("contact-role", "project-contact")},
}


@dataclass
class Values:
    """The terms of a form's fields by key, and what stands there as parts."""

    terms: dict[str, list[Placed]]
    fields: dict[str, Field]
    parts: list[tuple[Field, Written]]
    blamed: list[str]

    def name(self, key: str) -> str:
        """Return the last part of a field's first IRI, or nothing."""
        found = self.terms.get(key)
        return found[0][0].value.rpartition("/")[2] if found else ""


def project(reading: Reading, node: ox.NamedNode, filled: Filled, whole: list[ox.NamedNode] | None) -> None:
    """State a project: its own properties, then its parts, contacts last.

    Args:
        reading: the entry that is read.
        node: the project; the entry's own, a sub-project or one that is only mentioned.
        filled: its form.
        whole: takes the sources that are for everything; None for a project that is not the entry's own.
    """
    reading.declare(node, "Project", filled.place)
    filled.take("slug")
    owner = filled.take("owner")
    values = _values(reading, filled)
    _state(reading, node, values)
    _mark_blanks(reading, node, filled)
    parts = sorted(values.parts, key=lambda pair: _PART_ORDER.get(pair[0].part, 1))
    if owner:
        parts.insert(sum(field.part in ("Evidence", "Participation") for field, _ in parts), (owner[0], owner[2]))
    for field, written in parts:
        if field.kind == "owner":
            _owner(reading, node, field, written)
        elif field.part == "Evidence":
            sources(reading, node, field, written, whole=whole)
        else:
            _parts(reading, node, field, written)
    if whole is None:
        reading.draft.wanting[node.value] = False


def _values(reading: Reading, filled: Filled, *, private: bool = False) -> Values:
    """Read the fields of a form."""
    values = Values({}, {}, [], [])
    for key, (field, _, written) in filled.values.items():
        if field.kind == "parts":
            values.parts.append((field, written))
            continue
        is_of_actor = filled.name != "Actor" and ("#Actor-" in field.shape or not field.path)
        if field.kind in ("slug", "owner", "keys", "lines") or is_of_actor:
            continue
        before = len(reading.draft.problems)
        values.terms[key] = _read(reading, field, written, filled)
        values.fields[key] = field
        if any(problem.severity == "violation" for problem in reading.draft.problems[before:]):
            values.blamed.append(field.path)
    _ = private
    return values


def _read(reading: Reading, field: Field, written: Written, filled: Filled) -> list[Placed]:
    """Read one field, whatever its kind."""
    named = {"target": _target, "reference": links.part, "own": links.part, "thing": links.candidate}
    if field.kind == "actor":
        found: list[Placed] = []
        for item in as_items(written) if field.many else [written]:
            meant = actors.actor(reading, field, item, filled if filled.name == "Participation" else None)
            found += [(meant.node, item.place)] if meant else []
        return found
    if read := named.get(field.kind):
        items = [(item, read(reading, field, item)) for item in as_items(written)]
        return [(node, item.place) for item, node in items if node is not None]
    return terms(reading, field, written)


def _state(reading: Reading, node: ox.NamedNode, values: Values, *, private: bool = False) -> None:
    for key, placed in values.terms.items():
        field = values.fields[key]
        for term, place in placed:
            reading.draft.state(node, field.path, term, Mark(place, field.key), private=private)
    for path in values.blamed:
        reading.draft.blamed.add((node.value, path))


def _mark_blanks(reading: Reading, node: ox.NamedNode, filled: Filled) -> None:
    """Remember where what is left blank would stand, so that what is missing has a place."""
    for field, place in filled.blanks.values():
        reading.draft.marks.setdefault((node.value, field.path or field.key), Mark(place, field.key))


def _parts(reading: Reading, whole: ox.NamedNode, field: Field, written: Written) -> None:
    """State each part that stands in a list."""
    for item in as_items(written):
        if isinstance(item, Items):
            sv, en = (
                "Här står en lista i listan. Skriv en sak i taget.",
                "A list stands in the list. Write one at a time.",
            )
            reading.tell(advice.wrong_form(item.place, field, sv, en))
            continue
        pairs = item if isinstance(item, Pairs) else _as_pairs(reading, field, item)
        if field.part == "Initiative":
            _initiative(reading, whole, field, pairs)
        elif field.part == "Project":
            _sub_project(reading, whole, field, pairs)
        else:
            _part(reading, whole, field, pairs)


def _as_pairs(reading: Reading, field: Field, item: Text) -> Pairs:
    """Return a text that stands alone as the field that it is most likely for: a participant's name, a goal's text."""
    key = _FIRST_TEXT.get(field.part, "title")
    _ = reading
    return Pairs(((Text(key, item.place), item),), item.place)


def _part(reading: Reading, whole: ox.NamedNode, field: Field, pairs: Pairs) -> None:
    """State one part: its name, its properties, its sources and its own parts."""
    private = field.part == "Contact"
    filled = fill(reading.form, field.part, pairs, reading.draft.problems,
                  also="Actor" if field.part == "Participation" else "")  # fmt: skip
    meant = None
    if field.part == "Participation":
        meant = _participant(reading, filled)
    values = _values(reading, filled)
    values.blamed += filled.unread
    if meant:
        actor_field = reading.form.field("Participation", "actor")
        if actor_field:
            values.terms["actor"] = [(meant.node, filled.place)]
            values.fields["actor"] = actor_field
    node = _open(reading, field.part, filled, values, private=private)
    mark = Mark(filled.place, field.key)
    reading.draft.names[node.value] = _called(reading, filled, values, meant)
    if not values.terms.get("about"):
        reading.draft.state(node, field.path, whole, mark, private=private)
    _state(reading, node, values, private=private)
    _mark_blanks(reading, node, filled)
    _defaults(reading, node, field.part, filled, private=private)
    if meant and meant.stated and "stated_as" not in values.terms and "id" not in filled.values:
        reading.link(node, "statedAs", ox.Literal(meant.stated))
    doubts = [actors.mark_unresolved(reading, node, meant, mark)] if meant and meant.unresolved else []
    _implied(reading, node, field.part, filled, values)
    if field.part == "Reference":
        for term, place in values.terms.get("to", ()):
            reading.link(whole, "refersTo", term, Mark(place, field.key))
    for inner, written in values.parts:
        if inner.part == "Evidence":
            sources(reading, node, inner, written, private=private)
        else:
            _parts(reading, node, inner, written)
    reading.draft.wanting.setdefault(node.value, private)
    for evidence in reading.sourced.get(field.key, ()):
        reading.link(node, "evidence", evidence)
    for doubt in doubts:
        for own in reading.draft.objects(node, NS + "evidence"):
            reading.link(doubt, "evidence", own)
    if field.part == "Goal" and whole != reading.draft.project:
        reading.draft.state(node, NS + "goalOf", whole)


def _participant(reading: Reading, filled: Filled) -> actors.Meant | None:
    """Return who takes part, if somebody or some country is given; the fields about them are used up."""
    found = filled.take("actor")
    if found is None:
        return actors.group_abroad(reading, filled)
    before = len(reading.draft.problems)
    meant = actors.actor(reading, found[0], found[2], filled)
    if meant is None and len(reading.draft.problems) > before:
        filled.unread.append(found[0].path)
    return meant


def _open(reading: Reading, part: str, filled: Filled, values: Values, *, private: bool) -> ox.NamedNode:
    """Name a part: as it is written, else after what it says."""
    given = reading.given(filled)
    if part == "Contact":
        return _open_contact(reading, filled, values, given)
    name = given or _NAMES[part](reading, values)
    return reading.open_part(part, name, filled.place, given=bool(given), private=private)


def _open_contact(reading: Reading, filled: Filled, values: Values, given: str) -> ox.NamedNode:
    """Name a contact person: under the project's name, so that nobody else's contact is meant."""
    start = f"{reading.draft.slug}-"
    if given and not (given.startswith(start) and is_slug(given)):
        reading.tell(advice.wrong_contact_id(filled.values["id"][2].place, given, start))
        given = ""
    names = values.terms.get("name")
    wanted = given or start + ((slug_of(names[0][0].value) if names else "") or "kontakt")
    name, number = wanted, 1
    while reading.draft.is_named(node := ox.NamedNode(f"{ID}contact/{name}")):
        number += 1
        name = f"{wanted}-{number}"
    reading.declare(node, "Contact", filled.place, private=True)
    return node


def _numbered(name: str) -> Callable[[Reading, Values], str]:
    def named(reading: Reading, _values: Values) -> str:
        return reading.numbered(name)

    return named


def _after(name: str, *keys: str) -> Callable[[Reading, Values], str]:
    """Return what names a part after some of its values."""

    def named(_reading: Reading, values: Values) -> str:
        return "-".join(filter(None, [name, *(values.name(key) for key in keys)]))

    return named


_NAMES: dict[str, Callable[[Reading, Values], str]] = {
    "Participation": _after("participation", "actor", "role", "level"),
    "Goal": _numbered("goal"),
    "Indicator": _numbered("indicator"),
    "Activity": _numbered("activity"),
    "Contribution": _after("contribution", "kind"),
    "Event": _after("event", "kind"),
    "Reference": _after("reference", "to"),
    "Finding": _after("finding", "kind"),
}


def _defaults(reading: Reading, node: ox.NamedNode, part: str, filled: Filled, *, private: bool) -> None:
    """State what goes without saying: that a participation is actual and stated, that an amount is for the whole."""
    for key, (scheme, notation) in _DEFAULTS.get(part, {}).items():
        field = reading.form.field(part, key)
        if field and key not in filled.values:
            reading.draft.state(node, field.path, ox.NamedNode(code(scheme, notation)), private=private)


def _called(reading: Reading, filled: Filled, values: Values, meant: actors.Meant | None) -> str:
    """Return what the writer would call a part: who takes part, how much money, the beginning of a text."""
    if meant:
        return meant.stated or reading.known.name(meant.node.value)
    texts = [filled.text(key) for key in ("name", "amount", "rate", "title", "text", "target", "to")]
    texts += [placed[0][0].value for key in ("text", "title") if (placed := values.terms.get(key))]
    return advice.shown(next(filter(None, texts), "")).rstrip(" .,:;!?")


def _implied(reading: Reading, node: ox.NamedNode, part: str, filled: Filled, values: Values) -> None:
    """State what stands in the figure itself: a currency behind an amount, a percent sign behind a target."""
    if part == "Contribution" and (amount := filled.text("amount")):
        found, stated = readers.currency_of(amount), values.name("currency")
        if found.code and "currency" not in filled.values:
            currency = reading.known.matcher.code(found.code, "currency")
            reading.link(node, "currency", ox.NamedNode(currency.iri or f"{PREFIXES['currency']}{found.code}"))
        elif found.code and stated and not found.fits(stated):
            reading.tell(advice.other_currency(filled.values["amount"][2].place, amount, found.written, stated))
    if part == "Indicator" and "unit" not in values.terms and (unit := readers.unit_of(filled.text("target"))):
        reading.link(node, "unit", ox.NamedNode(code("unit", unit)))


def _owner(reading: Reading, node: ox.NamedNode, field: Field, written: Written) -> None:
    """State the owner, or that no source names one."""
    mark = Mark(written.place, field.key)
    if isinstance(written, Text) and written.value.strip().casefold() in UNKNOWN:
        finding = reading.open_part("Finding", "finding-owner-unknown", written.place)
        reading.link(finding, "about", node, mark)
        reading.link(finding, "findingKind", ox.NamedNode(code("finding-kind", "owner-unknown")), mark)
        for lang, text in (("sv", "Ingen källa säger vem som äger projektet."),
                           ("en", "No source says who owns the project.")):  # fmt: skip
            reading.draft.state(finding, PREFIXES["dcterms"] + "description", ox.Literal(text, language=lang))
        reading.draft.wanting[finding.value] = False
        reading.ownerless.append((finding, written.place, written.value))
        standing: ox.NamedNode | None = finding
    else:
        meant = actors.actor(reading, field, written)
        if meant is None:
            reading.draft.blamed.add((node.value, "owner"))
            return
        standing = participation(reading, node, meant, "owner", "", mark)
    for evidence in reading.sourced.get(field.key, ()):
        if standing:
            reading.link(standing, "evidence", evidence)


def participation(
    reading: Reading, node: ox.NamedNode, meant: actors.Meant, role: str, level: str, mark: Mark
) -> ox.NamedNode | None:
    """State that somebody takes part in a project in a role, unless the entry says so already."""
    name = "-".join(filter(None, ["participation", meant.node.value.rpartition("/")[2], role, level]))
    if reading.draft.is_named(reading.draft.part(name)):
        return None
    part = reading.open_part("Participation", name, mark.place)
    reading.draft.names[part.value] = meant.stated or reading.known.name(meant.node.value)
    reading.link(part, "project", node, mark)
    reading.link(part, "actor", meant.node, mark)
    reading.link(part, "role", ox.NamedNode(code("role", role)), mark)
    if level:
        reading.link(part, "level", ox.NamedNode(code("level", level)), mark)
    reading.link(part, "cooperationStatus", ox.NamedNode(code("cooperation-status", "actual")))
    reading.link(part, "basis", ox.NamedNode(code("basis", "stated")))
    if meant.stated:
        reading.link(part, "statedAs", ox.Literal(meant.stated))
    if meant.unresolved:
        actors.mark_unresolved(reading, part, meant, mark)
    reading.draft.wanting[part.value] = False
    return part


def _initiative(reading: Reading, whole: ox.NamedNode, field: Field, pairs: Pairs) -> None:
    """State that the project is part of an initiative, and in which role somebody, else the owner, stands to it."""
    found = links.initiative(reading, field, pairs)
    if found is None:
        return
    mark = Mark(pairs.place, field.key)
    reading.link(whole, "refersTo", found.node, mark)
    reference = reading.open_part("Reference", f"reference-{found.node.value.rpartition('/')[2]}", pairs.place)
    reading.link(reference, "referenceFrom", whole, mark)
    reading.link(reference, "referenceTo", found.node, mark)
    reading.link(reference, "statedAs", ox.Literal(found.stated))
    reading.draft.wanting[reference.value] = False
    if found.sources:
        sources(reading, reference, found.sources[0], found.sources[1])
    if found.role:
        _stand_in(reading, whole, found, mark)


def _stand_in(reading: Reading, whole: ox.NamedNode, found: links.Included, mark: Mark) -> None:
    """State the role that somebody, else the owner, has in an initiative: a participation at the initiative's level."""
    if found.actor:
        meant = actors.actor(reading, *found.actor)
        standing = [meant] if meant else []
    else:
        standing = [actors.Meant(node, stated) for node, stated in _owners(reading, whole)]
    for one in standing:
        part = participation(reading, whole, one, found.role, found.level, mark)
        if part and found.sources:
            sources(reading, part, *found.sources)


def _owners(reading: Reading, whole: ox.NamedNode) -> list[tuple[ox.NamedNode, str]]:
    draft, owner = reading.draft, ox.NamedNode(code("role", "owner"))
    parts = [
        triple.subject for triple in draft.public if triple.predicate.value == NS + "role" and triple.object == owner
    ]
    return [
        (actor, "".join(text.value for text in draft.objects(part, NS + "statedAs")))
        for part in parts if isinstance(part, ox.NamedNode) and whole in draft.objects(part, NS + "project")
        for actor in draft.objects(part, NS + "actor") if isinstance(actor, ox.NamedNode)
    ]  # fmt: skip


def _target(reading: Reading, field: Field, written: Written) -> ox.NamedNode | None:
    """Return what is referred to; a form with a title describes a project that is only mentioned."""
    if not isinstance(written, Pairs):
        return links.target(reading, field, written)
    filled = fill(reading.form, "Project", written, reading.draft.problems)
    name = _other_name(reading, filled, slug_of(filled.text("title")))
    if not name:
        return None
    node = ox.NamedNode(f"{ID}project/{name}")
    if not reading.known.exists(node.value, but_for=reading.draft.graph.value):
        project(reading, node, filled, None)
    return node


def _other_name(reading: Reading, filled: Filled, wanted: str) -> str:
    """Return the short name of a project that is mentioned or a part; nothing, told, if it can have none."""
    found = filled.values.get("slug")
    name = filled.text("slug") if found else wanted
    if is_slug(name):
        return name
    reading.tell(advice.wrong_slug(found[2].place, "slug", name) if found else advice.nameless(filled.place))
    return ""


def _sub_project(reading: Reading, whole: ox.NamedNode, field: Field, pairs: Pairs) -> None:
    """State a part of the project that has a name of its own."""
    filled = fill(reading.form, "Project", pairs, reading.draft.problems)
    title = slug_of(filled.text("title"))
    name = _other_name(reading, filled, title and f"{reading.draft.slug}-{title}")
    if not name:
        return
    node = ox.NamedNode(f"{ID}project/{name}")
    project(reading, node, filled, None)
    reading.draft.state(node, field.path, whole, Mark(pairs.place, field.key))
