"""Writing files: whole or not at all, one or several together."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file as `write_bytes` does."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as `write_pieces` does."""
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a file whole or not at all, beside its place first, then moved there; return its size in bytes.

    A link is followed, and what is no file (a pipe, a device) is written into.

    Raises:
        InputError: if the folder does not exist or cannot be written.
    """
    path = resolved(path)
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                return sum(map(file.write, pieces))
        handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                size = sum(map(file.write, pieces))
            mode = path.stat().st_mode if path.exists() else 0o644
            Path(waiting).chmod(mode & 0o777)
            Path(waiting).replace(path)
        except BaseException:
            Path(waiting).unlink(missing_ok=True)
            raise
        return size
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: cannot be written: {reason}", f"{path}: går inte att skriva: {reason}") from None


def write_together(files: Mapping[Path, bytes | None]) -> None:
    """Write several files whole or not at all: all are on the disk beside their places before the first is moved.

    What is written comes first and what is deleted last, so that a machine that dies in the middle loses nothing.

    Args:
        files: what each file is to hold; None deletes it. Folders that are missing are made. Links are followed.

    Raises:
        InputError: if one of them cannot be written or deleted; all of them are then as they were.
        ValueError: if two of the paths are the same file.
    """
    places = {resolved(path): data for path, data in files.items()}
    if len(places) != len(files):
        raise ValueError("the same file twice")
    changes = [_Change(path, data) for path, data in places.items() if data is not None]
    changes += [_Change(path, None) for path, data in places.items() if data is None and os.path.lexists(path)]
    made: list[Path] = []
    current = None
    try:
        for current in changes:
            made += _make_folder(current.path.parent)
            current.stage()
        for current in changes:
            current.carry_out()
    except BaseException as error:
        lost = [change for change in reversed(changes) if not change.take_back()]
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError) and current is not None:
            raise _refusal(current, error, lost) from None
        raise
    for change in changes:
        change.tidy()
    for folder in {change.path.parent for change in changes}:
        _sync_folder(folder)


def resolved(path: Path) -> Path:
    """Return a path without links and `..`.

    Raises:
        InputError: if a link in it leads to itself, or the disk refuses the name.
    """
    try:
        return path.resolve()
    except RuntimeError:
        raise InputError(f"{path}: a link that leads to itself", f"{path}: en länk som leder till sig själv") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: no such place: {reason}", f"{path}: det finns ingen sådan plats: {reason}") from None


@dataclass
class _Change:
    """What is to become of one file, and how to take it back."""

    path: Path
    data: bytes | None
    waiting: Path | None = field(default=None, init=False)  # the new file, beside its place
    kept: Path | None = field(default=None, init=False)  # the old file under another name, until all is done
    begun: bool = field(default=False, init=False)

    def stage(self) -> None:
        """Put the new file and a second name of the old one beside the place."""
        there = self.path.exists()
        if there and not self.path.is_file():
            raise InputError(f"{self.path}: not a file", f"{self.path}: ingen fil")
        if self.data is not None:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            self.waiting = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(self.data)
                file.flush()
                os.fsync(file.fileno())
            self.waiting.chmod(self.path.stat().st_mode & 0o777 if there else 0o644)
        if there:
            self.kept = _second_name(self.path)

    def carry_out(self) -> None:
        """Move the new file to its place, or delete the old one."""
        self.begun = True
        if self.waiting is None:
            self.path.unlink()
        else:
            self.waiting.replace(self.path)

    def take_back(self) -> bool:
        """Put back the old file and leave nothing beside it; if that fails, leave it under its second name."""
        try:
            if self.begun and self.kept is not None:
                self.kept.replace(self.path)
            elif self.begun:
                self.path.unlink(missing_ok=True)
        except OSError:
            if not self._is_as_before():
                return False
        self.tidy()
        return True

    def _is_as_before(self) -> bool:
        """Tell whether the old file stands in its place, so that nothing needs to be put back."""
        if self.kept is None:
            return False
        with suppress(OSError):
            return self.path.read_bytes() == self.kept.read_bytes()
        return False

    def tidy(self) -> None:
        """Leave nothing beside the place."""
        for path in (self.waiting, self.kept):
            if path is not None:
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing; return what was made, the outermost first."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()][::-1]
    made: list[Path] = []
    try:
        for place in missing:
            place.mkdir()
            made.append(place)
    except OSError:
        for place in reversed(made):
            place.rmdir()
        raise
    return made


def _second_name(path: Path) -> Path:
    """Return another name, beside it, of the same file; a copy where the disk knows no second names."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    second = Path(name)
    try:
        second.unlink()
        try:
            second.hardlink_to(path)
        except OSError:
            shutil.copy2(path, second)
    except BaseException:
        second.unlink(missing_ok=True)
        raise
    return second


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(change: _Change, error: OSError, lost: list[_Change]) -> InputError:
    """Return the error to tell; `lost` are files that could not be put back."""
    reason = error.strerror or str(error)
    en, sv = ("written", "skriva") if change.data is not None else ("deleted", "ta bort")
    after_en, after_sv = "no file has been changed", "ingen fil har ändrats"
    if lost:
        where = ", ".join(f"{one.path} ({one.kept or '-'})" for one in lost)
        after_en = f"these could not be put back, and are kept beside their places: {where}"
        after_sv = f"de här gick inte att återställa och finns kvar bredvid: {where}"
    return InputError(
        f"{change.path}: cannot be {en}: {reason}; {after_en}",
        f"{change.path}: går inte att {sv}: {reason}; {after_sv}",
    )
