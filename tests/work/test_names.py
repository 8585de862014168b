from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from kg_help import FIXTURES, iri, lines_of, store_of

from kg.disk.nameindex import NameIndex
from kg.errors import AmbiguousNameError, InputError, ParameterError, UnknownNameError
from kg.work.names import name_of, resolve, resolve_code
from kg.work.naming import names_in

ACTOR, PLACE, PROJECT = ("sam:Actor",), ("sam:Place",), ("sam:Project",)

OWN = """
project:tre-m a sam:Project ; dcterms:title "Tre-M - matchning"@sv, "Three M"@en ; skos:altLabel "3M"@sv ;
  dcterms:identifier "24-003-S02" .
project:tre-m#goal-1 a sam:Goal .
actor:tre-m a sam:Actor ; skos:prefLabel "Aktören Tre-M"@sv .
actor:orsa-larcentrum a sam:Actor ; skos:prefLabel "Orsa lärcentrum, AME"@sv .
actor:region-skane a sam:Actor ; skos:prefLabel "Region Skåne"@sv ; dcterms:identifier "232100-0255" ;
  sam:formerName "Malmöhus läns landsting"@sv ; org:classification actor-kind:region ; sam:place place:lulea .
actor:lulea-kommun a sam:Actor ; skos:prefLabel "Luleå kommun"@sv ; org:classification actor-kind:municipality ;
  sam:place place:lulea .
place:lulea a sam:Place ; skos:notation "2580" ; skos:prefLabel "Luleå"@sv ; skos:altLabel "Luleå kommun"@sv .
place:se33 a sam:Place ; skos:notation "SE33" ; skos:prefLabel "Övre Norrland"@sv .
actor:habo-kommun-0643 a sam:Actor ; skos:prefLabel "Habo kommun"@sv .
actor:other-habo a sam:Actor ; skos:prefLabel "Habo kommun"@sv .
actor:upper a sam:Actor ; skos:prefLabel "SAKO"@sv .
actor:lower a sam:Actor ; skos:prefLabel "sako"@sv .
actor:odd a sam:Actor ; skos:prefLabel "Hårda \\"tag\\" & } UNION {"@sv .
initiative:x a sam:Initiative ; dcterms:title "Tre-M - matchning"@sv .
actor:untitled a sam:Actor .
"""


@pytest.fixture(scope="module")
def own() -> ox.Store:
    text = OWN.replace("project:tre-m#goal-1", "<https://w3id.org/samverkan/id/project/tre-m#goal-1>")
    return store_of(text)


@pytest.mark.parametrize(
    ("text", "classes", "expected"),
    [
        ("https://w3id.org/samverkan/id/project/tre-m", None, "project:tre-m"),
        ("<https://w3id.org/samverkan/id/project/tre-m>", None, "project:tre-m"),
        ("project:tre-m", None, "project:tre-m"),
        ("  project:tre-m ", None, "project:tre-m"),
        ("tre-m", None, "project:tre-m"),
        ("tre-m", ACTOR, "actor:tre-m"),
        ("Tre-M - matchning", None, "project:tre-m"),
        ("Three M", None, "project:tre-m"),
        ("3M", None, "project:tre-m"),
        ("24-003-S02", None, "project:tre-m"),
        ("tre-m - MATCHNING", None, "project:tre-m"),
        ("Orsa lärcentrum, AME", ACTOR, "actor:orsa-larcentrum"),
        ("ORSA LÄRCENTRUM, ame", ACTOR, "actor:orsa-larcentrum"),
        ("Malmöhus läns landsting", ACTOR, "actor:region-skane"),
        ("232100-0255", ACTOR, "actor:region-skane"),
        ("2321000255", ACTOR, "actor:region-skane"),
        ("16232100-0255", ACTOR, "actor:region-skane"),
        ("162321000255", ACTOR, "actor:region-skane"),
        ("232100 0255", ACTOR, "actor:region-skane"),
        ("2580", PLACE, "place:lulea"),
        ("2580", ACTOR, "actor:lulea-kommun"),
        ("SE33", PLACE, "place:se33"),
        ("se33", PLACE, "place:se33"),
        ("Luleå kommun", PLACE, "place:lulea"),
        ("Luleå kommun", ACTOR, "actor:lulea-kommun"),
        ("Luleå kommun", None, "actor:lulea-kommun"),
        ("LULEÅ", None, "place:lulea"),
        ("SAKO", ACTOR, "actor:upper"),
        ("sako", ACTOR, "actor:lower"),
        ('Hårda "tag" & } UNION {', ACTOR, "actor:odd"),
    ],
)
def test_a_thing_is_found_by_what_a_person_writes(
    own: ox.Store, text: str, classes: Sequence[str] | None, expected: str
) -> None:
    found = resolve(own, text, classes) if classes else resolve(own, text)
    assert found == iri(expected)


