"""What lists of operations hold of a project, and what they say that it lacks."""

import json
import random
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import add

from kg.disk.resources import resource
from kg.jobs.import_list import load_mapping
from kg.terms import ENTRY_GRAPHS, ID, REGISTER_GRAPHS
from kg.work.exporters import article49
from kg.work.exporters.article49 import FORMS, Operations, operations
from kg.work.exporters.article49_esf import ESF
from kg.work.exporters.article49_gaps import Gap, LeftOut, Words, gaps_json, gaps_text
from kg.work.exporters.article49_kohesio import KOHESIO
from kg.work.mappings.headings import Headings
from kg.work.tables import as_csv, bare_cell, safe_cell

MAPPINGS = {"esf-csv": "esf-plus", "kohesio-csv": "kohesio"}
BODY = """
<{graph}> a sam:Entry ; foaf:primaryTopic project:x .
project:x a sam:Project ; dcterms:title "Påhittat"@sv, "Made up"@en .
"""
PLACES = """
place:sweden a sam:Country ; skos:notation "SE" ; skos:prefLabel "Sverige"@sv, "Sweden"@en .
place:norway a sam:Country ; skos:notation "NO" ; skos:prefLabel "Norge"@sv, "Norway"@en .
place:ireland a sam:Country ; skos:notation "IE" ; skos:prefLabel "Irland"@sv, "Ireland"@en .
place:se33 a sam:NutsRegion ; skos:notation "SE33" ; skos:prefLabel "Övre Norrland"@sv ; dcterms:isPartOf place:sweden .
place:se332 a sam:NutsRegion ; skos:notation "SE332" ; skos:prefLabel "Norrbotten"@sv ; dcterms:isPartOf place:se33 .
place:norrbotten a sam:County ; skos:notation "25" ; skos:prefLabel "Norrbottens län"@sv ;
  dcterms:isPartOf place:se332 .
place:lulea a sam:Municipality ; skos:notation "2580" ; skos:prefLabel "Luleå"@sv ; dcterms:isPartOf place:norrbotten .
place:norr a sam:Place ; skos:prefLabel "Norr"@sv ; dcterms:isPartOf place:norrbotten .
actor:lulea a sam:Organisation ; skos:prefLabel "Luleå kommun"@sv ; dcterms:identifier "212000-2742" .
actor:boden a sam:Organisation ; skos:prefLabel "Bodens kommun"@sv .
"""
CODES = """
fund:esf-plus skos:notation "esf-plus" ; skos:prefLabel "Europeiska socialfonden+"@sv, "European Social Fund+"@en ;
  skos:altLabel "ESF+"@sv, "Europeiska socialfonden plus"@sv, "ESF+"@en .
fund:cohesion-fund skos:notation "cohesion-fund" ; skos:prefLabel "Sammanhållningsfonden"@sv, "Cohesion Fund"@en ;
  skos:altLabel "CF"@en .
programme:old skos:notation "old" ; skos:prefLabel "Det gamla"@sv ; sam:start "2007"^^xsd:gYear .
programme:late skos:notation "late" ; skos:prefLabel "Det sena"@sv ; sam:start "2014"^^xsd:gYear .
programme:esf skos:notation "esf" ; skos:prefLabel "ESF"@sv ; sam:cci "2021SE05SFPR" .
intervention-type:175 skos:notation "175" ; skos:prefLabel "Ett"@sv .
specific-objective:D1 skos:notation "D1" ; skos:prefLabel "Mål D1"@sv .
"""


def of(more: str, form: str = "esf-csv", body: str = BODY) -> Operations:
    """The list of one project of which more is stated."""
    store = ox.Store()
    add(store, body.format(graph=ENTRY_GRAPHS + "x") + more, ENTRY_GRAPHS + "x")
    add(store, PLACES + CODES, REGISTER_GRAPHS + "places")
    return operations(store, form)


def money(kind: str, what: str, name: str = "m", scope: str = "whole") -> str:
    return (f":{name} sam:contributionTo project:x ; sam:contributionKind contribution-kind:{kind} ; "
            f"sam:scope scope:{scope} ; {what} .")  # fmt: skip


