"""`kg query` and `kg sparql`."""

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.completion import parameter_keys, question_names
from kg.cli.progress import Bar
from kg.cli.session import (
    ContactsOpt,
    LangOpt,
    Session,
    say_either,
    session,
    terminal_width,
    warn_if_stale,
    write_out,
)
from kg.errors import InputError, StoreError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.disk.columns import Columns
    from kg.disk.graph import Graphs
    from kg.work.queries import Question

Results = Literal["table", "csv", "tsv", "json", "xml"]
ResultsOpt = Annotated[Results, typer.Option("--results", "-r", help="How the answer is written.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("query")(query)
    app.command("sparql")(sparql)


def query(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A question; kg query --list names them.", autocompletion=question_names),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="KEY=VALUE",
            autocompletion=parameter_keys,
            help="A parameter; give a key twice for two values.",
        ),
    ] = None,
    results: ResultsOpt = "table",
    listing: Annotated[bool, typer.Option("--list", "-l", help="List the questions.")] = False,
    about: Annotated[bool, typer.Option("--about", help="Tell about the question instead of asking it.")] = False,
    include_contacts: ContactsOpt = False,
    lang: LangOpt = None,
) -> None:
    """Ask a canned question.

    Example: kg query parties-of-project -p project="Tre-M" --results csv. A value may be an IRI, a slug, a name,
    an organisation number or a municipality code.
    """
    from kg.jobs.ask import answer_to, bound, open_graph, parse_parameters
    from kg.jobs.known import names_of
    from kg.work.queries import find_question

    current = session(context, lang)
    if listing or name is None:
        write_out(_listed(current.lang))
        return
    question = find_question(name)
    if about:
        write_out(_about(question, current.lang))
        return
    given = parse_parameters(param or [])
    for key in given:
        question.parameter(key)
    if current.chosen and any(parameter.name == "lang" for parameter in question.parameters):
        given.setdefault("lang", [current.chosen])
    if "contacts" in question.tags and not include_contacts:
        say_either(
            current,
            "note: contact persons are private; to read them too, add --include-contacts",
            "obs: kontaktpersoner är privata; läs även dem med --include-contacts",
        )
    store = open_graph(current.workspace, contacts=include_contacts)
    asked = bound(store, question, given, names_of(current.workspace, store))
    answer = answer_to(store, asked, None if include_contacts else _columns(current, store, asked))
    warn_if_stale(current)
    _tell_defaults(current, question, given)
    _print_rows(current, answer, results)


def _columns(current: Session, store: "Graphs", query: str) -> "Columns | None":
    """Return the columns of the store; for a question that is better asked of them they are made, if they can be."""
    from kg.jobs.ask import is_for_columns
    from kg.jobs.columns import columns_of, lacks_columns, make_columns

    if lacks_columns(current.workspace) and is_for_columns(store, query):
        say_either(
            current,
            "columns are made of the store for questions about very many, once …",
            "kolumner görs av lagret för frågor om väldigt många, en gång …",
        )
        bar = Bar(current.lang, "properties", "egenskaper")
        with contextlib.suppress(StoreError):  # a disk that does not take them leaves the question to the store
            make_columns(current.workspace, bar)
        bar.close()
    return columns_of(current.workspace)


def _print_rows(current: Session, answer: "ox.QuerySolutions", results: Results) -> None:
    """Write rows in a format; as a table, say so if there are none."""
    from kg.work.tables import Table, as_csv, as_text

    if results in ("json", "xml"):
        import pyoxigraph as ox

        form = ox.QueryResultsFormat.JSON if results == "json" else ox.QueryResultsFormat.XML
        write_out(answer.serialize(format=form) + b"\n")  # type: ignore[operator]
        return
    table = Table.of(answer, short=results == "table")
    if results == "table":
        if table.rows:
            write_out(as_text(table, terminal_width()) + "\n")
        else:
            say_either(current, "no rows", "inga rader")
    else:
        write_out(as_csv(table, "\t" if results == "tsv" else ","))


