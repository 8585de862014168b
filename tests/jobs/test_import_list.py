"""Imports of small lists with the columns of the real ones: every row is in an entry or told of, files are stable."""

import contextlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES, Run, iri

from kg.disk.io import read_turtle
from kg.disk.nameindex import NameIndex
from kg.disk.workspace import Workspace
from kg.errors import InputError, KgError, UnknownNameError
from kg.jobs.build import graph_in_memory, read_quads
from kg.jobs.fmt import fmt
from kg.jobs.import_list import Import, all_mappings, find_mapping, import_list, load_mapping, open_known
from kg.jobs.imports import examining
from kg.jobs.imports.report import NAMES, ImportReport, Names
from kg.jobs.imports.text import as_json, as_text
from kg.jobs.known import known_graph
from kg.jobs.validate import validate_graph
from kg.work.entries.known import Known
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in
from kg.work.select import text

pytest_plugins = ["kg_conftest"]
LISTS = FIXTURES / "lists"
Bring = Callable[..., ImportReport]

PLAIN = """
name: plain
title: {sv: En lista, en: A list}
entry:
  identifier: Number
  title: {sv: Name}
  owner: Owner
  places:
    - municipality: {column: Kommun, split: ","}
skip_if:
  - {column: State, is: withdrawn, reason: {sv: Återtaget., en: Withdrawn.}}
ignore: Note
"""
HEADINGS = "Number;Name;Owner;Kommun;State;Note\n"


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace of its own, with folders and nothing in them."""
    for folder in ("entries", "registers"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    return Workspace(tmp_path, tmp_path / ".kg")


@pytest.fixture
def bring(own: Workspace, graph: ox.Store) -> Iterator[Bring]:
    """What imports a list into the workspace; each import knows the repository's graph and what came before."""
    names = NameIndex.in_memory(names_in(graph))

    def bring(mapping: str, path: Path, **options: object) -> ImportReport:
        knowledge = Knowledge(graph, names)
        for source in [*own.registers(), *own.entries()]:
            knowledge.add(source.graph, read_turtle(source.path))
        task = Import(own, load_mapping(find_mapping(own, mapping)), path, **options)  # type: ignore[arg-type]
        report = import_list(task, Known(knowledge, Matcher(knowledge)))
        assert report.adds_up
        return report

    yield bring


