"""`kg show`, `find`, `explain`, `network`, `stats`, `findings`, `actors`: looking around in the graph."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.completion import actor_names, thing_names
from kg.cli.progress import Bar
from kg.cli.session import (
    ContactsOpt,
    JsonOpt,
    LangOpt,
    Session,
    say_either,
    session,
    terminal_width,
    warn_if_stale,
    write_out,
)

if TYPE_CHECKING:
    from kg.disk.texts import Texts
    from kg.work.tables import Table

ActorArg = Annotated[
    str,
    typer.Argument(
        metavar="ACTOR", autocompletion=actor_names, help="A name, slug, IRI, organisation number or municipality code."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (show, find, explain, network, stats, findings, actors):
        app.command()(command)


def show(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|IRI",
            autocompletion=thing_names,
            help="A project, actor, place, initiative, document or part.",
        ),
    ],
    as_json: JsonOpt = False,
    include_contacts: ContactsOpt = False,
    lang: LangOpt = None,
) -> None:
    """Show one thing on a page.

    Example: kg show tre-m, or kg --lang sv show "Region Västerbotten".
    """
    from kg.jobs.ask import open_graph
    from kg.jobs.known import names_of
    from kg.jobs.show import show as page_of
    from kg.work.names import resolve

    current = session(context, lang)
    store = open_graph(current.workspace, contacts=include_contacts)
    page = page_of(store, resolve(store, name, names=names_of(current.workspace, store)), current.lang)
    warn_if_stale(current)
    write_out(_dumped(page.as_dict()) if as_json else page.as_text())


def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A part of a name or of a description.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="The most that is listed.")] = 20,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Find things by a part of their name.

    Example: kg find alvdalen. Case and accents do not matter.
    """
    from kg.jobs.ask import open_graph
    from kg.jobs.find import find as search
    from kg.work.tables import Table, short_iri

    current = session(context, lang)
    hits = search(open_graph(current.workspace), text, limit, _texts(current))
    warn_if_stale(current)
    rows = tuple((hit.name, hit.kind, short_iri(hit.iri), "" if hit.text == hit.name else hit.text) for hit in hits)
    _print_table(current, Table(("name", "kind", "id", "text"), rows), as_json=as_json)


def _texts(current: Session) -> "Texts | None":
    """Return the texts of a large store; that they are gathered, the first time, is told."""
    from kg.jobs.find import texts_of

    bar = Bar(current.lang, "texts", "texter")

    def count(done: int) -> None:
        if not done:
            say_either(
                current,
                "names and descriptions are gathered for searching, once …",
                "namn och beskrivningar samlas för sökning, en gång …",
            )
        bar(done)

    found = texts_of(current.workspace, count)
    bar.close()
    return found


def explain(
    context: typer.Context,
    first: ActorArg,
    second: ActorArg,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Explain how two actors are linked.

    Example: kg explain "Region Västerbotten" "Arbetsförmedlingen" says through which projects, in which roles and
    where it is written.
    """
    from kg.jobs.ask import open_graph
    from kg.jobs.explain import explain as explanation_of
    from kg.jobs.known import names_of
    from kg.work.names import resolve

    current = session(context, lang)
    store = open_graph(current.workspace)
    names = names_of(current.workspace, store)
    one, other = (resolve(store, text, ("sam:Actor",), names) for text in (first, second))
    explanation = explanation_of(store, one, other, current.lang)
    warn_if_stale(current)
    write_out(_dumped(asdict(explanation)) if as_json else explanation.as_text(current.lang))


def network(
    context: typer.Context,
    of: Annotated[
        str, typer.Option("--of", metavar="ACTOR", autocompletion=actor_names, help="The actor in the middle.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; .svg, .graphml, .gexf."),
    ] = None,
    form: Annotated[
        Literal["svg", "graphml", "gexf", "table"] | None, typer.Option("--format", help="The format.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """Draw an actor's cooperation network.

    Example: kg network --of "Falu kommun" -o falun.svg. Without a file it is a table.
    """
    from kg.disk.files import write_bytes
    from kg.jobs import network as job
    from kg.jobs.ask import open_graph
    from kg.jobs.known import names_of
    from kg.work.names import resolve
    from kg.work.tables import as_text

    current = session(context, lang)
    wanted = job.format_of(str(output) if output else None, form)
    store = open_graph(current.workspace)
    found = job.network(store, resolve(store, of, ("sam:Actor",), names_of(current.workspace, store)))
    warn_if_stale(current)
    if wanted == "table":
        data = (as_text(job.as_table(found), terminal_width()) + "\n").encode()
    else:
        data = job.as_file(found, wanted, current.lang)
    if output is None:
        write_out(data)
    else:
        write_bytes(output, data)
        count = len(found.neighbours)
        say_either(
            current,
            f"{output}: {count} neighbours of {found.name}",
            f"{output}: {count} grannar till {found.name}",
        )


def stats(
    context: typer.Context,
    graphs: Annotated[bool, typer.Option("--graphs", help="Count statements a graph instead.")] = False,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Count what the graph holds.

    Example: kg stats --graphs.
    """
    from kg.jobs import overview
    from kg.jobs.ask import open_graph

    current = session(context, lang)
    store = open_graph(current.workspace)
    table = overview.graph_stats(store) if graphs else overview.stats(store, current.lang)
    warn_if_stale(current)
    _print_table(current, table, as_json=as_json)


def findings(
    context: typer.Context,
    project: Annotated[
        str | None, typer.Option("--project", "-p", metavar="NAME", help="Only about this project.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", "-k", metavar="CODE", help="Only of this kind, for instance owner-unknown."),
    ] = None,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """List what the sources leave in doubt.

    Example: kg findings --project tre-m --kind place-contradiction.
    """
    from kg.jobs import overview
    from kg.jobs.ask import open_graph
    from kg.jobs.known import names_of
    from kg.work.names import resolve, resolve_code

    current = session(context, lang)
    store = open_graph(current.workspace)
    about = resolve(store, project, ("sam:Project",), names_of(current.workspace, store)) if project else None
    of_kind = resolve_code(store, kind, "finding-kind") if kind else None
    table = overview.findings(store, current.lang, of_kind, about)
    warn_if_stale(current)
    _print_table(current, table, as_json=as_json)


def actors(
    context: typer.Context,
    similar: Annotated[
        bool, typer.Option("--similar", help="List the pairs that may be one and the same, and why.")
    ] = False,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """List the actors that take part in projects.

    Example: kg actors --similar lists those that may be one and the same: same number, same name, a slip in spelling.
    """
    from kg.jobs.actors import actors as taking_part
    from kg.jobs.actors import similar_actors

    current = session(context, lang)
    table = (similar_actors if similar else taking_part)(current.workspace, current.lang)
    warn_if_stale(current)
    _print_table(current, table, as_json=as_json)


def _print_table(current: Session, table: "Table", *, as_json: bool) -> None:
    """Write a table, or its rows as JSON; say so if it is empty."""
    from kg.work.tables import as_json as dumped
    from kg.work.tables import as_text

    if as_json:
        write_out(dumped(table) + "\n")
    elif table.rows:
        write_out(as_text(table, terminal_width()) + "\n")
    else:
        say_either(current, "nothing found", "inget hittat")


def _dumped(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
