"""Entries written as triples: where things stand in the file, and that a large one is looked at in good time."""

import time
from pathlib import Path

import pytest
from kg_help import HEAD, iri, triples

from kg.disk.written import Place
from kg.terms import ID
from kg.work.entries.draft import Draft
from kg.work.entries.foreign import derived, intrusions, is_own_contact, read_triples, turtle_line
from kg.work.entries.known import Known

TURTLE = """@prefix p: <https://w3id.org/samverkan/id/project/> .
@prefix sam: <https://w3id.org/samverkan/ns#> .
PREFIX dcterms: <http://purl.org/dc/terms/>
@prefix : <https://w3id.org/samverkan/id/project/nya#> .

p:nya a sam:Project ;
  dcterms:title "Nya. Det nya."@sv ;
  sam:start "2025" .

<https://w3id.org/samverkan/id/actor/x> dcterms:title "x" .
:goal-1 a sam:Goal .
"""


@pytest.mark.parametrize(
    ("subject", "path", "line"),
    [
        ("project:nya", "", 6), ("project:nya", "rdf:type", 6), ("project:nya", "dcterms:title", 7),
        ("project:nya", "sam:start", 8), ("project:nya", "sam:end", 6), ("actor:x", "", 10),
        ("actor:x", "dcterms:title", 10), ("actor:y", "", 0),
    ],
)  # fmt: skip
def test_the_line_of_a_property_or_else_of_its_subject(subject: str, path: str, line: int) -> None:
    assert turtle_line(TURTLE, iri(subject).value, iri(path).value if path else "") == line


def test_the_line_of_a_part_whatever_its_prefix() -> None:
    assert turtle_line(TURTLE, f"{ID}project/nya#goal-1", "") == 11


@pytest.mark.parametrize("name", ["https://w3id.org/samverkan/id/project/nya", "samid:project/nya", "project:nya"])
def test_the_line_of_a_thing_in_json(name: str) -> None:
    assert turtle_line(f'{{\n "@graph": [\n  {{"@id": "{name}"}}\n]}}', f"{ID}project/nya", "x") == 3


def test_a_large_file_of_others_things_is_told_in_good_time(known: Known) -> None:
    lines = [f'actor:a{number} skos:prefLabel "x"@sv .' for number in range(20_000)]
    text = HEAD + "\n".join(lines)
    draft = Draft(Path("post.ttl"), Place(Path("post.ttl")), slug="nya", text=text)
    read_triples(draft, triples("\n".join(lines)))
    start = time.process_time()
    found = list(intrusions(draft, known))
    assert time.process_time() - start < 5
    assert len(found) == 20_000
    assert found[-1].place.line == len(text.splitlines())


@pytest.mark.parametrize(
    ("slug", "name", "own"),
    [("nya", "nya-x", True), ("nya", "nya", False), ("nya", "nyare-x", False), ("nya", "tre-m-x", False),
     ("tre", "tre-m-kerstin", False), ("tre", "tre-kerstin", True), ("tre-m", "tre-m-kerstin", True),
     ("nya", "nya-x/y", False), ("nya", "nya-", False)],
)  # fmt: skip
def test_a_contact_belongs_to_the_project_whose_name_it_bears(known: Known, slug: str, name: str, own: bool) -> None:
    assert is_own_contact(slug, name, known) == own


def test_contacts_are_told_apart_by_their_names() -> None:
    draft = Draft(Path("post.ttl"), Place(Path("post.ttl")), slug="nya")
    read_triples(draft, triples("contact:nya-a vcard:fn 'A' . project:nya a sam:Project, vcard:Individual ."))
    assert {triple.subject for triple in draft.private} == {iri("contact:nya-a")}
    assert {triple.subject for triple in draft.public} == {iri("project:nya")}


def test_what_rules_derive_is_known_from_the_ontology() -> None:
    assert {iri("sam:hasOwner").value, iri("sam:cooperatesWith").value, iri("sam:within").value} <= derived()
    assert iri("sam:actor").value not in derived()
