"""From what stands under a key to terms of the graph: texts, dates, figures, codes, places."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.written import Pairs, Place, Text, Written
from kg.work.entries import advice
from kg.work.entries.draft import Term
from kg.work.entries.filled import as_items
from kg.work.entries.reading import Reading
from kg.work.form import Field
from kg.work.matching import Near
from kg.work.problem import Problem
from kg.work.values import readers
from kg.work.values.refusal import Read, Refusal, Remark

MOST = 50  # values in one text that are looked up apart
PERSONAL = "organisation-number-personal"
_BETWEEN = re.compile(r"[,;/+&]|\s(?:och|and|samt)\s")
_LANGUAGES = {"sv": "sv", "svenska": "sv", "swedish": "sv", "en": "en", "engelska": "en", "english": "en"}
_AREAS = {
    "municipality": "municipality", "kommun": "municipality", "county": "county", "län": "county",
    "nuts": "nuts", "nutskod": "nuts", "nuts code": "nuts", "region": "nuts", "country": "country", "land": "country",
}  # fmt: skip

Placed = tuple[Term, Place]


def terms(reading: Reading, field: Field, written: Written) -> list[Placed]:
    """Return what a field's value says, each with its place; what cannot be read is told and left out."""
    if field.kind == "texts":
        return list(_texts(reading, field, written))
    items = as_items(written) if field.many else [written]
    read = {"code": _code, "place": _place}.get(field.kind, _scalar)
    return [(term, item.place) for item in items if (term := read(reading, field, item)) is not None]


def _scalar(reading: Reading, field: Field, written: Written) -> Term | None:
    found = reading.single(field, written)
    if found is None:
        return None
    if field.kind == "identifier":
        read: Read[ox.Literal] | Read[ox.NamedNode] | Refusal = readers.read_identifier(found.value, esf=reading.esf)
    else:
        read = readers.READERS[field.kind](found.value)
    problems = (read,) if isinstance(read, Refusal) else read.remarks
    for problem in problems:
        reading.tell(told(found.place, field, found.value, problem))
    return None if isinstance(read, Refusal) else read.value


def told(place: Place, field: Field, value: str, refusal: Remark) -> Problem:
    """Return a value's refusal as a problem of its field; what may be a person's number is not repeated."""
    kept = "" if refusal.check == PERSONAL else value
    return Problem(place, refusal.severity, refusal.check, field.key, kept, refusal.sv, refusal.en)


def _texts(reading: Reading, field: Field, written: Written) -> Iterator[Placed]:
    """Yield texts with their language: said by keys (`sv`, `en`), else guessed from the text."""
    for item in as_items(written):
        pairs: list[tuple[Text, Written]] = [(Text("", item.place), item)] if isinstance(item, Text) else []
        if isinstance(item, Pairs):
            pairs = list(item)
        elif not pairs:
            reading.tell(advice.wrong_form(item.place, field, "Skriv en text, inga listor i listor.",
                                           "Write a text, not lists in lists."))  # fmt: skip
        for key, value in pairs:
            language = _LANGUAGES.get(key.value.casefold()) if key.value else ""
            if language is None:
                reading.tell(advice.unknown_key(key.place, key.value, ["sv", "en"], ["sv", "en"], "violation"))
                continue
            for single in as_items(value) if field.many else [value]:
                found = reading.single(field, single)
                if found and found.value.strip() and (term := _language_text(reading, field, found, language)):
                    yield term, found.place


def _language_text(reading: Reading, field: Field, found: Text, language: str) -> ox.Literal | None:
    read = readers.read_text(found.value, name=field.path.endswith(("title", "Label", "Name")))
    for problem in (read,) if isinstance(read, Refusal) else read.remarks:
        reading.tell(told(found.place, field, found.value, problem))
    if isinstance(read, Refusal):
        return None
    return ox.Literal(read.value.value, language=language or readers.guess_language(read.value.value))


def _code(reading: Reading, field: Field, written: Written) -> Term | None:
    found = reading.single(field, written)
    if found is None:
        return None
    match = reading.known.matcher.code(found.value, field.scheme)
    if match.iri:
        return ox.NamedNode(match.iri)
    if _tells_of_several(reading, field, found, lambda part: reading.known.matcher.code(part, field.scheme).iri):
        return None
    choices = (reading.known.choices(field.scheme, "sv"), reading.known.choices(field.scheme, "en"))
    near_en = [reading.known.name(item.iri, "en") for item in match.near]
    reading.tell(advice.unknown_code(found.place, field, found.value, choices, match.near, near_en))
    return None


def _tells_of_several(reading: Reading, field: Field, found: Text, meant: Callable[[str], str | None]) -> bool:
    """Tell that a value is several, with commas or the like between them; say whether it is."""
    parts = [part.strip() for part in _BETWEEN.split(found.value)]
    if not 1 < len(parts) <= MOST or not all(part and meant(part) for part in parts):
        return False
    reading.tell((advice.several_in_one if field.many else advice.one_of)(found.place, field, found.value, parts))
    return True


def _place(reading: Reading, field: Field, written: Written) -> Term | None:
    if isinstance(written, Pairs):
        return _area(reading, field, written)
    found = reading.single(field, written)
    return _one_place(reading, field, found, "") if found else None


def _one_place(reading: Reading, field: Field, found: Text, kind: str) -> ox.NamedNode | None:
    match = reading.known.matcher.place(found.value, kind=kind)
    if match.iri:
        return ox.NamedNode(match.iri)
    if not match.near and (whole := _with_zero(reading, found.value)):
        match = replace(match, near=(Near(whole, f"0{found.value} {reading.known.name(whole)}", "zeros"),))
    if _tells_of_several(reading, field, found, lambda part: reading.known.matcher.place(part).iri):
        return None
    problem = advice.ambiguous if match.several else advice.unknown_place
    reading.tell(problem(found.place, field, found.value, match))
    return None


def _with_zero(reading: Reading, text: str) -> str | None:
    """Return the place whose code a spreadsheet has taken the first zero from."""
    is_short = re.fullmatch(r"[1-9]|[1-9][0-9]{2}", text)
    return reading.known.matcher.place(f"0{text}").iri if is_short else None


def _area(reading: Reading, field: Field, written: Pairs) -> ox.NamedNode | None:
    """Return the narrowest of the places in `{municipality: …, county: …}`, which must lie in the others."""
    found: dict[str, tuple[Text, ox.NamedNode]] = {}
    for key, value in written:
        kind = _AREAS.get(key.value.casefold().strip())
        if kind is None:
            names = list(dict.fromkeys(_AREAS.values()))
            reading.tell(advice.unknown_key(key.place, key.value, ["kommun", "län"], names[:2], "violation"))
        elif (text := reading.single(field, value)) and text.value and (
            node := _one_place(reading, field, text, kind)
        ):  # fmt: skip
            found[kind] = (text, node)
    kinds = [kind for kind in ("municipality", "county", "nuts", "country") if kind in found]
    for wider in kinds[1:]:
        text, node = found[kinds[0]]
        if not reading.known.within(node.value, found[wider][1].value):
            right = reading.known.area_of(node.value, wider, like=found[wider][1].value)
            name, stated, fit = (reading.known.area_names(iri) for iri in (node.value, found[wider][1].value, right))
            reading.tell(advice.wrong_area(text.place, field, text.value, name, stated, fit))
    return found[kinds[0]][1] if kinds else None
