"""Which of the known names are near one that is not known."""

import unicodedata
from collections.abc import Iterable

MOST = 3
CUTOFF = 65.0  # per cent alike, by the letters that are the same in the same order


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return at most three known names that a person may have meant, the nearest first; case does not matter."""
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


def folded(text: str) -> str:
    """Return a text without case and accents, white space folded."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
