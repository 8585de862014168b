"""Template: the form as a file to fill in, empty or holding a project that the graph has already."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.disk.workspace import Workspace
from kg.errors import AmbiguousNameError, InputError, ParameterError, UnknownNameError
from kg.work.form import Form, the_form

if TYPE_CHECKING:
    from kg.work.matching import Match

FORMATS = ("yaml", "xlsx", "csv")

_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx", ".csv": "csv"}


def format_of(path: Path | None, form: str | None) -> str:
    """Return the format that is asked for, else the one that a file's name ends in, else YAML.

    Raises:
        InputError: if the file's name ends in something that is no format here, or in another than is asked for.
    """
    if path is None or not path.suffix:
        return form or "yaml"
    meant = _SUFFIXES.get(path.suffix.lower())
    if meant is None and form is None:
        endings = ", ".join(_SUFFIXES)
        raise InputError(
            f"{path}: say the format with --format, or end the name in one of {endings}",
            f"{path}: ange formatet med --format, eller låt namnet sluta på något av {endings}",
        )
    if meant and form and meant != form:
        raise InputError(
            f"{path}: the name says {meant}, --format says {form}; give one of them",
            f"{path}: namnet säger {meant}, --format säger {form}; ange ett av dem",
        )
    return form or meant or "yaml"


def template(form: str, lang: str, *, shapes: Path | None = None, codes: Path | None = None) -> bytes:
    """Return the empty form as a file; the same form gives the same bytes.

    Args:
        form: `yaml`, `xlsx` or `csv`.
        lang: the language of keys, help and choices: `sv` or `en`.
        shapes: the folder of the shapes; that of the package if left out.
        codes: the folder of the code lists, likewise.
    """
    from kg.work.templates.codes import read_codes
    from kg.work.templates.model import Template

    made = Template(Form(shapes) if shapes else the_form(), read_codes(codes), lang)
    if form == "xlsx":
        from kg.work.templates.workbook import as_workbook

        return as_workbook(made)
    if form == "csv":
        from kg.work.templates.csv import as_csv

        return as_csv(made)
    from kg.work.templates.yaml import as_yaml

    return as_yaml(made).encode()


def filled(workspace: Workspace, name: str, lang: str) -> bytes:
    """Return the entry of a project that the graph has, as a form filled in, in YAML.

    Args:
        workspace: where the graph is.
        name: the project's title, short name, identifier or IRI.
        lang: the language of the keys.

    Raises:
        UnknownNameError, AmbiguousNameError: if no project, or several, are meant.
        InputError: if the project is only mentioned, and has no entry of its own.
    """
    import pyoxigraph as ox

    from kg.jobs.incoming import intake_of
    from kg.terms import ENTRY_GRAPHS, ID
    from kg.work.entries.writer import as_yaml, write_form

    known = intake_of(workspace).known
    slug = _project(known.matcher.project(name), name).removeprefix(f"{ID}project/")
    graph = ox.NamedNode(ENTRY_GRAPHS + slug)
    triples = [quad.triple for quad in known.knowledge.quads_for_pattern(None, None, None, graph)]
    if not triples:
        raise InputError(
            f"{name} is only mentioned in other projects' entries, and has none of its own",
            f"{name} nämns bara i andra projekts poster och har ingen egen",
        )
    return as_yaml(write_form(triples, known, slug, the_form(), lang)).encode()


def _project(match: "Match", name: str) -> str:
    """Return the project that is meant."""
    if match.iri:
        return match.iri
    if match.several:
        names = ", ".join(thing.name for thing in match.several)
        raise AmbiguousNameError(f"{name!r} may be any of: {names}", f"{name!r} kan vara vilket som helst av: {names}")
    near = ", ".join(thing.name for thing in match.near)
    en, sv = (f"; did you mean {near}?", f"; menade du {near}?") if near else ("", "")
    raise UnknownNameError(f"no project is called {name!r}{en}", f"inget projekt heter {name!r}{sv}")


def refuse_filled(format_: str, *, of: str | None) -> None:
    """Refuse to write a filled-in form in another format than YAML.

    Raises:
        ParameterError: if that is asked for.
    """
    if of and format_ != "yaml":
        raise ParameterError(
            "--of is written as YAML only; give --format yaml, or -o x.yaml",
            "--of finns bara som YAML; ange --format yaml, eller skriv -o x.yaml",
        )


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file: somebody may have filled it in.

    Raises:
        InputError: if the file is there.
    """
    if path.is_file():
        raise InputError(
            f"{path} is there already, and may be filled in; give another name or remove it",
            f"{path} finns redan och kan vara ifylld; ange ett annat namn eller ta bort den",
        )
