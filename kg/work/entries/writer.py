"""The writer of entries: statements of the graph as a form filled in, which the reader takes back unchanged."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import yaml

from kg.terms import ID, NS, PREFIXES, RDF_TYPE, compact
from kg.work.entries.known import Known
from kg.work.form import Field, Form, class_iri, the_form
from kg.work.select import text as text_of

_DEFAULTS = {"status": "actual", "basis": "stated", "scope": "whole"}
_DEFAULT_CLASSES = ("Participation", "Contribution")

Filled = dict[str, Any]


def write_form(
    triples: Iterable[ox.Triple], known: Known, slug: str, form: Form | None = None, lang: str = "en"
) -> Filled:
    """Return a project's entry as keys and values.

    Args:
        triples: the statements of its entry, and of its contacts if they are to be there.
        known: the graph that the entry points into.
        slug: the project's short name.
        form: the form; that of the package's shapes if left out.
        lang: the language of the keys.
    """
    return _Writer(triples, known, form or the_form(), slug, lang).project(f"{ID}project/{slug}", whole=True)


def as_yaml(filled: Filled) -> str:
    """Return a form filled in as YAML that the reader takes."""
    return yaml.dump(filled, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


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

    def project(self, iri: str, *, whole: bool) -> Filled:
        """Return a project's form; `whole` if it is the entry's own, whose sources say what they are for."""
        filled: Filled = {self.name("Project", "slug"): iri.removeprefix(f"{ID}project/")}
        return filled | self.fields(iri, "Project", whole=whole)

    def fields(self, iri: str, class_name: str, *, whole: bool | None = None) -> Filled:
        """Return the fields of a thing's form that have values; `whole` says whether a project is the entry's own."""
        filled: Filled = {}
        for field in self.form.fields(class_name):
            if field.kind in ("slug", "owner", "keys", "lines") or field.key == "initiatives":
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
        values = [self.value(term, field) for term in terms]
        if class_name in _DEFAULT_CLASSES and values == [_DEFAULTS.get(field.key)]:
            return None
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
            return f"{float(iri) * 100:g} %" if field.kind == "rate" else iri
        if field.kind == "code":
            return iri.rpartition("/")[2]
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
            {self.name(field.part, "id"): part.rpartition("/")[2].removeprefix(f"{self.slug}#")}
            | self.fields(part, field.part)
            for part in sorted(found, key=_counted)
            if (part, RDF_TYPE) in self.objects
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
        filled: Filled = {
            self.name("Evidence", "id"): iri.removeprefix(self.base),
            self.name("Evidence", "document"): called or document.rpartition("/")[2],
        }
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
            filled[self.name("Evidence", "for")] = [fields.get(path, compact(path)) for path in sorted(paths)]
        return filled


def _counted(name: str) -> tuple[object, ...]:
    from kg.disk.turtle import sort_key

    return sort_key(name)
