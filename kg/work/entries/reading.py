"""What the reading of one entry shares: the draft, the form, and whom to ask who is meant."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.written import Pairs, Place, Text, Written
from kg.terms import NS, RDF_TYPE
from kg.work.entries import advice
from kg.work.entries.draft import Draft, Mark, Term
from kg.work.entries.known import Known
from kg.work.form import Field, Form, class_iri
from kg.work.problem import Problem


@dataclass
class Reading:
    """The reading of one entry."""

    draft: Draft
    form: Form
    known: Known
    esf: bool = (
        False  # whether the project has money from the ESF or ESF+, whose diary numbers have a form of their own
    )

    def tell(self, problem: Problem) -> None:
        """Keep a problem."""
        self.draft.problems.append(problem)

    def open_part(self, class_name: str, wanted: str, place: Place, *, private: bool = False) -> ox.NamedNode:
        """Name a new part of the project, type it and say where it stands; a name that is taken gets a number."""
        name, number = wanted, 1
        while self.draft.is_named(node := self.draft.part(name)):
            number += 1
            name = f"{wanted}-{number}"
        self.declare(node, class_name, place, private=private)
        return node

    def declare(self, node: ox.NamedNode, class_name: str, place: Place, *, private: bool = False) -> None:
        """Say what a thing is and where it stands."""
        self.draft.marks.setdefault((node.value, ""), Mark(place, ""))
        self.draft.state(node, RDF_TYPE, ox.NamedNode(class_iri(class_name)), private=private)

    def link(self, subject: ox.NamedNode, local: str, value: Term, mark: Mark | None = None,
             *, private: bool = False) -> None:  # fmt: skip
        """State a property of `sam:`."""
        self.draft.state(subject, NS + local, value, mark, private=private)

    def single(self, field: Field, value: Written) -> Text | None:
        """Return the one text that a field asks for; tell if something else stands there."""
        if isinstance(value, Text):
            return value
        if isinstance(value, Pairs):
            sv, en = "skriv ett enda värde, utan nycklar", "write a single value, without keys"
        else:
            sv, en = "skriv ett enda värde, ingen lista", "write a single value, not a list"
        self.tell(advice.wrong_form(value.place, field, sv, en))
        return None
