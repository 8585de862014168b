"""Projects that may be one and the same: of one owner and period, with titles alike."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.disk.spelling import words
from kg.terms import CODES, ID, NS
from kg.work.knowledge import Knowledge
from kg.work.near import near_names
from kg.work.periods import Period, period_of
from kg.work.select import text

FEW = 25  # projects of one owner that are compared one by one; of more, those that are near by title
SAME_TITLE, SAME_UNDATED = 0.75, 0.9  # how alike titles are that one project may have, where it is dated or not
NEAR_TITLE = 0.6  # how alike a title must be to be compared at all, of very many

_HAS_OWNER, _ACTOR, _ROLE, _PROJECT = (ox.NamedNode(NS + name) for name in ("hasOwner", "actor", "role", "project"))
_OWNER = ox.NamedNode(f"{CODES}role/owner")
_ROMAN = frozenset(("ii", "iii", "iv", "v", "vi"))


def likely_doubles(
    known: Knowledge, owner: str, start: str, end: str, titles: Iterable[str], entry: str = ""
) -> list[str]:
    """Return the projects of an owner that may be the one told of, the likest first.

    Args:
        known: the graph.
        owner: the IRI of the owner.
        start: its first day, month or year, as `sam:start` says it; may be empty.
        end: its last, likewise.
        titles: its titles and other names.
        entry: the slug of the project itself, which is no double of its own.
    """
    period = Period.of(start, end)
    asked = list(titles)
    found: dict[str, float] = {}
    for project in _owned(known, owner, asked):
        alike = max(
            (
                title_likeness(title, name.text)
                for title in asked
                for name in known.names.names_of(project)
                if name.what in ("label", "other")
            ),
            default=0.0,
        )
        if alike < SAME_TITLE or project == f"{ID}project/{entry}":
            continue
        own = period_of(known, ox.NamedNode(project))
        if period.meets(own) and (alike >= SAME_UNDATED or (period.known and own.known)):
            found[project] = alike
    return sorted(found, key=lambda iri: (-found[iri], iri))


def title_likeness(one: str, other: str) -> float:
    """Return how alike two titles are, up to 1; parts of a series, told apart by their numbers, are not alike."""
    from rapidfuzz import fuzz

    mine, theirs = words(one), words(other)
    numbers = [{word for word in own if word.isdecimal() or word in _ROMAN} for own in (mine, theirs)]
    if all(numbers) and numbers[0] != numbers[1]:
        return 0.0
    same_order = fuzz.ratio(" ".join(mine), " ".join(theirs))
    return max(same_order, fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))) / 100


def _owned(known: Knowledge, owner: str, titles: Sequence[str]) -> list[str]:
    """Return the projects of an owner: all if they are few, else those with titles near the ones given."""
    found: dict[str, None] = {}
    for project in _all_owned(known, ox.NamedNode(owner)):
        found[project] = None
        if len(found) > FEW:
            near = {
                like.name.iri
                for title in titles
                for like in near_names(known.names, title, ("sam:Project",), NEAR_TITLE)
            }
            return [iri for iri in sorted(near) if owner in _owners(known, iri)]
    return list(found)


def _all_owned(known: Knowledge, owner: ox.NamedNode) -> Iterator[str]:
    """Yield the projects of an owner: as derived when the store was built, and as stated since."""
    for quad in known.quads_for_pattern(None, _HAS_OWNER, owner):
        yield text(quad.subject)
    for quad in known.newer(None, _ACTOR, owner):
        if isinstance(quad.subject, ox.NamedNode) and _OWNER in _values(known, quad.subject, _ROLE):
            yield from map(text, _values(known, quad.subject, _PROJECT))


def _owners(known: Knowledge, project: str) -> set[str]:
    """Return the owners of a project."""
    node = ox.NamedNode(project)
    found = {text(owner) for owner in _values(known, node, _HAS_OWNER)}
    for quad in known.newer(None, _PROJECT, node):
        if isinstance(quad.subject, ox.NamedNode) and _OWNER in _values(known, quad.subject, _ROLE):
            found |= {text(actor) for actor in _values(known, quad.subject, _ACTOR)}
    return found


def _values(known: Knowledge, node: ox.NamedNode, predicate: ox.NamedNode) -> list[object]:
    return [quad.object for quad in known.quads_for_pattern(node, predicate, None)]
