"""A server that misbehaves: one clear error, never a wrong answer, and no password to whoever it is not for."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from kg.disk.remote.address import Credentials, Server, credentials
from kg.disk.remote.client import LONGEST_WAIT, TRIES, Client
from kg.disk.remote.counting import counted
from kg.disk.remote.protocol import Endpoint
from kg.errors import InputError, ParseError, RemoteError, RowLimitError, StoreError

JSON = "application/sparql-results+json"
QUERY = "SELECT ?x WHERE { ?x ?y ?z }"


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, in turn; the last answer again and again."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        fake: Fake = self.server.fake  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fake.asked.append({name: values[-1] for name, values in parse_qs(body).items()})
        fake.headers.append(dict(self.headers))
        answer = fake.answers.pop(0) if len(fake.answers) > 1 else fake.answers[0]
        self.close_connection = True
        answer(self)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def whole(self, status: int, body: bytes, kind: str = JSON, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")  # so that no request meets a connection that is closing
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


Answering = Callable[[Handler], None]


class Fake:
    """A server on loopback."""

    def __init__(self, *answers: Answering) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.fake = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/sparql"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.05,))
        self.thread.start()

    def endpoint(self, seconds: float = 5, total: float | None = None, most: int | None = None) -> Endpoint:
        return Endpoint(Server(self.url, self.url), Client(seconds, total=total, most=most))

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


Starter = Callable[..., Fake]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Starter]:
    """Start servers that answer as they are told; nobody has a password, and nobody waits between two tries."""
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    running: list[Fake] = []

    def start(*answers: Answering) -> Fake:
        running.append(Fake(*answers))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between tries, without waiting."""
    found: list[float] = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", found.append)
    return found


