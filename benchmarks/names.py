"""Names: finding who is meant, in graphs of made-up projects, exact and misspelt; and indexing the names.

The names are the repository's own and made-up ones like them, half as many actors as projects. Processor time in one
process, the mean over a list of names in `tests/fixtures/names/`, the least of the rounds.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
from figure import Figure, growth
from setting import Setting, tell

from kg.disk.nameindex import NameIndex
from kg.disk.spelling import words
from kg.disk.workspace import Workspace
from kg.jobs.build import graph_in_memory
from kg.terms import ENTRY_GRAPHS, ID, NS, PREFIXES, RDF_TYPE, slug
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import name_sets

TITLE = "Names"
INDEXING = "gather and index the names"
MOST_GROWTH = 10  # times more, in ten times as many projects
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


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure each kind of lookup at every size, then how it grows."""
    found = []
    for size in setting.sizes:
        tell(f"names: {size:,} projects, {setting.rounds} rounds")
        found += list(measured(size, setting.rounds))
        yield from (figure for figure in found if figure.size == size)
    for name in dict.fromkeys(figure.name for figure in found):
        yield from growth(found, name, MOST_GROWTH)


def milliseconds(find: Callable[[str], object], text: str) -> float:
    """Return how long a processor works to find what a text means."""
    began = time.process_time()
    find(text)
    return 1000 * (time.process_time() - began)


def measured(projects: int, rounds: int) -> Iterator[Figure]:
    """Yield the cost of the index and of each kind of lookup in a graph of so many projects."""
    store = made_up(projects, random.Random(1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        began = time.perf_counter()
        NameIndex.write(path, name_sets(store))
        yield Figure(INDEXING, "s", time.perf_counter() - began, projects,
                     note=f"{path.stat().st_size / 1e6:,.0f} MB at {projects:,} projects.")  # fmt: skip
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
        for lookup, (find, texts) in asked.items():
            cost = min(statistics.mean(milliseconds(find, text) for text in texts) for _ in range(rounds))
            yield Figure(f"find by name, {lookup}", "ms", cost, projects, rounds=rounds)


def lines(name: str) -> list[str]:
    """Return the lines of a fixture of names."""
    text = (ROOT / "tests" / "fixtures" / "names" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("##")]
