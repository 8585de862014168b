"""The page of an actor: who it is, in what it takes part, with whom it cooperates."""

from dataclasses import replace

from kg.work.pages.page import Line, Part, Section, grouped, said
from kg.work.pages.participation import Participation, findings_of, participations, party
from kg.work.pages.view import View


class ActorView(View):
    """An actor in one language."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        return [
            Section(self.say("Om aktören", "About the actor"), self.properties(_PROPERTIES)),
            Section(self.say("Deltar i", "Takes part in"), self._participations()),
            Section(self.say("Samarbetar med", "Cooperates with"), self._neighbours()),
        ]

    def told_apart(self) -> list[str]:
        """Return what kind of actor it is."""
        return [self.word(kind) for kind in self.reader.values(self.thing, "org:classification")] or [self.kind()]

    def _participations(self) -> tuple[Line, ...]:
        found = participations(self, self.reader.users("sam:actor", self.thing))
        found.sort(key=lambda one: (one.project.text, one.role, one.level, one.iri))
        names = set(self.reader.values(self.thing, "skos:prefLabel"))
        lines: list[Line] = []
        for _, group in grouped(found, lambda one: one.project.text):
            lines.append(said(0, group[0].project))
            for one in group:
                lines.append(self._participation(one, names))
                lines += findings_of(self, one.iri, 2)
        return tuple(lines)

    def _participation(self, one: Participation, names: set[str]) -> Line:
        words = ", ".join(filter(None, [one.role, one.level]))
        spelled = "" if one.stated in names else one.stated
        line = said(1, *party(self, replace(one, stated=spelled), Part(words)))
        return replace(line, evidence=one.evidence)

    def _neighbours(self) -> tuple[Line, ...]:
        names = (self.called(other, "sv") for other in self.reader.values(self.thing, "sam:cooperatesWith"))
        return tuple(said(0, name) for name in sorted(names, key=lambda name: (name.text.lower(), name.text, name.iri)))


_PROPERTIES = (
    "altLabel",
    "formerName",
    "identifier",
    "classification",
    "place",
    "unitOf",
    "hasUnit",
    "homepage",
    "sameAs",
    "start",
    "end",
)
