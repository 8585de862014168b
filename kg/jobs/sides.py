"""The two sides of a comparison: what a name stands for, read as graphs of statements."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.disk.io import in_graph, parse_turtle, read_text, read_turtle
from kg.disk.lexer import refuse_deep
from kg.disk.resources import turtle_files
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Source, Workspace
from kg.errors import InputError, ParseError, StoreError
from kg.terms import PREFIXES, REGISTER_GRAPHS

Entries = Mapping[str, Sequence[ox.Triple]]
ReadEntries = Callable[[Path], Entries]

WORDS = ("current", "previous", "data")
ENTRY_FORMS = (".yaml", ".yml", ".json")
MAX_NESTED = 100

_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_JSON_LD_KEYS = {"@context", "@graph", "@id"}


@dataclass(frozen=True)
class Side:
    """One of the two that are compared.

    `named` says that its statements stand in graphs, and `partial` that it holds some graphs only and says nothing of
    others: an entry, or a folder of entries.
    """

    name: str
    store: ox.Store
    named: bool
    partial: bool = False


def read_side(workspace: Workspace, name: str, read_entries: ReadEntries | None = None) -> Side:
    """Return what a name stands for.

    Args:
        workspace: whose versions and data are meant.
        name: `current` or `previous` (the versions of the store that are kept), the name of one of them, `data` (the
            files as they are now), a file of statements, an entry, a folder of entries, a store or a workspace.
        read_entries: reads an entry in YAML or JSON: its statements by graph.

    Raises:
        InputError: if it stands for nothing, or for something that cannot be compared.
        ParseError: if a file cannot be read.
        StoreError: if a store cannot be opened, or has no such version.
    """
    if name in ("current", "previous"):
        return Side(name, _version(workspace.store, name), named=True)
    if name == "data":
        return Side(name, store_of(workspace.public_sources()), named=True)
    if (workspace.store / "versions" / name).is_dir() and "/" not in name:
        return Side(name, _version(workspace.store, name), named=True)
    path = Path(name)
    if path.is_dir():
        return _folder(path, name, read_entries)
    if path.is_file():
        return _file(path, name, read_entries)
    raise InputError(
        f"{name}: no such file, folder or version; give one of those, or one of: {', '.join(WORDS)}",
        f"{name}: ingen sådan fil, mapp eller version; ange en sådan, eller något av: {', '.join(WORDS)}",
    )


def _version(folder: Path, name: str) -> ox.Store:
    """Return a version of the store: by its name, or the one in use, or the one before."""
    current = read_version(folder).name
    if name == "current" or name == current:
        return open_store(folder)
    made = name[:16] if name != "previous" else current[:16]  # names begin with the second they were made in
    others = sorted(place.name for place in (folder / "versions").iterdir() if place.name != current)
    kept = [one for one in others if one[:16] <= current[:16]]  # a later one is being made now
    wanted = kept[-1:] if name == "previous" else [one for one in kept if one == name]
    if not wanted:
        _ = made
        raise StoreError(
            f"{folder} has no version before the one in use; a build keeps one"
            if name == "previous"
            else f"{folder}: the version {name} is not whole",
            f"{folder} har ingen version före den som används; ett bygge behåller en"
            if name == "previous"
            else f"{folder}: versionen {name} är inte hel",
        )
    return _opened(folder / "versions" / wanted[0])


def _opened(place: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(place))
    except OSError as error:
        raise StoreError(f"{place} cannot be opened ({error})", f"{place} går inte att öppna ({error})") from None


def _folder(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    """Return a store, a version of one, a workspace or a folder of entries."""
    if (path / "current.json").exists():
        return Side(name, _version(path, "current"), named=True)
    if (path / "CURRENT").exists():
        return Side(name, _opened(path), named=True)
    if (path / "data" / "entries").is_dir():
        return Side(name, store_of(Workspace(path, path / ".kg").public_sources()), named=True)
    if (path / "entries").is_dir():
        return _folder(path / "entries", name, read_entries)
    entries = turtle_files(path) + sorted(file for file in path.iterdir() if file.suffix.lower() in ENTRY_FORMS)
    if not entries:
        raise InputError(f"{path}: neither a store nor a folder of entries", f"{path}: varken lager eller mapp med poster")
    store = ox.Store()
    for entry in entries:
        side = _file(entry, name, read_entries)
        if not side.named:
            raise InputError(f"{entry}: not an entry of one project", f"{entry}: inte en post om ett enda projekt")
        store.extend(side.store)
    return Side(name, store, named=True, partial=True)


def _file(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    """Return a file of statements, or an entry."""
    ending = path.suffix.lower()
    document = _json(path) if ending in (".json", ".jsonld") else None
    if ending == ".json" and isinstance(document, dict) and {"@context", "@graph", "@id"} & set(document):
        ending = ".jsonld"
    if ending in ENTRY_FORMS:
        return _entries(path, name, read_entries)
    if ending not in _FORMATS:
        endings = ", ".join([*_FORMATS, *ENTRY_FORMS])
        raise InputError(
            f"{path}: cannot be compared; take a store, or a file that ends in one of {endings}",
            f"{path}: går inte att jämföra; ta ett lager, eller en fil som slutar på något av {endings}",
        )
    store = _loaded(path, ending, document)
    if any(graph for graph in store.named_graphs()):
        return Side(name, store, named=True)
    topics = {quad.subject for quad in store.quads_for_pattern(None, _TOPIC, None)}
    if len(topics) != 1:
        return Side(name, store, named=False)
    graph = next(iter(topics))
    if not isinstance(graph, ox.NamedNode):
        return Side(name, store, named=False)
    named = ox.Store()
    named.extend(in_graph((quad.triple for quad in store), graph))
    return Side(name, named, named=True, partial=True)


def _entries(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    if read_entries is None:
        raise InputError(
            f"{path}: an entry in this form cannot be compared here; give it as Turtle",
            f"{path}: en post i den här formen kan inte jämföras här; ge den som Turtle",
        )
    store = ox.Store()
    for graph, triples in read_entries(path).items():
        store.extend(in_graph(triples, ox.NamedNode(graph)))
    return Side(name, store, named=True, partial=True)


def _loaded(path: Path, ending: str, document: Any) -> ox.Store:
    """Return a file of statements as a store in memory, which writes values as every store does."""
    store = ox.Store()
    try:
        if ending in (".nt", ".nq"):
            _refuse_nested(path)
            store.bulk_load(path=str(path), format=_FORMATS[ending])
        else:
            if ending == ".jsonld":
                _refuse_remote(path, document)
            else:
                refuse_deep(words := read_text(path), str(path))
                _ = words
            store.bulk_load(path=str(path), format=_FORMATS[ending])
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise ParseError(f"{place}: {error.msg}", f"{place}: går inte att läsa: {error.msg}") from None
    except (OSError, ValueError) as error:
        raise ParseError(f"{path}: cannot be read: {error}", f"{path}: går inte att läsa: {error}") from None
    if any(isinstance(node, ox.BlankNode) for quad in store for node in (quad.subject, quad.object)):
        raise InputError(
            f"{path}: nodes without a name cannot be compared; give them IRIs",
            f"{path}: noder utan namn går inte att jämföra; ge dem IRI:er",
        )
    return store


def _refuse_nested(path: Path) -> None:
    """Refuse statements about statements, which the parser nests without a limit."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith(b"<<") or b" <<" in line:
                raise ParseError(
                    f"{path}:{number}: a triple about a triple has no place in the graph",
                    f"{path}:{number}: en trippel om en trippel hör inte hemma i grafen",
                )


