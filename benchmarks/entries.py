"""Measure what it costs to check one new entry against a store of 1,000 and one of 100,000 projects.

The stores are made once, with entries like those of real lists: some participations, goals and contributions each,
actors that take part in many or few. The same entry, with a known actor, a misspelt one and a new one, is read and
checked against both in turn, in one process; the median of each counts, start-up left out. Run it with:
python benchmarks/entries.py [most projects]
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.disk.nameindex import FILE, NameIndex
from kg.disk.store import open_names, open_store, write_version
from kg.disk.workspace import Workspace
from kg.jobs.build import graph_in_memory
from kg.jobs.incoming import Intake
from kg.terms import CODES, ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, REGISTER_GRAPHS, XSD
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in
from kg.work.rules import derive, read_rules

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 31
WORDS = ("Nya", "Vägar", "Kompetens", "Framtid", "Samverkan", "Lokal", "Digital", "Grön", "Arbete", "Språk", "Bro")
PLACES = ("lulea", "mora", "falun", "hedemora", "uppsala", "goteborg", "kalix", "umea", "gavle", "orebro")
NEEDED = ("super-class", "within")  # what a check rests on; the network of the rest takes longer to derive
ROLES = ("owner", "cooperation-partner", "co-financier", "participant")

ENTRY = """
title: Ett alldeles nytt projekt
identifier: 25-999-S99
owner: Norrbottens Kommuner
start: 2025-09-01
end: 2027-09-01
status: ongoing
fund: ESF+
places: [Norrbottens län, Luleå]
participants:
  - {actor: Region Norrbotten, role: cooperation-partner, level: regional}
  - {actor: Arbetsförmedligen Falun, role: cooperation-partner, level: local}
  - {actor: Lapin liitto, role: cooperation-partner, level: transnational, country: FI}
goals: [{kind: purpose, text: Fler unga i arbete., indicators: [{target: 250, unit: persons}]}]
activities: [{area: guidance, text: Träffar för vägledare.}]
contributions: [{kind: total-budget, amount: 4000000, currency: SEK}]
sources: [{document: projekt.txt, lines: 12-14}]
"""


def main() -> None:
    """Print the medians and their ratio."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.yaml"
        path.write_text(ENTRY, encoding="utf-8")
        sizes = (1_000, most)
        stores = {size: made(Path(folder) / str(size), size) for size in sizes}
        times: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(ROUNDS):
            for size, (store, names) in stores.items():
                knowledge = Knowledge(store, names)
                intake = Intake(Known(knowledge, Matcher(knowledge)))
                start = time.perf_counter()
                findings = [item for examined in intake.examine_file(path) for item in examined.findings]
                times[size].append(time.perf_counter() - start)
                assert any(item.check == "unknown-actor" for item in findings)
        few, many = (statistics.median(times[size][1:]) * 1000 for size in sizes)
        print(f"one entry: {few:.1f} ms at 1,000 projects, {many:.1f} ms at {most:,}: {many / few:.2f}")


def made(folder: Path, size: int) -> tuple[ox.Store, NameIndex]:
    """Return a store of as many projects, and its names."""
    start = time.perf_counter()
    base = graph_in_memory(Workspace(ROOT, folder))

    def fill(store: ox.Store) -> int:
        store.bulk_extend(base)
        store.bulk_extend(projects(size))
        return sum(derive(store, [rule for rule in read_rules() if rule.name in NEEDED]).values())

    write_version(folder, [], fill, names_in)
    names = open_names(folder)
    assert names is not None, FILE
    print(f"{size:,} projects: store and names made in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return open_store(folder), names


def projects(size: int) -> Iterator[ox.Quad]:
    """Yield projects, and half as many actors, in the shape of real lists."""
    chance = random.Random(7)
    actors = [ox.NamedNode(f"{ID}actor/actor-{number}") for number in range(size // 2)]
    register = ox.NamedNode(REGISTER_GRAPHS + "synthetic")
    for number, actor in enumerate(actors):
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS).lower()} {_spoken(number)} AB"
        yield ox.Quad(actor, _iri(RDF_TYPE), _iri(NS + "Organisation"), register)
        yield ox.Quad(actor, _iri(PREFIXES["skos"] + "prefLabel"), ox.Literal(name, language="sv"), register)
        yield ox.Quad(actor, _iri(NS + "place"), _iri(f"{ID}place/{chance.choice(PLACES)}"), register)
    for number in range(size):
        yield from project(number, chance, actors)


def project(number: int, chance: random.Random, actors: list[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Yield the entry of one project."""
    name = f"{ID}project/projekt-{number}"
    node, graph = ox.NamedNode(name), ox.NamedNode(f"{ENTRY_GRAPHS}projekt-{number}")
    title = f"{chance.choice(WORDS)} {chance.choice(WORDS).lower()} {_spoken(number)}"
    pairs: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (graph, PREFIXES["foaf"] + "primaryTopic", node),
        (graph, RDF_TYPE, _iri(NS + "Entry")),
        (node, RDF_TYPE, _iri(NS + "Project")),
        (node, PREFIXES["dcterms"] + "title", ox.Literal(title, language="sv")),
        (node, PREFIXES["dcterms"] + "identifier", ox.Literal(f"{number % 30:02}-{number % 1000:03}-X{number}")),
        (node, NS + "start", _date(chance.randint(2014, 2022))),
        (node, NS + "end", _date(chance.randint(2023, 2027))),
        (node, NS + "place", _iri(f"{ID}place/{chance.choice(PLACES)}")),
    ]
    for part in range(chance.randint(3, 12)):
        named = ox.NamedNode(f"{name}#participation-{part}")
        actor = actors[min(int(chance.paretovariate(0.6)) - 1, len(actors) - 1)]
        pairs += [
            (named, RDF_TYPE, _iri(NS + "Participation")), (named, NS + "project", node), (named, NS + "actor", actor),
            (named, NS + "role", _iri(f"{CODES}role/{ROLES[min(part, 3)]}")),
            (named, NS + "level", _iri(f"{CODES}level/local")),
            (named, NS + "cooperationStatus", _iri(f"{CODES}cooperation-status/actual")),
        ]  # fmt: skip
    for part in range(chance.randint(2, 6)):
        goal = ox.NamedNode(f"{name}#goal-{part}")
        pairs += [
            (goal, RDF_TYPE, _iri(NS + "Goal")), (goal, NS + "goalOf", node),
            (goal, PREFIXES["dcterms"] + "description", ox.Literal(f"Mål {part} i {title}", language="sv")),
        ]  # fmt: skip
    for subject, path, value in pairs:
        yield ox.Quad(subject, ox.NamedNode(path), value, graph)


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _date(year: int) -> ox.Literal:
    return ox.Literal(f"{year}-01-01", datatype=ox.NamedNode(XSD + "date"))


def _spoken(number: int) -> str:
    """Return a number as a made-up word, so that names differ as names do."""
    letters = ("ba", "ke", "li", "mo", "nu", "ry", "sa", "te", "vi", "xo")
    return "".join(letters[int(digit)] for digit in str(number)).capitalize()


if __name__ == "__main__":
    main()
