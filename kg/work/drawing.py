"""A network as a picture: the actor in the middle, its neighbours around it, coloured by shared project."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kg.work.network import Neighbour, Network

LINE_HEIGHT = 17
LETTER = 6.6  # the mean width in pixels of a letter of 12-pixel sans-serif
FONT = 12
LEGEND_WIDTH = 340
CENTRE_RADIUS = 9

# Okabe and Ito's palette: colours that people with any colour vision tell apart, dark enough on white.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#5d3a9b", "#555555")


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels: the middle of the circle, its radius, the size of the picture."""

    x: float
    y: float
    radius: float
    width: float
    height: float


def draw(network: Network, lang: str = "en") -> str:
    """Return a network as an SVG picture with a legend; labels radiate from the circle and never overlap."""
    neighbours = _in_circle(network)
    layout = _layout(network, neighbours)
    colours = {iri: PALETTE[number % len(PALETTE)] for number, iri in enumerate(network.projects)}
    places = [_angle(number, len(neighbours)) for number in range(len(neighbours))]
    edges = [_edge(other, angle, layout, colours) for other, angle in zip(neighbours, places, strict=True)]
    labels = [_neighbour(other, angle, layout, colours) for other, angle in zip(neighbours, places, strict=True)]
    title = {"sv": "Samarbetsnätverk: ", "en": "Cooperation network: "}["sv" if lang == "sv" else "en"] + network.name
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{layout.width:.0f}" '
            f'height="{layout.height:.0f}" viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" '
            f'font-family="Helvetica, Arial, sans-serif" font-size="{FONT}">',
            f"<title>{escape(title)}</title>",
            '<rect width="100%" height="100%" fill="white"/>',
            f'<text x="20" y="30" font-size="18" font-weight="bold">{escape(title)}</text>',
            *edges,
            *labels,
            _centre(network, layout),
            *_legend(network, colours, layout, lang),
            "</svg>\n",
        ]
    )


def _in_circle(network: Network) -> list[Neighbour]:
    """Return the neighbours in the order of the circle: those of the same projects beside each other."""
    order = {iri: number for number, iri in enumerate(network.projects)}
    return sorted(
        network.neighbours,
        key=lambda other: ([order[shared.project] for shared in other.shared], other.name.casefold(), other.iri),
    )


def _layout(network: Network, neighbours: list[Neighbour]) -> _Layout:
    radius = max(130.0, len(neighbours) * LINE_HEIGHT / math.tau)
    widest = max((_text_width(other) for other in neighbours), default=0)
    reach = radius + widest + 30
    height = max(2 * reach + 60, 140 + LINE_HEIGHT * 2 * len(network.projects))
    return _Layout(reach + 20, height / 2 + 20, radius, 2 * reach + 40 + LEGEND_WIDTH, height + 20)


def _text_width(other: Neighbour) -> float:
    return len(other.name) * LETTER + 10 * len(other.shared) + 12


def _angle(number: int, count: int) -> float:
    """Return a place on the circle in radians, from the right, a half step off the axes."""
    return math.tau * (number + 0.5) / count


def _edge(other: Neighbour, angle: float, layout: _Layout, colours: dict[str, str]) -> str:
    x, y = _point(layout, angle, layout.radius)
    colour = colours[other.shared[0].project] if len(other.shared) == 1 else "#222222"
    return (
        f'<line x1="{layout.x:.1f}" y1="{layout.y:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke="{colour}" '
        f'stroke-width="{0.8 + 1.2 * (len(other.shared) - 1):.1f}" stroke-opacity="0.45"/>'
    )


def _neighbour(other: Neighbour, angle: float, layout: _Layout, colours: dict[str, str]) -> str:
    """Return the dots of a neighbour's projects and its name, written outwards, never upside down."""
    x, y = _point(layout, angle, layout.radius)
    left = math.cos(angle) < 0
    turn = math.degrees(angle) + (180 if left else 0)
    sign = -1 if left else 1
    dots = "".join(
        f'<circle cx="{sign * (6 + 10 * number)}" cy="0" r="4.5" fill="{colours[shared.project]}"/>'
        for number, shared in enumerate(other.shared)
    )
    start = sign * (10 * len(other.shared) + 8)
    anchor = "end" if left else "start"
    roles = "; ".join(f"{shared.title}: {', '.join(shared.roles + shared.levels)}" for shared in other.shared)
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.2f})"><title>{escape(f"{other.name} – {roles}")}</title>'
        f'{dots}<text x="{start}" y="4" text-anchor="{anchor}">{escape(other.name)}</text></g>'
    )


def _centre(network: Network, layout: _Layout) -> str:
    width = len(network.name) * (LETTER + 1) + 20
    return (
        f'<g><rect x="{layout.x - width / 2:.1f}" y="{layout.y - 15:.1f}" width="{width:.1f}" height="30" rx="15" '
        f'fill="#222222"/><text x="{layout.x:.1f}" y="{layout.y + 4.5:.1f}" text-anchor="middle" fill="white" '
        f'font-weight="bold" data-actor={quoteattr(network.centre)}>{escape(network.name)}</text></g>'
    )


def _legend(network: Network, colours: dict[str, str], layout: _Layout, lang: str) -> list[str]:
    x = layout.width - LEGEND_WIDTH
    heading = f"Projekt ({len(network.neighbours)} aktörer)" if lang == "sv" else f"Projects ({len(network.neighbours)} actors)"
    rows = [f'<text x="{x}" y="70" font-weight="bold">{heading}</text>']
    for number, (iri, title) in enumerate(network.projects.items()):
        y = 94 + number * LINE_HEIGHT * 1.4
        count = sum(any(shared.project == iri for shared in other.shared) for other in network.neighbours)
        name = title if len(title) <= 42 else title[:41] + "…"
        rows.append(
            f'<circle cx="{x + 6}" cy="{y - 4:.1f}" r="5.5" fill="{colours[iri]}"/>'
            f'<text x="{x + 18}" y="{y:.1f}">{escape(name)} ({count})</text>'
        )
    return rows


def _point(layout: _Layout, angle: float, radius: float) -> tuple[float, float]:
    return layout.x + radius * math.cos(angle), layout.y + radius * math.sin(angle)
