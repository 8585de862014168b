import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import FIXTURES, add, iri, lines_of, store_of, triples

from kg.disk.nameindex import NameIndex
from kg.terms import ENTRY_GRAPHS, ONTOLOGY_GRAPH, REGISTER_GRAPHS
from kg.work.doubles import title_likeness
from kg.work.knowledge import Knowledge
from kg.work.match import cleaned
from kg.work.matching import Match, Matcher, Near
from kg.work.names import Named
from kg.work.naming import names_in
from kg.work.numbers import number_keys

MEANT, MISSPELT, UNLIKE = (lines_of(FIXTURES / "names" / f"{name}.txt") for name in ("meant", "misspelt", "unlike"))


def knowledge(store: ox.Store) -> Knowledge:
    return Knowledge(store, NameIndex.in_memory(names_in(store)))


@pytest.fixture(scope="module")
def real(graph: ox.Store) -> Matcher:
    return Matcher(knowledge(graph))


def asked(matcher: Matcher, text: str, meant: str) -> Match:
    """Return what a text means where a thing such as the one meant is asked for."""
    return matcher.actor(text) if meant.startswith("actor:") else matcher.place(text)


@pytest.mark.parametrize("line", MEANT)
def test_what_is_named_rightly_is_found(real: Matcher, line: str) -> None:
    text, meant = line.split("\t")
    assert asked(real, text, meant).iri == iri(meant).value


@pytest.mark.parametrize("line", MISSPELT)
def test_what_is_misspelt_is_never_taken_for_the_one_it_is_like(real: Matcher, line: str) -> None:
    text, meant = line.split("\t")
    match = asked(real, text, meant)
    assert (match.iri, match.several, match.unresolved) == (None, (), False)


def test_the_one_meant_is_suggested_first_for_nearly_all_that_is_misspelt(real: Matcher) -> None:
    wrong = []
    for text, meant in (line.split("\t") for line in MISSPELT):
        near = asked(real, text, meant).near
        if not near or near[0].iri != iri(meant).value:
            wrong.append((text, near))
    assert len(MISSPELT) >= 60
    assert len(wrong) <= 0.05 * len(MISSPELT), wrong


@pytest.mark.parametrize("text", UNLIKE)
def test_nothing_is_suggested_for_what_is_like_nothing(real: Matcher, text: str) -> None:
    for match in (real.actor(text), real.place(text)):
        assert (match.iri, match.several, match.near) == (None, (), ())


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Norrbotens läns landsting", Near(iri("actor:region-norrbotten").value, "Region Norrbotten", "former-name")),
        ("Hedemora Lärcentum", Near(iri("actor:hedemora-larcentrum").value, "Hedemora Lärcentrum", "spelling")),
        ("AF Falun", Near(iri("actor:arbetsformedlingen-falun").value, "Arbetsförmedlingen Falun", "abbreviation")),
        ("Luleå", Near(iri("actor:lulea-kommun").value, "Luleå kommun", "seat")),
        ("Norrbottens län", Near(iri("actor:region-norrbotten").value, "Region Norrbotten", "seat")),
        ("Gymnasieskola", Near(iri("actor:alvdalens-gymnasieskola-vux").value, "Älvdalens Gymnasieskola Vux", "part")),
    ],
)
def test_a_suggestion_says_why(real: Matcher, text: str, near: Near) -> None:
    assert real.actor(text).near[0] == near


def test_no_more_than_three_near_spellings_are_suggested_each_once(real: Matcher) -> None:
    near = real.actor("Länsstyrelsen i Vestmanlands län").near
    assert 0 < len(near) <= 3
    assert len({one.iri for one in near}) == len(near)


@pytest.mark.parametrize(
    "text", ["Lärcentrum", "lärcentrum ", "Lärcentrum (Tre-M, ort okänd)", "actor:tre-m-larcentrum"]
)
def test_an_actor_that_nobody_knows_is_never_meant_by_another_entry(real: Matcher, text: str) -> None:
    match = real.actor(text)
    if text.startswith("actor:"):  # whoever writes out the name of the thing means that thing
        assert match.iri == iri(text).value
        return
    assert (match.iri, match.unresolved) == (None, True)


def test_of_a_name_that_nobody_knows_whose_it_is_the_known_ones_of_the_kind_are_told(real: Matcher) -> None:
    names = [near.name for near in real.actor("Lärcentrum").near]
    assert names == [
        "Hedemora Lärcentrum",
        "Lärcentrum Malung",
        "Orsa lärcentrum, AME",
        "Rättviks Gymnasium/Lärcentrum",
    ]


