"""A difference in words: a line a thing, below it a line a value, evidence summed up at the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.terms import NS, PREFIXES, RDF_TYPE, XSD
from kg.work.difference import EVIDENCE, EVIDENCE_LINK, Change, Difference, Term, Thing, in_order
from kg.work.form import Field, class_iri, the_form
from kg.work.pages.page import sentence
from kg.work.select import text
from kg.work.tables import short_iri

LONGEST = 100
AROUND = 20  # letters of what is alike that a cut text keeps before what differs
NAMED_BY = 3  # fields that a part without a name of its own is told by

Names = Callable[[str], str]

_ENTRY = NS + "Entry"
_LABELS = (PREFIXES["dcterms"] + "title", PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label")
_UNTOLD = ("parts", "own", "slug", "keys")
_COLOURS = {"+": "32", "-": "31", "~": "33"}


def as_text(
    found: Difference, lang: str, names: Names | None = None, *, colour: bool = False, details: bool = True
) -> str:
    """Return a difference for a person: `+` is added, `-` removed, `~` changed; empty if nothing differs.

    Args:
        found: the difference.
        lang: `sv` or `en`.
        names: tells the label of a thing or a code by its IRI, and an empty text for one that it does not know.
        colour: whether signs are coloured, for a terminal.
        details: whether what is said of new things is told, and not only what they are.
    """
    return _Writer(lang, names or (lambda _iri: ""), colour=colour, details=details).document(found)


def counts(found: Difference, lang: str) -> str:
    """Return how many things are new, gone and changed, in words; evidence does not count."""
    told = []
    words = (("nya", "new"), ("borta", "gone"), ("ändrade", "changed"))
    for things, (sv, en) in zip((found.added, found.removed, found.changed), words, strict=True):
        number = sum(thing.kind != EVIDENCE and _is_told(thing) for thing in things)
        if number:
            told.append(f"{number} {sv if lang == 'sv' else en}")
    return ", ".join(told)


def kinds(things: Iterable[Thing], lang: str) -> str:
    """Return how many things of each class there are: `1 projekt, 12 deltagande`."""
    numbers: dict[str, int] = {}
    for thing in in_order(things):
        word = class_label(thing.kind, lang) if thing.kind else "annat" if lang == "sv" else "other"
        numbers[word] = numbers.get(word, 0) + 1
    return ", ".join(f"{word}: {number}" for word, number in numbers.items())


def class_label(iri: str, lang: str) -> str:
    """Return what a class is called."""
    return _vocabulary().get((iri, lang)) or _OTHERS.get(iri, {}).get(lang) or short_iri(iri)


def property_label(iri: str, kind: str, lang: str) -> str:
    """Return what a property of a class is called: as the form calls it, else the ontology, else by its name."""
    found = _fields(kind).get(iri)
    if found and found.label.get(lang):
        label = found.label[lang]
        return label if label[:2].isupper() else label[:1].lower() + label[1:]
    return _vocabulary().get((iri, lang)) or _OTHERS.get(iri, {}).get(lang) or short_iri(iri)


class _Writer:
    """The words of one difference in one language."""

    def __init__(self, lang: str, names: Names, *, colour: bool, details: bool) -> None:
        self.lang = "sv" if lang == "sv" else "en"
        self.names = names
        self.colour = colour
        self.details = details
        self.own: dict[str, str] = {}  # the names that the things of the difference have themselves

    def document(self, found: Difference) -> str:
        """Return the whole text."""
        signs = {
            thing.iri: sign
            for sign, things in (("+", found.added), ("-", found.removed), ("~", found.changed))
            for thing in things
        }
        told = [thing for thing in in_order([*found.added, *found.removed, *found.changed]) if _is_told(thing)]
        self.own = {thing.iri: label for thing in told if (label := self._label(thing))}
        self.own |= {thing.iri: summary for thing in told if (summary := self._summary(thing)[0])}
        lines = [line for thing in told for line in self._thing(thing, signs[thing.iri])]
        lines += self._evidence(found)
        return "".join(f"{line}\n" for line in lines)

    def _thing(self, thing: Thing, sign: str) -> Iterator[str]:
        yield self._signed(sign, self._heading(thing))
        if sign == "~":
            for change in thing.changes:
                if change.property != EVIDENCE_LINK:
                    yield from self._change(change, thing.kind)
        elif sign == "+" and self.details and thing.kind != _ENTRY:
            told = self._summary(thing)[1]
            for path, values in thing.properties:
                if path not in (RDF_TYPE, EVIDENCE_LINK) and not self._is_whole(thing, values):
                    yield from self._values("+", path, thing.kind, [one for one in values if (path, one) not in told])

    def _change(self, change: Change, kind: str) -> Iterator[str]:
        name = property_label(change.property, kind, self.lang)
        for before, after in change.replaced:
            one, other = (self._value(term, change.property, kind) for term in (before, after))
            one, other = _cut_alike(one, other)
            yield self._signed("~", f"{name}{_tag(before, after)}: {one} → {other}", 1)
        yield from self._values("-", change.property, kind, change.removed)
        yield from self._values("+", change.property, kind, change.added)

    def _values(self, sign: str, path: str, kind: str, values: Sequence[Term]) -> Iterator[str]:
        name = property_label(path, kind, self.lang)
        for language in dict.fromkeys(map(_language, values)):
            texts = [self._value(term, path, kind) for term in values if _language(term) == language]
            many = len(texts) > 1
            shown = "; ".join(_cut(text, LONGEST // 2) for text in texts) if many else _cut(texts[0])
            yield self._signed(sign, f"{name}{f' [{language}]' if language else ''}: {shown}", 1)

    def _signed(self, sign: str, words: str, depth: int = 0) -> str:
        line = f"{sign} {words}"
        if self.colour:
            line = f"\033[{_COLOURS[sign]}m{sign}\033[0m {words}"
        return "    " * depth + line

    def _heading(self, thing: Thing) -> str:
        """Return what a thing is and is called; with its IRI, if it is no part that its values tell."""
        word = sentence(class_label(thing.kind, self.lang)) if thing.kind else self._say("Sak", "Thing")
        short = short_iri(thing.iri)
        name = self.own.get(thing.iri) or _plain(self.names(thing.iri))
        if not name:
            return f"{word}: {short}"
        return f"{word}: {_cut(name)}" + ("" if self._summary(thing)[0] else f" ({short})")

    def _summary(self, thing: Thing) -> tuple[str, set[tuple[str, Term]]]:
        """Return the first values that the form asks of a part without a name of its own, in words and as they are."""
        if self._label(thing):
            return "", {
                (path, term) for path in _LABELS for term in thing.values(path) if _is(term, self._label(thing))
            }
        parts: list[str] = []
        told: set[tuple[str, Term]] = set()
        for path, field in _fields(thing.kind).items():
            values = thing.values(path)
            if values and field.kind not in _UNTOLD and path != EVIDENCE_LINK and len(parts) < NAMED_BY:
                shown = [term for term in values if _language(term) in ("", self.lang)] or values[:1]
                parts.append(", ".join(self._value(term, path, thing.kind).rstrip(".") for term in shown))
                told |= {(path, term) for term in shown}
        return ", ".join(parts), told

    def _label(self, thing: Thing) -> str:
        """Return a thing's own name, in the language if it has one in it."""
        for path in _LABELS:
            texts = {_language(term): text(term) for term in thing.values(path)}
            if texts:
                return _plain(texts.get(self.lang) or next(iter(texts.values())))
        return ""

    def _value(self, term: Term, path: str, kind: str) -> str:
        """Return a value as people write it; white space and unseen characters made plain."""
        if isinstance(term, ox.NamedNode):
            known = self.own.get(term.value) or _plain(self.names(term.value))
            return known or class_label(term.value, self.lang) if path == RDF_TYPE else known or short_iri(term.value)
        if not isinstance(term, ox.Literal):
            return str(term)
        if term.datatype.value == XSD + "boolean":
            return {"true": self._say("ja", "yes"), "false": self._say("nej", "no")}.get(term.value, term.value)
        found = _fields(kind).get(path)
        if found and found.kind == "rate":
            return _per_cent(term.value, self.lang)
        if found and found.kind in ("amount", "target-value"):
            return _grouped(term.value)
        return _plain(term.value)

    def _evidence(self, found: Difference) -> Iterator[str]:
        """Yield one line on evidence, and on the things whose links to it differ."""
        groups = (("+", found.added), ("-", found.removed), ("~", found.changed))
        numbers = [(sign, sum(thing.kind == EVIDENCE for thing in things)) for sign, things in groups]
        links = sum(
            thing.kind != EVIDENCE and any(change.property == EVIDENCE_LINK for change in thing.changes)
            for thing in found.changed
        )
        told = [f"{sign}{number}" for sign, number in numbers if number]
        if links:
            told.append(self._say(f"{links} med andra belägg", f"{links} with other evidence"))
        if told:
            yield f"  {self._say('belägg', 'evidence')}: {', '.join(told)}"

    def _is_whole(self, thing: Thing, values: Sequence[Term]) -> bool:
        """Tell whether a value is the project that a part is a part of, which its place below it says already."""
        whole, sign, _ = thing.iri.partition("#")
        return bool(sign) and [text(term) for term in values] == [whole]

    def _say(self, sv: str, en: str) -> str:
        return sv if self.lang == "sv" else en


