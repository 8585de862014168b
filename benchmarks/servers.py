"""SPARQL servers on loopback, started for tests and measurements and ended with them: Virtuoso and Oxigraph.

Each has a folder, ports and a password of its own, so several can run beside each other and beside an installed one.

    python benchmarks/servers.py install          installs Debian's Virtuoso if it can, and says what is there
    python benchmarks/servers.py run virtuoso     starts one, prints its addresses, ends it with the process
"""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds that a server may take to start or to end
MEMORY = 4 << 30  # bytes
BUFFERS = 85_000  # of Virtuoso for each gigabyte of memory, by its own rule; each holds 8 KB
ALL_ROWS = 100_000_000
USER = "kg"

# Rights to update by HTTP, for a user of its own; the superuser's password goes no further than this file.
_RIGHTS = """
DB.DBA.USER_CREATE ('{user}', '{password}');
GRANT SPARQL_UPDATE TO "{user}";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('{user}', 7);
"""

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 20000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 20000
Striping = 0
[Parameters]
ServerPort = {host}:{sql_port}
DisableUnixSocket = 1
MaxClientConnections = 20
CheckpointInterval = 60
CaseMode = 2
MaxStaticCursorRows = 5000
AllowOSCalls = 0
DirsAllowed = {allowed}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
ThreadsPerQuery = {cores}
AsyncQueueMaxThreads = {cores}
IndexTreeMaps = 64
[HTTPServer]
ServerPort = {host}:{port}
ServerRoot = {folder}
ServerThreads = 16
MaxClientConnections = 16
MaxKeepAlives = 16
KeepAliveTimeout = 10
Charset = UTF-8
EnabledGzipContent = 0
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = {seconds}
MaxQueryCostEstimationTime = 0
[URIQA]
DynamicLocal = 0
"""


@dataclass(frozen=True)
class Server:
    """A running server: its addresses, who may write, and its process."""

    name: str
    query_url: str
    update_url: str
    graph_store_url: str
    user: str
    password: str
    pid: int
    folder: Path
    sql_port: int = 0  # of Virtuoso's own protocol
    owner_password: str = ""  # of Virtuoso's superuser


class AbsentError(Exception):
    """The program of a server is not on this machine."""


def program(name: str) -> Path | None:
    """Return where a program is, beside this Python or on the path; None if it is nowhere."""
    beside = Path(sys.executable).with_name(name)
    found = shutil.which(name)
    return beside if beside.is_file() else Path(found) if found else None


def absence(name: str) -> str:
    """Return why a server (`virtuoso` or `oxigraph`) cannot be started here; empty if it can."""
    lacking = [word for word in _PROGRAMS[name] if program(word) is None]
    return f"{name} is not installed ({', '.join(lacking)} not found)" if lacking else ""


@contextlib.contextmanager
def virtuoso(
    folder: Path | None = None,
    *,
    rows: int = ALL_ROWS,
    seconds: int = 600,
    memory: int = MEMORY,
    allowed: Sequence[Path] = (),
) -> Iterator[Server]:
    """Run Virtuoso on loopback.

    Args:
        folder: where its database lies; one of its own under the temporary folder, removed at the end, if not given.
        rows: `ResultSetMaxRows`, the most rows of an answer.
        seconds: `MaxQueryExecutionTime`.
        memory: bytes that its buffers may fill.
        allowed: folders that `bulk_load` may read.

    Raises:
        AbsentError: if it is not installed.
        TimeoutError: if it does not start.
    """
    _refuse_absent("virtuoso")
    with _own_folder(folder) as place:
        sql_port, port = _free_port(), _free_port()
        buffers = memory * BUFFERS // (1 << 30)
        ini = place / "virtuoso.ini"
        ini.write_text(
            _INI.format(
                folder=place, host=HOST, sql_port=sql_port, port=port, buffers=buffers, dirty=buffers * 3 // 4,
                rows=rows, seconds=seconds, cores=os.cpu_count() or 1,
                allowed=", ".join(str(path.resolve()) for path in (place, *allowed)),
            )
        )  # fmt: skip
        is_new = not (place / "virtuoso.db").exists()
        owner, password = _passwords(place)
        command = [str(program("virtuoso-t")), "+foreground", "+configfile", str(ini)]
        with _process(command, place) as process:
            base = f"http://{HOST}:{port}"
            _wait(f"{base}/sparql?query=ASK%7B%7D", process, place / "output.txt")
            server = Server(
                "virtuoso", f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", USER, password,
                process.pid, place, sql_port, owner,
            )  # fmt: skip
            if is_new:
                isql(replace(server, owner_password="dba"), f"SET PASSWORD dba {owner};")  # what it comes with
                isql(server, _RIGHTS.format(user=USER, password=password))
            yield server


@contextlib.contextmanager
def oxigraph(folder: Path | None = None) -> Iterator[Server]:
    """Run `oxigraph serve` on loopback, with its data on disk; it knows no users.

    Raises:
        AbsentError: if it is not installed.
        TimeoutError: if it does not start.
    """
    _refuse_absent("oxigraph")
    with _own_folder(folder) as place:
        port = _free_port()
        base = f"http://{HOST}:{port}"
        command = [str(program("oxigraph")), "serve", "--location", str(place / "data"), "--bind", f"{HOST}:{port}"]
        with _process(command, place) as process:
            _wait(f"{base}/query?query=ASK%7B%7D", process, place / "output.txt")
            yield Server("oxigraph", f"{base}/query", f"{base}/update", f"{base}/store", "", "", process.pid, place)


SERVERS = {"virtuoso": virtuoso, "oxigraph": oxigraph}
_PROGRAMS = {"virtuoso": ("virtuoso-t", "isql-vt"), "oxigraph": ("oxigraph",)}


def isql(server: Server, commands: str) -> str:
    """Run commands of Virtuoso's own language as its superuser and return what it prints.

    Raises:
        RuntimeError: if one of them fails.
    """
    words = [
        str(program("isql-vt")), f"{HOST}:{server.sql_port}", "dba", server.owner_password, "ERRORS=STDOUT",
        "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF",
    ]  # fmt: skip
    done = subprocess.run(words, input=commands, capture_output=True, text=True, check=False)
    if done.returncode or "*** Error" in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def bulk_load(server: Server, files: Sequence[Path], graph: str) -> None:
    """Load files into a graph by Virtuoso's own bulk loader, one reader a core, and make them last.

    Args:
        server: a Virtuoso; the files lie in its folder or in one of those that it was `allowed`.
        files: N-Triples, N-Quads or Turtle; quads keep their own graphs.
        graph: the graph of files of triples.

    Raises:
        RuntimeError: if a file is refused.
    """
    listed = "".join(f"ld_dir ('{path.resolve().parent}', '{path.name}', '{graph}');\n" for path in files)
    isql(server, listed)
    readers = [subprocess.Popen(_loader(server), stdout=subprocess.DEVNULL) for _ in range(os.cpu_count() or 1)]
    statuses = [reader.wait() for reader in readers]  # of all of them, also where one has failed
    if any(statuses):
        raise RuntimeError("the bulk loader failed")
    isql(server, "checkpoint;")
    refused = isql(server, "SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;").strip()
    if refused:
        raise RuntimeError(refused)


def _loader(server: Server) -> list[str]:
    where = f"{HOST}:{server.sql_port}"
    return [str(program("isql-vt")), where, "dba", server.owner_password, "VERBOSE=OFF", "EXEC=rdf_loader_run ();"]


def install() -> int:
    """Install what is missing and can be installed here; say what is there; return 1 if something is not."""
    if absence("virtuoso"):
        if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
            wanted = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "virtuoso-opensource"]
            subprocess.run(wanted, env=quiet, check=False)
        else:
            print("virtuoso: install the Debian package virtuoso-opensource as root; that cannot be done from here")
    for name in SERVERS:
        print(f"{name}: {absence(name) or 'installed'}")
    return 1 if any(map(absence, SERVERS)) else 0


def _refuse_absent(name: str) -> None:
    if words := absence(name):
        raise AbsentError(words)


@contextlib.contextmanager
def _own_folder(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="kg-server-", ignore_cleanup_errors=True) as made:
        yield Path(made).resolve()


def _passwords(place: Path) -> tuple[str, str]:
    """Return the superuser's and the user's password of a database: made with it, kept beside it for its owner only."""
    kept = place / "passwords.txt"
    if not kept.exists():
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"p{secrets.token_hex(16)}\np{secrets.token_hex(16)}\n")
    owner, password = kept.read_text().split()
    return owner, password


def _free_port() -> int:
    """Return a port that nobody listens at now."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port: int = asked.getsockname()[1]
    return port


