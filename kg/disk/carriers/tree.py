"""Trees of values: what a parser tells, piece by piece, becomes written values, within limits and without recursion."""

from kg.disk.carriers.source import (
    FORBIDDEN,
    CarrierError,
    Limits,
    Source,
    clean,
    fold_key,
    forbidden,
    note,
    shorten,
    thousands,
)
from kg.disk.written import Items, Pairs, Place, Text, Written


class Tree:
    """Takes the values of a file in the order written; `roots` are those that stand in no other.

    Args:
        source: the file.
        limits: how deep and how many.
        exact: whether keys are taken as they are written, and differ if anything in them does.
    """

    def __init__(self, source: Source, limits: Limits, *, exact: bool = False) -> None:
        self.roots: list[Written] = []
        self._source = source
        self._limits = limits
        self._exact = exact
        self._open: list[_Level] = []
        self._count = 0

    @property
    def wants_key(self) -> bool:
        """Whether what comes next is a key."""
        return bool(self._open) and self._open[-1].wants_key

    def open(self, index: int, *, pairs: bool) -> None:
        """Begin a row of values, or of pairs, at a character of the text.

        Raises:
            CarrierError: if it stands as a key, or too deep.
        """
        place = self._source.place(index)
        if self.wants_key:
            raise CarrierError(
                place,
                "a key must be a text, not a list or a group",
                "en nyckel ska vara en text, inte en lista eller grupp",
            )
        if len(self._open) >= self._limits.depth:
            depth = self._limits.depth
            raise CarrierError(place, f"nested more than {depth} deep", f"nästlat i mer än {depth} nivåer")
        self._counted(place)
        self._open.append(_Level(place, pairs))

    def close(self) -> None:
        """End what was begun last."""
        self._add(self._open.pop().written())

    def scalar(self, value: str, index: int) -> None:
        """Take a single value, or a key, that begins at a character of the text.

        Raises:
            CarrierError: if it holds a forbidden character, is an empty key, or a key that the group already has.
        """
        place = self._source.place(index)
        self._counted(place)
        if found := FORBIDDEN.search(value.replace("\r\n", "\n")):
            raise forbidden(place, found.group())
        if self.wants_key and self._exact:
            self._open[-1].begin(Text(value, place), value)
            return
        tidy = clean(value)
        if self.wants_key:
            self._open[-1].begin(Text(tidy, place), fold_key(tidy))
        else:
            self._add(Text(tidy, place, note(tidy)))

    def entries(self) -> list[Written]:
        """Return what stands outermost, a list as its items.

        Raises:
            CarrierError: if there is nothing.
        """
        found = [
            item
            for root in self.roots
            for item in (root if isinstance(root, Items) else [root])
            if item != Text("", item.place)
        ]
        if not found:
            raise CarrierError(Place(self._source.path), "nothing is written in the file", "ingenting står i filen")
        return found

    def _add(self, value: Written) -> None:
        if self._open:
            self._open[-1].add(value)
        else:
            self.roots.append(value)

    def _counted(self, place: Place) -> None:
        self._count += 1
        if self._count > self._limits.nodes:
            en, sv = thousands(self._limits.nodes)
            raise CarrierError(place, f"more than {en} values", f"fler än {sv} värden")


class _Level:
    """One row of values, or of pairs, that has begun and not ended."""

    def __init__(self, place: Place, pairs: bool) -> None:
        self._place = place
        self._pairs = pairs
        self._items: list[Written] = []
        self._keys: list[Text] = []
        self._seen: dict[str, Text] = {}

    @property
    def wants_key(self) -> bool:
        return self._pairs and len(self._keys) == len(self._items)

    def begin(self, key: Text, compared: str) -> None:
        if not compared:
            raise CarrierError(key.place, "a value without a key before it", "ett värde utan nyckel före")
        if earlier := self._seen.get(compared):
            shown, line = shorten(key.value), earlier.place.line
            raise CarrierError(
                key.place,
                f'the key "{shown}" stands twice, first on line {line}; keep one of them',
                f'nyckeln "{shown}" står två gånger, först på rad {line}; behåll en av dem',
            )
        self._seen[compared] = key
        self._keys.append(key)

    def add(self, value: Written) -> None:
        self._items.append(value)

    def written(self) -> Written:
        if self._pairs:
            return Pairs(tuple(zip(self._keys, self._items, strict=True)), self._place)
        return Items(tuple(self._items), self._place)
