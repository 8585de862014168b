"""portal.yaml: what a publisher must say itself."""

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]  # by language, sv and en


@dataclass(frozen=True)
class Publisher:
    """Who publishes: its ten-digit number without hyphen, its names, its kind (a code of ADMS publisher types)."""

    number: str
    name: Texts
    kind: str
    homepage: str = ""

    @property
    def iri(self) -> str:
        """The publisher's name on the national portal."""
        return f"http://dataportal.se/organisation/SE{self.number}"


@dataclass(frozen=True)
class Contact:
    """Whom to ask: a function, never a person."""

    name: Texts
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Config:
    """What portal.yaml says; `base_url` is absolute and ends in `/`."""

    base_url: str
    title: Texts
    description: Texts
    publisher: Publisher
    contact: Contact
    licence: str
    keywords: Mapping[str, tuple[str, ...]]
    themes: tuple[str, ...]
    spatial: tuple[str, ...]
    frequency: str
    homepage: str = ""
    endpoint: str = ""
    example: bool = False
