"""Which server: its addresses, and who asks. A password stands in the environment or in a file, nowhere else."""

import hashlib
import netrc
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import InputError, StoreError

CREDENTIALS = "samverkan/credentials"  # under the user's folder of settings


@dataclass(frozen=True)
class Server:
    """A SPARQL server.

    Args:
        query_url: where queries go.
        update_url: where updates go; only for loading.
        graph_store_url: where whole graphs go (SPARQL 1.1 Graph Store Protocol); loading is faster with it.
    """

    query_url: str
    update_url: str = ""
    graph_store_url: str = ""

    @classmethod
    def of(cls, query_url: str, update_url: str | None = None, graph_store_url: str | None = None) -> "Server":
        """Return the server at some addresses; those that are not given come from KG_UPDATE_URL, KG_GRAPH_STORE_URL.

        Raises:
            InputError: for an address that is none, or one that holds a user name or password, which is not shown.
        """
        update_url = update_url or os.environ.get("KG_UPDATE_URL", "")
        graph_store_url = graph_store_url or os.environ.get("KG_GRAPH_STORE_URL", "")
        for url in filter(None, (query_url, update_url, graph_store_url)):
            _refuse_bad(url)
        return cls(query_url, update_url, graph_store_url)

    @property
    def name(self) -> str:
        """A short name for folders, the same for the same address."""
        return hashlib.sha256(self.query_url.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Credentials:
    """A user and a password; the password is not shown."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Return the user only."""
        return f"Credentials({self.user!r})"


def is_address(store: str) -> bool:
    """Tell whether a store is named by an address and not by a folder."""
    return store.startswith(("http://", "https://"))


def credentials(url: str) -> Credentials | None:
    """Return who asks at an address: KG_STORE_USER and KG_STORE_PASSWORD, else what a file says of its host.

    The file is the one that KG_STORE_CREDENTIALS names, else samverkan/credentials under ~/.config. It is written as
    curl and others read it: `machine HOST login USER password PASSWORD`; HOST may end in a port.

    Raises:
        StoreError: if the file cannot be read, or others on this machine can read it.
    """
    user, password = os.environ.get("KG_STORE_USER"), os.environ.get("KG_STORE_PASSWORD")
    if user and password is not None:
        return Credentials(user, password)
    named = os.environ.get("KG_STORE_CREDENTIALS")
    settings = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    path = Path(named) if named else Path(settings) / CREDENTIALS
    if not named and not path.is_file():
        return None
    known = _read(path)
    parts = urlsplit(url)
    found = known.hosts.get(parts.netloc) or known.hosts.get(parts.hostname or "")
    return Credentials(found[0] or "", found[2] or "") if found else None


def _read(path: Path) -> netrc.netrc:
    """Return what a file says, if it is a file for its owner only."""
    try:
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise StoreError(
                f"{path}: others on this machine can read the passwords in it; mend it with: chmod 600 {path}",
                f"{path}: andra på datorn kan läsa lösenorden i den; rätta det med: chmod 600 {path}",
            )
        return netrc.netrc(path)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read: {error.strerror}", f"{path}: går inte att läsa: {error.strerror}"
        ) from None
    except (netrc.NetrcParseError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 1  # the words of the error could show a password
        raise StoreError(
            f"{path}:{line}: write each server as: machine HOST login USER password PASSWORD",
            f"{path}:{line}: skriv varje server som: machine VÄRD login ANVÄNDARE password LÖSENORD",
        ) from None


def _refuse_bad(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if "@" in parts.netloc:
        raise InputError(
            "the address of the server holds a user name or a password; take it out and set KG_STORE_USER and "
            "KG_STORE_PASSWORD, or write them in a file",
            "serverns adress innehåller ett användarnamn eller lösenord; ta bort det och sätt KG_STORE_USER och "
            "KG_STORE_PASSWORD, eller skriv dem i en fil",
        )
    is_whole = parts.scheme in ("http", "https") and parts.hostname and (port is None or 0 < port < 65536)
    if not is_whole or not url.isascii() or not url.isprintable() or " " in url or parts.fragment:
        raise InputError(
            f"{url!r} is not the address of a server; write for instance http://localhost:8890/sparql",
            f"{url!r} är ingen adress till en server; skriv till exempel http://localhost:8890/sparql",
        )
