"""Write the registers of places and of public authorities from the reference tables, and that of countries.

    python scripts/make_registers.py FOLDER

Where a table is wrong or says too little, `register_names.py` puts it right, each with its reason; what is left
out is printed. The countries are those of ISO 3166-1, named as in Unicode CLDR, which Babel holds.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from babel import Locale
from babel.core import get_global
from register_names import (
    AUTHORITY_NAMES,
    BESIDE_ISO,
    COUNTRIES_ALSO,
    COUNTRY_NAMES,
    DOUBTFUL_STARTS,
    ENGLISH_AGENCIES,
    ENGLISH_MUNICIPALITIES,
    ENGLISH_NUTS,
    EVERYDAY_AGENCIES,
    EVERYDAY_REGIONS,
    FORMER_AGENCIES,
    FORMER_COUNTRIES,
    FORMER_MUNICIPALITIES,
    GOTLAND,
    NOT_COUNTRIES,
    NUTS_ALSO,
    PROPER_WORDS,
    REPAIRS,
    SHARED_NUMBERS,
    SPELLINGS,
    TOWNS,
)

from kg.disk.turtle import write_turtle
from kg.terms import PREFIXES, slug

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("agencies", "counties", "municipalities", "municipality_county_nuts", "regions")

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
Value = ox.NamedNode | ox.Literal

MADE = "# Made by scripts/make_registers.py: change the tables or the script, not this file.\n"
CODES = "# Codes and names: Statistics Sweden, CC0 1.0.\n"
HEADERS = {
    "countries": "# The countries and territories of ISO 3166-1, and Kosovo.\n"
    "# Made by scripts/make_registers.py: change the script, not this file.\n"
    "# Names: Unicode CLDR, © Unicode, Inc., Unicode License v3.\n",
    "places": "# The NUTS regions, counties and municipalities of Sweden; the country stands among the countries.\n"
    f"{MADE}{CODES}# NUTS regions: Eurostat's table of local areas by NUTS region, © European Union.\n",
    "municipalities": "# The municipalities as authorities. Gotland's stands among the regions: it is both.\n"
    f"{MADE}{CODES}",
    "counties": "# The county administrative boards: the authority of the state in each county.\n"
    f"{MADE}# Names, numbers and addresses: public registers of Swedish authorities, CC0 1.0.\n",
    "regions": "# The regions, formerly county councils: the elected authority of each county.\n"
    f"{MADE}# Names and numbers: public registers of Swedish authorities, CC0 1.0.\n",
    "agencies": "# Authorities of the state, with courts and missions abroad; county boards stand apart.\n"
    f"{MADE}# Names, numbers and years: public registers of Swedish authorities, CC0 1.0.\n",
}


@dataclass(frozen=True)
class Place:
    """A place: its class, code and names, the slug of the place it lies directly in, its code in the EU's table."""

    slug: str
    kind: str
    notation: str
    sv: str
    en: str = ""
    also: tuple[str, ...] = ()
    part_of: str = ""
    also_en: tuple[str, ...] = ()
    same: str = ""

    def triples(self) -> list[ox.Triple]:
        """Return what the register says about the place."""
        return _statements(
            f"place:{self.slug}",
            [
                ("rdf:type", _iri(f"sam:{self.kind}")),
                ("skos:notation", ox.Literal(self.notation)),
                ("skos:prefLabel", _text(self.sv)),
                ("skos:prefLabel", _text(self.en, "en")),
                *(("skos:altLabel", _text(name)) for name in self.also),
                *(("skos:altLabel", _text(name, "en")) for name in self.also_en),
                ("dcterms:isPartOf", _iri(f"place:{self.part_of}") if self.part_of else None),
                ("skos:exactMatch", _iri(f"country:{self.same}") if self.same else None),
            ],
        )


