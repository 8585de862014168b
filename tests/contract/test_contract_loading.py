"""Loading into a server: whole or not at all, resumed where it stood, one at a time; the version before stays."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import servers
from kg_help import iri, store_of, triples

from kg.disk.remote import loading, lock, versions
from kg.disk.remote.address import Server
from kg.disk.remote.graph import RemoteGraph
from kg.disk.remote.layout import HOLDER, LOCK, VERSIONS
from kg.disk.remote.loading import load
from kg.disk.remote.protocol import Endpoint
from kg.disk.remote.source import Source
from kg.disk.version import Version
from kg.errors import RemoteError, StoreError

pytest_plugins = ["kg_conftest", "servers_conftest"]

ROOT = Path(__file__).resolve().parents[2]
ONE = 'project:a a sam:Project ; dcterms:title "Alfa"@sv .'
TWO = 'project:b a sam:Project ; dcterms:title "Beta"@sv .'
LITERALS = r"""
project:x sam:start "2019"^^xsd:gYear ; sam:end "2019-05"^^xsd:gYearMonth ; dcterms:date "0001-01-01"^^xsd:date ;
  sam:amount 0 , -5 , 123456789012345678 ; sam:rate 0.1 , 1.5 , 123456789.123456789 ; sam:derived true , false ;
  dcterms:title "" , " a  b " , "å–\U0001F600" , "é" , "e\u0301" , "x\ny\r\tz\"q\\" , "]]>" , "<b>&amp;" , "%20{x}" ,
    "abc"@sv , "abc"@en , "abc"@zh-hans , "2019" , "true" , "5" ;
  sam:refersTo <http://example.org/a?b=c&d=%C3%A5#e> , <http://example.org/å> .
"""


class Failing(Endpoint):
    """A server that is gone after some updates."""

    def __init__(self, server: Server, left: int) -> None:
        super().__init__(server)
        self.left = left

    def update(self, text: str) -> None:
        if text.startswith("INSERT DATA {\n"):
            self.left -= 1
            if self.left < 0:
                raise RemoteError("gone", "borta")
        super().update(text)


class Losing(Endpoint):
    """A server that forgets what it is given."""

    def update(self, text: str) -> None:
        if "Beta" not in text or VERSIONS in text:
            super().update(text)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, started: Callable[[str, str], servers.Server]) -> Server:
    """Each server in turn, of its own for these tests, without anything of ours."""
    found = started(request.param, "loading")
    address = Server(found.query_url, found.update_url, found.graph_store_url)
    endpoint = Endpoint(address)
    for digest in versions.known(endpoint):
        versions.drop(endpoint, digest)
    endpoint.update(f"DROP SILENT GRAPH <{VERSIONS}>")
    return address


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send little at a time, and note each time how far the load has come."""
    monkeypatch.setattr(loading, "IN_ONE_UPDATE", 2)
    monkeypatch.setattr(loading, "NOTED", 0.0)


def source(store: ox.Store, name: str = "v") -> Source:
    return Source(store, Version(Path(name), 1.0, len(store), 0, ""))


def stated(graph: RemoteGraph) -> set[ox.Triple]:
    return {quad.triple for quad in graph.quads_for_pattern(None, None, None, None)}


@pytest.mark.parametrize("ways", ["both", "update only"])
def test_what_is_loaded_is_what_is_read(ways: str, server: Server) -> None:
    address = server if ways == "both" else Server(server.query_url, server.update_url)
    store = store_of(LITERALS)
    load(Endpoint(address), source(store))
    assert stated(RemoteGraph.open(address)) == set(triples(LITERALS))
    assert {quad.triple for quad in RemoteGraph.open(address).whole()} == set(triples(LITERALS))
    remote = RemoteGraph.open(address)
    for triple in triples(LITERALS):
        for subject in (triple.subject, None):
            found = remote.quads_for_pattern(subject, None, triple.object)
            assert {quad.triple for quad in found} == {t for t in triples(LITERALS) if t.object == triple.object}


