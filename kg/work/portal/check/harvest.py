"""What the portal that harvests asks for besides DCAT-AP-SE.

Source: Digg's description of how dataportal.se harvests (docs.dataportal.se, `docs/harvesting.md`), and for the codes
DCAT-AP 3.0.1, section on controlled vocabularies. What those only recommend (the publisher's address, texts in two
languages) is a violation in a publication of our own, and a warning in other people's files.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from stdnum.se import orgnr

from kg.work.portal.catalogue.authorities import EU, PORTAL_ORGANISATIONS, THEMES
from kg.work.portal.catalogue.statements import name
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.check.iris import iri_problem, shown_iri
from kg.work.portal.check.problem import Problem
from kg.work.portal.check.shapes import where
from kg.work.shacl.index import Term

_PUBLISHER = re.compile(r"SE(\d{10})(-[A-Za-z0-9-]+)?")
_CC = re.compile(r"(https?)://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/[a-z-]+/[0-9.]+(.*)")
_THEMES = {*THEMES, "OP_DATPRO"}  # the last: provisional data, which the list has too
_TEXTS = {
    "catalogues": ("dcterms:title", "dcterms:description"),
    "datasets": ("dcterms:title", "dcterms:description", "dcat:keyword"),
    "distributions": ("dcterms:title", "dcterms:description"),
    "services": ("dcterms:title", "dcterms:description", "dcat:keyword"),
}


@dataclass(frozen=True)
class _Asked:
    catalogue: Catalogue
    own: bool

    @property
    def recommended(self) -> str:
        """How severe it is to go against a recommendation."""
        return "violation" if self.own else "warning"


def harvest_problems(catalogue: Catalogue, *, own: bool) -> Iterator[Problem]:
    """Yield what keeps a portal from taking a description, or from taking it as it is meant.

    Args:
        catalogue: the description.
        own: whether it is of a publication of our own, which has one dataset and follows every recommendation.
    """
    asked = _Asked(catalogue, own)
    for rule in _RULES:
        yield from rule(asked)


def _names(asked: _Asked) -> Iterator[Problem]:
    """Main entities have IRIs, never nodes without a name."""
    found = asked.catalogue
    for sv, en, nodes in (
        ("Katalogen", "The catalogue", found.catalogues),
        ("Datamängden", "The dataset", found.datasets),
        ("Distributionen", "The distribution", found.distributions),
        ("Datatjänsten", "The data service", found.services),
        ("Utgivaren", "The publisher", found.publishers),
        ("Kontaktuppgiften", "The contact point", found.contacts),
    ):
        for node in nodes:
            if isinstance(node, ox.BlankNode):
                yield Problem(
                    "violation",
                    "blank-node",
                    where(found.owner(node)),
                    "",
                    f"{sv} är en nod utan namn; ge den en egen IRI (rdf:about, @id).",
                    f"{en} is a node without a name; give it an IRI of its own (rdf:about, @id).",
                )


def _addresses(asked: _Asked) -> Iterator[Problem]:
    """Every IRI is absolute and follows RFC 3987."""
    seen: set[str] = set()
    for triple in asked.catalogue.index.triples:
        for node in (triple.subject, triple.predicate, triple.object, getattr(triple.object, "datatype", None)):
            if isinstance(node, ox.NamedNode) and node.value not in seen:
                seen.add(node.value)
                if wrong := iri_problem(node.value):
                    yield Problem(
                        "violation",
                        "iri-form",
                        where(asked.catalogue.owner(triple.subject)),  # type: ignore[arg-type]
                        shown_iri(node.value),
                        f"{wrong[1]}.",
                        f"{wrong[0]}.",
                    )


def _publishers(asked: _Asked) -> Iterator[Problem]:
    """A publisher has the address that the portal knows it by, with a number whose last digit is right."""
    for node in asked.catalogue.publishers:
        iri = node.value
        if isinstance(node, ox.BlankNode):
            continue
        if "dataportal.se/organisation" not in iri:
            yield Problem(
                asked.recommended,
                "publisher-form",
                shown_iri(iri),
                "",
                f"Ange utgivaren som {PORTAL_ORGANISATIONS}SE och de tio siffrorna i organisationsnumret.",
                f"Name the publisher {PORTAL_ORGANISATIONS}SE and the ten digits of its number.",
            )
            continue
        found = _PUBLISHER.fullmatch(iri.removeprefix(PORTAL_ORGANISATIONS))
        if found is None:
            yield Problem(
                "violation",
                "publisher-form",
                shown_iri(iri),
                "",
                f"Adressen ska vara {PORTAL_ORGANISATIONS}SE och tio siffror, med http och utan bindestreck.",
                f"The address must be {PORTAL_ORGANISATIONS}SE and ten digits, with http and no hyphen.",
            )
        elif not orgnr.is_valid(found[1]):
            yield Problem(
                "violation",
                "publisher-number",
                shown_iri(iri),
                found[1],
                "Organisationsnumrets kontrollsiffra stämmer inte; kontrollera siffrorna.",
                "The check digit of the organisation number is wrong; check the digits.",
            )


def _roles(asked: _Asked) -> Iterator[Problem]:
    """Contact and publisher are two nodes."""
    for node in sorted({*asked.catalogue.contacts} & {*asked.catalogue.publishers}, key=str):
        yield Problem(
            "violation",
            "contact-is-publisher",
            where(node),
            "",
            "Samma nod är både kontaktuppgift och utgivare; gör två noder av den.",
            "The same node is both contact point and publisher; make two nodes of it.",
        )


def _languages(asked: _Asked) -> Iterator[Problem]:
    """Texts stand in Swedish and English."""
    for group, properties in _TEXTS.items():
        for node in getattr(asked.catalogue, group):
            for short in properties:
                values = asked.catalogue.values(node, short)
                told = {
                    value.language.split("-")[0] for value in values if isinstance(value, ox.Literal) and value.language
                }
                for language, sv, en in (("sv", "svenska", "Swedish"), ("en", "engelska", "English")):
                    if values and language not in told:
                        yield Problem(
                            asked.recommended,
                            f"text-{language}",
                            where(node),
                            short,
                            f"Texten {short} saknas på {sv}; skriv den också.",
                            f"There is no {short} in {en}; write it too.",
                        )


def _codes(asked: _Asked) -> Iterator[Problem]:
    """Codes come from the EU's tables."""
    found = asked.catalogue
    for dataset in [*found.datasets, *found.services]:
        themes = found.texts(dataset, "dcat:theme")
        for theme in themes:
            if theme.startswith(f"{EU}data-theme/") and theme.rsplit("/", 1)[1] not in _THEMES:
                yield Problem(
                    "violation",
                    "theme-unknown",
                    where(dataset),
                    shown_iri(theme),
                    f"Temat finns inte i EU:s lista; där finns {', '.join(THEMES)}.",
                    f"The theme is not in the EU's list, which has {', '.join(THEMES)}.",
                )
        if themes and not any(theme.startswith(f"{EU}data-theme/") for theme in themes):
            yield Problem(
                "violation",
                "theme-table",
                where(dataset),
                shown_iri(themes[0]),
                f"Ange minst ett tema ur EU:s lista, till exempel {EU}data-theme/SOCI.",
                f"Give at least one theme of the EU's list, for example {EU}data-theme/SOCI.",
            )
    for node in [*found.catalogues, *found.datasets, *found.distributions]:
        for value in found.texts(node, "dcterms:spatial"):
            if value.startswith("https://publications.europa.eu/resource/authority/"):
                yield Problem(
                    "violation",
                    "table-address",
                    where(node),
                    value,
                    "EU:s listor har adresser med http, inte https.",
                    "The EU's lists have addresses with http, not https.",
                )


