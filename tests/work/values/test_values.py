"""What people write and what is read: plain text files with a value a line, and properties that hold for any text."""

import datetime
import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kg_help import FIXTURES, lines_of

from kg.disk.io import parse_turtle
from kg.errors import ParameterError
from kg.terms import XSD
from kg.work.values import addresses, amounts, answers, figures, identifiers, numbers, phones, rates, targets, texts
from kg.work.values import readers as terms
from kg.work.values.characters import is_blank
from kg.work.values.currencies import Currency, read_currency
from kg.work.values.dates import read_date
from kg.work.values.lines import Lines, read_lines
from kg.work.values.refusal import Read, Refusal, Remark, grouped, shown

FOLDER = FIXTURES / "values_entries"
READERS: dict[str, Callable[[str], Read[Any] | Refusal]] = {
    "address": addresses.read_address,
    "amount": amounts.read_amount,
    "boolean": answers.read_boolean,
    "currency": read_currency,
    "date": read_date,
    "diary-number": identifiers.read_diary_number,
    "email": addresses.read_email,
    "identifier": identifiers.read_identifier,
    "integer": figures.read_integer,
    "lines": read_lines,
    "name": texts.read_name,
    "organisation-number": numbers.read_organisation_number,
    "phone": phones.read_phone,
    "postal-code": addresses.read_postal_code,
    "prose": texts.read_prose,
    "rate": rates.read_rate,
    "target-value": targets.read_target,
}
SEVERITIES = {"violation", "warning", "info"}


def cases(kind: str) -> list[Any]:
    """Return the reader, what is written, and the other columns of every line of the files of a kind."""
    found = []
    for path in sorted(FOLDER.glob(f"*.{kind}.tsv")):
        reader = path.name.split(".")[0]
        for line in lines_of(path):
            text, *columns = line.split("\t")
            name = f"{reader}: {text.encode('unicode_escape').decode()}"
            found.append(pytest.param(reader, opened(text), columns, id=name))
    return found


def opened(text: str) -> str:
    """Return a text in which `\\uXXXX` is the character itself and two backslashes are one."""
    return re.sub(r"\\u([0-9a-f]{4})|\\\\", lambda match: chr(int(match[1], 16)) if match[1] else "\\", text)


def told(value: object) -> str:
    """Return a value as the files write it."""
    if isinstance(value, ox.Literal):
        return value.value
    if isinstance(value, amounts.Amount):
        return f"{value.value} {value.currency.code}".strip()
    if isinstance(value, targets.Target):
        return f"{value.value} {value.unit}".strip()
    if isinstance(value, Lines):
        return f"{value.first} {value.last}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace("\n\n", "¶")


def check_words(remark: Remark) -> None:
    """Check that a remark is told in two languages, in whole sentences, on one line each."""
    assert remark.severity in SEVERITIES
    assert remark.sv != remark.en
    for message in (remark.sv, remark.en):
        assert message[-1] in ".?)"
        assert "\n" not in message
        assert "  " not in message
        assert len(message) < 600
        assert all(character.isprintable() or character == "\N{NO-BREAK SPACE}" for character in message)


@pytest.mark.parametrize(("reader", "text", "columns"), cases("good"))
def test_a_good_value_is_read(reader: str, text: str, columns: list[str]) -> None:
    read = READERS[reader](text)
    assert isinstance(read, Read), read
    assert told(read.value) == columns[0]
    assert [remark.check for remark in read.remarks] == columns[1:]
    for remark in read.remarks:
        assert remark.severity in ("warning", "info")
        assert shown(text) in remark.sv
        assert shown(text) in remark.en
        check_words(remark)


@pytest.mark.parametrize(("reader", "text", "columns"), cases("bad"))
def test_a_bad_value_is_refused_with_its_check_and_named_in_both_languages(
    reader: str, text: str, columns: list[str]
) -> None:
    refusal = READERS[reader](text)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.check == columns[0]
    assert refusal.severity == ("warning" if reader == "postal-code" else "violation")
    assert refusal.suggestion == (columns[1] if len(columns) > 1 else "")
    check_words(refusal)
    if refusal.suggestion:
        assert refusal.suggestion in refusal.en.replace(",", "")
        assert isinstance(READERS[reader](refusal.suggestion), Read)
    if text.strip() and refusal.check != "organisation-number-personal":
        assert shown(text) in refusal.sv
        assert shown(text) in refusal.en


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_has_good_and_bad_values(name: str) -> None:
    assert (FOLDER / f"{name}.good.tsv").is_file()
    assert (FOLDER / f"{name}.bad.tsv").is_file()