def test_versions_follow_each_other(server: Server) -> None:
    endpoint = Endpoint(server)
    with pytest.raises(StoreError, match="holds no graph of ours"):
        RemoteGraph.open(server)
    first = load(endpoint, source(store_of(ONE))).version
    before = RemoteGraph.open(server)
    second = load(endpoint, source(store_of(TWO))).version
    assert stated(RemoteGraph.open(server)) == set(triples(TWO))
    assert stated(before) == set(triples(ONE))  # who reads it goes on reading it
    third = load(endpoint, source(store_of(ONE + TWO))).version
    assert versions.switched(endpoint) == [third.digest, second.digest]
    assert endpoint.count("?s ?p ?o", first.union) == 0
    again = load(endpoint, source(store_of(TWO)))
    assert (again.version.digest, again.sent) == (second.digest, 0)
    assert stated(RemoteGraph.open(server)) == set(triples(TWO))


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("left", range(1, 12, 3))
def test_a_load_that_fails_is_resumed(left: int, server: Server) -> None:
    load(Endpoint(server), source(store_of(ONE)))
    new = source(store_of(LITERALS + ONE + TWO))
    with pytest.raises(RemoteError, match="gone"):
        load(Failing(Server(server.query_url, server.update_url), left), new)
    assert stated(RemoteGraph.open(server)) == set(triples(ONE))
    done = load(Endpoint(server), new)
    assert done.sent < done.total
    assert stated(RemoteGraph.open(server)) == set(triples(LITERALS + ONE + TWO))


@pytest.mark.usefixtures("often")
def test_a_load_that_failed_leaves_nothing_once_another_is_whole(server: Server) -> None:
    endpoint = Endpoint(server)
    with pytest.raises(RemoteError, match="gone"):
        load(Failing(Server(server.query_url, server.update_url), 9), source(store_of(LITERALS)))
    load(endpoint, source(store_of(ONE)))
    assert versions.known(endpoint) == versions.switched(endpoint)
    assert endpoint.count(f"GRAPH ?g {{ ?s {iri('sam:rate')} ?o }}") == 0


KILLED = """
import sys, time
from kg_help import iri, store_of
from kg.disk.remote import loading
from kg.disk.remote.address import Server
from kg.disk.remote.protocol import Endpoint
from kg.disk.remote.source import Source
from kg.disk.version import Version
from pathlib import Path
loading.IN_ONE_UPDATE, loading.NOTED = 2, 0.0
store = store_of(sys.argv[3])
def tell(done, total):
    print(done, flush=True)
    if done >= 20:
        time.sleep(600)
loading.load(Endpoint(Server(*sys.argv[1:3])), Source(store, Version(Path("v"), 1.0, len(store), 0, "")), tell)
"""


@pytest.mark.usefixtures("often")
def test_a_load_that_is_killed_is_resumed(server: Server) -> None:
    load(Endpoint(server), source(store_of(ONE)))
    words = [sys.executable, "-c", KILLED, server.query_url, server.update_url, LITERALS]
    places = {"PYTHONPATH": ":".join(str(path) for path in (ROOT, ROOT / "tests"))}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ | places) as loader:
        assert loader.stdout
        while int(loader.stdout.readline()) < 20:
            with pytest.raises(StoreError, match="another load is at work"):
                load(Endpoint(server), source(store_of(TWO)))
        loader.kill()
    assert stated(RemoteGraph.open(server)) == set(triples(ONE))
    done = load(Endpoint(server), source(store_of(LITERALS)))
    assert done.sent <= done.total - 18
    assert stated(RemoteGraph.open(server)) == set(triples(LITERALS))


def test_what_a_server_loses_is_missed(server: Server) -> None:
    load(Endpoint(server), source(store_of(ONE)))
    new = source(store_of(TWO))
    with pytest.raises(RemoteError, match="0 and 0 statements of 2 that were sent"):
        load(Losing(Server(server.query_url, server.update_url)), new)
    assert stated(RemoteGraph.open(server)) == set(triples(ONE))
    assert load(Endpoint(server), new).sent == new.total


def test_values_that_a_server_takes_for_one_are_missed(server: Server) -> None:
    """Virtuoso does not tell a year from its first day, if both are said of the same thing."""
    new = source(store_of('project:x sam:start "2019"^^xsd:gYear , "2019-01-01"^^xsd:date .'))
    if "sparql" in server.query_url:
        with pytest.raises(RemoteError, match="1 and 1 statements of 2"):
            load(Endpoint(server), new)
    else:
        assert load(Endpoint(server), new).sent == new.total


def test_a_lock_grows_old(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Endpoint(server)
    versions.say(endpoint, f'<{LOCK}> {HOLDER} "elsewhere-1 {int(time.time()) - 60}"')
    with pytest.raises(StoreError, match="elsewhere-1"):
        load(endpoint, source(store_of(ONE)))
    monkeypatch.setattr(lock, "STALE", 30)
    load(endpoint, source(store_of(ONE)))
    assert endpoint.count(f"<{LOCK}> ?p ?o", VERSIONS) == 0


def test_nothing_is_loaded_without_an_address_for_updates(server: Server) -> None:
    with pytest.raises(StoreError, match="--update-url"):
        load(Endpoint(Server(server.query_url)), source(store_of(ONE)))
