"""`kg template`: forms to fill in."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.completion import thing_names
from kg.cli.session import LangOpt, say_either, session, write_out
from kg.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(template)


def template(
    context: typer.Context,
    form: Annotated[
        Literal["yaml", "xlsx", "csv"] | None,
        typer.Option("--format", "-f", help="The format; that of the file's name, else yaml, if left out."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; a file that is not there.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--of", metavar="NAME", autocompletion=thing_names, help="A project of the graph, its entry filled in."
        ),
    ] = None,
    lang: LangOpt = None,
) -> None:
    """Make an empty form for new projects, with help and choices.

    Example: kg template -o project.yaml, kg --lang sv template -o projekt.xlsx, or kg template --of tre-m. Fill it
    in, check it with kg validate, and add it with kg add.
    """
    from kg.disk.files import write_bytes
    from kg.jobs import template as job

    current = session(context, lang)
    wanted = job.format_of(output, form)
    job.refuse_filled(wanted, of=of)
    if output is None and wanted == "xlsx" and sys.stdout.isatty():
        raise InputError(
            "a workbook is no text; say where to write it: kg template -o projects.xlsx",
            "en arbetsbok är ingen text; säg var den ska skrivas: kg template -o projekt.xlsx",
        )
    if output is not None:
        job.refuse_existing(output)
    data = job.filled(current.workspace, of, current.lang) if of else job.template(wanted, current.lang)
    if output is None:
        write_out(data)
        return
    write_bytes(output, data)
    say_either(
        current,
        f"{output}: fill it in, then check it with: kg validate {output}",
        f"{output}: fyll i, granska sedan med: kg validate {output}",
    )
