"""How a publication follows on the one before: which edition it is, what has changed, which names are withdrawn."""

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.work.portal.editions.compare import Comparison, compare, derived_properties
from kg.work.portal.editions.edition import Issue, Publication, Withdrawn, next_edition, read_publication
from kg.work.portal.editions.names import Notice, kept_names
from kg.work.portal.site import Edition


@dataclass(frozen=True)
class Succession:
    """A publication and the one before it.

    `statements` is the file of the dataset to be published, as sorted N-Triples; `editions` all editions up to this
    one; `comparison` is empty if the data are those of the previous publication.
    """

    edition: Edition
    editions: tuple[Issue, ...]
    previous: Publication | None
    statements: Path
    comparison: Comparison
    withdrawn: tuple[Withdrawn, ...]
    notices: tuple[Notice, ...]


def succeed(store: ox.Store, statements: Path, sha256: str, previous: Path | None = None, day: str = "") -> Succession:
    """Return how a publication follows on the one before.

    Args:
        store: the public graph.
        statements: the dataset as it is to be published, as sorted N-Triples.
        sha256: of that file.
        previous: the folder of the publication before, if there is one.
        day: the day of a new edition, YYYY-MM-DD; else the newest day that the entries tell.

    Raises:
        InputError: if the publication before is damaged, or the day will not do.
    """
    before = read_publication(previous) if previous else None
    edition = next_edition(store, before, sha256, day)
    if before and edition.number == len(before.editions):
        comparison, editions = Comparison(), before.editions
    else:
        comparison = compare(before.statements if before else None, statements, derived_properties(store))
        told = Issue(
            edition.number, edition.modified, sha256, comparison.statements, comparison.added, comparison.removed
        )
        editions = (*(before.editions if before else ()), told)
    kept = kept_names(store, before, comparison, edition)
    return Succession(edition, editions, before, statements, comparison, kept.withdrawn, kept.notices)
