"""`kg export` and `kg portal`: the graph for others, as one file or as a publication."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.progress import counted
from kg.cli.session import ContactsOpt, JsonOpt, LangOpt, Session, say, say_either, session, warn_if_stale, write_out
from kg.errors import ParameterError

if TYPE_CHECKING:
    from kg.jobs.portal import Order
    from kg.work.exporters.article49_gaps import Gap

FOLDER = Path("build") / "portal"

Format = Literal["turtle", "trig", "jsonld", "rdfxml", "ntriples", "csv", "graphml", "esf-csv", "kohesio-csv"]

OutputOpt = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write, whole or not at all.")
]
BaseOpt = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Where the folder will be found; else as portal.yaml says."),
]
ConfigOpt = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="What the publisher says; else portal.yaml here.")
]
CheckOpt = Annotated[
    Path | None,
    typer.Option("--check", metavar="FILE|DIR", help="Write nothing; check a DCAT file or a publication, offline."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (export, portal):
        app.command()(command)


def export(
    context: typer.Context,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="The format; else what the file's name ends in; else turtle."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    scope: Annotated[
        Literal["entries", "data", "all"],
        typer.Option(
            "--scope",
            help="entries: what is stated of projects; data: also registers, codes, derived; all: also the ontology.",
        ),
    ] = "data",
    table: Annotated[
        Literal["participations", "projects", "contributions"] | None,
        typer.Option("--table", help="Which table, for csv; participations if left out."),
    ] = None,
    include_contacts: ContactsOpt = False,
    lang: LangOpt = None,
) -> None:
    """Write the public graph for others.

    Example: kg export -f jsonld -o samverkan.jsonld. The same data gives the same bytes. esf-csv and kohesio-csv are
    the lists of operations of Article 49(3); what such a list needs and the graph lacks is told, project by project.
    """
    from kg.jobs.ask import whole_graph
    from kg.jobs.export import OPERATIONS, format_of, stream

    current = session(context, lang)
    wanted = format_of(output, form)
    if table and wanted != "csv":
        raise ParameterError("--table is for --format csv", "--table hör till --format csv")
    store = context.with_resource(whole_graph(current.workspace, contacts=include_contacts))
    gaps: list[Gap] = []
    pieces = stream(store, wanted, scope, table or "participations", gaps.append)
    warn_if_stale(current)
    if output is None:
        for piece in pieces:
            write_out(piece)
    else:
        from kg.disk.files import write_pieces

        size = f"{write_pieces(output, counted(pieces, current.lang)):,}"
        say_either(current, f"{output}: {size} bytes", f"{output}: {size.replace(',', ' ')} byte")
    if wanted in OPERATIONS:
        from kg.work.exporters.article49 import left_out
        from kg.work.exporters.article49_gaps import gaps_text

        say(gaps_text(gaps, current.lang, left_out(store)).rstrip())


def portal(
    context: typer.Context,
    output: OutputOpt = FOLDER,
    base_url: BaseOpt = None,
    config: ConfigOpt = None,
    check: CheckOpt = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="DIR", help="The last publication, if it is not the folder itself."),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="The day of the edition; else the newest day in the data."),
    ] = None,
    unchecked: Annotated[
        bool, typer.Option("--no-check", help="Put the folder in its place without checking it first.")
    ] = False,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Write everything that a linked-data portal harvests, checked before it leaves.

    Example: kg portal -o public, or kg portal --check catalog.rdf. The same data give the same bytes. Exit code 1 if
    something must be mended; the folder is then as it was.
    """
    current = session(context, lang)
    if check is not None:
        raise typer.Exit(0 if _checked(current, check, as_json) else 1)
    from kg.jobs.portal import Order

    order = Order(output, config, base_url, previous, day or "", not unchecked)
    raise typer.Exit(0 if _published(current, order, as_json) else 1)


def _checked(current: Session, path: Path, as_json: bool) -> bool:
    """Check a file or a folder, write what is found, and tell whether nothing must be mended."""
    from kg.jobs import portal_check_text as words
    from kg.jobs.portal_check import check_portal

    report = check_portal(path, current.workspace, _teller(current))
    write_out(words.as_json(report) if as_json else words.as_text(report, current.lang))
    return report.ok


def _published(current: Session, order: "Order", as_json: bool) -> bool:
    """Write a publication, tell of it, and tell whether it stands in its folder."""
    from kg.jobs import portal_text as words
    from kg.jobs.ask import embedded_graph
    from kg.jobs.portal import publish

    published = publish(current.workspace, embedded_graph(current.workspace), order, _teller(current))
    warn_if_stale(current)
    write_out(words.as_json(published) if as_json else words.as_text(published, current.lang))
    return published.done


def _teller(current: Session) -> Callable[[str, str], None]:
    """Return what tells the person what begins."""
    return lambda en, sv: say_either(current, f"{en} …", f"{sv} …")
