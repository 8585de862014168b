"""From a made entry to a draft: read, and read again where the list may be taken otherwise than a person's words."""

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.written import Place, Written
from kg.terms import ID, PREFIXES
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.entries.reader import read_entry
from kg.work.mappings.entries import Loose, Made, Spot, leaves, respelled, without
from kg.work.matching import DOCUMENT
from kg.work.problem import Problem

MOST_READINGS = 4  # of one entry
MOST_REMEMBERED = 10_000  # values that the graph does not know

_IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_NUMBER_OF_ANOTHER = "number-of-another"


class Reader:
    """Reads the entries of one list.

    A value that the graph does not know and that the mapping calls optional is left out, and told as a warning. Two
    organisations of one name are told apart by the numbers that the list gives. A document that another entry has
    described already is the same document.

    Args:
        known: the graph, and who is meant by a name in it.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._unknown: dict[tuple[str, str, str], Problem] = {}

    def read(self, made: Made) -> tuple[Draft, list[Problem]]:
        """Return the draft of an entry, and what had to be told on the way to it; the draft holds the rest."""
        written: Written = made.written
        expected = {spot: problem for spot in made.optional if (problem := self._unknown.get(_alike(spot)))}
        told = [replace(problem, place=spot[0]) for spot, problem in expected.items()]
        written = without(written, expected.keys())
        for _ in range(MOST_READINGS):
            draft = read_entry(written, self._known)
            left = dict(self._left_out(draft, made))
            spellings = self._known_documents(draft) | _told_apart(draft, written)
            told += left.values()
            told += [_same_name(problem) for problem in draft.problems if problem.check == _NUMBER_OF_ANOTHER]
            if not left and not spellings:
                break
            written = respelled(without(written, left.keys()), spellings)
        return draft, told

    def _left_out(self, draft: Draft, made: Made) -> Iterator[tuple[Loose, Problem]]:
        """Yield the values that are to be left out, and what is told of each."""
        for problem in draft.problems:
            if problem.severity != "violation":
                continue
            there = [spot for spot in made.optional if spot[:2] == (problem.place, problem.value)]
            for spot in [spot for spot in there if spot[2] == problem.key] or there:
                mild = replace(problem, severity="warning", sv=f"{problem.sv} Värdet utelämnas.",
                               en=f"{problem.en} The value is left out.")  # fmt: skip
                if len(self._unknown) < MOST_REMEMBERED:
                    self._unknown[_alike(spot)] = mild
                yield spot, mild

    def _known_documents(self, draft: Draft) -> dict[Spot, str]:
        """Return the documents that an entry describes although the graph knows them, by their IRIs."""
        found = {}
        for iri in draft.described:
            for value in draft.objects(ox.NamedNode(iri), _IDENTIFIER) if iri.startswith(f"{ID}document/") else ():
                text = str(value.value)
                names = self._known.knowledge.names.spelled(text, (DOCUMENT,))
                others = {name.iri for name in names if (name.what, name.text) == ("identifier", text)} - {iri}
                if len(others) == 1:
                    found[draft.mark_of(iri, _IDENTIFIER).place, text] = others.pop()
        return found


def _alike(spot: Loose) -> tuple[str, str, str]:
    """Return by what a value is the same in every row: its column, or its line in the mapping, itself and its key."""
    place, value, key = spot
    return (place.column or f"{place.path}:{place.line}", value, key)


def _told_apart(draft: Draft, written: Written) -> dict[Spot, str]:
    """Return names that two organisations share, each with its number: a list's numbers tell who is meant."""
    numbers = {problem.place: problem.value for problem in draft.problems if problem.check == _NUMBER_OF_ANOTHER}
    names: dict[Place, set[str]] = {}
    for text in leaves(written) if numbers else ():
        names.setdefault(text.place, set()).add(text.value)
    return {
        (place, name): f"{name} ({number})"
        for place, number in numbers.items()
        for name in names.get(place, ())
        if len(names[place]) == 1 and number not in name
    }


def _same_name(problem: Problem) -> Problem:
    return replace(
        problem, severity="warning", check="name-of-another",
        sv=f"{problem.sv} Numret avgör: organisationen skiljs från den andra genom att numret står efter namnet.",
        en=f"{problem.en} The number decides: the organisation is told from the other by the number after its name.",
    )  # fmt: skip