def test_the_entry_that_named_it_means_its_own(real: Matcher) -> None:
    assert real.actor("Lärcentrum", entry="tre-m").iri == iri("actor:tre-m-larcentrum").value
    assert real.actor("Lärcentrum", entry="yrk-in").unresolved


@pytest.mark.parametrize("text", ["Meritea AB", "Kunskapsnavet", "Arbetsmarknadsområde Göteborg", "Blekinges kommuner"])
def test_other_actors_in_doubt_and_groups_are_not_meant_either(real: Matcher, text: str) -> None:
    match = real.actor(text)
    assert (match.iri, match.unresolved) == (None, True)


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("Jönköping", "county", "place:jonkopings-lan"),
        ("Kalmar", "county", "place:kalmar-lan"),
        ("Gotland", "county", "place:gotlands-lan"),
        ("Uppsala", "county", "place:uppsala-lan"),
        ("Västra Götaland", "county", "place:vastra-gotalands-lan"),
        ("Jönköping", "municipality", "place:jonkoping"),
        ("880", "municipality", "place:kalmar"),
        ("9", "county", "place:gotlands-lan"),
        ("Stockholm", "nuts", "place:se11"),
        ("Stockholms län", "nuts", "place:se110"),
        ("Norge", "country", "place:norway"),
    ],
)
def test_the_kind_of_place_that_is_said_decides(real: Matcher, text: str, kind: str, meant: str) -> None:
    assert real.place(text, kind).iri == iri(meant).value


def test_every_county_is_found_by_its_short_name_where_a_county_is_asked_for(real: Matcher, graph: ox.Store) -> None:
    counties = [quad.subject for quad in graph.quads_for_pattern(None, iri("rdf:type"), iri("sam:County"))]
    assert len(counties) == 21
    for county in counties:
        english = next(name.text for name in real.names.names_of(county.value) if name.language == "en")  # type: ignore[union-attr]
        assert real.place(english.removesuffix(" County"), "county").iri == county.value  # type: ignore[union-attr]


def test_a_place_of_another_kind_is_suggested(real: Matcher) -> None:
    match = real.place("Norrbotten", "municipality")
    assert match == Match(None, near=(Near(iri("place:norrbottens-lan").value, "Norrbottens län", "other-kind"),))


@pytest.mark.parametrize(
    ("place", "area", "expected"),
    [("lulea", "norrbottens-lan", True), ("lulea", "se33", True), ("lulea", "sweden", True), ("lulea", "lulea", True),
     ("norrbottens-lan", "lulea", False), ("lulea", "dalarnas-lan", False)],
)  # fmt: skip
def test_a_place_lies_within_its_areas(real: Matcher, place: str, area: str, expected: bool) -> None:
    assert real.within(iri(f"place:{place}").value, iri(f"place:{area}").value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("FI", "FI"), ("fi", "FI"), ("Finland", "FI"), ("finland", "FI"), ("UK", "GB"), ("Storbritannien", "GB"),
     ("EL", "GR"), ("XX", "XX"), ("Gondor", ""), ("", "")],
)  # fmt: skip
def test_a_country_is_known_by_letters_or_name(real: Matcher, text: str, expected: str) -> None:
    assert real.country_code(text) == expected


def test_projects_initiatives_and_documents_are_found(real: Matcher) -> None:
    for text in ("tre-m", "Tre-M", "3M", "TRE-M – matchning, motor, mäklare", "project:tre-m"):
        assert real.project(text).iri == iri("project:tre-m").value
    assert real.project("Tre-M matchning moter mäklare").near[0].iri == iri("project:tre-m").value
    assert real.initiative("school to work").iri == iri("initiative:school-to-work").value
    assert real.initiative("Skolverket").iri is None
    assert real.document("003_93c5704a82686837.txt").iri == iri("document:003-93c5704a82686837").value
    assert real.project("actor:region-skane") == Match(None)