def _is_told(thing: Thing) -> bool:
    """Tell whether a thing has a line of its own: evidence has not, nor has a link to it."""
    if thing.kind == EVIDENCE:
        return False
    return not thing.changes or any(change.property != EVIDENCE_LINK for change in thing.changes)


def _language(term: Term) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""


def _is(term: Term, value: str) -> bool:
    return _plain(text(term)) == value


def _tag(*terms: Term) -> str:
    """Return the language of values, if they have one."""
    found = dict.fromkeys(language for term in terms if (language := _language(term)))
    return f" [{'/'.join(found)}]" if found else ""


def _plain(value: str) -> str:
    """Return text on one line, with what cannot be seen made visible."""
    line = " ".join(value.split())
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in line)


def _cut(value: str, longest: int = LONGEST) -> str:
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"


def _cut_alike(one: str, other: str) -> tuple[str, str]:
    """Return two long texts cut to where they differ."""
    if max(len(one), len(other)) <= LONGEST:
        return one, other
    alike = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, alike - AROUND)
    opened = "…" if start else ""
    return tuple(_cut(opened + value[start:]) for value in (one, other))  # type: ignore[return-value]


def _per_cent(value: str, lang: str) -> str:
    try:
        number = f"{float(value) * 100:g}"
    except ValueError:
        return _plain(value)
    return f"{number.replace('.', ',')} %" if lang == "sv" else f"{number} %"


