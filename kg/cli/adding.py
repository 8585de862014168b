"""`kg add`: entries that somebody hands in, into the files of the workspace."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.session import JsonOpt, LangOpt, session, show_progress, write_out


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(add)


def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Entries: YAML, JSON, .xlsx, .csv, Turtle.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Add entries, or change those that are there, and show what changes.

    Example: kg add my-project.yaml --dry-run. An entry with the same short name or identifier as one that is there
    is a new version of it. If one of the entries has an error, nothing is written; exit code 1.
    """
    from kg.jobs.add import add as job
    from kg.jobs.add_text import as_json as json_text
    from kg.jobs.add_text import as_text
    from kg.jobs.incoming import intake_of

    current = session(context, lang)
    workspace = current.workspace
    intake = intake_of(workspace)
    report = job(workspace, intake, files, dry_run=dry_run, progress=show_progress(current, len(files)))
    if as_json:
        write_out(json_text(report, workspace.root))
    else:
        names = intake.known.label_in(current.lang)
        write_out(as_text(report, current.lang, workspace.root, names, colour=sys.stdout.isatty()))
    raise typer.Exit(1 if report.refused else 0)
