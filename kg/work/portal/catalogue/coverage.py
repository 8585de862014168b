"""What time and which places the graph covers, as the graph says it."""

import re

import pyoxigraph as ox

from kg.terms import NS
from kg.work.portal.catalogue import authorities
from kg.work.select import rows

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

_COUNTRIES = """
SELECT DISTINCT ?country WHERE {
  { SELECT DISTINCT ?place WHERE { ?project sam:place ?place . ?entry foaf:primaryTopic ?project } }
  { ?place a sam:Country ; skos:exactMatch ?country }
  UNION { ?place sam:within ?whole . ?whole a sam:Country ; skos:exactMatch ?country }
} ORDER BY ?country
"""


def period(store: ox.Store) -> tuple[str, str]:
    """Return the first day of the earliest project and the last of the latest (YYYY-MM-DD), empty if none is told."""
    return min(_days(store, "earliestStart"), default=""), max(_days(store, "latestEnd"), default="")


def countries(store: ox.Store) -> list[str]:
    """Return the countries that the projects' places lie in, as IRIs of the EU's table."""
    table = authorities.eu("country", "")
    return [row["country"] for row in rows(store, _COUNTRIES) if row["country"].startswith(table)]


def _days(store: ox.Store, name: str) -> set[str]:
    """Return every day that a property gives."""
    values = {quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(NS + name), None, None)}
    return {value.value for value in values if isinstance(value, ox.Literal) and _DAY.fullmatch(value.value)}