OWN = """
actor:one a sam:Organisation ; skos:prefLabel "Ett AB"@sv ; dcterms:identifier "556016-0680" .
actor:two a sam:Organisation ; skos:prefLabel "Två AB"@sv ; dcterms:identifier "212000-0142" .
actor:bare a sam:Organisation ; skos:prefLabel "Tre AB"@sv .
actor:norsk a sam:Organisation ; skos:prefLabel "Norsk AS"@sv ; dcterms:identifier "NO974760673" .
actor:suomi a sam:Organisation ; skos:prefLabel "Liitto"@sv ; sam:place place:finland .
actor:clash-a a sam:Organisation ; skos:prefLabel "Namne"@sv .
actor:clash-b a sam:Organisation ; skos:prefLabel "Namne"@sv .
actor:Upper a sam:Organisation ; skos:prefLabel "SAKO"@sv .
actor:lower a sam:Organisation ; skos:prefLabel "sako"@sv .
actor:now a sam:Organisation ; skos:prefLabel "Nu"@sv ; sam:formerName "Förr"@sv .
actor:then a sam:Organisation ; skos:prefLabel "Förr"@sv .
place:finland a sam:Country ; skos:notation "FI" ; skos:prefLabel "Finland"@sv .
place:norway a sam:Country ; skos:notation "NO" ; skos:prefLabel "Norge"@sv .
place:sweden a sam:Country ; skos:notation "SE" ; skos:prefLabel "Sverige"@sv .
"""


CLASSES = "sam:Organisation rdfs:subClassOf sam:Actor . sam:Country rdfs:subClassOf sam:Place ."


def made() -> Matcher:
    store = store_of(OWN, REGISTER_GRAPHS + "own")
    add(store, CLASSES, ONTOLOGY_GRAPH)
    return Matcher(knowledge(store))


@pytest.fixture
def own() -> Matcher:
    return made()


def actor(short: str) -> str:
    return iri(f"actor:{short}").value


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Ett AB", "556016-0680", Match(actor("one"), "identifier")),
        ("ett ab", "SE556016068001", Match(actor("one"), "identifier")),
        ("", "5560160680", Match(actor("one"), "identifier")),
        ("Ett AB", "", Match(actor("one"), "name")),
        ("Tre AB", "556036-0793", Match(actor("bare"), "name")),
        ("Okänd AB", "556036-0793", Match(None)),
        ("Okänd AB", "556016-0680",
         Match(actor("one"), "identifier", near=(Near(actor("one"), "Ett AB", "same-number"),))),
        ("Ett AB", "212000-0142",
         Match(None, "number-differs", (Named(actor("one"), "Ett AB"), Named(actor("two"), "Två AB")))),
        ("Ett AB", "556036-0793", Match(None, "other-number", near=(Near(actor("one"), "Ett AB", "other-number"),))),
    ],
)  # fmt: skip
def test_a_name_and_a_number_are_held_against_each_other(own: Matcher, text: str, number: str, expected: Match) -> None:
    assert own.actor(text, number=number) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Norsk AS", "NO", "norsk"), ("Norsk AS", "Norge", "norsk"), ("NO974760673", "", "norsk"),
        ("974760673", "NO", "norsk"), ("974 760 673", "norge", "norsk"), ("Liitto", "FI", "suomi"),
        ("Liitto", "", "suomi"), ("Tre AB", "FI", "bare"), ("974760673", "", None), ("974760673", "FI", None),
    ],
)  # fmt: skip
def test_foreign_actors_are_found_by_name_country_and_number(
    own: Matcher, text: str, country: str, expected: str | None
) -> None:
    assert own.actor(text, country=country).iri == (actor(expected) if expected else None)


@pytest.mark.parametrize(("text", "country"), [("Norsk AS", "FI"), ("Liitto", "SE"), ("Ett AB", "NO")])
def test_an_actor_of_another_country_is_suggested_only(own: Matcher, text: str, country: str) -> None:
    match = own.actor(text, country=country)
    assert (match.iri, match.way, match.near[0].reason) == (None, "other-country", "other-country")


def test_the_name_of_several_is_told_as_theirs(own: Matcher) -> None:
    assert own.actor("Namne") == Match(
        None, "name", (Named(actor("clash-a"), "Namne"), Named(actor("clash-b"), "Namne"))
    )
    assert [one.iri for one in own.actor("Sako").several] == [actor("Upper"), actor("lower")]
    assert (own.actor("SAKO").iri, own.actor("sako").iri) == (actor("Upper"), actor("lower"))


def test_a_name_comes_before_a_former_one(own: Matcher) -> None:
    assert own.actor("Förr") == Match(actor("then"), "name")


@pytest.mark.parametrize(
    "text", ["", "  ", "\t\n", "''", "\udcff", "\x00", "😀", "a" * 10_000, "AB " * 2_000, "(((", "x:y:z"]
)
def test_any_text_can_be_asked(own: Matcher, text: str) -> None:
    for match in (own.actor(text), own.actor("Ett AB", number=text), own.actor("Ett AB", country=text), own.place(text),
                  own.place(text, "county"), own.project(text), own.code(text, "level")):  # fmt: skip
        assert isinstance(match, Match)