@dataclass(frozen=True)
class Actor:
    """An authority: kinds are codes, places are slugs, the number has its hyphen, years have four digits."""

    slug: str
    kinds: tuple[str, ...]
    sv: str
    en: str = ""
    also: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    number: str = ""
    places: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    homepage: str = ""
    wikidata: str = ""

    def triples(self) -> list[ox.Triple]:
        """Return what the register says about the authority."""
        same = f"http://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""
        return _statements(
            f"actor:{self.slug}",
            [
                ("rdf:type", _iri("sam:Organisation")),
                *(("org:classification", _iri(f"actor-kind:{kind}")) for kind in self.kinds),
                ("skos:prefLabel", _text(self.sv)),
                ("skos:prefLabel", _text(self.en, "en")),
                *(("skos:altLabel", _text(name)) for name in self.also),
                *(("sam:formerName", _text(name)) for name in self.former),
                ("dcterms:identifier", ox.Literal(self.number) if self.number else None),
                *(("sam:place", _iri(f"place:{place}")) for place in self.places),
                ("sam:start", _year(self.start)),
                ("sam:end", _year(self.end)),
                ("foaf:homepage", ox.NamedNode(self.homepage) if self.homepage else None),
                ("owl:sameAs", ox.NamedNode(same) if same else None),
            ],
        )


