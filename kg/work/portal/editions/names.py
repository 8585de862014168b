"""Names that are kept: what was published once is told of for ever, also when the data no longer describe it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.disk.turtle import sort_key
from kg.terms import ID, PREFIXES, RDF_TYPE, slug
from kg.work.portal.editions.compare import Comparison, Thing
from kg.work.portal.editions.edition import Publication, Withdrawn
from kg.work.portal.paths import stem_of
from kg.work.portal.site import Edition

REGISTER = "data/registers/replaced.ttl"  # where a steward is asked to write what replaces what

_TYPE = ox.NamedNode(RDF_TYPE)
_REPLACED_BY, _REPLACES = (ox.NamedNode(PREFIXES["dcterms"] + name) for name in ("isReplacedBy", "replaces"))
_TITLES = tuple(ox.NamedNode(PREFIXES[prefix] + name) for prefix, name in (("dcterms", "title"), ("skos", "prefLabel")))


@dataclass(frozen=True)
class Notice:
    """Something for the steward to know, in both languages; the publication is made all the same."""

    sv: str
    en: str


@dataclass(frozen=True)
class Kept:
    """The names that are withdrawn, in order, and what the steward should know of them."""

    withdrawn: tuple[Withdrawn, ...]
    notices: tuple[Notice, ...]


def kept_names(store: ox.Store, previous: Publication | None, comparison: Comparison, edition: Edition) -> Kept:
    """Return the names that no longer have a thing in the data.

    These are the ones that were withdrawn before, the things that went with this edition, and names of which the data
    say no more than what replaces them. A thing that has come back is simply back.
    """
    found = {one.iri: one for one in (previous.withdrawn if previous else ())}
    for thing in comparison.went:
        found[thing.iri] = Withdrawn(thing.iri, thing.title, edition.number, edition.modified)
    for iri in _said_replaced(store):
        found.setdefault(iri, Withdrawn(iri, title_of(store, iri), edition.number, edition.modified))
    gone = {iri: one for iri, one in found.items() if _has_page(iri) and not _is_there(store, iri)}
    trail = _Trail(store)
    withdrawn = tuple(replace(gone[iri], replaced_by=trail.ends(iri)) for iri in sorted(gone, key=sort_key))
    lost = {thing.iri for thing in comparison.went} & {one.iri for one in withdrawn if not one.replaced_by}
    notices = [*trail.notices, *_lost([thing for thing in comparison.went if thing.iri in lost], comparison.came)]
    return Kept(withdrawn, tuple(notices))


def title_of(store: ox.Store, iri: str) -> dict[str, str]:
    """Return the title of a thing by language, or its label."""
    found: dict[str, str] = {}
    for predicate in _TITLES:
        quads = store.quads_for_pattern(ox.NamedNode(iri), predicate, None, None)
        for literal in sorted((quad.object for quad in quads if isinstance(quad.object, ox.Literal)), key=str):
            found.setdefault(literal.language or "", literal.value)
    return dict(sorted(found.items()))


def in_language(title: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return a title in a language, else in the other one, and which language that is; empty if there is none."""
    spoken = next((one for one in (lang, "sv", "en", *sorted(title)) if title.get(one)), "")
    return title.get(spoken, ""), spoken


