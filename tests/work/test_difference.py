import json
import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import iri, triples, typed

from kg.work.difference import Change, Difference, as_dict, difference
from kg.work.difference_text import LONGEST, as_text, counts, kinds

BEFORE = """
project:x a sam:Project ; dcterms:title "Nya vägar"@sv, "New ways"@en ; sam:end "2016"^^xsd:gYear ;
  sam:targetGroup target-group:young-people ; sam:strategicImportance true ; sam:evidence :lines-1 .
:participation-1 a sam:Participation ; sam:project project:x ; sam:actor actor:region-skane ; sam:role role:owner ;
  sam:level level:regional .
:contribution-1 a sam:Contribution ; sam:contributionTo project:x ; sam:contributionKind contribution-kind:eu-share ;
  sam:rate 0.4 .
:lines-1 a sam:Evidence ; sam:firstLine 1 .
:goal-2 a sam:Goal ; sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Ett"@sv, "One"@en .
"""
AFTER = """
project:x a sam:Project ; dcterms:title "Nya vägar"@sv, "New roads"@en ; sam:end "2017"^^xsd:gYear ;
  sam:targetGroup target-group:foreign-born, target-group:newly-arrived ; sam:strategicImportance false ;
  sam:evidence :lines-2 .
:participation-1 a sam:Participation ; sam:project project:x ; sam:actor actor:region-skane ; sam:role role:owner ;
  sam:level level:regional ; sam:evidence :lines-2 .
:contribution-1 a sam:Contribution ; sam:contributionTo project:x ; sam:contributionKind contribution-kind:eu-share ;
  sam:rate 0.405 ; sam:amount 1250000 .
:lines-2 a sam:Evidence ; sam:firstLine 2 .
:participation-2 a sam:Participation ; sam:project project:x ; sam:actor actor:b ; sam:role role:participant .
actor:b a sam:Organisation ; skos:prefLabel "Bé AB"@sv ; skos:altLabel "B"@sv, "BAB"@sv .
"""
LABELS = {
    iri("role:owner").value: "projektägare",
    iri("role:participant").value: "deltagande aktör",
    iri("level:regional").value: "regional",
    iri("actor:region-skane").value: "Region Skåne",
}


@pytest.fixture(scope="module")
def found() -> Difference:
    return difference(triples(BEFORE), triples(AFTER))


def iris(found: Difference) -> tuple[list[str], list[str], list[str]]:
    """Return the ends of the IRIs of what is added, removed and changed."""
    added, removed, changed = (
        [thing.iri.replace("#", "/").rpartition("/")[2] for thing in things]
        for things in (found.added, found.removed, found.changed)
    )
    return added, removed, changed


def changes(found: Difference, name: str) -> dict[str, Change]:
    """Return the changes of a thing by the ends of their properties' IRIs."""
    thing = next(thing for thing in found.changed if thing.iri.endswith(name))
    return {change.property.replace("#", "/").rpartition("/")[2]: change for change in thing.changes}


def test_things_are_added_removed_and_changed_in_reading_order(found: Difference) -> None:
    assert iris(found) == (
        ["participation-2", "b", "lines-2"],
        ["goal-2", "lines-1"],
        ["x", "participation-1", "contribution-1"],
    )
    assert (found.stated, found.withdrawn) == (19, 13)


def test_one_value_for_another_is_a_change_in_each_language_by_itself(found: Difference) -> None:
    changed = changes(found, "project/x")
    assert changed["title"].replaced == (
        (ox.Literal("New ways", language="en"), ox.Literal("New roads", language="en")),
    )
    assert changed["end"].replaced == ((typed("2016", "gYear"), typed("2017", "gYear")),)
    assert not changed["end"].removed + changed["end"].added
    assert list(changed) == ["title", "end", "targetGroup", "strategicImportance", "evidence"]


def test_of_several_values_those_that_are_gone_and_new_are_told(found: Difference) -> None:
    groups = changes(found, "project/x")["targetGroup"]
    assert not groups.replaced
    assert groups.removed == (iri("target-group:young-people"),)
    assert groups.added == (iri("target-group:foreign-born"), iri("target-group:newly-arrived"))


def test_one_value_beside_one_that_stays_is_no_change_but_one_gone_and_one_new() -> None:
    found = difference(triples("project:x sam:cci 'a', 'b' ."), triples("project:x sam:cci 'a', 'c' ."))
    assert changes(found, "x")["cci"] == Change(iri("sam:cci").value, (), (ox.Literal("b"),), (ox.Literal("c"),))


