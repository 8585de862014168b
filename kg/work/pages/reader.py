"""Reading a graph thing by thing: what is said of one, what points to it, what it is called."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.turtle import sort_key
from kg.terms import NS, PREFIXES, entry_graph
from kg.work.pages.page import Text, local

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Said = Mapping[str, tuple[Term, ...]]

THINGS = 1 << 13  # things whose statements are remembered: both languages of a page are written one after the other
NAMES = 1 << 16


class Reader:
    """A graph that is read one thing at a time.

    A page asks for some tens of things. Each is fetched whole, by its index and not by a query, and remembered for a
    while: ten times as fast as asking a question for every section, and the same whatever the size of the graph.
    Properties are written as `sam:actor`, things as IRIs.
    """

    def __init__(self, store: Graphs) -> None:
        self.store = store
        self.about = lru_cache(THINGS)(self._about)
        self.users = lru_cache(THINGS)(self._users)
        self._names = lru_cache(NAMES)(self._read_names)

    def values(self, thing: str, name: str) -> tuple[str, ...]:
        """Return the values of a property, as text, in their order."""
        return tuple(text(term) for term in self.about(thing).get(node(name).value, ()))

    def value(self, thing: str, name: str) -> str:
        """Return the first value of a property as text; nothing if there is none."""
        return next(iter(self.values(thing, name)), "")

    def kinds(self, thing: str) -> frozenset[str]:
        """Return the classes of ours that a thing is in, without prefix."""
        return frozenset(kind.removeprefix(NS) for kind in self.values(thing, "rdf:type") if kind.startswith(NS))

    def name(self, thing: str, lang: str) -> Text:
        """Return what a thing is called in a language, else in another, else the end of its IRI."""
        return self.known_name(thing, lang) or Text(local(thing))

    def known_name(self, thing: str, lang: str) -> Text | None:
        """Return what a thing is called in a language, else in another."""
        return first(self._names(thing), lang)

    def descriptions(self, thing: str, lang: str) -> list[Text]:
        """Return the descriptions of a thing in a language; if it has none there, those in the other."""
        return in_language(texts(self.about(thing).get(_DESCRIPTION, ())), lang)

    def parts(self, project: str) -> tuple[str, ...]:
        """Return the parts of a project that its entry describes, in the order of their names."""
        entry = ox.NamedNode(entry_graph(local(project)))
        quads = self.store.quads_for_pattern(None, node("rdf:type"), None, entry)
        found = {text(quad.subject) for quad in quads}
        return tuple(sorted((part for part in found if part.startswith(f"{project}#")), key=sort_key))

    def _about(self, thing: str) -> Said:
        """Return the statements of a thing by property; values without doubles, IRIs and texts in order."""
        found: dict[str, dict[Term, None]] = {}
        for quad in self._quads(thing):
            found.setdefault(quad.predicate.value, {})[quad.object] = None
        return {name: tuple(sorted(terms, key=_order)) for name, terms in found.items()}

    def _users(self, name: str, thing: str) -> tuple[str, ...]:
        """Return the things that have a thing as the value of a property, in the order of their names."""
        quads = self.store.quads_for_pattern(None, node(name), ox.NamedNode(thing))
        return tuple(sorted({text(quad.subject) for quad in quads}, key=sort_key))

    def _quads(self, thing: str, name: str = "") -> Iterator[ox.Quad]:
        """Yield the statements of a thing; none of a text that stands where a thing should."""
        try:
            subject = ox.NamedNode(thing)
        except ValueError:
            return
        yield from self.store.quads_for_pattern(subject, node(name) if name else None, None)

    def _read_names(self, thing: str) -> tuple[Text, ...]:
        found: list[Term] = []
        for name in _NAMES:
            found += [quad.object for quad in self._quads(thing, name)]
        return tuple(sorted(set(texts(found))))


@cache
def node(name: str) -> ox.NamedNode:
    """Return the node of `prefix:name`."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest)


def text(term: object) -> str:
    """Return the IRI of a named node or the text of a literal; nothing for anything else."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def whole(written: str) -> int | None:
    """Return a whole number; None for a text that is none, which the checks tell of."""
    return int(written) if _WHOLE.fullmatch(written) else None


def texts(terms: Iterable[Term]) -> list[Text]:
    """Return the literals among terms, with their languages."""
    return [Text(term.value, term.language or "") for term in terms if isinstance(term, ox.Literal)]


def in_language(found: list[Text], lang: str) -> list[Text]:
    """Return the texts in a language; all of them if there is none."""
    return sorted({one for one in found if one.lang == lang}) or sorted(set(found))


def first(found: tuple[Text, ...], lang: str) -> Text | None:
    """Return the first text in a language, else the first."""
    return next((one for one in found if one.lang == lang), None) or next(iter(found), None)


def _order(term: Term) -> tuple[bool, str, str]:
    return isinstance(term, ox.Literal), text(term), str(term)


_WHOLE = re.compile("-?[0-9]{1,18}")
_NAMES = ("dcterms:title", "skos:prefLabel", "rdfs:label")
_DESCRIPTION = PREFIXES["dcterms"] + "description"
