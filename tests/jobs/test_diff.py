import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import HEAD, iri, triples

from kg.disk.turtle import write_turtle
from kg.disk.workspace import Workspace
from kg.errors import InputError, ParseError, StoreError
from kg.jobs.build import build
from kg.jobs.diff import Comparison, as_json, as_words, diff, names_of
from kg.jobs.export import export
from kg.jobs.sides import handed_in, read_side
from kg.work.difference import difference

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]

ENTRY = HEAD + (
    "entry:{0} a sam:Entry ; foaf:primaryTopic project:{0} .\n"
    'project:{0} a sam:Project ; dcterms:title "{1}"@sv ; sam:rate 0.40 .\n'
)
ALFA, BETA = ENTRY.format("a", "Alfa"), ENTRY.format("b", "Beta")
ACTORS = HEAD + 'actor:x a sam:Organisation ; skos:prefLabel "Ix"@sv .\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two entries and a register, built twice: in the second version an entry and the register are others."""
    root = tmp_path_factory.mktemp("template")
    made = Workspace(root, root / ".kg")
    write(made, {"entries/a.ttl": ALFA, "entries/b.ttl": BETA, "registers/actors.ttl": ACTORS})
    build(made)
    more = ACTORS + "actor:y a sam:Organisation .\n"
    write(made, {"entries/a.ttl": ALFA.replace("Alfa", "Alpha"), "registers/actors.ttl": more})
    build(made)
    return made


