"""The questions that the graph was made to answer, each with the answer that its documents give."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
import pytest
from answering import Cell, digest, records

from kg.work.queries import find_question

Record = dict[str, Cell]
Answer = list[Record]

CO_FINANCIERS = {
    "Arbetsförmedlingen Falun",
    "Arbetsförmedlingen Hedemora",
    "Arbetsmarknadsområde Göteborg",
    "Borlänge kommun Vuxenutbildningen",
    "Dalawux",
    "Falu Kommun",
    "Försäkringskassan Borlänge",
    "Försäkringskassan Falun",
    "Försäkringskassan i Västra Götaland",
    "Gagnefs Kommun, Utvecklingscentrum",
    "Hedemora Lärcentrum",
    "Kommunkansliet",
    "Leksand kommun",
    "Lärcentrum",
    "Lärcentrum Malung, Malungs kommun",
    "Mora kommun",
    "Orsa lärcentrum, AME",
    "Rättviks Gymnasium/Lärcentrum",
    "Västerbergslagens Utbildningscentrum, VBU",
    "Älvdalens Gymnasieskola Vux",
}
ONLY_CO_FINANCIERS = {
    "Arbetsförmedlingen Hedemora",
    "Arbetsmarknadsområde Göteborg",
    "Försäkringskassan Borlänge",
    "Försäkringskassan Falun",
    "Försäkringskassan i Västra Götaland",
    "Hedemora Lärcentrum",
}
ONLY_PARTNERS = {
    "FÖRETAGARNA DALARNA",
    "Kommunledningsförvaltning",
    "Kunskapsnavet",
    "Meritea AB",
    "Region Dalarna",
}
PARTNERS = CO_FINANCIERS - ONLY_CO_FINANCIERS | ONLY_PARTNERS
REGIONAL = {  # the eight projects of one list, all stated as 2018-2020
    "tv-orebro",
    "tv-vastmanland",
    "tv-vasterbotten",
    "tv-ostergotland",
    "tv-skane",
    "tv-sjuharad",
    "tv-blekinge",
    "tv-jonkoping",
}


@dataclass(frozen=True)
class Case:
    """A question: its number, the canned question and its values, how to read the answer, the right reading."""

    number: str
    query: str
    read: Callable[[Answer], Any]
    expected: Any
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)


def project(*slugs: str) -> dict[str, list[str]]:
    return {"project": [f"project/{slug}" for slug in slugs]}


def slugs(column: str = "project") -> Callable[[Answer], Any]:
    """Read a column of things as their slugs, each row one: a thing that comes twice is told twice."""
    return lambda answer: sorted(slug(record[column]) for record in answer)


def stated(answer: Answer) -> Any:
    """Read the names as the documents spell them; sorted, so that a name that comes twice is told twice."""
    return sorted(str(record["stated_as"]) for record in answer)


def table(*columns: str) -> Callable[[Answer], Any]:
    """Read some columns, things as slugs, rows in any order."""
    return lambda answer: sorted(tuple(slug(record[column]) for column in columns) for record in answer)


def one(*columns: str) -> Callable[[Answer], Any]:
    """Read some columns of the only row."""

    def read(answer: Answer) -> Any:
        [record] = answer
        return tuple(record[column] for column in columns)

    return read


def digest_of(*columns: str) -> Callable[[Answer], Any]:
    """Read the digest of some columns of the only row, which is about a person."""
    return lambda answer: digest(one(*columns)(answer))


def slug(value: Cell) -> Any:
    return value.partition("/")[2] if isinstance(value, str) and value.startswith("project/") else value


TRE_M = project("tre-m")
YRK_IN = project("yrk-in")

CASES = [
    Case("Q01", "projects-at-all-levels", slugs(), ["yrk-in"]),
    Case(
        "Q02",
        "actors-at-level",
        stated,
        sorted(["Skolverket", "MUCF", "Migrationsverket", "Skolinspektionen", "Tillväxtverket", "departement"]),
        {**YRK_IN, "level": ["national"]},
    ),
    Case(
        "Q04",
        "local-municipalities",
        table("stated_as", "sub_project"),
        [("Bergs kommun", "yrk-in-bergs-kommun"), ("Strömsunds kommun", "yrk-in-stromsunds-kommun")],
        YRK_IN,
    ),
    Case(
        "Q06",
        "owners-of-projects",
        lambda answer: {slug(record["project"]): record["stated_as"] for record in answer},
        {
            "yrk-in": "Svenska Kommuner och Landsting",
            "tv-orebro": "Region Örebro",
            "tv-vastmanland": "Region Västmanland",
            "tv-vasterbotten": "Region Västerbotten",
            "tv-ostergotland": "Region Östergötland",
            "tv-skane": "Region Skåne",
            "tv-sjuharad": "Sjuhärad/Västragötalandsregionen",
            "tv-blekinge": "Region Blekinge",
            "tv-jonkoping": "Sjuhärad/Västragötalandsregionen",
            "jobbspar-for-alla": None,
            "tre-m": "Hedemora Lärcentrum",
            "kompetenskatalysator-1-0": "NORRBOTTENS KOMMUNER",
        },
    ),
    Case(
        "Q06, what is doubtful",
        "owners-of-projects",
        lambda answer: {slug(record["project"]): record["reason"] for record in answer if record["reason"]},
        {"jobbspar-for-alla": "owner-unknown", "tv-jonkoping": "owner-doubtful"},
    ),
    Case("Q08", "actors-with-role", stated, sorted(CO_FINANCIERS), {**TRE_M, "role": ["co-financier"]}),
    Case("Q09", "actors-with-role", stated, sorted(PARTNERS), {**TRE_M, "role": ["cooperation-partner"]}),
    Case(
        "Q08 and Q09, how many",
        "parties-by-role",
        lambda answer: {record["role"]: record["actors"] for record in answer if "co" in str(record["role"])},
        {"co-financier": 20, "cooperation-partner": 19},
        TRE_M,
    ),
    Case(
        "Q11",
        "actors-with-one-role-but-not-another",
        stated,
        sorted(ONLY_CO_FINANCIERS),
        {**TRE_M, "role": ["co-financier"], "other_role": ["cooperation-partner"]},
    ),
    Case(
        "Q12",
        "actors-with-one-role-but-not-another",
        stated,
        sorted(ONLY_PARTNERS),
        {**TRE_M, "role": ["cooperation-partner"], "other_role": ["co-financier"]},
    ),
    Case(
        "Q13",
        "roles-of-actor",
        lambda answer: [record["role"] for record in answer],
        ["co-financier", "owner"],
        {"actor": ["actor/hedemora-larcentrum"]},
    ),
    Case(
        "Q16",
        "projects-of-actor",
        table("project", "role"),
        [("tv-vasterbotten", "owner"), ("yrk-in", "cooperation-partner")],
        {"actor": ["actor/region-vasterbotten"]},
    ),
    Case(
        "Q19",
        "references-of-projects",
        table("project", "target", "stated_as"),
        [
            ("jobbspar-for-alla", "initiative/dua-overenskommelsen-2020", "DUA-överenskommelsen år 2020"),
            ("tre-m", "dalalyft", "Dalalyft"),
            ("tv-sjuharad", "boss", "ESF-projektet BOSS"),
            ("tv-vasterbotten", "initiative/dua", "DUA"),
            ("yrk-in", "initiative/school-to-work", "School to Work"),
        ],
    ),
    Case(
        "Q20",
        "projects-relating-to-initiative",
        slugs(),
        ["jobbspar-for-alla", "tv-vasterbotten"],
        {"initiative": ["initiative/dua"]},
    ),
    Case(
        "Q22",
        "quantified-targets",
        table("value", "unit", "target_groups"),
        [
            (
                "250",
                "persons",
                "able-to-work-losing-foothold, immigrants, long-term-excluded, "
                "people-with-disabilities, young-without-upper-secondary",
            ),
            ("50", "percent", "immigrants, people-with-disabilities, young-without-upper-secondary"),
            ("50", "percent", "long-term-excluded"),
            ("75", "percent", "able-to-work-losing-foothold"),
            ("75", "percent", "project-participants"),
        ],
        TRE_M,
    ),
    Case("Q23", "projects-with-quantified-targets", table("project", "targets"), [("tre-m", 5)]),
    Case(
        "Q25",
        "target-groups-of-project",
        lambda answer: {record["group"]: (record["age_from"], record["age_to"]) for record in answer},
        {
            "young-and-newly-arrived-15-24": (15, 24),
            "young-people": (None, None),
            "newly-arrived": (None, None),
            "introduction-programme-students": (None, None),
            "vocational-introduction-students": (None, None),
            "language-introduction-students": (None, None),
        },
        YRK_IN,
    ),
    Case(
        "Q26",
        "support-share-of-total",
        one("support", "total", "remainder", "share_percent"),
        (17520617, 40941426, 23420809, "42.79"),
        TRE_M,
    ),
    Case(
        "Q28",
        "support-share-of-part-budget",
        one("support", "co_financing", "total", "share_percent"),
        (3453768, 2499485, 5953253, "58.01"),
        {**YRK_IN, "recipient": ["actor/region-jamtland-harjedalen"]},
    ),
    Case("Q30", "eu-share", one("percent", "amount"), ("40", None), project("kompetenskatalysator-1-0")),
    Case(
        "Q32",
        "projects-running-in-period",
        lambda answer: {
            certainty: {slug(record["project"]) for record in answer if record["certainty"] == certainty}
            for certainty in ("certain", "possible", "unknown")
        },
        {"certain": REGIONAL | {"yrk-in"}, "possible": set(), "unknown": {"jobbspar-for-alla"}},
        {"from": ["2019"], "to": ["2019"]},
    ),
    Case(
        "Q33",
        "day-precise-periods",
        table("project", "start", "end"),
        [
            ("kompetenskatalysator-1-0", "2024-09-01", "2027-09-01"),
            ("tre-m", "2012-01-01", "2014-06-30"),
            ("yrk-in", "2017-09-01", "2020-02-28"),
        ],
    ),
    Case(
        "Q35",
        "projects-owned-in-same-nuts-area",
        table("project", "code", "area_name", "other"),
        [("kompetenskatalysator-1-0", "SE33", "Övre Norrland", "tv-vasterbotten")],
    ),
    Case(
        "Q37",
        "contacts-of-project",
        digest_of("name", "role", "email", "phone"),
        "d443e667f3e2713167820e4b347877633b9819c14aa7d683cd896b2511c2e8c9",
        project("tv-blekinge"),
    ),
    Case("Q38", "projects-without-stated-contact", slugs(), ["jobbspar-for-alla", "kompetenskatalysator-1-0"]),
    Case(
        "Q39",
        "figures-that-are-not-the-projects",
        table("file", "first_line", "stated_as", "project"),
        [("002_4a985fd5795a2ed5.txt", 66, "över 12 miljarder kronor", "jobbspar-for-alla")],
        {"text": ["12 miljarder"]},
    ),
    Case(
        "Q39, what it concerns",
        "figures-that-are-not-the-projects",
        lambda answer: ["2007–2013" in str(record["description"]) for record in answer],
        [True],
        {"text": ["12 miljarder"], "lang": ["en"]},
    ),
    Case("Q39, not the project's money", "money-of-project", lambda answer: answer, [], project("jobbspar-for-alla")),
    Case(
        "Q40",
        "projects-by-theme",
        slugs(),
        ["jobbspar-for-alla", "kompetenskatalysator-1-0", "tre-m", "tv-ostergotland", "tv-skane"],
        {"theme": ["learning-centre"]},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_question(case: Case, graph: ox.Store, private_graph: ox.Store) -> None:
    question = find_question(case.query)
    store = private_graph if "contacts" in question.tags else graph
    assert case.read(records(store, question, case.given)) == case.expected


def test_nobody_lacks_a_contact_where_contacts_are_not_read(graph: ox.Store) -> None:
    assert records(graph, find_question("projects-without-stated-contact")) == []


def test_all_twenty_five_are_asked() -> None:
    assert len({case.number[:3] for case in CASES}) == 25


@pytest.mark.parametrize(
    ("first", "last", "certain", "possible"),
    [
        ("2017", "2017", {"yrk-in"}, set()),
        ("2018-03-01", "2018-03-31", {"yrk-in"}, REGIONAL),
        ("2018", "2018", {"yrk-in"} | REGIONAL, set()),
        ("2020-02-29", "2020-06-30", set(), REGIONAL),
        ("2020-02-28", "2020-02-28", {"yrk-in"}, REGIONAL),
        ("2019-06-15", "2019-06-15", {"yrk-in"} | REGIONAL, set()),
        ("2014-07-01", "2017-08-31", set(), set()),
        ("2027-09-01", "2027-09-01", {"kompetenskatalysator-1-0"}, set()),
        ("2027-09-02", "2030", set(), set()),
        ("2000", "2099", REGIONAL | {"yrk-in", "tre-m", "kompetenskatalysator-1-0"}, set()),
    ],
)
def test_certainty_of_a_period(graph: ox.Store, first: str, last: str, certain: set[str], possible: set[str]) -> None:
    """A year that stands for a day makes a project possible at the edges and certain in between."""
    answer = records(graph, find_question("projects-running-in-period"), {"from": [first], "to": [last]})
    by_certainty = {word: {slug(r["project"]) for r in answer if r["certainty"] == word} for word in WORDS}
    assert by_certainty == {"certain": certain, "possible": possible, "unknown": {"jobbspar-for-alla"}}


WORDS = ("certain", "possible", "unknown")
