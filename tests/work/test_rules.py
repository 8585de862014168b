from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import iri, said, store_of, triples, values

from kg.disk.resources import resource
from kg.disk.workspace import Workspace
from kg.errors import BuildError
from kg.terms import DERIVED_GRAPHS, is_private
from kg.work.rules import derive, read_rules

CASES = sorted((Path(__file__).resolve().parent.parent / "rules").glob("*.ttl"))
RULES = {rule.name: rule for rule in read_rules()}
pytest_plugins = ["kg_conftest"]


def rule_files(folder: Path, **afters: str) -> Path:
    for name, after in afters.items():
        header = f"#+ title@en: x\n#+ after: {after}\n" if after else "#+ title@en: x\n"
        (folder / f"{name}.rq").write_text(f"{header}CONSTRUCT {{ ?s a ?o }} WHERE {{ ?s a ?o }}", encoding="utf-8")
    return folder


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.stem for path in CASES} == set(RULES)
    assert {path.stem for path in (resource("ontology") / "rules").glob("*.rq")} == set(RULES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_derives_what_is_expected_and_nothing_else(path: Path) -> None:
    store = store_of(path.read_text(encoding="utf-8"))
    stated = said(store)
    expected = set(triples(path.with_suffix(".expected").read_text(encoding="utf-8")))
    assert expected
    assert derive(store, [RULES[path.stem]]) == {path.stem: len(expected)}
    assert said(store.quads_for_pattern(None, None, None, RULES[path.stem].graph)) == expected
    assert said(store) == stated | expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_derives_nothing_more_when_it_runs_again(path: Path) -> None:
    store = store_of(path.read_text(encoding="utf-8"))
    derive(store, [RULES[path.stem]])
    assert derive(store, [RULES[path.stem]]) == {path.stem: 0}


def test_each_rule_tells_the_axiom_that_it_stands_for() -> None:
    assert [name for name, rule in RULES.items() if not rule.axiom] == []


def test_a_rule_has_a_graph_of_its_name() -> None:
    assert RULES["has-owner"].graph == ox.NamedNode(DERIVED_GRAPHS + "has-owner")


def test_rules_run_after_what_they_need_whatever_their_names(tmp_path: Path) -> None:
    names = [rule.name for rule in read_rules(rule_files(tmp_path, a="c", b="", c="d, b", d=""))]
    assert sorted(names) == ["a", "b", "c", "d"]
    assert names.index("a") > names.index("c") > max(names.index("b"), names.index("d"))


def test_a_rule_that_needs_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        read_rules(rule_files(tmp_path, a="nowhere"))
    assert (caught.value.en, caught.value.sv) == ("rule a: no rule nowhere", "regel a: ingen regel nowhere")


def test_rules_that_need_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError):
        read_rules(rule_files(tmp_path, a="b", b="a"))


def test_a_rule_that_constructs_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(BuildError, match="rule a is not a CONSTRUCT"):
        derive(ox.Store(), read_rules(tmp_path))


def test_no_public_statement_stands_in_two_graphs(built_store: ox.Store) -> None:
    counts = Counter(quad.triple for quad in built_store)
    assert [str(triple) for triple, count in counts.items() if count > 1] == []
    assert len(counts) == len(built_store) > 20_000


def test_every_rule_derives_something_of_the_real_data(built_store: ox.Store) -> None:
    graphs = Counter(quad.graph_name for quad in built_store)
    assert {name for name, rule in RULES.items() if not graphs[rule.graph]} == set()


def test_what_is_derived_stands_in_graphs_of_its_own(built_store: ox.Store, built: Workspace) -> None:
    stated = {source.graph for source in built.public_sources()}
    others = {graph.value for graph in built_store.named_graphs() if isinstance(graph, ox.NamedNode)} - stated
    assert others == {rule.graph.value for rule in RULES.values()} | {DERIVED_GRAPHS + "ontology"}
    assert not any(is_private(graph) for graph in others | stated)


def test_cooperation_in_the_real_data_is_mutual_and_never_with_oneself(built_store: ox.Store) -> None:
    pairs = {
        (quad.subject, quad.object) for quad in built_store.quads_for_pattern(None, iri("sam:cooperatesWith"), None)
    }
    assert pairs == {(other, one) for one, other in pairs}
    assert not any(one == other for one, other in pairs)


def test_places_reach_the_country_by_four_steps(built_store: ox.Store) -> None:
    within = values(built_store, "SELECT ?name { place:lulea sam:within/skos:notation ?name }")
    assert sorted(within) == ["25", "SE", "SE3", "SE33", "SE332"]
    assert (
        len(values(built_store, "SELECT ?place { place:sweden sam:contains ?place . ?place a sam:Municipality }"))
        == 290
    )


def test_the_twelve_projects_have_their_days(built_store: ox.Store) -> None:
    days = values(built_store, "SELECT (CONCAT(STR(?first), '/', STR(?last)) AS ?days) "
                  "{ project:tre-m sam:earliestStart ?first ; sam:latestEnd ?last }")  # fmt: skip
    assert days == ["2012-01-01/2014-06-30"]
