import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from kg.errors import InputError
from kg.terms import ID
from kg.work.portal.editions.edition import Withdrawn
from kg.work.portal.editions.redirects import README, RULES, files
from kg.work.portal.site import Site

HTTPD = shutil.which("apache2", path=os.environ.get("PATH", "") + ":/usr/sbin")
MODULES = Path("/usr/lib/apache2/modules")
BASE = "https://data.example.org/s/"

WITHDRAWN = (
    Withdrawn(f"{ID}project/gone", {}, 2, "2024-01-01"),
    Withdrawn(f"{ID}project/moved", {}, 2, "2024-01-01", (f"{ID}project/there",)),
    Withdrawn(f"{ID}actor/split", {}, 2, "2024-01-01", (f"{ID}actor/a", f"{ID}actor/b")),
    Withdrawn(f"{ID}actor/out", {}, 2, "2024-01-01", ("http://www.wikidata.org/entity/Q1",)),
    Withdrawn(f"{ID}actor/odd", {}, 2, "2024-01-01", ("https://example.org/%{ENV:PATH}$1",)),
    Withdrawn(f"{ID}actor/x y\nRewriteRule ^ https://evil.example/", {}, 2, "2024-01-01"),
)
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
RDFLIB = "text/turtle,application/rdf+xml;q=0.9,application/n-triples;q=0.8,text/html;q=0.3,*/*;q=0.1"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"


def site(base: str = BASE) -> Site:
    texts = {"sv": "Redaktionen", "en": "The <b>team</b> `x`\nof [data](javascript:x)"}
    publisher = SimpleNamespace(name=texts, iri="http://dataportal.se/organisation/SE2021006883")
    contact = SimpleNamespace(name=texts, email="data@example.org")
    config = SimpleNamespace(base_url=base, publisher=publisher, contact=contact)
    return cast(Site, SimpleNamespace(config=config))


def written(withdrawn: tuple[Withdrawn, ...] = WITHDRAWN, base: str = BASE) -> dict[str, str]:
    return {file.path: b"".join(file.pieces).decode() for file in files(site(base), withdrawn)}


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """Apache with the rules in a folder, as w3id.org has them; yields its port."""
    if HTTPD is None or not (MODULES / "mod_rewrite.so").exists():
        pytest.skip("Apache (Debian's apache2) is not installed")
    with tempfile.TemporaryDirectory(prefix="kg-apache-") as name, socket.socket() as free:
        root = Path(name)
        root.chmod(0o755)
        (root / "samverkan").mkdir()
        (root / "samverkan" / ".htaccess").write_text(written()[RULES])
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        (root / "httpd.conf").write_text(configuration(root, port))
        with subprocess.Popen([HTTPD, "-f", root / "httpd.conf", "-DFOREGROUND"], stderr=subprocess.DEVNULL) as run:
            try:
                wait_for(port, run)
                yield port
            finally:
                run.terminate()


def configuration(root: Path, port: int) -> str:
    modules = ("mpm_event", "authz_core", "rewrite", "headers", "dir")
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules]
    lines += [f"ServerRoot {root}", "ServerName localhost", f"Listen 127.0.0.1:{port}", f"PidFile {root}/pid"]
    lines += [f"ErrorLog {root}/error.log", f"DocumentRoot {root}", "Mutex posixsem"]
    lines += ["User www-data", "Group www-data"] if os.geteuid() == 0 else []
    lines += [f"<Directory {root}>", "AllowOverride FileInfo Options", "Require all granted", "</Directory>", ""]
    return "\n".join(lines)


