"""`kg import`: lists of operations into entries, by a mapping file."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.session import LangOpt, Session, ShardOpt, session, write_out
from kg.errors import ParameterError

EVERY = 100  # rows between two words of progress


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("import")(import_)


def import_(
    context: typer.Context,
    mapping: Annotated[
        str | None, typer.Argument(metavar="MAPPING", help="A mapping file, or the name of one that --list names.")
    ] = None,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The list: .csv, .json or .xlsx.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would come of it.")] = False,
    profile: Annotated[
        Literal["draft", "publishable", "article-49"], typer.Option("--profile", help="What must be there.")
    ] = "draft",
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How the report is written.")] = "text",
    shard: ShardOpt = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Read no more rows than this.")] = None,
    listing: Annotated[bool, typer.Option("--list", "-l", help="List the mappings.")] = False,
    lang: LangOpt = None,
) -> None:
    """Import a list of operations as entries.

    Example: kg import tillvaxtverket projekt.json --dry-run. Every row that is read ends in an entry or in the
    report. Exit code 1 if a row made no entry, or misses what the profile asks for. Of a large list several processes
    can each do a share: --shard 3/16 --format json; then kg report merge puts the reports together.
    """
    from functools import partial

    from kg.jobs.import_list import Import, find_mapping, import_list, load_mapping, open_known
    from kg.jobs.imports.shares import describe
    from kg.jobs.imports.text import as_json, as_text
    from kg.work.shard import WHOLE, read_shard

    current = session(context, lang)
    workspace = current.workspace
    if listing:
        write_out(_listed(current))
        return
    if mapping is None or file is None:
        raise ParameterError("give a mapping and a list; kg import --list names the mappings",
                             "ange en mappning och en lista; kg import --list visar mappningarna")  # fmt: skip
    read = load_mapping(find_mapping(workspace, mapping))
    share = read_shard(shard) if shard else WHOLE
    task = Import(workspace, read, file, dry_run, profile, limit, _show_rows(current), share)
    report = import_list(task, open_known(workspace), partial(open_known, workspace))
    part = describe(report, share) if shard else None
    write_out(as_json(report, part) if form == "json" else as_text(report, current.lang))
    raise typer.Exit(0 if report.conforms else 1)


def _listed(current: Session) -> str:
    """Return the mappings, a line each, and what each is for."""
    from kg.jobs.import_list import all_mappings, load_mapping

    lines = []
    for path in all_mappings(current.workspace):
        mapping = load_mapping(path)
        title = mapping.title.get(current.lang) or next(iter(mapping.title.values()), "")
        lines.append(f"{path.stem:<24} {title}\n")
    return "".join(lines)


def _show_rows(current: Session) -> Callable[[int], None]:
    """Return what tells how many rows have been read; on a terminal only."""
    word = "rad" if current.lang == "sv" else "row"

    def tell(number: int) -> None:
        if sys.stderr.isatty() and (number % EVERY == 0 or number < 0):
            text = f"\r\033[K{word} {number}" if number > 0 else "\r\033[K"
            print(text, end="", file=sys.stderr, flush=True)

    return tell
