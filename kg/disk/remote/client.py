"""HTTP to a SPARQL server: connections kept, time-outs, retries with back-off, answers read piece by piece.

Everything that is sent may be sent twice: queries change nothing, and the statements of an update are a set.
"""

import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.disk.remote.address import credentials
from kg.errors import ParseError, RemoteError

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 600.0  # until the first byte, and between two
TRIES = 5
LONGEST_WAIT = 60  # seconds between two tries, whatever the server asks for
BUSY = (429, 502, 503)
MAX_WORDS = 300  # characters of a server's own words that are told

_TAG = re.compile(r"<[^<>]*>")

Fields = Mapping[str, str | tuple[str, ...]]  # a name with several values stands several times


class Client:
    """One caller of a server.

    Args:
        seconds: how long an answer may let wait for its first byte or the next one.
        total: how long a whole answer may take, in seconds; no limit if not given.
        most: the most bytes of an answer.
    """

    def __init__(self, seconds: float = ANSWER_SECONDS, *, total: float | None = None, most: int | None = None) -> None:
        self._seconds = seconds
        self._total = total
        self._most = most
        self._sessions: dict[str, requests.Session] = {}

    def post(
        self, url: str, body: Fields | bytes, headers: Mapping[str, str], parameters: Mapping[str, str] | None = None
    ) -> "Reply":
        """Send something and return the answer, its body still to be read.

        Raises:
            RemoteError: if there is no answer, or it is not the one that was asked for.
            ParseError: if the server says that it is not SPARQL.
        """
        import requests
        from requests.auth import HTTPBasicAuth

        session = self._session(url)
        end = time.monotonic() + self._total if self._total else None
        wait = (CONNECT_SECONDS, min(self._seconds, self._total or self._seconds))

        def send() -> "requests.Response":
            return session.post(url, data=body, params=parameters, headers=headers, timeout=wait, stream=True,
                                allow_redirects=False)  # fmt: skip

        try:
            response = send()
            asks = response.headers.get("WWW-Authenticate", "").lower()
            if response.status_code == 401 and session.auth and "basic" in asks and "digest" not in asks:
                who = credentials(url)
                if who and not isinstance(session.auth, HTTPBasicAuth):
                    response.close()
                    session.auth = HTTPBasicAuth(who.user.encode(), who.password.encode())
                    response = send()
        except requests.RequestException as error:
            raise _unreachable(url, error) from None
        if response.status_code >= 300:
            raise _refused(url, response, Reply(response, url, end, 1 << 16))
        return Reply(response, url, end, self._most)

    def close(self) -> None:
        """Let go of the connections."""
        for session in self._sessions.values():
            session.close()

    def _session(self, url: str) -> "requests.Session":
        """Return the session with an address's host; what one host knows of us no other gets to see."""
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._sessions:
            self._sessions[key] = _new_session(url)
        return self._sessions[key]


class Reply:
    """An answer's body, read piece by piece; it can be read where a file can.

    Args:
        end: when it must have come whole, on the monotonic clock.
        most: the most bytes.
    """

    def __init__(self, response: "requests.Response", url: str, end: float | None, most: int | None) -> None:
        self._response = response
        self._url = url
        self._end = end
        self._left = most
        self._held = b""

    @property
    def media_type(self) -> str:
        """What the server says that the body is, without parameters."""
        return self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers, their names in any case."""
        return self._response.headers

    def read(self, size: int = 1 << 16, /) -> bytes:
        """Return the next bytes, at most so many; none at the end.

        Raises:
            RemoteError: if the body was cut off, took too long or is too long.
        """
        import urllib3

        if not self._held:
            try:
                self._held = self._response.raw.read1(1 << 16, decode_content=True)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise _cut(self._url, error) from None
            if self._end is not None and time.monotonic() > self._end:
                raise too_slow(self._url)
            if self._left is not None:
                self._left -= len(self._held)
                if self._left < 0:
                    raise RemoteError(
                        f"{host(self._url)} answers with more than is read; make the query narrower",
                        f"{host(self._url)} svarar med mer än som läses; gör frågan snävare",
                    )
        data, self._held = self._held[:size], self._held[size:]
        return data

    def whole(self) -> bytes:
        """Return all that is left."""
        parts = []
        while part := self.read():
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        """Let go of the answer; read or not."""
        self._response.close()


def host(url: str) -> str:
    """Return the part of an address that is shown: without a query, which may hold anything."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def too_slow(url: str) -> RemoteError:
    """Return the error of an answer that takes too long."""
    return RemoteError(
        f"{host(url)} took too long to answer; ask for less, or allow more time",
        f"{host(url)} tog för lång tid på sig att svara; fråga efter mindre, eller tillåt mer tid",
    )


