"""A version of the store: what it was made from, what it holds, and whether it still does.

versions/<name>/
  …               an Oxigraph database and an index of its names
  inputs.jsonl    the files that it was made from, a line each
  manifest.json   the size and SHA-256 of every file of the version
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kg.errors import BuildError, StoreError

FORMAT = 2
INPUTS = "inputs.jsonl"
MANIFEST = "manifest.json"

Status = tuple[str, int, int]  # a path, a size in bytes, the time of change in nanoseconds

_WRITTEN_BY_READERS = ("LOG", "LOCK")  # RocksDB's own diary and lock: the data do not hang on them


class Inputs(Protocol):
    """What a store is made from: a workspace."""

    def inputs(self) -> list[Path]:
        """Return every file that a store depends on."""
        ...

    def statuses(self) -> Iterator[Status]:
        """Yield the status of each of them, in whatever order."""
        ...


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that a store was made from, as it was then."""

    path: str
    size: int
    mtime_ns: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "InputFile":
        """Return what a file is now.

        Raises:
            BuildError: if it cannot be read.
        """
        try:
            status = path.stat()
            return cls(str(path.resolve()), status.st_size, status.st_mtime_ns, _sha256(path))
        except OSError as error:
            raise BuildError(
                f"{path}: cannot be read: {error.strerror}", f"{path}: går inte att läsa: {error.strerror}"
            ) from None

    def changed(self) -> bool:
        """Tell whether the file is another one now; its bytes are read only if size and time leave it open."""
        try:
            status = os.stat(self.path)  # noqa: PTH116 -- of very many files; a Path for each takes longer than asking
        except OSError:
            return True
        if (status.st_size, status.st_mtime_ns) == (self.size, self.mtime_ns):
            return False
        return status.st_size != self.size or _sha256(Path(self.path)) != self.sha256


@dataclass(frozen=True)
class Version:
    """A version of the store.

    Args:
        place: its folder.
        built: when it was built, in seconds since 1970.
        quads: how many statements it holds.
        derived: how many of them are derived.
        stamp: a digest of names, sizes and times of the files it was made from.
        previous: the name of the version before, which may still be read.
    """

    place: Path
    built: float
    quads: int
    derived: int
    stamp: str
    previous: str = ""

    @property
    def name(self) -> str:
        """The name of the version, which is that of its folder."""
        return self.place.name

    def inputs(self) -> Iterator[InputFile]:
        """Yield the files that the version was made from.

        Raises:
            StoreError: if the list of them cannot be read.
        """
        path = self.place / INPUTS
        try:
            with path.open(encoding="utf-8") as file:
                for line in file:
                    name, size, mtime_ns, sha256 = json.loads(line)
                    yield InputFile(str(name), int(size), int(mtime_ns), str(sha256))
        except (OSError, ValueError, TypeError):
            raise StoreError(
                f"{path} cannot be read; make the store again with: kg build",
                f"{path} går inte att läsa; gör om lagret med: kg build",
            ) from None


def is_stale(version: Version, inputs: Inputs) -> bool:
    """Tell whether the files that a store is made from are others than it was made from.

    Where names, sizes and times are all as they were, nothing is read but these; a touched file is read.
    """
    if stamp(inputs.statuses()) == version.stamp:
        return False
    known = list(version.inputs())
    return {item.path for item in known} != set(real_paths(inputs.inputs())) or any(item.changed() for item in known)


def statuses(paths: Iterable[Path]) -> Iterator[Status]:
    """Yield the status of each of some files; one that is not there has a size of -1."""
    for path in real_paths(paths):
        try:
            status = os.stat(path)  # noqa: PTH116 -- of very many files
        except OSError:
            yield path, -1, 0
        else:
            yield path, status.st_size, status.st_mtime_ns


def turtle_statuses(folder: Path) -> Iterator[Status]:
    """Yield the status of each Turtle file directly in a folder: of a hundred thousand in a third of a second."""
    place = os.path.realpath(folder)
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.endswith(".ttl"):
                    if entry.is_symlink():
                        yield from statuses([Path(entry.path)])
                    else:
                        status = entry.stat()
                        yield entry.path, status.st_size, status.st_mtime_ns
    except OSError:
        return


def real_paths(paths: Iterable[Path]) -> list[str]:
    """Return where each of many files is in truth, links followed; each folder is looked up once."""
    folders: dict[str, str] = {}
    found = []
    for path in paths:
        folder, name = os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        place = f"{folders[folder]}{os.sep}{name}"
        found.append(os.path.realpath(place) if os.path.islink(place) else place)  # noqa: PTH114
    return found


def stamp(files: Iterable[Status]) -> str:
    """Return a digest of the path, size and time of change of each of many files, in whatever order they come."""
    digest = hashlib.sha256()
    for path, size, mtime_ns in sorted(files):
        digest.update(f"{path}\0{size}\0{mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def write_inputs(place: Path, inputs: Iterable[InputFile]) -> str:
    """Write the list of the files that a version is made from; return their stamp."""
    files = []
    with (place / INPUTS).open("w", encoding="utf-8") as file:
        for item in inputs:
            file.write(json.dumps([item.path, item.size, item.mtime_ns, item.sha256]) + "\n")
            files.append((item.path, item.size, item.mtime_ns))
    return stamp(files)


def write_manifest(place: Path) -> None:
    """Write the size and SHA-256 of every file that a version is made of."""
    told = {path.name: [path.stat().st_size, _sha256(path)] for path in _parts(place)}
    (place / MANIFEST).write_text(json.dumps({"files": told}, indent=1), encoding="utf-8")


def damaged(place: Path) -> list[str]:
    """Return the files of a version that are not as they were written: gone, cut off or changed.

    A bit that has flipped anywhere, in any index of the database, changes the checksum of its file.

    Raises:
        StoreError: if the version has no manifest that can be read.
    """
    path = place / MANIFEST
    try:
        files: dict[str, tuple[int, str]] = {
            str(name): (int(size), str(digest))
            for name, (size, digest) in json.loads(path.read_text(encoding="utf-8"))["files"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise StoreError(
            f"{path} cannot be read; make the store again with: kg build",
            f"{path} går inte att läsa; gör om lagret med: kg build",
        ) from None
    return [name for name, (size, digest) in sorted(files.items()) if not _is_whole(place / name, size, digest)]


def _is_whole(path: Path, size: int, sha256: str) -> bool:
    try:
        return path.stat().st_size == size and _sha256(path) == sha256
    except OSError:
        return False


def _parts(place: Path) -> list[Path]:
    """Return the files of a version that the manifest tells of."""
    return [
        path
        for path in sorted(place.iterdir())
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(_WRITTEN_BY_READERS)
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
