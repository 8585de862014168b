"""JSON-LD that reads like plain JSON: a thing, what it consists of nested in it, and the context that it needs.

Its keys are those of the published context. The context stands in the document, the keys that it uses and no others,
so that a reader needs no network; prefixes are not needed at all.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from kg.disk.turtle import PREDICATE_ORDER, sort_key
from kg.terms import JSONLD_PREFIXES, NS, RDF_TYPE, XSD, compact
from kg.work.context import ALONE, NESTED, SEVERAL
from kg.work.exporters.statements import Properties, iri_of, literal, nameless

# What these properties point at is shown as an object with its name, not as an address alone.
SHOWN = (
    "sam:actor", "sam:candidate", "sam:hasOwner", "sam:hasSubProject", "sam:partOfInitiative", "sam:participatesIn",
    "sam:party", "sam:place", "sam:recipient", "sam:referenceTo", "sam:refersTo", "sam:subProjectOf",
    "dcterms:isPartOf", "dcterms:source", "org:hasUnit", "org:unitOf", "prov:wasAttributedTo",
)  # fmt: skip
# What the parts of a thing have told already, once more as a list of addresses: it stands last.
REPEATED = ("sam:hasParticipant", "sam:hasParticipation")
NAMES = ("dcterms:title", "skos:prefLabel")

_PART = re.compile(r"#[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_LANGUAGES = {"sv": 0, "en": 1}
_EXACT = 2**53  # beyond it JavaScript rounds whole numbers
_RANKS = {name: rank for rank, name in reversed(list(enumerate(PREDICATE_ORDER)))}
_RANKS |= dict.fromkeys(("sam:earliestStart", "sam:latestEnd"), _RANKS["sam:end"])


def full(name: str) -> str:
    """Return the IRI that `prefix:name` stands for in the context; an IRI as it is."""
    prefix, colon, local = name.partition(":")
    return JSONLD_PREFIXES[prefix] + local if colon and prefix in JSONLD_PREFIXES else name


shown, names, _repeated = (frozenset(map(full, words)) for words in (SHOWN, NAMES, REPEATED))


class Value(NamedTuple):
    """A value: an IRI (`linked`) or a text with its language or its datatype."""

    text: str
    language: str = ""
    datatype: str = ""
    linked: bool = False

    @property
    def kind(self) -> str:
        """What decides which key takes it: `@id`, `@language`, or its datatype."""
        return "@id" if self.linked else self.datatype or "@language"


class Keys:
    """The keys of a published context, by what they stand for."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.all = frozenset(context)
        self.definitions = {name: _spelled_out(name, value) for name, value in context.items() if name != "@version"}
        self.classes = {full(value): name for name, value in context.items() if isinstance(value, str)
                        and ":" in value and not value.endswith(("/", "#")) and not value.startswith("@")}  # fmt: skip
        self.nested = {full(NESTED[key]): key for key in NESTED}
        told = {name: value for name, value in self.definitions.items() if isinstance(value, dict) and "@id" in value}
        self.coerced: dict[str, str] = {name: told[name]["@type"] for name in told if "@type" in told[name]}
        self.by_language = frozenset(name for name in told if "@language" in told[name].get("@container", ()))
        self.vocabularies: dict[str, str] = {name: told[name]["@context"]["@vocab"] for name in told
                                             if "@context" in told[name]}  # fmt: skip
        self.of: dict[str, list[str]] = defaultdict(list)
        for name in told:
            self.of[told[name]["@id"]].append(name)
        self.rank = {iri: (_RANKS.get(compact(iri), len(_RANKS)), self.of[iri][0]) for iri in self.of}
        self._chosen: dict[tuple[str, str], str] = {}

    def key(self, predicate: str, kind: str) -> str:
        """Return the key for a value of a property; the property's IRI if the context has none that fits.

        `kind` is `@id` for an IRI, `@language` for a text in a language, else the value's datatype.
        """
        found = self._chosen.get((predicate, kind))
        if found is None:
            found = self._choose(self.of.get(predicate, []), kind) or predicate
            self._chosen[predicate, kind] = found
        return found

    def _choose(self, known: list[str], kind: str) -> str:
        wanted = ("@id", "@vocab") if kind == "@id" else (kind,)
        for name in known:
            if self.coerced.get(name) in wanted:
                return name
        if not known or (known[0] in self.by_language and kind not in ("@language", XSD + "string")):
            return ""
        return known[0]

    def order(self, predicate: str) -> tuple[int, str]:
        """Return where a property stands among the others of its thing."""
        return self.rank.get(predicate, (len(_RANKS) + 1, predicate))


