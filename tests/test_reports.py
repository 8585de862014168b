"""What docs/reports.md promises of reports: the keys of the JSON, the checks and how severe they are."""

import ast
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from entries_help import intake_of
from kg_help import iri

from kg.disk.nameindex import NameIndex
from kg.jobs.add import add
from kg.jobs.add_text import as_json as added_json
from kg.jobs.validate import Report, validate_files
from kg.jobs.validation_text import as_json, as_turtle
from kg.work.entries import advice
from kg.work.naming import names_in

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
CASES = ROOT / "tests" / "entries"
MADE = {  # how the two names that hold a variable can end
    "cell-": tuple(advice.CELLS),
    "identifier-with-other-": ("title", "owner"),
}
SEVERITIES = {"refuse": "violation", "warn": "warning", "inform": "info"}


@pytest.fixture(scope="module")
def report(graph: ox.Store) -> Report:
    names = NameIndex.in_memory(names_in(graph))
    paths = [path for path in sorted(CASES.glob("invalid.*")) if path.suffix in (".yaml", ".ttl", ".csv", ".json")]
    return validate_files(intake_of(graph, names), paths)


def documented() -> dict[str, str]:
    """Return the checks of the guide's tables with their severity."""
    return dict(re.findall(r"^\| `([a-z-]+)` \| (\w+)[^|]* \|", GUIDE.partition("## Checks")[2], re.MULTILINE))


def emitted() -> dict[str, set[str]]:
    """Return the checks that stand in the code of the reader, each with the severities that are seen there."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for name in ("entries", "values") for path in (ROOT / "kg" / "work" / name).glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        places = {"Problem": 2, "refuse": 0, "warn": 0, "inform": 0, "Refusal": 0}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and "check" in (names := [arg.arg for arg in node.args.args]):
                places[node.name] = names.index("check")
        for node in ast.walk(tree):
            called = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and called in places and len(node.args) > places[called]:
                severity = SEVERITIES.get(called) or _constant(node.args[1]) or ""
                for part in ast.walk(node.args[places[called]]):
                    if text := _constant(part):
                        for name in [text + end for end in MADE.get(text, ("",))]:
                            found.setdefault(name, set()).add(severity)
    return found


def _constant(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_check_of_the_reader_is_documented_and_no_other() -> None:
    assert sorted(documented()) == sorted(emitted())


def test_the_severity_of_each_check_is_documented() -> None:
    known = {"violation", "warning", "info"}
    told = {check: severities & known for check, severities in emitted().items() if severities & known}
    assert {
        check: severity for check, severity in documented().items() if told.get(check, {severity}) != {severity}
    } == {}


def test_what_is_found_has_the_severity_that_is_documented(report: Report) -> None:
    known = documented()
    found = {(item.check, item.finding.severity) for item in report.located if not item.finding.shape}
    assert found
    assert {
        (check, severity) for check, severity in found if known[check] != severity and check != "unknown-key"
    } == set()


def test_what_a_shape_finds_is_called_as_the_shape(report: Report) -> None:
    for item in report.located:
        if item.finding.shape:
            assert item.finding.shape.endswith(f"#{item.check}")


def test_the_keys_of_a_finding_are_documented(report: Report) -> None:
    table = GUIDE.partition("## JSON")[2].partition("## Turtle")[0]
    rows = re.findall(r"^\| (`[^|]*`) \|", table, re.MULTILINE)
    keys = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    for finding in json.loads(as_json(report, ROOT))["findings"]:
        assert set(finding) == keys


def test_the_keys_of_adding_are_documented(graph: ox.Store, tmp_path: Path) -> None:
    from kg.disk.workspace import Workspace

    workspace = Workspace(tmp_path, tmp_path / ".kg")
    intake = intake_of(graph, NameIndex.in_memory(names_in(graph)))
    document = json.loads(added_json(add(workspace, intake, [CASES / "valid.full.yaml"], dry_run=True), tmp_path))
    told = GUIDE.partition("## JSON")[2].partition("## Turtle")[0]
    assert {f"`{key}`" for key in (*document, *document["entries"][0])} - set(re.findall(r"`\w+`", told)) == set()


def test_the_turtle_is_a_validation_report(report: Report) -> None:
    """Section 3.6 of SHACL: what a report and each of its results have, and how often."""
    store = ox.Store()
    store.load(as_turtle(report).encode(), format=ox.RdfFormat.TURTLE)

    def values(subject: ox.NamedNode, name: str) -> list[object]:
        return [quad.object for quad in store.quads_for_pattern(subject, iri(f"sh:{name}"), None)]

    (whole,) = [quad.subject for quad in store.quads_for_pattern(None, iri("rdf:type"), iri("sh:ValidationReport"))]
    assert isinstance(whole, ox.NamedNode)
    assert values(whole, "conforms") == [ox.Literal(False)]
    results = [node for node in values(whole, "result") if isinstance(node, ox.NamedNode)]
    assert len(results) == len(report.counted)
    for result in results:
        assert [len(values(result, name)) for name in ("focusNode", "resultSeverity", "sourceConstraintComponent")] == [
            1
        ] * 3
        assert all(len(values(result, name)) <= 1 for name in ("resultPath", "value", "sourceShape"))
        assert values(result, "resultSeverity")[0] in (iri("sh:Violation"), iri("sh:Warning"), iri("sh:Info"))
        languages = {text.language for text in values(result, "resultMessage") if isinstance(text, ox.Literal)}
        assert languages == {"sv", "en"}
        assert [quad.object for quad in store.quads_for_pattern(result, iri("rdf:type"), None)] == [
            iri("sh:ValidationResult")
        ]
    assert {quad.subject for quad in store} == {whole, *results}


def test_a_report_without_findings_conforms() -> None:
    store = ox.Store()
    store.load(as_turtle(Report((), (), "draft", ())).encode(), format=ox.RdfFormat.TURTLE)
    (conforms,) = store.quads_for_pattern(None, iri("sh:conforms"), None)
    assert conforms.object == ox.Literal(True)


def test_the_components_are_those_of_shacl_or_the_readers_own(report: Report) -> None:
    from rdflib.namespace import SH

    from kg.jobs.validation_text import READER

    store = ox.Store()
    store.load(as_turtle(report).encode(), format=ox.RdfFormat.TURTLE)
    found = {quad.object.value for quad in store.quads_for_pattern(None, iri("sh:sourceConstraintComponent"), None)
             if isinstance(quad.object, ox.NamedNode)}  # fmt: skip
    assert found - {READER} <= {str(term) for term in dir(SH)} | {f"{SH}{name}" for name in SH.__annotations__}
    assert READER in found
