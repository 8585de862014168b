"""Show: one thing on one page, the way a person wants to read it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.turtle import sort_key
from kg.terms import ID, NS, RDF_TYPE
from kg.work.names import name_of
from kg.work.select import Row, labelled, rows


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is text with its depth of indentation."""

    heading: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Page:
    """A thing: its IRI, what it is called, and its sections in reading order; empty sections are left out."""

    iri: str
    title: str
    sections: tuple[Section, ...]

    def as_text(self) -> str:
        """Return the page as text, headings underlined."""
        blocks = [f"{self.title}\n{'=' * len(self.title)}\n{self.iri}"]
        for section in self.sections:
            body = "\n".join(f"{'  ' * (depth + 1)}{text}" for depth, text in section.lines)
            blocks.append(f"{section.heading}\n{body}")
        return "\n\n".join(blocks) + "\n"

    def as_dict(self) -> dict[str, object]:
        """Return the page for JSON: sections as lists of lines."""
        sections = {part.heading: ["  " * depth + text for depth, text in part.lines] for part in self.sections}
        return {"iri": self.iri, "title": self.title, "sections": sections}


def show(store: ox.Store, thing: ox.NamedNode, lang: str = "en") -> Page:
    """Return the page of a thing in Swedish (`sv`) or English (`en`).

    A project gets its own kind of page, so does an actor; anything else is shown by its properties.
    """
    view = _View(store, thing, lang)
    kinds = {quad.object.value for quad in store.quads_for_pattern(thing, ox.NamedNode(RDF_TYPE), None)
             if isinstance(quad.object, ox.NamedNode)}  # fmt: skip
    if NS + "Project" in kinds:
        sections = view.project()
    elif NS + "Actor" in kinds:
        sections = view.actor()
    else:
        sections = view.anything()
    return Page(thing.value, name_of(store, thing.value), tuple(part for part in sections if part.lines))


