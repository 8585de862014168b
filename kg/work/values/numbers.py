"""Organisation numbers: of Sweden and its neighbours with their check digits, of other countries as they are."""

import re

from stdnum.dk import cvr
from stdnum.ee import registrikood
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fi import ytunnus
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, inform, refuse, shown, warn

_SEPARATORS = re.compile(r"[ .\-/]")
_PREFIXED = re.compile(r"([A-Z]{2})[ -]?([0-9A-Z][0-9A-Z .\-/]*)")
_LABEL = re.compile(
    r"(?:ORG(?:ANISATIONS)?\.? ?-?(?:NR|NUMMER|NO|NUMBER)|VAT(?: ?NO)?|MOMS(?:NR|NUMMER)?|CVR|CIF|NIP)\.?:? ?(.+)"
)
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+")
_FLOAT = re.compile(r"([0-9]{9,12})[.,]0")
_FINNISH = re.compile(r"[0-9]{7}-[0-9]")
_ALIASES = {"UK": "GB", "EL": "GR"}  # what the EU calls them

# The country's number: how many digits it has, its example, who checks it.
_CHECKED = {
    "NO": (9, "NO974760673", norwegian),
    "FI": (8, "FI20774740", ytunnus),
    "DK": (8, "DK13585628", cvr),
    "EE": (8, "EE12345678", registrikood),
}
_NAMES = {
    "NO": ("norskt", "Norwegian"),
    "FI": ("finskt", "Finnish"),
    "DK": ("danskt", "Danish"),
    "EE": ("estniskt", "Estonian"),
}


def read_organisation_number(text: str, *, country: str = "") -> Read[str] | Refusal:
    """Return an organisation number: NNNNNN-NNNN, or the country's two letters and the number without spaces.

    Hyphens, spaces, the century 16 before a Swedish number and its form as a VAT number (SE…01) are understood.
    A number that may be a person's is refused, and its message does not repeat it in full.

    Args:
        text: the number as written.
        country: the two letters of the country, where another field says it; letters before the number go first.
    """
    line = code_line(text, 100)
    if isinstance(line, Refusal):
        return line
    bare = line.upper()
    if match := _LABEL.fullmatch(bare):
        bare = match[1]
    if match := _FLOAT.fullmatch(bare):
        bare = match[1]
    stated = _ALIASES.get(country.upper(), country.upper())
    prefixed = _PREFIXED.fullmatch(bare)
    if prefixed is None or not re.search("[0-9]{2}", prefixed[2]):
        return _of(stated or "SE", bare, text)
    found = _ALIASES.get(prefixed[1], prefixed[1])
    read = _of(found, prefixed[2], text)
    if isinstance(read, Refusal) or stated in ("", found):
        return read
    remark = warn(
        "organisation-number-country",
        f"Organisationsnumret {shown(text)} börjar med landet {found}, men landet anges som {stated}. Rätta det ena.",
        f"Organisation number {shown(text)} begins with the country {found}, but the country given is {stated}. "
        "Correct one of them.",
    )
    return Read(read.value, (*read.remarks, remark))


def _of(country: str, number: str, text: str) -> Read[str] | Refusal:
    if country == "SE":
        return _swedish(number, text, is_vat=text.strip()[:2].upper() == "SE")
    return _checked(country, number, text) if country in _CHECKED else _unchecked(country, number, text)


def _swedish(number: str, text: str, *, is_vat: bool) -> Read[str] | Refusal:
    """Return a Swedish number with its hyphen."""
    digits = _SEPARATORS.sub("", number)
    told = shown(text)
    if _SCIENTIFIC.fullmatch(number):
        return refuse(
            "organisation-number-scientific",
            f"Organisationsnumret {told} har kalkylprogrammet kortat. Ge cellen formatet Text och skriv numret igen.",
            f"Organisation number {told} has been shortened by the spreadsheet. Give the cell the format Text and "
            "write the number again.",
        )
    if not re.fullmatch("[0-9]+", digits):
        return refuse(
            "organisation-number-unreadable",
            f'Organisationsnumret "{told}" går inte att läsa. Skriv tio siffror (NNNNNN-NNNN), till exempel '
            "222000-0653; ett utländskt nummer inleds med landets två bokstäver.",
            f'Organisation number "{told}" cannot be read. Write ten digits (NNNNNN-NNNN), for example 222000-0653; '
            "a foreign number begins with the two letters of its country.",
        )
    if len(digits) == 12 and digits[:2] == "16":
        digits = digits[2:]
    elif len(digits) == 12 and digits.endswith("01") and (is_vat or not _is_personal(digits)):
        digits = digits[:10]
    if len(set(digits)) == 1 and len(digits) >= 6:
        return refuse(
            "organisation-number-placeholder",
            f"{told} är inget riktigt organisationsnummer. Lämna fältet tomt om numret inte är känt.",
            f"{told} is not a real organisation number. Leave the field empty if the number is not known.",
        )
    if _is_personal(digits):
        return _personal(digits)
    if len(digits) != 10:
        return _wrong_length(number, digits, told)
    try:
        swedish.validate(digits)
    except ValidationError:
        return refuse(
            "organisation-number-check-digit",
            f"Organisationsnumret {told} har fel kontrollsiffra. Kontrollera den sista siffran.",
            f"Organisation number {told} has a wrong check digit. Check the last digit.",
        )
    return Read(f"{digits[:6]}-{digits[6:]}")


