"""The writer of entries: statements of the graph as a form filled in, which the reader takes back unchanged."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.terms import ID, NS, PREFIXES, RDF_TYPE, code, compact
from kg.work.entries.known import Known
from kg.work.entries.reader import read_entry
from kg.work.form import Field, Form, class_iri, the_form
from kg.work.select import text as text_of
from kg.work.values.characters import is_blank

_DEFAULTS = {
    ("Participation", "status"): code("cooperation-status", "actual"),
    ("Participation", "basis"): code("basis", "stated"),
    ("Contribution", "scope"): code("scope", "whole"),
}
_ANSWERS = {"true": {"sv": "ja", "en": "yes"}, "false": {"sv": "nej", "en": "no"}}
_OWNER = code("role", "owner")
_SAID_OF_OWNERS = ("project", "actor", "role", "cooperationStatus", "basis", "statedAs", "evidence")
_ATTEMPTS = 3  # at most this many readings tell which parts need the ids that they have

Filled = dict[str, Any]


def write_form(
    triples: Iterable[ox.Triple], known: Known, slug: str, form: Form | None = None, lang: str = "en"
) -> Filled:
    """Return a project's entry as keys and values; parts have ids where the reader would not give them the same ones.

    Args:
        triples: the statements of its entry, and of its contacts if they are to be there.
        known: the graph that the entry points into.
        slug: the project's short name.
        form: the form; that of the package's shapes if left out.
        lang: the language of the keys and the codes.
    """
    writer = _Writer(triples, known, form or the_form(), slug, lang)
    whole = writer.whole()
    meant = _read(whole, writer)
    writer.unnamed = writer.parts_with_ids - writer.referred_to()
    for _ in range(_ATTEMPTS):
        brief = writer.whole()
        differing = meant ^ _read(brief, writer)
        if not differing:
            return brief
        writer.unnamed -= {text_of(triple.subject) for triple in differing}
    return whole


def as_yaml(filled: Filled) -> str:
    """Return a form filled in as YAML that the reader takes."""
    return yaml.dump(filled, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def _read(filled: Filled, writer: "_Writer") -> set[ox.Triple]:
    """Return what the reader makes of a form filled in."""
    draft = read_entry(_written(filled), writer.known, writer.form)
    return {*draft.public, *draft.private}


def _written(value: Any) -> Written:
    """Return a form filled in as its carrier would give it."""
    place = Place(Path("post.yaml"))
    if isinstance(value, dict):
        return Pairs(tuple((Text(key, place), _written(one)) for key, one in value.items()), place)
    if isinstance(value, list):
        return Items(tuple(map(_written, value)), place)
    return Text(value, place)


class _Plain(yaml.SafeDumper):
    """A writer of YAML that quotes only where the syntax asks for it: the reader takes every value as text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


