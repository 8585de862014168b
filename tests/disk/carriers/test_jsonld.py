import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.disk.carriers.jsonld import CONTEXT_IRI, read_jsonld
from kg.disk.carriers.source import CarrierError
from kg.errors import KgError
from kg.terms import XSD

S = "https://example.org/s#"
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "id": "@id",
    "type": "@type",
    "s": S,
    "Project": "s:Project",
    "title": {"@id": "s:title", "@container": "@language"},
    "actor": {"@id": "s:actor", "@type": "@id"},
    "start": {"@id": "s:start", "@type": XSD + "date"},
    "rate": {"@id": "s:rate", "@type": XSD + "decimal"},
    "amount": "s:amount",
    "parts": {"@id": "s:parts", "@container": "@index"},
}
IRI = "https://example.org/id/x"
SUBJECT = ox.NamedNode(IRI)


def read(tmp_path: Path, content: object) -> list[ox.Triple]:
    path = tmp_path / "projekt.jsonld"
    text = content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return read_jsonld(path, CONTEXT)


def thing(**values: object) -> dict[str, object]:
    return {"@context": CONTEXT_IRI, "id": IRI, **values}


def triple(name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(SUBJECT, ox.NamedNode(S + name), value)


def test_the_published_context_is_known_without_being_fetched(tmp_path: Path) -> None:
    found = read(tmp_path, thing(type="Project", title={"sv": "Ett", "en": "One"}, start="2024-01-02", amount=5))
    assert set(found) == {
        ox.Triple(
            SUBJECT, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(S + "Project")
        ),
        triple("title", ox.Literal("Ett", language="sv")),
        triple("title", ox.Literal("One", language="en")),
        triple("start", ox.Literal("2024-01-02", datatype=ox.NamedNode(XSD + "date"))),
        triple("amount", ox.Literal(5)),
    }


@pytest.mark.parametrize(
    "context",
    [
        CONTEXT_IRI,
        CONTEXT,
        [CONTEXT_IRI],
        [CONTEXT_IRI, {"other": "s:other"}],
        {"id": "@id", "amount": S + "amount"},
        {"@vocab": S, "id": "@id"},
    ],
)
def test_a_context_may_be_named_copied_or_written_in_the_file(tmp_path: Path, context: object) -> None:
    assert read(tmp_path, {"@context": context, "id": IRI, "amount": "x"}) == [triple("amount", ox.Literal("x"))]


def test_the_published_context_may_be_given_as_its_document(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps(thing(amount="x")), encoding="utf-8")
    assert read_jsonld(path, {"@context": CONTEXT}) == [triple("amount", ox.Literal("x"))]


def test_no_context_is_needed_where_everything_is_written_out(tmp_path: Path) -> None:
    assert read(tmp_path, [{"@id": IRI, S + "amount": [{"@value": "x"}]}]) == [triple("amount", ox.Literal("x"))]


def test_things_may_be_a_list_or_a_graph(tmp_path: Path) -> None:
    inner = {"id": IRI, "amount": "x"}
    assert read(tmp_path, {"@context": CONTEXT_IRI, "@graph": [inner]}) == [triple("amount", ox.Literal("x"))]
    assert len(read(tmp_path, [thing(amount="1"), thing(amount="2")])) == 2


def test_things_may_stand_in_things(tmp_path: Path) -> None:
    other = "https://example.org/id/y"
    found = read(tmp_path, thing(actor={"id": other, "amount": 1}, parts={"a b": {"id": other}}))
    assert {str(one.object) for one in found} == {f"<{other}>", str(ox.Literal(1))}


def test_a_decimal_becomes_what_the_store_gives_back(tmp_path: Path) -> None:
    assert read(tmp_path, thing(rate="0.40")) == [
        triple("rate", ox.Literal("0.4", datatype=ox.NamedNode(XSD + "decimal")))
    ]


ANOTHER = "a context inside a thing or inside another context"


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ({"@context": "http://127.0.0.1:9/ctx.jsonld", "id": IRI}, 2, "http://127.0.0.1:9/ctx.jsonld is not fetched"),
        ({"@context": [CONTEXT_IRI, "other.jsonld"], "id": IRI}, 4, "the context other.jsonld is not fetched"),
        ({"@context": [[["file:///etc/passwd"]]], "id": IRI}, 5, "is not fetched"),
        ({"@context": None, "id": IRI}, 2, "the context None is not fetched"),
        ({"@context": {"@import": CONTEXT_IRI}, "id": IRI}, 3, ANOTHER),
        ({"@context": {"p": {"@id": "http://x/p", "@context": "http://x"}}, "@id": IRI}, 5, ANOTHER),
        (thing(actor={"@context": CONTEXT_IRI, "id": IRI}), 5, ANOTHER),
        ({"@context": CONTEXT_IRI, "@graph": [{"@context": {}, "id": IRI}]}, 5, ANOTHER),
        ('{"\\u0040context": "http://x/", "@id": "http://x/"}', 1, "is not fetched"),
        (thing(titel="Ett"), 4, 'the key "titel" is not in the context'),
        (thing(**{"@nonsense": 1}), 4, 'the key "@nonsense" is not in the context'),
        ({"id": IRI, "title": "x"}, 2, f'begin with "@context": "{CONTEXT_IRI}"'),
        (thing(id="http://x/a b", amount=1), 3, '"http://x/a b" is not an address'),
        (thing(actor=["http://x/a", "http://x/<b>"]), 6, '"http://x/<b>" is not an address'),
        (thing(type="Projct"), 4, '"Projct" is not a full address (IRI), and no term of the context'),
        (thing(id="../../etc", amount=1), 3, "is not a full address"),
        (thing(actor="ftp://x/"), 4, "<ftp://x/> is not a web, mail or phone address"),
        (thing(**{"foo:bar": "x"}), 4, "<foo:bar> is not a web, mail or phone address"),
        (thing(actor={"amount": 1}), 4, "a node without a name"),
        (thing(actor={"id": "_:b", "amount": 1}), 4, "a node without a name"),
        (thing(amount={"@list": [1]}), 4, "a node without a name"),
        (thing(**{"@graph": [{"id": IRI, "amount": 1}]}), 3, "a graph of its own"),
        (thing(rate=0.4), 4, 'the number 0.4 would be changed on the way; write it as text, "0.4"'),
        (thing(amount="0.4", rate=0.4), 5, "the number 0.4 would be changed"),
        (thing(amount=10**30), 4, "would be changed on the way"),
        (thing(amount={"@value": "x", "@type": "@json"}), 4, "#JSON>, which the graph does not take"),
        (thing(start="2024-02-30"), 4, "'2024-02-30' is not a valid date"),
        (thing(title={"sv": "x", "s v": "x"}), 6, '"s v" is not the code of a language'),
        (thing(amount={"@value": "x", "@language": "sv_SE"}), 6, '"sv_SE" is not the code of a language'),
        (thing(amount=[{"@language": {}}]), 6, "is not the code of a language"),
        (thing(), 0, "the file says nothing"),
        ([1], 2, "JSON-LD is a thing"),
        ([None], 2, "JSON-LD is a thing"),
        ([], 0, "the file says nothing"),
        ('{"id": "x", "id": "y"}', 1, 'the key "id" stands twice'),
        ({"@context": {"@version": "1.2"}, "@id": IRI}, 0, "not valid JSON-LD"),
        ('{"p":' * 4000 + "1" + "}" * 4000, 1, "nested more than 20 deep"),
    ],
)
def test_what_would_be_fetched_or_lost_is_refused(tmp_path: Path, content: object, line: int, said: str) -> None:
    with pytest.raises(CarrierError) as caught:
        read(tmp_path, content)
    assert said in caught.value.en
    assert caught.value.place.line == line
    assert caught.value.reason_sv != caught.value.reason_en


