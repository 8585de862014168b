"""Workbooks made cell by cell, as files of the tests' own."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3">
<numFmt numFmtId="164" formatCode="0.0\\ %"/><numFmt numFmtId="165" formatCode="0&quot;%&quot;"/>
<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
<xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="20"/></cellXfs></styleSheet>"""

Book = Callable[..., Path]


def sheet(cells: str, after: str = "") -> str:
    """Return the XML of a sheet, of its rows and what stands after them."""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'


def relationships(of: dict[str, tuple[str, str]]) -> str:
    """Return the XML of relationships: by name, the last part of their type and the target."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, (kind, target) in of.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Make a workbook: the rows of its sheet as XML, or whole sheets by name, and other parts by theirs."""

    def make(
        rows: str = "",
        *,
        after: str = "",
        sheets: dict[str, str] | None = None,
        parts: dict[str, str | bytes] | None = None,
        in_book: str = "",
        method: int = zipfile.ZIP_DEFLATED,
    ) -> Path:
        named = sheets or {"Blad": sheet(rows, after)}
        listed = "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in enumerate(named, 1)
        )
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relationships({"r1": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>{in_book}'
            "</workbook>",
            "xl/_rels/workbook.xml.rels": relationships(
                {f"r{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(named) + 1)}
                | {"styles": ("styles", "styles.xml")}
            ),
            "xl/styles.xml": STYLES,
        }
        files |= {f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(named.values(), 1)}
        files |= parts or {}
        path = tmp_path / "bok.xlsx"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in files.items():
                if content:
                    archive.writestr(name, content)
        return path

    return make
