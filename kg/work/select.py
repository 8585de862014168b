"""Short SPARQL for our own use: the prefixes set, rows as plain text."""

from collections.abc import Iterator

import pyoxigraph as ox

from kg.terms import PREFIXES

_USED = ("actor-kind", "basis", "cooperation-status", "dcterms", "foaf", "goal-kind", "initiative-kind", "org", "owl",
         "prov", "rdf", "rdfs", "role", "sam", "skos", "vcard", "xsd")  # fmt: skip
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED)

Row = dict[str, str]


def rows(store: ox.Store, query: str) -> Iterator[Row]:
    """Yield the rows of a SELECT over the union of the graphs, values as text, unbound ones empty.

    Terms that a caller puts into the query are written with `str()` of a pyoxigraph term, never as bare text.
    """
    solutions = store.query(PROLOGUE + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101  only SELECT is written here
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term.value if (term := solution[name]) is not None else "" for name in names}


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
