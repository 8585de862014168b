"""The catalogue: the publication told in DCAT-AP-SE 3.0.1 and DCAT-AP 3.0.1, for portals to harvest."""

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.disk.turtle import write_turtle
from kg.terms import NS
from kg.work.exporters.rdf import rdfxml
from kg.work.portal import paths
from kg.work.portal.catalogue.authorities import ADMS_KINDS, ADMS_KINDS_SCHEME, PUBLISHER_KINDS, eu
from kg.work.portal.catalogue.coverage import countries, period
from kg.work.portal.catalogue.distributions import RESULTS, distributions, languages
from kg.work.portal.catalogue.identity import catalogue_iri, contact_iri, dataset_iri, part, rights_iri, service_iri
from kg.work.portal.catalogue.statements import Statements, day, jsonld, name, nodes, plain, texts
from kg.work.portal.file import File, Written
from kg.work.portal.settings.config import Texts
from kg.work.portal.site import Site

PROFILES = ("https://docs.dataportal.se/dcat/3.0.1/sv/", "https://semiceu.github.io/DCAT-AP/releases/3.0.1/")
ONTOLOGY = NS.rstrip("#")
SPARQL = "http://www.w3.org/TR/sparql11-protocol/"

_STANDARDS: dict[str, Texts] = {
    PROFILES[0]: {"sv": "DCAT-AP-SE 3.0.1", "en": "DCAT-AP-SE 3.0.1"},
    PROFILES[1]: {"sv": "DCAT-AP 3.0.1", "en": "DCAT-AP 3.0.1"},
    ONTOLOGY: {
        "sv": "Samverkan: en vokabulär för samverkansprojekt",
        "en": "Samverkan: a vocabulary for cooperation projects",
    },
    SPARQL: {"sv": "SPARQL 1.1-protokollet", "en": "SPARQL 1.1 Protocol"},
}
_PROVENANCE = {
    "sv": "Uppgifterna är lästa ur offentliga dokument, post för post. Varje uppgift anger dokument och rader; det som "
    "härleds med regler står i egna grafer, och motsägelser i källorna redovisas som anmärkningar.",
    "en": "The statements have been read from public documents, entry by entry. Each says its document and lines; what "
    "rules derive stands in graphs of its own, and contradictions in the sources are told as findings.",
}
_RIGHTS = {
    "sv": "Fritt för alla att använda, ändra och sprida, utan villkor.",
    "en": "Free for anyone to use, change and share, without conditions.",
}
# Pages that explain the data, where the publication has them.
_PAGES: dict[str, Texts] = {
    paths.page(paths.ONTOLOGY, "sv"): {"sv": "Vokabulären", "en": "The vocabulary, in Swedish"},
    paths.page(paths.ONTOLOGY, "en"): {"sv": "Vokabulären, på engelska", "en": "The vocabulary"},
    paths.page(paths.QUERIES, "sv"): {"sv": "Färdiga frågor", "en": "Ready questions, in Swedish"},
    paths.page(paths.QUERIES, "en"): {"sv": "Färdiga frågor, på engelska", "en": "Ready questions"},
    paths.page(paths.CHANGES, "sv"): {"sv": "Vad som har ändrats", "en": "What has changed, in Swedish"},
    paths.page(paths.CHANGES, "en"): {"sv": "Vad som har ändrats, på engelska", "en": "What has changed"},
    paths.VOID: {"sv": "Statistik och länkar (VoID)", "en": "Statistics and links (VoID)"},
}


def files(site: Site, written: Sequence[Written]) -> Iterator[File]:
    """Yield the catalogue as RDF/XML (what dataportal.se harvests), Turtle and JSON-LD, with the same statements.

    Args:
        site: the publication.
        written: the files written so far; the dumps and tables among them become distributions.
    """
    said = catalogue(site, written)
    yield File.of(f"{paths.CATALOGUE}.rdf", rdfxml(said))
    yield File.of(f"{paths.CATALOGUE}.ttl", write_turtle(quad.triple for quad in said))
    yield File.of(f"{paths.CATALOGUE}.jsonld", jsonld(said))


