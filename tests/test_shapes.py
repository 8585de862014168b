"""Each case under shapes/ gives exactly the findings that stand beside it, and every shape is broken by some case."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, SKOS
from rdflib.term import Node

from kg.disk.bridge import PreparedGraph, from_rdflib
from kg.work.shapes import Shapes

ROOT = Path(__file__).parent.parent
SHAPES = ROOT / "shapes"
CASES = Path(__file__).parent / "shapes"
SAM = "https://w3id.org/samverkan/ns#"
CODES = "https://w3id.org/samverkan/codes/"
PROFILES = ("draft", "publishable", "article-49")
DCAT = SHAPES / "dcat"  # of descriptions of data; their cases stand in folders that begin with dcat-

CASE_FILES = sorted(path for path in CASES.glob("*/*.ttl"))
CONDITION_LISTS = (SH["or"], SH["and"], SH["not"], SH["xone"])
PARAMETERS = frozenset(
    SH[name]
    for name in (
        "class", "closed", "datatype", "equals", "hasValue", "in", "languageIn", "lessThanOrEquals", "maxCount",
        "maxInclusive", "minCount", "minInclusive", "nodeKind", "not", "or", "pattern", "sparql", "uniqueLang",
    )
)  # fmt: skip


def read(paths: Iterable[Path], graph: Graph | None = None) -> Graph:
    result = Graph() if graph is None else graph
    for path in paths:
        result.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return result


@cache
def shapes(folder: Path, profile: str | None) -> Graph:
    """Return the shapes of a folder, with those of one profile."""
    files = sorted(folder.glob("*.ttl")) + ([folder / "profiles" / f"{profile}.ttl"] if profile else [])
    return read(files)


def shapes_of(path: Path) -> Path:
    """Return the folder of the shapes that a case is about."""
    return DCAT if path.parent.name.startswith("dcat-") else SHAPES


@cache
def all_shapes() -> Graph:
    return read(sorted(SHAPES.rglob("*.ttl")))


@cache
def background() -> Graph:
    """Return what cases may point at: the common things and the codes."""
    return read([CASES / "_common.ttl", *sorted((ROOT / "ontology" / "codes").glob("*.ttl"))])


def with_neighbours(case: Graph) -> Graph:
    """Return a case with the descriptions of what it points at, directly and further on."""
    graph = PreparedGraph()
    waiting = set(case.all_nodes())
    seen: set[Node] = set()
    for triple in case:
        graph.add(triple)
    while waiting:
        node = waiting.pop()
        seen.add(node)
        for triple in background().triples((node, None, None)):
            graph.add(triple)
            if isinstance(triple[2], URIRef) and triple[1] != SKOS.related:
                waiting |= {triple[2]} - seen
    return graph


def local(node: Node | None) -> str:
    """Return the last part of a name; a node without a name is never written."""
    return re.split(r"[/#]", str(node))[-1] if isinstance(node, URIRef) else "-"


@cache
def findings(path: Path) -> tuple[str, ...]:
    """Return the findings about what a case describes: focus, shape, severity, path."""
    case = read([path])
    _, report, _ = pyshacl.validate(
        with_neighbours(case), shacl_graph=shapes(shapes_of(path), profile_of(path)), advanced=False, inference="none"
    )
    described = set(case.subjects())
    lines = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        if focus in described or isinstance(focus, BNode):
            parts = (report.value(result, term) for term in (SH.sourceShape, SH.resultSeverity, SH.resultPath))
            lines.add(" | ".join(map(local, (focus, *parts))))
    return tuple(sorted(lines))


def own_findings(path: Path) -> tuple[str, ...]:
    """Return the same by our own engine, which runs the shapes of every profile."""
    case = read([path])
    described = {str(node): node for node in case.subjects()}
    lines = set()
    for item in Shapes(shapes_of(path)).check(from_rdflib(with_neighbours(case)), described):
        if item.profile in ("", profile_of(path)):
            parts = (URIRef(item.shape), URIRef(item.severity.title()), URIRef(item.path) if item.path else None)
            lines.add(" | ".join(map(local, (described[item.focus], *parts))))
    return tuple(sorted(lines))


def profile_of(path: Path) -> str | None:
    """Return the profile whose cases stand in the folder of a case."""
    name = path.parent.name
    return name.removeprefix("profile-") if name.startswith("profile-") else None


def expected(path: Path) -> tuple[str, ...]:
    beside = path.with_suffix(".expected")
    return tuple(beside.read_text(encoding="utf-8").splitlines()) if beside.exists() else ()


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_gives_exactly_its_findings(path: Path) -> None:
    found = findings(path)
    assert found == expected(path)
    if path.name.startswith("valid."):
        assert not any("| Violation |" in line for line in found)
    else:
        assert found


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_our_own_engine_finds_the_same(path: Path) -> None:
    assert own_findings(path) == findings(path)


def constraining() -> Iterator[URIRef]:
    """Return the shapes with a constraint of their own: the others only list property shapes."""
    graph = all_shapes()
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in graph.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef), "every shape has a name"
            if set(graph.predicates(shape)) & PARAMETERS:
                yield shape


def conditions() -> set[Node]:
    """Return the shapes that only other shapes ask about, and that so never give a finding of their own."""
    graph = all_shapes()
    named: set[Node] = set()
    for term in CONDITION_LISTS:
        for value in graph.objects(None, term):
            named |= set(graph.items(value)) if isinstance(value, BNode) else {value}
    for shape in list(named):
        named |= set(graph.objects(shape, SH.property))
    return named


def test_every_shape_is_broken_by_some_case() -> None:
    broken = {line.split(" | ")[1] for path in CASE_FILES for line in findings(path)}
    reporting = {local(shape) for shape in set(constraining()) - conditions()}
    assert sorted(reporting - broken) == []


def test_every_class_and_profile_has_cases() -> None:
    folders = {path.stem for path in SHAPES.glob("*.ttl")} - {"prefixes", "conditions", "form"}
    folders |= {f"profile-{profile}" for profile in PROFILES}
    folders |= {f"dcat-{path.stem}" for path in DCAT.glob("*.ttl")} - {"dcat-conditions"}
    assert {path.parent.name for path in CASE_FILES} == folders
    assert {path.stem for path in (SHAPES / "profiles").glob("*.ttl")} == set(PROFILES)
    for folder in folders:
        names = {path.name.split(".")[0] for path in (CASES / folder).glob("*.ttl")}
        assert names == {"valid", "invalid"}, folder


def test_expectations_stand_beside_a_case() -> None:
    assert {path.with_suffix(".ttl") for path in CASES.rglob("*.expected")} <= set(CASE_FILES)


@pytest.mark.parametrize("shape", sorted(constraining()), ids=local)
def test_shape_speaks_swedish_and_english(shape: URIRef) -> None:
    graph = all_shapes()
    for term in (SH.name, SH.message):
        texts = [text for text in graph.objects(shape, term) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in texts) == ["en", "sv"], term
        assert all(str(text).strip() == str(text) != "" for text in texts)
    for text in graph.objects(shape, SH.message):
        assert str(text).endswith("."), text


def test_severity_stands_on_shapes_only() -> None:
    graph = all_shapes()
    for shape, severity in graph.subject_objects(SH.severity):
        assert shape in set(constraining())
        assert severity in {SH.Warning, SH.Info}
    for query in graph.objects(None, SH.sparql):
        assert not list(graph.objects(query, SH.severity))
        assert not list(graph.objects(query, SH.message))


def test_a_query_stands_alone_in_its_shape() -> None:
    graph = all_shapes()
    for shape, query in graph.subject_objects(SH.sparql):
        assert str(query) == f"{shape}-query"
        assert set(graph.predicates(shape)) & PARAMETERS == {SH.sparql}


def test_only_terms_that_shacl_has() -> None:
    for triple in all_shapes():
        for node in triple:
            if isinstance(node, URIRef) and node.startswith(str(SH)):
                assert node in SH, f"{node} is not a term of SHACL"


def test_parameters_are_those_counted_here() -> None:
    used = {term for term in all_shapes().predicates() if isinstance(term, URIRef) and term.startswith(str(SH))}
    others = {
        SH[name]
        for name in (
            "declare", "description", "group", "ignoredProperties", "inversePath", "message", "name", "namespace",
            "order", "path", "prefix", "prefixes", "property", "select", "severity", "targetClass",
            "targetObjectsOf", "targetSubjectsOf",
        )
    }  # fmt: skip
    assert used == others | PARAMETERS


def test_nodes_without_a_name_are_lists_and_paths() -> None:
    graph = all_shapes()
    for node in {subject for subject in graph.subjects() if isinstance(subject, BNode)}:
        assert set(graph.predicates(node)) in ({RDF.first, RDF.rest}, {SH.inversePath})


def test_terms_are_in_the_ontology() -> None:
    ontology = {str(subject) for subject in read(sorted((ROOT / "ontology").glob("*.ttl"))).subjects()}
    codes = {str(code) for code in background().subjects(RDF.type, SKOS.Concept)}
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SHAPES.rglob("*.ttl")))
    names = {SAM + name for name in re.findall(r"\bsam:(\w+)", text)}
    assert sorted(names - ontology) == []
    named = set(re.findall(r"<(https://w3id\.org/samverkan/codes/[a-z-]+/[a-z-]+)>", text))
    named |= {str(node) for triple in all_shapes() for node in triple if str(node).startswith(CODES)}
    assert sorted(named - codes) == []


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_closed_shapes_know_every_property_of_their_class(path: Path) -> None:
    graph = read([path])
    for closed in graph.subjects(SH.closed, Literal(True)):
        known = {item for names in graph.objects(closed, SH.ignoredProperties) for item in graph.items(names)}
        targets = set(graph.objects(closed, SH.targetClass))
        for shape in graph.subjects(SH.property):
            if set(graph.objects(shape, SH.targetClass)) <= targets:
                paths = {graph.value(item, SH.path) for item in graph.objects(shape, SH.property)}
                assert {item for item in paths if isinstance(item, URIRef)} <= known
