"""The one way this project writes Turtle: the same triples give the same bytes, in an order people read in.

A file opens with the prefixes that it uses; then the subjects, the thing first and its evidence last, numbers
in names in counting order; within a subject the type, the names, the links, the evidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pyoxigraph as ox

from kg.errors import InputError
from kg.terms import PREFIXES, XSD

WIDTH = 110
INDENT = "  "

_RDF = PREFIXES["rdf"]
_TYPE, _FIRST, _REST, _NIL = (_RDF + name for name in ("type", "first", "rest", "nil"))

CLASS_ORDER = (
    "owl:Ontology", "skos:ConceptScheme", "sam:Entry", "sam:Project", "sam:Participation", "sam:Goal",
    "sam:Indicator", "sam:Activity", "sam:Event", "sam:Contribution", "sam:Reference", "sam:Finding",
    "sam:Evidence", "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "sh:NodeShape", "sh:PropertyShape",
)  # fmt: skip

PREDICATE_ORDER = (
    "rdf:type", "foaf:primaryTopic", "skos:inScheme", "skos:topConceptOf", "skos:notation", "dcterms:identifier",
    "dcterms:title", "skos:prefLabel", "rdfs:label", "skos:altLabel", "sam:formerName", "skos:definition",
    "skos:scopeNote", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "org:classification",
    "sam:project", "sam:actor", "sam:role", "sam:level", "sam:cooperationStatus", "sam:basis",
    "sam:goalOf", "sam:goalKind", "sam:subGoalOf", "sam:indicatorOf", "sam:targetValue", "sam:unit",
    "sam:activityOf", "sam:activityArea", "sam:eventOf", "sam:eventKind",
    "sam:contributionTo", "sam:contributionKind", "sam:amount", "sam:currency", "sam:rate", "sam:scope",
    "sam:referenceFrom", "sam:referenceTo", "sam:about", "sam:findingKind", "sam:candidate",
    "sam:document", "sam:firstLine", "sam:lastLine", "sam:evidenceFor", "sam:sha256",
    "samsh:key", "samsh:otherKey", "samsh:reads", "samsh:listKey", "sh:order", "samsh:listOrder",
    "sh:targetClass", "sh:targetObjectsOf", "sh:path", "sh:datatype", "sh:class", "sh:nodeKind", "sh:minCount",
    "sh:maxCount", "sh:severity", "sh:name", "sh:message",
    "sam:start", "sam:end", "sam:status", "sam:phase", "sam:programme", "sam:programmeArea", "sam:fund", "sam:cci",
    "sam:specificObjective", "sam:interventionType", "sam:place", "sam:targetGroup", "dcterms:subject",
    "sam:refersTo", "sam:subProjectOf", "sam:phase", "sam:preliminary", "sam:statedAs", "dcterms:description",
)  # fmt: skip

_LAST_PREDICATES = ("rdfs:isDefinedBy", "sam:evidence")

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def write_turtle(triples: Iterable[ox.Triple], *, header: str = "", own: str | None = None) -> str:
    """Return triples as canonical Turtle.

    Args:
        triples: in any order; doubles are dropped.
        header: comment lines to open the file with, each beginning with `#`.
        own: the namespace that the empty prefix stands for, if the file has one: the parts of a project.

    Raises:
        InputError: if a node without a name is not the object of exactly one triple, and so needs a name.
    """
    return _Writer(triples, own).document(header)


def write_trig(quads: Iterable[ox.Quad]) -> str:
    """Return quads as canonical TriG: a block a graph, by name, each as `write_turtle` orders it.

    Raises:
        InputError: as `write_turtle`.
    """
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs[quad.graph_name.value].append(quad.triple)
    used: set[str] = set()
    blocks = []
    for name in sorted(graphs, key=sort_key):
        writer = _Writer(graphs[name], None)
        label = writer.term(ox.NamedNode(name), 0)
        body = "\n".join(writer.blocks())
        used |= writer.used
        blocks.append(f"{label} {{\n{body}}}\n")
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(used))
    return "\n".join([prefixes, *blocks])


@lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> tuple[object, ...]:
    """Return a key that sorts numbers inside names as numbers: `goal-2` before `goal-10`."""
    parts = re.split(r"([0-9]+)", text)
    return tuple(_number_key(part) if part.isdecimal() else (1, 0, "", part) for part in parts if part)


def _number_key(digits: str) -> tuple[int, int, str, str]:
    """Return a key by a number's value, without reckoning it: Python refuses numbers of some thousand digits."""
    short = digits.lstrip("0")
    return (0, len(short), short, digits)


