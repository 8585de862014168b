import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from publication_help import PROLOGUE, REGISTER, held, project, publish

from kg.disk.workspace import Workspace
from kg.jobs.build import read_quads
from kg.terms import ID, PREFIXES
from kg.work.portal.editions.edition import Withdrawn
from kg.work.portal.editions.redirects import RULES

A, B, C, D = (f"{ID}project/{slug}" for slug in "abcd")
ALL = {slug: project(slug, f"Projekt {slug.upper()}") for slug in "abcd"}
REPLACED = "https://w3id.org/samverkan/graph/register/replaced"


def without(*slugs: str, said: str = "", **more: str) -> dict[str, str]:
    """Return the projects but some, others, and what a register says of replacements."""
    left = {slug: turtle for slug, turtle in ALL.items() if slug not in slugs}
    return {**left, **more, **({REPLACED: said} if said else {})}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "site"
    publish(found, ALL)
    return found


def said(folder: Path, path: str) -> dict[str, list[str]]:
    """Return what a page's Turtle says of the thing: values by property."""
    found: dict[str, list[str]] = {}
    for quad in ox.parse((folder / path).read_bytes(), format=ox.RdfFormat.TURTLE):
        assert not isinstance(quad.object, ox.BlankNode | ox.Triple)
        found.setdefault(quad.predicate.value, []).append(quad.object.value)
    return {name: sorted(values) for name, values in found.items()}


def ends(found: tuple[Withdrawn, ...]) -> dict[str, tuple[str, ...]]:
    return {one.iri: one.replaced_by for one in found}


def test_a_thing_that_is_gone_keeps_a_page_that_says_so(folder: Path) -> None:
    found = publish(folder, without("b"))
    assert found.withdrawn == (Withdrawn(B, {"sv": "Projekt B"}, 2, "2024-01-02"),)
    told = said(folder, "id/project/b.ttl")
    assert told[PREFIXES["owl"] + "deprecated"] == ["true"]
    assert told[PREFIXES["adms"] + "status"] == ["http://purl.org/adms/status/Withdrawn"]
    assert told[PREFIXES["dcterms"] + "title"] == ["Projekt B"]
    assert told[PREFIXES["rdfs"] + "seeAlso"] == ["https://w3id.org/samverkan/changes/2#edition"]
    assert json.loads((folder / "id/project/b.jsonld").read_bytes())
    for name, words in (("b.html", "finns inte längre i data"), ("b.en.html", "no longer in the data")):
        page = (folder / "id/project" / name).read_text(encoding="utf-8")
        assert words in page
        assert "Projekt B" in page
        assert 'name="robots" content="noindex"' in page
    assert "Projekt B" in (folder / "withdrawn.html").read_text(encoding="utf-8")
    assert 'RewriteRule "^(?:id/project|graph/entry)/b/?$" "-" [G]' in (folder / RULES).read_text(encoding="utf-8")


def test_it_keeps_it_in_all_editions_to_come_and_says_when_it_went(folder: Path) -> None:
    publish(folder, without("b"))
    first = publish(folder, without("b")).withdrawn
    found = publish(folder, without("b", "c"))
    assert [(one.iri, one.edition) for one in found.withdrawn] == [(B, 2), (C, 3)]
    assert found.withdrawn[0] == first[0]
    assert (folder / "id/project/b.ttl").is_file()


def test_what_comes_back_is_simply_back(folder: Path) -> None:
    publish(folder, without("b"))
    found = publish(folder, ALL)
    assert found.withdrawn == ()
    assert not (folder / "id/project/b.ttl").exists()
    assert "/b/" not in (folder / RULES).read_text(encoding="utf-8")


def test_a_replacement_that_the_data_state_is_told_and_led_to(folder: Path) -> None:
    found = publish(folder, without("b", said="project:b dcterms:isReplacedBy project:a ."))
    assert ends(found.withdrawn) == {B: (A,)}
    assert found.notices == ()
    assert said(folder, "id/project/b.ttl")[PREFIXES["dcterms"] + "isReplacedBy"] == [A]
    page = (folder / "id/project/b.html").read_text(encoding="utf-8")
    assert "Ersatt av" in page
    assert '<a href="a.html">' in page
    assert "Projekt A" in page
    assert f'"{A}" [R=301,NE,L]' in (folder / RULES).read_text(encoding="utf-8")
    assert "; ersatt av" in (folder / "changes/2.html").read_text(encoding="utf-8")


