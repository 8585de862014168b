import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from kg_help import HEAD

from kg.disk.workspace import Workspace
from kg.errors import InputError, ParseError
from kg.jobs.fmt import canonical, files_of, fmt

pytest_plugins = ["kg_conftest"]
Make = Callable[[Mapping[str, str]], Workspace]
LOOSE = """# A register.
# Two lines.
@prefix place: <https://w3id.org/samverkan/id/place/> .
@prefix unused: <http://example.org/> .
@prefix sam: <https://w3id.org/samverkan/ns#> .


place:b a sam:Municipality.   place:a   a sam:Municipality .
"""
STRICT = """# A register.
# Two lines.

@prefix place: <https://w3id.org/samverkan/id/place/> .
@prefix sam: <https://w3id.org/samverkan/ns#> .

place:a a sam:Municipality .

place:b a sam:Municipality .
"""
QUERY = """#+ title@sv: A
#+ param: b (string)
#+ title@en: A
#+ param: a (string)
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX sam: <https://w3id.org/samverkan/ns#>

SELECT * WHERE {
    ?s ?p ?o .  \n}


"""
CANONICAL_QUERY = """#+ title@sv: A
#+ title@en: A
#+ param: b (string)
#+ param: a (string)
PREFIX sam: <https://w3id.org/samverkan/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT * WHERE {
    ?s ?p ?o .
}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "loose", "strict"), [("a.ttl", LOOSE, STRICT), ("a.rq", QUERY, CANONICAL_QUERY)])
def test_a_file_is_rewritten_once(tmp_path: Path, name: str, loose: str, strict: str) -> None:
    path = write(tmp_path, name, loose)
    assert fmt([path], check=True) == [path]
    assert path.read_text(encoding="utf-8") == loose
    assert fmt([path]) == [path]
    assert path.read_text(encoding="utf-8") == strict
    assert fmt([path]) == fmt([path], check=True) == []


def test_the_parts_of_a_project_get_the_empty_prefix_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    goal = "<https://w3id.org/samverkan/id/project/x#goal-1> a <https://w3id.org/samverkan/ns#Goal> ."
    assert "\n:goal-1 a sam:Goal .\n" in canonical(tmp_path / "entries" / "x.ttl", goal)
    assert ":goal-1" not in canonical(tmp_path / "entries" / "y.ttl", goal)
    assert ":goal-1" not in canonical(tmp_path / "x.ttl", goal)


@pytest.mark.parametrize("line", ["# lost", "   # lost", "\t# lost"])
def test_a_comment_below_the_top_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, "a.ttl", f"{STRICT}\n{line}\n")
    with pytest.raises(InputError) as caught:
        fmt([path])
    number = STRICT.count("\n") + 2
    assert caught.value.en.startswith(f"{path}:{number}: a comment below the top would be lost")
    assert caught.value.sv.startswith(f"{path}:{number}: en kommentar under toppen går förlorad")
    assert path.read_text(encoding="utf-8").endswith(f"{line}\n")


def test_a_comment_at_the_end_of_a_line_is_not_lost(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", STRICT + "place:c a sam:Municipality . # not sure of this one\n")
    with contextlib.suppress(InputError):
        fmt([path])
    assert "not sure of this one" in path.read_text(encoding="utf-8")


def test_what_fmt_writes_it_takes_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ttl", f'{HEAD}place:a rdfs:comment "Steg:\\n# ett\\n# två"@sv .')
    fmt([path])
    try:
        assert fmt([path], check=True) == []
    except InputError as error:
        pytest.fail(error.en)


def test_other_line_ends_are_not_canonical(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(STRICT.replace("\n", "\r\n").encode())
    assert fmt([path], check=True) == [path]


@pytest.mark.parametrize(
    ("name", "text", "error", "words"),
    [
        ("a.ttl", "place:a a", ParseError, "a.ttl:1: "),
        ("a.ttl", HEAD + "_:b a sam:Place .", InputError, "without a name"),
        ("a.ttl", HEAD + 'place:a sam:start "2014-06-31"^^xsd:date .', ParseError, "is not a valid date"),
        ("a.rq", "#+ title\nSELECT * {}", ParseError, "a.rq:1: a header line is written"),
        ("missing/a.ttl", None, ParseError, "no such file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_stays(
    tmp_path: Path, name: str, text: str | None, error: type[Exception], words: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words) as caught:
        fmt([path])
    assert str(path) in str(caught.value)
    if text is not None:
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("name", "text"), [("README.md", "\n"), ("Makefile", "# all:\n\n#\n"), ("a.txt", "# x\n\n")])
def test_a_file_of_another_kind_is_refused_and_stays(tmp_path: Path, name: str, text: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(InputError):
        fmt([path])
    assert path.read_text(encoding="utf-8") == text


def test_the_first_files_are_done_even_if_a_later_one_is_broken(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "a.ttl", LOOSE), write(tmp_path, "b.ttl", "x")
    with pytest.raises(ParseError):
        fmt([good, bad])
    assert good.read_text(encoding="utf-8") == STRICT


def test_the_files_of_a_workspace_are_its_data(new_workspace: Make) -> None:
    workspace = new_workspace({"entries/x.ttl": "", "registers/a.ttl": "", "contacts/x.ttl": "", "entries/x.txt": ""})
    assert [path.relative_to(workspace.data).as_posix() for path in files_of(workspace)] == [
        "contacts/x.ttl", "entries/x.ttl", "registers/a.ttl",
    ]  # fmt: skip


def test_the_files_of_the_repository_are_also_ontology_shapes_and_queries(workspace: Workspace) -> None:
    found = {path.relative_to(workspace.root).parts[0] for path in files_of(workspace)}
    assert found == {"data", "ontology", "shapes", "queries"}
