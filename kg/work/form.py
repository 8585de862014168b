"""The form that people fill in: read from the shapes, so that a change to a shape changes the form.

A property shape with `samsh:key` is a field of its class, under that key in each language; one with `samsh:listKey`
links a part (a goal, a participation) to what it is a part of, and there the parts stand as a list under that key.
What a value must be is read from the constraints that the shape has anyway. A node with `samsh:like` is a field that
another class's form has too, with help of its own; `samsh:default` is what goes without saying, `sh:group` where the
field is shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.terms import CODES, NS, PREFIXES
from kg.work.near import nearest
from kg.work.select import text as text_of

_SH, _SAMSH = PREFIXES["sh"], PREFIXES["samsh"]
_CLASS_NAMES = {"Contact": PREFIXES["vcard"] + "Individual", "Actor": NS + "Organisation"}

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One thing to fill in.

    `key` is the English key, `keys` every spelling that is accepted with the Swedish key first; `kind` says how the
    value is read: `text`, `texts` (by language), `date`, `amount`, `rate`, `target-value`, `integer`, `boolean`,
    `address`, `code`,
    `place`, `actor`, `target` (a project or an initiative), `document`, `parts` and others that the form names;
    `scheme` is the code list of a `code`; `part` the form of `parts`; `shape` and `path` are IRIs; `wanted` is the
    severity of leaving it out, or empty; `many` says that several values may stand there; `group` is the group that
    the field is shown in, or empty; `default` what goes without saying; `choices` are the values that the shape lists
    itself, where no code list does.
    """

    key: str
    keys: tuple[str, ...]
    kind: str
    scheme: str
    part: str
    shape: str
    path: str
    many: bool
    wanted: str
    order: int
    label: Texts
    help: Texts
    advice: Texts
    example: Texts
    group: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """Return the key in a language."""
        return self.keys[0] if lang == "sv" else self.key


@dataclass(frozen=True)
class Group:
    """Fields that are shown together under a heading."""

    name: str
    label: Texts
    order: int


class Form:
    """The fields of each class, in the order to fill them in."""

    def __init__(self, shapes: Path | None = None) -> None:
        folder = shapes or resource("shapes")
        files = [*turtle_files(folder), *turtle_files(folder / "profiles")]
        graph = _Graph(triple for path in files for triple in read_turtle(path, schema=True))
        self._fields = _read_fields(graph)
        self.groups = _read_groups(graph)
        self._by_spelling = {
            name: {_folded(spelling): field for field in fields for spelling in (field.key, *field.keys)}
            for name, fields in self._fields.items()
        }

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes that have a form, `Project` first."""
        return tuple(sorted(self._fields, key=lambda name: (name != "Project", name)))

    def fields(self, name: str) -> tuple[Field, ...]:
        """Return the fields of a class by its local name, `Project` or `Goal`."""
        return self._fields[name]

    def field(self, name: str, key: str) -> Field | None:
        """Return the field that a key means, in either language; case, spaces, `_` and `-` do not matter."""
        return self._by_spelling[name].get(_folded(key))

    def near(self, name: str, key: str, lang: str) -> list[str]:
        """Return the keys of a class that are near one that it does not have."""
        return nearest(key, [field.name(lang) for field in self._fields[name]])


@cache
def the_form() -> Form:
    """Return the form of the package's shapes."""
    return Form()


def class_iri(name: str) -> str:
    """Return the class that a form of this name makes."""
    return _CLASS_NAMES.get(name, NS + name)


def _folded(key: str) -> str:
    return re.sub(r"[\s_-]+", " ", key.casefold()).strip()


