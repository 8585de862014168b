"""Which column of a file a mapping means: headings are matched past case, spaces, underscores and two languages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import InputError
from kg.work.mappings.model import Column
from kg.work.near import nearest

_IGNORED = re.compile(r"[\ufeff\u200b\u00ad]")
_BETWEEN_LANGUAGES = re.compile(r"\s*[/|\n]\s*")


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that a mapping reads and a file lacks, and the headings of the file that are near it."""

    column: Column
    near: tuple[str, ...]


class Headings:
    """The headings of one file, and where each column of a mapping stands among them."""

    def __init__(self, headings: Sequence[str], source: str) -> None:
        self.headings = tuple(headings)
        self._source = source
        self._exact = _positions((heading, number) for number, heading in enumerate(headings))
        self._folded = _positions((folded(heading), number) for number, heading in enumerate(headings))
        self._parts = _positions((part, number) for number, heading in enumerate(headings) for part in parts(heading))
        self._found: dict[tuple[str, ...], int | None] = {}

    def position(self, column: Column) -> int | None:
        """Return where a column stands, from 0, or None if the file lacks it.

        A heading as it is spelled goes before one that differs in case, spaces, underscores or hyphens, and that
        before one of two languages (`Stödmottagare / Beneficiary`) of which one fits.

        Raises:
            InputError: if two columns of the file fit equally well.
        """
        if column.names not in self._found:
            self._found[column.names] = self._search(column)
        return self._found[column.names]

    def _search(self, column: Column) -> int | None:
        for known, fold in ((self._exact, str), (self._folded, folded), (self._parts, folded)):
            for name in column.names:
                found = known.get(fold(name), ())
                if len(found) > 1:
                    raise self._twice(name, found)
                if found:
                    return found[0]
        return None

    def _twice(self, name: str, found: Sequence[int]) -> InputError:
        numbers = ", ".join(str(number + 1) for number in found)
        return InputError(
            f"{self._source}: columns {numbers} all fit the heading {name!r}; rename one",
            f"{self._source}: kolumnerna {numbers} passar alla rubriken {name!r}; döp om någon",
        )

    def missing(self, columns: Iterable[Column]) -> list[Missing]:
        """Return the columns that the file lacks, each once, with the headings that are near."""
        lacking = {column.names: column for column in columns if self.position(column) is None}
        return [
            Missing(column, tuple(nearest(column.name, [heading for heading in self.headings if heading])))
            for column in lacking.values()
        ]

    def unread(self, columns: Iterable[Column]) -> list[str]:
        """Return the headings of the file that none of some columns stands for."""
        read = {self.position(column) for column in columns}
        return [heading for number, heading in enumerate(self.headings) if number not in read]


def folded(heading: str) -> str:
    """Return a heading without what does not tell headings apart: case, kinds of space, `_` and `-`."""
    plain = unicodedata.normalize("NFKC", _IGNORED.sub("", heading)).casefold()
    return re.sub(r"[\s_-]+", " ", plain).strip()


def parts(heading: str) -> list[str]:
    """Return the languages of a heading written as `Svenska / English`, folded; nothing if it is in one language."""
    found = [folded(part) for part in _BETWEEN_LANGUAGES.split(heading)]
    return [part for part in dict.fromkeys(found) if part] if len(found) > 1 else []


def _positions(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for name, number in pairs:
        if name:
            found[name] = (*found.get(name, ()), number)
    return found
