"""The registers: complete, each thing once, every code and number well formed, and what the script makes."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.disk.io import read_turtle
from kg.terms import ID, NS, PREFIXES, compact

ROOT = Path(__file__).resolve().parents[2]
REGISTERS = ROOT / "data" / "registers"
SCRIPT = ROOT / "scripts" / "make_registers.py"
REFERENCE = ROOT.parent / "shared" / "reference"
MADE = ("countries", "places", "municipalities", "counties", "regions", "agencies")
ACTOR_CLASSES = ("sam:Organisation", "sam:OrganisationalUnit")


class Registers:
    """The triples of all registers, by file and by subject."""

    def __init__(self, folder: Path) -> None:
        self.files = {path.stem: read_turtle(path) for path in sorted(folder.glob("*.ttl"))}
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples():
            self.values[short(triple.subject)][short(triple.predicate)].append(short(triple.object))

    def triples(self) -> Iterator[ox.Triple]:
        for triples in self.files.values():
            yield from triples

    def of_class(self, *classes: str) -> list[str]:
        return [thing for thing, values in self.values.items() if set(values["rdf:type"]) & set(classes)]

    def of_kind(self, kind: str) -> list[str]:
        return [thing for thing, values in self.values.items() if f"actor-kind:{kind}" in values["org:classification"]]

    def all(self, predicate: str, things: Iterable[str]) -> list[str]:
        return [value for thing in things for value in self.values[thing][predicate]]


def short(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI with its prefix, and a literal's value with its language."""
    if isinstance(node, ox.NamedNode):
        return compact(node.value)
    assert isinstance(node, ox.Literal)
    return f"{node.value}@{node.language}" if node.language else node.value


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, uses in Counter(values).items() if uses > 1]


def passes_check_digit(number: str) -> bool:
    """Work out the last digit from the first nine, and compare."""
    *nine, last = (int(digit) for digit in number.replace("-", ""))
    total = sum(sum(divmod(2 * digit, 10)) if place % 2 == 0 else digit for place, digit in enumerate(nine))
    return last == -total % 10


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers(REGISTERS)


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("sam:Municipality", 290),
        ("sam:County", 21),
        ("sam:NutsRegion", 3 + 8 + 21),
        ("sam:Country", 249 + 1),
        ("sam:SourceDocument", 5),
        ("sam:Initiative", 6),
    ],
)
def test_everything_is_there(registers: Registers, kind: str, count: int) -> None:
    assert len(registers.of_class(kind)) == count


@pytest.mark.parametrize(
    ("kind", "count"), [("municipality", 290), ("region", 21), ("county-administrative-board", 21)]
)
def test_every_area_has_its_authority(registers: Registers, kind: str, count: int) -> None:
    assert len(registers.of_kind(kind)) == count


def test_every_municipality_reaches_sweden_in_six_places(registers: Registers) -> None:
    for municipality in registers.of_class("sam:Municipality"):
        way = [municipality]
        while part_of := registers.values[way[-1]]["dcterms:isPartOf"]:
            assert len(part_of) == 1, way[-1]
            way += part_of
        classes = [registers.values[place]["rdf:type"][0] for place in way]
        assert classes == ["sam:Municipality", "sam:County", *["sam:NutsRegion"] * 3, "sam:Country"], way
        assert way[-1] == "place:sweden"


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("sam:Municipality", r"\d{4}"),
        ("sam:County", r"\d{2}"),
        ("sam:NutsRegion", r"SE\d{1,3}"),
        ("sam:Country", r"[A-Z]{2}"),
    ],
)
def test_every_place_has_one_code_of_the_right_form(registers: Registers, kind: str, pattern: str) -> None:
    for place in registers.of_class(kind):
        (notation,) = registers.values[place]["skos:notation"]
        assert re.fullmatch(pattern, notation), place


def test_codes_are_nested_like_the_places(registers: Registers) -> None:
    for place in registers.of_class("sam:Municipality", "sam:NutsRegion"):
        (notation,) = registers.values[place]["skos:notation"]
        (larger,) = registers.all("skos:notation", registers.values[place]["dcterms:isPartOf"])
        assert notation.startswith(larger)


def test_no_code_is_used_twice(registers: Registers) -> None:
    assert not repeated(registers.all("skos:notation", registers.values))


def test_everything_stands_in_one_register(registers: Registers) -> None:
    subjects = {name: {triple.subject for triple in triples} for name, triples in registers.files.items()}
    assert not repeated(short(subject) for found in subjects.values() for subject in found)


def test_everything_that_is_pointed_at_exists(registers: Registers) -> None:
    objects = {triple.object for triple in registers.triples()}
    targets = {short(node) for node in objects if isinstance(node, ox.NamedNode) and node.value.startswith(ID)}
    assert targets
    assert targets <= {short(triple.subject) for triple in registers.triples()}


