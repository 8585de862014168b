"""Text files from strangers: bytes in, text with known lines out, no characters that deceive the eye."""

import codecs
import re
import stat
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.disk.written import Place
from kg.errors import ParseError

CHUNK = 1 << 20

# Control characters, those that turn the direction of text, halves of surrogate pairs, and no characters at all.
# Tab and line feed are text; carriage returns are gone when this is asked.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Zero-width space, word joiner, byte order mark, soft hyphen: pasted along from web pages, never meant.
_UNSEEN = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
_SEPARATOR = re.compile("\r\n|[\u2028\u2029]")
_UNCLEAN = re.compile("[\r\u200b\u2060\ufeff\u00ad\u2028\u2029]")
LOST = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class CarrierError(ParseError):
    """A file that cannot be read, told with its place; `place`, `reason_en` and `reason_sv` are the parts of it."""

    def __init__(self, place: Place, en: str, sv: str) -> None:
        super().__init__(f"{place.text('en')}: {en}", f"{place.text('sv')}: {sv}")
        self.place = place
        self.reason_en = en
        self.reason_sv = sv

    def __reduce__(self) -> tuple[type["CarrierError"], tuple[Place, str, str]]:  # type: ignore[override]
        """Come whole out of a process of its own."""
        return type(self), (self.place, self.reason_en, self.reason_sv)


@dataclass(frozen=True)
class Limits:
    """How large a file may be: bytes, levels of nesting, values and keys together."""

    size: int = 5_000_000
    depth: int = 20
    nodes: int = 200_000


ENTRY = Limits()
LIST = Limits(size=100_000_000, nodes=5_000_000)


