"""The dataset as files: the bytes of `kg export`, and tables that say the same as the graph by their description."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from catalogue_help import content, site_of
from kg_help import iri

from kg.errors import ParseError
from kg.jobs.export import export
from kg.terms import NS, XSD
from kg.work.exporters.scopes import quads_of
from kg.work.exporters.tables import TABLES, table_question
from kg.work.portal.data.csvw import columns
from kg.work.portal.data.dumps import files, metadata, statements
from kg.work.portal.file import File
from kg.work.queries import read_question

pytest_plugins = ["kg_conftest"]
ENDINGS = {"nt": "ntriples", "ttl": "turtle", "trig": "trig", "rdf": "rdfxml", "jsonld": "jsonld"}
PARTIAL = {iri("sam:start"), iri("sam:end")}  # years and months, which the table has as plain texts


def whole(store: ox.Store) -> list[File]:
    """Return the dataset in all its forms."""
    return [statements(store), *files(site_of(store))]


@pytest.fixture(scope="module")
def written(graph: ox.Store) -> dict[str, bytes]:
    """Return what each file holds."""
    return {file.path: content(file) for file in whole(graph)}


def test_the_files_are_those_of_the_plan(graph: ox.Store) -> None:
    found = list(whole(graph))
    assert all(isinstance(file, File) for file in found)
    assert [file.path for file in found] == [
        *(f"data/samverkan.{ending}" for ending in ENDINGS),
        "data/csv/projects.csv", "data/csv/participations.csv", "data/csv/contributions.csv",
        "data/csv/csv-metadata.json",
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dump_has_the_bytes_of_the_export(graph: ox.Store, written: dict[str, bytes], ending: str) -> None:
    assert written[f"data/samverkan.{ending}"] == export(graph, ENDINGS[ending], "data")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_bytes_of_the_export(graph: ox.Store, written: dict[str, bytes], name: str) -> None:
    assert written[f"data/csv/{name}.csv"] == export(graph, "csv", table=name)


def test_two_runs_give_the_same_bytes(reversed_private_graph: ox.Store, graph: ox.Store) -> None:
    other = ox.Store()
    private = "https://w3id.org/samverkan/graph/private/"
    other.extend(quad for quad in reversed_private_graph if private not in str(quad.graph_name))
    assert {file.path: content(file) for file in whole(other)} == {file.path: content(file) for file in whole(graph)}


# The description of the tables


@pytest.fixture(scope="module")
def description(written: dict[str, bytes]) -> dict[str, Any]:
    """Return what csv-metadata.json says."""
    found: dict[str, Any] = json.loads(written["data/csv/csv-metadata.json"])
    return found


def tables(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from description["tables"]


def test_the_description_names_licence_titles_and_dialect(graph: ox.Store, description: dict[str, Any]) -> None:
    config = site_of(graph).config
    assert description["@context"][0] == "http://www.w3.org/ns/csvw"
    assert description["dc:license"] == {"@id": config.licence}
    assert {one["@language"]: one["@value"] for one in description["dc:title"]} == dict(config.title)
    assert description["dialect"]["header"] is True
    assert description["dialect"]["encoding"] == "utf-8"


def test_every_column_of_a_table_is_described_in_both_languages(
    written: dict[str, bytes], description: dict[str, Any]
) -> None:
    for table in tables(description):
        heading = rows_of(written, table)[0]
        described = table["tableSchema"]["columns"]
        assert [column["name"] for column in described] == list(heading)
        assert [column["titles"]["und"] for column in described] == list(heading)
        for column in described:
            assert set(column["titles"]) == {"und", "sv", "en"}
            assert column["datatype"] in {"string", "integer", "decimal", "date", "anyURI"}
            assert ("propertyUrl" in column) is not column.get("suppressOutput", False)
        for lang in ("sv", "en"):
            titles = [column["titles"][lang] for column in described]
            assert len(set(titles)) == len(titles)


def rows_of(written: dict[str, bytes], table: dict[str, Any]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written[f"data/csv/{table['url']}"].decode(), newline="")))


def test_the_primary_key_tells_rows_apart(written: dict[str, bytes], description: dict[str, Any]) -> None:
    for table in tables(description):
        rows, key = rows_of(written, table), table["tableSchema"]["primaryKey"]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows) > 5


def test_a_reader_of_the_description_gets_statements_of_the_graph(
    graph: ox.Store, written: dict[str, bytes], description: dict[str, Any]
) -> None:
    known = {quad.triple for quad in quads_of(graph, "data")}
    for table in tables(description):
        found = set(triples_of(rows_of(written, table), table["tableSchema"]))
        assert len(found) > 50
        assert {triple for triple in found - known if triple.predicate not in PARTIAL} == set()


def triples_of(rows: list[dict[str, str]], schema: dict[str, Any]) -> Iterator[ox.Triple]:
    """Yield what the rows state, as W3C's "Generating RDF from Tabular Data on the Web" makes it, in minimal mode."""
    for row in rows:
        for column in schema["columns"]:
            cell = row[column["name"]]
            if not cell or column.get("suppressOutput"):
                continue
            about = ox.NamedNode(filled(column.get("aboutUrl", schema["aboutUrl"]), row))
            yield ox.Triple(about, ox.NamedNode(column["propertyUrl"]), value_of(column, cell, row))


