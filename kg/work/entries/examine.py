"""The examination of an entry: what its reader, the graph and the shapes have to say, each with its place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.lexer import line_at
from kg.disk.written import Place
from kg.terms import CODES, ID, NS, PREFIXES, compact
from kg.work.entries import advice
from kg.work.entries.draft import Draft, Mark
from kg.work.entries.foreign import intrusions
from kg.work.entries.known import Known
from kg.work.form import Field, Form, the_form
from kg.work.located import Located, of_problem
from kg.work.matching import Match
from kg.work.near import nearest
from kg.work.neighbourhood import neighbourhood
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.shapes import Finding, Shapes
from kg.work.tables import short_iri

_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_TITLES = (PREFIXES["dcterms"] + "title", PREFIXES["skos"] + "altLabel")
# What a shape without a property of its own rests on: it has nothing to add where that could not be read.
_RESTING = {
    "draft-owner": ("owner",),
    "publishable-owner": ("owner",),
    "article-49-beneficiary": ("owner",),
    "Contribution-value": (NS + "amount", NS + "rate"),
    "Contribution-currency-required": (NS + "currency",),
    "Participation-level-expected": (NS + "level",),
}


def examine(draft: Draft, known: Known, shapes: Shapes, form: Form | None = None) -> list[Located]:
    """Return everything that is to be said about an entry, the worst first.

    Args:
        draft: the entry, read and signed.
        known: the graph that it is to go into.
        shapes: what it must conform to.
        form: the form that its keys are of; that of the package's shapes if left out.
    """
    form = form or the_form()
    found = [of_problem(problem, draft.project.value, form) for problem in draft.problems]
    found += [of_problem(problem, draft.project.value, form) for problem in intrusions(draft, known)]
    if draft.slug:
        found += [of_problem(problem, draft.project.value, form) for problem in _doubles(draft, known)]
        found += _by_shapes(draft, known, shapes, form)
    return sorted({item.order: item for item in found}.values(), key=lambda item: item.order)


def _by_shapes(draft: Draft, known: Known, shapes: Shapes, form: Form) -> Iterator[Located]:
    """Yield what the shapes find, but for what the reader has told of already."""
    triples = [*draft.public, *draft.private]
    subjects = {text_of(triple.subject) for triple in triples}
    graph = neighbourhood(known.knowledge, triples)
    for finding in shapes.check(graph, subjects):
        check = re.split(r"[#/]", finding.shape)[-1]
        if _is_told(draft, finding, check):
            continue
        mark = _mark(draft, finding, form)
        about = draft.names.get(finding.focus, "")
        yield Located(mark.place, mark.key, check, _with_suggestion(known, finding), about)


def _is_told(draft: Draft, finding: Finding, check: str) -> bool:
    """Tell whether the writer knows already: the value could not be read, or the whole entry lacks a source."""
    if finding.path and (finding.focus, finding.path) in draft.blamed:
        return True
    if check == "Entry-source-required" and not draft.text:
        return True  # the project's own says so
    rests_on = _RESTING.get(check, ())
    if any((finding.focus, name) in draft.blamed for name in rests_on):
        return True
    return check.endswith("-source") and not draft.text and not draft.documents and check != "Project-source"


def _mark(draft: Draft, finding: Finding, form: Form) -> Mark:
    """Return where a finding is: at its property, else at what its value is, else at its subject."""
    if draft.text:
        line = turtle_line(draft.text, finding.focus, finding.path)
        return Mark(Place(draft.path, line=line), "")
    field = _field(form, finding)
    for path in filter(None, (finding.path, field and (field.path or field.key))):
        if mark := draft.marks.get((finding.focus, path)):
            return mark
    linked = finding.linked and (finding.value, "") in draft.marks
    place = draft.mark_of(finding.value if linked else finding.focus, "").place
    return Mark(place, field.key if field else "")


def _field(form: Form, finding: Finding) -> Field | None:
    """Return the field of the form that a finding is about, or nothing."""
    owner = re.split(r"[#/-]", finding.shape.rpartition("#")[2])[0]
    fields = form.fields(owner if owner in form.classes else "Project")
    alike = [field for field in fields if finding.path and field.path == finding.path]
    return next((field for field in fields if field.shape == finding.shape), alike[0] if alike else None)


def _with_suggestion(known: Known, finding: Finding) -> Finding:
    """Return a finding whose value is a name of ours that nothing has, with the names that are near it."""
    folder, _, local = finding.value.rpartition("/")
    ours = finding.linked and finding.value != finding.focus and f"{folder}/".startswith((ID, CODES))
    if not ours or "#" in local or known.exists(finding.value):
        return finding
    near = [compact(f"{folder}/{name}") for name in _near(known, f"{folder}/", local)]
    if not near:
        return finding
    asked = {"sv": f" Menade du {' eller '.join(near)}?", "en": f" Did you mean {' or '.join(near)}?"}
    told = {lang: text + asked.get(lang, "") for lang, text in finding.message.items()}
    return replace(finding, message=told)


def _near(known: Known, folder: str, local: str) -> list[str]:
    """Return the last parts of the names in a folder of ours that are near one."""
    if folder.startswith(CODES):
        scheme = ox.NamedNode(folder.rstrip("/"))
        quads = known.knowledge.quads_for_pattern(None, ox.NamedNode(_IN_SCHEME), scheme, None)
        return nearest(local, sorted(text_of(quad.subject).rpartition("/")[2] for quad in quads))
    words = local.replace("-", " ")
    asks: dict[str, Callable[[str], Match]] = {"actor": known.matcher.actor, "place": known.matcher.place, "initiative": known.matcher.initiative,
            "project": known.matcher.project, "document": known.matcher.document}  # fmt: skip
    ask = asks.get(folder.removeprefix(ID).rstrip("/"))
    match = ask(words) if ask else None
    found = [match.iri] if match and match.iri else [item.iri for item in match.near] if match else []
    return [iri.rpartition("/")[2] for iri in found]


def _doubles(draft: Draft, known: Known) -> Iterator[Problem]:
    """Yield a doubt for each project that this one may be under another name."""
    if known.is_entry(draft.project.value):
        return
    owners = [
        actor.value
        for part in {text_of(triple.subject) for triple in draft.public if triple.predicate.value == NS + "role"
                     and text_of(triple.object) == f"{CODES}role/owner"}
        for actor in draft.objects(ox.NamedNode(part), NS + "actor")
    ]  # fmt: skip
    titles = [term.value for path in _TITLES for term in draft.objects(draft.project, path)]
    start, end = (
        next((term.value for term in draft.objects(draft.project, NS + name)), "") for name in ("start", "end")
    )
    mark = draft.mark_of(draft.project.value, _TITLES[0])
    for owner in sorted(owners):
        for near in known.matcher.likely_doubles(owner, start, end, titles):
            yield advice.likely_double(mark.place, draft.title, near)


def turtle_line(text: str, iri: str, path: str) -> int:
    """Return the line of Turtle on which a property stands, else that on which its subject begins, else 0."""
    names = [f"<{iri}>", short_iri(iri)]
    if iri.startswith(ID) and "#" in iri:
        names.append(":" + iri.partition("#")[2])
    begun = re.search(rf"^(?:{'|'.join(map(re.escape, names))})(?=\s)", text, re.MULTILINE)
    if not begun:
        return 0
    block = re.compile(r".*?\.\s*$", re.MULTILINE | re.DOTALL).match(text, begun.end())
    stands = re.search(rf"(?<!\S){re.escape(compact(path))}\s", block[0]) if block and path else None
    return line_at(text, begun.end() + stands.start() if stands else begun.start())