@pytest.fixture
def plain(tmp_path: Path, bring: Bring) -> Bring:
    """What imports rows by the mapping `plain`."""
    mapping = tmp_path / "plain.yaml"
    mapping.write_text(PLAIN, encoding="utf-8")

    def bring_rows(*rows: str, **options: object) -> ImportReport:
        path = tmp_path / "list.csv"
        path.write_text(HEADINGS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return bring(str(mapping), path, **options)

    return bring_rows


def files(own: Workspace) -> dict[str, bytes]:
    return {str(path.relative_to(own.root)): path.read_bytes() for path in sorted(own.data.rglob("*.ttl"))}


def entry(own: Workspace, slug: str) -> list[ox.Triple]:
    return read_turtle(own.data / "entries" / f"{slug}.ttl")


def objects(triples: list[ox.Triple], predicate: str, subject: str | None = None) -> set[str]:
    return {
        str(getattr(triple.object, "value", ""))
        for triple in triples
        if triple.predicate == iri(predicate) and (subject is None or triple.subject == iri(subject))
    }


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return (report.read, report.used, report.skipped_rows, report.entries, report.participations)


def test_participations_of_many_rows_become_projects(bring: Bring, own: Workspace) -> None:
    report = bring("norway-eu", LISTS / "norway-eu.csv")
    assert counts(report) == (6, 6, 0, 3, 6)
    assert (report.added, report.changed, report.unchanged) == (3, 0, 0)
    found = entry(own, "h2020-700001")
    assert objects(found, "sam:role") == {iri("role:owner").value, iri("role:cooperation-partner").value}
    assert objects(found, "sam:amount") == {"100000", "25000"}
    assert objects(found, "sam:firstLine") == {"2", "4", "6"}
    assert objects(found, "sam:start") == {"2019-02-01"}
    nobody = entry(own, "h2020-700003")
    assert objects(nobody, "sam:findingKind") >= {iri("finding-kind:owner-unknown").value}
    assert not objects(nobody, "sam:start")


def test_actors_and_the_list_stand_once_in_a_register(bring: Bring, own: Workspace) -> None:
    bring("norway-eu", LISTS / "norway-eu.csv")
    register = read_turtle(own.data / "registers" / "norway-eu.ttl")
    (document,) = {text(triple.subject) for triple in register if triple.object == iri("sam:SourceDocument")}
    named = document.replace(iri("document:x").value[:-1], "document:")
    assert re.fullmatch(r"document:norway-eu-[0-9a-f]{8}", named)
    assert objects(register, "dcterms:identifier", named) == {"norway-eu.csv"}
    assert objects(register, "sam:lineCount", named) == {"7"}
    assert objects(register, "dcterms:identifier", "actor:stiftelsen-varden") == {"NO990000506"}
    assert objects(register, "skos:prefLabel", "actor:fjellheim-laering-as") == {"FJELLHEIM LÆRING AS"}
    same_name = [triple.subject for triple in register if str(getattr(triple.object, "value", "")) == "NO990000905"]
    assert same_name != [iri("actor:fjellheim-laering-as")]
    assert len(same_name) == 1
    assert len(read_quads(own)) == len({quad.triple for quad in read_quads(own)})


def test_importing_again_changes_nothing(bring: Bring, own: Workspace) -> None:
    bring("norway-eu", LISTS / "norway-eu.csv")
    before = files(own)
    times = {path: path.stat().st_mtime_ns for path in own.data.rglob("*.ttl")}
    report = bring("norway-eu", LISTS / "norway-eu.csv")
    assert (report.added, report.changed, report.unchanged, report.new_actors) == (0, 0, 3, 0)
    assert files(own) == before
    assert {path: path.stat().st_mtime_ns for path in own.data.rglob("*.ttl")} == times
    assert {path.name for path in own.data.iterdir()} == {"entries", "registers"}


def test_a_dry_run_writes_nothing(bring: Bring, own: Workspace) -> None:
    report = bring("norway-eu", LISTS / "norway-eu.csv", dry_run=True)
    assert (report.entries, report.added) == (3, 3)
    assert files(own) == {}
    assert "Nothing was written" in as_text(report, "en")


def test_counties_and_municipalities_are_resolved(bring: Bring, own: Workspace) -> None:
    report = bring("tillvaxtverket", LISTS / "tillvaxtverket.json")
    assert counts(report) == (3, 2, 1, 2, 2)
    first, second = entry(own, "eruf-20290001"), entry(own, "eruf-20290002")
    assert objects(first, "sam:place") == {iri(f"place:{name}").value for name in ("norrbottens-lan", "lulea", "boden")}
    names = ("skane-lan", "stockholms-lan", "ostra-goinge", "upplands-vasby", "stockholm")
    assert objects(second, "sam:place") == {iri(f"place:{name}").value for name in names}
    assert objects(first, "sam:amount") == {"1250000"}
    assert not objects(second, "sam:amount")
    assert objects(first, "sam:programme") == {iri("programme:erdf-ovre-norrland-2014-2020").value}
    (skipped,) = report.skipped.values()
    assert (skipped.check, skipped.rows, skipped.examples[0].value) == ("unknown-place", 1, "Visby")
    assert [(item.name, item.count) for item in report.unmatched_places] == [("Visby", 1)]
    assert not report.conforms


def test_values_that_the_graph_lacks_may_be_left_out(bring: Bring, own: Workspace) -> None:
    report = bring("esf-plus-operations", LISTS / "esf-plus-operations.csv")
    assert counts(report) == (2, 2, 0, 2, 2)
    assert report.conforms
    (told,) = (item for item in report.findings if item.check == "unknown-code")
    assert (told.severity, told.count, told.entries) == ("warning", 1, 1)
    assert told.examples[0].en.endswith("The value is left out.")
    assert objects(entry(own, "esf-25-901-s01"), "sam:rate") == {"0.4"}
    assert not objects(entry(own, "esf-25-902-s01"), "sam:specificObjective")
    register = read_turtle(own.data / "registers" / "esf-plus-operations.ttl")
    assert len(objects(register, "foaf:page")) == 2
    again = bring("esf-plus-operations", LISTS / "esf-plus-operations.csv")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)


