"""What becomes of `data/` when entries are handed in: nothing by halves, nothing twice, nothing of others."""

import datetime
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import TODAY, Tree, Workbooks, added, restore, tree_of
from kg_help import HEAD, iri

from kg.disk.io import read_turtle
from kg.disk.workspace import Workspace
from kg.jobs.add import AddReport
from kg.jobs.add_text import as_json, as_text
from kg.jobs.build import build, graph_in_memory
from kg.jobs.incoming import intake_of
from kg.work.located import Located

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "entries"
REFUSED = sorted(
    path.with_suffix("").name
    for path in CASES.glob("invalid.*.expected")
    if "| violation |" in path.read_text(encoding="utf-8")
)
ENTRY = """
titel: Vägar till arbete
projektägare: Mora kommun
start: 2025
deltagare:
  - {aktör: Föreningen Stigfinnarna, roll: medfinansiär}
  - {aktör: Orsa kommun, roll: samarbetspartner, nivå: lokal}
kontakter:
  - {namn: Projektkontoret, e-post: kontakt@example.org}
källor: [{dokument: projekt.txt, rader: 1-3}]
"""
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("own")
    shutil.copytree(ROOT / "data", root / "data")
    workspace = Workspace(root, root / ".kg")
    build(workspace)
    return workspace


@pytest.fixture(scope="module")
def original(whole: Workspace) -> Tree:
    return tree_of(whole.data)


@pytest.fixture
def own(whole: Workspace, original: Tree) -> Iterator[Workspace]:
    yield whole
    restore(whole.data, original)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "post.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def states(report: AddReport) -> list[tuple[str, str]]:
    return [(entry.slug, entry.state) for entry in report.entries]


def counted(report: AddReport) -> list[Located]:
    return [item for item in report.located if item.finding.profile in ("", "draft")]


def names(report: AddReport, workspace: Workspace) -> list[str]:
    return [str(path.relative_to(workspace.data)) for path in report.files]


# Refused


def case(name: str, folder: Path) -> Path:
    (path,) = (path for path in CASES.iterdir() if path.stem == name and path.suffix != ".expected")
    return Workbooks(folder).made(path)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_everything_as_it_was(own: Workspace, original: Tree, tmp_path: Path, name: str) -> None:
    report = added(own, case(name, tmp_path))
    assert report.refused
    assert not report.written
    assert tree_of(own.data) == original


def test_one_that_is_refused_keeps_the_others_out(own: Workspace, original: Tree, write: Write) -> None:
    report = added(own, write(ENTRY), CASES / "invalid.amount.yaml")
    assert states(report) == [("vagar-till-arbete", "new"), ("belopp-som-inte-gar-att-lasa", "refused")]
    assert tree_of(own.data) == original


@pytest.mark.parametrize(
    "statement",
    [
        'project:tre-m dcterms:title "Annat"@sv .',
        "project:tre-m sam:refersTo project:nya-vagar .",
        '<https://w3id.org/samverkan/id/project/tre-m#goal-1> dcterms:description "x"@sv .',
        ":p a sam:Participation ; sam:project project:tre-m ; sam:actor actor:mora-kommun ; sam:role role:owner .",
        ":f a sam:Finding ; sam:about project:tre-m ; sam:findingKind finding-kind:owner-doubtful .",
        "project:nya-vagar owl:sameAs project:tre-m .",
        "actor:ny a sam:Organisation ; owl:sameAs actor:mora-kommun .",
        'actor:mora-kommun skos:prefLabel "Hittepå"@sv .',
        "actor:mora-kommun owl:sameAs <http://example.org/x> .",
        'place:lulea skos:prefLabel "Luleå stad"@sv .',
        'role:owner skos:prefLabel "chef"@sv .',
        'sam:Project rdfs:label "x"@sv .',
        "samsh:Project sh:deactivated true .",
        "project:nya-vagar rdfs:subClassOf sam:Project .",
        "project:nya-vagar sam:hasOwner actor:mora-kommun .",
        'project:nya-vagar sam:earliestStart "2020-01-01"^^xsd:date .',
        "entry:nya-vagar foaf:primaryTopic project:tre-m .",
        "entry:tre-m a sam:Entry .",
        "graph:derived dcterms:source document:x .",
        "project:nya-vagar vcard:hasEmail <mailto:a@example.org> .",
        "project:nya-vagar foaf:homepage <mailto:a@example.org> .",
        "project:nya-vagar sam:contactRole contact-role:project-contact .",
        "contact:tre-m-nagon a vcard:Individual ; vcard:fn 'X' ; sam:contactFor project:tre-m .",
        "contact:nya-vagar-x a vcard:Individual ; vcard:fn 'X' ; sam:contactFor project:tre-m .",
        "<http://example.org/x> a sam:Organisation .",
        "project:en-till a sam:Project ; dcterms:title 'En till'@sv .",
        "actor:otypad skos:prefLabel 'Utan klass'@sv .",
        "actor:fel a sam:Project ; dcterms:title 'x'@sv .",
        "project:nya-vagar foaf:homepage <urn:isbn:1> .",
    ],
)
def test_what_is_not_the_entrys_own_is_refused(own: Workspace, original: Tree, write: Write, statement: str) -> None:
    valid = (CASES / "valid.entry.ttl").read_text(encoding="utf-8")
    path = write(f"{HEAD}{valid}\n{statement}\n", "post.ttl")
    report = added(own, path)
    checks = {item.check for item in counted(report) if item.finding.severity == "violation"}
    assert checks & {
        "not-the-entrys-own", "described-elsewhere", "of-another-project", "not-for-entries", "derived-by-hand",
        "contact-in-public", "untyped",
    }  # fmt: skip
    assert tree_of(own.data) == original