class _View:
    """The questions behind a page, about one thing in one language."""

    def __init__(self, store: ox.Store, thing: ox.NamedNode, lang: str) -> None:
        self.store = store
        self.thing = thing
        self.lang = "sv" if lang == "sv" else "en"

    def rows(self, query: str) -> list[Row]:
        """Return the rows of a query in which `$this` stands for the thing."""
        return list(rows(self.store, query.replace("$this", str(self.thing))))

    def say(self, sv: str, en: str) -> str:
        """Return the word of the page's language."""
        return sv if self.lang == "sv" else en

    def project(self) -> list[Section]:
        """Return the sections of a project's page."""
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

    def actor(self) -> list[Section]:
        """Return the sections of an actor's page."""
        return [
            Section(self.say("Om aktören", "About the actor"), self._properties(_ACTOR_PROPERTIES)),
            Section(self.say("Deltar i", "Takes part in"), self._participations()),
            Section(self.say("Samarbetar med", "Cooperates with"), self._neighbours()),
        ]

    def anything(self) -> list[Section]:
        """Return the sections of any other thing's page: what it says, and what says something of it."""
        used = self.rows("SELECT ?thing ?property WHERE { ?thing ?property $this } ORDER BY ?property ?thing LIMIT 50")
        lines = tuple((0, f"{_short(row['thing'])} ({_local(row['property'])})") for row in used)
        return [
            Section(self.say("Uppgifter", "Statements"), self._properties(())),
            Section(self.say("Används av", "Used by"), lines),
        ]

    def _facts(self) -> tuple[tuple[int, str], ...]:
        owners = self.rows("""SELECT ?name ?stated WHERE {
          ?p sam:project $this ; sam:role role:owner ; sam:actor ?actor . OPTIONAL { ?p sam:statedAs ?stated }
          ?actor skos:prefLabel ?name FILTER (LANG(?name) = "sv") } ORDER BY ?name ?stated""")
        names = [row["name"] + _as_stated(row, self) for row in owners]
        unknown = [] if names else [self.say("inte angiven", "not stated")]
        lines = [(0, f"{self.say('Projektägare', 'Owner')}: {'; '.join(names or unknown)}")]
        if period := self._period():
            lines.append((0, f"{self.say('Period', 'Period')}: {period}"))
        return (*lines, *self._properties(_PROJECT_PROPERTIES))

    def _period(self) -> str:
        found = self.rows("SELECT ?start ?end WHERE { OPTIONAL { $this sam:start ?start } OPTIONAL { $this sam:end ?end } }")
        return "; ".join(f"{row['start'] or '?'} – {row['end'] or '?'}" for row in found if row["start"] or row["end"])

    def _properties(self, wanted: Sequence[str]) -> tuple[tuple[int, str], ...]:
        """Return a line a property; only the wanted ones, in their order, if any are named."""
        found = self.rows(f"""SELECT ?property ?label ?value ?kind ?name WHERE {{
          $this ?property ?value . {labelled("?property", "label", self.lang)}
          BIND (IF(isIRI(?value), "iri", LANG(?value)) AS ?kind)
          OPTIONAL {{ ?value dcterms:title|skos:prefLabel ?own . FILTER (LANG(?own) = "{self.lang}") }}
          OPTIONAL {{ ?value dcterms:title|skos:prefLabel ?other . FILTER (LANG(?other) != "{self.lang}") }}
          BIND (COALESCE(?own, ?other, "") AS ?name)
        }} ORDER BY ?property ?name ?value""")
        groups: dict[str, tuple[str, list[str]]] = {}
        for row in found:
            if row["kind"] not in ("iri", "", self.lang) or (wanted and _local(row["property"]) not in wanted):
                continue
            value = row["name"] or (_short(row["value"]) if row["kind"] == "iri" else row["value"])
            groups.setdefault(_local(row["property"]), (self._label(row), []))[1].append(value)
        order = [name for name in wanted if name in groups] or sorted(groups)
        return tuple((0, f"{_sentence(groups[name][0])}: {'; '.join(dict.fromkeys(groups[name][1]))}") for name in order)

    def _label(self, row: Row) -> str:
        """Return what a property is called: our own properties say it themselves, reused ones are told here."""
        sv, en = _REUSED.get(_local(row["property"]), (row["label"], row["label"]))
        return self.say(sv, en)

    def _description(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f'SELECT ?text WHERE {{ $this dcterms:description ?text FILTER (LANG(?text) = "{self.lang}") }} ORDER BY ?text')
        return tuple((0, line) for row in found for line in _wrapped(row["text"]))

    def _money(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?kind ?amount ?currency ?rate ?scope ?recipient WHERE {{
          ?c sam:contributionTo $this ; sam:contributionKind ?code . {labelled("?code", "kind", self.lang)}
          OPTIONAL {{ ?c sam:amount ?amount }} OPTIONAL {{ ?c sam:currency ?currency }} OPTIONAL {{ ?c sam:rate ?rate }}
          OPTIONAL {{ ?c sam:scope ?scopeCode . {labelled("?scopeCode", "scope", self.lang)} }}
          OPTIONAL {{ ?c sam:recipient ?actor . ?actor skos:prefLabel ?recipient FILTER (LANG(?recipient) = "sv") }}
        }} ORDER BY DESC(?scope) DESC(?amount) ?kind ?c""")
        return tuple((0, self._money_line(row)) for row in found)

    def _money_line(self, row: Row) -> str:
        amount = f"{int(row['amount']):,}".replace(",", " ") + " " + _local(row["currency"]) if row["amount"] else ""
        rate = f"{float(row['rate']) * 100:g} %" if row["rate"] else ""
        about = ", ".join(filter(None, [row["scope"], row["recipient"]]))
        return f"{_sentence(row['kind'])}: {' '.join(filter(None, [amount, rate]))}" + (f" ({about})" if about else "")

    def _participants(self) -> tuple[tuple[int, str], ...]:
        """Return participants by level, then role; those with no level stated last."""
        found = self.rows(f"""SELECT ?levelName ?rank ?roleName ?name ?stated ?status ?basis WHERE {{
          ?p sam:project $this ; sam:actor ?actor ; sam:role ?role . {labelled("?role", "roleName", self.lang)}
          {labelled("?actor", "name", "sv")}
          OPTIONAL {{ ?p sam:level ?level . ?level sam:rank ?rank . {labelled("?level", "levelName", self.lang)} }}
          OPTIONAL {{ ?p sam:statedAs ?stated }}
          OPTIONAL {{ ?p sam:cooperationStatus cooperation-status:planned . BIND ("planned" AS ?status) }}
          OPTIONAL {{ ?p sam:basis basis:inferred . BIND ("inferred" AS ?basis) }}
        }} ORDER BY (!BOUND(?rank)) ?rank ?roleName ?name ?p""")
        levels = _grouped(found, lambda row: row["levelName"] or self.say("ingen nivå angiven", "no level stated"))
        lines: list[tuple[int, str]] = []
        for level, at_level in levels:
            lines.append((0, _sentence(level)))
            for role, parties in _grouped(at_level, lambda row: row["roleName"]):
                lines.append((1, f"{role} ({len(parties)})"))
                lines += [(2, self._party(row)) for row in parties]
        return tuple(lines)

    def _party(self, row: Row) -> str:
        notes = [self.say("planerad", "planned")] if row["status"] else []
        notes += [self.say("underförstådd", "inferred")] if row["basis"] else []
        return row["name"] + _as_stated(row, self) + (f" [{', '.join(notes)}]" if notes else "")

    def _goals(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?goal ?kind ?text ?above ?value ?unit WHERE {{
          ?goal sam:goalOf $this ; sam:goalKind ?code . {labelled("?code", "kind", self.lang)}
          OPTIONAL {{ ?goal dcterms:description ?text FILTER (LANG(?text) = "{self.lang}") }}
          OPTIONAL {{ ?goal sam:subGoalOf ?above }}
          OPTIONAL {{ ?i sam:indicatorOf ?goal ; sam:targetValue ?value ; sam:unit ?unitCode . {labelled("?unitCode", "unit", self.lang)} }}
        }}""")
        below = _grouped(sorted(found, key=lambda row: sort_key(row["goal"])), lambda row: row["above"])
        children = {above: list({row["goal"]: row for row in goals}.values()) for above, goals in below}
        lines: list[tuple[int, str]] = []
        for kind, goals in _grouped(children.get("", []), lambda row: row["kind"]):
            lines.append((0, _sentence(kind)))
            for row in goals:
                lines.append((1, "– " + self._goal(row)))
                lines += [(2, "– " + self._goal(child)) for child in children.get(row["goal"], [])]
        return tuple(lines)

    def _goal(self, row: Row) -> str:
        if not row["value"]:
            return row["text"]
        return f"{row['text']} [{self.say('målvärde', 'target')} {row['value']} {row['unit']}]"

    def _activities(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?a ?text WHERE {{ ?a sam:activityOf $this ; dcterms:description ?text
          FILTER (LANG(?text) = "{self.lang}") }}""")
        return tuple((0, "– " + row["text"]) for row in sorted(found, key=lambda row: sort_key(row["a"])))

    def _events(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?day ?title WHERE {{ ?event sam:eventOf $this . {labelled("?event", "title", self.lang)}
          OPTIONAL {{ ?event sam:start ?day }} }} ORDER BY ?day ?title""")
        return tuple((0, f"{row['day']} {row['title']}".strip()) for row in found)

    def _references(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?title ?stated WHERE {{ $this sam:refersTo ?other . {labelled("?other", "title", self.lang)}
          OPTIONAL {{ ?r sam:referenceFrom $this ; sam:referenceTo ?other ; sam:statedAs ?stated }} }} ORDER BY ?title ?stated""")
        lines = [
            title + (f" (”{'”, ”'.join(names)}”)" if (names := [row["stated"] for row in group if row["stated"] != title]) else "")
            for title, group in _grouped(found, lambda row: row["title"])
        ]
        return tuple((0, line) for line in lines)

    def _findings(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT DISTINCT ?finding ?kind ?text WHERE {{
          {{ ?finding sam:about $this }} UNION {{ ?finding sam:about ?part .
            ?part sam:project|sam:goalOf|sam:contributionTo|sam:activityOf|sam:eventOf|sam:referenceFrom $this }}
          ?finding sam:findingKind ?code ; dcterms:description ?text FILTER (LANG(?text) = "{self.lang}")
          {labelled("?code", "kind", self.lang)} }} ORDER BY ?finding ?text""")
        return tuple((0, f"{_sentence(row['kind'])}: {row['text']}") for row in found)

    def _contacts(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?name ?email ?phone ?role WHERE {{ ?person sam:contactFor $this ; vcard:fn ?name .
          OPTIONAL {{ ?person vcard:hasEmail ?email }} OPTIONAL {{ ?person vcard:hasTelephone ?phone }}
          OPTIONAL {{ ?person sam:contactRole ?code . {labelled("?code", "role", self.lang)} }} }} ORDER BY ?name ?email ?phone""")
        return tuple(
            (0, ", ".join(filter(None, [row["name"], row["role"], row["email"].removeprefix("mailto:"), row["phone"].removeprefix("tel:")])))
            for row in found
        )

    def _sources(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?file ?title (COUNT(DISTINCT ?evidence) AS ?places) WHERE {{
          ?entry foaf:primaryTopic $this ; dcterms:source ?document . ?document dcterms:identifier ?file .
          {labelled("?document", "title", self.lang)}
          OPTIONAL {{ ?evidence sam:document ?document FILTER (STRSTARTS(STR(?evidence), CONCAT(STR($this), "#"))) }}
        }} GROUP BY ?file ?title ORDER BY ?file""")
        place = self.say("ställen", "places")
        return tuple((0, f"{row['file']}: {row['title']} ({row['places']} {place})") for row in found)

    def _participations(self) -> tuple[tuple[int, str], ...]:
        found = self.rows(f"""SELECT ?title ?role ?level ?stated ?status ?basis WHERE {{
          ?p sam:actor $this ; sam:project ?project ; sam:role ?roleCode . {labelled("?project", "title", "sv")}
          {labelled("?roleCode", "role", self.lang)}
          OPTIONAL {{ ?p sam:level ?levelCode . {labelled("?levelCode", "level", self.lang)} }}
          OPTIONAL {{ ?p sam:statedAs ?stated }}
          OPTIONAL {{ ?p sam:cooperationStatus cooperation-status:planned . BIND ("planned" AS ?status) }}
          OPTIONAL {{ ?p sam:basis basis:inferred . BIND ("inferred" AS ?basis) }}
        }} ORDER BY ?title ?role ?level ?p""")
        name = name_of(self.store, self.thing.value)
        lines: list[tuple[int, str]] = []
        for title, group in _grouped(found, lambda row: row["title"]):
            lines.append((0, title))
            for row in group:
                words = ", ".join(filter(None, [row["role"], row["level"]]))
                lines.append((1, self._party(row | {"name": words, "stated": "" if row["stated"] == name else row["stated"]})))
        return tuple(lines)

    def _neighbours(self) -> tuple[tuple[int, str], ...]:
        found = self.rows("""SELECT ?name WHERE { $this sam:cooperatesWith ?other . ?other skos:prefLabel ?name
          FILTER (LANG(?name) = "sv") } ORDER BY LCASE(?name) ?name ?other""")
        return tuple((0, row["name"]) for row in found)


