"""Write what is made from the code: the references in docs/reference/ and the JSON-LD context.

With --check, only tell whether they are current; exit 1 if one is not.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import typer

from kg.cli.main import app
from kg.disk.io import read_turtle
from kg.disk.workspace import ontology_sources
from kg.terms import CODES_GRAPH, NS, ONTOLOGY_GRAPH, PREFIXES, RDF_TYPE, compact
from kg.work.context import make_context
from kg.work.form import Field, the_form
from kg.work.form_context import make_form_context
from kg.work.queries import Question, read_catalogue

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Made by scripts/make_reference.py: change the code, then run make reference. -->\n\n"
KINDS = (
    ("Class", "Classes"),
    ("ObjectProperty", "Properties that point at things"),
    ("DatatypeProperty", "Properties with values"),
)


def main() -> int:
    """Write the files, or with --check compare them; return the exit code."""
    made = {
        REFERENCE / "command.md": NOTE + command_reference(),
        REFERENCE / "questions.md": NOTE + question_reference(),
        REFERENCE / "ontology.md": NOTE + ontology_reference(),
        REFERENCE / "form.md": NOTE + form_reference(),
        ROOT / "ontology" / "context.jsonld": json_context(),
        ROOT / "ontology" / "entry.jsonld": json.dumps(make_form_context(the_form()), ensure_ascii=False, indent=1)
        + "\n",
    }
    if "--check" in sys.argv[1:]:
        old = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        for path in old:
            print(f"{path.relative_to(ROOT)}: not current; run make reference", file=sys.stderr)
        return 1 if old else 0
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def command_reference() -> str:
    """Return every command's help as Markdown."""
    group = typer.main.get_command(app)
    context = group.make_context("kg", [], resilient_parsing=True, terminal_width=100)
    parts = [f"# The command\n\n```text\n{_plain(group.get_help(context))}\n```\n"]
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        inner = command.make_context(name, [], parent=context, resilient_parsing=True, terminal_width=100)
        parts.append(f"## kg {name}\n\n```text\n{_plain(command.get_help(inner))}\n```\n")
    return "\n".join(parts)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def question_reference() -> str:
    """Return the canned questions as Markdown, by their first tag."""
    questions = sorted(read_catalogue().values(), key=lambda question: (question.tags[0], question.name))
    parts = [f"# The canned questions\n\n{len(questions)} questions; ask one with `kg query NAME -p key=value`.\n"]
    tag = ""
    for question in questions:
        if question.tags[0] != tag:
            tag = question.tags[0]
            parts.append(f"## {tag}\n")
        parts.append(_question(question))
    return "\n".join(parts)


def _question(question: Question) -> str:
    lines = [
        f"### {question.name}",
        "",
        question.text("question", "en"),
        "",
        f"*{question.text('question', 'sv')}*",
        "",
    ]
    for parameter in question.parameters:
        lines.append(f"- `{parameter.name}` ({parameter.kind}): {parameter.en}")
    columns = ", ".join(f"`{column.name}`" for column in question.columns)
    return "\n".join([*lines, f"- gives {columns}", ""])


def ontology_reference() -> str:
    """Return the terms of the ontology and the codes as Markdown."""
    triples = _triples(ONTOLOGY_GRAPH)
    parts = ["# The ontology\n\nNamespace `https://w3id.org/samverkan/ns#`, prefix `sam:`.\n"]
    for kind, heading in KINDS:
        terms = sorted(_subjects(triples, RDF_TYPE, PREFIXES["owl"] + kind))
        parts.append(f"## {heading}\n\n| term | svenska | English | definition |\n|---|---|---|---|")
        parts += [_term_row(triples, term) for term in terms if term.startswith(NS)]
        parts.append("")
    codes = _triples(CODES_GRAPH)
    parts.append("## Codes\n")
    for scheme in sorted(_subjects(codes, RDF_TYPE, PREFIXES["skos"] + "ConceptScheme")):
        members = sorted(_subjects(codes, PREFIXES["skos"] + "inScheme", scheme))
        parts.append(f"### {scheme.rpartition('/')[2]}\n\n| code | svenska | English |\n|---|---|---|")
        parts += [f"| `{code.rpartition('/')[2]}` | {_label(codes, code, 'sv')} | {_label(codes, code, 'en')} |"
                  for code in members]  # fmt: skip
        parts.append("")
    return "\n".join(parts)


def _triples(graph: str) -> list[ox.Triple]:
    return [triple for source in ontology_sources() if source.graph == graph for triple in read_turtle(source.path)]


def _subjects(triples: list[ox.Triple], predicate: str, obj: str) -> Iterator[str]:
    wanted = (ox.NamedNode(predicate), ox.NamedNode(obj))
    for triple in triples:
        if (triple.predicate, triple.object) == wanted and isinstance(triple.subject, ox.NamedNode):
            yield triple.subject.value


def _label(triples: list[ox.Triple], iri: str, lang: str, name: str = "skos:prefLabel") -> str:
    for triple in triples:
        same = triple.subject == ox.NamedNode(iri) and compact(triple.predicate.value) == name
        if same and isinstance(triple.object, ox.Literal) and triple.object.language == lang:
            return triple.object.value.replace("|", "\\|")
    return ""


def _term_row(triples: list[ox.Triple], term: str) -> str:
    label = [_label(triples, term, lang, "rdfs:label") for lang in ("sv", "en")]
    definition = re.sub(r"\s+", " ", _label(triples, term, "en", "skos:definition"))
    return f"| `{compact(term)}` | {label[0]} | {label[1]} | {definition} |"


def form_reference() -> str:
    """Return the fields of every form as tables."""
    parts = [
        "# Formuläret / The form\n\nEvery key of an entry, in both languages. It is read from `shapes/`: the order, "
        "the keys and the help stand in `shapes/form.ttl`, what a value must be in the shape of its class.\n"
    ]
    form = the_form()
    for name in form.classes:
        rows = [_field_row(field) for field in form.fields(name)]
        parts.append(
            f"## {name}\n\n| key | nyckel | value | help | hjälp |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


def _field_row(field: Field) -> str:
    kind = {"code": f"code of {field.scheme}", "parts": f"[{field.part}](#{field.part.lower()})"}.get(
        field.kind, field.kind
    )
    wanted = {"violation": ", required", "warning": ", wanted"}.get(field.wanted, "")
    several = ", several" if field.many and field.kind != "parts" else ""
    swedish = ", ".join(f"`{key}`" for key in field.keys)
    texts = (field.help.get("en", ""), field.help.get("sv", ""))
    return f"| `{field.key}` | {swedish} | {kind}{several}{wanted} | {texts[0]} | {texts[1]} |"


def json_context() -> str:
    """Return the published JSON-LD context."""
    return json.dumps(make_context(_triples(ONTOLOGY_GRAPH)), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