@pytest.mark.parametrize(
    ("reader", "text", "sv", "en"),
    [
        ("organisation-number", "222000-0654", "har fel kontrollsiffra. Kontrollera den sista siffran.",
         "has a wrong check digit. Check the last digit."),
        ("organisation-number", "22200006", "ska ha 10 siffror (NNNNNN-NNNN); du angav 8.",
         "should have 10 digits (NNNNNN-NNNN); you gave 8."),
        ("amount", "ca 3,4 milj", "Skriv hela kronor med siffror, till exempel 3453768.",
         "Write whole kronor in digits, e.g. 3453768."),
        ("amount", "-250000", "kan inte vara negativt (-250000).", "cannot be negative (-250000)."),
        ("rate", "140 %", "kan vara 0–100 %; du angav 140 %.", "must be 0–100 %; you gave 140 %."),
        ("currency", "SKR", 'Valutan "SKR" finns inte. Använd SEK eller EUR', "Use SEK or EUR"),
        ("diary-number", "24/003 S2", 'Diarienumret "24/003 S2" har fel form. Skriv som 24-003-S02.',
         "Write it like 24-003-S02."),
        ("date", "2014-06-31", "Datumet 2014-06-31 finns inte; juni har 30 dagar.",
         "Date 2014-06-31 does not exist; June has 30 days."),
        ("date", "2019-02-29", "februari 2019 har 28 dagar.", "February 2019 has 28 days."),
        ("date", "1 sep 2017", "Skriv det som 2017-09-01 (ÅÅÅÅ-MM-DD).", "Write it as 2017-09-01 (YYYY-MM-DD)."),
        ("date", "i höstas", "Bara år (2018) går också bra.", "A year alone (2018) is also fine."),
        ("date", "01/09/2017", "2017-09-01 eller 2017-01-09", "2017-09-01 or 2017-01-09"),
        ("date", "45901", "ser ut som ett Excel-datum (antal dagar sedan 1900); menar du 2025-09-01?",
         "looks like an Excel date (days since 1900); did you mean 2025-09-01?"),
        ("date", "2018–2020", "start 2018, slut 2020", "start 2018, end 2020"),
        ("date", "2018-20", "skriv 2018 som start och 2020 som slut", "write 2018 as the start and 2020 as the end"),
        ("email", "peter.b.johansson(at)rjl.se", 'E-postadressen "peter.b.johansson(at)rjl.se" saknar @.', "has no @."),
        ("amount", "1.5 MEUR", "Menar du 1500000?", "Did you mean 1500000?"),
        ("amount", "5000000000000000", "högst 1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000 tas emot",
         "at most 1,000,000,000,000,000 is taken"),
    ],
)  # fmt: skip
def test_the_words_help(reader: str, text: str, sv: str, en: str) -> None:
    refusal = READERS[reader](text)
    assert isinstance(refusal, Refusal)
    assert sv in refusal.sv
    assert en in refusal.en


@pytest.mark.parametrize("text", ["800101-1234", "19800101-1234", "SE800101123401"])
def test_a_personal_number_is_not_repeated(text: str) -> None:
    refusal = numbers.read_organisation_number(text)
    assert isinstance(refusal, Refusal)
    assert "1234" not in refusal.sv + refusal.en + refusal.suggestion
    assert "personnummer" in refusal.sv


