"""One made-up entry, and the mistakes that some have: what is said, by subject and property, in Turtle's one order."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from made_up_text import A_LIST, Values, block, day, file_text, sha256, text
from made_up_words import word

from kg.disk.turtle import sort_key
from kg.terms import ID

TITLES = ("Vägar till {}", "{} i arbete", "Kompetens för {}", "Nya {}", "Tillsammans för {}", "Steg mot {}", "{}")
PURPOSES = (
    ("Fler i {} ska få arbete.", "More people in {} are to find work."),
    ("Öka kunskapen om {}.", "Raise the knowledge of {}."),
    ("Bygga upp {} som består.", "Build a lasting {}."),
    ("Korta vägen till {}.", "Shorten the way to {}."),
)
YEARS = (*range(2014, 2020), *range(2022, 2026))
ROLES = ("cooperation-partner", "co-financier", "participant", "regional-executor", "local-executor")
LEVELS = ("local", "local", "regional", "national")
GOALS = ("purpose", "objective", "sub-goal", "expected-result")
THEMES = ("learning-centre", "integration", "skills-supply", "validation", "matching", "youth", "gender-equality")
LICENCE = "<https://creativecommons.org/publicdomain/zero/1.0/>"
USED = (
    "actor", "basis", "contribution-kind", "cooperation-status", "currency", "dcterms", "document", "entry", "foaf",
    "fund", "goal-kind", "level", "owl", "place", "project", "prov", "role", "sam", "scope", "status", "theme", "xsd",
)  # fmt: skip
STATED = ("dcterms:description", "dcterms:identifier", "dcterms:subject", "dcterms:title", "sam:end", "sam:fund",
          "sam:place", "sam:start", "sam:status")  # fmt: skip

Properties = dict[str, Values]


@dataclass
class Draft:
    """An entry while it is written.

    Args:
        number: of the project, from 0.
        count: how many projects there are.
        actors: how many organisations.
        seed: the same seed gives the same.
        places: the municipalities it may run in.
    """

    number: int
    count: int
    actors: int
    seed: int
    places: Sequence[str]
    blocks: dict[str, Properties] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with chances of its own."""
        self.chance = random.Random(f"{self.seed} project {self.number}")
        self.slug = f"projekt-{self.number + 1}"
        self.project = f"project:{self.slug}"
        self.document = f"document:pahittad-lista-{self.number // A_LIST + 1}"
        self.line = str(self.number % A_LIST + 2)
        self.lines = f":lines-{self.line}"
        self.prefixes: tuple[str, ...] = USED

    def turtle(self) -> str:
        """Return the file of the entry."""
        blocks = (block(subject, properties) for subject, properties in self.blocks.items())
        return "".join(file_text(blocks, self.prefixes, f"{ID}project/{self.slug}#"))

    def write(self) -> None:
        """Write the whole entry."""
        self.blocks[f"entry:{self.slug}"] = {
            "a": "sam:Entry", "foaf:primaryTopic": self.project, "dcterms:issued": day("2026-01-15"),
            "dcterms:license": LICENCE, "dcterms:modified": day("2026-01-15"), "dcterms:source": self.document,
            "owl:versionInfo": '"1"', "prov:wasAttributedTo": "actor:org-1",
        }  # fmt: skip
        told = self.tell()
        self.take_part()
        self.aim()
        self.pay()
        self.blocks[self.lines] = {
            "a": "sam:Evidence", "sam:document": self.document, "sam:firstLine": self.line, "sam:lastLine": self.line,
            "sam:evidenceFor": told, "sam:sha256": f'"{sha256(self.number // A_LIST)}"',
        }  # fmt: skip

    def tell(self) -> list[str]:
        """Say what the project is called, when and where it runs; return the properties that are said."""
        chance, year = self.chance, self.chance.choice(YEARS)
        title = chance.choice(TITLES).format(word(self.number))
        place = chance.choice(self.places)
        start, end = self.day(year), self.day(year + chance.randint(1, 3))
        theme, has_short_name = chance.choice(THEMES), chance.random() < 0.4
        swedish, english = self.purpose()
        said: Properties = {"a": "sam:Project", "dcterms:identifier": f'"MU{self.number + 1:07}"',
                            "dcterms:title": text(title[0].upper() + title[1:])}  # fmt: skip
        if has_short_name:
            said["skos:altLabel"] = text(word(self.number).upper())
            self.prefixes = (*self.prefixes, "skos")
        self.blocks[self.project] = said | {
            "sam:start": start, "sam:end": end, "sam:status": "status:" + ("completed" if year < 2020 else "ongoing"),
            "sam:fund": "fund:" + ("esf" if year < 2021 else "esf-plus"), "sam:place": f"place:{place}",
            "dcterms:subject": f"theme:{theme}", "dcterms:description": [text(swedish), text(english, "en")],
            "sam:evidence": self.lines,
        }  # fmt: skip
        return [*STATED, "skos:altLabel"] if has_short_name else [*STATED]

    def day(self, year: int) -> str:
        """Return a day as lists state it: whole, as a month, or as a year."""
        month, kind = f"{year}-{self.chance.randint(1, 12):02}", self.chance.random()
        return day(str(year) if kind < 0.15 else month if kind < 0.35 else month + "-01")

    def purpose(self) -> tuple[str, str]:
        """Return what the project is to do, in Swedish and English."""
        swedish, english = self.chance.choice(PURPOSES)
        what = word(self.chance.randrange(self.count))
        return swedish.format(what), english.format(what)

    def take_part(self) -> None:
        """Have actors take part: the owner and some others, the n-th organisation as often as 1/n says."""
        chance, most = self.chance, self.actors
        wanted = min(12, 3 + int(chance.expovariate(0.8)))
        numbers: dict[int, None] = {}
        while len(numbers) < wanted:
            numbers[int(most ** chance.random())] = None
        for place, number in enumerate(numbers, start=1):
            role = "owner" if place == 1 else chance.choice(ROLES)
            self.blocks[f":participation-{place}"] = {
                "a": "sam:Participation", "sam:project": self.project, "sam:actor": f"actor:org-{number}",
                "sam:role": f"role:{role}", "sam:level": f"level:{chance.choice(LEVELS)}",
                "sam:cooperationStatus": "cooperation-status:actual", "sam:basis": "basis:stated",
                "sam:evidence": self.lines,
            }  # fmt: skip

    def aim(self) -> None:
        """Give the project goals, and some of them an indicator."""
        indicators: dict[str, Properties] = {}
        for number in range(1, min(6, 2 + int(self.chance.expovariate(0.9))) + 1):
            self.blocks[f":goal-{number}"] = {
                "a": "sam:Goal", "sam:goalOf": self.project, "sam:goalKind": f"goal-kind:{GOALS[min(number, 4) - 1]}",
                "dcterms:description": text(self.purpose()[0]), "sam:evidence": self.lines,
            }  # fmt: skip
            if self.chance.random() < 0.1:
                indicators[f":indicator-{number}"] = {
                    "a": "sam:Indicator", "sam:indicatorOf": f":goal-{number}",
                    "sam:targetValue": str(self.chance.randint(2, 80) * 5), "sam:unit": "unit:persons",
                    "sam:evidence": self.lines,
                }  # fmt: skip
        if indicators:
            self.prefixes = (*self.prefixes, "unit")
            self.blocks |= indicators

    def pay(self) -> None:
        """Give the project money: a total budget, and most often what of it is granted."""
        amounts = {"total-budget": int(self.chance.lognormvariate(15, 1))}
        if self.chance.random() < 0.7:
            amounts["granted-support"] = int(amounts["total-budget"] * self.chance.uniform(0.3, 0.9))
            if self.chance.random() < 0.3:
                amounts["co-financing"] = amounts["total-budget"] - amounts["granted-support"]
        for kind, amount in sorted(amounts.items()):
            self.blocks[f":contribution-{kind}"] = {
                "a": "sam:Contribution", "sam:contributionTo": self.project,
                "sam:contributionKind": f"contribution-kind:{kind}", "sam:amount": str(amount),
                "sam:currency": "currency:SEK", "sam:scope": "scope:whole", "sam:evidence": self.lines,
            }  # fmt: skip


def _without_title(draft: Draft) -> None:
    del draft.blocks[draft.project]["dcterms:title"]


def _two_starts(draft: Draft) -> None:
    project = draft.blocks[draft.project]
    project["sam:start"] = sorted([str(project["sam:start"]), day("2014-01-02")], key=sort_key)


def _instead(subject: str, name: str, value: str) -> Callable[[Draft], None]:
    """Return what says something else of a subject of an entry, or of its project."""

    def write(draft: Draft) -> None:
        draft.blocks[subject or draft.project][name] = value

    return write


MISTAKES: dict[str, Callable[[Draft], None]] = {
    "ended-before-it-began": _instead("", "sam:end", day("2012-06-30")),
    "negative-amount": _instead(":contribution-total-budget", "sam:amount", "-5"),
    "two-starts": _two_starts,
    "unknown-actor": _instead(":participation-2", "sam:actor", "actor:no-such-actor"),
    "unknown-place": _instead("", "sam:place", "place:no-such-place"),
    "unknown-role": _instead(":participation-2", "sam:role", "role:no-such-role"),
    "without-owner": _instead(":participation-1", "sam:role", "role:participant"),
    "without-title": _without_title,
}
