"""Short SPARQL for our own use: the prefixes set, rows as plain text."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.terms import PREFIXES

_USED = ("actor-kind", "basis", "cooperation-status", "dcterms", "foaf", "goal-kind", "initiative-kind", "org", "owl",
         "prov", "rdf", "rdfs", "role", "sam", "skos", "vcard", "xsd")  # fmt: skip
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED)

Row = dict[str, str]


def rows(store: Graphs, query: str) -> Iterator[Row]:
    """Yield the rows of a SELECT over the union of the graphs, values as text, unbound ones empty.

    Terms that a caller puts into the query are written with `str()` of a pyoxigraph term, never as bare text.
    """
    answer = solutions(store, PROLOGUE + query)
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield {name: text(solution[name]) for name in names}


def solutions(store: Graphs, query: str) -> ox.QuerySolutions:
    """Return the answer to a SELECT over the union of the graphs.

    Raises:
        TypeError: if the query is of another form.
    """
    answer = store.query(query, use_default_graph_as_union=True)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("not a SELECT")
    return answer


def text(term: object) -> str:
    """Return the IRI of a named node or the text of a literal; nothing for anything else."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def labelled(thing: str, name: str, lang: str) -> str:
    """Return a pattern that binds `?name` to the label of `?thing` in a language, else in the other one.

    `thing` is a variable with its question mark; `lang` is `sv` or `en`.
    """
    return (
        f"OPTIONAL {{ {thing} dcterms:title|skos:prefLabel|rdfs:label ?{name}First . "
        f'FILTER (LANG(?{name}First) = "{lang}") }} '
        f"OPTIONAL {{ {thing} dcterms:title|skos:prefLabel|rdfs:label ?{name}Other . "
        f'FILTER (LANG(?{name}Other) != "{lang}") }} '
        f"BIND (COALESCE(?{name}First, ?{name}Other, REPLACE(STR({thing}), '^.*[/#]', '')) AS ?{name})"
    )


def described(thing: str, name: str, lang: str) -> str:
    """Return a pattern that binds `?name` to each description of `?thing` in a language, else in the other one.

    `thing` and `lang` are as in `labelled`; a thing with no description at all has no row.
    """
    return (
        f"{thing} dcterms:description ?{name} . "
        f'FILTER (LANG(?{name}) = "{lang}" || NOT EXISTS {{ {thing} dcterms:description ?{name}Own . '
        f'FILTER (LANG(?{name}Own) = "{lang}") }})'
    )
