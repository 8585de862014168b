"""The built store: a folder a version, and a pointer that is switched when a version is whole.

.kg/
  current.json          the name of the version in use, and what it was made from
  versions/<name>/      an Oxigraph database and an index of its names: written once, then only read
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.disk.nameindex import FILE as NAMES
from kg.disk.nameindex import NameIndex, NameSet
from kg.errors import BuildError, StoreError

FORMAT = 1


@dataclass(frozen=True)
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
    """A version of the store: its name, when it was built (seconds since 1970), its size and its inputs."""

    name: str
    built: float
    quads: int
    derived: int
    inputs: tuple[InputFile, ...]


def read_version(folder: Path) -> Version:
    """Return the version in use.

    Args:
        folder: the store's folder, `.kg`.

    Raises:
        StoreError: if there is no store, or its pointer cannot be read.
    """
    try:
        document = json.loads((folder / "current.json").read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise KeyError("format")
        inputs = tuple(InputFile(**item) for item in document["inputs"])
        if not isinstance(document["name"], str):
            raise TypeError("name")
        return Version(document["name"], document["built"], document["quads"], document["derived"], inputs)
    except FileNotFoundError:
        raise StoreError(
            f"no store in {folder}; make one with: kg build",
            f"inget lager i {folder}; skapa det med: kg build",
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{folder / 'current.json'} cannot be read; make the store again with: kg build",
            f"{folder / 'current.json'} går inte att läsa; gör om lagret med: kg build",
        ) from None


def open_store(folder: Path) -> ox.Store:
    """Return the version in use, open for reading only.

    Raises:
        StoreError: if there is none or it cannot be opened.
    """
    version = read_version(folder)
    place = folder / "versions" / version.name
    try:
        if not place.is_dir():
            raise OSError("the folder is gone")
        return ox.Store.read_only(str(place))
    except OSError as error:
        raise StoreError(
            f"{place} cannot be opened ({error}); make the store again with: kg build",
            f"{place} går inte att öppna ({error}); gör om lagret med: kg build",
        ) from None


def open_names(folder: Path) -> NameIndex | None:
    """Return the index of names of the version in use, for reading only; None if it was built without one.

    Raises:
        StoreError: if there is no store, or the index cannot be read.
    """
    return NameIndex.open(folder / "versions" / read_version(folder).name / NAMES)


def is_stale(version: Version, inputs: Iterable[Path]) -> bool:
    """Tell whether the files that a store is made from are others than it was made from."""
    known = {item.path for item in version.inputs}
    return known != set(real_paths(inputs)) or any(item.changed() for item in version.inputs)


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


def write_version(
    folder: Path,
    inputs: Sequence[InputFile],
    fill: Callable[[ox.Store], int],
    name_all: Callable[[ox.Store], NameSet] | None = None,
) -> Version:
    """Build a new version beside the one in use, then switch to it; on any error the old one stays.

    Args:
        folder: the store's folder, `.kg`; made if missing.
        inputs: the files that the version is made from, as they were when they were read.
        fill: writes the new, empty store and returns how many of its statements are derived.
        name_all: returns the names of the filled store, to be indexed beside it; without it there is no index.

    Raises:
        StoreError: if the folder cannot be written, or another build is at work in it.
    """
    name = time.strftime("%Y%m%dT%H%M%S-", time.gmtime()) + secrets.token_hex(3)
    place = folder / "versions" / name
    try:
        place.mkdir(parents=True)
    except OSError as error:
        raise StoreError(
            f"{place} cannot be made: {error.strerror}", f"{place} går inte att skapa: {error.strerror}"
        ) from None
    try:
        with _alone(folder):
            before = _current_name(folder)
            store = ox.Store(str(place))
            derived = fill(store)
            store.flush()
            if name_all is not None:
                NameIndex.write(place / NAMES, name_all(store))
            version = Version(name, time.time(), len(store), derived, tuple(inputs))
            del store
            _switch(folder, version)
            _drop_others(folder, {name, before})
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return version


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only build in a folder; the system gives the lock back even if the process is killed."""
    with (folder / "lock").open("w") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # a system without such locks
            pass
        except BlockingIOError:
            raise StoreError(
                f"another build is at work in {folder}; wait for it", f"ett annat bygge pågår i {folder}; vänta på det"
            ) from None
        yield


def _current_name(folder: Path) -> str:
    try:
        return read_version(folder).name
    except StoreError:
        return ""


def _switch(folder: Path, version: Version) -> None:
    """Point at a version: the pointer is replaced whole, after its bytes are on the disk."""
    waiting = folder / f"current.{version.name}.json"
    with waiting.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(version)}, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / "current.json")


def _drop_others(folder: Path, kept: set[str]) -> None:
    """Remove all versions but those named: the new one, and the one before, which may still be read."""
    for path in (folder / "versions").iterdir():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
