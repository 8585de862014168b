"""Made-up projects in our vocabulary, in the shape of real lists, for every benchmark.

Actors take part as in real lists: a few in very many projects, most in one or two. Places are the real ones of the
repository; words, organisations and documents are made up, and there are no persons. What is said of a project hangs
on the seed and its number alone, but for who takes part: there are half as many organisations as projects.
"""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox
from made_up_words import word

from kg.disk.io import in_graph, read_turtle
from kg.terms import CODES, ENTRY_GRAPHS, ID, NS, PREFIXES, REGISTER_GRAPHS, XSD

REGISTERS = Path(__file__).resolve().parent.parent / "data" / "registers"
SEED = 7
A_LIST = 500  # projects that one made-up document tells of

FORMS = ("AB", "ek. för.", "Utbildning AB", "lärcentrum", "stiftelse", "förening")
KINDS = ("company", "association", "company", "learning-centre", "foundation", "association")
TITLES = ("Vägar till {}", "{} i arbete", "Kompetens för {}", "Nya {}", "Tillsammans för {}", "Steg mot {}", "{}")
PURPOSES = (
    ("Fler i {} ska få arbete.", "More people in {} are to find work."),
    ("Öka kunskapen om {}.", "Raise the knowledge of {}."),
    ("Bygga upp {} som består.", "Build a lasting {}."),
    ("Korta vägen till {}.", "Shorten the way to {}."),
)
ROLES = ("cooperation-partner", "co-financier", "participant", "regional-executor", "local-executor")
LEVELS = ("local", "local", "regional", "national")
GOALS = ("purpose", "objective", "sub-goal", "expected-result")
THEMES = ("learning-centre", "integration", "skills-supply", "validation", "matching", "youth", "gender-equality")

Value = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Entry:
    """An entry: the slug of its project, its statements, and which mistake it has, if any."""

    slug: str
    triples: list[ox.Triple]
    mistake: str = ""

    @property
    def graph(self) -> ox.NamedNode:
        """The graph of the entry."""
        return ox.NamedNode(ENTRY_GRAPHS + self.slug)


