"""A workspace: the folder with `data/`, and beside it the store `.kg/` that is built from it, or a server."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.disk.remote.address import Server, is_address
from kg.disk.resources import resource, turtle_files
from kg.disk.version import Status, statuses, turtle_statuses
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
    """The folder that holds the data, and where its store lies; `server` is what is read in its place, if any."""

    root: Path
    store: Path
    server: Server | None = None

    @classmethod
    def find(
        cls,
        root: str | None = None,
        store: str | None = None,
        update_url: str | None = None,
        graph_store_url: str | None = None,
    ) -> "Workspace":
        """Return the workspace at `root`, else at `KG_ROOT`, else around the current folder.

        Args:
            root: the folder with `data/`.
            store: a folder, or the address of a SPARQL server; `KG_STORE` if not given, else `.kg/` of the workspace.
            update_url: where such a server takes updates.
            graph_store_url: where it takes whole graphs.

        Raises:
            InputError: if a named root holds no `data/`, or the address is none.
        """
        store = store or os.environ.get("KG_STORE")
        server = Server.of(store, update_url, graph_store_url) if store and is_address(store) else None
        named = root or os.environ.get("KG_ROOT")
        folder = Path(named) if named else _around(Path.cwd())
        if named and not (folder / "data").is_dir():
            raise InputError(f"{folder}: no folder data/ here", f"{folder}: här finns ingen mapp data/")
        return cls(folder, folder / ".kg" if server or not store else Path(store), server)

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

    def statuses(self) -> Iterator[Status]:
        """Yield the path, size and time of change of every file that a store depends on, in whatever order."""
        yield from statuses(self.foundation())
        yield from turtle_statuses(self.data / "entries")


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
