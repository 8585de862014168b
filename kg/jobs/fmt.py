"""Fmt: every Turtle file and every annotated query of the project written the one canonical way."""

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.disk.files import write_text
from kg.disk.io import parse_turtle, read_text
from kg.disk.lexer import comments_below_top, line_at
from kg.disk.resources import resource
from kg.disk.turtle import write_turtle
from kg.disk.workspace import Workspace
from kg.errors import InputError
from kg.terms import ID
from kg.work.header import canonical as canonical_query


def files_of(workspace: Workspace) -> list[Path]:
    """Return the files of a workspace's data, and of ontology, shapes and queries where they are part of it."""
    root = workspace.root.resolve()
    ours = [resource(name) for name in ("ontology", "shapes", "queries")]
    folders = [workspace.data, *(folder for folder in ours if folder.is_relative_to(root))]
    return [path for folder in folders for pattern in ("*.ttl", "*.rq") for path in sorted(folder.rglob(pattern))]


def fmt(paths: Iterable[Path], *, check: bool = False) -> list[Path]:
    """Write files in their canonical form; return those that were not in it.

    Args:
        paths: Turtle files, whose comment lines at the top are kept, and annotated queries.
        check: only tell which files would change.

    Raises:
        ParseError: if a file is not what its name says.
        InputError: if a Turtle file has a comment below the top, which would be lost.
    """
    changed = []
    for path in paths:
        text = read_text(path)
        after = _CANONICAL[_kind(path)](path, text)
        if after.encode() != path.read_bytes():
            changed.append(path)
            if not check:
                write_text(path, after)
    return changed


def canonical(path: Path, text: str) -> str:
    """Return the canonical form of a Turtle file's text; the path says which project's parts it may hold."""
    for comment in comments_below_top(text):
        line = line_at(text, comment.start)
        raise InputError(
            f"{path}:{line}: a comment below the top would be lost; say it in rdfs:comment or move it up",
            f"{path}:{line}: en kommentar under toppen går förlorad; skriv rdfs:comment eller flytta upp den",
        )
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    header = [line.rstrip() for line in lines[:top] if line.startswith("#")]
    triples = parse_turtle(text, str(path), schema=True)
    own = f"{ID}project/{path.stem}#" if path.parent.name in ("entries", "contacts") else None
    try:
        return write_turtle(triples, header="".join(f"{line}\n" for line in header), own=own)
    except InputError as error:
        raise InputError(f"{path}: {error.en}", f"{path}: {error.sv}") from None


def _kind(path: Path) -> str:
    if path.suffix not in _CANONICAL:
        raise InputError(
            f"{path}: neither Turtle (.ttl) nor an annotated query (.rq)",
            f"{path}: varken Turtle (.ttl) eller en annoterad fråga (.rq)",
        )
    return path.suffix


_CANONICAL: dict[str, Callable[[Path, str], str]] = {".ttl": canonical, ".rq": canonical_query}