def test_a_part_of_a_project_is_found_by_the_project_and_its_own_name(own: ox.Store) -> None:
    goal = ox.NamedNode("https://w3id.org/samverkan/id/project/tre-m#goal-1")
    assert [resolve(own, text) for text in ("tre-m#goal-1", "project:tre-m#goal-1", f"{goal}")] == [goal] * 3


def test_a_code_is_found_by_its_short_name(graph: ox.Store) -> None:
    assert resolve(graph, "role:co-financier") == iri("role:co-financier")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Tre-N - matchning", "Tre-M - matchning"),
        ("Orsa larcentrum AME", "Orsa lärcentrum, AME"),
        ("Luleo", "Luleå"),
        ("project:tre-n", "project:tre-m"),
        ("https://w3id.org/samverkan/id/project/tre-n", "https://w3id.org/samverkan/id/project/tre-m"),
    ],
)
def test_an_unknown_name_is_told_with_what_is_near(own: ox.Store, text: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(own, text)
    assert caught.value.en.startswith(f"nothing is named {text!r}; did you mean ")
    assert caught.value.sv.startswith(f"inget heter {text!r}; menade du ")
    assert near in caught.value.en
    assert near in caught.value.sv


@pytest.mark.parametrize(
    "text", ["qqqqqq", "{}", "?x", '"', "\\", "a\nb", "http://example.org/a b", "0000", "12345678", "a#b#c"]
)
def test_what_is_like_nothing_is_told_with_how_to_search(own: ox.Store, text: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(own, text)
    assert caught.value.en == f"nothing is named {text!r}; search with: kg find TEXT"
    assert caught.value.sv == f"inget heter {text!r}; sök med: kg find TEXT"


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_an_empty_name_is_refused(own: ox.Store, text: str) -> None:
    with pytest.raises(ParameterError, match="an empty name"):
        resolve(own, text)


def test_the_name_of_several_things_lists_them(own: ox.Store) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        resolve(own, "Habo kommun", ACTOR)
    listed = (
        "Habo kommun <https://w3id.org/samverkan/id/actor/habo-kommun-0643>; "
        "Habo kommun <https://w3id.org/samverkan/id/actor/other-habo>"
    )
    assert caught.value.en == f"'Habo kommun' is the name of 2 things: {listed}"
    assert caught.value.sv == f"'Habo kommun' är namn på 2 saker: {listed}"


def test_a_name_that_only_case_tells_apart_is_of_several_things(own: ox.Store) -> None:
    with pytest.raises(AmbiguousNameError):
        resolve(own, "Sako", ACTOR)


def test_no_more_than_ten_of_many_are_listed() -> None:
    store = store_of("".join(f'actor:a{number} a sam:Actor ; skos:prefLabel "Same"@sv . ' for number in range(13)))
    with pytest.raises(AmbiguousNameError, match=r"is the name of 13 things: .*\(\+3\)$") as caught:
        resolve(store, "Same", ACTOR)
    assert caught.value.en.count("<https://") == 10


@pytest.mark.parametrize("text", ["http://[", "http://example.org/%zz", "project:a##b", "https://a:b/"])
def test_an_iri_that_is_none_is_unknown(own: ox.Store, text: str) -> None:
    try:
        resolve(own, text)
    except InputError:
        return
    pytest.fail("found")


def test_a_name_that_is_no_unicode_text_is_refused(own: ox.Store) -> None:
    with pytest.raises(InputError):
        resolve(own, "\udcff")


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("co-financier", "role", "role:co-financier"),
        ("CO-FINANCIER", "role", "role:co-financier"),
        ("medfinansiär", "role", "role:co-financier"),
        ("co-financier ", "role", "role:co-financier"),
        ("https://w3id.org/samverkan/codes/role/co-financier", "role", "role:co-financier"),
        ("<https://w3id.org/samverkan/codes/role/co-financier>", "role", "role:co-financier"),
        ("lokal", "level", "level:local"),
        ("local", "level", "level:local"),
        ("ESF+", "fund", "fund:esf-plus"),
    ],
)
def test_a_code_is_found_by_notation_label_or_iri(graph: ox.Store, text: str, scheme: str, expected: str) -> None:
    assert resolve_code(graph, text, scheme) == iri(expected)


