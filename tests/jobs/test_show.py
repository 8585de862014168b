import pyoxigraph as ox
import pytest
from kg_help import iri, store_of

from kg.jobs.show import show
from kg.work.pages.page import For, Page, Section, grouped, local, said, sentence, short

DATA = """
sam:SourceDocument rdfs:label "källdokument"@sv .
sam:Project rdfs:label "projekt"@sv, "project"@en . sam:start rdfs:label "start"@sv, "start"@en .
sam:status rdfs:label "projektstatus"@sv, "project status"@en .
status:granted skos:prefLabel "beviljat"@sv, "granted"@en .
role:owner skos:prefLabel "projektägare"@sv, "owner"@en . role:funder skos:prefLabel "finansiär"@sv, "funder"@en .
level:local skos:prefLabel "lokal"@sv, "local"@en ; sam:rank 1 .
level:regional skos:prefLabel "regional"@sv, "regional"@en ; sam:rank 2 .
contribution-kind:total-budget skos:prefLabel "total budget"@sv, "total budget"@en .
goal-kind:purpose skos:prefLabel "syfte"@sv, "purpose"@en .
unit:persons skos:prefLabel "personer"@sv, "persons"@en .
finding-kind:total-unclear skos:prefLabel "oklar total"@sv, "unclear total"@en .
document:one a sam:SourceDocument ; dcterms:identifier "one.txt" ; dcterms:title "Ett"@sv, "One"@en .
entry:x foaf:primaryTopic project:x ; dcterms:source document:one .
project:x a sam:Project ; dcterms:title "Alfa"@sv, "Alpha"@en ; sam:start "2018"^^xsd:gYear ;
  sam:end "2020-05"^^xsd:gYearMonth ; sam:status status:granted ;
  dcterms:description "Svensk text."@sv, "English text."@en ;
  sam:refersTo initiative:i .
initiative:i dcterms:title "Satsningen"@sv .
:r sam:referenceFrom project:x ; sam:referenceTo initiative:i ; sam:statedAs "satsningen Satsning" .
actor:a a sam:Actor ; skos:prefLabel "Region A"@sv ; dcterms:identifier "232100-0001" ; sam:cooperatesWith actor:b .
actor:b a sam:Actor ; skos:prefLabel "B kommun"@sv .
actor:c a sam:Actor ; skos:prefLabel "Grupp C"@sv .
:p1 sam:project project:x ; sam:actor actor:a ; sam:role role:owner ; sam:level level:regional ;
  sam:statedAs "A-regionen" ; sam:evidence :lines-1 .
:p2 sam:project project:x ; sam:actor actor:b ; sam:role role:funder ; sam:level level:local ;
  sam:statedAs "B kommun" ; sam:basis basis:inferred .
:p3 sam:project project:x ; sam:actor actor:c ; sam:role role:funder ;
  sam:cooperationStatus cooperation-status:planned .
:m1 sam:contributionTo project:x ; sam:contributionKind contribution-kind:total-budget ; sam:amount 20618911 ;
  sam:currency currency:SEK .
:m2 sam:contributionTo project:x ; sam:contributionKind contribution-kind:total-budget ; sam:rate 0.5273 ;
  sam:recipient actor:b .
:goal-10 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Tionde"@sv, "Tenth"@en .
:goal-2 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; dcterms:description "Andra"@sv, "Second"@en .
:goal-2-1 sam:goalOf project:x ; sam:goalKind goal-kind:purpose ; sam:subGoalOf :goal-2 ;
  dcterms:description "Del"@sv, "Part"@en .
:i sam:indicatorOf :goal-10 ; sam:targetValue 250 ; sam:unit unit:persons .
:activity-1 sam:activityOf project:x ; dcterms:description "Gör"@sv, "Do"@en .
:event sam:eventOf project:x ; dcterms:title "Konferens"@sv ; sam:start "2019-05-06"^^xsd:date .
:finding sam:about :m1 ; sam:findingKind finding-kind:total-unclear ; dcterms:description "Oklart"@sv, "Unclear"@en .
:lines-1 sam:document document:one ; sam:firstLine 1 ; sam:lastLine 1 .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(DATA)


def page(store: ox.Store, thing: str, lang: str) -> dict[str, tuple[str, ...]]:
    found = show(store, iri(thing), lang)
    assert found.iri == iri(thing).value
    return {
        section.heading: tuple("  " * depth + text for depth, text in section.printed) for section in found.sections
    }


def test_a_projects_page_in_english(store: ox.Store) -> None:
    assert page(store, "project:x", "en") == {
        "About the project": (
            'Owner: Region A (stated as "A-regionen")', "Period: 2018 – 2020-05", "Project status: granted",
        ),
        "Description": ("English text.",),
        "Money": ("Total budget: 20 618 911 SEK", "Total budget: 52.73 % (B kommun)"),
        "Participants": (
            "Local", "  funder (1)", "    B kommun [inferred]",
            "Regional", "  owner (1)", '    Region A (stated as "A-regionen")',
            "No level stated", "  funder (1)", "    Grupp C [planned]",
        ),
        "Goals": ("Purpose", "  – Second", "    – Part", "  – Tenth [target 250 persons]"),
        "Activities": ("– Do",),
        "Events": ("2019-05-06 Konferens",),
        "Refers to": ("Satsningen (”satsningen Satsning”)",),
        "Findings": ("Unclear total: Unclear",),
        "Sources": ("one.txt: One (1 place)",),
    }  # fmt: skip


def test_a_projects_page_in_swedish(store: ox.Store) -> None:
    assert page(store, "project:x", "sv") == {
        "Om projektet": (
            "Projektägare: Region A (står som ”A-regionen”)", "Period: 2018 – 2020-05", "Projektstatus: beviljat",
        ),
        "Beskrivning": ("Svensk text.",),
        "Pengar": ("Total budget: 20 618 911 SEK", "Total budget: 52.73 % (B kommun)"),
        "Deltagare": (
            "Lokal", "  finansiär (1)", "    B kommun [underförstådd]",
            "Regional", "  projektägare (1)", "    Region A (står som ”A-regionen”)",
            "Ingen nivå angiven", "  finansiär (1)", "    Grupp C [planerad]",
        ),
        "Mål": ("Syfte", "  – Andra", "    – Del", "  – Tionde [målvärde 250 personer]"),
        "Aktiviteter": ("– Gör",),
        "Händelser": ("2019-05-06 Konferens",),
        "Hänvisar till": ("Satsningen (”satsningen Satsning”)",),
        "Noterat": ("Oklar total: Oklart",),
        "Källor": ("one.txt: Ett (1 ställe)",),
    }  # fmt: skip


def test_an_actors_page(store: ox.Store) -> None:
    assert page(store, "actor:a", "en") == {
        "About the actor": ("Number: 232100-0001",),
        "Takes part in": ("Alfa", '  owner, regional (stated as "A-regionen")'),
        "Cooperates with": ("B kommun",),
    }
    assert page(store, "actor:b", "sv")["Deltar i"] == ("Alfa", "  finansiär, lokal [underförstådd]")
    assert "Samarbetar med" not in page(store, "actor:b", "sv")


def test_any_other_thing_is_told_by_what_it_says_and_what_speaks_of_it(store: ox.Store) -> None:
    assert page(store, "initiative:i", "sv") == {
        "Uppgifter": ("Titel: Satsningen",),
        "Används av": ("project/x#r (referenceTo)", "project/x (refersTo)"),
    }


def test_an_owner_that_is_not_stated_is_told(store: ox.Store) -> None:
    own = store_of('project:y a sam:Project ; dcterms:title "Ypsilon"@sv .')
    assert page(own, "project:y", "sv") == {"Om projektet": ("Projektägare: inte angiven",)}
    assert page(own, "project:y", "en") == {"About the project": ("Owner: not stated",)}
    assert len(store) > 0


ONE_LANGUAGE = """
goal-kind:objective skos:prefLabel "mål"@sv, "objective"@en .
unit:persons skos:prefLabel "personer"@sv, "persons"@en . unit:percent skos:prefLabel "procent"@sv, "percent"@en .
finding-kind:total-unclear skos:prefLabel "oklar total"@sv, "unclear total"@en .
project:z a sam:Project ; dcterms:title "Zeta"@sv ; dcterms:description "Bara på svenska."@sv .
:goal-1 sam:goalOf project:z ; sam:goalKind goal-kind:objective ; dcterms:description "Fler i arbete"@sv .
:goal-1-1 sam:goalOf project:z ; sam:goalKind goal-kind:objective ; sam:subGoalOf :goal-1 ;
  dcterms:description "Unga i arbete"@sv .