@pytest.mark.parametrize(
    "classes", [("sam:Municipality", "sam:County", "sam:NutsRegion"), ("sam:Country",), ACTOR_CLASSES]
)
def test_a_name_means_one_thing(registers: Registers, classes: tuple[str, ...]) -> None:
    things = registers.of_class(*classes)
    names = {thing: {name.casefold() for name in registers.all("skos:prefLabel", [thing])} for thing in things}
    other = {thing: {name.casefold() for name in registers.all("skos:altLabel", [thing])} for thing in things}
    assert not repeated(name for thing in things for name in names[thing] | other[thing])


@pytest.mark.parametrize(
    ("country", "code", "same", "name"),
    [
        ("place:sweden", "SE", "SWE", "Sverige@sv"),
        ("place:poland", "PL", "POL", "Polen@sv"),
        ("place:united-kingdom", "GB", "GBR", "Storbritannien@sv"),
        ("place:united-kingdom", "GB", "GBR", "UK@en"),
        ("place:greece", "GR", "GRC", "EL@en"),
        ("place:finland", "FI", "FIN", "Finland@sv"),
        ("place:norway", "NO", "NOR", "Norge@sv"),
        ("place:germany", "DE", "DEU", "Tyskland@sv"),
        ("place:france", "FR", "FRA", "France@en"),
        ("place:yemen", "YE", "YEM", "Jemen@sv"),
        ("place:timor-leste", "TL", "TLS", "Östtimor@sv"),
        ("place:congo-kinshasa", "CD", "COD", "DR Congo@en"),
        ("place:myanmar", "MM", "MMR", "Burma@sv"),
        ("place:czechia", "CZ", "CZE", "Czech Republic@en"),
        ("place:netherlands", "NL", "NLD", "Holland@sv"),
    ],
)
def test_a_country_has_its_code_and_its_names(
    registers: Registers, country: str, code: str, same: str, name: str
) -> None:
    said = registers.values[country]
    assert said["skos:notation"] == [code]
    assert said["skos:exactMatch"] == [f"country:{same}"]
    assert name in said["skos:prefLabel"] + said["skos:altLabel"]


def test_every_country_but_kosovo_is_in_the_table_of_the_european_union(registers: Registers) -> None:
    countries = registers.of_class("sam:Country")
    same = registers.all("skos:exactMatch", countries)
    assert all(re.fullmatch(r"country:[A-Z]{3}", link) for link in same)
    assert not repeated(same)
    assert [country for country in countries if not registers.values[country]["skos:exactMatch"]] == ["place:kosovo"]
    assert {triple.subject for triple in registers.files["countries"]} == {
        triple.subject for triple in registers.triples() if short(triple.subject) in countries
    }


def test_every_actor_has_one_swedish_name_in_sentence_case(registers: Registers) -> None:
    for actor in registers.of_class(*ACTOR_CLASSES):
        (name,) = (name for name in registers.values[actor]["skos:prefLabel"] if name.endswith("@sv"))
        assert name.removesuffix("@sv") != name.removesuffix("@sv").upper(), actor
        assert name == " ".join(name.split()), actor


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        ("actor:arbetsformedlingen", "Arbetsförmedlingen"),
        ("actor:blekinge-tekniska-hogskola", "Blekinge tekniska högskola"),
        ("actor:falu-kommun", "Falu kommun"),
        ("actor:fjarde-ap-fonden", "Fjärde AP-fonden"),
        ("actor:halso-och-sjukvardens-ansvarsnamnd", "Hälso- och sjukvårdens ansvarsnämnd"),
        ("actor:hogskolan-i-gavle", "Högskolan i Gävle"),
        ("actor:hogskolan-vast", "Högskolan Väst"),
        ("actor:hovratten-for-vastra-sverige", "Hovrätten för Västra Sverige"),
        ("actor:kalmar-kommun", "Kalmar kommun"),
        ("actor:lansstyrelsen-i-norrbottens-lan", "Länsstyrelsen i Norrbottens län"),
        (
            "actor:myndigheten-for-ungdoms-och-civilsamhallesfragor",
            "Myndigheten för ungdoms- och civilsamhällesfrågor",
        ),
        ("actor:statens-va-namnd", "Statens va-nämnd"),
        ("actor:svenska-esf-radet", "Svenska ESF-rådet"),
        ("actor:vastra-gotalandsregionen", "Västra Götalandsregionen"),
        ("place:falun", "Falun"),
        ("place:habo-0643", "Habo"),
        ("place:habo-0305", "Håbo"),
        ("place:malung-salen", "Malung-Sälen"),
    ],
)
def test_names_are_written_as_people_write_them(registers: Registers, thing: str, name: str) -> None:
    assert f"{name}@sv" in registers.values[thing]["skos:prefLabel"]


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("actor:statens-skolverk", "Skolverket"),
        ("actor:statens-skolinspektion", "Skolinspektionen"),
        ("actor:myndigheten-for-ungdoms-och-civilsamhallesfragor", "MUCF"),
        ("actor:svenska-esf-radet", "ESF-rådet"),
        ("actor:myndigheten-for-yrkeshogskolan", "MYH"),
        ("actor:sveriges-kommuner-och-landsting", "SKL"),
        ("actor:goteborgs-kommun", "Göteborgs stad"),
    ],
)
def test_everyday_names_are_known(registers: Registers, actor: str, name: str) -> None:
    assert f"{name}@sv" in registers.values[actor]["skos:altLabel"]


