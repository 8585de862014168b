"""From what a value names to another thing: a project, an initiative, a part of the entry itself."""

import re
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.written import Pairs, Text, Written
from kg.terms import PREFIXES
from kg.work.entries import advice
from kg.work.entries.filled import fill
from kg.work.entries.reading import Reading
from kg.work.entries.terms import terms
from kg.work.form import Field

_PREFIXED = re.compile(r"([a-z][a-z-]*):([A-Za-z0-9][A-Za-z0-9_-]*)")
_LOCAL = re.compile(r"#?[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Included:
    """An initiative that a project is part of, how it is written, and the role that somebody has in it."""

    node: ox.NamedNode
    stated: str
    role: str
    level: str
    actor: tuple[Field, Written] | None
    sources: tuple[Field, Written] | None


def target(reading: Reading, field: Field, written: Written) -> ox.NamedNode | None:
    """Return the project or initiative that a name means."""
    found = reading.single(field, written)
    if found is None:
        return None
    project = reading.known.matcher.project(found.value)
    match = project if project.iri else reading.known.matcher.initiative(found.value)
    if match.iri:
        return ox.NamedNode(match.iri)
    if several := project if project.several else match if match.several else None:
        reading.tell(advice.ambiguous(found.place, field, found.value, several))
    elif field.shape.endswith("Initiative-title"):
        reading.tell(advice.unknown_initiative(found.place, field, found.value, (*match.near, *project.near)))
    else:
        reading.tell(advice.unknown_thing(found.place, field, found.value, (*project.near, *match.near)))
    return None


def part(reading: Reading, field: Field, written: Written) -> ox.NamedNode | None:
    """Return a part of the entry by its id."""
    found = reading.single(field, written)
    if found is None:
        return None
    name = found.value.strip()
    if name in ("project", "projekt", "projektet", reading.draft.slug):
        return reading.draft.project
    if name.startswith("project:") and (prefixed := _PREFIXED.fullmatch(name)):
        return ox.NamedNode(PREFIXES["project"] + prefixed[2])
    if not _LOCAL.fullmatch(name):
        reading.tell(advice.wrong_id(found.place, field, name))
        return None
    return reading.draft.part(name.removeprefix("#"))


def candidate(reading: Reading, field: Field, written: Written) -> ox.NamedNode | None:
    """Return whatever thing a name may stand for."""
    found = reading.single(field, written)
    if found is None:
        return None
    prefixed = _PREFIXED.fullmatch(found.value.strip())
    if prefixed and prefixed[1] in PREFIXES:
        return ox.NamedNode(PREFIXES[prefixed[1]] + prefixed[2])
    matcher = reading.known.matcher
    for ask in (matcher.actor, matcher.initiative, matcher.project, matcher.place):
        if iri := ask(found.value).iri:
            return ox.NamedNode(iri)
    reading.tell(advice.unknown_thing(found.place, field, found.value, ()))
    return None


def initiative(reading: Reading, field: Field, pairs: Pairs) -> Included | None:
    """Return the initiative of a form with `title` and perhaps `role`, `level`, `actor` and `sources`."""
    filled = fill(reading.form, "Initiative", pairs, reading.draft.problems, also="Participation")
    title = filled.values.get("title")
    if title is None:
        reading.tell(advice.wrong_form(pairs.place, field, "Satsningen saknar titel.", "The initiative has no title."))
        return None
    found = reading.single(title[0], title[2])
    node = target(reading, title[0], found) if isinstance(found, Text) else None
    if node is None or found is None:
        return None
    codes = {}
    for key in ("role", "level"):
        value = filled.values.get(key)
        read = terms(reading, value[0], value[2]) if value else []
        codes[key] = read[0][0].value.rpartition("/")[2] if read else ""
    level = codes["level"] or reading.known.level(node.value)
    actor, sources = filled.values.get("actor"), filled.values.get("sources")
    return Included(
        node, found.value, codes["role"], level,
        (actor[0], actor[2]) if actor else None, (sources[0], sources[2]) if sources else None,
    )  # fmt: skip
