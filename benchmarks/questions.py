"""Questions: every canned question as it is asked, beside bare Oxigraph and Virtuoso on the same statements.

Ours is what `kg query` does after start-up, names of things already resolved: columns where they suit, else the store.
What is about one project, actor, place or document is asked about the one with most participations and a middling one.
Bare Oxigraph reads the same store. Virtuoso gets all statements in one graph, and sends its rows over loopback. Rows
are counted, never kept; a question that a peer does not answer within its time is left out of its median. Bare Oxigraph
is not asked what would take it minutes. What is about one thing is measured alone first, before a server runs, as it is
asked on a laptop: that is the figure; what it takes in turn with the peers stands beside it.
"""

import contextlib
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
import servers
from figure import Figure, Goal, slower
from measure import medians
from setting import Setting, tell

from kg.disk.columnfile import write_columns
from kg.disk.columns import Columns, open_columns
from kg.jobs.ask import ask
from kg.terms import NS
from kg.work.queries import Question, read_catalogue
from kg.work.relational.asking import wanted_properties
from kg.work.relational.effort import effort
from kg.work.relational.reading import read_select
from kg.work.relational.syntax import UntranslatableError

TITLE = "Canned questions"
MOST = 50  # milliseconds for what is about one thing
GOALS_AT = 100_000
IN_TURN = "ours, in turn with the others"
LIGHT = 100  # milliseconds
PLANNING = "Columns take some milliseconds to plan whatever they find; the store would take longer to look all up."
NO_ROWS = "No rows: who begins with the part that nothing fits is done at once, and Virtuoso chooses anew in each run."
ROWS = (
    "An answer of {:,} rows; to read these alone, once they are found and written out, takes {:.0f} ms; "
    "the rest is to find them."
)
BEARABLE = 300_000  # lookups that bare Oxigraph is asked for: some seconds
SOON = 1  # seconds that all take together: what takes longer is measured once
LEAST = 5  # rounds of what does not
PATIENCE = 30  # seconds that a peer has for a question
GRAPH = "urn:x-all"
# An answer with a row for each pair of projects grows with the square of an actor's projects.
SQUARED = {"actors-bridging-levels"}  # of every actor
SQUARED_FOR_TWO = {"paths-over-one-intermediary"}  # of two actors: asked about middling ones only

_POINTING = {"sam:Actor": "actor", "sam:Project": "project", "sam:Place": "place", "sam:SourceDocument": "document"}


