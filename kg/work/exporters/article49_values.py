"""From what is stated of a project to the text of a cell, or to the reason that there is none.

Only what is stated is written. Nothing is computed from amounts: the Union's co-financing rate (Article 49(3)(k)) is
set for a priority (Article 112) and is no quotient of two figures of one project. A day is written only if the day is
stated. What follows from a register is taken as stated: the country that a municipality lies in.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kg.work.exporters.article49_facts import Code, Operation, Place
from kg.work.exporters.article49_gaps import Words
from kg.work.exporters.article49_list import NOT_STATED

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SPOKEN = {"SE": "sv", "GB": "en", "IE": "en", "MT": "en"}
_PERIODS = ((2014, 2020), (2021, 2027))


def one(values: Sequence[str]) -> str:
    """Return the value that stands alone; nothing if there are several, of which none can be chosen."""
    return values[0] if len(values) == 1 else ""


def several(values: Sequence[str]) -> Words:
    """Return why none of some values is written."""
    if not values:
        return NOT_STATED
    listed = ", ".join(values)
    return Words(
        f"flera är angivna, och listan rymmer en: {listed}", f"several are stated, and the list takes one: {listed}"
    )


# Dates


def day(stated: str, order: str = "{}-{}-{}") -> str:
    """Return a day in a form, year first among the parts; nothing for a month or a year alone."""
    match = _DAY.fullmatch(stated)
    return order.format(*match.groups()) if match else ""


def no_day(stated: str) -> Words:
    """Return why a day is not written."""
    if not stated:
        return NOT_STATED
    return Words(f"bara {stated} är angivet, inte dagen", f"only {stated} is stated, not the day")


# Money


def amounts(operation: Operation, kind: str) -> list[tuple[str, str]]:
    """Return the amounts of a kind that are for the whole project, each with its currency, alike ones once."""
    found = {(item.amount, item.currency) for item in operation.money if item.kind == kind and item.whole}
    return sorted(pair for pair in found if pair[0])


def in_currency(operation: Operation, kind: str, currency: str) -> str:
    """Return the amount of a kind for the whole project, if there is one and it is in a currency."""
    found = amounts(operation, kind)
    return found[0][0] if len(found) == 1 and found[0][1] == currency else ""


def no_total(operation: Operation, currency: str = "") -> Words:
    """Return why the total cost is not written; `currency` is the only one that the list has room for, if any."""
    found = amounts(operation, "total-budget")
    if len(found) > 1:
        return several([f"{amount} {unit}".strip() for amount, unit in found])
    if found and not found[0][1]:
        return Words("beloppet har ingen valuta", "the amount has no currency")
    if found and currency:
        amount, unit = found[0]
        return Words(f"{amount} {unit} är angivet, och listan är i {currency}",
                     f"{amount} {unit} is stated, and the list is in {currency}")  # fmt: skip
    if budgets := amounts(operation, "project-budget"):
        listed = ", ".join(f"{amount} {unit}".strip() for amount, unit in budgets)
        return Words(f"ingen total budget är angiven; om projektbudgeten ({listed}) är hela kostnaden är oklart",
                     f"no total budget is stated; whether the project budget ({listed}) is the whole cost is unclear",
                     )  # fmt: skip
    if any(item.kind == "total-budget" and item.amount for item in operation.money):
        return Words("ingen total budget för hela projektet är angiven, bara för en del",
                     "no total budget of the whole project is stated, only of a part")  # fmt: skip
    return Words("ingen total budget för hela projektet är angiven", "no total budget of the whole project is stated")


def percent(operation: Operation) -> str:
    """Return the Union's co-financing rate in per cent, as it is stated for the whole project."""
    return one(_rates(operation))


def no_rate(operation: Operation) -> Words:
    """Return why the Union's co-financing rate is not written."""
    found = _rates(operation)
    if len(found) > 1:
        return several([f"{rate} %" for rate in found])
    if amounts(operation, "eu-share"):
        return Words("EU-andelen är angiven som belopp, och ingen grad räknas fram ur belopp",
                     "the EU share is stated as an amount, and no rate is computed from amounts")  # fmt: skip
    return Words("ingen medfinansieringsgrad för unionen är angiven", "no co-financing rate of the Union is stated")


def _rates(operation: Operation) -> list[str]:
    found = {
        Decimal(item.rate) * 100 for item in operation.money if item.kind == "eu-share" and item.whole and item.rate
    }
    return [f"{rate.normalize():f}" for rate in sorted(found)]


# Words


def purpose(operation: Operation, lang: str) -> str:
    """Return the description of a project in a language, else the purposes among its goals."""
    if described := operation.description_sv if lang == "sv" else operation.description_en:
        return described
    return _goals(operation, lang, purposes=True)


def achievements(operation: Operation, lang: str) -> str:
    """Return the objectives and expected results of a project in a language."""
    return _goals(operation, lang, purposes=False)


