"""The folder of a publication: its files, its description, and the address that it is to stand at."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kg.errors import InputError
from kg.terms import BASE
from kg.work.portal.check.catalogue import Catalogue
from kg.work.portal.paths import CATALOGUE, CONTEXT, VOID

Progress = Callable[[str, str], None]  # what is being done, in English and Swedish

_CATALOGUES = tuple(f"{CATALOGUE}.{ending}" for ending in ("rdf", "ttl", "jsonld"))
_RDF = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".jsonld")
_TEXT = (
    ".html", ".htm", ".css", ".js", ".json", ".csv", ".tsv", ".txt", ".md", ".rq", ".svg", ".xml", ".yaml", ".yml",
    ".htaccess", ".conf", *_RDF,
)  # fmt: skip


@dataclass(frozen=True)
class Folder:
    """A folder and its files: paths from its top, with `/`, in order. Links that lead elsewhere are not followed."""

    root: Path
    files: frozenset[str]

    def path(self, file: str) -> Path:
        """Return where a file is."""
        return self.root / file

    @cached_property
    def catalogue(self) -> str:
        """The file that describes the data: RDF/XML if it is there, which the national portal harvests.

        Raises:
            InputError: if there is none.
        """
        found = next((name for name in _CATALOGUES if name in self.files), None)
        if found is None:
            raise InputError(
                f"{self.root}: no {_CATALOGUES[0]}, .ttl or .jsonld in the folder; write a publication with: kg portal",
                f"{self.root}: ingen {_CATALOGUES[0]}, .ttl eller .jsonld i mappen; skriv en med: kg portal",
            )
        return found

    @cached_property
    def rdf_files(self) -> tuple[str, ...]:
        """The files that hold RDF, the contexts of JSON-LD apart."""
        return tuple(
            file
            for file in sorted(self.files)
            if (file.endswith(_RDF) or file == VOID)
            and not (file.startswith((f"{CONTEXT}/", f"{CONTEXT}.")) and file.endswith(".jsonld"))
        )

    @cached_property
    def text_files(self) -> tuple[str, ...]:
        """The files that hold text."""
        return tuple(file for file in sorted(self.files) if file.endswith(_TEXT) or "." not in file.split("/")[-1])

    def pages(self) -> Iterator[str]:
        """Yield the web pages."""
        return (file for file in sorted(self.files) if file.endswith((".html", ".htm")))

    def contexts(self, base: str) -> Mapping[str, Any]:
        """Return the contexts of JSON-LD that the folder holds, by the addresses they are named by."""
        found: dict[str, Any] = {}
        for file in sorted(self.files):
            if file == f"{CONTEXT}.jsonld" or (file.startswith(f"{CONTEXT}/") and file.endswith(".jsonld")):
                try:
                    loaded = json.loads(self.path(file).read_text(encoding="utf-8"))
                except (ValueError, OSError, RecursionError):
                    continue  # told by the check of the parsers' findings: what names it cannot be read
                found |= {address + file: loaded for address in (BASE, base) if address}
        return found

    def base(self, catalogue: Catalogue) -> str:
        """Return the address that the files are to stand at, as the description has it; nothing if it names no file."""
        found: Counter[str] = Counter()
        for address in addresses(catalogue):
            parts = urlsplit(address).path.lstrip("/").split("/")
            for start in range(len(parts)):
                if unquote("/".join(parts[start:])) in self.files:
                    found[address[: len(address) - len("/".join(parts[start:]))]] += 1
                    break
        return max(sorted(found), key=lambda base: found[base]) if found else ""

    def file_at(self, address: str, base: str) -> str | None:
        """Return the file that an address below `base` means, whether it is there or not; None for other addresses."""
        if not base or not address.startswith(base):
            return None
        file = unquote(address[len(base) :].split("#")[0].split("?")[0])
        return f"{file}index.html" if file == "" or file.endswith("/") else file

    def reachable(self, base: str) -> Callable[[str], bool | None]:
        """Return what tells whether an address will answer: a file of the folder; None for what is elsewhere."""

        def tells(address: str) -> bool | None:
            file = self.file_at(address, base)
            return None if file is None else file in self.files

        return tells


def addresses(catalogue: Catalogue) -> list[str]:
    """Return the addresses that lead to the data."""
    return sorted(
        {
            address
            for node in catalogue.distributions
            for address in catalogue.texts(node, "dcat:downloadURL", "dcat:accessURL")
        }
    )


def open_folder(root: Path) -> Folder:
    """Return the files of a folder.

    Raises:
        InputError: if it cannot be read or holds no description of data.
    """
    found: set[str] = set()
    top = root.resolve()
    for place, folders, names in os.walk(top, onerror=_refuse):
        here = Path(place).relative_to(top).as_posix()
        found.update(f"{here}/{name}" if here != "." else name for name in names if not Path(place, name).is_symlink())
        folders.sort()
    folder = Folder(root, frozenset(found))
    _ = folder.catalogue  # asked for here, so that a folder without one is refused
    return folder


def _refuse(error: OSError) -> None:
    where = error.filename
    raise InputError(f"{where}: {error.strerror}", f"{where}: går inte att läsa: {error.strerror}")
