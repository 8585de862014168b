"""The list of operations by the European Commission's table schema for Kohesio, headings as the schema spells them.

What the list needs is what the schema requires, and the unique code of Regulation (EU) 2021/1060 Article 49(3). The
schema has the period 2021–2027 but the funds, programmes and categories of intervention of 2014–2020 only: what is
stated of a later operation is written all the same, and told as outside the schema.

Columns that stay empty: the postcode and the coordinates of an operation, the date on which the authority updated it,
its thematic objective and its pages in social media are not in the graph, and that an end is only expected is not told
apart there. The exchange rate is that of an amount in another currency than the euro; none is stated.
"""

from kg.work.exporters.article49_facts import Code, Operation, Owner
from kg.work.exporters.article49_gaps import Words
from kg.work.exporters.article49_list import Column, Doubt, Form, Need
from kg.work.exporters.article49_values import (
    amounts,
    countries,
    country,
    day,
    language,
    no_code,
    no_day,
    no_owner,
    no_period,
    no_rate,
    no_total,
    notations,
    nuts_regions,
    one,
    percent,
    period,
    purpose,
    several,
    several_codes,
)

SCHEMA = "schema"
DATE = "{2}/{1}/{0}"
LATER = "2021-2027"

CODE = "Operation_Unique_Identifier"
NAME = "Operation_Name_Programme_Language"
COUNTRY = "Country"
START, END = "Operation_Start_Date", "Operation_End_Date"
RATE = "CoFinancing_Rate"
AMOUNT, CURRENCY = "Total_Eligible_Expenditure_amount", "Total_Eligible_Expenditure_Currency"
BENEFICIARY = "Beneficiary_Name"
CATEGORY = "Category_Of_Intervention"
FUND = "Fund_Code"
PROGRAMME = "Programme_Code"
SUMMARY = "Operation_Summary_Programme_Language"
PERIOD = "Programming_Period"

FUNDS = ("CF", "EAFRD", "EMFF", "ENI", "ERDF", "ESF", "YEI", "IPA II")
LAST_CATEGORY = 123


def _in_programme_language(sv: str, en: str, operation: Operation) -> str:
    return {"sv": sv, "en": en}.get(language(operation), "")


def _total(operation: Operation) -> tuple[str, str]:
    """Return the total cost and its currency, if both are stated once."""
    found = amounts(operation, "total-budget")
    return found[0] if len(found) == 1 and found[0][1] else ("", "")


def _alone(codes: tuple[Code, ...]) -> Code | None:
    return codes[0] if len(codes) == 1 else None


def _category(operation: Operation) -> str:
    return one(notations(operation.types)) if period(operation) == LATER else ""


def _country(operation: Operation) -> str:
    found = country(operation)
    return found.en if found else ""


def _of(codes: tuple[Code, ...], part: str) -> str:
    """Return a part of the only code, its `notation`, `en` or `short_en`."""
    found = _alone(codes)
    return str(getattr(found, part)) if found else ""


def _nothing(_: Operation, __: Owner) -> str:
    return ""


COLUMNS = (
    Column(CODE, lambda found, _: next(iter(found.identifiers), "")),
    Column("CountryID", _nothing),
    Column(NAME, lambda found, _: _in_programme_language(found.title_sv, found.title_en, found)),
    Column("Operation_Name_English", lambda found, _: found.title_en),
    Column(COUNTRY, lambda found, _: _country(found)),
    Column("Location_Indicator_Postcode", _nothing),
    Column(START, lambda found, _: day(found.start, DATE)),
    Column("Operation_Expected_End_Date", _nothing),
    Column(END, lambda found, _: day(found.end, DATE)),
    Column(RATE, lambda found, _: percent(found)),
    Column(AMOUNT, lambda found, _: _total(found)[0]),
    Column(CURRENCY, lambda found, _: _total(found)[1]),
    Column("Total_Eligible_Expenditure_Exchange_Rate", _nothing),
    Column("Location_Indicator_NUTS_code", lambda found, _: "|".join(area.notation for area in nuts_regions(found))),
    Column(BENEFICIARY, lambda _, owner: owner.name),
    Column("Location_Indicator_latitude_longitude", _nothing),
    Column(CATEGORY, lambda found, _: _category(found)),
    Column(FUND, lambda found, _: _of(found.funds, "short_en") or _of(found.funds, "en")),
    Column(PROGRAMME, lambda found, _: one(found.cci)),
    Column("Operation_Summary_English", lambda found, _: purpose(found, "en")),
    Column(SUMMARY, lambda found, _: _in_programme_language(purpose(found, "sv"), purpose(found, "en"), found)),
    Column(PERIOD, lambda found, _: period(found)),
    Column("Programme_Name", lambda found, _: _of(found.programmes, "en")),
    Column("Program_Priority_Axis_Code", lambda found, _: _of(found.areas, "short_en")),
    Column("Program_Priority_Axis_Name", lambda found, _: _of(found.areas, "en")),
    Column("Program_Specific_Objective_Code", lambda found, _: _of(found.objectives, "notation")),
    Column("Program_Specific_Objective_Name", lambda found, _: _of(found.objectives, "en")),
    Column("Program_Thematic_Objective_Code", _nothing),
    Column("Program_Thematic_Objective_Name", _nothing),
    Column("Fund_Name", lambda found, _: _of(found.funds, "en")),
    Column("Date_Of_Last_Update", _nothing),
    Column("Beneficiary_Unique_Identifier", lambda _, owner: owner.number),
    Column("Social_Media_Links", _nothing),
)


