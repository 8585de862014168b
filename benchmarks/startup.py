"""Measure what the command costs before it does anything, against the least that a Typer application costs.

Whole processes, in turn, the median of each; what counts is the ratio. Peers: an application of one empty command
with plain help, and the same with pyoxigraph imported. Run it with: make benchmarks
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 21
KG = Path(sys.executable).with_name("kg")
ROOT = Path(__file__).resolve().parent.parent

EMPTY = """
import typer
{extra}
app = typer.Typer(rich_markup_mode=None)

@app.command()
def nothing() -> None:
    '''Do nothing.'''

app()
"""


def main() -> None:
    """Print each pair: our median, the peer's, the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        plain, store = Path(folder) / "plain.py", Path(folder) / "store.py"
        plain.write_text(EMPTY.format(extra=""))
        store.write_text(EMPTY.format(extra="import pyoxigraph"))
        python = sys.executable
        pairs = {
            "kg --help / empty application --help": ([str(KG), "--help"], [python, str(plain), "--help"]),
            "kg query owners-of-projects / empty command with pyoxigraph": (
                [str(KG), "--root", str(ROOT), "query", "owners-of-projects"],
                [python, str(store)],
            ),
        }
        for name, (ours, peer) in pairs.items():
            mine, theirs = medians(ours, peer)
            print(f"{name}: {mine * 1000:.0f} ms / {theirs * 1000:.0f} ms = {mine / theirs:.2f}")


def medians(ours: list[str], peer: list[str]) -> tuple[float, float]:
    """Return the median time in seconds of two commands run in turn, after one run of each that is not counted."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS + 1):
        for command, kept in zip((ours, peer), times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            if run:
                kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    main()
