"""The page of an actor: who it is, in what it takes part, with whom it cooperates."""

from kg.work.pages.page import PARTY, Line, Section, View, grouped
from kg.work.select import labelled


class ActorView(View):
    """An actor in one language."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        return [
            Section(self.say("Om aktören", "About the actor"), self.properties(_PROPERTIES)),
            Section(self.say("Deltar i", "Takes part in"), self._participations()),
            Section(self.say("Samarbetar med", "Cooperates with"), self._neighbours()),
        ]

    def _participations(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?title ?role ?level ?stated ?planned ?inferred WHERE {{
          ?p sam:actor $this ; sam:project ?project ; sam:role ?roleCode . {labelled("?project", "title", "sv")}
          {labelled("?roleCode", "role", self.lang)}
          OPTIONAL {{ ?p sam:level ?levelCode . {labelled("?levelCode", "level", self.lang)} }} {PARTY}
        }} ORDER BY ?title ?role ?level ?p""")
        names = {row["name"] for row in self.rows("SELECT ?name WHERE { $this skos:prefLabel ?name }")}
        lines: list[Line] = []
        for title, group in grouped(found, lambda row: row["title"]):
            lines.append((0, title))
            for row in group:
                words = ", ".join(filter(None, [row["role"], row["level"]]))
                spelled = "" if row["stated"] in names else row["stated"]
                lines.append((1, self.party(row | {"stated": spelled}, words)))
        return tuple(lines)

    def _neighbours(self) -> tuple[Line, ...]:
        found = self.rows("""SELECT ?name WHERE { $this sam:cooperatesWith ?other . ?other skos:prefLabel ?name
          FILTER (LANG(?name) = "sv") } ORDER BY LCASE(?name) ?name ?other""")
        return tuple((0, row["name"]) for row in found)


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