MADE = made()


@given(st.text(), st.text(max_size=12), st.text(max_size=3))
def test_no_text_breaks_it(text: str, number: str, country: str) -> None:
    assert MADE.actor(text, number=number, country=country).iri in (None, *map(actor, ("one", "two", "bare", "norsk",
        "suomi", "clash-a", "clash-b", "Upper", "lower", "now", "then")))  # fmt: skip


def test_an_actor_read_before_is_known_to_the_entry_after(own: Matcher) -> None:
    assert own.actor("Fyra AB").iri is None
    own.known.add(ENTRY_GRAPHS + "x", triples('actor:four a sam:Organisation ; skos:prefLabel "Fyra AB"@sv .'))
    assert own.actor("fyra ab") == Match(actor("four"), "name")
    assert own.actor("Fyyra AB").near == (Near(actor("four"), "Fyra AB", "spelling"),)


DOUBLES = """
project:a a sam:Project ; dcterms:title "Unga i arbete"@sv ; sam:start "2018"^^xsd:gYear ; sam:end "2020"^^xsd:gYear .
project:b a sam:Project ; dcterms:title "Unga i arbete 2"@sv ; sam:start "2018"^^xsd:gYear ; sam:end "2020"^^xsd:gYear .
project:c a sam:Project ; dcterms:title "Bredband"@sv .
:pa sam:project project:a ; sam:actor actor:one ; sam:role role:owner .
:pb sam:project project:b ; sam:actor actor:one ; sam:role role:owner .
:pc sam:project project:c ; sam:actor actor:one ; sam:role role:owner .
:pd sam:project project:c ; sam:actor actor:two ; sam:role role:funder .
"""


@pytest.fixture
def doubled(own: Matcher) -> Matcher:
    own.known.add(ENTRY_GRAPHS + "x", triples(DOUBLES))
    return own


@pytest.mark.parametrize(
    ("owner", "start", "end", "title", "entry", "expected"),
    [
        ("one", "2018-01-01", "2020-12-31", "Unga i arbete", "", ["a", "b"]),
        ("one", "2018", "2020", "UNGA I ARBETET", "", ["a", "b"]),
        ("one", "2018-03", "2020-06", "Arbete i unga", "", ["a", "b"]),
        ("one", "2018", "2020", "Unga i arbete", "a", ["b"]),
        ("one", "2018", "2020", "Unga i arbete 2", "", ["b", "a"]),
        ("one", "2018", "2020", "Unga i arbete 3", "", ["a"]),
        ("one", "2020", "2023", "Unga i arbete", "", []),
        ("one", "2014", "2016", "Unga i arbete", "", []),
        ("one", "2018", "2020", "Något annat", "", []),
        ("two", "2018", "2020", "Unga i arbete", "", []),
        ("two", "", "", "Bredband", "", []),
        ("one", "", "", "Unga i arbete", "", ["a", "b"]),
        ("one", "2018", "2020", "Bredband", "", ["c"]),
        ("one", "2018", "2020", "Bredbanden i by", "", []),
        ("one", "unreadable", "2020-13", "Unga i arbete", "", ["a", "b"]),
        ("one", "2018", "2020", "", "", []),
    ],
)
def test_a_project_of_the_same_owner_period_and_a_title_alike_may_be_a_double(
    doubled: Matcher, owner: str, start: str, end: str, title: str, entry: str, expected: list[str]
) -> None:
    found = doubled.likely_doubles(actor(owner), start, end, [title], entry)
    assert [one.iri.rpartition("/")[2] for one in found] == expected
    assert {one.reason for one in found} <= {"same-owner"}


def test_the_real_project_under_another_name_is_a_double(real: Matcher) -> None:
    titles = ["3M - matchning, motor, mäklare"]
    owner = actor("hedemora-larcentrum")
    assert real.likely_doubles(owner, "2012-01-01", "2014-06-30", titles) == (
        Near(iri("project:tre-m").value, "Tre-M - matchning, motor, mäklare", "same-owner"),
    )


