import json

import pyoxigraph as ox
import pytest
from kg_help import iri, store_of
from pages_help import seen, site_of, text_of

from kg.work.pages.reader import Reader
from kg.work.pages.views import view_of
from kg.work.portal.html import Renderer
from kg.work.portal.pages.front import dataset, files
from kg.work.portal.pages.schema_org import described
from kg.work.portal.pages.things import thing_page

DATA = """
role:owner skos:prefLabel "projektägare"@sv, "owner"@en . theme:matching skos:prefLabel "matchning"@sv, "matching"@en .
fund:esf skos:prefLabel "Europeiska socialfonden"@sv .
project:x a sam:Project ; dcterms:title "Alfa"@sv ; skos:altLabel "A"@sv ; dcterms:identifier "2012-1" ;
  sam:start "2018"^^xsd:gYear ; sam:end "2020-05-31"^^xsd:date ; sam:fund fund:esf ; sam:place place:lulea ;
  dcterms:subject theme:matching ; dcterms:description "Svensk text."@sv, "English text."@en .
:p1 sam:project project:x ; sam:actor actor:a ; sam:role role:owner .
:m1 sam:contributionTo project:x ; sam:contributionKind contribution-kind:granted-support ; sam:amount 1000 ;
  sam:currency currency:SEK .
:m2 sam:contributionTo project:x ; sam:contributionKind contribution-kind:total-budget ; sam:amount 2000 .
actor:a a sam:Actor, sam:Organisation ; skos:prefLabel "Region A"@sv ; dcterms:identifier "232100-0001" ;
  org:classification actor-kind:region ; foaf:homepage <javascript:alert(1)>, <https://a.example.org/> ;
  owl:sameAs <http://www.wikidata.org/entity/Q1>, <urn:x:1> ; sam:place place:lulea .
place:lulea a sam:Place, sam:Municipality ; skos:prefLabel "Luleå"@sv ; skos:notation "2580" ;
  dcterms:isPartOf place:norrbottens-lan .
place:sweden a sam:Place, sam:Country ; skos:prefLabel "Sverige"@sv, "Sweden"@en .
document:one a sam:SourceDocument ; dcterms:identifier "one.txt" ; dcterms:title "Ett"@sv ; dcterms:language "sv" .
initiative:i a sam:Initiative ; dcterms:title "Satsningen"@sv .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(DATA)


def told(store: ox.Store, thing: str, lang: str = "en") -> dict[str, object]:
    return described(view_of(Reader(store), iri(thing).value, lang), "https://data.example.org/x.html")


def test_a_project(store: ox.Store) -> None:
    found = told(store, "project:x")
    base = "https://w3id.org/samverkan/id/"
    assert found == {
        "@context": "https://schema.org",
        "@type": "Project",
        "@id": base + "project/x",
        "name": "Alfa",
        "alternateName": "A",
        "description": "English text.",
        "mainEntityOfPage": "https://data.example.org/x.html",
        "identifier": "2012-1",
        "foundingDate": "2018",
        "dissolutionDate": "2020-05-31",
        "areaServed": {"@type": "Place", "@id": base + "place/lulea", "name": "Luleå"},
        "keywords": "matching",
        "funding": {
            "@type": "MonetaryGrant",
            "amount": {"@type": "MonetaryAmount", "currency": "SEK", "value": 1000},
            "funder": {
                "@type": "Organization",
                "@id": "https://w3id.org/samverkan/codes/fund/esf",
                "name": "Europeiska socialfonden",
            },
        },
        "member": {
            "@type": "OrganizationRole",
            "roleName": "owner",
            "member": {"@type": "Organization", "@id": base + "actor/a", "name": "Region A"},
        },
    }


def test_an_authority_with_only_addresses_of_the_web(store: ox.Store) -> None:
    found = told(store, "actor:a", "sv")
    assert found["@type"] == "GovernmentOrganization"
    assert found["url"] == "https://a.example.org/"
    assert found["sameAs"] == "http://www.wikidata.org/entity/Q1"
    assert found["identifier"] == {"@type": "PropertyValue", "propertyID": "organisationsnummer",
                                   "value": "232100-0001"}  # fmt: skip


def test_other_things(store: ox.Store) -> None:
    place = told(store, "place:lulea")
    assert (place["@type"], place["identifier"]) == ("AdministrativeArea", "2580")
    assert told(store, "place:sweden")["@type"] == "Country"
    assert told(store, "place:sweden")["name"] == "Sweden"
    assert told(store, "document:one")["@type"] == "DigitalDocument"
    assert told(store, "initiative:i")["@type"] == "Thing"


def test_a_project_with_no_money_told_is_funded_by_its_fund() -> None:
    own = store_of('project:y a sam:Project ; dcterms:title "Y"@sv ; sam:fund fund:esf .')
    assert told(own, "project:y")["funding"] == {
        "@type": "Grant",
        "funder": {"@type": "Organization", "@id": "https://w3id.org/samverkan/codes/fund/esf", "name": "esf"},
    }
    assert "funding" not in told(store_of('project:y a sam:Project ; dcterms:title "Y"@sv .'), "project:y")


def test_the_dataset_names_its_files(store: ox.Store) -> None:
    site = site_of(store)
    pages = {file.path: seen(text_of(file)) for file in files(site)}
    (script,) = [words for tag, words in pages["index.en.html"].words if tag == "script"]
    found = json.loads(script)
    assert found["@type"] == "Dataset"
    assert found["license"] == "http://creativecommons.org/publicdomain/zero/1.0/"
    assert found["name"] == "Cooperation projects"
    assert {one["contentUrl"] for one in found["distribution"]} >= {
        "https://data.example.org/samverkan/data/samverkan.ttl",
        "https://data.example.org/samverkan/data/samverkan.jsonld",
    }
    assert dataset(site, "sv", ())["dateModified"] == "2026-11-22"


def test_a_title_cannot_end_the_script() -> None:
    title = "x</script><script>alert(1)</script><!--"
    own = store_of(f'project:y a sam:Project ; dcterms:title "{title}"@sv .')
    view = view_of(Reader(own), iri("project:y").value, "sv")
    page = text_of(thing_page(Renderer(site_of(own)), view))
    assert page.count("<script") == 1
    (script,) = [words for tag, words in seen(page).words if tag == "script"]
    assert json.loads(script)["name"] == title


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_values_that_are_none_do_not_stop_the_page(lang: str) -> None:
    wrong = store_of("""
project:x a sam:Project ; dcterms:title "X" ; sam:place "here" ; sam:fund "money" ; sam:start "soon" .
:p sam:project project:x ; sam:actor "somebody" ; sam:role "some role" .
:m sam:contributionTo project:x ; sam:contributionKind contribution-kind:granted-support ; sam:amount "many" ;
  sam:rate "half" .
""")
    view = view_of(Reader(wrong), iri("project:x").value, lang)
    page = text_of(thing_page(Renderer(site_of(wrong)), view))
    assert "many" in page and "half" in page
