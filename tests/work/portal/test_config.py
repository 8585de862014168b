"""portal.yaml: what is read, and that everything wrong in it is told at once, where it stands and in both languages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.work.portal.catalogue.authorities import CC0
from kg.work.portal.settings.config import Config, read_config
from kg.work.portal.settings.reader import EXAMPLE

ROOT = Path(__file__).resolve().parents[3]


def read(tmp_path: Path, text: str, base_url: str | None = None) -> Config:
    path = tmp_path / "portal.yaml"
    path.write_text(text, encoding="utf-8")
    return read_config(path, base_url)


def refused(tmp_path: Path, text: str, base_url: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, base_url)
    return caught.value


def changed(key: str, value: str) -> str:
    """Return the example with another value of a key, wherever it stands."""
    text, count = re.subn(rf"^( *{key}:) .*$", rf"\1 {value}", EXAMPLE, count=1, flags=re.MULTILINE)
    assert count == 1
    return text


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


def test_ours_is_a_marked_example_with_everything_in_both_languages() -> None:
    config = read_config(ROOT / "portal.yaml")
    assert config.example
    assert "xempel" in config.publisher.name["sv"]
    assert "xample" in config.publisher.name["en"]
    assert config.publisher.number == "2021006883"
    assert config.publisher.iri == "http://dataportal.se/organisation/SE2021006883"
    assert config.contact.email.endswith("@example.org")
    assert config.licence == CC0
    assert set(config.themes) == {"SOCI", "EDUC", "ECON", "GOVE"}
    for texts in (config.title, config.description, config.publisher.name, config.contact.name, config.keywords):
        assert set(texts) == {"sv", "en"}
        assert all(texts.values())


def test_the_number_of_the_example_is_that_of_an_authority_in_the_register() -> None:
    register = (ROOT / "data" / "registers" / "agencies.ttl").read_text(encoding="utf-8")
    assert '"202100-6883"' in register


def test_the_lines_to_paste_are_a_whole_file(tmp_path: Path) -> None:
    config = read(tmp_path, EXAMPLE)
    assert config.base_url == "https://data.example.org/samverkan/"
    assert config.spatial == ()
    assert config.availability == "STABLE"
    assert not config.example


def test_a_missing_file_says_what_must_be_in_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_config(tmp_path / "portal.yaml")
    assert EXAMPLE in caught.value.en
    assert EXAMPLE in caught.value.sv
    assert "finns inte" in caught.value.sv


@pytest.mark.parametrize("text", ["", "# bara en kommentar\n", "- a\n- b\n", "text\n", f"{EXAMPLE}---\n{EXAMPLE}"])
def test_a_file_that_is_no_group_of_keys_is_refused_with_an_example(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert EXAMPLE in error.en
    assert str(tmp_path / "portal.yaml") in error.sv


def test_every_missing_key_is_told_at_once(tmp_path: Path) -> None:
    error = refused(tmp_path, "publisher:\n  number: 202100-6883\n")
    wanted = ("base_url", "title", "description", "contact", "licence", "keywords", "themes", "frequency",
              "publisher.name", "publisher.kind")  # fmt: skip
    for key in wanted:
        assert f'"{key}" is missing' in error.en
        assert f'"{key}") saknas' in error.sv
    assert '"utgivare.namn" (eller "publisher.name") saknas' in error.sv


def test_swedish_words_name_keys_in_swedish(tmp_path: Path) -> None:
    error = refused(tmp_path, changed("number", "1").replace("  en: Cooperation projects\n", ""))
    assert "organisationsnummer: " in error.sv
    assert '"titel.en" (eller "title.en") saknas' in error.sv
    error = refused(tmp_path, EXAMPLE.replace("  email:", "  adress: Gatan 1, Orten\n  email:"))
    assert '"adress" ska ha nycklarna gata, postnummer, ort, land' in error.sv


@pytest.mark.parametrize(
    ("key", "value", "en", "sv"),
    [
        ("number", "202100688", "should have 10 digits", "ska ha 10 siffror"),
        ("number", "202100-6884", "wrong check digit", "fel kontrollsiffra"),
        ("number", "NO974760673", "no Swedish organisation number", "inget svenskt organisationsnummer"),
        ("number", "810101-0007", "personal identity number", "personnummer"),
        ("licence", "https://creativecommons.org/publicdomain/zero/1.0/", "to the letter", "tecken för tecken"),
        ("licence", "CC0", CC0, CC0),
        ("licence", "http://creativecommons.org/licenses/by/4.0/", CC0, CC0),
        ("base_url", "samverkan.example.org", "no whole address", "ingen hel webbadress"),
        ("base_url", "/srv/www", "no whole address", "ingen hel webbadress"),
        ("base_url", "ftp://example.org/", "no whole address", "ingen hel webbadress"),
        ("base_url", "https://example.org/a b/", "no whole address", "ingen hel webbadress"),
        ("base_url", "https://user:secret@example.org/", "a user name or password", "användarnamn eller lösenord"),
        ("base_url", "https://exempel.example.org/å/", "only ASCII", "varken mellanslag eller å"),
        ("base_url", "https://example.org/?x=1", "neither ? nor #", "varken ? eller #"),
        ("base_url", "https://example.org/a%20b/", "cannot be led on to", "går inte att styra om till"),
        ("base_url", "https://example.org/$1/", "cannot be led on to", "går inte att styra om till"),
        ("base_url", "https://example.org/a/../b/", "cannot be led on to", "går inte att styra om till"),
        ("base_url", "https://w3id.org/samverkan/", "persistent names", "beständiga namnen"),
        ("base_url", "javascript:alert(1)", "no whole address", "ingen hel webbadress"),
        ("themes", "[SOCI, WORK]", '"WORK" is not a theme', '"WORK" är inte ett tema'),
        ("themes", "[EDUK]", "did you mean EDUC", "menar du EDUC"),
        ("frequency", "monthley", "did you mean MONTHLY", "menar du MONTHLY"),
        ("frequency", "sometimes", "there are: 10MIN", "det finns: 10MIN"),
        ("kind", "Municipality", "kind of publisher in ADMS", "slag av utgivare i ADMS"),
        ("email", "redaktionen", "has no @", "saknar @"),
    ],
)
def test_a_wrong_value_is_refused_on_its_line(tmp_path: Path, key: str, value: str, en: str, sv: str) -> None:
    text = changed(key, value)
    error = refused(tmp_path, text)
    assert en in error.en
    assert sv in error.sv
    assert f"portal.yaml:{line_of(text, key + ':')}:" in error.en
    assert "\n" not in error.en


def test_a_personal_number_is_not_repeated(tmp_path: Path) -> None:
    error = refused(tmp_path, changed("number", "810101-0007"))
    assert "0007" not in error.en + error.sv


def test_all_that_is_wrong_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed("number", "1").replace("SOCI", "X").replace("data@example.org", "data")
    text = text.replace("frequency: IRREG", "frekvenz: IRREG").replace("base_url: https://", "base_url: http//")
    error = refused(tmp_path, text)
    lines = error.en.splitlines()[1:]
    assert len(lines) == 6
    numbers = [int(re.search(r"portal\.yaml:(\d+):", line)[1]) for line in lines]  # type: ignore[index]
    assert numbers == sorted(numbers)
    assert len(error.sv.splitlines()) == 7


def test_an_unknown_key_lists_the_known_ones(tmp_path: Path) -> None:
    error = refused(tmp_path, EXAMPLE + "licens-url: x\n")
    assert 'unknown key "licens-url"' in error.en
    assert "keywords, themes" in error.en
    assert "nyckelord, teman" in error.sv
    error = refused(tmp_path, EXAMPLE.replace("  email:", "  epost:"))
    assert 'okänd nyckel "epost" i kontakt; menar du e-post? Nycklarna är: namn' in error.sv
    assert 'unknown key "epost" in contact; did you mean e-post? The keys are: name' in error.en


def test_a_text_in_one_language_only_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, EXAMPLE.replace("  en: Cooperation projects\n", ""))
    assert '"title.en" is missing' in error.en
    error = refused(tmp_path, changed("en", '""'))
    assert '"title.en" is missing' in error.en


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "title:\n  sv: Samverkansprojekt\n  en: Cooperation projects\n",
            "title: Samverkansprojekt\n",
            '"title" takes',
        ),
        ("licence: http", "licence:\n  - http", "single value"),
        ("[SOCI, EDUC, ECON, GOVE]", "[]", '"themes" is empty'),
        ("[samverkan, projekt]", "[[samverkan]]", "single value"),
        ("[samverkan, projekt]", "samverkan, projekt", "as a list"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in EXAMPLE
    assert words in refused(tmp_path, EXAMPLE.replace(old, new)).en


SWEDISH = """\
exempel: ja
adress: https://data.example.org/samverkan/
titel: {svenska: Samverkansprojekt, engelska: Cooperation projects}
beskrivning:
  svenska: Vem som samverkar med vem i offentligt finansierade projekt.
  engelska: Who cooperates with whom in publicly funded projects.