@pytest.mark.parametrize("beside", ["", "sam:refersTo project:dalalyft .", "dcterms:description 'Utan mer.'@sv ."])
def test_what_is_its_own_is_taken(own: Workspace, write: Write, beside: str) -> None:
    valid = (CASES / "valid.entry.ttl").read_text(encoding="utf-8")
    path = write(f"{HEAD}{valid}\n{f'project:nya-vagar {beside}' if beside else ''}\n", "post.ttl")
    assert states(added(own, path)) == [("nya-vagar", "new")]


# Written


def test_an_entry_is_written_and_its_contacts_apart(own: Workspace, original: Tree, write: Write) -> None:
    report = added(own, write(ENTRY))
    assert report.written
    assert names(report, own) == ["entries/vagar-till-arbete.ttl", "contacts/vagar-till-arbete.ttl"]
    now = tree_of(own.data)
    assert {path: data for path, data in now.items() if path in original} == original
    public = (own.data / "entries" / "vagar-till-arbete.ttl").read_text(encoding="utf-8")
    private = (own.data / "contacts" / "vagar-till-arbete.ttl").read_text(encoding="utf-8")
    assert public.startswith("# Vägar till arbete.\n")
    assert "kontakt@example.org" in private
    assert not any(word in public for word in ("kontakt@example.org", "Projektkontoret", "vcard"))
    graph_in_memory(own)


def test_nothing_is_written_on_trial(own: Workspace, original: Tree, write: Write) -> None:
    report = added(own, write(ENTRY), dry_run=True)
    assert names(report, own) == ["entries/vagar-till-arbete.ttl", "contacts/vagar-till-arbete.ttl"]
    assert not report.written
    assert tree_of(own.data) == original


def test_an_entry_that_is_there_changes_nothing(own: Workspace, write: Write) -> None:
    path = write(ENTRY)
    added(own, path)
    before = tree_of(own.data)
    report = added(own, path, day=TODAY + datetime.timedelta(days=30))
    assert states(report) == [("vagar-till-arbete", "unchanged")]
    assert [item for item in counted(report) if item.finding.severity != "info"] == []
    assert (report.files, report.written) == ((), False)
    assert tree_of(own.data) == before


def test_the_same_entry_twice_at_once_is_one(own: Workspace, write: Write) -> None:
    path = write(ENTRY)
    report = added(own, path, path)
    assert not report.refused
    assert [entry.slug for entry in report.entries] == ["vagar-till-arbete"] * 2
    assert (own.data / "entries" / "vagar-till-arbete.ttl").exists()


def test_two_versions_at_once_are_refused(own: Workspace, original: Tree, write: Write) -> None:
    report = added(own, write(ENTRY), write(ENTRY.replace("2025", "2026"), "annan.yaml"))
    assert [item.check for item in counted(report) if item.finding.severity == "violation"] == ["entry-twice"]
    assert tree_of(own.data) == original