def test_a_value_that_gets_a_language_is_a_change() -> None:
    found = difference(triples("project:x dcterms:title 'a' ."), triples("project:x dcterms:title 'a'@sv ."))
    assert changes(found, "x")["title"].replaced == ((ox.Literal("a"), ox.Literal("a", language="sv")),)


def test_a_thing_whose_class_alone_stays_is_changed_and_one_that_loses_all_is_too() -> None:
    found = difference(triples("actor:a a sam:Organisation ."), triples("actor:a skos:prefLabel 'A'@sv ."))
    assert iris(found) == ([], [], ["a"])
    assert changes(found, "a")["type"].removed == (iri("sam:Organisation"),)


def test_the_same_statements_do_not_differ() -> None:
    found = difference(triples(BEFORE), [*reversed(triples(BEFORE)), *triples(BEFORE)])
    assert not found
    assert found == Difference((), (), (), 0, 0)
    assert as_text(found, "sv") == counts(found, "sv") == ""


def test_one_pass_over_each_side_is_enough(found: Difference) -> None:
    assert difference(iter(triples(BEFORE)), iter(triples(AFTER))) == found


def test_the_order_of_the_statements_does_not_matter(found: Difference) -> None:
    chance = random.Random(7)
    for _ in range(5):
        before, after = triples(BEFORE), triples(AFTER)
        chance.shuffle(before)
        chance.shuffle(after)
        assert difference(before, after) == found


def test_the_difference_the_other_way_round_is_the_mirror(found: Difference) -> None:
    back = difference(triples(AFTER), triples(BEFORE))
    assert iris(back) == (iris(found)[1], iris(found)[0], iris(found)[2])
    assert (back.stated, back.withdrawn) == (found.withdrawn, found.stated)


def test_the_text_in_swedish(found: Difference) -> None:
    assert as_text(found, "sv", lambda iri: LABELS.get(iri, "")).splitlines() == [
        "~ Projekt: Nya vägar (project:x)",
        "    ~ titel [en]: New ways → New roads",
        "    ~ slutdatum: 2016 → 2017",
        "    - målgrupp: young-people",
        "    + målgrupp: foreign-born; newly-arrived",
        "    ~ strategisk betydelse: ja → nej",
        "+ Deltagande: Bé AB, deltagande aktör",
        "- Mål: purpose, Ett",
        "~ Budgetpost: eu-share, 1\u00a0250\u00a0000, 40,5 %",
        "    + belopp: 1\u00a0250\u00a0000",
        "    ~ andel: 40 % → 40,5 %",
        "+ Organisation: Bé AB (actor:b)",
        "    + andra namn [sv]: B; BAB",
        "  belägg: +1, -1, 2 med andra belägg",
    ]


def test_the_text_in_english_without_names(found: Difference) -> None:
    lines = as_text(found, "en").splitlines()
    assert lines[:3] == [
        "~ Project: New roads (project:x)", "    ~ title [en]: New ways → New roads", "    ~ end date: 2016 → 2017",
    ]  # fmt: skip
    assert "    ~ strategic importance: yes → no" in lines
    assert "+ Participation: Bé AB, participant" in lines
    assert "    ~ rate: 40 % → 40.5 %" in lines
    assert lines[-1] == "  evidence: +1, -1, 2 with other evidence"


def test_details_can_be_left_out(found: Difference) -> None:
    lines = as_text(found, "en", details=False).splitlines()
    assert "+ Organisation: Bé AB (actor:b)" in lines
    assert not any(line.startswith("    + other names") for line in lines)


def test_counts_leave_out_evidence(found: Difference) -> None:
    assert counts(found, "sv") == "2 nya, 1 borta, 2 ändrade"
    assert counts(found, "en") == "2 new, 1 gone, 2 changed"
    only = difference(triples(":goal-1 sam:evidence :lines-1 ."), triples(":goal-1 sam:evidence :lines-2 ."))
    assert only
    assert counts(only, "sv") == ""
    assert as_text(only, "sv") == "  belägg: 1 med andra belägg\n"


def test_kinds_are_counted_in_reading_order(found: Difference) -> None:
    assert (
        kinds([*found.removed, *found.changed], "sv") == "projekt: 1, deltagande: 1, mål: 1, budgetpost: 1, belägg: 1"
    )


