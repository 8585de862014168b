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
    say_either,
    session,
    show_progress,
    warn_if_stale,
    write_out,
)

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
    """Build the store from data/ and the ontology.

    The version before stays in use until the new one is whole.
    """
    from kg.jobs.build import build as job

    current = session(context, lang)
    bar = Bar(current.lang, "entries", "poster")
    report = job(current.workspace, lambda en, sv: say_either(current, f"{en} …", f"{sv} …"), bar, jobs)
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
    lang: LangOpt = None,
) -> None:
    """Check the graph, or new entries, against the shapes and the graph.

    Example: kg validate, or kg --lang sv validate my-project.yaml. Entries are YAML, JSON, workbooks (.xlsx), lists
    (.csv), Turtle or JSON-LD. Without a file it checks data/ as it is now, built or not. Exit code 1 if something
    does not conform.
    """
    from kg.jobs.ask import current_graph
    from kg.jobs.incoming import intake_of
    from kg.jobs.validate import validate_files, validate_graph
    from kg.jobs.validation_text import as_json, as_text, as_turtle

    current = session(context, lang)
    workspace = current.workspace
    if files:
        report = validate_files(intake_of(workspace), files, profile, show_progress(current, len(files)))
    else:
        progress = show_progress(current, len(workspace.registers()) + len(workspace.entries()))
        report = validate_graph(workspace, current_graph(workspace), profile, progress)
    if form == "text":
        write_out(as_text(report, current.lang, workspace.root))
    else:
        write_out(as_json(report, workspace.root) if form == "json" else as_turtle(report))
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
    checks = list(examine(current.workspace))
    if as_json:
        write_out(json.dumps([asdict(item) for item in checks], ensure_ascii=False, indent=2) + "\n")
    else:
        words = ("ok", "FEL") if current.lang == "sv" else ("ok", "BAD")
        write_out(
            "".join(f"{words[not item.ok]:<4}{item.sv if current.lang == 'sv' else item.en}\n" for item in checks)
        )
    raise typer.Exit(0 if all(item.ok for item in checks) else 1)
