"""Triples of shapes by subject, and what is wrong with them in words."""

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn

import pyoxigraph as ox

from kg.errors import ParseError
from kg.terms import PREFIXES, XSD, compact
from kg.work.shacl.index import TYPE, Name, Term

SH = PREFIXES["sh"]
RDF = PREFIXES["rdf"]

_NIL = ox.NamedNode(RDF + "nil")


class Source:
    """The triples of some files as one graph; a term of SHACL is `sh:name`, any other its IRI.

    Args:
        files: the triples by the name of the file, which is told in errors.
    """

    def __init__(self, files: Mapping[str, Iterable[ox.Triple]]) -> None:
        self._said: dict[Term, dict[str, list[Term]]] = {}
        self._file: dict[Term, str] = {}
        terms: dict[ox.NamedNode, str] = {}
        for file, triples in files.items():
            for subject, predicate, value in triples:
                term = terms.get(predicate)
                if term is None:
                    term = terms[predicate] = re.sub(f"^{re.escape(SH)}", "sh:", predicate.value)
                self._file.setdefault(subject, file)
                values = self._said.setdefault(subject, {}).setdefault(term, [])
                if value not in values:
                    values.append(value)

    def subjects(self) -> list[Name]:
        """Return everything that is described, in order."""
        return sorted((node for node in self._said if not isinstance(node, ox.Literal)), key=str)

    def terms(self, node: Term) -> Mapping[str, list[Term]]:
        """Return the terms that a node is described with, and their values."""
        return self._said.get(node, {})

    def values(self, node: Term, term: str) -> list[Term]:
        """Return the values of a node for a term."""
        return self._said.get(node, {}).get(term, [])

    def kinds(self, node: Term) -> list[Term]:
        """Return the types of a node."""
        return self.values(node, TYPE.value)

    def iris(self, node: Name, term: str) -> tuple[ox.NamedNode, ...]:
        """Return the values of a term that takes IRIs."""
        return tuple(self.iri(node, value) for value in self.values(node, term))

    def iri(self, node: Name, value: Term) -> ox.NamedNode:
        """Return a value that must be an IRI."""
        if not isinstance(value, ox.NamedNode):
            self.refuse(node, f"{value} is to be an IRI", f"{value} ska vara en IRI")
        return value

    def literal(self, node: Name, value: Term) -> ox.Literal:
        """Return a value that must be a literal."""
        if not isinstance(value, ox.Literal):
            self.refuse(node, f"{shown(value)} is to be a literal", f"{shown(value)} ska vara en literal")
        return value

    def only(self, node: Name, term: str, *, of: Term | None = None) -> Term | None:
        """Return the value of a term that may have no more than one, of a node or of one that it names."""
        values = self.values(of or node, term)
        if len(values) > 1:
            self.refuse(node, f"{term} stands more than once", f"{term} står mer än en gång")
        return values[0] if values else None

    def number(self, node: Name, term: str) -> int | None:
        """Return the value of a term that takes one whole number, not below zero."""
        value = self.only(node, term)
        if value is None:
            return None
        literal = self.literal(node, value)
        if literal.datatype.value != XSD + "integer" or not literal.value.isdecimal():
            self.refuse(node, f"{term} is to be a whole number", f"{term} ska vara ett heltal")
        return int(literal.value)

    def flag(self, node: Name, term: str, *, of: Term | None = None) -> bool:
        """Return the value of a term that takes true or false, of a node or of one that it names."""
        value = self.only(node, term, of=of)
        if value is None:
            return False
        literal = self.literal(node, value)
        if literal.datatype.value != XSD + "boolean" or literal.value not in ("true", "false"):
            self.refuse(node, f"{term} is to be true or false", f"{term} ska vara true eller false")
        return literal.value == "true"

    def items(self, node: Name, head: Term) -> list[Term]:
        """Return the members of a list, of which there must be some."""
        found: list[Term] = []
        while head != _NIL:
            first, rest = self.values(head, RDF + "first"), self.values(head, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or len(found) > len(self._said):
                self.refuse(node, "a list is broken", "en lista är trasig")
            found, head = [*found, *first], rest[0]
        if not found:
            self.refuse(node, "a list is empty", "en lista är tom")
        return found

    def texts(self, node: Term, term: str) -> Mapping[str, str]:
        """Return texts by language."""
        found = [text for text in self.values(node, term) if isinstance(text, ox.Literal)]
        return {text.language or "": text.value for text in sorted(found, key=str)}

    def refuse(self, node: Term, en: str, sv: str) -> NoReturn:
        """Raise a ParseError that names the file and the shape."""
        where = f"{self._file[node]}: {shown(node)}" if node in self._file else shown(node)
        raise ParseError(f"{where}: {en}", f"{where}: {sv}")


def shown(node: Term) -> str:
    """Return a node as it is told to people."""
    return compact(node.value) if isinstance(node, ox.NamedNode) else str(node)
