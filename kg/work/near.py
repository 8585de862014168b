"""Which of the known names are near one that is not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from kg.disk.nameindex import Name, Thing
from kg.disk.namesearch import weight_of
from kg.disk.spelling import folded, words

__all__ = ["CUTOFF", "LIKE", "MOST", "LikeName", "Names", "folded", "likeness", "near_names", "nearest", "says_little"]

MOST = 3
CUTOFF = 65.0  # per cent alike, by the letters that are the same in the same order
ENDING = 4  # letters: what may stand at the end of one word and not of the other
CONFLICT = 0.25  # what it takes from 1 if each name has a word that tells much and that the other lacks
LIKE = 0.68  # how alike two names must be for one to be suggested for the other, of 1

# Words that say little about who is meant: forms of companies and associations, the small words of the language,
# and those that many national bodies begin with.
_FORMS = frozenset(words(
    "ab aktiebolag aktiebolaget publ hb handelsbolag kb ek ekonomisk ekonomiska for foren forening foreningen ideell "
    "stift stiftelsen stiftelse svb as asa oy oyj ltd limited gmbh inc sa aps plc"
))  # fmt: skip
_SMALL = frozenset(words("i och for av den det de en ett the of and in a pa till med hos vid under fran at to on o"))
_NATIONAL = frozenset(words("svenska sveriges svensk sverige statens kungliga kungl swedish sweden"))


class Names(Protocol):
    """The names of a graph, as `kg.disk.nameindex.NameIndex` tells them."""

    def thing(self, iri: str) -> Thing | None:
        """Return what is known by an IRI."""
        ...

    def names_of(self, iri: str) -> list[Name]:
        """Return every name of a thing."""
        ...

    def doubts(self, iri: str) -> list[str]:
        """Return the graphs that say that nobody knows who a thing is."""
        ...

    def spelled(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return the names that differ from a text in case, accents, white space and signs at most."""
        ...

    def near(self, text: str, families: Sequence[str]) -> list[Name]:
        """Return names that may be near a text."""
        ...

    def with_word(self, word: str, families: Sequence[str], most: int) -> list[Name]:
        """Return names that hold a word."""
        ...

    def frequencies(self, family: str, of: Iterable[str]) -> dict[str, int]:
        """Return in how many names of a family each word stands."""
        ...


@dataclass(frozen=True)
class LikeName:
    """A name that is like a text, and how alike they are, up to 1."""

    name: Name
    likeness: float


def near_names(names: Names, text: str, families: Sequence[str], least: float = LIKE) -> list[LikeName]:
    """Return the names that a person may have meant, the likeliest first and one for each thing.

    Args:
        names: the known names.
        text: what was written.
        families: what it may be the name of, as `sam:Actor`.
        least: how alike they must be.
    """
    asked = words(text)
    best: dict[str, LikeName] = {}
    for family in families if any(map(str.isalnum, text)) else ():
        found = [(name, words(name.text)) for name in names.near(text, (family,))]
        frequencies = names.frequencies(family, {word for _, own in found for word in own} | set(asked))
        weights = {word: weight_of(frequencies.get(word, 0)) for word in [*asked, *frequencies]}
        for name, own in found:
            alike = likeness(asked, own, weights)
            if alike >= least and (name.iri not in best or alike > best[name.iri].likeness):
                best[name.iri] = LikeName(name, alike)
    return sorted(best.values(), key=lambda like: (-round(like.likeness, 3), like.name.text, like.name.iri))


def likeness(asked: Sequence[str], own: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return how alike two names are, by their words: 0 for nothing in common, 1 for the same words in any order.

    Words that stand in many names, company forms and small words count little: two names are alike if what tells
    them apart from others is. Words run together or taken apart are the same.

    Args:
        asked: the words of one, as `kg.disk.spelling.words` gives them.
        own: the words of the other.
        weights: how much each word tells, up to 1; a word that is not there tells as much as one can.
    """
    if not asked or not own:
        return 0.0
    mine, theirs = [0.0] * len(asked), [0.0] * len(own)
    for place, word in enumerate(asked):
        for other, known in enumerate(own):
            alike = _alike(word, known)
            mine[place], theirs[other] = max(mine[place], alike), max(theirs[other], alike)
    _join(asked, own, mine, theirs)
    _join(own, asked, theirs, mine)
    total = alike = 0.0
    apart = []
    for parts, scores in ((asked, mine), (own, theirs)):
        lone = 0.0
        for word, score in zip(parts, scores, strict=True):
            weight = _weight(word, weights)
            total += weight
            alike += weight * score
            lone = max(lone, weight if score < 0.5 else 0.0)
        apart.append(lone)
    return alike / total - CONFLICT * min(apart)


@lru_cache(maxsize=1 << 16)
def _alike(word: str, known: str) -> float:
    """Return how alike two words are; short ones and those with digits are alike only if they are the same."""
    from rapidfuzz.distance import OSA

    if word == known:
        return 1.0
    if len(word) < 3 or len(known) < 3 or not word.isalpha() or not known.isalpha():
        return 0.0
    if word + "s" == known or known + "s" == word:
        return 0.97
    alike = OSA.normalized_similarity(word, known, score_cutoff=0.6)
    if alike < 0.8:  # a third of the letters wrong is another word, not a slip
        alike = max(0.0, (alike - 0.6) * 4)
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) >= 5 and len(longer) <= len(shorter) + ENDING and longer.startswith(shorter):
        return max(alike, 0.75)
    return alike


def _join(parts: Sequence[str], others: Sequence[str], scores: list[float], other_scores: list[float]) -> None:
    """Note where two words that stand together are one word of the other name."""
    for place in range(len(parts) - 1):
        joined = parts[place] + parts[place + 1]
        for other, known in enumerate(others):
            if other_scores[other] < 0.85 and abs(len(known) - len(joined)) <= 3:
                alike = _alike(joined, known)
                if alike >= 0.85:
                    scores[place], scores[place + 1] = max(scores[place], alike), max(scores[place + 1], alike)
                    other_scores[other] = alike


def says_little(word: str) -> bool:
    """Tell whether a word says little about who is meant, whatever the graph: a form of company, a small word."""
    own = folded(word)
    return own in _FORMS or own in _SMALL or own in _NATIONAL


def _weight(word: str, weights: Mapping[str, float]) -> float:
    if word in _FORMS:
        return 0.1
    if word in _SMALL:
        return 0.15
    if len(word) == 1 and word.isalpha():
        return 0.3
    return min(0.3, weights.get(word, 0.3)) if word in _NATIONAL else weights.get(word, 1.0)


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return at most three known names that a person may have meant, the nearest first; case does not matter.

    It looks at each of the known: for codes, options and the like. Of the names of a graph, ask `near_names`.
    """
    from rapidfuzz import fuzz, process, utils

    if not any(letter.isalnum() for letter in name):
        return []
    choices = list(dict.fromkeys(known))
    best: dict[str, float] = {}
    for scorer in (fuzz.QRatio, fuzz.token_sort_ratio):
        for choice, score, _ in process.extract(
            name, choices, scorer=scorer, processor=utils.default_process, limit=10, score_cutoff=CUTOFF
        ):
            best[choice] = max(best.get(choice, 0.0), score)
    return sorted(best, key=lambda choice: (-best[choice], choice))[:MOST]
