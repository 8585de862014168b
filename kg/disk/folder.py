"""A folder of files that is replaced whole or not at all, such as a publication on a web server.

The new files are written beside the folder, on the same disk. When all are there, the two folders change places.

site/                     the folder: what it holds is the old publication, until the new one is whole
.site.publishing/         beside it while a run is at work: the new publication, and what kg.disk.swap needs
"""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from kg.disk.checksums import NAME as CHECKSUMS
from kg.disk.checksums import Checksums, read_checksums
from kg.disk.files import resolved
from kg.disk.swap import alone, change_places, made, mend
from kg.errors import InputError

MARK = "publication.json"  # the file by which a folder is known to be a publication

_NAME = re.compile(r"(?!\.\.?$)[A-Za-z0-9._~+@=-]+")


class Staging:
    """The new content of a folder, until it takes the place of the old.

    What somebody else keeps in the folder is carried over: every file that the list of checksums of the previous
    publication does not name. `previous` is the folder if it holds a publication already, else None.

    Args:
        target: the folder. It may be missing, empty, or hold a publication; an empty list of checksums says that
            nothing in it is ours and all is to be kept.
        apart: folders and files that must neither lie in it nor hold it, such as the data of a workspace.
    """

    def __init__(self, target: Path, apart: Iterable[Path] = ()) -> None:
        self.target = resolved(target)
        self._apart = [path.resolve() for path in apart]
        self._exit = ExitStack()
        self._sealed = False
        self.previous: Path | None = None

    def __enter__(self) -> "Staging":
        """Begin: take away what a run that was cut off has left.

        Raises:
            InputError: if the folder must not be replaced, cannot be written, or is being written by another run.
        """
        target = self.target
        with _told(target):
            _refuse_places(target, self._apart)
        self._work = target.parent / f".{target.name}.publishing"
        with ExitStack() as undo, _told(target):
            undo.enter_context(made(target.parent))
            undo.enter_context(alone(self._work, target))
            mend(self._work, target)
            self.previous = _previous(target)
            self._new = self._work / "new"
            self._new.mkdir()
            self._now = Checksums(self._work / "now")
            undo.callback(self._now.close)
            self._before = Checksums(self._work / "before")
            undo.callback(self._before.close)
            self._since = self._read_before()
            self._exit = undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing beside the folder."""
        self._exit.close()

    def write(self, path: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write a file; return its size and its SHA-256 in hexadecimal.

        Args:
            path: from the folder's top, with `/` between plain names.
            pieces: its bytes.

        Raises:
            InputError: if the path is no plain one or leads out of the folder, if it was written already, if somebody
                else's file stands there, or if the disk refuses.
            ValueError: if the folder is sealed.
        """
        if self._sealed:
            raise ValueError("written after the list of checksums")
        if not all(_NAME.fullmatch(name) for name in path.split("/")) or path == CHECKSUMS:
            raise InputError(f"{path!r}: no path of a publication", f"{path!r}: ingen sökväg i en publikation")
        before = self._before.get(path)
        there = self.target / path
        if not before and os.path.lexists(there) and (there.is_symlink() or not there.is_dir()):
            raise _foreign(there)
        digest, size, place = hashlib.sha256(), 0, self._new / path
        with _told(there):
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                for piece in pieces:
                    digest.update(piece)
                    size += file.write(piece)
            sha256 = digest.hexdigest()
            self._now.add(path, sha256)
            if sha256 == before:
                self._keep_time(path, size)
        return size, sha256

    def path(self, path: str) -> Path:
        """Return where a file that was written lies until the switch, for what is made from it."""
        return self._new / path

    def seal(self) -> None:
        """Write the list of checksums: nothing more can be written.

        Raises:
            InputError: if the disk refuses.
        """
        with _told(self.target):
            self._write_list()
        self._sealed = True

    def switch(self) -> None:
        """Carry over what is not ours, and put the new folder in the old one's place.

        Raises:
            InputError: if that cannot be done; the folder is then as it was.
        """
        if not self._sealed:
            self.seal()
        with _told(self.target):
            if self.target.is_dir():
                self._carry_over()
                shutil.copymode(self.target, self._new)
            if hasattr(os, "sync"):
                os.sync()  # all bytes are on the disk before any name points to them
            change_places(self._new, self.target, self._work / "old")

    def _read_before(self) -> int:
        """Lay down the checksums of what stands in the folder; return when they were written."""
        listed = self.target / CHECKSUMS
        if not listed.is_file():
            return 0
        for path, sha256 in read_checksums(listed):
            self._before.add(path, sha256)
        return listed.stat().st_mtime_ns

    def _keep_time(self, path: str, size: int) -> None:
        """Give a file that has not changed its time back: web servers and their readers' caches go by it."""
        with suppress(OSError):
            status = (self.target / path).lstat()
            if status.st_size == size and status.st_mtime_ns <= self._since:
                os.utime(self._new / path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def _write_list(self) -> None:
        digest, size = hashlib.sha256(), 0
        with (self._new / CHECKSUMS).open("xb") as file:
            for line in self._now.lines():
                digest.update(line)
                size += file.write(line)
        listed = self.target / CHECKSUMS
        if listed.is_file() and listed.stat().st_size == size:
            with listed.open("rb") as old:
                if hashlib.file_digest(old, "sha256").digest() == digest.digest():
                    self._keep_time(CHECKSUMS, size)

    def _carry_over(self) -> None:
        """Give every file that is not ours a second name in the new folder; the old one keeps it until the end."""
        for place in _walk(self.target):
            path = place.relative_to(self.target)
            if path.as_posix() == CHECKSUMS or self._before.get(path.as_posix()):
                continue
            _carry(place, self._new / path)


def _carry(place: Path, goal: Path) -> None:
    """Give a file, a link or an empty folder a second name."""
    try:
        if place.is_dir() and not place.is_symlink():
            _make_like(place, goal)
            return
        _make_like(place.parent, goal.parent)
        try:
            os.link(place, goal, follow_symlinks=False)
        except (FileExistsError, NotADirectoryError):
            raise
        except (OSError, NotImplementedError):
            shutil.copy2(place, goal, follow_symlinks=False)
    except (FileExistsError, NotADirectoryError):
        raise _foreign(place) from None


def _make_like(folder: Path, goal: Path) -> None:
    """Make a folder, and those above it that are missing, with the rights of those in the old place."""
    if not goal.is_dir():
        _make_like(folder.parent, goal.parent)
        goal.mkdir()
        shutil.copymode(folder, goal)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield all files and links below a folder, and the folders that are empty; links are not followed."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    if not found:
        yield folder
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _refuse_places(target: Path, apart: list[Path]) -> None:
    """Refuse a folder whose replacement would take away more than a publication."""
    if target.parent == target:
        raise InputError(
            f"{target}: the top of a disk cannot be replaced; name a folder in it",
            f"{target}: en hel disk kan inte ersättas; ange en mapp i den",
        )
    for path in (Path.cwd(), *apart):
        if path.is_relative_to(target):
            raise InputError(
                f"{target}: the folder is replaced whole, and {path} lies in it; name a folder of its own, such as "
                f"{target / 'publication'}",
                f"{target}: mappen ersätts i sin helhet, och {path} ligger i den; ange en egen mapp, till exempel "
                f"{target / 'publication'}",
            )
    for path in apart:
        if target.is_relative_to(path):
            raise InputError(
                f"{target}: lies in {path}, which is no place for a publication; name a folder elsewhere",
                f"{target}: ligger i {path}, som inte är rätt plats för en publikation; ange en mapp någon annanstans",
            )
    if target.is_dir() and target.is_mount():
        raise InputError(
            f"{target}: a mounted disk cannot change places with another folder; name a folder in it",
            f"{target}: en monterad disk kan inte byta plats med en annan mapp; ange en mapp i den",
        )


def _previous(target: Path) -> Path | None:
    """Return the folder if it holds a publication, None if it is missing, empty or given to us.

    Raises:
        InputError: if it is no folder, or one that holds something else.
    """
    if not os.path.lexists(target):
        return None
    if not target.is_dir():
        raise InputError(f"{target}: not a folder", f"{target}: ingen mapp")
    if not any(target.iterdir()):
        return None
    listed = target / CHECKSUMS
    if listed.is_file() and not listed.is_symlink():
        if (target / MARK).is_file():
            return target
        if listed.stat().st_size == 0:
            return None
    raise InputError(
        f"{target}: holds files, but no publication; name a folder that is empty or missing. If the files are to stay "
        f"beside the publication, make an empty file {CHECKSUMS} there first",
        f"{target}: innehåller filer men ingen publikation; ange en mapp som är tom eller saknas. Ska filerna ligga "
        f"kvar bredvid publikationen, skapa först en tom fil {CHECKSUMS} där",
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell an error of the disk as one of the caller's."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _refusal(path, getattr(error, "strerror", None) or str(error)) from None


def _refusal(path: Path, reason: str) -> InputError:
    return InputError(
        f"{path}: cannot be written: {reason}; what was published before is as it was",
        f"{path}: går inte att skriva: {reason}; det som var publicerat är som det var",
    )


def _foreign(path: Path) -> InputError:
    return InputError(
        f"{path}: somebody else's file stands where the publication needs a place; move it away",
        f"{path}: någon annans fil står där publikationen behöver plats; flytta den",
    )
