"""The picture of an actor's cooperation network, where it is small enough to be read."""

import re
from dataclasses import dataclass

from kg.work.drawing import draw
from kg.work.network import network_in
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


_SIZE = re.compile(r' width="([0-9]+)" height="([0-9]+)"')
