"""`kg report`: what is done with reports."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.session import LangOpt, session, write_out


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(name="report", help="Put reports of shares together.",
                        rich_markup_mode=None)  # fmt: skip
    group.command()(merge)
    group.callback()(report)
    app.add_typer(group)


def report() -> None:
    """Put reports of shares together."""


def merge(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The reports of all shares, in JSON.")],
    form: Annotated[
        Literal["text", "json", "turtle"], typer.Option("--format", help="How the report is written.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    lang: LangOpt = None,
) -> None:
    """Put the reports of all shares of a validation or an import together.

    Example: kg validate --shard 1/2 --format json > 1.json, the same with 2/2, then kg report merge 1.json 2.json. It
    is the report that one process would have given. Exit code 1 if something does not conform.
    """
    from kg.disk.files import write_pieces
    from kg.jobs.imports.text import as_json, as_text
    from kg.jobs.merging import merge_imports, merge_reports
    from kg.jobs.validation_text import pieces

    current = session(context, lang)
    told: Iterable[bytes]
    if imported := merge_imports(files):
        conforms = imported.conforms
        told = [(as_json(imported) if form == "json" else as_text(imported, current.lang)).encode()]
    else:
        merged, root = merge_reports(files)
        conforms, told = merged.conforms(), pieces(merged, form, current.lang, root)
    if output is None:
        for piece in told:
            write_out(piece)
    else:
        write_pieces(output, told)
    raise typer.Exit(0 if conforms else 1)
