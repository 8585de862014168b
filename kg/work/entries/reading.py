"""What the reading of one entry shares: the draft, the form, and whom to ask who is meant."""

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.disk.written import Pairs, Place, Text, Written
from kg.terms import NS, RDF_TYPE
from kg.work.entries import advice
from kg.work.entries.draft import Draft, Mark, Term
from kg.work.entries.filled import Filled
from kg.work.entries.known import Known
from kg.work.form import Field, Form, class_iri
from kg.work.problem import Problem

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")


@dataclass
class Reading:
    """The reading of one entry; `reserved` are the ids that its writer gives to parts.

    `sourced` holds the evidence of the owner and of lists of parts, by their key, where a source says that it is for
    them; `ownerless` the findings that no owner is known, with place and value.
    """

    draft: Draft
    form: Form
    known: Known
    esf: bool = (
        False  # whether the project has money from the ESF or ESF+, whose diary numbers have a form of their own
    )
    reserved: set[str] = field(default_factory=set)
    sourced: dict[str, list[ox.NamedNode]] = field(default_factory=dict)
    ownerless: list[tuple[ox.NamedNode, Place, str]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)  # how far names are numbered

    def tell(self, problem: Problem) -> None:
        """Keep a problem."""
        self.draft.problems.append(problem)

    def given(self, filled: Filled) -> str:
        """Return the id that the writer gives to a part; nothing if there is none, or, told, if it cannot be one."""
        found = filled.values.get("id")
        text = self.single(found[0], found[2]) if found else None
        if found is None or text is None:
            return ""
        if _LOCAL.fullmatch(text.value):
            return text.value
        self.tell(advice.wrong_id(text.place, found[0], text.value))
        return ""

    def open_part(
        self, class_name: str, wanted: str, place: Place, *, given: bool = False, private: bool = False
    ) -> ox.NamedNode:
        """Name a new part of the project, type it and say where it stands; a name that is taken gets a number.

        Args:
            class_name: the class of the part.
            wanted: its name.
            place: where it stands.
            given: whether the writer gave it this name, which it then has alone.
            private: whether it is of a contact person.
        """
        name, number = wanted, self._numbers.get(wanted, 1)
        if given and self.draft.is_named(self.draft.part(name)):
            self.tell(advice.id_twice(place, name))
        while self.is_taken(name, given=given):
            number += 1
            name = f"{wanted}-{number}"
        self._numbers[wanted] = number
        node = self.draft.part(name)
        self.declare(node, class_name, place, private=private)
        return node

    def numbered(self, name: str) -> str:
        """Return a name with the first number that no part has it with."""
        number = self._numbers.get(f"{name}-", 0) + 1
        while self.is_taken(f"{name}-{number}"):
            number += 1
        self._numbers[f"{name}-"] = number
        return f"{name}-{number}"

    def is_taken(self, name: str, *, given: bool = False) -> bool:
        """Tell whether a part has a name, or is to have it because the writer says so."""
        return self.draft.is_named(self.draft.part(name)) or (not given and name in self.reserved)

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
            sv, en = "Skriv ett enda värde, utan nycklar.", "Write a single value, without keys."
        else:
            sv, en = "Skriv ett enda värde, ingen lista.", "Write a single value, not a list."
        self.tell(advice.wrong_form(value.place, field, sv, en))
        return None
