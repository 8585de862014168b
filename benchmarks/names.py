"""How long it takes to find who is meant, and to index the names, in graphs of made-up projects of two sizes.

Usage: python benchmarks/names.py [SMALL] [LARGE], in projects.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg.disk.nameindex import NameIndex
from kg.disk.spelling import words
from kg.disk.workspace import Workspace
from kg.jobs.build import graph_in_memory
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, slug
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = words(
    "al berg bo bro dal fors gård hag hamn holm hult kil köping lind lund mark mo näs rud sjö sta stad sten sund torp "
    "vall vik ås ö äng"
)
KINDS = words("kommun AB utveckling utbildning skola förening energi science park museum bygg teknik vård lärcentrum")
THEMES = words(
    "bredband kompetens matchning integration jobb unga hållbar tillväxt innovation energi stad land digital"
)
FORMS = ("AB", "ekonomisk förening", "kommun", "", "Sverige AB", "i Norden AB")


def made_up(projects: int, random_: random.Random) -> ox.Store:
    """Return the repository's own graph with made-up projects and half as many actors added."""
    store = graph_in_memory(Workspace(ROOT, ROOT / ".kg"))
    places = ["".join(random_.choices(SYLLABLES, k=random_.choice((2, 2, 3)))) for _ in range(projects // 20 + 50)]
    label, title = ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.NamedNode(PREFIXES["dcterms"] + "title")
    identifier = ox.NamedNode(PREFIXES["dcterms"] + "identifier")
    kind = ox.NamedNode(RDF_TYPE)
    quads = []
    for number in range(projects):
        graph = ox.NamedNode(f"{ENTRY_GRAPHS}made-{number}")
        thing = ox.NamedNode(f"{ID}project/made-{number}")
        themes = [random_.choice(THEMES) for _ in range(random_.randint(1, 4))]
        named = f"{' '.join(themes)} i {random_.choice(places)} {random_.choice(places)}".capitalize()
        quads += [
            ox.Quad(thing, kind, ox.NamedNode(NS + "Project"), graph),
            ox.Quad(thing, title, ox.Literal(named, language="sv"), graph),
            ox.Quad(thing, identifier, ox.Literal(f"{number % 30:02}-{number:06}-S01"), graph),
        ]
        if number % 2:
            name = f"{random_.choice(places)} {random_.choice(KINDS)} {random_.choice(FORMS)}".strip().capitalize()
            actor = ox.NamedNode(f"{ID}actor/{slug(name)}-{number}")
            quads += [
                ox.Quad(actor, kind, ox.NamedNode(NS + "Organisation"), graph),
                ox.Quad(actor, label, ox.Literal(name, language="sv"), graph),
                ox.Quad(actor, identifier, ox.Literal(f"55{number:04}-{number % 10000:04}"), graph),
            ]
    store.bulk_extend(quads)
    return store


def milliseconds(find: Callable[[str], object], text: str) -> float:
    """Return how long a processor works to find what a text means."""
    began = time.process_time()
    find(text)
    return 1000 * (time.process_time() - began)


def measured(projects: int) -> dict[str, float]:
    """Return the cost of each kind of lookup in a graph of so many projects, in milliseconds."""
    store = made_up(projects, random.Random(1))
    began = time.perf_counter()
    named = names_in(store)
    gathered = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        NameIndex.write(path, named)
        written = time.perf_counter()
        print(
            f"{projects:,} projects: {len(named.things):,} things, {len(named.names):,} names gathered in "
            f"{gathered - began:.1f} s, indexed in {written - gathered:.1f} s, {path.stat().st_size / 1e6:.0f} MB"
        )
        index = NameIndex.open(path)
        assert index is not None
        matcher = Matcher(Knowledge(store, index))
        wrong = [line.split("\t") for line in lines("misspelt") if "\tactor:" in line]
        asked: dict[str, tuple[Callable[[str], object], list[str]]] = {
            "misspelt": (matcher.actor, [text for text, _ in wrong]),
            "unlike": (matcher.actor, lines("unlike")),
            "exact": (matcher.actor, ["Region Norrbotten", "AF", "2220000653", "falu kommun"] * 20),
            "project": (matcher.project, ["Kompetens i Nordstad", "3M - matchning motor", "Bredband unga"] * 5),
        }
        result = {
            lookup: min(statistics.mean(milliseconds(find, text) for text in texts) for _ in range(5))
            for lookup, (find, texts) in asked.items()
        }
        first = sum(
            bool(near) and near[0].iri == f"{ID}actor/{meant.removeprefix('actor:')}"
            for near, meant in ((matcher.actor(text).near, meant) for text, meant in wrong)
        )
        print(f"  the one meant comes first for {first} of {len(wrong)} misspelt actors")
        return result


def lines(name: str) -> list[str]:
    """Return the lines of a fixture of names."""
    text = (ROOT / "tests" / "fixtures" / "names" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("##")]


if __name__ == "__main__":
    small, large = (int(given) for given in (sys.argv[1:3] or ("1000", "100000")))
    one, other = measured(small), measured(large)
    for lookup, cost in one.items():
        print(f"{lookup:>10}: {cost:6.2f} ms, {other[lookup]:6.2f} ms, {other[lookup] / cost:.2f} times")