def _tell_defaults(current: Session, question: "Question", given: dict[str, list[str]]) -> None:
    """Say which parameters the question's own defaults stand for, where the caller chose none."""
    from kg.work.tables import short_iri

    chosen = [
        f"{parameter.name}={short_iri(parameter.default.strip('<>'))}"
        for parameter in question.parameters
        if parameter.name not in given and parameter.name != "lang" and parameter.default != "UNDEF"
    ]
    if chosen:
        told = ", ".join(chosen)
        say_either(
            current,
            f"asked about {told} (the question's default; choose with -p)",
            f"frågan gällde {told} (frågans förval; välj med -p)",
        )


def _listed(lang: str) -> str:
    """Return the questions under their first tag, a line each."""
    from kg.work.queries import read_catalogue

    by_tag: dict[str, list[Question]] = {}
    for question in read_catalogue().values():
        by_tag.setdefault((question.tags or ("",))[0], []).append(question)
    lines = []
    for tag in sorted(by_tag):
        lines.append(tag)
        lines += [f"  {question.name:<36} {question.text('title', lang)}" for question in by_tag[tag]]
    return "\n".join(lines) + "\n"


def _about(question: "Question", lang: str) -> str:
    """Return what a question asks, its parameters with their defaults, and its query."""
    lines = [question.text("title", lang), question.text("question", lang), ""]
    for parameter in question.parameters:
        meaning = parameter.sv if lang == "sv" else parameter.en
        lines.append(f"  -p {parameter.name}=…  ({parameter.kind}) {meaning} [{parameter.default}]")
    lines.append(f"  → {', '.join(column.name for column in question.columns)}")
    return "\n".join([*lines, "", question.query])


def sparql(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="Read the query from a file; - for standard input.")
    ] = None,
    results: ResultsOpt = "table",
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=3600, help="The longest it may take, in seconds.")
    ] = 10.0,
    memory: Annotated[
        int, typer.Option("--memory", min=512, max=1 << 20, help="The most memory it may hold, in MB.")
    ] = 2048,
    lang: LangOpt = None,
) -> None:
    """Ask freely in SPARQL, read-only.

    Example: kg sparql "SELECT * { ?s ?p ?o } LIMIT 5". It reads the whole public graph, what is derived included,
    within limits of time and memory.
    """
    import pyoxigraph as ox

    from kg.jobs.ask import ask_freely
    from kg.work.sandbox import Limits

    current = session(context, lang)
    query_text = _query_text(text, file)
    answer = ask_freely(current.workspace, query_text, "xml" if results == "xml" else "json", Limits(timeout, memory))
    warn_if_stale(current)
    if answer.shape == "triples":
        from kg.disk.turtle import write_turtle

        triples = [quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)]
        named = not any(
            isinstance(node, ox.BlankNode) for triple in triples for node in (triple.subject, triple.object)
        )
        write_out(write_turtle(triples) if named else answer.body)
    elif results in ("json", "xml"):
        write_out(answer.body.rstrip(b"\n") + b"\n")
    else:
        parsed = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        if isinstance(parsed, ox.QueryBoolean):
            write_out(f"{str(bool(parsed)).lower()}\n")
        else:
            _print_rows(current, parsed, results)


def _query_text(text: str | None, file: Path | None) -> str:
    """Return the query from the one place it was given in."""
    if (text is None) == (file is None):
        raise InputError("give a query or --file, one of the two", "ange en fråga eller --file, ett av de två")
    if file is None:
        return text or ""
    if str(file) == "-":
        try:
            return sys.stdin.buffer.read().decode()
        except UnicodeDecodeError:
            raise InputError("standard input is not UTF-8", "standard in är inte UTF-8") from None
    from kg.disk.io import read_text

    return read_text(file)
