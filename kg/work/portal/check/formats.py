"""What the European portal knows of formats and licences.

Source: the European Data Portal's own vocabularies (edp-machine-readable-format, edp-non-proprietary-format), which
mark codes of the EU's authority table of file types; a media type counts as the file type of the same name, as it does
for dataportal.se.
"""

import re

from kg.work.portal.catalogue.authorities import EU

FILE_TYPES = f"{EU}file-type/"

_MACHINE_READABLE = frozenset({
    "CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES",
    "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "XLS", "XLSX", "XML",
})  # fmt: skip
_NON_PROPRIETARY = frozenset({
    "BMP", "CSV", "DBF", "GEOJSON", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS",
    "PNG", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "RTF", "TAR", "TIFF", "TSV",
    "TXT", "WMS_SRVC", "XML", "ZIP",
})  # fmt: skip
_LINKED_DATA = frozenset({
    "JSON_LD", "RDF", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML",
})  # fmt: skip
_OF_MEDIA_TYPE = {
    "application/geo+json": "GEOJSON",
    "application/gzip": "GZIP",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/pdf": "PDF",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "RDF_TRIG",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/tab-separated-values": "TSV",
    "text/turtle": "RDF_TURTLE",
    "text/xml": "XML",
}
_MEDIA_TYPE = re.compile(r"(?:https?://www\.iana\.org/assignments/media-types/)?([a-z]+/[A-Za-z0-9.+_-]+)(?:\s*;.*)?")
_IANA = re.compile(r"https?://www\.iana\.org/assignments/media-types/[a-z]+/[A-Za-z0-9.+_-]+")
_FILE_TYPE = re.compile(re.escape(FILE_TYPES) + r"([A-Z0-9_]+)")
_OPEN_LICENCE = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:publicdomain/(?:zero|mark)/1\.0|licenses/by(?:-sa)?/\d\.\d)"
    r"|opendatacommons\.org/licenses/(?:by|odbl|pddl))\b.*"
    rf"|{re.escape(EU)}licence/(?:CC0|CC_BY(?:SA)?_?\d?_?\d?|COM_REUSE|ODC_\w+|PSEUL|EUPL_\w+)"
)
_KNOWN_LICENCE = re.compile(
    rf"{re.escape(EU)}licence/[A-Z0-9_]+"
    r"|https?://(?:www\.)?(?:creativecommons\.org/(?:licenses|publicdomain)|opendatacommons\.org/licenses)/[\w.-]+.*"
)


def code_of(written: str) -> str:
    """Return the EU's code of a format: of its IRI, or of a media type; nothing if it is neither."""
    if found := _FILE_TYPE.fullmatch(written):
        return found[1]
    media = _MEDIA_TYPE.fullmatch(written.strip())
    return _OF_MEDIA_TYPE.get(media[1].lower(), "") if media else ""


def is_in_table(written: str) -> bool:
    """Tell whether a format is the IRI of a code of the EU's table."""
    return bool(_FILE_TYPE.fullmatch(written))


def is_media_type(written: str) -> bool:
    """Tell whether a media type is an IRI of IANA's list."""
    return bool(_IANA.fullmatch(written))


def is_machine_readable(code: str) -> bool:
    """Tell whether a program can take a format apart."""
    return code in _MACHINE_READABLE


def is_non_proprietary(code: str) -> bool:
    """Tell whether a format is nobody's own."""
    return code in _NON_PROPRIETARY


def is_linked_data(code: str) -> bool:
    """Tell whether a format is RDF."""
    return code in _LINKED_DATA


def is_open_licence(iri: str) -> bool:
    """Tell whether a licence lets anyone use the data for anything."""
    return bool(_OPEN_LICENCE.fullmatch(iri))


def is_known_licence(iri: str) -> bool:
    """Tell whether a licence is one of the European portal's list of licences."""
    return bool(_KNOWN_LICENCE.fullmatch(iri))
