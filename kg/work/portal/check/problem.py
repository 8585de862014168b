"""Problems: what is wrong with what is to be published, where, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True)
class Problem:
    """Something to mend (`violation`), to think about (`warning`) or to know (`info`).

    `check` is the stable name of what was looked for, for instance `licence-form`; `where` is a node's IRI, or a file
    of the folder with its line; `value` is what stands there, if that helps; `sv` and `en` say how to mend it.
    """

    severity: str
    check: str
    where: str
    value: str
    sv: str = field(compare=False)
    en: str = field(compare=False)

    @property
    def rank(self) -> tuple[int, str, str, str]:
        """The place in a report: what must be mended first, then by check and place."""
        return SEVERITIES.index(self.severity), self.check, self.where, self.value


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of a report, each once."""
    return tuple(sorted(set(problems), key=lambda problem: problem.rank))