def test_headings_of_two_languages_in_windows_1252(bring: Bring, own: Workspace) -> None:
    report = bring("esf-plus", LISTS / "esf-plus.csv")
    assert counts(report) == (3, 1, 2, 1, 1)
    found = entry(own, "esf-25-903-s02")
    assert objects(found, "sam:amount") == {"4000000", "2400000", "1600000"}
    assert objects(found, "sam:rate") == {"0.4"}
    assert objects(found, "sam:actor") == {iri("actor:lulea-kommun").value}
    assert {item.check: item.rows for item in report.skipped.values()} == {"row-unreadable": 1, "draft-owner": 1}
    assert report.unread == ("Total kostnad (inte kolumnen) / n.a.",)
    assert report.left_out == ("Syfte / Purpose of the operation",)


def test_the_commissions_table(bring: Bring, own: Workspace) -> None:
    report = bring("kohesio", LISTS / "kohesio.csv")
    assert counts(report) == (2, 1, 1, 1, 1)
    found = entry(own, "kohesio-q900000001")
    assert objects(found, "dcterms:identifier") == {"Q900000001"}
    assert objects(found, "sam:fund") == {iri("fund:erdf").value}
    assert objects(found, "sam:amount") == {"200001"}
    assert objects(found, "sam:rate") == {"0.5"}
    assert not objects(found, "sam:interventionType")
    (skipped,) = report.skipped.values()
    assert (skipped.check, skipped.examples[0].place.column) == ("date-missing", "Operation_End_Date")


def test_every_row_is_told_of_once(plain: Bring, own: Workspace) -> None:
    report = plain(
        "1;Alfa;Falu kommun;Falun;;",
        "2;Beta;Falu kommun;Falun;withdrawn;",
        ";;;;;",
        ";Gamma;Falu kommun;Falun;;",
        "4;Delta;;Falun;;",
        "1;Alfa igen;Falu kommun;Falun;;",
        "5;Epsilon;Falu kommun;Månen;;",
        "6;Zeta;Falu kommun;Falun;;;;;;",
        "7;Eta;Falu kommun;Falun;;;too;many",
    )
    rows = {item.check: item.rows for item in report.skipped.values()}
    assert rows == {
        "left-out": 1, "slug-missing": 1, "draft-owner": 1, "project-twice": 1, "unknown-place": 1, "row-unreadable": 1,
    }  # fmt: skip
    assert (report.read, report.used) == (8, 2)
    assert sorted(path.stem for path in (own.data / "entries").iterdir()) == ["plain-1", "plain-6"]
    assert "Withdrawn." in as_text(report, "en")
    assert "Återtaget." in as_text(report, "sv")


def test_changed_rows_update_their_entry_only(plain: Bring, own: Workspace) -> None:
    plain("1;Alfa;Falu kommun;Falun;;", "2;Beta;Falu kommun;Falun;;")
    before = files(own)
    report = plain("1;Alfa;Falu kommun;Falun;;", "2;Beta;Mora kommun;Mora;;", "3;Ny;Mora kommun;Mora;;")
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    second = entry(own, "plain-2")
    assert objects(second, "owl:versionInfo") == {"2"}
    assert objects(second, "sam:place") == {iri("place:mora").value}
    assert before.keys() < files(own).keys()
    assert report.gone == []
    report = plain("3;Ny;Mora kommun;Mora;;")
    assert report.gone == ["plain-1", "plain-2"]
    assert "left as they are: 2\n  plain-1, plain-2" in as_text(report, "en")
    assert (own.data / "entries" / "plain-1.ttl").exists()
    report = plain("1;Alfa;Falu kommun;Månen;;", "3;Ny;Mora kommun;Mora;;")
    assert report.gone == ["plain-2"]


