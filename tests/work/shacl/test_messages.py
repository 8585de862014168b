"""Messages with gaps, filled in each language; the referee's are filled with the same words."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import triples, typed
from shacl_help import data, names, own_shapes, told

from kg.work.shacl.index import Index, Term
from kg.work.shacl.messages import fill, gaps, show

THINGS = Index(triples("""
place:lulea skos:prefLabel "Luleå"@sv, "Lulea"@en . project:x dcterms:title "Ett projekt"@sv .
role:owner skos:prefLabel "projektägare"@sv, "owner"@en . actor:a skos:prefLabel "Only"@en .
actor:b skos:notation "b" ."""))  # fmt: skip


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode("https://w3id.org/samverkan/" + iri)


@pytest.mark.parametrize(
    ("term", "sv", "en"),
    [
        (typed("41000000", "integer"), "41 000 000", "41,000,000"),
        (typed("-250000", "integer"), "-250 000", "-250,000"),
        (typed("2018", "integer"), "2018", "2,018"),
        (typed("999", "integer"), "999", "999"),
        (typed("0.4", "decimal"), "0,4", "0.4"),
        (typed("12345.25", "decimal"), "12 345,25", "12,345.25"),
        (typed("2018", "gYear"), "2018", "2018"),
        (typed("2020-02-28", "date"), "2020-02-28", "2020-02-28"),
        (typed("true", "boolean"), "ja", "yes"),
        (typed("nonsense", "integer"), "nonsense", "nonsense"),
        (typed("9" * 5000, "integer"), "9" * 120 + "…", "9" * 120 + "…"),
        (ox.Literal("ca 3,4 milj"), "ca 3,4 milj", "ca 3,4 milj"),
        (ox.Literal("a" * 200, language="sv"), "a" * 120 + "…", "a" * 120 + "…"),
        (node("id/place/lulea"), "Luleå", "Lulea"),
        (node("id/project/x"), "Ett projekt", "Ett projekt"),
        (node("codes/role/owner"), "projektägare", "owner"),
        (node("id/actor/a"), "Only", "Only"),
        (node("id/actor/b"), "actor:b", "actor:b"),
        (ox.NamedNode("http://a/ö?x"), "<http://a/ö?x>", "<http://a/ö?x>"),
        (ox.BlankNode("b"), "", ""),
    ],
)
def test_a_value_is_shown_as_a_reader_of_the_language_writes_it(term: Term, sv: str, en: str) -> None:
    assert (show(term, "sv", THINGS), show(term, "en", THINGS)) == (
        sv.replace(" ", "\N{NO-BREAK SPACE}") if sv[-1:].isdigit() else sv,
        en,
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Beloppet {?amount} är större än {$whole}.", "Beloppet 5 är större än 7."),
        ("Beloppet {?none} är fel.", "Beloppet är fel."),
        ("Aktören “{?none}” finns inte.", "Aktören finns inte."),
        ('Aktören "{?none}" finns inte.', "Aktören finns inte."),
        ("Slut ({?none}) före start ({?amount}).", "Slut före start (5)."),
        ("Välj {?none}, eller {?none}.", "Välj, eller."),
        ("Menade du {?none}?", "Menade du?"),
        ("{?none} saknas.", "saknas."),
        ("{?place} saknas.", "Luleå saknas."),
        ("Den heter {?by}.", "Den heter på svenska."),
        ("Klamrar {så} och {?} rörs inte.", "Klamrar {så} och {?} rörs inte."),
    ],
)
def test_a_word_that_is_missing_is_left_out_with_what_stands_around_it(text: str, filled: str) -> None:
    found: dict[str, Term] = {
        "amount": typed("5", "integer"), "whole": typed("7", "integer"), "place": node("id/place/lulea"),
        "bySv": ox.Literal("på svenska"), "byEn": ox.Literal("in English"),
    }  # fmt: skip
    assert fill({"sv": text}, found, THINGS) == {"sv": filled}


def test_the_gaps_of_a_message_are_known_by_name() -> None:
    assert gaps({"sv": "a {?one} b {$two}", "en": "{ ?no } {three}"}) == {"one", "two"}


BUDGET = """
ex:s a sh:NodeShape ; sh:targetClass ex:Budget ; sh:sparql ex:q ; sh:property ex:p ;
  sh:message "Stödet {?support} är större än totalen {?total}{?tail} i {$this}."@sv ,
    "The support {?support} exceeds the total {?total}{?tail} of {$this}."@en .
ex:q sh:select '''SELECT $this (?s AS ?support) (?t AS ?total) ?tail WHERE {
  $this <http://example.org/support> ?s ; <http://example.org/total> ?t . FILTER (?s > ?t)
  OPTIONAL { $this <http://example.org/tail> ?tail } }''' .
ex:p a sh:PropertyShape ; sh:path ex:rate ; sh:maxInclusive 1 ; sh:minCount 1 ;
  sh:message "Andelen kan vara 0–100 %; du angav {?value}."@sv, "The rate is 0–100 %; you gave {?value}."@en .
"""


def test_findings_tell_what_the_variables_stood_for(tmp_path: Path) -> None:
    shapes = own_shapes(tmp_path, BUDGET)
    graph = data("""ex:b a ex:Budget ; ex:support 41000000, 42000000 ; ex:total 40941426 ; ex:rate 1.4 ;
        skos:prefLabel "Budgeten"@sv, "the budget"@en . ex:c a ex:Budget .""")  # fmt: skip
    found = shapes.check(graph, names(graph))
    messages = [dict(item.message) for item in found]
    hard = "\N{NO-BREAK SPACE}"
    assert messages == [
        {"sv": "Andelen kan vara 0–100 %; du angav 1,4.", "en": "The rate is 0–100 %; you gave 1.4."},
        {"sv": f"Stödet 41{hard}000{hard}000 är större än totalen 40{hard}941{hard}426 i Budgeten.",
         "en": "The support 41,000,000 exceeds the total 40,941,426 of the budget."},
        {"sv": "Andelen kan vara 0–100 %; du angav.", "en": "The rate is 0–100 %; you gave."},
    ]  # fmt: skip
    assert told(shapes.referee(graph, names(graph))) == told(found)
    assert [told(each) for each in shapes.check_many([(graph, names(graph))] * 3)] == [told(found)] * 3


def test_a_query_may_have_words_of_its_own(tmp_path: Path) -> None:
    shapes = own_shapes(tmp_path, BUDGET.replace("ex:q sh:select", 'ex:q sh:message "Egna {?total}."@sv ; sh:select'))
    graph = data("ex:b a ex:Budget ; ex:support 5 ; ex:total 4 ; ex:rate 1 .")
    (found,) = shapes.check(graph, names(graph))
    assert found.message == {"sv": "Egna 4."}
    assert told(shapes.referee(graph, names(graph))) == told([found])
