"""Folders for what waits on the disk while a command works: gone at its end; if it is killed, by the next command."""

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

YOUNG = 60  # seconds: so long a folder may stand before its process holds it


class WorkFolder(tempfile.TemporaryDirectory[str]):
    """A folder of this process, which holds a lock on it for as long as it runs; see `tempfile.TemporaryDirectory`.

    Folders of this user that no process holds any longer are removed first.

    Args:
        prefix: what its name begins with.
    """

    def __init__(self, prefix: str) -> None:
        parent = _parent()
        _sweep(parent)
        super().__init__(prefix=prefix, dir=parent)
        self._held = _hold(Path(self.name))

    def cleanup(self) -> None:
        """Remove the folder and all in it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None
        super().cleanup()


def _parent() -> Path:
    """Return the folder of this user's work folders; nobody else may read it."""
    place = Path(tempfile.gettempdir())
    if not hasattr(os, "getuid"):  # a system where that folder is the user's own
        return place
    parent = place / f"kg-{os.getuid()}"
    with suppress(FileExistsError):
        parent.mkdir(mode=0o700)
    status = parent.lstat()
    return parent if stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() else place


def _sweep(parent: Path) -> None:
    """Remove the folders of processes that have ended without doing so."""
    if not parent.name.startswith("kg-"):
        return
    for old in parent.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > YOUNG and (held := _hold(old)) is not None:
                shutil.rmtree(old, ignore_errors=True)
                os.close(held)


def _hold(folder: Path) -> int | None:
    """Take the lock on a folder; None where another process has it, or there are no such locks."""
    try:
        import fcntl
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