class _Graph:
    """The shapes by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[tuple[str, str], list[ox.Triple]] = {}
        self.subjects: dict[str, None] = {}
        for triple in triples:
            self.subjects.setdefault(_name(triple.subject))
            self._objects.setdefault((_name(triple.subject), triple.predicate.value), []).append(triple)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the objects as text."""
        return [_name(triple.object) for triple in self._objects.get((subject, predicate), ())]

    def value(self, subject: str, predicate: str) -> str:
        return next(iter(self.values(subject, predicate)), "")

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Return the texts of a property by language."""
        found = (triple.object for triple in self._objects.get((subject, predicate), ()))
        return {term.language or "": term.value for term in found if isinstance(term, ox.Literal)}

    def spellings(self, subject: str, predicate: str) -> list[str]:
        """Return the Swedish texts of a property."""
        found = (triple.object for triple in self._objects.get((subject, predicate), ()))
        return sorted(term.value for term in found if isinstance(term, ox.Literal) and term.language == "sv")

    def items(self, head: str) -> Iterator[str]:
        """Yield what stands in a list."""
        rdf = PREFIXES["rdf"]
        while head and head != rdf + "nil":
            yield self.value(head, rdf + "first")
            head = self.value(head, rdf + "rest")


def _name(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else text_of(term)


def _read_fields(graph: _Graph) -> dict[str, tuple[Field, ...]]:
    found: dict[str, list[Field]] = {}
    for shape in graph.subjects:
        if not shape.startswith(_SAMSH):
            continue
        owner = shape.removeprefix(_SAMSH).partition("-")[0]
        owner = {"draft": "Project", "is": "Actor"}.get(owner, owner)
        if graph.value(shape, _SAMSH + "key"):
            found.setdefault(owner, []).append(_field(graph, shape))
        if graph.value(shape, _SAMSH + "listKey"):
            whole = "Project" if owner == "Project" else _whole(graph, shape)
            part = "Initiative" if shape.endswith("-refersTo") else owner
            found.setdefault(whole, []).append(_list_field(graph, shape, part))
    return {name: tuple(sorted(fields, key=lambda field: (field.order, field.key))) for name, fields in found.items()}


def _read_groups(graph: _Graph) -> dict[str, Group]:
    """Return the groups by name, in their order."""
    start = _SAMSH + "group-"
    found = [
        Group(iri.removeprefix(start), graph.texts(iri, PREFIXES["rdfs"] + "label"), _order(graph, iri))
        for iri in graph.subjects if iri.startswith(start)
    ]  # fmt: skip
    return {group.name: group for group in sorted(found, key=lambda group: (group.order, group.name))}


def _order(graph: _Graph, shape: str, predicate: str = _SH + "order") -> int:
    return int(graph.value(shape, predicate) or 0)


def _group(graph: _Graph, shape: str, predicate: str) -> str:
    return graph.value(shape, predicate).removeprefix(_SAMSH + "group-")


def _whole(graph: _Graph, shape: str) -> str:
    """Return the class whose form lists the parts that a shape links to it."""
    return graph.value(shape, _SH + "class").removeprefix(NS) or "Project"


def _field(graph: _Graph, shape: str) -> Field:
    keys = graph.texts(shape, _SAMSH + "key")
    meant = graph.value(shape, _SAMSH + "like") or shape  # a field of another form that may stand in this one too
    default = graph.value(shape, _SAMSH + "default")
    kind, scheme, part = _kind(graph, meant)
    return Field(
        key=keys["en"],
        keys=(keys["sv"], *graph.spellings(shape, _SAMSH + "otherKey")),
        kind=kind,
        scheme=scheme,
        part=part,
        shape=meant,
        path=graph.value(meant, _SH + "path"),
        many=_is_many(graph, meant, kind),
        wanted="" if default or meant != shape else _wanted(graph, shape),
        order=_order(graph, shape),
        label=graph.texts(shape, _SH + "name"),
        help=graph.texts(shape, _SH + "description"),
        advice=graph.texts(shape, _SH + "message"),
        example=graph.texts(shape, _SAMSH + "example"),
        group=_group(graph, shape, _SH + "group"),
        default=default,
        choices=tuple(re.split("[/#]", iri)[-1] for iri in graph.items(graph.value(meant, _SH + "in"))),
    )


def _list_field(graph: _Graph, shape: str, part: str) -> Field:
    keys = graph.texts(shape, _SAMSH + "listKey")
    return Field(
        key=keys["en"],
        keys=(keys["sv"], *graph.spellings(shape, _SAMSH + "otherListKey")),
        kind="parts",
        scheme="",
        part=part,
        shape=shape,
        path=graph.value(shape, _SH + "path"),
        many=True,
        wanted="",
        order=_order(graph, shape, _SAMSH + "listOrder"),
        label={"sv": keys["sv"].capitalize(), "en": keys["en"].replace("_", " ").capitalize()},
        help=graph.texts(shape, _SAMSH + "listHelp"),
        advice={},
        example={},
        group=_group(graph, shape, _SAMSH + "listGroup"),
    )


def _kind(graph: _Graph, shape: str) -> tuple[str, str, str]:
    """Return how a property's values are read, their code list, and the form of their parts."""
    if reads := graph.value(shape, _SAMSH + "reads"):
        return reads, "", ""
    pattern = re.match(rf"\^{re.escape(re.escape(CODES))}([a-z-]+)/|\^https://w3id\\\.org/samverkan/codes/([a-z-]+)/",
                       graph.value(shape, _SH + "pattern"))  # fmt: skip
    if pattern:
        return "code", pattern[1] or pattern[2], ""
    if graph.value(shape, _SH + "in"):
        return "code", "currency", ""
    of_class = graph.value(shape, _SH + "class").removeprefix(NS)
    if of_class:
        kinds = {"Evidence": "parts", "SourceDocument": "document", "Goal": "reference", "Project": "project"}
        return kinds[of_class], "", of_class
    conditions = {item.removeprefix(_SAMSH) for item in graph.items(graph.value(shape, _SH + "or"))}
    for condition, kind in _BY_CONDITION.items():
        if condition in conditions:
            return kind, "", ""
    if "langString" in graph.value(shape, _SH + "datatype") or _has_language(graph, shape):
        return "texts", "", ""
    return _BY_DATATYPE.get(graph.value(shape, _SH + "datatype").rpartition("#")[2], "address"), "", ""


