"""The whole dataset as files: RDF in five formats, and tables with their description."""

import json
from collections.abc import Iterator

import pyoxigraph as ox

from kg.work.exporters.scopes import graphs_of
from kg.work.exporters.streams import document
from kg.work.exporters.tables import csv_pieces, table_question
from kg.work.portal.data.csvw import DIALECT, in_both, table
from kg.work.portal.file import File
from kg.work.portal.paths import DATASET, TABLES
from kg.work.portal.site import Site

SCOPE = "data"
METADATA = TABLES + "csv-metadata.json"

_FORMATS = (("ttl", "turtle"), ("trig", "trig"), ("rdf", "rdfxml"), ("jsonld", "jsonld"))
_THINGS = {"projects": "project", "participations": "participation", "contributions": "contribution"}


def statements(store: ox.Store) -> File:
    """Return the dataset as sorted N-Triples: the form by which editions are told apart."""
    return File(f"{DATASET}.nt", document(store, graphs_of(store, SCOPE), "ntriples"))


def files(site: Site) -> Iterator[File]:
    """Yield the dataset in each other format, the tables, and the description of the tables.

    The pieces of a file are made while they are written, so that memory stays bounded.
    """
    graphs = graphs_of(site.store, SCOPE)
    for ending, form in _FORMATS:
        yield File(f"{DATASET}.{ending}", document(site.store, graphs, form))
    for name in _THINGS:
        yield File(f"{TABLES}{name}.csv", csv_pieces(site.store, name))
    yield File.of(METADATA, json.dumps(metadata(site), ensure_ascii=False, indent=1) + "\n")


def metadata(site: Site) -> dict[str, object]:
    """Return the description of the tables, by the W3C's vocabulary for tabular data."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "dc:title": in_both(site.config.title["sv"], site.config.title["en"]),
        "dc:license": {"@id": site.config.licence},
        "dc:issued": {"@value": site.edition.issued, "@type": "xsd:date"},
        "dc:modified": {"@value": site.edition.modified, "@type": "xsd:date"},
        "dialect": DIALECT,
        "tables": [table(table_question(name), thing) for name, thing in _THINGS.items()],
    }
