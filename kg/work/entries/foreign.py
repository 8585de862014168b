"""An entry that is written as triples: what it may speak of, and what belongs to others."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.disk.io import read_turtle
from kg.disk.resources import resource, turtle_files
from kg.disk.written import Place
from kg.terms import CODES, GRAPHS, ID, NS, PREFIXES, RDF_TYPE, compact
from kg.work.entries.draft import Draft
from kg.work.entries.known import Known
from kg.work.kept import GRAPH as KEPT
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.values.characters import unusable

_OWL, _VCARD = PREFIXES["owl"], PREFIXES["vcard"]
_TOPIC = PREFIXES["foaf"] + "primaryTopic"
_REUSED = ("dcterms", "foaf", "org", "prov", "skos", "dqv", "schema")
_ALLOWED = (NS, *(PREFIXES[name] for name in _REUSED))
_OF_CONTACTS = tuple(NS + name for name in ("contactFor", "contactOf", "contactRole"))
_SHORT = "[a-z0-9]+(?:-[a-z0-9]+)*"
_NEW = re.compile(rf"{re.escape(ID)}(project|actor|document|initiative)/{_SHORT}")
_PARTS = ("Activity", "Contribution", "Event", "Evidence", "Finding", "Goal", "Indicator", "Participation", "Reference")
# What the things of each folder may be; beside it, what other vocabularies call them.
_CLASSES = {
    "entry": ("Entry",), "part": _PARTS, "project": ("Project",), "document": ("SourceDocument",),
    "actor": ("Actor", "Organisation", "OrganisationalUnit", "ActorGroup"), "initiative": ("Initiative",),
}  # fmt: skip
_OF_OTHERS = ("org:", "prov:", "foaf:", "dqv:", "schema:")
# What a part says that it is of, by which it would speak of another project; and what only mentions another.
_OF = tuple(
    NS + name
    for name in (
        "about", "activityOf", "contributionTo", "eventOf", "goalOf", "indicatorOf", "project", "referenceFrom",
        "subGoalOf",
    )
)  # fmt: skip
_MENTIONING = tuple(NS + name for name in ("refersTo", "referenceTo", "candidate"))


def intrusions(draft: Draft, known: Known) -> Iterator[Problem]:
    """Yield a problem for everything in a draft that is not an entry's to say.

    An entry speaks of itself, its project and the parts of it, of actors and documents that nothing else describes,
    and of projects that it only mentions; it says nothing of the vocabulary, the shapes, the codes or another project.
    Contact persons are private.
    """
    mentioned = _mentioned(draft)
    for subject in dict.fromkeys(triple.subject for triple in draft.public):
        if problem := _subject_problem(draft, known, subject, mentioned):
            yield problem
    for subject in dict.fromkeys(triple.subject for triple in draft.private):
        if not _is_private(draft, known, text_of(subject)):
            yield _problem(
                draft, text_of(subject), "", "not-the-entrys-own", compact(text_of(subject)),
                f"{compact(text_of(subject))} är inte postens egen kontakt. Kalla den contact:{draft.slug}-kontakt "
                "eller liknande.",
                f"{compact(text_of(subject))} is not the entry's own contact. Call it contact:{draft.slug}-contact "
                "or the like.",
            )  # fmt: skip
    for triple in draft.public:
        if problem := _statement_problem(draft, triple, mentioned):
            yield problem
    for triple in draft.private:
        if triple.predicate.value == NS + "contactFor" and triple.object != draft.project:
            yield _of_another(draft, triple)


def _subject_problem(draft: Draft, known: Known, subject: object, mentioned: set[str]) -> Problem | None:
    """Return a problem if an entry may not describe a thing."""
    iri = subject.value if isinstance(subject, ox.NamedNode) else ""
    name = compact(iri)
    is_other_project = iri.startswith(f"{ID}project/") and not _is_own(draft, iri)
    if not iri or not _may_describe(draft, iri) or (is_other_project and iri not in mentioned):
        return _problem(
            draft, iri, "", "not-the-entrys-own", name,
            f"En post får inte säga något om {name}: bara om sitt eget projekt, dess delar och nya aktörer.",
            f"An entry may not say anything about {name}: only about its own project, its parts and new actors.",
        )  # fmt: skip
    if iri == draft.project.value:
        return None  # others may mention it
    others = sorted(graph for graph in known.graphs(iri) if graph not in (draft.graph.value, KEPT))
    if others and not (is_other_project and _is_as_before(draft, known, iri)):
        there = compact(others[0]) if others[0] else "grafen"
        return _problem(
            draft, iri, "", "described-elsewhere", name,
            f"{name} beskrivs redan i {there}. En post får bara beskriva sitt eget projekt och nya aktörer.",
            f"{name} is described in {there} already. An entry may only describe its own project and new actors.",
        )  # fmt: skip
    if not draft.objects(ox.NamedNode(iri), RDF_TYPE):
        return _problem(
            draft, iri, "", "untyped", name,
            f"Posten säger inte vad {name} är. Skriv dess klass, till exempel a sam:Organisation.",
            f"The entry does not say what {name} is. Write its class, for example a sam:Organisation.",
        )  # fmt: skip
    return None


def _is_as_before(draft: Draft, known: Known, iri: str) -> bool:
    """Tell whether the entry says nothing of a project but what it said before that had an entry of its own."""
    before = {quad.triple for quad in known.knowledge.quads_for_pattern(ox.NamedNode(iri), None, None, draft.graph)}
    return {triple for triple in draft.public if text_of(triple.subject) == iri} <= before


def _mentioned(draft: Draft) -> set[str]:
    """Return the projects that the entry refers to, and those that it says are parts of its own."""
    found = {text_of(triple.object) for triple in draft.public if triple.predicate.value in _MENTIONING}
    parts = [triple for triple in draft.public if triple.predicate.value == NS + "subProjectOf"]
    whole = {draft.project.value}
    while new := {text_of(triple.subject) for triple in parts if text_of(triple.object) in whole} - whole:
        whole |= new
    return found | whole


def _is_own(draft: Draft, iri: str) -> bool:
    return iri in (draft.graph.value, draft.project.value) or iri.startswith(f"{draft.project.value}#")


def _may_describe(draft: Draft, iri: str) -> bool:
    return _is_own(draft, iri) or bool(_NEW.fullmatch(iri))


def _is_private(draft: Draft, known: Known, iri: str) -> bool:
    """Tell whether something private is the entry's own: its contact, or evidence of one."""
    return iri.startswith(f"{draft.project.value}#") or is_own_contact(draft.slug, iri.removeprefix(_CONTACTS), known)