def _new_session(url: str) -> "requests.Session":
    """Return a session that reads no files of its own and knows the proxies of the environment."""
    import os

    import requests
    from requests.adapters import HTTPAdapter
    from requests.auth import HTTPDigestAuth
    from requests.utils import get_environ_proxies

    session = requests.Session()
    session.trust_env = False
    session.proxies.update(get_environ_proxies(url))
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
    session.headers["User-Agent"] = "samverkan"
    adapter = HTTPAdapter(max_retries=_retries())
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    if who := credentials(url):
        session.auth = HTTPDigestAuth(who.user, who.password)  # sends nothing until it is asked to
    return session


def _retries() -> Any:
    """Return how often and after what waits something is sent again: never where the server was only slow."""
    import urllib3
    from urllib3.exceptions import ReadTimeoutError

    class Retries(urllib3.Retry):
        """Retries on a busy server and on connections that drop, not on a time-out."""

        def increment(self, *args: Any, **named: Any) -> "Retries":
            error = named.get("error") or (args[3] if len(args) > 3 else None)
            if isinstance(error, ReadTimeoutError):
                raise error
            return super().increment(*args, **named)

    return Retries(
        total=TRIES, redirect=0, status_forcelist=BUSY, allowed_methods=None, raise_on_status=False,
        backoff_factor=0.5, backoff_jitter=0.5, backoff_max=LONGEST_WAIT, retry_after_max=LONGEST_WAIT,
    )  # fmt: skip


def _unreachable(url: str, error: Exception) -> RemoteError:
    import requests

    if isinstance(error, requests.ReadTimeout) or "Read timed out" in str(error):
        return too_slow(url)
    if isinstance(error, requests.exceptions.SSLError):
        return RemoteError(
            f"{host(url)}: its certificate is not trusted here; name the authority's file in SSL_CERT_FILE",
            f"{host(url)}: certifikatet är inte betrott här; ange utfärdarens fil i SSL_CERT_FILE",
        )
    return RemoteError(
        f"no SPARQL server answers at {host(url)}; is it running, and is the address right?",
        f"ingen SPARQL-server svarar på {host(url)}; är den i gång, och stämmer adressen?",
    )


def _cut(url: str, error: Exception) -> RemoteError:
    if "timed out" in str(error):
        return too_slow(url)
    return RemoteError(
        f"the answer of {host(url)} was cut off; try again", f"svaret från {host(url)} blev avbrutet; försök igen"
    )


def _refused(url: str, response: "requests.Response", reply: Reply) -> RemoteError | ParseError:
    """Return the error that an answer with a bad status means."""
    status = response.status_code
    words = _words(reply)
    response.close()
    place = host(url)
    if 300 <= status < 400:
        to = host(response.headers.get("Location", "?"))
        return RemoteError(f"{place} sends on to {to}; if that is right, give that address",
                           f"{place} hänvisar till {to}; om det stämmer, ange den adressen")  # fmt: skip
    if status in (401, 403):
        return RemoteError(
            f"{place} does not let you in ({status}); set KG_STORE_USER and KG_STORE_PASSWORD, and check their rights",
            f"{place} släpper inte in ({status}); sätt KG_STORE_USER och KG_STORE_PASSWORD, och se över rättigheterna",
        )
    if status in (404, 405):
        return RemoteError(f"{place} is no SPARQL endpoint ({status}); check the path",
                           f"{place} är ingen SPARQL-adress ({status}); kontrollera sökvägen")  # fmt: skip
    if status in BUSY:
        return RemoteError(f"{place} is too busy ({status}); try again later",
                           f"{place} är upptagen ({status}); försök igen senare")  # fmt: skip
    if status == 400:
        return ParseError(f"{place} does not take the query: {words}", f"{place} tar inte emot frågan: {words}")
    return RemoteError(f"{place} failed ({status}): {words}", f"{place} misslyckades ({status}): {words}")


def _words(reply: Reply) -> str:
    """Return what the server says of its refusal, on one line; of a web page its text."""
    try:
        text = reply.read(1 << 14).decode(errors="replace")
    except RemoteError:
        return ""
    if "html" in reply.media_type or text.lstrip()[:1] == "<":
        text = _TAG.sub(" ", text)
    text = " ".join(text.partition("\n\nSPARQL query:")[0].split())
    return text if len(text) <= MAX_WORDS else text[:MAX_WORDS] + " …"