def test_keys_that_differ_in_case_are_different_keys(tmp_path: Path) -> None:
    found = read(tmp_path, {"@context": {"S": S, "s": "http://example.org/"}, "@id": IRI, "S:a": "1", "s:a": "1"})
    assert len(found) == 2


PIECES = st.sampled_from(
    [IRI, CONTEXT_IRI, "x", "@id", "@type", "@json", "sv", "_:b", "http://x/ y", "s:a", 1, 1.5, True, None]
)
KEYS = st.sampled_from(
    [
        *CONTEXT,
        "@context",
        "@graph",
        "@value",
        "@list",
        "@reverse",
        "@included",
        "@nest",
        "@base",
        "@vocab",
        "sv",
        "x",
        S + "p",
    ]
)
TREES = st.recursive(
    PIECES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(KEYS, TREES), st.sampled_from([CONTEXT_IRI, CONTEXT, None]))
def test_whatever_the_tree_it_is_read_or_refused(tmp_path: Path, tree: dict[str, object], context: object) -> None:
    try:
        assert read(tmp_path, tree | ({"@context": context} if context else {}))
    except KgError as error:
        assert error.en.startswith(str(tmp_path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary())
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonld"
    path.write_bytes(data)
    try:
        assert read_jsonld(path, CONTEXT)
    except KgError as error:
        assert error.sv.startswith(str(path))