def owner(actor: str = "lulea", more: str = "sam:basis basis:stated") -> str:
    return f":{actor} sam:project project:x ; sam:role role:owner ; sam:actor actor:{actor} ; {more} ."


def cell(found: Operations, heading: str, row: int = 0) -> str:
    (column,) = (number for number, name in enumerate(found.table.columns) if heading in name.split(" / "))
    return found.table.rows[row][column]


def why(found: Operations, heading: str) -> str:
    """Why a column is in doubt or empty, in English."""
    reasons = [gap.why.en for gap in found.gaps if any(heading in name.split(" / ") for name in gap.columns)]
    return reasons[0] if reasons else ""


# The columns


@pytest.mark.parametrize("form", FORMS)
def test_the_mapping_knows_every_column(form: str) -> None:
    mapping = load_mapping(resource("mappings") / f"{MAPPINGS[form]}.yaml")
    headings = Headings(FORMS[form].headings, "list")
    assert headings.unread([*mapping.columns(), *mapping.ignored]) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_needed_stands_in_a_column(form: str) -> None:
    needs, doubts = FORMS[form].needs, FORMS[form].doubts
    named = {name for need in needs for name in need.columns} | {doubt.column for doubt in doubts}
    assert named <= set(FORMS[form].headings)
    assert len(set(FORMS[form].headings)) == len(FORMS[form].headings)
    assert all(name.sv and name.en for name in [*(need.name for need in needs), *(doubt.name for doubt in doubts)])


def test_the_headings_of_the_esf_list_are_in_two_languages() -> None:
    assert all(len(heading.split(" / ")) == 2 for heading in ESF.headings)


def test_each_point_of_the_article_is_asked_for() -> None:
    points = {need.rule for need in ESF.needs}
    assert points == {"49(3)", *(f"49(3)({letter})" for letter in "adefghijklmn")}


def test_the_columns_are_those_of_the_schema() -> None:
    assert len(KOHESIO.headings) == 33
    assert KOHESIO.headings[9:12] == (
        "CoFinancing_Rate", "Total_Eligible_Expenditure_amount", "Total_Eligible_Expenditure_Currency",
    )  # fmt: skip


# The graph of this repository


def test_a_real_operation(graph: ox.Store) -> None:
    found = operations(graph, "esf-csv")
    assert len(found.table.rows) == 12
    assert {name.split(" / ")[1]: text for name, text in zip(ESF.headings, found.table.rows[0], strict=True)
            if text and "urpose" not in name} == {
        "Reference number": "24-003-S02", "Beneficiary": "Norrbottens Kommuner",
        "Organisation number": "222000-0653", "Postal code": "97128", "Locality": "LULEÅ",
        "Name of the operation": "Kompetenskatalysator 1.0",
        "Expected or actual achievements": cell(found, "Expected or actual achievements"),
        "Start date": "2024-09-01", "End date": "2027-09-01", "Fund concerned": "ESF+",
        "Programme CCI": "2021SE05SFPR", "Programme area": "D", "Specific objective": "D1",
        "Union co-financing rate": "40 %", "Country": "Sverige", "NUTS code": "SE33", "Type of intervention": "175",
        "Operation of strategic importance": "Nej", "Secondary theme - Child poverty": "Nej",
    }  # fmt: skip
    assert [gap.rule for gap in found.gaps if gap.project == f"{ID}project/kompetenskatalysator-1-0"] == ["49(3)(h)"]