def is_own_contact(slug: str, name: str, known: Known) -> bool:
    """Tell whether a contact's name is under a project's, and not under that of one with a longer name."""
    if not re.fullmatch(_SHORT, name) or not name.startswith(f"{slug}-"):
        return False
    words = name.split("-")
    longer = ("-".join(words[:count]) for count in range(slug.count("-") + 2, len(words)))
    return not any(known.is_entry(f"{ID}project/{other}") for other in longer)


_CONTACTS = f"{ID}contact/"


def _statement_problem(draft: Draft, triple: ox.Triple, mentioned: set[str]) -> Problem | None:
    """Return a problem if a statement is not for entries: its property, its class, or whom it is about."""
    path, subject, value = triple.predicate.value, text_of(triple.subject), triple.object
    shown = compact(path)
    if path in derived():
        return _problem(
            draft, subject, path, "derived-by-hand", shown,
            f"{shown} härleds och skrivs inte för hand. Ta bort det.",
            f"{shown} is derived, not written by hand. Remove it.",
        )  # fmt: skip
    is_address = isinstance(value, ox.NamedNode) and value.value.startswith(("mailto:", "tel:"))
    if is_address or path.startswith(_VCARD) or path in _OF_CONTACTS:
        return _problem(
            draft, subject, path, "contact-in-public", shown,
            f"{shown} är en kontaktuppgift, och sådana publiceras inte. Skriv den om en vcard:Individual med namnet "
            f"contact:{draft.slug}-kontakt eller liknande.",
            f"{shown} tells how to reach somebody, which is not published. Write it of a vcard:Individual called "
            f"contact:{draft.slug}-contact or the like.",
        )  # fmt: skip
    if path == RDF_TYPE:
        shown = f"rdf:type {compact(text_of(value))}"
    if not _is_for_entries(draft, triple):
        return _problem(
            draft, subject, path, "not-for-entries", shown,
            f"{shown} hör inte hemma i en post. Ta bort det.",
            f"{shown} has no place in an entry. Remove it.",
        )  # fmt: skip
    of_another = path in _OF and not _is_own(draft, text_of(value)) and text_of(value) not in mentioned
    of_another = of_another or (path in _OF and draft.graph.value == text_of(value))
    if of_another or (path == _TOPIC and value != draft.project):
        return _of_another(draft, triple)
    if draft.text and isinstance(value, ox.Literal) and (refusal := unusable(value.value)):
        return Problem(_place(draft, subject, path), "violation", refusal.check, shown, value.value,
                       refusal.sv, refusal.en)  # fmt: skip
    return None


def _is_for_entries(draft: Draft, triple: ox.Triple) -> bool:
    """Tell whether an entry may use a property, or a class, of a thing."""
    path, subject, value = triple.predicate.value, text_of(triple.subject), text_of(triple.object)
    if path == RDF_TYPE:
        kind = "entry" if subject == draft.graph.value else "part" if "#" in subject else subject.split("/")[-2]
        classes = (NS + name for name in _CLASSES.get(kind, ()))
        return value in classes or compact(value).startswith(_OF_OTHERS)
    if path == _OWL + "versionInfo":
        return subject == draft.graph.value
    if path == _OWL + "sameAs":
        return subject.startswith(f"{ID}actor/") and not value.startswith((ID, NS, CODES, GRAPHS))
    if isinstance(triple.object, ox.NamedNode) and not value.startswith(("https://", "http://")):
        return False
    return path.startswith(_ALLOWED)


