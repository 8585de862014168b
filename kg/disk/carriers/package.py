"""The zip archive that a workbook is: looked through part by part before anything else opens it.

What is found sound is packed anew, so that the reader of the workbook sees exactly what was looked at: two programs
may disagree on what a broken archive holds. No part is larger, nested deeper or refers further than was checked.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from xml.parsers import expat

from kg.disk.carriers.scan import MAX_CELLS, Marks, SheetScan, Vocabulary, local_name
from kg.disk.carriers.source import CHUNK, CarrierError, read_bytes, shorten, thousands
from kg.disk.written import Place

MAX_BYTES = 20_000_000
MAX_PARTS = 2_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 100  # of a part over RATIO_FROM; a sheet of equal rows grows 30 times
RATIO_FROM = 20_000_000

_NEEDED = frozenset({"Types", "Relationships", "workbook", "styleSheet", "sst", "worksheet", "chartsheet"})
# The ways in which the library tells that an archive is broken.
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
)
# What a number format shows that is no sign of its own: texts in it, single characters after \\ _ and *, conditions.
_UNSHOWN = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that was looked through.

    Attributes:
        data: the parts that its reader needs, packed anew.
        sheets: each sheet's name and marks, in the order of the workbook; None for one that has no cells (a chart).
    """

    data: bytes = field(repr=False)
    sheets: tuple[tuple[str, Marks | None], ...]


def open_package(path: Path) -> Package:
    """Return a workbook, looked through.

    Raises:
        CarrierError: if it is no .xlsx workbook, is encrypted, broken or too large, packed or unpacked, holds
            macros, links to other workbooks or definitions of its own (DTD), or more cells than are taken.
    """
    data = read_bytes(path, MAX_BYTES)
    _check_kind(path, data)
    return _Opening(path).package(data)


