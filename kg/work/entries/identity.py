"""Which project an entry is about: one that the graph has, to be updated, or a new one with a short name of its own."""

import re

import pyoxigraph as ox

from kg.disk.spelling import tight
from kg.disk.written import Pairs, Text
from kg.terms import ID, PREFIXES, slug
from kg.work.entries import advice
from kg.work.entries.filled import Filled, as_items
from kg.work.entries.reading import Reading
from kg.work.periods import Period, period_of
from kg.work.values import characters
from kg.work.values.readers import read_date
from kg.work.values.refusal import Read

LONGEST = 60
UNKNOWN = ("unknown", "okänd", "okänt", "ej känd", "not known")
PROJECTS = f"{ID}project/"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TITLE = PREFIXES["dcterms"] + "title"


def identify(reading: Reading, filled: Filled) -> None:
    """Give the draft its title and short name, and tell what speaks against them.

    A short name that is written counts; else that of the project with the same identifier; else the title's, if no
    other project (one with another identifier or another owner) has it. An entry that can have none is called after
    its file, so that the rest of it is read too.
    """
    draft = reading.draft
    titles = _all_texts(filled, "title")
    draft.title = titles[0].value.strip() if titles else ""
    numbers = _all_texts(filled, "identifier")
    holders = [_holder(reading, number) for number in numbers]
    written = _as_written(reading, filled)
    held = next(filter(None, holders), "").removeprefix(PROJECTS)
    draft.slug = written or held or _of_title(reading, filled, numbers)
    for number, holder in zip(numbers, holders, strict=True):
        if holder and holder != draft.project.value:
            reading.tell(advice.identifier_of_another(number.place, number.value, reading.known.name(holder), holder))
        elif holder and not written:
            _same_project(reading, filled, number)
    if written and draft.project.value not in holders:
        _same_name(reading, filled)
    elif not written and not held and reading.known.is_entry(draft.project.value):
        place = titles[0].place if titles else draft.place
        reading.tell(advice.updated(place, draft.title, draft.slug))


def is_slug(text: str) -> bool:
    """Tell whether a text may be the short name of a thing."""
    return len(text) <= 2 * LONGEST and bool(_SLUG.fullmatch(text))


def _as_written(reading: Reading, filled: Filled) -> str:
    """Return the short name that is written; nothing, told, if it cannot be one."""
    found = filled.values.get("slug")
    if found is None:
        return ""
    text = found[2].value.strip().removeprefix(PROJECTS) if isinstance(found[2], Text) else ""
    if is_slug(text):
        return text
    reading.tell(advice.wrong_slug(found[2].place, found[0].key, text))
    return ""


def _of_title(reading: Reading, filled: Filled, numbers: list[Text]) -> str:
    """Return a short name made of the title, else of the identifier, else of the file's name."""
    for text in (reading.draft.title, *(number.value for number in numbers[:1])):
        if name := slug_of(text):
            return _free(reading, filled, shortened(name), numbers)
    title, blank = reading.draft.title, filled.blanks.get("title")
    place = blank[1] if blank else reading.draft.place
    reading.tell(advice.unreadable_title(place, title) if title else advice.nameless(place))
    name = _unused(reading, shortened(slug_of(reading.draft.path.stem) or "post"))
    reading.draft.blamed.add((PROJECTS + name, _TITLE))
    return name


def _unused(reading: Reading, wanted: str) -> str:
    """Return a short name that nothing in the graph has."""
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    return next(name for name in names if not reading.known.exists(PROJECTS + name))


def slug_of(text: str) -> str:
    """Return the slug of a text; nothing if it has neither letters nor digits."""
    try:
        return slug(text)
    except ValueError:
        return ""


def _all_texts(filled: Filled, key: str) -> list[Text]:
    """Return the texts of a field, whatever their language."""
    found = filled.values.get(key)
    texts: list[Text] = []
    for item in as_items(found[2]) if found else ():
        values = [value for _, value in item] if isinstance(item, Pairs) else [item]
        texts += [value for value in values if isinstance(value, Text) and value.value.strip()]
    return texts


def _holder(reading: Reading, number: Text) -> str:
    """Return the project that has an identifier, however its hyphens and letters are written."""
    line = characters.code_line(number.value)
    spellings = [number.value, *([line, line.upper()] if isinstance(line, str) else ())]
    return next(filter(None, map(reading.known.of_identifier, dict.fromkeys(spellings))), "")


