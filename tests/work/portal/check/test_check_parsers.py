"""Two parsers read the same from the same file, whatever they do with numbers, languages and relative addresses."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.work.portal.check.parsers import Second, digests

TURTLE = """@prefix e: <http://e.x/> .
e:s e:p "x"@sv-SE, 5, 1.50, 1e6, true, "007"^^<http://www.w3.org/2001/XMLSchema#integer>, [ e:q ( 1 2 ) ], <rel> .
e:å e:p "å\\n\\"\\\\", "2026-11-22"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
FORMS = (
    ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.RDF_XML,
    ox.RdfFormat.JSON_LD,
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file_extension)
def test_both_read_the_same(form: ox.RdfFormat, tmp_path: Path) -> None:
    quads = list(ox.parse(TURTLE.encode(), format=ox.RdfFormat.TURTLE, base_iri="http://relative.invalid/"))
    path = tmp_path / f"a.{form.file_extension}"
    path.write_bytes(ox.serialize(quads, format=form) or b"")
    first, second = digests(path, {}, Second())
    assert first == second
    assert first[0] == 15


def test_graphs_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://e.x/a> <http://e.x/b> 1 .", encoding="utf-8")
    (tmp_path / "a.trig").write_text("<http://e.x/g> { <http://e.x/a> <http://e.x/b> 1 . }", encoding="utf-8")
    second = Second()
    assert digests(tmp_path / "a.ttl", {}, second) == digests(tmp_path / "a.trig", {}, second)


def test_a_context_that_is_known_is_put_in(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": "https://e.x/c", "@id": "http://e.x/a", "b": 1}', encoding="utf-8")
    first, second = digests(path, {"https://e.x/c": {"@context": {"b": "http://e.x/b"}}}, Second())
    assert first == second
    assert first[0] == 1
    with pytest.raises(KgError, match="nothing is fetched"):
        digests(path, {}, Second())
