"""Every RDF file parses in two parsers, pyoxigraph and rdflib, with the same statements.

Neither parser's graph is held: the statements are hashed as they come. Of files whose names differ in the ending only
(`samverkan.ttl`, `.nt`, `.rdf` …) all must say the same.
"""

import io
import logging
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.store import Store
from rdflib.term import BNode, Literal, Node

from kg.errors import KgError
from kg.terms import XSD
from kg.work.portal.check.folder import Folder, Progress
from kg.work.portal.check.hashes import NO_NAME, Hashes, literal
from kg.work.portal.check.problem import Problem
from kg.work.portal.check.reading import format_of, guarded, parse

Digest = tuple[int, str]
LARGE = 5_000_000  # bytes from which a file is told of
_NAMES = {
    ox.RdfFormat.TURTLE: "turtle",
    ox.RdfFormat.TRIG: "trig",
    ox.RdfFormat.N_TRIPLES: "nt",
    ox.RdfFormat.N_QUADS: "nquads",
    ox.RdfFormat.RDF_XML: "xml",
    ox.RdfFormat.JSON_LD: "json-ld",
}
_BASE = "http://relative.invalid/"  # both parsers make a whole address of a relative one in the same way


def parser_problems(folder: Folder, contexts: Mapping[str, Any], progress: Progress) -> Iterator[Problem]:
    """Yield what is wrong with the RDF files of a folder."""
    by_stem: dict[str, list[tuple[str, Digest]]] = defaultdict(list)
    second = Second()
    for number, file in enumerate(folder.rdf_files):
        if number and number % 1000 == 0:
            progress(
                f"{number} of {len(folder.rdf_files)} RDF files read twice",
                f"{number} av {len(folder.rdf_files)} RDF-filer lästa två gånger",
            )
        if folder.path(file).stat().st_size > LARGE:
            progress(f"reading {file} with two parsers", f"läser {file} med två parsrar")
        try:
            first, other = digests(folder.path(file), contexts, second)
        except KgError as error:
            yield Problem(
                "violation", "rdf-unreadable", file, "", f"{_plain(error.sv, folder)}.", f"{_plain(error.en, folder)}."
            )
            continue
        if first != other:
            yield Problem(
                "violation",
                "parsers-differ",
                file,
                f"{first[0]} ≠ {other[0]}",
                "Två parsrar läser olika påståenden ur filen; skriv om den på ett enklare sätt.",
                "Two parsers read different statements from the file; write it in a plainer way.",
            )
        stem = file.rsplit(".", 1)[0]
        by_stem[stem].append((file, first))
    yield from _unequal(by_stem)


def _unequal(by_stem: Mapping[str, list[tuple[str, Digest]]]) -> Iterator[Problem]:
    for files in by_stem.values():
        for file, digest in files[1:]:
            if digest != files[0][1]:
                yield Problem(
                    "violation",
                    "formats-differ",
                    file,
                    f"{digest[0]} ≠ {files[0][1][0]} ({files[0][0]})",
                    "Filerna med samma namn säger inte samma sak; skriv publiceringen på nytt.",
                    "The files of the same name do not say the same; write the publication anew.",
                )


def digests(path: Path, contexts: Mapping[str, Any], second: "Second") -> tuple[Digest, Digest]:
    """Return what two parsers read from a file.

    Raises:
        KgError: if one of them cannot read it.
    """
    form = format_of(path)
    instead = guarded(path, form, contexts)
    first = Hashes()
    for quad in parse(path, form, instead, _BASE):
        first.add(_oxigraph(quad.subject), quad.predicate.value, _oxigraph(quad.object))
    return first.digest(), second.read(path, _NAMES[form], instead)


def _oxigraph(node: object) -> str:
    if isinstance(node, ox.NamedNode):
        return node.value
    if isinstance(node, ox.Literal):
        return literal(node.value, node.language, node.datatype.value)
    return NO_NAME


class _Hashing(Store):
    """A store that keeps the hashes of statements only."""

    context_aware = True
    graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self.hashes = Hashes()

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: ARG002
        """Hash a statement; its graph does not count."""
        subject, predicate, value = triple
        self.hashes.add(_rdflib(subject), str(predicate), _rdflib(value))

    def add_graph(self, graph: Any) -> None:
        """Do nothing: graphs are not kept."""

    def remove_graph(self, graph: Any) -> None:
        """Do nothing: graphs are not kept."""

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        """Do nothing: prefixes are not kept."""

    def namespace(self, prefix: str) -> None:  # noqa: ARG002
        """Return nothing: prefixes are not kept."""
        return

    def prefix(self, namespace: Any) -> None:  # noqa: ARG002
        """Return nothing: prefixes are not kept."""
        return


def _rdflib(node: Node) -> str:
    if isinstance(node, Literal):
        return literal(str(node), node.language, str(node.datatype or XSD + "string"))
    return NO_NAME if isinstance(node, BNode) else str(node)


class Second:
    """The second parser, rdflib, made ready once."""

    def __init__(self) -> None:
        self._store = _Hashing()
        with _quiet():
            self._graph = rdflib.Dataset(store=self._store)

    def read(self, path: Path, form: str, instead: bytes | None) -> Digest:
        """Return what it reads from a file.

        Raises:
            KgError: if it cannot.
        """
        self._store.hashes = Hashes()
        with _quiet(), path.open("rb") if instead is None else io.BytesIO(instead) as source:
            try:
                self._graph.parse(source=source, format=form, publicID=_BASE)
            except Exception as error:  # parsers of many hands, each with errors of its own
                detail = " ".join(str(error).split())[:200]
                raise KgError(
                    f"{path}: rdflib cannot read it: {detail}", f"{path}: rdflib kan inte läsa den: {detail}"
                ) from None
        return self._store.hashes.digest()


@contextmanager
def _quiet() -> Iterator[None]:
    """Let rdflib read values as they are written, and say nothing of them."""
    before, log = rdflib.NORMALIZE_LITERALS, logging.getLogger("rdflib")
    level = log.level
    rdflib.NORMALIZE_LITERALS = False
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
        log.setLevel(level)


def _plain(text: str, folder: Folder) -> str:
    return text.replace(f"{folder.root}/", "")