def _goals(operation: Operation, lang: str, purposes: bool) -> str:
    chosen = (goal for goal in operation.goals if (goal.kind == "purpose") == purposes)
    found = (goal.sv if lang == "sv" else goal.en for goal in chosen)
    return " ".join(dict.fromkeys(text for text in found if text))


def answer(stated: str) -> str:
    """Return a yes or no in Swedish."""
    return {"true": "Ja", "false": "Nej"}.get(stated, "")


def no_owner(operation: Operation) -> Words:
    """Return why no beneficiary is written."""
    if operation.owner_inferred:
        return Words("ägaren är bara en slutsats, inte angiven", "the owner is only inferred, not stated")
    return Words("ingen projektägare är angiven", "no owner of the project is stated")


# Places


def areas(places: Iterable[Place], kind: str) -> list[Place]:
    """Return the places of a kind among some; one that lists have no kind for counts as what it lies in."""
    found = []
    for place in places:
        standing = place if place.kind else next((area for area in place.above if area.kind), place)
        if standing.kind == kind:
            found.append(standing)
    return _ordered(found)


def nuts_regions(operation: Operation) -> list[Place]:
    """Return the NUTS regions that the places of a project are or lie in, the narrowest of each."""
    found = (_first(place, "NutsRegion") for place in operation.places)
    return _ordered([place for place in found if place])


def countries(operation: Operation) -> list[Place]:
    """Return the countries that the places of a project are or lie in, else those of its programmes."""
    found = [place for place in (_first(place, "Country") for place in operation.places) if place]
    return _ordered(found or operation.programme_countries)


def country(operation: Operation) -> Place | None:
    """Return the country of a project: the only one, or of several the one of its programme."""
    found = countries(operation)
    if len(found) > 1:
        found = [place for place in found if place in operation.programme_countries]
    return found[0] if len(found) == 1 else None


def language(operation: Operation) -> str:
    """Return the language of a project's programme, `sv` or `en`; empty where it is another or the country unknown."""
    found = country(operation)
    return _SPOKEN.get(found.notation, "") if found else ""


def is_spread(operation: Operation) -> bool:
    """Tell whether a project covers several places, none of which lies in another."""
    around = {area.iri for place in operation.places for area in place.above}
    return sum(place.iri not in around for place in operation.places) > 1


def _first(place: Place, kind: str) -> Place | None:
    return next((area for area in (place, *place.above) if area.kind == kind), None)


def _ordered(places: Iterable[Place]) -> list[Place]:
    return sorted(dict.fromkeys(places), key=lambda place: (place.notation, place.sv, place.iri))


# Programmes


def period(operation: Operation) -> str:
    """Return the programming period, 2014-2020 or 2021-2027, if what is stated tells it.

    It is told by the year in the programme's CCI number, by the year in which the programme begins, by ESF+, a fund of
    2021–2027 only (Regulation (EU) 2021/1057), or by a type of intervention, a code of that period
    (Regulation (EU) 2021/1060, Annex I).
    """
    years = [number[:4] for number in operation.cci]
    years += [programme.cci[:4] or programme.start for programme in operation.programmes]
    known = [int(year) for year in years if year.isascii() and year.isdigit()]
    if not known and (operation.types or any(fund.notation == "esf-plus" for fund in operation.funds)):
        known = [2021]
    found = {period for period in _PERIODS for year in known if period[0] <= year <= period[1]}
    return "{}-{}".format(*found.pop()) if len(found) == 1 else ""


def no_period(operation: Operation) -> Words:
    """Return why the programming period is not written."""
    begins = sorted({programme.start for programme in operation.programmes if programme.start})
    if begins and not period(operation):
        listed = ", ".join(begins)
        return Words(f"programmet börjar {listed}, och listan har perioderna 2014–2020 och 2021–2027",
                     f"the programme begins in {listed}, and the list has the periods 2014–2020 and 2021–2027",
                     )  # fmt: skip
    return Words("inget CCI-nummer, program eller interventionstyp som säger perioden är angivet",
                 "no CCI number, programme or type of intervention that tells the period is stated")  # fmt: skip


def notations(codes: Iterable[Code]) -> list[str]:
    """Return the notations of some codes."""
    return sorted(found.notation for found in codes)


def several_codes(operation: Operation, _: str = "") -> Words | None:
    """Return what is the matter if an operation has several identifiers, of which the first in order is written."""
    if len(operation.identifiers) < 2:
        return None
    listed = ", ".join(operation.identifiers)
    return Words(
        f"flera är angivna, och den första skrivs: {listed}", f"several are stated, and the first is written: {listed}"
    )


def no_code(_: Operation) -> Words:
    """Return why no unique code is written: the name that the graph gives a project is none that the source gives."""
    return Words("ingen beteckning, till exempel ett diarienummer, är angiven",
                 "no identifier, for example a diary number, is stated")  # fmt: skip
