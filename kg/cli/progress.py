"""A bar that tells how far long work has come; on a terminal only, on standard error."""

import sys
import time
from collections.abc import Iterable, Iterator

WIDTH = 24  # of the bar, in characters
EVERY = 0.1  # seconds between two drawings


class Bar:
    """Called with how much is done, and of how much; 0 of the whole tells nothing but the number.

    Args:
        lang: the language of the words, `sv` or `en`.
        en, sv: what is counted, in the plural.
    """

    def __init__(self, lang: str, en: str, sv: str) -> None:
        self._sv = lang == "sv"
        self._what = sv if self._sv else en
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int, whole: int = 0) -> None:
        """Draw the bar; at the end, wipe it."""
        now = time.monotonic()
        if not self._shown or (now - self._drawn < EVERY and done != whole):
            return
        self._drawn = now
        line = "" if whole and done >= whole else self._line(done, whole, now - self._begun)
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Wipe the bar."""
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _line(self, done: int, whole: int, spent: float) -> str:
        if not whole:
            return f"{self._number(done)} {self._what}"
        full = WIDTH * done // whole
        left = round(spent * (whole - done) / done) if done else 0
        wait = (f", {left} s kvar" if self._sv else f", {left} s left") if spent > 1 and left else ""
        return f"{'█' * full}{'░' * (WIDTH - full)} {self._number(done)}/{self._number(whole)} {self._what}{wait}"

    def _number(self, number: int) -> str:
        return f"{number:,}".replace(",", " " if self._sv else ",")


def counted(pieces: Iterable[bytes], lang: str) -> Iterator[bytes]:
    """Pass on the pieces of a result, and tell how many megabytes there have been."""
    bar, size = Bar(lang, "MB", "MB"), 0
    bar(0)
    for piece in pieces:
        size += len(piece)
        bar(size // 1_000_000)
        yield piece
    bar.close()