@dataclass(frozen=True)
class MadeUp:
    """What makes entries and registers.

    Args:
        count: how many projects.
        seed: the same seed gives the same.
        mistakes: the share of the entries that have one mistake each.
    """

    count: int
    seed: int = SEED
    mistakes: float = 0.0

    @cached_property
    def places(self) -> list[str]:
        """The slugs of the municipalities."""
        kind = ox.NamedNode(NS + "Municipality")
        return sorted(
            triple.subject.value.removeprefix(ID + "place/")
            for triple in read_turtle(REGISTERS / "places.ttl")
            if triple.object == kind and isinstance(triple.subject, ox.NamedNode)
        )

    @property
    def actors(self) -> int:
        """How many organisations there are."""
        return max(20, self.count // 2)

    @cached_property
    def wrong(self) -> dict[int, str]:
        """The numbers of the entries that have a mistake, and which."""
        numbers = random.Random(f"{self.seed} wrong").sample(range(self.count), round(self.count * self.mistakes))
        return {number: sorted(MISTAKES)[place % len(MISTAKES)] for place, number in enumerate(sorted(numbers))}

    def entries(self) -> Iterator[Entry]:
        """Yield the entries one after another."""
        for number in range(self.count):
            draft = Draft(self, number)
            draft.write()
            if mistake := self.wrong.get(number, ""):
                MISTAKES[mistake](draft)
            yield Entry(draft.slug, draft.triples, mistake)

    def organisations(self) -> Iterator[ox.Triple]:
        """Yield what is said of the organisations."""
        for number in range(self.actors):
            chance = random.Random(f"{self.seed} actor {number}")
            node, form = actor(number), number % len(FORMS)
            yield _said(node, "rdf:type", _iri(NS + "Organisation"))
            yield _said(node, "skos:prefLabel", _text(f"{word(number).capitalize()} {FORMS[form]}"))
            yield _said(node, "org:classification", _code("actor-kind", KINDS[form]))
            yield _said(node, "sam:place", _thing("place", chance.choice(self.places)))

    def documents(self) -> Iterator[ox.Triple]:
        """Yield what is said of the documents: a made-up list for every few hundred projects."""
        for number in range(-(-self.count // A_LIST)):
            node, name = document(number), f"påhittad-lista-{number + 1}.csv"
            yield _said(node, "rdf:type", _iri(NS + "SourceDocument"))
            yield _said(node, "dcterms:identifier", ox.Literal(name))
            yield _said(node, "dcterms:title", _text(f"Påhittad lista {number + 1}"))
            yield _said(node, "dcterms:title", _text(f"Made-up list {number + 1}", "en"))
            yield _said(node, "dcterms:language", ox.Literal("sv"))
            yield _said(node, "sam:lineCount", ox.Literal(A_LIST + 1))
            yield _said(node, "sam:sha256", ox.Literal(sha256(number)))

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all that is made up, in its graphs; places and codes are not among it."""
        yield from in_graph(self.organisations(), ox.NamedNode(REGISTER_GRAPHS + "made-up-organisations"))
        yield from in_graph(self.documents(), ox.NamedNode(REGISTER_GRAPHS + "made-up-documents"))
        for entry in self.entries():
            yield from in_graph(entry.triples, entry.graph)


@dataclass
class Draft:
    """An entry while it is written."""

    world: MadeUp
    number: int
    triples: list[ox.Triple] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with chances of its own."""
        self.chance = random.Random(f"{self.world.seed} project {self.number}")
        self.slug = f"projekt-{self.number + 1}"
        self.project = _thing("project", self.slug)
        self.lines = self.part(f"lines-{self.number % A_LIST + 2}")

    def part(self, name: str) -> ox.NamedNode:
        """Return a part of the project."""
        return ox.NamedNode(f"{self.project.value}#{name}")

    def say(self, subject: ox.NamedNode, **values: Value) -> None:
        """Say something of a subject: `sam_role=…`; `rdf_type` by its name in our vocabulary."""
        for name, value in values.items():
            self.triples.append(_said(subject, name.replace("_", ":", 1), value))

    def drop(self, subject: ox.NamedNode, name: str) -> None:
        """Take back what is said of a subject's property."""
        property_ = _property(name)
        self.triples = [one for one in self.triples if (one.subject, one.predicate) != (subject, property_)]

    def write(self) -> None:
        """Write the whole entry."""
        graph = ox.NamedNode(ENTRY_GRAPHS + self.slug)
        self.say(graph, rdf_type=_iri(NS + "Entry"), foaf_primaryTopic=self.project,
                 dcterms_source=document(self.number // A_LIST), dcterms_issued=_date("2026-01-15"),
                 dcterms_modified=_date("2026-01-15"), owl_versionInfo=ox.Literal("1"),
                 dcterms_license=_iri("https://creativecommons.org/publicdomain/zero/1.0/"),
                 prov_wasAttributedTo=actor(0))  # fmt: skip
        self.tell()
        self.take_part()
        self.aim()
        self.pay()

    def tell(self) -> None:
        """Say what the project is called, when and where it runs, and on which line that stands."""
        chance, year = self.chance, self.chance.choice((*range(2014, 2020), *range(2022, 2026)))
        title = chance.choice(TITLES).format(word(self.number))
        title = title[0].upper() + title[1:]
        place = chance.choice(self.world.places)
        self.say(self.project, rdf_type=_iri(NS + "Project"), dcterms_title=_text(title),
                 dcterms_identifier=ox.Literal(f"MU{self.number + 1:07}"),
                 sam_start=self.day(year), sam_end=self.day(year + chance.randint(1, 3)),
                 sam_status=_code("status", "completed" if year < 2020 else "ongoing"),
                 sam_fund=_code("fund", "esf" if year < 2021 else "esf-plus"),
                 sam_place=_thing("place", place), dcterms_subject=_code("theme", chance.choice(THEMES)),
                 sam_evidence=self.lines)  # fmt: skip
        if chance.random() < 0.4:
            self.say(self.project, skos_altLabel=_text(word(self.number).upper()))
        swedish, english = self.purpose()
        self.say(self.project, dcterms_description=_text(swedish))
        self.say(self.project, dcterms_description=_text(english, "en"))
        self.say(self.lines, rdf_type=_iri(NS + "Evidence"), sam_document=document(self.number // A_LIST),
                 sam_firstLine=ox.Literal(self.number % A_LIST + 2), sam_lastLine=ox.Literal(self.number % A_LIST + 2),
                 sam_sha256=ox.Literal(sha256(self.number // A_LIST)))  # fmt: skip
        stated = {one.predicate for one in self.triples if one.subject == self.project}
        for named in sorted(stated - {_property("rdf:type"), _property("sam:evidence")}, key=str):
            self.say(self.lines, sam_evidenceFor=named)

    def day(self, year: int) -> ox.Literal:
        """Return a day as lists state it: whole, as a month, or as a year."""
        month, kind = f"{year}-{self.chance.randint(1, 12):02}", self.chance.random()
        if kind < 0.15:
            return ox.Literal(str(year), datatype=_iri(XSD + "gYear"))
        return ox.Literal(month, datatype=_iri(XSD + "gYearMonth")) if kind < 0.35 else _date(month + "-01")

    def purpose(self) -> tuple[str, str]:
        """Return what the project is to do, in Swedish and English."""
        swedish, english = self.chance.choice(PURPOSES)
        what = word(self.chance.randrange(self.world.count))
        return swedish.format(what), english.format(what)

    def take_part(self) -> None:
        """Have actors take part: the owner and some others."""
        chance, most = self.chance, self.world.actors
        wanted = min(12, 3 + int(chance.expovariate(0.8)))
        numbers: dict[int, None] = {}
        while len(numbers) < wanted:
            numbers[int(most ** chance.random()) - 1] = None
        for place, number in enumerate(numbers):
            role = "owner" if place == 0 else chance.choice(ROLES)
            self.say(self.part(f"participation-{place + 1}"), rdf_type=_iri(NS + "Participation"),
                     sam_project=self.project, sam_actor=actor(number), sam_role=_code("role", role),
                     sam_level=_code("level", chance.choice(LEVELS)), sam_basis=_code("basis", "stated"),
                     sam_cooperationStatus=_code("cooperation-status", "actual"), sam_evidence=self.lines)  # fmt: skip

    def aim(self) -> None:
        """Give the project goals, and some of them an indicator."""
        for number in range(1, min(6, 2 + int(self.chance.expovariate(0.9))) + 1):
            goal = self.part(f"goal-{number}")
            self.say(goal, rdf_type=_iri(NS + "Goal"), sam_goalOf=self.project, sam_evidence=self.lines,
                     sam_goalKind=_code("goal-kind", GOALS[min(number, 4) - 1]),
                     dcterms_description=_text(self.purpose()[0]))  # fmt: skip
            if self.chance.random() < 0.1:
                self.say(self.part(f"indicator-{number}"), rdf_type=_iri(NS + "Indicator"), sam_indicatorOf=goal,
                         sam_targetValue=ox.Literal(self.chance.randint(2, 80) * 5), sam_unit=_code("unit", "persons"),
                         sam_evidence=self.lines)  # fmt: skip

    def pay(self) -> None:
        """Give the project money: a total budget, and most often what of it is granted."""
        total = int(self.chance.lognormvariate(15, 1))
        self.money("total-budget", total)
        if self.chance.random() < 0.7:
            granted = int(total * self.chance.uniform(0.3, 0.9))
            self.money("granted-support", granted)
            if self.chance.random() < 0.3:
                self.money("co-financing", total - granted)

    def money(self, kind: str, amount: int) -> None:
        """Give the project a contribution, in kronor."""
        self.say(self.part(f"contribution-{kind}"), rdf_type=_iri(NS + "Contribution"), sam_contributionTo=self.project,
                 sam_contributionKind=_code("contribution-kind", kind), sam_amount=ox.Literal(amount),
                 sam_currency=_iri(PREFIXES["currency"] + "SEK"), sam_scope=_code("scope", "whole"),
                 sam_evidence=self.lines)  # fmt: skip


def _without_title(draft: Draft) -> None:
    draft.drop(draft.project, "dcterms:title")


def _without_owner(draft: Draft) -> None:
    owner = draft.part("participation-1")
    draft.drop(owner, "sam:role")
    draft.say(owner, sam_role=_code("role", "participant"))


def _ended_before_it_began(draft: Draft) -> None:
    draft.drop(draft.project, "sam:end")
    draft.say(draft.project, sam_end=_date("2012-06-30"))


def _unknown_actor(draft: Draft) -> None:
    draft.drop(draft.part("participation-2"), "sam:actor")
    draft.say(draft.part("participation-2"), sam_actor=_thing("actor", "no-such-actor"))


def _unknown_role(draft: Draft) -> None:
    draft.drop(draft.part("participation-2"), "sam:role")
    draft.say(draft.part("participation-2"), sam_role=_code("role", "no-such-role"))


def _unknown_place(draft: Draft) -> None:
    draft.drop(draft.project, "sam:place")
    draft.say(draft.project, sam_place=_thing("place", "no-such-place"))


def _negative_amount(draft: Draft) -> None:
    draft.drop(draft.part("contribution-total-budget"), "sam:amount")
    draft.say(draft.part("contribution-total-budget"), sam_amount=ox.Literal(-5))


def _two_starts(draft: Draft) -> None:
    draft.say(draft.project, sam_start=_date("2014-01-02"))


MISTAKES: dict[str, Callable[[Draft], None]] = {
    "ended-before-it-began": _ended_before_it_began,
    "negative-amount": _negative_amount,
    "two-starts": _two_starts,
    "unknown-actor": _unknown_actor,
    "unknown-place": _unknown_place,
    "unknown-role": _unknown_role,
    "without-owner": _without_owner,
    "without-title": _without_title,
}


def actor(number: int) -> ox.NamedNode:
    """Return an organisation."""
    return _thing("actor", f"org-{number + 1}")


def document(number: int) -> ox.NamedNode:
    """Return a document."""
    return _thing("document", f"pahittad-lista-{number + 1}")


def sha256(number: int) -> str:
    """Return what a made-up document has for a fingerprint."""
    return hashlib.sha256(f"made up {number}".encode()).hexdigest()


def _said(subject: ox.NamedNode, name: str, value: Value) -> ox.Triple:
    return ox.Triple(subject, _property(name), value)


@cache
def _property(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


@cache
def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _thing(kind: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}{kind}/{name}")


def _code(scheme: str, name: str) -> ox.NamedNode:
    return _iri(f"{CODES}{scheme}/{name}")


def _text(text: str, language: str = "sv") -> ox.Literal:
    return ox.Literal(text, language=language)


def _date(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=_iri(XSD + "date"))