def _as_stated(row: Row, view: _View) -> str:
    if not row["stated"] or row["stated"] == row["name"]:
        return ""
    return view.say(f" (står som ”{row['stated']}”)", f' (stated as "{row["stated"]}")')


def _grouped(found: Iterable[Row], key: Callable[[Row], str]) -> list[tuple[str, list[Row]]]:
    """Return rows by a key, keys in the order in which they first come."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def _wrapped(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 96)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _local(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2]


def _short(iri: str) -> str:
    return iri.removeprefix(ID) if iri.startswith(ID) else iri


_REUSED = {
    "altLabel": ("kallas också", "also called"), "classification": ("slag", "kind"), "homepage": ("webbplats", "website"),
    "identifier": ("nummer", "number"), "sameAs": ("samma som", "same as"), "subject": ("tema", "theme"),
    "unitOf": ("enhet inom", "unit of"), "hasUnit": ("har enheterna", "has the units"), "isPartOf": ("del av", "part of"),
    "notation": ("kod", "code"), "prefLabel": ("namn", "name"), "title": ("titel", "title"), "type": ("är", "is"),
    "description": ("beskrivning", "description"), "definition": ("definition", "definition"),
    "inScheme": ("i kodlistan", "in the code list"), "license": ("licens", "licence"),
}  # fmt: skip
_PROJECT_PROPERTIES = ("identifier", "altLabel", "status", "phase", "programme", "programmeArea", "fund", "cci",
                       "specificObjective", "interventionType", "strategicImportance", "childPovertyTheme", "place",
                       "targetGroup", "subject", "subProjectOf", "hasSubProject")  # fmt: skip
_ACTOR_PROPERTIES = ("altLabel", "formerName", "identifier", "classification", "place", "unitOf", "hasUnit", "homepage",
                     "sameAs", "start", "end")  # fmt: skip
