from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pyoxigraph as ox
import pytest
from kg_help import iri, store_of
from pages_help import HOSTILE, Seen, seen, site_of, text_of, write

from kg.work.alphabet import letter_of, sort_name, spelled
from kg.work.pages.reader import Reader
from kg.work.pages.views import view_of
from kg.work.portal import html
from kg.work.portal.file import File, Written
from kg.work.portal.html import Renderer
from kg.work.portal.pages import front, lists, search, things
from kg.work.portal.pages.networks import picture
from kg.work.portal.site import Site

DATA = """
sam:Project rdfs:label "projekt"@sv, "project"@en . sam:status rdfs:label "projektstatus"@sv, "project status"@en .
status:granted skos:prefLabel "beviljat"@sv, "granted"@en .
role:owner skos:prefLabel "projektägare"@sv, "owner"@en . role:funder skos:prefLabel "finansiär"@sv, "funder"@en .
level:regional skos:prefLabel "regional"@sv, "regional"@en ; sam:rank 2 .
goal-kind:purpose skos:prefLabel "syfte"@sv, "purpose"@en .
finding-kind:level-doubtful skos:prefLabel "osäker nivå"@sv, "doubtful level"@en .
document:one a sam:SourceDocument ; dcterms:identifier "one.txt" ; dcterms:title "Ett"@sv, "One"@en .
entry:x foaf:primaryTopic project:x ; dcterms:source document:one .
project:x a sam:Project ; dcterms:title "Alfa"@sv ; sam:start "2018"^^xsd:gYear ; sam:status status:granted ;
  skos:altLabel "Alfaprojektet"@sv ; dcterms:description "Svensk text."@sv ;
  sam:evidence :lines-3, :lines-12-13 ; sam:place place:lulea .
actor:a a sam:Actor ; skos:prefLabel "Region A"@sv ; sam:cooperatesWith actor:b ; sam:place place:norrbottens-lan .
actor:b a sam:Actor ; skos:prefLabel "B kommun"@sv .
:p1 sam:project project:x ; sam:actor actor:a ; sam:role role:owner ; sam:level level:regional ; sam:evidence :lines-3 .
:p2 sam:project project:x ; sam:actor actor:b ; sam:role role:funder ; sam:basis basis:inferred .
:goal-1 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Ett"@sv ; sam:evidence :lines-3 .
:goal-2 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Två"@sv .
:goal-3 sam:goalOf project:x ; sam:subGoalOf :goal-1, :goal-2 ; dcterms:description "Del"@sv .
:finding sam:about :p1 ; sam:findingKind finding-kind:level-doubtful ; dcterms:description "Osäkert"@sv, "Unsure"@en .
:lines-3 sam:document document:one ; sam:firstLine 3 ; sam:lastLine 3 ; sam:evidenceFor sam:status, dcterms:title .
:lines-12-13 sam:document document:one ; sam:firstLine 12 ; sam:lastLine 13 ; sam:evidenceFor sam:place .
place:lulea a sam:Place ; skos:prefLabel "Luleå"@sv ; skos:notation "2580" ; dcterms:isPartOf place:norrbottens-lan ;
  sam:within place:norrbottens-lan .
place:norrbottens-lan a sam:Place ; skos:prefLabel "Norrbottens län"@sv, "Norrbotten County"@en ;
  sam:contains place:lulea .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(DATA)


def page(store: ox.Store, thing: str, lang: str) -> Seen:
    made = things.thing_page(Renderer(site_of(store)), view_of(Reader(store), iri(thing).value, lang))
    return seen(text_of(made))


def pages_of(site: Site) -> Iterable[File]:
    for part in (html, things, lists, search):
        yield from part.files(site)
    yield from front.files(site)


def test_a_projects_page_links_to_its_actors_places_and_codes(store: ox.Store) -> None:
    found = page(store, "project:x", "sv")
    assert {"../actor/a.html", "../actor/b.html", "../place/lulea.html", "../../codes/status.html#granted",
            "../document/one.html", "x.ttl", "x.jsonld", "../../projects.html"} <= set(found.links)  # fmt: skip
    assert found.text("h1") + found.text("bdi").split("Alfa")[0] == ""
    assert found.text("h2").startswith("Om projektetBeskrivningDeltagareMål")
    assert "../../codes/level.html#regional" in found.links
    assert "../../codes/role.html#funder" in found.links


def test_each_statement_says_where_it_stands(store: ox.Store) -> None:
    found = page(store, "project:x", "en")
    assert {"lines-3", "lines-12-13"} <= set(found.ids)
    assert "x.en.html#lines-3" in found.links
    words = found.text("bdi")
    assert "line 3" in words
    assert "lines 12–13" in words
    assert "project status, title" in "".join(text for _, text in found.words)
    assert "../project/x.en.html#lines-3" in page(store, "actor:a", "en").links


def test_parts_are_anchors_each_once(store: ox.Store) -> None:
    found = page(store, "project:x", "sv")
    assert {"p1", "p2", "goal-1", "goal-2", "goal-3", "finding"} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert [words.strip() for tag, words in found.words if tag == "li"].count(
        "Del"
    ) == 2  # a goal that two others are made of stands below both


def test_what_contradicts_itself_is_told_where_it_stands(store: ox.Store) -> None:
    for thing in ("project:x", "actor:a"):
        found = page(store, thing, "en")
        assert "Unsure" in found.text()
        assert any(link.endswith("#finding") for link in found.links)
    assert "owner, regional" in page(store, "actor:a", "en").text()
    assert "[inferred]" in page(store, "actor:b", "en").text()


def test_a_text_that_is_only_in_swedish_says_so(store: ox.Store) -> None:
    found = page(store, "project:x", "en")
    assert found.all("html") == [{"lang": "en"}]
    swedish = [number for number, (tag, attributes) in enumerate(found.elements) if attributes.get("lang") == "sv"]
    assert swedish
    assert "Svensk text." in found.text("bdi")
    assert "Alfaprojektet" in found.text("bdi")
    assert not [attributes for tag, attributes in page(store, "project:x", "sv").elements
                if tag == "bdi" and "lang" in attributes]  # fmt: skip


def test_a_places_page(store: ox.Store) -> None:
    found = page(store, "place:norrbottens-lan", "sv")
    assert {"lulea.html", "../actor/a.html", "../project/x.html"} <= set(found.links)
    assert found.text("h2") == "Om platsenBestår avAktörer med säte härProjekt på platser inom denSom data"
    inner = page(store, "place:lulea", "en")
    assert "norrbottens-lan.en.html" in inner.links
    assert "Projects in the place" in inner.text("h2")


def test_a_documents_page_leads_to_the_projects_that_rest_on_it(store: ox.Store) -> None:
    assert "../project/x.html" in page(store, "document:one", "sv").links


def test_a_list_that_is_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    many = store_of('actor:z a sam:Actor ; skos:prefLabel "Z"@sv ; sam:cooperatesWith '
                    + ", ".join(f"actor:n{number}" for number in range(7)) + " .")  # fmt: skip
    monkeypatch.setattr(things, "MOST", 5)
    found = page(many, "actor:z", "sv")
    assert len([link for link in found.links if link.startswith("n")]) == 5
    assert "Ytterligare 2 visas inte" in found.text("p")


def test_hostile_data_come_out_inert() -> None:
    quoted = HOSTILE.replace('"', '\\"')
    own = store_of(
        f"""
      role:owner skos:prefLabel "{quoted}"@sv . goal-kind:purpose skos:prefLabel "{quoted}"@sv .
      sam:status rdfs:label "{quoted}"@sv .
      project:h a sam:Project ; dcterms:title "{quoted}\\u202e"@sv ; skos:altLabel "{quoted}"@sv ;
        dcterms:description "{quoted}"@sv ; sam:start "{quoted}" ; sam:status <javascript:alert(1)> ;
        sam:place <data:text/html,x> ; dcterms:identifier "{quoted}" .
      <https://w3id.org/samverkan/id/project/h#p'x> sam:project project:h ; sam:actor actor:h ; sam:role role:owner ;
        sam:statedAs "{quoted}" .
      actor:h a sam:Actor ; skos:prefLabel "{quoted}"@sv ; foaf:homepage <javascript:alert(1)> ;
        owl:sameAs <javascript:alert(2)> ; sam:cooperatesWith actor:h .
      place:h a sam:Place ; skos:prefLabel "{quoted}"@sv .
      document:h a sam:SourceDocument ; dcterms:title "{quoted}"@sv .
      initiative:h a sam:Initiative ; dcterms:title "{quoted}"@sv . odd:h a sam:Odd .
    """.replace("odd:h", "<https://w3id.org/samverkan/id/odd/h>")
    )
    for file in pages_of(site_of(own)):
        text = text_of(file)
        if file.path.endswith(".html"):
            found = seen(text)
            assert not [tag for tag, _ in found.elements if tag == "style"], file.path
            assert all(one.get("type") == "application/ld+json" or one["src"].endswith(".js")
                       for one in found.all("script")), file.path  # fmt: skip
            assert not [one for _, one in found.elements if any(name.startswith("on") for name in one)], file.path
            assert not [link for link in found.links if ":" in link.split("/")[0] and not link.startswith(OUTSIDE)]
            assert "49" not in found.text("h1") + found.text("bdi")
        assert "\u202e" not in text


@pytest.fixture(scope="module")
def published(graph: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Seen]]:
    """The pages of the repository's graph in a folder, and each page as a browser reads it."""
    folder = tmp_path_factory.mktemp("site")
    paths = write(pages_of(site_of(graph)), folder)
    assert len(paths) == len(set(paths))
    return folder, {path: seen((folder / path).read_text()) for path in paths if path.endswith(".html")}


