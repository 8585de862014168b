"""No personal data in a publication: names and addresses of contact persons, e-mail and telephone by their look.

The address of the function that the description names as its contact is allowed, and so are addresses and numbers
that are reserved for examples (RFC 2606; numbers that the Swedish Post and Telecom Authority keeps for fiction).
"""

import mmap
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.entities import codepoint2name
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.terms import slug
from kg.work.portal.catalogue.statements import name
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.folder import Folder, Progress
from kg.work.portal.check.problem import Problem

_EMAIL = re.compile(
    rb"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
# 08-123 45 67, 0687-16257, 070 123 45 67, +46 8 123 45 67: an area code, a parting sign, at least five digits.
_PHONE = re.compile(
    rb"(?<![\w#%/=.,:+-])(?:"
    rb"0\d{1,3}(?:-| ?[-/] ?| )\d{2,3}(?:[ -]?\d{2,3}){1,3}"
    rb"|\+\d{2}[ -]?(?:\(0\))?[ -]?\d{1,3}(?:[ -]?\d{2,3}){2,4}"
    rb")(?![\w-])|tel:\+?[0-9][0-9-]{5,20}"
)
_EXAMPLES = re.compile(
    r"(?:.*[@.])?(?:example\.(?:org|com|net|se)|exempel\.se|[^@]*\.(?:example|test|invalid))", re.IGNORECASE
)
_FICTION = re.compile(r"(?:03139006|04062804|07017406|08465004|09803192)\d\d")
_MOST = 5  # told of one kind in one file


@dataclass(frozen=True)
class Persons:
    """What is known of contact persons: names, e-mail addresses and telephone numbers, as they are written."""

    names: frozenset[str] = field(default=frozenset(), repr=False)
    addresses: frozenset[str] = field(default=frozenset(), repr=False)


def read_persons(files: Iterable[Path]) -> Persons:
    """Return the contact persons of files of contacts.

    Raises:
        ParseError: if one of them cannot be read.
    """
    names, found = set(), set()
    fn, mail, phone = name("vcard:fn"), name("vcard:hasEmail"), name("vcard:hasTelephone")
    for path in files:
        for triple in read_turtle(path):
            if triple.predicate == fn and isinstance(triple.object, ox.Literal):
                names.add(triple.object.value)
            elif triple.predicate in (mail, phone) and isinstance(triple.object, ox.NamedNode):
                found.add(triple.object.value.removeprefix("mailto:").removeprefix("tel:"))
    return Persons(frozenset(names), frozenset(found))


def personal_problems(folder: Folder, catalogue: Catalogue, persons: Persons, progress: Progress) -> Iterator[Problem]:
    """Yield what in the files tells of a person."""
    allowed = _allowed(catalogue)
    known = _pattern(persons)
    for number, file in enumerate(folder.text_files, 1):
        if number % 5000 == 0:
            progress(f"{number} files looked through for persons", f"{number} filer genomsökta efter personuppgifter")
        if folder.path(file).stat().st_size:
            yield from _of_file(folder, file, known, allowed)
    for node in catalogue.contacts:
        if catalogue.is_a(node, "vcard:Individual"):
            yield Problem("violation", "personal-contact", node.value, "",
                          "Kontaktuppgiften är en person; ange en funktion (vcard:Organization).",
                          "The contact point is a person; name a function (vcard:Organization).")  # fmt: skip


def _of_file(folder: Folder, file: str, known: re.Pattern[bytes] | None, allowed: set[str]) -> Iterator[Problem]:
    with folder.path(file).open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for pattern, check, sv, en in (
            (known, "personal-name", "en kontaktperson", "a contact person"),
            (_EMAIL, "personal-email", "en e-postadress", "an e-mail address"),
            (_PHONE, "personal-phone", "ett telefonnummer", "a telephone number"),
        ):
            told: dict[str, int] = {}
            for match in pattern.finditer(data) if pattern else ():
                text = match.group().decode("utf-8", "replace").removeprefix("tel:").replace("%40", "@")
                if text in told or (check != "personal-name" and _is_allowed(text, allowed)):
                    continue
                told[text] = match.start()
                if len(told) == _MOST:
                    break
            for text, start in told.items():
                line = data[:start].count(b"\n") + 1
                yield Problem("violation", check, f"{file}:{line}", text,
                              f"Filen innehåller {sv}; personuppgifter publiceras inte.",
                              f"The file holds {en}; personal data are not published.")  # fmt: skip


def _allowed(catalogue: Catalogue) -> set[str]:
    """Return the addresses and numbers of the functions that the description names."""
    found = set()
    for node in catalogue.contacts:
        if catalogue.is_a(node, "vcard:Individual"):
            continue
        values = catalogue.values(node, "vcard:hasEmail", "vcard:hasTelephone")
        values += [inner for value in values for inner in catalogue.values(value, "vcard:hasValue")]
        found |= {_digits(value.value.removeprefix("mailto:").removeprefix("tel:")) for value in values}
    return found


def _is_allowed(text: str, allowed: set[str]) -> bool:
    digits = _digits(text)
    return digits in allowed or bool(_EXAMPLES.fullmatch(text) or _FICTION.fullmatch(digits))


def _digits(text: str) -> str:
    """Return a telephone number as its digits, with 0 for the country's +46; any other text in small letters."""
    if "@" in text:
        return text.lower()
    return re.sub(r"^46", "0", re.sub(r"\D", "", text))


def _pattern(persons: Persons) -> re.Pattern[bytes] | None:
    """Return what finds a known person: the name, also turned round and as an IRI has it, an address or a number."""
    spelled = set()
    for person in persons.names:
        parts = person.split()
        if len(parts) > 1:
            gap = rb"(?:\s|&nbsp;|&#160;|\xc2\xa0)+"
            spelled.add(gap.join(map(_written, parts)))
            spelled.add(_written(f"{parts[-1]}, {' '.join(parts[:-1])}"))
            spelled.add(re.escape(slug(person)).encode())
    spelled |= {re.escape(address).encode() for address in persons.addresses}
    if not spelled:
        return None
    return re.compile(rb"(?<![\w])(?:" + b"|".join(sorted(spelled)) + rb")(?![\w])", re.IGNORECASE)


def _written(text: str) -> bytes:
    """Return what finds a text: a letter beyond ASCII in both cases, and as HTML, Turtle and JSON may write it."""
    return b"".join(re.escape(letter).encode() if letter.isascii() else _forms(letter) for letter in text)


def _forms(letter: str) -> bytes:
    forms = set()
    for one in (letter.lower(), letter.upper()):
        forms |= {one, unicodedata.normalize("NFD", one)}
        if len(one) == 1:
            number = ord(one)
            forms |= {f"&{codepoint2name.get(number, 'x')};", f"&#{number};", f"&#x{number:x};", f"\\u{number:04x}"}
    return b"(?:" + b"|".join(re.escape(form).encode() for form in sorted(forms)) + b")"
