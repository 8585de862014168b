"""The canned questions as they are published: a file each, one of all as SHACL's executables, and a page."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.disk.resources import resource
from kg.disk.turtle import write_turtle
from kg.terms import BASE, CODES, PREFIXES, RDF_TYPE, XSD
from kg.work.header import split
from kg.work.portal.file import File
from kg.work.portal.html import LANGUAGES, Renderer
from kg.work.portal.paths import QUERIES, QUERY_FILES
from kg.work.portal.site import Site
from kg.work.portal.vocabulary.facts import expand
from kg.work.queries import Parameter, Question, read_catalogue

QUERIES_IRI = BASE + "queries"
_PARAMETERS = QUERIES_IRI + "/parameter#"
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s+<([^>]+)>")
_KINDS = {
    "iri": ("IRI för", "the IRI of"),
    "code": ("kod ur listan", "a code of the list"),
    "string": ("text", "text"),
    "integer": ("heltal", "a whole number"),
    "decimal": ("tal", "a number"),
    "first day": ("dag, månad eller år", "a day, a month or a year"),
    "last day": ("dag, månad eller år", "a day, a month or a year"),
}
_SUBJECTS = {
    "activities": "aktiviteter", "actors": "aktörer", "contacts": "kontaktpersoner", "evidence": "belägg",
    "findings": "anmärkningar", "gaps": "luckor", "goals": "mål", "levels": "nivåer", "links": "kopplingar",
    "money": "pengar", "network": "nätverk", "places": "platser", "projects": "projekt", "roles": "roller",
    "statistics": "statistik", "sub-projects": "delprojekt", "target-groups": "målgrupper", "themes": "teman",
    "time": "tid",
}  # fmt: skip
_DATATYPES = {"string": "string", "integer": "integer", "decimal": "decimal", "first day": "date", "last day": "date"}


def files(site: Site) -> Iterator[File]:
    """Yield each question as it is, all of them as Turtle, and their page in both languages."""
    questions = [question for _, question in sorted(read_catalogue().items())]
    for question in questions:
        yield File.of(f"{QUERY_FILES}{question.name}.rq", question.query)
    yield File.of(f"{QUERIES}.ttl", write_turtle(executables(questions, site.config.endpoint, site.config.base_url)))
    subjects = sorted({question.tags[0] for question in questions if question.tags})
    groups = [(tag, [question for question in questions if question.tags[:1] == (tag,)]) for tag in subjects]
    renderer = Renderer(site)
    for lang in LANGUAGES:
        yield renderer.page(
            QUERIES,
            lang,
            "queries.html",
            groups=groups,
            subjects={tag: subject_of(tag, lang) for tag in subjects},
            total=len(questions),
            bodies={question.name: split_body(question) for question in questions},
            kinds={asked.kind: kind_of(asked.kind, lang) for question in questions for asked in question.parameters},
            alternates=[("text/turtle", f"{QUERIES}.ttl")],
        )


def subject_of(tag: str, lang: str) -> str:
    """Return what a subject that questions are listed under is called."""
    words = _SUBJECTS.get(tag, tag) if lang == "sv" else tag.replace("-", " ")
    return words[:1].upper() + words[1:]


def kind_of(kind: str, lang: str) -> str:
    """Return in words what a parameter takes."""
    name, _, subject = kind.partition(" of ")
    sv, en = _KINDS[name]
    return f"{sv if lang == 'sv' else en} {subject}".strip()


def iri_of(question: Question) -> str:
    """Return the name of a question on the web."""
    return f"{QUERIES_IRI}#{question.name}"


def split_body(question: Question) -> str:
    """Return a question's query without the head of its file."""
    return split(resource("queries") / f"{question.name}.rq", question.query)[1].strip() + "\n"


def executables(questions: list[Question], endpoint: str, base_url: str) -> list[ox.Triple]:
    """Return the questions as resources of SHACL: what each asks in words, its query, its prefixes, its parameters.

    Args:
        questions: the questions.
        endpoint: the address of a SPARQL endpoint that answers them, or nothing.
        base_url: where the publication is, for the addresses of the files.
    """
    told: list[ox.Triple] = []
    prefixes: dict[str, str] = {}
    for question in questions:
        prefixes |= dict(_PREFIX.findall(question.query))
        told += _question(question, endpoint, base_url)
    told += _catalogue(prefixes)
    return told


