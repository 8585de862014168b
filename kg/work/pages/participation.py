"""A participation, told from the project's side or the actor's."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.terms import code
from kg.work.pages.page import For, Line, Part, joined, said, sentence
from kg.work.pages.view import View


@dataclass(frozen=True, slots=True)
class Participation:
    """A participation in the words of a page: `role` and `level` as they are called, `rank` of the level from 1."""

    iri: str
    project: Part
    actor: Part
    role: str
    role_code: str
    level: str
    level_code: str
    rank: int
    stated: str
    planned: bool
    inferred: bool
    evidence: tuple[str, ...]

    @property
    def owner(self) -> bool:
        """Whether the actor owns the project."""
        return self.role_code == _OWNER


def participations(view: View, iris: Iterable[str]) -> list[Participation]:
    """Return the participations that have a project, an actor and a role."""
    found = []
    for iri in iris:
        about = view.reader.value
        project, actor, role = (about(iri, name) for name in ("sam:project", "sam:actor", "sam:role"))
        if project and actor and role:
            level = about(iri, "sam:level")
            found.append(
                Participation(
                    iri,
                    view.called(project, "sv"),
                    view.called(actor, "sv"),
                    view.word(role),
                    role,
                    view.word(level),
                    level,
                    int(about(level, "sam:rank") or _NO_RANK) if level else _NO_RANK,
                    about(iri, "sam:statedAs"),
                    _PLANNED in view.reader.values(iri, "sam:cooperationStatus"),
                    _INFERRED in view.reader.values(iri, "sam:basis"),
                    view.reader.values(iri, "sam:evidence"),
                )
            )
    return found


def party(view: View, one: Participation, name: Part) -> tuple[Part, ...]:
    """Return a participant's name, how the document spells it, and whether it is planned or inferred."""
    spelled: tuple[Part, ...] = ()
    if one.stated and one.stated != name.text:
        before, after = view.say(" (står som ”", ' (stated as "'), view.say("”)", '")')
        spelled = (Part(before), Part(one.stated, lang="sv"), Part(after))
    notes = [view.say("planerad", "planned")] if one.planned else []
    notes += [view.say("underförstådd", "inferred")] if one.inferred else []
    return (name, *spelled, *([Part(f" [{', '.join(notes)}]")] if notes else []))


def findings_of(view: View, part: str, depth: int) -> list[Line]:
    """Return what is noted about a part of a project, for the web, where it stands beside the part."""
    lines = []
    for finding in view.reader.users("sam:about", part):
        kind = sentence(view.word(view.reader.value(finding, "sam:findingKind")))
        lines += [
            said(depth, Part(view.say("Noterat: ", "Noted: ") + kind, finding), ". ", Part(text.value, lang=text.lang),
                 audience=For.WEB)
            for text in view.reader.descriptions(finding, view.lang)
        ]  # fmt: skip
    return lines


def kinds_of_findings(view: View, part: str, depth: int) -> list[Line]:
    """Return the kinds of what is noted about a part of a project, each linked to the finding on the same page."""
    found = view.reader.users("sam:about", part)
    kinds = [Part(view.word(view.reader.value(finding, "sam:findingKind")), finding) for finding in found]
    heading = view.say("Noterat: ", "Noted: ")
    return [said(depth, heading, *joined(kinds, ", "), audience=For.WEB)] if kinds else []


_NO_RANK = 1 << 16
_OWNER = code("role", "owner")
_PLANNED = code("cooperation-status", "planned")
_INFERRED = code("basis", "inferred")
