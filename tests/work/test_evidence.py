import hashlib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg_help import iri, store_of

from kg.jobs.evidence import evidence, fact_text, report_text
from kg.terms import ID
from kg.work.evidence import EvidenceReport, Fact, Place, check_evidence, stands

TEXT = """\
Projektet Alfa: vägar till jobb
Ägare är Region Påhittad, som förr hette Påhittans läns landsting.
Projektet pågår 1 sep 2017–2020-02-28 och har diarienummer 24-003-S02.
Beviljat stöd: 3 453 768 kronor, vilket är 40 procent av 8.634.420 kr.
Målet är att 250 individer deltar och att 75 % får jobb.
Postadress: 123 45 Påhittan.
Samarbetspartner är Bolaget
AB och Föreningen.
"""
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
ENTRY = f"""
document:one a sam:SourceDocument ; dcterms:identifier "one.txt" ; sam:sha256 "{DIGEST}" .
entry:x foaf:primaryTopic project:x .
project:x a sam:Project ; dcterms:title "Alfa: vägar till jobb"@sv, "Alfa: ways to jobs"@en ;
  dcterms:identifier "24-003-S02" ; sam:start "2017-09-01"^^xsd:date ; sam:end "2020-02-28"^^xsd:date ;
  sam:evidence :lines-1, :lines-3 .
:owner sam:actor actor:a ; sam:statedAs "Region Påhittad" ; sam:basis basis:stated ; sam:evidence :lines-2 ;
  sam:postalCode "123 45" ; sam:locality "Påhittan" ; sam:evidence :lines-6 .
:partner sam:actor actor:b ; sam:statedAs "Bolaget AB" ; sam:evidence :lines-7-8 .
:funder sam:actor actor:c ; sam:statedAs "Staten" ; sam:basis basis:inferred ; sam:evidence :lines-4 .
:support sam:amount 3453768 ; sam:rate 0.4 ; sam:evidence :lines-4 .
:total sam:amount 8634420 ; sam:evidence :lines-4 .
:persons sam:targetValue 250 ; sam:unit unit:persons ; sam:evidence :lines-5 .
:jobs sam:targetValue 75 ; sam:unit unit:percent ; sam:evidence :lines-5 .
:lines-1 a sam:Evidence ; sam:document document:one ; sam:firstLine 1 ; sam:lastLine 1 ; sam:sha256 "{DIGEST}" ;
  sam:evidenceFor dcterms:title .
:lines-2 a sam:Evidence ; sam:document document:one ; sam:firstLine 2 ; sam:lastLine 2 ; sam:sha256 "{DIGEST}" .
:lines-3 a sam:Evidence ; sam:document document:one ; sam:firstLine 3 ; sam:lastLine 3 ; sam:sha256 "{DIGEST}" ;
  sam:evidenceFor dcterms:identifier, sam:start, sam:end .
:lines-4 a sam:Evidence ; sam:document document:one ; sam:firstLine 4 ; sam:lastLine 4 ; sam:sha256 "{DIGEST}" .
:lines-5 a sam:Evidence ; sam:document document:one ; sam:firstLine 5 ; sam:lastLine 5 ; sam:sha256 "{DIGEST}" .
:lines-6 a sam:Evidence ; sam:document document:one ; sam:firstLine 6 ; sam:lastLine 6 ; sam:sha256 "{DIGEST}" .
:lines-7-8 a sam:Evidence ; sam:document document:one ; sam:firstLine 7 ; sam:lastLine 8 ; sam:sha256 "{DIGEST}" .
"""
STATED = 13
Check = Callable[..., EvidenceReport]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check the entry above, with one text in it replaced by another."""

    def run(old: str = "", new: str = "", text: str = TEXT) -> EvidenceReport:
        assert old in ENTRY
        (tmp_path / "one.txt").write_text(text, encoding="utf-8")
        return check_evidence(store_of(ENTRY.replace(old, new, 1) if old else ENTRY), tmp_path)

    return run


def fact(name: str, value: str, percent: bool = False) -> Fact:
    return Fact(f"{ID}project/x#part", iri(name).value, value, percent, (Place("d", 1, 1),))


def test_everything_that_stands_there_is_found(check: Check) -> None:
    report = check()
    assert report.missing == ()
    assert report.problems == ()
    assert (len(report.found), report.checked, report.share) == (STATED, STATED, 1.0)


def test_what_is_inferred_is_told_apart_and_not_looked_for(check: Check) -> None:
    (inferred,) = check().inferred
    assert (inferred.subject, inferred.value) == (f"{ID}project/x#funder", "Staten")
    assert inferred.places == (Place("one.txt", 4, 4),)


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ('"Region Påhittad"', '"Region Uppdiktad"', "Region Uppdiktad"),
        ('"Region Påhittad"', '"region påhittad"', "region påhittad"),
        ("sam:amount 3453768", "sam:amount 3453769", "3453769"),
        ("sam:amount 3453768", "sam:amount 345376", "345376"),
        ("sam:rate 0.4", "sam:rate 0.45", "0.45"),
        ("sam:targetValue 250", "sam:targetValue 25", "25"),
        ("sam:targetValue 250 ; sam:unit unit:persons", "sam:targetValue 250 ; sam:unit unit:percent", "250"),
        ("sam:targetValue 75", "sam:targetValue 57", "57"),
        ('"2017-09-01"', '"2017-09-02"', "2017-09-02"),
        ('"2020-02-28"', '"2020-02-29"', "2020-02-29"),
        ('"24-003-S02"', '"24-003-S03"', "24-003-S03"),
        ('"Alfa: vägar till jobb"', '"Alfa: vägar till arbete"', "Alfa: vägar till arbete"),
        ('"123 45"', '"123 46"', "123 46"),
        ('"Påhittan"', '"Uppdiktan"', "Uppdiktan"),
    ],
)
def test_a_planted_error_is_reported(check: Check, old: str, new: str, value: str) -> None:
    report = check(old, new)
    assert [missing.value for missing in report.missing] == [value]
    assert report.checked == STATED
    assert report.share == (STATED - 1) / STATED


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("sam:firstLine 2 ; sam:lastLine 2", "sam:firstLine 1 ; sam:lastLine 1", "Region Påhittad"),
        ("sam:firstLine 2 ; sam:lastLine 2", "sam:firstLine 3 ; sam:lastLine 9", "Region Påhittad"),
        ("sam:firstLine 2 ; sam:lastLine 2", "sam:firstLine 900 ; sam:lastLine 901", "Region Påhittad"),
        ("sam:firstLine 7 ; sam:lastLine 8", "sam:firstLine 7 ; sam:lastLine 7", "Bolaget AB"),
        ("sam:evidenceFor dcterms:title", "sam:evidenceFor dcterms:subject", "Alfa: vägar till jobb"),
    ],
)
def test_wrong_lines_are_reported(check: Check, old: str, new: str, value: str) -> None:
    assert [missing.value for missing in check(old, new).missing] == [value]


def test_lines_may_be_more_than_the_text_needs(check: Check) -> None:
    assert check("sam:firstLine 2 ; sam:lastLine 2", "sam:firstLine 1 ; sam:lastLine 8").missing == ()


def test_a_stated_name_without_evidence_is_reported(check: Check) -> None:
    report = check('sam:statedAs "Bolaget AB" ; sam:evidence :lines-7-8', 'sam:statedAs "Bolaget AB"')
    assert [missing.value for missing in report.missing] == ["Bolaget AB"]


def test_a_document_that_is_not_there_is_told_and_nothing_in_it_found(tmp_path: Path) -> None:
    report = check_evidence(store_of(ENTRY), tmp_path)
    assert report.problems == (
        (f"{tmp_path / 'one.txt'}: no such document", f"{tmp_path / 'one.txt'}: dokumentet finns inte"),
    )
    assert len(report.missing) == STATED
    assert report.share == 0


def test_a_document_that_has_changed_is_told(check: Check, tmp_path: Path) -> None:
    report = check(text=TEXT + "\n")
    assert report.problems == (
        (
            f"{tmp_path / 'one.txt'}: not the bytes that were read (SHA-256 differs)",
            f"{tmp_path / 'one.txt'}: inte samma innehåll som lästes (SHA-256 skiljer)",
        ),
    )
    assert report.missing == ()


def test_evidence_of_another_version_of_a_document_is_told(check: Check) -> None:
    report = check(f'sam:lastLine 2 ; sam:sha256 "{DIGEST}"', f'sam:lastLine 2 ; sam:sha256 "{"0" * 64}"')
    (problem,) = report.problems
    assert problem == (
        f"{ID}project/x#lines-2: read from another version of one.txt",
        f"{ID}project/x#lines-2: läst ur en annan version av one.txt",
    )


def test_a_documents_name_does_not_lead_out_of_the_folder(check: Check, tmp_path: Path) -> None:
    (tmp_path.parent / "two.txt").write_text(TEXT, encoding="utf-8")
    report = check('dcterms:identifier "one.txt"', 'dcterms:identifier "../two.txt"')
    assert report.problems[0][0] == f"{tmp_path / 'two.txt'}: no such document"
    assert report.found == ()


@pytest.mark.parametrize("sign", ["\x0c", "\x0b", "\x1c", "\x85", "\u2028"])
def test_lines_are_counted_as_editors_count_them(check: Check, sign: str) -> None:
    assert check(text=TEXT.replace("Projektet Alfa", f"{sign}Projektet Alfa", 1)).missing == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_systems_line_ends_are_line_ends(check: Check, end: str) -> None:
    assert check(text=TEXT.replace("\n", end)).missing == ()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (fact("sam:statedAs", "Orsa lärcentrum, AME"), "x Orsa\u00a0lärcentrum,  AME y"),
        (fact("sam:statedAs", "Länsstyrelsen"), "Norrbottens Länsstyrelsens"),
        (fact("sam:start", "2017-09-01"), "2017-09-01"),
        (fact("sam:start", "2017-09-01"), "20170901"),
        (fact("sam:start", "2017-09-01"), "1 sep 2017"),
        (fact("sam:start", "2017-09-01"), "den 1 sep. 2017,"),
        (fact("sam:start", "2017-09-01"), "1 september 2017"),
        (fact("sam:end", "2014-05-31"), "31 maj 2014"),
        (fact("sam:end", "2020"), "2018–2020"),
        (fact("sam:start", "2018"), "2018–2020"),
        (fact("sam:amount", "3453768"), "3453768"),
        (fact("sam:amount", "3453768"), "3 453 768 kr"),
        (fact("sam:amount", "3453768"), "3.453.768:-"),
        (fact("sam:amount", "3453768"), "kr3 453 768"),
        (fact("sam:rate", "0.4", percent=True), "40 %"),
        (fact("sam:rate", "0.4", percent=True), "40%"),
        (fact("sam:rate", "0.4", percent=True), "40 procent"),
        (fact("sam:rate", "0.07", percent=True), "7 %"),
        (fact("sam:rate", "1.0", percent=True), "100 %"),
        (fact("sam:targetValue", "75", percent=True), "75 procent"),
        (fact("sam:targetValue", "250"), "minst 250 individer"),
        (fact("dcterms:title", "Yrk-In"), "”Yrk-In”"),
        (fact("sam:cci", "2021SE05SFPR001"), "(2021SE05SFPR001)"),
    ],
)
def test_a_value_stands_there_however_documents_write_it(given: Fact, text: str) -> None:
    assert stands(given, {"d": [text]})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (fact("sam:start", "2017-09-01"), "2017-09-010"),
        (fact("sam:start", "2017-09-01"), "11 sep 2017"),
        (fact("sam:start", "2017-09-01"), "1 sepia 2017"),
        (fact("sam:start", "2017-09-01"), "2017-09-10"),
        (fact("sam:start", "2017-09-01"), "1 oktober 2017"),
        (fact("sam:amount", "345376"), "3453768"),
        (fact("sam:amount", "453768"), "3453768"),
        (fact("sam:amount", "3453768"), "3,453768"),
        (fact("sam:rate", "0.4", percent=True), "40 kr"),
        (fact("sam:rate", "0.4", percent=True), "140 %"),
        (fact("sam:rate", "0.4", percent=True), "0.4"),
        (fact("sam:targetValue", "75", percent=True), "75 personer"),
        (fact("dcterms:identifier", "24-003"), "124-003"),
        (fact("sam:statedAs", "a.b"), "axb"),
    ],
)
def test_a_value_does_not_stand_where_another_does(given: Fact, text: str) -> None:
    assert not stands(given, {"d": [text]})


@pytest.mark.parametrize("text", ["3 453 768 kr", "3.453.768 kr"])
def test_the_end_of_an_amount_is_no_amount(text: str) -> None:
    assert not stands(fact("sam:amount", "453768"), {"d": [text]})


@pytest.mark.parametrize("text", ["3 453 768 kr", "3.453.768 kr"])
def test_the_beginning_of_an_amount_is_no_amount(text: str) -> None:
    assert not stands(fact("sam:amount", "3453"), {"d": [text]})


def test_a_rate_with_decimals_is_found_with_a_decimal_comma() -> None:
    assert stands(fact("sam:rate", "0.5273", percent=True), {"d": ["52,73 %"]})


@pytest.mark.parametrize("text", ["maj 2019", "201905"])
def test_a_month_is_found_by_its_name(text: str) -> None:
    assert stands(fact("sam:start", "2019-05"), {"d": [text]})


@pytest.mark.parametrize(
    ("given", "text"),
    [(fact("sam:end", "2020"), "20201"), (fact("dcterms:title", "Tre-M"), "Tre-Mål"),
     (fact("dcterms:identifier", "24-003"), "24-0031")],
)  # fmt: skip
def test_the_beginning_of_a_longer_word_is_not_the_word(given: Fact, text: str) -> None:
    assert not stands(given, {"d": [text]})


def test_the_share_of_nothing_is_whole() -> None:
    assert check_evidence(ox.Store(), Path("/")).share == 1.0


# What the job tells


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    from kg.errors import InputError

    with pytest.raises(InputError) as caught:
        evidence(ox.Store(), tmp_path / "nowhere")
    assert caught.value.en == f"{tmp_path / 'nowhere'}: no such folder"
    assert caught.value.sv == f"{tmp_path / 'nowhere'}: mappen finns inte"


def test_the_report_is_told_in_english(check: Check) -> None:
    text = report_text(check("sam:amount 8634420", "sam:amount 8634421"), "en")
    assert text.splitlines() == [
        "not there: project:x#total sam:amount '8634421'  [one.txt:4–4]",
        "inferred, not checked (1):",
        "  project:x#funder sam:statedAs 'Staten'  [one.txt:4–4]",
        "12 of 13 stated names, figures and dates stand where they are said to (92.3%)",
    ]


def test_the_report_is_told_in_swedish(check: Check) -> None:
    text = report_text(check("sam:amount 8634420", "sam:amount 8634421", text=TEXT + "x"), "sv")
    lines = text.splitlines()
    assert lines[0].endswith("one.txt: inte samma innehåll som lästes (SHA-256 skiljer)")
    assert lines[1].startswith("står inte där: project:x#total ")
    assert lines[2] == "underförstått, inte prövat (1):"
    assert lines[4] == "12 av 13 angivna namn, belopp och datum står där de sägs stå (92,3 %)"


def test_a_fact_with_nowhere_to_look_is_told_so() -> None:
    assert fact_text(Fact(ID + "project/x", iri("sam:end").value, "2020", False, ())) == "project:x sam:end '2020'  [–]"
