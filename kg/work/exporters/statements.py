"""The statements of a store in order, in bounded memory: as lines of N-Triples, and as things with their properties."""

import io
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import cast

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.runs import Runs
from kg.errors import InputError

Properties = dict[str, list[str]]  # values by the property's IRI, each value in N-Triples and in its order

_PIECE = 1 << 20


def lines(store: Graphs, graphs: Iterable[ox.NamedNode]) -> Generator[str, None, None]:
    """Yield what stands in some graphs as N-Triples without the line ends, sorted by code point, without doubles."""
    runs: Runs[str] = Runs()
    with closing(runs):
        sink = _Sink(runs)
        for graph in graphs:
            store.dump(cast(io.BytesIO, sink), format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        sink.close()
        last = ""
        for line in runs:
            if line != last:
                yield line
                last = line


def things(sorted_lines: Iterable[str]) -> Iterator[tuple[str, Properties]]:
    """Yield each subject's IRI and its properties, from lines that are sorted.

    Raises:
        InputError: if a subject has no IRI.
    """
    prefix, length = "\n", 1
    properties: Properties = {}
    for line in sorted_lines:
        if not line.startswith(prefix):
            if properties:
                yield prefix[1:-2], properties
            prefix = line[: line.index(" ") + 1]
            if prefix[0] != "<" or prefix[1] == "<":
                raise nameless()
            length = len(prefix) + 1
            properties = {}
        predicate, _, value = line[length:-2].partition("> ")
        if predicate in properties:
            properties[predicate].append(value)
        else:
            properties[predicate] = [value]
    if properties:
        yield prefix[1:-2], properties


def literal(text: str) -> tuple[str, str, str]:
    """Return a literal's value, its language and its datatype (empty where it is a plain text) from its N-Triples."""
    end = text.rindex('"')
    value, rest = text[1:end], text[end + 1 :]
    if "\\" in value:
        value = _ESCAPED.sub(_unescaped, value)
    return value, rest[1:] if rest[:1] == "@" else "", rest[3:-1] if rest[:1] == "^" else ""


def iri_of(text: str) -> str:
    """Return the IRI that stands in angle brackets.

    Raises:
        InputError: if it is a triple that stands there.
    """
    if text[1] == "<":
        raise InputError("a triple about a triple has no place in the graph", "en trippel om en trippel hör inte hit")
    return text[1:-1]


def nameless() -> InputError:
    """Return the error to raise at a node that has no IRI."""
    return InputError("a node without a name has no place here; give it an IRI",
                      "en nod utan namn hör inte hit; ge den en IRI")  # fmt: skip


def _unescaped(match: re.Match[str]) -> str:
    letter = match[1]
    return chr(int(letter[1:], 16)) if letter[0] in "uU" else _LETTERS.get(letter, letter)


class _Sink:
    """A file to write to that passes on whole lines, some thousand at a time."""

    def __init__(self, runs: Runs[str]) -> None:
        self._runs = runs
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take a piece of the dump."""
        self._parts.append(data)
        self._size += len(data)
        if self._size > _PIECE:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Wait for more: a line may be cut."""

    def close(self) -> None:
        """Pass on what is left."""
        self._pass_on()

    def _pass_on(self) -> None:
        whole = b"".join(self._parts)
        cut = whole.rfind(b"\n") + 1
        found = whole[:cut].decode().split("\n")
        found.pop()
        self._runs.extend(found, cut)
        self._parts = [whole[cut:]]
        self._size = len(whole) - cut


_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