def test_the_same_in_the_commissions_columns(graph: ox.Store) -> None:
    found = operations(graph, "kohesio-csv")
    row = dict(zip(KOHESIO.headings, found.table.rows[0], strict=True))
    assert (row["Operation_Start_Date"], row["Operation_End_Date"]) == ("01/09/2024", "01/09/2027")
    assert (row["CoFinancing_Rate"], row["Programming_Period"], row["Country"]) == ("40", "2021-2027", "Sweden")
    assert (row["Fund_Code"], row["Category_Of_Intervention"]) == ("ESF+", "175")
    told = [gap for gap in found.gaps if gap.project == f"{ID}project/kompetenskatalysator-1-0"]
    assert [(gap.columns[0], gap.missing) for gap in told] == [
        ("Total_Eligible_Expenditure_amount", True), ("Category_Of_Intervention", False), ("Fund_Code", False),
        ("Programme_Code", False),
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_projects_only_mentioned_are_left_out_and_told(graph: ox.Store, form: str) -> None:
    found = operations(graph, form)
    assert {item.title for item in found.left_out} >= {"BOSS", "Dalalyft"}
    assert not {item.title for item in found.left_out} & {gap.title for gap in found.gaps}
    assert "BOSS (boss)" in gaps_text(found.gaps, "sv", found.left_out)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_graph_gives_the_same_list(graph: ox.Store, form: str) -> None:
    shuffled = list(graph)
    random.Random(2).shuffle(shuffled)
    other = ox.Store()
    other.extend(shuffled)
    assert operations(other, form) == operations(graph, form)


@pytest.mark.parametrize("form", FORMS)
def test_every_empty_cell_that_is_needed_is_told(graph: ox.Store, form: str) -> None:
    found = operations(graph, form)
    told = {(gap.title, column) for gap in found.gaps if gap.missing for column in gap.columns}
    title = FORMS[form].headings.index(
        {"esf-csv": "Insatsens namn / Name of the operation"}.get(form, "Operation_Name_Programme_Language")
    )
    needed = {name for need in FORMS[form].needs for name in need.columns if len(need.columns) == 1}
    empty = {
        (row[title], name) for row in found.table.rows for name, text in zip(found.table.columns, row, strict=True)
        if name in needed and not text
    }  # fmt: skip
    assert empty == {item for item in told if item[1] in needed}
    assert len(empty) > 40


@pytest.mark.parametrize("form", FORMS)
def test_written_piece_by_piece_it_is_the_same(graph: ox.Store, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article49, "_AT_ONCE", 5)
    found, gaps = operations(graph, form), list[Gap]()
    pieces = list(article49.csv_pieces(graph, form, gaps.append))
    assert len(pieces) == 4
    assert b"".join(pieces).decode() == as_csv(found.table)
    assert tuple(gaps) == found.gaps
    assert article49.left_out(graph) == found.left_out


# What is stated


@pytest.mark.parametrize(("stated", "esf", "kohesio", "reason"), [
    ('"2025-09-01"^^xsd:date', "2025-09-01", "01/09/2025", ""),
    ('"2025-09"^^xsd:gYearMonth', "", "", "only 2025-09 is stated, not the day"),
    ('"2025"^^xsd:gYear', "", "", "only 2025 is stated, not the day"),
])  # fmt: skip
def test_a_day_is_written_if_the_day_is_stated(stated: str, esf: str, kohesio: str, reason: str) -> None:
    for form, name, expected in (("esf-csv", "Start date", esf), ("kohesio-csv", "Operation_Start_Date", kohesio)):
        found = of(f"project:x sam:start {stated} .", form)
        assert (cell(found, name), why(found, name)) == (expected, reason)


SEK = "sam:amount 100 ; sam:currency currency:SEK"


@pytest.mark.parametrize(("stated", "expected", "reason"), [
    (money("total-budget", SEK), "100", ""),
    (money("total-budget", SEK) + money("total-budget", SEK, "n"), "100", ""),
    (money("total-budget", SEK) + money("total-budget", SEK.replace("100", "200"), "n"), "", "100 SEK, 200 SEK"),
    (money("total-budget", "sam:amount 100"), "", "no currency"),
    (money("total-budget", SEK, scope="part"), "", "only of a part"),
    (money("project-budget", SEK), "", "the project budget (100 SEK) is the whole cost is unclear"),
    (money("granted-support", SEK), "", "no total budget of the whole project is stated"),
    ("", "", "no total budget of the whole project is stated"),
])  # fmt: skip
@pytest.mark.parametrize("form", FORMS)
def test_the_total_cost_is_the_one_total_budget_of_the_whole(
    form: str, stated: str, expected: str, reason: str
) -> None:
    found = of(stated, form)
    name = {"esf-csv": "Total cost"}.get(form, "Total_Eligible_Expenditure_amount")
    assert cell(found, name) == expected
    assert reason in why(found, name)
    assert bool(reason) == bool(why(found, name))


def test_the_esf_list_is_in_kronor() -> None:
    stated = money("total-budget", SEK.replace("SEK", "EUR"))
    assert why(of(stated), "Total cost") == "100 EUR is stated, and the list is in SEK"
    found = of(stated, "kohesio-csv")
    assert (cell(found, "Total_Eligible_Expenditure_amount"), cell(found, "Total_Eligible_Expenditure_Currency")) == (
        "100", "EUR",
    )  # fmt: skip


def test_no_rate_is_computed_from_amounts() -> None:
    stated = money("total-budget", SEK) + money("eu-share", SEK.replace("100", "40"), "n")
    for form, name in (("esf-csv", "Union co-financing rate"), ("kohesio-csv", "CoFinancing_Rate")):
        found = of(stated, form)
        assert cell(found, name) == ""
        assert why(found, name) == "the EU share is stated as an amount, and no rate is computed from amounts"


@pytest.mark.parametrize(("rate", "esf", "kohesio"), [
    ("0.4", "40 %", "40"), ("0.5273", "52.73 %", "52.73"), ("1.0", "100 %", "100"), ("0.0", "0 %", "0"),
])  # fmt: skip
def test_a_rate_is_written_in_per_cent(rate: str, esf: str, kohesio: str) -> None:
    stated = money("eu-share", f"sam:rate {rate}") + money("granted-support", "sam:rate 0.9", "n")
    assert cell(of(stated), "Union co-financing rate") == esf
    assert cell(of(stated, "kohesio-csv"), "CoFinancing_Rate") == kohesio


def test_rates_that_differ_are_told() -> None:
    stated = money("eu-share", "sam:rate 0.4") + money("eu-share", "sam:rate 0.5", "n")
    assert why(of(stated), "Union co-financing rate").endswith("the list takes one: 40 %, 50 %")


def test_each_beneficiary_has_a_row() -> None:
    found = of(owner() + owner("boden"))
    assert [row[1:3] for row in found.table.rows] == [("Bodens kommun", ""), ("Luleå kommun", "212000-2742")]
    assert found.table.rows[0][5] == found.table.rows[1][5] == "Påhittat"
    assert len({(gap.columns, gap.project) for gap in found.gaps}) == len(found.gaps)


def test_an_owner_that_is_only_inferred_is_not_written() -> None:
    found = of(owner(more="sam:basis basis:inferred"))
    assert cell(found, "Beneficiary") == ""
    assert why(found, "Beneficiary") == "the owner is only inferred, not stated"
    assert why(of(""), "Beneficiary") == "no owner of the project is stated"


@pytest.mark.parametrize(("places", "nuts", "county", "municipality"), [
    ("place:lulea", "", "", "Luleå"),
    ("place:norrbotten, place:se33", "SE33", "Norrbottens län", ""),
    ("place:norr", "", "Norrbottens län", ""),
    ("place:sweden", "", "", ""),
])  # fmt: skip
def test_places_of_the_esf_list(places: str, nuts: str, county: str, municipality: str) -> None:
    found = of(f"project:x sam:place {places} .")
    names = ("NUTS code", "County", "Municipality")
    assert tuple(cell(found, name) for name in names) == (nuts, county, municipality)
    assert cell(found, "Country") == "Sverige"
    assert bool(why(found, "County")) == (places == "place:sweden")


@pytest.mark.parametrize(("places", "country", "nuts"), [
    ("place:lulea", "Sweden", "SE332"),
    ("place:norrbotten, place:se33", "Sweden", "SE33|SE332"),
    ("place:sweden", "Sweden", ""),
    ("place:lulea, place:norway", "", "SE332"),
])  # fmt: skip
def test_places_of_the_commissions_list(places: str, country: str, nuts: str) -> None:
    found = of(f"project:x sam:place {places} .", "kohesio-csv")
    assert (cell(found, "Country"), cell(found, "Location_Indicator_NUTS_code")) == (country, nuts)
    assert why(found, "Country") == ("" if country else "several are stated, and the list takes one: Norway, Sweden")


def test_the_programmes_country_stands_in_for_places() -> None:
    assert cell(of('project:x sam:cci "2021SE05SFPR" .'), "Country") == "Sverige"
    assert cell(of("project:x sam:programme programme:esf ."), "Country") == "Sverige"
    found = of('project:x sam:cci "2021SE05SFPR" ; sam:place place:lulea, place:norway .', "kohesio-csv")
    assert cell(found, "Country") == "Sweden"
    assert cell(of('project:x sam:cci "2021TC16RFCB001" .', "kohesio-csv"), "Country") == ""


def test_where_the_beneficiary_is_matters_if_there_are_several_places() -> None:
    several = "project:x sam:place place:lulea, place:norway ."
    assert why(of(several), "Locality")
    assert why(of(several + owner(more='sam:locality "Luleå"')), "Locality") == ""
    assert why(of("project:x sam:place place:lulea, place:se33, place:sweden ."), "Locality") == ""


@pytest.mark.parametrize(("country", "name"), [
    ("sweden", "Påhittat"), ("ireland", "Made up"), ("norway", ""), ("nowhere", ""),
])  # fmt: skip
def test_the_name_is_in_the_programmes_language(country: str, name: str) -> None:
    found = of(f"project:x sam:place place:{country} .", "kohesio-csv")
    assert cell(found, "Operation_Name_Programme_Language") == name
    assert cell(found, "Operation_Name_English") == "Made up"
    assert ("language" in why(found, "Operation_Name_Programme_Language")) == (not name)


@pytest.mark.parametrize(("stated", "period"), [
    ('sam:cci "2021SE05SFPR"', "2021-2027"), ('sam:cci "2015BG16RFSM001"', "2014-2020"),
    ("sam:programme programme:esf", "2021-2027"), ("sam:programme programme:late", "2014-2020"),
    ("sam:programme programme:old", ""), ("sam:programme programme:old ; sam:fund fund:esf-plus", ""),
    ("sam:fund fund:esf-plus", "2021-2027"), ("sam:fund fund:cohesion-fund", ""),
    ("sam:interventionType intervention-type:175", "2021-2027"),
    ('sam:cci "2021SE05SFPR", "2014SE05M9OP001"', ""), ('sam:cci "okänt"', ""), ("sam:place place:lulea", ""),
])  # fmt: skip
def test_the_period_is_told_by_programme_fund_or_intervention(stated: str, period: str) -> None:
    found = of(f"project:x {stated} .", "kohesio-csv")
    assert cell(found, "Programming_Period") == period
    assert bool(why(found, "Programming_Period")) == (not period)


def test_a_type_of_intervention_is_no_category_of_the_period_before() -> None:
    stated = 'project:x sam:interventionType intervention-type:175 ; sam:cci "2014SE05M9OP001" .'
    assert cell(of(stated, "kohesio-csv"), "Category_Of_Intervention") == ""


@pytest.mark.parametrize(("fund", "esf", "kohesio"), [
    ("fund:esf-plus", "ESF+", "ESF+"), ("fund:cohesion-fund", "Sammanhållningsfonden", "CF"),
    ("fund:esf-plus, fund:cohesion-fund", "ESF+; Sammanhållningsfonden", ""),
])  # fmt: skip
def test_funds(fund: str, esf: str, kohesio: str) -> None:
    assert cell(of(f"project:x sam:fund {fund} ."), "Fund concerned") == esf
    found = of(f"project:x sam:fund {fund} .", "kohesio-csv")
    assert cell(found, "Fund_Code") == kohesio
    assert bool(why(found, "Fund_Code")) == (kohesio == "ESF+")


def test_of_several_codes_the_first_is_written_and_all_are_told() -> None:
    found = of('project:x dcterms:identifier "B-2", "A-1" .')
    assert cell(found, "Reference number") == "A-1"
    assert why(found, "Reference number") == "several are stated, and the first is written: A-1, B-2"
    assert [gap.missing for gap in found.gaps if gap.rule == "49(3)"] == [False]


GOALS = """:goal-10 sam:goalOf project:x ; sam:goalKind goal-kind:objective ; dcterms:description "Tio."@sv .
:goal-9 sam:goalOf project:x ; sam:goalKind goal-kind:expected-result ; dcterms:description "Nio."@sv .
:goal-1 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Ett."@sv ."""


def test_purpose_and_achievements() -> None:
    found = of(GOALS)
    assert (cell(found, "Syfte"), cell(found, "Expected or actual achievements")) == ("Ett.", "Nio. Tio.")
    assert cell(of(GOALS + 'project:x dcterms:description "Därför."@sv .'), "Syfte") == "Därför."


def test_links_are_the_pages_among_the_sources() -> None:
    pages = 'document:a foaf:page <https://example.org/a> . document:b dcterms:identifier "lista.csv" .'
    entry = f"<{ENTRY_GRAPHS}x> dcterms:source document:a, document:b ."
    assert cell(of(pages + entry), "Link") == "https://example.org/a"


def test_what_would_break_a_list_is_not_in_it() -> None:
    body = BODY.replace('"Påhittat"@sv', '"=Två\\nrader \\u202Eomvänt\\u0007"@sv')
    found = of("", body=body)
    assert cell(found, "Name of the operation") == "=Två rader omvänt"
    assert "'=Två rader omvänt," in as_csv(found.table)
    assert found.gaps[0].title == "=Två rader omvänt"


@given(st.text())
def test_what_was_made_safe_for_a_spreadsheet_is_made_bare_again(text: str) -> None:
    assert bare_cell(safe_cell(text)) == (text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text)


@pytest.mark.parametrize("text", ["'", "''", "'90-talet", "Ulla's", "", "=1+1", "-5", "'-5"])
def test_other_cells_stay_bare(text: str) -> None:
    assert bare_cell(text) == text


# What is said of gaps

GAP = Gap(f"{ID}project/x", "Ett", ("A", "B"), Words("Namn", "Name"), "49(3)(d)", Words("inget", "nothing"))


def test_gaps_are_listed_project_by_project() -> None:
    gaps = (GAP, replace(GAP, rule="schema", missing=False), replace(GAP, project=f"{ID}project/y", title="Två"))
    out = (LeftOut(f"{ID}project/z", "Tre"),)
    assert gaps_text(gaps, "en", out).splitlines() == [
        "x (Ett):", "  Name: nothing [A, B; Article 49(3)(d)]", "  Name: nothing [A, B; the schema]",
        "y (Två):", "  Name: nothing [A, B; Article 49(3)(d)]",
        "Left out, as they are only mentioned and have no entry of their own (1): Tre (z)",
    ]  # fmt: skip
    assert gaps_text(gaps, "sv", out).splitlines()[:3] == [
        "x (Ett):", "  Namn: inget [A, B; artikel 49.3 d]", "  Namn: inget [A, B; schemat]",
    ]  # fmt: skip
    assert gaps_text((), "en") == "The list has all that it needs.\n"
    assert gaps_text((), "sv") == "Listan har allt som den kräver.\n"


def test_gaps_for_a_program() -> None:
    found = json.loads(gaps_json((GAP,), (LeftOut(f"{ID}project/z", "Tre"),)))
    assert found["gaps"][0] == {
        "project": f"{ID}project/x", "title": "Ett", "columns": ["A", "B"], "name": {"sv": "Namn", "en": "Name"},
        "rule": "49(3)(d)", "why": {"sv": "inget", "en": "nothing"}, "missing": True,
    }  # fmt: skip
    assert found["left_out"] == [{"project": f"{ID}project/z", "title": "Tre"}]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_said_is_not_the_same_in_both_languages(graph: ox.Store, form: str) -> None:
    assert all(gap.why.sv != gap.why.en for gap in operations(graph, form).gaps)