def _catalogue(prefixes: dict[str, str]) -> Iterator[ox.Triple]:
    yield _triple(QUERIES_IRI, RDF_TYPE, _node("owl:Ontology"))
    yield _triple(QUERIES_IRI, expand("dcterms:title"), ox.Literal("Samverkans färdiga frågor", language="sv"))
    yield _triple(QUERIES_IRI, expand("dcterms:title"), ox.Literal("The ready questions of Samverkan", language="en"))
    any_uri = ox.NamedNode(XSD + "anyURI")
    for prefix, namespace in sorted(prefixes.items()):
        name = _prefix_iri(prefix)
        yield _triple(QUERIES_IRI, expand("sh:declare"), ox.NamedNode(name))
        yield _triple(name, RDF_TYPE, _node("sh:PrefixDeclaration"))
        yield _triple(name, expand("sh:prefix"), ox.Literal(prefix))
        yield _triple(name, expand("sh:namespace"), ox.Literal(namespace, datatype=any_uri))


def _prefix_iri(prefix: str) -> str:
    return f"{QUERIES_IRI}#prefix.{prefix}"


def _question(question: Question, endpoint: str, base_url: str) -> Iterator[ox.Triple]:
    iri = iri_of(question)
    yield _triple(iri, RDF_TYPE, _node("sh:SPARQLExecutable"))
    yield _triple(iri, RDF_TYPE, _node("sh:SPARQLSelectExecutable"))
    for lang in ("sv", "en"):
        yield _triple(iri, expand("rdfs:label"), ox.Literal(question.text("title", lang), language=lang))
        yield _triple(iri, expand("rdfs:comment"), ox.Literal(question.text("question", lang), language=lang))
    yield _triple(iri, expand("sh:prefixes"), ox.NamedNode(QUERIES_IRI))
    yield _triple(iri, expand("sh:select"), ox.Literal(split_body(question)))
    for tag in question.tags:
        yield _triple(iri, expand("schema:keywords"), ox.Literal(tag))
    if endpoint:
        yield _triple(iri, expand("schema:target"), ox.NamedNode(endpoint))
    yield _triple(iri, expand("dcterms:hasFormat"), ox.NamedNode(f"{base_url}{QUERY_FILES}{question.name}.rq"))
    for order, parameter in enumerate(question.parameters):
        yield from _parameter(iri, parameter, order)


def _parameter(iri: str, parameter: Parameter, order: int) -> Iterator[ox.Triple]:
    """Yield a parameter as SHACL describes one: the end of its path is the name of the variable."""
    name = f"{iri}.{parameter.name}"
    yield _triple(iri, expand("sh:parameter"), ox.NamedNode(name))
    yield _triple(name, RDF_TYPE, _node("sh:Parameter"))
    yield _triple(name, expand("sh:path"), ox.NamedNode(_PARAMETERS + parameter.name))
    yield _triple(name, expand("sh:name"), ox.Literal(parameter.name))
    yield _triple(name, expand("sh:order"), ox.Literal(order))
    for lang, text in (("sv", parameter.sv), ("en", parameter.en)):
        if text:
            yield _triple(name, expand("sh:description"), ox.Literal(text, language=lang))
    optional = parameter.default == "UNDEF"
    yield _triple(name, expand("sh:optional"), ox.Literal(optional))
    kind, _, subject = parameter.kind.partition(" of ")
    if kind == "iri":
        yield _triple(name, expand("sh:class"), _node(subject))
    elif kind == "code":
        yield _triple(name, expand("sh:class"), _node("skos:Concept"))
        yield _triple(name, expand("skos:inScheme"), ox.NamedNode(CODES + subject))
    else:
        yield _triple(name, expand("sh:datatype"), ox.NamedNode(XSD + _DATATYPES[parameter.kind]))
    for value in () if optional else default_values(parameter.default):
        yield _triple(name, expand("sh:defaultValue"), value)


def default_values(text: str) -> list[ox.NamedNode | ox.Literal]:
    """Return the terms that stand as a parameter's default in a query."""
    answer = ox.Store().query(f"SELECT ?value WHERE {{ VALUES ?value {{ {text} }} }}", prefixes=PREFIXES)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("not a SELECT")
    return [row["value"] for row in answer if isinstance(row["value"], ox.NamedNode | ox.Literal)]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def _triple(subject: str, predicate: str, obj: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), obj)