def _iri(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def _text(value: str, lang: str = "sv") -> ox.Literal | None:
    return ox.Literal(value, language=lang) if value else None


def _year(value: str) -> ox.Literal | None:
    return ox.Literal(value, datatype=_iri("xsd:gYear")) if value else None


def _statements(subject: str, pairs: Iterable[tuple[str, Value | None]]) -> list[ox.Triple]:
    """Return the triples of a subject; pairs without a value are passed over."""
    node = _iri(subject)
    return [ox.Triple(node, _iri(predicate), value) for predicate, value in pairs if value is not None]


def read_tables(folder: Path) -> Tables:
    """Return the rows of the tables by table, every value stripped."""
    return {name: _read(folder / f"{name}.csv") for name in TABLES}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def check_joins(tables: Tables) -> None:
    """Check that the tables fit together.

    Raises:
        ValueError: if a code is used twice, tables differ about a municipality, or a code does not begin with
            the code of what it lies in.
    """
    joined, plain = tables["municipality_county_nuts"], tables["municipalities"]
    codes = [row["municipality_code"] for row in joined]
    counties = sorted(row["county_code"] for row in tables["counties"])
    nuts = {(row["county_code"], row["nuts3"]) for row in joined}
    expected = {
        "municipality codes are unique": len(codes) == len(set(codes)),
        "county codes are unique": len(counties) == len(set(counties)),
        "both tables have the same municipalities": _municipal_columns(joined) == _municipal_columns(plain),
        "municipality codes begin with the county's": all(
            row["municipality_code"].startswith(row["county_code"]) for row in joined
        ),
        "each county is one NUTS 3 region": sorted(county for county, _ in nuts) == counties
        and len({code for _, code in nuts}) == len(nuts),
        "each county has one region": sorted(row["county_code"] for row in tables["regions"]) == counties,
        "NUTS codes are nested": all(
            row["nuts3"][:-1] == row["nuts2"] and row["nuts2"][:-1] == row["nuts1"] for row in joined
        ),
    }
    if failed := [what for what, holds in expected.items() if not holds]:
        raise ValueError(f"the tables do not fit together; not so: {'; '.join(failed)}")


def _municipal_columns(rows: Sequence[Row]) -> set[tuple[str, ...]]:
    return {(row["municipality_code"], row["municipality_name"], row["county_code"]) for row in rows}


def make_countries(_: Tables) -> list[Place]:
    """Return the countries, none of them part of another."""
    swedish, english = (Locale(lang).territories for lang in ("sv", "en"))
    found = []
    for code in sorted(english):
        if not re.fullmatch("[A-Z]{2}", code) or code in NOT_COUNTRIES:
            continue
        sv, en = COUNTRY_NAMES.get(code, (swedish[code], english[code].replace(" & ", " and ")))
        also_sv, also_en = COUNTRIES_ALSO.get(code, ((), ()))
        spelled = (re.sub(r"^St\. ", "Saint ", en),) if en.startswith("St. ") else ()
        found.append(
            Place(
                slug(en), "Country", code, sv, en, also=also_sv, also_en=(*also_en, *spelled), same=_three_letters(code)
            )
        )
    return found


def _three_letters(code: str) -> str:
    """Return the country's code in ISO 3166-1 alpha-3, which the EU's table of countries has; of Kosovo nothing."""
    if code in BESIDE_ISO:
        return ""
    aliases = get_global("territory_aliases")
    known = [alias for alias, codes in aliases.items() if codes == [code] and re.fullmatch("[A-Z]{3}", alias)]
    (current,) = [alias for alias in known if alias not in FORMER_COUNTRIES]
    return current


def make_places(tables: Tables) -> list[Place]:
    """Return the NUTS regions, counties and municipalities, each part of the next larger."""
    counties, municipalities = _make_counties(tables), _make_municipal_places(tables)
    taken = Counter(name for place in counties + municipalities for name in (place.sv, place.en))
    return _make_nuts(tables, taken) + counties + municipalities


def _make_counties(tables: Tables) -> list[Place]:
    """Return the counties; a short name is one more name unless a municipality has it, as with Stockholm."""
    towns = {row["municipality_name_short"] for row in tables["municipalities"]}
    slugs, nuts = _county_slugs(tables), _nuts_of_counties(tables)
    return [
        Place(
            slugs[code],
            "County",
            code,
            row["county_name"],
            f"{short} County",
            also=() if short in towns else (short,),
            part_of=nuts[code].lower(),
        )
        for row in tables["counties"]
        for code, short in ((row["county_code"], row["county_name_short"]),)
    ]


def _make_municipal_places(tables: Tables) -> list[Place]:
    slugs, names, counties = _municipality_slugs(tables), _authority_names(tables), _county_slugs(tables)
    return [
        Place(
            slugs[code],
            "Municipality",
            code,
            row["municipality_name_short"],
            ENGLISH_MUNICIPALITIES.get(code, ""),
            also=(names[code], *FORMER_MUNICIPALITIES.get(code, ())[:1]),
            part_of=counties[row["county_code"]],
        )
        for row in tables["municipalities"]
        for code in (row["municipality_code"],)
    ]


def _make_nuts(tables: Tables, taken: Counter[str]) -> list[Place]:
    """Return the NUTS regions; a name that another place has, too, gets the level behind it."""
    rows = tables["municipality_county_nuts"]
    swedish = {row[level]: row[f"{level}_label"] for row in rows for level in ("nuts1", "nuts2", "nuts3")}
    english = ENGLISH_NUTS | {place.part_of.upper(): place.en for place in _make_counties(tables)}
    used = taken + Counter(swedish.values()) + Counter(english.values())
    levels = {code: len(code) - len("SE") for code in sorted(swedish)}
    return [
        Place(
            code.lower(),
            "NutsRegion",
            code,
            sv=_told_apart(swedish[code], level, used),
            en=_told_apart(english[code], level, used),
            also=NUTS_ALSO.get(code, ()),
            part_of=code[:-1].lower() if level > 1 else "sweden",
        )
        for code, level in levels.items()
    ]


def _told_apart(name: str, level: int, used: Counter[str]) -> str:
    return name if used[name] == 1 else f"{name} (NUTS {level})"


def _nuts_of_counties(tables: Tables) -> dict[str, str]:
    return {row["county_code"]: row["nuts3"] for row in tables["municipality_county_nuts"]}


def _county_slugs(tables: Tables) -> dict[str, str]:
    return {row["county_code"]: slug(row["county_name"]) for row in tables["counties"]}


def _municipality_slugs(tables: Tables) -> dict[str, str]:
    return _slugs({row["municipality_code"]: row["municipality_name_short"] for row in tables["municipalities"]})


def _slugs(names: Mapping[str, str]) -> dict[str, str]:
    """Return the slug of each code's name, the code added where two names would share one: Habo and Håbo."""
    plain = {code: slug(name) for code, name in names.items()}
    uses = Counter(plain.values())
    return {code: name if uses[name] == 1 else f"{name}-{code}" for code, name in plain.items()}


def _authority_names(tables: Tables) -> dict[str, str]:
    return {row["municipality_code"]: row["municipality_name"] for row in tables["municipalities"]} | AUTHORITY_NAMES


def make_municipalities(tables: Tables) -> list[Actor]:
    """Return the municipalities as authorities, all but Gotland's."""
    names, places = _authority_names(tables), _municipality_slugs(tables)
    slugs = _slugs(names)
    return [
        Actor(
            slugs[code],
            ("municipality",),
            names[code],
            also=(names[code].replace(" kommun", " stad"),) if code in TOWNS else (),
            former=FORMER_MUNICIPALITIES.get(code, ())[1:],
            number=valid_number(row["orgnr"]),
            places=(places[code],),
        )
        for row in tables["municipality_county_nuts"]
        if (code := row["municipality_code"]) != GOTLAND
    ]


def make_regions(tables: Tables) -> list[Actor]:
    """Return the regions; Gotland's is the municipality, too."""
    counties, gotland = _county_slugs(tables), _municipality_slugs(tables)[GOTLAND]
    return [
        Actor(
            slug(row["name"]),
            ("municipality", "region") if both else ("region",),
            row["name"],
            also=EVERYDAY_REGIONS.get(row["name"], ()),
            former=tuple(filter(None, row["former_names"].split(";"))),
            number=valid_number(row["orgnr"]),
            places=(counties[row["county_code"]], *([gotland] if both else [])),
        )
        for row in tables["regions"]
        for both in (GOTLAND.startswith(row["county_code"]),)
    ]


def make_county_boards(tables: Tables) -> list[Actor]:
    """Return the county administrative boards, with what the table of agencies knows about them."""
    known = {row["name"].casefold(): row for row in tables["agencies"]}
    return [
        Actor(
            slug(name),
            ("county-administrative-board",),
            name,
            also=(f"Länsstyrelsen {county['county_name_short']}",),
            number=valid_number(row.get("orgnr", "")),
            places=(slug(county["county_name"]),),
            homepage=homepage(row.get("website", "")),
        )
        for county in tables["counties"]
        for name in (f"Länsstyrelsen i {county['county_name']}",)
        for row in (known.get(name.casefold(), {}),)
    ]


def make_agencies(tables: Tables) -> list[Actor]:
    """Return the authorities of the state, each name once: of two, the one that still exists."""
    boards = {board.sv.casefold() for board in make_county_boards(tables)}
    found: dict[str, Actor] = {}
    for row in sorted(tables["agencies"], key=lambda row: bool(row["end"])):
        if row["name"].casefold() not in boards:
            agency = _make_agency(row)
            found.setdefault(agency.sv, agency)
    return list(found.values())


def _make_agency(row: Row) -> Actor:
    name = swedish_name(row["name"])
    also = _other_names(row, name)
    return Actor(
        slug(name),
        ("state-agency",),
        name,
        ENGLISH_AGENCIES.get(name, _english_name(row["name_en"], name)),
        tuple(other for other in also if other not in FORMER_AGENCIES),
        tuple(other for other in also if other in FORMER_AGENCIES),
        valid_number(row["orgnr"]) if SHARED_NUMBERS.get(row["orgnr"], name) == name else "",
        start="" if name in DOUBTFUL_STARTS else row["start"],
        end=row["end"],
        homepage=homepage(row["website"]),
        wikidata=row["wikidata"],
    )


def swedish_name(name: str) -> str:
    """Return an authority's name, mended, and in Swedish case if it stands in capitals."""
    for pattern, replacement in REPAIRS:
        name = re.sub(pattern, replacement, name)
    if name in SPELLINGS or name != name.upper():
        return SPELLINGS.get(name, name)
    plain = re.sub(r"\w+", lambda word: PROPER_WORDS.get(word[0].casefold(), word[0].lower()), name)
    return plain[0].upper() + plain[1:]


def _other_names(row: Row, name: str) -> tuple[str, ...]:
    """Return the other names once each; one that differs only in case or in brackets is no other name."""
    given = [*row["other_names"].split(";"), row["short_name"], *EVERYDAY_AGENCIES.get(name, "").split(";")]
    seen = {name.casefold(), ""}
    kept = []
    for other in given:
        plain = re.sub(r"\s*\(.*\)", "", other).casefold()
        if plain not in seen:
            seen.add(plain)
            kept.append(other[0].upper() + other[1:])
    return tuple(sorted(kept))


def _english_name(name: str, swedish: str) -> str:
    """Return the table's English name, unless it is a question mark or the Swedish one again."""
    plain = re.sub(r"\s*\(.*\)", "", name)
    return "" if plain in ("", "?", swedish) else plain[0].upper() + plain[1:]


def valid_number(number: str) -> str:
    """Return an organisation number as NNNNNN-NNNN, or nothing if it fails its check digit.

    The last digit makes the sum of all digits divisible by ten, every other digit doubled from the first on
    and the digits of a doubled one added: the modulus 10 method of Skatteverket's brochure SKV 709.
    """
    digits = number.replace("-", "")
    if not re.fullmatch(r"[0-9]{10}", digits):
        return ""
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}" if sum(map(int, doubled)) % 10 == 0 else ""


