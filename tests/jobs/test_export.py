"""What leaves the graph: no person, unless asked for by name. The formats themselves are tested in work/."""

import pyoxigraph as ox
import pytest
from kg_help import iri

from kg.jobs.export import FORMATS, export

PERSONAL = (iri("vcard:fn"), iri("vcard:hasEmail"), iri("vcard:hasTelephone"))


@pytest.fixture(scope="module")
def personal(contact_quads: list[ox.Quad]) -> set[str]:
    """Return the names, mail addresses and telephone numbers of the private files."""
    found = {
        quad.object.value.removeprefix("mailto:").removeprefix("tel:")
        for quad in contact_quads
        if quad.predicate in PERSONAL and isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    assert len(found) > 20
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_tells_of_a_person(graph: ox.Store, personal: set[str], form: str) -> None:
    text = export(graph, form, "all").decode()
    assert len(text) > 1000
    assert [told for told in personal if told in text] == []
    assert "/id/contact/" not in text
    assert "samid:contact/" not in text


@pytest.mark.parametrize("table", ["participations", "projects", "contributions"])
def test_no_table_tells_of_a_person(graph: ox.Store, personal: set[str], table: str) -> None:
    text = export(graph, "csv", table=table).decode()
    assert text.count("\n") > 5
    assert [told for told in personal if told in text] == []


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld", "rdfxml", "ntriples"])
def test_a_graph_with_the_private_files_is_exported_with_them(
    private_graph: ox.Store, personal: set[str], form: str
) -> None:
    text = export(private_graph, form, "entries").decode()
    assert [told for told in personal if told not in text and told.isascii()] == []
