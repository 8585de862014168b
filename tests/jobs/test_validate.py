import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, HEAD, iri

from kg.disk.workspace import Workspace
from kg.errors import InputError, ParseError
from kg.jobs.build import graph_in_memory
from kg.jobs.incoming import Intake, intake_of
from kg.jobs.validate import Report, validate_files, validate_graph
from kg.jobs.validation_text import as_json, as_text, as_turtle

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ENTRIES = FIXTURES / "entries"
PARTICIPATION = ":participation-region-skane-owner a sam:Participation ;"
VALID = (ENTRIES / "valid.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wrong(built: Workspace) -> Report:
    return validate_files(intake_of(built), [ENTRIES / "wrong.ttl"])


@pytest.fixture(scope="module")
def valid(built: Workspace) -> Report:
    return validate_files(intake_of(built), [ENTRIES / "valid.ttl"])


@pytest.fixture
def intake(built: Workspace) -> Intake:
    return intake_of(built)


def of_draft(report: Report) -> list[tuple[int, str, str, str]]:
    return [
        (
            item.place.line,
            item.finding.severity,
            item.finding.path.rpartition("#")[2],
            item.finding.value.rpartition("/")[2],
        )
        for item in report.counted
    ]


def line_of(text: str, path: Path = ENTRIES / "wrong.ttl") -> int:
    return path.read_text(encoding="utf-8").splitlines().index(text) + 1


def test_a_good_entry_conforms(valid: Report) -> None:
    assert of_draft(valid) == []
    assert valid.conforms()
    assert valid.conforms("warning")
    assert (valid.entries, valid.registers, valid.profile) == (("nya-vagar",), (), "draft")


def test_each_mistake_is_told_with_the_line_of_its_property_or_else_of_its_subject(wrong: Report) -> None:
    assert of_draft(wrong) == [
        (line_of("project:nya-vagar a sam:Project ;"), "violation", "", "nya-vagar"),
        (line_of('  sam:end "2016"^^xsd:gYear ;'), "violation", "end", "2016"),
        (line_of("  sam:role role:sponsor ;"), "violation", "role", "sponsor"),
        (line_of(PARTICIPATION), "warning", "", "nya-vagar#participation-region-skane-owner"),
    ]


def test_the_worst_is_told_first(wrong: Report) -> None:
    assert [severity for _, severity, *_ in of_draft(wrong)] == ["violation"] * 3 + ["warning"]


def test_each_finding_speaks_both_languages(wrong: Report) -> None:
    assert wrong.located
    for item in wrong.located:
        assert set(item.finding.name) == set(item.finding.message) == {"sv", "en"}
        assert item.finding.message["sv"] != item.finding.message["en"]


def test_what_does_not_conform_is_said_to_be_so(wrong: Report) -> None:
    assert not wrong.conforms()
    assert not wrong.conforms("warning")


def test_a_warning_counts_only_if_it_is_to(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        VALID.replace("  sam:level level:regional ;\n", '  sam:level level:regional ;\n  sam:postalCode "12" ;\n'),
        encoding="utf-8",
    )
    report = validate_files(intake, [path])
    assert [severity for _, severity, *_ in of_draft(report)] == ["warning"]
    assert report.conforms()
    assert not report.conforms("warning")


@pytest.mark.parametrize("profile", ["publishable", "article-49"])
def test_what_a_stricter_profile_misses_counts_only_if_it_is_asked_for(
    intake: Intake, valid: Report, profile: str
) -> None:
    assert valid.missed(profile)
    asked = validate_files(intake, [ENTRIES / "valid.ttl"], profile)
    assert not asked.conforms()
    assert set(asked.missed(profile)) <= set(asked.counted)
    assert all(item.finding.profile in ("", "draft", profile) for item in asked.counted)


def test_an_entry_that_speaks_of_anothers_thing_is_refused(intake: Intake) -> None:
    report = validate_files(intake, [ENTRIES / "intruding.ttl"])
    (item,) = report.counted
    assert (item.check, item.key) == ("not-the-entrys-own", "project:tre-m")
    assert item.place.line == line_of("project:tre-m", ENTRIES / "intruding.ttl")
    assert item.finding.severity == "violation"
    assert "project:tre-m" in item.finding.message["en"]
    assert "project:tre-m" in item.finding.message["sv"]


@pytest.mark.parametrize(
    "statement",
    ['actor:region-skane skos:prefLabel "Region Hittepå"@sv .', "place:lulea dcterms:isPartOf place:sweden .",
     'role:owner skos:prefLabel "chef"@sv .', 'sam:Project rdfs:label "x"@sv .', "entry:tre-m sam:x 1 ."],
)  # fmt: skip
def test_nothing_that_is_there_already_is_changed_by_an_entry(intake: Intake, tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"{HEAD}{VALID}{statement}", encoding="utf-8")
    report = validate_files(intake, [path])
    assert not report.conforms()
    assert {item.check for item in report.counted} & {"not-the-entrys-own", "described-elsewhere"}


def test_an_entry_that_is_in_the_graph_already_may_be_checked_again(intake: Intake, built: Workspace) -> None:
    (source,) = [entry for entry in built.entries() if entry.path.stem == "tv-blekinge"]
    assert validate_files(intake, [source.path]).conforms()


def test_an_entry_cannot_take_anothers_name(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        VALID.replace("entry:nya-vagar", "entry:tre-m") + "project:tre-m sam:refersTo project:nya-vagar .",
        encoding="utf-8",
    )
    assert not validate_files(intake, [path]).conforms()


def test_an_entry_need_not_say_that_it_is_one(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(HEAD + 'project:bare a sam:Project ; dcterms:title "Bar"@sv .', encoding="utf-8")
    names = {item.finding.name["en"] for item in validate_files(intake, [path]).counted}
    assert "Owner" in names


@pytest.mark.parametrize(
    ("name", "text", "error", "words"),
    [
        ("a.txt", VALID, InputError, "name it .csv if it is a list"),
        ("a", VALID, InputError, "not a kind of file that is taken"),
        ("a.rdf", "<rdf:RDF/>", InputError, "RDF/XML"),
        ("a.ttl", "", InputError, "no project in it"),
        ("a.ttl", HEAD + "place:a a sam:Place .", InputError, "no project in it"),
        ("a.ttl", "<", ParseError, "a.ttl:1: "),
        ("a.ttl", HEAD + "project:a sam:refersTo [ ] .", ParseError, "a node without a name"),
    ],
)
def test_a_file_that_is_no_entry_is_refused(
    intake: Intake, tmp_path: Path, name: str, text: str, error: type[Exception], words: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words) as caught:
        validate_files(intake, [tmp_path / name])
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_is_not_there_is_told(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no such file"):
        validate_files(intake, [tmp_path / "a.ttl"])


def test_the_graph_is_checked_file_by_file(workspace: Workspace, new_workspace: Make) -> None:
    own = new_workspace({})
    registers = [f"registers/{name}.ttl" for name in ("documents", "initiatives")]
    for name in [*registers, "entries/tv-blekinge.ttl", "entries/tv-skane.ttl"]:
        shutil.copy(workspace.data / name, own.data / name)
    told: list[tuple[int, int]] = []
    report = validate_graph(own, graph_in_memory(own), progress=lambda done, whole: told.append((done, whole)))
    assert (told[0], told[-1]) == ((0, 2), (2, 2))
    files = [own.data / name for name in (*registers, "entries/tv-blekinge.ttl", "entries/tv-skane.ttl")]
    assert (report.registers, report.entries) == (("documents", "initiatives"), ("tv-blekinge", "tv-skane"))
    found = [item.place.path for item in report.counted]
    assert set(files[2:]) <= set(found) <= set(files), "what they point at is not there"
    assert found == sorted(found, key=files.index)


# How a report is told


def test_the_text_has_a_line_a_finding_and_a_sum(wrong: Report) -> None:
    lines = as_text(wrong, "en", ENTRIES.parent).splitlines()
    number = line_of('  sam:end "2016"^^xsd:gYear ;')
    assert any(
        line.startswith(f"entries/wrong.ttl:{number}: error: project:nya-vagar: Period (sam:end) [2016]: ")
        for line in lines
    )
    assert lines[-1] == "1 entry, profile draft: 3 errors, 1 warning, 0 notes"


def test_the_text_is_in_swedish_too(wrong: Report) -> None:
    lines = as_text(wrong, "sv", ENTRIES.parent).splitlines()
    number = line_of('  sam:end "2016"^^xsd:gYear ;')
    assert any(
        line.startswith(f"entries/wrong.ttl:{number}: fel: project:nya-vagar: Period (sam:end) [2016]: ")
        for line in lines
    )
    assert lines[-1] == "1 post, profil draft: 3 fel, 1 varning, 0 upplysningar"


def test_what_a_stricter_profile_misses_is_summed_up(valid: Report) -> None:
    text = as_text(valid, "en", ENTRIES)
    assert "\npublishable: 0 of 1 ready\n" in "\n" + text
    assert "\narticle-49: 0 of 1 ready\n" in text
    assert "  lack Place (1): nya-vagar\n" in text
    assert "error" not in text.splitlines()[0]


def test_json_holds_every_finding_of_every_profile(wrong: Report) -> None:
    document = json.loads(as_json(wrong, ENTRIES.parent))
    assert (document["profile"], document["conforms"]) == ("draft", False)
    assert len(document["findings"]) == len(wrong.located)
    counted = [finding for finding in document["findings"] if finding["counts"]]
    assert [finding["severity"] for finding in counted] == ["violation"] * 3 + ["warning"]
    (period,) = [finding for finding in counted if finding["value"] == "2016"]
    number = line_of('  sam:end "2016"^^xsd:gYear ;')
    assert (period["line"], period["place"]["en"]) == (number, f"entries/wrong.ttl:{number}")
    assert period["focus"] == iri("project:nya-vagar").value
    assert set(period["message"]) == {"sv", "en"}


def test_turtle_is_a_shacl_report_with_names_for_its_results(wrong: Report) -> None:
    store = ox.Store()
    store.load(as_turtle(wrong).encode(), format=ox.RdfFormat.TURTLE)
    results = list(store.quads_for_pattern(None, iri("sh:result"), None))
    assert len(results) == 4
    assert all(isinstance(quad.object, ox.NamedNode) for quad in results)
    (conforms,) = store.quads_for_pattern(None, iri("sh:conforms"), None)
    assert conforms.object == ox.Literal(False)
    for quad in results:
        assert isinstance(quad.object, ox.NamedNode)
        predicates = [found.predicate for found in store.quads_for_pattern(quad.object, None, None)]
        assert predicates.count(iri("sh:resultMessage")) == 2
        assert {iri("sh:focusNode"), iri("sh:resultSeverity"), iri("rdf:type")} <= set(predicates)


def test_a_text_that_looks_like_an_address_stays_a_text(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    digest = VALID.partition("sam:sha256 ")[2].splitlines()[0].removesuffix(" .")
    path.write_text(VALID.replace(digest, '"see http://a b"'), encoding="utf-8")
    report = validate_files(intake, [path])
    assert "see http://a b" in {item.finding.value for item in report.counted}
    try:
        assert "see http://a b" in as_turtle(report)
    except ValueError as error:
        pytest.fail(str(error))
