"""Does it stand there? Each stated name, figure and date is looked for within the lines given as its evidence."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.terms import CODES
from kg.work.select import PROLOGUE, solutions

# What is said of a part of a project, where the part's own evidence says where.
_PART_FACTS = f"""{PROLOGUE}
SELECT ?subject ?property ?value ?percent ?inferred ?document ?first ?last WHERE {{
  VALUES ?property {{ sam:statedAs sam:amount sam:rate sam:targetValue sam:postalCode sam:locality sam:start }}
  ?subject ?property ?value .
  FILTER NOT EXISTS {{ ?entry foaf:primaryTopic ?subject }}
  FILTER (?property != sam:start || EXISTS {{ ?subject sam:evidence ?any }})
  OPTIONAL {{
    ?subject sam:evidence ?evidence .
    ?evidence sam:document/dcterms:identifier ?document ; sam:firstLine ?first ; sam:lastLine ?last .
  }}
  OPTIONAL {{ ?subject sam:unit ?unit }}
  BIND (?property = sam:rate || BOUND(?unit) && ?unit = <{CODES}unit/percent> AS ?percent)
  OPTIONAL {{ ?subject sam:basis ?basis }}
  BIND (BOUND(?basis) && ?basis = <{CODES}basis/inferred> AS ?inferred)
}}"""

# What is said of a project itself, where evidence says for which of its properties it stands.
_PROJECT_FACTS = f"""{PROLOGUE}
SELECT ?subject ?property ?value ?percent ?inferred ?document ?first ?last WHERE {{
  ?entry foaf:primaryTopic ?subject .
  BIND (false AS ?percent) BIND (false AS ?inferred)
  VALUES (?property ?notation) {{
    (dcterms:title false) (skos:altLabel false) (dcterms:identifier false) (sam:start false) (sam:end false)
    (sam:cci false) (sam:specificObjective true) (sam:interventionType true)
  }}
  ?subject ?property ?stated .
  OPTIONAL {{ ?stated skos:notation ?code }}
  BIND (IF(?notation, ?code, ?stated) AS ?value)
  FILTER (LANG(?value) IN ("", "sv"))
  OPTIONAL {{
    ?subject sam:evidence ?evidence .
    ?evidence sam:evidenceFor ?property ; sam:document/dcterms:identifier ?document ;
      sam:firstLine ?first ; sam:lastLine ?last .
  }}
}}"""

_DOCUMENTS = f"""{PROLOGUE}
SELECT ?document ?sha WHERE {{ ?node a sam:SourceDocument ; dcterms:identifier ?document ; sam:sha256 ?sha }}"""
_HASHES = f"""{PROLOGUE}
SELECT DISTINCT ?evidence ?document ?sha ?own WHERE {{
  ?evidence a sam:Evidence ; sam:sha256 ?own ; sam:document ?node . ?node dcterms:identifier ?document ; sam:sha256 ?sha
  FILTER (?own != ?sha)
}}"""

_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip


@dataclass(frozen=True, order=True)
class Place:
    """A range of lines in a document, 1-based, last line included."""

    document: str
    first: int
    last: int


@dataclass(frozen=True, order=True)
class Fact:
    """A value that a document states, what it is said of, and where it is said to stand."""

    subject: str
    property: str
    value: str
    percent: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class EvidenceReport:
    """What was looked for: found, missing (with nowhere to look, too), inferred and so not looked for.

    `problems` tells, in English and Swedish, of documents that are not there or are not the ones that were read.
    """

    found: tuple[Fact, ...]
    missing: tuple[Fact, ...]
    inferred: tuple[Fact, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def checked(self) -> int:
        """How many stated values were looked for."""
        return len(self.found) + len(self.missing)

    @property
    def share(self) -> float:
        """The share of the stated values that stand where they are said to, 0–1."""
        return len(self.found) / self.checked if self.checked else 1.0


def check_evidence(store: Graphs, folder: Path) -> EvidenceReport:
    """Look for every stated value in the documents of a folder.

    Args:
        store: the graph.
        folder: holds the source documents under the file names that the graph gives them (UTF-8 text).
    """
    problems, lines = _read_documents(store, folder)
    stated, inferred = _facts(store)
    found = tuple(fact for fact in stated if stands(fact, lines))
    missing = tuple(fact for fact in stated if not stands(fact, lines))
    return EvidenceReport(found, missing, tuple(inferred), tuple(problems))


def stands(fact: Fact, lines: Mapping[str, list[str]]) -> bool:
    """Tell whether a value stands within one of its places, in one of the ways such a value is written."""
    patterns = [re.compile(pattern) for pattern in spellings(fact)]
    for place in fact.places:
        text = " ".join(" ".join(lines.get(place.document, [])[place.first - 1 : place.last]).split())
        if any(pattern.search(text) for pattern in patterns):
            return True
    return False


def spellings(fact: Fact) -> list[str]:
    """Return regular expressions for the ways a document may write a value.

    A name is looked for letter by letter, white space aside; a date as 2017-09-01, 20170901 or 1 sep(tember)
    2017; an amount with spaces or dots between its digits; a rate of 0.4 as 40 %.
    """
    local = fact.property.rpartition("#")[2].rpartition("/")[2]
    if local in ("start", "end"):
        return _day_spellings(fact.value)
    if local in ("amount", "targetValue", "rate"):
        return [_number_spelling(fact, local)]
    words = r"\s".join(re.escape(word) for word in fact.value.split())
    return [words if local == "statedAs" else rf"(?<!\w){words}(?!\w)"]


def _day_spellings(value: str) -> list[str]:
    """Return how a year, a month or a day may be written."""
    year, month, day = (*value.split("-"), "", "")[:3]
    if not month:
        return [rf"(?<!\d){year}(?!\d)"]
    name = _MONTHS[int(month) - 1]
    named = rf"{name[:3]}(?:{name[3:]})?\.? {year}(?!\d)"
    if not day:
        return [rf"(?<!\d){year}-?{month}(?!\d)", named]
    return [rf"(?<!\d){year}-?{month}-?{day}(?!\d)", rf"(?<!\d){int(day)} {named}"]


def _number_spelling(fact: Fact, local: str) -> str:
    """Return how a number may be written; an amount is never the beginning or the end of a longer one."""
    number = f"{float(fact.value) * 100:g}" if local == "rate" else fact.value
    digits = r"[\s.]?".join("[.,]" if sign == "." else re.escape(sign) for sign in number)
    if local == "amount":
        return rf"(?<!\d)(?<!\d[\s.]){digits}(?!\d)(?![\s.]\d{{3}}(?!\d))"
    return rf"(?<!\d){digits}(?!\d)" + (r"\s?(?:%|procent)" if fact.percent else "")


def _facts(store: Graphs) -> tuple[list[Fact], list[Fact]]:
    """Return the stated and the inferred values with their places, sorted."""
    places: dict[tuple[bool, str, str, str, bool], set[Place]] = defaultdict(set)
    for query in (_PART_FACTS, _PROJECT_FACTS):
        for row in solutions(store, query):
            inferred, percent = (row[name].value == "true" for name in ("inferred", "percent"))
            places[inferred, row["subject"].value, row["property"].value, row["value"].value, percent] |= _place(row)
    stated: list[Fact] = []
    guessed: list[Fact] = []
    for (inferred, subject, name, value, percent), found in places.items():
        (guessed if inferred else stated).append(Fact(subject, name, value, percent, tuple(sorted(found))))
    return sorted(stated), sorted(guessed)


def _place(row: ox.QuerySolution) -> set[Place]:
    if row["document"] is None:
        return set()
    return {Place(row["document"].value, int(row["first"].value), int(row["last"].value))}


def _read_documents(store: Graphs, folder: Path) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Return what is wrong with the documents, and the lines of those that are there."""
    problems = []
    lines: dict[str, list[str]] = {}
    for name, sha in sorted((row["document"].value, row["sha"].value) for row in solutions(store, _DOCUMENTS)):
        path = folder / Path(name).name
        if not path.is_file():
            problems.append((f"{path}: no such document", f"{path}: dokumentet finns inte"))
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha:
            problems.append((f"{path}: not the bytes that were read (SHA-256 differs)",
                             f"{path}: inte samma innehåll som lästes (SHA-256 skiljer)"))  # fmt: skip
        lines[name] = re.split(r"\r\n|\r|\n", data.decode("utf-8", errors="replace"))
    for row in solutions(store, _HASHES):
        evidence, name = row["evidence"].value, row["document"].value
        problems.append((f"{evidence}: read from another version of {name}",
                         f"{evidence}: läst ur en annan version av {name}"))  # fmt: skip
    return problems, lines
