"""What a list of operations needs and the graph lacks, project by project, for a person and for a program."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.terms import ID


@dataclass(frozen=True, slots=True)
class Words:
    """The same said in Swedish and in English."""

    sv: str
    en: str

    def text(self, lang: str) -> str:
        """Return what is said in `sv` or, for any other language, English."""
        return self.sv if lang == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a list needs of a project and that is missing, or that the list has no room for.

    Attributes:
        project: the project's IRI.
        title: its title.
        columns: the headings that are empty, or whose value is in doubt.
        name: what is needed.
        rule: what needs it: an article, or `schema`.
        why: why it is missing, or what is the matter with it.
        missing: false where a value is written nevertheless.
    """

    project: str
    title: str
    columns: tuple[str, ...]
    name: Words
    rule: str
    why: Words
    missing: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A project that the list leaves out, as no entry describes it."""

    project: str
    title: str


def gaps_text(gaps: Sequence[Gap], lang: str, left_out: Sequence[LeftOut] = ()) -> str:
    """Return the gaps as a list to read, project by project, and below it the projects that were left out."""
    swedish = lang == "sv"
    lines = []
    for project, found in groupby(gaps, key=lambda gap: (gap.project, gap.title)):
        lines.append(f"{_short(project[0])} ({project[1]}):")
        lines += [_line(gap, lang) for gap in found]
    if not gaps:
        lines.append("Listan har allt som den kräver." if swedish else "The list has all that it needs.")
    if left_out:
        named = "; ".join(f"{item.title} ({_short(item.project)})" for item in left_out)
        lines.append(
            f"Utelämnade, eftersom de bara nämns och inte har någon egen post ({len(left_out)}): {named}"
            if swedish
            else f"Left out, as they are only mentioned and have no entry of their own ({len(left_out)}): {named}"
        )
    return "".join(f"{line}\n" for line in lines)


def gaps_json(gaps: Sequence[Gap], left_out: Sequence[LeftOut] = ()) -> str:
    """Return the same as a JSON object with the keys `gaps` and `left_out`."""
    found = {
        "gaps": [
            {
                "project": gap.project,
                "title": gap.title,
                "columns": list(gap.columns),
                "name": {"sv": gap.name.sv, "en": gap.name.en},
                "rule": gap.rule,
                "why": {"sv": gap.why.sv, "en": gap.why.en},
                "missing": gap.missing,
            }
            for gap in gaps
        ],
        "left_out": [{"project": item.project, "title": item.title} for item in left_out],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _line(gap: Gap, lang: str) -> str:
    columns = ", ".join(gap.columns)
    return f"  {gap.name.text(lang)}: {gap.why.text(lang)} [{columns}; {_rule(gap.rule, lang)}]"


def _rule(rule: str, lang: str) -> str:
    if rule == "schema":
        return "schemat" if lang == "sv" else "the schema"
    if lang == "sv":
        return "artikel " + rule.replace("(3)(", ".3 ").replace("(3)", ".3").rstrip(")")
    return f"Article {rule}"


def _short(iri: str) -> str:
    return iri.removeprefix(f"{ID}project/")
