"""Telephone numbers, as people in Sweden write them."""

import re

from kg.work.values.characters import code_line
from kg.work.values.refusal import Read, Refusal, Remark, refuse, shown, warn

LEAST, MOST = 7, 15  # digits: area code and the shortest number; the longest that ITU-T E.164 allows

_LABEL = re.compile(
    r"(?:tel:|(?:tfn|tlf|telefon(?:nr|nummer)?|tele?|mob(?:il)?(?:tfn|nr)?|phone|mobile|vxl?|växel)\b\.?:? ?)(.+)",
    re.IGNORECASE,
)
_SWITCHBOARD = re.compile(r"(.*[0-9]) ?\(?(?:vx|vxl|växel|switchboard|arb|arbete|mobil|mob|hem)\.?\)?", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(.*[0-9]),? ?(?:\(|\b)(?:ankn(?:ytning)?|anknytningsnr|ext(?:ension)?|x)\.?:? ?([0-9]{1,6})\)?", re.IGNORECASE
)
_NUMBER = re.compile(r"\+?[0-9][0-9 ./-]*")
_SEVERAL = re.compile(r"\+?[0-9][0-9 .-]{5,}(?:/|,|;|eller|or|och|and|alt\.?) ?\+?[0-9][0-9 .-]{5,}", re.IGNORECASE)
_TRUNK = re.compile(r"^(\+[0-9]{1,3}) ?-? ?\(0\) ?-?")


def read_phone(text: str) -> Read[str] | Refusal:
    """Return a telephone number as a `tel:` IRI: `0687-162 57` gives `tel:0687-16257`, 0046 and +46 (0) give +46.

    The hyphen after a Swedish area code is kept; a `tel:` IRI of ours has no room for an extension, which is left
    out with a warning.
    """
    line = code_line(text, 200)
    if isinstance(line, Refusal):
        return line
    bare, remarks = line, ()  # type: tuple[str, tuple[Remark, ...]]
    for pattern in (_LABEL, _LABEL, _SWITCHBOARD):
        if match := pattern.fullmatch(bare):
            bare = match[1].strip()
    if match := _EXTENSION.fullmatch(bare):
        bare, remarks = match[1], (_extension(text, match[2]),)
    if _SEVERAL.fullmatch(bare):
        return refuse(
            "phone-several",
            f'"{shown(text)}" är flera telefonnummer. Skriv ett enda.',
            f'"{shown(text)}" is several telephone numbers. Write a single one.',
        )
    bare = _TRUNK.sub(r"\1 ", bare).replace("(", "").replace(")", " ").strip()
    if not _NUMBER.fullmatch(bare):
        return _phone("phone-form", text, "har annat än siffror", "has other signs than digits")
    return _dialled(bare, text, remarks)


def _dialled(bare: str, text: str, remarks: tuple[Remark, ...]) -> Read[str] | Refusal:
    """Return digits with their signs as an IRI, if there are neither too few nor too many."""
    digits = re.sub("[^0-9]", "", bare)
    if len(digits) < LEAST:
        return _phone("phone-short", text, "är för kort; ta med riktnumret", "is too short; include the area code")
    if len(digits) > MOST:
        return _phone("phone-long", text, "är för långt", "is too long")
    if bare.startswith("+") or bare.startswith("00"):
        number = digits if bare.startswith("+") else digits[2:]
        if number.startswith("0") or len(number) < LEAST:
            return _phone("phone-form", text, "har inget riktigt landsnummer", "has no real country code")
        if number.startswith("460"):
            number = "46" + number[3:]
        return Read(f"tel:+{number}", remarks)
    if not bare.startswith("0"):
        return _without_zero(digits, text)
    area = re.match(r"(0[0-9]{1,3}) ?[-/] ?[0-9]", bare)
    return Read(f"tel:{area[1]}-{digits[len(area[1]) :]}" if area else f"tel:{digits}", remarks)


def _without_zero(digits: str, text: str) -> Refusal:
    """Refuse a number that begins with neither 0 nor +: a spreadsheet has taken the zero, or a country is missing."""
    suggestion = f"+{digits}" if digits.startswith("46") and len(digits) >= 10 else ""
    if not suggestion and re.fullmatch("[1-9][0-9]{8}", digits):
        suggestion = f"0{digits}"
    return _phone(
        "phone-zero", text, "börjar varken med 0 eller +; en nolla kan ha fallit bort, eller ett landsnummer saknas",
        "begins with neither 0 nor +; a zero may be lost, or a country code missing", suggestion,
    )  # fmt: skip


def _extension(text: str, extension: str) -> Remark:
    return warn(
        "phone-extension",
        f'Anknytningen {extension} i "{shown(text)}" tas inte med. Skriv direktnumret om det finns.',
        f'The extension {extension} in "{shown(text)}" is left out. Write the direct number if there is one.',
    )


def _phone(check: str, text: str, sv: str, en: str, suggestion: str = "") -> Refusal:
    """Return the refusal of a telephone number."""
    more_sv = f" Menar du {suggestion}?" if suggestion else " Skriv det som 08-465 004 00 eller +46 8 465 004 00."
    more_en = f" Did you mean {suggestion}?" if suggestion else " Write it like 08-465 004 00 or +46 8 465 004 00."
    return refuse(
        check,
        f'Telefonnumret "{shown(text)}" {sv}.{more_sv}',
        f'Telephone number "{shown(text)}" {en}.{more_en}',
        suggestion,
    )
