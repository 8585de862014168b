"""Which of the known names are near one that is not known."""

from collections.abc import Iterable

MOST = 3
CUTOFF = 60


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return at most three known names that a person may have meant, the nearest first."""
    from rapidfuzz import fuzz, process, utils

    choices = list(dict.fromkeys(known))
    found = process.extract(
        name, choices, scorer=fuzz.WRatio, processor=utils.default_process, limit=20, score_cutoff=CUTOFF
    )
    ranked = sorted(found, key=lambda hit: (-hit[1], -fuzz.ratio(name.casefold(), hit[0].casefold()), hit[0]))
    return [choice for choice, _, _ in ranked[:MOST]]
