"""The JSON-LD context of the form: what its keys mean, for whoever reads an entry with another tool than ours.

An entry in YAML or JSON with codes by notation, places and actors by short name, is JSON-LD under this context. What
only our reader does stays its own: it knows names, types dates by how much of them is written, and names the parts.
"""

from typing import Any

from kg.terms import CODES, ID, PREFIXES, compact
from kg.work.form import Field, Form

IRI = "https://w3id.org/samverkan/entry.jsonld"
_TYPED = {"amount": "xsd:integer", "boolean": "xsd:boolean", "integer": "xsd:integer"}
_FOLDERS = {"place": "place", "actor": "actor", "owner": "actor", "document": "document", "project": "project"}
_USED = ("dcterms", "foaf", "org", "sam", "skos", "vcard", "xsd")


def make_form_context(form: Form) -> dict[str, Any]:
    """Return the context document of a form: English keys, each part with the meaning its keys have there."""
    context: dict[str, Any] = {"@version": 1.1} | {name: PREFIXES[name] for name in _USED}
    return {"@context": context | _terms(form, "Project", ())}


def _terms(form: Form, name: str, within: tuple[str, ...]) -> dict[str, Any]:
    """Return what the keys of a class mean; a class within itself is not spelled out again."""
    found: dict[str, Any] = {}
    for field in form.fields(name):
        if field.kind == "slug":
            found[field.key] = "@id" if name == "Project" else None
        elif field.kind in ("keys", "own", "reference", "thing", "lines", "owner"):
            found[field.key] = None
        elif field.kind == "parts":
            found[field.key] = _part(form, field, within)
        else:
            found[field.key] = _term(field)
    return found


def _term(field: Field) -> dict[str, Any]:
    """Return what a key means whose value is one or several terms."""
    iri = compact(field.path)
    if field.kind == "texts":
        return {"@id": iri, "@container": "@language"}
    if field.kind == "code":
        space = PREFIXES["currency"] if field.scheme == "currency" else f"{CODES}{field.scheme}/"
        return {"@id": iri, "@type": "@vocab", "@context": {"@vocab": space}}
    if folder := _FOLDERS.get(field.kind):
        return {"@id": iri, "@type": "@vocab", "@context": {"@vocab": f"{ID}{folder}/"}}
    if field.kind in ("address", "email", "phone", "target"):
        return {"@id": iri, "@type": "@id"}
    return {"@id": iri} | ({"@type": _TYPED[field.kind]} if field.kind in _TYPED else {})


def _part(form: Form, field: Field, within: tuple[str, ...]) -> dict[str, Any] | None:
    """Return what a key means under which parts stand: they point at what they are a part of, but for evidence."""
    if field.part not in form.classes or field.part in within or field.part == "Initiative":
        return None
    direction = "@id" if field.part == "Evidence" else "@reverse"
    return {direction: compact(field.path), "@context": _terms(form, field.part, (*within, field.part))}
