"""Made-up projects in our vocabulary, in the shape of real lists, for every benchmark.

Actors take part as in real lists: a few in very many projects, most in one or two (Zipf's law, exponent 1). Places are
the real ones of the repository; words, organisations and documents are made up, and there are no persons. What is said
of a project hangs on the seed and its number alone, but for who takes part: there are half as many organisations as
projects. So any range of numbers can be made apart from the rest.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from made_up_entry import MISTAKES, Draft
from made_up_text import A_LIST, file_text, sha256, text
from made_up_words import word

from kg.disk.io import in_graph, read_turtle
from kg.terms import ENTRY_GRAPHS, ID, NS, REGISTER_GRAPHS

REGISTERS = Path(__file__).resolve().parent.parent / "data" / "registers"
SEED = 7
MISTAKE_SHARE = 0.01
A_REGISTER = 100_000  # organisations in one file: reading refuses a file of more than fifty million characters

FORMS = ("AB", "ek. för.", "Utbildning AB", "lärcentrum", "stiftelse", "förening")
KINDS = ("company", "association", "company", "learning-centre", "foundation", "association")


@dataclass(frozen=True)
class Entry:
    """An entry: the slug of its project, its file as Turtle, and which mistake it has, if any."""

    slug: str
    turtle: str
    mistake: str = ""

    @property
    def triples(self) -> list[ox.Triple]:
        """Its statements."""
        return parsed(self.turtle)

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

    def entries(self, numbers: Iterable[int] | None = None) -> Iterator[Entry]:
        """Yield the entries one after another: all, or those of some numbers from 0."""
        for number in range(self.count) if numbers is None else numbers:
            draft = Draft(number, self.count, self.actors, self.seed, self.places)
            draft.write()
            if mistake := self.wrong.get(number, ""):
                MISTAKES[mistake](draft)
            yield Entry(draft.slug, draft.turtle(), mistake)

    def registers(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the name of each register that is made up, and its file's text in pieces."""
        for first in range(0, self.actors, A_REGISTER):
            name = "organisations" if first == 0 else f"organisations-{first // A_REGISTER + 1}"
            yield name, file_text(self._organisations(first), ("actor", "actor-kind", "org", "place", "sam", "skos"))
        yield "documents", file_text(self._documents(), ("dcterms", "document", "sam"))

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all that is made up, in its graphs; places and codes are not among it."""
        for name, pieces in self.registers():
            yield from in_graph(parsed("".join(pieces)), ox.NamedNode(f"{REGISTER_GRAPHS}made-up-{name}"))
        for entry in self.entries():
            yield from in_graph(entry.triples, entry.graph)

    def _organisations(self, first: int) -> Iterator[str]:
        """Yield a block for each organisation of a register."""
        for number in range(first, min(first + A_REGISTER, self.actors)):
            chance = random.Random(f"{self.seed} actor {number}")
            form = number % len(FORMS)
            yield (
                f"actor:org-{number + 1} a sam:Organisation ;\n"
                f"  skos:prefLabel {text(f'{word(number).capitalize()} {FORMS[form]}')} ;\n"
                f"  org:classification actor-kind:{KINDS[form]} ;\n"
                f"  sam:place place:{chance.choice(self.places)} .\n"
            )

    def _documents(self) -> Iterator[str]:
        """Yield a block for each document: a made-up list for every few hundred projects."""
        for number in range(-(-self.count // A_LIST)):
            yield (
                f"document:pahittad-lista-{number + 1} a sam:SourceDocument ;\n"
                f'  dcterms:identifier "påhittad-lista-{number + 1}.csv" ;\n'
                f'  dcterms:title "Påhittad lista {number + 1}"@sv, "Made-up list {number + 1}"@en ;\n'
                f'  sam:sha256 "{sha256(number)}" ;\n'
                f'  dcterms:language "sv" ;\n'
                f"  sam:lineCount {A_LIST + 1} .\n"
            )


def parsed(turtle: str) -> list[ox.Triple]:
    """Return the statements of what is made up."""
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
