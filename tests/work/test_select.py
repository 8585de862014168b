import pyoxigraph as ox
import pytest
from kg_help import iri, store_of

from kg.work.select import labelled, rows, solutions, text

STORE = store_of(
    """role:a skos:prefLabel "ägare"@sv, "owner"@en . role:b skos:prefLabel "bara svenska"@sv .
    role:c skos:prefLabel "only English"@en . role:d skos:notation "d" . role:e dcterms:title "Titel"@sv, "Title"@en .
    project:x sam:role role:a, role:b, role:c, role:d, role:e ; sam:start "2018"^^xsd:gYear .""",
)


def test_rows_are_plain_text_and_unbound_is_empty() -> None:
    found = list(rows(STORE, "SELECT ?p ?start ?none { ?p sam:start ?start }"))
    assert found == [{"p": iri("project:x").value, "start": "2018", "none": ""}]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("sv", ["Titel", "bara svenska", "d", "only English", "ägare"]),
        ("en", ["Title", "bara svenska", "d", "only English", "owner"]),
    ],
)
def test_a_label_is_in_the_language_or_else_in_the_other_or_the_end_of_the_iri(lang: str, expected: list[str]) -> None:
    query = f"SELECT ?name {{ ?p sam:role ?role . {labelled('?role', 'name', lang)} }} ORDER BY ?name"
    assert [row["name"] for row in rows(STORE, query)] == expected


def test_only_a_select_has_rows() -> None:
    with pytest.raises(TypeError, match="not a SELECT"):
        solutions(STORE, "ASK { }")


def test_the_text_of_a_term() -> None:
    terms = [iri("project:x"), ox.Literal("å", language="sv"), ox.Literal(5), ox.BlankNode("b"), None]
    assert [text(term) for term in terms] == [iri("project:x").value, "å", "5", "", ""]