@pytest.fixture
def small(template: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the template, to be changed."""
    root = tmp_path / "own"
    shutil.copytree(template.root, root)
    return Workspace(root, root / ".kg")


def write(workspace: Workspace, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = workspace.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def compared(
    workspace: Workspace, before: object, after: object, *, derived: bool = False, ontology: bool = False
) -> Comparison:
    one, other = (read_side(workspace, str(name)) for name in (before, after))
    return diff(one, other, derived=derived, ontology=ontology)


def graphs(found: Comparison) -> list[str]:
    return [graph.rpartition("graph/")[2] for graph, _ in found.graphs]


def exported(workspace: Workspace, form: str, path: Path, scope: str = "data") -> Path:
    path.write_bytes(export(read_side(workspace, "current").store, form, scope))
    return path


def test_versions_are_compared_graph_by_graph(small: Workspace) -> None:
    found = compared(small, "previous", "current")
    assert graphs(found) == ["entry/a", "register/actors"]
    assert (found.before, found.after) == ("previous", "current")
    titles = found.graphs[0][1].changed[0].changes[0]
    assert titles.replaced == ((ox.Literal("Alfa", language="sv"), ox.Literal("Alpha", language="sv")),)
    assert [thing.iri for thing in found.graphs[1][1].added] == [iri("actor:y").value]


def test_a_version_is_the_same_as_itself_by_any_of_its_names(small: Workspace) -> None:
    (current,) = {place.name for place in (small.store / "versions").iterdir()} - {previous(small)}
    for name in ("current", current, small.store, small.store / "versions" / current, "data", small.root):
        assert not compared(small, "current", name), name
        assert not compared(small, name, "current"), name
    for name in (previous(small), small.store / "versions" / previous(small)):
        assert not compared(small, "previous", name), name


def previous(workspace: Workspace) -> str:
    current = json.loads((workspace.store / "current.json").read_text())["name"]
    return next(place.name for place in (workspace.store / "versions").iterdir() if place.name != current)


def test_a_version_that_is_being_built_is_not_the_one_before(small: Workspace) -> None:
    before = previous(small)
    begun = small.store / "versions" / "29991231T235959-abcdef"
    begun.mkdir()
    assert not compared(small, "previous", before)
    with pytest.raises(StoreError, match="version 29991231T235959-abcdef is not whole"):
        read_side(small, begun.name)


def test_the_files_as_they_are_now_are_compared_with_a_version(small: Workspace) -> None:
    (small.data / "entries" / "b.ttl").unlink()
    found = compared(small, "current", "data")
    assert graphs(found) == ["entry/b"]
    assert len(found.graphs[0][1].removed) == 2


def test_what_is_derived_is_compared_only_if_it_is_to_be(small: Workspace) -> None:
    participation = (
        ":p a sam:Participation ; sam:project project:b ; sam:actor actor:x ; sam:role role:owner ;\n"
        "  sam:cooperationStatus cooperation-status:actual ; sam:basis basis:stated .\n"
    )
    (small.data / "entries" / "b.ttl").write_text(f"@prefix : <{iri('project:b').value}#> .\n{BETA}{participation}")
    build(small)
    assert graphs(compared(small, "previous", "current")) == ["entry/b"]
    derived = graphs(compared(small, "previous", "current", derived=True))
    assert derived[0] == "entry/b"
    assert "derived/has-owner" in derived
    assert "derived/ontology" not in derived


@pytest.mark.parametrize(("form", "ending"), [
    ("turtle", ".ttl"), ("trig", ".trig"), ("ntriples", ".nt"), ("jsonld", ".jsonld"), ("jsonld", ".json"),
])  # fmt: skip
@pytest.mark.parametrize("scope", ["data", "all"])
def test_what_is_exported_is_the_same(small: Workspace, tmp_path: Path, form: str, ending: str, scope: str) -> None:
    path = exported(small, form, tmp_path / f"out{ending}", scope)
    assert not compared(small, "current", path)
    assert not compared(small, path, "current")
    found = compared(small, "previous", path)
    assert sum(one.stated for _, one in found.graphs) == 2
    assert sum(one.withdrawn for _, one in found.graphs) == 1
    assert graphs(found) == (["entry/a", "register/actors"] if form == "trig" else [""])


def test_everything_exported_holds_the_ontology_and_what_is_derived_too(small: Workspace, tmp_path: Path) -> None:
    path = exported(small, "trig", tmp_path / "out.trig", "all")
    assert not compared(small, "current", path, derived=True, ontology=True)
    path = exported(small, "ntriples", tmp_path / "out.nt", "all")
    assert not compared(small, "current", path, derived=True, ontology=True)


def test_an_entry_is_compared_with_its_own_graph(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "changed.ttl"
    path.write_text(ALFA.replace("Alfa", "Alf"), encoding="utf-8")
    for before, after in (("current", path), (path, "current"), (path, small.data / "entries"), ("data", path)):
        assert graphs(compared(small, before, after)) == ["entry/a"]
    assert not compared(small, "current", small.data / "entries" / "a.ttl")


def test_an_entry_that_the_other_lacks_is_new(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "c.ttl"
    path.write_text(ENTRY.format("c", "Ce"), encoding="utf-8")
    found = compared(small, "current", path)
    assert graphs(found) == ["entry/c"]
    assert [len(things) for things in (found.graphs[0][1].added, found.graphs[0][1].removed)] == [2, 0]


def test_a_folder_of_entries_says_nothing_of_registers(small: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "entries"
    shutil.copytree(small.data / "entries", folder)
    assert not compared(small, "current", folder)
    (folder / "b.ttl").unlink()
    assert not compared(small, "current", folder)
    assert graphs(compared(small, small.data, folder)) == ["entry/b"]


def test_a_register_is_compared_with_its_own_graph(small: Workspace) -> None:
    path = small.data / "registers" / "actors.ttl"
    assert not compared(small, "current", path)
    assert graphs(compared(small, "previous", path)) == ["register/actors"]


def test_two_files_of_a_graph_each_are_compared_whatever_they_are_called(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text(ACTORS, encoding="utf-8")
    found = compared(small, path, small.data / "registers" / "actors.ttl")
    assert graphs(found) == [""]
    assert found.graphs[0][1].stated == 1
    assert not compared(small, path, path)


def test_numbers_are_compared_as_the_store_writes_them(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text(f'{iri("project:a")} {iri("sam:rate")} "0.400"^^{iri("xsd:decimal")} .\n')
    other = tmp_path / "a.ttl"
    other.write_text(f"{iri('project:a')} {iri('sam:rate')} 0.4 .\n")
    assert not compared(small, path, other)


def test_private_graphs_are_left_out(small: Workspace, tmp_path: Path) -> None:
    private = '<https://w3id.org/samverkan/graph/private/a> { contact:a-x vcard:fn "X" . }\n'
    one, other = tmp_path / "one.trig", tmp_path / "other.trig"
    one.write_text(HEAD + "graph:codes { role:x a skos:Concept . }\n" + private, encoding="utf-8")
    other.write_text(HEAD + "graph:codes { role:x a skos:Concept . }\n", encoding="utf-8")
    assert not compared(small, one, other)


def test_statements_in_no_graph_beside_graphs_count(small: Workspace, tmp_path: Path) -> None:
    one, other = tmp_path / "one.trig", tmp_path / "other.trig"
    one.write_text(HEAD + "project:a sam:cci '1' . entry:a { project:a sam:cci '2' . }", encoding="utf-8")
    other.write_text(HEAD + "entry:a { project:a sam:cci '2' . }", encoding="utf-8")
    assert compared(small, one, other).graphs[0][1].withdrawn == 1


def test_entries_in_other_forms_are_read_by_whom_one_names(small: Workspace, tmp_path: Path) -> None:
    for ending in (".yaml", ".yml", ".json"):
        path = tmp_path / f"a{ending}"
        path.write_text("{}" if ending == ".json" else "title: Alfa\n")
        with pytest.raises(InputError, match="give it as Turtle"):
            read_side(small, str(path))
        asked: list[Path] = []

        def read(path: Path, asked: list[Path] = asked) -> dict[str, list[ox.Triple]]:
            asked.append(path)
            return {iri("entry:a").value: triples('project:a dcterms:title "Alpha"@sv .')}

        side = read_side(small, str(path), read)
        assert asked == [path]
        found = diff(read_side(small, "current"), side)
        assert graphs(found) == ["entry/a"]
        assert found.graphs[0][1].withdrawn == 4
    folder = read_side(small, str(tmp_path), read)
    assert folder.extent == "entries"


def test_an_entry_that_is_handed_in_is_compared_as_adding_it_would_make_it(built: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: Nya vägar\nowner: Falu kommun\n", encoding="utf-8")
    found = diff(read_side(built, "current"), read_side(built, str(path), handed_in(built)))
    assert graphs(found) == ["entry/nya-vagar"]
    assert not found.graphs[0][1].withdrawn
    assert {iri("project:nya-vagar").value, iri("entry:nya-vagar").value} <= {
        thing.iri for thing in found.graphs[0][1].added
    }
    path.write_text("title: Nya vägar\nownr: Falu kommun\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.yaml: has errors, so that it cannot be compared; see them with: kg val"):
        read_side(built, str(path), handed_in(built))
    path.write_text("a: b: c", encoding="utf-8")
    with pytest.raises(InputError, match=r"a.yaml:1"):
        read_side(built, str(path), handed_in(built))


NONE = "no such file, folder or version; give one of those, or one of: current, previous, data"


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("nowhere", None, NONE),
        ("20260101T000000-abcdef", None, NONE),
        ("a\0b", None, "no such file"),
        ("a.txt", "a,b\n", "cannot be compared; take a store, or a file that ends in one of .ttl, .trig, .nt"),
        ("a.rdf", "<rdf/>", "cannot be compared"),
        ("a.ttl", "nonsense", "a.ttl:1: "),
        ("a.trig", "nonsense {", "a.trig:1: "),
        ("a.trig", "<urn:a> <urn:b> " + "(" * 200 + ")" * 200 + " .", "more than 100 deep"),
        ("a.nt", "<urn:a> <urn:b> .\n", "a.nt:1: "),
        ("a.nt", "<urn:a> <urn:b> " + "<< " * 9, "a.nt:1: a triple about a triple"),
        ("a.nq", "\n<<( <urn:a> <urn:b> <urn:c> )>> <urn:b> <urn:c> .\n", "a.nq:2: a triple about a triple"),
        ("a.nt", "_:a <urn:b> <urn:c> .\n", "nodes without a name cannot be compared"),
        ("a.trig", "<urn:a> <urn:b> [] .", "nodes without a name cannot be compared"),
        ("a.ttl", "<urn:a> <urn:b> [] .", "a node without a name"),
        ("a.jsonld", "{", "a.jsonld:1: not JSON"),
        ("a.jsonld", "[" * 5000 + "]" * 5000, "nested more than 100 deep"),
        ("a.jsonld", '{"a":' * 150 + "1" + "}" * 150, "nested more than 100 deep"),
        ("a.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a"}', "its @context stands elsewhere"),
        ("a.jsonld", '{"@graph": [{"@context": [{}, "https://example.org/c"]}]}', "its @context stands elsewhere"),
        ("a.jsonld", '{"@context": {"@import": "https://example.org/c"}}', "its @context stands elsewhere"),
        ("a.jsonld", '{"@context": 5, "@id": "urn:a"}', "a.jsonld"),
        ("empty/", None, "neither a store nor a folder of entries"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(
    small: Workspace, tmp_path: Path, name: str, text: str | None, error: str
) -> None:
    (tmp_path / "empty").mkdir()
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_side(small, str(tmp_path / name) if text is not None or name == "empty/" else name)
    assert error in caught.value.en
    assert caught.value.sv != caught.value.en


def test_a_literal_may_hold_what_looks_like_a_triple(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text('<urn:a> <urn:b> "a << b > <<" .\n')
    assert len(read_side(small, str(path)).store) == 1


def test_a_file_among_entries_that_is_none_is_told(small: Workspace) -> None:
    (small.data / "entries" / "odd.ttl").write_text(ACTORS, encoding="utf-8")
    with pytest.raises(InputError, match=r"odd.ttl: not an entry of one project"):
        read_side(small, str(small.data / "entries"))


def test_a_store_of_one_version_has_none_before(new_workspace: Make) -> None:
    made = new_workspace({"entries/a.ttl": ALFA})
    with pytest.raises(StoreError, match="no store"):
        read_side(made, "current")
    build(made)
    with pytest.raises(StoreError, match="no version before the one in use"):
        read_side(made, "previous")


def test_a_version_that_is_gone_is_told(small: Workspace) -> None:
    broken = small.store / "versions" / previous(small)
    shutil.rmtree(broken)
    broken.mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        read_side(small, "previous")


def test_a_file_that_is_not_utf8_is_told(small: Workspace, tmp_path: Path) -> None:
    for name in ("a.ttl", "a.trig", "a.jsonld", "a.nt"):
        (tmp_path / name).write_bytes(b'<urn:a> <urn:b> "\xff" .\n')
        with pytest.raises(ParseError):
            read_side(small, str(tmp_path / name))


def test_words_tell_the_graphs_and_use_the_names_of_the_sides(small: Workspace) -> None:
    sides = [read_side(small, name) for name in ("previous", "current")]
    found = diff(*sides)
    assert as_words(found, "sv", names_of(small, sides, "sv")) == (
        "entry:a (1 ändrade)\n~ Projekt: Alpha (project:a)\n    ~ titel [sv]: Alfa → Alpha\n\n"
        "register:actors (1 nya)\n+ Organisation: actor:y\n"
    )
    assert as_words(found, "en", names_of(small, sides, "en")).startswith("entry:a (1 changed)\n~ Project: Alpha")


def test_codes_are_told_by_their_labels_and_unknown_things_by_their_iris(small: Workspace) -> None:
    for lang, label in (("sv", "projektägare"), ("en", "owner")):
        names = names_of(small, [], lang)
        assert names(iri("role:owner").value) == label
        assert names(iri("actor:x").value) == "Ix"
        assert names("https://example.org/") == names("no iri at all") == ""


def test_the_json_tells_the_same(small: Workspace) -> None:
    document = json.loads(as_json(compared(small, "previous", "current")))
    assert (document["before"], document["after"], document["same"]) == ("previous", "current", False)
    assert [graph["graph"] for graph in document["graphs"]] == [iri("entry:a").value, iri("register:actors").value]
    same = json.loads(as_json(compared(small, "data", "current")))
    assert (same["same"], same["graphs"]) == (True, [])


def test_evidence_alone_is_told_so() -> None:
    name = iri("entry:a").value
    found = Comparison("a", "b", ((name, difference([], triples(":lines-1 a sam:Evidence ."))),))
    assert as_words(found, "sv", lambda _: "") == "entry:a (bara belägg)\n  belägg: +1\n"


@pytest.mark.slow
def test_a_million_statements_a_side(tmp_path: Path, workspace: Workspace) -> None:
    one, other = tmp_path / "one.nt", tmp_path / "other.nt"
    body = ox.serialize(
        [quad.triple for source in workspace.entries() for quad in ox.parse(path=str(source.path))],
        format=ox.RdfFormat.N_TRIPLES,
    )
    assert body
    with one.open("wb") as first, other.open("wb") as second:
        for number in range(1_050_000 // body.count(b"\n")):
            part = body.replace(b"/id/project/", b"/id/project/x%d-" % number)
            first.write(part)
            second.write(part.replace(b"2012", b"2013") if number == 7 else part)
    code = (
        "import resource, sys\nfrom kg.cli.main import main\n"
        f"code = main(['--root', {str(workspace.root)!r}, 'diff', {str(one)!r}, {str(other)!r}, '--exit-code'])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "2012-01-01 → 2013-01-01" in done.stdout
    assert int(done.stderr.split()[-1]) < 2 * 1024 * 1024


def test_the_canonical_form_of_an_entry_is_the_same_entry(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(write_turtle(quad.triple for quad in read_side(small, str(small.data / "entries/a.ttl")).store))
    assert not compared(small, path, "current")
