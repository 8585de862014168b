"""The command `kg`: its own options, its commands, and the one place where an error becomes a line and a code."""

import signal
import sys
from typing import Annotated, Any

import typer

from kg import __version__
from kg.cli import adding, asking, entering, importing, keeping, looking, publishing, reporting, upkeep
from kg.cli.session import Language, Session, default_language, say
from kg.errors import InputError, KgError, ListedError

app = typer.Typer(
    name="kg",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Ask, check and export a knowledge graph of publicly funded cooperation projects.",
    epilog="Begin with: kg build, kg query --list, kg show tre-m. Results go to stdout, words to stderr. "
    "Exit codes: 0 fine, 1 does not conform, 2 wrong input or usage, 3 store.",
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    root: Annotated[
        str | None,
        typer.Option("--root", metavar="DIR", help="The workspace that holds data/ (else KG_ROOT, else here)."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="DIR|URL",
            help="Another store than .kg/ of the workspace, or a SPARQL server (else KG_STORE).",
        ),
    ] = None,
    update_url: Annotated[
        str | None,
        typer.Option("--update-url", metavar="URL", help="Where the server takes updates (else KG_UPDATE_URL)."),
    ] = None,
    graph_store_url: Annotated[
        str | None,
        typer.Option("--graph-store-url", metavar="URL", help="Where it takes whole graphs (else KG_GRAPH_STORE_URL)."),
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the words (else KG_LANG, else the system's)."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Ask, check and export a knowledge graph of publicly funded cooperation projects."""
    _ = version
    context.obj = Session(root, store, lang, update_url, graph_store_url)
    if context.invoked_subcommand is None:
        print(context.get_help())


for module in (keeping, publishing, entering, adding, importing, asking, looking, upkeep, reporting):
    module.register(app)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a user's mistake is one line on standard error, a list of them more.

    Args:
        arguments: the words after `kg`; those of the process if none are given.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    command = typer.main.get_command(app)
    try:
        refuse_bytes(sys.argv[1:] if arguments is None else arguments)
        status = command.main(arguments, prog_name="kg", standalone_mode=False)
    except _UsageError as error:
        hint = error.ctx.command_path if error.ctx else "kg"
        say(f"kg: {' '.join(error.format_message().split())} ({hint} --help)")
        return 2
    except KgError as error:
        told = error.text(_language(arguments))
        say(f"kg: {told if isinstance(error, ListedError) else ' '.join(told.split())}")
        return error.exit_code
    except OSError as error:
        sys.stdout = None  # nothing more can be flushed
        if isinstance(error, BrokenPipeError):  # the reader has gone, which is no fault
            return 0
        say(f"kg: {error.strerror or error}")
        return 2
    return status if isinstance(status, int) else 0


# Typer keeps its parser to itself and shows only this leaf of the parser's errors.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]


def refuse_bytes(words: list[str]) -> None:
    """Refuse words that are bytes and no text: the shell hands them over as lone surrogates.

    Raises:
        InputError: with the first such word.
    """
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise InputError(f"{word!r} is not text in UTF-8", f"{word!r} är inte text i UTF-8")


def _language(arguments: list[str] | None) -> str:
    """Return the language of a call that has failed, from its own words."""
    words = sys.argv[1:] if arguments is None else arguments
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in ("--lang=sv", "--lang=en") or (word == "--lang" and following in ("sv", "en")):
            return word[-2:] if "=" in word else following
    return default_language()


def run() -> None:
    """Be the process `kg`."""
    sys.exit(main())