class _Writer:
    """Triples by subject, and the prefixes that are used while they are written."""

    def __init__(self, triples: Iterable[ox.Triple], own: str | None) -> None:
        self.prefixes = dict(PREFIXES) | ({"": own} if own else {})
        self.by_length = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self.used: set[str] = set()
        self.subjects: dict[Node, dict[ox.NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self.owners: dict[ox.BlankNode, int] = defaultdict(int)
        for triple in set(triples):
            self.subjects[triple.subject][triple.predicate].append(triple.object)
            if isinstance(triple.object, ox.BlankNode):
                self.owners[triple.object] += 1
        self.inlined: set[ox.BlankNode] = set()
        self.short = lru_cache(maxsize=None)(self._short)

    def document(self, header: str) -> str:
        """Return the whole file."""
        blocks = self.blocks()
        prefixes = [f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in sorted(self.used)]
        return "\n".join(filter(None, [header, "".join(prefixes), *blocks]))

    def blocks(self) -> list[str]:
        """Return a block of text for each named subject, in order."""
        named = [node for node in self.subjects if isinstance(node, ox.NamedNode)]
        written = [self._block(node) for node in sorted(named, key=self._subject_key)]
        left = {node for node in self.subjects if isinstance(node, ox.BlankNode)} - self.inlined
        if left:
            raise InputError(
                f"{len(left)} nodes without a name stand alone or are used twice; give them IRIs",
                f"{len(left)} noder utan namn står för sig själva eller används två gånger; ge dem IRI:er",
            )
        return written

    def _subject_key(self, node: ox.NamedNode) -> tuple[object, ...]:
        types = {self.short(kind.value) for kind in self.subjects[node].get(ox.NamedNode(_TYPE), ())
                 if isinstance(kind, ox.NamedNode)}  # fmt: skip
        rank = min((CLASS_ORDER.index(kind) for kind in types if kind in CLASS_ORDER), default=len(CLASS_ORDER))
        return (rank, *sort_key(node.value))

    def _block(self, node: ox.NamedNode) -> str:
        return f"{self.term(node, 0)} {self._predicates(self.subjects[node], 1)} .\n"

    def _predicates(self, properties: Mapping[ox.NamedNode, Sequence[Node]], depth: int) -> str:
        ordered = sorted(properties, key=lambda predicate: _predicate_key(self.short(predicate.value)))
        lines = [self._objects(predicate, properties[predicate], depth) for predicate in ordered]
        return f" ;\n{INDENT * depth}".join(lines)

    def _objects(self, predicate: ox.NamedNode, objects: Sequence[Node], depth: int) -> str:
        name = "a" if predicate.value == _TYPE else self.term(predicate, 0)
        ranked = [(_language_rank(node), self.term(node, depth + 1)) for node in objects]
        written = [text for _, text in sorted(ranked, key=lambda item: (item[0], sort_key(item[1])))]
        line = f"{name} {', '.join(written)}"
        if len(written) == 1 or (len(line) + len(INDENT) * depth <= WIDTH and "\n" not in line):
            return line
        separator = f" ,\n{INDENT * (depth + 1)}"
        return f"{name}\n{INDENT * (depth + 1)}{separator.join(written)}"

    def term(self, node: Node, depth: int) -> str:
        """Return one term as Turtle; a node without a name is written where it is used."""
        if isinstance(node, ox.NamedNode):
            short = self.short(node.value)
            if not short.startswith("<"):
                self.used.add(short.partition(":")[0])
            return short
        if isinstance(node, ox.Literal):
            return self._literal(node)
        if isinstance(node, ox.BlankNode):
            return self._blank(node, depth)
        raise InputError("a triple about a triple has no place in the graph", "en trippel om en trippel hör inte hit")

    def _blank(self, node: ox.BlankNode, depth: int) -> str:
        if self.owners[node] != 1 or node in self.inlined:
            raise InputError("a node without a name is used twice; give it an IRI",
                             "en nod utan namn används två gånger; ge den en IRI")  # fmt: skip
        items = self._items(node)
        if items is not None:
            return f"({' '.join(['', *(self.term(item, depth) for item in items), ''])})"
        self.inlined.add(node)
        properties = self.subjects.get(node, {})
        if not properties:
            return "[]"
        body = self._predicates(properties, depth + 1)
        if "\n" not in body and len(body) < WIDTH - 20:
            return f"[ {body} ]"
        return f"[\n{INDENT * (depth + 1)}{body}\n{INDENT * depth}]"

    def _items(self, head: Node) -> list[Node] | None:
        """Return the items of a list, or None if the node is not the head of a list that is nothing but a list."""
        items: list[Node] = []
        cells: list[ox.BlankNode] = []
        node = head
        while isinstance(node, ox.BlankNode):
            properties = self.subjects.get(node, {})
            first, rest = (properties.get(ox.NamedNode(name), []) for name in (_FIRST, _REST))
            if self.owners[node] != 1 or len(properties) != 2 or len(first) != 1 or len(rest) != 1:
                return None
            cells.append(node)
            items.append(first[0])
            node = rest[0]
        if node != ox.NamedNode(_NIL):
            return None
        self.inlined.update(cells)
        return items

    def _literal(self, literal: ox.Literal) -> str:
        value, datatype = literal.value, literal.datatype.value
        if (bare := _BARE.get(datatype)) and bare.fullmatch(value):
            return value
        quoted = _quote(value)
        if literal.language:
            return f"{quoted}@{literal.language}"
        if datatype == XSD + "string":
            return quoted
        return f"{quoted}^^{self.term(literal.datatype, 0)}"

    def _short(self, iri: str) -> str:
        for prefix, namespace in self.by_length:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


def _language_rank(node: Node) -> int:
    """Return where a text stands among others: Swedish before English before the rest."""
    language = node.language if isinstance(node, ox.Literal) else None
    return _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)


def _predicate_key(short: str) -> tuple[int, str]:
    if short in _LAST_PREDICATES:
        return (len(PREDICATE_ORDER) + 1 + _LAST_PREDICATES.index(short), short)
    return (_PREDICATE_RANK.get(short, len(PREDICATE_ORDER)), short)


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\r", "\\r").replace("\t", "\\t")
    if "\n" in value and '"""' not in value and not value.endswith('"'):
        return f'"""{escaped}"""'
    escaped = escaped.replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


_LANGUAGES = ("sv", "en")
_PREDICATE_RANK = {name: rank for rank, name in reversed(list(enumerate(PREDICATE_ORDER)))}
_BARE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "integer": re.compile("[+-]?[0-9]+"),
}
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
