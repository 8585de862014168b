"""The page of a place: where it lies, what is in it, who has its seat there, which projects work there."""

from collections.abc import Iterable

from kg.terms import PREFIXES
from kg.work.alphabet import sort_name
from kg.work.pages.page import Line, Part, Section, joined, said, sentence
from kg.work.pages.view import View


class PlaceView(View):
    """A place in one language."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        inside = self.reader.values(self.thing, "sam:contains")
        here, near = self._projects([self.thing]), self._projects(inside)
        near = near - here
        return [
            Section(self.say("Om platsen", "About the place"), (*self._lies(), *self.properties(_PROPERTIES))),
            Section(
                self.say("Består av", "Made up of"), self._named(self.reader.users("dcterms:isPartOf", self.thing))
            ),
            Section(self.say("Aktörer med säte här", "Actors seated here"), self._named(self._seated(), "sv")),
            Section(self.say("Projekt på platsen", "Projects in the place"), self._named(here, "sv")),
            Section(self.say("Projekt på platser inom den", "Projects in places within it"), self._named(near, "sv")),
        ]

    def told_apart(self) -> list[str]:
        """Return what kind of place it is, and its code."""
        return [self.kind(), *self.reader.values(self.thing, "skos:notation")]

    def _lies(self) -> tuple[Line, ...]:
        """Return what the place is, and the places it lies within, the smallest first."""
        within = sorted(
            self.reader.values(self.thing, "sam:within"),
            key=lambda place: (-len(self.reader.values(place, "sam:within")), place),
        )
        lines = [Line(0, (Part(sentence(self.kind())),), self.say("Är", "Is"))] if self.kind() else []
        lies = Line(0, joined(map(self.called, within), ", "), self.say("Ligger i", "Lies in"))
        return (*lines, *([lies] if within else []))

    def _seated(self) -> list[str]:
        return [user for user in self.reader.users("sam:place", self.thing) if user.startswith(PREFIXES["actor"])]

    def _projects(self, places: Iterable[str]) -> set[str]:
        users = {user for place in places for user in self.reader.users("sam:place", place)}
        return {user for user in users if user.startswith(PREFIXES["project"]) and "#" not in user}

    def _named(self, things: Iterable[str], lang: str = "") -> tuple[Line, ...]:
        names = sorted(
            (self.called(thing, lang) for thing in things), key=lambda name: (sort_name(name.text), name.iri)
        )
        return tuple(said(0, name) for name in names)


_PROPERTIES = ("notation", "altLabel", "identifier", "sameAs")