@contextlib.contextmanager
def _process(command: list[str], place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, its words in a file beside it; asked to end at the end, and ended if it does not."""
    with (place / "output.txt").open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=place)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    """Wait until an address answers.

    Raises:
        TimeoutError: if the process ends first, or it takes too long.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError(f"the server did not start: {output.read_text(errors='replace')[-2000:]}")


def main() -> int:
    """Run one of the commands; see the module."""
    parser = argparse.ArgumentParser(description="SPARQL servers on loopback, for tests and measurements.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="install what is missing and can be installed here")
    runner = commands.add_parser("run", help="start a server, print its addresses, end it with this process")
    runner.add_argument("name", choices=sorted(SERVERS))
    runner.add_argument("--folder", type=Path, help="where its data lie, to be there the next time too")
    given = parser.parse_args()
    if given.command == "install":
        return install()
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started it in the background
        signal.signal(number, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), SERVERS[given.name](given.folder) as server:
        print(f"export KG_STORE={server.query_url} KG_UPDATE_URL={server.update_url}")
        print(f"export KG_GRAPH_STORE_URL={server.graph_store_url}")
        if server.user:
            print(f"export KG_STORE_USER={server.user} KG_STORE_PASSWORD={server.password}")
        sys.stdout.flush()
        signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
