"""The difference between two sets of statements: things added, removed and changed, and their values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.disk.turtle import CLASS_ORDER, PREDICATE_ORDER, sort_key
from kg.terms import NS, PREFIXES, RDF_TYPE, XSD
from kg.work.select import text

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

EVIDENCE, EVIDENCE_LINK = NS + "Evidence", NS + "evidence"


@dataclass(frozen=True)
class Change:
    """What differs in one property of a thing.

    `replaced` are the pairs, before and after, of a property that has one value before and one after, in each
    language by itself; `removed` and `added` are the values of any other.
    """

    property: str
    replaced: tuple[tuple[Term, Term], ...]
    removed: tuple[Term, ...]
    added: tuple[Term, ...]


@dataclass(frozen=True)
class Thing:
    """A thing that differs.

    `kind` is its narrowest class, or empty; `properties` all that is said of it after, or before if it is gone;
    `changes` what differs, if it is there before and after.
    """

    iri: str
    kind: str
    properties: tuple[tuple[str, tuple[Term, ...]], ...]
    changes: tuple[Change, ...] = ()

    def values(self, path: str) -> tuple[Term, ...]:
        """Return the values of a property."""
        return next((values for name, values in self.properties if name == path), ())


@dataclass(frozen=True)
class Difference:
    """The things that differ, each kind of thing by itself and names in counting order.

    `stated` and `withdrawn` are how many statements there are only after, and only before.
    """

    added: tuple[Thing, ...]
    removed: tuple[Thing, ...]
    changed: tuple[Thing, ...]
    stated: int
    withdrawn: int

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.stated or self.withdrawn)


def difference(before: Iterable[ox.Triple], after: Iterable[ox.Triple]) -> Difference:
    """Return what makes the statements after others than those before.

    Each is gone through once, and kept once where it stands in both; doubles count once.
    """
    gone = set(before)
    new: set[ox.Triple] = set()
    both: set[ox.Triple] = set()
    for triple in after:
        if triple in gone:
            gone.discard(triple)
            both.add(triple)
        elif triple not in both:
            new.add(triple)
    old_values, new_values = _by_subject(gone), _by_subject(new)
    touched = {*old_values, *new_values}
    kept_values = _by_subject(triple for triple in both if text(triple.subject) in touched)
    added, removed, changed = [], [], []
    for iri in touched:
        old, now, kept = (values.get(iri, {}) for values in (old_values, new_values, kept_values))
        if not kept and not old:
            added.append(_thing(iri, now))
        elif not kept and not now:
            removed.append(_thing(iri, old))
        else:
            changed.append(_changed(iri, old, now, kept))
    return Difference(_sorted(added), _sorted(removed), _sorted(changed), len(new), len(gone))


def as_dict(found: Difference) -> dict[str, Any]:
    """Return a difference for JSON: things by IRI with their values, as `{"iri"}` or `{"value", "lang"|"datatype"}`."""
    return {
        "stated": found.stated,
        "withdrawn": found.withdrawn,
        "added": [_whole(thing) for thing in found.added],
        "removed": [_whole(thing) for thing in found.removed],
        "changed": [
            {"iri": thing.iri, "kind": thing.kind or None, "changes": [_change(one) for one in thing.changes]}
            for thing in found.changed
        ],
    }


def in_order(things: Iterable[Thing]) -> list[Thing]:
    """Return things in the order that people read them in: the project first, its evidence last."""
    return sorted(things, key=lambda thing: (_class_rank(thing.kind), sort_key(thing.iri)))


_Values = Mapping[str, list[Term]]


def _by_subject(triples: Iterable[ox.Triple]) -> dict[str, _Values]:
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        found[text(triple.subject) or str(triple.subject)][triple.predicate.value].append(triple.object)
    return {iri: dict(values) for iri, values in found.items()}


def _sorted(things: list[Thing]) -> tuple[Thing, ...]:
    return tuple(in_order(things))


def _thing(iri: str, values: _Values) -> Thing:
    ordered = tuple((path, _in_order(values[path])) for path in sorted(values, key=_path_rank))
    return Thing(iri, _kind(values), ordered)


def _changed(iri: str, old: _Values, now: _Values, kept: _Values) -> Thing:
    """Return a thing that is there before and after."""
    changes = []
    for path in sorted({*old, *now}, key=_path_rank):
        replaced, removed, added = _replaced(old.get(path, []), now.get(path, []), kept.get(path, []))
        changes.append(Change(path, replaced, removed, added))
    after = {path: [*kept.get(path, ()), *now.get(path, ())] for path in {*kept, *now}}
    whole = _thing(iri, after or old)
    return Thing(iri, whole.kind or _kind(old), whole.properties, tuple(changes))


def _replaced(
    old: list[Term], now: list[Term], kept: list[Term]
) -> tuple[tuple[tuple[Term, Term], ...], tuple[Term, ...], tuple[Term, ...]]:
    """Return the pairs of one value for another, the other values that are gone, and the other new ones."""
    if len(old) == len(now) == 1 and not kept:
        return ((old[0], now[0]),), (), ()
    pairs: list[tuple[Term, Term]] = []
    removed, added = list(old), list(now)
    several = {_language(term) for term in kept}
    for term in _in_order(old):
        same = [other for other in now if _language(other) == _language(term)]
        alone = [other for other in old if _language(other) == _language(term)] == [term]
        if alone and len(same) == 1 and _language(term) not in several:
            pairs.append((term, same[0]))
            removed.remove(term)
            added.remove(same[0])
    return tuple(pairs), _in_order(removed), _in_order(added)


def _language(term: Term) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (_LANGUAGES.get(_language(term), 2), sort_key(str(term)))))


def _kind(values: _Values) -> str:
    kinds = sorted(text(term) for term in values.get(RDF_TYPE, ()))
    return min(kinds, key=_class_rank, default="")


def _class_rank(iri: str) -> int:
    return _CLASSES.get(iri, len(CLASS_ORDER))


def _path_rank(iri: str) -> tuple[int, str]:
    return (_PATHS.get(iri, len(PREDICATE_ORDER)), iri)


def _whole(thing: Thing) -> dict[str, Any]:
    values = {path: [_value(term) for term in terms] for path, terms in thing.properties}
    return {"iri": thing.iri, "kind": thing.kind or None, "values": values}


def _change(change: Change) -> dict[str, Any]:
    return {
        "property": change.property,
        "replaced": [{"before": _value(one), "after": _value(other)} for one, other in change.replaced],
        "removed": [_value(term) for term in change.removed],
        "added": [_value(term) for term in change.added],
    }


def _value(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"iri": term.value}
    if not isinstance(term, ox.Literal):
        return {"node": str(term)}
    if term.language:
        return {"value": term.value, "lang": term.language}
    plain = term.datatype.value == XSD + "string"
    return {"value": term.value} if plain else {"value": term.value, "datatype": term.datatype.value}


def _in_full(names: Iterable[str]) -> dict[str, int]:
    """Return the ranks of prefixed names by their IRIs."""
    split = (name.partition(":") for name in dict.fromkeys(names))
    return {PREFIXES[prefix] + local: rank for rank, (prefix, _, local) in enumerate(split)}


_LANGUAGES = {"sv": 0, "en": 1}
_CLASSES = _in_full(name for name in CLASS_ORDER if name != "sam:Evidence") | {EVIDENCE: len(CLASS_ORDER) + 1}
_PATHS = _in_full(PREDICATE_ORDER) | {EVIDENCE_LINK: len(PREDICATE_ORDER) + 1}
