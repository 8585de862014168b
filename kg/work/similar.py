"""Actors that may be one and the same, told with the reason; nothing is merged."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Statements
from kg.disk.nameindex import Name, NameIndex
from kg.disk.spelling import tight, typo_keys, words
from kg.terms import NS, PREFIXES
from kg.work.naming import GROUP
from kg.work.near import likeness, says_little
from kg.work.numbers import number_keys
from kg.work.select import text

SPELLING = 0.8  # how alike words are that may be two spellings of one, in names that are equal otherwise
ALONE = 0.85  # and in names of one word
CROWD = 60  # names with all words but one in common and that one like another: more are no doubles but a series

_PLACE, _KIND, _UNIT_OF = (
    ox.NamedNode(iri) for iri in (NS + "place", PREFIXES["org"] + "classification", PREFIXES["org"] + "unitOf")
)
_REPLACED = [ox.NamedNode(PREFIXES["dcterms"] + name) for name in ("replaces", "isReplacedBy")]
RANKS = ("same-number", "same-name", "other-name", "former-name", "form", "spelling")


@dataclass(frozen=True, order=True, slots=True)
class Double:
    """Two actors that may be one, by IRI and name, and why.

    `reason` is `same-number`; `same-name` (but for case, accents, spaces and signs); `other-name`, `former-name` (one
    is called what the other is called too, or was called); `form` (but for word order, the form of company and small
    words); or `spelling`.
    """

    name: str
    iri: str
    other_name: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Actor:
    iri: str
    label: str
    names: tuple[Name, ...]

    @property
    def numbers(self) -> set[str]:
        return {key for name in self.names if name.what == "identifier" for key in number_keys(name.text)}


def similar(names: NameIndex, store: Statements) -> list[Double]:
    """Return the pairs of actors that may be one, each once, with the strongest reason.

    Groups and actors that nobody knows are left out, and so are two with numbers, places, countries or parent
    organisations of their own, and two of different kinds at one place: a municipality and its region.

    Args:
        names: every name.
        store: what else is said of the actors.
    """
    actors = dict(_actors(names))
    found: dict[tuple[str, str], str] = {}
    for reason in RANKS:
        for one, other in _pairs(reason, actors):
            pair = (min(one, other), max(one, other))
            if one != other and pair not in found:
                found[pair] = reason
    doubles = [
        Double(actors[one].label, one, actors[other].label, other, reason)
        for (one, other), reason in found.items()
        if reason == "same-number" or _may_be_one(store, actors[one], actors[other], reason)
    ]
    return sorted(doubles, key=lambda double: (RANKS.index(double.reason), double))


def _actors(names: NameIndex) -> Iterator[tuple[str, _Actor]]:
    """Yield the actors that somebody knows, with their names."""
    for iri, own in itertools.groupby(names.every("sam:Actor"), key=lambda name: name.iri):
        known = tuple(name for name in own if name.what not in ("seat", "stated"))
        labels = sorted((name.language != "sv", name.text) for name in known if name.what == "label")
        if labels and known[0].kind != GROUP and not names.doubts(iri):
            yield iri, _Actor(iri, labels[0][1], known)


def _pairs(reason: str, actors: Mapping[str, _Actor]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of actors that a reason speaks for."""
    if reason == "spelling":
        yield from _misspelt(actors)
        return
    keys = _KEYS[reason]
    groups: dict[object, list[str]] = defaultdict(list)
    for actor in actors.values():
        for key in dict.fromkeys(keys(actor)):
            groups[key].append(actor.iri)
    for iris in groups.values():
        if reason in ("other-name", "former-name"):  # a name that one has as its first and another as a further one
            yield from (
                (one, other)
                for one, other in itertools.combinations(iris, 2)
                if _labels(actors[one]) & _further(actors[other], reason)
                or _labels(actors[other]) & _further(actors[one], reason)
            )
        else:
            yield from itertools.combinations(iris[:CROWD], 2)


def _labels(actor: _Actor) -> set[str]:
    return {tight(name.text) for name in actor.names if name.what == "label"}


def _further(actor: _Actor, reason: str) -> set[str]:
    what = reason.removesuffix("-name")
    return {tight(name.text) for name in actor.names if name.what == what}


def _core(name: str) -> tuple[str, ...]:
    """Return the words of a name that say who is meant, in the order of the alphabet."""
    return tuple(sorted({word for word in words(name) if not says_little(word)}))


_KEYS: dict[str, Callable[[_Actor], Iterable[object]]] = {
    "same-number": lambda actor: sorted(actor.numbers),
    "same-name": lambda actor: sorted(_labels(actor)),
    "other-name": lambda actor: sorted(_labels(actor) | _further(actor, "other-name")),
    "former-name": lambda actor: sorted(_labels(actor) | _further(actor, "former-name")),
    "form": lambda actor: [core for name in actor.names if name.what == "label" and (core := _core(name.text))],
}


def _misspelt(actors: Mapping[str, _Actor]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of actors whose names have all telling words but one in common, and that one is alike.

    A slip is rare: of two words that several actors bear, neither is the other misspelt.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    by_rest: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for actor in actors.values():
        for label in {name.text for name in actor.names if name.what == "label"}:
            core = _core(label)
            for place, word in enumerate(core):
                bearers[word].add(actor.iri)
                by_rest[core[:place] + core[place + 1 :]].append((word, actor.iri))
    for rest, members in by_rest.items():
        if len(members) < 2:
            continue
        by_key: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for word, iri in members:
            for key in typo_keys(word):
                by_key[key].append((word, iri))
        seen = set()
        for alike in by_key.values():
            for (word, one), (other_word, other) in itertools.combinations(sorted(set(alike))[:CROWD], 2):
                if one != other and (one, other) not in seen:
                    seen.add((one, other))
                    if min(len(bearers[word]), len(bearers[other_word])) == 1 and _is_slip(word, other_word, rest):
                        yield one, other


def _is_slip(word: str, other: str, rest: Sequence[str]) -> bool:
    """Tell whether two words may be one misspelt, in names of which the rest is the same; short ones may not."""
    return likeness([word], [other], {}) >= (SPELLING if rest else ALONE)


def _may_be_one(store: Statements, one: _Actor, other: _Actor, reason: str) -> bool:
    """Tell whether nothing that is known of two actors keeps them apart."""
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        return False
    mine, theirs = (_said(store, actor, _PLACE) for actor in (one, other))
    kinds, other_kinds = (_said(store, actor, _KIND) for actor in (one, other))
    if mine and theirs and not mine & theirs:
        return False
    if mine & theirs and kinds and other_kinds and not kinds & other_kinds:
        return False
    parents, other_parents = (_said(store, actor, _UNIT_OF) for actor in (one, other))
    if parents and other_parents and not parents & other_parents:
        return False
    if other.iri in parents or one.iri in other_parents:
        return False
    linked = {iri for node in _REPLACED for iri in _said(store, one, node)}
    linked |= {iri for node in _REPLACED for iri in _said(store, other, node)}
    return not linked & {one.iri, other.iri} or reason == "same-name"


def _said(store: Statements, actor: _Actor, predicate: ox.NamedNode) -> set[str]:
    return {text(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(actor.iri), predicate, None)}
