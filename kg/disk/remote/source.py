"""The statements of a local store in the order in which they are sent to a server, always the same."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from kg.disk.remote.layout import STATEMENTS, RemoteVersion
from kg.disk.version import Version

_LAYOUT = b"1"  # of versions on a server: part of their names
_HELD = 32 << 20  # bytes of a graph that are held in memory; larger ones wait on the disk


@dataclass(frozen=True)
class Part:
    """Lines of N-Triples for one graph of the server."""

    graph: str
    lines: list[bytes]


class Source:
    """A local store to be sent: each graph's size, and a digest of everything."""

    def __init__(self, store: ox.Store, local: Version) -> None:
        self._store = store
        names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
        digest = hashlib.sha256(_LAYOUT)
        self.sizes: dict[str, int] = {}
        for name in names:
            sink = _Digest(digest)
            digest.update(f"<{name}>\n".encode())
            self._dump(name, cast(IO[bytes], sink))
            self.sizes[name] = sink.lines
        self.version = RemoteVersion(
            digest.hexdigest()[:32], local.name, sum(self.sizes.values()), len(names), local.derived, local.built
        )

    @property
    def total(self) -> int:
        """How many lines are sent: the catalogue, everything once for the union and once by graph."""
        return len(self.sizes) + 2 * self.version.quads

    def parts(self, skipped: int, at_once: int) -> Iterator[Part]:
        """Yield what is to be sent.

        Args:
            skipped: how many lines have been sent before.
            at_once: the most lines of a part.
        """
        there = self.version.there
        if skipped < len(self.sizes):
            lines = [f"<{there(name)}> {STATEMENTS} {ox.Literal(size)} .\n".encode()
                     for name, size in self.sizes.items()]  # fmt: skip
            for start in range(skipped, len(lines), at_once):
                yield Part(self.version.catalogue, lines[start : start + at_once])
        skipped = max(0, skipped - len(self.sizes))
        for target in (self.version.union, None):
            for name, size in self.sizes.items():
                if skipped >= size:
                    skipped -= size
                    continue
                for lines in self._lines(name, skipped, at_once):
                    yield Part(target or there(name), lines)
                skipped = 0

    def _lines(self, name: str, skipped: int, at_once: int) -> Iterator[list[bytes]]:
        with tempfile.SpooledTemporaryFile(max_size=_HELD, prefix="kg-load-") as file:
            self._dump(name, cast(IO[bytes], file))
            file.seek(0)
            held: list[bytes] = []
            for number, line in enumerate(file):
                if number >= skipped:
                    held.append(line)
                    if len(held) == at_once:
                        yield held
                        held = []
            if held:
                yield held

    def _dump(self, name: str, output: IO[bytes]) -> None:
        self._store.dump(cast(io.BytesIO, output), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name))


class _Digest:
    """A file to write to that keeps a digest, and how many lines there were."""

    def __init__(self, digest: "hashlib._Hash") -> None:
        self._digest = digest
        self.lines = 0

    def write(self, data: bytes) -> int:
        """Take a piece of the dump."""
        self._digest.update(data)
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        """Have nothing to wait for."""
