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
from kg.terms import PREFIXES, XSD, compact

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
    names = Names(PREFIXES)
    blocks = []
    for name in sorted(graphs, key=sort_key):
        writer = _Writer(graphs[name], None)
        writer.names = names
        body = "\n".join(writer.blocks())
        blocks.append(f"{names.short(name)} {{\n{body}}}\n")
    return "\n".join([names.prologue(), *blocks])


@lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> str:
    """Return a key that sorts numbers inside names as numbers: `goal-2` before `goal-10`.

    It is a text, so that it can be sorted on disk too. No two texts have the same key.
    """
    return _NUMBER.sub(lambda match: _number_key(match[0]), text)


@lru_cache(maxsize=1 << 12)
def _number_key(digits: str) -> str:
    """Return a key by a number's value, without reckoning it: Python refuses numbers of some thousand digits.

    After a mark lower than any letter come the number of digits, the digits, and how many zeros stand before them:
    `007` before `07` before `7`. The mark itself, if a text has it, is written twice.
    """
    if digits == "\0":
        return "\0\0"
    short = digits.lstrip("0")
    zeros = len(digits) - len(short)
    return f"\0{_count(len(short))}{short}{_count(_MOST - zeros if short else zeros)}"


def _count(number: int) -> str:
    """Return a number below 2^30 as two letters that sort as the number does; none of them is a half of a letter."""
    return f"{chr(1 + (number >> 15))}{chr(number & 0x7FFF)}"


class Names:
    """How IRIs are written with prefixes, and which prefixes have been used.

    Args:
        prefixes: the namespace of each prefix; a namespace ends in `/` or `#`.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._by_namespace = {namespace: prefix for prefix, namespace in reversed(list(prefixes.items()))}
        self._used: set[str] = set()
        self.short = lru_cache(maxsize=1 << 16)(self._short)

    def prologue(self) -> str:
        """Return the lines that declare the prefixes used so far."""
        return "".join(f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in sorted(self._used))

    def _short(self, iri: str) -> str:
        """Return an IRI as `prefix:name` where a prefix fits a plain name, else in angle brackets."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._by_namespace.get(iri[:cut])
        if prefix is None or not _LOCAL.fullmatch(iri, cut):
            return f"<{iri}>"
        self._used.add(prefix)
        return f"{prefix}:{iri[cut:]}"


class _Writer:
    """Triples by subject, and the prefixes that are used while they are written."""

    def __init__(self, triples: Iterable[ox.Triple], own: str | None) -> None:
        self.names = Names(dict(PREFIXES) | ({"": own} if own else {}))
        self.subjects: dict[Node, dict[ox.NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self.owners: dict[ox.BlankNode, int] = defaultdict(int)
        for triple in set(triples):
            self.subjects[triple.subject][triple.predicate].append(triple.object)
            if isinstance(triple.object, ox.BlankNode):
                self.owners[triple.object] += 1
        self.inlined: set[ox.BlankNode] = set()

    def document(self, header: str) -> str:
        """Return the whole file."""
        blocks = self.blocks()
        return "\n".join(filter(None, [header, self.names.prologue(), *blocks]))

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

    def _subject_key(self, node: ox.NamedNode) -> str:
        types = (kind.value for kind in self.subjects[node].get(ox.NamedNode(_TYPE), ())
                 if isinstance(kind, ox.NamedNode))  # fmt: skip
        return subject_key(node.value, types)

    def _block(self, node: ox.NamedNode) -> str:
        return f"{self.term(node, 0)} {self._predicates(self.subjects[node], 1)} .\n"

    def _predicates(self, properties: Mapping[ox.NamedNode, Sequence[Node]], depth: int) -> str:
        ordered = sorted(properties, key=lambda predicate: predicate_key(predicate.value))
        lines = [self._objects(predicate, properties[predicate], depth) for predicate in ordered]
        return f" ;\n{INDENT * depth}".join(lines)

    def _objects(self, predicate: ox.NamedNode, objects: Sequence[Node], depth: int) -> str:
        name = "a" if predicate.value == _TYPE else self.term(predicate, 0)
        languages = (node.language if isinstance(node, ox.Literal) else None for node in objects)
        texts = (self.term(node, depth + 1) for node in objects)
        return lay_out(name, in_order(zip(languages, texts, strict=True)), depth)

    def term(self, node: Node, depth: int) -> str:
        """Return one term as Turtle; a node without a name is written where it is used."""
        if isinstance(node, ox.NamedNode):
            return self.names.short(node.value)
        if isinstance(node, ox.Literal):
            return write_literal(node.value, node.language, node.datatype.value, self.names)
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


def subject_key(iri: str, types: Iterable[str]) -> str:
    """Return where a subject stands among others, by its types' IRIs and then its own."""
    rank = min((_CLASS_RANK[kind] for kind in types if kind in _CLASS_RANK), default=len(CLASS_ORDER))
    return f"{rank:02}{sort_key(iri)}"


@lru_cache(maxsize=1 << 10)
def predicate_key(iri: str) -> tuple[int, str]:
    """Return where a property stands among others."""
    short = compact(iri)
    if short in _LAST_PREDICATES:
        return (len(PREDICATE_ORDER) + 1 + _LAST_PREDICATES.index(short), short)
    return (_PREDICATE_RANK.get(short, len(PREDICATE_ORDER)), short)


def in_order(objects: Iterable[tuple[str | None, str]]) -> list[str]:
    """Return the written values of a property in order: Swedish before English before the rest.

    Args:
        objects: each value's language, if it has one, and how it is written.
    """
    ranked = [(_LANGUAGES.get(language or "", len(_LANGUAGES)), sort_key(text), text) for language, text in objects]
    return [text for _, _, text in sorted(ranked)]


def lay_out(name: str, written: Sequence[str], depth: int) -> str:
    """Return a property and its values: on one line if they fit there, else each on its own."""
    line = f"{name} {', '.join(written)}"
    if len(written) == 1 or (len(line) + len(INDENT) * depth <= WIDTH and "\n" not in line):
        return line
    separator = f" ,\n{INDENT * (depth + 1)}"
    return f"{name}\n{INDENT * (depth + 1)}{separator.join(written)}"


def write_literal(value: str, language: str | None, datatype: str, names: Names) -> str:
    """Return a literal as Turtle: a number or a truth value bare, anything else in quotation marks."""
    if (bare := _BARE.get(datatype)) and bare.fullmatch(value):
        return value
    quoted = _quote(value)
    if language:
        return f"{quoted}@{language}"
    return quoted if datatype == XSD + "string" else f"{quoted}^^{names.short(datatype)}"


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\r", "\\r").replace("\t", "\\t")
    if "\n" in value and '"""' not in value and not value.endswith('"'):
        return f'"""{escaped}"""'
    escaped = escaped.replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


_LANGUAGES = {"sv": 0, "en": 1}
_CLASS_RANK = {
    PREFIXES[prefix] + name: rank for rank, (prefix, _, name) in enumerate(full.partition(":") for full in CLASS_ORDER)
}
_NUMBER = re.compile(r"[0-9]+|\0")
_MOST = (1 << 30) - 1
_PREDICATE_RANK = {name: rank for rank, name in reversed(list(enumerate(PREDICATE_ORDER)))}
_BARE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "integer": re.compile("[+-]?[0-9]+"),
}
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
