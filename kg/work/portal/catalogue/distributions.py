"""The files of the dataset as distributions: dumps in each format, tables, and the SPARQL service."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kg.terms import NS
from kg.work.portal import paths
from kg.work.portal.catalogue.authorities import MEDIA_TYPES, SHA256, eu
from kg.work.portal.catalogue.identity import part, rights_iri, service_iri
from kg.work.portal.catalogue.statements import Statements, Term, day, name, nodes, texts, typed
from kg.work.portal.file import Written
from kg.work.portal.settings.config import Texts
from kg.work.portal.site import Site

CSVW = "http://www.w3.org/TR/tabular-data-model/"
CSVW_FILE = paths.TABLES + "csv-metadata.json"


@dataclass(frozen=True)
class Form:
    """A format: what it is called, its media type (IANA), its code in the EU's table of file types, and its use."""

    label: str
    media: str
    file_type: str
    use: Texts


FORMS = {
    "ttl": Form("Turtle", "text/turtle", "RDF_TURTLE",
                {"sv": "Lättast att läsa för ögat.", "en": "The easiest for the eye to read."}),
    "trig": Form("TriG", "application/trig", "RDF_TRIG",
                 {"sv": "Med de namngivna graferna: vilken post varje uppgift kommer ur.",
                  "en": "With the named graphs: which entry each statement comes from."}),
    "nt": Form("N-Triples", "application/n-triples", "RDF_N_TRIPLES",
               {"sv": "En uppgift per rad: snabbast att läsa in och jämföra.",
                "en": "One statement a line: the fastest to load and to compare."}),
    "rdf": Form("RDF/XML", "application/rdf+xml", "RDF_XML",
                {"sv": "För äldre verktyg.", "en": "For older tools."}),
    "jsonld": Form("JSON-LD", "application/ld+json", "JSON_LD",
                   {"sv": "För webbutvecklare: läses som vanlig JSON.",
                    "en": "For web developers: reads as plain JSON."}),
}  # fmt: skip
TABLE = Form("CSV", "text/csv", "CSV",
             {"sv": "Kolumnerna beskrivs med CSV på webben (CSVW).",
              "en": "The columns are described with CSV on the Web (CSVW)."})  # fmt: skip
RESULTS = Form("SPARQL", "application/sparql-results+json", "JSON",
               {"sv": "För egna frågor; svaren går att få i flera format.",
                "en": "For questions of your own; answers come in several formats."})  # fmt: skip
_TABLES = {
    "contributions": ("Bidragen", "The contributions"),
    "participations": ("Deltagandena", "The participations"),
    "projects": ("Projekten", "The projects"),
}
_CSVW_TITLE = {
    "sv": "Modell för tabelldata och metadata på webben",
    "en": "Model for Tabular Data and Metadata on the Web",
}


def distributions(said: Statements, site: Site, there: Mapping[str, Written]) -> Iterator[str]:
    """Describe the dataset's distributions and yield their IRIs.

    Args:
        said: takes the statements.
        site: the publication.
        there: the files of the publication by path; only what is there is described.
    """
    used: list[Form] = []
    for ending, form in FORMS.items():
        if file := there.get(f"{paths.DATASET}.{ending}"):
            yield _dump(said, site, file, form)
            used.append(form)
    tables = sorted(path for path in there if path.startswith(paths.TABLES) and path.endswith(".csv"))
    for path in tables:
        yield _table(said, site, there[path], CSVW_FILE in there)
    if tables:
        used.append(TABLE)
        said.say(CSVW, rdf_type=name("dcterms:Standard"), dcterms_title=texts(_CSVW_TITLE))
    if site.config.endpoint:
        yield _query_service(said, site)
        used.append(RESULTS)
    _types(said, used)


def _dump(said: Statements, site: Site, file: Written, form: Form) -> str:
    iri = part(site, f"distribution-{PurePosixPath(file.path).suffix[1:]}")
    title = {"sv": f"Hela datamängden i {form.label}", "en": f"The whole dataset in {form.label}"}
    _file(said, site, iri, file, form, title, [NS.rstrip("#")])
    return iri


def _table(said: Statements, site: Site, file: Written, with_metadata: bool) -> str:
    stem = PurePosixPath(file.path).stem
    iri = part(site, f"distribution-csv-{stem}")
    sv, en = _TABLES.get(stem, (f"Tabellen {stem}", f"The table {stem}"))
    title = {"sv": f"{sv} som tabell i CSV", "en": f"{en} as a table in CSV"}
    _file(said, site, iri, file, TABLE, title, [CSVW])
    if with_metadata:
        metadata = site.address(CSVW_FILE)
        said.say(iri, foaf_page=nodes([metadata]))
        said.say(metadata, rdf_type=name("foaf:Document"), dcterms_title=texts(
            {"sv": "Beskrivning av tabellerna (CSVW)", "en": "Description of the tables (CSVW)"}
        ))  # fmt: skip
    return iri


def _file(
    said: Statements, site: Site, iri: str, file: Written, form: Form, title: Texts, standards: Sequence[str]
) -> None:
    """Describe a distribution that is a file."""
    address = site.address(file.path)
    checksum = f"{iri}-checksum"
    _distribution(said, site, iri, form, title, [address])
    said.say(
        iri,
        dcat_downloadURL=nodes([address]),
        dcat_byteSize=typed(file.size, "nonNegativeInteger"),
        dcterms_conformsTo=nodes(standards),
        spdx_checksum=nodes([checksum]),
    )
    said.say(
        checksum,
        rdf_type=name("spdx:Checksum"),
        spdx_algorithm=nodes([SHA256]),
        spdx_checksumValue=typed(file.sha256, "hexBinary"),
    )
    said.say(SHA256, rdf_type=name("spdx:ChecksumAlgorithm"))


def _query_service(said: Statements, site: Site) -> str:
    """Describe the SPARQL service as one more way to the same data."""
    iri = part(site, "distribution-sparql")
    title = {"sv": "Datamängden via SPARQL", "en": "The dataset through SPARQL"}
    _distribution(said, site, iri, RESULTS, title, [site.config.endpoint])
    said.say(iri, dcat_accessService=nodes([service_iri(site)]))
    return iri


def _distribution(said: Statements, site: Site, iri: str, form: Form, title: Texts, addresses: Sequence[str]) -> None:
    """Describe what every distribution has."""
    config, edition = site.config, site.edition
    said.say(
        iri,
        rdf_type=name("dcat:Distribution"),
        dcterms_title=texts(title),
        dcterms_description=texts({lang: f"{title[lang]}. {form.use[lang]}" for lang in title}),
        dcterms_issued=day(edition.issued),
        dcterms_modified=day(edition.modified),
        dcterms_language=languages(),
        dcterms_license=nodes([config.licence]),
        dcterms_rights=nodes([rights_iri(site)]),
        dcterms_format=nodes([eu("file-type", form.file_type)]),
        dcat_mediaType=nodes([MEDIA_TYPES + form.media]),
        dcat_accessURL=nodes(addresses),
        dcatap_availability=nodes([eu("planned-availability", config.availability)]),
    )


def _types(said: Statements, forms: Sequence[Form]) -> None:
    """Say of media types and file types what the European shapes want to know."""
    for form in forms:
        said.say(MEDIA_TYPES + form.media, rdf_type=name("dcterms:MediaType"))
        said.say(eu("file-type", form.file_type), rdf_type=name("dcterms:MediaTypeOrExtent"))


def languages() -> list[Term]:
    """Return the languages of the publication."""
    return [*nodes(eu("language", code) for code in ("SWE", "ENG"))]