def test_it_may_be_stated_from_the_other_side(folder: Path) -> None:
    assert ends(publish(folder, without("b", said="project:a dcterms:replaces project:b .")).withdrawn) == {B: (A,)}


def test_it_may_be_stated_later(folder: Path) -> None:
    publish(folder, without("b"))
    found = publish(folder, without("b", said="project:b dcterms:isReplacedBy project:a ."))
    assert [(one.iri, one.edition, one.replaced_by) for one in found.withdrawn] == [(B, 2, (A,))]
    page = (folder / "changes/3.html").read_text(encoding="utf-8")
    assert "<bdi>Projekt B</bdi></a> (projekt): ersatt av (1 tillkom)" in page


def test_chains_are_followed_to_their_ends(folder: Path) -> None:
    chain = "project:b dcterms:isReplacedBy project:c . project:c dcterms:isReplacedBy project:d, project:a ."
    found = publish(folder, without("b", "c", said=chain))
    assert ends(found.withdrawn) == {B: (A, D), C: (A, D)}
    assert '"-" [G]' in (folder / RULES).read_text(encoding="utf-8")
    assert found.notices == ()


def test_a_replacement_that_went_too_is_passed_by(folder: Path) -> None:
    publish(folder, without("b", said="project:b dcterms:isReplacedBy project:c ."))
    more = "project:b dcterms:isReplacedBy project:c . project:c dcterms:isReplacedBy project:a ."
    assert ends(publish(folder, without("b", "c", said=more)).withdrawn) == {B: (A,), C: (A,)}


@pytest.mark.parametrize(
    "ring",
    ["project:b dcterms:isReplacedBy project:b .",
     "project:b dcterms:isReplacedBy project:c . project:c dcterms:isReplacedBy project:b ."],
)  # fmt: skip
def test_a_ring_is_told_and_followed_nowhere(folder: Path, ring: str) -> None:
    found = publish(folder, without("b", "c", said=ring))
    assert set(ends(found.withdrawn).values()) == {()}
    assert any("is said to be replaced by itself" in notice.en for notice in found.notices)
    assert any("sägs vara ersatt av sig själv" in notice.sv for notice in found.notices)


def test_a_replacement_that_is_not_there_is_told(folder: Path) -> None:
    found = publish(folder, without("b", said="project:b dcterms:isReplacedBy project:nowhere ."))
    assert ends(found.withdrawn) == {B: ()}
    assert f"{B} is said to be replaced by {ID}project/nowhere, which is not in the data" in found.notices[0].en


