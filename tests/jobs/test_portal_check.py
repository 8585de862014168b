"""`kg portal --check`: every kind of mistake is found, told in both languages, and nothing ends in a traceback."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from portal_check_help import COMPLETE, DATA, OTHER, PAGE, VOID, complete, publication

from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.jobs.portal_check import PortalReport, check_portal
from kg.jobs.portal_check_text import as_json, as_text


def checks(report: PortalReport) -> set[str]:
    return {problem.check for problem in report.of("violation")}


def test_a_complete_description_is_ready() -> None:
    report = check_portal(COMPLETE)
    assert report.problems == ()
    assert report.ok
    assert (report.score.points, report.score.unchecked, report.score.best_possible) == (325, 80, 405)
    assert report.stars.number == 4
    assert (report.told.catalogues, report.told.datasets, report.told.distributions) == (1, 1, 2)


@pytest.mark.parametrize("form", [ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES])
def test_every_format_gives_the_same_report(form: ox.RdfFormat, tmp_path: Path) -> None:
    quads = ox.parse(complete({"dcat:Dataset": "dcat:DatasetX"}).encode(), format=ox.RdfFormat.TURTLE)
    path = tmp_path / f"c.{form.file_extension}"
    path.write_bytes(ox.serialize(quads, format=form) or b"")
    turtle = tmp_path / "c.ttl"
    turtle.write_text(complete({"dcat:Dataset": "dcat:DatasetX"}), encoding="utf-8")
    assert check_portal(path).problems == check_portal(turtle).problems
    assert checks(check_portal(path)) == {"DcatDataset-kind"}


def test_text_tells_what_to_mend_first(tmp_path: Path) -> None:
    path = tmp_path / "c.ttl"
    path.write_text(complete({"http://creativecommons.org/publicdomain/zero/1.0/": "https://creativecommons.org/x"}))
    report = check_portal(path)
    swedish, english = as_text(report, "sv"), as_text(report, "en")
    assert swedish.index("Att rätta: 1") < swedish.index("Europeisk metadatakvalitet") < swedish.index("Öppna data")
    assert "DcatCatalog-license" in english
    assert "Raises the score" in english
    assert swedish.endswith("Inte redo att skördas: 1 fel, 0 varningar\n")
    assert english.endswith("Not ready to be harvested: 1 error, 0 warnings\n")


def test_many_of_one_kind_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "c.ttl"
    more = "".join(f"ex:more-{number} a dcat:Distribution .\n" for number in range(9))
    path.write_text(complete() + more, encoding="utf-8")
    text = as_text(check_portal(path), "en")
    assert text.count("[DcatDistribution-accessURL]") == 1
    assert "and 4 more" in text


def test_json_tells_everything_in_both_languages(tmp_path: Path) -> None:
    document = json.loads(as_json(check_portal(publication(tmp_path, {"libraries.csv": None}))))
    assert document["ok"] is False
    assert document["score"]["maximum"] == 405
    assert len(document["score"]["indicators"]) == 23
    first = document["problems"][0]
    assert first["severity"] == "violation"
    assert first["message"]["sv"] and first["message"]["en"]


def test_a_publication_in_order_has_all_points(tmp_path: Path) -> None:
    report = check_portal(publication(tmp_path))
    assert report.problems == ()
    assert report.score.points == 405
    assert report.score.rating("sv") == "utmärkt"
    assert report.stars.number == 5
    assert as_text(report, "en").endswith("Ready to be harvested: 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"libraries.csv": None}, {"link-lost"}),
        ({"SHA256SUMS": None}, {"checksums-missing"}),
        ({"SHA256SUMS": "x\n"}, {"checksums-unreadable"}),
        (
            {"SHA256SUMS": f"{'0' * 64}  index.html\n{'0' * 64}  gone.html\n"},
            {"checksum-wrong", "checksum-file", "checksums-short"},
        ),
        ({"SHA256SUMS": ""}, {"checksums-short"}),
        ({"catalog.ttl": complete()}, {"size-wrong"}),
        ({".well-known/void": VOID.replace("void:triples 3", "void:triples 4")}, {"void-count"}),
        ({".well-known/void": VOID.replace("void:entities 1 .", "void:entities 2 .")}, {"void-count"}),
        ({".well-known/void": VOID.replace("void:triples 1 .", "void:triples 2 .")}, {"void-count"}),
        ({".well-known/void": VOID.replace("void:triples 1 ;", "void:triples 2 ;")}, {"void-count"}),
        ({".well-known/void": "not Turtle"}, {"rdf-unreadable"}),
        ({"data/samverkan.ttl": "<http://e.x/a> <http://e.x/b> <http://e.x/c> ."}, {"formats-differ"}),
        ({"id/a.ttl": "<http://e.x/a> <http://e.x/b> 'c' ."}, set()),
        ({"id/a.ttl": "<http://e.x/a> 'b' ."}, {"rdf-unreadable"}),
        ({"id/a.ttl": ""}, {"rdf-unreadable"}),
        ({"changes/2/added.nt": ""}, set()),  # an edition that only takes away
        ({"id/a.rdf": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, {"rdf-unreadable"}),
        ({"id/a.jsonld": '{"@context": "https://elsewhere.example/c", "@id": "http://e.x/a"}'}, {"rdf-unreadable"}),
        ({"index.html": PAGE.replace("b/page.html", "b/gone.html")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#there", "#nowhere")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "#nowhere")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "/index.html")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "javascript:alert(1)")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "../outside.html")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "https://data.example.org/gone.html")}, {"link-lost"}),
        ({"index.html": PAGE.replace("#top", "https://elsewhere.example/")}, set()),
        ({"context.jsonld": "[" * 100_000}, set()),
        ({"index.html": PAGE.replace("<body ", '<body title="&gt;&lt;img src=x id=y&gt;" ')}, set()),
        ({"b/page.html": OTHER.replace("B<", "någon@kommunen.example.nu<")}, {"personal-email"}),
        ({"b/page.html": OTHER.replace("B<", "data@example.org<")}, set()),
        ({"b/page.html": OTHER.replace("B<", "ring 0687-162 57<")}, {"personal-phone"}),
        ({"b/page.html": OTHER.replace("B<", "ring +46 8 765 43 21<")}, set()),  # the contact's own
        ({"b/page.html": OTHER.replace("B<", "ring 08-465 004 00<")}, set()),  # set apart for fiction
        ({"b/page.html": OTHER.replace("B<", "222000-0653, 2019-05-01, 0.25, 0643<")}, set()),
    ],
)
def test_what_is_broken_in_a_publication_is_found(
    changes: dict[str, str | None], found: set[str], tmp_path: Path
) -> None:
    report = check_portal(publication(tmp_path, changes))
    assert checks(report) == found
    assert report.ok == (not found)
    for problem in report.problems:
        assert problem.sv.endswith(".")
        assert problem.en.endswith(".")


def test_what_could_steer_a_terminal_is_made_visible(tmp_path: Path) -> None:
    data = complete().replace("dcat:Catalog ;", "dcat:Catalog ; dcterms:license <http://e.x/\\u001B[2J> ;", 1)
    (tmp_path / "x.ttl").write_text(data, encoding="utf-8")
    report = check_portal(tmp_path / "x.ttl")
    assert not report.ok
    told = as_text(report, "sv")
    assert r"\u001b" in told
    assert "\x1b" not in told


def test_contact_persons_are_found_by_name(tmp_path: Path, workspace: Workspace) -> None:
    contacts = tmp_path / "w" / "data" / "contacts"
    contacts.mkdir(parents=True)
    (contacts / "x.ttl").write_text(
        "@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .\n"
        '<https://w3id.org/samverkan/id/contact/x> vcard:fn "Åsa Exempel" ; vcard:hasTelephone <tel:0999-12345> .',
        encoding="utf-8",
    )
    own = Workspace(tmp_path / "w", workspace.store)
    spelled = ["Åsa Exempel", "Åsa&nbsp;Exempel", "Exempel, Åsa", "/asa-exempel", "0999-12345"]
    spelled += ["ÅSA EXEMPEL", "&Aring;sa Exempel", "&#197;sa Exempel", r"\u00C5sa Exempel"]
    for number, text in enumerate(spelled):
        folder = tmp_path / str(number)
        folder.mkdir()
        publication(folder, {"b/page.html": OTHER.replace("B<", f"{text}<")})
        assert "personal-name" in checks(check_portal(folder, own)), text
        assert "personal-name" not in checks(check_portal(folder))


def test_a_publication_has_one_dataset_and_a_description_may_have_more(tmp_path: Path) -> None:
    more = complete() + 'ex:more a dcat:Dataset ; dcterms:title "B"@sv .'
    path = tmp_path / "c.ttl"
    path.write_text(more, encoding="utf-8")
    assert "dataset-number" not in checks(check_portal(path))
    folder = tmp_path / "p"
    folder.mkdir()
    assert "dataset-number" in checks(check_portal(publication(folder, {"catalog.ttl": more})))


def test_a_file_that_is_not_ours_is_told_and_no_mistake(tmp_path: Path) -> None:
    publication(tmp_path)
    (tmp_path / "theirs.txt").write_text("x", encoding="utf-8")
    report = check_portal(tmp_path)
    assert report.ok
    assert [problem.check for problem in report.problems] == ["checksum-unlisted"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    publication(folder)
    (tmp_path / "secret.ttl").write_text("broken", encoding="utf-8")
    (folder / "link.ttl").symlink_to(tmp_path / "secret.ttl")
    assert check_portal(folder).problems == ()


HOSTILE = {
    "entities.rdf": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    "deep.rdf": b"<a>" * 200 + b"</a>" * 200,
    "deep.ttl": b"<http://e.x/a> <http://e.x/b> " + b"(" * 200 + b")" * 200 + b" .",
    "deep.nt": b"<<( " * 200,
    "hidden.ttl": b"@prefix e: <http://e.x/> . e:a\\#b e:b " + b"[ e:c " * 200 + b"]" * 200,
    "deep.jsonld": b'{"http://e.x/a":' * 200 + b"1" + b"}" * 200,
    "context.jsonld": b'{"@context": "http://127.0.0.1:1/c", "@id": "http://e.x/a", "http://e.x/b": 1}',
    "escaped.jsonld": b'{"\\u0040context": "http://127.0.0.1:1/c", "@id": "http://e.x/a", "http://e.x/b": 1}',
    "import.jsonld": b'{"@context": {"@import": "http://127.0.0.1:1/c"}, "http://e.x/b": 1}',
    "nested.jsonld": b'{"http://e.x/b": {"@context": ["http://127.0.0.1:1/c"], "http://e.x/b": 1}}',
    "broken.jsonld": b'{"a": ',
    "number.jsonld": b'{"http://e.x/b": ' + b"9" * 5000 + b"}",
    "empty.ttl": b"",
    "empty.rdf": b"",
    "empty.nt": b"",
    "nothing.ttl": b"# nothing\n",
    "latin.ttl": "<http://e.x/a> <http://e.x/b> 'å' .".encode("latin-1"),
    "wide.ttl": "<http://e.x/a> <http://e.x/b> 'å' .".encode("utf-16"),
    "latin.rdf": '<?xml version="1.0" encoding="ISO-8859-1"?><å/>'.encode("latin-1"),
    "unclosed.rdf": b"<rdf:RDF>",
    "page.rdf": b"<!doctype html><html></html>",
    "page.html": b"<html></html>",
    "zip.rdf": b"PK\x03\x04" + bytes(100),
    "noise.ttl": bytes(range(256)),
    "table.csv": b"a,b\n1,2\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_one_clear_error(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises(InputError) as caught:
        check_portal(path)
    assert caught.value.en.startswith(str(path))
    assert caught.value.sv.startswith(str(path))
    assert "\n" not in caught.value.en


def test_a_folder_without_a_catalogue_and_a_path_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"catalog\.rdf"):
        check_portal(tmp_path)
    with pytest.raises(InputError, match="no such file or folder"):
        check_portal(tmp_path / "gone")


def test_data_are_counted_from_another_format_if_the_first_is_not_there(tmp_path: Path) -> None:
    report = check_portal(publication(tmp_path, {"data/samverkan.nt": None}))
    assert report.ok
    assert report.stars.number == 5
    assert DATA.count("\n") == 3