def test_no_organisation_number_is_used_twice(registers: Registers) -> None:
    assert not repeated(registers.all("dcterms:identifier", registers.of_class(*ACTOR_CLASSES)))


def test_every_organisation_number_is_well_formed(registers: Registers) -> None:
    numbers = registers.all("dcterms:identifier", registers.of_class(*ACTOR_CLASSES))
    assert numbers
    for number in numbers:
        assert re.fullmatch(r"\d{6}-\d{4}", number)
        assert passes_check_digit(number), number


def test_the_courts_do_not_borrow_the_number_of_domstolsverket(registers: Registers) -> None:
    assert registers.values["actor:domstolsverket"]["dcterms:identifier"] == ["202100-2742"]
    assert not registers.values["actor:falu-tingsratt"]["dcterms:identifier"]


def test_gotland_is_one_organisation(registers: Registers) -> None:
    here = [actor for actor, values in registers.values.items() if "place:gotland" in values["sam:place"]]
    assert here == ["actor:region-gotland"]
    gotland = registers.values["actor:region-gotland"]
    assert sorted(gotland["org:classification"]) == ["actor-kind:municipality", "actor-kind:region"]
    assert gotland["sam:formerName"] == ["Gotlands kommun@sv"]


def test_a_municipality_is_a_place_and_an_authority(registers: Registers) -> None:
    seats = defaultdict(list)
    for authority in registers.of_kind("municipality"):
        for place in registers.values[authority]["sam:place"]:
            seats[place].append(authority)
    for place in registers.of_class("sam:Municipality"):
        (authority,) = seats[place]
        assert registers.values[authority]["rdf:type"] == ["sam:Organisation"]
        assert registers.values[place]["rdf:type"] == ["sam:Municipality"]


def test_malung_keeps_its_former_name(registers: Registers) -> None:
    assert "Malung@sv" in registers.values["place:malung-salen"]["skos:altLabel"]
    assert registers.values["actor:malung-salens-kommun"]["sam:formerName"] == ["Malungs kommun@sv"]


def test_kungsbacka_lies_in_halland(registers: Registers) -> None:
    assert registers.values["place:kungsbacka"]["dcterms:isPartOf"] == ["place:hallands-lan"]


def test_years_are_years_and_the_end_is_not_before_the_start(registers: Registers) -> None:
    for triple in registers.triples():
        if triple.predicate.value in (f"{NS}start", f"{NS}end"):
            assert isinstance(triple.object, ox.Literal)
            assert triple.object.datatype.value == f"{PREFIXES['xsd']}gYear"
    for thing, values in registers.values.items():
        years = values["sam:start"] + values["sam:end"]
        assert years == sorted(years), thing


def test_links_lead_out(registers: Registers) -> None:
    for predicate, pattern in (
        ("foaf:homepage", r"<https?://[^<>\s]+>"),
        ("owl:sameAs", r"<http://www\.wikidata\.org/entity/Q\d+>"),
    ):
        links = registers.all(predicate, registers.values)
        assert links
        assert all(re.fullmatch(pattern, link) for link in links)
    assert not repeated(registers.all("owl:sameAs", registers.values))


def test_kinds_of_actor_are_codes(registers: Registers) -> None:
    codes = {short(triple.subject) for triple in read_turtle(ROOT / "ontology" / "codes" / "actor-kind.ttl")}
    assert set(registers.all("org:classification", registers.values)) <= codes


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference tables are not here")
def test_the_registers_are_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, REFERENCE, "-o", tmp_path], check=True, capture_output=True)
    for name in MADE:
        assert (tmp_path / f"{name}.ttl").read_bytes() == (REGISTERS / f"{name}.ttl").read_bytes(), name


def test_the_script_says_which_tables_it_misses(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "no agencies.csv" in run.stderr
