"""A finding with its place: what is wrong, and where its writer finds it."""

from dataclasses import dataclass

from kg.disk.written import Place
from kg.work.form import Form
from kg.work.problem import Problem
from kg.work.shapes import SEVERITIES, Finding


@dataclass(frozen=True)
class Located:
    """A finding, where it is, and what the writer calls the value there (empty where nobody wrote it).

    `about` is the part that it is about, as the writer calls it: a participant, an amount. `check` is the stable name
    of what was looked for: that of a shape, as `Project-period`, or of what the reader of an entry looks for, as
    `amount-unreadable`.
    """

    place: Place
    key: str
    check: str
    finding: Finding
    about: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """A key for reading through a file: the worst first, then from the top."""
        return (SEVERITIES.index(self.finding.severity), self.place.order, self.check, self.finding)


def of_problem(problem: Problem, focus: str, form: Form) -> Located:
    """Return a problem of the reader as a finding about the entry's project."""
    field = next((field for name in form.classes if (field := form.field(name, problem.key))), None)
    name = dict(field.label) if field else {"sv": problem.key, "en": problem.key}
    finding = Finding(
        focus=focus,
        shape="",
        severity=problem.severity,
        profile="",
        path="",
        value=problem.value,
        linked=False,
        name=name,
        message={"sv": problem.sv, "en": problem.en},
    )
    return Located(problem.place, problem.key, problem.check, finding)
