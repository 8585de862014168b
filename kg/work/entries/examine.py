"""The examination of an entry: what its reader, the graph and the shapes have to say, each with its place."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from kg.disk.written import Place
from kg.terms import CODES, ID, NS, PREFIXES, compact
from kg.work.entries import advice
from kg.work.entries.draft import Draft, Mark
from kg.work.entries.foreign import intrusions, turtle_line
from kg.work.entries.known import Known
from kg.work.form import Field, Form, the_form
from kg.work.located import Located, of_problem
from kg.work.matching import Match
from kg.work.near import nearest
from kg.work.problem import Problem
from kg.work.select import text as text_of
from kg.work.shapes import Finding, Shapes

_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_PAGE = PREFIXES["foaf"] + "page"
_TITLES = (PREFIXES["dcterms"] + "title", PREFIXES["skos"] + "altLabel")
_EVIDENCE = NS + "evidence"
# What a shape without a property of its own rests on: it has nothing to add where that could not be read, and the
# first of them is where it is told.
_RESTING = {
    "draft-owner": ("owner",),
    "publishable-owner": ("owner",),
    "article-49-beneficiary": ("owner",),
    "Contribution-value": (NS + "amount", NS + "rate"),
    "Contribution-currency-required": (NS + "currency",),
    "Participation-level-expected": (NS + "level",),
}
# The property of a part that a finding about the whole project is told at.
_AT = {
    "Project-transnational": NS + "level",
    "Project-partner-itself": NS + "role",
    "Project-participation-twice": NS + "role",
    "Project-shares": NS + "rate",
    "Project-funding": NS + "amount",
    "Project-funding-listed": NS + "amount",
    "Project-parts": NS + "amount",
    "Project-small-share": NS + "amount",
    "Project-total": NS + "amount",
    "Project-union-rate": NS + "amount",
}
# What somebody who fills in a form can do nothing about.
_NOT_FOR_FORMS = ("Entry-source-required", "SourceDocument-digest-required")
# A mistake that several shapes see is told once: by the one that says most.
_TOLD_BY = {
    "Entry-source-required": ("Project-source",),
    "Project-cci-fund": ("Project-cci-programme",),
    "Project-cci-period": ("Project-cci-programme", "Project-programme-period"),
    "Project-cci-period-edge": ("Project-cci-programme", "Project-programme-period", "Project-programme-period-edge"),
    "Project-funding": ("Project-total",),
    "Project-funding-listed": ("Project-total", "Project-funding"),
}
# Where a message names the kind of a part, its name goes behind it.
_PARTS_NAMED = {
    "sv": re.compile(r"\b(?:aktören|beloppet|deltagaren|målvärdet)(?= (?:saknar|är)\b)", re.IGNORECASE),
    "en": re.compile(r"\bthe (?:actor|amount|participant|target value)(?= (?:has no|is)\b)", re.IGNORECASE),
}


def examine(draft: Draft, known: Known, shapes: Shapes, form: Form | None = None) -> list[Located]:
    """Return everything that is to be said about an entry, the worst first.

    Args:
        draft: the entry, read and signed.
        known: the graph that it is to go into.
        shapes: what it must conform to.
        form: the form that its keys are of; that of the package's shapes if left out.
    """
    return next(examine_many([draft], known, shapes, form))


def examine_many(
    drafts: Sequence[Draft], known: Known, shapes: Shapes, form: Form | None = None
) -> Iterator[list[Located]]:
    """Yield what `examine` returns for each of many entries that do not rest on each other."""
    form = form or the_form()
    named = [draft for draft in drafts if draft.slug]
    graphs = (_neighbourhood(draft, known) for draft in named)
    by_shapes = shapes.check_many(graphs) if len(named) > 1 else (shapes.check(*graph) for graph in graphs)
    for draft in drafts:
        found = [of_problem(problem, draft.project.value, form) for problem in draft.problems]
        found += [of_problem(problem, draft.project.value, form) for problem in intrusions(draft, known)]
        if draft.slug:
            found += [of_problem(problem, draft.project.value, form) for problem in _doubles(draft, known)]
            found += _by_shapes(draft, next(by_shapes), known, form)
        once = {(item.order, item.key, item.finding.message["sv"]): item for item in found}
        yield [once[order] for order in sorted(once)]


def _neighbourhood(draft: Draft, known: Known) -> tuple[list[ox.Triple], set[str]]:
    """Return what the shapes are to know, and the subjects that they are asked about."""
    # What only the whole entry's sources speak for has no lines of its own that could leave something open.
    own = [
        triple for triple in (*draft.public, *draft.private)
        if triple.predicate.value != _EVIDENCE or text_of(triple.subject) not in draft.inherited
    ]  # fmt: skip
    return known.surroundings.of(own), {text_of(triple.subject) for triple in own}


def _by_shapes(draft: Draft, found: Sequence[Finding], known: Known, form: Form) -> Iterator[Located]:
    """Yield what the shapes find, but for what the reader has told of already."""
    seen = {(finding.focus, _check(finding)) for finding in found}
    for finding in found:
        check = _check(finding)
        by_others = any(
            {(finding.focus, other), (draft.project.value, other)} & seen for other in _TOLD_BY.get(check, ())
        )
        if by_others or _is_blamed(draft, finding) or (not draft.text and _is_told(draft, finding, check)):
            continue
        mark = _mark(draft, finding, form)
        about = draft.names.get(finding.focus, "")
        yield Located(mark.place, mark.key, check, _naming(_with_suggestion(known, finding), about), about)


def _check(finding: Finding) -> str:
    return re.split(r"[#/]", finding.shape)[-1]


def _is_blamed(draft: Draft, finding: Finding) -> bool:
    """Tell whether the reader has refused what a finding is about, so that nothing, or nothing of use, is there."""
    whole, part = ((finding.focus, path) in draft.blamed for path in ("", finding.path))
    return whole or (part and (bool(draft.text) or not finding.value))


def _is_told(draft: Draft, finding: Finding, check: str) -> bool:
    """Tell whether the writer knows already: the value could not be read, or the whole entry lacks a source."""
    if any((finding.focus, name) in draft.blamed for name in _RESTING.get(check, ())):
        return True
    if check == "Finding-owner-unknown" and (finding.focus, _EVIDENCE) in draft.blamed:
        return True
    if check == "Project-coverage" and (finding.focus, _EVIDENCE) in draft.blamed:
        return True
    if check == "Evidence-lines-required":
        return _is_on_the_web(draft, finding.focus)
    if check.endswith("-source") and finding.focus != draft.project.value:
        all_lack = not draft.documents or (draft.project.value, _EVIDENCE) in draft.blamed
        return all_lack or finding.focus in draft.inherited
    return check in _NOT_FOR_FORMS


def _is_on_the_web(draft: Draft, evidence: str) -> bool:
    """Tell whether evidence stands on a web page, which has no lines."""
    documents = draft.objects(ox.NamedNode(evidence), NS + "document")
    return any(draft.objects(document, _PAGE) for document in documents if isinstance(document, ox.NamedNode))


def _naming(finding: Finding, about: str) -> Finding:
    """Return a finding whose messages say which part they are about."""
    if not about:
        return finding
    told = {}
    for lang, text in finding.message.items():
        named, count = _PARTS_NAMED[lang].subn(lambda match: f"{match[0]} {about}", text, count=1)
        told[lang] = text if about in text else named if count else f"{about}: {text}"
    return replace(finding, message=told)


def _mark(draft: Draft, finding: Finding, form: Form) -> Mark:
    """Return where a finding is: at its property, else at what its value is, else at its subject."""
    if draft.text:
        line = turtle_line(draft.text, finding.focus, finding.path)
        return Mark(Place(draft.path, line=line), "")
    field = _field(form, finding)
    paths = [finding.path, (field.path or field.key) if field else "", *_RESTING.get(_check(finding), ())[:1]]
    for path in filter(None, [*paths, finding.value if finding.linked else ""]):
        if mark := draft.marks.get((finding.focus, path)):
            return mark
    standing = _standing(draft, finding)
    found = draft.marks.get((standing, _AT.get(_check(finding), "-")))
    return found or Mark(draft.mark_of(standing, "").place, field.key if field else "")


def _standing(draft: Draft, finding: Finding) -> str:
    """Return the thing at whose place a finding is told: its value, else a part that has that value, else its focus."""
    if not finding.linked or finding.value == finding.focus or (finding.value, "") in draft.marks:
        return finding.value if finding.linked else finding.focus
    having = (text_of(triple.subject) for triple in draft.public if text_of(triple.object) == finding.value)
    return next((part for part in having if part.startswith(f"{finding.focus}#")), finding.focus)


def _field(form: Form, finding: Finding) -> Field | None:
    """Return the field of the form that a finding is about, or nothing."""
    owner = re.split(r"[#/-]", finding.shape.rpartition("#")[2])[0]
    fields = form.fields(owner if owner in form.classes else "Project")
    path = finding.path or next(iter(_RESTING.get(_check(finding), ())), "")
    alike = [field for field in fields if path and path in (field.path, field.key)]
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
    matcher = known.matcher
    asks: dict[str, Callable[[str], Match]] = {
        "actor": matcher.actor, "place": matcher.place, "initiative": matcher.initiative, "project": matcher.project,
        "document": matcher.document,
    }  # fmt: skip
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