def test_colour_only_where_it_is_asked_for(found: Difference) -> None:
    assert "\033" not in as_text(found, "sv")
    coloured = as_text(found, "sv", colour=True)
    assert "\033[33m~\033[0m Projekt: Nya vägar (project:x)" in coloured
    assert "    \033[31m-\033[0m målgrupp: young-people" in coloured


def test_long_texts_are_cut_to_where_they_differ() -> None:
    same = "ett ord till " * 20
    found = difference(
        triples(f'project:x dcterms:description "{same}slut"@sv .'),
        triples(f'project:x dcterms:description "{same}mål"@sv .'),
    )
    line = as_text(found, "sv").splitlines()[1]
    assert line == "    ~ beskrivning [sv]: …d till ett ord till slut → …d till ett ord till mål"
    added = as_text(difference([], triples(f'project:x dcterms:description "{same}"@sv .')), "sv").splitlines()[1]
    assert len(added) < LONGEST + 40
    assert added.endswith("…")


def test_what_cannot_be_seen_is_made_visible() -> None:
    found = difference([], triples('project:x dcterms:title "a\\u202Eb\\u001B[31m\\n\\tc"@sv ; sam:cci "\\u200B" .'))
    text = as_text(found, "sv")
    assert "a\\u202eb\\u001b[31m c" in text
    assert "\\u200b" in text
    assert not any(sign in text for sign in "\u202e\u001b\u200b\t")


def test_a_sentence_that_tells_a_part_is_joined_without_its_full_stop() -> None:
    after = triples(':f a sam:Finding ; dcterms:description "Namnet räcker inte."@sv ; sam:statedAs "Lärcentrum" .')
    assert as_text(difference([], after), "sv") == "+ Anmärkning: Namnet räcker inte, Lärcentrum\n"


def test_a_thing_of_no_known_class_is_told_all_the_same() -> None:
    found = difference([], triples("<https://example.org/a> <https://example.org/b> 5, <https://example.org/c> ."))
    assert as_text(found, "en") == (
        "+ Thing: https://example.org/a\n    + https://example.org/b: 5; https://example.org/c\n"
    )


def test_the_json_holds_every_value(found: Difference) -> None:
    document = json.loads(json.dumps(as_dict(found)))
    assert (document["stated"], document["withdrawn"]) == (19, 13)
    assert [thing["iri"] for thing in document["added"]] == [thing.iri for thing in found.added]
    organisation = document["added"][1]
    assert organisation["kind"] == iri("sam:Organisation").value
    assert organisation["values"][iri("skos:altLabel").value] == [
        {"value": "B", "lang": "sv"}, {"value": "BAB", "lang": "sv"},
    ]  # fmt: skip
    rate = next(change for change in document["changed"][2]["changes"] if change["property"] == iri("sam:rate").value)
    decimal = iri("xsd:decimal").value
    assert rate["replaced"] == [
        {"before": {"value": "0.4", "datatype": decimal}, "after": {"value": "0.405", "datatype": decimal}}
    ]
    assert document["removed"][1]["values"][iri("rdf:type").value] == [{"iri": iri("sam:Evidence").value}]


SMALL = st.lists(
    st.builds(
        ox.Triple,
        st.sampled_from([iri("project:a"), iri("actor:b"), iri("actor:c")]),
        st.sampled_from([iri("rdf:type"), iri("sam:start"), iri("dcterms:title"), iri("sam:evidence")]),
        st.one_of(
            st.sampled_from([iri("sam:Project"), iri("sam:Evidence"), iri("place:lulea")]),
            st.builds(ox.Literal, st.text(max_size=3), language=st.sampled_from(["sv", "en", None])),
        ),
    ),
    max_size=12,
)


@given(SMALL, SMALL)
def test_every_statement_that_differs_is_told_once(before: list[ox.Triple], after: list[ox.Triple]) -> None:
    found = difference(before, after)
    said = [len(values) for thing in found.added for _, values in thing.properties]
    said += [len(change.added) + len(change.replaced) for thing in found.changed for change in thing.changes]
    unsaid = [len(values) for thing in found.removed for _, values in thing.properties]
    unsaid += [len(change.removed) + len(change.replaced) for thing in found.changed for change in thing.changes]
    assert (sum(said), sum(unsaid)) == (found.stated, found.withdrawn)
    assert found.stated == len(set(after) - set(before))
    assert found.withdrawn == len(set(before) - set(after))
    for lang in ("sv", "en"):
        assert bool(as_text(found, lang)) or not found or not counts(found, lang)
