"""Any RDF file -> statements: looked at by the guards first, and read leniently, so that every mistake can be told."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import ParseError
from kg.work.portal.check import guards

RELATIVE = "relative://file/"  # what an address without a beginning begins with, so that it is seen

FORMATS: Mapping[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
_BEGINNINGS = (
    (re.compile(rb"\s*<(\?xml|!DOCTYPE|!--|rdf:RDF|[A-Za-z]+:RDF)[\s>]", re.IGNORECASE), ox.RdfFormat.RDF_XML),
    (re.compile(rb"\s*[{\[]\s*[\"{\]}]"), ox.RdfFormat.JSON_LD),
    (re.compile(rb"\s*<!?(html|doctype html)", re.IGNORECASE), None),
)
_BINARY = re.compile(rb"%PDF-|PK\x03\x04|\x1f\x8b|\x89PNG|\xd0\xcf\x11\xe0")
MAX_CATALOGUE = 200_000_000  # bytes; the national portal's whole catalogue is smaller


def read_catalogue(path: Path, contexts: Mapping[str, Any] | None = None) -> list[ox.Triple]:
    """Return the statements of a description of data, whole; those of named graphs too.

    Raises:
        ParseError: if it is no RDF, with the line; see `guards` for what is refused.
    """
    guards.refuse_size(path, MAX_CATALOGUE)
    triples = [quad.triple for quad in read(path, contexts)]
    if not triples:
        guards.refuse(path, "the file says nothing", "filen säger ingenting")
    return triples


def read(path: Path, contexts: Mapping[str, Any] | None = None) -> Iterator[ox.Quad]:
    """Yield the statements of an RDF file, as they are read. Raises as `read_catalogue`."""
    form = format_of(path)
    yield from parse(path, form, guarded(path, form, contexts or {}))


def format_of(path: Path) -> ox.RdfFormat:
    """Return the format of an RDF file: what it begins like, else what it is called.

    Raises:
        ParseError: if it cannot be read, is empty (N-Triples may be: they then hold no statement), or is no RDF.
    """
    named = FORMATS.get(path.suffix.lower())
    if named == ox.RdfFormat.N_TRIPLES and path.is_file() and path.stat().st_size == 0:
        return named
    guards.refuse_size(path)
    with path.open("rb") as file:
        begins = file.read(4096)
    if begins.startswith((b"\xff\xfe", b"\xfe\xff")):
        guards.refuse(path, "not UTF-8 but UTF-16; save the file as UTF-8", "inte UTF-8 utan UTF-16; spara som UTF-8")
    if _BINARY.match(begins):
        guards.refuse(path, "a binary file, no RDF", "en binär fil, ingen RDF")
    for pattern, form in _BEGINNINGS:
        if pattern.match(begins.removeprefix(b"\xef\xbb\xbf")) and form is not ox.RdfFormat.JSON_LD:
            return form or _no_rdf(path)
        if pattern.match(begins.removeprefix(b"\xef\xbb\xbf")) and named in (None, ox.RdfFormat.JSON_LD):
            return ox.RdfFormat.JSON_LD
    return named or (ox.RdfFormat.TURTLE if path.suffix == "" else _no_rdf(path))


def _no_rdf(path: Path) -> ox.RdfFormat:
    guards.refuse(
        path,
        "not an RDF file; hand over RDF/XML (.rdf), Turtle (.ttl), JSON-LD (.jsonld) or N-Triples (.nt)",
        "ingen RDF-fil; lämna RDF/XML (.rdf), Turtle (.ttl), JSON-LD (.jsonld) eller N-Triples (.nt)",
    )


def guarded(path: Path, form: ox.RdfFormat, contexts: Mapping[str, Any]) -> bytes | None:
    """Look through a file; return what is to be parsed instead of it, if it names contexts or has a byte order mark."""
    guards.refuse_no_text(path)
    if form == ox.RdfFormat.JSON_LD:
        return json.dumps(guards.load_json(path, contexts), ensure_ascii=False).encode()
    if form == ox.RdfFormat.RDF_XML:
        guards.refuse_xml(path)
    elif path.stat().st_size:
        guards.refuse_deep(path)
    with path.open("rb") as file:
        marked = file.read(3) == b"\xef\xbb\xbf"
    return path.read_bytes()[3:] if marked else None


def parse(path: Path, form: ox.RdfFormat, instead: bytes | None, base: str = RELATIVE) -> Iterator[ox.Quad]:
    """Yield the statements of a file that was looked through, by pyoxigraph."""
    base_iri = None if form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS) else base
    try:
        if instead is not None:
            yield from ox.parse(io.BytesIO(instead), format=form, base_iri=base_iri, lenient=True)
        else:
            yield from ox.parse(path=str(path), format=form, base_iri=base_iri, lenient=True)
    except SyntaxError as error:
        raise _broken(path, form, str(error.msg), error.lineno or 0) from None
    except (ValueError, OSError) as error:
        raise _broken(path, form, str(error), 0) from None


def _broken(path: Path, form: ox.RdfFormat, message: str, line: int) -> ParseError:
    detail = re.sub(r"^Parser error (?:at|between) line \d+ .*?: |\s*\(line \d+\)$", "", message)
    where = f"{path}:{line}" if line else str(path)
    return ParseError(f"{where}: not valid {form.name}: {detail}", f"{where}: inte giltig {form.name}: {detail}")
