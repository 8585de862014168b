"""What every command of one call shares: the workspace, the language, where words go."""

import itertools
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from kg.disk.workspace import Workspace

# What could steer a terminal or turn the text around: it may come from a file of somebody else.
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Session:
    """The options of `kg` itself; `chosen` is the language if the caller named one."""

    root: str | None
    store: str | None
    chosen: str | None
    update_url: str | None = None
    graph_store_url: str | None = None
    context: typer.Context | None = None

    def at_the_end(self, do: Callable[[], None]) -> None:
        """Do something once the command has answered."""
        if self.context is not None:
            self.context.call_on_close(do)

    @property
    def lang(self) -> str:
        """The language of the words, `sv` or `en`."""
        return self.chosen or default_language()

    @property
    def workspace(self) -> "Workspace":
        """The workspace that the options name."""
        from kg.disk.workspace import Workspace  # late: help needs no workspace

        return Workspace.find(self.root, self.store, self.update_url, self.graph_store_url)


def default_language() -> str:
    """Return `sv` where the system speaks Swedish, else `en`."""
    named = next(filter(None, map(os.environ.get, ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "sv" if named.lower().startswith("sv") else "en"


def session(context: typer.Context, lang: str | None = None) -> Session:
    """Return the session of a command, in the language that the command names."""
    found: Session = context.obj
    found.context = context
    if lang:
        found.chosen = lang
    return found


def say(words: str) -> None:
    """Tell the person something: on standard error, so that results stay clean."""
    safe = _STEERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)
    print(safe.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)


def say_either(current: Session, en: str, sv: str) -> None:
    """Tell the person something in their language."""
    say(sv if current.lang == "sv" else en)


def warn_if_stale(current: Session) -> None:
    """Say, once the command has answered, if the data have changed since the store was built.

    To look at every file of a large workspace takes longer than most answers.
    """
    if current.workspace.server is None:  # the data of a server may be another's
        current.at_the_end(lambda: _tell_if_stale(current))


def _tell_if_stale(current: Session) -> None:
    from kg.disk.store import read_version
    from kg.disk.version import is_stale

    workspace = current.workspace
    sys.stdout.flush()
    if is_stale(read_version(workspace.store), workspace):
        say_either(
            current,
            "note: data/ has changed since the store was built; renew it with: kg build",
            "obs: data/ har ändrats sedan lagret byggdes; förnya det med: kg build",
        )


def show_progress(current: Session, total: int) -> Callable[[object], None]:
    """Return what, called with each thing before it is worked on, tells how far the work is; on a terminal only."""
    numbers = itertools.count(1)

    def tell(thing: object) -> None:
        number = next(numbers)
        if sys.stderr.isatty():
            word = "granskar" if current.lang == "sv" else "checking"
            print(f"\r\033[K{word} {number}/{total} {thing}", end="", file=sys.stderr, flush=True)
            if number == total:
                print("\r\033[K", end="", file=sys.stderr, flush=True)

    return tell


def terminal_width() -> int | None:
    """Return the width of the terminal in characters; None if the output goes elsewhere."""
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None


def write_out(text: str | bytes) -> None:
    """Write a result to standard output as UTF-8, whatever the system's encoding; the name of a file may be none."""
    data = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


Language = Literal["sv", "en"]
LangOpt = Annotated[Language | None, typer.Option("--lang", help="Language of the words.")]
JsonOpt = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
JobsOpt = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="How many processes work side by side; one a core if left out."),
]
ShardOpt = Annotated[
    str | None, typer.Option("--shard", metavar="N/M", help="Do a share of the work only: 3/16 is the third of 16.")
]
ContactsOpt = Annotated[bool, typer.Option("--include-contacts", help="Read the private files of contact persons too.")]
