"""JSON-LD entries: triples from a file that may name one context only, the published one, and fetches nothing.

Whatever JSON-LD would leave out without a word (a key that no context explains, an address that is none) is refused.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.disk.carriers.json import parse_json
from kg.disk.carriers.source import ENTRY, CarrierError, Limits, Source, read_source, shorten
from kg.disk.io import _canonical as canonical  # the form in which the store gives a decimal back
from kg.disk.io import check_values
from kg.disk.written import Items, Pairs, Place, Text, Written
from kg.errors import ParseError
from kg.terms import BASE

CONTEXT_IRI = BASE + "context.jsonld"

_RELATIVE = "relative://file/"  # what an address without a beginning begins with, so that it is seen
_NO_ADDRESS = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*|@none|")
_DATA_KEYS = ("@language", "@index", "@id", "@type")  # containers whose keys are data
_KEYWORDS = frozenset(
    {
        "@context",
        "@direction",
        "@graph",
        "@id",
        "@included",
        "@index",
        "@language",
        "@list",
        "@none",
        "@reverse",
        "@set",
        "@type",
        "@value",
    }
)


def read_jsonld(path: Path, context: dict[str, Any], limits: Limits = ENTRY) -> list[ox.Triple]:
    """Return the triples of a JSON-LD file, every value checked as in a Turtle file.

    Args:
        path: the file, as `read_source` takes it.
        context: the published context, or the document that holds it; the file may name it by its IRI, hold a copy
            of it, or hold another that refers to nothing outside.
        limits: how large the file may be.

    Raises:
        CarrierError: with `path:line`, for broken JSON, what passes the limits, any other context that is named, one
            inside the file's things or inside another, a key that no context explains, a graph of its own, a node
            without a name, and a value that the graph does not take.
    """
    context = context.get("@context", context)
    source = read_source(path, limits.size)
    tree = parse_json(source, limits, exact=True)
    loaded = _loaded(source)
    outermost = tree.roots[0]
    things = outermost.items if isinstance(outermost, Items) else (outermost,)
    for thing, value in zip(things, loaded if isinstance(loaded, list) else [loaded], strict=True):
        _Checked(source, context).root(thing, value)
    return list(_triples(source, _with_context(loaded, context)))


def _loaded(source: Source) -> Any:
    """Return JSON that was found sound; a number that would be changed is refused."""

    def refuse(written: str) -> None:
        found = re.search(rf'(?<![\w.+"-]){re.escape(written)}(?![\w."])', source.text)
        place = source.place(found.start() if found else 0)
        shown = shorten(written, 20)
        raise CarrierError(
            place,
            f'the number {shown} would be changed on the way; write it as text, "{shown}"',
            f'talet {shown} skulle ändras på vägen; skriv det som text, "{shown}"',
        )

    return json.loads(
        source.text,
        parse_float=lambda written: 1.1 if written == "1.1" else refuse(written),  # the version in a context
        parse_int=lambda written: int(written) if len(written) <= 18 else refuse(written),
    )


class _Checked:
    """Checks one thing of the file, and all that stands in it, before the parser of JSON-LD sees it."""

    def __init__(self, source: Source, published: dict[str, Any]) -> None:
        self._source = source
        self._published = published
        self._terms: dict[str, Any] = {}

    def root(self, written: Written, loaded: Any) -> None:
        """Check an outermost thing; `loaded` is the same as Python has it."""
        if not isinstance(written, Pairs):
            raise CarrierError(
                written.place,
                "JSON-LD is a thing, or a list of things, in {}",
                "JSON-LD är en sak, eller en lista av saker, i {}",
            )
        for key, value in written:
            if key.value == "@context":
                self._context(value, loaded["@context"])
        self._walk(written, top=True)

    def _context(self, written: Written, loaded: Any) -> None:
        """Check a context, and take its terms."""
        if loaded in (CONTEXT_IRI, self._published):
            self._terms |= self._published
        elif isinstance(written, Items) and isinstance(loaded, list):
            for item, value in zip(written, loaded, strict=True):
                self._context(item, value)
        elif isinstance(written, Pairs):
            self._refuse_inside(written)
            self._terms |= loaded
        else:
            shown = shorten(str(loaded))
            raise CarrierError(
                written.place,
                f"the context {shown} is not fetched; name {CONTEXT_IRI}, or write the terms in the file",
                f"kontexten {shown} hämtas inte; ange {CONTEXT_IRI}, eller skriv termerna i filen",
            )

    def _refuse_inside(self, context: Pairs) -> None:
        """Refuse a context that refers to, or holds, another."""
        for key, value in context:
            if key.value == "@import":
                raise _another(key.place)
            for inner, _ in value if isinstance(value, Pairs) else ():
                if inner.value == "@context":
                    raise _another(inner.place)

    def _walk(self, written: Written, *, top: bool = False) -> None:
        """Check a value and all in it. No deeper than the limits, so that recursion is safe."""
        if isinstance(written, Items):
            for item in written:
                self._walk(item)
        if not isinstance(written, Pairs):
            return
        for key, value in written:
            if key.value == "@context":
                if not top:
                    raise _another(key.place)
                continue
            self._walk_value(key, value)

    def _walk_value(self, key: Text, value: Written) -> None:
        term = self._terms.get(key.value)
        definition = term if isinstance(term, dict) else {}
        meaning = term if isinstance(term, str) else key.value
        self._explained(key, meaning)
        if meaning in ("@id", "@type") or definition.get("@type") in ("@id", "@vocab"):
            self._check_addresses(value)
        containers = _list(definition.get("@container"))
        if meaning == "@language":
            self._check_language(value)
        if isinstance(value, Pairs) and any(kind in _DATA_KEYS for kind in containers):
            for inner_key, inner in value:
                if "@language" in containers:
                    self._check_language(inner_key)
                self._walk(inner)
        else:
            self._walk(value)

    def _explained(self, key: Text, meaning: str) -> None:
        """Refuse a key that would be left out."""
        if meaning in _KEYWORDS or key.value in self._terms or ":" in key.value:
            return
        if "@vocab" in self._terms and not key.value.startswith("@"):
            return
        shown = shorten(key.value)
        if self._terms:
            raise CarrierError(
                key.place, f'the key "{shown}" is not in the context', f'nyckeln "{shown}" finns inte i kontexten'
            )
        raise CarrierError(
            key.place,
            f'the key "{shown}" has no meaning without a context; begin with "@context": "{CONTEXT_IRI}"',
            f'nyckeln "{shown}" betyder inget utan kontext; börja med "@context": "{CONTEXT_IRI}"',
        )

    def _check_language(self, written: Written) -> None:
        """Refuse what is no tag of a language: its text would be left out."""
        if not isinstance(written, Text) or not _LANGUAGE.fullmatch(written.value):
            shown = shorten(written.value if isinstance(written, Text) else "…")
            raise CarrierError(
                written.place,
                f'"{shown}" is not the code of a language, as sv and en are',
                f'"{shown}" är ingen språkkod, som sv och en',
            )

    def _check_addresses(self, value: Written) -> None:
        for item in value if isinstance(value, Items) else (value,):
            if isinstance(item, Text) and (_NO_ADDRESS.search(item.value) or not item.value):
                shown = shorten(item.value)
                raise CarrierError(item.place, f'"{shown}" is not an address (IRI)', f'"{shown}" är ingen adress (IRI)')


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _another(place: Place) -> CarrierError:
    return CarrierError(
        place,
        "a context inside a thing or inside another context is not taken; one stands first in the file",
        "en kontext inne i en sak eller i en annan kontext tas inte emot; en enda står först i filen",
    )


def _with_context(loaded: Any, context: dict[str, Any]) -> Any:
    """Return JSON-LD with the published context in place of its IRI."""
    if isinstance(loaded, list):
        return [_with_context(thing, context) for thing in loaded]
    if "@context" not in loaded:
        return loaded
    named = [context if part == CONTEXT_IRI else part for part in _list(loaded["@context"])]
    return {**loaded, "@context": named}


def _triples(source: Source, loaded: Any) -> Iterator[ox.Triple]:
    """Yield the triples, checked."""
    data = json.dumps(loaded, ensure_ascii=False).encode()
    try:
        quads = list(ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=_RELATIVE))
    except (SyntaxError, ValueError) as error:
        detail = shorten(str(error.msg if isinstance(error, SyntaxError) else error), 120)
        raise CarrierError(
            Place(source.path), f"not valid JSON-LD: {detail}", f"inte giltig JSON-LD: {detail}"
        ) from None
    if not quads:
        raise CarrierError(Place(source.path), "the file says nothing", "filen säger ingenting")
    for quad in quads:
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            raise CarrierError(
                _place(source, quad.graph_name),
                "a graph of its own has no place in an entry",
                "en egen graf hör inte hemma i en ny post",
            )
        _check(quad.triple, source)
        yield canonical(quad.triple)


def _check(triple: ox.Triple, source: Source) -> None:
    """Check the terms of a statement as those of Turtle are checked, and tell the line in JSON."""
    for node in (triple.subject, triple.predicate, triple.object):
        if isinstance(node, ox.NamedNode) and node.value.startswith("relative:"):
            shown = shorten(node.value.removeprefix(_RELATIVE))
            raise CarrierError(
                _place(source, node),
                f'"{shown}" is not a full address (IRI), and no term of the context',
                f'"{shown}" är ingen hel adress (IRI), och ingen term i kontexten',
            )
    try:
        check_values([triple], "", "", schema=False)
    except ParseError as error:
        place = next(
            (
                found
                for node in (triple.object, triple.predicate, triple.subject)
                if (found := _place(source, node)).line and not isinstance(node, ox.BlankNode)
            ),
            Place(source.path),
        )
        raise CarrierError(place, error.en.removeprefix(":1: "), error.sv.removeprefix(":1: ")) from None


def _place(source: Source, node: Any) -> Place:
    """Return the line where a term is first written, as well as its spelling tells."""
    value = str(getattr(node, "value", "")).removeprefix(_RELATIVE)
    tail = re.split(r"[/#:]", value)[-1] if isinstance(node, ox.NamedNode) else value
    for text in (json.dumps(value, ensure_ascii=False), json.dumps(tail, ensure_ascii=False)[1:]):
        if len(text) > 2 and (found := source.text.find(text)) >= 0:
            return source.place(found)
    return Place(source.path)