def catalogue(site: Site, written: Sequence[Written]) -> Statements:
    """Return what is said of the catalogue, its dataset, distributions, service, publisher and contact."""
    said = Statements()
    there = {file.path: file for file in written}
    _catalogue(said, site)
    _dataset(said, site, there)
    said.say(dataset_iri(site), dcat_distribution=nodes(distributions(said, site, there)))
    _publisher(said, site)
    _contact(said, site)
    if site.config.endpoint:
        _service(said, site)
    for iri in (*PROFILES, ONTOLOGY, *([SPARQL] if site.config.endpoint else [])):
        said.say(iri, rdf_type=name("dcterms:Standard"), dcterms_title=texts(_STANDARDS[iri]))
    said.say(
        site.config.licence,
        rdf_type=name("dcterms:LicenseDocument"),
        dcterms_title=texts({"sv": "CC0 1.0", "en": "CC0 1.0"}),
    )
    return said


def _catalogue(said: Statements, site: Site) -> None:
    config, edition = site.config, site.edition
    homepage = config.homepage or config.base_url
    said.say(
        catalogue_iri(site),
        rdf_type=name("dcat:Catalog"),
        dcterms_title=texts(config.title),
        dcterms_description=texts(config.description),
        dcterms_publisher=nodes([config.publisher.iri]),
        dcterms_license=nodes([config.licence]),
        dcterms_issued=day(edition.issued),
        dcterms_modified=day(edition.modified),
        dcterms_language=languages(),
        dcterms_spatial=nodes(_places(site)),
        dcterms_conformsTo=nodes(PROFILES),
        dcat_themeTaxonomy=nodes([eu("data-theme", "").rstrip("/")]),
        dcat_dataset=nodes([dataset_iri(site)]),
        foaf_homepage=nodes([homepage]),
    )
    said.say(homepage, rdf_type=name("foaf:Document"))


def _dataset(said: Statements, site: Site, there: Mapping[str, Written]) -> None:
    config, edition = site.config, site.edition
    version = plain(str(edition.number))
    iri, provenance = dataset_iri(site), part(site, "provenance")
    said.say(
        iri,
        rdf_type=name("dcat:Dataset"),
        dcterms_title=texts(config.title),
        dcterms_description=texts(config.description),
        dcterms_identifier=plain(iri),
        dcterms_publisher=nodes([config.publisher.iri]),
        dcterms_issued=day(edition.issued),
        dcterms_modified=day(edition.modified),
        dcterms_language=languages(),
        dcterms_spatial=nodes(_places(site)),
        dcterms_accessRights=nodes([eu("access-right", "PUBLIC")]),
        dcterms_accrualPeriodicity=nodes([eu("frequency", config.frequency)]),
        dcterms_conformsTo=nodes([ONTOLOGY]),
        dcterms_provenance=nodes([provenance]),
        dcat_contactPoint=nodes([contact_iri(site)]),
        dcat_theme=nodes(eu("data-theme", theme) for theme in config.themes),
        dcat_keyword=_keywords(site),
        dcat_landingPage=nodes([config.base_url]),
        dcat_version=version,
        owl_versionInfo=version,
    )
    said.say(config.base_url, rdf_type=name("foaf:Document"))
    said.say(provenance, rdf_type=name("dcterms:ProvenanceStatement"), rdfs_label=texts(_PROVENANCE))
    said.say(rights_iri(site), rdf_type=name("dcterms:RightsStatement"), rdfs_label=texts(_RIGHTS))
    _pages(said, site, there)
    _period(said, site)


def _pages(said: Statements, site: Site, there: Mapping[str, Written]) -> None:
    """Say which pages of the publication explain the data."""
    for path in _PAGES:
        if path in there:
            address = site.address(path)
            said.say(dataset_iri(site), foaf_page=nodes([address]))
            said.say(address, rdf_type=name("foaf:Document"), dcterms_title=texts(_PAGES[path]))


def _period(said: Statements, site: Site) -> None:
    """Say what time the projects span, if any of them says it."""
    first, last = period(site.store)
    if not first and not last:
        return
    iri = part(site, "period")
    said.say(dataset_iri(site), dcterms_temporal=nodes([iri]))
    said.say(iri, rdf_type=name("dcterms:PeriodOfTime"))
    if first:
        said.say(iri, dcat_startDate=day(first))
    if last:
        said.say(iri, dcat_endDate=day(last))


