"""What is stated about the terms of a vocabulary, by subject: for pages that describe terms, codes and rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.turtle import Node, sort_key
from kg.terms import PREFIXES, compact

Texts = Mapping[str, str]


def expand(name: str) -> str:
    """Return the IRI of `prefix:name`."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


class Facts:
    """Statements by subject and property; names of properties are written `prefix:name`."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))
        self._objects: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in self.triples:
            if isinstance(triple.subject, ox.Triple):
                continue
            subject, predicate = triple.subject.value, triple.predicate.value
            self._objects[subject][predicate].append(triple.object)
            if isinstance(triple.object, ox.NamedNode):
                self._subjects[predicate, triple.object.value].append(subject)

    def nodes(self, subject: str, name: str) -> list[Node]:
        """Return the values of a property."""
        return self._objects[subject][expand(name)] if subject in self._objects else []

    def iris(self, subject: str, name: str) -> list[str]:
        """Return the things that a property points at, in order."""
        return in_order(node.value for node in self.nodes(subject, name) if isinstance(node, ox.NamedNode))

    def one(self, subject: str, name: str) -> str:
        """Return the first value of a property as text, or nothing."""
        return next(iter(sorted(node.value for node in self.nodes(subject, name)
                                if isinstance(node, ox.Literal | ox.NamedNode))), "")  # fmt: skip

    def texts(self, subject: str, name: str) -> Texts:
        """Return the texts of a property by language, the first of each."""
        literals = [node for node in self.nodes(subject, name) if isinstance(node, ox.Literal)]
        ordered = sorted(literals, key=lambda node: (node.language or "", node.value), reverse=True)
        return {node.language or "": node.value for node in ordered}

    def all_texts(self, subject: str, name: str) -> list[tuple[str, str]]:
        """Return every text of a property with its language, Swedish before English before the rest."""
        literals = {(node.language or "", node.value) for node in self.nodes(subject, name)
                    if isinstance(node, ox.Literal)}  # fmt: skip
        return sorted(literals, key=lambda pair: (LANGUAGE_RANK.get(pair[0], 2), *pair))

    def pointing(self, name: str, goal: str) -> list[str]:
        """Return the subjects whose property points at a thing, in order."""
        return in_order(set(self._subjects.get((expand(name), goal), ())))

    def of_type(self, name: str) -> list[str]:
        """Return the things of a class, in order."""
        return self.pointing("rdf:type", expand(name))

    def types(self, subject: str) -> list[str]:
        """Return the classes of a thing as `prefix:name`."""
        return [compact(node.value) for node in self.nodes(subject, "rdf:type") if isinstance(node, ox.NamedNode)]

    def items(self, head: Node) -> list[Node]:
        """Return the items of a list of RDF."""
        found: list[Node] = []
        while isinstance(head, ox.BlankNode):
            cell = self._objects[head.value]
            found += cell[PREFIXES["rdf"] + "first"]
            head = next(iter(cell[PREFIXES["rdf"] + "rest"]), ox.NamedNode(PREFIXES["rdf"] + "nil"))
        return found

    def predicates(self, subject: str) -> list[str]:
        """Return the properties that a thing has, as IRIs."""
        return sorted(self._objects[subject]) if subject in self._objects else []

    def values(self, subject: str, predicate: str) -> list[Node]:
        """Return the values of a property that is given by its IRI."""
        return self._objects[subject][predicate] if subject in self._objects else []


def in_order(iris: Iterable[str]) -> list[str]:
    """Return IRIs in the order that people read them: numbers in counting order."""
    return sorted(iris, key=sort_key)


def said(texts: Texts, lang: str) -> tuple[str, str]:
    """Return the text in a language, else in another, and the language that it is in."""
    for language in (lang, "en" if lang == "sv" else "sv", *sorted(texts)):
        if texts.get(language):
            return texts[language], language
    return "", lang


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]


def in_graph(store: ox.Store, *graphs: str) -> Iterator[ox.Triple]:
    """Yield the statements of some named graphs."""
    for graph in graphs:
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple


def shape_facts() -> Facts:
    """Return all shapes of entries, those of the profiles too."""
    folder = resource("shapes")
    files = [*turtle_files(folder), *turtle_files(folder / "profiles")]
    return Facts(triple for path in files for triple in read_turtle(path, schema=True))


def chosen(pairs: Sequence[tuple[str, str]], lang: str) -> list[str]:
    """Return the texts of a language among pairs of language and text."""
    return [text for language, text in pairs if language == lang]


LANGUAGE_RANK = {"sv": 0, "en": 1}
