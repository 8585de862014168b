"""A page, its sections, and what every kind of page is written with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.terms import ID
from kg.work.select import Row, labelled, rows

Line = tuple[int, str]


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is its depth of indentation and its text."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """A thing: its IRI, what it is called, and its sections in reading order."""

    iri: str
    title: str
    sections: tuple[Section, ...]

    def as_text(self) -> str:
        """Return the page as text, the title underlined."""
        blocks = [f"{self.title}\n{'=' * len(self.title)}\n{self.iri}"]
        for section in self.sections:
            body = "\n".join(f"{'  ' * (depth + 1)}{text}" for depth, text in section.lines)
            blocks.append(f"{section.heading}\n{body}")
        return "\n\n".join(blocks) + "\n"

    def as_dict(self) -> dict[str, object]:
        """Return the page for JSON: sections as lists of lines."""
        sections = {part.heading: ["  " * depth + text for depth, text in part.lines] for part in self.sections}
        return {"iri": self.iri, "title": self.title, "sections": sections}


class View:
    """One thing seen in one language: its rows, its words, its properties."""

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

    def sections(self) -> list[Section]:
        """Return what the thing says of itself, and what speaks of it."""
        used = self.rows("SELECT ?thing ?property WHERE { ?thing ?property $this } ORDER BY ?property ?thing LIMIT 50")
        lines = tuple((0, f"{short(row['thing'])} ({local(row['property'])})") for row in used)
        return [
            Section(self.say("Uppgifter", "Statements"), self.properties()),
            Section(self.say("Används av", "Used by"), lines),
        ]

    def properties(self, wanted: Sequence[str] = ()) -> tuple[Line, ...]:
        """Return a line a property; only the wanted ones, in their order, if any are named."""
        found = self.rows(f"""SELECT ?property ?label ?value ?kind ?name WHERE {{
          $this ?property ?value . {labelled("?property", "label", self.lang)}
          BIND (IF(isIRI(?value), "iri", LANG(?value)) AS ?kind)
          OPTIONAL {{ ?value dcterms:title|skos:prefLabel|rdfs:label ?own . FILTER (LANG(?own) = "{self.lang}") }}
          OPTIONAL {{ ?value dcterms:title|skos:prefLabel|rdfs:label ?other . FILTER (LANG(?other) != "{self.lang}") }}
          BIND (COALESCE(?own, ?other, "") AS ?name)
        }} ORDER BY ?property ?name ?value""")
        groups: dict[str, tuple[str, list[str]]] = {}
        for row in found:
            name = local(row["property"])
            if row["kind"] in ("iri", "", self.lang) and (not wanted or name in wanted):
                value = row["name"] or (short(row["value"]) if row["kind"] == "iri" else self._word(row["value"]))
                groups.setdefault(name, (self._label(row), []))[1].append(value)
        order = [name for name in wanted if name in groups] or sorted(groups)
        return tuple((0, f"{sentence(groups[name][0])}: {'; '.join(dict.fromkeys(groups[name][1]))}") for name in order)

    def party(self, row: Row, name: str) -> str:
        """Return a participant's name, how the document spells it, and whether it is planned or inferred."""
        stated, planned, inferred = row["stated"], row["planned"], row["inferred"]
        spelled = self.say(f" (står som ”{stated}”)", f' (stated as "{stated}")') if stated and stated != name else ""
        notes = [self.say("planerad", "planned")] if planned else []
        notes += [self.say("underförstådd", "inferred")] if inferred else []
        return name + spelled + (f" [{', '.join(notes)}]" if notes else "")

    def _word(self, value: str) -> str:
        """Return a truth value in the page's language, and any other text as it is."""
        return {"true": self.say("ja", "yes"), "false": self.say("nej", "no")}.get(value, value)

    def _label(self, row: Row) -> str:
        """Return what a property is called: our own properties say it themselves, reused ones are told here."""
        sv, en = _REUSED.get(local(row["property"]), (row["label"], row["label"]))
        return self.say(sv, en)


# How a participation ?p is spelled, and whether it is planned or inferred: the columns that `View.party` reads.
PARTY = """
  OPTIONAL { ?p sam:statedAs ?stated }
  OPTIONAL { ?p sam:cooperationStatus cooperation-status:planned . BIND (true AS ?planned) }
  OPTIONAL { ?p sam:basis basis:inferred . BIND (true AS ?inferred) }
"""


def grouped(found: Iterable[Row], key: Callable[[Row], str]) -> list[tuple[str, list[Row]]]:
    """Return rows by a key, keys in the order in which they first come."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def sentence(text: str) -> str:
    """Return a text with a capital first."""
    return text[:1].upper() + text[1:]


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2]


def short(iri: str) -> str:
    """Return one of our own IRIs from the kind of thing on: `actor/region-skane`; any other whole."""
    return iri.removeprefix(ID)


_REUSED = {
    "altLabel": ("kallas också", "also called"),
    "classification": ("slag", "kind"),
    "definition": ("definition", "definition"),
    "description": ("beskrivning", "description"),
    "hasUnit": ("har enheterna", "has the units"),
    "homepage": ("webbplats", "website"),
    "identifier": ("nummer", "number"),
    "inScheme": ("i kodlistan", "in the code list"),
    "isPartOf": ("del av", "part of"),
    "license": ("licens", "licence"),
    "notation": ("kod", "code"),
    "prefLabel": ("namn", "name"),
    "sameAs": ("samma som", "same as"),
    "subject": ("tema", "theme"),
    "title": ("titel", "title"),
    "type": ("är", "is"),
    "unitOf": ("enhet inom", "unit of"),
}
