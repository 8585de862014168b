"""Documents piece by piece, in bounded memory: the same bytes as the writers of `rdf` and `jsonld` give."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.disk.runs import Runs
from kg.disk.turtle import sort_key
from kg.work.exporters.blocks import Block, Blocks, TurtleBlocks, XmlBlocks
from kg.work.exporters.statements import lines, things

Names = Iterable[ox.NamedNode]

_PIECE = 1 << 16
_AT_ONCE = 256


def document(store: Graphs, graphs: Names, form: str) -> Iterator[bytes]:
    """Yield what stands in some graphs as one document in UTF-8.

    Args:
        store: the graphs.
        graphs: their names.
        form: `turtle`, `trig`, `ntriples`, `rdfxml` or `jsonld`.

    Raises:
        InputError: before the first piece, if something cannot be written in the format.
    """
    return _WRITERS[form](store, graphs)


def _ntriples(store: Graphs, graphs: Names) -> Iterator[bytes]:
    return _pieces(f"{line}\n" for line in lines(store, graphs))


def _turtle(store: Graphs, graphs: Names) -> Iterator[bytes]:
    return _things(store, graphs, TurtleBlocks())


def _rdfxml(store: Graphs, graphs: Names) -> Iterator[bytes]:
    return _things(store, graphs, XmlBlocks())


def _jsonld(store: Graphs, graphs: Names) -> Iterator[bytes]:
    from kg.work.exporters.json_blocks import JsonBlocks

    return _things(store, graphs, JsonBlocks())


def _trig(store: Graphs, graphs: Names) -> Iterator[bytes]:
    """Yield each graph under its name; they wait on the disk until the prefixes are known."""
    blocks = TurtleBlocks()
    with tempfile.TemporaryFile(prefix="kg-trig-") as body:
        for graph in sorted(graphs, key=lambda graph: sort_key(graph.value)):
            with closing(_sorted(store, (graph,), blocks)) as runs:
                written = iter(runs)
                if first := next(written, None):
                    texts = chain((first[1],), (f"\n{text}" for _, text in written))
                    opening = f"\n{blocks.names.short(graph.value)} {{\n"
                    body.writelines(_pieces(chain((opening,), texts, ("}\n",))))
        yield blocks.names.prologue().encode()
        body.seek(0)
        while piece := body.read(_PIECE):
            yield piece


def _things(store: Graphs, graphs: Names, blocks: Blocks) -> Iterator[bytes]:
    """Yield a document of all things; they wait until what stands before them is known."""
    with closing(_sorted(store, graphs, blocks)) as runs:
        written = iter(runs)
        first = next(written, None)
        texts = chain((first[1],) if first else (), (blocks.between + text for _, text in written))
        ends = ((end(empty=first is None),) for end in (blocks.opening, blocks.closing))
        yield from _pieces(chain(next(ends), texts, next(ends)))


def _sorted(store: Graphs, graphs: Names, blocks: Blocks) -> Runs[Block]:
    """Return the things of some graphs as blocks in order."""
    runs: Runs[Block] = Runs()
    try:
        with closing(lines(store, graphs)) as stated:
            written = (blocks.block(iri, properties) for iri, properties in things(stated))
            while some := list(islice(written, _AT_ONCE)):
                runs.extend(some, sum(len(key) + len(text) for key, text in some))
    except BaseException:
        runs.close()
        raise
    return runs


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield texts as bytes, small ones together."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > _PIECE:
            yield "".join(held).encode()
            held.clear()
            size = 0
    if size:
        yield "".join(held).encode()


_WRITERS: dict[str, Callable[[Graphs, Names], Iterator[bytes]]] = {
    "turtle": _turtle,
    "trig": _trig,
    "ntriples": _ntriples,
    "rdfxml": _rdfxml,
    "jsonld": _jsonld,
}
