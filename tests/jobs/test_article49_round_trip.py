"""Lists of operations come back as they went out: written, imported into an empty workspace, written again."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, add, iri

from kg.disk.io import in_graph, read_turtle
from kg.disk.nameindex import NameIndex
from kg.disk.workspace import Workspace
from kg.jobs.import_list import Import, find_mapping, import_list, load_mapping
from kg.jobs.imports.report import ImportReport
from kg.terms import CODES, DERIVED_GRAPHS, ENTRY_GRAPHS, REGISTER_GRAPHS, SCHEMES
from kg.work.entries.known import Known
from kg.work.exporters.article49 import FORMS, operations
from kg.work.knowledge import Knowledge
from kg.work.matching import Matcher
from kg.work.naming import names_in
from kg.work.tables import Table, as_csv

LISTS = FIXTURES / "lists"
MAPPINGS = {"esf-csv": "esf-plus", "kohesio-csv": "kohesio"}
# Somebody's text, which the mappings that come with the package leave out.
TEXTS = {
    "esf-csv": ("Syfte / Purpose of the operation",
                "Förväntade eller faktiska resultat / Expected or actual achievements"),
    "kohesio-csv": ("Operation_Summary_English", "Operation_Summary_Programme_Language"),
}  # fmt: skip
CODE, OWNER = {"esf-csv": 0, "kohesio-csv": 0}, {"esf-csv": 1, "kohesio-csv": 14}
Row = dict[str, str]
Bring = Callable[[str, Path, str], tuple[ox.Store, ImportReport]]


@pytest.fixture(scope="module")
def registers(graph: ox.Store) -> ox.Store:
    """The public graph without its entries and what is derived of them."""
    store = ox.Store()
    kept = (DERIVED_GRAPHS + "super-class", DERIVED_GRAPHS + "within")
    store.bulk_extend(
        quad for quad in graph
        if isinstance(quad.graph_name, ox.NamedNode) and not quad.graph_name.value.startswith(ENTRY_GRAPHS)
        and (not quad.graph_name.value.startswith(DERIVED_GRAPHS) or quad.graph_name.value in kept)
    )  # fmt: skip
    return store


@pytest.fixture
def bring(registers: ox.Store, tmp_path: Path) -> Bring:
    """What imports a list into an empty workspace of its own, and returns the graph that comes of it."""
    names = NameIndex.in_memory(names_in(registers))

    def bring(mapping: str, path: Path, name: str) -> tuple[ox.Store, ImportReport]:
        own = Workspace(tmp_path / name, tmp_path / name / ".kg")
        for folder in ("entries", "registers"):
            (own.data / folder).mkdir(parents=True)
        knowledge = Knowledge(registers, names)
        report = import_list(Import(own, load_mapping(find_mapping(own, mapping)), path),
                             Known(knowledge, Matcher(knowledge)))  # fmt: skip
        assert report.adds_up
        store = ox.Store()
        store.bulk_extend(registers)
        for source in [*own.registers(), *own.entries()]:
            store.extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
        return store, report

    return bring


def written(table: Table, path: Path) -> Path:
    path.write_text(as_csv(table), encoding="utf-8")
    return path


def rows(table: Table, form: str, *, readable: bool = True) -> list[Row]:
    """The rows of a list without somebody's text; those without code or owner make no entry."""
    found = [row for row in table.rows if not readable or (row[CODE[form]] and row[OWNER[form]])]
    return [{name: cell for name, cell in zip(table.columns, row, strict=True) if name not in TEXTS[form]}
            for row in found]  # fmt: skip


def there_and_back(store: ox.Store, form: str, bring: Bring, folder: Path) -> ImportReport:
    """Hold a list against what it is after one round, and that against what it is after two."""
    first = operations(store, form).table
    other, report = bring(MAPPINGS[form], written(first, folder / "first.csv"), "first")
    second = operations(other, form).table
    assert rows(second, form, readable=False) == rows(first, form)
    again, _ = bring(MAPPINGS[form], written(second, folder / "second.csv"), "second")
    assert operations(again, form).table == second
    return report


