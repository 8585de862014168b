import pyoxigraph as ox
import pytest
from kg_help import iri, store_of

from kg.jobs.explain import MAX_VIA, Explanation, Link, Part, explain

DATA = """
role:owner skos:prefLabel "projektägare"@sv, "owner"@en . role:funder skos:prefLabel "finansiär"@sv, "funder"@en .
level:regional skos:prefLabel "regional"@sv, "regional"@en .
project:x dcterms:title "Alfa"@sv . project:y dcterms:title "Beta"@sv .
actor:a skos:prefLabel "Region A"@sv ; sam:cooperatesWith actor:b, actor:c .
actor:b skos:prefLabel "B kommun"@sv ; sam:cooperatesWith actor:a .
actor:c skos:prefLabel "C"@sv ; sam:cooperatesWith actor:a, actor:d .
actor:d skos:prefLabel "D"@sv ; sam:cooperatesWith actor:c . actor:e skos:prefLabel "E"@sv .
document:one dcterms:identifier "one.txt" .
:lines-1 sam:document document:one ; sam:firstLine 1 ; sam:lastLine 1 .
:lines-3-5 sam:document document:one ; sam:firstLine 3 ; sam:lastLine 5 .
:p1 sam:project project:x ; sam:actor actor:a ; sam:role role:owner ; sam:level level:regional ;
  sam:statedAs "A-regionen" ; sam:cooperationStatus cooperation-status:actual ; sam:evidence :lines-1, :lines-3-5 .
:p2 sam:project project:x ; sam:actor actor:a ; sam:role role:funder ; sam:basis basis:inferred .
:p3 sam:project project:x ; sam:actor actor:b ; sam:role role:funder ; sam:statedAs "B kommun" ;
  sam:cooperationStatus cooperation-status:planned ; sam:evidence :lines-1 .
:p4 sam:project project:y ; sam:actor actor:b ; sam:role role:funder .
:p5 sam:project project:y ; sam:actor actor:e ; sam:role role:funder .
"""
STORE = store_of(DATA)


def explained(one: str, other: str, lang: str = "en") -> Explanation:
    return explain(STORE, iri(f"actor:{one}"), iri(f"actor:{other}"), lang)


def test_two_actors_are_linked_by_their_projects_with_roles_and_places() -> None:
    assert explained("a", "b") == Explanation(
        "Region A",
        "B kommun",
        (
            Link(
                iri("project:x").value,
                "Alfa",
                (
                    Part("owner", "regional", "A-regionen", False, False, ("one.txt:1", "one.txt:3–5")),
                    Part("funder", "", "", False, True, ()),
                ),
                (Part("funder", "", "B kommun", True, False, ("one.txt:1",)),),
            ),
        ),
        (),
    )


def test_the_explanation_in_english() -> None:
    assert explained("a", "b").as_text("en") == (
        "Region A and B kommun would be linked through 1 project, planned:\n\n"
        "  Alfa\n"
        "    Region A\n"
        '      owner, regional level, stated as "A-regionen"  [one.txt:1, one.txt:3–5]\n'
        "      funder, inferred\n"
        "    B kommun\n"
        "      funder, planned  [one.txt:1]\n"
    )


def test_the_explanation_in_swedish() -> None:
    assert explained("a", "b", "sv").as_text("sv") == (
        "Region A och B kommun skulle länkas genom 1 projekt, planerat:\n\n"
        "  Alfa\n"
        "    Region A\n"
        "      projektägare, regional nivå, står som ”A-regionen”  [one.txt:1, one.txt:3–5]\n"
        "      finansiär, underförstådd\n"
        "    B kommun\n"
        "      finansiär, planerad  [one.txt:1]\n"
    )


def test_without_a_common_project_it_is_told_who_cooperates_with_both() -> None:
    found = explained("a", "d")
    assert (found.links, found.via) == ((), ("C",))
    assert found.as_text("en") == "Region A and D share no project. Both cooperate with: C\n"
    assert found.as_text("sv") == "Region A och D delar inget projekt. Båda samarbetar med: C\n"


def test_without_anybody_between_it_is_told() -> None:
    assert explained("a", "e").as_text("en") == "Region A and E share no project, and no actor cooperates with both.\n"
    assert (
        explained("a", "e").as_text("sv")
        == "Region A och E delar inget projekt, och ingen aktör samarbetar med båda.\n"
    )


def test_of_many_between_only_some_are_named() -> None:
    many = Explanation("A", "B", (), tuple(f"N{number}" for number in range(MAX_VIA + 1)))
    assert many.as_text("en").endswith("N8, N9 …\n")
    assert Explanation("A", "B", (), many.via[:-1]).as_text("en").endswith("N8, N9\n")


def test_the_explanation_is_the_same_from_either_side(graph: ox.Store) -> None:
    one, other = iri("actor:region-vasterbotten"), iri("actor:arbetsformedlingen")
    there, back = explain(graph, one, other), explain(graph, other, one)
    assert [link.project for link in there.links] == [link.project for link in back.links] != []
    assert [link.first for link in there.links] == [link.second for link in back.links]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_in_the_real_data_each_part_tells_where_it_stands(graph: ox.Store, lang: str) -> None:
    found = explain(graph, iri("actor:falu-kommun"), iri("actor:hedemora-larcentrum"), lang)
    assert [link.title for link in found.links] == ["Tre-M - matchning, motor, mäklare"]
    parts = [part for link in found.links for part in link.first + link.second]
    assert len(parts) == 5  # Falun in three roles, Hedemora in two
    assert all(part.role and part.places for part in parts)