utgivare:
  namn: {sv: Myndighetens namn, en: Name of the authority}
  organisationsnummer: 16202100-6883
  slag: http://purl.org/adms/publishertype/NationalAuthority
kontakt:
  namn: {sv: Redaktionen för öppna data, en: The open data team}
  e-post: data@example.org
licens: http://creativecommons.org/publicdomain/zero/1.0/
nyckelord: {sv: [samverkan, projekt], en: [cooperation, projects]}
teman: [soci, educ, ECON, http://publications.europa.eu/resource/authority/data-theme/GOVE]
frekvens: irreg
"""


def test_swedish_keys_say_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, SWEDISH) == replace(read(tmp_path, EXAMPLE), example=True)


def test_a_key_in_both_languages_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, EXAMPLE + "frekvens: DAILY\n")
    assert "same as a key above" in error.en


def test_the_address_asked_for_goes_before_the_one_in_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, EXAMPLE, "http://localhost:8000").base_url == "http://localhost:8000/"
    assert read(tmp_path, changed("base_url", ""), "https://a.example.org/x").base_url == "https://a.example.org/x/"
    error = refused(tmp_path, EXAMPLE, "a.example.org")
    assert "--base-url" in error.en
    assert "--base-url" in error.sv


def test_places_are_countries_or_iris(tmp_path: Path) -> None:
    nuts = "http://data.europa.eu/nuts/code/SE33"
    config = read(tmp_path, f"{EXAMPLE}spatial: [SWE, {nuts}]\n")
    assert config.spatial == ("http://publications.europa.eu/resource/authority/country/SWE", nuts)
    assert "no place" in refused(tmp_path, EXAMPLE + "spatial: Norrland\n").en


def test_further_keys(tmp_path: Path) -> None:
    more = "endpoint: https://data.example.org/sparql\nhomepage: https://example.org/\navailability: temporary\n"
    contact = "  phone: 010-123 45 67\n  adress: {gata: Gatan 1, postnummer: 123 45, ort: Orten}\n  email:"
    text = EXAMPLE.replace("  email:", contact).replace("  kind:", "  description: {sv: Vi, en: We}\n  kind:")
    config = read(tmp_path, text + more)
    assert config.endpoint == "https://data.example.org/sparql"
    assert config.homepage == "https://example.org/"
    assert config.availability == "TEMPORARY"
    assert config.contact.phone == "+46101234567"
    assert config.contact.address == {"street-address": "Gatan 1", "postal-code": "123 45", "locality": "Orten"}
    assert config.publisher.description == {"sv": "Vi", "en": "We"}


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "portal.yaml:2" in refused(tmp_path, "title:\n\tsv: x\n").en
