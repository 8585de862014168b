"""The indicators of the European metadata quality score: their points, what they ask, and what would raise them."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.work.portal.catalogue.authorities import EU
from kg.work.portal.check import formats
from kg.work.portal.check.catalogue import Catalogue
from kg.work.shacl.index import Name


@dataclass(frozen=True)
class Known:
    """What the indicators may ask: the description, what in it breaks the rules, and which addresses answer."""

    catalogue: Catalogue
    broken: frozenset[Name]
    reachable: Callable[[str], bool | None]


Holds = Callable[[Known, Name], bool | None]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its dimension, its name in the method, the most points, and how it is raised."""

    dimension: str
    name: str
    points: int
    of_distributions: bool
    holds: Holds
    name_sv: str
    name_en: str
    raise_sv: str
    raise_en: str


def _has(*properties: str) -> Holds:
    return lambda known, node: bool(known.catalogue.values(node, *properties))


def _answers(short: str) -> Holds:
    def holds(known: Known, node: Name) -> bool | None:
        addresses = known.catalogue.texts(node, short)
        found = [known.reachable(address) for address in addresses]
        return None if None in found else bool(found) and all(found)

    return holds


def _codes(known: Known, node: Name) -> list[str]:
    found = known.catalogue.texts(node, "dcterms:format") or known.catalogue.texts(node, "dcat:mediaType")
    return [formats.code_of(written) for written in found]


def _machine_readable(known: Known, node: Name) -> bool:
    return any(formats.is_machine_readable(code) for code in _codes(known, node))


def _non_proprietary(known: Known, node: Name) -> bool:
    return any(formats.is_non_proprietary(code) for code in _codes(known, node))


def _from_tables(known: Known, node: Name) -> bool:
    written = known.catalogue.texts(node, "dcterms:format")
    media = known.catalogue.texts(node, "dcat:mediaType")
    in_tables = all(map(formats.is_in_table, written)) and all(map(formats.is_media_type, media))
    return bool(written and media) and in_tables


def _follows_rules(known: Known, node: Name) -> bool:
    return known.broken.isdisjoint([node, *known.catalogue.distributions_of(node)])


def _known_licence(known: Known, node: Name) -> bool:
    return any(map(formats.is_known_licence, known.catalogue.texts(node, "dcterms:license")))


def _known_access(known: Known, node: Name) -> bool:
    found = known.catalogue.texts(node, "dcterms:accessRights")
    return bool(found) and all(value.startswith(f"{EU}access-right/") for value in found)


_F, _A, _I, _R, _C = "findability", "accessibility", "interoperability", "reusability", "contextuality"

