"""The Swedish alphabet: å, ä and ö last, other letters without their accents, digits and signs under `#`."""

import unicodedata

OTHER = "#"
_LAST = {"å": "{a", "ä": "{b", "ö": "{c", "æ": "{b", "ø": "{c", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d"}
_SPELLED = {"Å": "aa", "Ä": "ae", "Ö": "oe", OTHER: "0-9"}
_SWEDISH = {"{a": "Å", "{b": "Ä", "{c": "Ö"}


def sort_name(name: str) -> tuple[str, ...]:
    """Return a key that sorts names as a Swedish reader expects: by their letters, then as they are written."""
    plain = "".join(_plain(letter) for letter in name.casefold())
    text = " ".join("".join(letter if letter.isalnum() or letter == "{" else " " for letter in plain).split())
    return ("0" if _stands_under(text) == OTHER else "1", text, name)


def letter_of(name: str) -> str:
    """Return the letter that a name stands under: A to Z, Å, Ä, Ö; `#` for anything else."""
    return _stands_under(sort_name(name)[1])


def spelled(letter: str) -> str:
    """Return the letter as a file's name spells it: `a`, `aa` for Å, `0-9` for digits and signs."""
    return _SPELLED.get(letter, letter.lower())


def _stands_under(text: str) -> str:
    """Return the letter of a text that begins with å written as `{a`."""
    if text[:2] in _SWEDISH:
        return _SWEDISH[text[:2]]
    return text[:1].upper() if "a" <= text[:1] <= "z" else OTHER


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter != "{" else " "
    return _LAST.get(letter) or unicodedata.normalize("NFKD", letter)[:1]
