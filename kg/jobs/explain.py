"""Explain: through which projects two actors are linked, in which roles, and where it is written."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.disk.graph import Graphs
from kg.errors import ParameterError
from kg.work.names import name_of
from kg.work.select import labelled, rows

MAX_VIA = 10


@dataclass(frozen=True, order=True)
class Part:
    """One participation of one actor: role, level, how it is spelled, planned or inferred, and where it stands."""

    role: str
    level: str
    stated_as: str
    planned: bool
    inferred: bool
    places: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A project that both take part in, with the participations of each."""

    project: str
    title: str
    first: tuple[Part, ...]
    second: tuple[Part, ...]


@dataclass(frozen=True)
class Explanation:
    """Two actors, the projects that they share, and, if none, actors that both cooperate with."""

    first: str
    second: str
    links: tuple[Link, ...]
    via: tuple[str, ...]

    def as_text(self, lang: str) -> str:
        """Return the explanation in Swedish (`sv`) or English."""
        sv = lang == "sv"
        if not self.links:
            return self._unlinked(sv=sv)
        count = f"{len(self.links)} {'projekt' if sv else 'project' if len(self.links) == 1 else 'projects'}"
        pair = f"{self.first} {'och' if sv else 'and'} {self.second}"
        if self._only_planned():
            told = "skulle länkas genom {}, planerat" if sv else "would be linked through {}, planned"
        else:
            told = "är länkade genom {}" if sv else "are linked through {}"
        head = f"{pair} {told.format(count)}:"
        lines = [head]
        for link in self.links:
            lines += ["", f"  {link.title}"]
            for name, parts in ((self.first, link.first), (self.second, link.second)):
                lines.append(f"    {name}")
                lines += [f"      {_part_text(part, name, sv=sv)}" for part in parts]
        return "\n".join(lines) + "\n"

    def _only_planned(self) -> bool:
        """Tell whether in each project one of the two is only planned to take part."""
        return all(any(all(part.planned for part in side) for side in (link.first, link.second)) for link in self.links)

    def _unlinked(self, *, sv: bool) -> str:
        pair = f"{self.first} {'och' if sv else 'and'} {self.second}"
        if not self.via:
            return pair + (" delar inget projekt, och ingen aktör samarbetar med båda.\n" if sv
                           else " share no project, and no actor cooperates with both.\n")  # fmt: skip
        names = ", ".join(self.via[:MAX_VIA]) + (" …" if len(self.via) > MAX_VIA else "")
        return pair + (f" delar inget projekt. Båda samarbetar med: {names}\n" if sv
                       else f" share no project. Both cooperate with: {names}\n")  # fmt: skip


def explain(store: Graphs, first: ox.NamedNode, second: ox.NamedNode, lang: str = "en") -> Explanation:
    """Return how two actors are linked; roles and levels are named in `sv` or `en`.

    Raises:
        ParameterError: if both are the same actor.
    """
    if first == second:
        raise ParameterError("name two different actors", "ange två olika aktörer")
    shared = list(rows(store, f"""SELECT DISTINCT ?project ?title WHERE {{
      ?a sam:project ?project ; sam:actor {first} . ?b sam:project ?project ; sam:actor {second} .
      {labelled("?project", "title", "sv")} }} ORDER BY ?title ?project"""))  # fmt: skip
    links = tuple(
        Link(
            row["project"],
            row["title"],
            *(_parts(store, row["project"], actor, lang) for actor in (first, second)),
        )
        for row in shared
    )
    via = () if links else tuple(row["name"] for row in rows(store, f"""SELECT DISTINCT ?name WHERE {{
      {first} sam:cooperatesWith ?third . ?third sam:cooperatesWith {second} .
      {labelled("?third", "name", "sv")} }} ORDER BY ?name"""))  # fmt: skip
    return Explanation(name_of(store, first.value), name_of(store, second.value), links, via)


def _parts(store: Graphs, project: str, actor: ox.NamedNode, lang: str) -> tuple[Part, ...]:
    found = rows(store, f"""SELECT ?p ?role ?level ?stated ?planned ?inferred ?file ?first ?last WHERE {{
      ?p sam:project <{project}> ; sam:actor {actor} ; sam:role ?roleCode . {labelled("?roleCode", "role", lang)}
      OPTIONAL {{ ?p sam:level ?levelCode . {labelled("?levelCode", "level", lang)} }}
      OPTIONAL {{ ?p sam:statedAs ?stated }}
      OPTIONAL {{ ?p sam:cooperationStatus cooperation-status:planned . BIND (true AS ?planned) }}
      OPTIONAL {{ ?p sam:basis basis:inferred . BIND (true AS ?inferred) }}
      OPTIONAL {{ ?p sam:evidence ?e .
        ?e sam:document/dcterms:identifier ?file ; sam:firstLine ?first ; sam:lastLine ?last }}
    }} ORDER BY ?p ?file ?first ?last""")  # fmt: skip
    parts: dict[tuple[str, str, str, str, bool, bool], list[str]] = {}
    for row in found:
        key = (
            row["p"],
            row["role"],
            row["level"],
            row["stated"],
            bool(row["planned"]),
            bool(row["inferred"]),
        )
        places = parts.setdefault(key, [])
        if row["file"]:
            lines = row["first"] if row["first"] == row["last"] else f"{row['first']}–{row['last']}"
            places.append(f"{row['file']}:{lines}")
    return tuple(
        Part(role, level, stated_as, planned, inferred, tuple(places))
        for (_, role, level, stated_as, planned, inferred), places in parts.items()
    )


def _part_text(part: Part, name: str, *, sv: bool) -> str:
    words = [part.role]
    if part.level:
        words.append(f"{part.level} nivå" if sv else f"{part.level} level")
    if part.stated_as and part.stated_as != name:
        words.append(f"står som ”{part.stated_as}”" if sv else f'stated as "{part.stated_as}"')
    words += ["planerad" if sv else "planned"] * part.planned + ["underförstådd" if sv else "inferred"] * part.inferred
    return ", ".join(words) + (f"  [{', '.join(part.places)}]" if part.places else "")
