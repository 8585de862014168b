"""Diff: two versions, files, folders or stores compared statement by statement."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.disk.io import in_graph, read_text, read_turtle
from kg.disk.lexer import refuse_deep
from kg.disk.resources import turtle_files
from kg.disk.store import open_store, read_version
from kg.disk.workspace import Source, Workspace, ontology_sources
from kg.errors import InputError, KgError, ParseError, StoreError
from kg.terms import (
    ALIGNMENTS_GRAPH,
    CODES_GRAPH,
    DERIVED_GRAPHS,
    ENTRY_GRAPHS,
    NS,
    ONTOLOGY_GRAPH,
    PREFIXES,
    RDF_TYPE,
    is_private,
)
from kg.work.difference import Difference, as_dict, difference
from kg.work.difference_text import Names, as_text, counts
from kg.work.select import text
from kg.work.tables import short_iri

Entries = Mapping[str, Sequence[ox.Triple]]
ReadEntries = Callable[[Path], Entries]

WORDS = ("current", "previous", "data")
ENTRY_FORMS = (".yaml", ".yml", ".json")
MAX_NESTED = 100

_TOPIC = ox.NamedNode(PREFIXES["foaf"] + "primaryTopic")
_TYPE = ox.NamedNode(RDF_TYPE)
_LABELS = tuple(
    ox.NamedNode(PREFIXES[prefix] + local)
    for prefix, local in (("dcterms", "title"), ("skos", "prefLabel"), ("rdfs", "label"))
)
_VOCABULARY = (ONTOLOGY_GRAPH, ALIGNMENTS_GRAPH)
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


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


@dataclass(frozen=True)
class Comparison:
    """What differs, graph by graph in their order; one difference under an empty name if they are not told apart."""

    before: str
    after: str
    graphs: tuple[tuple[str, Difference], ...]

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.graphs)


def diff(before: Side, after: Side, *, derived: bool = False, ontology: bool = False) -> Comparison:
    """Return what makes one side another than the other.

    Graph by graph where both have graphs, else as one set. If one side is partial, only its graphs are compared.

    Args:
        before: the one.
        after: the other.
        derived: whether what is derived is compared too.
        ontology: whether the ontology and its alignments are compared too.
    """
    sides = (before, after)
    if not all(side.named for side in sides):
        views = [_as_one(side, derived=derived, ontology=ontology) for side in sides]
        found = difference(*views)
        return Comparison(before.name, after.name, (("", found),) if found else ())
    names = [{name for name in _graphs(side) if _is_wanted(name, derived, ontology)} for side in sides]
    compared = names[0] | names[1]
    for side, own in zip(sides, names, strict=True):
        if side.partial and not all(one.partial for one in sides):
            compared &= own
    graphs = []
    for name in sorted(compared, key=_graph_rank):
        found = difference(*(_in_graph(side, name) for side in sides))
        if found:
            graphs.append((name, found))
    return Comparison(before.name, after.name, tuple(graphs))


def names_of(sides: Iterable[Side], lang: str) -> Names:
    """Return what tells the name of a thing that one of the sides knows, or of a code, in a language."""
    stores = [side.store for side in sides]
    codes: list[ox.Store] = []

    def name(iri: str) -> str:
        for store in stores:
            if found := _label(store, iri, lang):
                return found
        if not codes:
            codes.append(_store_of(source for source in ontology_sources() if source.graph == CODES_GRAPH))
        return _label(codes[0], iri, lang)

    return name


def as_words(found: Comparison, lang: str, names: Names, *, colour: bool = False) -> str:
    """Return a comparison for a person; empty if nothing differs."""
    blocks = []
    for graph, one in found.graphs:
        heading = f"{short_iri(graph)} ({counts(one, lang) or _only_evidence(lang)})\n" if graph else ""
        blocks.append(heading + as_text(one, lang, names, colour=colour))
    return "\n".join(blocks)


def as_json(found: Comparison) -> str:
    """Return a comparison for a program."""
    graphs = [{"graph": graph or None} | as_dict(one) for graph, one in found.graphs]
    document = {"before": found.before, "after": found.after, "same": not found, "graphs": graphs}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


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
        return Side(name, _store_of(workspace.public_sources()), named=True)
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
        return Side(name, _store_of(Workspace(path, path / ".kg").public_sources()), named=True)
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


def _store_of(sources: Iterable[Source]) -> ox.Store:
    """Return files as a store in memory."""
    store = ox.Store()
    for source in sources:
        store.bulk_extend(in_graph(read_turtle(source.path), ox.NamedNode(source.graph)))
    return store


def _graphs(side: Side) -> Iterator[str]:
    return (graph.value for graph in side.store.named_graphs() if isinstance(graph, ox.NamedNode))


def _is_wanted(graph: str, derived: bool, ontology: bool) -> bool:
    if is_private(graph):
        return False
    if graph.startswith(DERIVED_GRAPHS):
        return derived and (ontology or graph != DERIVED_GRAPHS + "ontology")
    return ontology or graph not in _VOCABULARY


def _graph_rank(graph: str) -> tuple[bool, bool, str]:
    """Return the place of a graph: entries first, what is derived last."""
    return (graph.startswith(DERIVED_GRAPHS), not graph.startswith(ENTRY_GRAPHS), graph)


def _in_graph(side: Side, graph: str) -> Iterator[ox.Triple]:
    return (quad.triple for quad in side.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _as_one(side: Side, *, derived: bool, ontology: bool) -> Iterator[ox.Triple]:
    """Yield the statements of a side without their graphs.

    Where there are no graphs, what is derived and what is ontology is told by what the ontology says.
    """
    if side.named:
        for name in _graphs(side):
            if _is_wanted(name, derived, ontology):
                yield from _in_graph(side, name)
        return
    vocabulary = _store_of(source for source in ontology_sources() if source.graph in _VOCABULARY)
    terms = {quad.subject for quad in vocabulary}
    made = {quad.subject for quad in vocabulary.quads_for_pattern(None, ox.NamedNode(NS + "derived"), None)}
    made.add(ox.NamedNode(PREFIXES["org"] + "hasUnit"))
    wider = _wider(vocabulary)
    for quad in side.store:
        if not ontology and quad.subject in terms:
            continue
        if not derived and (quad.predicate in made or _is_wider(side.store, quad, wider)):
            continue
        yield quad.triple


def _wider(vocabulary: ox.Store) -> dict[object, set[object]]:
    """Return for each class those that are above it."""
    above: dict[object, set[object]] = {}
    for quad in vocabulary.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdfs"] + "subClassOf"), None):
        above.setdefault(quad.subject, set()).add(quad.object)
    for _ in above:
        for kinds in above.values():
            kinds |= {wider for kind in list(kinds) for wider in above.get(kind, ())}
    return above


def _is_wider(store: ox.Store, quad: ox.Quad, wider: Mapping[object, set[object]]) -> bool:
    """Tell whether a type follows from another type of the same thing."""
    if quad.predicate != _TYPE:
        return False
    return any(
        quad.object in wider.get(other.object, ()) for other in store.quads_for_pattern(quad.subject, _TYPE, None)
    )


def _label(store: ox.Store, iri: str, lang: str) -> str:
    """Return the title or label of a thing, in a language if there is one in it."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return ""
    for path in _LABELS:
        found = {
            quad.object.language or "": quad.object.value
            for quad in store.quads_for_pattern(node, path, None)
            if isinstance(quad.object, ox.Literal)
        }
        if found:
            return found.get(lang) or found.get("sv") or next(iter(sorted(found.values())))
    return ""


def _only_evidence(lang: str) -> str:
    return "bara belägg" if lang == "sv" else "evidence only"


__all__ = ["Comparison", "KgError", "Side", "as_json", "as_words", "diff", "names_of", "read_side", "text"]