class _Trail:
    """Chains of replacements, followed to their ends."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.notices: list[Notice] = []

    def ends(self, iri: str) -> tuple[str, ...]:
        """Return what replaces a thing in the end: things that are there, or things of others."""
        found: set[str] = set()
        ring = False
        seen, waiting = {iri}, self._next(iri)
        while waiting:
            one = waiting.pop()
            ring = ring or one == iri
            if one in seen:
                continue
            seen.add(one)
            if not one.startswith(ID) or _is_there(self._store, one):
                found.add(one)
            elif further := self._next(one):
                waiting += further
            else:
                self.notices.append(_dangling(iri, one))
        if ring:
            self.notices.append(_ring(iri, seen))
        return tuple(sorted(found, key=sort_key))

    def _next(self, iri: str) -> list[str]:
        node = ox.NamedNode(iri)
        after = {quad.object.value for quad in self._store.quads_for_pattern(node, _REPLACED_BY, None, None)
                 if isinstance(quad.object, ox.NamedNode)}  # fmt: skip
        after |= {quad.subject.value for quad in self._store.quads_for_pattern(None, _REPLACES, node, None)
                  if isinstance(quad.subject, ox.NamedNode)}  # fmt: skip
        return [one.partition("#")[0] if one.startswith(ID) else one for one in sorted(after)]


def _said_replaced(store: ox.Store) -> list[str]:
    """Return the names of which the data say what replaces them."""
    found = {quad.subject.value for quad in store.quads_for_pattern(None, _REPLACED_BY, None, None)
             if isinstance(quad.subject, ox.NamedNode)}  # fmt: skip
    found |= {quad.object.value for quad in store.quads_for_pattern(None, _REPLACES, None, None)
              if isinstance(quad.object, ox.NamedNode)}  # fmt: skip
    return sorted(found, key=sort_key)


def _has_page(iri: str) -> bool:
    return iri.startswith(ID) and "#" not in iri and stem_of(iri) is not None


def _is_there(store: ox.Store, iri: str) -> bool:
    return next(store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None, None), None) is not None


def _lost(went: Iterable[Thing], came: Iterable[Thing]) -> Iterable[Notice]:
    """Yield a notice of each thing that went without a word of what replaces it, with the line to write."""
    by_sign: dict[tuple[str, str], str] = {}
    for thing in came:
        for sign in _signs(thing):
            by_sign.setdefault(sign, thing.iri)
    for thing in went:
        likely = next((by_sign[sign] for sign in _signs(thing) if sign in by_sign), "")
        line = f"<{thing.iri}> <{_REPLACED_BY.value}> <{likely or ID + '…'}> ."
        if likely:
            yield Notice(
                f"{thing.iri} finns inte längre i data, men {likely} är ny och heter likadant. Är det samma sak under "
                f"ett nytt namn, skriv den här raden i {REGISTER}, så leder det gamla namnet dit: {line}",
                f"{thing.iri} is no longer in the data, but {likely} is new and called the same. If it is the same "
                f"thing under a new name, write this line in {REGISTER}, and the old name leads there: {line}",
            )
        else:
            yield Notice(
                f"{thing.iri} finns inte längre i data; dess sida säger att det är tillbakadraget. Har något ersatt "
                f"det, skriv vad i {REGISTER}: {line}",
                f"{thing.iri} is no longer in the data; its page says that it is withdrawn. If something has replaced "
                f"it, write what in {REGISTER}: {line}",
            )


def _signs(thing: Thing) -> list[tuple[str, str]]:
    """Return what two names of one thing have in common: its kind, and an identifier or a title."""
    kind = thing.iri.removeprefix(ID).partition("/")[0]
    signs = [(kind, f"={identifier}") for identifier in thing.identifiers]
    for title in thing.title.values():
        try:
            signs.append((kind, slug(title)))
        except ValueError:
            continue
    return signs


def _dangling(iri: str, end: str) -> Notice:
    return Notice(
        f"{iri} sägs vara ersatt av {end}, som inte finns i data; rätta namnet där det sägs",
        f"{iri} is said to be replaced by {end}, which is not in the data; mend the name where that is said",
    )


def _ring(iri: str, seen: set[str]) -> Notice:
    names = ", ".join(sorted(seen, key=sort_key))
    return Notice(
        f"{iri} sägs vara ersatt av sig själv, genom {names}; ta bort en av raderna (dcterms:isReplacedBy)",
        f"{iri} is said to be replaced by itself, by way of {names}; take one of the lines away (dcterms:isReplacedBy)",
    )
