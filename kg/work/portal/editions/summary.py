"""What an edition changed, in people's words: kept as changes/{number}/summary.json, so that later editions show it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from kg.terms import ID, NS
from kg.work.difference_text import class_label, property_label
from kg.work.portal.editions.compare import Changed, Comparison, Counts
from kg.work.portal.editions.edition import Issue, Withdrawn
from kg.work.portal.editions.names import title_of

LISTED = 1000  # things of each sort that are named; the rest are counted

_KINDS = {"document": "SourceDocument"}


@dataclass(frozen=True)
class Words:
    """What a property or a class is called, and how many of it were added, removed and changed."""

    sv: str
    en: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Told:
    """A thing that came, went or changed: its title by language, what replaces it, what of it changed."""

    iri: str
    title: Mapping[str, str]
    replaced_by: tuple[str, ...] = ()
    fields: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Listed:
    """The things of a sort: how many they are, and the first of them."""

    number: int
    things: tuple[Told, ...]

    @classmethod
    def of(cls, things: Iterable[Any], tell: Callable[[Any], Told]) -> "Listed":
        """Return a list of things, each told of in its own way."""
        every = list(things)
        return cls(len(every), tuple(tell(thing) for thing in every[:LISTED]))


@dataclass(frozen=True)
class Other:
    """How many statements changed about what stands on a page together: the ontology, a list of codes."""

    stem: str
    added: int
    removed: int


@dataclass(frozen=True)
class Summary:
    """What an edition changed."""

    came: Listed
    went: Listed
    changed: Listed
    others: tuple[Other, ...]


def summarise(comparison: Comparison, store: ox.Store, withdrawn: Iterable[Withdrawn], issue: Issue) -> Summary:
    """Return what an edition changed, in words.

    Args:
        comparison: with the edition before.
        store: the public graph, for the titles of what changed.
        withdrawn: all names that are withdrawn, for what replaces those that went.
        issue: the edition.
    """
    gone = {one.iri: one for one in withdrawn}
    replaced = {one.iri: one.replaced_by for one in gone.values() if one.edition == issue.number}

    def changed(thing: Changed) -> Told:
        title = title_of(store, thing.iri) or (gone[thing.iri].title if thing.iri in gone else {})
        return Told(thing.iri, title, (), _fields(thing.iri, thing.fields))

    return Summary(
        Listed.of(comparison.came, lambda thing: Told(thing.iri, thing.title)),
        Listed.of(comparison.went, lambda thing: Told(thing.iri, thing.title, replaced.get(thing.iri, ()))),
        Listed.of(comparison.changed, changed),
        tuple(Other(stem, counts.added, counts.removed) for stem, counts in comparison.others.items()),
    )


def as_json(summary: Summary) -> str:
    """Return a summary to be kept."""
    return json.dumps(asdict(summary), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Summary:
    """Return a summary that was kept.

    Raises:
        ValueError, KeyError, TypeError: if it is none.
    """
    found = json.loads(text)
    came, went, changed = (_listed(found[sort]) for sort in ("came", "went", "changed"))
    return Summary(came, went, changed, tuple(Other(**item) for item in found["others"]))


def kind_label(iri: str, lang: str) -> str:
    """Return what the kind of a thing with a page of its own is called, by its IRI: project, actor, place …"""
    kind = iri.removeprefix(ID).partition("/")[0]
    label = class_label(_class_of(iri), lang)
    return kind if ":" in label else label


def _listed(found: Any) -> Listed:
    things = tuple(
        Told(
            item["iri"], dict(item["title"]), tuple(item["replaced_by"]), tuple(Words(**one) for one in item["fields"])
        )
        for item in found["things"]
    )
    return Listed(int(found["number"]), things)


def _class_of(iri: str) -> str:
    kind = iri.removeprefix(ID).partition("/")[0]
    return NS + _KINDS.get(kind, kind.capitalize())


def _fields(iri: str, fields: Mapping[str, Counts]) -> tuple[Words, ...]:
    """Return properties and classes of parts in words; evidence, which follows the rest, last."""
    told = []
    for name, counts in fields.items():
        words = {lang: _label(name, _class_of(iri), lang) for lang in ("sv", "en")}
        told.append(Words(words["sv"], words["en"], counts.added, counts.removed, counts.changed))
    last = {_label(NS + name, "", "sv") for name in ("Evidence", "evidence", "Entry")}
    return tuple(sorted(told, key=lambda one: (one.sv in last, one.sv)))


def _label(name: str, kind: str, lang: str) -> str:
    is_class = name.rpartition("#")[2].rpartition("/")[2][:1].isupper()
    return class_label(name, lang) if is_class else property_label(name, kind, lang)
