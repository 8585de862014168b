"""The two sides of a comparison: what a name stands for, read as graphs of statements."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg.disk.io import in_graph, read_text, read_turtle
from kg.disk.lexer import MAX_DEPTH, refuse_deep
from kg.disk.resources import turtle_files
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Source, Workspace
from kg.errors import InputError, ParseError, StoreError
from kg.terms import PREFIXES, REGISTER_GRAPHS

Entries = Mapping[str, Sequence[ox.Triple]]
ReadEntries = Callable[[Path], Entries]

WORDS = ("current", "previous", "data")
ENTRY_FORMS = (".yaml", ".yml", ".json", ".xlsx", ".csv", ".tsv")

_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
_FORMATS = {
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_JSON_LD_KEYS = {"@context", "@graph", "@id"}


@dataclass(frozen=True)
class Side:
    """One of the two that are compared.

    `named` says that its statements stand in graphs; `extent` is `whole`, or tells that it holds some graphs only and
    says nothing of others: `entries`, or a single `file`, an entry or a register.
    """

    name: str
    store: ox.Store
    named: bool
    extent: Literal["whole", "entries", "file"] = "whole"


def read_side(workspace: Workspace, name: str, read_entries: ReadEntries | None = None) -> Side:
    """Return what a name stands for.

    Args:
        workspace: whose versions and data are meant.
        name: `current` or `previous` (the versions of the store that are kept), the name of one of them, `data` (the
            files as they are now), a file of statements, an entry, a folder of entries, a store or a workspace.
        read_entries: reads a file in which entries are filled in: their public statements by graph.

    Raises:
        InputError: if it stands for nothing, or for something that cannot be compared.
        ParseError: if a file cannot be read.
        StoreError: if a store cannot be opened, or has no such version.
    """
    if name == "data":
        return Side(name, store_of(workspace.public_sources()), named=True)
    if name in WORDS or _is_version(workspace.store, name):
        return Side(name, _version(workspace.store, name), named=True)
    path = Path(name)
    try:
        if path.is_dir():
            return _folder(path, name, read_entries)
        if path.is_file():
            return _file(path, name, read_entries)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: cannot be read: {reason}", f"{path}: går inte att läsa: {reason}") from None
    except ValueError:  # a name that no file can have
        pass
    raise InputError(
        f"{name}: no such file, folder or version; give one of those, or one of: {', '.join(WORDS)}",
        f"{name}: ingen sådan fil, mapp eller version; ange en sådan, eller något av: {', '.join(WORDS)}",
    )


def store_of(sources: Iterable[Source]) -> ox.Store:
    """Return files as a store in memory, each in its graph; raises as `read_turtle`."""
    store = ox.Store()
    for source in sources:
        store.bulk_extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
    return store


def handed_in(workspace: Workspace) -> ReadEntries:
    """Return what reads entries that somebody hands in, as adding them to a workspace would make them."""
    from kg.jobs.incoming import Intake, intake_of

    intakes: list[Intake] = []

    def read(path: Path) -> Entries:
        intakes[:] = intakes or [intake_of(workspace)]
        found = {}
        for examined in intakes[0].examine_file(path):
            if examined.refused:
                raise InputError(
                    f"{path}: has errors, so that it cannot be compared; see them with: kg validate {path}",
                    f"{path}: har fel och går inte att jämföra; se dem med: kg validate {path}",
                )
            if examined.draft.slug:
                found[examined.draft.graph.value] = examined.draft.triples
        return found

    return read


def _is_version(folder: Path, name: str) -> bool:
    return bool(_VERSION.fullmatch(name)) and (folder / "versions" / name).is_dir()


def _version(folder: Path, name: str) -> ox.Store:
    """Return a version of a store by its name, or the one in use, or the one before."""
    current = read_version(folder).name
    if name in ("current", current):
        return open_store(folder)
    # Names begin with the second when the build began; what began after the version in use is not whole.
    begun = current.partition("-")[0]
    kept = [place.name for place in sorted((folder / "versions").iterdir()) if place.name.partition("-")[0] <= begun]
    wanted = [one for one in kept if one != current and name in ("previous", one)]
    if wanted:
        return _opened(folder / "versions" / wanted[-1])
    if name == "previous":
        raise StoreError(
            f"{folder} has no version before the one in use; each build keeps one",
            f"{folder} har ingen version före den som används; varje bygge behåller en",
        )
    raise StoreError(f"{folder}: version {name} is not whole", f"{folder}: versionen {name} är inte hel")


def _opened(place: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(place))
    except OSError as error:
        raise StoreError(f"{place} cannot be opened ({error})", f"{place} går inte att öppna ({error})") from None


def _folder(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    """Return a store, a version of one, a workspace or a folder of entries."""
    if (path / "current.json").exists():
        return Side(name, _version(path, "current"), named=True)
    if (path / "CURRENT").exists():  # a database of the store's engine
        return Side(name, _opened(path), named=True)
    if (path / "data" / "entries").is_dir():
        return Side(name, store_of(Workspace(path, path / ".kg").public_sources()), named=True)
    if (path / "entries").is_dir():
        path = path / "entries"
    entries = [*turtle_files(path), *sorted(file for file in path.iterdir() if file.suffix.lower() in ENTRY_FORMS)]
    if not entries:
        raise InputError(
            f"{path}: neither a store nor a folder of entries", f"{path}: varken ett lager eller en mapp med poster"
        )
    store = ox.Store()
    for entry in entries:
        side = _file(entry, name, read_entries)
        if side.extent == "whole":
            raise InputError(f"{entry}: not an entry of one project", f"{entry}: inte en post om ett enda projekt")
        store.bulk_extend(side.store)
    return Side(name, store, named=True, extent="entries")


def _file(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    """Return a file of statements, or an entry."""
    ending = path.suffix.lower()
    document = _json(path) if ending in (".json", ".jsonld") else None
    if ending == ".json" and isinstance(document, dict) and _JSON_LD_KEYS & set(document):
        ending = ".jsonld"
    if ending in ENTRY_FORMS:
        return _entry(path, name, read_entries)
    if ending == ".ttl":
        store = ox.Store()
        store.bulk_extend(ox.Quad(*triple) for triple in read_turtle(path))
    elif ending in _FORMATS:
        store = _loaded(path, ending, document)
    else:
        endings = ", ".join([".ttl", *_FORMATS, *ENTRY_FORMS])
        raise InputError(
            f"{path}: cannot be compared; take a store, or a file that ends in one of {endings}",
            f"{path}: går inte att jämföra; ta ett lager, eller en fil som slutar på något av {endings}",
        )
    if any(True for _ in store.named_graphs()):
        loose = any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        return Side(name, store, named=not loose)
    if (graph := _own_graph(path, store)) is None:
        return Side(name, store, named=False)
    named = ox.Store()
    named.bulk_extend(in_graph((quad.triple for quad in store), graph))
    return Side(name, named, named=True, extent="file")


def _own_graph(path: Path, store: ox.Store) -> ox.NamedNode | None:
    """Return the graph that a file is the truth of: the one entry in it, or the register that it is."""
    if path.resolve().parent.name == "registers":
        return ox.NamedNode(REGISTER_GRAPHS + path.stem)
    entries = {quad.subject for quad in store.quads_for_pattern(None, _TOPIC, None)}
    only = entries.pop() if len(entries) == 1 else None
    return only if isinstance(only, ox.NamedNode) else None


def _entry(path: Path, name: str, read_entries: ReadEntries | None) -> Side:
    """Return an entry in the form that people fill in."""
    if read_entries is None:
        raise InputError(
            f"{path}: an entry in this form cannot be compared here; give it as Turtle",
            f"{path}: en post i den här formen kan inte jämföras här; ge den som Turtle",
        )
    store = ox.Store()
    for graph, triples in read_entries(path).items():
        store.bulk_extend(in_graph(triples, ox.NamedNode(graph)))
    return Side(name, store, named=True, extent="file")


def _loaded(path: Path, ending: str, document: Any) -> ox.Store:
    """Return a file of statements as a store in memory, which writes values as every store does."""
    if ending == ".trig":
        refuse_deep(read_text(path), str(path))
    elif ending == ".jsonld":
        _refuse_remote(path, document)
    else:
        _refuse_nested(path)
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=_FORMATS[ending])
    except SyntaxError as error:
        place = f"{path}:{error.lineno}" if error.lineno else str(path)
        detail = re.sub(r"^Parser error (?:at|between) line \d+ .*?: ", "", str(error.msg))
        raise ParseError(f"{place}: {detail}", f"{place}: går inte att läsa: {detail}") from None
    except (OSError, ValueError) as error:
        raise ParseError(f"{path}: cannot be read: {error}", f"{path}: går inte att läsa: {error}") from None
    if any(isinstance(node, ox.BlankNode) for quad in store for node in (quad.subject, quad.object)):
        raise InputError(
            f"{path}: nodes without a name cannot be compared; give them IRIs",
            f"{path}: noder utan namn går inte att jämföra; ge dem IRI:er",
        )
    return store


def _refuse_nested(path: Path) -> None:
    """Refuse statements about statements in N-Triples: the parser nests them without a limit."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if b"<<" in line and _NESTED.match(line):
                raise ParseError(
                    f"{path}:{number}: a triple about a triple has no place in the graph",
                    f"{path}:{number}: en trippel om en trippel hör inte hemma i grafen",
                )


def _json(path: Path) -> Any:
    """Return a JSON document.

    Raises:
        ParseError: if it is broken, or nested so deep that the parser behind the store would die of it.
    """
    try:
        document = json.loads(read_text(path))
    except RecursionError:
        raise _too_deep(path) from None
    except ValueError as error:
        place = f"{path}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else str(path)
        raise ParseError(f"{place}: not JSON", f"{place}: inte JSON") from None
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
    if level:
        raise _too_deep(path)
    return document


def _too_deep(path: Path) -> ParseError:
    return ParseError(f"{path}: nested more than {MAX_DEPTH} deep", f"{path}: mer än {MAX_DEPTH} nivåer djup")


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
            for one in context if isinstance(context, list) else [context]:
                if isinstance(one, str) or (isinstance(one, dict) and "@import" in one):
                    raise ParseError(
                        f"{path}: its @context stands elsewhere; put it into the document",
                        f"{path}: dess @context står någon annanstans; lägg det i dokumentet",
                    )
        level = [part for whole in level for part in _parts(whole)]


_VERSION = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}")
_NESTED = re.compile(rb"\s*(?:<<|(?:<[^>]*>|_:\S+)\s*<[^>]*>\s*<<)")
