"""The page of a project: owner, period, money, participants by level and role, goals with targets, sources."""

import textwrap
from collections.abc import Sequence

from kg.disk.turtle import sort_key
from kg.work.pages.page import PARTY, Line, Section, View, grouped, local, sentence
from kg.work.select import Row, described, labelled

WIDTH = 96


class ProjectView(View):
    """A project in one language."""

    def sections(self) -> list[Section]:
        """Return the sections of the page."""
        return [
            Section(self.say("Om projektet", "About the project"), self._facts()),
            Section(self.say("Beskrivning", "Description"), self._description()),
            Section(self.say("Pengar", "Money"), self._money()),
            Section(self.say("Deltagare", "Participants"), self._participants()),
            Section(self.say("Mål", "Goals"), self._goals()),
            Section(self.say("Aktiviteter", "Activities"), self._activities()),
            Section(self.say("Händelser", "Events"), self._events()),
            Section(self.say("Hänvisar till", "Refers to"), self._references()),
            Section(self.say("Noterat", "Findings"), self._findings()),
            Section(self.say("Kontakt", "Contact"), self._contacts()),
            Section(self.say("Källor", "Sources"), self._sources()),
        ]

    def _facts(self) -> tuple[Line, ...]:
        owners = self.rows(f"""SELECT ?name ?stated ?planned ?inferred WHERE {{
          ?p sam:project $this ; sam:role role:owner ; sam:actor ?actor . {labelled("?actor", "name", "sv")} {PARTY}
        }} ORDER BY ?name ?stated""")
        names = [self.party(row, row["name"]) for row in owners] or [self.say("inte angiven", "not stated")]
        lines = [(0, f"{self.say('Projektägare', 'Owner')}: {'; '.join(names)}")]
        if period := self._period():
            lines.append((0, f"{self.say('Period', 'Period')}: {period}"))
        return (*lines, *self.properties(_PROPERTIES))

    def _period(self) -> str:
        found = self.rows("""SELECT ?start ?end WHERE {
          OPTIONAL { $this sam:start ?start } OPTIONAL { $this sam:end ?end } } ORDER BY ?start ?end""")
        return "; ".join(f"{row['start'] or '?'} – {row['end'] or '?'}" for row in found if row["start"] or row["end"])

    def _description(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?text WHERE {{
          {described("$this", "text", self.lang)} }} ORDER BY ?text""")
        return tuple((0, line) for row in found for line in textwrap.wrap(row["text"], WIDTH))

    def _money(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?kind ?amount ?currency ?rate ?scope ?recipient WHERE {{
          ?c sam:contributionTo $this ; sam:contributionKind ?code . {labelled("?code", "kind", self.lang)}
          OPTIONAL {{ ?c sam:amount ?amount }}
          OPTIONAL {{ ?c sam:currency ?currency }}
          OPTIONAL {{ ?c sam:rate ?rate }}
          OPTIONAL {{ ?c sam:scope ?scopeCode . {labelled("?scopeCode", "scope", self.lang)} }}
          OPTIONAL {{ ?c sam:recipient ?actor . {labelled("?actor", "recipient", "sv")} }}
        }} ORDER BY DESC(?scope) DESC(?amount) ?kind ?c""")
        return tuple((0, _money_line(row)) for row in found)

    def _participants(self) -> tuple[Line, ...]:
        """Return participants by level, then role; those with no level stated last."""
        found = self.rows(f"""SELECT ?levelName ?rank ?roleName ?name ?stated ?planned ?inferred WHERE {{
          ?p sam:project $this ; sam:actor ?actor ; sam:role ?role . {labelled("?role", "roleName", self.lang)}
          {labelled("?actor", "name", "sv")}
          OPTIONAL {{ ?p sam:level ?level . ?level sam:rank ?rank . {labelled("?level", "levelName", self.lang)} }}
          {PARTY}
        }} ORDER BY (!BOUND(?rank)) ?rank ?roleName ?name ?p""")
        no_level = self.say("ingen nivå angiven", "no level stated")
        lines: list[Line] = []
        for level, at_level in grouped(found, lambda row: row["levelName"] or no_level):
            lines.append((0, sentence(level)))
            for role, parties in grouped(at_level, lambda row: row["roleName"]):
                lines.append((1, f"{role} ({len(parties)})"))
                lines += [(2, self.party(row, row["name"])) for row in parties]
        return tuple(lines)

    def _goals(self) -> tuple[Line, ...]:
        """Return goals by kind, those that a goal is made of below it."""
        found = self.rows(f"""SELECT ?goal ?kind ?text ?above ?i ?value ?unit WHERE {{
          ?goal sam:goalOf $this ; sam:goalKind ?code . {labelled("?code", "kind", self.lang)}
          OPTIONAL {{ {described("?goal", "text", self.lang)} }}
          OPTIONAL {{ ?goal sam:subGoalOf ?above }}
          OPTIONAL {{ ?i sam:indicatorOf ?goal ; sam:targetValue ?value ; sam:unit ?unitCode .
            {labelled("?unitCode", "unit", self.lang)} }}
        }}""")
        found.sort(key=lambda row: (sort_key(row["goal"]), sort_key(row["i"])))
        below = dict(grouped(found, lambda row: row["above"]))
        lines: list[Line] = []
        for kind, goals in grouped(below.get("", []), lambda row: row["kind"]):
            lines.append((0, sentence(kind)))
            for goal, own in grouped(goals, lambda row: row["goal"]):
                lines.append((1, self._goal(own)))
                lines += [(2, self._goal(part)) for _, part in grouped(below.get(goal, []), lambda row: row["goal"])]
        return tuple(lines)

    def _goal(self, found: Sequence[Row]) -> str:
        """Return the text of a goal, and the targets of its indicators, from the rows of one goal."""
        targets = dict.fromkeys(f"{row['value']} {row['unit']}" for row in found if row["value"])
        told = f" [{self.say('målvärde', 'target')} {', '.join(targets)}]" if targets else ""
        return f"– {found[0]['text']}{told}"

    def _activities(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?a ?text WHERE {{
          ?a sam:activityOf $this . {described("?a", "text", self.lang)} }}""")
        return tuple((0, "– " + row["text"]) for row in sorted(found, key=lambda row: sort_key(row["a"])))

    def _events(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?day ?title WHERE {{
          ?event sam:eventOf $this . {labelled("?event", "title", self.lang)}
          OPTIONAL {{ ?event sam:start ?day }} }} ORDER BY ?day ?title""")
        return tuple((0, f"{row['day']} {row['title']}".strip()) for row in found)

    def _references(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?title ?stated WHERE {{
          $this sam:refersTo ?other . {labelled("?other", "title", self.lang)}
          OPTIONAL {{ ?r sam:referenceFrom $this ; sam:referenceTo ?other ; sam:statedAs ?stated }}
        }} ORDER BY ?title ?stated""")
        lines = []
        for title, group in grouped(found, lambda row: row["title"]):
            spelled = [f"”{row['stated']}”" for row in group if row["stated"] not in ("", title)]
            lines.append((0, title + (f" ({', '.join(spelled)})" if spelled else "")))
        return tuple(lines)

    def _findings(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT DISTINCT ?finding ?kind ?text WHERE {{
          {{ ?finding sam:about $this }} UNION {{ ?finding sam:about ?part .
            ?part sam:project|sam:goalOf|sam:contributionTo|sam:activityOf|sam:eventOf|sam:referenceFrom $this }}
          ?finding sam:findingKind ?code . {labelled("?code", "kind", self.lang)}
          {described("?finding", "text", self.lang)} }} ORDER BY ?finding ?text""")
        return tuple((0, f"{sentence(row['kind'])}: {row['text']}") for row in found)

    def _contacts(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?name ?email ?phone ?role WHERE {{ ?person sam:contactFor $this ; vcard:fn ?name .
          OPTIONAL {{ ?person vcard:hasEmail ?email }}
          OPTIONAL {{ ?person vcard:hasTelephone ?phone }}
          OPTIONAL {{ ?person sam:contactRole ?code . {labelled("?code", "role", self.lang)} }}
        }} ORDER BY ?name ?email ?phone""")
        return tuple((0, _contact_line(row)) for row in found)

    def _sources(self) -> tuple[Line, ...]:
        found = self.rows(f"""SELECT ?file ?title (COUNT(DISTINCT ?evidence) AS ?places) WHERE {{
          ?entry foaf:primaryTopic $this ; dcterms:source ?document . ?document dcterms:identifier ?file .
          {labelled("?document", "title", self.lang)}
          OPTIONAL {{ ?evidence sam:document ?document FILTER (STRSTARTS(STR(?evidence), CONCAT(STR($this), "#"))) }}
        }} GROUP BY ?file ?title ORDER BY ?file""")
        return tuple((0, f"{row['file']}: {row['title']} ({self._places(row['places'])})") for row in found)

    def _places(self, number: str) -> str:
        """Return how many places of a source the entry points to."""
        return f"{number} " + (self.say("ställe", "place") if number == "1" else self.say("ställen", "places"))


def _money_line(row: Row) -> str:
    """Return kind, amount with its thousands apart, rate in per cent, and what part it is of."""
    amount = f"{int(row['amount']):,}".replace(",", " ") + " " + local(row["currency"]) if row["amount"] else ""
    rate = f"{float(row['rate']) * 100:g} %" if row["rate"] else ""
    about = ", ".join(filter(None, [row["scope"], row["recipient"]]))
    return f"{sentence(row['kind'])}: {' '.join(filter(None, [amount, rate]))}" + (f" ({about})" if about else "")


def _contact_line(row: Row) -> str:
    address = row["email"].removeprefix("mailto:"), row["phone"].removeprefix("tel:")
    return ", ".join(filter(None, [row["name"], row["role"], *address]))


_PROPERTIES = (
    "identifier",
    "altLabel",
    "status",
    "phase",
    "programme",
    "programmeArea",
    "fund",
    "cci",
    "specificObjective",
    "interventionType",
    "strategicImportance",
    "childPovertyTheme",
    "place",
    "targetGroup",
    "subject",
    "subProjectOf",
    "hasSubProject",
)