def _json(path: Path) -> Any:
    """Return a JSON document that is not nested deep.

    Raises:
        ParseError: if it is broken or nested deep.
    """
    try:
        document = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        place = f"{path}:{line}" if line else str(path)
        raise ParseError(f"{place}: not JSON", f"{place}: inte JSON") from None
    level = [document]
    for _ in range(MAX_NESTED):
        level = [item for whole in level for item in _parts(whole)]
        if not level:
            return document
    raise ParseError(f"{path}: nested more than {MAX_NESTED} deep", f"{path}: mer än {MAX_NESTED} nivåer djup")


def _parts(whole: Any) -> Iterator[Any]:
    if isinstance(whole, dict):
        yield from whole.values()
    elif isinstance(whole, list):
        yield from whole


def _refuse_remote(path: Path, document: Any) -> None:
    """Refuse a context that would have to be fetched: those that we write stand in the document."""
    level = [document]
    while level:
        for whole in level:
            context = whole.get("@context") if isinstance(whole, dict) else None
            given = context if isinstance(context, list) else [context]
            if any(isinstance(one, str) or (isinstance(one, dict) and "@import" in one) for one in given):
                raise ParseError(
                    f"{path}: its context stands elsewhere; put it in the document",
                    f"{path}: sammanhanget (@context) står någon annanstans; lägg det i dokumentet",
                )
        level = [item for whole in level for item in _parts(whole)]


def store_of(sources: Iterable[Source]) -> ox.Store:
    """Return files as a store in memory."""
    store = ox.Store()
    for source in sources:
        store.bulk_extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
    return store
