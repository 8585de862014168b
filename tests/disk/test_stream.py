from collections.abc import Iterator

import pytest

from kg.disk.stream import Stream


@pytest.mark.parametrize("size", [1, 2, 3, 100, -1])
def test_what_is_read_is_what_the_pieces_hold(size: int) -> None:
    stream = Stream([b"ab", b"", b"cdefg", b"h", b""])
    found = []
    while piece := stream.read(size):
        assert size < 0 or len(piece) <= size
        found.append(piece)
    assert b"".join(found) == b"abcdefgh"
    assert stream.read(size) == b""


def test_pieces_are_made_when_they_are_asked_for() -> None:
    made = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made.append(number)
            yield b"xy"

    stream = Stream(pieces())
    assert made == []
    assert (stream.read(2), made) == (b"xy", [0])
    assert (stream.read(1), stream.read(1), made) == (b"x", b"y", [0, 1])


def test_what_goes_wrong_is_kept() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise ValueError("no more")

    stream = Stream(pieces())
    assert stream.read() == b"x"
    assert stream.error is None
    with pytest.raises(ValueError, match="no more") as caught:
        stream.read()
    assert stream.error is caught.value