OTHERS = ("ns", "shapes", "queries", "codes", "changes", "withdrawn", "data/", "catalog.", "context.", ".well-known",
          "SHA256SUMS")  # fmt: skip
OUTSIDE = ("http", "mailto:data@example.org")  # the contact is on every page


def test_every_link_inside_leads_somewhere(published: tuple[Path, dict[str, Seen]]) -> None:
    folder, pages = published
    assert len(pages) > 3000
    ids = {path: set(found.ids) for path, found in pages.items()}
    broken = set()
    for path, found in pages.items():
        assert len(found.ids) == len(ids[path]), path
        for link in found.links:
            goal, _, part = link.partition("#")
            whole = normpath(str(PurePosixPath(path).parent / goal)) if goal else path
            if link.startswith(OUTSIDE) or whole.startswith(OTHERS) or whole.endswith((".ttl", ".jsonld")):
                continue
            if not (folder / whole).is_file() or (part and part not in ids[whole]):
                broken.add((path, link))
    assert not sorted(broken)[:20]


def test_every_page_is_told_in_both_languages_and_has_one_main_heading(
    published: tuple[Path, dict[str, Seen]],
) -> None:
    _, pages = published
    for path, found in pages.items():
        other = path.replace(".en.html", ".html") if path.endswith(".en.html") else path.replace(".html", ".en.html")
        assert other in pages or path.count("/") == 1, path
        assert len(found.all("h1")) == 1, path
        assert len(found.all("main")) == 1, path
        assert found.text("title").strip(), path