def _check_kind(path: Path, data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CarrierError(
            Place(path),
            "protected by a password, or an old Excel file; save it without a password as an Excel workbook (.xlsx)",
            "skyddad med lösenord, eller en gammal Excelfil; spara den utan lösenord som Excelarbetsbok (.xlsx)",
        )
    if not data.startswith(b"PK"):
        raise CarrierError(
            Place(path),
            "not an Excel workbook; save it as one (.xlsx)",
            "ingen Excelarbetsbok; spara den som en sådan (.xlsx)",
        )


class _Opening:
    """Looks through the parts of one workbook."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked = 0
        self._cells = 0
        self._roots: dict[str, str] = {}  # part → name of its outermost element
        self._scans: dict[str, SheetScan] = {}
        self._book = ""
        self._sheets: list[tuple[str, str]] = []  # name, relationship
        self._targets: dict[str, dict[str, str]] = {}  # part of relationships → relationship → target
        self._uncounted = False
        self._percent_formats = {"9", "10"}  # those that every workbook has
        self._percent_styles: set[str] = set()
        self._within_styles = False
        self._styles = 0

    def package(self, data: bytes) -> Package:
        try:
            return self._package(data)
        except CarrierError:
            raise
        except expat.ExpatError as error:
            raise self._broken(expat.errors.messages.get(error.code, "XML")) from None
        except _BROKEN_ARCHIVE as error:
            raise self._broken(str(error) or type(error).__name__) from None

    def _package(self, data: bytes) -> Package:
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as checked,
        ):
            parts = archive.infolist()
            self._check_parts(parts)
            for part in sorted(parts, key=_order):
                if part.filename.lower().endswith((".xml", ".rels")):
                    self._look_through(archive, part, checked)
        return Package(packed.getvalue(), tuple(self._in_order()))

    def _check_parts(self, parts: list[zipfile.ZipInfo]) -> None:
        """Check what the archive says of itself."""
        names = [part.filename.lower() for part in parts]
        if len(parts) > MAX_PARTS:
            raise self._refused(f"more than {MAX_PARTS:,} parts", f"fler än {thousands(MAX_PARTS)[1]} delar")
        if len(set(names)) < len(names):
            raise self._broken("two parts with one name")
        for part in parts:
            if part.flag_bits & 1:
                raise self._refused(
                    "protected by a password; save it without one", "skyddad med lösenord; spara den utan lösenord"
                )
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._broken("packed in an unknown way")
            if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size:
                raise self._refused(
                    f"{part.filename} grows more than {MAX_RATIO} times when unpacked; "
                    "copy the sheets with values to a new workbook",
                    f"{part.filename} blir mer än {MAX_RATIO} gånger större uppackad; "
                    "kopiera bladen med värden till en ny arbetsbok",
                )
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise self._unpacked_too_large()
        self._check_names(names)

    def _check_names(self, names: list[str]) -> None:
        if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
            raise self._with_macros()
        if any("/externallinks/" in name for name in names):
            raise self._linked()
        if not any(name.endswith("workbook.xml") for name in names):
            raise self._refused(
                "not an Excel workbook; save it as one (.xlsx)", "ingen Excelarbetsbok; spara den som en sådan (.xlsx)"
            )

    def _look_through(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, checked: zipfile.ZipFile) -> None:
        """Parse a part and pack it anew, if the reader of the workbook needs it."""
        name = part.filename
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = lambda element, _: self._begin(name, parser, element)
        read = 0
        waiting = bytearray()
        with ExitStack() as stack:
            file = stack.enter_context(archive.open(part))
            copy = None
            while chunk := file.read(CHUNK):
                self._count_bytes(len(chunk))
                if name in self._roots and self._roots[name] not in _NEEDED:
                    continue  # only unpacked, to know its size
                read += len(chunk)
                parser.Parse(chunk)
                if read - parser.CurrentByteIndex > CHUNK:  # the parser reads an unended piece anew with every chunk
                    raise self._broken(f"{name}: a piece of XML that does not end")
                waiting += chunk
                if self._roots.get(name) in _NEEDED:
                    copy = copy or stack.enter_context(checked.open(_deflated(name), "w"))
                    copy.write(waiting)
                if name in self._roots:
                    waiting.clear()
            if self._roots.get(name) in _NEEDED or not read:
                parser.Parse(b"", True)
        if scan := self._scans.get(name):
            scan.end()

    def _begin(self, part: str, parser: expat.XMLParserType, element: str) -> None:
        """Take the outermost element of a part; set what is to be done with those inside it."""
        root = local_name(element)
        self._roots[part] = root
        parser.StartElementHandler = None
        if root == "worksheet":
            self._scans[part] = SheetScan(self._place_of(part), parser, self._percent_styles, self._count)
        elif root in _NEEDED:
            if root == "workbook":
                self._book = part
            handlers: dict[str, Callable[[str, dict[str, str]], None]] = {
                "Types": self._type,
                "Relationships": partial(self._relationship, self._targets.setdefault(part, {})),
                "workbook": self._book_part,
                "sst": self._shared,
                "styleSheet": self._style,
            }
            take = handlers.get(root)
            vocabulary = Vocabulary(Place(self._path))

            def handle(name: str, attributes: dict[str, str]) -> None:
                local = vocabulary.local(name, attributes)
                if take:
                    take(local, attributes)

            parser.StartElementHandler = handle

    def _count_bytes(self, number: int) -> None:
        self._unpacked += number
        if self._unpacked > MAX_UNPACKED:
            raise self._unpacked_too_large()

    def _place_of(self, part: str) -> Place:
        """Return a sheet as a place, by its name if the workbook was read before it."""
        named = {sheet: title for title, sheet in self._in_workbook()}
        return Place(self._path, sheet=named.get(part, ""))

    def _in_workbook(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the part of each sheet, in the order of the workbook."""
        folder, name = posixpath.split(self._book)
        targets = self._targets.get(posixpath.join(folder, "_rels", f"{name}.rels"), {})
        for title, relationship in self._sheets:
            yield title, posixpath.normpath(posixpath.join("/", folder, targets.get(relationship, "")))[1:]

    def _count(self) -> None:
        """Count a cell that a sheet writes, even an empty one, or a text that cells share."""
        self._cells += 1
        if self._cells > 2 * MAX_CELLS:
            en, sv = thousands(2 * MAX_CELLS)
            raise self._refused(
                f"more than {en} cells, those that are only formatted too; copy the rows with values to a new workbook",
                f"fler än {sv} celler, också de som bara är formaterade; kopiera rader med värden till en ny arbetsbok",
            )

    def _shared(self, name: str, _: dict[str, str]) -> None:
        if name == "si":
            self._count()

    def _style(self, name: str, attributes: dict[str, str]) -> None:
        """Gather which styles of cells show per cent."""
        if name == "numFmt" and "%" in _UNSHOWN.sub("", attributes.get("formatCode", "")):
            self._percent_formats.add(attributes.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._within_styles = name == "cellXfs"
        elif name == "xf" and self._within_styles:
            if attributes.get("numFmtId") in self._percent_formats:
                self._percent_styles.add(str(self._styles))
            self._styles += 1

    def _book_part(self, name: str, attributes: dict[str, str]) -> None:
        """Gather the sheets of the workbook, and whether its formulas were ever counted."""
        if name == "sheet":
            relationship = next((value for key, value in attributes.items() if local_name(key) == "id"), "")
            self._sheets.append((attributes.get("name", ""), relationship))
        elif name == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            self._uncounted = True

    def _relationship(self, targets: dict[str, str], name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        if "externallink" in attributes.get("Type", "").lower():
            raise self._linked()
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _type(self, _: str, attributes: dict[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise self._with_macros()

    def _in_order(self) -> Iterator[tuple[str, Marks | None]]:
        """Yield the sheets as the workbook names them."""
        for title, part in self._in_workbook():
            scan = self._scans.get(part)
            if scan is None and self._roots.get(part) != "chartsheet":
                raise self._broken(f"no sheet {title}")
            if scan and self._uncounted:
                scan.marks.formulas.update(scan.marks.zeros)
            yield title, scan.marks if scan else None

    def _refuse_doctype(self, *_: object) -> None:
        raise self._refused(
            "an XML part has definitions of its own (DTD), which no Excel file has; make a new workbook",
            "en XML-del har egna definitioner (DTD), vilket ingen Excelfil har; gör en ny arbetsbok",
        )

    def _linked(self) -> CarrierError:
        return self._refused(
            "links to another workbook; break the links (Data, Edit Links, Break Link) and save",
            "länkar till en annan arbetsbok; bryt länkarna (Data, Redigera länkar, Bryt länk) och spara",
        )

    def _with_macros(self) -> CarrierError:
        return self._refused(
            "holds macros; save it as an Excel workbook without them (.xlsx)",
            "innehåller makron; spara den som Excelarbetsbok utan makron (.xlsx)",
        )

    def _unpacked_too_large(self) -> CarrierError:
        en, sv = thousands(MAX_UNPACKED // 1_000_000)
        return self._refused(f"larger than {en} MB when unpacked", f"större än {sv} MB uppackad")

    def _broken(self, detail: str) -> CarrierError:
        detail = shorten(detail)
        return self._refused(
            f"a broken workbook ({detail}); open it in a spreadsheet program and save it anew as .xlsx",
            f"en trasig arbetsbok ({detail}); öppna den i ett kalkylprogram och spara den på nytt som .xlsx",
        )

    def _refused(self, en: str, sv: str) -> CarrierError:
        return CarrierError(Place(self._path), en, sv)


def _order(part: zipfile.ZipInfo) -> int:
    """Put the sheets last: what they refer to is to be known by then."""
    return "/worksheets/" in part.filename.lower()


def _deflated(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part
