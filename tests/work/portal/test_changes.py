import json
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publication_help import REGISTER, held, project, publish

from kg.errors import InputError
from kg.terms import CODES, CODES_GRAPH, DERIVED_GRAPHS, ID, PREFIXES
from kg.work.portal.editions.compare import Counts, compare, merged

GOAL = 'project:a\\#goal-1 a sam:Goal ; dcterms:description "{}"@sv .'
ONE = {
    "a": project("a", "Ett", more=GOAL.format("Mål")),
    "b": project("b", "Två"),
    "c": project("c", "Tre", more='project:c sam:start "2019"^^xsd:gYear .'),
}
TWO = {
    "a": project("a", "Ett nytt", day="2024-02-02", more=GOAL.format("Nytt mål")),
    "c": project("c", "Tre", more='project:c sam:start "2020"^^xsd:gYear . project:c\\#goal-1 a sam:Goal .'),
    "d": project("d", "Fyra"),
    CODES_GRAPH: f"<{CODES}role/owner> a skos:Concept . <{PREFIXES['sam']}X> a owl:Class .",
}
THREE = {**TWO, "e": project("e", "Fem", day="2024-03-03")}


class Texts(HTMLParser):
    """The words of a page, and where its links lead."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page.decode())
        self.text = " ".join(" ".join(self.words).split())

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def lines(text: Iterable[str]) -> bytes:
    return b"".join(sorted(f"<{ID}project/{one}> <a:p> <a:o> .\n".encode() for one in set(text)))


def file_of(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def read(folder: Path, path: str) -> set[bytes]:
    return set((folder / path).read_bytes().splitlines())


def turtle(folder: Path, path: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse((folder / path).read_bytes(), format=ox.RdfFormat.TURTLE)}


def test_the_statements_before_and_the_change_set_give_the_statements_after(folder: Path) -> None:
    publish(folder, ONE)
    before = read(folder, "data/samverkan.nt")
    publish(folder, TWO)
    added, removed = read(folder, "changes/2/added.nt"), read(folder, "changes/2/removed.nt")
    assert removed <= before
    assert not added & before
    assert before - removed | added == read(folder, "data/samverkan.nt")
    assert (folder / "changes/2/added.nt").read_bytes() == b"".join(line + b"\n" for line in sorted(added))


@settings(deadline=None)  # it writes files
@given(st.sets(st.text("ab-", min_size=1)), st.sets(st.text("ab-", min_size=1)))
def test_merging_is_what_sets_say(tmp_path_factory: pytest.TempPathFactory, old: set[str], new: set[str]) -> None:
    place = tmp_path_factory.mktemp("merged")
    before, after = file_of(place / "before", lines(old)), file_of(place / "after", lines(new))
    found = list(merged(before, after))
    assert [line for sign, line in found if sign >= 0] == after.read_bytes().splitlines(keepends=True)
    assert [line for sign, line in found if sign <= 0] == before.read_bytes().splitlines(keepends=True)
    counted = compare(before, after)
    assert (counted.statements, counted.added, counted.removed) == (len(new), len(new - old), len(old - new))


@pytest.mark.parametrize(
    "data",
    [b"<b:b> <a:p> <a:o> .\n<a:a> <a:p> <a:o> .\n", b"<a:a> <a:p> <a:o> .\n" * 2, b"<a:a> <a:p> <a:o> .", b"half\n"],
)
def test_a_file_that_is_not_sorted_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="not sorted N-Triples"):
        compare(None, file_of(tmp_path / "data.nt", data))


def test_things_that_came_went_and_changed_are_told_with_their_fields(folder: Path) -> None:
    publish(folder, ONE)
    found = publish(folder, TWO).comparison
    assert [(thing.iri, thing.title) for thing in found.came] == [(f"{ID}project/d", {"sv": "Fyra"})]
    assert [(thing.iri, thing.title) for thing in found.went] == [(f"{ID}project/b", {"sv": "Två"})]
    sam, dcterms = PREFIXES["sam"], PREFIXES["dcterms"]
    assert {one.iri: one.fields for one in found.changed} == {
        f"{ID}project/a": {
            dcterms + "title": Counts(1, 1),
            f"{sam}Goal": Counts(changed=1),
            f"{sam}Entry": Counts(changed=1),
        },
        f"{ID}project/c": {f"{sam}start": Counts(1, 1), f"{sam}Goal": Counts(added=1)},
    }
    assert found.others == {"codes/role": Counts(1), "ns": Counts(1)}


def test_what_follows_from_other_statements_is_no_change_of_a_thing(folder: Path) -> None:
    publish(folder, ONE)
    derived = {
        DERIVED_GRAPHS + "has-owner": "project:a sam:hasOwner actor:x . project:a\\#goal-1 sam:hasOwner actor:x ."
    }
    found = publish(folder, {**ONE, **derived}).comparison
    assert (found.added, found.changed) == (2, ())


def test_the_page_says_it_in_both_languages(folder: Path) -> None:
    publish(folder, ONE)
    publish(folder, TWO)
    swedish, english = (Texts((folder / name).read_bytes()) for name in ("changes/2.html", "changes/2.en.html"))
    assert "Nytt (1)" in swedish.text
    assert "Borta (1)" in swedish.text
    assert "Tre (projekt): mål (1 tillkom), startdatum (1 tillkom, 1 försvann)" in swedish.text
    assert "Gone (1)" in english.text
    assert "Tre (project): goal (1 added), start date (1 added, 1 removed)" in english.text
    assert "kodlistan role: uppgifter (1 tillkom, 0 försvann)" in swedish.text
    for page in (swedish, english):
        assert {"2/added.nt", "2/removed.nt", "2.ttl"} <= set(page.links)
    assert "../id/project/b.html" in swedish.links
    assert "../id/project/d.en.html" in english.links


def test_each_edition_has_a_page_and_all_are_listed_the_newest_first(folder: Path) -> None:
    for graphs in (ONE, TWO, THREE):
        publish(folder, graphs)
    page = Texts((folder / "changes.html").read_bytes())
    assert [link for link in page.links if link.startswith("changes/")] == [f"changes/{n}.html" for n in (3, 2, 1)]
    for number in (1, 2, 3):
        assert (folder / f"changes/{number}.en.html").is_file()
    assert "Den första utgåvan." in Texts((folder / "changes/1.html").read_bytes()).text
    assert not (folder / "changes/1").exists()


def test_earlier_change_sets_are_kept_as_they_were(folder: Path) -> None:
    publish(folder, ONE)
    publish(folder, TWO)
    before = {path: data for path, data in held(folder).items() if path.startswith("changes/2/")}
    words = Texts((folder / "changes/2.html").read_bytes()).text
    publish(folder, THREE)
    after = held(folder)
    assert {path: after[path] for path in before} == before
    assert len(before) == 3
    assert "Nytt (1)" in words
    assert words.partition("Alla utgåvor")[0] == Texts(after["changes/2.html"]).text.partition("Alla utgåvor")[0]


def test_a_change_set_that_is_gone_or_damaged_is_told(folder: Path) -> None:
    publish(folder, ONE)
    publish(folder, TWO)
    summary = folder / "changes/2/summary.json"
    kept = summary.read_bytes()
    for data in (b"", b"{}", b'{"came": 1}', b"[]", b'{"came": {"number": 1, "things": [{}]}}'):
        summary.write_bytes(data)
        with pytest.raises(InputError, match=r"summary\.json: the change set of an earlier edition"):
            publish(folder, THREE)
    summary.write_bytes(kept)
    (folder / "changes/2/added.nt").unlink()
    with pytest.raises(InputError, match=r"added\.nt: the change set of an earlier edition"):
        publish(folder, THREE)


def test_where_an_edition_comes_from_is_said_with_prov(folder: Path) -> None:
    publish(folder, ONE)
    publish(folder, TWO)
    first, second = turtle(folder, "changes/1.ttl"), turtle(folder, "changes/2.ttl")
    names = {
        name: ox.NamedNode(f"https://w3id.org/samverkan/changes/{name}") for name in ("1#edition", "2#edition", "2")
    }
    revision, derived = (ox.NamedNode(PREFIXES["prov"] + name) for name in ("wasRevisionOf", "wasDerivedFrom"))
    assert ox.Triple(names["2#edition"], revision, names["1#edition"]) in second
    assert {triple.object for triple in second if (triple.subject, triple.predicate) == (names["2"], derived)} == {
        names["1#edition"], names["2#edition"]
    }  # fmt: skip
    assert not any(triple.predicate == revision for triple in first)
    counted = ox.NamedNode(PREFIXES["void"] + "triples")
    counts = {triple.subject: triple.object for triple in second if triple.predicate == counted}
    found = json.loads((folder / "publication.json").read_bytes())["editions"][1]
    integer = ox.NamedNode(PREFIXES["xsd"] + "integer")
    assert counts == {
        names["2#edition"]: ox.Literal(str(found["statements"]), datatype=integer),
        ox.NamedNode("https://data.example.org/s/changes/2/added.nt"): ox.Literal(
            str(found["added"]), datatype=integer
        ),
        ox.NamedNode("https://data.example.org/s/changes/2/removed.nt"): ox.Literal(
            str(found["removed"]), datatype=integer
        ),
    }
    for triple in first | second:
        assert not isinstance(triple.subject, ox.BlankNode)
        assert not isinstance(triple.object, ox.BlankNode)


HOSTILE = "<script>alert(1)</script> \u202e=1+1 &amp; {{ 7*7 }}"


def test_a_hostile_title_is_text(folder: Path) -> None:
    publish(folder, ONE)
    publish(folder, {**ONE, "x": project("x", HOSTILE)})
    publish(folder, ONE)
    for path, data in held(folder).items():
        if path.endswith(".html"):
            page = Texts(data)
            assert "script" not in page.tags
            assert "\u202e" not in data.decode()
            assert "49" not in page.text.replace("{{ 7*7 }}", "")
    assert "<script>alert(1)</script>" in Texts((folder / "id/project/x.html").read_bytes()).text


def test_a_thing_of_a_hostile_name_gets_no_page(folder: Path) -> None:
    bad = {REGISTER: f"<{ID}actor/../../x> a sam:Actor . <{ID}actor/A%20b> a sam:Actor . <{ID}actor/é> a sam:Actor ."}
    publish(folder, {**ONE, **bad})
    found = publish(folder, ONE)
    assert found.withdrawn == ()
    assert found.comparison.went == ()
    assert found.comparison.others == {"": Counts(0, 3)}


def test_many_things_are_counted_but_not_all_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.work.portal.editions.summary.LISTED", 2)
    publish(folder, ONE)
    publish(folder, {f"p{number}": project(f"p{number}") for number in range(5)})
    text = Texts((folder / "changes/2.html").read_bytes()).text
    assert "Nytt (5)" in text
    assert "… och 3 till" in text
    summary: dict[str, Any] = json.loads((folder / "changes/2/summary.json").read_bytes())
    assert (summary["came"]["number"], len(summary["came"]["things"])) == (5, 2)
