"""`kg build`, `validate`, `evidence`, `fmt`, `doctor`: keeping the graph."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.progress import Bar
from kg.cli.session import (
    JobsOpt,
    JsonOpt,
    LangOpt,
    ShardOpt,
    say_either,
    session,
    warn_if_stale,
    write_out,
)
from kg.errors import ParameterError

Profile = Literal["draft", "publishable", "article-49"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (build, validate, evidence, fmt, doctor):
        app.command()(command)


def build(
    context: typer.Context,
    jobs: JobsOpt = None,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Build the store from data/ and the ontology; with a server, load it there too.

    The version before stays in use until the new one is whole.
    """
    from kg.jobs.build import build as job

    current = session(context, lang)
    bar = Bar(current.lang, "entries", "poster")
    report = job(current.workspace, lambda en, sv: say_either(current, f"{en} …", f"{sv} …"), bar, jobs)
    if current.workspace.server is not None:
        from kg.jobs.served import load_store

        say_either(current, "loading into the server …", "läser in i servern …")
        load_store(current.workspace, Bar(current.lang, "statements", "påståenden"))
    if as_json:
        told = {"version": report.version.name, "entries": report.entries, "stated": report.stated}
        told |= {"derived": report.derived, "statements": report.version.quads}
        write_out(json.dumps(told, indent=2) + "\n")
        return
    derived = sum(report.derived.values())
    say_either(
        current,
        f"built {report.version.name}: {report.entries} entries, {report.stated} statements and {derived} derived; "
        "check them with: kg validate",
        f"byggt {report.version.name}: {report.entries} poster, {report.stated} påståenden och {derived} härledda; "
        "granska dem med: kg validate",
    )


def validate(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="New entries to check against the graph.")
    ] = None,
    profile: Annotated[Profile, typer.Option("--profile", help="What must be there.")] = "draft",
    form: Annotated[
        Literal["text", "json", "turtle"], typer.Option("--format", help="How the report is written.")
    ] = "text",
    fail_on: Annotated[
        Literal["violation", "warning"], typer.Option("--fail-on", help="What makes the exit code 1.")
    ] = "violation",
    shard: ShardOpt = None,
    jobs: JobsOpt = None,
    lang: LangOpt = None,
) -> None:
    """Check the graph, or new entries, against the shapes and the graph.

    Example: kg validate, or kg --lang sv validate my-project.yaml. Entries are YAML, JSON, workbooks (.xlsx), lists
    (.csv), Turtle or JSON-LD. Without a file it checks data/ as it is now, built or not. Exit code 1 if something
    does not conform. A large graph can be checked in shares, on several machines: --shard 3/16 --format json; then
    kg report merge puts the reports together.
    """
    from kg.jobs.incoming import intake_of
    from kg.jobs.validate import validate_files
    from kg.jobs.validate_now import describe_shard, validate_workspace
    from kg.jobs.validation_text import pieces
    from kg.work.shard import WHOLE, read_shard

    current = session(context, lang)
    workspace = current.workspace
    share = read_shard(shard) if shard else WHOLE
    part = None
    if files and shard:
        raise ParameterError("--shard is for the whole graph; leave the files out",
                             "--shard gäller hela grafen; utelämna filerna")  # fmt: skip
    if files:
        bar = Bar(current.lang, "files", "filer")
        report = validate_files(intake_of(workspace), files, profile, bar)
    else:
        bar = Bar(current.lang, "entries", "poster")
        report = validate_workspace(workspace, profile, bar, jobs=jobs, shard=share)
        part = describe_shard(workspace, share, report) if shard else None
    for piece in pieces(report, form, current.lang, workspace.root, part):
        write_out(piece)
    raise typer.Exit(0 if report.conforms(fail_on) else 1)


def evidence(
    context: typer.Context,
    documents: Annotated[Path, typer.Argument(metavar="DOCUMENTS", help="The folder with the source documents.")],
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Look for what is stated in the documents themselves.

    Example: kg evidence ../documents. Every stated name, figure and date is looked for within the lines given for
    it; exit code 1 if one is not there.
    """
    from kg.jobs.ask import open_graph
    from kg.jobs.evidence import evidence as job
    from kg.jobs.evidence import report_text

    current = session(context, lang)
    report = job(open_graph(current.workspace), documents)
    warn_if_stale(current)
    if as_json:
        write_out(json.dumps(asdict(report) | {"share": report.share}, ensure_ascii=False, indent=2) + "\n")
    else:
        write_out(report_text(report, current.lang))
    raise typer.Exit(1 if report.missing or report.problems else 0)


def fmt(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Turtle files and queries; else all of the workspace."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell which files would change; exit 1 if any.")] = False,
    lang: LangOpt = None,
) -> None:
    """Write Turtle and queries in the one canonical form.

    Example: kg fmt --check. Comment lines at the top of a file are kept.
    """
    from kg.jobs.fmt import files_of
    from kg.jobs.fmt import fmt as job

    current = session(context, lang)
    paths = files or files_of(current.workspace)
    changed = job(paths, check=check)
    for path in changed:
        say_either(current, f"{path}: {'not canonical' if check else 'rewritten'}",
                   f"{path}: {'inte kanonisk' if check else 'omskriven'}")  # fmt: skip
    say_either(current, f"{len(paths)} files, {len(changed)} {'to rewrite' if check else 'rewritten'}",
               f"{len(paths)} filer, {len(changed)} {'att skriva om' if check else 'omskrivna'}")  # fmt: skip
    raise typer.Exit(1 if check and changed else 0)


def doctor(context: typer.Context, as_json: JsonOpt = False, lang: LangOpt = None) -> None:
    """Check the installation, the files and the store.

    Exit code 1 if something is out of order.
    """
    from kg.jobs.doctor import examine

    current = session(context, lang)
    checks = list(examine(current.workspace, Bar(current.lang, "files", "filer")))
    if as_json:
        write_out(json.dumps([asdict(item) for item in checks], ensure_ascii=False, indent=2) + "\n")
    else:
        words = ("ok", "FEL") if current.lang == "sv" else ("ok", "BAD")
        write_out(
            "".join(f"{words[not item.ok]:<4}{item.sv if current.lang == 'sv' else item.en}\n" for item in checks)
        )
    raise typer.Exit(0 if all(item.ok for item in checks) else 1)
