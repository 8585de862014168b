"""Pictures of how jobs grow with the number of projects, drawn by matplotlib; the same figures give the same bytes."""

from collections.abc import Iterable
from pathlib import Path

import matplotlib
from figure import Figure
from numbers_text import number

matplotlib.use("svg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

UNITS = ("s", "ms")
MARKS = "osD^vP*X"
MOST_LINES = 14  # more cannot be told apart


def draw(jobs: Iterable[tuple[str, str, tuple[Figure, ...]]], folder: Path) -> set[str]:
    """Draw a picture for each job that is measured at two sizes or more; return which have one.

    Args:
        jobs: name, title and figures of each.
        folder: where the pictures go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    matplotlib.rcParams.update({"svg.hashsalt": "samverkan", "svg.fonttype": "none", "font.size": 9})
    drawn = set()
    for name, title, figures in jobs:
        if lines := _lines(figures):
            _picture(title, lines, folder / f"{name}.svg")
            drawn.add(name)
    return drawn


def _lines(figures: Iterable[Figure]) -> dict[str, list[tuple[int, float]]]:
    """Return the points of each line, in seconds: ours, and each peer's."""
    found: dict[str, list[tuple[int, float]]] = {}
    for figure in figures:
        if figure.unit in UNITS and figure.size:
            scale = 1.0 if figure.unit == "s" else 0.001
            found.setdefault(figure.name, []).append((figure.size, figure.ours * scale))
            for peer, value in figure.peers.items():
                found.setdefault(f"{peer} ({figure.name})", []).append((figure.size, value * scale))
    grown = {name: sorted(points) for name, points in found.items() if len({size for size, _ in points}) > 1}
    return dict(list(grown.items())[:MOST_LINES])


def _picture(title: str, lines: dict[str, list[tuple[int, float]]], path: Path) -> None:
    picture, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for place, (name, points) in enumerate(lines.items()):
        is_ours = "(" not in name
        axes.plot(*zip(*points, strict=True), marker=MARKS[place % len(MARKS)], label=name,
                  linewidth=1.8 if is_ours else 1.0, linestyle="-" if is_ours else "--")  # fmt: skip
    _guide(axes, lines)
    sizes = sorted({size for points in lines.values() for size, _ in points})
    axes.set(xscale="log", yscale="log", xlabel="projects", ylabel="seconds", title=title)
    axes.set_xticks(sizes, [number(size) for size in sizes])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
    picture.savefig(path, metadata={"Date": None})
    plt.close(picture)


def _guide(axes: Axes, lines: dict[str, list[tuple[int, float]]]) -> None:
    """Draw what grows in step with the projects, from the first line's first point."""
    points = next(iter(lines.values()))
    (first, cost), (last, _) = points[0], points[-1]
    axes.plot([first, last], [cost, cost * last / first], color="grey", linewidth=0.8, linestyle=":", label="in step")
