"""The JSON-LD context of a publication, under its own name and under that of the ontology's version."""

from collections.abc import Iterator
from typing import Any

from kg.terms import NS, ONTOLOGY_GRAPH
from kg.work.context import publish_context
from kg.work.portal.data.plain_json import pretty
from kg.work.portal.file import File
from kg.work.portal.paths import CONTEXT
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.facts import Facts, in_graph


def files(site: Site) -> Iterator[File]:
    """Yield the context, and the same under the version that it will keep."""
    text = pretty(published_context(site))
    yield File.of(f"{CONTEXT}.jsonld", text)
    if version := ontology_version(site):
        yield File.of(f"{CONTEXT}/{version}.jsonld", text)


def published_context(site: Site) -> dict[str, Any]:
    """Return the context document of a publication, made from the ontology that it publishes."""
    return publish_context(in_graph(site.store, ONTOLOGY_GRAPH))


def ontology_version(site: Site) -> str:
    """Return the version of the ontology that is published; nothing if it has none."""
    return Facts(in_graph(site.store, ONTOLOGY_GRAPH)).one(NS.rstrip("#"), "owl:versionInfo")
