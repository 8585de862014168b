"""A network as a picture: the actor in the middle, its neighbours around it, coloured by shared project."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kg.work.network import Neighbour, Network

FONT = 12
LETTER = 6.7  # the mean width in pixels of a letter of 12-pixel sans-serif
SPACING = 17  # pixels between two labels on the circle
DOT = 10
MARGIN = 24
HORIZONTAL_MOST = 16

# Okabe and Ito's palette first: colours that people with any colour vision tell apart, dark enough on white.
PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#5d3a9b", "#555555", "#8b4513", "#b22222",
    "#006d77", "#7aa600",
)  # fmt: skip


@dataclass(frozen=True)
class _Spot:
    """A neighbour's place: its point on the circle (pixels from the middle) and how its label runs from there."""

    other: Neighbour
    x: float
    y: float
    degrees: float
    left: bool

    @property
    def end(self) -> tuple[float, float]:
        """The point where the label ends."""
        length = len(self.other.name) * LETTER + DOT * len(self.other.shared) + 10
        radians = math.radians(self.degrees)
        sign = -1 if self.left else 1
        return self.x + sign * length * math.cos(radians), self.y + sign * length * math.sin(radians)


def draw(network: Network, lang: str = "en") -> str:
    """Return a network as an SVG picture, as large as it needs to be for every label to be read.

    Up to sixteen labels are written level, more radiate from the circle; none is upside down or overlaps another.
    """
    sv = lang == "sv"
    spots = _spots(_in_circle(network), _centre_width(network) / 2)
    colours = {iri: PALETTE[number % len(PALETTE)] for number, iri in enumerate(network.projects)}
    title = ("Samarbetsnätverk: " if sv else "Cooperation network: ") + network.name
    heading = _heading(network, colours, title, sv=sv)
    left, top, right, bottom = _bounds(network, spots)
    head_height = 62 + len(network.projects) * 20
    left, right = left - MARGIN, max(right, left + _head_width(network, title)) + MARGIN
    top, bottom = top - MARGIN - head_height, bottom + MARGIN
    body = [
        *(_edge(spot, colours) for spot in spots),
        *(_label(spot, colours) for spot in spots),
        _centre(network),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{right - left:.0f}" '
            f'height="{bottom - top:.0f}" viewBox="{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}" '
            f'font-family="Helvetica, Arial, sans-serif" font-size="{FONT}">',
            f"<title>{escape(title)}</title>",
            f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="white"/>',
            f'<g transform="translate({left + MARGIN:.0f} {top:.0f})">',
            *heading,
            "</g>",
            *body,
            "</svg>\n",
        ]
    )


def _in_circle(network: Network) -> list[Neighbour]:
    """Return the neighbours in the order of the circle: those of the same projects beside each other."""
    order = {iri: number for number, iri in enumerate(network.projects)}
    return sorted(
        network.neighbours,
        key=lambda other: (
            [order[shared.project] for shared in other.shared],
            other.name.casefold(),
            other.iri,
        ),
    )


def _spots(neighbours: Sequence[Neighbour], inner: float) -> list[_Spot]:
    """Return the neighbours' places, clockwise from the top, all further out than `inner` pixels."""
    level = len(neighbours) <= HORIZONTAL_MOST
    radius = max(150.0, inner + 2 * DOT, len(neighbours) * SPACING / math.tau)
    spots = []
    for number, other in enumerate(neighbours):
        angle = math.tau * (number + 0.5) / len(neighbours) - math.tau / 4
        left = math.cos(angle) < 0
        turn = 0.0 if level else math.degrees(angle) - (180 if left else 0)
        spots.append(
            _Spot(other, radius * math.cos(angle) * (1.25 if level else 1), radius * math.sin(angle), turn, left)
        )
    return spots


def _bounds(network: Network, spots: Sequence[_Spot]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of everything that is drawn around the middle."""
    half = _centre_width(network) / 2
    points = [(-half, -20.0), (half, 20.0)]
    for spot in spots:
        points += [(spot.x, spot.y - FONT), (spot.x, spot.y + FONT), spot.end]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _edge(spot: _Spot, colours: dict[str, str]) -> str:
    shared = spot.other.shared
    colour = colours[shared[0].project] if len(shared) == 1 else "#222222"
    return (
        f'<line x1="0" y1="0" x2="{spot.x:.1f}" y2="{spot.y:.1f}" stroke="{colour}" '
        f'stroke-width="{0.8 + 1.2 * (len(shared) - 1):.1f}" stroke-opacity="0.45"/>'
    )


def _label(spot: _Spot, colours: dict[str, str]) -> str:
    """Return a dot for each shared project and the neighbour's name, written outwards."""
    sign = -1 if spot.left else 1
    shared = spot.other.shared
    dots = "".join(
        f'<circle cx="{sign * DOT * number}" cy="0" r="4.5" fill="{colours[part.project]}"/>'
        for number, part in enumerate(shared)
    )
    roles = "; ".join(f"{part.title}: {', '.join(part.roles + part.levels)}" for part in shared)
    return (
        f'<g transform="translate({spot.x:.1f} {spot.y:.1f}) rotate({spot.degrees:.2f})">'
        f"<title>{escape(f'{spot.other.name} – {roles}')}</title>{dots}"
        f'<text x="{sign * (DOT * len(shared) - 1)}" y="4" text-anchor="{"end" if spot.left else "start"}">'
        f"{escape(spot.other.name)}</text></g>"
    )


def _centre(network: Network) -> str:
    width = _centre_width(network)
    return (
        f'<rect x="{-width / 2:.1f}" y="-15" width="{width:.1f}" height="30" rx="15" fill="#222222"/>'
        f'<text x="0" y="4.5" text-anchor="middle" fill="white" font-weight="bold" '
        f"data-actor={quoteattr(network.centre)}>{escape(network.name)}</text>"
    )


def _centre_width(network: Network) -> float:
    return len(network.name) * (LETTER + 1) + 24


def _heading(network: Network, colours: dict[str, str], title: str, *, sv: bool) -> list[str]:
    """Return the title, and a line for each project with its colour and how many neighbours it links."""
    count = len(network.neighbours)
    one, many = ("aktör", "aktörer") if sv else ("actor", "actors")
    actors = f"{count} {one if count == 1 else many}"
    rows = [
        f'<text x="0" y="32" font-size="18" font-weight="bold">{escape(title)}</text>',
        f'<text x="0" y="52" fill="#444444">{actors}</text>',
    ]
    for number, (iri, name) in enumerate(network.projects.items()):
        y = 76 + number * 20
        linked = sum(any(part.project == iri for part in other.shared) for other in network.neighbours)
        rows.append(
            f'<circle cx="6" cy="{y - 4}" r="5.5" fill="{colours[iri]}"/>'
            f'<text x="18" y="{y}">{escape(name)} ({linked})</text>'
        )
    return rows


def _head_width(network: Network, title: str) -> float:
    return max([len(title) * 11.5, *(len(name) * LETTER + 60 for name in network.projects.values())])
