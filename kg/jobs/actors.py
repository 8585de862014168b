"""Actors: who takes part, and who may be one and the same."""

from kg.disk.workspace import Workspace
from kg.jobs.ask import open_graph
from kg.jobs.known import names_of
from kg.work.select import labelled, rows
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


def actors(workspace: Workspace, lang: str = "en") -> Table:
    """Return who takes part in projects, in most first; columns actor, kind, number, projects, id.

    Args:
        workspace: where the store is.
        lang: the language of the kinds, `sv` or `en`.

    Raises:
        StoreError: if there is no store.
    """
    found = rows(open_graph(workspace), f"""SELECT ?actor ?name (MIN(?kindName) AS ?kind)
      (SAMPLE(?identifier) AS ?number) ?projects WHERE {{
      {{ SELECT ?actor (COUNT(DISTINCT ?project) AS ?projects) WHERE {{ ?actor sam:participatesIn ?project }}
        GROUP BY ?actor }}
      {labelled("?actor", "name", "sv")}
      OPTIONAL {{ ?actor org:classification ?class . {labelled("?class", "kindName", lang)} }}
      OPTIONAL {{ ?actor dcterms:identifier ?identifier }}
    }} GROUP BY ?actor ?name ?projects ORDER BY DESC(?projects) ?name ?actor""")  # fmt: skip
    return Table(
        ("actor", "kind", "number", "projects", "id"),
        tuple((row["name"], row["kind"], row["number"], row["projects"], short_iri(row["actor"])) for row in found),
    )


def similar_actors(workspace: Workspace, lang: str = "en") -> Table:
    """Return the pairs of actors that may be one; columns actor, other, reason, id, other_id.

    Those with the strongest reason come first: the same number before the same name, this before a spelling.

    Args:
        workspace: where the store is.
        lang: the language of the reasons, `sv` or `en`.

    Raises:
        StoreError: if there is no store.
    """
    store = open_graph(workspace)
    return Table(
        ("actor", "other", "reason", "id", "other_id"),
        tuple(
            (double.name, double.other_name, REASONS[double.reason][lang == "sv"], short_iri(double.iri),
             short_iri(double.other))
            for double in similar(names_of(workspace, store), store)
        ),
    )  # fmt: skip