def test_a_thing_of_others_may_replace_ours(folder: Path) -> None:
    found = publish(folder, without("b", said="project:b dcterms:isReplacedBy <https://example.org/b> ."))
    assert ends(found.withdrawn) == {B: ("https://example.org/b",)}
    page = (folder / "id/project/b.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/b"' in page


def test_a_hostile_replacement_is_text(folder: Path) -> None:
    found = publish(folder, without("b", said="project:b dcterms:isReplacedBy <javascript:alert(1)> ."))
    assert ends(found.withdrawn) == {B: ("javascript:alert(1)",)}
    assert 'href="javascript' not in (folder / "id/project/b.html").read_text(encoding="utf-8")
    assert "javascript" not in (folder / RULES).read_text(encoding="utf-8")


def test_a_name_that_was_never_published_here_is_told_of_too(tmp_path: Path) -> None:
    """The state of a publication may be lost; what the data say stays."""
    text = 'project:b dcterms:isReplacedBy project:a ; dcterms:title "Före detta"@sv .'
    found = publish(tmp_path / "site", without("b", said=text))
    assert found.withdrawn == (Withdrawn(B, {"sv": "Före detta"}, 1, "2024-01-02", (A,)),)
    before = held(tmp_path / "site")
    publish(tmp_path / "site", without("b", said=text))
    assert held(tmp_path / "site") == before


def test_what_is_replaced_but_still_described_is_not_withdrawn(folder: Path) -> None:
    """An authority that was merged into another is still what it was in the projects of its time."""
    assert publish(folder, without(said="project:b dcterms:isReplacedBy project:a .")).withdrawn == ()


def test_a_thing_that_has_lost_all_but_its_type_is_there(folder: Path) -> None:
    assert publish(folder, without("b", b="project:b a sam:Project .")).withdrawn == ()


def test_parts_of_things_are_no_names_of_their_own(folder: Path) -> None:
    publish(folder, {**ALL, "a": project("a", more="project:a\\#goal-1 a sam:Goal .")})
    assert publish(folder, ALL).withdrawn == ()


def test_a_new_name_for_the_same_title_is_asked_about_with_the_line_to_write(folder: Path) -> None:
    found = publish(folder, without("b", nytt=project("nytt", "projekt b")))
    new = f"{ID}project/nytt"
    line = f"<{B}> <{PREFIXES['dcterms']}isReplacedBy> <{new}> ."
    assert [(line in notice.en, line in notice.sv) for notice in found.notices] == [(True, True)]
    assert "data/registers/replaced.ttl" in found.notices[0].en
    again = publish(folder, {**without("b", nytt=project("nytt", "projekt b")), REPLACED: line})
    assert ends(again.withdrawn) == {B: (new,)}
    assert again.notices == ()


def test_a_new_name_is_known_by_an_outside_identifier_too(folder: Path) -> None:
    before = {REGISTER: 'actor:x a sam:Organisation ; skos:prefLabel "X"@sv ; dcterms:identifier "202100-6883" .'}
    publish(folder, {**ALL, **before})
    after = {REGISTER: 'actor:y a sam:Organisation ; skos:prefLabel "Y"@sv ; dcterms:identifier "202100-6883" .'}
    found = publish(folder, {**ALL, **after})
    assert f"<{ID}actor/x> <{PREFIXES['dcterms']}isReplacedBy> <{ID}actor/y> ." in found.notices[0].en


def test_of_another_kind_it_is_not_the_same(folder: Path) -> None:
    actor = {REGISTER: 'actor:b a sam:Organisation ; skos:prefLabel "Projekt B"@sv .'}
    found = publish(folder, {**without("b"), **actor})
    assert [f"{B}> <{PREFIXES['dcterms']}isReplacedBy> <{ID}…> ." in notice.en for notice in found.notices] == [True]


def test_the_steward_is_told_once_with_the_edition_in_which_it_goes(folder: Path) -> None:
    assert len(publish(folder, without("b")).notices) == 1
    assert publish(folder, without("b")).notices == ()
    assert publish(folder, without("b", e=project("e"))).notices == ()


def test_a_register_of_replacements_is_read_as_any_other(tmp_path: Path) -> None:
    registers = tmp_path / "data" / "registers"
    (tmp_path / "data" / "entries").mkdir(parents=True)
    registers.mkdir()
    (registers / "replaced.ttl").write_text(f"<{B}> <{PREFIXES['dcterms']}isReplacedBy> <{A}> .\n", encoding="utf-8")
    (tmp_path / "data" / "entries" / "a.ttl").write_text(PROLOGUE + ALL["a"], encoding="utf-8")
    found = [quad for quad in read_quads(Workspace(tmp_path, tmp_path / ".kg")) if quad.subject == ox.NamedNode(B)]
    assert [quad.graph_name for quad in found] == [ox.NamedNode(REPLACED)]


def test_all_kinds_of_things_are_kept(tmp_path: Path) -> None:
    kinds = {
        "actor": ('a sam:Organisation ; skos:prefLabel "Namn"@sv', "aktör"),
        "place": ('a sam:Municipality ; skos:prefLabel "Namn"@sv', "plats"),
        "initiative": ('a sam:Initiative ; dcterms:title "Namn"@sv', "satsning"),
        "document": ('a sam:SourceDocument ; dcterms:title "Namn"@sv', "källdokument"),
    }
    folder = tmp_path / "site"
    text = " ".join(f"<{ID}{kind}/x> {turtle} ." for kind, (turtle, _) in kinds.items())
    publish(folder, {**ALL, REGISTER: text})
    publish(folder, ALL)
    listed = (folder / "withdrawn.html").read_text(encoding="utf-8")
    for kind, (_, word) in kinds.items():
        assert f'<a href="id/{kind}/x.html">' in listed
        page = (folder / f"id/{kind}/x.html").read_text(encoding="utf-8")
        assert f'<p class="kind">{word}</p>' in page
