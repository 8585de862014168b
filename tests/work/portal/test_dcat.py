"""The catalogue: what is in it, that portals can read it, and that the rules of harvesting and of Europe hold."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from catalogue_help import BASE_URL, ROOT, WRITTEN, content, site_of
from pyld import jsonld
from rdflib.namespace import RDF, SH

from kg.terms import PREFIXES, RDF_TYPE
from kg.work.portal.catalogue import dcat as catalogue
from kg.work.portal.catalogue.authorities import CC0, EU
from kg.work.portal.file import Written
from kg.work.portal.site import Site

DCAT, DCTERMS = PREFIXES["dcat"], PREFIXES["dcterms"]
CATALOGUE, DATASET = (BASE_URL + f"catalog.rdf#{name}" for name in ("catalog", "dataset"))
BACKGROUND = ROOT / "tests" / "fixtures" / "portal" / "background.ttl"
SHAPES = "KG_DCAT_AP_SHAPES"
Triples = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def site(graph: ox.Store) -> Site:
    return site_of(graph)


@pytest.fixture(scope="module")
def with_service(site: Site) -> Site:
    address = {"street-address": "Gatan 1", "postal-code": "123 45", "locality": "Orten"}
    contact = replace(site.config.contact, phone="+46101234567", address=address)
    return replace(site, config=replace(site.config, endpoint="https://data.example.org/sparql", contact=contact))


@pytest.fixture(scope="module")
def written(site: Site) -> dict[str, bytes]:
    return {file.path: content(file) for file in catalogue.files(site, WRITTEN)}


@pytest.fixture(scope="module")
def said(written: dict[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written["catalog.rdf"], format="xml")


def n3(graph: rdflib.Graph) -> Triples:
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}


def values(graph: rdflib.Graph, thing: str, short: str) -> set[str]:
    """Return the values of a property; a text is followed by its language or datatype."""
    prefix, _, local = short.partition(":")
    found = set()
    for value in graph.objects(rdflib.URIRef(thing), rdflib.URIRef(PREFIXES[prefix] + local)):
        tail = ""
        if isinstance(value, rdflib.Literal):
            kind = str(value.datatype or "").rpartition("#")[2]
            tail = f"@{value.language}" if value.language else f"^{kind}" if kind else ""
        found.add(f"{value}{tail}")
    return found


def of_class(graph: rdflib.Graph, short: str) -> list[str]:
    prefix, _, local = short.partition(":")
    return sorted(str(thing) for thing in graph.subjects(RDF.type, rdflib.URIRef(PREFIXES[prefix] + local)))


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
def test_there_are_three_files_with_the_same_statements(written: dict[str, bytes], said: rdflib.Graph) -> None:
    assert list(written) == ["catalog.rdf", "catalog.ttl", "catalog.jsonld"]
    wanted = n3(said)
    assert len(wanted) > 250
    assert n3(rdflib.Graph().parse(data=written["catalog.ttl"], format="turtle")) == wanted
    assert n3(rdflib.Graph().parse(data=written["catalog.jsonld"], format="json-ld")) == wanted


def test_other_parsers_read_the_same(written: dict[str, bytes]) -> None:
    forms = {
        "catalog.rdf": ox.RdfFormat.RDF_XML,
        "catalog.ttl": ox.RdfFormat.TURTLE,
        "catalog.jsonld": ox.RdfFormat.JSON_LD,
    }
    by_form = [{quad.triple for quad in ox.parse(written[path], format=form)} for path, form in forms.items()]
    assert by_form[0] == by_form[1] == by_form[2]
    expanded = jsonld.to_rdf(json.loads(written["catalog.jsonld"]), {"format": "application/n-quads"})
    assert {quad.triple for quad in ox.parse(expanded, format=ox.RdfFormat.N_QUADS)} == by_form[0]


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize(("ending", "syntax"), [("rdf", "rdfxml"), ("ttl", "turtle")])
def test_raptor_reads_it(written: dict[str, bytes], tmp_path: Path, ending: str, syntax: str) -> None:
    path = tmp_path / f"catalog.{ending}"
    path.write_bytes(written[f"catalog.{ending}"])
    done = subprocess.run(["rapper", "-c", "-i", syntax, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stderr
    assert "arning" not in done.stderr


def test_the_same_data_give_the_same_bytes(site: Site, written: dict[str, bytes]) -> None:
    again = {file.path: content(file) for file in catalogue.files(site, tuple(reversed(WRITTEN)))}
    assert again == written


def test_one_catalogue_holds_one_dataset(said: rdflib.Graph) -> None:
    assert of_class(said, "dcat:Catalog") == [CATALOGUE]
    assert of_class(said, "dcat:Dataset") == [DATASET]
    assert values(said, CATALOGUE, "dcat:dataset") == {DATASET}
    assert not list(said.triples((None, rdflib.URIRef(DCTERMS + "hasPart"), None)))


def test_nothing_is_without_a_name(said: rdflib.Graph) -> None:
    assert not [term for triple in said for term in triple if isinstance(term, rdflib.BNode)]


@pytest.mark.parametrize("endpoint", [False, True])
def test_every_iri_is_absolute_and_whole(site: Site, with_service: Site, endpoint: bool) -> None:
    for quad in catalogue.catalogue(with_service if endpoint else site, WRITTEN):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                assert re.fullmatch(r"(https?://[^\s<>\"{}|\\^`]+|mailto:[^\s]+@[^\s]+|tel:[+0-9-]+)", term.value), term
                ox.NamedNode(term.value)


def test_the_catalogue_has_what_the_profiles_ask_for(said: rdflib.Graph) -> None:
    for name in ("title", "description"):
        assert {value[-3:] for value in values(said, CATALOGUE, f"dcterms:{name}")} == {"@sv", "@en"}
    assert values(said, CATALOGUE, "dcterms:license") == {"http://creativecommons.org/publicdomain/zero/1.0/"}
    assert values(said, CATALOGUE, "dcterms:publisher") == {"http://dataportal.se/organisation/SE2021006883"}
    assert values(said, CATALOGUE, "dcterms:issued") == {"2026-11-01^date"}
    assert values(said, CATALOGUE, "dcterms:modified") == {"2026-11-22^date"}
    assert values(said, CATALOGUE, "dcterms:language") == {EU + "language/SWE", EU + "language/ENG"}
    assert values(said, CATALOGUE, "dcterms:spatial") == {EU + "country/SWE"}
    assert values(said, CATALOGUE, "dcat:themeTaxonomy") == {EU + "data-theme"}
    assert values(said, CATALOGUE, "foaf:homepage") == {BASE_URL}
    assert values(said, CATALOGUE, "dcterms:conformsTo") == set(catalogue.PROFILES)


def test_the_dataset_has_what_the_profiles_ask_for(said: rdflib.Graph) -> None:
    for short in ("dcterms:title", "dcterms:description", "dcat:keyword"):
        assert {value[-3:] for value in values(said, DATASET, short)} == {"@sv", "@en"}
    assert values(said, DATASET, "dcterms:publisher") == values(said, CATALOGUE, "dcterms:publisher")
    assert values(said, DATASET, "dcat:theme") == {
        EU + f"data-theme/{code}" for code in ("SOCI", "EDUC", "ECON", "GOVE")
    }
    assert values(said, DATASET, "dcterms:accessRights") == {EU + "access-right/PUBLIC"}
    assert values(said, DATASET, "dcterms:accrualPeriodicity") == {EU + "frequency/IRREG"}
    assert values(said, DATASET, "dcterms:conformsTo") == {"https://w3id.org/samverkan/ns"}
    assert values(said, DATASET, "dcat:version") == values(said, DATASET, "owl:versionInfo") == {"3"}
    assert values(said, DATASET, "dcterms:identifier") == {DATASET}
    assert values(said, DATASET, "dcat:landingPage") == {BASE_URL}
    assert {BASE_URL + path for path in (".well-known/void", "ns.html", "ns.en.html")} <= values(
        said, DATASET, "foaf:page"
    )
    (provenance,) = values(said, DATASET, "dcterms:provenance")
    assert {value[-3:] for value in values(said, provenance, "rdfs:label")} == {"@sv", "@en"}


def test_the_time_covered_is_that_of_the_projects(said: rdflib.Graph, graph: ox.Store) -> None:
    days = {
        name: [
            quad.object.value
            for quad in graph.quads_for_pattern(None, ox.NamedNode(PREFIXES["sam"] + name), None)
            if isinstance(quad.object, ox.Literal)
        ]
        for name in ("earliestStart", "latestEnd")
    }
    (period,) = values(said, DATASET, "dcterms:temporal")
    assert values(said, period, "rdf:type") == {DCTERMS + "PeriodOfTime"}
    assert values(said, period, "dcat:startDate") == {min(days["earliestStart"]) + "^date"}
    assert values(said, period, "dcat:endDate") == {max(days["latestEnd"]) + "^date"}


def test_each_dump_and_table_is_a_distribution(said: rdflib.Graph) -> None:
    found = values(said, DATASET, "dcat:distribution")
    assert found == set(of_class(said, "dcat:Distribution"))
    by_url = {url: thing for thing in found for url in values(said, thing, "dcat:downloadURL")}
    data = {file for file in WRITTEN if file.path.startswith("data/") and not file.path.endswith(".json")}
    assert set(by_url) == {BASE_URL + file.path for file in data}
    for file in data:
        thing = by_url[BASE_URL + file.path]
        assert values(said, thing, "dcat:accessURL") == {BASE_URL + file.path}
        assert values(said, thing, "dcat:byteSize") == {f"{file.size}^nonNegativeInteger"}
        assert values(said, thing, "dcterms:license") == {CC0}
        assert values(said, thing, "dcatap:availability") == {EU + "planned-availability/EXPERIMENTAL"}
        assert {value[-3:] for value in values(said, thing, "dcterms:title")} == {"@sv", "@en"}
        (checksum,) = values(said, thing, "spdx:checksum")
        assert values(said, checksum, "spdx:checksumValue") == {f"{file.sha256}^hexBinary"}
        assert values(said, checksum, "spdx:algorithm") == {"http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}


@pytest.mark.parametrize(
    ("name", "file_type", "media"),
    [
        ("ttl", "RDF_TURTLE", "text/turtle"),
        ("trig", "RDF_TRIG", "application/trig"),
        ("nt", "RDF_N_TRIPLES", "application/n-triples"),
        ("rdf", "RDF_XML", "application/rdf+xml"),
        ("jsonld", "JSON_LD", "application/ld+json"),
        ("csv-projects", "CSV", "text/csv"),
    ],
)
def test_formats_are_iris_of_the_tables(said: rdflib.Graph, name: str, file_type: str, media: str) -> None:
    thing, media_iri = (
        f"{BASE_URL}catalog.rdf#distribution-{name}",
        f"https://www.iana.org/assignments/media-types/{media}",
    )
    assert values(said, thing, "dcterms:format") == {EU + f"file-type/{file_type}"}
    assert values(said, thing, "dcat:mediaType") == {media_iri}
    assert values(said, media_iri, "rdf:type") == {DCTERMS + "MediaType"}
    assert values(said, EU + f"file-type/{file_type}", "rdf:type") == {DCTERMS + "MediaTypeOrExtent"}


def test_publisher_and_contact_are_two(said: rdflib.Graph) -> None:
    (publisher,) = values(said, DATASET, "dcterms:publisher")
    (contact,) = values(said, DATASET, "dcat:contactPoint")
    assert publisher != contact
    assert values(said, publisher, "rdf:type") == {PREFIXES["foaf"] + "Agent"}
    assert values(said, publisher, "dcterms:identifier") == {"202100-6883"}
    (kind,) = values(said, publisher, "dcterms:type")
    assert kind == "http://purl.org/adms/publishertype/NationalAuthority"
    assert values(said, kind, "rdf:type") == {PREFIXES["skos"] + "Concept"}
    assert values(said, contact, "rdf:type") == {PREFIXES["vcard"] + kind for kind in ("Kind", "Organization")}
    assert values(said, contact, "vcard:hasEmail") == {"mailto:oppna-data@example.org"}
    assert {value[-3:] for value in values(said, contact, "vcard:fn")} == {"@sv", "@en"}
    assert values(said, CC0, "rdf:type") == {DCTERMS + "LicenseDocument"}
    assert values(said, BASE_URL, "rdf:type") == {PREFIXES["foaf"] + "Document"}


def test_a_service_is_described_only_when_there_is_one(said: rdflib.Graph, with_service: Site) -> None:
    assert not of_class(said, "dcat:DataService")
    graph = rdflib.Graph()
    files = {file.path: content(file) for file in catalogue.files(with_service, WRITTEN)}
    graph.parse(data=files["catalog.rdf"], format="xml")
    (service,) = of_class(graph, "dcat:DataService")
    assert values(graph, CATALOGUE, "dcat:service") == {service}
    assert values(graph, service, "dcat:endpointURL") == {"https://data.example.org/sparql"}
    assert values(graph, service, "dcat:endpointDescription")
    assert values(graph, service, "dcat:servesDataset") == {DATASET}
    assert values(graph, f"{BASE_URL}catalog.rdf#distribution-sparql", "dcat:accessService") == {service}
    (phone,) = values(graph, f"{BASE_URL}catalog.rdf#contact", "vcard:hasTelephone")
    assert values(graph, phone, "vcard:hasValue") == {"tel:+46101234567"}
    (address,) = values(graph, f"{BASE_URL}catalog.rdf#contact", "vcard:hasAddress")
    assert values(graph, address, "vcard:street-address") == {"Gatan 1"}


def test_without_places_in_the_file_the_countries_are_read_from_the_graph(site: Site) -> None:
    silent = replace(site, config=replace(site.config, spatial=()))
    spatial = {
        str(quad.object.value)
        for quad in catalogue.catalogue(silent, WRITTEN)
        if quad.predicate.value == DCTERMS + "spatial" and isinstance(quad.object, ox.NamedNode)
    }
    assert EU + "country/SWE" in spatial


def test_an_empty_graph_has_a_catalogue_too(site: Site) -> None:
    empty = replace(site, store=ox.Store(), config=replace(site.config, spatial=()))
    files = {file.path: content(file) for file in catalogue.files(empty, ())}
    graph = rdflib.Graph().parse(data=files["catalog.rdf"], format="xml")
    assert of_class(graph, "dcat:Dataset") == [DATASET]
    assert not values(graph, DATASET, "dcterms:temporal")
    assert not values(graph, DATASET, "dcat:distribution")


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own
def test_hostile_texts_stay_texts(site: Site) -> None:
    bad = '<script>alert(1)</script> & "x" \u202e ]]> </rdf:RDF>'
    config = replace(site.config, title={"sv": bad, "en": bad}, keywords={"sv": (bad,), "en": ()})
    files = {file.path: content(file) for file in catalogue.files(replace(site, config=config), WRITTEN)}
    for path, form in (("catalog.rdf", "xml"), ("catalog.ttl", "turtle"), ("catalog.jsonld", "json-ld")):
        graph = rdflib.Graph().parse(data=files[path], format=form)
        assert values(graph, DATASET, "dcterms:title") == {f"{bad}@sv", f"{bad}@en"}
    assert b"<script>" not in files["catalog.rdf"]


def test_only_files_that_are_there_are_named(site: Site) -> None:
    few = tuple(file for file in WRITTEN if file.path == "data/samverkan.nt")
    addresses = {
        quad.object.value
        for quad in catalogue.catalogue(site, few)
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE_URL)
    }
    files = {address for address in addresses if "#" not in address}
    assert files == {BASE_URL, BASE_URL + "data/samverkan.nt"}


def violations(site: Site, written: Sequence[Written], shapes: Path) -> list[str]:
    """Return what a file of shapes finds wrong with the catalogue, one line each, warnings left out."""
    data = rdflib.Graph()
    for path in (BACKGROUND,):
        data.parse(data=path.read_bytes(), format="turtle")
    file = next(iter(catalogue.files(site, written)))
    data.parse(data=content(file), format="xml")
    rules = rdflib.Graph().parse(data=shapes.read_bytes(), format="turtle")
    for shape, rule in list(rules.subject_objects(SH.property)):
        if (rule, SH.path, None) not in rules:  # the published file names two rules of services that it does not hold
            rules.remove((shape, SH.property, rule))
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, advanced=False)
    assert isinstance(report, rdflib.Graph)
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shown = [report.value(result, part) for part in (SH.resultSeverity, SH.focusNode, SH.resultPath)]
        found.append(" ".join(str(part) for part in shown))
    return sorted(line for line in found if line.startswith(str(SH.Violation)))


def folder_of_shapes() -> Path:
    if not (named := os.environ.get(SHAPES)):
        pytest.skip(f"{SHAPES} names no folder with the Commission's DCAT-AP shapes")
    return Path(named)


@pytest.mark.parametrize("endpoint", [False, True])
def test_the_european_shapes_hold(site: Site, with_service: Site, endpoint: bool) -> None:
    """All but the rule that a publisher stands in the EU's table of corporate bodies, which no Swedish body does."""
    shapes = sorted(folder_of_shapes().glob("*.ttl"))
    assert shapes
    left_out = f"{SH.Violation} {site.config.publisher.iri} {PREFIXES['skos']}inScheme"
    for path in shapes:
        found = violations(with_service if endpoint else site, WRITTEN, path)
        assert [line for line in found if line != left_out] == [], path.name


def test_the_european_shapes_would_tell(site: Site) -> None:
    """What is wrong is found: else the test above says nothing."""
    folder = folder_of_shapes()
    wrong = replace(site, config=replace(site.config, title={}, themes=("NONE",), frequency="SOMETIMES"))
    found = " ".join(line for path in sorted(folder.glob("*.ttl")) for line in violations(wrong, WRITTEN, path))
    for name in ("title", "accrualPeriodicity"):
        assert DCTERMS + name in found
    assert DCAT + "theme" in found


def test_the_background_describes_no_more_than_concepts() -> None:
    quads = list(ox.parse(BACKGROUND.read_bytes(), format=ox.RdfFormat.TURTLE))
    assert {str(quad.subject).partition(EU)[1] for quad in quads} == {EU}
    assert {quad.object.value for quad in quads if quad.predicate.value == RDF_TYPE} >= {PREFIXES["skos"] + "Concept"}
