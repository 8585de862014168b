"""Similar: actors in the graph that may be one and the same, for a person to judge."""

from kg.disk.store import open_store
from kg.disk.workspace import Workspace
from kg.jobs.known import names_of
from kg.work.similar import similar
from kg.work.tables import Table, short_iri

REASONS = {
    "same-number": ("same organisation number", "samma organisationsnummer"),
    "same-name": ("same name", "samma namn"),
    "other-name": ("other name", "annat namn"),
    "former-name": ("former name", "tidigare namn"),
    "form": ("same words", "samma ord"),
    "spelling": ("spelling", "stavning"),
}


def similar_actors(workspace: Workspace, lang: str = "en") -> Table:
    """Return the pairs of actors that may be one; columns actor, other, reason, id, other_id.

    Those with the strongest reason come first: the same number before the same name, this before a spelling.

    Args:
        workspace: where the store is.
        lang: the language of the reasons, `sv` or `en`.

    Raises:
        StoreError: if there is no store.
    """
    store = open_store(workspace.store)
    return Table(
        ("actor", "other", "reason", "id", "other_id"),
        tuple(
            (double.name, double.other_name, REASONS[double.reason][lang == "sv"], short_iri(double.iri),
             short_iri(double.other))
            for double in similar(names_of(workspace, store), store)
        ),
    )  # fmt: skip