@pytest.mark.parametrize(
    ("text", "country", "value", "checks"),
    [
        ("974760673", "NO", "NO974760673", []),
        ("2077474-0", "fi", "FI20774740", []),
        ("13585628", "DK", "DK13585628", []),
        ("123456789", "DE", "DE123456789", ["organisation-number-unchecked"]),
        ("12345678", "UK", "GB12345678", ["organisation-number-unchecked"]),
        ("FI20774740", "NO", "FI20774740", ["organisation-number-country"]),
        ("222000-0653", "SE", "222000-0653", []),
    ],
)
def test_a_number_is_that_of_its_country(text: str, country: str, value: str, checks: list[str]) -> None:
    read = numbers.read_organisation_number(text, country=country)
    assert isinstance(read, Read)
    assert read.value == value
    assert [remark.check for remark in read.remarks] == checks


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("25.05.2020 00:00", "%d.%m.%Y %H:%M", "2020-05-25"),
        ("01/09/2017", "%d/%m/%Y", "2017-09-01"),
        ("01/09/2017", "%m/%d/%Y", "2017-01-09"),
        ("1 okt 2019", "%d %b %Y", "2019-10-01"),
        ("September 2019", "%B %Y", "2019-09"),
        ("20170901", "%Y%m%d", "2017-09-01"),
        ("17-09", "%y-%m", "2017-09"),
        ("2016-10-14 01:17:38", "%Y-%m-%d %H:%M:%S", "2016-10-14"),
        ("2018-09", "%d.%m.%Y", "2018-09"),
        ("100 % 2018", "100 %% %Y", "2018"),
    ],
)
def test_a_list_may_declare_how_it_writes_dates(text: str, form: str, value: str) -> None:
    read = read_date(text, formats=("%d-%m-%Y", form))
    assert isinstance(read, Read)
    assert told(read.value) == value


@pytest.mark.parametrize(
    ("text", "check"), [("31.06.2020", "date-missing"), ("00.06.2020", "date-missing"), ("x", "date-form")]
)
def test_a_declared_form_is_no_excuse(text: str, check: str) -> None:
    refusal = read_date(text, formats=("%d.%m.%Y",))
    assert isinstance(refusal, Refusal)
    assert refusal.check == check


@pytest.mark.parametrize("form", ["%Q", "%d.%m", "%Y %Y", "%Y-%d", "%"])
def test_a_format_that_is_none_is_an_error_of_the_caller(form: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read_date("2018-01-01", formats=(form,))
    assert caught.value.en != caught.value.sv


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("299609.48", ".", 299609), ("0.5", ".", 0), ("1.5", ".", 2), ("2,5", ",", 2), ("3518202,75", ",", 3518203),
        ("12,345", ".", 12345), ("12.345", ",", 12345), ("12,345", ",", 12), ("626199.99999984", "", 626200),
    ],
)  # fmt: skip
def test_a_list_may_have_its_decimals_rounded(text: str, sign: Any, value: int) -> None:
    read = amounts.read_amount(text, decimals="round", decimal_sign=sign)
    assert isinstance(read, Read)
    assert read.value.value == value
    rounded = [remark.check for remark in read.remarks] == ["amount-rounded"]
    assert rounded == (Decimal(text.replace(",", ".")) % 1 != 0 and not (sign and sign not in text))


@pytest.mark.parametrize(
    ("text", "unit", "value"), [("50", "percent", "0.5"), ("0.5", "percent", "0.005"), ("0.5", "fraction", "0.5"),
                                ("50 %", "fraction", "0.5"), ("1", "fraction", "1"), ("1", "percent", "0.01")],
)  # fmt: skip
def test_a_list_may_declare_what_its_rates_are(text: str, unit: Any, value: str) -> None:
    read = rates.read_rate(text, unit=unit)
    assert isinstance(read, Read)
    assert read.value == value


def test_an_amount_in_euro_is_told_in_euro() -> None:
    for refusal in (amounts.read_amount("ca 5 EUR"), amounts.read_amount("mycket", currency="EUR")):
        assert isinstance(refusal, Refusal)
        assert "kronor" not in refusal.sv


def test_kr_may_be_the_crown_of_four_countries() -> None:
    kr, sek = terms.currency_of("100 kr"), terms.currency_of("100 SEK")
    assert kr.fits("SEK")
    assert kr.fits("NOK")
    assert not kr.fits("EUR")
    assert not sek.fits("NOK")
    assert Currency().fits("EUR")
    assert terms.currency_of("hej") == Currency()


def test_a_currency_must_be_among_the_known_ones() -> None:
    assert isinstance(read_currency("ABC", known=("SEK", "EUR")), Refusal)
    assert read_currency("ABC") == Read("ABC")
    assert read_currency("kr", known=("SEK", "EUR")) == Read("SEK")