def test_no_page_of_a_list_is_long(published: tuple[Path, dict[str, Seen]]) -> None:
    folder, pages = published
    assert max((folder / path).stat().st_size for path in pages if not path.startswith("id/")) < 100_000
    assert "actors/aa.html" in pages["actors.html"].links
    assert "actors/oe.en.html" in pages["actors.en.html"].links


def test_the_same_graph_gives_the_same_pages(graph: ox.Store, published: tuple[Path, dict[str, Seen]]) -> None:
    folder, _ = published
    turned = ox.Store()
    turned.bulk_extend(reversed(list(graph)))
    for file in pages_of(site_of(turned)):
        assert b"".join(file.pieces) == (folder / file.path).read_bytes(), file.path


def test_the_front_page_tells_only_the_files_that_are_there(store: ox.Store) -> None:
    written = [Written("data/samverkan.ttl", 1234567, "0" * 64), Written("ns.html", 1, "0" * 64)]
    pages = {file.path: seen(text_of(file)) for file in front.files(site_of(store), written)}
    swedish = pages["index.html"]
    assert {"data/samverkan.ttl", "catalog.rdf", "ns.html", "projects.html"} <= set(swedish.links)
    assert not {"data/samverkan.nt", "changes.html", "shapes.ttl"} & set(swedish.links)
    assert "(1,2 MB)" in swedish.text("span")
    assert "(1.2 MB)" in pages["index.en.html"].text("span")


