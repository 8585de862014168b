"""The site that is published: what every part of a publication has to know."""

from dataclasses import dataclass

import pyoxigraph as ox

from kg.work.portal.settings.config import Config


@dataclass(frozen=True)
class Edition:
    """Which publication this is.

    Its number counts from 1 and grows when the data have changed; `issued` is the day of the first, `modified` the
    day of this one, both as YYYY-MM-DD: the newest day that the data themselves tell, never the day of the run.
    """

    number: int
    issued: str
    modified: str


@dataclass(frozen=True)
class Site:
    """A publication to be written: the public graph, what portal.yaml says, and which edition it is."""

    store: ox.Store
    config: Config
    edition: Edition

    def address(self, path: str) -> str:
        """Return the absolute address of a file of the publication."""
        return self.config.base_url + path