def test_what_a_newer_list_leaves_out_keeps_the_lines_of_the_list_that_it_stood_in(
    plain: Bring, own: Workspace
) -> None:
    plain("1;Alfa;Falu kommun;Falun;;", "2;Beta;Falu kommun;Falun;;")
    plain("2;Beta;Mora kommun;Mora;;")
    report = validate_graph(own, graph_in_memory(own))
    assert [item.check for item in report.located if item.check.startswith("Evidence")] == []


def test_entries_of_other_projects_are_never_overwritten(plain: Bring, own: Workspace, tmp_path: Path) -> None:
    plain("1;Alfa;Falu kommun;Falun;;")
    path = own.data / "entries" / "plain-1.ttl"
    theirs = path.read_text(encoding="utf-8").replace('dcterms:identifier "1"', 'dcterms:identifier "99"')
    path.write_text(theirs, encoding="utf-8")
    report = plain("1;Alfa;Falu kommun;Falun;;", "24-003-S02;Katalys;Falu kommun;Falun;;")
    assert {item.check for item in report.skipped.values()} == {"slug-of-another", "identifier-of-another"}
    assert path.read_text(encoding="utf-8") == theirs
    assert "kompetenskatalysator-1-0" in as_text(report, "sv")
    _ = tmp_path


def test_a_register_that_no_import_has_made_is_left_alone(plain: Bring, own: Workspace) -> None:
    path = own.data / "registers" / "plain.ttl"
    path.write_text("# By hand.\n", encoding="utf-8")
    with pytest.raises(InputError, match="give the mapping another name than plain"):
        plain("1;Alfa;Falu kommun;Falun;;")
    assert path.read_text(encoding="utf-8") == "# By hand.\n"


def test_what_is_written_is_canonical(bring: Bring, own: Workspace) -> None:
    for name in ("norway-eu.csv", "tillvaxtverket.json", "kohesio.csv", "esf-plus.csv"):
        bring(Path(name).stem, LISTS / name)
    assert fmt(sorted(own.data.rglob("*.ttl")), check=True) == []


def test_a_limit_reads_no_more(plain: Bring) -> None:
    report = plain("1;A;Falu kommun;Falun;;", "2;B;Falu kommun;Falun;;", limit=1)
    assert (report.read, report.limited) == (1, True)
    assert "--limit" in as_text(report, "en")


def test_a_stricter_profile_counts_but_keeps_no_entry_out(plain: Bring) -> None:
    report = plain("1;A;Falu kommun;Falun;;", profile="article-49")
    assert report.entries == 1
    assert report.lacking > 0
    assert not report.conforms


def test_new_names_are_counted_with_what_is_near(plain: Bring) -> None:
    rows = [
        f"{number};N {number};{name};Falun;;" for number, name in enumerate(["Falu komun", "Falu komun", "Ingen AB"])
    ]
    report = plain(*rows)
    first, second = report.unmatched_actors
    assert (first.name, first.count) == ("Falu komun", 2)
    assert "Falu kommun" in first.near
    assert (second.name, second.count, report.new_actors) == ("Ingen AB", 1, 2)


def test_names_are_counted_within_bounds() -> None:
    names = Names()
    for number in range(NAMES + 5):
        names.add(f"name {number}")
    names.add("name 7")
    assert names.most()[0] == ("name 7", 2)
    assert len(names.most()) == NAMES