INDICATORS = (
    Indicator(_F, "keyword", 30, False, _has("dcat:keyword"), "nyckelord", "keywords",
              "ge datamängden nyckelord (dcat:keyword)", "give the dataset keywords (dcat:keyword)"),
    Indicator(_F, "categories", 30, False, _has("dcat:theme"), "teman", "categories",
              "ge datamängden teman (dcat:theme)", "give the dataset themes (dcat:theme)"),
    Indicator(_F, "spatial", 20, False, _has("dcterms:spatial"), "geografisk sökning", "geographical search",
              "ange område (dcterms:spatial)", "give the area (dcterms:spatial)"),
    Indicator(_F, "temporal", 20, False, _has("dcterms:temporal"), "sökning på tid", "search by time",
              "ange tidsperiod (dcterms:temporal)", "give the time period (dcterms:temporal)"),
    Indicator(_A, "access-url-status", 50, True, _answers("dcat:accessURL"), "åtkomstadressen svarar",
              "the access address answers", "se till att åtkomstadressen leder till något",
              "see that the access address leads to something"),
    Indicator(_A, "download-url", 20, True, _has("dcat:downloadURL"), "nedladdningsadress", "download address",
              "ange nedladdningsadress (dcat:downloadURL)", "give the download address (dcat:downloadURL)"),
    Indicator(_A, "download-url-status", 30, True, _answers("dcat:downloadURL"), "nedladdningsadressen svarar",
              "the download address answers", "se till att nedladdningsadressen leder till filen",
              "see that the download address leads to the file"),
    Indicator(_I, "format", 20, True, _has("dcterms:format"), "format", "format",
              "ange format (dcterms:format)", "give the format (dcterms:format)"),
    Indicator(_I, "media-type", 10, True, _has("dcat:mediaType"), "mediatyp", "media type",
              "ange mediatyp (dcat:mediaType)", "give the media type (dcat:mediaType)"),
    Indicator(_I, "format-table", 10, True, _from_tables, "format och mediatyp ur listorna",
              "format and media type from the lists",
              f"ange formatet ur {EU}file-type och mediatypen ur IANA:s lista, båda som IRI",
              f"give the format from {EU}file-type and the media type from IANA's list, both as IRIs"),
    Indicator(_I, "non-proprietary", 20, True, _non_proprietary, "ickeproprietärt format", "non-proprietary format",
              "lägg ut data i ett öppet format, till exempel CSV eller Turtle",
              "publish the data in an open format, for example CSV or Turtle"),
    Indicator(_I, "machine-readable", 20, True, _machine_readable, "maskinläsbart format", "machine-readable format",
              "lägg ut data i ett maskinläsbart format, till exempel CSV, JSON eller Turtle",
              "publish the data in a machine-readable format, for example CSV, JSON or Turtle"),
    Indicator(_I, "dcat-ap", 30, False, _follows_rules, "följer DCAT-AP", "follows DCAT-AP",
              "rätta felen ovan", "mend the errors above"),
    Indicator(_R, "licence", 20, True, _has("dcterms:license"), "licens", "licence",
              "ange licens på distributionen (dcterms:license)", "give the distribution a licence (dcterms:license)"),
    Indicator(_R, "licence-table", 10, True, _known_licence, "känd licens", "known licence",
              "använd en känd licens, till exempel http://creativecommons.org/publicdomain/zero/1.0/",
              "use a known licence, for example http://creativecommons.org/publicdomain/zero/1.0/"),
    Indicator(_R, "access-rights", 10, False, _has("dcterms:accessRights"), "åtkomsträttigheter", "access rights",
              "ange åtkomsträttigheter (dcterms:accessRights)", "give the access rights (dcterms:accessRights)"),
    Indicator(_R, "access-rights-table", 5, False, _known_access, "åtkomsträttigheter ur EU:s lista",
              "access rights from the EU's list", f"använd {EU}access-right/PUBLIC",
              f"use {EU}access-right/PUBLIC"),
    Indicator(_R, "contact-point", 20, False, _has("dcat:contactPoint"), "kontaktuppgift", "contact point",
              "ange kontaktuppgift (dcat:contactPoint)", "give a contact point (dcat:contactPoint)"),
    Indicator(_R, "publisher", 10, False, _has("dcterms:publisher"), "utgivare", "publisher",
              "ange utgivare (dcterms:publisher)", "give the publisher (dcterms:publisher)"),
    Indicator(_C, "rights", 5, True, _has("dcterms:rights"), "rättigheter", "rights",
              "säg vad som gäller utöver licensen (dcterms:rights på distributionen)",
              "say what holds besides the licence (dcterms:rights of the distribution)"),
    Indicator(_C, "byte-size", 5, True, _has("dcat:byteSize"), "filstorlek", "file size",
              "ange storlek i byte (dcat:byteSize)", "give the size in bytes (dcat:byteSize)"),
    Indicator(_C, "issued", 5, False, _has("dcterms:issued"), "utgivningsdatum", "date of issue",
              "ange utgivningsdatum (dcterms:issued)", "give the date of issue (dcterms:issued)"),
    Indicator(_C, "modified", 5, False, _has("dcterms:modified"), "ändringsdatum", "date of modification",
              "ange ändringsdatum (dcterms:modified)", "give the date of modification (dcterms:modified)"),
)  # fmt: skip
