"""Where the boxes of a picture stand, and how the lines between them run: columns, and tracks between the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEAD = 42
LINE = 20
PAD = 10
GAP = 26  # between boxes of a column
CHANNEL = 60  # between columns
MARGIN = 16
LEFT, MIDDLE, RIGHT = range(3)
_BOLD, _PLAIN, _SMALL = 9.0, 8.0, 7.0  # the widest that a letter is on average, in pixels


@dataclass(frozen=True)
class Box:
    """A class: its label, its note, its rows, the class that each row leads to (or nothing), and its kinds."""

    iri: str
    label: str
    note: str
    rows: tuple[str, ...]
    goals: tuple[str, ...]
    derived: tuple[bool, ...]
    kinds: "tuple[Box, ...]" = ()

    @property
    def head(self) -> int:
        """The height of its heading."""
        return HEAD

    @property
    def height(self) -> int:
        """The height of the box."""
        inner = sum(kind.height + PAD for kind in self.kinds)
        return HEAD + (len(self.rows) * LINE + PAD if self.rows else 0) + inner + (PAD if self.kinds else 0)

    @property
    def width(self) -> int:
        """The width that its words need."""
        words = [len(self.label) * _BOLD, len(self.note) * _SMALL, *(len(row) * _PLAIN for row in self.rows)]
        return max([int(max(words)) + 2 * PAD, *(kind.width + 2 * PAD for kind in self.kinds)])

    def row(self, top: int, number: int) -> int:
        """Return where the middle of a row is, for a box whose top is known."""
        return top + HEAD + PAD // 2 + number * LINE + LINE // 2

    def kinds_at(self, top: int) -> "Iterator[tuple[Box, int]]":
        """Yield the boxes inside with their tops."""
        below = top + HEAD + (len(self.rows) * LINE + PAD if self.rows else 0) + PAD
        for kind in self.kinds:
            yield kind, below
            below += kind.height + PAD

    def whole(self) -> "Iterator[Box]":
        """Yield the box and all inside it."""
        yield self
        for kind in self.kinds:
            yield from kind.whole()


@dataclass(frozen=True)
class Placed:
    """A box with its place."""

    box: Box
    column: int
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Layout:
    """A picture: its size, its boxes, its lines as points."""

    width: int
    height: int
    placed: tuple[Placed, ...]
    lines: tuple[tuple[tuple[int, int], ...], ...]


def lay_out(boxes: Sequence[Box]) -> Layout:
    """Return where boxes stand, in three columns.

    The two that most others lead to stand in the middle one, what leads to them on either side, and the rest where
    there is room.
    """
    columns = _columns(boxes)
    placed: list[Placed] = []
    x = MARGIN + CHANNEL // 2
    height = max(sum(box.height + GAP for box in column) - GAP for column in columns) if columns else 0
    for number, column in enumerate(columns):
        width = max(box.width for box in column)
        left = height - sum(box.height for box in column)
        gap = min(left // max(len(column) - 1, 1), 3 * GAP)
        y = MARGIN
        for box in column:
            placed.append(Placed(box, number, x, y, width))
            y += box.height + gap
        x += width + CHANNEL
    return Layout(x - CHANNEL // 2 + MARGIN, height + 2 * MARGIN, tuple(placed), tuple(_lines(placed)))


def _columns(boxes: Sequence[Box]) -> list[list[Box]]:
    """Return the boxes by column, from left to right."""
    links = _links(boxes)
    into = {box.iri: len({start for start, goal in links if goal == box.iri}) for box in boxes}
    hubs = sorted(into, key=lambda iri: (-into[iri], iri))[:2]
    column = dict.fromkeys(hubs, MIDDLE)
    for box in boxes:
        if box.iri not in column and (goals := {goal for start, goal in links if start == box.iri} & set(hubs)):
            column[box.iri] = LEFT if goals == {hubs[0]} else RIGHT
    order = [
        *hubs,
        *sorted((iri for iri in column if iri not in hubs), key=lambda iri: (-len(_touching(iri, links)), iri)),
    ]
    changed = True
    while changed:  # what leads to what has a place stands under it
        changed = False
        for start, goal in sorted(links):
            if start not in column and goal in column:
                column[start] = column[goal]
                order.insert(order.index(goal) + 1, start)
                changed = True
    _place_rest([box for box in boxes if box.iri not in column], boxes, links, column, order)
    ranked = sorted(boxes, key=lambda box: order.index(box.iri))
    found = [[box for box in ranked if column[box.iri] == number] for number in (LEFT, MIDDLE, RIGHT)]
    return [boxes_of for boxes_of in found if boxes_of]


def _place_rest(
    rest: list[Box], boxes: Sequence[Box], links: set[tuple[str, str]], column: dict[str, int], order: list[str]
) -> None:
    """Put what no line joins to the middle where there is most room, the tallest first, at the foot of a column."""
    by_iri = {box.iri: box for box in boxes}

    def filled(number: int) -> int:
        return sum(by_iri[iri].height + GAP for iri in column if column[iri] == number)

    for box in sorted(rest, key=lambda box: (-len(_touching(box.iri, links)), -box.height, box.iri)):
        near = {column[other] for other in _touching(box.iri, links) if other in column}
        choices = near or ({LEFT, RIGHT} if _touching(box.iri, links) else {LEFT, MIDDLE, RIGHT})
        column[box.iri] = min(sorted(choices), key=lambda number: (filled(number), number))
        order.append(box.iri)


def _touching(iri: str, links: set[tuple[str, str]]) -> set[str]:
    return {start if goal == iri else goal for start, goal in links if iri in (start, goal)}


def _links(boxes: Sequence[Box]) -> set[tuple[str, str]]:
    """Return the pairs of outer boxes that some row joins."""
    outer = {inner.iri: box.iri for box in boxes for inner in box.whole()}
    return {(box.iri, outer[goal]) for box in boxes for inner in box.whole() for goal in inner.goals
            if goal and outer[goal] != box.iri}  # fmt: skip


def _lines(placed: Sequence[Placed]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the lines: all that lead to one box through the same space share a track there, and an arrow's head.

    A line between neighbouring columns runs in the space between them, one within an outer column outside it.
    """
    outer = {inner.iri: place for place in placed for inner in place.box.whole()}
    tracks: dict[tuple[float, str], int] = {}
    for place in placed:
        for number, goal in enumerate(place.box.goals):
            target = outer.get(goal)
            if target is None or target == place or abs(target.column - place.column) > 1:
                continue
            space = (place.column + target.column) / 2 if place.column != target.column else place.column - 1.0
            space = space if space != MIDDLE - 1.0 or place.column == LEFT else RIGHT + 1.0
            track = tracks.setdefault((space, goal), len([key for key in tracks if key[0] == space]))
            to_right = target.column > place.column or (target.column == place.column and place.column == RIGHT)
            start = place.x + place.width if to_right else place.x
            within = target.column == place.column
            end = target.x + target.width if to_right == within else target.x
            x = start + (1 if to_right else -1) * (16 + 14 * track)
            yield ((start, place.box.row(place.y, number)), (x, place.box.row(place.y, number)),
                   (x, target.y + HEAD // 2), (end, target.y + HEAD // 2))  # fmt: skip