def _has_language(graph: _Graph, shape: str) -> bool:
    """Tell whether some shape of the same property of the same class asks for a language."""
    path, owner = graph.value(shape, _SH + "path"), shape.partition("-")[0]
    return any(
        graph.value(other, _SH + "path") == path and graph.value(other, _SH + "languageIn")
        for other in graph.subjects
        if other.startswith(owner + "-")
    )


def _is_many(graph: _Graph, shape: str, kind: str) -> bool:
    """Tell whether a property may stand more than once: neither its shape nor its kind says otherwise."""
    if kind in ("slug", "owner", "lines"):
        return False
    path, owner = graph.value(shape, _SH + "path"), shape.partition("-")[0]
    same = [
        other for other in graph.subjects if other.startswith(owner + "-") and graph.value(other, _SH + "path") == path
    ]
    single = any(graph.value(other, _SH + "maxCount") == "1" for other in same)
    return not single and not (kind == "texts" and any(graph.value(other, _SH + "uniqueLang") for other in same))


def _wanted(graph: _Graph, shape: str) -> str:
    """Return the severity with which draft or the class's own shapes miss a property, or nothing."""
    if shape == _SAMSH + "draft-owner":
        return "violation"
    path, owner = graph.value(shape, _SH + "path"), shape.partition("-")[0]
    severities = [
        graph.value(other, _SH + "severity").rpartition("#")[2].lower() or "violation"
        for other in graph.subjects
        if other.startswith((owner + "-", _SAMSH + "draft-"))
        and graph.value(other, _SH + "path") == path
        and graph.value(other, _SH + "minCount")
    ]  # fmt: skip
    return next((level for level in ("violation", "warning", "info") if level in severities), "")


_BY_CONDITION = {
    "is-municipality": "place",
    "is-organisation": "actor",
    "is-project": "target",
    "is-date": "date",
    "is-integer": "target-value",
}
_BY_DATATYPE = {"string": "text", "boolean": "boolean", "integer": "integer", "decimal": "target-value"}
