"""What the portal asks for besides the shapes: each rule is broken once, and told as severely as it is."""

import pytest
from portal_check_help import catalogue

from kg.work.portal.check.harvest import harvest_problems

PUBLISHER = "http://dataportal.se/organisation/SE2021006883"
CC0 = "dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> ;\n  dcterms:rights"

BROKEN = [
    ({"ex:contact a ": "[] a ", "ex:contact ;": "[] ;"}, "blank-node", "violation"),
    ({"ex:csv, ": "[ a dcat:Distribution ], "}, "blank-node", "violation"),
    ({"<https://data.example.org/> ;": "<data.html> ;"}, "iri-form", "violation"),
    ({"libraries.csv>": "libraries of sweden.csv>"}, "iri-form", "violation"),
    ({"libraries.csv>": "100%.csv>"}, "iri-form", "violation"),
    ({PUBLISHER: "https://example.org/publisher"}, "publisher-form", "warning"),
    ({PUBLISHER: "https://dataportal.se/organisation/SE2021006883"}, "publisher-form", "violation"),
    ({PUBLISHER: "http://dataportal.se/organisation/SE202100-6883"}, "publisher-form", "violation"),
    ({PUBLISHER: "http://dataportal.se/organisation/SE2021006884"}, "publisher-number", "violation"),
    ({"dcat:contactPoint ex:contact": f"dcat:contactPoint <{PUBLISHER}>"}, "contact-is-publisher", "violation"),
    ({'"Bibliotek"@sv, ': ""}, "text-sv", "warning"),
    ({', "Libraries"@en': ""}, "text-en", "warning"),
    ({', "library"@en': ""}, "text-en", "warning"),
    ({"resource/authority/data-theme/EDUC": "other/EDUC"}, "theme-table", "violation"),
    ({"resource/authority/data-theme/EDUC": "resource/authority/data-theme/EDUK"}, "theme-unknown", "violation"),
    ({CC0: CC0.replace("http://", "https://")}, "licence-form", "violation"),
    ({CC0: CC0.replace("1.0/>", "1.0>")}, "licence-form", "violation"),
    (
        {"dcat:dataset ex:libraries .": "dcat:dataset ex:libraries . ex:b a dcat:Catalog ."},
        "catalogue-level",
        "violation",
    ),
    (
        {
            "dcat:dataset ex:libraries .": "dcat:dataset ex:libraries ; dcterms:hasPart ex:b . "
            "ex:b a dcat:Catalog ; dcterms:hasPart ex:c . ex:c a dcat:Catalog ."
        },
        "catalogue-level",
        "violation",
    ),
    ({"a dcat:Catalog ": "a dcat:Catalogue "}, "no-catalogue", "violation"),
    ({"dcat:dataset ex:libraries .": "dcat:dataset ex:other ."}, "dataset-unlisted", "warning"),
    ({"ex:rights a ": "ex:record a dcat:CatalogRecord . ex:rights a "}, "catalogue-record", "violation"),
]


@pytest.mark.parametrize(("changes", "check", "severity"), BROKEN)
def test_a_rule_that_is_broken_is_told(changes: dict[str, str], check: str, severity: str) -> None:
    found = {problem.check: problem for problem in harvest_problems(catalogue(changes), own=False)}
    assert found[check].severity == severity
    assert {problem.check: problem for problem in harvest_problems(catalogue(changes), own=True)}[check].severity == (
        "warning" if check == "dataset-unlisted" else "violation"
    )


def test_a_node_without_a_name_is_found_by_what_leads_to_it() -> None:
    nested = "dcat:distribution [ a dcat:Distribution ; dcat:accessService [ a dcat:DataService ] ], "
    found = [problem for problem in harvest_problems(catalogue({"dcat:distribution ": nested}), own=False)
             if problem.check == "blank-node"]  # fmt: skip
    assert [problem.where for problem in found] == ["https://data.example.org/libraries"] * 2


def test_nothing_is_told_of_what_is_complete() -> None:
    assert list(harvest_problems(catalogue(), own=True)) == []


def test_one_level_of_catalogues_is_taken() -> None:
    below = "dcat:dataset ex:libraries ; dcterms:hasPart ex:b . ex:b a dcat:Catalog ."
    found = {
        problem.check for problem in harvest_problems(catalogue({"dcat:dataset ex:libraries .": below}), own=False)
    }
    assert "catalogue-level" not in found


def test_a_publisher_may_have_a_suffix_that_was_agreed_on() -> None:
    changes = {PUBLISHER: PUBLISHER + "-library"}
    assert list(harvest_problems(catalogue(changes), own=True)) == []
