"""The search for near names in the index: by words like those of a text, the rarest first, and never by very many.

What it reads does not grow with the number of names: a word in few names leads to all of them, a common word only
together with another common one, or to names of as many words as the text has.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.disk.spelling import typo_keys

T = TypeVar("T")
Rows = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]

COMMON = 40  # names: a word in more is looked up together with another word of the name
MOST_READ = 160  # postings that are read, at most, before the common words are combined
MOST_TOLD = 16  # near names that are told
MOST_VARIANTS = 4  # known words that one word of a text may stand for
MOST_COMBINED = 6  # common words of which any two are looked up together


@dataclass(frozen=True, slots=True)
class _Variant:
    """A known word that a word of a text may stand for, in how many names it stands, and how much that tells."""

    word: str
    number: int
    names: int
    weight: float


@dataclass
class _Hits:
    """The names that were found, each with the words of the text that it holds and how much these tell."""

    weights: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, variant: _Variant, found: Iterable[tuple[Any, ...]]) -> None:
        """Note the names that hold a word."""
        word, weight = variant.word, variant.weight
        for (name,) in found:
            own = self.weights[name]
            if weight > own.get(word, 0.0):
                own[word] = weight

    def best(self) -> list[int]:
        """Return the names that hold most, those first."""
        return sorted(self.weights, key=lambda name: (-sum(self.weights[name].values()), name))[:MOST_TOLD]


def near_in(rows: Rows, family: str, searched: Sequence[str], length: int) -> list[int]:
    """Return the numbers of the names of a family that hold most of some words, or words like them.

    Args:
        rows: asks the index.
        family: the family of names.
        searched: the words.
        length: how many words the text has.
    """
    variants = sorted(
        _variants(rows, family, searched),
        key=lambda variant: (variant.names, -variant.weight, variant.word, variant.number),
    )
    hits, read = _Hits(), 0
    for variant in variants:
        if read >= MOST_READ:
            break
        if variant.names <= COMMON:
            found = rows("SELECT name FROM posting WHERE word = ?", (variant.number,))
        else:
            query = "SELECT name FROM posting WHERE word = ? AND length = ? LIMIT ?"
            found = rows(query, (variant.number, length, COMMON // 2))
        hits.note(variant, found)
        read += len(found)
    common = [variant for variant in variants if variant.names > COMMON][:MOST_COMBINED]
    for one, other in itertools.combinations(common, 2):
        if one.word != other.word and one.number != other.number:
            query = "SELECT name FROM pair WHERE first = ? AND second = ? AND length BETWEEN ? AND ? LIMIT ?"
            both = sorted((one.number, other.number))
            found = rows(query, (*both, length - 1, length + 2, COMMON))
            hits.note(one, found)
            hits.note(other, found)
    return hits.best()


def weight_of(names: int) -> float:
    """Return how much a word tells that stands in so many names: 1 for a rare one, ever less for a common one."""
    return 1.0 if names <= 8 else 1 / (1 + 0.12 * (names / 8 - 1) ** 0.5)


def marks(values: Sequence[object]) -> str:
    """Return a question mark for each value, as a statement has them."""
    return ", ".join("?" * len(values))


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield values in parts that one statement takes."""
    for start in range(0, len(values), 900):
        yield values[start : start + 900]


def _variants(rows: Rows, family: str, searched: Sequence[str]) -> Iterator[_Variant]:
    """Yield the known words that the words searched for may stand for, the most alike of each."""
    from rapidfuzz.distance import OSA

    keys = {word: typo_keys(word) for word in searched}
    by_key: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for part in in_parts(sorted(set().union(*keys.values()))):
        query = f"""SELECT typo.key, word.id, word.text, word.names FROM typo JOIN word ON word.id = typo.word
          WHERE typo.key IN ({marks(part)}) AND typo.family = ?"""  # noqa: S608
        for key, number, text, names in rows(query, (*part, family)):
            by_key[key].append((number, text, names))
    for word, own in keys.items():
        known = {found for key in own for found in by_key[key]}
        alike = {found: OSA.normalized_similarity(word, found[1], score_cutoff=0.6) for found in known}
        best = sorted((found for found in known if alike[found]), key=lambda found: (-alike[found], found[1]))
        for found in best[:MOST_VARIANTS]:
            number, _, names = found
            yield _Variant(word, number, names, alike[found] * weight_of(names))
