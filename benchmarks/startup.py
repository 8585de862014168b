"""Start-up: what the command costs before it does anything, beside the least that a Typer application costs.

Whole processes in turn; what counts is the ratio. Peers: an application of one empty command with plain help, and the
same with pyoxigraph imported.
"""

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from figure import Figure, slower
from measure import costs, run
from setting import KG, Setting, tell

TITLE = "Start-up"
ROUNDS = 21
EMPTY, WITH_STORE = "empty Typer application --help", "empty command with pyoxigraph"
HELP, QUERY = "kg --help", "kg query parties-of-project"
MOST = 1.3

APPLICATION = """
import typer
{extra}
app = typer.Typer(rich_markup_mode=None)

@app.command()
def nothing() -> None:
    '''Do nothing.'''

app()
"""


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure the help and one small question."""
    tell(f"start-up: {ROUNDS} rounds")
    size = min(setting.sizes)
    root = setting.built(size)
    with tempfile.TemporaryDirectory() as folder:
        plain, store = Path(folder) / "plain.py", Path(folder) / "store.py"
        plain.write_text(APPLICATION.format(extra=""))
        store.write_text(APPLICATION.format(extra="import pyoxigraph"))
        pairs = (
            (HELP, [str(KG), "--help"], EMPTY, [sys.executable, str(plain), "--help"], 0),
            (QUERY, [str(KG), "--root", str(root), "query", "parties-of-project"], WITH_STORE,
             [sys.executable, str(store)], size),
        )  # fmt: skip
        for name, ours, peer, theirs, projects in pairs:
            found = costs({name: partial(run, ours), peer: partial(run, theirs)}, ROUNDS, warm=True)
            milliseconds = {each: 1000 * cost.seconds for each, cost in found.items()}
            figure = Figure(name, "ms", milliseconds[name], projects, {peer: milliseconds[peer]}, rounds=ROUNDS)
            yield slower(figure, peer, MOST if name == HELP else None)