def test_other_funds_have_identifiers_of_their_own() -> None:
    assert identifiers.read_diary_number("24/003 S2", esf=False) == Read("24/003 S2")


def test_a_foreign_postal_code_is_taken_as_it_is() -> None:
    assert addresses.read_postal_code("FI-00100", country="FI") == Read("FI-00100")


@pytest.mark.parametrize("text", ["01234", "SE-012 34", "s 01234"])
def test_no_swedish_postal_code_begins_with_zero(text: str) -> None:
    read = addresses.read_postal_code(text)
    assert isinstance(read, Refusal)
    assert (read.severity, "börjar inte med 0" in read.sv, "do not begin with 0" in read.en) == ("warning", True, True)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Projektet ska ge fler unga arbete", "sv"), ("The project helps young people into work", "en"),
        ("Tre-M", "sv"), ("", "sv"), ("Cooperation between Region Jönköping and the county board", "en"),
        ("Ökad sysselsättning", "sv"), ("Matchning, motor, mäklare", "sv"), ("For a stronger region", "en"),
        ("Jobb i sikte", "sv"), ("i " * 100_000, "sv"),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_guessed(text: str, lang: str) -> None:
    assert texts.guess_language(text) == lang


@pytest.mark.parametrize(
    ("text", "lang", "blank"),
    [
        ("", "", True), ("  ", "sv", True), ("-", "sv", True), ("–", "en", True), ("N/A", "", True),
        ("saknas", "", True), ("Saknas", "sv", True), ("saknas", "en", False), ("missing", "en", True),
        ("missing", "sv", False),
        ("okänd", "", False), ("unknown", "", False), ("0", "", False), ("x", "", False), ("nej", "", False),
        (" \u200b ", "", True), ("Ingen uppgift", "", True), ("-" * 600, "", False), (" " * 600, "", True),
    ],
)  # fmt: skip
def test_what_stands_for_nothing(text: str, lang: str, blank: bool) -> None:
    assert is_blank(text, lang) is blank


@pytest.mark.parametrize(("limit", "reader"), [(20_000, "prose"), (500, "name"), (200, "identifier"), (500, "date")])
def test_a_value_has_a_longest_length(limit: int, reader: str) -> None:
    refusal = READERS[reader]("a" * (limit + 1))
    assert isinstance(refusal, Refusal)
    assert refusal.check == "value-too-long"
    assert f"{limit:,}" in refusal.en
    if reader != "date":
        assert isinstance(READERS[reader]("a" * limit), Read)


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert grouped(20618911) == ("20\u00a0618\u00a0911", "20,618,911")
    assert grouped(Decimal("1234.5")) == ("1\u00a0234,5", "1,234.5")


def test_a_value_is_shown_on_one_line_and_not_at_length() -> None:
    assert shown("a\nb\tc") == "a b c"
    assert shown("a\x00\u202eb") == "aU+0000U+202Eb"
    assert len(shown("a" * 200)) == 80


def test_two_separate_refusals_are_equal_when_they_say_the_same() -> None:
    assert read_date("hej") == read_date("hej")


SAMPLES = {
    "address": "https://example.org", "amount": "3 453 768 kr", "boolean": "ja", "date": "2018-09", "email": "a@b.se",
    "identifier": "24-003-S02", "integer": "12", "link": "https://example.org",
    "organisation-number": "222000-0653", "phone": "08-465 004 00",
    "postal-code": "971 28", "rate": "40 %", "target-value": "12,5", "text": "Ett projekt",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(terms.READERS))
def test_a_term_is_one_that_the_graph_takes(kind: str) -> None:
    read = terms.READERS[kind](SAMPLES[kind])
    assert isinstance(read, Read)
    (triple,) = parse_turtle(f"<http://example.org/s> <http://example.org/p> {read.value} .", "f")
    assert triple.object == read.value
    assert isinstance(terms.READERS[kind](""), Refusal)