class _Writer:
    """The statements of an entry by subject and property, and by property and object."""

    def __init__(self, triples: Iterable[ox.Triple], known: Known, form: Form, slug: str, lang: str) -> None:
        self.known, self.form, self.slug, self.lang = known, form, slug, lang
        self.objects: dict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = defaultdict(list)
        self.subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in sorted(triples, key=str):
            value = triple.object
            if isinstance(value, ox.NamedNode | ox.Literal):
                self.objects[text_of(triple.subject), triple.predicate.value].append(value)
                self.subjects[triple.predicate.value, value.value].append(text_of(triple.subject))
        self.base = f"{ID}project/{slug}#"
        self.owner = ""  # the participation that `owner: name` says all of
        self.parts_with_ids: set[str] = set()
        self.unnamed: set[str] = set()  # the parts that the reader gives their names without being told

    def whole(self) -> Filled:
        """Return the entry's form."""
        self.owner = self.plain_owner()
        return self.project(self.base[:-1], whole=True)

    def id(self, iri: str, class_name: str) -> Filled:
        """Return the id of a part, or nothing if the reader gives it."""
        self.parts_with_ids.add(iri)
        short = iri.rpartition("/")[2].removeprefix(f"{self.slug}#")
        return {} if iri in self.unnamed else {self.name(class_name, "id"): short}

    def referred_to(self) -> set[str]:
        """Return the parts that others name by their ids: these have to stand still while the form is edited."""
        paths = {
            field.path
            for name in self.form.classes for field in self.form.fields(name) if field.kind in ("own", "reference")
        }  # fmt: skip
        return {iri for path, iri in self.subjects if path in paths}

    def project(self, iri: str, *, whole: bool) -> Filled:
        """Return a project's form; `whole` if it is the entry's own, whose sources say what they are for."""
        filled: Filled = {self.name("Project", "slug"): iri.removeprefix(f"{ID}project/")}
        return filled | self.fields(iri, "Project", whole=whole)

    def fields(self, iri: str, class_name: str, *, whole: bool | None = None) -> Filled:
        """Return the fields of a thing's form that have values; `whole` says whether a project is the entry's own."""
        filled: Filled = {}
        for field in self.form.fields(class_name):
            if field.kind in ("slug", "keys", "lines") or field.key == "initiatives":
                continue
            if field.kind == "owner":
                if whole and self.owner:
                    filled[field.name(self.lang)] = self.one(self.owner, "statedAs")
                continue
            found = self.parts(iri, field) if field.kind == "parts" and field.part != "Evidence" else None
            if field.part == "Evidence" and field.kind == "parts":
                found = self.sources(iri, field, whole=whole)
            elif found is None:
                found = self.values(iri, field, class_name)
            if found:
                filled[field.name(self.lang)] = found
        return filled

    def name(self, class_name: str, key: str) -> str:
        """Return a key in the language that the form is written in."""
        field = self.form.field(class_name, key)
        return field.name(self.lang) if field else key

    def values(self, iri: str, field: Field, class_name: str) -> Any:
        """Return the values of a field: one as it stands, several as a list."""
        terms = self.objects.get((iri, field.path), [])
        if field.kind == "texts":
            return self.texts(terms, many=field.many)
        if [term.value for term in terms] == [_DEFAULTS.get((class_name, field.key))]:
            return None
        values = [self.value(term, field) for term in terms]
        if class_name == "Finding" and field.key == "about" and values == ["project"]:
            return None
        return values[0] if len(values) == 1 else values

    def texts(self, terms: list[ox.NamedNode | ox.Literal], *, many: bool) -> Any:
        """Return texts by language."""
        found: dict[str, list[str]] = {}
        for term in terms:
            if isinstance(term, ox.Literal):
                found.setdefault(term.language or "sv", []).append(term.value)
        ordered = {lang: found[lang] for lang in sorted(found, reverse=True)}
        return ordered if many else {lang: texts[0] for lang, texts in ordered.items()}

    def value(self, term: ox.NamedNode | ox.Literal, field: Field) -> Any:
        """Return one value as its writer would put it."""
        iri = term.value
        if isinstance(term, ox.Literal):
            if field.kind == "boolean" and iri in _ANSWERS:
                return _ANSWERS[iri][self.lang]
            return f"{float(iri) * 100:g} %" if field.kind == "rate" else iri
        if field.kind == "code":
            return self.code(iri, field.scheme)
        if iri.startswith(self.base):
            return iri.removeprefix(self.base)
        if iri == self.base[:-1]:
            return "project"
        if field.kind == "own":
            return compact(iri)
        if field.kind == "place":
            return self.named(iri, self.known.matcher.place(self.known.name(iri)).iri)
        if field.kind == "actor":
            return self.actor(iri)
        if field.kind == "target":
            return self.project(iri, whole=False) if self.is_described(iri) else iri.rpartition("/")[2]
        if field.kind == "thing":
            return compact(iri)
        return iri.removeprefix("mailto:").removeprefix("tel:")

    def named(self, iri: str, meant: str | None) -> str:
        """Return a thing's name if it means that thing and no other, else its short IRI."""
        return self.known.name(iri) if meant == iri else compact(iri)

    def code(self, iri: str, scheme: str) -> str:
        """Return a code's label if it means that code and no other, else its notation."""
        label = self.known.name(iri, self.lang)
        means_it = self.known.matcher.code(label, scheme).iri == iri and not is_blank(label, "sv")
        return label if means_it else iri.rpartition("/")[2]

    def plain_owner(self) -> str:
        """Return the participation of the project's only owner, if `owner: name` says all that there is to say of it.

        Its evidence, if it has any, is then among the project's own, which can say that it is for the owner.
        """
        project = self.base[:-1]
        found = [
            part for part in self.subjects.get((NS + "role", _OWNER), ())
            if self.one(part, "project") == project
        ]  # fmt: skip
        if len(found) != 1:
            return ""
        part = found[0]
        actor, stated = self.one(part, "actor"), self.one(part, "statedAs")
        is_plain = (
            part in self.unnamed
            and self.said_of(part) <= {RDF_TYPE, *(NS + local for local in _SAID_OF_OWNERS)}
            and self.one(part, "cooperationStatus") == _DEFAULTS["Participation", "status"]
            and self.one(part, "basis") == _DEFAULTS["Participation", "basis"]
            and set(self.evidence(part)) <= set(self.evidence(project))
        )
        return part if is_plain and stated and self.means(stated, actor) else ""

    def means(self, stated: str, actor: str) -> bool:
        """Tell whether a name as it is stated means an actor that the entry need not describe."""
        return not self.is_described(actor) and self.known.matcher.actor(stated).iri == actor

    def one(self, iri: str, local: str) -> str:
        """Return the only value of a property of `sam:`; nothing if it has none or several."""
        found = self.objects.get((iri, NS + local), [])
        return found[0].value if len(found) == 1 else ""

    def evidence(self, iri: str) -> list[str]:
        """Return the evidence of a thing."""
        return [term.value for term in self.objects.get((iri, NS + "evidence"), [])]

    def said_of(self, iri: str) -> set[str]:
        """Return the properties that a thing has."""
        return {path for subject, path in self.objects if subject == iri}

    def is_described(self, iri: str) -> bool:
        """Tell whether the entry itself says what a thing is."""
        return (iri, RDF_TYPE) in self.objects

    def actor(self, iri: str) -> Any:
        """Return an actor's name, or the form of one that the entry describes."""
        if not self.is_described(iri):
            return self.named(iri, self.known.matcher.actor(self.known.name(iri)).iri)
        filled: Filled = {self.name("Actor", "short_name"): iri.rpartition("/")[2]} | self.fields(iri, "Actor")
        if any(kind.value == class_iri("ActorGroup") for kind in self.objects[iri, RDF_TYPE]):
            filled[self.name("Actor", "group")] = "ja" if self.lang == "sv" else "yes"
        return filled

    def parts(self, iri: str, field: Field) -> list[Any]:
        """Return the forms of a thing's parts."""
        if field.part == "Finding":
            found = self.subjects.get((RDF_TYPE, class_iri("Finding")), []) if iri == self.base[:-1] else []
        else:
            found = self.subjects.get((field.path, iri), [])
        if field.part == "Project":
            return [self.project(part, whole=False) for part in found]
        return [
            self.id(part, field.part) | self.fields(part, field.part)
            for part in sorted(found, key=_counted)
            if (part, RDF_TYPE) in self.objects and part != self.owner
        ]

    def sources(self, iri: str, field: Field, *, whole: bool | None) -> list[Any]:
        """Return a thing's evidence; a project's says which properties it is for."""
        return [
            self.source(term.value, whole=whole)
            for term in sorted(self.objects.get((iri, field.path), []), key=lambda term: _counted(term.value))
        ]

    def source(self, iri: str, *, whole: bool | None) -> Filled:
        """Return the form of one piece of evidence."""
        document = next((term.value for term in self.objects.get((iri, NS + "document"), [])), "")
        own = self.objects.get((document, PREFIXES["dcterms"] + "identifier"))
        called = own[0].value if own else self.known.value(document, PREFIXES["dcterms"] + "identifier")
        filled = self.id(iri, "Evidence")
        filled[self.name("Evidence", "document")] = called or document.rpartition("/")[2]
        lines = [
            self.objects[iri, NS + local][0].value
            for local in ("firstLine", "lastLine")
            if (iri, NS + local) in self.objects
        ]
        if lines:
            filled[self.name("Evidence", "lines")] = "-".join(dict.fromkeys(lines))
        paths = {term.value for term in self.objects.get((iri, NS + "evidenceFor"), [])}
        if whole is not None and (whole or paths):
            fields = {
                field.path: field.name(self.lang) for field in reversed(self.form.fields("Project")) if field.path
            }
            owner = [self.name("Project", "owner")] if whole and iri in self.evidence(self.owner) else []
            filled[self.name("Evidence", "for")] = [
                *owner,
                *(fields.get(path, compact(path)) for path in sorted(paths)),
            ]
        return filled


def _counted(name: str) -> str:
    from kg.disk.turtle import sort_key

    return sort_key(name)
