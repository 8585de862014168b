"""Texts and names: cleaned of what only the typing put there, and looked at for what does not belong in them."""

import re
import unicodedata

from kg.work.values.characters import blank, is_blank, one_line, too_long, unusable
from kg.work.values.refusal import Read, Refusal, Remark, inform, shown, warn

LONGEST = 20_000  # characters of a description
LONGEST_NAME = 500

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_LINES = re.compile(r"\r\n?|[\n\u2028\u2029]")
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,400}>|&(?:[a-zA-Z]{2,10}|#[0-9]{1,6});|\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)")
_SCRIPT = re.compile(r"<\s{0,10}/?\s{0,10}(?:script|iframe|object|embed|style|svg|img|a)\b", re.IGNORECASE)
_MISREAD = re.compile("Ã[\u00a0-¿…„–©¨‰…†‡ˆŠ‹Œ‘’“”•—˜™š›œžŸ]|â€[\u009d™˜œ“”¢¦]|Â[\u00a0§°´·»«]|\ufffd")
_FIGURE = re.compile(r"[0-9][0-9 .,:/-]*[0-9](?: ?(?:kr|kronor|SEK|EUR|€|%|:-))?|[0-9]")
_SHOUTED = 10  # letters: shorter names in capitals are abbreviations

_SWEDISH = {
    "och", "att", "det", "som", "en", "ett", "är", "av", "för", "med", "till", "på", "den", "har", "inte", "om",
    "ska", "skall", "kan", "från", "vid", "eller", "hos", "utan", "sina", "sitt", "sin", "deras", "genom",
    "mellan", "inom", "samt", "också", "där", "när", "vilka", "vilket", "även", "bli", "blir", "mot", "efter",
    "under", "projekt", "projektet", "kommun", "kommunen", "arbete", "län", "stöd", "unga",
}  # fmt: skip
_ENGLISH = {
    "the", "and", "of", "to", "for", "with", "that", "is", "are", "be", "by", "from", "this", "which", "their",
    "its", "it", "as", "on", "at", "an", "or", "into", "between", "through", "will", "have", "has", "not",
    "our", "we", "they", "was", "were", "who", "project", "projects", "support", "work", "county",
    "people", "young",
}  # fmt: skip
_SAMPLE = 4000  # characters that are enough to tell a language by
_WORD = re.compile(r"[^\W\d_]+")


def read_prose(text: str) -> Read[str] | Refusal:
    """Return a text of one or several paragraphs: white space folded within them, an empty line between.

    Quotation marks and dashes are kept as typed. Markup is kept too, with a warning: it shows as plain text.
    """
    if refusal := (too_long(text, LONGEST) or unusable(text)):
        return refusal
    if is_blank(text):
        return blank(text)
    lines = _LINES.sub("\n", unicodedata.normalize("NFC", text).translate(_UNSEEN)).split("\n")
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if folded := " ".join(line.split()):
            paragraphs[-1].append(folded)
        elif paragraphs[-1]:
            paragraphs.append([])
    prose = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
    return Read(prose, tuple(_remarks(prose, text))) if prose else blank(text)


def read_name(text: str) -> Read[str] | Refusal:
    """Return a title or a name on one line, with plain quotation marks and hyphens.

    A name in capitals, markup, a name that is only a number, and letters that were read in the wrong encoding get
    remarks.
    """
    name = one_line(text, LONGEST_NAME)
    if isinstance(name, Refusal):
        return name
    remarks = _remarks(name, text)
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) >= _SHOUTED and name == name.upper() and " " in name:
        remarks.append(
            inform(
                "name-capitals",
                f'"{shown(text)}" står i versaler. Skriv det med små bokstäver om namnet inte ska se ut så.',
                f'"{shown(text)}" is in capitals. Write it in small letters unless the name is meant to look so.',
            )
        )
    if _FIGURE.fullmatch(name):
        remarks.append(
            warn(
                "name-is-number",
                f'"{shown(text)}" är ett tal eller ett datum. Har två kolumner eller fält bytt plats?',
                f'"{shown(text)}" is a number or a date. Are two columns or fields swapped?',
            )
        )
    return Read(name, tuple(remarks))


def _remarks(value: str, text: str) -> list[Remark]:
    """Return what is doubtful in a text that is taken all the same."""
    remarks = []
    if markup := (_SCRIPT.search(value) or _MARKUP.search(value)):
        remarks.append(
            warn(
                "text-markup",
                f'"{shown(text)}" innehåller kod ({shown(markup[0])}). Skriv bara text; koden visas som den står.',
                f'"{shown(text)}" holds markup ({shown(markup[0])}). Write text alone; the markup shows as it stands.',
            )
        )
    if misread := _MISREAD.search(value):
        remarks.append(
            warn(
                "text-encoding",
                f'"{shown(text)}" har tecken som blivit fel ({shown(misread[0])}). Spara filen som UTF-8 och försök '
                "igen.",
                f'"{shown(text)}" has characters that went wrong ({shown(misread[0])}). Save the file as UTF-8 and '
                "try again.",
            )
        )
    if value.startswith("=") and len(value) > 1:
        remarks.append(
            warn(
                "text-formula",
                f'"{shown(text)}" börjar som en formel. Skriv texten i stället.',
                f'"{shown(text)}" begins like a formula. Write the text instead.',
            )
        )
    return remarks


def guess_language(text: str) -> str:
    """Return the language that a text seems to be in: `en` if English words outweigh Swedish ones, else `sv`.

    What counts is common words of either language and, for Swedish, words with å, ä or ö; only the first 4,000
    characters are looked at. Without evidence, as for most names, it is Swedish.
    """
    swedish = english = 0
    for word in _WORD.findall(text[:_SAMPLE].casefold()):
        swedish += (word in _SWEDISH) * 2 + any(letter in "åäö" for letter in word)
        english += (word in _ENGLISH) * 2
    return "en" if english > swedish else "sv"