def test_terms_have_the_datatypes_of_the_shapes() -> None:
    for read, datatype in (
        (terms.read_amount("5 kr"), "integer"), (terms.read_rate("40 %"), "decimal"),
        (terms.read_rate("1,0"), "decimal"),
        (terms.read_target("250"), "integer"), (terms.read_target("12,5"), "decimal"), (read_date("2018"), "gYear"),
        (read_date("2018-09"), "gYearMonth"), (read_date("2018-09-01"), "date"), (terms.read_boolean("ja"), "boolean"),
        (terms.read_text("a"), "string"), (terms.read_integer("175"), "integer"),
    ):  # fmt: skip
        assert isinstance(read, Read)
        assert isinstance(read.value, ox.Literal)
        assert read.value.datatype.value == XSD + datatype
    assert terms.unit_of("25 %") == "percent"
    assert terms.unit_of("25") == terms.unit_of("hej") == ""


PARTS = st.sampled_from(
    [
        "2017", "09", "01", "-", "–", "/", ".", ",", " ", "\u00a0", "kr", "SEK", "%", "ca ", "sep", "31", "+46", "(0)",
        "@", "(at)", "https://", "www.", "example", ".org", ":", "S02", "E+06", "mnkr", "000", "SE", "0687", "ankn",
        "<", ">", "\u202e", "\x00", "\ud800", "'", '"', "=", "rad", "till", "ÅÅÅÅ", "(", ")", "[", "]", "Ã¶", "å",
    ]
)  # fmt: skip
FIGURES = st.text("0123456789", max_size=60) | st.text("0123456789 .,-'%+E()krO:/", max_size=80)
ANY = st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=12).map("".join), FIGURES)


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=200, deadline=None)
@given(text=ANY)
def test_no_text_is_too_odd(name: str, text: str) -> None:
    read = READERS[name](text)
    assert isinstance(read, Read | Refusal)
    for remark in (read,) if isinstance(read, Refusal) else read.remarks:
        check_words(remark)


@pytest.mark.parametrize("kind", sorted(terms.READERS))
@settings(max_examples=200, deadline=None)
@given(text=ANY)
def test_what_is_read_can_always_be_written(kind: str, text: str) -> None:
    read = terms.READERS[kind](text)
    if isinstance(read, Read):
        assert parse_turtle(f"<http://example.org/s> <http://example.org/p> {read.value} .", "f")


@settings(max_examples=300, deadline=None)
@given(
    number=st.integers(min_value=0, max_value=10**15), space=st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'"])
)
def test_an_amount_survives_grouping_and_currency(number: int, space: str) -> None:
    text = f"{number:,}".replace(",", space)
    for written in (text, f"{text} kr", f"{text},00 SEK", f"SEK {text}", f"{text}:-"):
        read = amounts.read_amount(written)
        assert isinstance(read, Read)
        assert read.value.value == number


@settings(max_examples=300, deadline=None)
@given(day=st.dates(min_value=datetime.date(1995, 1, 1), max_value=datetime.date(2040, 12, 31)))
def test_every_day_is_read_and_every_other_form_of_it_suggests_it(day: datetime.date) -> None:
    right = day.isoformat()
    read = read_date(right)
    assert isinstance(read, Read)
    assert told(read.value) == right
    for form in ("%Y/%m/%d", "%Y%m%d", "%Y %m %d"):
        refusal = read_date(day.strftime(form))
        assert isinstance(refusal, Refusal)
        assert refusal.suggestion == right


LONG = [
    "a" * 100_000, "1" * 100_000, " " * 100_000, "1 " * 50_000, "<" * 100_000, "a@" * 50_000, "\u0300\u0316" * 50_000,
    "2017-09-01 " * 9_000, "(" * 100_000, "é" * 100_000, "https://" + "a." * 50_000, "\n" * 100_000, "[" * 100_000,
    "&" * 100_000, "-" * 100_000, "åäö " * 4_900, "Ã" * 20_000, "a" + "\u0300" * 19_990, "<a " * 6_600,
    "1" + " " * 480 + "x", "1." * 240, "a" * 490 + "@", "0-" * 99, "+" * 500, "kr" * 240, "1-" * 240,
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(READERS))
def test_no_text_takes_long(name: str) -> None:
    for text in LONG:
        before = time.perf_counter()
        READERS[name](text)
        assert time.perf_counter() - before < 1.0, text[:40]


def test_the_files_hold_enough() -> None:
    lines = [line for path in Path(FOLDER).glob("*.tsv") for line in lines_of(path)]
    assert len(lines) >= 250