def filled(template: str, row: Mapping[str, str]) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda match: row[match[1]], template)


def value_of(column: dict[str, Any], cell: str, row: Mapping[str, str]) -> ox.NamedNode | ox.Literal:
    if "valueUrl" in column:
        return ox.NamedNode(filled(column["valueUrl"], row))
    if "lang" in column:
        return ox.Literal(cell, language=column["lang"])
    return ox.Literal(cell, datatype=ox.NamedNode(XSD + column["datatype"]))


@pytest.mark.parametrize(
    "line",
    [
        "title (dcterms:title) -- Title / Titel",  # of a column that the query does not return
        "project dcterms:title -- Project / Projekt",
        "project (-) -- Project",
        "project (title) -- Project / Projekt",
    ],
)
def test_a_line_of_a_column_that_cannot_be_read_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "table.rq"
    head = "#+ title@sv: a\n#+ title@en: a\n#+ question@sv: a\n#+ question@en: a\n#+ returns: project (iri)\n"
    path.write_text(f"{head}#+ column: {line}\nSELECT ?project {{}}\n", encoding="utf-8")
    with pytest.raises(ParseError, match="column: name"):
        columns(read_question(path))


@pytest.mark.parametrize("name", TABLES)
def test_a_property_of_a_column_is_one_that_the_query_asks_for(name: str) -> None:
    question = table_question(name)
    for column in columns(question):
        asked = column.path in ("", "sam:hasOwner") or column.path in question.query
        assert asked, column.name


# Hostile values

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "<script>alert(1)</script>",
    "a\u202eb",
    '"',
)


def hostile(title: str) -> ox.Store:
    """Return a graph of one project with a hostile title and actor."""
    project, graph = iri("project:x"), ox.NamedNode("https://w3id.org/samverkan/graph/entry/x")
    part, actor, role = ox.NamedNode(f"{project.value}#participation-1"), iri("actor:x"), iri("role:owner")
    pairs: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (project, "rdf:type", ox.NamedNode(NS + "Project")),
        (project, "dcterms:title", ox.Literal(title, language="sv")),
        (part, "sam:project", project), (part, "sam:actor", actor), (part, "sam:role", role),
        (part, "sam:statedAs", ox.Literal(title)), (role, "skos:notation", ox.Literal("owner")),
        (actor, "skos:prefLabel", ox.Literal(title, language="sv")),
    ]  # fmt: skip
    store = ox.Store()
    store.extend(ox.Quad(one, iri(path), value, graph) for one, path, value in pairs)
    return store


@pytest.mark.parametrize("title", HOSTILE)
def test_no_cell_is_a_formula_and_no_text_is_markup(title: str) -> None:
    store = hostile(title)
    found = {file.path: content(file) for file in whole(store)}
    for name in ("projects", "participations"):
        rows = list(csv.reader(io.StringIO(found[f"data/csv/{name}.csv"].decode(), newline="")))
        cells = [cell for row in rows[1:] for cell in row]
        assert any(title in cell for cell in cells)
        assert not any(cell[:1] in "=+-@\t\r\n＝＋－＠" for cell in cells if cell)
        assert {len(row) for row in rows} == {len(rows[0])}
    assert b"<script>" not in found["data/samverkan.rdf"]
    expected = {quad.triple for quad in store}
    for ending, form in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdf", ox.RdfFormat.RDF_XML),
                         ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)):  # fmt: skip
        read = {quad.triple for quad in ox.parse(found[f"data/samverkan.{ending}"], format=form)}
        assert read == expected


def test_the_description_tells_the_days_of_the_edition(graph: ox.Store) -> None:
    told = metadata(site_of(graph))
    assert told["dc:issued"] == {"@value": "2026-11-01", "@type": "xsd:date"}
    assert told["dc:modified"] == {"@value": "2026-11-22", "@type": "xsd:date"}
