import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.disk.lexer import MAX_CHARACTERS, MAX_DEPTH, refuse_deep, tokens
from kg.errors import InputError


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a comment with (\nx", [("word", "x")]),
        ("<http://x/#part> .", [("iri", "<http://x/#part>"), ("sign", ".")]),
        ("<http://x/a(b'c>", [("iri", "<http://x/a(b'c>")]),
        ("?a < ?b", [("variable", "?a"), ("sign", "<"), ("variable", "?b")]),
        (r'"a \" # b" c', [("string", r'"a \" # b"'), ("word", "c")]),
        (r"'it\'s' c", [("string", r"'it\'s'"), ("word", "c")]),
        ('"""a "quoted" {\n""" c', [("string", '"""a "quoted" {\n"""'), ("word", "c")]),
        ("'''a 'quoted' {\n''' c", [("string", "'''a 'quoted' {\n'''"), ("word", "c")]),
        ('"" c', [("string", '""'), ("word", "c")]),
        ('"a" "b"', [("string", '"a"'), ("string", '"b"')]),
        ('"never ended\nc', [("string", '"never ended'), ("word", "c")]),
        ("$a ?å", [("variable", "$a"), ("variable", "?å")]),
        ("_:b1.x c", [("blank", "_:b1.x"), ("word", "c")]),
        ("sam:role .", [("name", "sam:role"), ("sign", ".")]),
        ("ex:a.b. :x", [("name", "ex:a.b"), ("sign", "."), ("name", ":x")]),
        (r"ex:a\'b c", [("name", r"ex:a\'b"), ("word", "c")]),
        ('"hej"@sv-SE.', [("string", '"hej"'), ("language", "@sv-SE"), ("sign", ".")]),
        ("LIMIT 1.5e3x", [("word", "LIMIT"), ("number", "1.5e3"), ("word", "x")]),
    ],
)
def test_text_is_cut_into_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text())
def test_no_character_is_lost_or_told_twice(text: str) -> None:
    found = list(tokens(text))
    assert all(text.startswith(token.text, token.start) for token in found)
    ends = [token.start + len(token.text) for token in found]
    assert all(end <= token.start for end, token in zip(ends, found[1:], strict=False))
    assert all(end <= len(text) for end in ends)


@pytest.mark.parametrize(("opening", "closing"), [("(", ")"), ("[ ", " ]"), ("{\n", "}"), ("( [ ", "] )")])
def test_brackets_may_be_nested_to_a_depth_but_no_deeper(opening: str, closing: str) -> None:
    deep = MAX_DEPTH // len(opening.split())
    refuse_deep(opening * deep + closing * deep, "f")
    with pytest.raises(InputError, match=r"^f:\d+: brackets nested more than 100 deep$"):
        refuse_deep(opening * (deep + 1) + closing * (deep + 1), "f")


def test_triples_about_triples_are_nesting_too() -> None:
    refuse_deep("<<( " * 20 + ")>> " * 20, "f")
    with pytest.raises(InputError, match="brackets nested"):
        refuse_deep("<< ?s ?p " * (MAX_DEPTH + 1), "f")


def test_the_line_of_the_deep_bracket_is_told_in_both_languages() -> None:
    with pytest.raises(InputError) as caught:
        refuse_deep("\n\n" + "(" * (MAX_DEPTH + 1), "entry.ttl")
    assert caught.value.en == "entry.ttl:3: brackets nested more than 100 deep"
    assert caught.value.sv == "entry.ttl:3: parenteser i mer än 100 nivåer"


@pytest.mark.parametrize("inside", ['"{}"', "'{}'", '"""{}"""', "'''{}'''", "# {}\n"])
def test_brackets_in_strings_and_comments_are_not_nesting(inside: str) -> None:
    refuse_deep("( " + inside.replace("{}", "([{<<" * MAX_DEPTH) + " )", "f")


def test_many_brackets_beside_each_other_are_not_nesting() -> None:
    refuse_deep("(){}[]<<>> " * 10 * MAX_DEPTH, "f")


def test_text_that_is_too_long_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(InputError) as caught:
        refuse_deep(" " * (MAX_CHARACTERS + 1), "entry.ttl")
    assert caught.value.en == "entry.ttl: longer than 50,000,000 characters"
    assert caught.value.sv == "entry.ttl: längre än 50 000 000 tecken"


@pytest.mark.parametrize("iri", [r"<http://x/\u0061>", r"<http://x/\u0061'''>", r"<http://x/\U00000061>"])
def test_an_iri_with_an_escape_is_one_token(iri: str) -> None:
    assert kinds(iri + " .") == [("iri", iri), ("sign", ".")]
