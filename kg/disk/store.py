"""The built store: a folder a version, and a pointer that is switched when a version is whole.

.kg/
  current.json          the name of the version in use, and what it holds
  lock                  held by the build that is at work, with its process
  versions/<name>/      an Oxigraph database and an index of its names: written once, then only read
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.disk.nameindex import FILE as NAMES
from kg.disk.nameindex import NameIndex, NameSet
from kg.disk.version import FORMAT, InputFile, Version, write_inputs, write_manifest
from kg.errors import StoreError


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
        numbers = float(document["built"]), int(document["quads"]), int(document["derived"])
        return Version(_place(folder, document["name"]), *numbers, str(document["stamp"]), str(document["previous"]))
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
    place = read_version(folder).place
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
    return NameIndex.open(read_version(folder).place / NAMES)


def write_version(
    folder: Path,
    inputs: Iterable[InputFile],
    fill: Callable[[ox.Store], int],
    name_all: Callable[[ox.Store], Iterable[NameSet]] | None = None,
) -> Version:
    """Build a new version beside the one in use, then switch to it; on any error the old one stays.

    Whatever a build that was ended halfway has left is removed first.

    Args:
        folder: the store's folder, `.kg`; made if missing.
        inputs: the files that the version is made from, as they were when they were read; gone through after `fill`.
        fill: writes the new, empty store and returns how many of its statements are derived.
        name_all: yields the names of the filled store, part by part, to be indexed beside it; left out, none are.

    Raises:
        StoreError: if the folder cannot be written, or another build is at work in it.
    """
    place = _place(folder, time.strftime("%Y%m%dT%H%M%S-", time.gmtime()) + secrets.token_hex(3))
    with _telling(place), _alone(folder):
        before = _current(folder)
        _drop_others(folder, {before.name, before.previous} if before else set())
        place.mkdir(parents=True)
        try:
            version = _written(place, before.name if before else "", inputs, fill, name_all)
            _switch(folder, version)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            for waiting in folder.glob("current.*.json"):
                waiting.unlink(missing_ok=True)
            raise
        _drop_others(folder, {version.name, version.previous})
    return version


def _written(
    place: Path,
    previous: str,
    inputs: Iterable[InputFile],
    fill: Callable[[ox.Store], int],
    name_all: Callable[[ox.Store], Iterable[NameSet]] | None,
) -> Version:
    """Write what a version is made of into its folder, and the manifest last."""
    store = ox.Store(str(place))
    derived = fill(store)
    store.flush()
    if name_all is not None:
        NameIndex.write(place / NAMES, name_all(store))
    quads = len(store)
    del store
    stamp = write_inputs(place, inputs)
    write_manifest(place)
    return Version(place, time.time(), quads, derived, stamp, previous)


@contextmanager
def _telling(place: Path) -> Iterator[None]:
    """Tell a disk that is full, or a folder that takes no files, as one error of the store."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{place} cannot be written: {reason}; the version before stays in use",
            f"{place} går inte att skriva: {reason}; versionen före används fortfarande",
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only build in a folder; the system gives the lock back even if the process is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # a system without such locks
            pass
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read(200).strip() or "?"
            raise StoreError(
                f"another build is at work in {folder} ({holder}); wait for it",
                f"ett annat bygge pågår i {folder} ({holder}); vänta på det",
            ) from None
        lock.truncate(0)
        lock.write(f"{socket.gethostname()}, pid {os.getpid()}, {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _place(folder: Path, name: object) -> Path:
    """Return the folder of a version; its name comes from a file and must not lead elsewhere."""
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise TypeError("name")
    return folder / "versions" / name


def _current(folder: Path) -> Version | None:
    with contextlib.suppress(StoreError):
        return read_version(folder)
    return None


def _switch(folder: Path, version: Version) -> None:
    """Point at a version: the pointer is replaced whole, after all bytes are on the disk."""
    for path in version.place.iterdir():
        _sync(path)
    _sync(version.place)
    waiting = folder / f"current.{version.name}.json"
    document = {
        "format": FORMAT, "name": version.name, "built": version.built, "quads": version.quads,
        "derived": version.derived, "stamp": version.stamp, "previous": version.previous,
    }  # fmt: skip
    waiting.write_text(json.dumps(document, indent=1), encoding="utf-8")
    _sync(waiting)
    waiting.replace(folder / "current.json")
    _sync(folder)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _drop_others(folder: Path, kept: set[str]) -> None:
    """Remove all versions but those named, and pointers that were never switched to."""
    for waiting in folder.glob("current.*.json"):
        waiting.unlink(missing_ok=True)
    versions = folder / "versions"
    for path in versions.iterdir() if versions.is_dir() else ():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
