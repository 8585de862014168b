"""The picture of an actor's cooperation network, where it is small enough to be read."""

import re
from collections import defaultdict
from dataclasses import dataclass

from kg.terms import code
from kg.work.drawing import draw
from kg.work.network import Neighbour, Network, Shared
from kg.work.pages.page import local
from kg.work.pages.reader import Reader
from kg.work.portal.file import File
from kg.work.portal.html import fit
from kg.work.portal.paths import page, stem_of

MOST = 60  # neighbours


@dataclass(frozen=True)
class Picture:
    """A picture on a page: its path, its width and height in pixels, and how many neighbours it shows."""

    path: str
    width: int
    height: int
    neighbours: int


def picture(reader: Reader, actor: str, lang: str) -> tuple[Picture, File] | None:
    """Return the picture of an actor's network in one language, and the file that holds it.

    None is returned for an actor with no neighbours, or with more than a picture can show.
    """
    neighbours = len(reader.values(actor, "sam:cooperatesWith"))
    if not 0 < neighbours <= MOST:
        return None
    drawn = str(fit(draw(network_in(reader, actor), lang)))
    stem, _ = stem_of(actor) or ("", "")
    path = page(stem, lang).removesuffix(".html") + ".svg"
    width, height = (int(number) for number in _SIZE.search(drawn).groups())  # type: ignore[union-attr]
    return Picture(path, width, height, neighbours), File.of(path, drawn)


def network_in(reader: Reader, actor: str) -> Network:
    """Return the network of an actor, as `network_of` does, but read thing by thing: quick in a large graph too."""
    others = set(reader.values(actor, "sam:cooperatesWith"))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    own = {reader.value(part, "sam:project") for part in reader.users("sam:actor", actor) if _is_actual(reader, part)}
    for project in own:
        for part in reader.users("sam:project", project):
            other = reader.value(part, "sam:actor")
            if other in others and _is_actual(reader, part):
                found[other][project].append(part)
    neighbours = [Neighbour(iri, _name(reader, iri), _shared(reader, projects)) for iri, projects in found.items()]
    ordered = sorted(neighbours, key=lambda other: (-len(other.shared), other.name.casefold(), other.iri))
    return Network(actor, _name(reader, actor), tuple(ordered))


def _shared(reader: Reader, projects: dict[str, list[str]]) -> tuple[Shared, ...]:
    shared = [
        Shared(project, _name(reader, project), _codes(reader, parts, "sam:role"), _codes(reader, parts, "sam:level"))
        for project, parts in projects.items()
    ]
    return tuple(sorted(shared, key=lambda one: (one.title.casefold(), one.project)))


def _codes(reader: Reader, parts: list[str], name: str) -> tuple[str, ...]:
    return tuple(sorted({local(value) for part in parts for value in reader.values(part, name)}))


def _is_actual(reader: Reader, part: str) -> bool:
    return code("cooperation-status", "actual") in reader.values(part, "sam:cooperationStatus")


def _name(reader: Reader, iri: str) -> str:
    return reader.name(iri, "sv").value


_SIZE = re.compile(r' width="([0-9]+)" height="([0-9]+)"')