def _licences(asked: _Asked) -> Iterator[Problem]:
    """A licence of Creative Commons has one address only."""
    for node in [*asked.catalogue.distributions, *asked.catalogue.services, *asked.catalogue.datasets]:
        for value in asked.catalogue.texts(node, "dcterms:license"):
            found = _CC.fullmatch(value)
            if found and (found[1] != "http" or found[3] != "/" or "www." in value):
                right = re.sub(r"^https?://(?:www\.)?", "http://", value.removesuffix(found[3])) + "/"
                yield Problem(
                    "violation",
                    "licence-form",
                    where(node),
                    value,
                    f"Portalen känner licensen bara som {right}",
                    f"The portal knows it only as {right}",
                )


def _levels(asked: _Asked) -> Iterator[Problem]:
    """There is one catalogue, or one above others that have none below them."""
    found = asked.catalogue
    parts = {
        node: set(found.values(node, "dcterms:hasPart", "dcat:catalog")) & {*found.catalogues}
        for node in found.catalogues
    }
    above = [node for node in found.catalogues if parts[node]]
    below: set[Term] = {part for some in parts.values() for part in some}
    for node in above:
        if node in below or node in parts[node]:
            yield Problem(
                "violation",
                "catalogue-level",
                where(node),
                "",
                "En underkatalog får inte själv ha underkataloger; portalen tar emot en enda nivå.",
                "A catalogue below another may have none below itself; the portal takes one level.",
            )
    tops = [node for node in found.catalogues if node not in below]
    if len(tops) > 1:
        listed = ", ".join(where(node) for node in tops[:3])
        yield Problem(
            "violation",
            "catalogue-level",
            listed,
            str(len(tops)),
            "Flera kataloger står bredvid varandra; ordna dem under en med dcterms:hasPart.",
            "Several catalogues stand beside each other; put them under one with dcterms:hasPart.",
        )
    if not found.catalogues:
        yield Problem(
            "violation",
            "no-catalogue",
            "",
            "",
            "Filen har ingen dcat:Catalog; portalen skördar en katalog.",
            "The file has no dcat:Catalog; the portal harvests a catalogue.",
        )