@dataclass(frozen=True)
class Case:
    """A question and what it is asked about: nothing in particular, or one thing."""

    question: Question
    label: str
    given: Mapping[str, ox.NamedNode]

    @property
    def name(self) -> str:
        """What the figure is called."""
        return f"{self.question.name}, {self.label}" if self.label else self.question.name


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure each question at each size but the largest ones, where there is time for it."""
    for size in setting.sizes:
        if size <= 100_000:
            yield from _figures(setting, size)


def _figures(setting: Setting, size: int) -> Iterator[Figure]:
    place = setting.store(size)
    store = ox.Store.read_only(str(place))
    columns = _columns(place, store)
    tell(f"questions about one thing, {size:,} projects, alone")
    alone = {case.name: _alone(case, setting.rounds, store, columns) for case in cases(store) if case.given}
    with contextlib.ExitStack() as stack:
        server = None
        if not servers.absence("virtuoso") and not setting.quick:
            server = stack.enter_context(servers.virtuoso(seconds=PATIENCE, allowed=[setting.scratch()]))
            tell(f"{size:,} projects are loaded into Virtuoso")
            _load(server, store, setting.scratch() / "all.nt")
        for case in cases(store):
            tell(f"question: {case.name}, {size:,} projects")
            figure = _figure(case, size, setting.rounds, store, columns, server)
            yield _about_one(figure, alone[case.name], case, store, columns) if case.given else figure


def _alone(case: Case, rounds: int, store: ox.Store, columns: Columns | None) -> float:
    """Return the milliseconds of a question where nothing else works."""
    return 1000 * medians({"": lambda: _count(_ours(case, store, columns))}, max(rounds, LEAST))[""]


def _about_one(figure: Figure, alone: float, case: Case, store: ox.Store, columns: Columns | None) -> Figure:
    """Return the figure of a question about one thing: alone, with what it takes in turn beside it."""
    beside = replace(figure, ours=alone, peers={IN_TURN: figure.ours, **figure.peers})
    if figure.size < GOALS_AT:
        return beside
    stops = _rows(_ours(case, store, columns)) if alone > MOST else ""
    return replace(beside, goal=Goal("at most", MOST, "ours"), stops=stops)


def _ours(case: Case, store: ox.Store, columns: Columns | None) -> ox.QuerySolutions:
    return ask(store, case.question, {name: [value.value] for name, value in case.given.items()}, None, columns)


def _figure(
    case: Case, size: int, rounds: int, store: ox.Store, columns: Columns | None, server: servers.Server | None
) -> Figure:
    query = case.question.bind({name: [value] for name, value in case.given.items()})
    ways: dict[str, Callable[[], object]] = {"ours": lambda: _count(_ours(case, store, columns))}
    if _lookups(store, query, columns) < BEARABLE:
        ways["Oxigraph"] = lambda: _count(_bare(store, query))
    if server is not None and _answers(server, query):
        ways["Virtuoso"] = lambda: _remote(server, query)
    times = medians(ways, 1)
    if rounds > 1 and sum(times.values()) < SOON:
        rounds = max(rounds, LEAST)
        times = medians(ways, rounds, warm=False)
    else:
        rounds = 1
    times = {name: 1000 * spent for name, spent in times.items()}
    ours = times.pop("ours")
    figure = Figure(case.name, "ms", ours, size, times, rounds=rounds)
    if size < GOALS_AT or case.given or "Virtuoso" not in times:
        return figure
    stops = PLANNING if ours < LIGHT else "" if next(_ours(case, store, columns), None) else NO_ROWS
    return slower(replace(figure, stops=stops), "Virtuoso", 1)


def _rows(answer: ox.QuerySolutions) -> str:
    """Say how long an answer is, and what that alone costs."""
    written = answer.serialize(format=ox.QueryResultsFormat.TSV)
    began = time.perf_counter()
    again = ox.parse_query_results(written, format=ox.QueryResultsFormat.TSV)
    assert isinstance(again, ox.QuerySolutions)
    rows = _count(again)
    return ROWS.format(rows, 1000 * (time.perf_counter() - began))


def _lookups(store: ox.Store, query: str, columns: Columns | None) -> float:
    """Return about how many lookups a store needs for a question; none for one that columns are not there for."""

    def pointing(iri: str, value: ox.NamedNode | ox.Literal) -> int:
        return sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(iri), value))

    with contextlib.suppress(UntranslatableError):
        return effort(read_select(query), columns.properties.get if columns else lambda _iri: None, pointing)
    return 0


def cases(store: ox.Store) -> Iterator[Case]:
    """Yield the questions of the catalogue: about all, or each about the thing with most and about a middling one."""
    things = {kind: _ranked(store, name) for kind, name in _POINTING.items()}
    for question in read_catalogue().values():
        if "contacts" in question.tags or question.name in SQUARED:
            continue
        about = [one for one in question.parameters if one.kind.removeprefix("iri of ") in things]
        if all(one.default == "UNDEF" for one in about):
            yield Case(question, "", {})
        if about:
            busy = [] if question.name in SQUARED_FOR_TWO else [("the busiest", 0.0)]
            for label, rank in (*busy, ("a middling one", 0.5)):
                yield Case(question, label, {one.name: _pick(things[one.kind.removeprefix("iri of ")], rank, number)
                                             for number, one in enumerate(about)})  # fmt: skip


def _ranked(store: ox.Store, name: str) -> list[ox.NamedNode]:
    """Return what a property points to, that with most statements first."""
    query = f"SELECT ?x (COUNT(*) AS ?n) WHERE {{ ?s <{NS}{name}> ?x }} GROUP BY ?x ORDER BY DESC(?n) ?x"
    return [row[0] for row in _bare(store, query)]


def _pick(ranked: list[ox.NamedNode], rank: float, number: int) -> ox.NamedNode:
    return ranked[min(int(rank * len(ranked)) + number, len(ranked) - 1)]


def _columns(place: Path, store: ox.Store) -> Columns | None:
    """Return the columns of a store, made if they are not there."""
    found = open_columns(place)
    if found is None:
        began = time.perf_counter()
        write_columns(place, store, wanted_properties(read_catalogue().values()))
        tell(f"columns are made in {time.perf_counter() - began:.0f} s")
        found = open_columns(place)
    return found


def _bare(store: ox.Store, query: str) -> ox.QuerySolutions:
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def _count(answer: ox.QuerySolutions) -> int:
    return sum(1 for _ in answer)


def _load(server: servers.Server, store: ox.Store, path: Path) -> None:
    ox.serialize((quad.triple for quad in store), str(path), format=ox.RdfFormat.N_TRIPLES)
    servers.bulk_load(server, [path], GRAPH)
    path.unlink()


def _remote(server: servers.Server, query: str) -> int:
    asked = {"default-graph-uri": GRAPH, "query": query, "format": "text/tab-separated-values"}
    url = f"{server.query_url}?{urllib.parse.urlencode(asked)}"
    with urllib.request.urlopen(url, timeout=2 * PATIENCE) as answer:
        return sum(1 for _ in answer) - 1


def _answers(server: servers.Server, query: str) -> bool:
    """Tell whether Virtuoso answers a question at all, within its time."""
    try:
        return _remote(server, query) >= 0
    except (urllib.error.URLError, TimeoutError):
        return False
