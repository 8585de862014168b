"""Descriptions of data and small publications for the tests of portal readiness."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
from kg_help import FIXTURES

from kg.work.portal.check.catalogue import Catalogue

COMPLETE = FIXTURES / "portal" / "complete.ttl"
BASE = "https://data.example.org/"


def complete(changes: Mapping[str, str] | None = None) -> str:
    """Return the complete description with some of its text changed; each must be there."""
    text = COMPLETE.read_text(encoding="utf-8")
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def catalogue(changes: Mapping[str, str] | None = None) -> Catalogue:
    """Return the complete description, changed, as it is checked."""
    quads = ox.parse(complete(changes).encode(), format=ox.RdfFormat.TURTLE, base_iri="relative://file/", lenient=True)
    return Catalogue([quad.triple for quad in quads])


_A = "https://w3id.org/samverkan/id/project/a"
DATA = f"""<{_A}> <http://purl.org/dc/terms/title> "Å"@sv .
<{_A}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/samverkan/ns#Project> .
<{_A}> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q1> .
"""
VOID = """@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://data.example.org/> a void:Dataset ; void:triples 3 ; void:entities 1 ; void:distinctSubjects 1 ;
  void:distinctObjects 3 ; void:classes 1 ; void:properties 3 ; void:uriSpace "https://w3id.org/samverkan/id/" ;
  void:classPartition <#c> ; void:propertyPartition <#p> ; void:subset <#l> .
<#c> void:class <https://w3id.org/samverkan/ns#Project> ; void:entities 1 .
<#p> void:property <http://purl.org/dc/terms/title> ; void:triples 1 .
<#l> a void:Linkset ; void:linkPredicate <http://www.w3.org/2002/07/owl#sameAs> ; void:triples 1 ;
  void:objectsTarget <#w> .
<#w> a void:Dataset ; void:uriSpace "http://www.wikidata.org/entity/" .
"""
PAGE = (
    '<!doctype html><html lang="sv"><body id="top"><a href="b/page.html#there">b</a><a href="#top">up</a></body></html>'
)
OTHER = '<!doctype html><html lang="sv"><body><h1 id="there">B</h1><a href="../index.html">back</a></body></html>'


def publication(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write a small publication in which all is in order, some of its files changed (None: left out)."""
    rdf = [quad.triple for quad in ox.parse(DATA.encode(), format=ox.RdfFormat.N_TRIPLES)]
    files: dict[str, str | None] = {
        "data/samverkan.nt": DATA,
        "data/samverkan.ttl": (ox.serialize(rdf, format=ox.RdfFormat.TURTLE) or b"").decode(),
        "libraries.csv": "name\nBiblioteket\n",
        "libraries.ttl": "# nothing yet\n",
        ".well-known/void": VOID,
        "index.html": PAGE,
        "b/page.html": OTHER,
    }
    files |= {name: text for name, text in (changes or {}).items() if name != "SHA256SUMS"}
    sizes = {'"1200"': f'"{len(files["libraries.csv"] or "")}"', '"2400"': f'"{len(files["libraries.ttl"] or "")}"'}
    files.setdefault("catalog.ttl", complete(sizes))
    for name, text in files.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    listed = "".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name, text in sorted(files.items())
        if text is not None
    )
    sums = (changes or {}).get("SHA256SUMS", listed)
    if sums is not None:
        (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return folder
