"""The European score and the stars: what is lost by leaving something out, and what is gained by mending it."""

import pytest
from portal_check_help import catalogue

from kg.work.portal.check.measures import INDICATORS
from kg.work.portal.check.score import DIMENSIONS, Score, score_of
from kg.work.portal.check.stars import stars_of

FT = "http://publications.europa.eu/resource/authority/file-type/"
LICENCE = "dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>"
IANA = "https://www.iana.org/assignments/media-types/"


def score(changes: dict[str, str]) -> Score:
    return score_of(catalogue(changes), (), lambda _: True)


def test_the_points_of_the_method() -> None:
    most = {name: sum(one.points for one in INDICATORS if one.dimension == name) for name in DIMENSIONS}
    assert list(most.values()) == [100, 100, 110, 75, 20]
    assert score({}).points == 405


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"dcat:keyword": "dcat:word"}, 30),
        ({"dcat:theme <": "dcat:thema <"}, 30),
        ({"dcterms:temporal": "dcterms:time"}, 20),
        ({"dcat:downloadURL": "dcat:download"}, 20 + 30),
        ({"dcat:downloadURL <https://data.example.org/libraries.csv> ;": ""}, (20 + 30) / 2),
        ({"dcterms:format": "dcterms:form"}, 20 + 10),
        ({"dcat:mediaType": "dcat:media"}, 10 + 10),
        ({f"<{FT}CSV>": f"<{FT}XLSX>"}, 20 / 2),
        ({f"<{FT}CSV>": f"<{FT}PDF>"}, (20 + 20) / 2),
        ({f"<{FT}CSV>": '"text/csv"'}, 10 / 2),
        ({f"<{IANA}text/csv>": '"text/csv"'}, 10 / 2),
        ({"dcterms:accessRights": "dcterms:access"}, 10 + 5),
        (
            {
                "dcterms:accessRights <http://publications.europa.eu/resource/authority/": "dcterms:accessRights <http://e.x/"
            },
            5,
        ),
        ({"dcat:contactPoint": "dcat:contact"}, 20),
        ({"dcterms:rights ": "dcterms:right "}, 5),
        ({"dcat:byteSize": "dcat:size"}, 5),
        ({"dcterms:modified": "dcterms:changed"}, 5),
    ],
)
def test_what_is_missing_costs_its_points(changes: dict[str, str], lost: float) -> None:
    found = score(changes)
    assert 405 - found.points == lost
    assert round(sum(one.lost for one in found.measured), 1) == lost


def test_what_breaks_a_rule_does_not_follow_the_profile() -> None:
    found = catalogue()
    assert score_of(found, found.distributions[:1], lambda _: True).points == 375


def test_addresses_that_do_not_answer_and_those_that_nobody_tried() -> None:
    found = score_of(catalogue(), (), lambda address: "csv" not in address)
    assert found.points == 405 - (50 + 30) / 2
    unknown = score_of(catalogue(), (), lambda _: None)
    assert (unknown.points, unknown.unchecked, unknown.best_possible) == (325, 80, 405)
    assert (unknown.rating("en"), unknown.rating("sv")) == ("good", "bra")


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        (
            {f"{LICENCE} ;\n  dcterms:rights": "dcterms:rights"},
            0,
        ),
        ({f"<{FT}CSV>": f"<{FT}PDF>", f"<{FT}RDF_TURTLE>": f"<{FT}PDF>", IANA: "https://example.org/"}, 1),
        ({f"<{FT}CSV>": f"<{FT}XLSX>", f"<{FT}RDF_TURTLE>": f"<{FT}XLS>", IANA: "https://example.org/"}, 2),
        ({f"<{FT}RDF_TURTLE>": f"<{FT}CSV>", "media-types/text/turtle": "media-types/text/csv"}, 3),
        ({}, 4),
    ],
)
def test_stars(changes: dict[str, str], number: int) -> None:
    found = stars_of(catalogue(changes), 0)
    assert found.number == number
    assert found.sv and found.en


def test_the_fifth_star_is_for_links_to_others() -> None:
    assert stars_of(catalogue(), 12).number == 5
    assert stars_of(catalogue(), None).number == 4
    assert stars_of(catalogue({"a dcat:Dataset ": "a dcat:Data ", "dcat:dataset ": "dcat:data "}), 12).number == 0
