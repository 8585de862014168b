"""portal.yaml: what a publisher must say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ListedError

Texts = Mapping[str, str]  # by language, sv and en


@dataclass(frozen=True)
class Publisher:
    """Who publishes: its ten-digit number without hyphen, its names, its kind (a code of ADMS publisher types)."""

    number: str
    name: Texts
    kind: str
    homepage: str = ""
    description: Texts = field(default_factory=dict)

    @property
    def iri(self) -> str:
        """The publisher's name on the national portal."""
        return f"http://dataportal.se/organisation/SE{self.number}"


@dataclass(frozen=True)
class Contact:
    """Whom to ask: a function, never a person; `address` is by the names of vCard (`street-address` …)."""

    name: Texts
    email: str
    phone: str = ""
    address: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Config:
    """What portal.yaml says; `base_url` is absolute and ends in `/`.

    `themes`, `frequency` and `availability` are codes of the EU's tables, `spatial` are IRIs of places; none of them
    means that the places are read from the graph. `example` is true of a publisher that is made up.
    """

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
    availability: str = "STABLE"
    example: bool = False


def read_config(path: Path, base_url: str | None = None) -> Config:
    """Return what a portal.yaml says.

    Args:
        path: the file.
        base_url: the address to publish at, in place of the one in the file.

    Raises:
        ListedError: if there is no such file, with what must be in it; if something in it is missing, unknown or
            wrong, with every such thing and its line; if it is not YAML.
    """
    from kg.disk.carriers.source import CarrierError
    from kg.disk.carriers.yaml import read_yaml
    from kg.work.portal.settings.reader import EXAMPLE, ConfigReader

    if not path.is_file():
        raise ListedError(
            f"{path}: no such file. It tells who publishes, and where; write it with these lines, changed to yours:"
            f"\n\n{EXAMPLE}",
            f"{path}: filen finns inte. Den berättar vem som publicerar, och var; skriv den med de här raderna, "
            f"ändrade till era:\n\n{EXAMPLE}",
        )
    try:
        written = read_yaml(path)
    except CarrierError as error:
        if error.place.line:
            raise
        raise ListedError(f"{error.en}\n\n{EXAMPLE}", f"{error.sv}\n\n{EXAMPLE}") from None
    reader = ConfigReader(path)
    config = reader.config(written, base_url)
    if config is None:
        raise ListedError(reader.told("en"), reader.told("sv"))
    return config