@dataclass(frozen=True)
class Source:
    """The text of a file, lines ended by line feeds; `encoding` is what it was written in."""

    path: Path
    text: str
    encoding: str

    def place(self, index: int) -> Place:
        """Return the line on which a character stands."""
        return Place(self.path, bisect_right(self._starts, index))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def read_source(path: Path, limit: int) -> Source:
    """Return the text of a file.

    Args:
        path: the file, in UTF-8, in UTF-16 or UTF-32 with a byte order mark, or in Windows-1252 if nothing speaks
            against it.
        limit: the most bytes that are taken.

    Raises:
        CarrierError: if it cannot be read, is too large, is in an unknown encoding or holds control characters.
    """
    data = read_bytes(path, limit)
    encoding = encoding_of(lambda: [data], path)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(path, data.count(b"\n", 0, error.start) + 1, encoding) from None
    source = Source(path, text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", ""), encoding)
    if found := FORBIDDEN.search(source.text):
        raise forbidden(source.place(found.start()), found.group())
    return source


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a file.

    Raises:
        CarrierError: if there is no such file, it cannot be read, or it has more bytes than `limit`.
    """
    check_file(path, limit)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(data) > limit:  # a file that grew meanwhile
        raise _too_large(path, limit)
    return data


def check_file(path: Path, limit: int) -> None:
    """Check that a path is a file of at most `limit` bytes; a pipe or a device would never end.

    Raises:
        CarrierError: if it is not.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if not stat.S_ISREG(status.st_mode):
        raise CarrierError(Place(path), "not a file", "ingen fil")
    if status.st_size > limit:
        raise _too_large(path, limit)


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a mebibyte at a time.

    Raises:
        CarrierError: if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise _unreadable(path, error) from None


def encoding_of(read: Callable[[], Iterable[bytes]], path: Path) -> str:
    """Return the name of the encoding of a file: `utf-8`, `utf-8-sig`, `utf-16`, `utf-32` or `cp1252`.

    A byte order mark decides; else it is UTF-8 if it can be. What cannot is Windows-1252 only if it looks like
    it: that encoding gives every text a meaning, also one from an old Mac or DOS, and one in UTF-8 with a broken byte.

    Args:
        read: gives the bytes of the file, from the first one each time it is called.
        path: names the file in errors.

    Raises:
        CarrierError: if it is none of them for certain.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    for number, chunk in enumerate(read()):
        if not number and (marked := next((name for mark, name in _MARKS if chunk.startswith(mark)), "")):
            return marked
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return _cp1252(read(), path, line + chunk.count(b"\n", 0, error.start))
        line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _cp1252(read(), path, line)
    return "utf-8"


def _cp1252(data: Iterable[bytes], path: Path, line: int) -> str:
    """Return `cp1252` if the bytes look like it; `line` is where they are not UTF-8."""
    evidence = _Evidence()
    previous = b""
    for chunk in data:
        evidence.add(previous[-1:] + chunk)
        previous = chunk
    if evidence.speaks_for:
        return "cp1252"
    raise _undecodable(path, line, "utf-8")


class _Evidence:
    """What speaks for and against bytes being Windows-1252."""

    _LETTER = re.compile(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xff]")
    # Beyond Latin 1 it has quotation marks, dashes and other signs, where an old Mac or DOS has å, ä and ö.
    _SIGN = re.compile(rb"[\x80-\x90\x94\x95\x98-\x9f]")
    _STRANGE = re.compile(
        rb"[\x82-\x84\x86-\x8e\x98\x9a-\x9f]|[\x80\x85\x99](?=[A-Za-z\xc0-\xff])"
        rb"|(?<=[A-Za-z\xc0-\xff])[\x91\x93-\x95](?=[A-Za-z\xc0-\xff])"
    )
    _UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
    _UTF8 = re.compile(rb"\xc3[\x80-\xbf]")  # Ã followed by a sign: å, ä, ö and é of UTF-8

    def __init__(self) -> None:
        self._letters = self._signs = self._strange = 0
        self._impossible = False

    def add(self, chunk: bytes) -> None:
        if chunk.isascii():
            return
        self._letters += len(self._LETTER.findall(chunk))
        self._signs += len(self._SIGN.findall(chunk))
        self._strange += len(self._STRANGE.findall(chunk))
        self._impossible |= bool(self._UNDEFINED.search(chunk) or self._UTF8.search(chunk))

    @property
    def speaks_for(self) -> bool:
        return not self._impossible and self._letters >= 10 * self._strange and bool(self._letters or not self._signs)


def forbidden(place: Place, character: str) -> CarrierError:
    """Return the error for a character that may not stand in what somebody wrote."""
    code = f"U+{ord(character):04X}"
    if _DIRECTION.match(character):
        return CarrierError(
            place,
            f"an unseen character that turns the direction of the text ({code}); write the text anew here",
            f"ett osynligt tecken som vänder textens riktning ({code}); skriv om texten här",
        )
    if character == "\x00":
        return CarrierError(
            place,
            f"a null character ({code}); save the file as text in UTF-8",
            f"ett nolltecken ({code}); spara filen som text i UTF-8",
        )
    if character >= "\ud800":
        return CarrierError(
            place,
            f"half a character, or none ({code}); write the text anew here",
            f"ett halvt tecken, eller inget ({code}); skriv om texten här",
        )
    return CarrierError(
        place, f"a control character ({code}); remove it here", f"ett styrtecken ({code}); ta bort det här"
    )


def clean(value: str) -> str:
    """Return text without white space around it and without unseen characters in it.

    Line breaks become line feeds; letters put together from a base and an accent (as some PDF readers copy them) one
    character.
    """
    if not is_clean(value):
        value = _SEPARATOR.sub("\n", unicodedata.normalize("NFC", _UNSEEN.sub("", value)))
    return value.strip()


def is_clean(text: str) -> bool:
    """Return whether only white space needs to be taken away around the values in a text."""
    if text.isascii():
        return "\r" not in text
    return not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text)


def note(value: str) -> str:
    """Return the note `damaged` for text that holds the sign for a character that was lost, else an empty one."""
    return "damaged" if LOST in value else ""


def without_forbidden(value: str) -> str:
    """Return text with the sign for a lost character in place of each one that may not stand there."""
    return FORBIDDEN.sub(LOST, value)


def fold_key(key: str) -> str:
    """Return a key as it is compared: without case; spaces, underscores and hyphens alike."""
    return re.sub(r"[\s_-]+", " ", key).strip().casefold()


def shorten(text: str, limit: int = 60) -> str:
    """Return a text fit to be shown in a message: on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"


def thousands(number: int) -> tuple[str, str]:
    """Return a number as it is written in English and in Swedish."""
    return f"{number:,}", f"{number:,}".replace(",", " ")


def _too_large(path: Path, limit: int) -> CarrierError:
    en, sv = thousands(limit // 1_000_000)
    return CarrierError(Place(path), f"larger than {en} MB", f"större än {sv} MB")


def _unreadable(path: Path, error: OSError | ValueError) -> CarrierError:
    if isinstance(error, FileNotFoundError):
        return CarrierError(Place(path), "no such file", "filen finns inte")
    reason = getattr(error, "strerror", None) or "cannot be read"
    return CarrierError(Place(path), reason, f"går inte att läsa ({reason})")


def _undecodable(path: Path, line: int, encoding: str) -> CarrierError:
    name = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32"}.get(encoding, encoding)
    return CarrierError(
        Place(path, line),
        f"not {name}, and no other encoding for certain; save the file as UTF-8",
        f"inte {name}, och inte säkert någon annan teckenkodning; spara filen som UTF-8",
    )