def test_a_file_that_is_another_list_is_refused(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not the list that the mapping norway-eu is for"):
        bring("norway-eu", LISTS / "kohesio.csv")
    path = tmp_path / "x.csv"
    path.write_text("Nummber;Nam\n1;A\n")
    mapping = tmp_path / "plain.yaml"
    mapping.write_text(PLAIN, encoding="utf-8")
    with pytest.raises(InputError):
        bring(str(mapping), path)


def test_the_report_as_json_is_whole(bring: Bring) -> None:
    document = json.loads(as_json(bring("tillvaxtverket", LISTS / "tillvaxtverket.json", dry_run=True)))
    assert document["rows"] == {"read": 3, "in_entries": 2, "reported": 1, "limited": False}
    assert document["entries"] == {"made": 2, "added": 2, "changed": 0, "unchanged": 0}
    (example,) = document["skipped"][0]["examples"]
    assert example["line"] == 36
    assert example["column"] == "kommuner"
    assert set(example["message"]) == {"sv", "en"}
    assert all(0 <= finding["share"] <= 1 for finding in document["findings"])


def test_mappings_are_found_by_name_or_file(own: Workspace) -> None:
    assert [path.stem for path in all_mappings(own)] == [
        "esf-plus", "esf-plus-operations", "kohesio", "norway-eu", "tillvaxtverket",
    ]  # fmt: skip
    with pytest.raises(UnknownNameError, match="did you mean norway-eu"):
        find_mapping(own, "norway")
    folder = own.root / "mappings"
    folder.mkdir()
    shutil.copy(find_mapping(own, "kohesio"), folder / "kohesio.yaml")
    assert find_mapping(own, "kohesio") == folder / "kohesio.yaml"


def test_the_command_lists_mappings(kg: Run) -> None:
    listed = kg("import", "--list", "--lang", "en")
    assert "norway-eu" in listed.stdout
    assert "Operations in Kohesio" in listed.stdout
    assert kg("import", "norway-eu").returncode == 2


def test_the_command_imports_into_a_workspace(kg: Run, own: Workspace) -> None:
    shutil.rmtree(own.data)
    shutil.copytree(FIXTURES.parent.parent / "data", own.data)
    done = kg("import", "norway-eu", str(LISTS / "norway-eu.csv"), "--lang", "sv", root=own.root)
    assert done.returncode == 0, done.stderr
    assert "3 poster tillagda" in done.stdout
    again = kg("import", "norway-eu", str(LISTS / "norway-eu.csv"), "--lang", "sv", root=own.root)
    assert "0 poster tillagda, 0 ändrade, 3 som förut" in again.stdout
    wrong = kg("import", "kohesio", str(LISTS / "kohesio.csv"), "--dry-run", "--format", "json", root=own.root)
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["rows"]["reported"] == 1
    assert known_graph(own).holds("https://w3id.org/samverkan/graph/entry/h2020-700001")


CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "Falu kommun", "Falun", "withdrawn", "unknown", "202100-0001", '"', "=1+1", "{x}", "../x"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=20),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_cells_every_row_is_told_of(bring: Bring, own: Workspace, rows: list[list[str]]) -> None:
    mapping, path = own.root / "plain.yaml", own.root / "list.csv"
    mapping.write_text(PLAIN, encoding="utf-8")
    path.write_text(HEADINGS + "".join(";".join(row) + "\n" for row in rows), encoding="utf-8", newline="")
    with contextlib.suppress(KgError):
        report = bring(str(mapping), path, dry_run=True)
        as_text(report, "sv")
        json.loads(as_json(report))


def test_a_second_process_finds_the_same(own: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(own.data)
    shutil.copytree(FIXTURES.parent.parent / "data", own.data)
    rows = [f"{number};N {number};{name};{place};;" for number, (name, place) in enumerate([
        ("Ingen AB", "Falun"), ("Ingen AB", "Månen"), ("Ingen annan AB", "Mora"), ("Ingen AB", "Mora"), ("", "Mora"),
    ])]  # fmt: skip
    path, mapping = tmp_path / "list.csv", tmp_path / "plain.yaml"
    path.write_text(HEADINGS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    mapping.write_text(PLAIN, encoding="utf-8")
    task = Import(own, load_mapping(mapping), path, dry_run=True)
    here = as_json(import_list(task, open_known(own)))
    monkeypatch.setattr(examining, "ALONE", 0)
    there = as_json(import_list(task, open_known(own), partial(open_known, own)))
    assert here == there
    assert json.loads(here)["rows"] == {"read": 5, "in_entries": 3, "reported": 2, "limited": False}
