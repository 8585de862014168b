"""Small publications for the tests of editions: a few lines of Turtle a graph, published one after the other."""

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.disk.folder import Staging
from kg.terms import PREFIXES, entry_graph
from kg.work.portal.editions import changes, redirects, withdrawn
from kg.work.portal.editions.edition import STATEMENTS, state_file
from kg.work.portal.editions.succession import Succession, succeed
from kg.work.portal.settings.config import Config, Contact, Publisher
from kg.work.portal.site import Site

TEXTS = {"sv": "Prov", "en": "Trial"}
CONFIG = Config(
    base_url="https://data.example.org/s/",
    title=TEXTS,
    description=TEXTS,
    publisher=Publisher("2021006883", TEXTS, "NationalAuthority"),
    contact=Contact(TEXTS, "data@example.org"),
    licence="http://creativecommons.org/publicdomain/zero/1.0/",
    keywords={},
    themes=("SOCI",),
    spatial=(),
    frequency="MONTHLY",
)
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
REGISTER = PREFIXES["register"] + "organisations"


def project(slug: str, title: str = "", day: str = "2024-01-02", more: str = "") -> str:
    """Return an entry in Turtle: a project with a title, and the day of the entry."""
    thing = f'project:{slug} a sam:Project ; dcterms:title "{title or slug}"@sv .'
    return f'{thing} entry:{slug} foaf:primaryTopic project:{slug} ; dcterms:modified "{day}"^^xsd:date . {more}'


def store_of(graphs: Mapping[str, str]) -> ox.Store:
    """Return a store of graphs in Turtle by name; a bare name is the entry of a project."""
    store = ox.Store()
    for name, turtle in graphs.items():
        graph = ox.NamedNode(name if ":" in name else entry_graph(name))
        store.load((PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def statements_of(store: ox.Store) -> bytes:
    """Return the statements of a store as sorted N-Triples."""
    lines = {ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b"" for quad in store}
    return b"".join(sorted(lines))


def publish(folder: Path, graphs: Mapping[str, str], previous: Path | None = None, day: str = "") -> Succession:
    """Publish some graphs into a folder, as far as editions go, and return how they follow on what was there."""
    store = store_of(graphs)
    with Staging(folder) as staging:
        size, sha256 = staging.write(STATEMENTS, [statements_of(store)])
        assert size
        found = succeed(store, staging.path(STATEMENTS), sha256, previous or staging.previous, day)
        site = Site(store, CONFIG, found.edition)
        for files in (
            changes.files(site, found),
            withdrawn.files(site, found.withdrawn),
            redirects.files(site, found.withdrawn),
            [state_file(found.editions, found.withdrawn, CONFIG.base_url)],
        ):
            for file in files:
                staging.write(file.path, file.pieces)
        staging.switch()
    return found


def held(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
