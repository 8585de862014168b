"""What removing an entry did, or would do, in words or for a program; of contact persons only their number."""

import json
from pathlib import Path

from kg.jobs.remove import Moved, Removal
from kg.work.difference import EVIDENCE
from kg.work.difference_text import class_label, kinds
from kg.work.tables import short_iri


def as_words(removal: Removal, lang: str, root: Path) -> str:
    """Return what a removal does, for a person: what goes, and what is moved where.

    Args:
        removal: as it has been worked out.
        lang: `sv` or `en`.
        root: paths are told relative to it where they are inside it.
    """
    sv = lang == "sv"
    gone = [*removal.difference.removed, *removal.difference.changed]
    lines = [f"{removal.title} ({short_iri(removal.project)})", ""]
    statements = _counted(removal.statements, ("påstående", "påståenden") if sv else ("statement", "statements"), sv=sv)
    lines.append(f"- {_shown(removal.entry, root)}: {statements}")
    lines.append(f"    {kinds((thing for thing in gone if thing.iri not in removal.dropped), lang)}")
    if removal.contacts:
        words = ("kontaktperson", "kontaktpersoner") if sv else ("contact person", "contact persons")
        lines.append(f"- {_shown(removal.contacts, root)}: {_counted(removal.persons, words, sv=sv)}")
    kept = next((path for path in removal.files if path.name == "kept.ttl" and path.parent.name == "registers"), None)
    if kept and removal.moved:
        lines += [
            "",
            f"→ {_shown(kept, root)}: {'flyttas dit, för andra använder det' if sv else 'moved, others use it'}",
        ]
        lines += [
            f"    {_moved_line(thing, removal.project, sv=sv)}" for thing in removal.moved if thing.kind != EVIDENCE
        ]
    if kept and removal.dropped:
        lines += ["", f"- {_shown(kept, root)}: {'ingen använder längre' if sv else 'nobody uses any longer'}"]
        lines += [f"    {short_iri(iri)}" for iri in removal.dropped]
    return "\n".join(lines) + "\n"


def as_json(removal: Removal, *, done: bool) -> str:
    """Return what a removal does, for a program."""
    document = {
        "project": removal.project,
        "title": removal.title,
        "removed": done,
        "entry": str(removal.entry),
        "statements": removal.statements,
        "contacts": str(removal.contacts) if removal.contacts else None,
        "persons": removal.persons,
        "moved": [
            {"iri": thing.iri, "name": thing.name, "kind": thing.kind or None, "users": list(thing.users)}
            for thing in removal.moved
        ],
        "dropped": list(removal.dropped),
        "files": {str(path): "deleted" if data is None else "written" for path, data in removal.files.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _moved_line(thing: Moved, project: str, *, sv: bool) -> str:
    word = class_label(thing.kind, "sv" if sv else "en")
    short = short_iri(thing.iri)
    told = f"{word} {short}" if thing.name == short else f"{word} {thing.name} ({short})"
    if thing.iri == project:
        told += ", bara titeln" if sv else ", its title only"
    if thing.users:
        told += f"; {'används i' if sv else 'used in'} {', '.join(short_iri(name) for name in thing.users)}"
    return told


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _counted(number: int, words: tuple[str, str], *, sv: bool) -> str:
    told = f"{number:,} {words[number != 1]}"
    return told.replace(",", "\u00a0") if sv else told
