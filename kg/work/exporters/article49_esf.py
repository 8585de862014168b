"""The list of operations of an ESF+ programme, with headings in Swedish and English.

The headings are those that the mapping `esf-plus` reads. What the list needs is what Regulation (EU) 2021/1060
Article 49(3) names; its points (b) and (c), natural persons and fishing vessels, do not occur here. Amounts are in SEK.
"""

from kg.work.exporters.article49_facts import Code, Operation
from kg.work.exporters.article49_gaps import Words
from kg.work.exporters.article49_list import Column, Doubt, Form, Need
from kg.work.exporters.article49_values import (
    achievements,
    answer,
    areas,
    countries,
    day,
    in_currency,
    is_spread,
    no_code,
    no_day,
    no_owner,
    no_rate,
    no_total,
    notations,
    one,
    percent,
    purpose,
    several_codes,
)

CURRENCY = "SEK"

CODE = "Diarienummer / Reference number"
BENEFICIARY = "Stödmottagare / Beneficiary"
POSTAL_CODE = "Stödmottagare postnr / Postal code"
LOCALITY = "Stödmottagare ort / Locality"
NAME = "Insatsens namn / Name of the operation"
PURPOSE = "Syfte / Purpose of the operation"
ACHIEVEMENTS = "Förväntade eller faktiska resultat / Expected or actual achievements"
START, END = "Startdatum / Start date", "Slutdatum / End date"
TOTAL = "Total kostnad / Total cost"
FUND = "Berörd fond / Fund concerned"
OBJECTIVE = "Specifikt mål / Specific objective"
RATE = "Unionens medfinansieringsgrad / Union co-financing rate"
COUNTRY = "Land / Country"
PLACES = ("NUTS-kod / NUTS code", "Län / County", "Kommun / Municipality")
TYPE = "Interventionstyp / Type of intervention"


def _joined(values: list[str]) -> str:
    return "; ".join(values)


def _shortest(codes: tuple[Code, ...]) -> str:
    return _joined(sorted(code.short_sv or code.sv for code in codes))


def _money(operation: Operation, kind: str) -> str:
    return in_currency(operation, kind, CURRENCY)


def _rate(operation: Operation) -> str:
    rate = percent(operation)
    return f"{rate} %" if rate else ""


COLUMNS = (
    Column(CODE, lambda found, _: next(iter(found.identifiers), "")),
    Column(BENEFICIARY, lambda _, owner: owner.name),
    Column("Organisationsnummer / Organisation number", lambda _, owner: owner.number),
    Column(POSTAL_CODE, lambda _, owner: owner.postal_code),
    Column(LOCALITY, lambda _, owner: owner.locality),
    Column(NAME, lambda found, _: found.title_sv),
    Column("Insatsens namn på engelska / Name of the operation in English", lambda found, _: found.title_en),
    Column(PURPOSE, lambda found, _: purpose(found, "sv")),
    Column(ACHIEVEMENTS, lambda found, _: achievements(found, "sv")),
    Column(START, lambda found, _: day(found.start)),
    Column(END, lambda found, _: day(found.end)),
    Column(TOTAL, lambda found, _: _money(found, "total-budget")),
    Column("Beviljat ESF-stöd / Granted ESF support", lambda found, _: _money(found, "granted-support")),
    Column("EU-medel / EU support", lambda found, _: _money(found, "eu-share")),
    Column(FUND, lambda found, _: _shortest(found.funds)),
    Column("Program CCI / Programme CCI", lambda found, _: _joined(list(found.cci))),
    Column("Programområde / Programme area", lambda found, _: _shortest(found.areas)),
    Column(OBJECTIVE, lambda found, _: _joined(notations(found.objectives))),
    Column(RATE, lambda found, _: _rate(found)),
    Column(COUNTRY, lambda found, _: _joined([place.sv for place in countries(found)])),
    Column(PLACES[0], lambda found, _: _joined([place.notation for place in areas(found.places, "NutsRegion")])),
    Column(PLACES[1], lambda found, _: _joined([place.sv for place in areas(found.places, "County")])),
    Column(PLACES[2], lambda found, _: _joined([place.sv for place in areas(found.places, "Municipality")])),
    Column(TYPE, lambda found, _: _joined(notations(found.types))),
    Column("Insats av strategisk betydelse / Operation of strategic importance",
           lambda found, _: answer(found.strategic)),
    Column("Sekundärtema - Motverka barnfattigdom / Secondary theme - Child poverty",
           lambda found, _: answer(found.child_poverty)),
    Column("Länk / Link", lambda found, _: one(found.links)),
)  # fmt: skip


NEEDS = (
    Need((CODE,), Words("Unik kod", "Unique code"), "49(3)", no_code),
    Need((BENEFICIARY,), Words("Stödmottagare", "Beneficiary"), "49(3)(a)", no_owner),
    Need((NAME,), Words("Insatsens namn", "Name of the operation"), "49(3)(d)"),
    Need((PURPOSE,), Words("Syfte", "Purpose"), "49(3)(e)"),
    Need((ACHIEVEMENTS,), Words("Förväntade eller faktiska resultat", "Expected or actual achievements"), "49(3)(e)"),
    Need((START,), Words("Startdatum", "Start date"), "49(3)(f)", lambda found: no_day(found.start)),
    Need((END,), Words("Slutdatum", "Date of completion"), "49(3)(g)", lambda found: no_day(found.end)),
    Need((TOTAL,), Words("Total kostnad", "Total cost"), "49(3)(h)", lambda found: no_total(found, CURRENCY)),
    Need((FUND,), Words("Berörd fond", "Fund concerned"), "49(3)(i)"),
    Need((OBJECTIVE,), Words("Specifikt mål", "Specific objective"), "49(3)(j)"),
    Need((RATE,), Words("Unionens medfinansieringsgrad", "Union co-financing rate"), "49(3)(k)", no_rate),
    Need((COUNTRY,), Words("Land", "Country"), "49(3)(l)"),
    Need(PLACES, Words("Plats", "Location"), "49(3)(l)", lambda _: Words(
        "ingen plats i landet är angiven", "no place within the country is stated")),
    Need((POSTAL_CODE, LOCALITY), Words("Stödmottagarens plats", "Location of the beneficiary"), "49(3)(m)",
         lambda _: Words("insatsen har flera platser, och var stödmottagaren finns är inte angivet",
                         "the operation covers several places, and where the beneficiary is is not stated"),
         is_spread),
    Need((TYPE,), Words("Interventionstyp", "Type of intervention"), "49(3)(n)"),
)  # fmt: skip

ESF = Form(COLUMNS, NEEDS, (Doubt(CODE, Words("Unik kod", "Unique code"), "49(3)", several_codes),))
