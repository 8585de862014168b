"""The context of the form: other tools that read JSON-LD find the same codes, texts and figures as our reader."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.carriers.json import read_json
from kg.disk.nameindex import NameIndex
from kg.disk.resources import resource
from kg.terms import ID, PREFIXES, compact
from kg.work.entries.known import Known
from kg.work.entries.reader import read_entry
from kg.work.form import the_form
from kg.work.form_context import IRI, make_form_context
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in

ENTRY = {
    "@context": IRI,
    "slug": "made-up",
    "title": {"sv": "Ett påhittat projekt", "en": "A made-up project"},
    "identifier": "25-999-S99",
    "status": "ongoing",
    "fund": ["esf-plus"],
    "places": ["lulea", "norrbottens-lan"],
    "target_groups": "young-people",
    "participants": [{"actor": "region-norrbotten", "role": "cooperation-partner", "level": "regional"}],
    "goals": [
        {"kind": "purpose", "text": {"sv": "Fler i arbete."}, "indicators": [{"unit": "persons", "target": "250"}]}
    ],
    "contributions": [{"kind": "total-budget", "amount": 4000000, "currency": "SEK", "scope": "whole"}],
}
# What only our reader says: classes, names of parts, defaults, and the type of a target's figure.
OURS = ("rdf:type", "foaf:primaryTopic", "sam:targetValue", "sam:cooperationStatus", "sam:basis", "sam:statedAs")


@pytest.fixture
def known(graph: ox.Store) -> Known:
    knowledge = Knowledge(graph, NameIndex.in_memory(names_in(graph)))
    return Known(knowledge, Matcher(knowledge))


def said(triples: list[ox.Triple]) -> set[tuple[str, str]]:
    """Return properties and values; parts, which other tools cannot name, by nothing but that they are parts."""
    found = set()
    for triple in triples:
        value = str(triple.object)
        if compact(triple.predicate.value) not in OURS:
            found.add((compact(triple.predicate.value), "a part" if "#" in value or "_:" in value else value))
    return found


def test_the_published_context_is_that_of_the_form() -> None:
    assert json.loads((resource("ontology") / "entry.jsonld").read_text(encoding="utf-8")) == make_form_context(
        the_form()
    )


def test_an_entry_in_json_is_json_ld(known: Known, tmp_path: Path) -> None:
    path = tmp_path / "entry.json"
    path.write_text(json.dumps(ENTRY), encoding="utf-8")
    ours = read_entry(read_json(path)[0], known)
    assert [problem.check for problem in ours.problems] == []
    as_linked_data = ENTRY | make_form_context(the_form())
    base = f"{ID}project/"
    theirs = [
        quad.triple
        for quad in ox.parse(json.dumps(as_linked_data).encode(), format=ox.RdfFormat.JSON_LD, base_iri=base)
    ]
    assert said(theirs) == said(ours.triples)
    assert {str(triple.subject) for triple in theirs if triple.predicate.value == PREFIXES["dcterms"] + "title"} == {
        f"<{ID}project/made-up>"
    }


def test_another_context_is_told_as_an_unknown_key(known: Known, tmp_path: Path) -> None:
    path = tmp_path / "entry.json"
    path.write_text(json.dumps(ENTRY | {"@context": "https://example.org/context"}), encoding="utf-8")
    assert [problem.check for problem in read_entry(read_json(path)[0], known).problems] == ["unknown-key"]
