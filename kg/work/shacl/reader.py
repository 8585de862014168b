"""Shapes from triples: every term of SHACL is known here, or refused with the name of the shape it stands in."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox

from kg.terms import PREFIXES
from kg.work.shacl import constraints as core
from kg.work.shacl.components import BESIDE, MAKERS, OF_PROPERTIES
from kg.work.shacl.index import TYPE, Name, Term
from kg.work.shacl.messages import gaps
from kg.work.shacl.model import Constraint, Model, Shape, Targets, Texts
from kg.work.shacl.paths import PATH_TERMS, Path, read_path
from kg.work.shacl.source import SH, Source, shown
from kg.work.shacl.sparql import SparqlConstraint, read_constraint

_CLASSES = {ox.NamedNode(PREFIXES["rdfs"] + "Class"), ox.NamedNode(PREFIXES["owl"] + "Class")}
_NODE_SHAPE, _PROPERTY_SHAPE = ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")
_SHAPES = {_NODE_SHAPE, _PROPERTY_SHAPE}
_TYPES = {*_SHAPES, *(ox.NamedNode(SH + name) for name in ("SPARQLConstraint", "PrefixDeclaration", "PropertyGroup"))}
_SEVERITIES = ("Violation", "Warning", "Info")

_TARGETS = {"sh:targetNode", "sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf"}
_TO_SHAPES = {"sh:property", "sh:node", "sh:not", "sh:qualifiedValueShape"}
_TO_LISTS = {"sh:and", "sh:or", "sh:xone"}
_OF_ALL = {"sh:name", "sh:description", "sh:order", "sh:group", "sh:defaultValue", "sh:message"}
_OF_SHAPES = {
    *MAKERS,
    *BESIDE,
    *_TARGETS,
    *_OF_ALL,
    "sh:path",
    "sh:property",
    "sh:sparql",
    "sh:severity",
    "sh:deactivated",
}
_OF_QUERIES = {"sh:select", "sh:prefixes", "sh:message", "sh:deactivated"}
_OF_OTHERS = {*_OF_ALL, *PATH_TERMS, "sh:declare", "sh:prefix", "sh:namespace"}


def read_model(files: Mapping[str, Iterable[ox.Triple]]) -> Model:
    """Return the shapes of some files, read as one graph.

    Args:
        files: the triples by the name of the file, which is told in errors.

    Raises:
        ParseError: for a term of SHACL that is not known here, a value that it cannot have, or a shape that is part
            of itself.
    """
    return _Reader(Source(files)).model()


class _Reader:
    """The shapes of a source, each made once, with those that it names before it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._made: dict[Term, Shape] = {}
        self._begun: set[Term] = set()
        self._parents: dict[Term, list[Name]] = defaultdict(list)
        for subject in source.subjects():
            for part in source.values(subject, "sh:property"):
                self._parents[part].append(subject)

    def model(self) -> Model:
        names = self._names()
        self._refuse_unknown(names)
        shapes = {name: self.shape(name, name) for name in sorted(names, key=str)}
        backward: set[ox.NamedNode] = set()
        for shape in shapes.values():
            backward.update(shape.targets.subjects_of, shape.targets.objects_of)
            backward.update(step.predicate for step in (shape.path.steps() if shape.path else ()) if step.backward)
        return Model({shape.name: shape for shape in shapes.values()}, frozenset(backward))

    def shape(self, name: Term, asker: Name) -> Shape:
        """Return a shape; `asker` is the one that names it."""
        if name in self._made:
            return self._made[name]
        if isinstance(name, ox.Literal) or not self.source.terms(name):
            self.source.refuse(asker, f"there is no shape {shown(name)}", f"det finns ingen regel {shown(name)}")
        if name in self._begun:
            self.source.refuse(name, "the shape is part of itself", "regeln är en del av sig själv")
        self._begun.add(name)
        self._made[name] = self._read(name)
        return self._made[name]

    def siblings(self, name: Name, qualified: Term) -> tuple[Shape, ...]:
        """Return the other shapes that values of the same node are counted by."""
        parts = [part for parent in self._parents[name] for part in self.source.values(parent, "sh:property")]
        others = [value for part in parts for value in self.source.values(part, "sh:qualifiedValueShape")]
        return tuple(self.shape(other, name) for other in dict.fromkeys(others) if other != qualified)

    def _read(self, name: Name) -> Shape:
        path = self._path(name)
        active = not self.source.flag(name, "sh:deactivated")
        used = [term for term in self.source.terms(name) if term in MAKERS]
        if path is None and (lost := sorted(OF_PROPERTIES.intersection(used))):
            self.source.refuse(name, f"{lost[0]} needs a sh:path", f"{lost[0]} kräver en sh:path")
        makers = dict.fromkeys(MAKERS[term] for term in used)
        constraints = [constraint for make in makers for constraint in make(self, name)]
        properties = [self._property(part, name) for part in self.source.values(name, "sh:property")]
        read = [read_constraint(self.source, name, node, path) for node in self.source.values(name, "sh:sparql")]
        queries = [query for query in read if query]
        shape = Shape(
            name=name,
            path=path,
            targets=self._targets(name),
            severity=self._severity(name),
            labels=self.source.texts(name, "sh:name"),
            texts=self._texts(name),
            constraints=tuple(constraints) if active else (),
            queries=tuple(queries) if active else (),
            properties=tuple(properties) if active else (),
            moves=_moves(path, constraints, properties),
        )
        self._refuse_gaps(shape, queries)
        return shape

    def _names(self) -> set[Name]:
        """Return the names of all shapes: what is typed as one, has a target, or is named where a shape must be."""
        named: list[Term] = []
        for subject in self.source.subjects():
            for term, values in self.source.terms(subject).items():
                if term in _TARGETS or (term == TYPE.value and not _SHAPES.isdisjoint(values)):
                    named.append(subject)
                elif term in _TO_SHAPES:
                    named += [subject, *values] if term in ("sh:property", "sh:node") else values
                elif term in _TO_LISTS:
                    named += [item for head in values for item in self.source.items(subject, head)]
        return {node for node in named if not isinstance(node, ox.Literal)}

    def _refuse_unknown(self, names: Collection[Name]) -> None:
        """Refuse the terms of SHACL that are not known where they stand, and those that miss another one."""
        subjects = self.source.subjects()
        queries = {node for subject in subjects for node in self.source.values(subject, "sh:sparql")}
        for subject in subjects:
            said = self.source.terms(subject)
            known = _OF_SHAPES if subject in names else _OF_QUERIES if subject in queries else _OF_OTHERS
            for term in said:
                if term.startswith("sh:") and term not in known:
                    self.source.refuse(subject, f"{term} is not known here", f"{term} är inte känt här")
                if term in BESIDE and BESIDE[term] not in said:
                    self.source.refuse(subject, f"{term} needs {BESIDE[term]}", f"{term} kräver {BESIDE[term]}")
            for kind in self.source.kinds(subject):
                if str(kind).startswith(f"<{SH}") and kind not in _TYPES:
                    self.source.refuse(subject, f"{shown(kind)} is not known here", f"{shown(kind)} är inte känt här")

    def _targets(self, name: Name) -> Targets:
        is_class = isinstance(name, ox.NamedNode) and not _CLASSES.isdisjoint(self.source.kinds(name))
        return Targets(
            nodes=tuple(self.source.values(name, "sh:targetNode")),
            classes=(*self.source.iris(name, "sh:targetClass"), *((name,) if is_class else ())),
            subjects_of=self.source.iris(name, "sh:targetSubjectsOf"),
            objects_of=self.source.iris(name, "sh:targetObjectsOf"),
        )

    def _severity(self, name: Name) -> str:
        value = self.source.only(name, "sh:severity")
        local = _SEVERITIES[0] if value is None else str(value).removeprefix(f"<{SH}").removesuffix(">")
        if local not in _SEVERITIES:
            self.source.refuse(name, "sh:severity has no such value", "sh:severity har inget sådant värde")
        return local.lower()

    def _texts(self, name: Name) -> Texts:
        """Return the messages of a shape, else those of a shape that it is a property of."""
        own = self.source.texts(name, "sh:message")
        return own or next((self.source.texts(parent, "sh:message") for parent in self._parents[name]), {})

    def _refuse_gaps(self, shape: Shape, queries: Iterable[SparqlConstraint]) -> None:
        """Refuse messages with a gap that nothing can fill."""
        known = {"this", "value", "path"}
        for query in queries:
            known |= query.query.variables
        known |= {re.sub("(Sv|En)$", "", variable) for variable in known}
        for texts in (shape.texts, *(query.texts for query in queries)):
            if unknown := sorted(gaps(texts) - known):
                self.source.refuse(shape.name, f"nothing fills {{?{unknown[0]}}}", f"inget fyller {{?{unknown[0]}}}")

    def _property(self, part: Term, name: Name) -> Shape:
        shape = self.shape(part, name)
        if shape.path is None:
            self.source.refuse(name, f"{shown(part)} has no sh:path", f"{shown(part)} saknar sh:path")
        return shape

    def _path(self, name: Name) -> Path | None:
        value, kinds = self.source.only(name, "sh:path"), self.source.kinds(name)
        if (_PROPERTY_SHAPE if value is None else _NODE_SHAPE) in kinds:
            self.source.refuse(
                name,
                "a property shape has a sh:path, a node shape has none",
                "en egenskapsregel har en sh:path, en nodregel har ingen",
            )
        return None if value is None else read_path(self.source, name, value)


def _moves(path: Path | None, constraints: Iterable[Constraint], properties: Iterable[Shape]) -> bool:
    """Tell whether the results of a shape may be about other nodes than the ones that it is asked about."""
    details = [constraint.shape for constraint in constraints if isinstance(constraint, core.Node)]
    return any(path is not None or shape.moves for shape in (*properties, *details))