:indicator-2 sam:indicatorOf :goal-1 ; sam:targetValue 40 ; sam:unit unit:percent .
:indicator-10 sam:indicatorOf :goal-1 ; sam:targetValue 60 ; sam:unit unit:persons .
:indicator-1 sam:indicatorOf :goal-1-1 ; sam:targetValue 5 ; sam:unit unit:persons .
:activity-1 sam:activityOf project:z ; dcterms:description "Coachning"@sv .
:finding sam:about project:z ; sam:findingKind finding-kind:total-unclear ; dcterms:description "Två summor"@sv .
"""


def test_what_is_told_in_one_language_only_is_shown_in_both() -> None:
    own = store_of(ONE_LANGUAGE)
    assert page(own, "project:z", "en") == {
        "About the project": ("Owner: not stated",),
        "Description": ("Bara på svenska.",),
        "Goals": ("Objective", "  – Fler i arbete [target 40 percent, 60 persons]",
                  "    – Unga i arbete [target 5 persons]"),
        "Activities": ("– Coachning",),
        "Findings": ("Unclear total: Två summor",),
    }  # fmt: skip
    assert page(own, "project:z", "sv")["Aktiviteter"] == ("– Coachning",)


def test_every_indicator_of_a_goal_is_shown() -> None:
    goals = page(store_of(ONE_LANGUAGE), "project:z", "sv")["Mål"]
    assert goals[1] == "  – Fler i arbete [målvärde 40 procent, 60 personer]"


def test_a_page_as_text_and_as_json() -> None:
    made = Page("http://a/x", "Älva", (Section("About", (said(0, "one"), said(1, "two"))),))
    assert made.as_text() == "Älva\n====\nhttp://a/x\n\nAbout\n  one\n    two\n"
    assert made.as_dict() == {"iri": "http://a/x", "title": "Älva", "sections": {"About": ["one", "  two"]}}


def test_the_page_of_tre_m_counts_its_participants(graph: ox.Store) -> None:
    sections = {part.heading: part.printed for part in show(graph, iri("project:tre-m"), "en").sections}
    lines = sections["Participants"]
    # The source lists 20 co-financiers, 19 cooperation partners and 29 municipalities.
    for role, count in (
        ("co-financier", 20),
        ("cooperation partner", 19),
        ("participating municipality", 29),
        ("owner", 1),
    ):
        (start,) = [number for number, line in enumerate(lines) if line == (1, f"{role} ({count})")]
        parties = [text for depth, text in lines[start + 1 : start + 1 + count] if depth == 2]
        assert len(set(parties)) == count
        assert start + 1 + count == len(lines) or lines[start + 1 + count][0] < 2
    assert (0, "Owner: Hedemora Lärcentrum") in sections["About the project"]
    assert (0, "Period: 2012-01-01 – 2014-06-30") in sections["About the project"]
    assert (0, "Total budget: 40 941 426 SEK (the whole project)") in sections["Money"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_project_and_every_one_of_its_actors_has_a_page(graph: ox.Store, lang: str) -> None:
    things = {quad.object for quad in graph.quads_for_pattern(None, iri("foaf:primaryTopic"), None)}
    things |= {
        quad.object for quad in graph.quads_for_pattern(None, iri("sam:actor"), None) if "region" in str(quad.object)
    }
    assert len(things) > 20
    for thing in things:
        assert isinstance(thing, ox.NamedNode)
        made = show(graph, thing, lang)
        assert made.sections
        assert all(section.printed and section.heading for section in made.sections)
        assert "https://w3id.org" not in "".join(text for part in made.sections for _, text in part.printed)


def test_contacts_are_shown_only_where_the_graph_holds_them(graph: ox.Store, private_graph: ox.Store) -> None:
    assert "Kontakt" not in page(graph, "project:tre-m", "sv")
    assert page(private_graph, "project:tre-m", "sv")["Kontakt"]


def test_the_small_words() -> None:
    assert [sentence(text) for text in ("", "å", "två ord")] == ["", "Å", "Två ord"]
    assert [local(text) for text in ("http://a/b#c", "http://a/b/", "http://a/b")] == ["c", "b", "b"]
    assert short("https://w3id.org/samverkan/id/actor/a") == "actor/a"
    assert short("http://a/b") == "http://a/b"
    rows = [{"a": "2"}, {"a": "1"}, {"a": "2"}]
    assert grouped(rows, lambda row: row["a"]) == [("2", [rows[0], rows[2]]), ("1", [rows[1]])]


PLACES = """
sam:County rdfs:label "län"@sv, "county"@en ; rdfs:subClassOf sam:Place . sam:Place rdfs:label "plats"@sv .
place:y a sam:County, sam:Place ; skos:prefLabel "Y län"@sv, "Y County"@en ; skos:notation "25" ;
  sam:contains place:ö, place:a ; sam:within place:n, place:s ; dcterms:isPartOf place:n .
