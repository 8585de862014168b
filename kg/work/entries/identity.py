"""Which project an entry is about: one that the graph has, to be updated, or a new one with a short name of its own."""

import re

from kg.disk.written import Pairs, Text, Written
from kg.terms import ID, slug
from kg.work.entries import advice
from kg.work.entries.filled import Filled, as_items
from kg.work.entries.reading import Reading

LONGEST = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PROJECTS = f"{ID}project/"


def identify(reading: Reading, filled: Filled) -> bool:
    """Give the draft its title and short name; tell, and return False, if it can have none.

    A short name that is written counts; else that of the project with the same identifier; else the title's, if no
    other project (one with another identifier or another owner) has it.
    """
    draft = reading.draft
    titles = [text.value for text in _all_texts(filled, "title")]
    draft.title = titles[0] if titles else ""
    written = filled.values.get("slug")
    if written:
        return _as_written(reading, written[2])
    numbers = [text for text in _all_texts(filled, "identifier")]
    for number in numbers:
        if iri := reading.known.of_identifier(number.value):
            draft.slug = iri.removeprefix(PROJECTS)
            _same_project(reading, filled, number)
            return True
    try:
        wanted = _shortened(slug(draft.title or (numbers[0].value if numbers else "")))
    except ValueError:
        reading.tell(advice.nameless(draft.place))
        return False
    draft.slug = _free(reading, filled, wanted, numbers)
    return True


def _as_written(reading: Reading, written: Written) -> bool:
    text = written.value.strip().removeprefix(PROJECTS) if isinstance(written, Text) else ""
    if not _SLUG.fullmatch(text) or len(text) > 2 * LONGEST:
        reading.tell(advice.wrong_slug(written.place, text))
        return False
    reading.draft.slug = text
    return True


def _all_texts(filled: Filled, key: str) -> list[Text]:
    """Return the texts of a field, whatever their language."""
    found = filled.values.get(key)
    texts: list[Text] = []
    for item in as_items(found[2]) if found else ():
        values = [value for _, value in item] if isinstance(item, Pairs) else [item]
        texts += [value for value in values if isinstance(value, Text) and value.value.strip()]
    return texts


def _shortened(name: str) -> str:
    """Return a short name of whole words."""
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]


def _free(reading: Reading, filled: Filled, wanted: str, numbers: list[Text]) -> str:
    """Return a short name that no other project has: with the identifier, or the owner, or a number, behind it."""
    if not _is_others(reading, filled, wanted, numbers):
        return wanted
    endings = [slug(number.value) for number in numbers if any(letter.isalnum() for letter in number.value)]
    owner = filled.text("owner")
    endings += [slug(owner)] if any(letter.isalnum() for letter in owner) else []
    candidates = [f"{wanted}-{ending}" for ending in endings] + [f"{wanted}-{number}" for number in range(2, 1000)]
    return next(name for name in candidates if not _is_others(reading, filled, name, numbers))


def _is_others(reading: Reading, filled: Filled, name: str, numbers: list[Text]) -> bool:
    """Tell whether a short name belongs to another project than the one written about."""
    iri = PROJECTS + name
    if not reading.known.is_entry(iri):
        return False
    theirs = reading.known.identifiers(iri)
    if numbers and theirs:
        return True  # their identifier is another, else it had been found
    owner = filled.text("owner")
    meant = reading.known.matcher.actor(owner).iri if owner else None
    owners = reading.known.owners(iri)
    return bool(owners) and meant is not None and meant not in owners


def _same_project(reading: Reading, filled: Filled, number: Text) -> None:
    """Tell if the project that has the identifier has another title or another owner."""
    iri = reading.draft.project.value
    titles = {text.value.strip().casefold() for text in _all_texts(filled, "title")}
    theirs = reading.known.titles(iri)
    if titles and theirs and not titles & {title.casefold() for title in theirs}:
        reading.tell(advice.identifier_taken(number.place, number.value, theirs[0], iri, "title", reading.draft.title))
        return
    owner = filled.text("owner")
    meant = reading.known.matcher.actor(owner).iri if owner else None
    owners = reading.known.owners(iri)
    if owner and owners and meant not in owners:
        name = reading.known.name(owners[0])
        reading.tell(advice.identifier_taken(number.place, number.value, name, iri, "owner", owner))
