"""`kg portal`: a whole publication of a small workspace, and of the repository's own."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import Run
from publication_help import held

from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.jobs.build import build, graph_in_memory
from kg.jobs.portal import Order, Published, publish
from kg.jobs.portal_text import as_json, as_text
from kg.terms import PREFIXES

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
RAPPER = shutil.which("rapper")
FORMS = {".ttl": "turtle", ".rdf": "rdfxml", ".nt": "ntriples", ".trig": "trig"}


def entry(slug: str, title: str, day: str = "2024-03-01") -> str:
    return f"""{HEAD}entry:{slug} a sam:Entry ; foaf:primaryTopic project:{slug} ; dcterms:modified "{day}"^^xsd:date .
project:{slug} a sam:Project ; dcterms:title "{title}"@sv ; sam:start "2024"^^xsd:gYear .
<{PREFIXES["project"]}{slug}#owner> a sam:Participation ; sam:project project:{slug} ; sam:actor actor:a ;
  sam:role role:owner ; sam:cooperationStatus cooperation-status:actual .
"""


ACTORS = HEAD + 'actor:a a sam:Organisation ; skos:prefLabel "Aktör Å"@sv ; dcterms:identifier "202100-6883" .\n'


@pytest.fixture
def small(new_workspace: Make) -> Workspace:
    """Two projects of one actor, with our portal.yaml."""
    files = {"entries/ett.ttl": entry("ett", "Ett"), "entries/tva.ttl": entry("tva", "Två <i>å</i>")}
    workspace = new_workspace({**files, "registers/organisations.ttl": ACTORS})
    shutil.copy(ROOT / "portal.yaml", workspace.root / "portal.yaml")
    return workspace


def published(workspace: Workspace, order: Order) -> Published:
    return publish(workspace, graph_in_memory(workspace), order)


def test_a_publication_is_whole_and_ready(small: Workspace, tmp_path: Path) -> None:
    told: list[str] = []
    found = publish(small, graph_in_memory(small), Order(tmp_path / "out"), lambda en, _sv: told.append(en))
    assert found.done
    assert found.readiness is not None
    assert found.readiness.of("violation") == ()
    assert (found.readiness.score.points, found.readiness.stars.number) == (405, 5)
    there = held(tmp_path / "out")
    assert len(there) == found.files + 1  # and the checksums
    for path in (
        "index.html", "index.en.html", "catalog.rdf", "catalog.ttl", "catalog.jsonld", "data/samverkan.trig",
        "data/csv/csv-metadata.json", "ns.html", "ns.rdf", "classes.svg", "shapes.ttl", "codes/role.ttl", "queries.ttl",
        "queries/owners-of-projects.rq", "context.jsonld", ".well-known/void", "id/project/tva.en.html",
        "id/actor/a.ttl", "id/project/ett.jsonld", "search.js", "sitemap.xml", "w3id/.htaccess", "publication.json",
    ):  # fmt: skip
        assert path in there, path
    assert told[0] == "writing the dataset"


def test_the_same_data_give_the_same_bytes(small: Workspace, tmp_path: Path) -> None:
    for name in ("one", "two", "two"):
        assert published(small, Order(tmp_path / name, check=False)).succession.edition.number == 1
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_a_change_makes_an_edition_and_names_are_kept(small: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    published(small, Order(folder, check=False))
    (small.data / "entries" / "ett.ttl").unlink()
    (small.data / "entries" / "tre.ttl").write_text(entry("tre", "Tre", "2024-04-05"), encoding="utf-8")
    found = published(small, Order(folder))
    assert found.done
    assert (found.succession.edition.number, found.succession.edition.modified) == (2, "2024-04-05")
    assert [one.iri for one in found.succession.withdrawn] == [PREFIXES["project"] + "ett"]
    there = held(folder)
    assert "Tillbakadraget" in there["id/project/ett.html"].decode()
    assert any("/ett/?" in line and "[G]" in line for line in there["w3id/.htaccess"].decode().splitlines())
    assert b"project/ett" in there["changes/2/removed.nt"]
    assert b"id/project/ett" not in there["sitemap.xml"]
    assert b"id/project/tre" in there["sitemap.xml"]
    assert "project/ett" in as_text(found, "sv")
    assert "1 withdrawn names keep their pages" in as_text(found, "en")
    told = json.loads(as_json(found))
    assert (told["written"], told["edition"]["number"], len(told["withdrawn"])) == (True, 2, 1)


def test_an_edition_that_only_takes_away_is_ready(small: Workspace, tmp_path: Path) -> None:
    published(small, Order(tmp_path / "out", check=False))
    (small.data / "entries" / "ett.ttl").unlink()
    assert published(small, Order(tmp_path / "out")).done
    assert held(tmp_path / "out")["changes/2/added.nt"] == b""


def test_what_must_be_mended_leaves_the_folder_as_it_was(small: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    published(small, Order(folder, check=False))
    before = held(folder)
    small.data.joinpath("entries", "ett.ttl").write_text(entry("ett", "Ring 070-123 45 67"), encoding="utf-8")
    found = published(small, Order(folder))
    assert not found.done
    assert held(folder) == before
    assert "070-123 45 67" in as_text(found, "sv")
    assert f"{folder}: oförändrad" in as_text(found, "sv")
    assert f"{folder}: as it was" in as_text(found, "en")
    assert published(small, replace(found.order, check=False)).done
    assert held(folder) != before


def test_the_command_writes_checks_and_refuses(small: Workspace, tmp_path: Path, kg: Run) -> None:
    build(small)
    root = ("--lang", "sv")
    done = kg(*root, "portal", "-o", str(tmp_path / "out"), "--base-url", "https://data.example.org/x", root=small.root)
    assert done.returncode == 0, done.stderr
    assert "405 av 405" in done.stdout
    assert "utgivaren i portal.yaml är ett exempel" in done.stdout
    assert "<https://data.example.org/x/catalog.rdf#catalog>" in (tmp_path / "out" / "catalog.ttl").read_text()
    assert kg(*root, "portal", "--check", str(tmp_path / "out"), root=small.root).returncode == 0
    (tmp_path / "out" / "catalog.ttl").write_text("broken")
    assert kg(*root, "portal", "--check", str(tmp_path / "out"), "--json", root=small.root).returncode == 1
    refused = kg(*root, "portal", "-o", str(small.root), root=small.root)
    assert (refused.returncode, refused.stdout) == (2, "")
    (small.root / "portal.yaml").unlink()
    missing = kg(*root, "portal", "-o", str(tmp_path / "out"), root=small.root)
    assert missing.returncode == 2
    assert "portal.yaml" in missing.stderr
    assert "\npublisher:\n  name:\n" in missing.stderr  # lines to copy


def test_another_address_is_told(small: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    published(small, Order(folder, check=False))
    moved = published(small, Order(folder, base_url="https://data.example.org/ny", check=False))
    assert "https://data.example.org/ny/: dataportaler ser en ny datamängd" in as_text(moved, "sv")
    assert "begin with an empty folder" in json.loads(as_json(moved))["notices"][0]["en"]


def test_a_day_that_is_none_is_refused_before_anything_is_written(small: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a day"):
        published(small, Order(tmp_path / "out", day="2024-02-30"))


def test_a_publisher_who_says_nothing_is_asked(small: Workspace, tmp_path: Path) -> None:
    (small.root / "own.yaml").write_text("titel: x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.yaml"):
        published(small, Order(tmp_path / "out", config=small.root / "own.yaml"))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_repository_is_ready_to_be_harvested(workspace: Workspace, graph: ox.Store, tmp_path: Path) -> None:
    found = publish(workspace, graph, Order(tmp_path / "out"))
    assert found.readiness is not None
    assert found.readiness.of("violation") == ()
    assert found.readiness.score.points == 405
    if RAPPER is None:
        pytest.skip("rapper (Debian's raptor2-utils) is not installed; the rest holds")
    files = [path for path in sorted((tmp_path / "out").rglob("*")) if path.suffix in FORMS]
    chosen = [path for number, path in enumerate(files) if path.parent.parent.name != "id" or number % 25 == 0]
    for path in [*chosen, tmp_path / "out" / ".well-known" / "void"]:
        form = FORMS.get(path.suffix, "turtle")
        read = subprocess.run([RAPPER, "-q", "-c", "-i", form, path], capture_output=True, text=True, check=False)
        assert (read.returncode, read.stderr) == (0, ""), path