def shortened(name: str, longest: int = LONGEST) -> str:
    """Return a short name of whole words."""
    if len(name) <= longest:
        return name
    return name[: longest + 1].rpartition("-")[0] or name[:longest]


def _free(reading: Reading, filled: Filled, wanted: str, numbers: list[Text]) -> str:
    """Return a short name that no other project has: with the identifier, or the owner, or a number, behind it."""
    if not _is_others(reading, filled, wanted, numbers):
        return wanted
    endings = [slug_of(number.value) for number in numbers] + [slug_of(_owner_text(reading, filled))]
    candidates = [f"{wanted}-{shortened(ending)}" for ending in endings if ending]
    candidates += [f"{wanted}-{number}" for number in range(2, 1000)]
    return next(name for name in candidates if not _is_others(reading, filled, name, numbers))


def _is_others(reading: Reading, filled: Filled, name: str, numbers: list[Text]) -> bool:
    """Tell whether a short name belongs to another project than the one written about."""
    iri = PROJECTS + name
    if not reading.known.is_entry(iri):
        return False
    theirs = reading.known.identifiers(iri)
    if numbers and theirs:
        return True  # their identifier is another, else it had been found
    if _is_apart(_period(filled), period_of(reading.known.knowledge, ox.NamedNode(iri))):
        return True  # under the same name as last year
    owners = reading.known.owners(iri)
    return bool(owners and _owner_text(reading, filled)) and _owner(reading, filled) not in owners


def _is_apart(one: Period, other: Period) -> bool:
    """Tell whether two periods have no day in common."""
    ends = ((one.last, other.first), (other.last, one.first))
    return any(last is not None and first is not None and last < first for last, first in ends)


def _period(filled: Filled) -> Period:
    """Return the period that is written, as far as it can be read."""
    read = [read_date(filled.text(key)) if filled.text(key) else None for key in ("start", "end")]
    start, end = (date.value.value if isinstance(date, Read) else "" for date in read)
    return Period.of(start, end)


def _owner_text(reading: Reading, filled: Filled) -> str:
    """Return the owner as it is written: a name, a number, or the name in a form of an actor; nothing if unknown."""
    found = filled.values.get("owner")
    owner = found[2] if found else None
    if isinstance(owner, Pairs):
        named = {field.key: value for key, value in owner if (field := reading.form.field("Actor", key.value))}
        owner = named.get("name") or named.get("organisation_number")
    text = owner.value.strip() if isinstance(owner, Text) else ""
    return "" if text.casefold() in UNKNOWN else text


def _owner(reading: Reading, filled: Filled) -> str | None:
    """Return the owner if it is one that the graph knows."""
    text = _owner_text(reading, filled)
    return reading.known.matcher.actor(text).iri if text else None


def _has_title(reading: Reading, filled: Filled, iri: str) -> bool:
    """Tell whether a project is called as it is written, or either has no title."""
    titles = {tight(text.value) for text in _all_texts(filled, "title")}
    theirs = {tight(title) for title in reading.known.titles(iri)}
    return not titles or not theirs or bool(titles & theirs)


def _same_project(reading: Reading, filled: Filled, number: Text) -> None:
    """Tell if the project that has the identifier has another title or another owner."""
    iri = reading.draft.project.value
    place, taken = number.place, advice.identifier_taken
    if not _has_title(reading, filled, iri):
        theirs = reading.known.titles(iri)[0]
        reading.tell(taken(place, number.value, theirs, iri, "title", reading.draft.title))
        return
    owner, owners = _owner_text(reading, filled), reading.known.owners(iri)
    if owner and owners and _owner(reading, filled) not in owners:
        reading.tell(taken(place, number.value, reading.known.name(owners[0]), iri, "owner", owner))


def _same_name(reading: Reading, filled: Filled) -> None:
    """Tell if the project that has the short name already is called otherwise."""
    iri = reading.draft.project.value
    if reading.known.is_entry(iri) and not _has_title(reading, filled, iri):
        found = filled.values["slug"]
        theirs = reading.known.titles(iri)[0]
        reading.tell(advice.slug_taken(found[2].place, reading.draft.slug, theirs, reading.draft.title))
