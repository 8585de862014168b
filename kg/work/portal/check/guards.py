"""What is looked at before a parser sees a file: the native parsers die of some files, and fetch what others name.

RDF/XML with a document type is refused (entities end the process), and so is what is nested too deep, what is no text,
and JSON-LD that names a context elsewhere. Files are looked at piece by piece or mapped, so that large ones pass too.
"""

import codecs
import json
import mmap
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from kg.disk.lexer import MAX_DEPTH
from kg.errors import ParseError

MAX_BYTES = 4_000_000_000
MAX_JSON_BYTES = 500_000_000  # JSON is held whole in memory
_CHUNK = 1 << 20

# Strings, IRIs, comments and escaped signs are passed over, so that only brackets that are meant as such are counted.
_SIGNS = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""|'
    rb"'''(?:[^'\\]|\\.|'(?!''))*+'''|"
    rb'"(?:[^"\\\r\n]|\\.)*+"|'
    rb"'(?:[^'\\\r\n]|\\.)*+'|"
    rb"<<|>>|<[^<>\"\x00-\x20]*+>|\\.|#[^\r\n]*+|[\[\](){}]",
    re.DOTALL,
)
_JSON_SIGNS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_OPENING = frozenset((b"<<", b"[", b"(", b"{"))
_CLOSING = frozenset((b">>", b"]", b")", b"}"))


def refuse_size(path: Path, limit: int = MAX_BYTES) -> int:
    """Return the size of a file.

    Raises:
        ParseError: if it is missing, no file, empty, or larger than `limit` bytes.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror}", f"går inte att läsa: {error.strerror}")
    if not path.is_file():
        refuse(path, "not a file", "ingen fil")
    if size == 0:
        refuse(path, "the file is empty", "filen är tom")
    if size > limit:
        refuse(path, f"larger than {limit:,} bytes", f"större än {limit:,} byte".replace(",", " "))
    return size


def refuse_no_text(path: Path) -> None:
    """Refuse a file that is not text in UTF-8.

    Raises:
        ParseError: with the line, if it is binary or in another encoding.
    """
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with _opened(path) as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += chunk[: error.start].count(b"\n")
                refuse(path, "not UTF-8; save the file as UTF-8", "inte UTF-8; spara filen som UTF-8", line)
            if "\0" in text:
                refuse(path, "a binary file, no text", "en binär fil, ingen text")
            if not chunk:
                return
            line += chunk.count(b"\n")


def refuse_deep(path: Path, *, as_json: bool = False) -> None:
    """Refuse Turtle, TriG, N-Triples or JSON whose brackets are nested more than a hundred deep.

    Raises:
        ParseError: with the line.
    """
    depth = 0
    with _opened(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for match in (_JSON_SIGNS if as_json else _SIGNS).finditer(data):
            sign = match.group()
            if sign in _OPENING:
                depth += 1
                if depth > MAX_DEPTH:
                    _refuse_depth(path, data[: match.start()].count(b"\n") + 1)
            elif sign in _CLOSING:
                depth = max(0, depth - 1)


def refuse_xml(path: Path) -> str:
    """Refuse XML with a document type, nested too deep, or not well-formed; return the outermost element's name.

    Raises:
        ParseError: with the line.
    """
    looked = _Xml(path)
    with _opened(path) as file:
        while chunk := file.read(_CHUNK):
            looked.feed(chunk)
    looked.feed(b"", final=True)
    return looked.root


class _Xml:
    """A look through XML, without what a document type would have it do."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._depth = 0
        self.root = ""
        self._parser = expat.ParserCreate(namespace_separator="")
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def feed(self, data: bytes, *, final: bool = False) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "XML")
            refuse(self._path, f"not well-formed XML: {reason}", f"inte välformad XML: {reason}", error.lineno)

    def _begin(self, name: str, _: dict[str, str]) -> None:
        self.root = self.root or name
        self._depth += 1
        if self._depth > MAX_DEPTH:
            _refuse_depth(self._path, self._parser.CurrentLineNumber)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _refuse_doctype(self, *_: object) -> None:
        refuse(
            self._path,
            "the XML has a document type (<!DOCTYPE …>), which may hide anything; take it away",
            "XML-filen har en dokumenttyp (<!DOCTYPE …>), som kan dölja vad som helst; ta bort den",
            self._parser.CurrentLineNumber,
        )


def load_json(path: Path, contexts: Mapping[str, Any]) -> Any:
    """Return the JSON of a JSON-LD file, the contexts that it names put in their places.

    Args:
        path: the file.
        contexts: the contexts that are known, by their IRI.

    Raises:
        ParseError: for broken JSON, and for a context that is not known: nothing is fetched.
    """
    refuse_size(path, MAX_JSON_BYTES)
    refuse_deep(path, as_json=True)

    def checked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        for key in ("@context", "@import"):
            if key in found:
                found[key] = _context(path, found[key], contexts)
        return found

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=checked)
    except json.JSONDecodeError as error:
        refuse(path, f"not JSON: {error.msg}", f"inte JSON: {error.msg}", error.lineno)
    except ValueError as error:  # a number of thousands of digits
        refuse(path, f"not JSON: {error}", f"inte JSON: {error}")


def _context(path: Path, named: Any, contexts: Mapping[str, Any]) -> Any:
    """Return a context with those that it names by an IRI put in; refuse those that are not known."""
    if isinstance(named, list):
        return [_context(path, one, contexts) for one in named]
    if not isinstance(named, str):
        return named
    if named not in contexts:
        shown = named if len(named) <= 80 else named[:80] + "…"
        refuse(
            path,
            f"names the context {shown}, and nothing is fetched; write the context in the file",
            f"anger kontexten {shown}, och ingenting hämtas; skriv kontexten i filen",
        )
    known = contexts[named]
    return known.get("@context", known) if isinstance(known, dict) else known


def refuse(path: Path, en: str, sv: str, line: int = 0) -> NoReturn:
    """Raise a ParseError that names the file, and the line if there is one."""
    where = f"{path}:{line}" if line else str(path)
    raise ParseError(f"{where}: {en}", f"{where}: {sv}")


def _refuse_depth(path: Path, line: int) -> NoReturn:
    refuse(path, f"nested more than {MAX_DEPTH} deep", f"nästlat i mer än {MAX_DEPTH} nivåer", line)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror}", f"går inte att läsa: {error.strerror}")
