"""Schema.org: what a search engine reads in a page, as JSON-LD."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.terms import CODES
from kg.work.pages.page import local
from kg.work.pages.reader import whole
from kg.work.pages.view import View

MOST = 100  # members, places: a page tells all of them, and so does its Turtle

Node = dict[str, Any]

_WEB = re.compile(r"https?://[^\s<>\"]+")
_AUTHORITIES = ("municipality", "county", "region", "state-agency", "county-administrative-board",
                "municipal-association", "municipal-unit", "state-agency-unit", "eu-institution")  # fmt: skip
_ORGANISATIONS = {
    **dict.fromkeys(_AUTHORITIES, "GovernmentOrganization"),
    "learning-centre": "EducationalOrganization",
}


def described(view: View, address: str) -> Node:
    """Return a thing as schema.org tells of it.

    Args:
        view: the thing in a language.
        address: the absolute address of the page.
    """
    kinds = view.reader.kinds(view.thing)
    tell = next((tell for name, tell in _TOLD.items() if name in kinds), _other)
    texts = view.reader.descriptions(view.thing, view.lang)
    common = {
        "@context": "https://schema.org",
        "@id": view.thing,
        "name": view.reader.name(view.thing, view.lang).value,
        "alternateName": sorted({*view.reader.values(view.thing, "skos:altLabel")}),
        "description": " ".join(text.value for text in texts),
        "mainEntityOfPage": address,
        "sameAs": [iri for iri in view.reader.values(view.thing, "owl:sameAs") if _WEB.fullmatch(iri)],
    }
    return kept(common | tell(view))


def kept(node: Mapping[str, Any]) -> Node:
    """Return a node without what it says nothing of; what it says one thing of is not a list."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value
            for key, value in node.items() if value}  # fmt: skip


def _project(view: View) -> Node:
    """Return a project: an organisation in schema.org, which begins and ends, has members and is funded."""
    reader, thing = view.reader, view.thing
    return {
        "@type": "Project",
        "identifier": list(reader.values(thing, "dcterms:identifier")),
        "foundingDate": reader.value(thing, "sam:start"),
        "dissolutionDate": reader.value(thing, "sam:end"),
        "areaServed": _named(view, reader.values(thing, "sam:place"), "Place"),
        "keywords": [view.word(theme) for theme in reader.values(thing, "dcterms:subject")],
        "funding": _funding(view),
        "member": _members(view),
        "parentOrganization": _named(view, reader.values(thing, "sam:subProjectOf"), "Project"),
    }


def _members(view: View) -> list[Node]:
    found = []
    for iri in view.reader.users("sam:project", view.thing)[:MOST]:
        actor, role = view.reader.value(iri, "sam:actor"), view.reader.value(iri, "sam:role")
        if actor and role:
            member = _named(view, [actor], "Organization")[0]
            found.append({"@type": "OrganizationRole", "roleName": view.word(role), "member": member})
    return found


def _funding(view: View) -> list[Node]:
    """Return the support that was granted, and who gives it."""
    reader = view.reader
    funds = _named(view, reader.values(view.thing, "sam:fund"), "Organization")
    grants = [{"@type": "MonetaryGrant", "amount": _amount(view, iri)}
              for iri in reader.users("sam:contributionTo", view.thing)
              if _code(reader.value(iri, "sam:contributionKind")) == "granted-support"
              and reader.value(iri, "sam:amount")] or [{"@type": "Grant"}]  # fmt: skip
    return [kept(grant | {"funder": funds}) for grant in grants if funds or "amount" in grant]


def _amount(view: View, iri: str) -> Node:
    currency, amount = (view.reader.value(iri, f"sam:{name}") for name in ("currency", "amount"))
    value = amount if (number := whole(amount)) is None else number
    return kept({"@type": "MonetaryAmount", "currency": local(currency) if currency else "", "value": value})


def _actor(view: View) -> Node:
    reader, thing = view.reader, view.thing
    kind = _code(reader.value(thing, "org:classification"))
    numbers = reader.values(thing, "dcterms:identifier")
    return {
        "@type": _ORGANISATIONS.get(kind, "Organization"),
        "identifier": [{"@type": "PropertyValue", "propertyID": "organisationsnummer", "value": number}
                       for number in numbers],
        "url": [url for url in reader.values(thing, "foaf:homepage") if _WEB.fullmatch(url)],
        "location": _named(view, reader.values(thing, "sam:place"), "Place"),
        "parentOrganization": _named(view, reader.values(thing, "org:unitOf"), "Organization"),
    }  # fmt: skip


def _place(view: View) -> Node:
    reader, thing = view.reader, view.thing
    return {
        "@type": "Country" if "Country" in reader.kinds(thing) else "AdministrativeArea",
        "identifier": list(reader.values(thing, "skos:notation")),
        "containedInPlace": _named(view, reader.values(thing, "dcterms:isPartOf"), "Place"),
    }


def _document(view: View) -> Node:
    return {
        "@type": "DigitalDocument",
        "identifier": list(view.reader.values(view.thing, "dcterms:identifier")),
        "inLanguage": list(view.reader.values(view.thing, "dcterms:language")),
    }


def _other(view: View) -> Node:
    del view
    return {"@type": "Thing"}


def _named(view: View, things: Iterable[str], kind: str) -> list[Node]:
    return [{"@type": kind, "@id": thing, "name": view.called(thing).text} for thing in list(things)[:MOST]]


def _code(iri: str) -> str:
    return local(iri) if iri.startswith(CODES) else ""


_TOLD = {"Project": _project, "Actor": _actor, "Place": _place, "SourceDocument": _document}