def test_a_changed_entry_changes_only_what_changed(own: Workspace, write: Write) -> None:
    added(own, write(ENTRY))
    path = own.data / "entries" / "vagar-till-arbete.ttl"
    before, contacts = path.read_text(encoding="utf-8").splitlines(), tree_of(own.data / "contacts")
    report = added(own, write(ENTRY.replace("2025", "2026")), day=TODAY + datetime.timedelta(days=1))
    assert states(report) == [("vagar-till-arbete", "changed")]
    after = path.read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    changed = {(old, new) for old, new in zip(before, after, strict=True) if old != new}
    assert changed == {
        ('  sam:start "2025"^^xsd:gYear ;', '  sam:start "2026"^^xsd:gYear ;'),
        ('  dcterms:modified "2026-11-22"^^xsd:date ;', '  dcterms:modified "2026-11-23"^^xsd:date ;'),
        ('  owl:versionInfo "1" ;', '  owl:versionInfo "2" ;'),
    }
    assert tree_of(own.data / "contacts") == contacts


def test_each_of_the_entries_is_taken_as_it_stands(own: Workspace, original: Tree) -> None:
    for source in own.entries():
        report = added(own, source.path)
        assert states(report) == [(source.path.stem, "unchanged")]
        assert not report.refused
    assert tree_of(own.data) == original


# What others rest on


OTHER = """
titel: Ett annat projekt
projektägare: Orsa kommun
deltagare:
  - {aktör: Föreningen Stigfinnarna, roll: samarbetspartner, nivå: lokal}
källor: annat.txt
"""
STIGFINNARNA = iri("actor:foreningen-stigfinnarna")


def test_what_an_entry_describes_is_kept_while_others_rest_on_it(own: Workspace, write: Write) -> None:
    added(own, write(ENTRY))
    added(own, write(OTHER, "annan.yaml"))
    first, second = (own.data / "entries" / f"{name}.ttl" for name in ("vagar-till-arbete", "ett-annat-projekt"))
    assert any(triple.subject == STIGFINNARNA for triple in read_turtle(first))
    assert not any(triple.subject == STIGFINNARNA for triple in read_turtle(second))
    without = "\n".join(line for line in ENTRY.splitlines() if "Stigfinnarna" not in line)
    report = added(own, write(without))
    assert states(report) == [("vagar-till-arbete", "changed")]
    assert any(triple.subject == STIGFINNARNA for triple in read_turtle(first))
    graph_in_memory(own)


def test_what_nobody_rests_on_goes_with_the_entry_that_describes_it(own: Workspace, write: Write) -> None:
    added(own, write(ENTRY))
    added(own, write("\n".join(line for line in ENTRY.splitlines() if "Stigfinnarna" not in line)))
    left = read_turtle(own.data / "entries" / "vagar-till-arbete.ttl")
    assert not any(triple.subject == STIGFINNARNA for triple in left)


def test_the_organisation_of_a_contact_is_kept_while_the_contact_is(own: Workspace, write: Write) -> None:
    contact = "kontakter: [{namn: Kontoret, e-post: kontakt@example.org, organisation: Nya Påhittade Föreningen}]\n"
    added(own, write(OTHER + contact))
    path, new = own.data / "entries" / "ett-annat-projekt.ttl", iri("actor:nya-pahittade-foreningen")
    assert states(added(own, write(OTHER))) == [("ett-annat-projekt", "unchanged")]
    assert states(added(own, write(f"{OTHER}start: 2020\n"))) == [("ett-annat-projekt", "changed")]
    assert any(triple.subject == new for triple in read_turtle(path))
    added(own, write(OTHER + contact.replace("Nya Påhittade Föreningen", "Orsa kommun")))
    assert not any(triple.subject == new for triple in read_turtle(path))


def test_two_new_entries_at_once_share_a_new_actor(own: Workspace, write: Write) -> None:
    report = added(own, write(ENTRY), write(OTHER, "annan.yaml"))
    assert not report.refused
    described = [
        path.stem for path in (own.data / "entries").iterdir()
        if any(triple.subject == STIGFINNARNA for triple in read_turtle(path))
    ]  # fmt: skip
    assert described == ["vagar-till-arbete"]
    graph_in_memory(own)


