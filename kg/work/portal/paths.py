"""Where things stand in a publication: from the IRI of a thing to the file that tells of it, and to its address."""

import re

from kg.terms import BASE, CODES, GRAPHS, ID, NS

CATALOGUE = "catalog"  # .rdf, .ttl, .jsonld
DATASET = "data/samverkan"  # .ttl, .trig, .nt, .rdf, .jsonld
TABLES = "data/csv/"
ONTOLOGY = "ns"  # .html, .ttl, …
SHAPES = "shapes"
QUERIES = "queries"
QUERY_FILES = "queries/"
CONTEXT = "context"  # .jsonld, and a folder with its versions
VOID = ".well-known/void"
CHANGES = "changes"
CHECKSUMS = "SHA256SUMS"

_THING = re.compile(re.escape(ID) + r"([a-z]+)/([a-z0-9-]+)(?:#(.+))?")
_CODE = re.compile(re.escape(CODES) + r"([a-z-]+)(?:/([A-Za-z0-9-]+))?")
_ENTRY = re.compile(re.escape(GRAPHS) + r"entry/([a-z0-9-]+)")


def stem_of(iri: str) -> tuple[str, str] | None:
    """Return the file, without its ending, that tells of a thing of ours, and the place in it (empty: its top).

    A project's parts stand on the project's page, a code on the page of its list, a term on the ontology's page. None
    is returned for what has no page: an IRI of others, or one that does not follow our own rules for names.
    """
    if found := _THING.fullmatch(iri):
        return f"id/{found[1]}/{found[2]}", found[3] or ""
    if found := _CODE.fullmatch(iri):
        return f"codes/{found[1]}", found[2] or ""
    if found := _ENTRY.fullmatch(iri):
        return f"id/project/{found[1]}", ""
    if iri == NS.rstrip("#") or iri.startswith(NS):
        return ONTOLOGY, iri[len(NS) :]
    for stem in (SHAPES, QUERIES):
        if iri.startswith(f"{BASE}{stem}#"):
            return stem, iri[len(f"{BASE}{stem}#") :]
    return None


def page(stem: str, lang: str) -> str:
    """Return the file of a page in Swedish (`sv`, the plain name) or English (`en`)."""
    return f"{stem}.html" if lang == "sv" else f"{stem}.{lang}.html"


def relative(start: str, goal: str) -> str:
    """Return the link from one file of a publication to another (both paths from the top), as it works from disk."""
    here, there = start.split("/")[:-1], goal.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there)
