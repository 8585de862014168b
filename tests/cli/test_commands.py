"""Every command does what its help says: results on standard output, words on standard error, in both languages."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, HEAD, Run, iri

from kg import __version__
from kg.disk.workspace import Workspace
from kg.terms import REGISTER_GRAPHS

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
ENTRY = HEAD + 'entry:x foaf:primaryTopic project:x .\nproject:x a sam:Project ; dcterms:title "Xet"@sv .\n'
TRE_M = "Tre-M - matchning, motor, mäklare"
ENTRIES = FIXTURES / "entries"


def quiet(kg: Run, *arguments: str, code: int = 0) -> str:
    """Run a command that has nothing to say beside its result, and return the result."""
    done = kg(*arguments)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout
    return done.stdout


def data(kg: Run, *arguments: str, code: int = 0) -> Any:
    return json.loads(quiet(kg, *arguments, code=code))


@pytest.mark.parametrize(
    ("arguments", "sv", "en"),
    [
        (["show", "tre-m"], "Projektägare: Hedemora Lärcentrum", "Owner: Hedemora Lärcentrum"),
        (["show", "actor:falu-kommun"], "Deltar i", "Takes part in"),
        (["show", "place:lulea"], "Om platsen", "About the place"),
        (
            ["explain", "Falu kommun", "Hedemora Lärcentrum"],
            "är länkade genom 1 projekt",
            "are linked through 1 project",
        ),
        (["stats"], "organisatorisk enhet", "organisational unit"),
        (["findings"], "Tre-M", "Tre-M"),
        (["query", "--list"], "Parter i ett projekt", "Parties of a project"),
        (["query", "parties-of-project", "--about"], "projektet som frågan gäller", "the project asked about"),
        (["doctor"], "filer med data och ontologi går att läsa", "files of data and ontology can be read"),
        (["network", "--of", "Falu kommun", "--format", "svg"], "Samarbetsnätverk: ", "Cooperation network: "),
    ],
)
def test_a_command_speaks_the_language_that_is_asked_for(kg: Run, arguments: list[str], sv: str, en: str) -> None:
    assert en in quiet(kg, *arguments)
    assert sv in quiet(kg, "--lang", "sv", *arguments)


def test_the_language_may_stand_before_or_behind_the_command(kg: Run) -> None:
    told = {quiet(kg, *words) for words in (
        ["--lang", "sv", "show", "place:lulea"], ["--lang=sv", "show", "place:lulea"],
        ["show", "place:lulea", "--lang", "sv"], ["--lang", "en", "show", "--lang=sv", "place:lulea"],
    )}  # fmt: skip
    assert len(told) == 1
    assert "Om platsen" in told.pop()


@pytest.mark.parametrize("name", ["KG_LANG", "LANG"])
def test_the_language_is_that_of_the_system_unless_it_is_named(
    kg: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, "sv_SE.UTF-8")
    assert "Om platsen" in quiet(kg, "show", "place:lulea")
    assert "About the place" in quiet(kg, "--lang", "en", "show", "place:lulea")
    assert "inget heter" in kg("show", "nowhere-at-all").stderr


def test_the_version_is_told(kg: Run) -> None:
    assert quiet(kg, "--version") == f"kg {__version__}\n"


def test_a_thing_is_shown(kg: Run) -> None:
    page = data(kg, "show", "tre-m", "--json")
    assert (page["iri"], page["title"]) == (iri("project:tre-m").value, TRE_M)
    participants = [line.strip() for line in page["sections"]["Participants"]]
    assert {"co-financier (20)", "cooperation partner (19)", "participating municipality (29)"} <= set(participants)
    assert quiet(kg, "show", "tre-m").startswith(f"{TRE_M}\n{'=' * len(TRE_M)}\n{iri('project:tre-m').value}\n")


def test_a_thing_is_shown_by_any_of_its_names(kg: Run) -> None:
    names = ["Luleå", "LULEÅ", "2580", "place:lulea", iri("place:lulea").value, str(iri("place:lulea"))]
    assert len({quiet(kg, "show", name) for name in names}) == 1


def test_contacts_are_shown_only_if_they_are_asked_for(kg: Run) -> None:
    assert "Contact" not in data(kg, "show", "tre-m", "--json")["sections"]
    assert data(kg, "show", "tre-m", "--json", "--include-contacts")["sections"]["Contact"]


def test_things_are_found(kg: Run) -> None:
    hits = data(kg, "find", "alvdalen", "--json")
    assert hits[0] == {"name": "Älvdalen", "kind": "Municipality", "id": "place:alvdalen", "text": ""}
    assert len(data(kg, "find", "kommun", "--json", "-n", "3")) == 3
    assert "│ Älvdalen " in quiet(kg, "find", "alvdalen")


def test_what_is_not_found_is_said_in_words_only(kg: Run) -> None:
    for lang, words in (("en", "nothing found\n"), ("sv", "inget hittat\n")):
        done = kg("--lang", lang, "find", "qqqqqqqq")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", words)
    assert data(kg, "find", "qqqqqqqq", "--json") == []


def test_two_actors_are_explained(kg: Run) -> None:
    found = data(kg, "explain", "Falu kommun", "Hedemora Lärcentrum", "--json")
    assert (found["first"], found["second"]) == ("Falu kommun", "Hedemora Lärcentrum")
    (link,) = found["links"]
    assert link["title"] == TRE_M
    assert {part["role"] for part in link["second"]} == {"owner", "co-financier"}
    assert "003_93c5704a82686837.txt:" in quiet(kg, "explain", "Falu kommun", "Hedemora Lärcentrum")


@pytest.mark.parametrize("suffix", ["svg", "graphml"])
def test_a_network_is_written_to_a_file(kg: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"falun.{suffix}"
    done = kg("network", "--of", "Falu kommun", "-o", str(path))
    count = len(data(kg, "query", "partners-of-actor", "-p", "actor=Falu kommun", "-r", "json")["results"]["bindings"])
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{path}: {count} neighbours of Falu kommun\n"
    assert ElementTree.fromstring(path.read_bytes()).tag.endswith(("svg", "graphml", "gexf"))
    assert path.read_text(encoding="utf-8") == quiet(kg, "network", "--of", "Falu kommun", "--format", suffix)


def test_a_network_is_a_table_without_a_file(kg: Run) -> None:
    assert "│ Hedemora Lärcentrum " in quiet(kg, "network", "--of", "Falu kommun")


def test_things_and_statements_are_counted(kg: Run) -> None:
    counts = {row["class"]: row["count"] for row in data(kg, "stats", "--json")}
    assert (counts["sam:Entry"], counts["sam:Municipality"]) == ("12", "290")
    graphs = {row["graph"] for row in data(kg, "stats", "--graphs", "--json")}
    assert {"entry:tre-m", "register:places", "graph:codes", "graph:derived/has-owner"} <= graphs


def test_findings_are_listed(kg: Run) -> None:
    of_all = data(kg, "findings", "--json")
    some = data(kg, "findings", "--project", "Jobbspår för alla", "--kind", "owner-unknown", "--json")
    assert len(of_all) > len(some) == 1
    assert some[0]["project"] == "project:jobbspar-for-alla"
    assert some[0]["kind"] == "owner-unknown"


def test_a_question_is_answered_in_every_format(kg: Run) -> None:
    ask = ["query", "owners-of-projects", "--results"]
    rows = list(csv.DictReader(io.StringIO(quiet(kg, *ask, "csv"))))
    assert len(rows) >= 11
    assert {row["project"] for row in rows} >= {iri("project:tre-m").value}
    assert list(csv.DictReader(io.StringIO(quiet(kg, *ask, "tsv")), delimiter="\t")) == rows
    bindings = data(kg, *ask, "json")["results"]["bindings"]
    assert [row["project"]["value"] for row in bindings] == [row["project"] for row in rows]
    assert len(
        list(ElementTree.fromstring(quiet(kg, *ask, "xml")).iter("{http://www.w3.org/2005/sparql-results#}result"))
    ) == len(rows)
    assert "project:tre-m" in quiet(kg, *ask, "table")


def test_a_question_takes_parameters(kg: Run) -> None:
    def projects(text: str) -> set[str]:
        return {row["project"] for row in csv.DictReader(io.StringIO(text))}

    tre_m, yrk_in = iri("project:tre-m").value, iri("project:yrk-in").value
    ask = ["query", "parties-of-project", "-r", "csv"]
    assert projects(quiet(kg, *ask, "-p", "project=tre-m")) == {tre_m}
    assert projects(quiet(kg, *ask, "-p", f"project={TRE_M}", "-p", "project=project:yrk-in")) == {tre_m, yrk_in}


@pytest.mark.parametrize(("lang", "words"), [("en", "the question's default"), ("sv", "frågans förval")])
def test_a_question_tells_which_default_it_was_answered_with(kg: Run, lang: str, words: str) -> None:
    done = kg("--lang", lang, "query", "parties-of-project", "-r", "csv")
    assert {row["project"] for row in csv.DictReader(io.StringIO(done.stdout))} == {iri("project:yrk-in").value}
    assert "project=project:yrk-in" in done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_question_without_rows_says_so(kg: Run) -> None:
    done = kg("query", "contacts-of-project", "-p", "project=tre-m")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "note: contact persons are private; to read them too, add --include-contacts", "no rows",
    ]  # fmt: skip
    assert kg("--lang", "sv", "query", "contacts-of-project").stderr.endswith("inga rader\n")


def test_contact_persons_are_answered_only_if_they_are_asked_for(kg: Run) -> None:
    text = quiet(kg, "query", "contacts-of-project", "-p", "project=tre-m", "-r", "csv", "--include-contacts")
    assert len(list(csv.DictReader(io.StringIO(text)))) > 0
    assert "Contact persons of a project" in quiet(kg, "query", "contacts-of-project", "--about")


def test_all_questions_are_listed_under_their_first_tag(kg: Run) -> None:
    from kg.work.queries import read_catalogue

    listed = quiet(kg, "query", "--list")
    assert listed == quiet(kg, "query")
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert sorted(names) == sorted(read_catalogue())
    assert len(names) > 60


@pytest.mark.parametrize("source", ["argument", "file", "standard input"])
def test_a_free_query_is_answered_from_wherever_it_comes(
    kg: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    text = 'PREFIX dcterms: <http://purl.org/dc/terms/> SELECT ?p { ?p dcterms:title "Alfa"@sv }'
    arguments = [text]
    if source == "file":
        (tmp_path / "a.rq").write_text(text, encoding="utf-8")
        arguments = ["--file", str(tmp_path / "a.rq")]
    elif source == "standard input":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        arguments = ["-f", "-"]
    done = kg("sparql", *arguments, "-r", "csv", store=tiny)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"p\n{iri('project:a').value}\n", "")


@pytest.mark.parametrize("results", ["csv", "tsv"])
def test_an_answer_has_no_empty_line_at_its_end(kg: Run, tiny: Path, results: str) -> None:
    done = kg(
        "sparql", "SELECT * { ?s a <https://w3id.org/samverkan/ns#Project> } ORDER BY ?s", "-r", results, store=tiny
    )
    assert len(done.stdout.splitlines()) == 3


def test_no_cell_of_an_answer_is_a_formula_to_a_spreadsheet(kg: Run, tiny: Path) -> None:
    done = kg(
        "sparql",
        "SELECT ?t { ?p <http://purl.org/dc/terms/title> ?t FILTER(STRSTARTS(?t, '=')) }",
        "-r",
        "csv",
        store=tiny,
    )
    assert "=1+1" in done.stdout
    assert not any(line.startswith("=") for line in done.stdout.splitlines())


def test_a_free_query_is_answered_as_a_table(kg: Run, tiny: Path) -> None:
    done = kg("sparql", "SELECT ?p { ?p a <https://w3id.org/samverkan/ns#Project> } ORDER BY ?p", store=tiny)
    assert [line.strip("│ ") for line in done.stdout.splitlines()[1:-1:2]] == ["p", "project:a"]


@pytest.mark.parametrize(("query", "answer"), [("ASK { ?s ?p ?o }", "true\n"), ("ASK { ?s a ?s }", "false\n")])
def test_yes_or_no_is_answered(kg: Run, tiny: Path, query: str, answer: str) -> None:
    assert kg("sparql", query, store=tiny).stdout == answer


def test_triples_are_answered_as_turtle(kg: Run, tiny: Path) -> None:
    done = kg("sparql", "DESCRIBE <https://w3id.org/samverkan/id/project/b>", store=tiny)
    assert done.stdout.splitlines()[-3:] == [
        "project:b a sam:Project ;", '  dcterms:title "=1+1"@sv ;', "  sam:refersTo project:a .",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["CONSTRUCT { _:x <http://a/p> ?s } { ?s a ?o }", "CONSTRUCT { [] <http://a/p> [ <http://a/q> ?s ] } { ?s a ?o }"],
)
def test_triples_with_nodes_without_a_name_are_answered_too(kg: Run, tiny: Path, query: str) -> None:
    done = kg("sparql", query, store=tiny)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(ox.parse(done.stdout.encode(), format=ox.RdfFormat.TURTLE))) >= 2


FORMATS = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD,
           "rdfxml": ox.RdfFormat.RDF_XML, "ntriples": ox.RdfFormat.N_TRIPLES}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_the_graph_is_exported(kg: Run, form: str) -> None:
    text = quiet(kg, "export", "--format", form, "--scope", "entries")
    triples = {quad.triple for quad in ox.parse(text.encode(), format=FORMATS[form])}
    assert len(triples) > 5_000


def test_an_export_goes_to_a_file_or_to_standard_output_the_same(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    done = kg("export", "-f", "csv", "--table", "contributions", "-o", str(path))
    size = path.stat().st_size
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{path}: {size:,} bytes\n")
    assert path.read_text(encoding="utf-8") == quiet(kg, "export", "-f", "csv", "--table", "contributions")


def test_contacts_are_exported_only_if_they_are_asked_for(kg: Run) -> None:
    public = quiet(kg, "export", "--scope", "entries")
    private = quiet(kg, "export", "--scope", "entries", "--include-contacts")
    assert "vcard:fn" not in public
    assert private.count("vcard:fn") > 10


def test_a_workspace_is_built_checked_and_asked(kg: Run, new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY})
    done = kg("build", root=workspace.root)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1].startswith("built ")
    assert ": 1 entries, " in done.stderr.splitlines()[-1]
    report = json.loads(kg("build", "--json", root=workspace.root).stdout)
    assert report["entries"] == 1
    assert report["statements"] == report["stated"] + sum(report["derived"].values())
    assert kg("--lang", "sv", "build", root=workspace.root).stderr.startswith("läser ontologi och register …\n")
    assert kg("show", "x", root=workspace.root).stdout.startswith("Xet\n===\n")
    assert kg("doctor", root=workspace.root).returncode == 0


def test_a_store_older_than_the_data_is_told_with_what_mends_it(kg: Run, new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": ENTRY})
    kg("build", root=workspace.root)
    new_workspace({"entries/y.ttl": HEAD + "project:y a sam:Project ."})
    for arguments in (
        ["show", "x"],
        ["find", "xet"],
        ["stats"],
        ["query", "projects"],
        ["sparql", "ASK {}"],
        ["export"],
    ):
        done = kg(*arguments, root=workspace.root)
        assert done.returncode == 0
        assert "note: data/ has changed since the store was built; renew it with: kg build\n" in done.stderr
    assert "obs: data/ har ändrats sedan" in kg("--lang", "sv", "show", "x", root=workspace.root).stderr
    assert kg("doctor", root=workspace.root).returncode == 1


def test_a_good_entry_is_valid(kg: Run) -> None:
    text = quiet(kg, "validate", str(ENTRIES / "valid.ttl"))
    assert text.splitlines()[-1] == "1 entry, profile draft: 0 errors, 0 warnings, 0 notes"
    assert data(kg, "validate", str(ENTRIES / "valid.ttl"), "--format", "json")["conforms"] is True
    assert "sh:conforms true" in quiet(kg, "validate", str(ENTRIES / "valid.ttl"), "--format", "turtle")


def test_a_bad_entry_is_not(kg: Run) -> None:
    path = str(ENTRIES / "wrong.ttl")
    assert f"{path}:29: error: " in quiet(kg, "validate", path, code=1)
    assert f"{path}:29: fel: " in quiet(kg, "--lang", "sv", "validate", path, code=1)
    assert data(kg, "validate", path, "--format", "json", code=1)["conforms"] is False
    assert "sh:conforms false" in quiet(kg, "validate", path, "--format", "turtle", code=1)


def test_a_profile_counts_if_it_is_asked_for(kg: Run) -> None:
    quiet(kg, "validate", str(ENTRIES / "valid.ttl"), "--profile", "publishable", code=1)
    quiet(kg, "validate", str(ENTRIES / "valid.ttl"), "--profile", "article-49", code=1)


def test_warnings_count_if_they_are_to(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    text = (ENTRIES / "valid.ttl").read_text(encoding="utf-8")
    path.write_text(text.replace("  sam:level", '  sam:postalCode "12" ;\n  sam:level'), encoding="utf-8")
    quiet(kg, "validate", str(path))
    quiet(kg, "validate", str(path), "--fail-on", "warning", code=1)


def reached(store: ox.Store, text: str) -> str:
    """Return, as a register, what an entry reaches in the registers of a store over any number of steps."""
    found: dict[ox.Triple, None] = {}
    entry = [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]
    frontier = {triple.object for triple in entry}
    while frontier:
        statements = [
            quad.triple
            for node in frontier
            if isinstance(node, ox.NamedNode)
            for quad in store.quads_for_pattern(node, None, None)
            if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(REGISTER_GRAPHS)
        ]
        frontier = {triple.object for triple in statements if triple not in found}
        found |= dict.fromkeys(statements)
    return "".join(f"{triple} .\n" for triple in found)


def test_a_graph_is_checked_file_by_file(kg: Run, built_store: ox.Store, new_workspace: Make) -> None:
    text = (ENTRIES / "valid.ttl").read_text(encoding="utf-8")
    files = {"entries/nya-vagar.ttl": text, "registers/own.ttl": reached(built_store, text)}
    own = new_workspace(files)
    kg("build", root=own.root)
    done = kg("validate", root=own.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("1 entry, 1 register")
    new_workspace({"entries/nya-vagar.ttl": text.replace('"2020"', '"2016"')})
    kg("build", root=own.root)
    done = kg("validate", root=own.root)
    assert done.returncode == 1
    assert done.stdout.startswith("data/entries/nya-vagar.ttl:29: error: project:nya-vagar: Period ")


def test_evidence_is_looked_for(kg: Run, tmp_path: Path) -> None:
    done = kg("evidence", str(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count(": no such document\n") == 5
    report = json.loads(kg("evidence", str(tmp_path), "--json").stdout)
    assert (report["share"], report["found"], len(report["problems"])) == (0.0, [], 5)
    assert len(report["missing"]) > 100


def test_files_are_formatted(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    shutil.copy(ENTRIES / "valid.ttl", path)
    path.write_text(path.read_text(encoding="utf-8").replace(" ;\n", ";\n"), encoding="utf-8")
    loose = path.read_text(encoding="utf-8")
    done = kg("fmt", "--check", str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{path}: not canonical\n1 files, 1 to rewrite\n"
    assert path.read_text(encoding="utf-8") == loose
    assert kg("--lang", "sv", "fmt", str(path)).stderr == f"{path}: omskriven\n1 filer, 1 omskrivna\n"
    assert kg("fmt", "--check", str(path)).returncode == 0


def test_the_repositorys_own_data_are_canonical(kg: Run) -> None:
    done = kg("fmt", "--check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(" files, 0 to rewrite\n")


def test_the_doctor_finds_everything_in_order(kg: Run) -> None:
    checks = data(kg, "doctor", "--json")
    assert all(check["ok"] for check in checks)
    assert all(line.startswith("ok  ") for line in quiet(kg, "doctor").splitlines())


def test_the_doctor_tells_what_is_not(kg: Run, new_workspace: Make) -> None:
    done = kg("--lang", "sv", "doctor", root=new_workspace({"entries/x.ttl": ENTRY}).root)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("FEL inget lager i ")
