"""The European metadata quality score: five dimensions, twenty-three indicators, 405 points.

Source: data.europa.eu, Metadata Quality Assessment, methodology. Points are counted as for a catalogue: each indicator
gives its points times the share of datasets, or of distributions, that have it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.measures import INDICATORS, Indicator, Known
from kg.work.shacl.index import Name

DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")
# The least points of each rating, in English and Swedish.
_RATINGS = (
    (351, "excellent", "utmärkt"),
    (221, "good", "bra"),
    (121, "sufficient", "tillräcklig"),
    (0, "bad", "dålig"),
)


@dataclass(frozen=True)
class Measured:
    """An indicator measured: how many of how many have it. `count` is None if it cannot be told without the network."""

    indicator: Indicator
    count: int | None
    population: int

    @property
    def points(self) -> float:
        """The points it gives."""
        if not self.count or not self.population:
            return 0.0
        return self.indicator.points * self.count / self.population

    @property
    def lost(self) -> float:
        """The points that mending it would give; nothing for what was not checked."""
        return 0.0 if self.count is None else self.indicator.points - self.points


@dataclass(frozen=True)
class Score:
    """The indicators of a description, in the order of the method."""

    measured: tuple[Measured, ...]

    @property
    def points(self) -> float:
        """The sum of what was checked."""
        return round(sum(one.points for one in self.measured), 1)

    @property
    def possible(self) -> int:
        """The most points that could be reached by what was checked: 405 if all was."""
        return sum(one.indicator.points for one in self.measured if one.count is not None)

    @property
    def unchecked(self) -> int:
        """The points of what was not checked."""
        return sum(one.indicator.points for one in self.measured if one.count is None)

    def dimension(self, name: str) -> tuple[float, int]:
        """Return the points of a dimension, and the most it can have."""
        ours = [one for one in self.measured if one.indicator.dimension == name]
        return round(sum(one.points for one in ours), 1), sum(one.indicator.points for one in ours)

    def rating(self, lang: str) -> str:
        """Return the rating that the points give, in `sv` or `en`; what was not checked counts as nothing."""
        return next(sv if lang == "sv" else en for least, en, sv in _RATINGS if self.points >= least)

    @property
    def best_possible(self) -> float:
        """The points if all that was not checked is in order."""
        return round(self.points + self.unchecked, 1)


def score_of(catalogue: Catalogue, broken: Iterable[Name], reachable: Callable[[str], bool | None]) -> Score:
    """Return the score of a description.

    Args:
        catalogue: the description.
        broken: datasets and distributions that go against a mandatory rule.
        reachable: tells whether an address answers; None if it cannot be known.
    """
    known = Known(catalogue, frozenset(broken), reachable)
    measured = []
    for indicator in INDICATORS:
        nodes = catalogue.distributions if indicator.of_distributions else catalogue.datasets
        found = [indicator.holds(known, node) for node in nodes]
        count = None if None in found else sum(map(bool, found))
        measured.append(Measured(indicator, count, len(nodes)))
    return Score(tuple(measured))