def _no_name(operation: Operation) -> Words:
    if language(operation):
        return Words("inget namn på programmets språk är angivet", "no name in the language of the programme is stated")
    return Words("programmets språk går inte att sluta av landet", "the country does not tell the programme's language")


def _no_summary(operation: Operation) -> Words:
    if language(operation):
        return Words("ingen beskrivning på programmets språk finns",
                     "there is no description in the language of the programme")  # fmt: skip
    return _no_name(operation)


def _no_category(operation: Operation) -> Words:
    if operation.types and period(operation) == LATER:
        return several(notations(operation.types))
    return Words("ingen interventionstyp är angiven", "no type of intervention is stated")


NEEDS = (
    Need((CODE,), Words("Unik kod", "Unique code"), "49(3)", no_code),
    Need((NAME,), Words("Insatsens namn", "Name of the operation"), SCHEMA, _no_name),
    Need((COUNTRY,), Words("Land", "Country"), SCHEMA, lambda found: several([area.en for area in countries(found)])),
    Need((START,), Words("Startdatum", "Start date"), SCHEMA, lambda found: no_day(found.start)),
    Need((END,), Words("Slutdatum", "End date"), SCHEMA, lambda found: no_day(found.end)),
    Need((RATE,), Words("Medfinansieringsgrad", "Co-financing rate"), SCHEMA, no_rate),
    Need((AMOUNT, CURRENCY), Words("Total kostnad", "Total cost"), SCHEMA, no_total),
    Need((BENEFICIARY,), Words("Stödmottagare", "Beneficiary"), SCHEMA, no_owner),
    Need((CATEGORY,), Words("Interventionstyp", "Type of intervention"), SCHEMA, _no_category),
    Need((SUMMARY,), Words("Sammanfattning", "Summary"), SCHEMA, _no_summary),
    Need((PERIOD,), Words("Programperiod", "Programming period"), SCHEMA, no_period),
)


# What is stated of a later operation than the schema knows


def _other_fund(_: Operation, fund: str) -> Words | None:
    if fund in FUNDS:
        return None
    return Words(
        f"schemat har inte fonden {fund}, som skrivs ändå", f"the schema lacks the fund {fund}, which is written"
    )


def _other_programme(_: Operation, cci: str) -> Words | None:
    if cci[:4] < LATER[:4]:
        return None
    return Words(f"schemats program är de av 2014–2020; {cci} skrivs ändå",
                 f"the schema's programmes are those of 2014–2020; {cci} is written")  # fmt: skip


def _other_category(_: Operation, category: str) -> Words | None:
    if category.isdecimal() and 1 <= int(category) <= LAST_CATEGORY:
        return None
    return Words(f"schemats kategorier är 1–{LAST_CATEGORY}, de av 2014–2020; {category} skrivs ändå",
                 f"the schema's categories are 1–{LAST_CATEGORY}, those of 2014–2020; {category} is written",
                 )  # fmt: skip


DOUBTS = (
    Doubt(CODE, Words("Unik kod", "Unique code"), "49(3)", several_codes),
    Doubt(CATEGORY, Words("Interventionstyp", "Type of intervention"), SCHEMA, _other_category),
    Doubt(FUND, Words("Fond", "Fund"), SCHEMA, _other_fund),
    Doubt(PROGRAMME, Words("Program", "Programme"), SCHEMA, _other_programme),
)

KOHESIO = Form(COLUMNS, NEEDS, DOUBTS)
