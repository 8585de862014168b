import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.spelling import folded, tight, typo_keys, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Malung-Sälens kommun", ["malung", "salens", "kommun"]),
        ("Malung – Sälens  KOMMUN", ["malung", "salens", "kommun"]),
        ("Plåt & Rör", ["plat", "och", "ror"]),
        ("ESF+", ["esf", "plus"]),
        ("Tromsø, Ærø", ["tromso", "aero"]),
        ("”Tre-M” (2012–2014)", ["tre", "m", "2012", "2014"]),
        ("under_streck", ["under", "streck"]),
        ("Straße", ["strasse"]),
        ("会社", ["会社"]),
        ("!?", []),
    ],
)
def test_words_are_without_case_accents_and_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Upplands Väsby", "UpplandsVäsby"),
        ("Malung-Sälen", "malung‑salen"),
        ("L'Oréal", "L’Oréal"),
        ("ESF+", "esf-plus"),
        ("Orsa lärcentrum, AME", "ORSA LARCENTRUM AME"),
        ("24-003-S02", "24-003 s02"),
        ("e\u0301", "é"),
    ],
)
def test_names_that_differ_in_signs_only_are_the_same_when_tight(one: str, other: str) -> None:
    assert tight(one) == tight(other)


@pytest.mark.parametrize(("one", "other"), [("ESF", "ESF+"), ("€", "$"), ("Habo", "Habo 2"), ("!", "?")])
def test_names_that_differ_in_letters_digits_or_signs_alone_are_not_the_same(one: str, other: str) -> None:
    assert tight(one) != tight(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hedemora", "hedemorra"), ("hedemora", "hedmora"), ("hedemora", "hedeomra"), ("hedemora", "hedemara"),
        ("tillvaxtverket", "tillvaksverket"), ("forsakringskassan", "forsakringskasan"), ("skolverket", "skolvarket"),
        ("ornskoldsviks", "ornskoldvik"), ("engelholm", "angelholm"), ("stjarna", "skjarna"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_word_share_a_key(one: str, other: str) -> None:
    assert typo_keys(one) & typo_keys(other)


@pytest.mark.parametrize(("one", "other"), [("af", "fk"), ("scb", "sgb"), ("2580", "2581"), ("falun", "lulea")])
def test_short_words_and_numbers_share_no_key_with_others(one: str, other: str) -> None:
    assert not typo_keys(one) & typo_keys(other)


def test_a_very_long_word_has_few_keys() -> None:
    assert len(typo_keys("ab" * 5000)) < 150


@given(st.text())
def test_any_text_can_be_compared(text: str) -> None:
    assert tight(text) or not text.strip()
    assert folded(folded(text)) == folded(text)
    for word in words(text):
        assert word in typo_keys(word) or len(word) > 40