def _of_another(draft: Draft, triple: ox.Triple) -> Problem:
    """Return the problem of a part that says it is another project's."""
    path, other = triple.predicate.value, compact(text_of(triple.object))
    key = draft.mark_of(text_of(triple.subject), path).key or compact(path)
    return _problem(
        draft, text_of(triple.subject), path, "of-another-project", key,
        f"Här menas {other}, som inte är postens eget ({key}). En post talar bara för sitt eget projekt.",
        f"{other} is meant here, which is not the entry's own ({key}). An entry speaks for its own project only.",
    )  # fmt: skip


def _problem(draft: Draft, subject: str, path: str, check: str, key: str, sv: str, en: str) -> Problem:
    """Return a problem of a subject, or of one of its properties; the shapes have nothing to add there."""
    draft.blamed.add((subject, path))
    return Problem(_place(draft, subject, path), "violation", check, key, "", sv, en)


def _place(draft: Draft, subject: str, path: str) -> Place:
    if not draft.text:
        return draft.mark_of(subject, path).place
    return Place(draft.path, line=turtle_line(draft.text, subject, path))


def turtle_line(text: str, iri: str, path: str) -> int:
    """Return the line of Turtle on which a property stands, else that on which its subject begins, else 0.

    In JSON-LD it is the line on which the subject is first named.
    """
    index = _index(text)
    start = index.starts.get(iri)
    if start is None:
        return 0
    block = text[start : index.ends[bisect_right(index.ends, start)]] if path and index.ends else ""
    spelled = "|".join(map(re.escape, [f"<{path}>", *index.spellings(path)])) + ("|a" if path == RDF_TYPE else "")
    stands = re.search(rf"(?<!\S)(?:{spelled})(?=[\s<\"])", block) if block else None
    return bisect_right(index.lines, start + stands.start() if stands else start)


@dataclass(frozen=True)
class _Index:
    """Where the subjects of a file begin, where the blocks of statements end, its prefixes, where lines begin."""

    starts: dict[str, int]
    ends: list[int]
    prefixes: dict[str, str]
    lines: list[int]

    def spellings(self, iri: str) -> list[str]:
        """Return the ways to write an IRI with a prefix."""
        return [f"{name}:{iri.removeprefix(space)}" for name, space in self.prefixes.items() if iri.startswith(space)]


@lru_cache(maxsize=2)
def _index(text: str) -> _Index:
    """Return where the things of a file stand; it is read once, however much is wrong with it."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    if text.lstrip()[:1] in ("{", "["):
        return _Index(dict(_quoted(text)), [], {}, lines)
    prefixes = dict(re.findall(r"^\s{0,80}@?prefix\s{1,80}([\w-]{0,40}):\s{0,80}<([^<>\s]{1,500})>", text, re.M | re.I))
    starts: dict[str, int] = {}
    for begun in re.finditer(r"^(?:<([^<>\s]{1,2000})>|([\w-]{0,40}):([^\s<>\"]{1,500}))(?=\s)", text, re.MULTILINE):
        iri = begun[1] or prefixes.get(begun[2] or "", "?") + (begun[3] or "")
        starts.setdefault(iri, begun.start())
    ends = [found.end() for found in re.finditer(r"\.[ \t]{0,80}$", text, re.MULTILINE)]
    return _Index(starts, [*ends, len(text)], prefixes, lines)


def _quoted(text: str) -> Iterator[tuple[str, int]]:
    """Yield the texts of JSON that may name something, with where each first stands: the last one yielded counts."""
    prefixes = {**PREFIXES, "samid": ID, "samcode": CODES, "samgraph": GRAPHS}
    found: dict[str, int] = {}
    for quoted in re.finditer(r'"([^"\\\s]{1,2000})"', text):
        prefix, colon, local = quoted[1].partition(":")
        found.setdefault(quoted[1], quoted.start())
        if colon and prefix in prefixes:
            found.setdefault(prefixes[prefix] + local, quoted.start())
    yield from found.items()


@cache
def derived() -> frozenset[str]:
    """Return the properties that rules derive."""
    triples = (triple for path in turtle_files(resource("ontology")) for triple in read_turtle(path))
    mark = ox.NamedNode(NS + "derived")
    return frozenset(text_of(triple.subject) for triple in triples if triple.predicate == mark) | {
        PREFIXES["org"] + "hasUnit"
    }


def read_triples(draft: Draft, triples: Iterable[ox.Triple]) -> None:
    """Fill a draft with triples: contact persons and what is said of them apart from the rest."""
    for triple in triples:
        value = triple.object
        if isinstance(triple.subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            private = triple.subject.value.startswith(_CONTACTS)
            draft.state(triple.subject, triple.predicate.value, value, private=private)