NAMES = ["Öckerö", "ale", "Åre", "Ängelholm", "Écija", "Zorn", "112", "Łódź", "– Ale", ""]


def test_names_stand_in_the_order_of_the_swedish_alphabet() -> None:
    assert sorted(NAMES, key=sort_name) == ["", "112", "ale", "– Ale", "Écija", "Łódź", "Zorn", "Åre", "Ängelholm",
                                            "Öckerö"]  # fmt: skip
    assert [letter_of(name) for name in NAMES] == ["Ö", "A", "Å", "Ä", "E", "Z", "#", "L", "A", "#"]
    assert [spelled(letter) for letter in "AÅÄÖ#"] == ["a", "aa", "ae", "oe", "0-9"]


def test_names_in_other_alphabets_stand_with_digits_and_signs() -> None:
    names = sorted(["Zorn", "Ωmega", "{a}", "112", "\U0001f468"], key=sort_name)
    assert [letter_of(name) for name in names] == ["#", "#", "#", "A", "Z"]


def test_a_long_list_is_split_by_letter_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "WHOLE", 2)
    monkeypatch.setattr(lists, "PART", 2)
    own = store_of("".join(f'project:p{number} a sam:Project ; dcterms:title "Projekt {number}"@sv .\n'
                           for number in range(5))
                   + 'project:o a sam:Project ; dcterms:title "Ö"@sv, "Island"@en .')  # fmt: skip
    pages = {file.path: seen(text_of(file)) for file in lists.files(site_of(own))}
    assert {"projects.html", "projects/p.html", "projects/p-2.html", "projects/p-3.html", "projects/oe.html",
            "projects/i.en.html", "projects/p.en.html"} <= set(pages)  # fmt: skip
    assert {"projects/p.html", "projects/oe.html"} <= set(pages["projects.html"].links)
    assert {"p-2.html", "p-3.html", "oe.html", "../id/project/p0.html"} <= set(pages["projects/p.html"].links)
    assert {"href": "../projects.en.html", "lang": "en", "hreflang": "en"} in pages["projects/oe.html"].all("a")
    assert {"href": "p-2.en.html", "lang": "en", "hreflang": "en"} in pages["projects/p-2.html"].all("a")


def test_every_part_of_an_entry_has_its_place_on_the_page(store: ox.Store) -> None:
    own = ox.Store()
    own.bulk_extend(store)
    graph, part = ox.NamedNode("https://w3id.org/samverkan/graph/entry/x"), iri("project:x").value + "#unheard-of"
    own.add(ox.Quad(ox.NamedNode(part), iri("rdf:type"), iri("sam:Odd"), graph))
    own.add(ox.Quad(ox.NamedNode(f"{part}-lines"), iri("sam:document"), iri("document:two"), graph))
    own.add(ox.Quad(ox.NamedNode(f"{part}-lines"), iri("rdf:type"), iri("sam:Evidence"), graph))
    found = page(own, "project:x", "sv")
    assert {"unheard-of", "unheard-of-lines"} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert "../document/two.html" in found.links  # evidence in a document that the entry does not name as its source


def test_a_small_network_is_drawn_and_described(graph: ox.Store) -> None:
    reader = Reader(graph)
    for lang, ending, words in (("sv", ".svg", "50 aktörer"), ("en", ".en.svg", "50 actors")):
        made = picture(reader, iri("actor:region-dalarna").value, lang)
        assert made
        drawn, file = made
        assert file.path == f"id/actor/region-dalarna{ending}"
        shown = things.thing_page(
            Renderer(site_of(graph)), view_of(reader, iri("actor:region-dalarna").value, lang), drawn
        )
        (image,) = seen(text_of(shown)).all("img")
        assert image["src"] == file.path.rpartition("/")[2]
        assert words in image["alt"]
        assert f'width="{image["width"]}" height="{image["height"]}"' in text_of(file)
    assert picture(reader, iri("actor:samverkan").value, "sv") is None