def wait_for(port: int, run: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if run.poll() is not None:
                pytest.skip("Apache does not start here")
            time.sleep(0.05)
    pytest.skip("Apache does not answer here")


def ask(port: int, path: str, accept: str = "*/*", language: str = "") -> tuple[int, str]:
    """Return the status and where the answer leads, from the publication's top."""
    answer, _ = response(port, path, accept, language)
    return answer.status, (answer.getheader("Location") or "").removeprefix(BASE)


def response(port: int, path: str, accept: str, language: str = "") -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Accept": accept} | ({"Accept-Language": language} if language else {})
    connection.request("GET", f"/samverkan/{path}", headers={key: value for key, value in headers.items() if value})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/*", "html"),
        ("image/png", "html"),
        (CHROME, "html"),
        ("text/html", "html"),
        ("text/turtle", "ttl"),
        ("TEXT/Turtle", "ttl"),
        ("text/turtle;charset=utf-8", "ttl"),
        ("application/x-turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("application/json, text/plain, */*", "jsonld"),
        ("application/rdf+xml", "ttl"),
        (RDFLIB, "ttl"),
        (PROTEGE, "ttl"),
        ("text/html;q=0.5, text/turtle;q=0.9", "ttl"),
        ("text/html;q=0.9, text/turtle;q=0.5", "html"),
        ("text/html;q=0.90, text/turtle;q=0.9", "ttl"),
        ("text/html;q=1.0, text/turtle;q=1", "ttl"),
        ("text/html;q=1, text/turtle;q=1.000", "ttl"),
        ("text/html;q=0.85,text/turtle;q=0.8", "html"),
        ("text/turtle;q=0, */*", "html"),
        ("text/turtle;q=0.0, application/ld+json;q=0.001", "jsonld"),
        ("text/html;q=0, text/turtle;q=0.1", "ttl"),
        ("text/html;q=0, */*;q=0.5, text/turtle;q=0.1", "ttl"),
        ("text/turtle ; q = 0.2 , application/ld+json ; q = 0.3", "jsonld"),
        ("text/turtle;q=0.2;x=1, application/ld+json;v=2;q=0.3", "jsonld"),
        ("application/ld+json, text/turtle", "ttl"),
        ("text/turtle-x", "html"),
        ("x-text/turtle", "html"),
        (",,;;q=", "html"),
    ],
)
def test_the_form_is_what_the_reader_wants_most(server: int, accept: str, ending: str) -> None:
    assert ask(server, "id/project/tre-m", accept) == (303, f"id/project/tre-m.{ending}")


@pytest.mark.parametrize(
    ("language", "ending"),
    [
        ("", "html"),
        ("*", "html"),
        ("sv", "html"),
        ("en", "en.html"),
        ("sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7", "html"),
        ("en-US,en;q=0.9,sv;q=0.8", "en.html"),
        ("de", "en.html"),
        ("de-DE,de;q=0.9,sv;q=0.1", "html"),
        ("en;q=0.5, sv;q=0.5", "html"),
        ("en;q=0", "en.html"),
    ],
)
def test_the_language_is_what_the_reader_wants_most(server: int, language: str, ending: str) -> None:
    assert ask(server, "id/actor/a-b", CHROME, language) == (303, f"id/actor/a-b.{ending}")
    assert ask(server, "id/actor/a-b", "text/turtle", language) == (303, "id/actor/a-b.ttl")