def _publisher(said: Statements, site: Site) -> None:
    publisher = site.config.publisher
    kind = ADMS_KINDS + publisher.kind
    sv, en = PUBLISHER_KINDS[publisher.kind]
    said.say(
        publisher.iri,
        rdf_type=name("foaf:Agent"),
        foaf_name=texts(publisher.name),
        dcterms_description=texts(publisher.description),
        dcterms_identifier=plain(f"{publisher.number[:6]}-{publisher.number[6:]}"),
        dcterms_type=nodes([kind]),
        foaf_homepage=nodes([publisher.homepage]),
    )
    said.say(
        kind,
        rdf_type=name("skos:Concept"),
        skos_prefLabel=texts({"sv": sv, "en": en}),
        skos_inScheme=nodes([ADMS_KINDS_SCHEME]),
    )
    scheme = texts({"sv": "Slag av utgivare", "en": "Publisher types"})
    said.say(ADMS_KINDS_SCHEME, rdf_type=name("skos:ConceptScheme"), dcterms_title=scheme)
    if publisher.homepage:
        said.say(publisher.homepage, rdf_type=name("foaf:Document"))


def _contact(said: Statements, site: Site) -> None:
    contact = site.config.contact
    iri, email = contact_iri(site), f"mailto:{contact.email}"
    said.say(
        iri,
        rdf_type=[name("vcard:Kind"), name("vcard:Organization")],
        vcard_fn=texts(contact.name),
        vcard_hasEmail=nodes([email]),
    )
    said.say(email, rdf_type=name("vcard:Email"))
    if contact.phone:
        phone = part(site, "phone")
        said.say(iri, vcard_hasTelephone=nodes([phone]))
        said.say(phone, rdf_type=name("vcard:Voice"), vcard_hasValue=nodes([f"tel:{contact.phone}"]))
    if contact.address:
        address = part(site, "address")
        said.say(iri, vcard_hasAddress=nodes([address]))
        said.say(
            address,
            rdf_type=name("vcard:Address"),
            **{f"vcard_{key}": plain(value) for key, value in contact.address.items()},
        )


def _service(said: Statements, site: Site) -> None:
    """Describe the SPARQL service that answers over the dataset."""
    config = site.config
    iri, queries = service_iri(site), site.address(paths.page(paths.QUERIES, "sv"))
    said.say(catalogue_iri(site), dcat_service=nodes([iri]))
    said.say(
        iri,
        rdf_type=name("dcat:DataService"),
        dcterms_title=texts({"sv": "SPARQL-tjänst", "en": "SPARQL service"}),
        dcterms_description=texts({
            "sv": "Svarar på frågor i SPARQL 1.1 över hela datamängden; den läser bara.",
            "en": "Answers questions in SPARQL 1.1 over the whole dataset; it only reads.",
        }),
        dcterms_publisher=nodes([config.publisher.iri]),
        dcterms_license=nodes([config.licence]),
        dcterms_accessRights=nodes([eu("access-right", "PUBLIC")]),
        dcterms_conformsTo=nodes([SPARQL]),
        dcterms_format=nodes([eu("file-type", RESULTS.file_type)]),
        dcat_contactPoint=nodes([contact_iri(site)]),
        dcat_theme=nodes(eu("data-theme", theme) for theme in config.themes),
        dcat_keyword=_keywords(site),
        dcat_endpointURL=nodes([config.endpoint]),
        dcat_endpointDescription=nodes([config.endpoint]),
        dcat_servesDataset=nodes([dataset_iri(site)]),
        dcat_landingPage=nodes([queries]),
    )  # fmt: skip
    said.say(queries, rdf_type=name("foaf:Document"))


def _keywords(site: Site) -> list[ox.Literal]:
    return [ox.Literal(word, language=lang) for lang, words in site.config.keywords.items() for word in words]


def _places(site: Site) -> list[str]:
    """Return the places that portal.yaml names, else the countries of the projects."""
    return [*site.config.spatial] or countries(site.store)
