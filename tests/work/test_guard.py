import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg_help import FIXTURES, lines_of

from kg.disk.lexer import MAX_DEPTH
from kg.errors import InputError, QueryRefusedError
from kg.work.guard import MAX_QUERY, refuse_unsafe

GUARD = FIXTURES / "guard"
SPELLINGS = [
    [letter, letter.upper(), f"\\u{ord(letter):04X}", f"\\u{ord(letter.upper()):04x}", f"\\U{ord(letter):08X}"]
    for letter in "service"
]


@pytest.mark.parametrize("line", lines_of(GUARD / "allowed.txt"))
def test_a_query_that_only_reads_is_taken(line: str) -> None:
    refuse_unsafe(line.replace("⏎", "\n"))


@pytest.mark.parametrize("line", lines_of(GUARD / "refused.txt"))
def test_a_query_that_does_more_is_refused(line: str) -> None:
    word, query = line.split("\t")
    with pytest.raises(QueryRefusedError) as caught:
        refuse_unsafe(query.replace("⏎", "\n"))
    assert caught.value.en.split()[0] == word
    if word.isupper():
        assert caught.value.sv.startswith(f"{word} är inte tillåtet: ")


@pytest.mark.parametrize("line", lines_of(GUARD / "smuggled.txt"))
def test_a_query_whose_words_run_together_is_refused(line: str) -> None:
    with pytest.raises(QueryRefusedError):
        refuse_unsafe(line.replace("⏎", "\n"))


@given(
    st.text(alphabet=" \t\n\r", min_size=1), st.text(alphabet=" \t\n\r"), st.sampled_from(["<http://x/>", "?e", "x:y"])
)
def test_white_space_does_not_hide_a_service(before: str, after: str, endpoint: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        refuse_unsafe(f"SELECT * {{{before}SERVICE{after or ' '}{endpoint} {{ ?s ?p ?o }} }}")


@given(st.tuples(*(st.sampled_from(spellings) for spellings in SPELLINGS)).map("".join))
def test_neither_case_nor_escapes_hide_a_service(word: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        refuse_unsafe(f"SELECT * {{ {word} <http://example.org/> {{ ?s ?p ?o }} }}")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters='\\"\n\r')))
def test_text_in_a_string_is_never_taken_for_a_word_of_the_query(text: str) -> None:
    refuse_unsafe(f'SELECT * {{ ?s ?p "{text} SERVICE FROM INSERT {text}" }}')


@given(st.text())
def test_any_text_is_taken_or_refused_and_nothing_else(text: str) -> None:
    try:
        refuse_unsafe(text)
    except InputError as error:
        assert error.en
        assert error.sv


def test_a_query_that_is_too_long_is_refused_in_both_languages() -> None:
    refuse_unsafe("ASK { }".ljust(MAX_QUERY))
    with pytest.raises(QueryRefusedError) as caught:
        refuse_unsafe("ASK { }".ljust(MAX_QUERY + 1))
    assert caught.value.en == "the query is longer than 100,000 characters"
    assert caught.value.sv == "frågan är längre än 100 000 tecken"


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]"), ("<<( ", " )>>")])
def test_a_query_nested_too_deep_is_refused(opening: str, closing: str) -> None:
    with pytest.raises(InputError, match="query:1: brackets nested more than 100 deep"):
        refuse_unsafe(f"SELECT * {{ {opening * MAX_DEPTH} ?s ?p ?o {closing * MAX_DEPTH} }}")


def test_brackets_behind_an_escape_are_counted() -> None:
    with pytest.raises(InputError, match="brackets nested"):
        refuse_unsafe("SELECT * " + "\\u007B" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("pattern", ["((a+))+", "(?:(a)*)*", "((a+)b?)+"])
def test_a_repetition_of_a_repetition_is_seen_through_parentheses(pattern: str) -> None:
    with pytest.raises(QueryRefusedError):
        refuse_unsafe(f'SELECT * {{ ?s ?p ?o FILTER REGEX(?o, "{pattern}") }}')


def test_the_guard_itself_is_done_soon_with_any_pattern() -> None:
    code = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
from kg.errors import QueryRefusedError
from kg.work.guard import MAX_QUERY, refuse_unsafe
try:
    refuse_unsafe('ASK { FILTER REGEX("x", "(' + "+" * (MAX_QUERY - 100) + '") }')
except QueryRefusedError:
    pass
print("done")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "done\n"