def test_of_an_owner_of_very_many_those_near_by_title_are_compared() -> None:
    store = store_of("actor:big a sam:Organisation .", REGISTER_GRAPHS + "own")
    for number, (first, second) in enumerate(itertools.product(range(30), range(30))):
        body = f"""project:p{number} a sam:Project ; dcterms:title "Nät {first} i by{second}stad"@sv ;
          sam:start "2018"^^xsd:gYear ; sam:end "2020"^^xsd:gYear ; sam:hasOwner actor:big ."""
        add(store, body, f"{ENTRY_GRAPHS}p{number}")
    add(
        store,
        'project:q a sam:Project ; dcterms:title "Skogens folkhögskola"@sv ; sam:hasOwner actor:big .',
        ENTRY_GRAPHS + "q",
    )
    matcher = Matcher(knowledge(store))
    found = matcher.likely_doubles(actor("big"), "2018", "2020", ["Skogens folkhögskolan"])
    assert [one.iri for one in found] == [iri("project:q").value]


@pytest.mark.parametrize(
    ("text", "scheme", "meant"),
    [
        ("co-financier", "role", "role:co-financier"), ("Medfinansiär", "role", "role:co-financier"),
        ("MEDFINANSIÄR", "role", "role:co-financier"), ("co_financier", "role", "role:co-financier"),
        ("Co Financier", "role", "role:co-financier"), ("role:co-financier", "role", "role:co-financier"),
        (iri("role:co-financier").value, "role", "role:co-financier"), ("Lokal nivå", "level", "level:local"),
        ("ESF", "fund", "fund:esf"), ("ESF+", "fund", "fund:esf-plus"), ("ESF +", "fund", "fund:esf-plus"),
        ("esf plus", "fund", "fund:esf-plus"), ("SEK", "currency", "currency:SEK"), ("sek", "currency", "currency:SEK"),
        ("kr", "currency", "currency:SEK"), ("Kr.", "currency", "currency:SEK"), ("kronor", "currency", "currency:SEK"),
        ("svenska kronor", "currency", "currency:SEK"), ("euro", "currency", "currency:EUR"),
        ("€", "currency", "currency:EUR"), ("NOK", "currency", "currency:NOK"),
        ("D1", "specific-objective", "specific-objective:D1"),
    ],
)  # fmt: skip
def test_a_code_is_found_by_what_people_call_it(real: Matcher, text: str, scheme: str, meant: str) -> None:
    assert real.code(text, scheme).iri == iri(meant).value


@pytest.mark.parametrize(
    ("text", "scheme", "near"),
    [
        ("kommunal", "level", ["lokal"]), ("sponsor", "role", ["medfinansiär"]), ("regionel", "level", ["regional"]),
        ("SKR", "currency", ["SEK", "EUR"]), ("qqqq", "level", []), ("owner", "level", []), ("", "level", []),
        ("lokal", "no-such-scheme", []), ("lokal", "no scheme", []),
    ],
)  # fmt: skip
def test_a_code_that_is_not_there_is_only_suggested(real: Matcher, text: str, scheme: str, near: list[str]) -> None:
    match = real.code(text, scheme)
    assert match.iri is None
    assert [one.name for one in match.near][: len(near)] == near
    assert bool(match.near) == bool(near)


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("232100-0230", "", ["2321000230"]), ("16232100-0230", "", ["2321000230"]),
        ("SE232100023001", "", ["2321000230"]), ("se 232100 0230", "", ["2321000230"]),
        ("NO 974 760 673", "", ["no974760673"]),
        ("974760673", "NO", ["no974760673", "974760673"]), ("974760673", "", ["974760673"]),
        ("FI1234567-8", "", ["fi12345678"]), ("Region 2", "", []), ("2580", "", []), ("", "", []), ("Ett AB", "", []),
    ],
)  # fmt: skip
def test_a_number_is_looked_up_in_each_form_it_may_have(number: str, country: str, expected: list[str]) -> None:
    assert number_keys(number, country) == expected


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Unga i arbete", "unga i ARBETE!", True), ("Etapp 1", "Etapp 2", False), ("Etapp II", "Etapp III", False),
     ("3M - matchning", "Tre-M - matchning", True), ("A", "Z", False)],
)  # fmt: skip
def test_titles_are_alike_but_not_those_of_a_series(one: str, other: str, alike: bool) -> None:
    assert (title_likeness(one, other) > 0.75) is alike


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" a  b\u00a0c ", "a b c"), ("”Tre-M”", "Tre-M"), ("'x'", "x"), ('"', '"'), ("e\u0301", "é"), ("5' 6", "5' 6")],
)  # fmt: skip
def test_a_name_is_cleaned_of_what_is_around_it(text: str, expected: str) -> None:
    assert cleaned(text) == expected