DALALYFT = """
titel: Dalalyft
projektägare: Mora kommun
fond: ESF
start: 2009
källor: [{dokument: projekt.txt, rader: 3}]
"""


def test_a_project_that_was_only_mentioned_gets_an_entry_of_its_own(own: Workspace, write: Write) -> None:
    before = read_turtle(own.data / "entries" / "tre-m.ttl")
    report = added(own, write(DALALYFT))
    assert not report.refused
    assert names(report, own) == ["entries/dalalyft.ttl", "entries/tre-m.ttl"]
    dalalyft = iri("project:dalalyft")
    mine, theirs = (read_turtle(own.data / "entries" / f"{name}.ttl") for name in ("dalalyft", "tre-m"))
    assert not set(mine) & set(theirs)
    assert {triple for triple in before if triple.subject != dalalyft} <= set(theirs)
    assert "# Tre-M" in (own.data / "entries" / "tre-m.ttl").read_text(encoding="utf-8")
    graph_in_memory(own)
    again = added(own, write(DALALYFT))
    assert states(again) == [("dalalyft", "unchanged")]


MENTIONING = """
titel: Ett projekt som nämner andra
projektägare: Mora kommun
hänvisar till:
  - {till: {titel: Första omnämnda, kortnamn: forsta-omnamnda}}
  - {till: {titel: Andra omnämnda, kortnamn: andra-omnamnda}}
källor: projekt.txt
"""
MENTIONED = """
- {titel: Första omnämnda, projektägare: Orsa kommun, källor: projekt.txt}
- {titel: Andra omnämnda, projektägare: Orsa kommun, källor: projekt.txt}
"""


@pytest.mark.parametrize("order", [(MENTIONING, MENTIONED), (MENTIONED, MENTIONING)])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_statement_stands_in_one_graph_only(
    own: Workspace, write: Write, order: tuple[str, str], at_once: bool
) -> None:
    paths = [write(text, f"{number}.yaml") for number, text in enumerate(order)]
    for together in [paths] if at_once else [[path] for path in paths]:
        assert not added(own, *together).refused
    stated = [triple for path in (own.data / "entries").iterdir() for triple in read_turtle(path)]
    assert len(stated) == len(set(stated))
    graph_in_memory(own)


# How it is told


def test_the_text_tells_what_changes_and_how_to_go_on(own: Workspace, write: Write) -> None:
    label = intake_of(own).known.label_in("sv")
    report = added(own, write(ENTRY))
    text = as_text(report, "sv", own.root, label)
    assert "ny post: Vägar till arbete (vagar-till-arbete)" in text
    assert "1 kontakt i data/contacts/vagar-till-arbete.ttl, som inte publiceras" in text
    assert text.endswith(
        "skrev data/entries/vagar-till-arbete.ttl, data/contacts/vagar-till-arbete.ttl; bygg med: kg build\n"
    )
    assert "example.org" not in text
    again = as_text(added(own, write(ENTRY)), "en", own.root, label)
    assert "unchanged entry: Vägar till arbete" in again
    assert again.endswith("nothing to change\n")


def test_a_program_is_told_the_same(own: Workspace, write: Write) -> None:
    document = json.loads(as_json(added(own, write(ENTRY), dry_run=True), own.root))
    assert (document["written"], document["refused"]) == (False, False)
    assert document["files"] == ["data/entries/vagar-till-arbete.ttl", "data/contacts/vagar-till-arbete.ttl"]
    (entry,) = document["entries"]
    assert (entry["entry"], entry["state"], entry["contacts"]) == ("vagar-till-arbete", "new", 1)
    assert {finding["check"] for finding in document["findings"] if finding["counts"]} == {"new-actor"}


def test_an_added_entry_is_found_when_the_graph_is_built(own: Workspace, write: Write) -> None:
    added(own, write(ENTRY))
    store = graph_in_memory(own)
    found = store.query("SELECT ?o WHERE { GRAPH ?g { <https://w3id.org/samverkan/id/project/vagar-till-arbete> "
                        "<https://w3id.org/samverkan/ns#hasOwner> ?o } }")  # fmt: skip
    assert isinstance(found, ox.QuerySolutions)
    assert [row["o"] for row in found] == [iri("actor:mora-kommun")]