def nested(root: str, told: Mapping[str, Properties], keys: Keys) -> dict[str, Any]:
    """Return statements as one JSON-LD document about a thing.

    What belongs to the thing stands in it; what has no place there, in a list under `included`. The same statements
    give the same document. Read as JSON-LD it is the same statements again.

    Args:
        root: the IRI of the thing, which must be a subject.
        told: by subject and property the values, in N-Triples and without nodes that lack names.
        keys: those of the published context.
    """
    return _Document(root, told, keys).whole()


class _Document:
    """Statements by subject, and which of them are written."""

    def __init__(self, root: str, told: Mapping[str, Properties], keys: Keys) -> None:
        self.root = root
        self.keys = keys
        self.used: set[str] = set()
        self.own = False  # whether a part is called by its `#name` alone
        self.things = {
            iri: {predicate: [_value(text) for text in values] for predicate, values in properties.items()}
            for iri, properties in told.items()
        }
        self.parents: dict[str, tuple[str, str]] = {}
        self.parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._choose_parents()
        self.written: set[str] = set()

    def _choose_parents(self) -> None:
        for iri in sorted(self.things, key=sort_key):
            if iri != self.root and (found := self._parent(iri)):
                self.parents[iri] = found
                self.parts[found[1]][self.keys.nested[found[0]]].append(iri)

    def _parent(self, iri: str) -> tuple[str, str] | None:
        """Return the property by which a thing is a part of another, and that other.

        None is returned for what is no part, or as much a part of one thing as of another.
        """
        properties = self.things[iri]
        for predicate in self.keys.nested:
            if predicate in properties:
                found = [value.text for value in properties[predicate] if value.linked]
                parent = self.root if self.root in found else found[0] if len(found) == 1 else ""
                if parent in self.things and not self._is_above(iri, parent):
                    return predicate, parent
        return None

    def _is_above(self, iri: str, other: str) -> bool:
        while other != iri and other in self.parents:
            other = self.parents[other][1]
        return other == iri

    def whole(self) -> dict[str, Any]:
        """Return the document."""
        thing = self._thing(self.root)
        first = sorted((iri for iri in self.things if iri not in self.parents), key=sort_key)
        rest = [self._thing(iri) for iri in [*first, *sorted(self.parents, key=sort_key)] if iri not in self.written]
        if rest:
            thing["included"] = rest
            self.used.add("included")
        return {"@context": self._context(), **thing}

    def _context(self) -> dict[str, Any]:
        base = {"@base": self.root} if self.own else {}
        terms = {name: _short(name, self.keys.definitions[name]) for name in sorted(self.used)}
        known = {name: terms[name] for name in terms if terms[name]}
        return {"@version": 1.1, **base, "@vocab": NS, "id": "@id", "type": "@type", **known}

    def _thing(self, iri: str) -> dict[str, Any]:
        """Return a thing whole, with what is a part of it."""
        self.written.add(iri)
        properties = self.things[iri]
        thing: dict[str, Any] = {"id": self._reference(iri)}
        if kinds := properties.get(RDF_TYPE):
            words = sorted(self._class(kind.text) for kind in kinds)
            thing["type"] = words[0] if len(words) == 1 else words
        up, parent = self.parents.get(iri, ("", ""))
        for predicate in sorted(properties, key=self.keys.order):
            if predicate == up:
                self._write(thing, predicate, [value for value in properties[predicate] if value.text != parent])
            elif predicate != RDF_TYPE and predicate not in _repeated:
                self._write(thing, predicate, properties[predicate])
        for key in NESTED if iri in self.parts else ():
            if parts := [part for part in self.parts[iri].get(key, ()) if part not in self.written]:
                self.used.add(key)
                written = [self._thing(part) for part in parts]
                thing[key] = written[0] if key in ALONE and len(written) == 1 else written
        for predicate in sorted(_repeated & properties.keys()):
            self._write(thing, predicate, properties[predicate])
        return thing

    def _write(self, thing: dict[str, Any], predicate: str, values: list[Value]) -> None:
        """Put the values of a property under the keys that take them: by language, by datatype, or in full."""
        found: dict[str, Any] = {}
        for value in sorted(values, key=_value_key) if len(values) > 1 else values:
            key = self.keys.key(predicate, value.kind)
            if key in self.keys.by_language:
                found.setdefault(key, {}).setdefault(value.language or "@none", []).append(value.text)
            else:
                found.setdefault(key, []).append(self._said(predicate, value, self.keys.coerced.get(key), key))
        for key, written in found.items():
            if key in self.keys.all:
                self.used.add(key)
            several = key in SEVERAL
            if isinstance(written, dict):
                thing[key] = {tag: texts if several or len(texts) > 1 else texts[0] for tag, texts in written.items()}
            else:
                thing[key] = written if several or len(written) > 1 else written[0]

    def _said(self, predicate: str, value: Value, coerced: str | None, key: str) -> Any:
        if value.linked:
            return self._link(predicate, value.text, coerced, self.keys.vocabularies.get(key, ""))
        text, datatype = value.text, value.datatype
        if value.language:
            return {"@value": text, "@language": value.language}
        if coerced == datatype or (datatype == XSD + "string" and not coerced):
            return text
        if datatype == XSD + "boolean" and text in ("true", "false"):
            return text == "true"
        if datatype == XSD + "integer" and len(text) < 18 and abs(int(text)) < _EXACT and str(int(text)) == text:
            return int(text)
        return {"@value": text, "@type": datatype}

    def _link(self, predicate: str, iri: str, coerced: str | None, vocabulary: str) -> Any:
        """Return what stands for a thing: a word for a code, an object for what is shown by name, else its address."""
        if coerced == "@vocab":
            word = iri[len(vocabulary) :] if vocabulary and iri.startswith(vocabulary) else ""
            if _WORD.fullmatch(word) and word not in self.keys.all:
                return word
            if not vocabulary and (known := self.keys.of.get(iri)):
                self.used.add(known[0])
                return known[0]
            return iri
        if predicate not in shown:
            return self._reference(iri) if coerced == "@id" else {"id": self._reference(iri)}
        if iri in self.things and iri not in self.written and iri not in self.parents:
            return self._thing(iri)
        reference: dict[str, Any] = {"id": self._reference(iri)}
        for name in sorted(names & self.things.get(iri, {}).keys()):
            self._write(reference, name, self.things[iri][name])
        return reference

    def _reference(self, iri: str) -> str:
        if iri.startswith(self.root) and _PART.fullmatch(iri, len(self.root)):
            self.own = True
            return iri[len(self.root) :]
        return iri

    def _class(self, iri: str) -> str:
        if name := self.keys.classes.get(iri):
            self.used.add(name)
            return name
        return iri


def _spelled_out(name: str, definition: Any) -> Any:
    """Return a definition with its IRIs in full, so that it stands on its own."""
    if isinstance(definition, str):
        return definition if name in JSONLD_PREFIXES else full(definition)
    return {key: full(value) if isinstance(value, str) else value for key, value in definition.items()}


def _short(name: str, definition: Any) -> Any:
    """Return a definition without what goes without saying; nothing for a name of our own vocabulary and no more."""
    if isinstance(definition, dict) and set(definition) == {"@id"}:
        definition = definition["@id"]
    return None if definition == NS + name else definition


def _value(text: str) -> Value:
    """Return a value from its N-Triples.

    Raises:
        InputError: if it is a node without a name, or a triple.
    """
    if text[0] == "<":
        return Value(iri_of(text), linked=True)
    if text[0] != '"':
        raise nameless()
    value, language, datatype = literal(text)
    return Value(value, language, "" if language else datatype or XSD + "string")


def _value_key(value: Value) -> tuple[bool, int, str, str, str]:
    language = value.language
    return (not value.linked, _LANGUAGES.get(language, 2), language, sort_key(value.text), value.datatype)