@pytest.mark.parametrize("form", FORMS)
def test_the_real_graph(graph: ox.Store, form: str, bring: Bring, tmp_path: Path) -> None:
    report = there_and_back(graph, form, bring, tmp_path)
    assert (report.read, report.entries) == (12, 1)
    assert {item.check: item.rows for item in report.skipped.values()} == {"slug-missing": 11}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("mapping", "name"), [
    ("esf-plus", "esf-plus.csv"), ("esf-plus-operations", "esf-plus-operations.csv"), ("kohesio", "kohesio.csv"),
])  # fmt: skip
def test_an_imported_list(form: str, mapping: str, name: str, bring: Bring, tmp_path: Path) -> None:
    store, _ = bring(mapping, LISTS / name, "given")
    assert rows(operations(store, form).table, form)
    there_and_back(store, form, bring, tmp_path)


# Lists made up to be hard

PROJECT = """
<{graph}> a sam:Entry ; foaf:primaryTopic project:{slug} .
project:{slug} a sam:Project ; dcterms:identifier "{code}" ; dcterms:title {title} ; {more} .
<{graph}#o> a sam:Participation ; sam:project project:{slug} ; sam:actor {owner} ; sam:role role:owner ;
  sam:basis basis:stated .
"""


def made_up(registers: ox.Store, *bodies: str) -> ox.Store:
    """The registers and entries, one for each body."""
    store = ox.Store()
    store.bulk_extend(registers)
    for number, body in enumerate(bodies):
        add(store, body, f"{ENTRY_GRAPHS}p{number}")
    return store


def project(number: int, more: str, title: str = '"Påhittad"@sv', owner: str = "actor:lulea-kommun") -> str:
    slug = f"p{number}"
    return PROJECT.format(slug=slug, code=f"26-{number:03}-S01", title=title, more=more, owner=owner,
                          graph=ENTRY_GRAPHS + slug)  # fmt: skip


def of_class(store: ox.Store, name: str) -> list[str]:
    quads = store.quads_for_pattern(None, iri("rdf:type"), iri(f"sam:{name}"))
    return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [pytest.param("Municipality", marks=pytest.mark.slow), "County", "NutsRegion"])
def test_each_place_of_the_register(form: str, kind: str, registers: ox.Store, bring: Bring, tmp_path: Path) -> None:
    places = of_class(registers, kind)
    store = made_up(registers, *(project(number, f"sam:fund fund:esf-plus ; sam:place <{place}>")
                                 for number, place in enumerate(places)))  # fmt: skip
    report = there_and_back(store, form, bring, tmp_path)
    assert report.entries == len(places)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("scheme", "name"), [
    ("fund", "fund"), ("programme-area", "programmeArea"),
    ("specific-objective", "specificObjective"), ("intervention-type", "interventionType"),
])  # fmt: skip
def test_each_code(form: str, scheme: str, name: str, registers: ox.Store, bring: Bring, tmp_path: Path) -> None:
    assert scheme in SCHEMES
    quads = registers.quads_for_pattern(None, iri("skos:inScheme"), ox.NamedNode(CODES + scheme))
    codes = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    fund = "" if name == "fund" else "sam:fund fund:esf-plus ; "
    store = made_up(registers, *(project(number, f"{fund}sam:place place:sweden ; sam:{name} <{code}>")
                                 for number, code in enumerate(codes)))  # fmt: skip
    report = there_and_back(store, form, bring, tmp_path)
    assert report.entries == len(codes)


def test_each_programme(registers: ox.Store, bring: Bring, tmp_path: Path) -> None:
    quads = registers.quads_for_pattern(None, iri("skos:inScheme"), ox.NamedNode(CODES + "programme"))
    codes = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})
    store = made_up(registers, *(project(number, f"sam:place place:sweden ; sam:programme <{code}>")
                                 for number, code in enumerate(codes)))  # fmt: skip
    report = there_and_back(store, "kohesio-csv", bring, tmp_path)
    assert report.entries == len(codes)


FORMULA = '"=HYPERLINK(1)"@sv, "@SUM(1)"@en'
SEVERAL = """sam:fund fund:esf-plus, fund:jtf ; sam:cci "2021SE05SFPR" ;
  sam:place place:falun, place:mora, place:norway ;
  sam:specificObjective specific-objective:D1, specific-objective:C1"""