def document(*values: str) -> bytes:
    rows = [{"x": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


def says(*values: str) -> Answering:
    return lambda handler: handler.whole(200, document(*values))


def status(code: int, body: bytes = b"busy", kind: str = "text/plain", **headers: str) -> Answering:
    return lambda handler: handler.whole(code, body, kind, None, **headers)


def drop(handler: Handler) -> None:
    handler.connection.close()


def read(endpoint: Endpoint, query: str = QUERY) -> list[str]:
    return [str(row[0]) for row in endpoint.rows(query, "http://graph")]


@pytest.mark.parametrize("code", [429, 502, 503])
def test_a_busy_server_is_asked_again(code: int, fake: Starter, waits: list[float]) -> None:
    server = fake(status(code), status(code), says("a"))
    assert read(server.endpoint()) == ['"a"']
    assert [asked["query"] for asked in server.asked] == [QUERY] * 3
    assert waits


def test_what_the_server_asks_for_is_waited_but_not_for_ever(fake: Starter, waits: list[float]) -> None:
    assert read(fake(status(503, Retry_After="3"), status(429, Retry_After="86400"), says("a")).endpoint()) == ['"a"']
    assert waits == [3, LONGEST_WAIT]


def test_a_server_that_stays_busy_is_given_up(fake: Starter, waits: list[float]) -> None:
    server = fake(status(503))
    with pytest.raises(RemoteError, match="too busy"):
        read(server.endpoint())
    assert len(server.asked) == TRIES + 1
    assert max(waits) <= LONGEST_WAIT


def test_a_connection_that_drops_is_made_again(fake: Starter, waits: list[float]) -> None:
    assert read(fake(drop, drop, says("a")).endpoint()) == ['"a"']
    assert waits


def test_nobody_answers(fake: Starter, waits: list[float]) -> None:
    server = fake(says("a"))
    server.close()
    with pytest.raises(RemoteError, match="no SPARQL server answers"):
        read(server.endpoint())
    server.close = lambda: None  # type: ignore[method-assign]
    assert waits


def test_a_server_that_is_slow_is_not_asked_again(fake: Starter) -> None:
    server = fake(lambda _: time.sleep(1.5))
    with pytest.raises(RemoteError, match="took too long"):
        read(server.endpoint(seconds=0.3))
    assert len(server.asked) == 1


def trickle(handler: Handler) -> None:
    """Go on for ever, a little at a time."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        handler.wfile.write(b'{"head":{"vars":["x"]},"results":{"bindings":[')
        while True:
            handler.wfile.write(b'{"x":{"type":"literal","value":"' + b"a" * 4000 + b'"}},')
            time.sleep(0.002)
    except OSError:
        pass


def test_an_answer_without_end_is_ended_by_time(fake: Starter) -> None:
    with pytest.raises(RemoteError, match="took too long"):
        read(fake(trickle).endpoint(total=0.5))


def test_an_answer_without_end_is_ended_by_size(fake: Starter) -> None:
    with pytest.raises(RemoteError, match="more than is read"):
        read(fake(trickle).endpoint(most=100_000))


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler: handler.whole(200, document("a", "b")[:-20], length=len(document("a", "b"))),
        lambda handler: handler.whole(200, document("a", "b")[:-20]),
        lambda handler: handler.whole(200, b"{nonsense"),
        lambda handler: handler.whole(200, b""),
        lambda handler: handler.whole(200, b"<a/>", "application/sparql-results+xml"),
        lambda handler: handler.whole(200, b"\xff\xfe\x00", "application/sparql-results+json"),
    ],
    ids=["shorter than told", "cut", "nonsense", "empty", "another document", "no text"],
)
def test_a_broken_answer(answer: Answering, fake: Starter) -> None:
    with pytest.raises(RemoteError, match="cut off"):
        read(fake(answer).endpoint())


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (status(200, b"<html>Welcome</html>", "text/html"), RemoteError, "text/html"),
        (status(200, document(), ""), RemoteError, "nothing"),
        (status(404), RemoteError, "no SPARQL endpoint"),
        (status(401), RemoteError, "does not let you in"),
        (status(403), RemoteError, "does not let you in"),
        (status(400, b"syntax error at 'x'\n\nSPARQL query:\nSELECT"), ParseError, "syntax error at 'x'$"),
        (status(400, b"<html>no</html>", "text/html"), ParseError, "does not take the query"),
        (status(500, b"out of memory\n" * 1000), RemoteError, "failed \\(500\\): out of memory"),
    ],
)
def test_an_answer_that_is_none(answer: Answering, kind: type[Exception], words: str, fake: Starter) -> None:
    with pytest.raises(kind, match=words) as caught:
        read(fake(answer).endpoint())
    assert len(str(caught.value)) < 450


def test_nobody_is_followed_elsewhere(fake: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "secret-word")
    other = fake(says("a"))
    server = fake(status(307, b"", Location=f"{other.url}?key=hidden"))
    with pytest.raises(RemoteError, match=f"sends on to {other.url};"):
        read(server.endpoint())
    assert other.asked == []


def challenge(scheme: str) -> Answering:
    return status(401, b"", WWW_Authenticate=scheme)


def test_a_password_is_sent_when_it_is_asked_for_only(fake: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "å:secret")
    server = fake(challenge('Basic realm="x"'), says("a"))
    endpoint = server.endpoint()
    assert read(endpoint) == read(endpoint) == ['"a"']
    sent = [headers.get("Authorization", "") for headers in server.headers]
    assert sent[0] == ""
    assert base64.b64decode(sent[1].removeprefix("Basic ")).decode() == "ann:å:secret"
    assert sent[2] == sent[1]


def test_a_digest_does_not_show_the_password(fake: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ann")
    monkeypatch.setenv("KG_STORE_PASSWORD", "secret")
    server = fake(challenge('Digest realm="x", nonce="1", qop="auth", algorithm="MD5"'), says("a"))
    assert read(server.endpoint()) == ['"a"']
    sent = server.headers[1]["Authorization"]
    assert sent.startswith('Digest username="ann"')
    assert "secret" not in sent


def test_rows_that_a_server_leaves_out_are_missed(fake: Starter) -> None:
    def answer(handler: Handler) -> None:
        if "COUNT" in handler.server.fake.asked[-1]["query"]:  # type: ignore[attr-defined]
            number = {"type": "literal", "value": "300", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
            body = {"head": {"vars": ["rows"]}, "results": {"bindings": [{"rows": number}]}}
            handler.whole(200, json.dumps(body).encode())
        else:
            handler.whole(200, document(*map(str, range(150))))

    server = fake(answer)
    with pytest.raises(RowLimitError, match="gave 150 rows and left the rest out: there are 300 rows"):
        read(server.endpoint())
    assert len(read(server.endpoint(), f"{QUERY} LIMIT 150")) == 150
    with pytest.raises(RowLimitError):
        list(server.endpoint().query(QUERY, "http://graph"))  # type: ignore[arg-type]


def test_a_limit_that_the_server_tells_is_believed(fake: Starter) -> None:
    server = fake(lambda handler: handler.whole(200, document("a", "b"), X_SPARQL_MaxRows="2"))
    with pytest.raises(RowLimitError, match="gave 2 rows and left the rest out: there are more"):
        read(server.endpoint())


def test_values_are_spelled_as_the_embedded_store_spells_them(fake: Starter) -> None:
    boolean = {"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"}
    cells = [{"type": "typed-literal", **boolean}, {"type": "literal", "value": " å\n", "xml:lang": "SV"}]
    body = {"head": {"vars": ["x", "y"]}, "results": {"bindings": [{"x": cell} for cell in cells]}}
    answer = fake(lambda handler: handler.whole(200, json.dumps(body).encode())).endpoint().query(QUERY, "http://g")
    assert isinstance(answer, ox.QuerySolutions)
    assert [str(row["x"]) for row in answer] == ['"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', '" å\\n"@sv']


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o }",
        "# SELECT\nPREFIX a: <http://select#SELECT> SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p # the end",
        "SELECT ?s { ?s ?p ?o } VALUES ?o { 1 2 }",
    ],
)
def test_rows_are_counted_by_the_same_query(query: str) -> None:
    store = ox.Store()
    store.load("".join(f"<a:{n}> <p:{n % 2}> {n} .\n" for n in range(5)).encode(), format=ox.RdfFormat.TURTLE)
    rows = len(list(store.query(query)))  # type: ignore[arg-type]
    [[number]] = store.query(counted(query))  # type: ignore[misc]
    assert int(number.value) == rows > 0


SECRET = "hunter2"


@pytest.mark.parametrize(
    "url",
    [f"http://ann:{SECRET}@host/sparql", f"http://{SECRET}@host/sparql", "http:///sparql", "http://host:99999/x",
     "http://host/a b", "ftp://host/x", "http://host/x#y", "http://[::1/x"],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(InputError) as caught:
        Server.of(url)
    assert SECRET not in caught.value.en + caught.value.sv


def test_a_file_of_passwords(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "samverkan" / "credentials"
    monkeypatch.delenv("KG_STORE_CREDENTIALS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert credentials("http://host/sparql") is None
    path.parent.mkdir()
    path.write_text(f"machine host login ann password {SECRET}\nmachine host:81 login bo password other\n")
    path.chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        credentials("http://host/sparql")
    path.chmod(0o600)
    assert credentials("http://host/sparql") == Credentials("ann", SECRET)
    assert credentials("http://host:81/sparql") == Credentials("bo", "other")
    assert credentials("http://elsewhere/sparql") is None
    assert SECRET not in repr(Credentials("ann", SECRET))
    path.write_text(f"server host {SECRET}\n")
    with pytest.raises(StoreError) as caught:
        credentials("http://host/sparql")
    assert SECRET not in caught.value.en + caught.value.sv
