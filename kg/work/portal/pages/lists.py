"""Lists of all things of a kind, by letter; a long list is many pages, so that none is slow to open."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from kg.terms import ID
from kg.work.alphabet import letter_of, sort_name, spelled
from kg.work.pages.reader import Reader
from kg.work.pages.views import view_of
from kg.work.portal.data.documents import things
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.pages.kinds import KINDS, ThingKind, kind_of
from kg.work.portal.site import Site

WHOLE = 400  # things of a kind that stand on one page, under their letters
PART = 300  # things on a page of a longer list

Entry = tuple[str, str]  # a name, the IRI


@dataclass(frozen=True)
class Leaf:
    """A page of a list: its stem, its letter, its number among the pages of the letter, its things."""

    stem: str
    letter: str
    number: int
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Item:
    """A thing in a list: its name with its language, and what to tell it apart by."""

    iri: str
    name: str
    lang: str
    words: str


def files(site: Site) -> Iterator[File]:
    """Yield the lists, in both languages: one for each kind, and its pages if it is long."""
    renderer, reader = Renderer(site), Reader(site.store)
    folders = sorted(by_folder(site).items())
    known = [(kind.folder, dict(folders).get(kind.folder, [])) for kind in KINDS]
    others = [(folder, iris) for folder, iris in folders if kind_of(folder) not in KINDS]
    for folder, iris in [*known, *others]:
        kind = kind_of(folder)
        listers = [
            _Lister(renderer, reader, kind, lang, tuple(_leaves(reader, kind, lang, iris))) for lang in LANGUAGES
        ]
        for lister, other in (listers, listers[::-1]):
            yield from lister.pages({leaf.stem for leaf in other.leaves})


def by_folder(site: Site) -> dict[str, list[str]]:
    """Return the IRIs of all things by the folder under id/ that they stand in."""
    found: dict[str, list[str]] = {}
    for iri in things(site.store):
        found.setdefault(iri[len(ID) :].partition("/")[0], []).append(iri)
    return found


@dataclass(frozen=True)
class _Lister:
    """Writes the list of a kind in one language."""

    renderer: Renderer
    reader: Reader
    kind: ThingKind
    lang: str
    leaves: tuple[Leaf, ...]

    def pages(self, others: Set[str]) -> Iterator[File]:
        """Yield the first page, and the pages of the letters if there are many things.

        Args:
            others: the stems of the pages in the other language; a name may begin with another letter there.
        """
        total = sum(len(leaf.entries) for leaf in self.leaves)
        split = total > WHOLE
        yield self._page(None, self.leaves if not split else (), total, split=split)
        for leaf in self.leaves if split else ():
            yield self._page(leaf, (leaf,), total, split=True, twin="" if leaf.stem in others else self.kind.stem)

    def _page(self, leaf: Leaf | None, shown: Iterable[Leaf], total: int, *, split: bool, twin: str = "") -> File:
        return self.renderer.page(
            leaf.stem if leaf else self.kind.stem,
            self.lang,
            "list.html",
            group=self.kind,
            leaf=leaf,
            shown=((one, self._items(one)) for one in shown),
            split=split,
            firsts=[next(group) for _, group in groupby(self.leaves, key=lambda one: one.letter)],
            siblings=[one for one in self.leaves if leaf and one.letter == leaf.letter],
            total=total,
            twin=twin,
            spelled=spelled,
        )

    def _items(self, leaf: Leaf) -> list[Item]:
        return [self._item(iri) for _, iri in leaf.entries]

    def _item(self, iri: str) -> Item:
        name, view = self.reader.name(iri, self.lang), view_of(self.reader, iri, self.lang)
        words = ", ".join(filter(None, view.told_apart()))
        return Item(iri, name.value, name.lang, words)


def _place(entry: Entry) -> tuple[tuple[str, ...], str]:
    return sort_name(entry[0]), entry[1]


def _leaves(reader: Reader, kind: ThingKind, lang: str, iris: Iterable[str]) -> Iterator[Leaf]:
    """Yield the pages of a list, in the order of the alphabet."""
    entries = sorted(((reader.name(iri, lang).value, iri) for iri in iris), key=_place)
    for letter, group in groupby(entries, key=lambda entry: letter_of(entry[0])):
        own = list(group)
        for number, start in enumerate(range(0, len(own), PART), 1):
            name = spelled(letter) + (f"-{number}" if number > 1 else "")
            yield Leaf(f"{kind.stem}/{name}", letter, number, own[start : start + PART])
