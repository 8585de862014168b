"""How names are compared: what is left of a text when case, accents and punctuation are let go."""

import re
import unicodedata

LONGEST = 40  # letters of a word that its keys look at
FUZZY_FROM = 4  # letters: shorter words, mostly abbreviations, are like themselves only

_ACCENT = re.compile("[\u0300-\u036f]+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({
    "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "&": " och ", "+": " plus ",
})  # fmt: skip
# Spellings that sound alike to a Swedish reader; the order matters.
_ALIKE = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|skj|stj|sj|sh", "s"), (r"ck|ch|c|q", "k"), (r"x", "ks"), (r"w", "v"), (r"z", "s"), (r"ph", "f"),
        (r"th|dt", "t"), (r"[ghld]j", "j"),
    )
)  # fmt: skip
_SILENT = re.compile(r"(?<!^)[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")


def folded(text: str) -> str:
    """Return a text without case and accents, white space folded."""
    return " ".join(_without_accents(text.casefold()).split())


def words(text: str) -> list[str]:
    """Return the words of a text without case and accents: `Malung-Sälen & Co+` gives malung, salen, och, co, plus."""
    spelled = text.casefold().translate(_LETTERS)
    return _WORD.findall(spelled if spelled.isascii() else _without_accents(spelled))


def tight(text: str) -> str:
    """Return the letters and digits of a text alone: what is equal so differs in case, accents, spaces, signs only.

    A text with neither letters nor digits is as it is, so that it is equal to itself.
    """
    return joined(words(text), text)


def joined(own: list[str], text: str) -> str:
    """Return what `tight` makes of a text whose words are known."""
    return "".join(own) or folded(text) or text.strip()


def typo_keys(word: str) -> set[str]:
    """Return keys of a word (as `words` gives it): two spellings of one word mostly share one.

    They are the word itself, the word with any one letter left out (so that one letter too few, too many, wrong or
    exchanged with its neighbour leaves a key in common), and its consonants as they sound, any one left out. Short
    words and those with digits have no key but themselves.
    """
    word = word[:LONGEST]
    if len(word) < FUZZY_FROM or _DIGIT.search(word):
        return {word}
    keys = {word, *_shortened(word)}
    heard = sound(word)
    if len(heard) >= 3:
        keys.add("*" + heard)
    if len(heard) >= 5:
        keys.update("*" + shorter for shorter in _shortened(heard))
    return keys


def sound(word: str) -> str:
    """Return the consonants of a word as they sound; a vowel at its beginning is an a, an s at its end is left out."""
    for pattern, heard in _ALIKE:
        word = pattern.sub(heard, word)
    word = re.sub(r"^[aeiouy]", "a", word)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word)).removesuffix("s")


def _without_accents(text: str) -> str:
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return plain if plain.isascii() else "".join(letter for letter in plain if not unicodedata.combining(letter))


def _shortened(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