@pytest.mark.parametrize(
    ("text", "scheme", "near"),
    [("co-finansier", "role", "co-financier"), ("kommunal", "level", "local"), ("regionel", "level", "regional")],
)
def test_an_unknown_code_is_told_with_the_one_that_was_meant(
    graph: ox.Store, text: str, scheme: str, near: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve_code(graph, text, scheme)
    assert caught.value.en.endswith(f". Did you mean {near}?")
    assert caught.value.sv.endswith(f". Menade du {near}?")


def test_an_unknown_code_lists_the_codes_of_the_scheme(graph: ox.Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve_code(graph, "qqqq", "level")
    assert caught.value.en == "no level 'qqqq'; one of: local, national, regional, transnational."
    assert caught.value.sv == "'qqqq' finns inte bland level; välj bland: local, national, regional, transnational."


def test_a_code_of_another_scheme_is_unknown(graph: ox.Store) -> None:
    with pytest.raises(UnknownNameError):
        resolve_code(graph, "https://w3id.org/samverkan/codes/role/owner", "level")


@pytest.mark.parametrize(
    ("thing", "expected"),
    [("project:tre-m", "Tre-M - matchning"), ("actor:lulea-kommun", "Luleå kommun"), ("actor:untitled", "untitled")],
)
def test_the_name_of_a_thing_is_swedish_or_else_the_end_of_its_iri(own: ox.Store, thing: str, expected: str) -> None:
    assert name_of(own, iri(thing).value) == expected


@pytest.mark.parametrize("line", lines_of(FIXTURES / "names" / "real.txt"))
def test_real_names_are_found_in_the_real_graph(graph: ox.Store, line: str) -> None:
    text, expected = line.split("\t")
    assert resolve(graph, text) == iri(expected)


def test_every_actor_of_the_twelve_projects_is_found_by_its_slug(graph: ox.Store) -> None:
    actors = {quad.object for quad in graph.quads_for_pattern(None, iri("sam:actor"), None)}
    slugs = {actor.value.rpartition("/")[2]: actor for actor in actors if isinstance(actor, ox.NamedNode)}
    assert len(slugs) > 90
    assert {slug for slug, actor in slugs.items() if resolve(graph, slug, ACTOR) != actor} == set()


def test_given_names_are_asked_instead_of_the_graph(own: ox.Store) -> None:
    names = NameIndex.in_memory(names_in(own))
    assert resolve(own, "ORSA LÄRCENTRUM, ame", ACTOR, names) == iri("actor:orsa-larcentrum")
    with pytest.raises(UnknownNameError, match="did you mean Luleå"):
        resolve(own, "Luleo", PLACE, NameIndex.in_memory(names_in(own)))
    with pytest.raises(UnknownNameError, match="search with"):
        resolve(own, "Luleo", PLACE, NameIndex.in_memory())


def test_the_authority_is_told_where_a_place_is_given_for_an_actor(graph: ox.Store) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean Luleå kommun\?"):
        resolve(graph, "Luleå", ACTOR)


@pytest.mark.parametrize(
    ("text", "told"),
    [("Luleå", "Luleå är en plats"), ("Luleå kommun", "Luleå kommun är en aktör"), ("lulea-kommun", "är en aktör")],
)
def test_what_is_no_project_is_told_for_what_it_is(graph: ox.Store, text: str, told: str) -> None:
    with pytest.raises(UnknownNameError, match="no project is named") as caught:
        resolve(graph, text, ("sam:Project",))
    assert told in caught.value.sv


def test_a_narrower_class_can_be_asked_for(graph: ox.Store) -> None:
    assert resolve(graph, "NORRBOTTEN", ("sam:County",)) == iri("place:norrbottens-lan")
    with pytest.raises(UnknownNameError):
        resolve(graph, "NORRBOTTEN", ("sam:Municipality",))