def _is_personal(digits: str) -> bool:
    """Tell whether a number may be that of a person: the third digit of an organisation's is 2 or more."""
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        digits = digits[2:]
    return len(digits) == 10 and digits[2] in "01"


def _personal(digits: str) -> Refusal:
    masked = f"{digits[:-4]}-****"
    return refuse(
        "organisation-number-personal",
        f"{masked} kan vara ett personnummer. Uppgifter om personer hör inte hemma här: ta bort numret och skriv "
        "bara namnet. (En enskild firma har sin ägares personnummer.)",
        f"{masked} may be a personal identity number. Data about persons do not belong here: remove the number and "
        "write the name alone. (A sole trader has its owner's personal number.)",
    )


def _wrong_length(number: str, digits: str, told: str) -> Refusal:
    """Return the refusal of too few or too many digits, with the country whose number it may be."""
    country = "NO" if norwegian.is_valid(digits) else ""
    if _FINNISH.fullmatch(number) and ytunnus.is_valid(digits):
        country = "FI"
    suggestion = f"{country}{digits}" if country else ""
    sv, en = "", ""
    if country:
        sv = f" Är det ett {_NAMES[country][0]} nummer, skriv {suggestion}."
        en = f" If it is a {_NAMES[country][1]} number, write {suggestion}."
    return refuse(
        "organisation-number-length",
        f"Organisationsnumret {told} ska ha 10 siffror (NNNNNN-NNNN); du angav {len(digits)}.{sv}",
        f"Organisation number {told} should have 10 digits (NNNNNN-NNNN); you gave {len(digits)}.{en}",
        suggestion,
    )


def _checked(country: str, number: str, text: str) -> Read[str] | Refusal:
    """Return a number of a country whose check digit is known here."""
    length, example, module = _CHECKED[country]
    digits = _SEPARATORS.sub("", number).removesuffix("MVA")
    sv, en = _NAMES[country]
    try:
        return Read(country + module.validate(digits))
    except InvalidChecksum:
        return refuse(
            "organisation-number-check-digit",
            f"Organisationsnumret {shown(text)} har fel kontrollsiffra för ett {sv} nummer. Kontrollera siffrorna.",
            f"Organisation number {shown(text)} has a wrong check digit for a {en} number. Check the digits.",
        )
    except ValidationError:
        return refuse(
            "organisation-number-length",
            f"Ett {sv} organisationsnummer har {length} siffror, som {example}; du angav {shown(text)}.",
            f"A {en} organisation number has {length} digits, like {example}; you gave {shown(text)}.",
        )


def _unchecked(country: str, number: str, text: str) -> Read[str] | Refusal:
    """Return a number of any other country as it is, without spaces."""
    bare = _SEPARATORS.sub("", number)
    if not (re.fullmatch("[A-Z]{2}", country) and re.fullmatch("[0-9A-Z]{2,20}", bare) and re.search("[0-9]", bare)):
        return refuse(
            "organisation-number-unreadable",
            f'Organisationsnumret "{shown(text)}" går inte att läsa. Skriv landets två bokstäver och sedan numret, '
            "till exempel DE123456789.",
            f'Organisation number "{shown(text)}" cannot be read. Write the two letters of the country and then the '
            "number, for example DE123456789.",
        )
    remark = inform(
        "organisation-number-unchecked",
        f"Organisationsnumret {shown(text)} har inte kontrollerats; kontrollsiffror för {country} prövas inte här.",
        f"Organisation number {shown(text)} has not been checked; check digits of {country} are not tried here.",
    )
    return Read(country + bare, (remark,))