def _records(asked: _Asked) -> Iterator[Problem]:
    """The portal does not take records of a catalogue (DCAT-AP-SE leaves the class out)."""
    for node in sorted(asked.catalogue.index.instances(name("dcat:CatalogRecord")), key=str):
        yield Problem(
            "violation",
            "catalogue-record",
            where(node),
            "",
            "DCAT-AP-SE tillåter inte dcat:CatalogRecord; ta bort den.",
            "DCAT-AP-SE does not allow dcat:CatalogRecord; take it away.",
        )


def _numbers(asked: _Asked) -> Iterator[Problem]:
    """A publication of ours has one dataset; a dataset that no catalogue lists is never harvested."""
    found = asked.catalogue
    typed = found.index.instances(name("dcat:Dataset"))
    count = len([node for node in found.datasets if node in typed])
    if asked.own and count != 1:
        yield Problem(
            "violation",
            "dataset-number",
            "",
            str(count),
            f"Publiceringen ska ha exakt en dcat:Dataset, men har {count}.",
            f"The publication must have exactly one dcat:Dataset, but has {count}.",
        )
    listed = set(found.linked("dcat:dataset"))
    for node in found.datasets if found.catalogues else ():
        if node not in listed:
            yield Problem(
                "warning",
                "dataset-unlisted",
                where(node),
                "",
                "Ingen katalog länkar till datamängden (dcat:dataset); den skördas inte.",
                "No catalogue links to the dataset (dcat:dataset); it is not harvested.",
            )


_RULES: tuple[Callable[[_Asked], Iterator[Problem]], ...] = (
    _names,
    _addresses,
    _publishers,
    _roles,
    _languages,
    _codes,
    _licences,
    _levels,
    _records,
    _numbers,
)
