"""The page of a source document: what it is, and what rests on it."""

from collections.abc import Iterable

from kg.work.alphabet import sort_name
from kg.work.pages.page import Line, Section, said
from kg.work.pages.view import View


class DocumentView(View):
    """A source document in one language; the document itself is not published."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        return [
            Section(self.say("Om dokumentet", "About the document"), self.properties()),
            Section(self.say("Projekt som vilar på det", "Projects that rest on it"), tuple(self._projects())),
        ]

    def _projects(self) -> Iterable[Line]:
        entries = self.reader.users("dcterms:source", self.thing)
        projects = {topic for entry in entries for topic in self.reader.values(entry, "foaf:primaryTopic")}
        names = (self.called(project, "sv") for project in projects)
        for name in sorted(names, key=lambda name: (sort_name(name.text), name.iri)):
            yield said(0, name)
