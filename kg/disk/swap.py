"""Two folders change places: the new one stands whole where the old one stood, and a run cut off loses nothing.

.site.publishing/lock     only one run at a time
.site.publishing/old/     the old folder, for the moment between two moves where they cannot change places in one
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import InputError

_AT_FDCWD, _EXCHANGE = -100, 2  # renameat2(2)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; take those away again that nothing came to stand in."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):
            for place in missing:
                place.rmdir()


@contextmanager
def alone(work: Path, target: Path) -> Iterator[None]:
    """Be the only run that writes a folder; the system gives the lock back even if the process is killed."""
    while True:
        work.mkdir(exist_ok=True)
        try:
            handle = os.open(work / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        except FileNotFoundError:  # the run before has just taken its folder away
            continue
        try:
            if _lock(handle, target) and os.path.samestat(os.fstat(handle), (work / "lock").stat()):
                break
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
    try:
        yield
    finally:
        with suppress(OSError):
            _clear(work)
            (work / "lock").unlink()  # last, so that nobody else begins before the rest is gone
            work.rmdir()
        os.close(handle)


def _lock(handle: int, target: Path) -> bool:
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # a system without such locks
        pass
    except BlockingIOError:
        raise InputError(
            f"{target}: another run is writing it; wait for it",
            f"{target}: en annan körning skriver den; vänta på den",
        ) from None
    return True


def mend(work: Path, target: Path) -> None:
    """Put the old folder back if a run was cut off between two moves, and take away what it left."""
    if (work / "old").is_dir() and not os.path.lexists(target):
        (work / "old").rename(target)
    _clear(work)


def _clear(work: Path) -> None:
    """Take away everything but the lock."""
    for left in work.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left.name != "lock":
            left.unlink()


def change_places(new: Path, target: Path, old: Path) -> None:
    """Put a folder in another's place, in one step where the system can."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
    with suppress(OSError):
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Have two folders change places in one step; return False where the system or the disk cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))
