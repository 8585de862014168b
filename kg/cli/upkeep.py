"""`kg diff` and `kg remove`: keeping up what the data hold."""

import sys
from typing import Annotated, Literal

import typer

from kg.cli.completion import thing_names
from kg.cli.session import JsonOpt, LangOpt, Session, say_either, session, write_out

SideArg = Annotated[
    str, typer.Argument(help="current, previous, a version's name, data, a file, a folder of entries or a store.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (diff, remove):
        app.command()(command)


def diff(
    context: typer.Context,
    before: SideArg,
    after: SideArg,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How the difference is written.")] = "text",
    derived: Annotated[bool, typer.Option("--derived", help="Compare what is derived too.")] = False,
    ontology: Annotated[bool, typer.Option("--ontology", help="Compare the ontology too.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit code 1 if they differ.")] = False,
    lang: LangOpt = None,
) -> None:
    """Tell what makes one version, file or store another than the other.

    Example: kg diff previous current, or kg diff data/entries/tre-m.ttl new/tre-m.ttl. A thing that is new has a +,
    one that is gone a -, one that is changed a ~.
    """
    from kg.jobs import diff as job

    current = session(context, lang)
    workspace = current.workspace
    sides = [job.read_side(workspace, name, job.handed_in(workspace)) for name in (before, after)]
    found = job.diff(*sides, derived=derived, ontology=ontology)
    if form == "json":
        write_out(job.as_json(found))
    elif found:
        names = job.names_of(workspace, sides, current.lang)
        write_out(job.as_words(found, current.lang, names, colour=sys.stdout.isatty()))
    else:
        say_either(current, "no difference", "ingen skillnad")
    raise typer.Exit(1 if exit_code and found else 0)


def remove(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", autocompletion=thing_names, help="A project by short name, title, number or IRI."
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    as_json: JsonOpt = False,
    lang: LangOpt = None,
) -> None:
    """Remove a project's entry and contact persons from data/.

    Example: kg remove tre-m --dry-run. What other entries need of it moves to data/registers/kept.ttl. It asks first
    where there is somebody to ask, on a terminal.
    """
    from kg.jobs.remove import carry_out, plan_removal
    from kg.jobs.remove_text import as_json as json_text
    from kg.jobs.remove_text import as_words

    current = session(context, lang)
    removal = plan_removal(current.workspace, name)
    if not as_json:
        write_out(as_words(removal, current.lang, current.workspace.root))
    done = not dry_run and (yes or _agreed(current))
    if done:
        carry_out(removal)
    if as_json:
        write_out(json_text(removal, done=done))
    elif not done:
        say_either(current, "nothing has been removed", "inget har tagits bort")
    elif current.workspace.entries():
        say_either(current, "removed; renew the store with: kg build", "borttaget; förnya lagret med: kg build")
    else:
        say_either(
            current,
            "removed; no entry is left, and a store needs one",
            "borttaget; ingen post finns kvar, och ett lager behöver en",
        )


def _agreed(current: Session) -> bool:
    """Ask, if there is somebody to ask."""
    if not sys.stdin.isatty():
        return True
    sv = current.lang == "sv"
    print("Ta bort? [j/N] " if sv else "Remove? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("j", "ja", "y", "yes")
