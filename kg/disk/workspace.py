"""A workspace: the folder with `data/`, and beside it the store `.kg/` that is built from it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.disk.resources import resource, turtle_files
from kg.errors import InputError
from kg.terms import (
    ALIGNMENTS_GRAPH,
    CODES_GRAPH,
    ENTRY_GRAPHS,
    ONTOLOGY_GRAPH,
    PRIVATE_GRAPHS,
    REGISTER_GRAPHS,
)


@dataclass(frozen=True)
class Source:
    """A Turtle file and the named graph that it is the truth of."""

    path: Path
    graph: str


@dataclass(frozen=True)
class Workspace:
    """The folder that holds the data, and where its store lies."""

    root: Path
    store: Path

    @classmethod
    def find(cls, root: str | None = None, store: str | None = None) -> "Workspace":
        """Return the workspace at `root`, else at `KG_ROOT`, else around the current folder.

        Raises:
            InputError: if a named root holds no `data/`, or the store is an address on the web.
        """
        if store and store.startswith(("http://", "https://")):
            raise InputError(
                f"{store}: a store is a folder on this machine; a SPARQL server cannot be asked yet",
                f"{store}: ett lager är en mapp på den här datorn; en SPARQL-server går inte att fråga än",
            )
        named = root or os.environ.get("KG_ROOT")
        folder = Path(named) if named else _around(Path.cwd())
        if named and not (folder / "data").is_dir():
            raise InputError(f"{folder}: no folder data/ here", f"{folder}: här finns ingen mapp data/")
        return cls(folder, Path(store) if store else folder / ".kg")

    @property
    def data(self) -> Path:
        """The folder of the truth."""
        return self.root / "data"

    def entries(self) -> list[Source]:
        """Return the entries: one file, one project, one graph."""
        return [Source(path, ENTRY_GRAPHS + path.stem) for path in turtle_files(self.data / "entries")]

    def registers(self) -> list[Source]:
        """Return the registers of places, actors, initiatives and documents."""
        return [Source(path, REGISTER_GRAPHS + path.stem) for path in turtle_files(self.data / "registers")]

    def contacts(self) -> list[Source]:
        """Return the private files: they never enter the store."""
        return [Source(path, PRIVATE_GRAPHS + path.stem) for path in turtle_files(self.data / "contacts")]

    def public_sources(self) -> Iterator[Source]:
        """Yield everything that enters the store, in a fixed order."""
        yield from ontology_sources()
        yield from self.registers()
        yield from self.entries()

    def foundation(self) -> list[Path]:
        """Return every file but the entries that a store depends on."""
        ontology = resource("ontology")
        loose = [*turtle_files(ontology / "axioms"), *sorted((ontology / "rules").glob("*.rq"))]
        return [source.path for source in (*ontology_sources(), *self.registers())] + loose

    def inputs(self) -> list[Path]:
        """Return every file that a store depends on."""
        return self.foundation() + turtle_files(self.data / "entries")


def ontology_sources() -> list[Source]:
    """Return the files of the ontology, its codes and its alignments."""
    ontology = resource("ontology")
    return [
        *(Source(path, ONTOLOGY_GRAPH) for path in turtle_files(ontology)),
        *(Source(path, CODES_GRAPH) for path in turtle_files(ontology / "codes")),
        *(Source(path, ALIGNMENTS_GRAPH) for path in turtle_files(ontology / "alignments")),
    ]


def _around(folder: Path) -> Path:
    """Return the nearest folder upwards that holds data/, else the folder itself."""
    return next((place for place in (folder, *folder.parents) if (place / "data" / "entries").is_dir()), folder)