def homepage(website: str) -> str:
    """Return a web address as an IRI, or nothing if it cannot be one."""
    address = website if "://" in website else f"https://{website}"
    return address if _ADDRESS.fullmatch(address) else ""


_ADDRESS = re.compile(r"https?://[\w-]+(\.[\w-]+)+(/[^\s<>\"{}|\\^`]*)?")

MAKERS: Mapping[str, Callable[[Tables], Sequence[Place | Actor]]] = {
    "countries": make_countries,
    "places": make_places,
    "municipalities": make_municipalities,
    "counties": make_county_boards,
    "regions": make_regions,
    "agencies": make_agencies,
}


def make_registers(tables: Tables) -> dict[str, Sequence[Place | Actor]]:
    """Return the things of each register.

    Raises:
        ValueError: if the tables do not fit together, or two things would share a slug or a number.
    """
    check_joins(tables)
    registers = {name: make(tables) for name, make in MAKERS.items()}
    things = [thing for register in registers.values() for thing in register]
    actors = [thing for thing in things if isinstance(thing, Actor)]
    _refuse_doubles("slug of a place", (thing.slug for thing in things if isinstance(thing, Place)))
    _refuse_doubles("slug of an actor", (actor.slug for actor in actors))
    _refuse_doubles("organisation number", (actor.number for actor in actors if actor.number))
    return registers


