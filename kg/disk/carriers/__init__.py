"""Carriers: the kinds of file in which somebody may hand over what they wrote, told apart before they are read."""

import re
from pathlib import Path
from typing import Literal

from kg.errors import InputError

Carrier = Literal["yaml", "json", "jsonld", "workbook", "csv", "turtle"]

_CARRIERS: dict[str, Carrier] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonld": "jsonld",
    ".xlsx": "workbook",
    ".csv": "csv",
    ".tsv": "csv",
    ".ttl": "turtle",
}
_TAKEN_EN = "a workbook (.xlsx), a list (.csv), YAML (.yaml), JSON (.json), JSON-LD (.jsonld) or Turtle (.ttl)"
_TAKEN_SV = "en arbetsbok (.xlsx), en lista (.csv), YAML (.yaml), JSON (.json), JSON-LD (.jsonld) eller Turtle (.ttl)"

_SHEETS = (
    "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)",
    "öppna den i ett kalkylprogram och spara den som Excelarbetsbok (.xlsx)",
)
_RDF = ("RDF/XML is not taken; convert it to Turtle (.ttl)", "RDF/XML tas inte emot; gör om den till Turtle (.ttl)")
_WORDS = (
    "a document cannot be read; fill in a workbook (.xlsx) or YAML (.yaml) instead",
    "ett dokument går inte att läsa; fyll i en arbetsbok (.xlsx) eller YAML (.yaml) i stället",
)
_PLAIN = (
    "name it .csv if it is a list, .yaml if it is a filled-in form",
    "döp den till .csv om den är en lista, .yaml om den är ett ifyllt formulär",
)
_OTHERS = {
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers"), _SHEETS),
    **dict.fromkeys((".rdf", ".xml", ".owl"), _RDF),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm"), _WORDS),
    ".txt": _PLAIN,
}

# How a file begins that is something else than it is called, for certain; and the carriers that may begin so.
_BEGINNINGS: tuple[tuple[re.Pattern[bytes], frozenset[Carrier], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(carriers), en, sv)  # type: ignore[arg-type]
    for pattern, carriers, en, sv in (
        (rb"PK\x03\x04", {"workbook"}, "a workbook or another zip file", "en arbetsbok eller en annan zipfil"),
        (
            rb"\xd0\xcf\x11\xe0",
            {"workbook"},
            "an old or password-protected Office file",
            "en gammal eller lösenordsskyddad Officefil",
        ),
        (rb"%PDF-", set(), "a PDF document", "ett PDF-dokument"),
        (rb"\x1f\x8b", set(), "a packed file (gzip)", "en packad fil (gzip)"),
        (rb"\{\\rtf", set(), "an RTF document", "ett RTF-dokument"),
        (rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html[\s>])", set(), "a web page (HTML)", "en webbsida (HTML)"),
        (rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|!doctype\s|rdf:RDF[\s>])", set(), "XML", "XML"),
        (rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n)*@(?:prefix|base)\s", {"turtle"}, "Turtle", "Turtle"),
    )
)
_LOOKED_AT = 4096


def carrier_of(path: Path) -> Carrier:
    """Return what kind of file somebody hands over, by its name.

    A file that does not exist, or cannot be opened, is told by whoever reads it.

    Raises:
        InputError: if the kind is not taken, with how to save it instead; or if the file certainly is something else
            than its name says.
    """
    suffix = path.suffix.lower()
    carrier = _CARRIERS.get(suffix)
    if carrier is None:
        en, sv = _OTHERS.get(suffix, (f"not a kind of file that is taken; hand over {_TAKEN_EN}", ""))
        sv = sv or f"inte en sorts fil som tas emot; lämna {_TAKEN_SV}"
        raise InputError(f"{path}: {en}", f"{path}: {sv}")
    begins = _beginning(path)
    for pattern, carriers, en, sv in _BEGINNINGS:
        if carrier not in carriers and pattern.match(begins):
            raise InputError(
                f"{path}: called {suffix}, but it is {en}; hand over {_TAKEN_EN}",
                f"{path}: heter {suffix}, men är {sv}; lämna {_TAKEN_SV}",
            )
    return carrier


def _beginning(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            return b""
        with path.open("rb") as file:
            return file.read(_LOOKED_AT)
    except (OSError, ValueError):
        return b""
