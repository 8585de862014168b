"""The five stars of linked open data (Tim Berners-Lee), told from a description of data.

A dataset has the stars of its best distribution. What a description alone cannot tell is the fifth: whether the data
link to the data of others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kg.work.portal.check import formats
from kg.work.portal.check.catalogue import Catalogue
from kg.work.shacl.index import Name


@dataclass(frozen=True)
class Stars:
    """The stars of the dataset that has the fewest, and why it has no more (or why it has five)."""

    number: int
    sv: str
    en: str


_REASONS = (
    ("ingen distribution har en öppen licens", "no distribution has an open licence"),
    ("öppen licens, men inget maskinläsbart format", "an open licence, but no machine-readable format"),
    ("maskinläsbart, men i ett format som ett företag äger", "machine-readable, but in a proprietary format"),
    ("öppet och maskinläsbart, men inte RDF", "open and machine-readable, but not RDF"),
)
_FOURTH = ("RDF, men inga länkar till andras data", "RDF, but no links to the data of others")
_UNKNOWN = (
    "RDF; om data länkar till andras data syns inte i beskrivningen (beskriv det med void:Linkset)",
    "RDF; whether the data link to the data of others is not in the description (describe it with void:Linkset)",
)


def stars_of(catalogue: Catalogue, links: int | None) -> Stars:
    """Return the stars of a description.

    Args:
        catalogue: the description.
        links: how many links to the data of others the data hold; None if that is not known.
    """
    if not catalogue.datasets:
        return Stars(0, "ingen datamängd", "no dataset")
    number = min(_number(catalogue, dataset) for dataset in catalogue.datasets)
    if number < len(_REASONS):
        return Stars(number, *_REASONS[number])
    if links:
        shown = f"{links:,}"
        return Stars(5, f"RDF med {shown.replace(',', ' ')} länkar till andras data",
                     f"RDF with {shown} links to the data of others")  # fmt: skip
    return Stars(number, *(_UNKNOWN if links is None else _FOURTH))


def _number(catalogue: Catalogue, dataset: Name) -> int:
    """Return how many of the first four stars a dataset has."""
    return max((_of_distribution(catalogue, node) for node in catalogue.distributions_of(dataset)), default=0)


def _of_distribution(catalogue: Catalogue, node: Name) -> int:
    licences = catalogue.texts(node, "dcterms:license")
    if not licences or not all(map(formats.is_open_licence, licences)):
        return 0
    written = catalogue.texts(node, "dcterms:format", "dcat:mediaType")
    codes = [code for code in map(formats.code_of, written) if code]
    asked: tuple[Callable[[str], bool], ...] = (
        formats.is_machine_readable,
        formats.is_non_proprietary,
        formats.is_linked_data,
    )
    number = 1
    for holds in asked:
        if not any(map(holds, codes)):
            break
        number += 1
    return number
