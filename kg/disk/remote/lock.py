"""One load at a time: a statement on the server that says who loads, and since when."""

import contextlib
import getpass
import hashlib
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from kg.disk.remote.client import host
from kg.disk.remote.layout import HOLDER, LOCK, VERSIONS
from kg.disk.remote.protocol import Endpoint
from kg.errors import StoreError

RENEWED = 30.0  # seconds
STALE = 600.0  # seconds without a word, after which a load is taken to have ended


@contextmanager
def alone(endpoint: Endpoint) -> Iterator[Callable[[], None]]:
    """Be the only one that loads; gives what is to be called now and then, to say that the load goes on.

    A load that has ended without a word is recognised on the machine where it ran, elsewhere after ten minutes.

    Raises:
        StoreError: if another load is at work.
    """
    me = _me()
    held = f"{me} {int(time.time())}"
    _refuse_others(endpoint, me)
    _say(endpoint, held)
    try:
        _refuse_others(endpoint, me, since=held)

        def renew() -> None:
            nonlocal held
            if time.time() - int(held.split()[1]) >= RENEWED:
                before, held = held, f"{me} {int(time.time())}"
                _say(endpoint, held)
                _unsay(endpoint, before)

        yield renew
    finally:
        with contextlib.suppress(StoreError):  # the server may be gone, and the lock grows old
            _unsay(endpoint, held)


def _refuse_others(endpoint: Endpoint, me: str, since: str = "") -> None:
    """Refuse to go on while another load is at work; what is left of ended ones is removed.

    Of two that begin in the same moment, the one whose name comes first goes on.
    """
    for [term] in list(endpoint.rows(f"SELECT ?holder WHERE {{ <{LOCK}> {HOLDER} ?holder }}", VERSIONS)):
        text = term.value if isinstance(term, ox.Literal) else ""
        who, _, when = text.partition(" ")
        if who == me:
            continue
        if not when.isdecimal() or time.time() - int(when) > STALE or _has_ended(who):
            _unsay(endpoint, text)
        elif not since or text < since:
            clock = time.strftime("%Y-%m-%d %H:%M", time.localtime(int(when)))
            raise StoreError(
                f"another load is at work on {host(endpoint.url)} ({who}, last heard of at {clock}); wait for it",
                f"en annan inläsning pågår på {host(endpoint.url)} ({who}, hördes av senast {clock}); vänta på den",
            )


def _me() -> str:
    """Return a name for this process: its machine and user as a digest (others can read it), and its number."""
    return f"{_machine()}-{os.getpid()}"


def _machine() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = ""
    return hashlib.sha256(f"{user}@{socket.gethostname()}".encode()).hexdigest()[:12]


def _has_ended(who: str) -> bool:
    """Tell whether a process of this machine is no more."""
    machine, _, number = who.partition("-")
    if machine != _machine() or not number.isdecimal() or os.name != "posix":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


def _say(endpoint: Endpoint, holder: str) -> None:
    endpoint.update(f"INSERT DATA {{ GRAPH <{VERSIONS}> {{ <{LOCK}> {HOLDER} {ox.Literal(holder)} }} }}")


def _unsay(endpoint: Endpoint, holder: str) -> None:
    endpoint.update(f"DELETE DATA {{ GRAPH <{VERSIONS}> {{ <{LOCK}> {HOLDER} {ox.Literal(holder)} }} }}")
