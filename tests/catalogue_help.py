"""What the tests of the publication's metadata share: a site of the repository's graph, and files as if written."""

import hashlib
from pathlib import Path

import pyoxigraph as ox

from kg.work.portal.file import File, Written
from kg.work.portal.settings.config import read_config
from kg.work.portal.site import Edition, Site

ROOT = Path(__file__).resolve().parents[1]
BASE_URL = "https://data.example.org/samverkan/"
WRITTEN = tuple(
    Written(path, 1000 + number, hashlib.sha256(path.encode()).hexdigest())
    for number, path in enumerate((
        "data/samverkan.ttl", "data/samverkan.trig", "data/samverkan.nt", "data/samverkan.rdf",
        "data/samverkan.jsonld", "data/csv/projects.csv", "data/csv/participations.csv",
        "data/csv/csv-metadata.json", ".well-known/void", "ns.html", "ns.en.html", "queries.html", "queries.en.html",
        "index.html", "index.en.html",
    ))
)  # fmt: skip


def site_of(store: ox.Store) -> Site:
    """Return a site of a store, as our portal.yaml describes it."""
    return Site(store, read_config(ROOT / "portal.yaml", BASE_URL), Edition(3, "2026-11-01", "2026-11-22"))


def content(file: File) -> bytes:
    """Return the bytes of a file."""
    return b"".join(file.pieces)