MONEY = """sam:fund fund:esf-plus ; sam:place place:dalarnas-lan, place:gavleborgs-lan ; sam:start "2026"^^xsd:gYear ;
  sam:end "2026-05"^^xsd:gYearMonth ; sam:strategicImportance true ; sam:childPovertyTheme false .
<https://w3id.org/samverkan/id/project/p0#a> sam:contributionTo project:p0 ; sam:amount 12 ; sam:scope scope:whole ;
  sam:contributionKind contribution-kind:total-budget ; sam:currency currency:SEK .
<https://w3id.org/samverkan/id/project/p0#b> sam:contributionTo project:p0 ; sam:rate 0.5273 ; sam:scope scope:whole ;
  sam:contributionKind contribution-kind:eu-share ; sam:amount 1"""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("more", "title"), [
    ("sam:fund fund:esf-plus ; sam:place place:sweden", FORMULA),
    (SEVERAL, '"Med; tecken | och \\"citat\\", komma"@sv'),
    (MONEY, '"Pengar"@sv, "Money"@en'),
], ids=["formula", "several", "money"])  # fmt: skip
def test_what_is_hard_to_write(
    form: str, more: str, title: str, registers: ox.Store, bring: Bring, tmp_path: Path
) -> None:
    report = there_and_back(made_up(registers, project(0, more, title)), form, bring, tmp_path)
    assert report.entries == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_formula_comes_back_as_it_was(form: str, registers: ox.Store, bring: Bring, tmp_path: Path) -> None:
    store = made_up(registers, project(0, "sam:fund fund:esf-plus ; sam:place place:sweden", FORMULA))
    path = written(operations(store, form).table, tmp_path / "list.csv")
    assert "'=HYPERLINK(1)" in path.read_text(encoding="utf-8")
    other, _ = bring(MAPPINGS[form], path, "back")
    assert {"=HYPERLINK(1)", "@SUM(1)"} <= {
        quad.object.value for quad in other.quads_for_pattern(None, iri("dcterms:title"), None)
        if isinstance(quad.object, ox.Literal)
    }  # fmt: skip


@pytest.mark.parametrize("heading", ["CoFinancing_Rate", "Cofinancing_Rate", "COFINANCING_RATE", "co_financing_rate"])
def test_the_rate_is_read_under_any_spelling(heading: str, bring: Bring, tmp_path: Path) -> None:
    text = (LISTS / "kohesio.csv").read_text(encoding="utf-8").replace("Cofinancing_Rate", heading)
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    store, _ = bring("kohesio", path, "back")
    (row,) = rows(operations(store, "kohesio-csv").table, "kohesio-csv")
    assert row["CoFinancing_Rate"] == "50"


@pytest.mark.parametrize("form", FORMS)
def test_the_owners_number_tells_two_of_one_name_apart(
    form: str, registers: ox.Store, bring: Bring, tmp_path: Path
) -> None:
    store = made_up(registers, *(
        project(number, "sam:fund fund:esf-plus ; sam:place place:sweden", owner=f"actor:ny-{number}")
        for number in range(2)
    ))  # fmt: skip
    for number, identifier in enumerate(("556036-0793", "556016-0680")):
        add(store, f'actor:ny-{number} a sam:Organisation ; skos:prefLabel "Nya bolaget"@sv ; '
                   f'dcterms:identifier "{identifier}" .', REGISTER_GRAPHS + "made-up")  # fmt: skip
    there_and_back(store, form, bring, tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_of_two_owners_the_first_comes_back_and_the_other_is_told(
    form: str, registers: ox.Store, bring: Bring, tmp_path: Path
) -> None:
    more = "sam:fund fund:esf-plus ; sam:place place:sweden"
    store = made_up(registers, project(0, more))
    add(store, ":o a sam:Participation ; sam:project project:p0 ; sam:actor actor:falu-kommun ; sam:role role:owner .",
        f"{ENTRY_GRAPHS}p0")  # fmt: skip
    first = operations(store, form).table
    other, report = bring(MAPPINGS[form], written(first, tmp_path / "list.csv"), "back")
    assert [row[OWNER[form]] for row in first.rows] == ["Falu kommun", "Luleå kommun"]
    assert {item.check: item.rows for item in report.skipped.values()} == {"project-twice": 1}
    assert rows(operations(other, form).table, form) == rows(first, form)[:1]
