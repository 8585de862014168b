"""Reading portal.yaml: every key and value is checked, and all that is wrong is told at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from kg.disk.carriers.source import fold_key
from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.work.portal.settings import values
from kg.work.portal.settings.config import Config, Contact, Publisher, Texts
from kg.work.values.refusal import Read, Refusal, shown

LANGUAGES = ("sv", "en")

EXAMPLE = """\
base_url: https://data.example.org/samverkan/
title:
  sv: Samverkansprojekt
  en: Cooperation projects
description:
  sv: Vem som samverkar med vem i offentligt finansierade projekt.
  en: Who cooperates with whom in publicly funded projects.
publisher:
  name:
    sv: Myndighetens namn
    en: Name of the authority
  number: 202100-6883
  kind: NationalAuthority
contact:
  name:
    sv: Redaktionen för öppna data
    en: The open data team
  email: data@example.org
licence: http://creativecommons.org/publicdomain/zero/1.0/
keywords:
  sv: [samverkan, projekt]
  en: [cooperation, projects]
themes: [SOCI, EDUC, ECON, GOVE]
frequency: IRREG
"""

T = TypeVar("T")


@dataclass(frozen=True)
class _Key:
    """A key that may stand in a group: its Swedish name, and whether it must be there."""

    swedish: str
    required: bool = True


_TOP = {
    "base_url": _Key("adress"),
    "title": _Key("titel"),
    "description": _Key("beskrivning"),
    "publisher": _Key("utgivare"),
    "contact": _Key("kontakt"),
    "licence": _Key("licens"),
    "keywords": _Key("nyckelord"),
    "themes": _Key("teman"),
    "frequency": _Key("frekvens"),
    "spatial": _Key("område", required=False),
    "availability": _Key("tillgänglighet", required=False),
    "homepage": _Key("webbplats", required=False),
    "endpoint": _Key("sparql", required=False),
    "example": _Key("exempel", required=False),
}
_PUBLISHER = {
    "name": _Key("namn"),
    "number": _Key("organisationsnummer"),
    "kind": _Key("slag"),
    "homepage": _Key("webbplats", required=False),
    "description": _Key("beskrivning", required=False),
}
_CONTACT = {
    "name": _Key("namn"),
    "email": _Key("e-post"),
    "phone": _Key("telefon", required=False),
    "address": _Key("adress", required=False),
}
_ADDRESS = {
    "street": _Key("gata"),
    "postal_code": _Key("postnummer"),
    "locality": _Key("ort"),
    "country": _Key("land", required=False),
}
_VCARD = {"street": "street-address", "postal_code": "postal-code", "locality": "locality", "country": "country-name"}
_TEXTS = {"sv": _Key("svenska"), "en": _Key("engelska")}
_GROUPS = (_TOP, _PUBLISHER, _CONTACT, _ADDRESS)
_SWEDISH = {name: spec.swedish for group in _GROUPS for name, spec in group.items()}


class ConfigReader:
    """What is wrong with a portal.yaml, gathered while it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[tuple[Place, str, str]] = []

    def config(self, written: Sequence[Written], base_url: str | None) -> Config | None:
        """Return the file's meaning, or None if something in it is wrong.

        Args:
            written: the documents of the file.
            base_url: the address to publish at, in place of the one in the file.
        """
        top = self._top(written, base_url)
        if top is None:
            return None
        config = Config(
            base_url=self._address(top, base_url),
            title=self._texts(top, "title"),
            description=self._texts(top, "description"),
            publisher=self._publisher(top),
            contact=self._contact(top),
            licence=self._value(top, "licence", values.read_licence),
            keywords=self._keywords(top),
            themes=self._list(top, "themes", values.read_theme),
            spatial=self._list(top, "spatial", values.read_place),
            frequency=self._value(top, "frequency", values.read_frequency),
            homepage=self._value(top, "homepage", values.read_iri),
            endpoint=self._value(top, "endpoint", values.read_iri),
            availability=self._value(top, "availability", values.read_availability) or "STABLE",
            example=self._flag(top),
        )
        return None if self._problems else config

    def told(self, lang: str) -> str:
        """Return what is wrong, one thing a line, in the order of the file."""
        lines = [
            f"{place.text(lang)}: {sv if lang == 'sv' else en}"
            for place, en, sv in sorted(self._problems, key=lambda problem: problem[0].order)
        ]
        if len(lines) == 1:
            return lines[0]
        what = "saker att rätta" if lang == "sv" else "things to mend"
        head = f"{self._path}: {len(lines)} {what}:"
        return "\n".join([head, *lines])

    def _top(self, written: Sequence[Written], base_url: str | None) -> dict[str, Written] | None:
        """Return the file's own keys, or None if it is no group of keys at all."""
        if len(written) != 1 or not isinstance(written[0], Pairs):
            self._problem(
                written[-1].place if written else Place(self._path),
                f"a file with one group of keys is wanted here, such as:\n\n{EXAMPLE}",
                f"här ska stå en enda grupp av nycklar, till exempel:\n\n{EXAMPLE}",
            )
            return None
        keys = _TOP if base_url is None else _TOP | {"base_url": _Key("adress", required=False)}
        return self._group(written[0], keys, "")

    def _group(self, group: Pairs, keys: dict[str, _Key], owner: str) -> dict[str, Written]:
        """Return what is written by English key; tell of keys that are unknown, missing, or there in both languages."""
        names = {fold_key(word): name for name, spec in keys.items() for word in (name, spec.swedish)}
        found: dict[str, Written] = {}
        for key, value in group:
            known = names.get(fold_key(key.value))
            if known is None:
                self._unknown(key, keys, owner)
            elif known in found:
                self._problem(
                    key.place,
                    f'"{shown(key.value)}" says the same as a key above; keep one of them',
                    f'"{shown(key.value)}" säger samma sak som en nyckel ovanför; behåll en av dem',
                )
            elif not (isinstance(value, Text) and not value.value):
                found[known] = value
        for name, spec in keys.items():
            if spec.required and name not in found:
                self._missing(group.place, f"{owner}{name}", f"{_swedish(owner)}{_told(name)}")
        return found

    def _unknown(self, key: Text, keys: dict[str, _Key], owner: str) -> None:
        where_en, where_sv = (f" in {owner[:-1]}", f" i {_swedish(owner)[:-1]}") if owner else ("", "")
        words = [*keys, *(spec.swedish for spec in keys.values())]
        near = get_close_matches(fold_key(key.value), words, n=1)
        lead_en, lead_sv = (f"did you mean {near[0]}? The", f"menar du {near[0]}? Nycklarna") if near else (
            "the", "nycklarna"
        )  # fmt: skip
        self._problem(
            key.place,
            f'unknown key "{shown(key.value)}"{where_en}; {lead_en} keys are: {", ".join(keys)}',
            f'okänd nyckel "{shown(key.value)}"{where_sv}; {lead_sv} är: '
            f"{', '.join(spec.swedish for spec in keys.values())} (eller på engelska: {', '.join(keys)})",
        )

    def _missing(self, place: Place, en: str, sv: str) -> None:
        self._problem(place, f'"{en}" is missing', f'"{sv}" (eller "{en}") saknas')

    def _problem(self, place: Place, en: str, sv: str) -> None:
        self._problems.append((place, en, sv))

    def _value(self, group: dict[str, Written], key: str, read: Callable[[str], Read[str] | Refusal]) -> str:
        """Return the value of a key, empty if it is not there or wrong."""
        return self._read(key, group[key], read) or "" if key in group else ""

    def _read(self, key: str, written: Written, read: Callable[[str], Read[T] | Refusal]) -> T | None:
        if not isinstance(written, Text):
            self._problem(
                written.place,
                f'"{key}" takes a single value',
                f'"{_told(key)}" ska ha ett enda värde, ingen lista eller grupp',
            )
            return None
        answer = read(written.value)
        if isinstance(answer, Refusal):
            self._problem(written.place, f"{key}: {answer.en}", f"{_told(key)}: {answer.sv}")
            return None
        return answer.value

    def _list(self, group: dict[str, Written], key: str, read: Callable[[str], Read[str] | Refusal]) -> tuple[str, ...]:
        """Return the values of a key, each once; a single one need not stand in a list."""
        if key not in group:
            return ()
        written = group[key]
        items = written.items if isinstance(written, Items) else (written,)
        if not items:
            self._problem(written.place, f'"{key}" is empty', f'"{_told(key)}" är tom')
        found = (self._read(key, item, read) for item in items)
        return tuple(dict.fromkeys(value for value in found if value))

    def _inner(self, group: dict[str, Written], key: str, keys: dict[str, _Key]) -> dict[str, Written]:
        """Return the group that stands under a key, empty if there is none."""
        if key not in group:
            return {}
        written = group[key]
        if isinstance(written, Pairs):
            return self._group(written, keys, f"{key}.")
        self._problem(
            written.place,
            f'"{key}" takes the keys {", ".join(keys)}',
            f'"{_told(key)}" ska ha nycklarna {", ".join(map(_told, keys))}',
        )
        return {}

    def _texts(self, group: dict[str, Written], key: str) -> Texts:
        inner = self._inner(group, key, _TEXTS)
        return {language: self._value(inner, language, values.read_text) for language in LANGUAGES}

    def _keywords(self, group: dict[str, Written]) -> dict[str, tuple[str, ...]]:
        inner = self._inner(group, "keywords", _TEXTS)
        for written in inner.values():
            if isinstance(written, Text) and "," in written.value:
                self._problem(
                    written.place,
                    'keywords are written as a list: "[one, another]"',
                    'nyckelorden skrivs som en lista: "[ett, ett annat]"',
                )
        return {language: self._list(inner, language, values.read_text) for language in LANGUAGES}

    def _publisher(self, group: dict[str, Written]) -> Publisher:
        inner = self._inner(group, "publisher", _PUBLISHER)
        return Publisher(
            number=self._value(inner, "number", values.read_number),
            name=self._texts(inner, "name"),
            kind=self._value(inner, "kind", values.read_kind),
            homepage=self._value(inner, "homepage", values.read_iri),
            description=self._texts(inner, "description") if "description" in inner else {},
        )

    def _contact(self, group: dict[str, Written]) -> Contact:
        inner = self._inner(group, "contact", _CONTACT)
        address = self._inner(inner, "address", _ADDRESS)
        return Contact(
            name=self._texts(inner, "name"),
            email=self._value(inner, "email", values.read_mail),
            phone=self._value(inner, "phone", values.read_telephone),
            address={_VCARD[key]: self._value(address, key, values.read_text) for key in _ADDRESS if key in address},
        )

    def _flag(self, group: dict[str, Written]) -> bool:
        return "example" in group and self._read("example", group["example"], values.read_flag) is True

    def _address(self, group: dict[str, Written], base_url: str | None) -> str:
        """Return the address to publish at: the one asked for, else the one in the file."""
        found = self._value(group, "base_url", values.read_base)
        if base_url is None:
            return found
        asked = values.read_base(base_url)
        if isinstance(asked, Refusal):
            self._problem(Place(Path("--base-url")), asked.en, asked.sv)
            return ""
        return asked.value


def _told(key: str) -> str:
    """Return the Swedish name of a key; `sv` and `en` are their own."""
    return _SWEDISH.get(key, key)


def _swedish(owner: str) -> str:
    """Return the Swedish name of a group, which ends in a full stop as the English one does."""
    return f"{_told(owner[:-1])}." if owner else ""
