"""Free queries in a process of their own, which a limit of time or memory ends without ending the caller.

A running query cannot be stopped from inside its process: it takes no time limit and waits for no signal.
"""

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ParseError, QueryRefusedError, StoreError
from kg.terms import PREFIXES

TIMEOUT_SECONDS = 10.0
MEMORY_MB = 2048
MAX_ANSWER_BYTES = 1 << 30

FORMATS: dict[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


@dataclass(frozen=True)
class Limits:
    """How long a query may take, in seconds, and how much memory its process may hold, in megabytes."""

    seconds: float = TIMEOUT_SECONDS
    megabytes: int = MEMORY_MB


@dataclass(frozen=True)
class Answer:
    """An answer as bytes: its shape is `rows`, `yes-no` or `triples` (N-Triples)."""

    shape: str
    body: bytes


def run(store: Path, query: str, results: str, limits: Limits) -> Answer:
    """Run one query over the union of a store's graphs, in a process of its own; our own prefixes are declared.

    Args:
        store: the folder of a store's version.
        query: SPARQL 1.1 that has passed `kg.work.guard.refuse_unsafe`.
        results: `json`, `csv`, `tsv` or `xml`, for rows and yes or no.
        limits: of time and memory.

    Raises:
        ParseError: if it is not SPARQL, with line and column.
        QueryRefusedError: if it passed a limit.
        StoreError: if the store cannot be read.
    """
    order = {"store": str(store), "query": query, "results": results, "megabytes": limits.megabytes}
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-I", "-c", _CHILD, str(Path(__file__).resolve().parents[2])],
                input=json.dumps(order).encode(),
                stdout=out,
                env=os.environ | {"MALLOC_ARENA_MAX": "1"},  # else each thread reserves addresses by the hundred MB
                stderr=subprocess.PIPE,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise QueryRefusedError(
                f"the query took longer than {limits.seconds:g} s and was ended; make it narrower or raise --timeout",
                f"frågan tog längre än {limits.seconds:g} s och avbröts; gör den snävare eller höj --timeout",
            ) from None
        out.seek(0)
        return _answer(done.returncode, done.stderr.decode(errors="replace"), out.read(), limits)


def _answer(status: int, words: str, out: bytes, limits: Limits) -> Answer:
    if status == 0:
        shape, _, body = out.partition(b"\n")
        return Answer(shape.decode(), body)
    if status == _SYNTAX:
        words = words if len(words) <= 300 else words[:300] + " …"
        raise ParseError(f"query: {words}", f"frågan: {words}")
    if status == _UNREADABLE:
        raise StoreError(f"the store cannot be read: {words}", f"lagret går inte att läsa: {words}")
    raise QueryRefusedError(
        f"the query needed more than {limits.megabytes} MB and was ended; make it narrower",
        f"frågan behövde mer än {limits.megabytes} MB och avbröts; gör den snävare",
    )


_SYNTAX, _UNREADABLE = 64, 65
_CHILD = "import sys; sys.path.append(sys.argv[1]); from kg.work.sandbox import child; child()"


def child() -> None:
    """Be the process that runs one query: the order comes on standard input, the answer goes to standard output."""
    order = json.loads(sys.stdin.buffer.read())
    _leave_the_network()
    _limit(order["megabytes"])
    try:
        store = ox.Store.read_only(order["store"])
        answer = store.query(order["query"], prefixes=PREFIXES, use_default_graph_as_union=True)
        _write(answer, FORMATS[order["results"]])
    except SyntaxError as error:
        _leave(_SYNTAX, " ".join(str(error.msg).split()))
    except OSError as error:
        _leave(_UNREADABLE, str(error))


def _write(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, results: ox.QueryResultsFormat) -> None:
    out = sys.stdout.buffer
    if isinstance(answer, ox.QueryTriples):
        out.write(b"triples\n")
        ox.serialize(answer, out, format=ox.RdfFormat.N_TRIPLES)
    else:
        out.write(b"yes-no\n" if isinstance(answer, ox.QueryBoolean) else b"rows\n")
        answer.serialize(out, format=results)
    out.flush()


def _leave(status: int, words: str) -> None:
    sys.stderr.write(words)
    sys.exit(status)


def _leave_the_network() -> None:
    """Go where there is no network, where the system has such a place and lets us go: Linux, in most set-ups.

    This is the second fence, behind `kg.work.guard`; it must stand before the store starts its threads.
    """
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        if system.unshare(_NEW_NETWORK) != 0:
            system.unshare(_NEW_USER | _NEW_NETWORK)


def _limit(megabytes: int) -> None:
    """Limit the process's memory and the size of its answer; a system without such limits has the time limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_ANSWER_BYTES, MAX_ANSWER_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER and CLONE_NEWNET of Linux's unshare(2)
