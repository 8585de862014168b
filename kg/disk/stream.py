"""A stream: pieces of bytes, as they are made, read like a file."""

from collections.abc import Iterable, Iterator


class Stream:
    """What has `read` as a file opened for bytes has, over pieces that are made when they are asked for.

    What goes wrong while a piece is made is kept in `error`: a reader behind a native library may give it back as
    something else.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.error: BaseException | None = None
        self._pieces: Iterator[bytes] = iter(pieces)
        self._piece = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or what is left of the piece; nothing at the end."""
        while not self._piece:
            try:
                piece = next(self._pieces, None)
            except BaseException as error:
                self.error = error
                raise
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        end = size if size >= 0 else len(self._piece)
        found = bytes(self._piece[:end])
        self._piece = self._piece[end:]
        return found