def _refuse_doubles(what: str, values: Iterable[str]) -> None:
    doubles = [value for value, uses in Counter(values).items() if uses > 1]
    if doubles:
        raise ValueError(f"{what} used twice: {', '.join(sorted(doubles))}")


def left_out(tables: Tables) -> list[str]:
    """Return what the registers do not take over from the tables, a line a value."""
    numbered = [row for name in ("municipality_county_nuts", "regions", "agencies") for row in tables[name]]
    boards = [board for board in make_county_boards(tables) if not board.number]
    agencies = tables["agencies"]
    names = Counter(swedish_name(row["name"]) for row in agencies)
    borrowed = Counter(row["orgnr"] for row in agencies)
    return [
        *(f"wrong check digit: {row['orgnr']}" for row in numbered if row["orgnr"] and not valid_number(row["orgnr"])),
        *(f"not among the agencies: {board.sv}" for board in boards),
        *(f"number of {name} on {borrowed[number] - 1} other rows" for number, name in SHARED_NUMBERS.items()),
        *(f"name on {uses} rows: {name}" for name, uses in names.items() if uses > 1),
        *(f"not an address: {row['website']}" for row in agencies if row["website"] and not homepage(row["website"])),
        *(
            f"doubtful first year: {row['start']}, {row['name']}"
            for row in agencies
            if row["start"] and swedish_name(row["name"]) in DOUBTFUL_STARTS
        ),
    ]


def write_register(path: Path, things: Sequence[Place | Actor]) -> None:
    """Write a register in the project's one form of Turtle."""
    triples = [triple for thing in things for triple in thing.triples()]
    path.write_text(write_turtle(triples, header=HEADERS[path.stem]), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the tables, write the registers, and say what was left out."""
    parser = argparse.ArgumentParser(description="Write the registers of countries, places and public authorities.")
    parser.add_argument("tables", type=Path, help="the folder with the reference tables")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "data" / "registers")
    options = parser.parse_args()
    if missing := [name for name in TABLES if not (options.tables / f"{name}.csv").is_file()]:
        parser.error(f"{options.tables}: no {', '.join(f'{name}.csv' for name in missing)} here")
    tables = read_tables(options.tables)
    for name, things in make_registers(tables).items():
        write_register(options.output / f"{name}.ttl", things)
        print(f"{name}: {len(things)}")
    print(*left_out(tables), sep="\n")


if __name__ == "__main__":
    main()
