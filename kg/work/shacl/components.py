"""From the parameters of SHACL Core to the components: a function for each parameter that makes one."""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

import pyoxigraph as ox

from kg.terms import PREFIXES
from kg.work.shacl import constraints as core
from kg.work.shacl.index import Name, Term
from kg.work.shacl.model import Constraint, Shape
from kg.work.shacl.source import SH, Source, shown
from kg.work.shacl.values import UNREAD


class Shapes(Protocol):
    """The shapes that are being read."""

    source: Source

    def shape(self, name: Term, asker: Name) -> Shape:
        """Return a shape that another one names."""

    def siblings(self, name: Name, qualified: Term) -> tuple[Shape, ...]:
        """Return the other shapes that values of the same node are counted by."""


Maker = Callable[[Shapes, Name], Iterator[Constraint]]


def _classes(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for kind in shapes.source.iris(name, "sh:class"):
        yield core.Class(kind)


def _datatype(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    value = shapes.source.only(name, "sh:datatype")
    datatype = shapes.source.iri(name, value or _MISSING).value
    if datatype in UNREAD or datatype == PREFIXES["rdfs"] + "Datatype":
        shapes.source.refuse(name, f"<{datatype}> is not known here", f"<{datatype}> är inte känt här")
    yield core.Datatype(datatype)


def _node_kind(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    value = shapes.source.only(name, "sh:nodeKind")
    local = value.value.removeprefix(SH) if isinstance(value, ox.NamedNode) else ""
    if local not in _KINDS:
        shapes.source.refuse(name, "sh:nodeKind has no such value", "sh:nodeKind har inget sådant värde")
    yield core.NodeKind(_KINDS[local])


def _counts(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    least, most = (shapes.source.number(name, f"sh:{end}Count") for end in ("min", "max"))
    yield core.Count(least or 0, most)


def _lengths(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    least, most = (shapes.source.number(name, f"sh:{end}Length") for end in ("min", "max"))
    yield core.Length(least or 0, most)


def _bounds(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for term, ways in _WAYS.items():
        for value in shapes.source.values(name, term):
            bound = shapes.source.literal(name, value)
            if bound.datatype.value in UNREAD:
                shapes.source.refuse(name, f"{bound} cannot be compared here", f"{bound} kan inte jämföras här")
            yield core.Bound(bound, ways)


def _patterns(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    written = shapes.source.only(name, "sh:flags")
    flags = shapes.source.literal(name, written).value if written else ""
    if set(flags) - {"i", "m"}:
        shapes.source.refuse(name, f"of sh:flags only i and m are known, not {flags}",
                             f"av sh:flags är bara i och m kända, inte {flags}")  # fmt: skip
    mode = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    for value in shapes.source.values(name, "sh:pattern"):
        text = shapes.source.literal(name, value).value
        try:
            yield core.Pattern(re.compile(text, mode))
        except re.error as error:
            shapes.source.refuse(name, f"sh:pattern {text}: {error}", f"sh:pattern {text}: {error}")


def _languages(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    head = shapes.source.only(name, "sh:languageIn")
    items = shapes.source.items(name, head or _MISSING)
    yield core.LanguageIn(frozenset(shapes.source.literal(name, item).value.lower() for item in items))


def _unique_languages(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    if shapes.source.flag(name, "sh:uniqueLang"):
        yield core.UniqueLang()


def _members(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    head = shapes.source.only(name, "sh:in")
    yield core.In(frozenset(shapes.source.items(name, head or _MISSING)))


def _values(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for value in shapes.source.values(name, "sh:hasValue"):
        yield core.HasValue(value)


def _equals(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for other in shapes.source.iris(name, "sh:equals"):
        yield core.Equals(other)


def _disjoint(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for other in shapes.source.iris(name, "sh:disjoint"):
        yield core.Disjoint(other)


def _less_than(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for other in shapes.source.iris(name, "sh:lessThan"):
        yield core.LessThan(other, or_equal=False)
    for other in shapes.source.iris(name, "sh:lessThanOrEquals"):
        yield core.LessThan(other, or_equal=True)


def _closed(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    source = shapes.source
    if not source.flag(name, "sh:closed"):
        return
    known = [item for head in source.values(name, "sh:ignoredProperties") for item in source.items(name, head)]
    paths = [path for part in source.values(name, "sh:property") for path in source.values(part, "sh:path")]
    own = {path for path in paths if isinstance(path, ox.NamedNode)}
    yield core.Closed(frozenset({*own, *(source.iri(name, item) for item in known)}))


def _not(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for other in shapes.source.values(name, "sh:not"):
        yield core.Not(shapes.shape(other, name))


def _several(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for term in ("sh:and", "sh:or", "sh:xone"):
        for head in shapes.source.values(name, term):
            items = shapes.source.items(name, head)
            named = items if term == "sh:xone" else list(dict.fromkeys(items))
            least = len(named) if term == "sh:and" else 1
            most = 1 if term == "sh:xone" else None
            yield core.Several(tuple(shapes.shape(item, name) for item in named), least, most)


def _nodes(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    for other in shapes.source.values(name, "sh:node"):
        shape = shapes.shape(other, name)
        if shape.path is not None:
            shapes.source.refuse(name, f"sh:node names a property shape, {shown(other)}",
                                 f"sh:node nämner en egenskapsregel, {shown(other)}")  # fmt: skip
        yield core.Node(shape)


def _qualified(shapes: Shapes, name: Name) -> Iterator[Constraint]:
    least = shapes.source.number(name, "sh:qualifiedMinCount")
    most = shapes.source.number(name, "sh:qualifiedMaxCount")
    if least is None and most is None:
        shapes.source.refuse(name, "sh:qualifiedValueShape needs a count", "sh:qualifiedValueShape kräver ett antal")
    apart = shapes.source.flag(name, "sh:qualifiedValueShapesDisjoint")
    for other in shapes.source.values(name, "sh:qualifiedValueShape"):
        siblings = shapes.siblings(name, other) if apart else ()
        yield core.Qualified(shapes.shape(other, name), least or 0, most, siblings)


_MISSING = ox.BlankNode()
_KINDS: dict[str, tuple[type[Term], ...]] = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}
_WAYS = {
    "sh:minExclusive": (1,),
    "sh:minInclusive": (0, 1),
    "sh:maxExclusive": (-1,),
    "sh:maxInclusive": (-1, 0),
}

# Parameters that are read together make their components once.
MAKERS: dict[str, Maker] = {
    "sh:class": _classes,
    "sh:datatype": _datatype,
    "sh:nodeKind": _node_kind,
    "sh:minCount": _counts,
    "sh:maxCount": _counts,
    "sh:minLength": _lengths,
    "sh:maxLength": _lengths,
    **dict.fromkeys(_WAYS, _bounds),
    "sh:pattern": _patterns,
    "sh:languageIn": _languages,
    "sh:uniqueLang": _unique_languages,
    "sh:in": _members,
    "sh:hasValue": _values,
    "sh:equals": _equals,
    "sh:disjoint": _disjoint,
    "sh:lessThan": _less_than,
    "sh:lessThanOrEquals": _less_than,
    "sh:closed": _closed,
    "sh:not": _not,
    "sh:and": _several,
    "sh:or": _several,
    "sh:xone": _several,
    "sh:node": _nodes,
    "sh:qualifiedValueShape": _qualified,
}
# Parameters that only mean something beside another one.
BESIDE = {
    "sh:flags": "sh:pattern",
    "sh:ignoredProperties": "sh:closed",
    "sh:qualifiedMinCount": "sh:qualifiedValueShape",
    "sh:qualifiedMaxCount": "sh:qualifiedValueShape",
    "sh:qualifiedValueShapesDisjoint": "sh:qualifiedValueShape",
}
OF_PROPERTIES = frozenset({
    "sh:minCount", "sh:maxCount", "sh:uniqueLang", "sh:lessThan", "sh:lessThanOrEquals", "sh:qualifiedValueShape",
})  # fmt: skip
