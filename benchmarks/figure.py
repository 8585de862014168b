"""One figure of the page on performance: what was measured, beside what, and what it was to be.

A module of benchmarks has `TITLE`, what its part of the page is called, and

    def figures(setting: Setting) -> Iterator[Figure]

which measures and yields one figure after another. What stops a figure from reaching its goal stands
beside the code that measures it (`stops`), so that the page never needs to be written by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

GROWTH = "growth"


@dataclass(frozen=True)
class Goal:
    """What a figure is to be.

    Args:
        way: which side of the bound is good.
        bound: the bound, which may be reached.
        of: what is bounded: the ratio, or our own value in the figure's unit.
    """

    way: Literal["at most", "at least"]
    bound: float
    of: Literal["ratio", "ours"] = "ratio"

    def is_met(self, value: float) -> bool:
        """Tell whether a value is on the good side."""
        return value <= self.bound if self.way == "at most" else value >= self.bound


@dataclass(frozen=True)
class Figure:
    """A figure.

    Args:
        name: what is measured, the same at every size.
        unit: of our value and the peers': s, ms, MB, times.
        ours: the median of our rounds.
        size: how many projects; 0 where that does not matter.
        peers: the median of each peer in the same unit, by its name; measured in the same run, in turn with ours.
        ratio: what the goal is about, if that is not our own value: see `slower` and `faster`.
        goal: what is to be reached, if something is.
        rounds: how often each was measured.
        note: how it was measured, where that needs words.
        stops: what keeps it from its goal; told on the page where the goal is missed.
    """

    name: str
    unit: str
    ours: float
    size: int = 0
    peers: Mapping[str, float] = field(default_factory=dict)
    ratio: float | None = None
    goal: Goal | None = None
    rounds: int = 1
    note: str = ""
    stops: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is reached; None if there is none, or nothing to compare with."""
        value = self.ratio if self.goal and self.goal.of == "ratio" else self.ours
        return None if self.goal is None or value is None else self.goal.is_met(value)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self) | {"peers": dict(self.peers), "met": self.met}


def from_json(data: Mapping[str, Any]) -> Figure:
    """Return the figure that `as_json` wrote."""
    goal = Goal(**data["goal"]) if data.get("goal") else None
    kept = {key: value for key, value in data.items() if key in Figure.__dataclass_fields__}
    return Figure(**(kept | {"goal": goal}))


def slower(figure: Figure, peer: str, most: float | None = None) -> Figure:
    """Return a figure with the ratio of ours to a peer's: how many times as much it costs; and the most it may be."""
    ratio = figure.ours / figure.peers[peer] if figure.peers.get(peer) else None
    return replace(figure, ratio=ratio, goal=Goal("at most", most) if most is not None else figure.goal)


def faster(figure: Figure, peer: str, least: float | None = None) -> Figure:
    """Return a figure with the ratio of a peer's to ours: how many times faster; and the least it is to be."""
    ratio = figure.peers[peer] / figure.ours if peer in figure.peers and figure.ours else None
    return replace(figure, ratio=ratio, goal=Goal("at least", least) if least is not None else figure.goal)


def growth(figures: Iterable[Figure], name: str, most: float, note: str = "") -> Iterator[Figure]:
    """Yield how a figure grows from each size to the next, ten times as large.

    Args:
        figures: among them those of the name, at some sizes.
        name: of the figure that grows.
        most: how many times more ten times the size may cost.
        note: what to say of it.
    """
    by_size = {figure.size: figure for figure in figures if figure.name == name and figure.ours}
    for size, figure in sorted(by_size.items()):
        if small := by_size.get(size // 10):
            times = figure.ours / small.ours
            yield Figure(f"{name}, {GROWTH} over ten times the projects", "times", times, size, ratio=times,
                         goal=Goal("at most", most), rounds=min(small.rounds, figure.rounds), note=note)  # fmt: skip
