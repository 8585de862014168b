"""The characters of a value: what none may hold, what nobody sees, and what is only another way to write a sign."""

import re
import unicodedata

from kg.work.values.refusal import Refusal, name_of, refuse, shown

LINE = 500  # characters: the longest value of one line

_UNUSABLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # half a character, no character
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # hidden text
    "]"
)
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_QUOTES = {ord(sign): "'" for sign in "‘’‚‛´`′"} | {ord(sign): '"' for sign in "“”„‟″"}
_HYPHENS = {ord(sign): "-" for sign in "\u2010\u2011\ufe63\uff0d"}
_DASHES = {ord(sign): "-" for sign in "‒–—―−"} | _HYPHENS
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}
_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|DIV/0!|SPILL!|CALC!|GETTING_DATA"
    r"|SAKNAS!|REFERENS!|VÄRDEFEL!|NAMN\?|OGILTIGT!|SKÄRNING!|DIVISION/0!|SPILL!)|#{3,}",
    re.IGNORECASE,
)
_COMBINED = 8  # marks over one letter; no writing needs more

_NOTHING = (
    "", "-", "--", "---", "–", "—", "?", "??", "???", ".", "..", "...", "…", "/", "*", "_", "n/a", "n.a.", "null",
)  # fmt: skip
_NOTHING_IN = {
    "sv": (
        "saknas", "saknar", "uppgift saknas", "ingen uppgift", "inga uppgifter", "finns ej", "finns inte", "inget",
        "ingen", "inga", "ej angivet", "ej angiven", "ej angivna", "inte angivet", "inte angiven", "ej aktuellt",
        "ej tillämpligt", "inte aktuellt", "ej känt", "e/t", "i.u.", "iu", "tomt", "[tomt]", "(tomt)",
    ),
    "en": (
        "na", "none", "nil", "nan", "missing", "not available", "not applicable", "not stated", "not given",
        "no information", "no data", "tbd", "tba", "to be decided", "empty", "(empty)", "[empty]", "(blank)",
    ),
}  # fmt: skip


def is_blank(text: str, lang: str = "") -> bool:
    """Tell whether a text stands for no value: empty, a dash, `saknas`, `n/a`.

    `okänd` and `unknown` are not among them: of an owner they say something.

    Args:
        text: the value.
        lang: `sv` or `en` for the words of one language; those of both if left out.
    """
    if len(text) > LINE:
        return not text.strip()
    bare = " ".join(text.translate(_UNSEEN).split()).casefold()
    words = (_NOTHING_IN[lang],) if lang in _NOTHING_IN else _NOTHING_IN.values()
    return bare in _NOTHING or any(bare in known for known in words)


def one_line(text: str, limit: int = LINE) -> str | Refusal:
    """Return a value as one line: white space folded, unseen characters gone, quotation marks and hyphens plain.

    Args:
        text: the value as written.
        limit: the most characters it may have.

    Returns:
        The line; a refusal if it is empty, too long, a formula's error, or holds what no value may hold.
    """
    if refusal := (too_long(text, limit) or unusable(text)):
        return refusal
    if is_blank(text):
        return blank(text)
    line = " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN | _QUOTES | _HYPHENS).split())
    if _ERRORS.fullmatch(line):
        return refuse(
            "formula-error",
            f'"{shown(text)}" är ett fel från en formel i kalkylbladet, inget värde. Skriv själva värdet i cellen.',
            f'"{shown(text)}" is an error from a formula in the sheet, no value. Write the value itself in the cell.',
        )
    return line


def code_line(text: str, limit: int = LINE) -> str | Refusal:
    """Return a value as `one_line`, dashes as hyphens, digits plain, and without quotation marks around it."""
    line = one_line(text, limit)
    if isinstance(line, Refusal):
        return line
    plain = line.translate(_DASHES | _WIDE)
    unquoted = (plain.strip("\"'") if plain[:1] in "\"'" else plain).strip()
    if plain.startswith("="):
        return refuse(
            "formula",
            f'"{shown(text)}" är en formel. Skriv det värde som den räknar ut.',
            f'"{shown(text)}" is a formula. Write the value that it works out.',
        )
    return unquoted or blank(text)


def blank(text: str) -> Refusal:
    """Return the refusal of a value that says nothing."""
    if not text.strip():
        return refuse("value-missing", "Värdet saknas. Fyll i det.", "The value is missing. Fill it in.")
    return refuse(
        "value-missing",
        f'"{shown(text)}" är inget värde. Fyll i det, eller lämna fältet tomt.',
        f'"{shown(text)}" is no value. Fill it in, or leave the field empty.',
    )


def too_long(text: str, limit: int) -> Refusal | None:
    """Return a refusal if a value is longer than it may be."""
    length = len(text.strip())
    if length <= limit:
        return None
    most, found = f"{limit:,}", f"{length:,}"
    return refuse(
        "value-too-long",
        f'Värdet "{shown(text)}" har {_swedish(found)} tecken; högst {_swedish(most)} får plats. Korta det.',
        f'The value "{shown(text)}" has {found} characters; at most {most} fit. Shorten it.',
    )


def unusable(text: str) -> Refusal | None:
    """Return a refusal if a value holds a character that no value may hold: a control, a change of direction."""
    match = _UNUSABLE.search(text)
    if match is None:
        return _overloaded(text)
    sign = match[0]
    if sign in _TURNS:
        return refuse(
            "character-direction",
            f'Värdet "{shown(text)}" innehåller ett osynligt tecken som styr skrivriktningen ({name_of(sign)}). '
            "Skriv om det för hand i stället för att klistra in det.",
            f'The value "{shown(text)}" holds an unseen character that sets the direction of writing '
            f"({name_of(sign)}). Type it by hand instead of pasting it.",
        )
    if "\x80" <= sign <= "\x9f":
        return refuse(
            "character-encoding",
            f'Värdet "{shown(text)}" innehåller {name_of(sign)}, som tyder på att filen är sparad i Windows-1252. '
            "Spara om den som UTF-8.",
            f'The value "{shown(text)}" holds {name_of(sign)}, a sign that the file was saved in Windows-1252. '
            "Save it as UTF-8.",
        )
    return refuse(
        "character-control",
        f'Värdet "{shown(text)}" innehåller ett tecken som inte är text ({name_of(sign)}). Ta bort det.',
        f'The value "{shown(text)}" holds a character that is not text ({name_of(sign)}). Remove it.',
    )


def _overloaded(text: str) -> Refusal | None:
    """Return a refusal if a letter bears more marks than any writing needs; folding them would take for ever."""
    if text.isascii() or len(text) <= _COMBINED:
        return None
    run = 0
    for character in text:
        run = run + 1 if character > "\u02ff" and unicodedata.combining(character) else 0
        if run > _COMBINED:
            return refuse(
                "character-control",
                f'Värdet "{shown(text)}" har för många tecken ovanpå en bokstav. Skriv om det för hand.',
                f'The value "{shown(text)}" has too many marks on one letter. Type it by hand.',
            )
    return None


def _swedish(number: str) -> str:
    return number.replace(",", "\N{NO-BREAK SPACE}")