@pytest.mark.parametrize(
    ("path", "page", "turtle", "jsonld", "rdfxml"),
    [
        ("", "302 index.html", "302 index.html", "302 index.html", "302 index.html"),
        ("ns", "302 ns.html", "302 ns.ttl", "302 ns.jsonld", "302 ns.rdf"),
        ("catalog", "302 index.html", "302 catalog.ttl", "302 catalog.jsonld", "302 catalog.rdf"),
        ("ns/1.2.0", *["302 ns/1.2.0.ttl"] * 4),
        ("ns/1.2.0.ttl", *["302 ns/1.2.0.ttl"] * 4),
        ("shapes/article-49", *["302 shapes/article-49.ttl"] * 4),
        ("id/place/lulea", *(f"303 id/place/lulea.{end}" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("graph/entry/tre-m", *(f"303 id/project/tre-m.{end}" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("graph/codes", *["303 data/samverkan.trig"] * 4),
        ("graph/register/organisations", *["303 data/samverkan.trig"] * 4),
        ("codes/role", *(f"303 codes/role.{end}" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("codes/role/owner", *(f"303 codes/role.{end}#owner" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("codes/unit/D1", *(f"303 codes/unit.{end}#D1" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("shapes", *(f"302 shapes.{end}" for end in ("html", "ttl", "ttl", "ttl"))),
        ("queries", *(f"302 queries.{end}" for end in ("html", "ttl", "ttl", "ttl"))),
        ("queries/who-is-there", *(f"303 queries.{end}#who-is-there" for end in ("html", "ttl", "ttl", "ttl"))),
        ("context", *["302 context.jsonld"] * 4),
        ("context.jsonld", *["302 context.jsonld"] * 4),
        ("context/1.2.0", *["302 context/1.2.0.jsonld"] * 4),
        ("context/1.2.0.jsonld", *["302 context/1.2.0.jsonld"] * 4),
        ("changes/12", *(f"303 changes/12.{end}" for end in ("html", "ttl", "ttl", "ttl"))),
        ("changes/12/added.nt", *["302 changes/12/added.nt"] * 4),
        ("changes", *["302 changes.html"] * 4),
        ("id/project/tre-m.ttl", *["302 id/project/tre-m.ttl"] * 4),
        ("id/project/gone.en.html", *["302 id/project/gone.en.html"] * 4),
        (".well-known/void", *["302 .well-known/void"] * 4),
        ("SHA256SUMS", *["302 SHA256SUMS"] * 4),
        ("id/project/gone", *["410 "] * 4),
        ("id/project/gone/", *["410 "] * 4),
        ("graph/entry/gone", *["410 "] * 4),
        ("id/actor/split", *["410 "] * 4),
        ("id/actor/odd", *["410 "] * 4),
        ("id/project/moved", *[f"301 {ID}project/there"] * 4),
        ("id/actor/out", *["301 http://www.wikidata.org/entity/Q1"] * 4),
        ("id/project/gone-too", *(f"303 id/project/gone-too.{end}" for end in ("html", "ttl", "jsonld", "ttl"))),
        ("id/project/ABC", *["404 "] * 4),
        ("id/project/a%0d%0aX:%20y", *["404 "] * 4),
        ("id/project/..%2f..%2fetc/passwd", *["404 "] * 4),
        ("id/project/%3Cscript%3E", *["404 "] * 4),
        ("id/project/$1", *["404 "] * 4),
        ("https://evil.example/x.html", *["404 "] * 4),
        ("nothing", *["404 "] * 4),
    ],
)  # fmt: skip
def test_each_name_leads_to_its_file(server: int, path: str, page: str, turtle: str, jsonld: str, rdfxml: str) -> None:
    accepts = (CHROME, "text/turtle", "application/ld+json", "application/rdf+xml")
    found = ["{} {}".format(*ask(server, path, accept)) for accept in accepts]
    assert found == [page, turtle, jsonld, rdfxml]


def test_a_question_is_there_as_sparql(server: int) -> None:
    assert ask(server, "queries/who", "application/sparql-query") == (302, "queries/who.rq")


def test_an_answer_says_what_it_hangs_on_and_may_be_read_from_anywhere(server: int) -> None:
    answer, _ = response(server, "context", "application/ld+json")
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
    assert {"Accept", "Accept-Language"} <= set(re.split(r",\s*", answer.getheader("Vary") or ""))


def test_what_is_gone_says_where_to_read_more(server: int) -> None:
    answer, body = response(server, "id/project/gone", CHROME)
    assert answer.status == 410
    assert f"<a href='{BASE}withdrawn.html'>".encode() in body
    assert f"<a href='{BASE}withdrawn.en.html'>".encode() in body


def test_a_name_or_goal_that_is_not_plain_comes_into_no_rule() -> None:
    rules = written()[RULES]
    assert "evil" not in rules
    assert "%{ENV:PATH}" not in rules


def test_the_rules_are_the_same_each_time_and_name_no_address_but_ours() -> None:
    assert written() == written()
    found = set(re.findall(r"https?://[a-z0-9.]+", written(())[RULES]))
    assert found == {"https://w3id.org", "https://data.example.org"}


@pytest.mark.parametrize(
    "base",
    ["https://a b/", "https://a/$1/", "https://a/%{ENV:X}/", 'https://a/"/', "https://a", "ftp://a/", "https://a/\n/",
     "https://a/?x=/"],
)  # fmt: skip
def test_an_address_that_cannot_stand_in_a_rule_is_refused(base: str) -> None:
    with pytest.raises(InputError, match=r"w3id\.org is to lead to"):
        written((), base)


def test_the_folder_tells_who_publishes_and_whom_to_ask() -> None:
    said = written()[README]
    assert "SE2021006883" in said
    assert "data@example.org" in said
    assert "<" not in said.replace("<a ", "")
    assert "](" not in said