place:n skos:prefLabel "Norr"@sv ; sam:within place:s . place:s skos:prefLabel "Sverige"@sv .
place:ö skos:prefLabel "Ö"@sv ; dcterms:isPartOf place:y . place:a skos:prefLabel "Å"@sv ; dcterms:isPartOf place:y .
actor:r skos:prefLabel "Region Y"@sv ; sam:place place:y .
project:p dcterms:title "P"@sv ; sam:place place:y, place:a . project:q dcterms:title "Q"@sv ; sam:place place:a .
:activity-1 sam:activityOf project:q ; sam:place place:a .
"""


def test_a_places_page() -> None:
    own = store_of(PLACES.replace("place:ö", "<https://w3id.org/samverkan/id/place/o>"))
    assert page(own, "place:y", "sv") == {
        "Om platsen": ("Är: Län", "Ligger i: Norr, Sverige", "Kod: 25"),
        "Består av": ("Å", "Ö"),
        "Aktörer med säte här": ("Region Y",),
        "Projekt på platsen": ("P",),
        "Projekt på platser inom den": ("Q",),
    }
    assert page(own, "place:y", "en")["About the place"][0] == "Is: County"


def test_a_documents_page(store: ox.Store) -> None:
    assert page(store, "document:one", "sv") == {
        "Om dokumentet": ("Nummer: one.txt", "Titel: Ett", "Är: källdokument"),
        "Projekt som vilar på det": ("Alfa",),
    }


def test_what_only_the_web_has_room_for_is_not_printed(store: ox.Store) -> None:
    lines = [line for part in show(store, iri("project:x"), "en").sections for line in part.lines]
    web = [line.text for line in lines if line.audience is For.WEB]
    assert "line 1" in web
    assert "Noted: unclear total" not in web  # money is told without what is noted about it
    assert not {text for part in show(store, iri("project:x"), "en").sections for _, text in part.printed} & set(web)