def _grouped(value: str) -> str:
    return f"{int(value):,}".replace(",", "\u00a0") if value.isdecimal() and len(value) < LONGEST else _plain(value)


@cache
def _fields(kind: str) -> dict[str, Field]:
    """Return the fields of a class's form by their properties, in the form's order."""
    form = the_form()
    name = next((name for name in form.classes if class_iri(name) == kind), "Actor" if kind in _ACTORS else "")
    found: dict[str, Field] = {}
    for field in form.fields(name) if name else ():
        if field.path:
            found.setdefault(field.path, field)
    return found


@cache
def _vocabulary() -> dict[tuple[str, str], str]:
    """Return the labels of the ontology's classes and properties by IRI and language."""
    label = PREFIXES["rdfs"] + "label"
    return {
        (text(triple.subject), triple.object.language or ""): triple.object.value
        for path in turtle_files(resource("ontology"))
        for triple in read_turtle(path)
        if triple.predicate.value == label and isinstance(triple.object, ox.Literal)
    }


_ACTORS = (NS + "OrganisationalUnit", NS + "ActorGroup")
# What the graph reuses and our ontology therefore gives no label.
_OTHERS = {
    PREFIXES[prefix] + local: {"sv": sv, "en": en}
    for prefix, local, sv, en in (
        ("rdf", "type", "är", "is"),
        ("dcterms", "description", "beskrivning", "description"),
        ("dcterms", "identifier", "beteckning", "identifier"),
        ("dcterms", "isPartOf", "del av", "part of"),
        ("dcterms", "isReplacedBy", "ersatt av", "replaced by"),
        ("dcterms", "issued", "utgiven", "issued"),
        ("dcterms", "language", "språk", "language"),
        ("dcterms", "license", "licens", "licence"),
        ("dcterms", "modified", "ändrad", "changed"),
        ("dcterms", "publisher", "utgivare", "publisher"),
        ("dcterms", "replaces", "ersätter", "replaces"),
        ("dcterms", "source", "källa", "source"),
        ("dcterms", "subject", "tema", "theme"),
        ("dcterms", "title", "titel", "title"),
        ("foaf", "homepage", "webbplats", "website"),
        ("foaf", "page", "webbsida", "web page"),
        ("foaf", "primaryTopic", "handlar om", "about"),
        ("org", "classification", "slag", "kind"),
        ("org", "unitOf", "enhet i", "unit of"),
        ("owl", "sameAs", "samma som", "same as"),
        ("owl", "versionInfo", "version", "version"),
        ("prov", "wasAttributedTo", "redaktör", "editor"),
        ("skos", "altLabel", "kallas också", "also called"),
        ("skos", "exactMatch", "motsvarar", "matches"),
        ("skos", "notation", "kod", "code"),
        ("skos", "prefLabel", "namn", "name"),
        ("skos", "Concept", "kod", "code"),
        ("vcard", "Individual", "kontaktperson", "contact person"),
    )
}
